"""One step of an optimiser as formulas, first in letters, then with its numbers."""

import math
import re
from collections.abc import Callable

import numpy as np

from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.optimisers import BETAS, EPSILON
from lossviz.surfaces.update import ROUNDING, Update
from lossviz.words import number, tex_number
from lossviz.words.coin_formula import in_lines
from lossviz.words.optimisers import name_of, rate_text, steps_text

DIGITS = 6


def tex(value: float) -> str:
    """A number to six digits for a formula."""
    return tex_number(float(value), DIGITS)


def column(vector: Array) -> str:
    """Two numbers on top of each other."""
    return rf"\begin{{pmatrix}} {tex(vector[0])} \\ {tex(vector[1])} \end{{pmatrix}}"


def _square(matrix: Array) -> str:
    """Four numbers with one power of ten in front, and without what rounding left of a zero."""
    size = float(np.abs(matrix).max())
    power = math.floor(math.log10(size)) if size else 0
    power = 0 if -2 <= power < DIGITS else power
    with np.errstate(over="ignore"):
        scaled = matrix / 10.0**power
    (aa, ab), (ba, bb) = np.where(np.abs(matrix) > ROUNDING * size, scaled, 0.0).tolist()
    factor = rf"10^{{{power}}}\cdot" if power else ""
    return (
        rf"{factor}\begin{{pmatrix}} {tex(aa)} & {tex(ab)} \\ {tex(ba)} & {tex(bb)} \end{{pmatrix}}"
    )


def _plain_rate(view: Update) -> str:
    return f"{view.rate:.6g}"


def formulas(view: Update) -> list[tuple[str, str]]:
    """Of each line of the step: the formula in letters, and with its numbers."""
    made: dict[str, Callable[[Update], list[tuple[str, str]]]] = {
        "gradient": _gradient, "batch": _gradient, "momentum": _momentum, "adam": _adam,
        "newton": _newton, "irls": _irls,
    }  # fmt: skip
    return made[view.rule.key](view)


def in_rows(numbers: str) -> str:
    """The same with each term and each further result on a line of its own: it fits on a phone."""
    letter, *results = numbers.split(" = ")
    lines = []
    for result in results:
        # a term begins behind a column: the sign of a power of ten has no spaces about it
        first, *terms = re.split(r" (?=[+-] )", result)
        lines += [f"&= {first}", *(rf"&\quad {{}} {term}" for term in terms)]
    return in_lines(letter + " " + lines[0], *lines[1:])


def _letters(view: Update) -> tuple[str, str, str]:
    """Place before, place after, gradient."""
    k = view.step
    gradient = rf"g_{{{k}}}" if view.rule.key != "batch" else rf"g_{{{k}}}^{{B}}"
    return rf"\theta_{{{k}}}", rf"\theta_{{{k + 1}}}", gradient


def _slope(view: Update) -> tuple[str, str]:
    """The gradient at the place."""
    _here, _there, g = _letters(view)
    rows = r"\in B" if view.rule.key == "batch" else ""
    count = r"|B|" if view.rule.key == "batch" else "N"
    what = rf"{g} = \frac{{1}}{{{count}}}\sum_{{i{rows}}}\nabla\ell_i(\theta_{{{view.step}}})"
    return what, rf"{g} = {column(view.gradient)}"


def _down(view: Update, letters: str, step: Array) -> tuple[str, str]:
    """The last line: theta minus rate times `step`."""
    here, there, _g = _letters(view)
    return (
        rf"{there} = {here} - \eta\,{letters}",
        rf"{there} = {column(view.theta)} - {_plain_rate(view)}\cdot{column(step)}"
        rf" = {column(view.after[0])}",
    )


def _gradient(view: Update) -> list[tuple[str, str]]:
    return [_slope(view), _down(view, _letters(view)[2], view.gradient)]


def _momentum(view: Update) -> list[tuple[str, str]]:
    k, speed = view.step, view.after[1]
    before = np.zeros(2) if view.memory is None else view.memory
    g = _letters(view)[2]
    return [
        _slope(view),
        (
            rf"v_{{{k + 1}}} = \beta\,v_{{{k}}} + {g}",
            rf"v_{{{k + 1}}} = {view.beta:.6g}\cdot{column(before)} + {column(view.gradient)}"
            rf" = {column(speed)}",
        ),
        _down(view, rf"v_{{{k + 1}}}", speed),
    ]


def _adam(view: Update) -> list[tuple[str, str]]:
    k, (keep, keep_square) = view.number, BETAS
    zero = np.zeros(2)
    before, before_square = (zero, zero) if view.memory is None else view.memory
    (mean, square), (m_hat, v_hat) = view.after[1], view.unbiased
    g = _letters(view)[2]
    ratio = m_hat / (np.sqrt(v_hat) + EPSILON)
    rest, rest_square = f"{1 - keep:.6g}", f"{1 - keep_square:.6g}"
    return [
        _slope(view),
        (
            rf"m_{{{k}}} = \beta_1 m_{{{k - 1}}} + (1-\beta_1)\,{g}",
            rf"m_{{{k}}} = {keep}\cdot{column(before)} + {rest}\cdot{column(view.gradient)}"
            rf" = {column(mean)}",
        ),
        (
            rf"v_{{{k}}} = \beta_2 v_{{{k - 1}}} + (1-\beta_2)\,{g}^2",
            rf"v_{{{k}}} = {keep_square}\cdot{column(before_square)} + {rest_square}\cdot"
            rf"{column(view.gradient)}^2 = {column(square)}",
        ),
        (
            rf"\hat m_{{{k}}} = \frac{{m_{{{k}}}}}{{1-\beta_1^{{{k}}}}}",
            rf"\hat m_{{{k}}} = \tfrac{{1}}{{{tex(1 - keep**k)}}}\cdot{column(mean)}"
            rf" = {column(m_hat)}",
        ),
        (
            rf"\hat v_{{{k}}} = \frac{{v_{{{k}}}}}{{1-\beta_2^{{{k}}}}}",
            rf"\hat v_{{{k}}} = \tfrac{{1}}{{{tex(1 - keep_square**k)}}}\cdot{column(square)}"
            rf" = {column(v_hat)}",
        ),
        _down(view, rf"\frac{{\hat m_{{{k}}}}}{{\sqrt{{\hat v_{{{k}}}}}+\varepsilon}}", ratio),
    ]


def _newton(view: Update) -> list[tuple[str, str]]:
    lines = [_slope(view), (r"H = \nabla^2 L", rf"H = {_square(view.hessian)}")]
    g = _letters(view)[2]
    if view.bowl:
        step = -view.moved / view.rate
        return [*lines, _down(view, rf"H^{{-1}}{g}", step)]
    if view.largest == 0:
        here, there, _g = _letters(view)
        return [*lines, (rf"{there} = {here}", rf"{there} = {column(view.after[0])}")]
    largest = rf"\max_j|\lambda_j| = {tex(view.largest)}"
    return [
        *lines, (r"\max_j|\lambda_j|", largest),
        _down(view, rf"\frac{{{g}}}{{\max_j|\lambda_j|}}", view.gradient / view.largest),
    ]  # fmt: skip


def _irls(view: Update) -> list[tuple[str, str]]:
    here, there, _g = _letters(view)
    if not view.line_to_fit:
        return [(rf"{there} = {here}", rf"{there} = {column(view.after[0])}")]
    solved = in_lines(
        r"\theta^{w} &= \arg\min_\theta\sum_i w_i\,r_i^2,", r"w_i &\propto \psi(r_i)/r_i"
    )
    return [
        (solved, rf"\theta^{{w}} = {column(view.target)}"),
        (
            rf"{there} = {here} + \eta\,(\theta^{{w}} - {here})",
            rf"{there} = {column(view.theta)} + {_plain_rate(view)}\cdot"
            rf"{column(view.target - view.theta)} = {column(view.after[0])}",
        ),
    ]  # fmt: skip


def update_sentence(view: Update) -> str:
    """Which step it is, and what its letters are."""
    a, b = view.ground.surface.model.names
    return _(
        "{name}, rate η = {rate}, after {steps}: the next step is number {n}. θ = ({a}, {b});"
        " numbers to six digits."
    ).format(
        name=name_of(view.rule.key), rate=rate_text(view.rate), steps=_steps(view.step),
        n=view.number, a=a, b=b,
    )  # fmt: skip


def _steps(step: int) -> str:
    return _("no step") if step == 0 else steps_text(step)


def out_of_bounds(view: Update) -> str:
    """That there are no numbers to write."""
    return _(
        "{name} at rate {rate} has exploded: after {steps} its numbers are too large to be written."
        " Go back some steps, or lower the rate."
    ).format(
        name=name_of(view.rule.key), rate=rate_text(view.rate), steps=_steps(view.step)
    )  # fmt: skip


def notes(view: Update) -> str:
    """What the formulas do not say: that nothing pulls, rows, weights, Newton's other way."""
    return " ".join(said for said in (_level(view), _more(view)) if said)


def _level(view: Update) -> str:
    """That the step is none, or follows no slope; a computer is left with some 1e-19 of it."""
    if view.rule.key == "irls":
        if view.line_to_fit and not view.moved.any():
            return _("The line with these weights is the one already there, up to rounding.")
        return ""
    return "" if view.gradient.any() else _("g is 0 here, up to rounding.")


def _more(view: Update) -> str:
    if view.rule.key == "batch":
        said = _("B, the row of this step: {rows}. Rows are numbered 1 to {n}.")
        if len(view.rows) > 1:
            said = _("B, the rows of this step: {rows}. Rows are numbered 1 to {n}.")
        return said.format(
            rows=", ".join(str(row + 1) for row in sorted(view.rows.tolist())),
            n=len(view.ground.surface.y),
        )
    if view.rule.key == "newton" and not view.bowl:
        if view.largest == 0:
            return _("H is 0: there is no curvature to divide by, so Newton stands still.")
        return _(
            "H has an eigenvalue of 0 or below, so its model has no bottom: the step goes down the"
            " slope, divided by the largest eigenvalue in size."
        )
    if view.rule.key == "irls":
        low, high = float(view.weights.min()), float(view.weights.max())
        if high == 0:
            return _("All rows are so far off that none weighs anything: the line stays.")
        if not view.line_to_fit:
            return _("Only rows at one x weigh anything: no line fits them best, so it stays.")
        if low == high:
            return _("All rows weigh the same, {low}: this is plain least squares.").format(
                low=number(low)
            )
        return _("The lightest row weighs {low}, the heaviest {high}.").format(
            low=number(low), high=number(high)
        )
    if view.rule.key == "adam":
        return _("ε = {epsilon}; square, root and quotient go by each parameter alone.").format(
            epsilon=number(EPSILON, 1)
        )
    return ""
