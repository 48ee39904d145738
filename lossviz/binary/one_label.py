"""One label 1 and its logit: what losses charge, how they pull, and a race of gradient descent."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import special

from lossviz.core import LossAt
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

LOGITS = Interval(-8.0, 8.0)
START = -5.0
"""The logit the race starts at."""
RATE = 1.0
STEPS = 100
"""Steps of the race: the slower of the two arrives before."""
HALF = 0.5
LABEL = np.ones(())
LOGIT_STEP = 0.1


def descent(loss_at: LossAt, start: float, rate: float, steps: int) -> Array:
    """Logits (steps + 1,) of gradient descent on the loss of one label 1, the start first."""
    path = np.empty(steps + 1)
    path[0] = start
    for k in range(steps):
        path[k + 1] = path[k] - rate * float(loss_at.grad(LABEL, path[k]))
    return path


@dataclass(frozen=True)
class OneLabel(Swept):
    """A label 1 whose logit is `z`, and a race after `step` steps; (S,) of either make a sweep.

    `fast` and `slow` are the two losses, named after the race.
    """

    fast: LossAt
    slow: LossAt
    z: PerStop
    step: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("z", "step")
    shared: ClassVar[tuple[str, ...]] = ("paths", "arrivals")

    @property
    def at_rest(self) -> NDArray[np.bool_]:
        """Whether (...,) neither hand has moved yet."""
        unmoved = (np.asarray(self.z) == START) & (np.asarray(self.step) == 0)
        return np.asarray(unmoved, dtype=np.bool_)

    @property
    def losses(self) -> tuple[LossAt, LossAt]:
        """Both losses."""
        return self.fast, self.slow

    def _both(self, what: str, z: PerStop) -> Array:
        at = np.asarray(z, dtype=np.float64)
        return np.stack([getattr(loss, what)(LABEL, at) for loss in self.losses], axis=-1)

    def costs_at(self, z: PerStop) -> Array:
        """What each loss charges (..., 2) at logits z (...,)."""
        return self._both("value", z)

    def pulls_at(self, z: PerStop) -> Array:
        """Minus the slope of each loss as defined (..., 2), per unit of logit."""
        return 0.0 - self._both("grad", z)

    @cached_property
    def costs(self) -> Array:
        """What each loss charges at the logit."""
        return self.costs_at(self.z)

    @cached_property
    def pulls(self) -> Array:
        """How each loss pulls at the logit."""
        return self.pulls_at(self.z)

    @cached_property
    def chance(self) -> PerStop:
        """The probability given to the label."""
        return special.expit(np.asarray(self.z, dtype=np.float64))[()]

    @cached_property
    def paths(self) -> Array:
        """Probability of the label in the race (2, STEPS + 1), after each step."""
        logits = [descent(loss, START, RATE, STEPS) for loss in self.losses]
        return np.asarray(special.expit(np.stack(logits)))

    @cached_property
    def arrivals(self) -> tuple[int, int]:
        """The first step at which each loss gives the label one half or more."""
        there = self.paths >= HALF
        if not there.any(axis=1).all():
            raise ValueError(f"a loss needs more than {STEPS} steps to one half")
        first, second = there.argmax(axis=1)
        return int(first), int(second)

    @cached_property
    def run(self) -> Array:
        """Probabilities (..., 2) of the runners now."""
        return np.moveaxis(self.paths[:, np.asarray(self.step, dtype=int)], 0, -1)

    def so_far(self, runner: int) -> Array:
        """The path (..., STEPS + 1) of a runner up to now, NaN from there on."""
        steps = np.arange(STEPS + 1)
        now = np.asarray(self.step)[..., None]
        return np.where(steps <= now, self.paths[runner], np.nan)


def logit_sweep(view: OneLabel, key: str, label: str) -> Sweep[OneLabel]:
    """The logit through its range."""
    stops = stops_between(LOGITS.low, LOGITS.high, LOGIT_STEP, float(view.z))
    return Sweep(Axis(key, label, stops, "", 1), view.through(z=stops))


def race_sweep(view: OneLabel, key: str, label: str) -> Sweep[OneLabel]:
    """The race from the start to the last step."""
    stops = np.arange(STEPS + 1.0)
    return Sweep(Axis(key, label, stops), view.through(step=stops))
