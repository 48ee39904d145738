"""A line on data, and everything Squared error shows of it: residuals, squares, pulls, steps."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lossviz.core import LossAt
from lossviz.data.problems import LineProblem
from lossviz.fits import fit_linear
from lossviz.numerics import Array, Interval, weighted_mean
from lossviz.sweeps import MOST_STOPS, Axis, PerStop, Sweep, Swept, join, stops_between

Indices = NDArray[np.intp]


def nice_step(span: float) -> float:
    """The 1, 2 or 5 times a power of ten nearest below `span` / 20; 1 for no span."""
    if not span > 0:
        return 1.0
    exponent = np.floor(np.log10(span / 20))
    return float(max(m * 10.0**exponent for m in (1, 2, 5) if m * 10.0**exponent <= span / 20))


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a problem is drawn; fixed for the data, so that no axis moves under the hand.

    The line is held at its two ends, x = `left_x` and `right_x`, between `y_low` and `y_high`.
    """

    left_x: float
    right_x: float
    y_low: float
    y_high: float
    step: float


def frame_of(problem: LineProblem) -> Frame:
    """Round numbers around the data: the ends on x, a quarter of the spread of y to spare."""
    x_span, y_span = float(np.ptp(problem.x)), float(np.ptp(problem.y))
    x_step, y_step = nice_step(x_span), nice_step(y_span)
    pad = 0.25 * y_span if y_span > 0 else 10 * y_step
    y_low, y_high = (
        _down(float(problem.y.min()) - pad, y_step),
        _up(float(problem.y.max()) + pad, y_step),
    )
    return Frame(
        left_x=_down(float(problem.x.min()), x_step),
        right_x=_up(float(problem.x.max()), x_step) if x_span > 0 else float(problem.x.max()) + 1.0,
        y_low=y_low,
        y_high=y_high,
        step=_step_of(y_low, y_high, y_step, len(problem)),
    )


MANY_POINTS = 100  # each has a square, at every stop: fewer stops keep the message small


def _step_of(low: float, high: float, nice: float, n_points: int) -> float:
    """A round part of `nice` that goes from low to high in a sweep's number of stops."""
    most = MOST_STOPS if n_points <= MANY_POINTS else MOST_STOPS / 2
    parts = [p for p in (10, 5, 2, 1) if p * (high - low) / nice < most]
    return nice / parts[0] if parts else nice


def decimals_of(step: float) -> int:
    """As many decimals as a multiple of a round step needs."""
    return next(d for d in range(12) if d == 11 or abs(round(step, d) - step) < 1e-9 * step)


def _down(value: float, step: float) -> float:
    return float(round(np.floor(value / step + 1e-9) * step, 10))


def _up(value: float, step: float) -> float:
    return float(round(np.ceil(value / step - 1e-9) * step, 10))


def ends_of(problem: LineProblem, intercept: float, slope: float) -> tuple[float, float]:
    """Heights of the line at the two ends it is held by."""
    frame = frame_of(problem)
    return intercept + slope * frame.left_x, intercept + slope * frame.right_x


def _weight(problem: LineProblem) -> Array:
    return np.ones(len(problem)) if problem.weight is None else problem.weight


def best_line(
    loss_at: LossAt, problem: LineProblem, keep: NDArray[np.bool_] | None = None
) -> tuple[float, float]:
    """Intercept and slope that minimise the mean loss over the rows with `keep` (n,) true.

    A constant x cannot tell a slope: the flat line is returned.
    """
    weight = _weight(problem) if keep is None else _weight(problem) * keep
    fit = fit_linear(loss_at, problem.x, problem.y, sample_weight=weight)
    return float(fit.coefficients[0]), float(fit.coefficients[1])


@dataclass(frozen=True)
class LineView(Swept):
    """A line held at two ends, over a problem of n rows; y in the units of the data.

    `loss_at` is squared error, whose squares are drawn. Sums and means count a row `weight` times
    where the problem has frequency weights. Ends of shape (S,) make a sweep: what depends on them
    then has a leading axis of S stops.
    """

    loss_at: LossAt
    problem: LineProblem
    left: PerStop
    right: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("left", "right")
    derived: ClassVar[tuple[str, ...]] = (
        "predicted", "residual", "mse", "largest", "square_share", "pulls", "torques",
    )  # fmt: skip
    shared: ClassVar[tuple[str, ...]] = ("best", "best_view", "frame", "weight")

    @cached_property
    def frame(self) -> Frame:
        """Where it is drawn."""
        return frame_of(self.problem)

    @cached_property
    def weight(self) -> Array:
        """How many observations each row stands for (n,)."""
        return _weight(self.problem)

    @cached_property
    def observations(self) -> Array:
        """Rows (x, y) of all observations (n, 2), repeated ones as often as they were seen."""
        rows = np.column_stack([self.problem.x, self.problem.y])
        return np.repeat(rows, self.weight.astype(np.intp), axis=0)

    @property
    def slope(self) -> PerStop:
        """Rise per unit of x."""
        return (self.right - self.left) / (self.frame.right_x - self.frame.left_x)

    @property
    def intercept(self) -> PerStop:
        """Height at x = 0."""
        return self.left - self.slope * self.frame.left_x

    @cached_property
    def lever(self) -> Array:
        """Share (n, 2) each end has in the height of the line at x: (1 - t, t)."""
        t = (self.problem.x - self.frame.left_x) / (self.frame.right_x - self.frame.left_x)
        return np.stack([1 - t, t], axis=1)

    @cached_property
    def predicted(self) -> Array:
        """Height of the line at each x (..., n)."""
        return np.asarray(join(self.left, self.right) @ self.lever.T)

    @cached_property
    def residual(self) -> Array:
        """Truth minus prediction (..., n): also the pull of squared error, psi(r) / psi'(0)."""
        return self.problem.y - self.predicted

    @cached_property
    def mse(self) -> PerStop:
        """Mean squared error, in squared units of y; what rounding leaves of no miss is 0."""
        mean = self._mean(self.loss_at.value(self.problem.y, self.predicted))
        rounding = 1e-14 * float(np.abs(self.problem.y).max())
        return np.where(mean > rounding**2, mean, 0.0)[()]

    def _mean(self, values: Array) -> Array:
        """Weighted mean over the rows, the last axis."""
        return np.asarray((self.weight * values).sum(axis=-1) / self.weight.sum())

    @property
    def rmse(self) -> PerStop:
        """Its root: the side of the mean square."""
        return np.sqrt(self.mse)

    @cached_property
    def best(self) -> tuple[float, float]:
        """Intercept and slope of the line with the smallest mean loss."""
        return best_line(self.loss_at, self.problem)

    @cached_property
    def best_view(self) -> "LineView":
        """The same view with the best line in the hand."""
        return LineView(self.loss_at, self.problem, *ends_of(self.problem, *self.best))

    @property
    def is_best(self) -> bool:
        """Whether this line's MSE is within a thousandth of a percent of the smallest possible."""
        return bool(self.mse <= self.best_view.mse * (1 + 1e-5) + 1e-300)

    @cached_property
    def r_squared(self) -> float:
        """1 - MSE / variance of y; NaN where y is constant."""
        variance = weighted_mean(
            (self.problem.y - weighted_mean(self.problem.y, self.weight)) ** 2, self.weight
        )
        return float(1 - self.mse / variance) if variance > 0 else float("nan")

    @cached_property
    def largest(self) -> Indices:
        """Indices of the (up to) three rows with the largest squares, largest first."""
        return np.argsort(-np.abs(self.residual), axis=-1, kind="stable")[..., :3]

    @cached_property
    def square_share(self) -> Array:
        """Share of the total area each row owns (..., n); zeros when every square is empty."""
        return _shares(self.weight * self.residual**2)

    @cached_property
    def distance_share(self) -> Array:
        """Share of the total distance |r| each row owns (..., n)."""
        return _shares(self.weight * np.abs(self.residual))

    @cached_property
    def gradient(self) -> Array:
        """Gradient (2,) of the MSE in (intercept, slope): -2 mean(r), -2 mean(r x)."""
        slopes = self.loss_at.grad(self.problem.y, self.predicted)
        return np.array([self._mean(slopes), self._mean(slopes * self.problem.x)])

    @cached_property
    def pulls(self) -> Array:
        """Sum of the pulls upwards and of the pulls downwards (..., 2), positive, in units of y."""
        return _both_ways(self.weight * self.residual)

    @cached_property
    def torques(self) -> Array:
        """Sum of r (x - mean x) that turns the line up at the right, and down there (..., 2)."""
        arm = self.problem.x - weighted_mean(self.problem.x, self.weight)
        return _both_ways(self.weight * self.residual * arm)

    @cached_property
    def rate(self) -> float:
        """Learning rate of one step in the two ends: 1 / the largest curvature of the MSE.

        No direction overshoots at this rate; twice as much is the limit of stability.
        """
        curvature = self.weight * self.loss_at.curvature(self.problem.y, self.predicted)
        hessian = (self.lever * curvature[:, None]).T @ self.lever / self.weight.sum()
        return float(1.0 / np.linalg.eigvalsh(hessian)[-1])

    @cached_property
    def net_pull(self) -> Array:
        """Minus the gradient (2,) of the MSE in the two ends: where the step goes."""
        slopes = self.weight * self.loss_at.grad(self.problem.y, self.predicted)
        return np.asarray(-slopes @ self.lever / self.weight.sum())

    def step(self) -> tuple[float, float]:
        """The two ends after one gradient step."""
        moved = np.array([self.left, self.right]) + self.rate * self.net_pull
        return float(moved[0]), float(moved[1])


def end_sweep(view: LineView, end: str, label: str) -> Sweep[LineView]:
    """One end, "left" or "right", through its range, the other one staying where it is."""
    frame = view.frame
    stops = stops_between(frame.y_low, frame.y_high, frame.step, getattr(view, end))
    axis = Axis(end, label, stops, view.problem.y_unit, decimals_of(frame.step))
    return Sweep(axis, view.through(**{end: stops}))


def shift_sweep(view: LineView, label: str) -> Sweep[LineView]:
    """The whole line up and down while both ends have room; stops are heights of its middle."""
    frame, middle = view.frame, (view.left + view.right) / 2
    room = Interval(
        frame.y_low - min(view.left, view.right), frame.y_high - max(view.left, view.right)
    )
    moves = stops_between(
        frame.step * np.ceil(room.low / frame.step - 1e-9),
        frame.step * np.floor(room.high / frame.step + 1e-9),
        frame.step,
        0.0,
    ) if room.high - room.low >= frame.step else np.zeros(1)  # fmt: skip
    axis = Axis("shift", label, middle + moves, view.problem.y_unit, decimals_of(frame.step))
    return Sweep(axis, view.through(left=view.left + moves, right=view.right + moves))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a line: its formula, and the number; theta = (intercept, slope)."""

    tex: str
    of: Callable[[LineView], float]


QUANTITIES = (
    Quantity(
        r"\frac{\partial\,\text{MSE}}{\partial\theta_0} = -\frac2N\sum_i r_i",
        lambda view: float(view.gradient[0]),
    ),
    Quantity(
        r"\frac{\partial\,\text{MSE}}{\partial\theta_1} = -\frac2N\sum_i r_i x_i",
        lambda view: float(view.gradient[1]),
    ),
    Quantity(r"\text{RMSE} = \sqrt{\text{MSE}}", lambda view: view.rmse),
    Quantity(
        r"R^2 = 1 - \frac{\sum_i (y_i-\hat y_i)^2}{\sum_i (y_i-\bar y)^2}",
        lambda view: view.r_squared,
    ),
)


@dataclass(frozen=True)
class DropView:
    """The best line with all rows and without row `dropped`, None for not yet one."""

    loss_at: LossAt
    problem: LineProblem
    dropped: int | None

    @cached_property
    def with_all(self) -> LineView:
        """The line through all rows."""
        return self._view(np.ones(len(self.problem), dtype=np.bool_))

    @cached_property
    def without(self) -> LineView:
        """The line through the others, over the same data."""
        return self._view(np.arange(len(self.problem)) != self.dropped)

    def _view(self, keep: NDArray[np.bool_]) -> LineView:
        line = best_line(self.loss_at, self.problem, keep)
        return LineView(self.loss_at, self.problem, *ends_of(self.problem, *line))


def largest_mover(loss_at: LossAt, problem: LineProblem) -> int:
    """The row whose removal changes the slope most."""
    slope = best_line(loss_at, problem)[1]
    rows = np.arange(len(problem))
    changes = [abs(best_line(loss_at, problem, rows != row)[1] - slope) for row in rows]
    return int(np.argmax(changes))


def _shares(parts: Array) -> Array:
    total = parts.sum(axis=-1, keepdims=True)
    return np.asarray(parts / np.where(total > 0, total, 1.0))


def _both_ways(parts: Array) -> Array:
    return join(np.maximum(parts, 0).sum(axis=-1), np.maximum(-parts, 0).sum(axis=-1))
