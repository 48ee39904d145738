"""How steep a sigmoid between two classes is: no best steepness where they are parted."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.data import load
from lossviz.fits import LogisticFit, fit_logistic
from lossviz.noise import Noise, bernoulli
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

STEEP = Interval(0.0, 15.0)
PAIRS = (("setosa", "versicolor"), ("versicolor", "virginica"))
"""Species of iris, label 0 and label 1: parted by the length of their petals, and overlapping."""


@dataclass(frozen=True)
class Steepness(Swept):
    """Labels (n,) along x (n,), and a sigmoid of a steepness with its 50 % at `middle`.

    Label 0 and label 1 are called `names`; x is in cm and `steep` per cm, (S,) makes a sweep.
    """

    x: Array
    labels: Array
    names: tuple[str, str]
    steep: PerStop

    noise: ClassVar[Noise] = bernoulli()
    per_stop: ClassVar[tuple[str, ...]] = ("steep",)
    derived: ClassVar[tuple[str, ...]] = ("loss",)
    shared: ClassVar[tuple[str, ...]] = ("fit", "penalised", "middle", "wrong_side")

    @cached_property
    def fit(self) -> LogisticFit:
        """What the fit reports."""
        return fit_logistic(self.x, self.labels)

    @property
    def parted(self) -> bool:
        """Whether the labels are separable, so that no steepness is the best."""
        return self.fit.direction is not None

    @cached_property
    def middle(self) -> float:
        """The boundary: in the middle of the gap, or where the fit puts it."""
        if self.parted:
            zero, one = self.x[self.labels == 0], self.x[self.labels == 1]
            return float(zero.max() + one.min()) / 2
        intercept, slope = self.fit.coefficients
        return float(-intercept / slope)

    @cached_property
    def wrong_side(self) -> int:
        """How many points lie on the side of the other label."""
        return int(np.sum((self.x > self.middle) != (self.labels == 1)))

    @property
    def best(self) -> float:
        """The best steepness at this boundary; infinite where there is none."""
        return np.inf if self.parted else float(self.fit.coefficients[1])

    @property
    def penalty(self) -> float:
        """Weight of the penalty on the mean loss that scikit-learn adds by default: 1 / n."""
        return 1.0 / len(self.x)

    @cached_property
    def penalised(self) -> LogisticFit:
        """The fit with that penalty, which always has a best steepness."""
        return fit_logistic(self.x, self.labels, l2=self.penalty)

    def loss_at(self, steep: Array) -> Array:
        """Mean cross-entropy (...,) at steepnesses (...,), in nats."""
        logits = steep[..., None] * (self.x - self.middle)
        return np.asarray(-self.noise.log_density(self.labels, logits, 1.0).mean(axis=-1))

    @cached_property
    def loss(self) -> PerStop:
        """The same at the steepness in the hand."""
        return self.loss_at(np.asarray(self.steep, dtype=np.float64))[()]

    def chance(self, x: Array) -> Array:
        """Probability (..., m) of label 1 at the points x (m,)."""
        logits = np.asarray(self.steep)[..., None] * (x - self.middle)
        return np.exp(self.noise.log_density(np.ones(()), logits, 1.0))


def iris(steep: float, *, overlap: bool) -> Steepness:
    """Petal lengths of two species of iris: of two that a length parts, or of two that overlap."""
    data, names = load("iris"), PAIRS[overlap]
    species = np.asarray(data["species"])
    chosen = np.isin(species, names)
    x = np.asarray(data["petal_length_cm"], dtype=np.float64)[chosen]
    return Steepness(x, (species[chosen] == names[1]).astype(np.float64), names, steep)


def steep_sweep(view: Steepness, label: str) -> Sweep[Steepness]:
    """The steepness through its range, the best one among the stops if there is one."""
    stops = stops_between(STEEP.low, STEEP.high, 0.25, float(view.steep))
    magnets: tuple[float, ...] = ()
    if np.isfinite(view.best):
        magnets = (view.best,)
        stops = np.sort(np.append(stops, view.best))
    axis = Axis("steep", label, stops, "per cm", 2, magnets)
    return Sweep(axis, view.through(steep=stops))
