"""A target that is shared among the species: the pulls towards it, its floor, what is beyond."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from lossviz.core import LossAt
from lossviz.data import load
from lossviz.information import entropy
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.triangle import SPECIES, target_of
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, join, stops_between

RAW = Interval(-6.0, 6.0)
STEP = 0.1
SAME = 5e-7  # nats: a forecast that costs no more than this beyond the floor is the target


def penguin_counts() -> Array:
    """How many penguins (3,) of each species there are in the data."""
    species = load("penguins")["species"]
    return np.array([float((species == name).sum()) for name in SPECIES])


def _shares() -> tuple[float, ...]:
    counts = penguin_counts()
    return tuple((counts / counts.sum()).tolist())


TARGETS: Mapping[str, tuple[float, ...]] = MappingProxyType(
    {
        "experts": (0.0, 2 / 3, 1 / 3),
        "smoothed": tuple(target_of(TRUE, 0.1).tolist()),
        "penguins": _shares(),
        "one": tuple(target_of(TRUE).tolist()),
    }
)
"""Two of three experts say Chinstrap; a smoothed label; all penguins; one sure label."""


@dataclass(frozen=True)
class SoftTarget(Swept):
    """The target called `aim` and a forecast from three logits; (S,) of one make a sweep.

    `die` is cross-entropy over classes.
    """

    die: LossAt
    aim: str
    first: PerStop
    second: PerStop
    third: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("first", "second", "third")
    derived: ClassVar[tuple[str, ...]] = ("raw", "p", "cost", "pulls")
    shared: ClassVar[tuple[str, ...]] = ("floor",)

    @property
    def target(self) -> Array:
        """The target (3,)."""
        return np.array(TARGETS[self.aim])

    @cached_property
    def raw(self) -> Array:
        """The logits (..., 3)."""
        return join(self.first, self.second, self.third)

    @cached_property
    def p(self) -> Array:
        """The forecast (..., 3)."""
        return self.die.loss.link(self.raw)

    @cached_property
    def cost(self) -> PerStop:
        """Cross-entropy of the forecast against the target, in nats."""
        rows = np.atleast_2d(self.raw)
        found = self.die.value(np.broadcast_to(self.target, rows.shape), rows)
        return found.reshape(self.raw.shape[:-1])[()]

    @cached_property
    def pulls(self) -> Array:
        """The way (..., 3) each logit wants to go, t - p."""
        rows = np.atleast_2d(self.raw)
        slope = self.die.grad(np.broadcast_to(self.target, rows.shape), rows)
        return np.asarray(0.0 - slope).reshape(self.raw.shape)

    @cached_property
    def floor(self) -> float:
        """What the cheapest forecast, the target itself, costs: its entropy, in nats."""
        return float(entropy(self.target))

    @property
    def excess(self) -> PerStop:
        """What the forecast costs beyond the floor, in nats."""
        return np.maximum(self.cost - self.floor, 0.0)[()]

    @property
    def shown_pulls(self) -> Array:
        """The pulls (..., 3), none where the forecast is the target to all digits shown."""
        return np.where(join(self.excess) < SAME, 0.0, self.pulls)

    @property
    def within_reach(self) -> bool:
        """Whether finite logits forecast the target: no share of it is 0."""
        return bool(self.target.min() > 0)


def matching(aim: str) -> tuple[float, ...]:
    """Logits (3,) in range whose forecast is the target, or as near as the range allows."""
    target = np.array(TARGETS[aim])
    some = np.where(target > 0, target, 1.0)
    # a share of 0 is as far below the others as the range allows
    top = RAW.high if target.min() == 0 else 0.0
    return tuple(np.where(target > 0, np.log(some) + top, RAW.low).tolist())


def soft_sweep(view: SoftTarget, field: str, key: str, label: str) -> Sweep[SoftTarget]:
    """One of the logits through its range."""
    stops = stops_between(RAW.low, RAW.high, STEP, float(getattr(view, field)))
    return Sweep(Axis(key, label, stops, "", 1), view.through(**{field: stops}))
