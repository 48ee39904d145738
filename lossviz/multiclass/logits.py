"""Three logits of one bird: softmax, the cost of its true species, the pulls, a common shift."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from scipy import special

from lossviz.core import LossAt
from lossviz.multiclass.species import TRUE
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, join, stops_between

LOGITS = Interval(-5.0, 5.0)
SHIFTS = Interval(-5.0, 5.0)
STEP = 0.1


@dataclass(frozen=True)
class Logits(Swept):
    """A logit for each of three species, and a `shift` added to all three; (S,) make a sweep.

    `die` is cross-entropy over classes.
    """

    die: LossAt
    first: PerStop
    second: PerStop
    third: PerStop
    shift: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("first", "second", "third", "shift")
    derived: ClassVar[tuple[str, ...]] = ("raw", "p", "cost", "pulls", "moved")

    @cached_property
    def raw(self) -> Array:
        """The three logits (..., 3) with the shift in them."""
        return join(self.first, self.second, self.third) + join(self.shift)

    @cached_property
    def p(self) -> Array:
        """The forecast (..., 3)."""
        return self.die.loss.link(self.raw)

    @cached_property
    def cost(self) -> PerStop:
        """What the true species costs, in nats."""
        return self.die.value(self._true, self.raw)[()]

    @cached_property
    def pulls(self) -> Array:
        """The way (..., 3) each logit wants to go, y - p."""
        return np.asarray(0.0 - self.die.grad(self._true, self.raw))

    @property
    def _true(self) -> Array:
        return np.full(self.raw.shape[:-1], float(TRUE))

    @cached_property
    def moved(self) -> PerStop:
        """The largest change of a probability that the shift makes."""
        without = special.softmax(self.raw - join(self.shift), axis=-1)
        return np.abs(self.p - without).max(axis=-1)[()]


def logit_sweep(view: Logits, field: str, key: str, label: str, ends: Interval) -> Sweep[Logits]:
    """One of the fields through its range."""
    stops = stops_between(ends.low, ends.high, STEP, float(getattr(view, field)))
    return Sweep(Axis(key, label, stops, "", 1), view.through(**{field: stops}))
