"""The logit of a coin: no best one where all flips fell alike."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.fits import MleFit, fit_mle
from lossviz.noise import Noise, bernoulli
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

FLIPS = 10
LOGITS = Interval(-8.0, 8.0)


@dataclass(frozen=True)
class Coin(Swept):
    """So many `heads` in `FLIPS` flips, and a `logit` for the coin; logits (S,) make a sweep."""

    heads: int
    logit: PerStop

    noise: ClassVar[Noise] = bernoulli()
    per_stop: ClassVar[tuple[str, ...]] = ("logit",)
    derived: ClassVar[tuple[str, ...]] = ("stack",)
    shared: ClassVar[tuple[str, ...]] = ("fit", "settled")

    @property
    def flips(self) -> Array:
        """The flips (FLIPS,), 1 for heads."""
        return np.repeat([1.0, 0.0], [self.heads, FLIPS - self.heads])

    def stack_at(self, logits: Array) -> Array:
        """Sum of the surprises (...,) of all flips at `logits` (...,), in nats."""
        return np.asarray(-self.noise.log_density(self.flips, logits[..., None], 1.0).sum(axis=-1))

    @cached_property
    def stack(self) -> PerStop:
        """The same at the logit of the coin."""
        return self.stack_at(np.asarray(self.logit, dtype=np.float64))[()]

    @cached_property
    def fit(self) -> MleFit:
        """What the fit reports."""
        return fit_mle(self.noise, self.flips)

    @property
    def best(self) -> float:
        """The best logit: infinite where the flips all fell alike."""
        if self.fit.direction is not None:
            return float(np.copysign(np.inf, self.fit.direction[0]))
        return float(self.fit.coefficients[0])

    @cached_property
    def settled(self) -> float:
        """The best logit with one head and one tail more, which is always a number."""
        return float(fit_mle(self.noise, np.append(self.flips, [1.0, 0.0])).coefficients[0])


def logit_sweep(view: Coin, label: str) -> Sweep[Coin]:
    """The logit through its range, the best one among the stops if there is one."""
    stops = stops_between(LOGITS.low, LOGITS.high, 0.2, float(view.logit))
    magnets: tuple[float, ...] = ()
    if np.isfinite(view.best):
        magnets = (view.best,)
        if not np.any(np.isclose(stops, view.best, rtol=0, atol=1e-9)):
            stops = np.sort(np.append(stops, view.best))
    return Sweep(Axis("logit", label, stops, "", 2, magnets), view.through(logit=stops))
