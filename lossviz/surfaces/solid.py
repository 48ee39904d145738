"""The hill over all lines as a surface in space: its grid, how high it is drawn, its creases."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lossviz.core import Form
from lossviz.numerics import Array
from lossviz.surfaces.height_map import HeightMap
from lossviz.surfaces.level_curves import creased, ellipses, rays
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.walk import Walk

GRID = 60
SHARE = 0.75
"""Share of the room over which the hill is drawn: the rest is higher, and cut off."""
PIECES = 24  # of each crease
AROUND = 120  # pieces of each contour


@dataclass(frozen=True, eq=False)
class Solid:
    """The hill of `hill` in space, in units of the loss."""

    hill: LineHill

    @cached_property
    def seen(self) -> HeightMap:
        """Its heights on a grid of GRID x GRID places."""
        return HeightMap(self.hill.surface, self.hill.room, self.hill.seen.lowest, GRID)

    @cached_property
    def top(self) -> float:
        """The height at which it is cut off, above the start of the walk."""
        start = float(self.hill.surface.mean(*self.hill.flat))
        return max(float(np.quantile(self.seen.heights, SHARE)), 1.1 * start)

    @cached_property
    def creases(self) -> Array:
        """Places (m, 3) on its creases: intercept, slope, height, NaN between two of them.

        A loss of straight lines bends where a line goes through a point: there the miss is 0.
        None (0, 3) where the loss has no kink at 0, or is not made of straight lines.
        """
        if self.hill.loss_at.facts.form is not Form.PIECEWISE_LINEAR:
            return np.empty((0, 3))
        a, b = self._through(self.hill.problem.x[:, None], self.hill.problem.y[:, None])
        height = np.asarray(self.hill.surface.mean(a, b))
        rows = np.stack([a, b, height], axis=-1)
        rows = rows[np.isfinite(rows).all(axis=-1).sum(axis=-1) > 1]
        gap = np.full((len(rows), 1, 3), np.nan)
        return np.concatenate([rows, gap], axis=1).reshape(-1, 3)

    @cached_property
    def contours(self) -> Array:
        """Places (L, AROUND + 1, 2) on the contours of the map, each a closed curve.

        None (0, AROUND + 1, 2) for other losses than squared and absolute error.
        """
        x, form = self.hill.problem.x, self.hill.loss_at.facts.form
        best, levels = np.array(self.hill.best), self.hill.seen.levels
        bowl = 2 * np.array([[1.0, x.mean()], [x.mean(), (x * x).mean()]])  # of squared error
        if form is Form.QUADRATIC:
            return ellipses(best, levels, rays(bowl, AROUND))
        if form is Form.PIECEWISE_LINEAR:
            return creased(x, self.hill.problem.y, best, levels, rays(bowl, AROUND))
        return np.empty((0, AROUND + 1, 2))

    @property
    def n_creases(self) -> int:
        """How many creases go through the room."""
        return len(self.creases) // (PIECES + 2)

    def _through(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Lines (n, PIECES + 1) in the room through the points x, y (n, 1); NaN if there is none.

        They are the straight piece a = y - b x that the room cuts out.
        """
        room = self.hill.room
        with np.errstate(divide="ignore", invalid="ignore"):
            at_sides = np.stack([(y - room.a.low) / x, (y - room.a.high) / x])
        outside = (x == 0) & ((y < room.a.low) | (y > room.a.high))
        low = np.where(x == 0, room.b.low, np.clip(at_sides.min(axis=0), room.b.low, room.b.high))
        high = np.where(x == 0, room.b.high, np.clip(at_sides.max(axis=0), room.b.low, room.b.high))
        b = low + (high - low) * np.linspace(0.0, 1.0, PIECES + 1)
        b = np.where(outside | (low >= high), np.nan, b)
        return y - b * x, b

    def height_of(self, walk: Walk) -> Array:
        """Heights (...) at which the dot of a walk is drawn; NaN where it is nowhere to be drawn.

        A place above the top is drawn at the top.
        """
        a, b = walk.place[..., 0], walk.place[..., 1]
        room = self.hill.room
        with np.errstate(invalid="ignore"):
            inside = (a >= room.a.low) & (a <= room.a.high) & (b >= room.b.low) & (b <= room.b.high)
        return np.where(inside, np.minimum(walk.loss, self.top), np.nan)
