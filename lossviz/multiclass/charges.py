"""One bird under three charges: cross-entropy, focal loss, cross-entropy with a class weight."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from lossviz.core import Loss
from lossviz.multiclass.species import TRUE
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, join, stops_between

SURE = Interval(0.01, 0.99)
FOCUS = Interval(0.0, 5.0)
WEIGHTS = Interval(0.5, 3.0)
CHARGES = 3
TOP = 5.0
"""Nats up to which a cost is drawn: the plain one always is."""
ALL = np.linspace(SURE.low, SURE.high, 99)
"""Probabilities of the true species at which the curves are drawn."""


def raw_of(p: PerStop) -> Array:
    """Logits (..., 3) that give the true species p (...,) and share the rest evenly."""
    there = np.asarray(p, dtype=np.float64)
    other = np.log((1.0 - there) / 2.0)
    return join(other, np.log(there), other)


@dataclass(frozen=True)
class Charges(Swept):
    """A true species with probability `p` under a `focus` (gamma) and a class `weight`.

    Any of the three may be (S,). `die` is cross-entropy over classes, `focal` focal loss over
    classes. The axis of 3 is cross-entropy, focal, weighted.
    """

    die: Loss
    focal: Loss
    p: PerStop
    focus: PerStop
    weight: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("p", "focus", "weight")
    derived: ClassVar[tuple[str, ...]] = ("costs", "pulls")

    @property
    def _lead(self) -> tuple[int, ...]:
        """The axis of stops, if there is one."""
        return np.broadcast_shapes(*(np.shape(v) for v in (self.p, self.focus, self.weight)))

    def _three(self, raw: Array, focus: Any, what: str) -> Array:
        """Costs or pulls (..., 3) of logits (..., 3) under each charge."""

        def of(loss: Loss, **params: Any) -> Array:
            true = np.full(raw.shape[:-1], float(TRUE))
            if what == "cost":
                return loss.value(true, raw, **params)
            return np.asarray(-loss.grad(true, raw, **params)[..., TRUE])

        weights = np.asarray(self.weight, dtype=np.float64)
        weighted = [
            of(self.die, class_weight=np.where(np.arange(3) == TRUE, one, 1.0))
            for one in weights.ravel()
        ]
        last = np.stack(weighted) if weights.ndim else weighted[0]
        return join(of(self.die), of(self.focal, gamma=focus), last)

    @cached_property
    def costs(self) -> Array:
        """Cost (..., 3) at `p`, in nats."""
        found = self._three(raw_of(self.p), self.focus, "cost")
        return np.broadcast_to(found, (*self._lead, CHARGES))

    @cached_property
    def pulls(self) -> Array:
        """Pull (..., 3) on the true logit at `p`."""
        found = self._three(raw_of(self.p), self.focus, "pull")
        return np.broadcast_to(found, (*self._lead, CHARGES))

    def _curves(self, what: str) -> Array:
        focus = np.asarray(self.focus, dtype=np.float64)[..., None]
        return self._three(raw_of(ALL), focus, what)

    @cached_property
    def cost_curves(self) -> Array:
        """Cost (..., m, 3) over `ALL`; the curves stay where only `p` moves."""
        return self._curves("cost")

    @cached_property
    def pull_curves(self) -> Array:
        """Pull (..., m, 3) over `ALL`, likewise."""
        return self._curves("pull")


def charge_sweep(view: Charges, field: str, key: str, label: str) -> Sweep[Charges]:
    """One of the fields through its range."""
    ends, step, decimals = {
        "p": (SURE, 0.01, 2), "focus": (FOCUS, 0.1, 1), "weight": (WEIGHTS, 0.05, 2),
    }[field]  # fmt: skip
    stops = stops_between(ends.low, ends.high, step, float(getattr(view, field)))
    return Sweep(Axis(key, label, stops, "", decimals), view.through(**{field: stops}))
