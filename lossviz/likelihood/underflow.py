"""A product of many densities in float64, and the sum of their logs, which outlives it."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lossviz.noise import Noise, gaussian
from lossviz.numerics import Array
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

LONGEST = 400
"""Factors of the longest product."""

NORMAL = float(np.finfo(np.float64).tiny)
"""The smallest number that float64 keeps with all its digits, 2.2e-308."""

SMALLEST = float(np.finfo(np.float64).smallest_subnormal)
"""The smallest number above 0 that float64 has at all, 4.9e-324."""

SCENE_HILL = (29.0, 4.0)
"""Where the bell of the page stands and how wide it is, in ns."""


def fitted_hill(readings: Array) -> tuple[float, float]:
    """Mean and width of the bell fitted to all readings (n,), in their units."""
    return float(readings.mean()), float(readings.std())


@dataclass(frozen=True)
class Underflow(Swept):
    """The product of the densities of `n` readings, a whole number from 1 to `LONGEST`.

    `readings` (m,), over and over again, under a bell at `mean` of a `width`, in their units.
    An array n (S,) makes it a sweep.
    """

    readings: Array
    mean: float
    width: float
    n: PerStop

    noise: ClassVar[Noise] = gaussian()
    per_stop: ClassVar[tuple[str, ...]] = ("n",)
    derived: ClassVar[tuple[str, ...]] = ("product", "surprise", "miss")
    shared: ClassVar[tuple[str, ...]] = (
        "products", "surprises", "misses", "first_zero", "first_subnormal",
    )  # fmt: skip

    @cached_property
    def log_densities(self) -> Array:
        """Log density (LONGEST,) of every reading in turn."""
        each = np.resize(self.readings, LONGEST)
        return self.noise.log_density(each, np.asarray(self.mean), self.width)

    @cached_property
    def products(self) -> Array:
        """Running product (LONGEST,) of the densities, per unit each, as float64 has it."""
        return np.asarray(np.cumprod(np.exp(self.log_densities)), dtype=np.float64)

    @cached_property
    def surprises(self) -> Array:
        """Running sum (LONGEST,) of the surprises, in nats."""
        return np.cumsum(-self.log_densities)

    @property
    def log10_true(self) -> Array:
        """Power of ten (LONGEST,) of the product as it should be, from the sum of the logs."""
        return np.asarray(-self.surprises / np.log(10.0))

    @property
    def log10_float(self) -> Array:
        """Power of ten (LONGEST,) of the product as float64 has it; NaN where that is 0."""
        there = np.where(self.products > 0, self.products, np.nan)
        return np.asarray(np.log10(there))

    @cached_property
    def first_zero(self) -> int:
        """How many factors make the product 0; `LONGEST` + 1 where so many do not."""
        return _first(self.products == 0)

    @cached_property
    def first_subnormal(self) -> int:
        """How many factors make it smaller than `NORMAL`."""
        return _first(self.products < NORMAL)

    @property
    def _index(self) -> NDArray[np.intp]:
        return np.asarray(self.n, dtype=np.intp) - 1

    @cached_property
    def product(self) -> PerStop:
        """The product of the first n densities in float64."""
        return self.products[self._index]

    @cached_property
    def surprise(self) -> PerStop:
        """The sum of the first n surprises, in nats."""
        return self.surprises[self._index]

    @cached_property
    def misses(self) -> Array:
        """By what part (LONGEST,) of itself each product is off because it is too small; 0 to 1.

        Against the same product of factors a power of two larger: that loses nothing.
        """
        power = round(-float(self.log_densities.mean()) / np.log(2.0))
        large = np.cumprod(np.ldexp(np.exp(self.log_densities), power))
        counts = np.arange(1, LONGEST + 1)
        return np.asarray(np.abs(np.ldexp(self.products, power * counts) / large - 1.0))

    @cached_property
    def miss(self) -> PerStop:
        """The same of the first n."""
        return self.misses[self._index]


def _first(so: NDArray[np.bool_]) -> int:
    """The count at which it first is so, one more than there are where it never is."""
    found = np.flatnonzero(so)
    return int(found[0]) + 1 if len(found) else len(so) + 1


def count_sweep(view: Underflow, label: str) -> Sweep[Underflow]:
    """The number of readings from 1 to `LONGEST`, with every stop where something gives way."""
    events = [view.first_subnormal - 1, view.first_subnormal]
    events += [view.first_zero + k for k in (-1, 0, 1)]
    events += [len(view.readings)]
    stops = stops_between(0.0, LONGEST, 4.0, float(view.n))
    stops = np.unique(np.append(np.maximum(stops, 1.0), np.clip(events, 1, LONGEST)))
    axis = Axis("n", label, stops, magnets=(float(view.first_zero),))
    return Sweep(axis, view.through(n=stops))


def zero_after(log_densities: Array) -> int:
    """How many of the factors (n,) it takes until their float64 product is 0; n + 1 if not all."""
    return _first(np.cumprod(np.exp(log_densities)) == 0)


def infinite_after(log_densities: Array) -> int:
    """How many of the factors (n,) it takes until their product overflows; n + 1 if not all."""
    with np.errstate(over="ignore"):
        return _first(np.isinf(np.cumprod(np.exp(log_densities))))


def seeded_bell(seed: int = 0, n: int = 1000) -> Array:
    """Readings (n,) of a bell of width 1 about 0: `numpy.random.default_rng(seed).normal`."""
    return np.random.default_rng(seed).normal(size=n)
