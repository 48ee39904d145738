"""The stack of a heavy tail of fixed width: one valley, or several."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.noise import student_t
from lossviz.numerics import Array, Interval, log1p_square_slope
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

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
