"""The cross-entropy of a coin with the numbers of one flight, the term that is zero struck out."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from lossviz.binary.sigmoid import Sigmoid
from lossviz.i18n import _
from lossviz.words import plain
from lossviz.words import tex_number as tex
from lossviz.words.sums import addends


def in_lines(*lines: str) -> str:
    """A formula in lines, so that it fits a phone; each begins where its & is."""
    return r"\begin{aligned}" + r" \\ ".join(lines) + r"\end{aligned}"


FORMULA = in_lines(
    r"\ell(y, p) = -\bigl[\,&y \log p", r"&+ (1 - y)\log(1 - p)\,\bigr]"
)  # fmt: skip


LEAST = 1e-5
"""A probability nearer to 1 is written as 1 less something."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Colours of the term that counts and of the one that vanishes, as #rrggbb."""

    counts: str
    gone: str


def of_one(view: Sigmoid, row: int, label: int, ink: Ink) -> str:
    """The formula for one flight, had its label been `label`."""
    z = float(view.logits[row])
    p, other = float(special.expit(z)), float(special.expit(-z))
    first, second = rf"\log {chance(p, other)}", rf"\log(1 - {chance(p, other)})"
    cost = float(view.loss_at.value(np.array([float(label)]), np.array([z]))[0])
    told = chance(p, other) if label else chance(other, p)
    terms = (
        _term(rf"1\cdot {first}" if label else rf"0\cdot {first}", ink, counts=bool(label)),
        _term(rf"0\cdot {second}" if label else rf"1\cdot {second}", ink, counts=not label),
    )
    return in_lines(
        rf"&-\bigl[\,{terms[0]}",
        rf"&\qquad + {terms[1]}\,\bigr]",
        rf"&= -\log {told} = {tex(cost)}",
    )


def chance(p: float, other: float) -> str:
    r"""A probability so that its log can be checked; `other` is 1 - p, which may be tiny.

    >>> chance(0.0855, 0.9145), chance(0.9145, 0.0855), chance(1.0, 3.2e-11)
    ('0.0855', '0.9145', '(1 - 3.20\\times 10^{-11})')
    """
    if p <= 0.9:
        return f"({tex(p)})" if "times" in tex(p) else tex(p)
    if other < LEAST:
        return f"(1 - {tex(other)})"
    return f"{p:.{2 - math.floor(math.log10(other))}f}"


def _term(tex_of: str, ink: Ink, *, counts: bool) -> str:
    if counts:
        return rf"\textcolor{{{ink.counts}}}{{{tex_of}}}"
    return rf"\textcolor{{{ink.gone}}}{{\cancel{{{tex_of}}}}}"


def heading(view: Sigmoid, row: int, label: int) -> str:
    """Which flight the formula is for; whether that is what happened to it."""
    problem = view.problem
    name, word = problem.labels[row], problem.happened[label]
    if int(problem.y[row]) == label:
        flipped = _(" (flipped)") if row in problem.flipped else ""
        return _("**{name}**, {x} {unit}: “{word}”{flipped}, so y = {label}.").format(
            name=name, x=plain(problem.x[row]), unit=problem.x_unit, word=word, label=label,
            flipped=flipped,
        )  # fmt: skip
    return _("Had it been “{word}”, y = {label}:").format(word=word, label=label)


def of_all(view: Sigmoid) -> str:
    """The mean over all flights, those of each label together."""
    problem = view.problem
    n, mean = round(problem.n), tex(float(view.mean), 4)
    seen = [(label, problem.y == label) for label in (1, 0) if (problem.y == label).any()]
    sums, total = addends(
        [float(view.costs[rows].sum()) for _label, rows in seen], 4,
        lambda total: tex(total / n, 4) == mean,
    )  # fmt: skip
    parts = [
        rf"\underbrace{{{written}}}"
        rf"_{{{int(rows.sum())}\ \text{{{problem.happened[label]}}}:\ "
        rf"-\log({'p_i' if label else '1 - p_i'})}}"
        for (label, rows), written in zip(seen, sums, strict=True)
    ]
    added = [
        rf"&= \frac{{1}}{{{n}}}\Bigl({parts[0]}",
        *(rf"&\qquad + {part}" for part in parts[1:]),
    ]
    added[-1] += r"\Bigr)"
    return in_lines(
        rf"&\frac{{1}}{{{n}}}\sum_{{i=1}}^{{{n}}} \ell(y_i, p_i)",
        *added,
        rf"&= \frac{{{total}}}{{{n}}} = {mean}",
    )
