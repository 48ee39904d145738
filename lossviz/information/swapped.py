"""Two distributions, each the truth once: the excess forward and, swapped, reverse."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.data import load
from lossviz.information import kl_divergence
from lossviz.information.strip import DECIMALS, bar_stops
from lossviz.numerics import Array
from lossviz.sweeps import Axis, PerStop, Sweep, Swept

SAME = 1e-12  # below what an address can tell apart


@dataclass(frozen=True, eq=False)
class Bar(Swept):
    """A truth (K,) and a forecast that gives class number `which` the probability `value`.

    The forecast leaves the other classes the proportion they have in truth. A value (S,) makes it
    a sweep. `where` says which birds the truth is about.
    """

    where: str
    names: tuple[str, ...]
    counts: Array
    which: int
    value: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("value",)
    derived: ClassVar[tuple[str, ...]] = ("forecast", "forward", "reverse")
    shared: ClassVar[tuple[str, ...]] = ("truth",)

    @cached_property
    def truth(self) -> Array:
        """Share (K,) of each class."""
        return np.asarray(self.counts / self.counts.sum())

    def forecast_at(self, value: PerStop) -> Array:
        """The forecast (..., K) with that probability; with the share, exactly the truth."""
        values = np.asarray(value, dtype=np.float64)
        rest = np.delete(self.truth, self.which) / (1.0 - self.truth[self.which])
        others = (1.0 - values)[..., None] * rest
        forecast = np.insert(others, self.which, values, axis=-1)
        # an address cannot say 152 / 344: its first digits mean it
        meant = round(float(self.truth[self.which]), DECIMALS)
        same = np.abs(values - meant)[..., None] < SAME
        return np.asarray(np.where(same, self.truth, forecast))

    @cached_property
    def forecast(self) -> Array:
        """The forecast (..., K)."""
        return self.forecast_at(self.value)

    @cached_property
    def forward(self) -> Array:
        """KL(y || p) (...,) in nats; maybe inf."""
        return kl_divergence(self.truth, self.forecast)[()]

    @cached_property
    def reverse(self) -> Array:
        """KL(p || y) (...,) in nats; maybe inf."""
        return kl_divergence(self.forecast, self.truth)[()]

    def both_at(self, values: Array) -> tuple[Array, Array]:
        """Forward and reverse (m,) at each of the values (m,)."""
        forecast = self.forecast_at(values)
        return kl_divergence(self.truth, forecast), kl_divergence(forecast, self.truth)

    @property
    def is_equal(self) -> bool:
        """Whether the forecast is the truth."""
        return bool(np.array_equal(self.forecast, self.truth))

    @property
    def ruled_out(self) -> tuple[int, ...]:
        """Classes that happen and are forecast with 0: forward has no end."""
        return tuple(np.flatnonzero((self.truth > 0) & (self.forecast == 0)).tolist())

    @property
    def invented(self) -> tuple[int, ...]:
        """Classes that never happen and are forecast with more than 0: reverse has no end."""
        return tuple(np.flatnonzero((self.truth == 0) & (self.forecast > 0)).tolist())


def penguins(value: PerStop) -> Bar:
    """All penguins; the probability of an Adelie is `value`."""
    species = load("penguins")["species"]
    names, counts = np.unique(species, return_counts=True)
    return Bar("", tuple(names.tolist()), counts.astype(np.float64), 0, value)


def island(value: PerStop, name: str = "Dream") -> Bar:
    """The penguins of one island; the probability of the last species, a Gentoo, is `value`."""
    data = load("penguins")
    names = np.unique(data["species"])
    here = data["species"][data["island"] == name]
    counts = (here[:, None] == names).sum(axis=0).astype(np.float64)
    return Bar(name, tuple(names.tolist()), counts, len(names) - 1, value)


def value_sweep(view: Bar, key: str, label: str) -> Sweep[Bar]:
    """The bar from 0 to 1, its share among the stops."""
    stops, magnet = bar_stops(float(view.value), float(view.truth[view.which]))
    axis = Axis(key, label, stops, decimals=2, magnets=(magnet,))
    return Sweep(axis, view.through(value=stops))
