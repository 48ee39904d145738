"""Nats and bits: what knowing nothing of K outcomes costs in either."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.information import Unit, entropy
from lossviz.numerics import Array
from lossviz.sweeps import Axis, PerStop, Sweep, Swept

FEWEST, MOST = 2, 10
COUNTS = np.arange(float(FEWEST), MOST + 1)


def chance_levels(unit: Unit) -> Array:
    """Entropy of 2 to 10 outcomes that are all alike: the chance level of each number of them."""
    return np.array([float(entropy(np.full(k, 1.0 / k), unit)) for k in range(FEWEST, MOST + 1)])


@dataclass(frozen=True)
class Chance(Swept):
    """`k` outcomes, all alike, a whole number from `FEWEST` to `MOST`; (S,) makes it a sweep."""

    k: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("k",)
    derived: ClassVar[tuple[str, ...]] = ("nats", "bits")
    shared: ClassVar[tuple[str, ...]] = ("all_nats", "all_bits")

    @cached_property
    def all_nats(self) -> Array:
        """The chance level of each of `COUNTS`, in nats."""
        return chance_levels("nats")

    @cached_property
    def all_bits(self) -> Array:
        """The same in bits."""
        return chance_levels("bits")

    @cached_property
    def nats(self) -> PerStop:
        """The chance level in nats: log k."""
        return self.all_nats[np.asarray(self.k, dtype=np.intp) - FEWEST]

    @cached_property
    def bits(self) -> PerStop:
        """The chance level in bits: log2 k."""
        return self.all_bits[np.asarray(self.k, dtype=np.intp) - FEWEST]


def chance_sweep(view: Chance, key: str, label: str) -> Sweep[Chance]:
    """From 2 to 10 outcomes; the control is `key`."""
    return Sweep(Axis(key, label, COUNTS), view.through(k=COUNTS))
