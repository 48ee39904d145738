"""Two distributions over the same few outcomes, each as the truth of the other."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lossviz.information import cross_entropy, entropy, kl_divergence
from lossviz.numerics import Array


@dataclass(frozen=True, eq=False)
class TypedPair:
    """Distributions y and p, each (K,)."""

    y: Array
    p: Array

    @cached_property
    def floors(self) -> Array:
        """H(y) and H(p) (2,) in nats."""
        return entropy(np.stack([self.y, self.p]))

    @cached_property
    def costs(self) -> Array:
        """H(y, p) and H(p, y) (2,) in nats; inf where something happens that is forecast with 0."""
        return cross_entropy(np.stack([self.y, self.p]), np.stack([self.p, self.y]))

    @cached_property
    def excesses(self) -> Array:
        """KL(y || p) and KL(p || y) (2,) in nats; maybe inf."""
        return kl_divergence(np.stack([self.y, self.p]), np.stack([self.p, self.y]))

    def impossible(self, swapped: bool = False) -> tuple[int, ...]:
        """Numbers, from 1, of the outcomes that happen and are forecast with 0."""
        truth, forecast = (self.p, self.y) if swapped else (self.y, self.p)
        return tuple((np.flatnonzero((truth > 0) & (forecast == 0)) + 1).tolist())
