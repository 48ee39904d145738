"""A noise of counts over counted shares: its average surprise, floor and excess, over its rate."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar

import numpy as np
from scipy import special

from lossviz.core import LossAt
from lossviz.data.observations import Observations
from lossviz.information import cross_entropy, entropy, kl_divergence
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

RATES = Interval(0.1, 3.0)
STEP = 0.025
DRAWS = 1000  # simulated samples
SAME = 1e-4  # rates this close are the same for a reader


@dataclass(frozen=True, eq=False)
class CountFit(Swept):
    """Counts y (n,) forecast by the noise of a loss of counts with rate exp(raw), at `rate`.

    A rate (S,) makes it a sweep. Places of all distributions: 0, 1, ... up to the largest count,
    and one for everything above, which was never seen.
    """

    loss_at: LossAt
    observed: Observations
    rate: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("rate",)
    derived: ClassVar[tuple[str, ...]] = ("forecast", "cost", "excess")
    shared: ClassVar[tuple[str, ...]] = ("counts", "floor", "best")

    @cached_property
    def counts(self) -> Array:
        """How often (K,) each count was seen; the last place 0."""
        return np.append(np.bincount(self.observed.y.astype(int)), 0).astype(np.float64)

    @property
    def shares(self) -> Array:
        """Share (K,) of each count."""
        return np.asarray(self.counts / self.counts.sum())

    def forecast_at(self, rate: PerStop) -> Array:
        """Probability (..., K) of each count, the last of all above; ValueError without a noise."""
        noise = self.loss_at.facts.noise
        if noise is None:
            raise ValueError(f"{self.loss_at.loss.key} has no density, so it forecasts nothing")
        raw = np.log(np.asarray(rate, dtype=np.float64))[..., None]
        known = np.exp(noise.log_density(np.arange(len(self.counts) - 1.0), raw, 1.0))
        above = np.maximum(1.0 - known.sum(axis=-1, keepdims=True), 0.0)
        return np.concatenate([known, above], axis=-1)

    @cached_property
    def forecast(self) -> Array:
        """Probability (..., K) of each count at `rate`."""
        return self.forecast_at(self.rate)

    def cost_at(self, rate: PerStop) -> Array:
        """Average surprise (...,) of an observation if the rate were that, in nats."""
        return cross_entropy(self.shares, self.forecast_at(rate))

    @cached_property
    def cost(self) -> Array:
        """Average surprise (...,) of an observation, in nats."""
        return self.cost_at(self.rate)[()]

    @cached_property
    def floor(self) -> float:
        """That of somebody who knows the shares."""
        return float(entropy(self.shares))

    @cached_property
    def excess(self) -> Array:
        """What the forecast costs beyond that, (...,)."""
        return kl_divergence(self.shares, self.forecast)[()]

    @cached_property
    def best(self) -> float:
        """The rate with the least excess: the mean of the counts."""
        return float(self.observed.y.mean())

    @property
    def least(self) -> float:
        """The excess there."""
        return float(kl_divergence(self.shares, self.forecast_at(self.best)))

    @property
    def is_best(self) -> bool:
        """Whether the rate is the best one."""
        return abs(float(self.rate) - self.best) < SAME

    @property
    def nll(self) -> float:
        """Negative log-likelihood of the rate: the surprises of all observations together."""
        return len(self.observed) * float(self.cost)


@lru_cache(maxsize=4)
def left_by_chance(rate: float, n: int) -> Array:
    """The excess (DRAWS,) that a Poisson leaves on n counts of its own, each fitted by its mean."""
    drawn = np.random.default_rng(0).poisson(rate, (DRAWS, n))
    k = np.arange(float(drawn.max() + 1))
    shares = (drawn[:, :, None] == k).mean(axis=1)
    means = drawn.mean(axis=1)[:, None]
    known = np.exp(special.xlogy(k, means) - means - special.gammaln(k + 1.0))
    above = np.maximum(1.0 - known.sum(axis=1, keepdims=True), 0.0)
    seen = np.append(shares, np.zeros_like(above), axis=1)
    left = kl_divergence(seen, np.append(known, above, axis=1))
    left.flags.writeable = False
    return left


def rate_sweep(view: CountFit, key: str, label: str) -> Sweep[CountFit]:
    """The rate through its range, the best one among the stops."""
    stops = stops_between(RATES.low, RATES.high, STEP, float(view.rate))
    magnets = (view.best,) if np.any(np.isclose(stops, view.best, rtol=0, atol=1e-9)) else ()
    return Sweep(Axis(key, label, stops, decimals=3, magnets=magnets), view.through(rate=stops))
