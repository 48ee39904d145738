"""The sigmoid and its inverse: a logit, its probability, its odds, and how steep it is there."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from scipy import special

from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, join, stops_between

LOGITS = Interval(-6.0, 6.0)
STEP = 0.1


@dataclass(frozen=True)
class LogOdds(Swept):
    """One logit z; an array (S,) makes it a sweep."""

    z: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("z",)
    derived: ClassVar[tuple[str, ...]] = ("p", "odds", "slope", "next_p")

    @cached_property
    def p(self) -> PerStop:
        """Its probability."""
        return special.expit(np.asarray(self.z, dtype=np.float64))[()]

    @cached_property
    def odds(self) -> PerStop:
        """The odds p / (1 - p) = e^z."""
        return np.exp(np.asarray(self.z, dtype=np.float64))[()]

    @cached_property
    def slope(self) -> PerStop:
        """How much p grows per unit of logit: p (1 - p)."""
        return (np.asarray(self.p) * special.expit(-np.asarray(self.z, dtype=np.float64)))[()]

    @cached_property
    def next_p(self) -> PerStop:
        """The probability one unit of logit further up."""
        return special.expit(np.asarray(self.z, dtype=np.float64) + 1.0)[()]

    def tangent(self, half: float) -> tuple[Array, Array]:
        """The straight line of that slope, `half` to either side: x and y (..., 2)."""
        z, p, slope = (np.asarray(one, dtype=np.float64) for one in (self.z, self.p, self.slope))
        return join(z - half, z + half), join(p - half * slope, p + half * slope)


def odds_sweep(view: LogOdds, key: str, label: str) -> Sweep[LogOdds]:
    """The logit through its range."""
    stops = stops_between(LOGITS.low, LOGITS.high, STEP, float(view.z))
    return Sweep(Axis(key, label, stops, "", 1), view.through(z=stops))
