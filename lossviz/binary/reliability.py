"""Forecasts of a known world, put into bins: how often it happened, and how sure one can be."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import special

from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept

BINS = 10
SIZES = (200, 2_000, 10_000)
SHARPER = Interval(0.25, 4.0)
PER_OCTAVE = 6
SEED = 11
Z95 = float(special.ndtri(0.975))
"""Standard deviations of a 95 % interval."""


@lru_cache(maxsize=1)
def world() -> tuple[Array, Array]:
    """True logits, normal with deviation 1.5, and what happened (10,000,), in order of drawing."""
    rng = np.random.default_rng(SEED)
    logits = 1.5 * rng.standard_normal(SIZES[-1])
    happened = (rng.random(len(logits)) < special.expit(logits)).astype(np.float64)
    logits.flags.writeable = happened.flags.writeable = False
    return logits, happened


def wilson(successes: Array, trials: Array) -> tuple[Array, Array]:
    """Both ends (...,) of Wilson's 95 % interval for a share; NaN where there are no trials."""
    n = np.where(trials > 0, trials, np.nan)
    share, extra = successes / n, Z95**2 / n
    middle = (share + extra / 2) / (1 + extra)
    half = np.sqrt(extra * share * (1 - share) + extra**2 / 4) / (1 + extra)
    return np.clip(middle - half, 0.0, 1.0), np.clip(middle + half, 0.0, 1.0)


@dataclass(frozen=True)
class Reliability(Swept):
    """The first `size` forecasts, their logits `factor` times the true ones, (S,) for a sweep."""

    size: int
    factor: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("factor",)
    derived: ClassVar[tuple[str, ...]] = ("counts", "hits", "forecast", "loss")
    shared: ClassVar[tuple[str, ...]] = ("logits", "happened")

    @cached_property
    def logits(self) -> Array:
        """The true logits (n,), ascending."""
        return np.sort(world()[0][: self.size])

    @cached_property
    def happened(self) -> Array:
        """What happened (n,), in the same order."""
        return world()[1][np.argsort(world()[0][: self.size], kind="stable")]

    @cached_property
    def _forecasts(self) -> Array:
        factor = np.asarray(self.factor, dtype=np.float64)
        return np.asarray(special.expit(factor[..., None] * self.logits))

    @cached_property
    def _ends(self) -> NDArray[np.intp]:
        """Where each bin begins and the last ends (..., BINS + 1) among the forecasts."""
        edges = np.arange(1, BINS) / BINS
        rows = np.atleast_2d(self._forecasts)
        inner = np.stack([np.searchsorted(row, edges, side="right") for row in rows])
        ends = np.pad(inner, ((0, 0), (1, 1)))
        ends[:, -1] = self.size
        return ends if np.ndim(self.factor) else ends[0]

    def _summed(self, values: Array) -> Array:
        """Sums (..., BINS) of values (..., n) over each bin."""
        total = np.concatenate(
            [np.zeros((*values.shape[:-1], 1)), np.cumsum(values, axis=-1)], axis=-1
        )
        if values.ndim < self._ends.ndim:
            total = np.broadcast_to(total, (*self._ends.shape[:-1], total.shape[-1]))
        return np.asarray(np.diff(np.take_along_axis(total, self._ends, axis=-1), axis=-1))

    @cached_property
    def counts(self) -> Array:
        """How many forecasts (..., BINS) each bin has."""
        return np.diff(self._ends, axis=-1).astype(np.float64)

    @cached_property
    def hits(self) -> Array:
        """How many of them (..., BINS) happened."""
        return self._summed(self.happened)

    @cached_property
    def forecast(self) -> Array:
        """The mean forecast (..., BINS) of each bin; NaN where it is empty."""
        return np.asarray(self._summed(self._forecasts) / self._some)

    @property
    def _some(self) -> Array:
        return np.where(self.counts > 0, self.counts, np.nan)

    @property
    def share(self) -> Array:
        """How often it happened (..., BINS); NaN where the bin is empty."""
        return np.asarray(self.hits / self._some)

    @property
    def bars(self) -> tuple[Array, Array]:
        """Both ends (..., BINS) of the 95 % interval around it."""
        return wilson(self.hits, self.counts)

    @property
    def off(self) -> NDArray[np.bool_]:
        """Whether the mean forecast (..., BINS) lies outside its interval."""
        low, high = self.bars
        return np.asarray((self.forecast < low) | (self.forecast > high))

    @cached_property
    def loss(self) -> PerStop:
        """Mean cross-entropy (...,), in nats."""
        z = np.asarray(self.factor, dtype=np.float64)[..., None] * self.logits
        return np.logaddexp(0.0, np.where(self.happened == 1, -z, z)).mean(axis=-1)[()]


def factor_stops(value: float) -> Array:
    """The factor in equal steps of its logarithm, and `value`."""
    octaves = round(float(np.log2(SHARPER.high / SHARPER.low)))
    grid = SHARPER.low * 2.0 ** np.linspace(0, octaves, octaves * PER_OCTAVE + 1)
    return np.unique(np.append(np.round(grid, 2), value))


def sharper_sweep(view: Reliability, key: str, label: str) -> Sweep[Reliability]:
    """The factor through its range."""
    stops = factor_stops(float(view.factor))
    return Sweep(Axis(key, label, stops, "", 2, (1.0,)), view.through(factor=stops))
