"""What one point does to a fit: moved along an axis, left out, or given less weight by the loss.

The fitted number is the slope of the line, or the level where `problem.constant` asks for one.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz.core import Influence, Loss, LossAt
from lossviz.data.problems import LineProblem
from lossviz.estimators import Estimator, Lines
from lossviz.fits import cooks_distance, leverage
from lossviz.fits.linear import Start
from lossviz.fits.scale import mad
from lossviz.numerics import Array, as_float
from lossviz.sweeps import stops_between

STILL = 0.005
"""A fitted number that differs by no more than this part is said not to have changed."""


def weight_of(problem: LineProblem) -> Array:
    """How many observations each point stands for (n,)."""
    return np.ones(len(problem)) if problem.weight is None else problem.weight


def fitted(problem: LineProblem, lines: Lines) -> Array:
    """Slope of the lines, () or (S,), or their level; NaN where the data leave it open."""
    value = lines.intercept if problem.constant else lines.slope
    known = np.isfinite(lines.fit.coef_range[..., -1, :]).all(axis=-1)
    return np.where(known, value, np.nan)


def _check_row(problem: LineProblem, row: int) -> None:
    if not 0 <= row < len(problem):
        raise ValueError(f"row must lie in [0, {len(problem) - 1}], got {row}")


# --- one point moved --------------------------------------------------------------------------


class Reaction(Enum):
    """How a fitted number answers to a point that moves through all positions."""

    STRAIGHT = "in proportion, without limit"
    LEVEL = "levels off at both ends"
    RETURN = "comes back at both ends to what it is without the point, to half a per cent"
    STILL = "stays within half a per cent of what it is without the point"
    OTHER = "none of these, over the positions looked at"


@dataclass(frozen=True, eq=False)
class SensitivityView:
    """Fitted numbers of E estimators while point number `row` moves along `axis`, "x" or "y".

    positions : (S,), ascending, in units of the axis.
    slopes, converged : (E, S), in slope units (level: units of y); NaN where x became constant.
    clean : (E,), without the point; NaN where there is no slope without it.
    current : where the point is, () or (T,) for a sweep; `now` (E,) or (T, E) the numbers there.
    """

    problem: LineProblem
    row: int
    axis: str
    estimators: tuple[Estimator, ...]
    positions: Array
    slopes: Array
    converged: NDArray[np.bool_]
    clean: Array
    current: Array
    now: Array

    @property
    def moving(self) -> "SensitivityView":
        """The same with the point at each position in turn: a batch of S stops."""
        return self._standing(self.positions, self.slopes.T)

    def at(self, stop: int) -> "SensitivityView":
        """The view of one stop of a batch."""
        return self._standing(self.current[stop], self.now[stop])

    def _standing(self, current: Array, now: Array) -> "SensitivityView":
        return SensitivityView(
            self.problem, self.row, self.axis, self.estimators, self.positions, self.slopes,
            self.converged, self.clean, current, now,
        )  # fmt: skip

    @property
    def change(self) -> Array:
        """How far the point moves each number (E, S): slopes - clean."""
        return self.slopes - self.clean[:, None]

    @cached_property
    def reactions(self) -> tuple[Reaction, ...]:
        """What the numbers of each estimator say; a limit only where both ends show it."""
        return tuple(self._reaction(e) for e in range(len(self.estimators)))

    def _still(self, e: int) -> NDArray[np.bool_]:
        return np.asarray(np.abs(self.change[e]) <= STILL * abs(self.clean[e]))

    def _reaction(self, e: int) -> Reaction:
        if not np.all(np.isfinite(self.slopes[e])):
            return Reaction.OTHER
        still = self._still(e)
        if still.all():
            return Reaction.STILL
        unbounded = self.estimators[e].loss_at.facts.influence is Influence.UNBOUNDED
        if unbounded and self._is_straight(e):
            return Reaction.STRAIGHT
        tail = max(2, len(self.positions) // 10)
        if still[:tail].all() and still[-tail:].all():
            return Reaction.RETURN
        size = np.abs(self.slopes[e]).max()
        flat = all(np.ptp(end) <= 1e-6 * size for end in self._ends(e, tail))
        return Reaction.LEVEL if flat else Reaction.OTHER

    def _ends(self, e: int, tail: int) -> tuple[Array, Array]:
        return self.slopes[e, :tail], self.slopes[e, -tail:]

    def _is_straight(self, e: int) -> bool:
        chord = self.slopes[e, 0] + self.rate(e) * (self.positions - self.positions[0])
        return bool(np.abs(self.slopes[e] - chord).max() <= 1e-9 * np.ptp(self.slopes[e]))

    def rate(self, e: int) -> float:
        """Mean change of the number of estimator `e` per unit of the axis, end to end."""
        rise = self.slopes[e, -1] - self.slopes[e, 0]
        return float(rise / (self.positions[-1] - self.positions[0]))

    def returned(self, e: int) -> tuple[float, float]:
        """Positions below and above which the number is within `STILL` of the clean one.

        For an estimator that comes back (`Reaction.RETURN`).
        """
        moved = np.flatnonzero(~self._still(e))
        return float(self.positions[moved[0] - 1]), float(self.positions[moved[-1] + 1])


def sensitivity(
    problem: LineProblem,
    row: int,
    axis: str,
    positions: ArrayLike,
    estimators: tuple[Estimator, ...],
) -> SensitivityView:
    """Fit every estimator with point `row` at each of the positions (S,) along "x" or "y".

    ValueError for an unknown axis or row, fewer than two positions, or positions that are not
    finite and ascending; along x for a level, which no x can move.
    """
    if axis not in {"x", "y"}:
        raise ValueError(f'axis must be "x" or "y", got {axis!r}')
    if axis == "x" and problem.constant:
        raise ValueError('axis must be "y" for a level: it does not depend on x')
    _check_row(problem, row)
    stops = as_float(positions, "positions")
    if stops.ndim != 1 or len(stops) < 2:
        raise ValueError(f"positions must have shape (S,) with S at least 2, got {stops.shape}")
    if not (np.all(np.isfinite(stops)) and np.all(np.diff(stops) > 0)):
        raise ValueError("positions must be finite and ascending")
    current = float((problem.x if axis == "x" else problem.y)[row])
    moved, weight = np.append(stops, current), weight_of(problem)
    others = np.where(np.arange(len(problem)) == row, 0.0, weight)
    x, y = problem.x, problem.y
    if axis == "x":
        x = np.tile(x, (len(moved), 1))
        x[:, row] = moved
    else:
        y = np.tile(y, (len(moved), 1))
        y[:, row] = moved
    numbers, settled, clean = [], [], []
    for estimator in estimators:
        lines = estimator.lines(x, y, weight, constant=problem.constant)
        without = estimator.lines(problem.x, problem.y, others, constant=problem.constant)
        numbers.append(fitted(problem, lines))
        settled.append(lines.converged)
        clean.append(float(fitted(problem, without)))
    slopes = np.array(numbers)
    return SensitivityView(
        problem, row, axis, tuple(estimators), stops, slopes[:, :-1],
        np.array(settled)[:, :-1], np.array(clean), np.asarray(current), slopes[:, -1],
    )  # fmt: skip


# --- one point left out -----------------------------------------------------------------------


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


# --- the shape of the loss moved --------------------------------------------------------------

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
