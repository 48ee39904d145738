"""What each point does to a fit: left out, or given less weight by the loss.

The fitted number is the slope of the line, or the level where `problem.constant` asks for one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lossviz.data.problems import LineProblem
from lossviz.estimators import Estimator, Lines
from lossviz.fits import cooks_distance, leverage
from lossviz.numerics import Array
from lossviz.sensitivity import fitted, weight_of

# --- one point left out -----------------------------------------------------------------------

COOK_TEX = r"D_i = \frac{r_i^2}{p\,s^2}\,\frac{h_i}{(1-h_i)^2},\quad s^2=\frac{\text{SSE}}{n-p}"
"""Cook's distance of least squares; p coefficients, leverage h (Cook 1977, eq. (5))."""


@dataclass(frozen=True, eq=False)
class LeaveOneOutView:
    """The fitted number with all n points, and without each of them.

    slope : with all. slopes : (n,), number i without point i; NaN where the others leave it open.
    leverage, cook : (n,), of the least-squares fit, whatever the estimator; Cook's distance is NaN
    for a point of leverage 1, without which there is no fit, and for all where all lie on the line.
    residual : (n,), y - least squares.
    """

    problem: LineProblem
    estimator: Estimator
    slope: float
    slopes: Array
    converged: NDArray[np.bool_]
    leverage: Array
    cook: Array
    residual: Array

    @property
    def changes(self) -> Array:
        """What leaving out each point does (n,): slopes - slope."""
        return self.slopes - self.slope

    @property
    def most(self) -> int:
        """The point that turns the line most: one without which there is no slope, if any."""
        size = np.abs(self.changes)
        return int(np.where(np.isnan(size), np.inf, size).argmax())

    @property
    def most_cook(self) -> int:
        """The point with the largest Cook's distance; one of leverage 1 comes first."""
        return int(self.by_cook[0])

    @property
    def by_cook(self) -> NDArray[np.intp]:
        """All points (n,), largest Cook's distance first, those without one before them."""
        size = np.where(np.isnan(self.cook), np.inf, self.cook)
        return np.argsort(-size, kind="stable")


def leave_one_out_view(problem: LineProblem, estimator: Estimator) -> LeaveOneOutView:
    """Fit with all points and without each one; leverage and Cook's distance of least squares.

    ValueError for a problem that counts repeated points: which of them is left out?
    """
    if problem.weight is not None:
        raise ValueError(f"leave one out is for single observations; {problem.key} counts points")
    n = len(problem)
    lines = estimator.lines(problem.x, problem.y, constant=problem.constant)
    without = estimator.lines(
        problem.x, np.tile(problem.y, (n, 1)), 1.0 - np.eye(n), constant=problem.constant
    )
    lever, cook, residual = _least_squares(problem)
    return LeaveOneOutView(
        problem, estimator, float(fitted(problem, lines)), fitted(problem, without),
        without.converged, lever, cook, residual,
    )  # fmt: skip


def _least_squares(problem: LineProblem) -> tuple[Array, Array, Array]:
    """Leverage, Cook's distance and residual (n,) of the least-squares line or level."""
    x, y, n = problem.x, problem.y, len(problem)
    arm = np.zeros(n) if problem.constant else x - x.mean()
    turn = float(arm @ y / (arm @ arm)) if arm.any() else 0.0
    residual = y - (y.mean() + turn * arm)
    if np.abs(residual).max() <= 1e-12 * np.abs(y).max():  # nothing to measure a change by
        return (
            (np.full(n, 1 / n) if problem.constant else leverage(x)),
            np.full(n, np.nan),
            residual,
        )
    if not problem.constant:
        return leverage(x), cooks_distance(x, y), residual
    lever, room = 1 / n, 1 - 1 / n  # not all on the level, so n is at least 2
    cook = residual**2 * (n - 1) / (residual @ residual) * lever / room**2
    return np.full(n, lever), cook, residual


# --- how much of its pull each point keeps ----------------------------------------------------


@dataclass(frozen=True, eq=False)
class WeightsView:
    """The weight an estimator gives each of n points.

    weight : (n,), between 0 and 1: the part of a squared-error pull that the point keeps. Absolute
    error has weights 1/|r|: they are shown relative to the largest finite one, and `infinite` (n,)
    marks points on the line, whose weight has no limit and is shown as 1.
    """

    problem: LineProblem
    estimator: Estimator
    lines: Lines
    weight: Array
    infinite: NDArray[np.bool_]

    @property
    def relative(self) -> bool:
        """Whether the weights are parts of the largest, and not of a squared-error pull."""
        return bool(self.infinite.any() or not np.isclose(self.estimator.loss_at.weight(0.0), 1))


def weights_view(problem: LineProblem, estimator: Estimator) -> WeightsView:
    """Fit the problem and look at the weights."""
    lines = estimator.lines(problem.x, problem.y, weight_of(problem), constant=problem.constant)
    # what rounding leaves of a residual has a weight without meaning
    on_line = np.abs(lines.residual) <= 1e-12 * np.abs(problem.y).max()
    infinite = np.isinf(estimator.loss_at.weight(0.0)) & (on_line | np.isinf(lines.weights))
    finite = np.where(infinite, 0.0, lines.weights)
    most = float(finite.max())
    unit = most if np.isinf(estimator.loss_at.weight(0.0)) and most > 0 else 1.0
    return WeightsView(
        problem, estimator, lines, np.where(infinite, 1.0, finite / unit), np.asarray(infinite)
    )
