"""One nebula in the hand: what it does to the hill of squared and of absolute error."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lossviz.core import LossAt
from lossviz.data.problems import LineProblem
from lossviz.estimators import Estimator
from lossviz.moved_point import MovedPoint
from lossviz.numerics import Array, Interval
from lossviz.surfaces.height_map import Room
from lossviz.surfaces.level_curves import creased, ellipses, rays
from lossviz.surfaces.mean_loss import MeanLoss
from lossviz.sweeps import PerStop, Swept, join, stops_between

VELOCITIES = Interval(-1550.0, 2400.0)
"""Where a nebula may be dragged, km/s: one spread of all velocities beyond them on either side."""
STEP = 50.0
FINE = 10.0
RINGS = (np.array([1250.0, 5000.0, 20000.0]), np.array([2.5, 10.0, 40.0]))
"""Heights above the lowest place that are drawn, (km/s)^2 and km/s."""
SETTLED = 1e-6  # of what is on the map: less is rounding


@dataclass(frozen=True, eq=False)
class Nebula(Swept):
    """A problem whose row `row` has y = `velocity`, (S,) for a sweep.

    An axis of 2 is first squared, then absolute error; a last one intercept and slope.
    """

    squared: LossAt
    absolute: LossAt
    problem: LineProblem
    row: int
    velocity: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("velocity",)
    derived: ClassVar[tuple[str, ...]] = (
        "best", "lowest", "residual", "several", "bowls", "creases_around", "trail", "crease",
    )  # fmt: skip
    shared: ClassVar[tuple[str, ...]] = ("measured", "directions", "room", "knots")

    @cached_property
    def moved(self) -> MovedPoint:
        """The data as they are now, and both lines."""
        estimators = (Estimator(self.squared), Estimator(self.absolute))
        x = float(self.problem.x[self.row])
        return MovedPoint(self.problem, self.row, x, self.velocity, estimators)

    @property
    def label(self) -> str:
        """The name of the nebula."""
        return self.problem.labels[self.row]

    @property
    def at_first(self) -> float:
        """Its velocity as it was measured."""
        return float(self.problem.y[self.row])

    @property
    def shift(self) -> PerStop:
        """How far it was moved."""
        return self.velocity - self.at_first

    @cached_property
    def best(self) -> Array:
        """Intercept and slope of the lowest place of both hills (..., 2, 2)."""
        return np.stack([line.fit.coefficients for line in self.moved.lines], axis=-2)

    @cached_property
    def lowest(self) -> Array:
        """How high both are there (..., 2)."""
        return join(*(line.fit.objective for line in self.moved.lines))

    @cached_property
    def residual(self) -> Array:
        """How far the nebula is above both lines (..., 2); what rounding leaves of none is 0."""
        return join(*(self.moved.residual(k) for k in (0, 1)))

    @cached_property
    def several(self) -> NDArray[np.bool_]:
        """Whether absolute error has more than one lowest place (...): `best` is their middle."""
        span = np.ptp(self.moved.lines[1].fit.coef_range, axis=-1)
        return np.asarray((span > SETTLED * 1e3).any(axis=-1))

    @cached_property
    def measured(self) -> "Nebula":
        """The same where the nebula was measured."""
        return self._alone(self.at_first)

    def _alone(self, velocity: PerStop) -> "Nebula":
        """The view of other velocities that nothing was computed for."""
        return replace(self, velocity=velocity)

    @property
    def slid(self) -> Array:
        """What both lowest places have moved by (..., 2, 2)."""
        slid = self.best - self.measured.best
        return np.where(np.abs(slid) > SETTLED, slid, 0.0)

    @cached_property
    def hessian(self) -> Array:
        """Second derivatives (2, 2) of squared error: no y is in them."""
        return MeanLoss(self.squared, self.problem.x, self.problem.y).hessian(0.0, 0.0)

    @cached_property
    def directions(self) -> Array:
        """The rays (N, 2) along which the curves of both hills are found."""
        return rays(self.hessian)

    @cached_property
    def bowls(self) -> Array:
        """Curves (..., L, N, 2) around the lowest place of squared error, `RINGS` above it."""
        return ellipses(self.best[..., 0, :], RINGS[0], self.directions)

    @cached_property
    def creases_around(self) -> Array:
        """The same of absolute error."""
        moved = self.moved
        return creased(moved.problem.x, moved.points_y, self.best[..., 1, :], RINGS[1],
                       self.directions)  # fmt: skip

    @cached_property
    def room(self) -> Room:
        """Intercepts and slopes shown: both hills with the nebula at either end and as measured."""
        ends = self._alone(np.array([VELOCITIES.low, self.at_first, VELOCITIES.high]))
        places = np.concatenate([
            ends.bowls.reshape(-1, 2), ends.creases_around.reshape(-1, 2)
        ])  # fmt: skip
        low, high = places.min(axis=0), places.max(axis=0)
        low, high = np.floor(low / 50 - 0.4) * 50, np.ceil(high / 50 + 0.8) * 50
        return Room(*(Interval(*side) for side in zip(low.tolist(), high.tolist(), strict=True)))

    @cached_property
    def knots(self) -> tuple[Array, Array]:
        """Velocities (K,) and lowest places (K, 2) of absolute error between which it is straight.

        To `FINE`.
        """
        return _knots(_Row(self))

    @cached_property
    def trail(self) -> Array:
        """Lowest places (..., K + 2, 2) of absolute error from the measured velocity to this."""
        at, place = self.knots
        now = np.asarray(self.velocity, dtype=np.float64)[..., None]
        low, high = np.minimum(now, self.at_first), np.maximum(now, self.at_first)
        here, there = self.best[..., None, 1, :], self.measured.best[1]
        first, last = (
            np.where((end == now)[..., None], here, there) for end in (low, high)
        )  # fmt: skip
        within = np.where(
            (at <= low)[..., None], first, np.where((at >= high)[..., None], last, place)
        )
        return np.concatenate([first, within, last], axis=-2)

    def creases(self, y: Array) -> Array:
        """Where the lines through each of the points (x, y) lie in the room (..., n, 2, 2).

        From end to end; NaN for one that is nowhere in the room.
        """
        return crease_in(self.room, self.problem.x, y)

    @cached_property
    def crease(self) -> Array:
        """That of the nebula in the hand (..., 2, 2)."""
        x = self.problem.x[[self.row]]
        return crease_in(self.room, x, join(self.velocity))[..., 0, :, :]


def crease_in(room: Room, x: Array, y: Array) -> Array:
    """The places (..., n, 2, 2) with a + b x = y in a room, from end to end; x (n,) not 0."""
    one, other = (y - room.a.low) / x, (y - room.a.high) / x
    low = np.maximum(np.minimum(one, other), room.b.low)
    high = np.minimum(np.maximum(one, other), room.b.high)
    b = np.where((low < high)[..., None], np.stack([low, high], axis=-1), np.nan)
    return np.stack([y[..., None] - b * x[:, None], b], axis=-1)


def velocities(value: float, measured: float) -> Array:
    """Stops of the hand: round ones, that of now, and the measured one."""
    return np.union1d(stops_between(VELOCITIES.low, VELOCITIES.high, STEP, value), [measured])


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """A view known by its data and its row."""

    view: Nebula

    @property
    def key(self) -> tuple[object, ...]:
        view = self.view
        return view.problem.key, view.row, view.squared.loss.key, view.absolute.loss.key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Row) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=32)  # 400 fits: longer than all the rest
def _knots(row: _Row) -> tuple[Array, Array]:
    view = row.view
    fine = np.arange(VELOCITIES.low, VELOCITIES.high + FINE, FINE)
    place = replace(view, velocity=fine).best[:, 1]
    turns = np.abs(np.diff(place, n=2, axis=0)).max(axis=-1) > SETTLED
    keep = np.flatnonzero(turns) + 1
    return fine[keep], place[keep]
