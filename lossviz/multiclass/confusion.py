"""Which species is called which, and what right and wrong ones cost."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lossviz.multiclass.feature_pairs import PairFit
from lossviz.numerics import Array

LEAST_WRONG = float(np.log(2.0))
"""A wrong one costs at least log 2: another species has as much or more, so it has at most half."""


@dataclass(frozen=True, eq=False)
class Confusion:
    """The most probable species of every row of a fit against the true one."""

    fit: PairFit

    @property
    def n_classes(self) -> int:
        """How many species there are."""
        return len(self.fit.measured.classes)

    @property
    def most_right(self) -> float:
        """A right one costs at most log K, as its species has at least a K-th."""
        return float(np.log(self.n_classes))

    @cached_property
    def counts(self) -> NDArray[np.intp]:
        """How many of true species i (row) are called j (column): (K, K)."""
        counts = np.zeros((self.n_classes, self.n_classes), dtype=np.intp)
        np.add.at(counts, (self.fit.y, self.fit.guesses), 1)
        return counts

    @property
    def row_shares(self) -> Array:
        """The same as shares of each true species (K, K)."""
        return np.asarray(self.counts / self.counts.sum(axis=1, keepdims=True))

    @cached_property
    def wrong(self) -> NDArray[np.bool_]:
        """Whether the most probable species is not the true one (m,)."""
        return np.asarray(self.fit.guesses != self.fit.y)

    @property
    def n_wrong(self) -> int:
        """How many are wrong."""
        return int(self.wrong.sum())

    @property
    def dearest_right(self) -> float:
        """The highest cost of a right one, in nats."""
        return float(self.fit.costs[~self.wrong].max())

    @property
    def cheapest_wrong(self) -> float | None:
        """The lowest cost of a wrong one, in nats; None without a wrong one."""
        return float(self.fit.costs[self.wrong].min()) if self.n_wrong else None

    @property
    def wrong_share(self) -> float:
        """The part of the whole cost that the wrong ones pay."""
        return float(self.fit.costs[self.wrong].sum() / self.fit.costs.sum())
