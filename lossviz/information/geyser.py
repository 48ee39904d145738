"""A truth of two humps and a forecast of one: where it fits best forward, and where reverse.

The truth is counted: how long 272 eruptions of Old Faithful lasted, in bars of a quarter minute,
none of them empty. The forecast is a bell over the same bars.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lossviz.data import load
from lossviz.information import kl_divergence
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

EDGES = np.round(np.arange(1.5, 5.26, 0.25), 2)  # min
MIDDLES = (EDGES[:-1] + EDGES[1:]) / 2
CENTRES = Interval(1.75, 5.0)
SPREADS = Interval(0.4, 1.5)
STEP = 0.05  # min, of both
START = (2.75, 0.5)
"""Centre and width on arrival, before anybody has moved the bell."""
GRID = np.round(np.arange(CENTRES.low, CENTRES.high + 0.005, 0.01), 2)


@lru_cache(maxsize=1)
def counts() -> Array:
    """Eruptions (K,) in each bar."""
    seen, _edges = np.histogram(load("old_faithful")["eruption_min"], EDGES)
    found = seen.astype(np.float64)
    found.flags.writeable = False
    return found


def bell(centre: ArrayLike, spread: ArrayLike) -> Array:
    """Probabilities (..., K) of the bars under a bell at `centre` (...,), `spread` wide."""
    c, w = (np.asarray(one, dtype=np.float64)[..., None] for one in (centre, spread))
    return np.asarray(special.softmax(-((MIDDLES - c) ** 2) / (2.0 * w**2), axis=-1))


def peak(centre: ArrayLike, spread: ArrayLike) -> Array:
    """Height (...,) of that bell at its centre, where no bar need be."""
    c, w = (np.asarray(one, dtype=np.float64)[..., None] for one in (centre, spread))
    return np.asarray(1.0 / np.exp(-((MIDDLES - c) ** 2) / (2.0 * w**2)).sum(axis=-1))


@lru_cache(maxsize=256)
def _over_centres(spread: float) -> tuple[Array, Array]:
    """Forward and reverse (m,) at every centre of the grid: 116 stops ask for the same."""
    truth, forecast = counts() / counts().sum(), bell(GRID, spread)
    both = kl_divergence(truth, forecast), kl_divergence(forecast, truth)
    for values in both:
        values.flags.writeable = False
    return both


@dataclass(frozen=True, eq=False)
class Hump(Swept):
    """The bell at `centre`, `spread` wide, both in minutes; either may be an array (S,)."""

    centre: PerStop
    spread: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("centre", "spread")
    derived: ClassVar[tuple[str, ...]] = ("forecast", "forward", "reverse")

    @property
    def truth(self) -> Array:
        """Share (K,) of each bar."""
        return np.asarray(counts() / counts().sum())

    @cached_property
    def forecast(self) -> Array:
        """Probability (..., K) of each bar."""
        return bell(*np.broadcast_arrays(self.centre, self.spread))

    @cached_property
    def forward(self) -> Array:
        """KL(y || p) (...,) in nats."""
        return kl_divergence(self.truth, self.forecast)[()]

    @cached_property
    def reverse(self) -> Array:
        """KL(p || y) (...,) in nats."""
        return kl_divergence(self.forecast, self.truth)[()]

    @property
    def is_start(self) -> bool:
        """Whether the bell stands as it did on arrival."""
        return (float(self.centre), float(self.spread)) == START

    @property
    def over_centres(self) -> tuple[Array, Array]:
        """Forward and reverse (..., m) at every centre of `GRID`, for bells as wide as this."""
        found = [_over_centres(float(w)) for w in np.ravel(self.spread)]
        shape = (*np.shape(self.spread), len(GRID))
        forward, reverse = (np.stack(side).reshape(shape) for side in zip(*found, strict=True))
        return forward, reverse

    @property
    def best(self) -> tuple[float, float]:
        """The centre with the least forward and the one with the least reverse, to 0.01 min."""
        forward, reverse = (float(GRID[values.argmin()]) for values in self.over_centres)
        return forward, reverse


def eruptions_at(minutes: float) -> int:
    """How many eruptions are in the bar there."""
    return int(counts()[np.clip(np.searchsorted(EDGES, minutes, "right") - 1, 0, len(MIDDLES) - 1)])


def centre_sweep(view: Hump, key: str, label: str) -> Sweep[Hump]:
    """The bell through all centres, both best ones among the stops."""
    here = float(view.centre)
    stops = stops_between(CENTRES.low, CENTRES.high, STEP, here)
    for best in view.best:
        if not np.any(np.abs(stops - best) < 1e-9):
            near = np.abs(stops - best) < 0.3 * STEP
            stops = np.sort(np.append(stops[~near | (stops == here)], best))
    axis = Axis(key, label, stops, "min", 2, magnets=view.best)
    return Sweep(axis, view.through(centre=stops))


def spread_sweep(view: Hump, key: str, label: str) -> Sweep[Hump]:
    """The bell through all widths."""
    stops = stops_between(SPREADS.low, SPREADS.high, STEP, float(view.spread))
    return Sweep(Axis(key, label, stops, "min", 2), view.through(spread=stops))
