"""A sigmoid made steeper or flatter about its own 50 % point, read by three meters.

Loss, accuracy and squared miss of the probability; a threshold turns probabilities into calls.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import special

from lossviz.core import LossAt
from lossviz.data import load
from lossviz.fits import fit_logistic
from lossviz.likelihood.along_x import CLASS_PROBLEMS, ClassProblem
from lossviz.numerics import UNIT, Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, join, stops_between

FACTORS = Interval(0.25, 8.0)
HALF = 0.5
PER_OCTAVE = 16
ROUND_FACTORS = (3.0, 5.0)
"""Stops a reader asks for that are no powers of the grid."""
CUT_STEP = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Flights:
    """The flights with temperature and distress, and what each is called, names (n,)."""

    problem: ClassProblem
    names: NDArray[np.str_]

    @property
    def y(self) -> Array:
        """Labels (n,): 1 for distress."""
        return self.problem.y.astype(np.float64)

    @property
    def n(self) -> int:
        """Number of flights."""
        return len(self.names)


def flights() -> Flights:
    """The 23 flights before the accident."""
    problem = CLASS_PROBLEMS["orings"]
    return Flights(problem, np.asarray(load(problem.dataset)["flight"]))


@dataclass(frozen=True)
class Meters(Swept):
    """The best fit with its slope times `factor`, and calls at probability `cut` or more.

    `loss_at` is what the fit minimises, `squared_at` the squared miss of the probability. An array
    (S,) of `factor` makes a sweep.
    """

    loss_at: LossAt
    squared_at: LossAt
    flights: Flights
    factor: PerStop
    cut: PerStop = HALF

    per_stop: ClassVar[tuple[str, ...]] = ("factor",)
    derived: ClassVar[tuple[str, ...]] = ("logits", "chances", "costs", "readings", "called")
    shared: ClassVar[tuple[str, ...]] = ("coefficients", "best", "costliest")

    @cached_property
    def coefficients(self) -> Array:
        """Intercept and slope (2,) of the fit; ValueError where there is none."""
        fit = fit_logistic(self.flights.problem.x, self.flights.y)
        if not fit.converged:
            raise ValueError(fit.message)
        return fit.coefficients

    @property
    def middle(self) -> float:
        """Where the fit gives one half, in the units of x."""
        intercept, slope = self.coefficients
        return float(-intercept / slope)

    def logits_at(self, x: Array, factor: PerStop) -> Array:
        """Logits (..., m) at x (m,) with the slope times factor (...,)."""
        slope = self.coefficients[1] * np.asarray(factor, dtype=np.float64)
        return np.asarray(slope[..., None] * (x - self.middle))

    def chances_at(self, x: Array) -> Array:
        """Probability (..., m) of distress at x (m,)."""
        return np.asarray(special.expit(self.logits_at(x, self.factor)))

    def where(self, chance: float) -> PerStop:
        """The x at which the curve gives `chance`, a number inside (0, 1)."""
        slope = self.coefficients[1] * np.asarray(self.factor, dtype=np.float64)
        return (self.middle + special.logit(chance) / slope)[()]

    @cached_property
    def logits(self) -> Array:
        """Logits (..., n) of the flights."""
        return self.logits_at(self.flights.problem.x, self.factor)

    @cached_property
    def chances(self) -> Array:
        """Probability (..., n) of distress of the flights."""
        return np.asarray(special.expit(self.logits))

    @cached_property
    def costs(self) -> Array:
        """What each flight pays (..., n)."""
        return self.loss_at.value(self.flights.y, self.logits)

    @cached_property
    def called(self) -> NDArray[np.bool_]:
        """Whether each flight (..., n) is called distress."""
        return np.asarray(self.chances >= np.asarray(self.cut)[..., None], dtype=np.bool_)

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether each call (..., n) is right."""
        return np.asarray(self.called == (self.flights.y == 1), dtype=np.bool_)

    @cached_property
    def readings(self) -> Array:
        """Mean loss, share of right calls and mean squared miss (..., 3)."""
        squared = self.squared_at.value(self.flights.y, self.logits).mean(axis=-1)
        return join(self.costs.mean(axis=-1), self.right.mean(axis=-1), squared)

    @cached_property
    def best(self) -> "Meters":
        """The best fit itself, its calls at one half."""
        return Meters(self.loss_at, self.squared_at, self.flights, 1.0)

    @cached_property
    def costliest(self) -> int:
        """The row that pays most at the best fit."""
        return int(self.best.costs.argmax())

    @property
    def share(self) -> PerStop:
        """The share (...,) of the total that this row pays."""
        return (self.costs[..., self.costliest] / self.costs.sum(axis=-1))[()]


@dataclass(frozen=True)
class Calls(Meters):
    """The same meters while the threshold `cut` moves, (S,) for a sweep, and the curve rests."""

    per_stop: ClassVar[tuple[str, ...]] = ("cut",)
    derived: ClassVar[tuple[str, ...]] = ("called", "readings")
    shared: ClassVar[tuple[str, ...]] = ("coefficients", "best", "costliest", "logits", "chances",
                                         "costs")  # fmt: skip

    @property
    def counts(self) -> NDArray[np.intp]:
        """Hits, false alarms, misses and rightly called none (..., 4)."""
        happened = self.flights.y == 1
        cells = (self.called & happened, self.called & ~happened, ~self.called & happened,
                 ~self.called & ~happened)  # fmt: skip
        return np.stack([cell.sum(axis=-1) for cell in cells], axis=-1)

    def accuracy_at(self, cuts: Array) -> Array:
        """Share of right calls (m,) at thresholds (m,)."""
        called = self.chances >= cuts[:, None]
        return np.asarray((called == (self.flights.y == 1)).mean(axis=-1))


def factor_sweep(view: Meters, key: str, label: str) -> Sweep[Meters]:
    """The factor through its range, in equal steps of its logarithm, round factors among them."""
    octaves = round(float(np.log2(FACTORS.high / FACTORS.low)))
    grid = FACTORS.low * 2.0 ** np.linspace(0, octaves, octaves * PER_OCTAVE + 1)
    stops = np.unique(np.append(np.round(grid, 2), [*ROUND_FACTORS, float(view.factor)]))
    axis = Axis(key, label, stops, "", 2, (1.0, 3.0))
    return Sweep(axis, view.through(factor=stops))


def cut_sweep(view: Calls, key: str, label: str) -> Sweep[Calls]:
    """The threshold through its range."""
    stops = stops_between(UNIT.low, UNIT.high, CUT_STEP, float(view.cut))
    return Sweep(Axis(key, label, stops, "", 2, (HALF,)), view.through(cut=stops))
