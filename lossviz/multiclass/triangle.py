"""Forecasts over three species as places in a triangle, and what each costs.

Each corner is certainty of one species; the height above the opposite side is its probability.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from lossviz.data import load
from lossviz.information import entropy
from lossviz.numerics import Array
from lossviz.sweeps import PerStop, Swept

SPECIES = ("Adelie", "Chinstrap", "Gentoo")
HEIGHT = float(np.sqrt(3.0) / 2.0)
CORNERS = np.array([[0.0, 0.0], [0.5, HEIGHT], [1.0, 0.0]])
"""Places (3, 2) of certainty, in the order of `SPECIES`; every side is 1 long."""
CENTRE = (0.5, HEIGHT / 3.0)
NOTHING = float(np.log(3.0))
"""What knowing nothing costs, in nats: each species 1/3."""
BRIM = 0.003  # of a probability: about a pixel of the triangle
NONE = 5e-6  # a place has six digits: no probability below is told from 0


@dataclass(frozen=True)
class Bird:
    """One penguin of the data: its species, number in `SPECIES`, and measurements."""

    species: int
    bill_length: float
    bill_depth: float
    flipper: float
    mass: float
    island: str
    year: int


def bird_of(species: int) -> Bird:
    """The first penguin of a species in the file that was measured completely."""
    data = load("penguins")
    names = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
    measured = np.stack([data[name] for name in names], axis=-1)
    own = (data["species"] == SPECIES[species]) & np.isfinite(measured).all(axis=-1)
    row = int(np.flatnonzero(own)[0])
    length, depth, flipper, mass = measured[row].tolist()
    island, year = str(data["island"][row]), int(data["year"][row])
    return Bird(species, length, depth, flipper, mass, island, year)


def onto_shares(values: ArrayLike) -> Array:
    """The nearest probabilities (..., K) to values (..., K): none negative, their sum 1."""
    v = np.asarray(values, dtype=np.float64)
    # all that stay positive give up the same; how many do is found from the largest on
    descending = -np.sort(-v, axis=-1)
    given = (np.cumsum(descending, axis=-1) - 1.0) / np.arange(1, v.shape[-1] + 1)
    last = (descending > given).sum(axis=-1, keepdims=True) - 1
    return np.asarray(np.maximum(v - np.take_along_axis(given, last, axis=-1), 0.0))


def shares_at(x: ArrayLike, y: ArrayLike) -> Array:
    """Probabilities (..., 3) at places (...); outside the triangle, those of the nearest place."""
    height = np.asarray(y, dtype=np.float64) / HEIGHT
    right = np.asarray(x, dtype=np.float64) - height / 2.0
    shares = onto_shares(np.stack(np.broadcast_arrays(1 - height - right, height, right), axis=-1))
    shares = np.where(shares < NONE, 0.0, shares)
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def place_of(shares: ArrayLike) -> Array:
    """The place (..., 2) of probabilities (..., 3)."""
    return np.asarray(np.asarray(shares, dtype=np.float64) @ CORNERS)


def target_of(species: int, smoothing: float = 0.0, n_classes: int = 3) -> Array:
    """The target (K,): all of it on one class, and `smoothing` of that shared out over all K."""
    target = np.full(n_classes, smoothing / n_classes)
    target[species] += 1.0 - smoothing
    return target


def spread_over_others(species: int, smoothing: float, n_classes: int = 3) -> Array:
    """The other convention (K,): `smoothing` is shared out over the other classes alone."""
    target = np.full(n_classes, smoothing / (n_classes - 1))
    target[species] = 1.0 - smoothing
    return target


def charges_of(target: Array, shares: Array) -> Array:
    """What each class is charged, -t log p (..., 3) in nats; a class with t = 0 nothing."""
    with np.errstate(divide="ignore"):
        surprise = -np.log(shares)
    return np.where(target > 0, target * np.where(target > 0, surprise, 0.0), 0.0) + 0.0


@dataclass(frozen=True, eq=False)
class Forecast(Swept):
    """A forecast at place x, y of the triangle for a bird; (S,) of either make a sweep.

    `smoothing` lifts the target off its corner.
    """

    species: int
    x: PerStop
    y: PerStop
    smoothing: float = 0.0

    per_stop: ClassVar[tuple[str, ...]] = ("x", "y")
    derived: ClassVar[tuple[str, ...]] = ("shares", "place", "charges", "cost", "pulls")
    shared: ClassVar[tuple[str, ...]] = ("target", "floor")

    @cached_property
    def target(self) -> Array:
        """What the forecast is charged against (3,)."""
        return target_of(self.species, self.smoothing)

    @cached_property
    def shares(self) -> Array:
        """The forecast (3,) or (S, 3)."""
        return shares_at(self.x, self.y)

    @cached_property
    def place(self) -> Array:
        """Where it is, (2,) or (S, 2): within the triangle."""
        return place_of(self.shares)

    @cached_property
    def charges(self) -> Array:
        """What each species is charged, in nats, (3,) or (S, 3)."""
        return charges_of(self.target, self.shares)

    @cached_property
    def cost(self) -> PerStop:
        """The cross-entropy in nats; infinite where what can happen was called impossible."""
        return self.charges.sum(axis=-1)

    @cached_property
    def pulls(self) -> Array:
        """Pull y - p on the logit of each species, (3,) or (S, 3); their sum is zero."""
        return self.target - self.shares

    @cached_property
    def floor(self) -> float:
        """The cost of the cheapest forecast, the target itself: its entropy, in nats."""
        return float(entropy(self.target))

    @property
    def excess(self) -> PerStop:
        """What the forecast costs beyond the floor, in nats."""
        return np.maximum(self.cost - self.floor, 0.0)[()]


def surface(target: Array, side: int = 91, most: float = np.inf) -> tuple[Array, Array, Array]:
    """Cost (side, side) over x and y (side,) that cover the triangle, at most `most`.

    On the sides it has no end; but that close to them, less than a pixel, it is drawn as it is
    at `BRIM`, and goes on beyond. What is beyond is to be hidden.
    """
    x, y = np.linspace(0.0, 1.0, side), np.linspace(0.0, HEIGHT, side)
    height = y[:, None] / HEIGHT
    right = x - height / 2.0
    shares = np.stack(np.broadcast_arrays(1.0 - height - right, height, right), axis=-1)
    cost = charges_of(target, np.maximum(shares, BRIM)).sum(axis=-1)
    return x, y, np.minimum(cost, most)


def others(species: int) -> Sequence[int]:
    """The numbers of the other two."""
    return tuple(k for k in range(len(SPECIES)) if k != species)
