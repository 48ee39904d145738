"""Mean loss, its gradient and the next step of a walk over lines, with the numbers of the dot."""

import numpy as np

from lossviz.core import Form
from lossviz.i18n import _
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.line_walk import LineWalk
from lossviz.words import DIGITS, RAISED, number, plain
from lossviz.words import tex_number as tex
from lossviz.words.coin_formula import in_lines
from lossviz.words.line_walk import BIG, big, mean_name, pull_parts, without_rounding

WHOLE = 1e4  # below: a whole number is written as one
TINY, LONG = 0.01, 1e5  # below, and from here on: a number is long


def _squares(hill: LineHill) -> bool:
    return hill.loss_at.facts.form is Form.QUADRATIC


def _line(a: float, b: float) -> str:
    a, b = without_rounding((a, b))
    sign = "-" if b < 0 else "+"
    return rf"{_four(a)}{_break(a, b)} {sign} {_four(abs(b))}\,x_i"


def _break(*values: float, then: str = r"\quad") -> str:
    """A new line within an equation where its numbers are long: a phone is not wider."""
    sizes = [abs(value) for value in values]
    return rf" \\ &{then}" if max(sizes) >= LONG or any(0 < one < TINY for one in sizes) else ""


def _four(value: float) -> str:
    """To four digits, a whole number as one; a large one as a power of ten: it fits a phone."""
    if abs(value) < WHOLE and value == round(value):
        return tex(value, len(f"{abs(value):.0f}"))
    if abs(value) < BIG:
        return tex(value, 4)
    mantissa, power = f"{value:.3e}".split("e")
    return rf"{mantissa}\times 10^{{{int(power)}}}"


def _height(value: float) -> str:
    """As in the sentence of the figure."""
    text = big(value).replace(",", r"\,")
    if " × 10" not in text:
        return text
    mantissa, raised = text.split(" × 10")
    return rf"{mantissa}\times 10^{{{raised.translate(str.maketrans(RAISED, DIGITS))}}}"


def loss_tex(hill: LineHill, walk: LineWalk) -> str:
    """The misses, their mean loss, and what it is at the dot."""
    n = len(hill.problem)
    term = "r_i^2" if _squares(hill) else "|r_i|"
    return in_lines(
        r"r_i &= y_i - \theta_0 - \theta_1 x_i",
        rf"&= y_i - ({_line(*walk.place.tolist())})",
        rf"L(\theta) &= \frac{{1}}{{{n}}}\sum_{{i=1}}^{{{n}}} {term}",
        rf"&= {_height(float(walk.loss))}",
    )


def gradient_tex(hill: LineHill, walk: LineWalk) -> str:
    """Its slopes in intercept and slope, and what they are at the dot."""
    problem, (a, b) = hill.problem, walk.place.tolist()
    n, miss = len(problem), problem.y - a - b * problem.x
    pull, name = (miss, "r_i") if _squares(hill) else (np.sign(miss), r"\operatorname{sign}(r_i)")
    head = rf"-\frac{{{2 if _squares(hill) else 1}}}{{{n}}}"
    slopes = [-part for part in pull_parts(walk)]
    lines = []
    for k, (weight, by) in enumerate(((np.ones(n), ""), (problem.x, r"\,x_i"))):
        total = 0.0 if slopes[k] == 0 else float((pull * weight).sum())
        long = _break(total, slopes[k], then="")
        lines += [
            rf"\frac{{\partial L}}{{\partial\theta_{k}}} &= {head}\sum_{{i=1}}^{{{n}}} {name}{by}",
            rf"&= {head}\cdot ({_four(total)}){long} = {_four(slopes[k])}",
        ]
    return in_lines(*lines)


def step_tex(walk: LineWalk) -> str:
    """The next step: a part of the gradient taken away from where the dot is."""
    places = (
        without_rounding(walk.place.tolist()), pull_parts(walk),
        without_rounding(walk.ahead.tolist()),
    )  # fmt: skip
    rate = plain(float(walk.rate))
    lines = [rf"\theta^{{\text{{new}}}} &= \theta - \text{{{_('rate')}}}\cdot\nabla L(\theta)"]
    for k, (here, pull, there) in enumerate(zip(*places, strict=True)):
        lines.append(
            rf"\theta_{k}^{{\text{{new}}}} &= {_four(here)}{_break(here, pull)}"
            rf" - {rate}\cdot ({_four(-pull)})"
        )
        lines.append(rf"&= {_four(there)}")
    return in_lines(*lines)


def pull_note(hill: LineHill, walk: LineWalk) -> str:
    """The pull, and what is not halved."""
    a, b = pull_parts(walk)
    pull = _(
        "The gradient with its sign turned is the net pull: {a} on the intercept, {b} on the slope."
    ).format(a=number(a), b=number(b))
    if _squares(hill):
        return f"{pull} " + _(
            "No 1/2 in front of the {name}: with it the gradient would be half as large, and twice"
            " the rate would make the same step."
        ).format(name=mean_name(hill))
    return f"{pull} " + _(
        "Only the sign of a miss counts, so the pull is as large for a miss of 1 as for one of"
        " 1,000. Where a miss is 0 the loss has a kink; its slope is taken as 0 there."
    )
