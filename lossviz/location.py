"""Six readings and the constant that three noises call most likely: what Start shows."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.core import Influence, LossAt
from lossviz.data import load
from lossviz.fits import fit_location
from lossviz.noise import Noise
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, join, stops_between

WIDTH = 4.0  # ns: the first five readings scatter by 3.9
TARGET = -44.0  # where Newcomb wrote the sixth reading down
ARRIVAL = 29.0  # where the sixth waits: among the others
SIXTH = Interval(-46.0, 50.0)
"""Where the sixth may go: below -46 the heavy tail has a second answer near the wild reading."""


def first_readings(n: int = 5) -> Array:
    """The first `n` of Newcomb's readings in Stigler's order, ns above 24 800."""
    return np.asarray(load("newcomb_light")["deviation_ns"][:n])


@dataclass(frozen=True)
class HillView(Swept):
    """A hill of noise over readings (n,), standing where it makes them most likely.

    `loss_at` is the loss whose noise the hill is: its minimiser is where the hill stands. Readings
    (S, n) make a sweep: what depends on them then has a leading axis of S stops.
    """

    loss_at: LossAt
    readings: Array

    per_stop: ClassVar[tuple[str, ...]] = ("readings",)
    derived: ClassVar[tuple[str, ...]] = ("answers", "pulls", "total_surprise")

    @classmethod
    def _single_ndim(cls, name: str) -> int:
        return 1 if name == "readings" else 0

    @property
    def noise(self) -> Noise:
        """The hill."""
        noise = self.loss_at.facts.noise
        if noise is None:
            raise ValueError(f"{self.loss_at.loss.key} has no density, so no hill")
        return noise

    @property
    def width(self) -> float:
        """Its width in ns."""
        return self.loss_at.facts.noise_scale or WIDTH

    @property
    def lets_go(self) -> bool:
        """Whether a reading lets go when it is far enough away."""
        return self.loss_at.facts.influence is Influence.REDESCENDING

    @cached_property
    def answers(self) -> Array:
        """Lowest and highest most likely value (..., 2), in ns; equal unless there is a plateau."""
        functional = self.loss_at.facts.functional
        if functional is None:
            best = fit_location(self.loss_at, self.readings).coefficients
            return join(best[..., 0], best[..., 0])
        rows = np.atleast_2d(self.readings)
        found = np.array([functional.of(row) for row in rows], dtype=np.float64)
        return found.reshape(*self.readings.shape[:-1], 2)

    @property
    def answer(self) -> PerStop:
        """The most likely value: the middle of a plateau."""
        return self.answers.mean(axis=-1)[()]

    def log_height(self, at: Array) -> Array:
        """Log density of the hill at the points `at` (m,) or (..., m)."""
        return self.noise.log_density(at, self.answers.mean(axis=-1, keepdims=True), self.width)

    def height(self, at: Array) -> Array:
        """Height of the hill, a density per ns, over the points `at`."""
        return np.exp(self.log_height(at))

    def outline(self, from_top: Array) -> Array:
        """Heights (m,) of the hill at distances `from_top` (m,) from where it stands."""
        return np.exp(self.noise.log_density(from_top, np.zeros(()), self.width))

    @cached_property
    def pulls(self) -> Array:
        """Pull (..., n) of every reading on the answer, psi(r) / psi'(0): in ns, the tent's as +-1.

        Where the answer is a plateau, at its middle.
        """
        return self.loss_at.pull(self.readings - self.answers.mean(axis=-1, keepdims=True))

    def valley(self, at: Array) -> Array:
        """Total surprise (..., m) of the readings if the answer were at each of `at` (m,), nats."""
        each = self.noise.log_density(self.readings[..., None, :], at[:, None], self.width)
        return np.asarray(-each.sum(axis=-1))

    @cached_property
    def total_surprise(self) -> PerStop:
        """Total surprise at the answer: the floor of the valley."""
        return -self.log_height(self.readings).sum(axis=-1)[()]


def sixth_sweep(view: HillView, label: str) -> Sweep[HillView]:
    """The last reading through its range, in whole ns."""
    last = float(view.readings[-1])
    stops = stops_between(SIXTH.low, SIXTH.high, 1.0, last)
    readings = np.tile(view.readings, (len(stops), 1))
    readings[:, -1] = stops
    axis = Axis("sixth", label, stops, "ns", magnets=(TARGET,))
    return Sweep(axis, HillView(view.loss_at, readings))
