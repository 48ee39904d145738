"""Softmax applied twice: what a loss of logits makes of probabilities."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.core import LossAt
from lossviz.multiclass.species import TRUE
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, join, stops_between

LEADS = Interval(-10.0, 10.0)
FLOOR = float(np.log1p(2.0 / np.e))
"""What three classes cost at the least under two softmaxes: those of the logits 1, 0, 0."""


def lead_logits(lead: PerStop) -> Array:
    """Logits (..., 3): the true species is so much ahead of the two others."""
    return join(0.0, lead, 0.0) if TRUE == 1 else join(lead, 0.0, 0.0)


@dataclass(frozen=True)
class Twice(Swept):
    """The true logit `lead` above the two others, through one softmax and through two.

    `die` is cross-entropy over classes; (S,) make a sweep.
    """

    die: LossAt
    lead: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("lead",)
    derived: ClassVar[tuple[str, ...]] = ("p", "again", "costs", "pulls")

    @cached_property
    def p(self) -> Array:
        """The forecast (..., 3)."""
        return self.die.loss.link(lead_logits(self.lead))

    @cached_property
    def again(self) -> Array:
        """Softmax of the forecast (..., 3)."""
        return self.die.loss.link(self.p)

    def costs_at(self, leads: PerStop) -> Array:
        """Cost (..., 2) of the true species with one softmax and with two, in nats."""
        raw = lead_logits(leads)
        true = np.full(raw.shape[:-1], float(TRUE))
        return join(self.die.value(true, raw), self.die.value(true, self.die.loss.link(raw)))

    def pulls_at(self, leads: PerStop) -> Array:
        """Pull (..., 2) on the true logit with one softmax and with two."""
        raw = lead_logits(leads)
        true = np.full(raw.shape[:-1], float(TRUE))
        p = self.die.loss.link(raw)
        slope = self.die.grad(true, p)  # in p, which the second softmax takes for logits
        through = p * (slope - (p * slope).sum(axis=-1, keepdims=True))
        return join(-self.die.grad(true, raw)[..., TRUE], -through[..., TRUE])

    @cached_property
    def costs(self) -> Array:
        """The same at `lead`."""
        return self.costs_at(self.lead)

    @cached_property
    def pulls(self) -> Array:
        """The same at `lead`."""
        return self.pulls_at(self.lead)


def lead_sweep(view: Twice, key: str, label: str) -> Sweep[Twice]:
    """The lead through its range."""
    stops = stops_between(LEADS.low, LEADS.high, 0.2, float(view.lead))
    return Sweep(Axis(key, label, stops, "", 1), view.through(lead=stops))
