"""Losses of a binary label over the margin: what each charges, and how hard it pulls."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.core import LossAt
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

MARGINS = Interval(-6.0, 4.0)
STEP = 0.1
LABEL = np.ones(())  # the margin of a label 1 is the logit itself


@dataclass(frozen=True)
class Shapes(Swept):
    """Losses (K of them) at a margin m = (2y - 1) z; an `m` (S,) makes it a sweep."""

    losses: tuple[LossAt, ...]
    m: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("m",)
    derived: ClassVar[tuple[str, ...]] = ("costs", "pulls")

    def __post_init__(self) -> None:
        if not self.losses:
            raise ValueError("there must be one loss or more, got none")

    def costs_at(self, m: PerStop) -> Array:
        """What each loss charges (..., K) at margins (...,)."""
        at = np.asarray(m, dtype=np.float64)
        return np.stack([loss.value(LABEL, at) for loss in self.losses], axis=-1)

    def pulls_at(self, m: PerStop) -> Array:
        """Minus the slope of each loss (..., K): how hard it pulls the margin up."""
        at = np.asarray(m, dtype=np.float64)
        return 0.0 - np.stack([loss.grad(LABEL, at) for loss in self.losses], axis=-1)

    @cached_property
    def costs(self) -> Array:
        """What each loss charges at the margin."""
        return self.costs_at(self.m)

    @cached_property
    def pulls(self) -> Array:
        """How hard each pulls there."""
        return self.pulls_at(self.m)


def zero_one(m: Array) -> Array:
    """1 on the wrong side, 0 on the right one; at margin 0 nothing is decided: one half."""
    return np.heaviside(-np.asarray(m, dtype=np.float64), 0.5)


def margin_sweep(view: Shapes, key: str, label: str) -> Sweep[Shapes]:
    """The margin through its range."""
    stops = stops_between(MARGINS.low, MARGINS.high, STEP, float(view.m))
    return Sweep(Axis(key, label, stops, "", 1), view.through(m=stops))
