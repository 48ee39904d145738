"""Softmax of large logits in float64: as it is written, and with the largest logit taken off."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.core import LossAt
from lossviz.multiclass.species import TRUE
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, join, stops_between

FAR = Interval(-1000.0, 1000.0)
BASE = np.array([1.0, 2.0, 0.0])
"""The logits before anything is added."""

LARGEST_EXPONENT = float(np.log(np.finfo(np.float64).max))
"""exp of more is more than float64 can hold: 709.78."""

SMALLEST_EXPONENT = float(np.log(np.finfo(np.float64).smallest_subnormal) - np.log(2.0))
"""exp of less is 0 in float64, half of the smallest number there is being rounded: -745.13."""


def as_written(raw: Array) -> Array:
    """e^z / sum of e^z (..., K) in float64, without care; NaN where that is no number."""
    with np.errstate(over="ignore", invalid="ignore"):
        powers = np.exp(raw)
        return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


@dataclass(frozen=True)
class Overflow(Swept):
    """The same three logits with `far`, a whole number, added to each; (S,) make a sweep."""

    die: LossAt
    far: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("far",)
    derived: ClassVar[tuple[str, ...]] = ("raw", "naive", "careful", "cost")

    @cached_property
    def raw(self) -> Array:
        """The logits (..., 3)."""
        return BASE + join(self.far)

    @cached_property
    def naive(self) -> PerStop:
        """Probability of the true species as it is written; NaN where there is none."""
        return as_written(self.raw)[..., TRUE][()]

    @cached_property
    def careful(self) -> PerStop:
        """The same with the largest logit taken off first."""
        return self.die.loss.link(self.raw)[..., TRUE][()]

    @cached_property
    def cost(self) -> PerStop:
        """What the true species costs, from the logits, in nats."""
        return self.die.value(np.full(np.shape(self.far), float(TRUE)), self.raw)[()]

    @property
    def wrong_by_far(self) -> float:
        """The cost where the true species has the lowest of the logits 1000, -1000, 0."""
        return float(self.die.value([TRUE], [[FAR.high, FAR.low, 0.0]])[0])


def ends() -> tuple[int, int]:
    """The lowest and the highest whole number that may be added before 0/0 and overflow."""
    added = np.arange(FAR.low, FAR.high + 1)
    fine = np.isfinite(as_written(BASE + added[:, None])[:, TRUE])
    return int(added[fine][0]), int(added[fine][-1])


def far_sweep(view: Overflow, key: str, label: str) -> Sweep[Overflow]:
    """What is added, through its range, with the last number that works at either end."""
    low, high = ends()
    stops = stops_between(FAR.low, FAR.high, 20.0, float(view.far))
    stops = np.unique(np.append(stops, [low - 1, low, high, high + 1]))
    return Sweep(Axis(key, label, stops), view.through(far=stops))
