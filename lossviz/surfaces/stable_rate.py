"""How large a learning rate may be: steps needed at each, and the limit where it explodes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from lossviz.numerics import Array, Interval
from lossviz.surfaces.curvature import SAME, Bowl
from lossviz.surfaces.height_map import HeightMap, Room, room_around
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.scaling import RAW, SCALED
from lossviz.surfaces.walk import Walk
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

SHOWN = 100
"""Steps of the path that are drawn."""

RATES: Mapping[str, Interval] = MappingProxyType(
    {RAW: Interval(0.01, 0.6), SCALED: Interval(0.01, 1.2)}
)
"""Learning rates to try, by what was done to the x of Hubble's nebulae: around their limit."""


@dataclass(frozen=True, eq=False)
class StableRate(Swept):
    """Plain gradient descent from the flat line down a bowl, at a `rate` of `rates`; (S,) sweep."""

    hill: LineHill
    rates: Interval
    rate: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("rate",)
    derived: ClassVar[tuple[str, ...]] = ("path", "needed", "factors", "gone", "leaves")
    shared: ClassVar[tuple[str, ...]] = ("bowl", "room", "seen", "curve")

    @cached_property
    def bowl(self) -> Bowl:
        """The curvature."""
        return Bowl(self.hill.surface)

    @cached_property
    def room(self) -> Room:
        """All places that a stable walk from the flat line can come to.

        Along an axis it stays between the start and the farthest overshoot to the other side.
        """
        errors = self.bowl.errors(*self.hill.flat)
        least = np.clip(self.bowl.factors(self.rates.high), -1.0, 0.0)
        ends = [
            np.asarray(self.bowl.lowest) + (np.array(sides) * errors) @ self.bowl.axes
            for sides in product(*((1.0, float(low)) for low in least))
        ]
        if self.bowl.is_round:  # the start alone tells but one way: as far to all sides
            reach, middle = float(np.hypot(*errors)), np.asarray(self.bowl.lowest)
            ends += [middle + reach * way for way in (*np.eye(2), *-np.eye(2))]
        return room_around(*((float(a), float(b)) for a, b in ends), spare=0.25)

    @cached_property
    def seen(self) -> HeightMap:
        """The map."""
        return HeightMap(self.hill.surface, self.room, self.bowl.floor)

    @cached_property
    def path(self) -> Array:
        """Its first places (..., SHOWN + 1, 2)."""
        step = np.broadcast_to(SHOWN, np.shape(self.rate))
        return Walk(self.hill.surface, *self.hill.flat, self.rate, step, SHOWN).path

    @cached_property
    def needed(self) -> Array:
        """Steps (...) until the MSE is within 1 % of its lowest; infinite for never."""
        return self.bowl.steps_to(*self.hill.flat, np.asarray(self.rate) / self.bowl.limit)

    @cached_property
    def factors(self) -> Array:
        """What a step makes of the error across the valley and along it (..., 2)."""
        return self.bowl.factors(self.rate)

    @property
    def swings(self) -> bool:
        """Whether the error across the valley neither shrinks nor grows."""
        return bool(abs(abs(float(self.factors[0])) - 1) <= SAME)

    @property
    def explodes(self) -> bool:
        """Whether it grows."""
        return not self.swings and bool(abs(float(self.factors[0])) > 1)

    @cached_property
    def gone(self) -> Array:
        """The first step (...) after which the path is off the map; NaN where none drawn is."""
        return np.where(self._outside.any(axis=-1), self._outside.argmax(axis=-1), np.nan)

    @cached_property
    def _outside(self) -> Array:
        low, high = (np.array([getattr(s, end) for s in (self.room.a, self.room.b)])
                     for end in ("low", "high"))  # fmt: skip
        with np.errstate(invalid="ignore"):
            return np.asarray(((self.path < low) | (self.path > high)).any(axis=-1))

    @cached_property
    def leaves(self) -> Array:
        """Where (..., 2) the path crosses the side of the map; NaN where it does not."""
        first = np.maximum(self._outside.argmax(axis=-1), 1)[..., None, None]
        to = np.take_along_axis(self.path, first, axis=-2)[..., 0, :]
        start = np.take_along_axis(self.path, first - 1, axis=-2)[..., 0, :]
        sides = np.array([[s.low, s.high] for s in (self.room.a, self.room.b)])
        way = to - start
        with np.errstate(divide="ignore", invalid="ignore"):
            ahead = (np.where(way > 0, sides[:, 1], sides[:, 0]) - start) / way
        part = np.nanmin(np.where(way == 0, np.inf, ahead), axis=-1, keepdims=True)
        with np.errstate(invalid="ignore"):
            crossing = start + np.minimum(part, 1) * way
        return np.where(np.isnan(self.gone)[..., None], np.nan, crossing)

    @cached_property
    def curve(self) -> tuple[Array, Array]:
        """Rates (m,) and steps needed (m,), close together just below the limit."""
        limit = self.bowl.limit
        near = limit * (1 - np.geomspace(1e-6, 0.1, 100))
        grid = np.linspace(self.rates.low, self.rates.high, 300)
        rates = np.unique(np.concatenate([grid, near[near > self.rates.low]]))
        return rates, self.bowl.steps_to(*self.hill.flat, rates / limit)


def rate_sweep(view: StableRate, key: str, label: str) -> Sweep[StableRate]:
    """The rate through its range."""
    low, high = view.rates.low, view.rates.high
    stops = stops_between(low, high, 0.005 if high < 1 else 0.01, float(view.rate))
    return Sweep(Axis(key, label, stops, "", 3 if high < 1 else 2), view.through(rate=stops))
