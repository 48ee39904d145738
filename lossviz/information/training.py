"""A forecast for all that learns: its cost at every step is a floor that stays and an excess.

Gradient descent on logits z with p = softmax(z): the slope of H(y, p) in z is p - y.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.information import cross_entropy, entropy, kl_divergence
from lossviz.numerics import Array, Interval, Softmax
from lossviz.sweeps import Axis, PerStop, Sweep, Swept

STEPS = 60
"""Steps of descent that are shown."""

RATES = Interval(0.1, 2.0)
"""How far a step goes, per slope: below 4 every step lowers the cost (curvature at most 1/2)."""

NUDGE = 1e-5  # of a logit: for slopes by central differences


def descent(shares: Array, start: Array, rate: float, steps: int = STEPS) -> Array:
    """Logits (steps + 1, K) of gradient descent on H(shares, softmax(z)) from log start (K,)."""
    logits = [np.log(start) - np.log(start).mean()]
    for _step in range(steps):
        z = logits[-1]
        logits.append(z - rate * (Softmax.of(z).p - shares))
    return np.array(logits)


@dataclass(frozen=True, eq=False)
class Training(Swept):
    """Descent to the shares (K,) from a forecast `start` (K,), looked at after `step` steps.

    `step` from 0 to `STEPS`, an array (S,) makes it a sweep; `rate` within `RATES`.
    """

    classes: tuple[str, ...]
    shares: Array
    start: Array
    rate: float
    step: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("step",)
    derived: ClassVar[tuple[str, ...]] = ("forecast", "excess", "cost")
    shared: ClassVar[tuple[str, ...]] = ("logits", "forecasts", "floor", "excesses", "costs")

    @cached_property
    def logits(self) -> Array:
        """The logits (STEPS + 1, K) after each step."""
        return descent(self.shares, self.start, self.rate)

    @cached_property
    def forecasts(self) -> Array:
        """The forecast (STEPS + 1, K) after each step."""
        return Softmax.of(self.logits).p

    @cached_property
    def floor(self) -> float:
        """H(y) in nats: no forecast costs less."""
        return float(entropy(self.shares))

    @cached_property
    def excesses(self) -> Array:
        """KL(y || p) (STEPS + 1,) in nats after each step."""
        return kl_divergence(self.shares, self.forecasts)

    @cached_property
    def costs(self) -> Array:
        """H(y, p) (STEPS + 1,) in nats after each step."""
        return cross_entropy(self.shares, self.forecasts)

    @property
    def _index(self) -> Array:
        return np.asarray(self.step, dtype=np.intp)

    @cached_property
    def forecast(self) -> Array:
        """The forecast (..., K) now."""
        return np.asarray(self.forecasts[self._index])

    @cached_property
    def excess(self) -> PerStop:
        """What it costs beyond the floor, in nats."""
        return self.excesses[self._index]

    @cached_property
    def cost(self) -> PerStop:
        """What it costs, in nats."""
        return self.costs[self._index]

    def slopes(self) -> tuple[Array, Array]:
        """Slopes (K,) in each logit of cost and of excess, measured at this one step.

        By central differences: the formula p - y is not used.
        """
        z = self.logits[int(self.step)]
        return (
            _measured(lambda p: cross_entropy(self.shares, p), z),
            _measured(lambda p: kl_divergence(self.shares, p), z),
        )


def _measured(value: Callable[[Array], Array], z: Array) -> Array:
    aside = NUDGE * np.eye(len(z))
    up, down = (value(Softmax.of(z + sign * aside).p) for sign in (1, -1))
    return np.asarray((up - down) / (2 * NUDGE))


def step_sweep(view: Training, key: str, label: str) -> Sweep[Training]:
    """Every step; its control is `key`."""
    stops = np.arange(STEPS + 1.0)
    return Sweep(Axis(key, label, stops), view.through(step=stops))
