"""One forecast for all observations of a few classes: its average cost, floor and excess."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from lossviz.data.observations import Observations
from lossviz.information import Unit, cross_entropy, entropy, kl_divergence
from lossviz.numerics import Array
from lossviz.sweeps import Axis, Sweep, Swept, stops_between

DECIMALS = 6
"""Digits of a probability in an address: a share that needs more is meant by its first six."""
STEP = 0.01


@dataclass(frozen=True, eq=False)
class Strip(Swept):
    """The forecast (K,) for every one of the observations, one-hot in K classes.

    A forecast (S, K) makes it a sweep. `unit` is that of every cost.
    """

    observed: Observations
    forecast: Array
    unit: Unit = "nats"

    per_stop: ClassVar[tuple[str, ...]] = ("forecast",)
    derived: ClassVar[tuple[str, ...]] = ("heights", "cost", "excess")
    shared: ClassVar[tuple[str, ...]] = ("shares", "floor")

    @classmethod
    def _single_ndim(cls, name: str) -> int:
        return int(name == "forecast")

    @property
    def classes(self) -> tuple[str, ...]:
        """Names of the K classes."""
        return self.observed.classes

    @cached_property
    def shares(self) -> Array:
        """Share (K,) of each class among the observations: the widths of the strip."""
        return shares_of(self.observed)

    @cached_property
    def heights(self) -> Array:
        """-log (..., K) of the forecast: what one observation of each class costs; maybe inf."""
        return np.asarray(cross_entropy(np.eye(len(self.classes)), self.forecast[..., None, :],
                                        self.unit))  # fmt: skip

    @cached_property
    def cost(self) -> Array:
        """Average cost (...,) of an observation: the area of the strip; maybe inf."""
        return cross_entropy(self.shares, self.forecast, self.unit)[()]

    @cached_property
    def floor(self) -> float:
        """What the cheapest forecast costs on average."""
        return float(entropy(self.shares, self.unit))

    @cached_property
    def excess(self) -> Array:
        """What this forecast costs beyond that, (...,): never negative, maybe inf."""
        return kl_divergence(self.shares, self.forecast, self.unit)[()]

    @property
    def is_match(self) -> bool:
        """Whether the forecast is the shares."""
        return bool(np.array_equal(self.forecast, self.shares))

    @property
    def impossible(self) -> tuple[int, ...]:
        """The classes that were seen and are forecast with probability 0."""
        return tuple(np.flatnonzero((self.forecast == 0) & (self.shares > 0)).tolist())


def shares_of(observed: Observations) -> Array:
    """Share (K,) of each class."""
    return np.asarray(observed.y.mean(axis=0))


def forecast_of(first: ArrayLike, second: ArrayLike, shares: Array) -> Array:
    """The forecast (..., 3) whose third probability is what two of them leave.

    Two that say the shares as an address can say them mean the shares.
    """
    a, b = np.broadcast_arrays(
        np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    )
    # 1 - 0.9 - 0.1 is not 0 in binary
    left = np.maximum(np.round(1.0 - a - b, 12), 0.0)
    forecast = np.stack([a, b, left], axis=-1)
    forecast = forecast / forecast.sum(axis=-1, keepdims=True)
    meant = np.abs(forecast - shares).max(axis=-1, keepdims=True) < 2.1 * 10.0**-DECIMALS
    return np.asarray(np.where(meant, shares, forecast))


def giving_way(forecast: Array, which: int, values: Array) -> Array:
    """Forecasts (S, K) with `values` (S,) at `which`; the others keep their proportion (K,).

    Where the others are all 0 they have none, and share alike.
    """
    others = np.delete(forecast, which)
    total = others.sum()
    parts = others / total if total > 0 else np.full(len(others), 1.0 / len(others))
    rest = np.round((1.0 - values)[:, None] * parts, DECIMALS)
    return np.insert(rest, which, values, axis=1)


def bar_stops(here: float, share: float) -> tuple[Array, float]:
    """Stops (S,) of a bar from 0 to 1, `here` and `share` among them; and the stop of the share."""
    target = round(share, DECIMALS)
    stops = stops_between(0.0, 1.0, STEP, here)
    if not np.any(np.abs(stops - target) < 10.0**-DECIMALS):
        near = np.abs(stops - target) < 0.25 * STEP
        stops = np.sort(np.append(stops[~near | (stops == here)], target))
    return stops, float(stops[np.abs(stops - target).argmin()])


def bar_sweep(view: Strip, which: int, key: str, label: str) -> Sweep[Strip]:
    """The bar of one of three classes from 0 to 1, its share among the stops."""
    stops, magnet = bar_stops(float(view.forecast[which]), float(view.shares[which]))
    moved = giving_way(view.forecast, which, stops)
    forecast = forecast_of(moved[:, 0], moved[:, 1], view.shares)
    axis = Axis(key, label, stops, decimals=2, magnets=(magnet,))
    return Sweep(axis, view.through(forecast=forecast))
