"""A hill of noise standing on a fitted line: its location is the height of the line at x."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lossviz.data.problems import LineProblem
from lossviz.fits import MleFit, fit_mle
from lossviz.i18n import _
from lossviz.likelihood.observed_x import decimals_in, nearest, rows_of_each, x_stops
from lossviz.likelihood.surprises import Surprises
from lossviz.lines import Frame, decimals_of, frame_of, nice_step
from lossviz.noise import Noise
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

SIDEWAYS = 0.16
"""Part of the x axis that the top of a hill drawn sideways takes."""


@dataclass(frozen=True)
class HillOnALine(Surprises, Swept):
    """A noise whose location is a line, fitted with its width to a problem of n points.

    `place` is the x where the hill is shown, `lift` how far the line lies above the best one, in
    the units of y. Either may be an array (S,). The hill keeps the width of the best line.
    """

    problem: LineProblem
    noise: Noise
    place: PerStop
    lift: PerStop = 0.0

    per_stop: ClassVar[tuple[str, ...]] = ("place", "lift")
    derived: ClassVar[tuple[str, ...]] = ("location", "fitted", "log_densities", "nll", "near_rows")
    shared: ClassVar[tuple[str, ...]] = ("fit", "frame", "least")

    @cached_property
    def fit(self) -> MleFit:
        """The most likely line and width; ValueError where there are none."""
        fit = fit_mle(self.noise, self.problem.y, self.problem.x)
        if not fit.converged or not fit.scale > 0:
            raise ValueError(fit.message or _("The most likely line was not found."))
        return fit

    @cached_property
    def frame(self) -> Frame:
        """Where the data are drawn."""
        return frame_of(self.problem)

    @property
    def n(self) -> int:
        """Number of observations."""
        return len(self.problem.y)

    @property
    def slope(self) -> float:
        """Rise of the line per unit of x."""
        return float(self.fit.coefficients[1])

    @property
    def intercept(self) -> PerStop:
        """Height of the line at x = 0."""
        return self.fit.coefficients[0] + self.lift

    @property
    def width(self) -> float:
        """Width of the hill, in the units of y."""
        return float(self.fit.scale)

    def line(self, x: Array) -> Array:
        """Height (..., m) of the line at x (m,)."""
        return np.asarray(np.asarray(self.intercept)[..., None] + self.slope * x)

    @cached_property
    def location(self) -> PerStop:
        """Where the hill stands: the height of the line at `place`."""
        return (self.intercept + self.slope * np.asarray(self.place))[()]

    @cached_property
    def fitted(self) -> Array:
        """Height (..., n) of the line at every observation; its axis of stops is that of all."""
        heights = self.line(self.problem.x)
        shape = np.broadcast_shapes(heights.shape, (*np.shape(self.place), self.n))
        return np.broadcast_to(heights, shape)

    @cached_property
    def log_densities(self) -> Array:
        """Log density (..., n) of every observation under the hill at its own x."""
        return self.noise.log_density(self.problem.y, self.fitted, self.width)

    @cached_property
    def nll(self) -> PerStop:
        """Sum of all surprises: the negative log-likelihood of the line, in nats."""
        return self.surprises.sum(axis=-1)[()]

    @cached_property
    def least(self) -> float:
        """The NLL of the best line."""
        return float(self.fit.nll_sum)

    @cached_property
    def near_rows(self) -> NDArray[np.intp]:
        """Rows (..., m) nearest to where the hill stands, all of one x; -1 where there is none."""
        different, rows = rows_of_each(self.problem.x)
        found = rows[nearest(different, self.place)]
        return np.broadcast_to(found, (*np.shape(self.nll), found.shape[-1]))

    def of_near(self, values: Array) -> Array:
        """Values (n,) or (..., n) of the nearest rows (..., m), NaN where there is none."""
        rows = self.near_rows
        every = np.broadcast_to(values, (*rows.shape[:-1], self.n))
        return np.where(rows >= 0, np.take_along_axis(every, np.maximum(rows, 0), axis=-1), np.nan)

    @property
    def stands_at_one(self) -> bool:
        """Whether the hill stands at an observed x."""
        return bool(np.any(self.problem.x == self.place))

    # ---- the hill drawn sideways

    @property
    def top(self) -> float:
        """Density at the top of the hill, per unit of y."""
        zero = np.zeros(())
        return float(np.exp(self.noise.log_density(zero, zero, self.width)))

    @property
    def per_density(self) -> float:
        """Units of x as long on screen as a density of 1: the top gets its part of the axis."""
        return SIDEWAYS * (self.frame.right_x - self.frame.left_x) / self.top

    def from_location(self) -> Array:
        """Distances (m,) from the line at which the hill is drawn."""
        span = self.frame.y_high - self.frame.y_low
        bend = min(self.width, span)
        side = bend * np.sinh(np.linspace(0.0, 1.0, 27)[1:] * np.arcsinh(span / bend))
        return np.concatenate([-side[::-1], [0.0], side])

    def outline(self, away: Array) -> Array:
        """Density (m,) of the hill at distances `away` (m,) from the line."""
        return np.exp(self.noise.log_density(away, np.zeros(()), self.width))


def lift_range(problem: LineProblem) -> Interval:
    """How far the line may be moved from the best one: as far as the plot has room beside the data.

    At most a quarter of its height.
    """
    frame = frame_of(problem)
    room = min(problem.y.min() - frame.y_low, frame.y_high - problem.y.max())
    reach = min(0.25 * (frame.y_high - frame.y_low), 0.9 * float(room))
    step = nice_step(reach)
    reach = float(round(np.floor(reach / step) * step, 10))
    return Interval(-reach, reach)


def at_sweep(view: HillOnALine, key: str) -> Sweep[HillOnALine]:
    """The hill along the line."""
    problem = view.problem
    stops = x_stops(problem.x, float(view.place))
    axis = Axis(key, problem.x_name, stops, problem.x_unit, decimals_in(stops))
    return Sweep(axis, view.through(place=stops))


def lift_sweep(view: HillOnALine, key: str, label: str) -> Sweep[HillOnALine]:
    """The line up and down."""
    room = lift_range(view.problem)
    step = nice_step((room.high - room.low) / 4)
    stops = stops_between(room.low, room.high, step, float(view.lift))
    axis = Axis(key, label, stops, view.problem.y_unit, decimals_of(step), magnets=(0.0,))
    return Sweep(axis, view.through(lift=stops))
