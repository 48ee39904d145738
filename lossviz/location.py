"""Six readings and the constant that three noises call most likely: what Start shows."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lossviz.core import Influence, LossAt
from lossviz.data import load
from lossviz.fits import fit_location
from lossviz.noise import Noise
from lossviz.numerics import Array

WIDTH = 4.0  # ns: the first five readings scatter by 3.9
AXIS = np.linspace(-50.0, 50.0, 401)


def first_readings(n: int = 5) -> Array:
    """The first `n` of Newcomb's readings in Stigler's order, ns above 24 800."""
    return np.asarray(load("newcomb_light")["deviation_ns"][:n])


@dataclass(frozen=True)
class HillView:
    """A hill of noise over readings (n,), standing where it makes them most likely.

    `loss_at` is the loss whose noise the hill is: its minimiser is where the hill stands.
    """

    loss_at: LossAt
    readings: Array

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
    def answers(self) -> tuple[float, float]:
        """Lowest and highest most likely value, in ns; equal unless there is a plateau."""
        functional = self.loss_at.facts.functional
        if functional is not None:
            low, high = functional.of(self.readings)
            return float(low), float(high)
        best = float(fit_location(self.loss_at, self.readings).coefficients[0])
        return best, best

    @property
    def answer(self) -> float:
        """The most likely value: the middle of a plateau."""
        return sum(self.answers) / 2

    def log_height(self, at: Array) -> Array:
        """Log density of the hill at the points `at`."""
        return self.noise.log_density(at, np.asarray(self.answer), self.width)

    def height(self, at: Array) -> Array:
        """Height of the hill, a density per ns, over the points `at`."""
        return np.exp(self.log_height(at))
