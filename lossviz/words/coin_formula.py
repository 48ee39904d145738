"""The cross-entropy of a coin with the numbers of one flight, the term that is zero struck out."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from lossviz.binary.sigmoid import Sigmoid
from lossviz.i18n import _
from lossviz.words import plain
from lossviz.words import tex_number as tex


def in_lines(*lines: str) -> str:
    """A formula in lines, so that it fits a phone; each begins where its & is."""
    return r"\begin{aligned}" + r" \\ ".join(lines) + r"\end{aligned}"


FORMULA = in_lines(
    r"\ell(y, p) = -\bigl[\,&y \log p", r"&+ (1 - y)\log(1 - p)\,\bigr]"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ink:
    """Colours of the term that counts and of the one that vanishes, as #rrggbb."""

    counts: str
    gone: str


def of_one(view: Sigmoid, row: int, label: int, ink: Ink) -> str:
    """The formula for one flight, had its label been `label`."""
    z = float(view.logits[row])
    p, other = float(special.expit(z)), float(special.expit(-z))
    first, second = rf"\log {tex(p)}", rf"\log(1 - {tex(p)})"
    cost = float(view.loss_at.value(np.array([float(label)]), np.array([z]))[0])
    told = p if label else other
    terms = (
        _term(rf"1\cdot {first}" if label else rf"0\cdot {first}", ink, counts=bool(label)),
        _term(rf"0\cdot {second}" if label else rf"1\cdot {second}", ink, counts=not label),
    )
    return in_lines(
        rf"&-\bigl[\,{terms[0]} + {terms[1]}\,\bigr]", rf"&= -\log {tex(told)} = {tex(cost)}"
    )


def _term(tex_of: str, ink: Ink, *, counts: bool) -> str:
    if counts:
        return rf"\textcolor{{{ink.counts}}}{{{tex_of}}}"
    return rf"\textcolor{{{ink.gone}}}{{\cancel{{{tex_of}}}}}"


def heading(view: Sigmoid, row: int, label: int) -> str:
    """Which flight the formula is for; whether that is what happened to it."""
    problem = view.problem
    name, word = problem.labels[row], problem.happened[label]
    if int(problem.y[row]) == label:
        return _("**{name}**, {x} {unit}: “{word}”, so y = {label}.").format(
            name=name, x=plain(problem.x[row]), unit=problem.x_unit, word=word, label=label
        )
    return _("Had it been “{word}”, y = {label}:").format(word=word, label=label)


def of_all(view: Sigmoid) -> str:
    """The mean over all flights, those of each label together."""
    problem = view.problem
    parts = []
    for label, inside in ((1, "p_i"), (0, "1 - p_i")):
        rows = problem.y == label
        if rows.any():
            parts.append(
                rf"\underbrace{{{tex(float(view.costs[rows].sum()), 4)}}}"
                rf"_{{{int(rows.sum())}\ \text{{{problem.happened[label]}}}:\ -\log({inside})}}"
            )
    total = float(view.costs.sum())
    n = round(problem.n)
    return in_lines(
        rf"&\frac{{1}}{{{n}}}\sum_{{i=1}}^{{{n}}} \ell(y_i, p_i)",
        rf"&= \frac{{1}}{{{n}}}\Bigl({' + '.join(parts)}\Bigr)",
        rf"&= \frac{{{tex(total, 4)}}}{{{n}}} = {tex(float(view.mean), 4)}",
    )
