"""Gradient descent on three logits: cross-entropy against squared error of the probabilities."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import special

from lossviz.core import Loss
from lossviz.information import entropy
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.triangle import place_of, target_of
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

STEPS = 60
RATES = Interval(0.1, 2.0)
STARTS: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {"wrong": (6.0, 0.0, 0.0), "side": (3.0, -3.0, 3.0), "centre": (0.0, 0.0, 0.0)}
)
"""Logits to start from: sure of a wrong species, between two wrong ones, equal shares."""


def squares_slope(raw: Array, target: Array) -> Array:
    """Slope (..., K) in the logits (..., K) of the sum of (t - p)^2 over the classes."""
    p = special.softmax(raw, axis=-1)
    miss = 2.0 * (p - target)
    return np.asarray(p * (miss - (p * miss).sum(axis=-1, keepdims=True)))


@dataclass(frozen=True, eq=False)
class Descent(Swept):
    """`step` steps of a `rate` from the start called `start`; (S,) of either make a sweep.

    `die` is cross-entropy over classes, `smoothing` what its target gives to all classes alike.
    The axis of 2 is first cross-entropy, then squared error.
    """

    die: Loss
    start: str
    smoothing: float
    rate: PerStop
    step: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("rate", "step")
    derived: ClassVar[tuple[str, ...]] = ("trail", "costs", "p", "cost")
    shared: ClassVar[tuple[str, ...]] = ("target", "floor", "first_cost")

    @cached_property
    def target(self) -> Array:
        """The target (3,)."""
        return target_of(TRUE, self.smoothing)

    @cached_property
    def floor(self) -> float:
        """What the cheapest forecast costs: the entropy of the target, in nats."""
        return float(entropy(self.target))

    def slopes(self, raw: Array) -> Array:
        """Slope (..., 2, 3) of either loss at its own logits (..., 2, 3)."""
        true = np.full(raw.shape[:-2], float(TRUE))
        cross = self.die.grad(true, raw[..., 0, :], label_smoothing=self.smoothing)
        return np.stack([cross, squares_slope(raw[..., 1, :], self.target)], axis=-2)

    @cached_property
    def logits(self) -> Array:
        """Logits (..., STEPS + 1, 2, 3) of both from the start on."""
        rate = np.asarray(self.rate, dtype=np.float64)
        raw = np.broadcast_to(np.array(STARTS[self.start]), (*rate.shape, 2, 3))
        path = [raw]
        for _step in range(STEPS):
            raw = raw - rate[..., None, None] * self.slopes(raw)
            path.append(raw)
        return np.stack(path, axis=-3)

    @cached_property
    def _after(self) -> NDArray[np.bool_]:
        """Which points (..., 1, STEPS + 1) lie beyond `step`."""
        here = np.asarray(self.step, dtype=np.float64)[..., None]
        return np.asarray(np.arange(STEPS + 1) > here)[..., None, :]

    @cached_property
    def all_costs(self) -> Array:
        """Cross-entropy (..., 2, STEPS + 1) of both at every step, in nats."""
        log_p = special.log_softmax(self.logits, axis=-1)
        return np.asarray(np.moveaxis(-(self.target * log_p).sum(axis=-1), -1, -2))

    @cached_property
    def trail(self) -> Array:
        """Places (..., 2, STEPS + 1, 2) in the triangle; NaN beyond `step`."""
        places = place_of(special.softmax(self.logits, axis=-1)).swapaxes(-3, -2)
        return np.where(self._after[..., None], np.nan, places)

    @cached_property
    def costs(self) -> Array:
        """`all_costs`; NaN beyond `step`."""
        return np.where(self._after, np.nan, self.all_costs)

    def _now(self, values: Array) -> Array:
        """Of values (..., STEPS + 1) the one at `step`: (...)."""
        last = np.asarray(self.step, dtype=np.intp)
        lead = np.broadcast_shapes(values.shape[:-1], (*last.shape, 1))
        index = np.broadcast_to(last[..., None], lead)[..., None]
        return np.take_along_axis(np.broadcast_to(values, (*lead, STEPS + 1)), index, -1)[..., 0]

    @cached_property
    def p(self) -> Array:
        """Probability (..., 2) of the true species at `step`."""
        p = special.softmax(self.logits, axis=-1)[..., TRUE]
        return self._now(p.swapaxes(-1, -2))

    @cached_property
    def cost(self) -> Array:
        """Cross-entropy (..., 2) at `step`."""
        return self._now(self.all_costs)

    @cached_property
    def first_cost(self) -> float:
        """Cross-entropy at the start, in nats."""
        log_p = special.log_softmax(np.array(STARTS[self.start]))
        return float(-(self.target * log_p).sum())

    @property
    def first_pulls(self) -> Array:
        """Pull (2,) of either loss on the true logit at the start."""
        raw = np.broadcast_to(np.array(STARTS[self.start]), (2, 3))
        return np.asarray(-self.slopes(raw)[:, TRUE])


def step_sweep(view: Descent, key: str, label: str) -> Sweep[Descent]:
    """The steps one by one."""
    stops = np.arange(STEPS + 1.0)
    return Sweep(Axis(key, label, stops), view.through(step=stops))


def rate_sweep(view: Descent, key: str, label: str) -> Sweep[Descent]:
    """The rate through its range."""
    stops = stops_between(RATES.low, RATES.high, 0.1, float(view.rate))
    return Sweep(Axis(key, label, stops, "", 2), view.through(rate=stops))
