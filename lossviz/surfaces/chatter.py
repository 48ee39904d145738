"""Descent on kinks: at a constant rate it hops about the lowest place, with a falling one it rests.

The slope of absolute error does not shrink on the way down: only a shorter rate shortens a step.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.numerics import Array, Interval
from lossviz.surfaces.height_map import HeightMap, Room
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.mean_loss import Surface
from lossviz.surfaces.walk import Rule, State, Walk
from lossviz.sweeps import PerStop, Swept, join

POWERS = np.array([0.0, 0.5, 1.0])
"""The rate is divided by these powers of the number of the step."""
_POWERS, _SHARES = np.array([*POWERS, 0.0]), np.array([1.0, 1.0, 1.0, 0.5])
RATES = Interval(4.0, 100.0)
STEPS, LAST = 400, 100
STOPS = 25
START = (0.0, 500.0)
BESIDE = 1e-3
"""Of an intercept and a slope: beside the lowest place, and on none of the other creases."""
REACH = np.array([32.0, 30.0])
"""How far the map goes to either side of the lowest place: intercept and slope."""


def _move(
    surface: Surface, theta: Array, rate: Array, number: int, _state: State
) -> tuple[Array, State]:
    each = rate * (_SHARES * float(number) ** -_POWERS)[:, None]
    return theta - each * surface.gradient(theta[..., 0], theta[..., 1]), None


SCHEDULES = Rule("schedules", _move)
"""Four walks at once, theta (..., 4, 2): rate, rate / root of the step, rate / step, rate / 2."""


@dataclass(frozen=True, eq=False)
class Chatter(Swept):
    """`STEPS` steps down `hill` at `rate`, (S,) for a sweep, by each of the schedules.

    Axes of 3 are those of `POWERS`.
    """

    hill: LineHill
    rate: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("rate",)
    derived: ClassVar[tuple[str, ...]] = ("path", "excess", "half_height")
    shared: ClassVar[tuple[str, ...]] = ("room", "seen")

    @cached_property
    def _all(self) -> tuple[Array, Array]:
        """Places (..., 4, STEPS + 1, 2) of all walks, and heights above the lowest."""
        rate = join(*[self.rate] * len(_SHARES))
        a, b = (np.full(rate.shape, place) for place in START)
        surface = self.hill.surface
        walk = Walk(surface, a, b, rate, np.full(rate.shape, STEPS), STEPS, SCHEDULES)
        above = surface.mean(walk.path[..., 0], walk.path[..., 1]) - self.hill.seen.lowest
        return walk.path, np.maximum(above, 0.0)

    @cached_property
    def path(self) -> Array:
        """Intercept and slope (..., 3, STEPS + 1, 2)."""
        return self._all[0][..., :3, :, :]

    @cached_property
    def excess(self) -> Array:
        """Mean loss above the lowest (..., 3, STEPS + 1)."""
        return self._all[1][..., :3, :]

    @property
    def tail(self) -> Array:
        """The same of the last steps (..., 3, LAST)."""
        return np.asarray(self.excess[..., -LAST:])

    @property
    def heights(self) -> Array:
        """Mean of the tail (..., 3): how high above the lowest place each ends."""
        return np.asarray(self.tail.mean(axis=-1))

    @cached_property
    def half_height(self) -> Array:
        """How high the constant rate ends where it is half as large (...)."""
        return np.asarray(self._all[1][..., 3, -LAST:].mean(axis=-1))

    @property
    def gradients(self) -> tuple[float, float]:
        """Length of the gradient at the start, and the least of all around the lowest place."""
        turn = np.linspace(0, 2 * np.pi, 360, endpoint=False)
        a, b = np.array(self.hill.best)[:, None] + BESIDE * np.stack([np.cos(turn), np.sin(turn)])
        surface = self.hill.surface
        around = np.linalg.norm(surface.gradient(a, b), axis=-1)
        return float(np.linalg.norm(surface.gradient(*START))), float(around.min())

    @cached_property
    def room(self) -> Room:
        """The places shown: close to the lowest."""
        low, high = (np.round(np.array(self.hill.best) + side * REACH) for side in (-1, 1))
        return Room(Interval(low[0], high[0]), Interval(low[1], high[1]))

    @cached_property
    def seen(self) -> HeightMap:
        """The map of it."""
        return HeightMap(self.hill.surface, self.room, self.hill.seen.lowest)


def rates(value: float) -> Array:
    """Stops of the hand: evenly spread on a logarithmic scale, and that of now."""
    even = np.geomspace(RATES.low, RATES.high, STOPS)
    return np.union1d([float(f"{rate:.2g}") for rate in even], [value])
