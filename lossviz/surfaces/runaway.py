"""Two species parted by one number: a hill without a lowest place, and a penalty that makes one."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import special

from lossviz.core import LossAt
from lossviz.data import load
from lossviz.fits import LogisticFit, fit_logistic
from lossviz.numerics import Array
from lossviz.surfaces.height_map import HeightMap, Room, room_around
from lossviz.surfaces.mean_loss import MeanLoss, Number
from lossviz.sweeps import PerStop, Swept

SPECIES = ("setosa", "versicolor")
PENALTIES = (0.0, 0.001, 0.01, 0.1)
"""Half of one of these times the slope squared is added to the mean loss."""
RATE = 0.5
LONGEST = 10_000
STEPS: NDArray[np.intp] = np.unique(np.round(np.geomspace(1, LONGEST, 61)).astype(np.intp))
"""After how many steps one may look, about evenly on a logarithmic scale."""


@dataclass(frozen=True, slots=True, eq=False)
class Flowers:
    """Petal lengths `x` (n,) in cm, each seen `weight` (n,) times, and labels: 1 is the second."""

    x: Array
    y: Array
    weight: Array

    @property
    def n(self) -> int:
        """How many flowers."""
        return round(float(self.weight.sum()))

    @property
    def gap(self) -> tuple[float, float]:
        """The longest petal of the first species and the shortest of the second."""
        return float(self.x[self.y == 0].max()), float(self.x[self.y == 1].min())

    @property
    def margin(self) -> float:
        """How far the nearest flower is from the best border, in the room of (1, x).

        The largest m with |a + b x| >= m on the right side for all flowers and a^2 + b^2 = 1.
        """
        low, high = self.gap
        return (high - low) / 2 / float(np.hypot((high + low) / 2, 1.0))


@lru_cache(maxsize=1)
def flowers() -> Flowers:
    """The irises of the two species; equal ones are one row."""
    data = load("iris")
    species = np.asarray(data["species"], dtype=np.str_)
    own = np.isin(species, SPECIES)
    rows = np.column_stack([data["petal_length_cm"][own], species[own] == SPECIES[1]])
    found, weight = np.unique(rows.astype(np.float64), axis=0, return_counts=True)
    return Flowers(found[:, 0], found[:, 1], weight.astype(np.float64))


@lru_cache(maxsize=1)  # ten thousand steps take a tenth of a second
def descents() -> Array:
    """Intercept and slope (len(PENALTIES), LONGEST + 1, 2) from (0, 0) on, step by step."""
    data, penalty = flowers(), np.array(PENALTIES)
    share = data.weight / data.weight.sum()
    rows = np.column_stack([np.ones(len(data.x)), data.x])
    counted, charge = share[:, None] * rows, np.array([0.0, 1.0]) * penalty[:, None]
    path = np.zeros((LONGEST + 1, len(PENALTIES), 2))
    for step in range(LONGEST):
        theta = path[step]
        miss = special.expit(theta @ rows.T) - data.y
        path[step + 1] = theta - RATE * (miss @ counted + charge * theta)
    path.flags.writeable = False
    return path.swapaxes(0, 1)


@dataclass(frozen=True, eq=False)
class Charged:
    """A surface plus half of `penalty` times the slope squared."""

    plain: MeanLoss
    penalty: float

    def mean(self, a: Number, b: Number) -> Array:
        """The height (...)."""
        return np.asarray(self.plain.mean(a, b) + self.penalty / 2 * np.asarray(b) ** 2)

    def gradient(self, a: Number, b: Number) -> Array:
        """Slopes (..., 2)."""
        charge = np.stack(np.broadcast_arrays(np.zeros(()), self.penalty * np.asarray(b)), axis=-1)
        return np.asarray(self.plain.gradient(a, b) + charge)

    def hessian(self, a: Number, b: Number) -> Array:
        """Second derivatives (..., 2, 2)."""
        return np.asarray(self.plain.hessian(a, b) + np.diag([0.0, self.penalty]))


@dataclass(frozen=True, eq=False)
class Runaway(Swept):
    """Descent after `after` steps, (S,) for a sweep; `loss_at` is cross-entropy of a label."""

    loss_at: LossAt
    penalty: float
    after: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("after",)
    derived: ClassVar[tuple[str, ...]] = ("place", "trail", "cost")
    shared: ClassVar[tuple[str, ...]] = ("surface", "fit", "path", "costs", "right", "seen")

    @property
    def data(self) -> Flowers:
        """The flowers."""
        return flowers()

    @cached_property
    def surface(self) -> Charged:
        """What descent walks on."""
        data = self.data
        return Charged(MeanLoss(self.loss_at, data.x, data.y, weight=data.weight), self.penalty)

    @cached_property
    def fit(self) -> LogisticFit:
        """The lowest place, or that there is none."""
        data = self.data
        return fit_logistic(data.x, data.y, l2=self.penalty, sample_weight=data.weight)

    @property
    def finite(self) -> bool:
        """Whether there is a lowest place."""
        return self.fit.direction is None

    @cached_property
    def path(self) -> Array:
        """Intercept and slope (LONGEST + 1, 2) step by step."""
        return np.asarray(descents()[PENALTIES.index(self.penalty)])

    @property
    def sizes(self) -> Array:
        """Length (m,) of both together after each of `STEPS`."""
        return np.asarray(np.hypot(*self.path[STEPS].T))

    @cached_property
    def costs(self) -> Array:
        """What is minimised (m,) after each of `STEPS`, in nats."""
        return self.surface.mean(*self.path[STEPS].T)

    @cached_property
    def right(self) -> NDArray[np.intp]:
        """How many flowers (LONGEST + 1,) are on the right side of the border, step by step."""
        data = self.data
        logits = self.path[:, :1] + self.path[:, 1:] * data.x
        return np.asarray(((logits > 0) == (data.y == 1)) @ data.weight, dtype=np.intp)

    @property
    def right_since(self) -> int:
        """The step from which on all are."""
        return int(np.flatnonzero(self.right < self.data.n).max()) + 1

    @property
    def _index(self) -> NDArray[np.intp]:
        return np.asarray(self.after, dtype=np.intp)

    @cached_property
    def place(self) -> Array:
        """Intercept and slope (..., 2) now."""
        return np.asarray(self.path[self._index])

    @cached_property
    def trail(self) -> Array:
        """The way there (..., m + 1, 2): the start, then after each of `STEPS` up to now."""
        steps = np.concatenate([[0], STEPS])
        return np.asarray(self.path[np.minimum(steps, self._index[..., None])])

    @property
    def size(self) -> Array:
        """Length (...) of both together now."""
        return np.asarray(np.hypot(self.place[..., 0], self.place[..., 1]))

    @cached_property
    def cost(self) -> Array:
        """What is minimised (...) now, in nats."""
        return self.surface.mean(self.place[..., 0], self.place[..., 1])

    @property
    def last_tenfold(self) -> float:
        """What the last tenfold of steps adds to the size."""
        early, late = self.path[[LONGEST // 10, LONGEST]]
        return float(np.hypot(*late) - np.hypot(*early))

    @property
    def long_run(self) -> float:
        """What each tenfold adds in the end, where nothing is charged."""
        return float(np.log(10.0)) / self.data.margin

    @property
    def last_border(self) -> float:
        """The petal length at the border after all steps, where nothing is charged."""
        a, b = descents()[0, -1].tolist()
        return float(-a / b)

    @property
    def room(self) -> Room:
        """Intercepts and slopes shown: the same with every penalty."""
        a, b = descents()[0, -1].tolist()
        return room_around((0.0, 0.0), (a, b), spare=0.15)

    @cached_property
    def seen(self) -> HeightMap:
        """The map: above 0, which no place has, or above the lowest."""
        return HeightMap(self.surface, self.room, self.fit.objective if self.finite else 0.0)


def steps(after: float) -> Array:
    """Stops of the hand, that of now included."""
    return np.union1d(STEPS, [after]).astype(np.float64)
