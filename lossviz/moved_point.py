"""What one point does to lines while a hand moves it: where it may go, and every line on the way.

The view holds for one stop of the hand or for many: a field with a leading axis of S stops gives
results with that axis, `at(k)` is the view of stop k and shares what was computed for all.
"""

import math
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from lossviz.data.problems import LineProblem
from lossviz.estimators import Estimator, Lines
from lossviz.i18n import _
from lossviz.lines import frame_of, nice_step
from lossviz.numerics import Array, Interval
from lossviz.outliers import SETTLED, kept_weights, settled, sharing
from lossviz.sweeps import Axis, stops_between

STEPS = 118  # of an axis, so that the original position fits in as well

# (data set, row) -> lowest, highest and step of a point that has a scene of its own
OWN_LIMITS = {("anscombe_3", 2): (-4.0, 20.0, 0.25)}
ANSCOMBE_POINT = 2


@dataclass(frozen=True, slots=True, eq=False)
class MovedAxes:
    """Where a point may go, in units of the data; no `x` where x only numbers the points."""

    x: Axis | None
    y: Axis


def moved_axes(problem: LineProblem, row: int, *, x_key: str = "x", y_key: str = "y") -> MovedAxes:
    """Round stops for a point: one spread beyond the data in y, half a spread beyond in x.

    At most `MOST_STOPS` stops, among them where the point was measured. `x_key` and `y_key` are
    the controls.
    """
    name = point_name(problem, row)
    low, high, step = OWN_LIMITS.get((problem.key, row)) or _limits(problem.y, 1.0)
    up_down = _axis(
        y_key, _("{point}, up and down").format(point=name), low, high, step,
        float(problem.y[row]), problem.y_unit,
    )  # fmt: skip
    if problem.constant:
        return MovedAxes(None, up_down)
    sideways = _axis(
        x_key, _("{point}, sideways").format(point=name), *_limits(problem.x, 0.5),
        float(problem.x[row]), problem.x_unit,
    )  # fmt: skip
    return MovedAxes(sideways, up_down)


def point_name(problem: LineProblem, row: int) -> str:
    """What one point is called: "point 3"."""
    return _("{point} {label}").format(point=problem.point_name, label=problem.labels[row])


def _limits(values: Array, spreads: float) -> tuple[float, float, float]:
    span = float(np.ptp(values)) or 20.0 * nice_step(0.0)
    finest = (1 + 2 * spreads) * span / (STEPS - 2)
    power = 10.0 ** math.floor(math.log10(finest))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= finest)
    low = math.floor((float(values.min()) - spreads * span) / step) * step
    high = math.ceil((float(values.max()) + spreads * span) / step) * step
    return round(low, 10), round(high, 10), round(step, 10)


def _axis(
    key: str, label: str, low: float, high: float, step: float, value: float, unit: str
) -> Axis:
    stops = stops_between(low, high, step, value)
    # as many as the stops need, and up to three for the place where the point was measured
    exact = next((d for d in range(3) if math.isclose(round(value, d), value)), 3)
    decimals = max(exact, next((d for d in range(7) if math.isclose(round(step, d), step)), 7))
    return Axis(key, label, stops, unit=unit, decimals=decimals, magnets=(value,))


@dataclass(frozen=True, eq=False)
class MovedPoint:
    """A line problem whose point `row` was moved to (x, y), and the lines of all estimators.

    x and y are numbers or (S,); `sideways` says that x may move too, so that the figures leave
    room for it. Where the problem is `constant`, levels take the place of lines.
    """

    problem: LineProblem
    row: int
    x: float | Array
    y: float | Array
    estimators: tuple[Estimator, ...]
    sideways: bool = False

    @cached_property
    def points_x(self) -> Array:
        """Positions x of all points, the moved one where it is now: (n,) or (S, n)."""
        return _with(self.problem.x, self.row, self.x)

    @cached_property
    def points_y(self) -> Array:
        """Values y of all points, the moved one where it is now: (n,) or (S, n)."""
        return _with(self.problem.y, self.row, self.y)

    @cached_property
    def lines(self) -> tuple[Lines, ...]:
        """The line of each estimator through all points."""
        return tuple(map(self._lines, self.estimators))

    def _lines(self, estimator: Estimator) -> Lines:
        problem, x, y, weight = self.problem, self.points_x, self.points_y, self.problem.weight
        if len(problem) > 1:
            return estimator.lines(x, y, weight, constant=problem.constant)
        # a fit wants two rows or more: a lone point stands twice, and is one again
        x, y = np.repeat(x, 2, axis=-1), np.repeat(y, 2, axis=-1)
        found = estimator.lines(x, y, constant=problem.constant)
        return replace(found, residual=found.residual[..., :1], weights=found.weights[..., :1])

    @property
    def clean(self) -> tuple[tuple[float, float], ...]:
        """(intercept, slope) of each estimator without the point; NaN where nothing is left."""
        return self._standing.clean

    @property
    def measured(self) -> tuple[Lines, ...]:
        """The line of each estimator with the point where it was measured."""
        return self._standing.measured

    @cached_property
    def _standing(self) -> "_Standing":
        return _standing(_Bench(self._key, replace(self, x=math.nan, y=math.nan)))

    @property
    def _key(self) -> tuple[object, ...]:
        """All that is the same wherever the point goes."""
        return (self.problem, self.row, self.sideways, *(e.plain for e in self.estimators))

    @cached_property
    def reached(self) -> tuple[Lines | None, ...]:
        """Where a search from the line of `measured` ends; None where there is one minimum only.

        Only for losses that are not convex, at a fixed scale: others cannot be compared.
        """
        return tuple(map(self._reached, self.estimators, self.measured))

    def _reached(self, estimator: Estimator, start: Lines) -> Lines | None:
        several = not estimator.loss_at.facts.convex and estimator.start is None
        if not several or estimator.scale == "mad":
            return None
        return self._lines(replace(estimator, start=start.fit.coefficients))

    def jumped(self, number: int) -> NDArray[np.bool_]:
        """Whether estimator `number` is in another, lower minimum than `reached`: () or (S,)."""
        here, there = self.lines[number], self.reached[number]
        if there is None:
            return np.zeros(np.shape(here.slope), dtype=np.bool_)
        lower = np.asarray(here.fit.objective) < np.asarray(there.fit.objective) * (1 - SETTLED)
        return np.asarray(lower & here.converged & there.converged)

    def residuals(self, number: int) -> Array:
        """Residual of each point from the line of estimator `number`: (n,) or (S, n).

        What rounding leaves of none is none.
        """
        return settled(self.lines[number].residual, self.problem)

    def residual(self, number: int) -> Array:
        """Residual of the moved point from the line of estimator `number`: () or (S,)."""
        return np.asarray(self.residuals(number)[..., self.row])

    def pulls(self, number: int) -> Array:
        """Pull of every point on the line of estimator `number`: (n,) or (S, n)."""
        scale = self.lines[number].scale[..., None]
        return self.estimators[number].pull(self.residuals(number), scale)

    def pull(self, number: int) -> Array:
        """Pull of the moved point on the line of estimator `number`: () or (S,)."""
        return np.asarray(self.pulls(number)[..., self.row])

    def weight(self, number: int) -> Array:
        """Part of a squared-error pull that the moved point keeps: () or (S,)."""
        return np.asarray(self.weights(number)[..., self.row])

    def weights(self, number: int) -> Array:
        """Part of a squared-error pull that each point keeps: (n,) or (S, n)."""
        return kept_weights(self.estimators[number], self.lines[number], self.residuals(number))

    def is_capped(self, number: int) -> NDArray[np.bool_]:
        """Whether the moved point, farther away on the same side, would pull no harder."""
        line, residual = self.lines[number], self.residual(number)
        far = self.estimators[number].pull(1e6 * residual, line.scale)
        return np.asarray(
            np.isclose(self.pull(number), far, rtol=SETTLED, atol=0) & (residual != 0)
        )

    def answer(self, number: int) -> Array:
        """What is compared of estimator `number`: the slope, or the level: () or (S,)."""
        line = self.lines[number]
        return line.intercept if self.problem.constant else line.slope

    def clean_answer(self, number: int) -> float:
        """The same without the point."""
        return self.clean[number][0 if self.problem.constant else 1]

    def side(self, y: float) -> int:
        """Of a single view, where height y at its x is: 1 above all clean lines, -1 below, or 0."""
        heights = [a + b * float(self.x) for a, b in self.clean]
        if all(y > h for h in heights):
            return 1
        return -1 if all(y < h for h in heights) else 0

    @cached_property
    def axes(self) -> MovedAxes:
        """Where the point may go."""
        return moved_axes(self.problem, self.row)

    @cached_property
    def frame(self) -> tuple[Interval, Interval]:
        """Room for the points and for all the moved one may do, in x and in y."""
        frame, axes = frame_of(self.problem), self.axes
        x = [frame.left_x, frame.right_x]
        if self.sideways and axes.x is not None:
            x += [float(axes.x.stops[0]), float(axes.x.stops[-1])]
        y = [float(self.problem.y.min()), float(self.problem.y.max())]
        y += [float(axes.y.stops[0]), float(axes.y.stops[-1])]
        return Interval(min(x), max(x)), Interval(min(y), max(y))

    @property
    def reach(self) -> tuple[float, float]:
        """The largest residual and the largest pull with the point at the edges of where it may go.

        Absolute values over all points and estimators, at least 1.
        """
        return self._standing.reach

    def at(self, stop: int) -> "MovedPoint":
        """The view of one stop."""
        x, y = (v if np.ndim(v) == 0 else float(np.asarray(v)[stop]) for v in (self.x, self.y))
        single = replace(self, x=x, y=y)
        return sharing(
            single,
            lines=tuple(line.at(stop) for line in self.lines),
            reached=tuple(line and line.at(stop) for line in self.reached),
            _standing=self._standing,
        )


@dataclass(frozen=True, slots=True)
class _Standing:
    """What does not depend on where the point is."""

    clean: tuple[tuple[float, float], ...]
    measured: tuple[Lines, ...]
    reach: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Bench:
    """A view whose point is nowhere, known by its key."""

    key: tuple[object, ...]
    view: MovedPoint = field(compare=False)


@lru_cache(maxsize=64)  # half of the time of an answer to a moving hand
def _standing(bench: _Bench) -> _Standing:
    """Lines without the point and with it where it was measured, and how far all may reach."""
    view = bench.view
    problem, row, estimators = view.problem, view.row, view.estimators
    there = replace(view, x=float(problem.x[row]), y=float(problem.y[row]))
    return _Standing(_clean(view), tuple(map(there._lines, estimators)), _reach(view))


def _clean(view: MovedPoint) -> tuple[tuple[float, float], ...]:
    problem, keep = view.problem, np.arange(len(view.problem)) != view.row
    if not keep.any():
        return ((math.nan, math.nan),) * len(view.estimators)
    weight = None if problem.weight is None else problem.weight[keep]
    lines = (
        e.lines(problem.x[keep], problem.y[keep], weight, constant=problem.constant)
        for e in view.estimators
    )
    return tuple((float(line.intercept), float(line.slope)) for line in lines)


def _reach(view: MovedPoint) -> tuple[float, float]:
    """Sideways a few places stand for all: squared error pulls hardest where the arm is short."""
    axes, (x, y) = view.axes, (view.problem.x[view.row], view.axes.y.stops[[0, -1]])
    places = x[None]
    if view.sideways and axes.x is not None:
        places = np.linspace(axes.x.stops[0], axes.x.stops[-1], 11)
    at_x, at_y = (side.ravel() for side in np.meshgrid(places, y))
    far = MovedPoint(view.problem, view.row, at_x, at_y, view.estimators)
    numbers = range(len(far.estimators))
    residual = max(float(np.abs(far.residuals(k)).max()) for k in numbers)
    pull = max(float(np.abs(far.pulls(k)).max()) for k in numbers)
    return max(residual, 1.0), max(pull, 1.0)


def _with(values: Array, row: int, value: float | Array) -> Array:
    """`values` (n,) with one of them replaced: (n,), or (S, n) for S values."""
    placed = np.broadcast_to(values, (*np.shape(value), len(values))).copy()
    placed[..., row] = value
    return placed
