"""What the shape of Barron's loss does to a fit, from squared error to one that lets go.

The fitted number is the slope of the line, or the level where `problem.constant` asks for one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lossviz.core import Loss, LossAt
from lossviz.data.problems import LineProblem
from lossviz.estimators import Estimator, Lines
from lossviz.fits.linear import Start
from lossviz.fits.scale import mad
from lossviz.numerics import Array, as_float
from lossviz.sensitivity import fitted, weight_of
from lossviz.sweeps import stops_between

ALPHAS = stops_between(-10.0, 2.0, 0.1, 2.0)
"""Shapes of Barron's loss from nearly Welsch to squared error, ascending as an axis wants them."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A tolerance in units of y; `from_mean` where the MAD was 0 and the mean |r| was taken."""

    size: float
    from_mean: bool = False


def tolerance_of(problem: LineProblem, absolute: Estimator) -> Tolerance:
    """MAD of the residuals of an absolute-error fit: what an ordinary miss is.

    Where more than half of the points lie on the line the MAD is 0, and the mean |r| stands in;
    ValueError where all of them do.
    """
    weight = weight_of(problem)
    lines = absolute.lines(problem.x, problem.y, weight, constant=problem.constant)
    rounding = 1e-12 * float(np.abs(problem.y).max())
    size = float(mad(lines.residual, weight))
    if size > rounding:
        return Tolerance(size)
    size = float(np.average(np.abs(lines.residual), weights=weight))
    if size > rounding:
        return Tolerance(size, from_mean=True)
    raise ValueError("every point lies on the line: there is no miss to take a tolerance from")


@dataclass(frozen=True, slots=True)
class Jump:
    """Between two neighbouring stops the best fit goes from one valley to another."""

    below: float
    above: float
    slope_below: float
    slope_above: float


@dataclass(frozen=True, eq=False)
class AlphaView:
    """The line that Barron's loss fits at shape `alpha`, () or (S,), and a fixed tolerance.

    `lines` has fields of the same leading shape; `least_squares` is the line at alpha = 2. Both
    `reach`, the largest |residual| of any stop, and `jump`, where the best line changes valleys or
    None, are those of the whole sweep.
    """

    problem: LineProblem
    loss: Loss
    tolerance: Tolerance
    alpha: Array
    lines: Lines
    least_squares: Lines
    reach: float
    jump: Jump | None

    @property
    def slope(self) -> Array:
        """The fitted number at each stop."""
        return fitted(self.problem, self.lines)

    @property
    def squared(self) -> float:
        """The fitted number at alpha = 2."""
        return float(fitted(self.problem, self.least_squares))

    @property
    def loss_at(self) -> LossAt:
        """The loss at each stop, its shape () or (S, 1)."""
        alpha = self.alpha[..., None] if self.alpha.ndim else self.alpha
        return self.loss.at(alpha=alpha, c=self.tolerance.size)

    def pull(self, residual: Array) -> Array:
        """Pull in units of y at residuals (m,) or (S, m); near zero every shape pulls by r."""
        return self.loss_at.pull(residual)

    def at(self, stop: int) -> "AlphaView":
        """The view of one shape."""
        return AlphaView(
            self.problem, self.loss, self.tolerance, self.alpha[stop], self.lines.at(stop),
            self.least_squares, self.reach, self.jump,
        )  # fmt: skip


def alpha_sweep(
    problem: LineProblem,
    loss: Loss,
    tolerance: Tolerance,
    alphas: ArrayLike = ALPHAS,
    start: Start = None,
) -> AlphaView:
    """Fit Barron's loss at every shape (S,) at one tolerance: a batch of S stops.

    `start` as in `fit_linear`: None takes the deepest valley found at each shape, so the line may
    jump; "ols" goes downhill from the least-squares line. ValueError for alphas that are not
    ascending or above 2.
    """
    shapes = as_float(alphas, "alphas")
    if shapes.ndim != 1 or not len(shapes) or not np.all(np.diff(shapes) > 0) or shapes[-1] > 2:
        raise ValueError("alphas must have shape (S,), ascending, at most 2")
    loss_at = loss.at(alpha=shapes[:, None], c=tolerance.size)
    y, weight, constant = np.tile(problem.y, (len(shapes), 1)), weight_of(problem), problem.constant
    lines = Estimator(loss_at, start=start).lines(problem.x, y, weight, constant=constant)
    least_squares = Estimator(loss.at(alpha=2.0, c=tolerance.size)).lines(
        problem.x, problem.y, weight, constant=constant
    )
    reach = max(float(np.abs(found.residual).max()) for found in (lines, least_squares))
    return AlphaView(
        problem, loss, tolerance, shapes, lines, least_squares, reach,
        _jump(problem, shapes, lines),
    )  # fmt: skip


def _jump(problem: LineProblem, alphas: Array, lines: Lines) -> Jump | None:
    """The largest change between neighbours, if the old valley is still there beside the new one.

    A change counts where it is more than a tenth of the whole range of the sweep.
    """
    slope = fitted(problem, lines)
    if len(slope) < 2:
        return None
    steps = np.abs(np.diff(slope))
    k = int(steps.argmax())
    if not steps[k] > 0.1 * np.ptp(slope):
        return None
    beside = [
        abs(float(other.coefficients[-1]) - slope[k + 1 if other.stop == k else k])
        for other in lines.fit.alternatives
        if other.stop in {k, k + 1}
    ]
    if not beside or min(beside) > 0.1 * steps[k]:
        return None
    return Jump(*map(float, (alphas[k], alphas[k + 1], slope[k], slope[k + 1])))
