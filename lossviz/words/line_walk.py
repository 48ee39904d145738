"""A walk on the map of all lines, in words."""

import math

from lossviz.core import Form
from lossviz.i18n import _
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.line_walk import LineWalk
from lossviz.words import BALANCE, MINUS, SUPERSCRIPT, number, plain

SAME = 1e-9  # of a height: nearer to each other two are the same
ROUNDING = 1e-9  # of a line or a pull: a part this small is what rounding left of a zero
BIG = 1e7  # from here on a number is written with a power of ten


def line_words(a: float, b: float) -> str:
    """The line a + b x.

    >>> line_words(373.125, -20.0), line_words(5e-14, 453.0)
    ('373 − 20.0 x', '0 + 453 x')
    """
    a, b = without_rounding((a, b))
    return f"{number(a)} {MINUS if b < 0 else '+'} {number(abs(b))} x"


def without_rounding(parts: tuple[float, float]) -> tuple[float, float]:
    """Two numbers, without what rounding left of a zero."""
    least = ROUNDING * max(abs(part) for part in parts)
    a, b = (part if abs(part) > least else 0.0 for part in parts)
    return a, b


def big(value: float) -> str:
    """A height or how many times another it is, to four digits, however large.

    >>> big(132087.1), big(4.307e16)
    ('132,100', '4.31 × 10¹⁶')
    """
    if value < BIG:
        return number(value, 4)
    mantissa, power = f"{value:.2e}".split("e")
    return f"{mantissa} × 10{str(int(power)).translate(SUPERSCRIPT)}"


def mean_name(hill: LineHill) -> str:
    """What the mean loss is called."""
    squares = hill.loss_at.facts.form is Form.QUADRATIC
    return _("MSE") if squares else _("mean absolute error")


def mean_unit(hill: LineHill) -> str:
    """Its unit."""
    unit = hill.problem.y_unit
    return f"({unit})²" if hill.loss_at.facts.form is Form.QUADRATIC else unit


def cost(hill: LineHill, walk: LineWalk) -> str:
    """What the line of the dot costs."""
    return f"{mean_name(hill)} {big(float(walk.loss))} {mean_unit(hill)}"


def above(hill: LineHill, loss: float) -> str:
    """How far a height is above the lowest one."""
    lowest = hill.seen.lowest
    share = 100 * (loss / lowest - 1)
    if share >= 1000:
        return _("{n} times the lowest").format(n=big(loss / lowest))
    if share < 0.01:
        return _("within 0.01 % of the lowest")
    return _("{share} % above the lowest").format(share=number(share, 3 if share >= 10 else 2))


def walk_sentence(hill: LineHill, walk: LineWalk, *, told: bool = True) -> str:
    """Where the dot is, what that line costs, what pulls it; the pull only once it is `told`."""
    line = line_words(*walk.place.tolist())
    stands = f"{cost(hill, walk)}, {above(hill, float(walk.loss))}"
    if not told:
        return _(
            "One point of the map is one whole line: this one is {line}, {stands}. Training is"
            " walking downhill on a hill that the loss built."
        ).format(line=line, stands=stands)
    if not hill.room.holds(*walk.place.tolist()):
        off = (
            _("{after}the dot is off the map: {stands}.")
            if line_is_seen(hill, walk)
            else _("{after}the dot is off the map, and its line off the data: {stands}.")
        )
        return f"{off.format(after=_after(walk), stands=stands)} {_pulled_back(hill, walk)}"
    here = _("{after}{line}: {stands}.").format(after=_after(walk), line=line, stands=stands)
    return f"{here} {_pulled(hill, walk)}"


def line_is_seen(hill: LineHill, walk: LineWalk) -> bool:
    """Whether a part of the line is where the data are drawn."""
    frame, (a, b) = hill.frame, walk.place.tolist()
    low, high = sorted((a + b * frame.left_x, a + b * frame.right_x))
    return bool(low <= frame.y_high and high >= frame.y_low)


def _after(walk: LineWalk) -> str:
    step = int(walk.step)
    if step == 0:
        return ""
    steps = _("1 step") if step == 1 else _("{n} steps").format(n=step)
    return _("After {steps} at rate {rate}, ").format(steps=steps, rate=plain(float(walk.rate)))


def pull_parts(walk: LineWalk) -> tuple[float, float]:
    """The net pull on intercept and slope, without what rounding left of a zero."""
    a, b = walk.pull.tolist()
    return without_rounding((a, b))


def balanced(walk: LineWalk) -> bool:
    """Whether the pulls cancel."""
    return bool(abs(walk.pull).max() < BALANCE)


def _pulled(hill: LineHill, walk: LineWalk) -> str:
    if balanced(walk):
        return _("Balance: the pulls cancel.")
    a, b = pull_parts(walk)
    return _(
        "Net pull: {a} on the intercept, {b} on the slope. One step of {rate} × pull leads to"
        " {ahead}, {name} {loss}{verdict}"
    ).format(
        a=number(a), b=number(b), rate=plain(float(walk.rate)),
        ahead=line_words(*walk.ahead.tolist()), name=mean_name(hill),
        loss=big(float(walk.loss_ahead)), verdict=_verdict(hill, walk),
    )  # fmt: skip


def _verdict(hill: LineHill, walk: LineWalk) -> str:
    """Lower or higher: never said of two heights that look the same on screen."""
    alike = big(float(walk.loss)) == big(float(walk.loss_ahead))
    if _explodes(hill, walk):
        rises = _(": higher by less than these digits show.") if alike else _(": higher.")
        return f"{rises} " + _("From here every step lands higher: the walk explodes.")
    if alike:
        return _(": the same in these digits.")
    if walk.loss_ahead < walk.loss:
        return _(": lower.")
    if float(walk.loss) < hill.seen.lowest * (1 + SAME):
        return _(": higher. This is the lowest place: no step leads lower.")
    return _(": higher. The step is too long.")


def _pulled_back(hill: LineHill, walk: LineWalk) -> str:
    """What the next step does to a dot off the map."""
    if _explodes(hill, walk):
        return _("From here every step lands higher: the walk explodes. Take a smaller rate.")
    if walk.loss_ahead < walk.loss and not _same(walk):
        return _("The next step leads lower.")
    return _("The next step leads no lower.")


def _same(walk: LineWalk) -> bool:
    return math.isclose(float(walk.loss), float(walk.loss_ahead), rel_tol=SAME)


def _explodes(hill: LineHill, walk: LineWalk) -> bool:
    """Whether the height rises from here on without end.

    Above its lowest a quadratic is a sum of powers of the step: once it rises it always does.
    """
    rises = bool(walk.loss_ahead > walk.loss) and not _same(walk)
    return rises and hill.loss_at.facts.form is Form.QUADRATIC


def far_arrow(hill: LineHill, a: float, b: float) -> str:
    """Which way a place off the map lies from its middle; empty for one on it."""
    ways = [
        -1 if value < side.low else 1 if value > side.high else 0
        for value, side in ((a, hill.room.a), (b, hill.room.b))
    ]
    return {
        (0, 0): "", (1, 0): "▶", (-1, 0): "◀", (0, 1): "▲", (0, -1): "▼",
        (1, 1): "◥", (-1, 1): "◤", (1, -1): "◢", (-1, -1): "◣",
    }[ways[0], ways[1]]  # fmt: skip


def walk_alt(hill: LineHill) -> str:
    """What there is to see."""
    return _(
        "A contour map over intercept and slope of a line: each contour costs twice as much above"
        " the lowest place, a diamond, as the one inside it. A dot, and the path it has walked;"
        " beside the map the {nouns} and the line of the dot, held at both ends."
    ).format(nouns=hill.problem.nouns)


def map_note(hill: LineHill, *, told: bool = True) -> str:
    """How to read the map, and once the arrow is `told` what a pull is here."""
    squares = hill.loss_at.facts.form is Form.QUADRATIC
    note = _(
        "Each contour costs twice as much above the lowest as the one inside it; on them: {name}."
    ).format(name=mean_name(hill))
    if told:
        arrow = _("Arrow at the dot: net pull, minus the slope of the {name}{factor}.")
        note += " " + arrow.format(name=mean_name(hill), factor=_(" (no 1/2)") if squares else "")
    if squares:
        return note
    why = _(
        "Each {point} off the line pulls by 1, up or down, however large its miss. So the mean"
        " pull on the intercept is 1 at most, and a rate of 100 moves it by 100 {unit} a step"
        " at most: that is why these rates are so much larger than those of squared error."
    ).format(point=hill.problem.point_name, unit=hill.problem.y_unit)
    return f"{note} {why}"
