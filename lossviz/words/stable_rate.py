"""The largest stable learning rate in words: steps needed, overshoots, and what is beyond."""

import numpy as np

from lossviz.i18n import _
from lossviz.surfaces.curvature import SAME
from lossviz.surfaces.stable_rate import SHOWN, StableRate
from lossviz.words import number, plain


def short(value: float, digits: int) -> str:
    """A number to so many digits, without zeros at its end."""
    return plain(float(f"{value:.{digits}g}"))


def steps_text(steps: float) -> str:
    """A number of steps, a whole one."""
    return _("1 step") if steps == 1 else _("{n} steps").format(n=f"{steps:,.0f}")


def limit_text(curvature: float) -> str:
    """The largest stable rate as a division that can be checked."""
    return _("2 / λmax = 2 / {curvature} = {limit}").format(
        curvature=short(curvature, 4), limit=short(2 / curvature, 3)
    )


def rate_sentence(view: StableRate, *, revealed: bool = True) -> str:
    """Steps needed at this rate and how they go; the limit once it is `revealed`, or passed."""
    rate, limit = plain(float(view.rate)), limit_text(float(view.bowl.curvatures[0]))
    if view.swings:
        return _(
            "Learning rate {rate}: each step overshoots by exactly as much as it was off, from side"
            " to side without end. This is the limit, {limit}."
        ).format(rate=rate, limit=limit)
    if view.explodes:
        return _("Learning rate {rate}: training explodes. {how} The limit is {limit}.").format(
            rate=rate, how=_explosion(view), limit=limit
        )
    found = _("Learning rate {rate}: {steps} until the MSE is within 1 % of its lowest. {how}")
    more = (
        _("The limit is {limit}.").format(limit=limit)
        if revealed
        else _("How large may the rate be? Drag the upright line to the right.")
    )
    return " ".join((
        found.format(rate=rate, steps=steps_text(float(view.needed)), how=_way(view)), more,
    ))  # fmt: skip


def _way(view: StableRate) -> str:
    """How the steps of a stable rate go."""
    across = float(view.factors[0])
    if view.bowl.is_round and abs(across) <= SAME:
        return _("The map is round and the step as long as the way: it lands on the lowest place.")
    if across >= -SAME:
        return _("No step overshoots.")
    after = (
        _("{percent} % less far than the one before").format(percent=number(100 * (1 + across), 2))
        if across < -0.5
        else _("{factor} times as far as the one before").format(factor=number(-across, 2))
    )
    if view.bowl.is_round:
        return _("Each step overshoots the lowest place, {after}.").format(after=after)
    return _("It zigzags: each step overshoots the valley, {after}.").format(after=after)


def _explosion(view: StableRate) -> str:
    """How fast it grows, and when it is off the map."""
    more = number(100 * (abs(float(view.factors[0])) - 1), 2)
    what = _("lowest place") if view.bowl.is_round else _("valley")
    grows = _("Each step overshoots the {what}, {more} % farther than the one before;").format(
        what=what, more=more
    )
    if np.isnan(view.gone):
        return f"{grows} " + _("slowly: after {n} steps the path is still on the map.").format(
            n=SHOWN
        )
    return f"{grows} " + _("{steps} and the path is off the map.").format(
        steps=steps_text(float(view.gone))
    )


def rate_alt(*, revealed: bool) -> str:
    """What there is to see."""
    seen = _(
        "Left, a contour map over intercept and slope with the path of {n} steps from the flat line"
        " towards the lowest place. Right, the steps that are needed at the learning rate in the"
        " hand."
    ).format(n=SHOWN)
    if not revealed:
        return seen
    return f"{seen} " + _(
        "A curve of those at every other rate: down to a few, then up steeply to a dashed line at"
        " the largest stable rate; beyond it never."
    )


def contours_note(view: StableRate) -> str:
    """What the numbers on the map are."""
    return _(
        "On the contours: MSE in ({unit})². Each costs twice as much above the lowest as the next"
        " one inside it."
    ).format(unit=view.hill.problem.y_unit)


def where_it_holds() -> str:
    """What 2 / lambda_max is true of."""
    return _(
        "λmax is the largest curvature of the MSE, without ½, over intercept and slope. The limit"
        " 2 / λmax holds for plain gradient descent with all rows at every step, on squared error."
        " Other losses bend differently from place to place, and mini-batches and momentum have"
        " limits of their own."
    )
