"""Three to ten classes, one of them true: the rest may be split at will, the cost is the same."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lossviz.core import LossAt
from lossviz.information import entropy
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

CLASSES = Interval(3, 10)
CHANCES = Interval(0.01, 0.99)
TILTS = Interval(0.0, 1.0)
MOST = int(CLASSES.high)
SMOOTHING = 0.1
STEEP = 3.0  # tilted fully, one share of the rest is e^3 times the next


def nothing(classes: PerStop) -> PerStop:
    """What equal shares cost: the log of the number of classes, in nats."""
    return np.log(np.asarray(classes, dtype=np.float64))[()]


def smoothed_floor(classes: PerStop, smoothing: float = SMOOTHING) -> PerStop:
    """What the cheapest forecast costs where so much of the target is shared out over all."""
    k = np.asarray(classes, dtype=np.float64)[..., None]
    place = np.arange(int(k.max()))
    target = np.where(place < k, smoothing / k, 0.0) + np.where(place == 0, 1.0 - smoothing, 0.0)
    return entropy(target)[()]


@dataclass(frozen=True)
class MoreClasses(Swept):
    """`classes` of them, the first true with probability `p`; `tilt` 0 splits the rest evenly.

    Any of the three may be (S,). `die` is cross-entropy over classes.
    """

    die: LossAt
    classes: PerStop
    p: PerStop
    tilt: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("classes", "p", "tilt")
    derived: ClassVar[tuple[str, ...]] = ("there", "shares", "cost", "even_cost")

    @cached_property
    def there(self) -> NDArray[np.bool_]:
        """Which of `MOST` places (..., MOST) have a class."""
        lead = np.broadcast_shapes(*(np.shape(v) for v in (self.classes, self.p, self.tilt)))
        found = np.arange(MOST) < np.asarray(self.classes)[..., None]
        return np.asarray(np.broadcast_to(found, (*lead, MOST)))

    def _shares(self, tilt: PerStop) -> Array:
        place = np.arange(MOST, dtype=np.float64)
        weight = np.exp(-STEEP * np.asarray(tilt, dtype=np.float64)[..., None] * place)
        weight = np.where(self.there & (place > 0), weight, 0.0)
        p = np.asarray(self.p, dtype=np.float64)[..., None]
        return np.where(place == 0, p, (1.0 - p) * weight / weight.sum(axis=-1, keepdims=True))

    @cached_property
    def shares(self) -> Array:
        """The forecast (..., MOST); NaN where there is no class."""
        return np.where(self.there, self._shares(self.tilt), np.nan)

    def _cost(self, shares: Array) -> PerStop:
        some = np.where(shares > 0, shares, 1.0)
        raw = np.where(self.there, np.log(some), -np.inf)
        return self.die.value(np.zeros(shares.shape[:-1]), raw)[()]

    @cached_property
    def cost(self) -> PerStop:
        """What the true class costs, in nats."""
        return self._cost(self._shares(self.tilt))

    @cached_property
    def even_cost(self) -> PerStop:
        """The same with the rest split evenly."""
        return self._cost(self._shares(np.zeros(np.shape(self.tilt))))

    @property
    def largest_other(self) -> float:
        """The largest share of a class that is not true."""
        return float(np.nanmax(self.shares[1:]))


def class_sweep(view: MoreClasses, key: str, label: str) -> Sweep[MoreClasses]:
    """The number of classes, one by one."""
    stops = np.arange(CLASSES.low, CLASSES.high + 1.0)
    return Sweep(Axis(key, label, stops), view.through(classes=stops))


def chance_sweep(view: MoreClasses, key: str, label: str) -> Sweep[MoreClasses]:
    """The probability of the true class."""
    stops = stops_between(CHANCES.low, CHANCES.high, 0.01, float(view.p))
    return Sweep(Axis(key, label, stops, "", 2), view.through(p=stops))


def tilt_sweep(view: MoreClasses, key: str, label: str) -> Sweep[MoreClasses]:
    """How unevenly the rest is split."""
    stops = stops_between(TILTS.low, TILTS.high, 0.02, float(view.tilt))
    return Sweep(Axis(key, label, stops, "", 2), view.through(tilt=stops))


def table_of_floors() -> tuple[Array, Array, Array]:
    """Numbers of classes, what knowing nothing costs, the floor of smoothing (8,)."""
    k = np.arange(CLASSES.low, CLASSES.high + 1.0)
    return k, np.asarray(nothing(k)), np.asarray(smoothed_floor(k))
