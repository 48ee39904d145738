"""What a page on outliers compares, and what its views share.

`lossviz.moved_point` moves one point by hand, `lossviz.included` lets suspects in one by one.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from lossviz.core import Influence
from lossviz.data.problems import LineProblem
from lossviz.estimators import Estimator, Lines
from lossviz.numerics import Array

FEWEST = 3  # points with which one can be told from the others
SETTLED = 1e-9  # relative difference below which two objectives, or two pulls, are the same
COMPARED = ("squared_error", "absolute_error", "huber", "cauchy", "tukey_biweight")
"""The losses a page on outliers compares, from the one that follows to those that let go."""
SHOWN_FIRST = COMPARED[:2]


def rows_of(problem: LineProblem, labels: Sequence[str]) -> tuple[int, ...]:
    """The rows with these labels, in the order given; ValueError where there is none."""
    return tuple(problem.labels.index(label) for label in labels)


def lets_go(estimator: Estimator) -> bool:
    """Whether the pull of a point that moves away goes back to nothing."""
    return estimator.loss_at.facts.influence is Influence.REDESCENDING


def settled(residual: Array, problem: LineProblem) -> Array:
    """The residuals, of which what rounding leaves of none is none."""
    rounding = 1e-12 * float(np.abs(problem.y).max())
    return np.where(np.abs(residual) <= rounding, 0.0, residual)


def kept_weights(estimator: Estimator, line: Lines, residual: Array) -> Array:
    """Part of a squared-error pull that a point keeps, for each residual (..., n)."""
    return np.where(residual == 0, estimator.loss_at.weight(0.0), line.weights)


V = TypeVar("V")


def sharing(view: V, **computed: object) -> V:
    """The view, with results that were computed for all stops."""
    view.__dict__.update(computed)
    return view
