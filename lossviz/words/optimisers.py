"""Walks of one or two optimisers in words: how far they came."""

import math

import numpy as np

from lossviz.i18n import _
from lossviz.surfaces.contest import Contest
from lossviz.surfaces.grounds import Ground
from lossviz.words import far, number, plain

NAMES = {
    "gradient": _("gradient descent"),
    "batch": _("mini-batch"),
    "momentum": _("momentum"),
    "adam": _("Adam"),
    "newton": _("Newton"),
    "irls": _("reweighting"),
}
"""Rule -> its name within a sentence."""
ARRIVED = 1e-6
"""A share of the minimum so small is not told from it."""
MANY = 10.0
"""So many times the minimum are counted in times, not in per cent."""


def name_of(rule: str) -> str:
    """The name at the start of a sentence."""
    return _capital(NAMES[rule])


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def names_of(view: Contest) -> list[str]:
    """A name for each walk; the same rule twice is told apart by a number."""
    names = [NAMES[rule.key] for rule in view.rules]
    if len(set(names)) < len(names):
        return [f"{name} {k + 1}" for k, name in enumerate(names)]
    return names


def rate_text(rate: float) -> str:
    """A rate as it was set.

    >>> rate_text(20000.0), rate_text(0.05)
    ('20,000', '0.05')
    """
    return f"{rate:,.0f}" if rate >= 1000 and rate == math.floor(rate) else plain(rate)


def loss_text(loss: float) -> str:
    """A mean loss to four digits, or that there is none."""
    return number(loss, 4) if math.isfinite(loss) else _("explodes")


def with_loss_unit(loss: float, ground: Ground) -> str:
    """The same with its unit, if it has one."""
    return f"{loss_text(loss)} {ground.loss_unit if math.isfinite(loss) else ''}".rstrip()


def with_unit(name: str, ground: Ground) -> str:
    """A name of a mean loss with its unit, which may have brackets of its own."""
    return f"{name}, {ground.loss_unit}" if ground.loss_unit else name


def contest_sentence(view: Contest) -> str:
    """Where each walk is after the steps shown."""
    if view.step == 0:
        loss = float(view.loss[0])
        return _(
            "The start: mean loss {loss}; the lowest is {lowest}. {guess}"
        ).format(
            loss=with_loss_unit(loss, view.ground), lowest=number(view.ground.lowest, 4),
            guess=_("Which way will the path go, and how many steps does it take?")
            if len(view.rules) == 1 else _("Which of the two paths gets down first?"),
        )  # fmt: skip
    return " ".join(_walk(view, k) for k in range(len(view.rules)))


def _walk(view: Contest, k: int) -> str:
    step, rate = int(view.step), float((view.rate, view.other_rate)[k])
    head = _("{name}, rate {rate}, {steps}:").format(
        name=_capital(names_of(view)[k]), rate=rate_text(rate), steps=steps_text(step)
    )
    return f"{head} {_came_to(view, k)}{_bent(view, k)}"


def steps_text(step: int) -> str:
    """A number of steps."""
    return _("1 step") if step == 1 else _("{n} steps").format(n=step)


def _came_to(view: Contest, k: int) -> str:
    loss, first, lowest = float(view.loss[k]), float(view.losses[k, 0]), view.ground.lowest
    if view.exploded(k):
        beyond = view.first_beyond(k)
        if beyond is not None:
            return _("it explodes; from step {n} on the loss is too large for a number.").format(
                n=beyond
            )
        thrown = (
            _("it is thrown far off; the loss is {loss}, {times} times that of the start.")
            if view.comes_back(k)
            else _("it explodes; the loss is {loss}, {times} times that of the start.")
        )
        return thrown.format(loss=far(loss), times=far(loss / first, 2))
    share = (loss - lowest) / lowest
    if share < ARRIVED:
        return _at_minimum(view, k).format(lowest=number(lowest, 4))
    above = _("{share} % above").format(share=number(100 * share, 2))
    if share >= MANY - 1:  # nobody can picture 110,000 %
        above = _("{times} times").format(times=number(loss / lowest, 2))
    said = _("mean loss {loss}, {above} the minimum.").format(
        loss=with_loss_unit(loss, view.ground), above=above
    )
    return said + _chatter(view, k) + _place(view, k)


def _at_minimum(view: Contest, k: int) -> str:
    """A walk can be at the lowest place and not stay there: with momentum it rolls through."""
    stays = view.stays(k, ARRIVED)
    if stays is None:
        return _("the mean loss is the minimum, {lowest}.")
    if stays:
        return _("it has arrived: the mean loss is the minimum, {lowest}.")
    return _("the mean loss is the minimum, {lowest}, but the walk does not stay there.")


def _chatter(view: Contest, k: int) -> str:
    up, steps = view.uphill(k)
    if up == 0:
        return ""
    if steps == 1:
        return " " + _("This step went uphill.")
    return " " + _("Of its last {steps} steps {up} went uphill.").format(steps=steps, up=up)


def _place(view: Contest, k: int) -> str:
    place, before = view.path[k, int(view.step)], view.path[k, int(view.step) - 1]
    if not view.ground.room.holds(*place.tolist()):
        return " " + _("It has left the map.")
    if np.array_equal(place, before):
        return " " + _("It stands still.")
    return ""


def _bent(view: Contest, k: int) -> str:
    """Where Newton's model had no bottom."""
    if view.rules[k].key != "newton":
        return ""
    found = view.first_no_bowl(k)
    if found is None:
        return ""
    step, low = found
    if not view.ground.surface.hessian(*view.path[k, step - 1].tolist()).any():
        return " " + _(
            "At step {n} the Hessian is 0: there is no curvature, so Newton has no step to take."
        ).format(n=step)
    if low == 0:
        return " " + _(
            "At step {n} the Hessian has an eigenvalue of 0, or too near 0 to tell: no bottom to"
            " step to, so it takes a step down the slope instead."
        ).format(n=step)
    return " " + _(
        "At step {n} the Hessian has the eigenvalue {low}: no bottom to step to, so it takes a step"
        " down the slope instead."
    ).format(n=step, low=number(low, 2))


def contest_alt(view: Contest) -> str:
    """What there is to see."""
    names = _(" and ").join(names_of(view))
    a, b = view.ground.surface.model.names
    return _(
        "A contour map over {a} and {b} with the path of {names} from a dot that can be dragged;"
        " beside it the {nouns} with what the walk predicts now, and the mean loss above its"
        " minimum against the step, in powers of ten."
    ).format(a=a, b=b, names=names, nouns=view.ground.nouns)
