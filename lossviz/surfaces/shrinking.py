"""What gradient descent leaves of the error along each of the two axes of a bowl, step by step."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.numerics import Array, Interval
from lossviz.surfaces.curvature import Bowl
from lossviz.surfaces.height_map import HeightMap, room_around
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.walk import Walk
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

STEPS = 40
LIMIT_BAND = 5e-4
"""So near to 1 a factor is called 1: with three digits nobody can tell."""


@dataclass(frozen=True, eq=False)
class Shrinking(Swept):
    """Descent down the bowl of `hill` from the flat line at `rate`; (S,) of them make a sweep."""

    hill: LineHill
    rate: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("rate",)
    derived: ClassVar[tuple[str, ...]] = ("factors", "left", "path")
    shared: ClassVar[tuple[str, ...]] = ("bowl", "ring", "seen")

    @cached_property
    def bowl(self) -> Bowl:
        """Its curvature."""
        return Bowl(self.hill.surface)

    @cached_property
    def height(self) -> float:
        """How much the flat line costs above the lowest."""
        return float(self.hill.surface.mean(*self.hill.flat)) - self.bowl.floor

    @cached_property
    def ring(self) -> Array:
        """The contour (n, 2) through the flat line."""
        return self.bowl.ring(self.height)

    @cached_property
    def tips(self) -> Array:
        """Where each axis of that contour ends (2 axes, 2 ends, 2)."""
        arms = self.bowl.half_axes(self.height)[:, None] * self.bowl.axes
        return np.asarray(self.bowl.lowest) + np.stack([-arms, arms], axis=1)

    @cached_property
    def seen(self) -> HeightMap:
        """A map that holds it."""
        corners = (self.ring.min(axis=0), self.ring.max(axis=0))
        room = room_around(*((float(a), float(b)) for a, b in corners), spare=0.16)
        return HeightMap(self.hill.surface, room, self.bowl.floor)

    @cached_property
    def factors(self) -> Array:
        """What each step makes of the error along the steep and the gentle axis (..., 2)."""
        return self.bowl.factors(self.rate)

    @cached_property
    def left(self) -> Array:
        """Size of the error along each axis as a share of the first (..., 2, STEPS + 1)."""
        return np.asarray(np.abs(self.factors)[..., None] ** np.arange(STEPS + 1.0))

    @cached_property
    def path(self) -> Array:
        """The places (..., STEPS + 1, 2)."""
        step = np.broadcast_to(STEPS, np.shape(self.rate))
        return Walk(self.hill.surface, *self.hill.flat, self.rate, step, STEPS).path

    @property
    def best_rate(self) -> float:
        """The rate at which both axes shrink alike; no other makes the slower one faster."""
        return float(2 / self.bowl.curvatures.sum())


def shrinking_sweep(view: Shrinking, rates: Interval, key: str, label: str) -> Sweep[Shrinking]:
    """The rate through its range."""
    stops = stops_between(rates.low, rates.high, 0.005, float(view.rate))
    return Sweep(Axis(key, label, stops, "", 3), view.through(rate=stops))
