"""Descent on kinks, in words."""

from lossviz.i18n import _
from lossviz.surfaces.chatter import LAST, START, STEPS, Chatter
from lossviz.words import number, plain

NAMES = (_("constant rate"), _("rate / √step"), _("rate / step"))
SETTLED = 1e-9  # km/s: hops smaller than this are rounding


def chatter_sentence(view: Chatter) -> str:
    """How high above the lowest place each schedule is in its last steps."""
    unit, (low, high) = view.hill.problem.y_unit, (view.tail[0].min(), view.tail[0].max())
    hops = high - low > SETTLED
    constant = (
        _("hops between {low} and {high} {unit} above the lowest place, {mean} on average")
        if hops
        else _("rests {mean} {unit} above the lowest place")
    ).format(low=number(low), high=number(high), unit=unit, mean=number(view.heights[0]))
    return _(
        "Over the last {last} of {steps} steps the walk at the constant rate {rate} {constant}. At"
        " half that rate the average is {half} {unit}, with {root_name} {root} {unit}, with"
        " {inverse_name} {inverse} {unit}."
    ).format(
        rate=plain(view.rate), constant=constant, last=LAST, steps=STEPS, unit=unit,
        half=number(float(view.half_height)), root_name=NAMES[1], root=number(view.heights[1]),
        inverse_name=NAMES[2], inverse=number(view.heights[2]),
    )  # fmt: skip


def why(view: Chatter) -> str:
    """Why a constant rate does not settle, and what a falling one costs."""
    a, b = START
    problem = view.hill.problem
    first, least = view.gradients
    return _(
        "Every {point} off the line pulls by the same amount, however near. So the gradient of the"
        " mean absolute error changes only where the line crosses a {point}, and it does not fade"
        " out: its length is {first} at the start, and at least {least} right beside the lowest"
        " place. A step is the rate times the gradient: at a constant rate the steps do not fade"
        " out either, and the walk goes on hopping across the valley.\n\nAt a residual of exactly 0"
        " the loss has a corner and no one slope: any number from −1 to 1 is a subgradient, and 0"
        " is taken here. Dividing the rate by √step or by the step shrinks the steps; divided by"
        " the step they shrink so fast that a small rate is still on its way after {steps} steps."
        " All walks start at intercept {a} {unit} and slope {b} {slope_unit}."
    ).format(
        point=problem.point_name, first=number(first), least=number(least), steps=STEPS,
        a=plain(a), b=plain(b), unit=problem.y_unit, slope_unit=problem.slope_unit,
    )  # fmt: skip


def chatter_alt() -> str:
    """What there is to see."""
    return _(
        "Left, the mean absolute error above its lowest against the step, on a logarithmic axis,"
        " for three rules: {names}. Right, a map close to the lowest place, with the last {last}"
        " places of the first two."
    ).format(names=", ".join(NAMES), last=LAST)
