"""What follows from the log density of every observation."""

from typing import Protocol

import numpy as np

from lossviz.numerics import Array


class _LogDensities(Protocol):
    @property
    def log_densities(self) -> Array: ...


class Surprises:
    """Densities and surprises of a view that has `log_densities` (..., n)."""

    @property
    def densities(self: _LogDensities) -> Array:
        """Density (..., n), per unit of y, or probability of every observation: the stems."""
        return np.exp(self.log_densities)

    @property
    def surprises(self: _LogDensities) -> Array:
        """-log density (..., n) of every observation, in nats: the bars."""
        return 0.0 - self.log_densities  # minus zero would be written with its sign
