"""One class counted more often: the best forecast for all penguins alike, and two means."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.core import Loss
from lossviz.multiclass.charges import WEIGHTS
from lossviz.multiclass.soft_targets import penguin_counts
from lossviz.multiclass.species import TRUE
from lossviz.numerics import Array
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, join, stops_between


@dataclass(frozen=True)
class ClassWeights(Swept):
    """All penguins, each Chinstrap counted `weight` times; (S,) make a sweep.

    `die` is cross-entropy over classes.
    """

    die: Loss
    weight: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("weight",)
    derived: ClassVar[tuple[str, ...]] = ("best", "means")
    shared: ClassVar[tuple[str, ...]] = ("counts",)

    @cached_property
    def counts(self) -> Array:
        """How many penguins (3,) of each species there are."""
        return penguin_counts()

    @property
    def shares(self) -> Array:
        """Their shares (3,)."""
        return np.asarray(self.counts / self.counts.sum())

    @property
    def counted(self) -> Array:
        """Weight times count (..., 3) of each species."""
        one = np.ones(np.shape(self.weight))
        return self.counts * join(*(self.weight if k == TRUE else one for k in range(3)))

    @cached_property
    def best(self) -> Array:
        """The forecast (..., 3) for all alike with the least weighted cost: weighted shares."""
        return np.asarray(self.counted / self.counted.sum(axis=-1, keepdims=True))

    @cached_property
    def means(self) -> Array:
        """Weighted cost (..., 2) of the best forecast: over the weights, and over the penguins."""
        rows = self.best.reshape(-1, 3)
        true = np.tile(np.arange(3.0), len(rows))
        each = self.die.value(true, np.log(rows).repeat(3, axis=0)).reshape(self.best.shape)
        total = (self.counted * each).sum(axis=-1)
        return join(total / self.counted.sum(axis=-1), total / self.counts.sum())

    @property
    def balanced(self) -> float:
        """The weight at which the best forecast gives the Chinstraps a third."""
        return float((self.counts.sum() - self.counts[TRUE]) / 2.0 / self.counts[TRUE])


def weight_sweep(view: ClassWeights, key: str, label: str) -> Sweep[ClassWeights]:
    """The weight through its range."""
    stops = stops_between(WEIGHTS.low, WEIGHTS.high, 0.05, float(view.weight))
    return Sweep(Axis(key, label, stops, "", 2), view.through(weight=stops))
