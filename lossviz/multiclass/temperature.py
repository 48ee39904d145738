"""Three logits divided by a temperature: the bars flatten, the order stays, the cost changes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from lossviz.core import LossAt
from lossviz.multiclass.species import TRUE
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, join, stops_between

HEATS = Interval(0.25, 5.0)
STEP = 0.05
PLACES: Mapping[str, tuple[float, float, float]] = MappingProxyType(
    {"ahead": (1.0, 2.0, 0.0), "second": (2.0, 1.5, -2.0), "last": (2.0, -1.0, 1.0)}
)
"""Logits in which the true species is ahead of the others, second, or last."""


@dataclass(frozen=True, eq=False)
class Temperature(Swept):
    """The logits of `place`, a key of `PLACES`, divided by `heat` > 0; (S,) make a sweep.

    `die` is cross-entropy over classes.
    """

    die: LossAt
    place: str
    heat: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("heat",)
    derived: ClassVar[tuple[str, ...]] = ("p", "cost")
    shared: ClassVar[tuple[str, ...]] = ("best", "lowest")

    @property
    def logits(self) -> Array:
        """The logits (3,) at temperature 1."""
        return np.array(PLACES[self.place])

    @cached_property
    def p(self) -> Array:
        """The forecast (..., 3)."""
        return self.die.loss.link(self.logits / join(self.heat))

    def cost_at(self, heats: PerStop) -> Array:
        """What the true species costs (...,) at temperatures (...,), in nats."""
        raw = self.logits / join(heats)
        return self.die.value(np.full(raw.shape[:-1], float(TRUE)), raw)

    @cached_property
    def cost(self) -> PerStop:
        """The same at `heat`."""
        return self.cost_at(self.heat)[()]

    @property
    def order(self) -> NDArray[np.intp]:
        """The species (3,) from the most to the least probable: the same at every temperature."""
        return np.argsort(-self.logits)

    @cached_property
    def best(self) -> float:
        """The cheapest temperature: 0 where colder is always cheaper, infinite where hotter is.

        The cost is convex in 1/T; its slope there is the mean logit under p minus the true one.
        """
        z = self.logits
        if z[TRUE] == z.max():
            return 0.0
        if z[TRUE] <= z.mean():
            return float(np.inf)

        def slope(cold: float) -> float:
            return float(special.softmax(cold * z) @ z - z[TRUE])

        high = 1.0
        while slope(high) < 0:
            high *= 2.0
        return 1.0 / float(optimize.brentq(slope, 0.0, high, xtol=1e-14))

    @cached_property
    def lowest(self) -> float:
        """What it costs at the cheapest temperature, or in the limit, in nats."""
        if self.best == 0:
            return 0.0
        return math.log(3.0) if np.isinf(self.best) else float(self.cost_at(self.best))


def heat_sweep(view: Temperature, key: str, label: str) -> Sweep[Temperature]:
    """The temperature through its range, the cheapest one among the stops if there is one."""
    stops = stops_between(HEATS.low, HEATS.high, STEP, float(view.heat))
    magnets: tuple[float, ...] = ()
    if HEATS.includes(view.best):
        best = float(f"{view.best:.6g}")  # as a control keeps it
        magnets = (best,)
        stops = np.unique(np.append(stops[np.abs(stops - best) > 0.004], best))
        if not np.any(stops == float(view.heat)):
            stops = np.sort(np.append(stops, float(view.heat)))
    return Sweep(Axis(key, label, stops, "", 2, magnets), view.through(heat=stops))
