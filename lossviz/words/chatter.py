"""Descent on kinks, in words."""

from lossviz.i18n import _
from lossviz.surfaces.chatter import LAST, START, STEPS, Chatter
from lossviz.words import number, plain

NAMES = (_("constant rate"), _("rate / √step"), _("rate / step"))
SETTLED = 1e-9  # km/s: hops smaller than this are rounding


def chatter_sentence(view: Chatter) -> str:
    """How high above the lowest place each schedule ends."""
    unit, (low, high) = view.hill.problem.y_unit, (view.tail[0].min(), view.tail[0].max())
    hops = high - low > SETTLED
    constant = (
        _("hops between {low} and {high} {unit} above the lowest place, {mean} on average")
        if hops
        else _("rests {mean} {unit} above the lowest place")
    ).format(low=number(low), high=number(high), unit=unit, mean=number(view.heights[0]))
    return _(
        "At the constant rate {rate} the walk {constant}, over the last {last} of {steps} steps; at"
        " half that rate, {half}. With {root_name} it ends {root} above it, with {inverse_name}"
        " {inverse}."
    ).format(
        rate=plain(view.rate), constant=constant, last=LAST, steps=STEPS,
        half=number(float(view.half_height)), root_name=NAMES[1], root=number(view.heights[1]),
        inverse_name=NAMES[2], inverse=number(view.heights[2]),
    )  # fmt: skip


def why(view: Chatter) -> str:
    """Why a constant rate does not settle, and what a falling one costs."""
    a, b = START
    problem = view.hill.problem
    point = problem.point_name
    return _(
        "Every {point} off the line pulls by the same amount, however near: the slope of the mean"
        " absolute error does not shrink on the way to the lowest place, so at a constant rate the"
        " steps do not shrink either. At a residual of exactly 0 the loss has a corner and no one"
        " slope: any number from −1 to 1 is a subgradient, and 0 is taken here. Dividing the rate"
        " by √step or by the step shrinks the steps; divided by the step they shrink so fast that"
        " a small rate is still on its way. All walks start at intercept {a} {unit} and slope {b}"
        " {slope_unit}; the heights in the sentence are means over the last {last} steps."
    ).format(
        point=point, a=plain(a), b=plain(b), unit=problem.y_unit, slope_unit=problem.slope_unit,
        last=LAST,
    )  # fmt: skip


def chatter_alt() -> str:
    """What there is to see."""
    return _(
        "Left, the mean absolute error above its lowest against the step, on a logarithmic axis,"
        " for three rules: {names}. Right, a map close to the lowest place, with the last {last}"
        " places of the first two."
    ).format(names=", ".join(NAMES), last=LAST)
