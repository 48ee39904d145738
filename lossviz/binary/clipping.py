"""The cost of a probability close to 0 for what happened: exact, and clipped as libraries do."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from lossviz.numerics import Array, Interval
from lossviz.prob import binary_cross_entropy
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

CLIPS: Mapping[str, float] = MappingProxyType(
    {
        "sklearn64": float(np.finfo(np.float64).eps),
        "sklearn32": float(np.finfo(np.float32).eps),
        "keras": 1e-7,
        "torch": float(np.exp(-100.0)),
        "millionth": 1e-6,
    }
)
"""The smallest probability a library lets stand; PyTorch's is said of the log, which stops at -100.

scikit-learn takes the precision of the numbers it is given.
"""

POWERS = Interval(-48.0, 0.0)
"""Powers of ten of the probability: down to below the smallest of the clips."""
STEP = 0.4
BITS_PER_NAT = float(1.0 / np.log(2.0))
OUT_OF = 100
"""Forecasts among which one is 0 for what happened."""


@dataclass(frozen=True)
class Clipped(Swept):
    """The cost of probability 10^power for what happened, exact and clipped at `eps`.

    Costs are in nats times `per_nat` (1 / log 2 makes them bits). `power` (S,) makes it a sweep.
    """

    power: PerStop
    eps: float
    per_nat: float = 1.0

    per_stop: ClassVar[tuple[str, ...]] = ("power",)
    derived: ClassVar[tuple[str, ...]] = ("p", "exact", "clipped")

    @cached_property
    def p(self) -> PerStop:
        """The probability."""
        return np.power(10.0, np.asarray(self.power, dtype=np.float64))[()]

    def exact_of(self, p: PerStop) -> Array:
        """The cost (...,) of probabilities (...,) without clipping."""
        return self.per_nat * binary_cross_entropy(1.0, p)

    def clipped_of(self, p: PerStop) -> Array:
        """The cost (...,) of probabilities (...,) clipped."""
        return self.per_nat * binary_cross_entropy(1.0, p, clip=self.eps)

    @cached_property
    def exact(self) -> PerStop:
        """The cost of the probability."""
        return self.exact_of(self.p)[()]

    @cached_property
    def clipped(self) -> PerStop:
        """What is charged instead."""
        return self.clipped_of(self.p)[()]

    @property
    def most(self) -> float:
        """The cost charged for probability 0, which has no end without clipping."""
        return float(self.clipped_of(0.0))

    @property
    def mosts(self) -> Array:
        """That cost under each of `CLIPS`, (len(CLIPS),)."""
        return np.array([Clipped(0.0, eps, self.per_nat).most for eps in CLIPS.values()])


def power_sweep(view: Clipped, key: str, label: str) -> Sweep[Clipped]:
    """The probability from nearly nothing to 1."""
    stops = stops_between(POWERS.low, POWERS.high, STEP, float(view.power))
    return Sweep(Axis(key, label, stops, "", 1), view.through(power=stops))
