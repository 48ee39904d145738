"""A hill of noise standing on a line, and class probabilities along x: location = line(x)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import special

from lossviz.core import Link
from lossviz.data import load
from lossviz.data.problems import LineProblem
from lossviz.fits import MleFit, fit_logistic, fit_mle, fit_softmax
from lossviz.i18n import _
from lossviz.likelihood.surprises import Surprises
from lossviz.lines import Frame, decimals_of, frame_of, nice_step
from lossviz.noise import Noise
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

GRID = 60
"""Steps of x between the observations: few enough that all observed x are stops as well."""
SIDEWAYS = 0.16
"""Part of the x axis that the top of a hill drawn sideways takes."""


def x_range(x: Array) -> Interval:
    """Where the hand may go: from the smallest observed x to the largest."""
    return Interval(float(x.min()), float(x.max()))


def x_stops(x: Array, at: float) -> Array:
    """Every observed x, a grid between them, and `place`; ascending, each once."""
    observed = np.unique(x)
    low, high = float(observed[0]), float(observed[-1])
    step = nice_step((high - low) / (GRID / 20))
    grid = stops_between(low, high, step, at)
    near = np.abs(grid[:, None] - observed).min(axis=1) < 0.25 * step
    kept = grid[~near | (grid == at)]
    return np.unique(np.concatenate([observed, kept]))


def rows_of_each(x: Array) -> tuple[Array, NDArray[np.intp]]:
    """The different x (u,) and which rows have each (u, m), -1 where there are fewer than m."""
    different, group, times = np.unique(x, return_inverse=True, return_counts=True)
    rows = np.full((len(different), int(times.max())), -1, dtype=np.intp)
    for k in range(len(different)):
        rows[k, : times[k]] = np.flatnonzero(group == k)
    return different, rows


def nearest(different: Array, place: PerStop) -> NDArray[np.intp]:
    """Index (...,) of the one of `different` (u,) that is nearest to `place` (...,)."""
    away = np.abs(different - np.asarray(place, dtype=np.float64)[..., None])
    return np.asarray(away.argmin(axis=-1))


# ---- a hill on a line ---------------------------------------------------------------------------


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
    stops = x_stops(view.problem.x, float(view.place))
    decimals = decimals_of(nice_step(float(np.ptp(view.problem.x)) / (GRID / 20)))
    axis = Axis(key, view.problem.x_name, stops, view.problem.x_unit, decimals)
    return Sweep(axis, view.through(place=stops))


def lift_sweep(view: HillOnALine, key: str, label: str) -> Sweep[HillOnALine]:
    """The line up and down."""
    room = lift_range(view.problem)
    step = nice_step((room.high - room.low) / 4)
    stops = stops_between(room.low, room.high, step, float(view.lift))
    axis = Axis(key, label, stops, view.problem.y_unit, decimals_of(step), magnets=(0.0,))
    return Sweep(axis, view.through(lift=stops))


# ---- classes along x ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassProblem:
    """Observations of a class, index `y` (n,), at numbers `x` (n,), and what they are called.

    `left_out` is how many rows of the data set have no x.
    """

    key: str
    title: str
    x: Array
    y: NDArray[np.intp]
    classes: tuple[str, ...]
    x_name: str
    x_unit: str
    noun: str
    nouns: str
    dataset: str
    left_out: int = 0


def _orings() -> ClassProblem:
    data = load("challenger_orings")
    return ClassProblem(
        key="orings",
        title=_("O-rings: temperature and distress"),
        x=data["temp_f"],
        y=data["any_distress"].astype(np.intp),
        classes=(_("none"), _("distress")),
        x_name=_("temperature"),
        x_unit=_("°F"),
        noun=_("flight"),
        nouns=_("flights"),
        dataset=data.name,
    )


def _penguins() -> ClassProblem:
    data = load("penguins")
    classes, index = np.unique(data["species"], return_inverse=True)
    known = np.isfinite(data["flipper_length_mm"])
    return ClassProblem(
        key="penguins",
        title=_("Penguins: flipper length and species"),
        x=data["flipper_length_mm"][known],
        y=index[known].astype(np.intp),
        classes=tuple(classes.tolist()),
        x_name=_("flipper length"),
        x_unit=_("mm"),
        noun=_("penguin"),
        nouns=_("penguins"),
        dataset=data.name,
        left_out=int((~known).sum()),
    )


CLASS_PROBLEMS: Mapping[str, ClassProblem] = MappingProxyType(
    {problem.key: problem for problem in (_orings(), _penguins())}
)
"""Classes along a number, by key."""


@dataclass(frozen=True)
class ClassesAlongX(Swept):
    """Lines in x through a sigmoid or a softmax: the probability of every class at `place`.

    `place` may be an array (S,).
    """

    problem: ClassProblem
    place: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("place",)
    derived: ClassVar[tuple[str, ...]] = (
        "outputs", "chances", "near_x", "happened", "costs_near",
    )  # fmt: skip
    shared: ClassVar[tuple[str, ...]] = ("coefficients", "surprises", "seen")

    @property
    def n_classes(self) -> int:
        """How many classes there are."""
        return len(self.problem.classes)

    @cached_property
    def coefficients(self) -> Array:
        """Intercept and slope (K, 2) of the line of every class; of two classes the first is 0.

        ValueError where a boundary separates the classes, so that no line is the best.
        """
        if self.n_classes == 2:
            binary = fit_logistic(self.problem.x, self.problem.y.astype(np.float64))
            if not binary.converged:
                raise ValueError(binary.message)
            return np.stack([np.zeros(2), binary.coefficients])
        fit = fit_softmax(self.problem.x, self.problem.y, n_classes=self.n_classes)
        if not fit.converged:
            raise ValueError(fit.message)
        return fit.coefficients

    @property
    def link(self) -> Link:
        """What turns the outputs of the lines into probabilities."""
        return Link.SIGMOID if self.n_classes == 2 else Link.SOFTMAX

    def outputs_at(self, x: Array) -> Array:
        """Outputs (..., K) of the lines at x (...,): logits."""
        there = np.asarray(x, dtype=np.float64)[..., None]
        return np.asarray(self.coefficients[:, 0] + self.coefficients[:, 1] * there)

    def chances_at(self, x: Array) -> Array:
        """Probability (..., K) of every class at x (...,)."""
        return np.asarray(special.softmax(self.outputs_at(x), axis=-1))

    @cached_property
    def outputs(self) -> Array:
        """Outputs (..., K) of the lines at `place`."""
        return self.outputs_at(self.place)

    @cached_property
    def chances(self) -> Array:
        """Probability (..., K) of every class at `place`."""
        return self.chances_at(self.place)

    @cached_property
    def surprises(self) -> Array:
        """-log (n,) of the probability of what happened, for every observation."""
        logs = special.log_softmax(self.outputs_at(self.problem.x), axis=-1)
        return np.asarray(0.0 - np.take_along_axis(logs, self.problem.y[:, None], axis=-1)[:, 0])

    @property
    def nll(self) -> float:
        """Sum of all of them, in nats."""
        return float(self.surprises.sum())

    @cached_property
    def seen(self) -> tuple[Array, Array]:
        """The different x (u,) and how often each class was seen there (u, K)."""
        x, row = np.unique(self.problem.x, return_inverse=True)
        times = np.zeros((len(x), self.n_classes))
        np.add.at(times, (row, self.problem.y), 1.0)
        return x, times

    @cached_property
    def near_x(self) -> PerStop:
        """The observed x nearest to `place`."""
        return self.seen[0][nearest(self.seen[0], self.place)][()]

    @cached_property
    def happened(self) -> Array:
        """How often (..., K) each class was seen there."""
        return np.asarray(self.seen[1][nearest(self.seen[0], self.place)])

    @cached_property
    def costs_near(self) -> Array:
        """-log (..., K) of the probability of every class there."""
        return np.asarray(0.0 - special.log_softmax(self.outputs_at(self.near_x), axis=-1))


def class_sweep(view: ClassesAlongX, key: str) -> Sweep[ClassesAlongX]:
    """X through its range."""
    problem = view.problem
    stops = x_stops(problem.x, float(view.place))
    decimals = decimals_of(nice_step(float(np.ptp(problem.x)) / (GRID / 20)))
    axis = Axis(key, problem.x_name, stops, problem.x_unit, decimals)
    return Sweep(axis, view.through(place=stops))
