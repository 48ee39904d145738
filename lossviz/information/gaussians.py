"""Two bells, one the truth and one the forecast: the excess of the forecast, and swapped."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from lossviz.noise import Noise, gaussian
from lossviz.numerics import POSITIVE, Array, Interval, as_float, require_in
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

APART, WIDTHS = Interval(0.0, 3.0), Interval(0.5, 2.0)
STEP = 0.05
X = np.linspace(-7.0, 8.0, 301)
"""Where the bells are drawn."""


def gaussian_kl(apart: ArrayLike, width: ArrayLike, other: ArrayLike) -> Array:
    """KL(y || p) in nats of a bell y of a `width` against a bell p `other` wide, means `apart`.

    log(other / width) + (width^2 + apart^2) / (2 other^2) - 1/2, elementwise. ValueError for a
    width that is not positive.
    """
    d, s, t = as_float(apart, "apart"), as_float(width, "width"), as_float(other, "other")
    require_in(s, POSITIVE, "width")
    require_in(t, POSITIVE, "other")
    ratio = s / t
    # (ratio^2 - 1)/2 - log ratio: never negative, and 0 for equal widths to the last digit
    return np.asarray(0.5 * (ratio - 1.0) * (ratio + 1.0) - np.log(ratio) + 0.5 * (d / t) ** 2)


@dataclass(frozen=True)
class TwoBells(Swept):
    """The truth, a bell at 0 of a `width`, and the forecast, a bell at `apart`, `other` wide.

    All in the same unit; any of them an array (S,) makes it a sweep.
    """

    apart: PerStop
    width: PerStop
    other: PerStop

    noise: ClassVar[Noise] = gaussian()
    per_stop: ClassVar[tuple[str, ...]] = ("apart", "width", "other")
    derived: ClassVar[tuple[str, ...]] = ("excess", "swapped", "truth", "forecast", "area", "back")

    @cached_property
    def excess(self) -> PerStop:
        """KL(y || p) in nats: what the forecast costs beyond the truth."""
        return gaussian_kl(self.apart, self.width, self.other)[()]

    @cached_property
    def swapped(self) -> PerStop:
        """KL(p || y) in nats: the same if the forecast were the truth."""
        return gaussian_kl(self.apart, self.other, self.width)[()]

    def _log(self, at: PerStop, width: PerStop) -> Array:
        at, width = np.asarray(at)[..., None], np.asarray(width)[..., None]
        return np.asarray(-0.5 * ((X - at) / width) ** 2 - np.log(width * np.sqrt(2 * np.pi)))

    @property
    def _log_truth(self) -> Array:
        return self._log(np.zeros(()), self.width)

    @property
    def _log_forecast(self) -> Array:
        return self._log(self.apart, self.other)

    @cached_property
    def truth(self) -> Array:
        """Density (..., m) of the truth at `X`."""
        return np.exp(self._log_truth) + np.zeros(self._shape)

    @cached_property
    def forecast(self) -> Array:
        """Density (..., m) of the forecast at `X`."""
        return np.exp(self._log_forecast) + np.zeros(self._shape)

    @property
    def _shape(self) -> tuple[int, ...]:
        return (*np.broadcast_shapes(*map(np.shape, (self.apart, self.width, self.other))), len(X))

    @cached_property
    def area(self) -> Array:
        """What y log(y / p) is (..., m) at `X`: the area under it is the excess."""
        return np.asarray(self.truth * (self._log_truth - self._log_forecast))

    @cached_property
    def back(self) -> Array:
        """What p log(p / y) is (..., m) at `X`: the same swapped."""
        return np.asarray(self.forecast * (self._log_forecast - self._log_truth))

    @property
    def is_one(self) -> bool:
        """Whether truth and forecast are the same bell."""
        return bool(self.apart == 0 and self.width == self.other)


def bell_sweep(view: TwoBells, field: str, key: str, label: str) -> Sweep[TwoBells]:
    """One of the three fields through its range; its control is `key`."""
    bounds = APART if field == "apart" else WIDTHS
    stops = stops_between(bounds.low, bounds.high, STEP, float(getattr(view, field)))
    magnets = {"apart": (1.0,), "width": (float(view.other),), "other": (float(view.width),)}
    axis = Axis(key, label, stops, decimals=2, magnets=magnets[field])
    return Sweep(axis, view.through(**{field: stops}))
