"""The sigmoid over the flights in words: what a forecast costs, who pays, and the best there is."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from lossviz.binary.sigmoid import Sigmoid
from lossviz.i18n import _
from lossviz.words import Text, number, numbers, percent, plain

TIE = 1e-9  # nats: costs this close are equal


def pays_most(view: Sigmoid) -> list[int]:
    """The rows with the largest cost."""
    return np.flatnonzero(view.costs > view.costs.max() - TIE).tolist()


def flights(view: Sigmoid, rows: Sequence[int]) -> str:
    """Flights by name, or how many of them."""
    names = [view.problem.labels[row] for row in rows]
    if len(names) == 1:
        return names[0]
    if len(names) <= 3:
        return _("{some} and {last}").format(some=", ".join(names[:-1]), last=names[-1])
    return _("{n} flights").format(n=len(names))


def price(cost: float) -> str:
    """A cost to two decimals: that is how the bars can be compared."""
    return number(cost, 1) if cost < 0.005 else f"{cost:.2f}"


def means(view: Sigmoid, values: ArrayLike) -> Text:
    """Mean costs () or (S,) as texts, to as many digits in the sentence as in the figure.

    Flat curves are compared with each other by one digit more.
    """
    flat = np.asarray(view.steep) == 0.0
    return np.where(flat, numbers(values, 4), numbers(values, 3))


def part_of_all(share: float) -> str:
    """A share in whole per cent that is 100 only where it is all."""
    if share < 1.0 and round(100 * share) == 100:
        return _("over 99 %")
    return percent(share)


def chance(p: float) -> str:
    """A probability in per cent, in whole ones where that says enough."""
    if 0.01 <= p <= 0.99:
        return percent(p)
    return f"{number(100 * p, 3 if p > 0.5 else 1)} %"


def probability(p: float) -> str:
    """A probability to three digits, never 1 where it is less.

    >>> probability(0.2299), probability(0.9999), probability(1.0)
    ('0.230', '>0.999', '1.00')
    """
    text = number(p)
    return f">{number(0.999)}" if p < 1.0 and text == number(1.0) else text


def sigmoid_sentence(view: Sigmoid, *, show_best: bool = False) -> str:
    """What the curve costs on average; who pays most; at the best curve, what it all is."""
    trouble = no_best(view)
    if trouble:
        return f"{_mine(view)} {trouble}"
    if view.is_best:
        top = pays_most(view)
        share = part_of_all(float(view.costs[top].sum() / view.costs.sum()))
        who = _("flight {one} alone pays") if len(top) == 1 else _("{one} pay")
        return _(
            "Same stems, same product, same −log: a coin instead of a bell. Best {best}, and {who}"
            " {share} of it."
        ).format(best=means(view, view.mean), who=who.format(one=flights(view, top)), share=share)
    best = _(" Best {best}.").format(best=means(view, view.lowest)) if show_best else ""
    return f"{_mine(view)}{best}"


def _mine(view: Sigmoid) -> str:
    return _flat(view) if view.is_flat else _bent(view)


def _flat(view: Sigmoid) -> str:
    problem, p = view.problem, float(view.height)
    ones, n = round(problem.ones), round(problem.n)
    where = _("Flat at {p}").format(p=chance(p))
    if abs(p - problem.base_rate) < 1e-6:
        where = _("Flat at {ones} of {n} = {p}").format(ones=ones, n=n, p=chance(p))
    distress, none = view.loss_at.value(np.array([1.0, 0.0]), np.full(2, float(view.intercept)))
    return _("{where}: a distress costs {distress}, none {none}, mean {mean}.").format(
        where=where, distress=price(float(distress)), none=price(float(none)),
        mean=means(view, view.mean),
    )  # fmt: skip


def _bent(view: Sigmoid) -> str:
    top = pays_most(view)
    who = (
        _("{name} pays most: {cost}, {share} of the total.")
        if len(top) == 1
        else _("{name} pay most: {cost} each, {share} of the total together.")
    )
    return _("{where}: mean {mean}. {who}").format(
        where=crossing(view),
        mean=means(view, view.mean),
        who=who.format(
            name=flights(view, top),
            cost=price(float(view.costs[top[0]])),
            share=part_of_all(float(view.costs[top].sum() / view.costs.sum())),
        ),
    )


def crossing(view: Sigmoid) -> str:
    """Where the curve is at 50 % and how steep it is there; or that it is nowhere in view."""
    problem, half = view.problem, float(view.half)
    unit = problem.x_unit
    if not problem.room.includes(half):
        template = _("Below 50 % from {low} to {high}")
        if float(view.height) > 0.5:
            template = _("Above 50 % from {low} to {high}")
        return template.format(
            low=plain(float(problem.x.min())),
            high=f"{plain(float(problem.x.max()))} {unit}".rstrip(),
        )
    slope = problem.way * float(view.steep) / 4  # of a sigmoid where it is one half
    verb = _("rising") if slope > 0 else _("falling")
    return _("50 % at {half}, {verb} {points} points per {unit} there").format(
        half=f"{half:.1f} {unit}".rstrip(), verb=verb, points=number(100 * abs(slope), 2), unit=unit
    )


def no_best(view: Sigmoid) -> str:
    """Why no curve is the best one; nothing where one is."""
    if view.has_best:
        return ""
    problem = view.problem
    if problem.ones in (0.0, problem.n):
        label = problem.happened[int(problem.ones > 0)]
        return _(
            "Now every {noun} is “{label}”: the surer, the cheaper, and no curve is the best."
        ).format(noun=problem.noun, label=label)
    if view.lowest < 1e-6:
        return _(
            "Now one temperature parts the two labels: the steeper a curve that parts them, the"
            " cheaper, and no curve is the best."
        )
    return _(
        "Now one temperature parts the two labels, except for flights exactly at it: the steeper a"
        " curve that parts them, the cheaper, down towards {low}, and no curve is the best."
    ).format(low=number(view.lowest))


def sigmoid_alt(view: Sigmoid) -> str:
    """What there is to see."""
    problem = view.problem
    return _(
        "A sigmoid over {x}: the probability of {one} for each of {n} {nouns}. A {noun} with {one}"
        " stands at the bottom, its stem up to the curve; one without hangs from the top, its stem"
        " down to the curve: the length of a stem is the probability given to what happened."
        " Beside it a bar per {noun}, minus the log of its stem, the longest first: solid with"
        " {one}, pale without."
    ).format(
        x=problem.x_name, one=problem.happened[1], n=round(problem.n), nouns=problem.nouns,
        noun=problem.noun,
    )  # fmt: skip
