"""A label between 0 and 1: what a forecast costs then, and that the cheapest is not free."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from scipy import special

from lossviz.core import LossAt
from lossviz.information import entropy
from lossviz.numerics import UNIT, Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

FORECASTS = Interval(0.01, 0.99)
LABELS = UNIT


@dataclass(frozen=True)
class SoftLabel(Swept):
    """A label `label` from 0 to 1 and a forecast `guess` of it; either may be an array (S,)."""

    loss_at: LossAt
    label: PerStop
    guess: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("label", "guess")
    derived: ClassVar[tuple[str, ...]] = ("cost", "parts", "floor")

    def cost_at(self, guesses: Array) -> Array:
        """Cost (..., m) of forecasts (m,)."""
        label = np.asarray(self.label, dtype=np.float64)[..., None]
        return self.loss_at.value(label, special.logit(guesses))

    @cached_property
    def cost(self) -> PerStop:
        """Cost of the forecast, in nats."""
        raw = special.logit(np.asarray(self.guess, dtype=np.float64))
        value = self.loss_at.value(np.asarray(self.label, dtype=np.float64), raw)
        return np.broadcast_to(value, np.broadcast(self.label, self.guess).shape)[()]

    @cached_property
    def parts(self) -> Array:
        """What the two labels would pay (..., 2), each with its share: their sum is the cost."""
        guess = np.asarray(self.guess, dtype=np.float64)
        label = np.asarray(self.label, dtype=np.float64)
        return np.stack([-(1.0 - label) * np.log1p(-guess), -label * np.log(guess)], axis=-1)

    @cached_property
    def floor(self) -> PerStop:
        """Cost of the forecast that says the label itself: the entropy of the label."""
        label = np.asarray(self.label, dtype=np.float64)
        floor = entropy(np.stack([1.0 - label, label], axis=-1))
        return np.broadcast_to(floor, np.broadcast(self.label, self.guess).shape)[()]

    @property
    def is_best(self) -> bool:
        """Whether the forecast says the label itself."""
        return bool(self.guess == self.label)


def label_sweep(view: SoftLabel, key: str, label: str) -> Sweep[SoftLabel]:
    """The label through its range."""
    stops = stops_between(LABELS.low, LABELS.high, 0.01, float(view.label))
    return Sweep(Axis(key, label, stops, decimals=2), view.through(label=stops))


def guess_sweep(view: SoftLabel, key: str, label: str) -> Sweep[SoftLabel]:
    """The forecast through its range, the label among the stops."""
    stops = stops_between(FORECASTS.low, FORECASTS.high, 0.01, float(view.guess))
    if FORECASTS.includes(view.label) and np.abs(stops - view.label).min() > 1e-9:
        stops = np.sort(np.append(stops, float(view.label)))
    return Sweep(Axis(key, label, stops, decimals=2), view.through(guess=stops))
