"""Noise standing at a candidate answer, over observations: density, product, surprise, stack."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, TypeVar

import numpy as np
from scipy import special

from lossviz.core import Link, LossAt
from lossviz.data.observations import Observations
from lossviz.fits import fit_location
from lossviz.likelihood.bridge import Bridge
from lossviz.likelihood.surprises import Surprises
from lossviz.noise import Noise, Support
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, join, stops_between

ALL_BUT_IMPOSSIBLE = -1e3
"""A log density below this is that of a logit at infinity: the probability there is 0."""

SAME = 1e-5  # nats: stacks this close are equally long for a reader


@dataclass(frozen=True)
class Stems(Surprises, Swept):
    """The noise of a loss standing `here`, at a candidate answer, over observations y (n,).

    `here` is in the units of y, for a coin the probability of a 1; an array (S,) makes it a sweep.
    `width` is that of the noise, in the units of y; a coin has none.
    """

    loss_at: LossAt
    observed: Observations
    here: PerStop
    width: float

    per_stop: ClassVar[tuple[str, ...]] = ("here",)
    derived: ClassVar[tuple[str, ...]] = ("log_densities", "stack")
    shared: ClassVar[tuple[str, ...]] = ("noise", "answers", "shortest", "bridge")

    @cached_property
    def noise(self) -> Noise:
        """The density; ValueError for a loss that has none."""
        noise = self.loss_at.facts.noise
        if noise is None:
            raise ValueError(f"{self.loss_at.loss.key} has no density, so no stems")
        return noise

    @property
    def is_coin(self) -> bool:
        """Whether the observations are labels 0 and 1."""
        return self.noise.support is Support.BINARY

    @property
    def n(self) -> int:
        """Number of observations."""
        return len(self.observed)

    def raw(self, at: PerStop) -> Array:
        """The prediction before the link that puts the noise at `at`."""
        if self.loss_at.loss.link is Link.SIGMOID:
            return np.clip(special.logit(np.asarray(at, dtype=np.float64)), -1e300, 1e300)
        return np.asarray(at, dtype=np.float64)

    def _log(self, y: Array, at: PerStop) -> Array:
        found = self.noise.log_density(y, self.raw(at)[..., None], self.width)
        # a probability of 0 is a logit at infinity: impossible, and not merely unlikely
        return np.where(found < ALL_BUT_IMPOSSIBLE, -np.inf, found)

    @cached_property
    def log_densities(self) -> Array:
        """Log density (..., n) of every observation."""
        return self._log(self.observed.y, self.here)

    @cached_property
    def stack(self) -> PerStop:
        """Sum of the surprises, in nats: the negative log-likelihood of `here`."""
        return self.surprises.sum(axis=-1)[()]

    def outline(self, from_top: Array) -> Array:
        """Density (m,) at distances `from_top` (m,) from where the noise stands."""
        return np.exp(self.noise.log_density(from_top, np.zeros(()), self.width))

    def stack_at(self, candidates: Array) -> Array:
        """The stack (m,) if the answer were at each of `candidates` (m,)."""
        stack: Array = 0.0 - self._log(self.observed.y, candidates).sum(axis=-1)
        return stack

    @cached_property
    def answers(self) -> Array:
        """Lowest and highest candidate (2,) with the shortest stack; equal unless it is flat."""
        functional = self.loss_at.facts.functional
        if functional is None:
            best = float(fit_location(self.loss_at, self.observed.y).coefficients[0])
            return join(best, best)
        low, high = functional.of(self.observed.y)
        answers: Array = self.loss_at.loss.link(join(low, high))
        return answers

    @property
    def answer(self) -> float:
        """The candidate with the shortest stack, the middle of them if there are many."""
        return float(self.answers.mean())

    @cached_property
    def shortest(self) -> float:
        """The shortest stack, in nats."""
        return float(self.stack_at(self.answers[:1])[0])

    @property
    def is_best(self) -> bool:
        """Whether the stack is as short as it can be, to more digits than are shown."""
        return bool(self.stack <= self.shortest + SAME)

    @cached_property
    def bridge(self) -> Bridge:
        """Stack = factor * mean loss + offset."""
        return Bridge(self.loss_at, self.observed.y, self.width)


S = TypeVar("S", bound=Stems)


def stems_sweep(view: S, bounds: Interval, step: float, key: str, label: str) -> Sweep[S]:
    """The hill through its range, the best candidate among the stops."""
    stops = stops_between(bounds.low, bounds.high, step, float(view.here))
    best = np.round(view.answer, 12)
    if bounds.includes(best) and not np.any(np.isclose(stops, best, rtol=0, atol=0.02 * step)):
        stops = np.sort(np.append(stops, best))
    decimals = max(0, -int(np.floor(np.log10(step))))
    axis = Axis(key, label, stops, view.observed.unit, decimals)
    return Sweep(axis, view.through(here=stops))
