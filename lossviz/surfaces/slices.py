"""Two directions through the surface of a small network: a map of heights, and what it leaves out.

Random directions are normalised unit by unit (Li et al. 2018, "Visualizing the Loss Landscape of
Neural Nets", section 4); those of the path are its principal components about the end (section 7).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lossviz.core import LossAt
from lossviz.i18n import _
from lossviz.numerics import Array, Interval
from lossviz.surfaces.height_map import HeightMap, Room, room_around
from lossviz.surfaces.mean_loss import BLOCK, Number
from lossviz.surfaces.moons import Clouds
from lossviz.surfaces.network import HIDDEN, SIZE, gradient, hessian, joined, mean_loss, parts

GRID = 41
REACH = 1.0
"""How far a map of random directions goes: a unit's numbers may double, or vanish."""


@dataclass(frozen=True, eq=False)
class SliceSurface:
    """The mean loss of the network `centre` + a `directions`[0] + b `directions`[1].

    `centre` has the shape (33,), `directions` (2, 33).
    """

    loss_at: LossAt
    clouds: Clouds
    centre: Array
    directions: Array

    def _theta(self, a: Number, b: Number) -> Array:
        across, up = np.broadcast_arrays(np.asarray(a, np.float64), np.asarray(b, np.float64))
        return np.asarray(
            self.centre
            + across[..., None] * self.directions[0]
            + up[..., None] * self.directions[1]
        )

    def mean(self, a: Number, b: Number) -> Array:
        """The height (...); places go in blocks, so that memory stays bounded."""
        theta, x = self._theta(a, b), self.clouds.x
        flat = theta.reshape(-1, SIZE)
        rows = max(1, BLOCK // (HIDDEN * len(x)))
        heights = [
            mean_loss(self.loss_at, flat[first : first + rows], x, self.clouds.y)
            for first in range(0, len(flat), rows)
        ]
        return np.concatenate(heights).reshape(theta.shape[:-1])

    def gradient(self, a: Number, b: Number) -> Array:
        """Slopes (..., 2) along the two directions."""
        slopes = gradient(self.loss_at, self._theta(a, b), self.clouds.x, self.clouds.y)
        return np.asarray(slopes @ self.directions.T)

    def hessian(self, a: Number, b: Number) -> Array:
        """Second derivatives (..., 2, 2) along the two directions."""
        theta = self._theta(a, b)
        flat = [
            self.directions
            @ hessian(self.loss_at, one, self.clouds.x, self.clouds.y)
            @ self.directions.T
            for one in theta.reshape(-1, SIZE)
        ]
        return np.array(flat).reshape(*theta.shape[:-1], 2, 2)


def random_directions(theta: Array, seed: int) -> Array:
    """Two directions (2, 33), in each of which every unit's part is as long as the unit itself.

    A unit's numbers are those that come in: two weights and a threshold of a hidden unit, eight
    weights and a threshold of the output.
    """
    rng = np.random.default_rng(seed)
    draw = rng.standard_normal((2, SIZE))
    return np.stack([_scaled_to(one, theta) for one in draw])


def _scaled_to(direction: Array, theta: Array) -> Array:
    w, b, v, c = parts(direction)
    own_w, own_b, own_v, own_c = parts(theta)
    unit = np.sqrt((own_w**2).sum(axis=1) + own_b**2) / np.sqrt((w**2).sum(axis=1) + b**2)
    out = np.sqrt(own_v @ own_v + own_c**2) / np.sqrt(v @ v + c**2)
    return joined(w * unit[:, None], b * unit, v * out, c * out)


@dataclass(frozen=True, eq=False)
class PathPlane:
    """The two directions (2, 33) along which a path (K, 33) is longest, seen from its end.

    `places` (K, 2) are its projections, `shares` (2,) what part of the squared distances from the
    end each direction holds.
    """

    directions: Array
    places: Array
    shares: Array

    @classmethod
    def of(cls, thetas: Array) -> "PathPlane":
        """That of a path; ValueError with a sentence for one that does not span a plane."""
        away = thetas - thetas[-1]
        _u, sizes, rows = np.linalg.svd(away, full_matrices=False)
        if len(sizes) < 3 or sizes[1] <= 1e-12 * max(sizes[0], 1.0):
            raise ValueError(
                _("A path needs two steps at least to span a plane: train on, or pick random"
                  " directions.")
            )  # fmt: skip
        directions = rows[:2]
        # the start to the right and above, so that pictures of equal paths are equal
        signs = np.where(away[0] @ directions.T < 0, -1.0, 1.0)
        directions = directions * signs[:, None]
        return cls(directions, away @ directions.T, sizes[:2] ** 2 / (sizes**2).sum())


@dataclass(frozen=True, eq=False)
class Slice:
    """A slice through the end of a path `thetas` (K, 33); `plane` None is one of random directions.

    `seed` draws those.
    """

    loss_at: LossAt
    clouds: Clouds
    thetas: Array
    plane: PathPlane | None = None
    seed: int = 1

    @cached_property
    def surface(self) -> SliceSurface:
        """Its height anywhere."""
        end = self.thetas[-1]
        directions = random_directions(end, self.seed) if self.plane is None else (
            self.plane.directions
        )  # fmt: skip
        return SliceSurface(self.loss_at, self.clouds, end, directions)

    @cached_property
    def room(self) -> Room:
        """What is shown: around the path, or up to `REACH`."""
        if self.plane is None:
            return Room(Interval(-REACH, REACH), Interval(-REACH, REACH))
        places = self.plane.places
        return room_around(
            (float(places[:, 0].min()), float(places[:, 1].min())),
            (float(places[:, 0].max()), float(places[:, 1].max())),
            spare=0.25,
        )

    @cached_property
    def _grid(self) -> HeightMap:
        return HeightMap(self.surface, self.room, 0.0, GRID)

    @cached_property
    def seen(self) -> HeightMap:
        """The map, measured from the lowest place that was found."""
        lowest = float(self.surface.mean(*self.lowest))
        found = HeightMap(self.surface, self.room, lowest, GRID)
        found.__dict__["heights"] = self._grid.heights  # once is enough
        return found

    @cached_property
    def lowest(self) -> tuple[float, float]:
        """The lowest of all places drawn: those of the grid, the end, and the path's shadow.

        A valley may be narrower than the grid is wide: then the end lies below all of the grid.
        """
        grid = self._grid
        up, across = np.unravel_index(int(grid.heights.argmin()), grid.heights.shape)
        shadow = np.zeros((0, 2)) if self.plane is None else self.plane.places
        places = np.concatenate([[(grid.a[across], grid.b[up]), (0.0, 0.0)], shadow])
        a, b = places[self.surface.mean(places[:, 0], places[:, 1]).argmin()]
        return float(a), float(b)

    @property
    def at_the_edge(self) -> bool:
        """Whether the lowest place lies on the edge of the map."""
        a, b = self.lowest
        return a in (self.room.a.low, self.room.a.high) or b in (self.room.b.low, self.room.b.high)

    @cached_property
    def slope(self) -> Array:
        """The gradient (33,) at the end."""
        return gradient(self.loss_at, self.thetas[-1], self.clouds.x, self.clouds.y)

    @cached_property
    def slope_within(self) -> float:
        """Length of the part of it that lies in the two directions."""
        basis, _r = np.linalg.qr(self.surface.directions.T)
        return float(np.linalg.norm(basis.T @ self.slope))

    @cached_property
    def bends(self) -> Array:
        """Curvatures (33,) at the end along the surface's own directions, ascending."""
        end = self.thetas[-1]
        bends = hessian(self.loss_at, end, self.clouds.x, self.clouds.y)
        return np.asarray(np.linalg.eigvalsh(bends), dtype=np.float64)

    @cached_property
    def path_heights(self) -> Array:
        """Heights (K,) of the slice below the projected path: not the losses of the path."""
        if self.plane is None:
            raise ValueError("only a plane of the path has its projection")
        return self.surface.mean(self.plane.places[:, 0], self.plane.places[:, 1])
