"""Classes along x in words: how probable each is, what happened, what it costs."""

import numpy as np

from lossviz.i18n import _
from lossviz.likelihood.along_x import ClassesAlongX
from lossviz.numerics import Array
from lossviz.words import Text, number
from lossviz.words.observed_x import capital, listed, where

TINY = 0.001
"""A probability, or a cost in nats, below which it is said to be below this."""


def chance(p: float) -> str:
    """A probability to three decimals, with a word where it is nearly 0 or 1.

    >>> chance(0.2299), chance(9e-9), chance(1 - 9e-9), chance(1.0)
    ('0.230', 'below 0.001', 'above 0.999', '1')
    """
    if p in (0.0, 1.0):
        return f"{p:.0f}"
    if p < TINY:
        return _("below {least}").format(least=number(TINY, 1))
    if p > 1 - TINY:
        return _("above {most}").format(most=number(1 - TINY))
    return f"{p:.3f}"


def chances(p: Array) -> Text:
    """`chance` of each, short enough to stand over a bar."""
    short = {_("below {least}").format(least=number(TINY, 1)): f"<{number(TINY, 1)}",
             _("above {most}").format(most=number(1 - TINY)): f">{number(1 - TINY)}"}  # fmt: skip
    every = [chance(float(one)) for one in p.ravel()]
    return np.array([short.get(one, one) for one in every]).reshape(p.shape)


def cost(surprise: float) -> str:
    """A cost in nats, with a word where it is nearly nothing."""
    if 0 < surprise < TINY:
        return _("below {least}").format(least=number(TINY, 1))
    return number(surprise)


def classes_sentence(view: ClassesAlongX) -> str:
    """The probabilities at x, what was seen nearest, what it costs, and all costs together."""
    return f"{_chances(view)} {_happened(view)} {_all_costs(view)}"


def _chances(view: ClassesAlongX) -> str:
    problem, p_of = view.problem, view.chances
    there = capital(where(problem, float(view.place)))
    if view.n_classes == 2:
        return _("{there} the line gives {z}: probability {p} for “{label}”.").format(
            there=there, z=number(float(view.outputs[1])), p=chance(float(p_of[1])),
            label=problem.classes[1],
        )  # fmt: skip
    each = [
        _("{label} {p}").format(label=label, p=chance(float(p)))
        for label, p in zip(problem.classes, p_of, strict=True)
    ]
    return _("{there} the lines give {each}.").format(there=there, each=listed(each))


def _happened(view: ClassesAlongX) -> str:
    problem = view.problem
    seen = [
        (problem.classes[k], int(times), float(view.costs_near[k]))
        for k, times in enumerate(view.happened)
        if times > 0
    ]
    total = sum(times for _label, times, _each in seen)
    each = listed(
        [
            (
                _("{n} × “{label}”, cost {cost} nats each")
                if times > 1
                else _("“{label}”, cost {cost} nats")
            ).format(n=times, label=label, cost=cost(each_cost))
            for label, times, each_cost in seen
        ]
    )  # fmt: skip
    who = problem.noun if total == 1 else problem.nouns
    if float(view.near_x) == float(view.place):
        return _("Here {n} {who}: {each}.").format(n=total, who=who, each=each)
    return _("No {noun} was seen here; nearest, {where}, {n} {who}: {each}.").format(
        noun=problem.noun, where=where(problem, float(view.near_x)), n=total, who=who, each=each
    )


def _all_costs(view: ClassesAlongX) -> str:
    n = len(view.problem.x)
    return _("All {n} costs add up to {nll} nats: {n} times the mean cross-entropy {mean}.").format(
        n=n, nll=number(view.nll), mean=number(view.nll / n)
    )


def classes_alt(view: ClassesAlongX) -> str:
    """What there is to see."""
    return _(
        "Three plots: the probability of {classes} over {x}, with the {n} {nouns} as marks in a row"
        " for each class; bars of the probabilities {where}, with a ring for what happened nearest;"
        " and the cost of every one of them, {nll} nats in all."
    ).format(
        classes=listed([f"“{label}”" for label in view.problem.classes]), x=view.problem.x_name,
        n=len(view.problem.x), nouns=view.problem.nouns,
        where=where(view.problem, float(view.place)), nll=number(view.nll),
    )  # fmt: skip


def outputs_caption(view: ClassesAlongX) -> str:
    """What the network puts out, and what turns it into probabilities."""
    problem = view.problem
    if view.n_classes == 2:
        low, slope = (float(c) for c in view.coefficients[1])
        said = _(
            "The network puts out one line, z = {low} {sign} {slope} × {x}; sigmoid(z) is the"
            " probability of “{label}”. Cost = −log of the probability of what happened."
        ).format(
            low=number(low, 4), sign="+" if slope > 0 else "−", slope=number(abs(slope), 4),
            x=problem.x_name, label=problem.classes[1],
        )  # fmt: skip
    else:
        said = _(
            "The network puts out a line for each of {k} classes; softmax makes {k} probabilities"
            " of them. Cost = −log of the probability of what happened."
        ).format(k=view.n_classes)
    if problem.left_out:
        said += " " + _("Left out: {n} {nouns} without a {x}.").format(
            n=problem.left_out, nouns=problem.nouns, x=problem.x_name
        )
    return said
