"""A share that goes to 0, and a forecast that does: one costs nothing in the end, one has no end.

p log p -> 0 as p -> 0, since p falls faster than log p grows; share * -log p has no limit.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from scipy import special

from lossviz.information import kl_divergence
from lossviz.numerics import Array, Interval, Softmax
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

POWERS = Interval(0.0, 12.0)
"""How many powers of ten below 1 a probability may be."""


@dataclass(frozen=True)
class Vanishing(Swept):
    """A probability of 10^-`power`, as a share and as a forecast of something with `share`.

    `power` within `POWERS`; an array (S,) makes it a sweep. Costs in nats.
    """

    share: float
    power: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("power",)
    derived: ClassVar[tuple[str, ...]] = ("as_share", "as_forecast")

    @property
    def probability(self) -> PerStop:
        """The probability itself."""
        return 10.0 ** -np.asarray(self.power, dtype=np.float64)

    def share_cost(self, power: Array) -> Array:
        """-q log q (...) of q = 10^-power: what a rare outcome adds to an entropy."""
        return np.asarray(special.entr(10.0**-power))

    def forecast_cost(self, power: Array) -> Array:
        """-share log q (...) of q = 10^-power: what it adds to a cross-entropy if it is common."""
        return np.asarray(self.share * power * np.log(10.0))

    @cached_property
    def as_share(self) -> PerStop:
        """What it adds as a share."""
        return self.share_cost(np.asarray(self.power, dtype=np.float64))[()]

    @cached_property
    def as_forecast(self) -> PerStop:
        """What it adds as a forecast."""
        return self.forecast_cost(np.asarray(self.power, dtype=np.float64))[()]


def vanishing_sweep(view: Vanishing, key: str, label: str) -> Sweep[Vanishing]:
    """From 1 down to 10^-12; the control is `key`."""
    stops = stops_between(POWERS.low, POWERS.high, 0.1, float(view.power))
    return Sweep(Axis(key, label, stops, decimals=1), view.through(power=stops))


@dataclass(frozen=True, eq=False)
class NoProbabilities:
    """A divergence taken of numbers (K,) that are none: of logits, without the softmax."""

    y: Array
    logits: Array

    @property
    def wrong(self) -> float:
        """Sum of y log(y / z) over the logits as they are: negative, which no divergence is."""
        return float(np.sum(self.y * np.log(self.y / self.logits)))

    @property
    def refusal(self) -> str:
        """The sentence with which `kl_divergence` refuses them."""
        try:
            kl_divergence(self.y, self.logits)
        except ValueError as error:
            return str(error)
        raise ValueError(f"these are probabilities: {self.logits.tolist()}")

    @property
    def right(self) -> float:
        """The divergence of the softmax of the logits, in nats."""
        return float(kl_divergence(self.y, Softmax.of(self.logits).p))


EXAMPLE = NoProbabilities(np.array([0.2, 0.5, 0.3]), np.array([3.0, 1.0, 2.0]))
EXAMPLE.y.flags.writeable = EXAMPLE.logits.flags.writeable = False
