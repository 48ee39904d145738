"""A surface seen from above: its heights over a room of the two parameters."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lossviz.lines import nice_step
from lossviz.numerics import Array, Interval
from lossviz.surfaces.mean_loss import Surface

GRID = 81
LEVELS = 11
"""Contours: each at half of the height, above the lowest, of the next one."""


@dataclass(frozen=True, slots=True)
class Room:
    """The parameters shown: a across, b up."""

    a: Interval
    b: Interval

    def holds(self, a: float, b: float) -> bool:
        """Whether a place is inside."""
        return self.a.includes(a) and self.b.includes(b)

    @property
    def steps(self) -> tuple[float, float]:
        """Round steps of a hand, about a hundred from one side to the other."""
        across, up = (nice_step((side.high - side.low) / 5) for side in (self.a, self.b))
        return across, up


def room_around(*places: tuple[float, float], spare: float = 0.6) -> Room:
    """A room with round sides around places (a, b), and a share of what they span to spare."""
    sides = []
    for values in zip(*places, strict=True):
        low, high = min(values), max(values)
        span = high - low or max(abs(low), 1.0)
        step = nice_step(span)
        sides.append(Interval(
            round(float(np.floor((low - spare * span) / step)) * step, 10),
            round(float(np.ceil((high + spare * span) / step)) * step, 10),
        ))  # fmt: skip
    return Room(*sides)


@dataclass(frozen=True, eq=False)
class HeightMap:
    """Heights of a surface over a room, on a grid of `n` x `n` places.

    `lowest` is the height of its deepest place, of a minimum if there is one in the room.
    """

    surface: Surface
    room: Room
    lowest: float
    n: int = GRID

    @cached_property
    def a(self) -> Array:
        """The places across (n,)."""
        return np.linspace(self.room.a.low, self.room.a.high, self.n)

    @cached_property
    def b(self) -> Array:
        """The places up (n,)."""
        return np.linspace(self.room.b.low, self.room.b.high, self.n)

    @cached_property
    def heights(self) -> Array:
        """Heights (n up, n across)."""
        return self.surface.mean(self.a, self.b[:, None])

    @cached_property
    def excess(self) -> Array:
        """Heights above the lowest, never below 0."""
        return np.asarray((self.heights - self.lowest).clip(0.0))

    @cached_property
    def levels(self) -> Array:
        """Heights above the lowest (LEVELS,) of the contours, ascending, a factor of two apart."""
        finite = self.excess[np.isfinite(self.excess)]
        top = float(finite.max(initial=0.0)) or 1.0
        return np.asarray(top * 2.0 ** np.arange(-LEVELS, 0))
