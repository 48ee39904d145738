"""Density against probability: what a bin of some width holds of a hill."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from scipy import stats

from lossviz.noise import gaussian
from lossviz.numerics import Array
from lossviz.sweeps import Axis, PerStop, Sweep, Swept

WIDEST, NARROWEST = 12.0, 0.1  # ns
NANOSECONDS = {"ns": 1.0, "µs": 1000.0}
"""How many ns one unit is."""


@dataclass(frozen=True)
class BinView(Swept):
    """A bin about the top of a bell at `centre` with width `spread`, all in ns.

    `bin_width` (S,) makes it a sweep; `unit` is "ns" or "µs", in which densities are counted.
    """

    centre: float
    spread: float
    bin_width: PerStop
    unit: str

    per_stop: ClassVar[tuple[str, ...]] = ("bin_width",)
    derived: ClassVar[tuple[str, ...]] = ("probability",)

    @property
    def per(self) -> float:
        """How many ns the unit is."""
        return NANOSECONDS[self.unit]

    def density(self, at: Array) -> Array:
        """Density per unit at readings in ns."""
        log = gaussian().log_density(at, np.asarray(self.centre), self.spread)
        return np.exp(log) * self.per

    @property
    def height(self) -> float:
        """Density per unit at the top."""
        return float(self.density(np.asarray(self.centre)))

    @cached_property
    def probability(self) -> PerStop:
        """Share of the hill within the bin."""
        half = 0.5 * np.asarray(self.bin_width, dtype=np.float64)
        inside = stats.norm.cdf(half / self.spread) - stats.norm.cdf(-half / self.spread)
        return np.asarray(inside)[()]

    @property
    def per_unit(self) -> PerStop:
        """Probability divided by the width of the bin: near the density if the bin is narrow."""
        return self.probability * self.per / self.bin_width


def bin_sweep(view: BinView, key: str, label: str) -> Sweep[BinView]:
    """The width of the bin, narrow ones close together."""
    stops = np.round(np.geomspace(NARROWEST, WIDEST, 70), 2)
    here = float(view.bin_width)
    stops = np.unique(np.append(stops[np.abs(stops - here) > 1e-9], here))
    return Sweep(Axis(key, label, stops, "ns", 2), view.through(bin_width=stops))
