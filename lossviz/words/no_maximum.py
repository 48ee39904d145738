"""Why a likelihood has no best answer, or several, and what is done about it; in words."""

from dataclasses import replace

import numpy as np

from lossviz import words
from lossviz.i18n import _
from lossviz.likelihood.coin_flips import FLIPS, Coin
from lossviz.likelihood.no_maximum import all_the_same
from lossviz.likelihood.steepness import Steepness
from lossviz.likelihood.valleys import Valleys
from lossviz.numerics import Array

AT = 1e-4  # of a logit or a steepness: so near to the best is the best


def _fixed(value: float, decimals: int) -> str:
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", words.MINUS)


def says(message: str) -> str:
    """What the fit reports."""
    return _("The fit says so: “{message}”").format(message=message)


# ---- a coin ---------------------------------------------------------------------------------


def _probability(logit: float) -> float:
    return float(1.0 / (1.0 + np.exp(-logit)))


def heads_of(view: Coin) -> str:
    """What fell."""
    head = _("1 head") if view.heads == 1 else _("{heads} heads").format(heads=view.heads)
    return _("{heads} in {flips} flips").format(heads=head, flips=FLIPS)


def coin_sentence(view: Coin) -> str:
    """The surprise at a logit, and whether any logit is the best."""
    logit = float(view.logit)
    here = _("{heads}, logit {logit}: p = {p}, sum of surprises {stack} nats.").format(
        heads=heads_of(view), logit=_fixed(logit, 2), p=f"{_probability(logit):.4f}",
        stack=words.number(float(view.stack)),
    )  # fmt: skip
    if np.isinf(view.best):
        more, end = (_("larger"), "1") if view.best > 0 else (_("smaller"), "0")
        return f"{here} " + _(
            "Every {more} logit is better, for the sum falls towards 0 and would reach it at"
            " p = {end} only, a logit of {infinity}. There is no best logit."
        ).format(more=more, end=end, infinity=words.number(view.best))
    if abs(logit - view.best) < AT:
        return f"{here} " + _("This is the best logit: p is the share of heads.")
    return f"{here} " + _("The best logit is {best}, with {lowest} nats: p = {share:g}.").format(
        best=_fixed(view.best, 2), lowest=words.number(float(view.stack_at(np.array(view.best)))),
        share=view.heads / FLIPS,
    )  # fmt: skip


def coin_remedy(view: Coin) -> str:
    """What the fit reports where there is no best logit, and what is done; else nothing."""
    if not view.fit.message:
        return ""
    settled = _(
        "What is done: count one head and one tail more than fell (Laplace's rule). The best p is"
        " then {heads}/{flips}, a logit of {logit}: always a number."
    ).format(heads=view.heads + 1, flips=FLIPS + 2, logit=_fixed(view.settled, 2))
    return f"{says(view.fit.message)} {settled}"


# ---- two classes ----------------------------------------------------------------------------


def steepness_sentence(view: Steepness) -> str:
    """The loss at a steepness, and whether any steepness is the best."""
    steep, middle = float(view.steep), _fixed(view.middle, 2)
    here = _("Steepness {steep} per cm: mean cross-entropy {loss} nats.").format(
        steep=words.plain(round(steep, 2)), loss=words.number(float(view.loss))
    )
    if view.parted:
        return f"{here} " + _(
            "No flower of {n} is on the wrong side of {middle} cm, so a steeper curve is always"
            " better: the loss falls towards 0 and there is no best steepness."
        ).format(n=len(view.x), middle=middle)
    lowest = words.number(float(view.loss_at(np.array(view.best))))
    wrong = _("{wrong} flowers of {n} are on the wrong side of {middle} cm").format(
        wrong=view.wrong_side, n=len(view.x), middle=middle
    )
    if abs(steep - view.best) < 0.005:
        return f"{here} " + _(
            "This is the best steepness: {wrong}, and a steeper curve pays more for them."
        ).format(wrong=wrong)
    return f"{here} " + _(
        "{wrong}, and a curve that is too steep pays for them: the best steepness is {best}, with"
        " {lowest} nats."
    ).format(wrong=wrong, best=_fixed(view.best, 2), lowest=lowest)


def steepness_remedy(view: Steepness) -> str:
    """What the fit reports where there is no best steepness, and what is done; else nothing."""
    if not view.fit.message:
        return ""
    intercept, slope = view.penalised.coefficients
    settled = _(
        "What is done: a penalty on steepness, {penalty:g}/2 × steepness² more on the mean loss,"
        " which is what scikit-learn adds unless told not to. With it the best steepness is"
        " {steep} per cm, with its 50 % at {middle} cm."
    ).format(
        penalty=view.penalty, steep=_fixed(float(slope), 2),
        middle=_fixed(float(-intercept / slope), 2),
    )  # fmt: skip
    return f"{says(view.fit.message)} {settled}"


# ---- two maxima -----------------------------------------------------------------------------


def valleys_sentence(view: Valleys) -> str:
    """All local maxima of the likelihood, the best among them, and where a search may end."""
    there = np.isfinite(view.minima)
    places, depths = view.minima[there], view.depths[there]
    told = _apart(depths)
    noise = _("Heavy tail with ν = {nu:g}, width {width} ns:").format(
        nu=view.nu, width=words.plain(round(float(view.width), 2))
    )
    best = _("{place} ns ({depth} nats)").format(
        place=_fixed(float(view.best), 1), depth=told[int(depths.argmin())]
    )
    if len(places) == 1:
        return f"{noise} " + _("the likelihood has one maximum, at {best}.").format(best=best)
    others = [
        _("{place} ({depth})").format(place=_fixed(float(place), 1), depth=depth)
        for place, depth in zip(places, told, strict=True)
        if place != view.best
    ]
    sentence = _("the likelihood has {n} maxima, the best at {best}, the others at {others}.")
    if len(places) == 2:
        sentence = _("the likelihood has {n} maxima, the best at {best}, the other at {others}.")
    several = f"{noise} {sentence}".format(n=len(places), best=best, others=_and(others))
    if view.leftmost == view.best:
        return several
    return f"{several} " + _(
        "A search downhill from the reading at {lowest} stops at {stop} ns and never sees the best."
    ).format(lowest=words.plain(float(view.readings.min())), stop=_fixed(float(view.leftmost), 1))


MOST_DIGITS = 7


def _apart(depths: Array) -> list[str]:
    """Sums of surprises (n,) in so many digits that sums that differ are seen to."""
    different = len(np.unique(np.round(depths, 6)))
    for digits in range(3, MOST_DIGITS + 1):
        told = [words.number(float(depth), digits) for depth in depths]
        if len(set(told)) == different:
            break
    return told


def _and(items: list[str]) -> str:
    if len(items) < 2:
        return "".join(items)
    return _("{first} and {last}").format(first=", ".join(items[:-1]), last=items[-1])


def valleys_remedy(view: Valleys, more: Array) -> str:
    """What is done about several maxima, and what `more` readings (m,) do to them."""
    now, then = (int(np.isfinite(v.minima).sum()) for v in (view, replace(view, readings=more)))
    if now == 1:
        return _("With one maximum a search downhill ends there, wherever it starts.")
    done = _("What is done: search from several starts, compare, and say that there are others.")
    if then == 1:
        done += " " + _(
            "More readings help: with all {m} of Newcomb's the likelihood of this noise has one"
            " maximum."
        ).format(m=len(more))
    return done


# ---- no width -------------------------------------------------------------------------------


def same_sentence(value: float, n: int) -> str:
    """What the width does when all readings are the same."""
    return _(
        "A bell has no best width where all readings are the same: take {n} that are all {value:g}."
        " A bell ten times as narrow gives them {gain} nats less surprise, however narrow it was."
        " {says} What is done: measure with more digits, or believe in a width."
    ).format(
        n=n, value=value, gain=words.number(n * np.log(10.0)),
        says=says(all_the_same(value, n).message),
    )  # fmt: skip
