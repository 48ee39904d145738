"""Likelihoods without a best answer, or with more than one: a coin, two classes, a heavy tail."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.data import load
from lossviz.fits import LogisticFit, MleFit, fit_logistic, fit_mle
from lossviz.noise import Noise, bernoulli, gaussian, student_t
from lossviz.numerics import Array, Interval, log1p_square_slope
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

# ---- a coin ---------------------------------------------------------------------------------

FLIPS = 10
LOGITS = Interval(-8.0, 8.0)


@dataclass(frozen=True)
class Coin(Swept):
    """So many `heads` in `FLIPS` flips, and a `logit` for the coin; logits (S,) make a sweep."""

    heads: int
    logit: PerStop

    noise: ClassVar[Noise] = bernoulli()
    per_stop: ClassVar[tuple[str, ...]] = ("logit",)
    derived: ClassVar[tuple[str, ...]] = ("stack",)
    shared: ClassVar[tuple[str, ...]] = ("fit", "settled")

    @property
    def flips(self) -> Array:
        """The flips (FLIPS,), 1 for heads."""
        return np.repeat([1.0, 0.0], [self.heads, FLIPS - self.heads])

    def stack_at(self, logits: Array) -> Array:
        """Sum of the surprises (...,) of all flips at `logits` (...,), in nats."""
        return np.asarray(-self.noise.log_density(self.flips, logits[..., None], 1.0).sum(axis=-1))

    @cached_property
    def stack(self) -> PerStop:
        """The same at the logit of the coin."""
        return self.stack_at(np.asarray(self.logit, dtype=np.float64))[()]

    @cached_property
    def fit(self) -> MleFit:
        """What the fit reports."""
        return fit_mle(self.noise, self.flips)

    @property
    def best(self) -> float:
        """The best logit: infinite where the flips all fell alike."""
        if self.fit.direction is not None:
            return float(np.copysign(np.inf, self.fit.direction[0]))
        return float(self.fit.coefficients[0])

    @cached_property
    def settled(self) -> float:
        """The best logit with one head and one tail more, which is always a number."""
        return float(fit_mle(self.noise, np.append(self.flips, [1.0, 0.0])).coefficients[0])


def logit_sweep(view: Coin, label: str) -> Sweep[Coin]:
    """The logit through its range, the best one among the stops if there is one."""
    stops = stops_between(LOGITS.low, LOGITS.high, 0.2, float(view.logit))
    magnets: tuple[float, ...] = ()
    if np.isfinite(view.best):
        magnets = (view.best,)
        if not np.any(np.isclose(stops, view.best, rtol=0, atol=1e-9)):
            stops = np.sort(np.append(stops, view.best))
    return Sweep(Axis("logit", label, stops, "", 2, magnets), view.through(logit=stops))


# ---- two classes ----------------------------------------------------------------------------

STEEP = Interval(0.0, 15.0)
PAIRS = (("setosa", "versicolor"), ("versicolor", "virginica"))
"""Species of iris, label 0 and label 1: parted by the length of their petals, and overlapping."""


@dataclass(frozen=True)
class Steepness(Swept):
    """Labels (n,) along x (n,), and a sigmoid of a steepness with its 50 % at `middle`.

    Label 0 and label 1 are called `names`; x is in cm and `steep` per cm, (S,) makes a sweep.
    """

    x: Array
    labels: Array
    names: tuple[str, str]
    steep: PerStop

    noise: ClassVar[Noise] = bernoulli()
    per_stop: ClassVar[tuple[str, ...]] = ("steep",)
    derived: ClassVar[tuple[str, ...]] = ("loss",)
    shared: ClassVar[tuple[str, ...]] = ("fit", "penalised", "middle", "wrong_side")

    @cached_property
    def fit(self) -> LogisticFit:
        """What the fit reports."""
        return fit_logistic(self.x, self.labels)

    @property
    def parted(self) -> bool:
        """Whether the labels are separable, so that no steepness is the best."""
        return self.fit.direction is not None

    @cached_property
    def middle(self) -> float:
        """The boundary: in the middle of the gap, or where the fit puts it."""
        if self.parted:
            zero, one = self.x[self.labels == 0], self.x[self.labels == 1]
            return float(zero.max() + one.min()) / 2
        intercept, slope = self.fit.coefficients
        return float(-intercept / slope)

    @cached_property
    def wrong_side(self) -> int:
        """How many points lie on the side of the other label."""
        return int(np.sum((self.x > self.middle) != (self.labels == 1)))

    @property
    def best(self) -> float:
        """The best steepness at this boundary; infinite where there is none."""
        return np.inf if self.parted else float(self.fit.coefficients[1])

    @property
    def penalty(self) -> float:
        """Weight of the penalty on the mean loss that scikit-learn adds by default: 1 / n."""
        return 1.0 / len(self.x)

    @cached_property
    def penalised(self) -> LogisticFit:
        """The fit with that penalty, which always has a best steepness."""
        return fit_logistic(self.x, self.labels, l2=self.penalty)

    def loss_at(self, steep: Array) -> Array:
        """Mean cross-entropy (...,) at steepnesses (...,), in nats."""
        logits = steep[..., None] * (self.x - self.middle)
        return np.asarray(-self.noise.log_density(self.labels, logits, 1.0).mean(axis=-1))

    @cached_property
    def loss(self) -> PerStop:
        """The same at the steepness in the hand."""
        return self.loss_at(np.asarray(self.steep, dtype=np.float64))[()]

    def chance(self, x: Array) -> Array:
        """Probability (..., m) of label 1 at the points x (m,)."""
        logits = np.asarray(self.steep)[..., None] * (x - self.middle)
        return np.exp(self.noise.log_density(np.ones(()), logits, 1.0))


def iris(steep: float, *, overlap: bool) -> Steepness:
    """Petal lengths of two species of iris: of two that a length parts, or of two that overlap."""
    data, names = load("iris"), PAIRS[overlap]
    species = np.asarray(data["species"])
    chosen = np.isin(species, names)
    x = np.asarray(data["petal_length_cm"], dtype=np.float64)[chosen]
    return Steepness(x, (species[chosen] == names[1]).astype(np.float64), names, steep)


def steep_sweep(view: Steepness, label: str) -> Sweep[Steepness]:
    """The steepness through its range, the best one among the stops if there is one."""
    stops = stops_between(STEEP.low, STEEP.high, 0.25, float(view.steep))
    magnets: tuple[float, ...] = ()
    if np.isfinite(view.best):
        magnets = (view.best,)
        stops = np.sort(np.append(stops, view.best))
    axis = Axis("steep", label, stops, "per cm", 2, magnets)
    return Sweep(axis, view.through(steep=stops))


# ---- two maxima -----------------------------------------------------------------------------

WIDTHS = Interval(1.0, 8.0)
LOOK = 2001  # places where the slope is looked at before it is followed to 0
HALVINGS = 60


@dataclass(frozen=True)
class Valleys(Swept):
    """Readings (n,) under Student noise of `nu` and a fixed `width`: where their stack is lowest.

    The width is in the units of the readings; widths (S,) make a sweep.
    """

    readings: Array
    nu: float
    width: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("width",)
    derived: ClassVar[tuple[str, ...]] = ("minima", "depths")

    def _log_density(self, residual: Array, width: Array) -> Array:
        # the noise checks one width at a time: a density of width c is that of width 1, stretched
        unit = student_t(self.nu).log_density(residual / width, np.zeros(()), 1.0)
        return np.asarray(unit - np.log(width))

    def _widths(self) -> Array:
        return np.asarray(self.width, dtype=np.float64)[..., None, None]

    def stack_at(self, places: Array) -> Array:
        """Sum of the surprises (..., m) if the answer were at `places` (m,) or (..., m), nats."""
        residual = self.readings - places[..., None]
        return np.asarray(-self._log_density(residual, self._widths()).sum(axis=-1))

    def _slope(self, places: Array) -> Array:
        """Slope (..., m) of the stack, up to a positive factor."""
        scale = self._widths() * np.sqrt(self.nu)
        pulls = log1p_square_slope(self.readings - places[..., None], scale)
        return np.asarray(-pulls.sum(axis=-1))

    @cached_property
    def minima(self) -> Array:
        """Where the stack has its minima (..., n), ascending and NaN where there are no more.

        Outside of the readings all pulls point inwards; between them the slope changes its sign at
        most 2 n - 1 times.
        """
        low, high = float(self.readings.min()), float(self.readings.max())
        grid = np.linspace(low, high, LOOK)
        slope = self._slope(np.broadcast_to(grid, (*np.shape(self.width), LOOK)))
        rises = (slope[..., :-1] < 0) & (slope[..., 1:] >= 0)
        found = np.full((*np.shape(self.width), len(self.readings)), np.nan)
        number = np.cumsum(rises, axis=-1) - 1
        where = np.nonzero(rises)
        found[(*where[:-1], number[where])] = grid[where[-1]]
        left, right = found, found + (grid[1] - grid[0])
        for _halving in range(HALVINGS):
            middle = 0.5 * (left + right)
            falls = self._slope(middle) < 0
            left, right = np.where(falls, middle, left), np.where(falls, right, middle)
        return np.asarray(0.5 * (left + right))

    @cached_property
    def depths(self) -> Array:
        """The stack (..., n) at the minima, in nats."""
        return self.stack_at(self.minima)

    @property
    def best(self) -> PerStop:
        """The lowest of the minima."""
        lowest = np.nanargmin(self.depths, axis=-1)[..., None]
        return np.take_along_axis(self.minima, lowest, axis=-1)[..., 0][()]

    @property
    def leftmost(self) -> PerStop:
        """Where a search downhill from the lowest reading ends."""
        return self.minima[..., 0][()]


def width_sweep(view: Valleys, label: str) -> Sweep[Valleys]:
    """The width through its range."""
    stops = stops_between(WIDTHS.low, WIDTHS.high, 0.1, float(view.width))
    return Sweep(Axis("t_width", label, stops, "ns", 1), view.through(width=stops))


# ---- no width -------------------------------------------------------------------------------


def all_the_same(value: float, n: int) -> MleFit:
    """The bell fitted to n readings that are all `value`."""
    return fit_mle(gaussian(), np.full(n, value))
