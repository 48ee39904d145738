"""Two losses of a sigmoid over its intercept and slope, and along a straight segment of that map.

Convex means: between any two places the loss is never above the straight chord.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from scipy import optimize

from lossviz.core import LossAt
from lossviz.fits.logistic import fit_logistic
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

PLACES = Interval(-8.0, 8.0)
"""Intercepts and slopes of the map."""
GRID = 65
ALONG = 101
STEP = 0.2


@dataclass(frozen=True, eq=False)
class Surface:
    """The mean loss of sigmoid(b + w x) on x (n,) and labels y (n,), over intercept b, slope w."""

    loss_at: LossAt
    x: Array
    y: Array

    def at(self, b: Array, w: Array) -> Array:
        """The mean loss (...,) at intercepts and slopes that broadcast."""
        z = np.asarray(b)[..., None] + np.asarray(w)[..., None] * self.x
        return np.asarray(self.loss_at.value(self.y, z).mean(axis=-1))

    @cached_property
    def grid(self) -> Array:
        """The intercepts, and the slopes, of the grid (GRID,)."""
        return np.linspace(PLACES.low, PLACES.high, GRID)

    @cached_property
    def heights(self) -> Array:
        """The mean loss (GRID slopes, GRID intercepts)."""
        return self.at(self.grid, self.grid[:, None])

    @cached_property
    def bends(self) -> Array:
        """The smaller eigenvalue of the Hessian (GRID, GRID): how the loss bends at its worst."""
        z = self.grid[:, None] + self.grid[:, None, None] * self.x
        c = self.loss_at.curvature(self.y, z)
        bb, bw, ww = c.mean(axis=-1), (c * self.x).mean(axis=-1), (c * self.x**2).mean(axis=-1)
        return np.asarray((bb + ww) / 2 - np.hypot((bb - ww) / 2, bw))

    @cached_property
    def worst(self) -> tuple[float, float, float]:
        """Intercept, slope and eigenvalue where the grid bends downwards most."""
        row, column = np.unravel_index(self.bends.argmin(), self.bends.shape)
        return float(self.grid[column]), float(self.grid[row]), float(self.bends[row, column])

    @property
    def bent_share(self) -> float:
        """Share of the grid where some direction bends downwards."""
        return float((self.bends < 0).mean())

    @cached_property
    def valley(self) -> tuple[float, float, float]:
        """Intercept, slope and mean loss at the bottom downhill of the best cross-entropy fit."""
        start = fit_logistic(self.x, self.y).coefficients

        def mean(place: Array) -> float:
            return float(self.at(place[0], place[1]))

        found = optimize.minimize(mean, start, tol=1e-10)
        return float(found.x[0]), float(found.x[1]), float(found.fun)

    @cached_property
    def lowest(self) -> tuple[float, float, float]:
        """Intercept, slope and mean loss at the lowest place of the grid."""
        row, column = np.unravel_index(self.heights.argmin(), self.heights.shape)
        return float(self.grid[column]), float(self.grid[row]), float(self.heights[row, column])


@dataclass(frozen=True)
class Segment(Swept):
    """A straight segment from the best cross-entropy fit to the upper edge, at intercept `end`.

    `first` is the surface of cross-entropy, `second` that of the other loss; an `end` (S,) makes
    it a sweep.
    """

    first: Surface
    second: Surface
    end: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("end",)
    derived: ClassVar[tuple[str, ...]] = ("along", "chords")
    shared: ClassVar[tuple[str, ...]] = ("start",)

    @property
    def surfaces(self) -> tuple[Surface, Surface]:
        """Both."""
        return self.first, self.second

    @cached_property
    def start(self) -> tuple[float, float]:
        """Intercept and slope of the best cross-entropy fit."""
        return self.first.valley[:2]

    @property
    def way(self) -> Array:
        """How far along the segment (ALONG,), from 0 to 1."""
        return np.linspace(0.0, 1.0, ALONG)

    @cached_property
    def along(self) -> Array:
        """Both losses along the segment, (..., 2, ALONG)."""
        b0, w0 = self.start
        b = b0 + self.way * (np.asarray(self.end, dtype=np.float64)[..., None] - b0)
        w = w0 + self.way * (PLACES.high - w0)
        return np.stack([surface.at(b, w) for surface in self.surfaces], axis=-2)

    @cached_property
    def chords(self) -> Array:
        """The straight line between the two ends of each curve, (..., 2, ALONG)."""
        low, high = self.along[..., :1], self.along[..., -1:]
        return np.asarray(low + self.way * (high - low))

    @property
    def above(self) -> Array:
        """How far each loss is above its chord at most, (..., 2); 0 where it never is."""
        return np.asarray((self.along - self.chords).max(axis=-1).clip(0.0))

    @property
    def below(self) -> Array:
        """How far each loss is below its chord at most, (..., 2)."""
        return np.asarray((self.chords - self.along).max(axis=-1).clip(0.0))

    @property
    def where_above(self) -> Array:
        """How far along the segment each loss is the furthest above its chord, (..., 2)."""
        return np.asarray(self.way[(self.along - self.chords).argmax(axis=-1)])


def segment_sweep(view: Segment, key: str, label: str) -> Sweep[Segment]:
    """The far end along the upper edge of the map."""
    stops = stops_between(PLACES.low, PLACES.high, STEP, float(view.end))
    return Sweep(Axis(key, label, stops, "", 1), view.through(end=stops))
