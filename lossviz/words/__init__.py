"""A view in words: numbers to three digits and the sentence that goes with a figure."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz.i18n import _
from lossviz.lines import DropView, LineView
from lossviz.location import ARRIVAL, TARGET, HillView
from lossviz.numerics import Array

Text = NDArray[np.str_]

MINUS = "\N{MINUS SIGN}"
DIGITS, RAISED = "-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
SUPERSCRIPT = str.maketrans(DIGITS, RAISED)
FAR = 4.0  # widths from the answer at which a reading is called wild
HUGE = 1e9  # from here on `far` writes a power of ten
BALANCE = 1e-3  # pulls this close to each other are said to cancel


def number(value: float, digits: int = 3) -> str:
    """`value` to `digits` significant digits, whole numbers from 1,000 on grouped by thousands.

    >>> number(363.4), number(-0.04561), number(131962.0)
    ('363', '−0.0456', '132,000')
    """
    if math.isnan(value):
        return _("not defined")
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    if value == 0:
        return "0"
    sign, size = (MINUS if value < 0 else ""), abs(value)
    mantissa, power = f"{size:.{digits - 1}e}".split("e")  # rounded once, a carry included
    exponent = int(power)
    if size >= 1e15 or size < 1e-5:
        return f"{sign}{mantissa} × 10{str(exponent).translate(SUPERSCRIPT)}"
    if exponent >= digits - 1:
        return f"{sign}{float(mantissa) * 10**exponent:,.0f}"
    return f"{sign}{size:,.{digits - 1 - exponent}f}"


def far(value: float, digits: int = 3) -> str:
    """The same, but in a power of ten from a billion on: nobody counts so many zeros.

    >>> far(-28_600_000_000.0), far(28_600_000.0)
    ('−2.86 × 10¹⁰', '28,600,000')
    """
    if not HUGE <= abs(value) < math.inf:
        return number(value, digits)
    mantissa, power = f"{value:.{digits - 1}e}".replace("-", MINUS).split("e")
    return f"{mantissa} × 10{str(int(power)).translate(SUPERSCRIPT)}"


def texts(template: str, **values: Text) -> Text:
    """A template filled with texts of shape () or (S,): as many texts as there are stops."""
    names, columns = list(values), np.broadcast_arrays(*values.values())
    filled = [
        template.format(**dict(zip(names, row, strict=True)))
        for row in zip(*(column.ravel() for column in columns), strict=True)
    ]
    return np.array(filled).reshape(columns[0].shape)


def numbers(values: ArrayLike, digits: int = 3, form: Callable[[float, int], str] = number) -> Text:
    """`number`, or another form, of each value, an array of text of the same shape."""
    array = np.asarray(values, dtype=np.float64)
    return np.array([form(value, digits) for value in array.ravel().tolist()]).reshape(array.shape)


def plain(value: float) -> str:
    """A value as it was measured: no digits added, no grouping, so that a year stays a year.

    >>> plain(1973.0), plain(-0.25)
    ('1973', '−0.25')
    """
    return f"{value:.6g}".replace("-", MINUS)


def tex_number(value: float, digits: int = 3) -> str:
    """The same number for a formula."""
    text = number(value, digits).replace(MINUS, "-").replace(",", r"\,").replace("∞", r"\infty")
    if " × 10" in text:
        mantissa, raised = text.split(" × 10")
        exponent = raised.translate(str.maketrans(RAISED, DIGITS))
        return rf"{mantissa}\times 10^{{{exponent}}}"
    return text


def percent(share: float) -> str:
    """A share as whole per cent."""
    return f"{round(100 * share)} %"


def gap(size: float) -> str:
    """How far two sides of an equation are apart, as a power of ten with one digit."""
    if size == 0:
        return _("the last digit")
    if not math.isfinite(size):
        return number(size)
    mantissa, exponent = f"{size:.0e}".split("e")
    return f"{mantissa}e{int(exponent)}"


def with_unit(value: float, unit: str) -> str:
    """A number to three digits and its unit, if it has one."""
    return f"{number(value)} {unit}".rstrip()


def squares_sentence(view: LineView, *, show_best: bool = False) -> str:
    """How large the mean square is, who owns it, and once the best line is shown, why."""
    problem, best = view.problem, view.best_view
    if view.mse == 0:
        return _("Every point is on the line: no square, no miss.")
    flat = _("Flat line at {height}").format(height=with_unit(view.left, problem.y_unit))
    mine = _("{line}: RMSE {rmse}, best {best}.").format(
        line=flat if view.left == view.right else _("Your line"),
        rmse=with_unit(view.rmse, problem.y_unit), best=number(best.rmse),
    )  # fmt: skip
    if not (show_best or view.is_best):
        return f"{mine} {_owners(view)}"
    why = _(
        "Twice the miss, four times the area: at the best line {top} of {n} {nouns} own {squares}"
        " of the squares ({distances} of the plain distances), so they steer it."
    ).format(
        top=len(best.largest), n=problem.n, nouns=problem.nouns,
        squares=percent(_owned(best.square_share, best)),
        distances=percent(_owned(best.distance_share, best)),
    )  # fmt: skip
    return why if view.is_best else f"{mine} {why}"


def _owned(share: Array, view: LineView) -> float:
    return float(share[view.largest].sum())


def _owners(view: LineView) -> str:
    return _("The {top} largest squares own {squares} of the area.").format(
        top=len(view.largest), squares=percent(_owned(view.square_share, view))
    )


def pulls_sentence(view: LineView) -> str:
    """Whether the pulls cancel, and whether their turning does."""
    (up, down), (left, right) = view.pulls, view.torques
    sizes = _("{up} up, {down} down").format(
        up=with_unit(up, view.problem.y_unit), down=with_unit(down, view.problem.y_unit)
    )
    level = math.isclose(up, down, rel_tol=BALANCE)
    steady = math.isclose(left, right, rel_tol=BALANCE)
    turn = _("anticlockwise") if left > right else _("clockwise")
    way = _("up") if up > down else _("down")
    if level and steady:
        sentence = _(
            "The pulls cancel ({sizes}) and so does their turning: the gradient is zero, and this"
            " is the least-squares line."
        )
    elif level:
        sentence = _("The pulls cancel ({sizes}), their turning does not: the line turns {turn}.")
    elif steady:
        sentence = _("The pulls do not cancel ({sizes}): the line moves {way} and does not turn.")
    else:
        sentence = _("The pulls do not cancel ({sizes}): the line moves {way} and turns {turn}.")
    return sentence.format(sizes=sizes, turn=turn, way=way)


def drop_sentence(view: DropView) -> str:
    """What one row does to the least-squares line."""
    problem, before = view.problem, view.with_all.slope
    if view.dropped is None:
        return _("The line through all {n} {nouns} has slope {slope}.").format(
            n=problem.n, nouns=problem.nouns, slope=with_unit(before, problem.slope_unit)
        )
    after = view.without.slope
    return _("Without {label} the slope goes from {before} to {after}: {change}.").format(
        label=problem.labels[view.dropped], before=number(before),
        after=with_unit(after, problem.slope_unit), change=_change(before, after),
    )  # fmt: skip


def _change(before: float, after: float) -> str:
    if before * after <= 0:
        return _("another direction altogether")
    share = percent(abs(after / before - 1))
    if share == percent(0):
        return _("hardly any change")
    if after > before:
        return _("up {share}").format(share=share)
    return _("down {share}").format(share=share)


def hill_sentence(view: HillView, *, upside_down: bool = False) -> str:
    """Where the hill stands for the readings, and what the last one did to it."""
    where = _hill_stands(view)
    if not upside_down:
        return where
    return f"{where} " + _(
        "Surprise = −log of the hill. Bell gives squared error, tent absolute error. Choosing a"
        " loss is choosing the noise you believe in."
    )


def _hill_stands(view: HillView) -> str:
    last, answer = float(view.readings[-1]), float(view.answer)
    low, high = view.answers
    five = view.readings[:-1]
    if view.lets_go and abs(last - answer) > FAR * view.width:
        if last == TARGET:
            return _(
                "{answer}. Wild readings are expected now and then, so this one hardly pulls."
            ).format(answer=number(answer))
        return _(
            "Sixth reading at {last}: most likely value {answer}. The further it goes, the less it"
            " pulls."
        ).format(last=plain(last), answer=number(answer))
    if low < high:
        return _(
            "{answer:g}. Under a {noise} every reading pulls equally hard: three against three."
            " Any value from {low:g} to {high:g} is as likely."
        ).format(answer=answer, noise=view.noise.word, low=low, high=high)
    if last == ARRIVAL and abs(answer - five.mean()) < 0.05:
        return _(
            "Five readings agree on about {answer:.0f}. Newcomb wrote down the sixth at {wild}."
            " Drag it there."
        ).format(answer=answer, wild=plain(TARGET))
    if last == TARGET and answer < five.min():
        return _(
            "{answer}: lower than all five readings that agree. A {noise} calls a reading that far"
            " off all but impossible, so the answer gives way."
        ).format(answer=number(answer), noise=view.noise.word)
    where = _("Sixth reading at {last}: most likely value {answer}.").format(
        last=plain(last), answer=number(answer)
    )
    if answer < five.min():
        return f"{where} " + _("Lower than all five readings that agree.")
    return where


def all_readings(readings: Array) -> str:
    """What mean and median say of all readings, and what neither can know."""
    ordered = np.sort(readings)
    return _(
        "Newcomb took {n} readings. Their mean is {mean}, their median {median}: two of them, at"
        " {low}, part the two. **Robust is not the same as right**: if every reading were off by"
        " the same amount, every loss would be off by it too. A loss guards against wild"
        " readings, never against a clock that runs wrong."
    ).format(
        n=len(readings), mean=number(float(readings.mean())), median=plain(np.median(readings)),
        low=_("{a} and {b}").format(a=plain(ordered[0]), b=plain(ordered[1])),
    )  # fmt: skip


def balance_sentence(view: HillView) -> str:
    """What pulls the answer to the right, and what to the left."""
    right, left = (float(np.maximum(side * view.pulls, 0).sum()) for side in (1, -1))
    count_right, count_left = int((view.pulls > 0).sum()), int((view.pulls < 0).sum())
    return _(
        "At {answer}: {n_right} to the right add up to {right}, {n_left} to the left to {left}."
        " They cancel, so the answer rests."
    ).format(
        answer=number(view.answer), n_right=_pulls(count_right), n_left=_pulls(count_left),
        right=number(right), left=number(left),
    )  # fmt: skip


def _pulls(count: int) -> str:
    return _("1 pull") if count == 1 else _("{n} pulls").format(n=count)
