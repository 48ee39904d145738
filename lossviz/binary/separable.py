"""Two classes along a line, parted or not: descent, and the minimiser it may never find."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import special

from lossviz.fits import LogisticFit, fit_logistic
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept

MARGINS = Interval(-1.0, 2.0)
PENALTIES = (0.0, 0.0001, 0.001, 0.01, 0.1)
RATE = 0.5
LONGEST = 10_000
STEPS: NDArray[np.intp] = np.unique(np.round(np.geomspace(1, LONGEST, 81)).astype(np.intp))
"""After how many steps of descent one may look, about evenly on a logarithmic scale."""
DECADE = (1_000, LONGEST)
"""The last tenfold of steps."""
BEHIND = (
    np.array([0.0, 0.3, 0.5, 0.9, 1.2, 1.6, 2.1, 2.7]),
    np.array([0.0, 0.2, 0.6, 0.8, 1.3, 1.7, 2.0, 2.6]),
)
"""How far each point of class 0 and of class 1 lies behind the foremost of its class."""


def sample(margin: float) -> tuple[Array, Array]:
    """Points x (16,) and labels: the foremost of the two classes are `margin` apart around 0."""
    x = np.concatenate([-margin / 2 - BEHIND[0], margin / 2 + BEHIND[1]])
    return x, np.repeat([0.0, 1.0], [len(BEHIND[0]), len(BEHIND[1])])


@lru_cache(maxsize=32)
def descent(margin: float, penalty: float, alone: bool) -> Array:
    """Intercept and slope (len(STEPS), 2) after so many steps from zero at `RATE`; read-only.

    What is minimised is the mean cross-entropy plus half of `penalty` times the slope squared.
    """
    x, y = sample(margin)
    if alone:
        y = np.ones(len(x))
    n, rate = len(x), RATE / len(x)
    wanted, path, b, w, k = set(STEPS.tolist()), np.empty((len(STEPS), 2)), 0.0, 0.0, 0
    for step in range(1, LONGEST + 1):
        miss = special.expit(b + w * x) - y
        b, w = b - rate * float(miss.sum()), w - rate * float(miss @ x + n * penalty * w)
        if step in wanted:
            path[k] = b, w
            k += 1
    path.flags.writeable = False
    return path


@dataclass(frozen=True)
class Separable(Swept):
    """The sample of a margin, and gradient descent after `after` steps, (S,) for a sweep.

    `penalty` is half the weight of the slope squared; `alone` gives every point the label 1.
    """

    margin: float
    penalty: float
    alone: bool
    after: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("after",)
    derived: ClassVar[tuple[str, ...]] = ("weights",)
    shared: ClassVar[tuple[str, ...]] = ("x", "y", "fit", "path", "costs")

    @cached_property
    def x(self) -> Array:
        """The points (n,)."""
        return sample(self.margin)[0]

    @cached_property
    def y(self) -> Array:
        """Their labels (n,)."""
        return np.ones(len(self.x)) if self.alone else sample(self.margin)[1]

    @cached_property
    def fit(self) -> LogisticFit:
        """The minimiser, and whether there is one."""
        return fit_logistic(self.x, self.y, l2=self.penalty)

    @property
    def finite(self) -> bool:
        """Whether there is a minimiser."""
        return self.fit.direction is None

    @cached_property
    def path(self) -> Array:
        """Intercept and slope (m, 2) after each of `STEPS`."""
        return descent(self.margin, self.penalty, self.alone)

    @property
    def sizes(self) -> Array:
        """Length (m,) of both together after each of `STEPS`."""
        return np.asarray(np.hypot(*self.path.T))

    def cost_of(self, weights: Array) -> Array:
        """Mean cross-entropy plus penalty (...,) of intercept and slope (..., 2), in nats."""
        logits = weights[..., :1] + weights[..., 1:] * self.x
        costs = np.logaddexp(0.0, np.where(self.y == 1, -logits, logits))
        return np.asarray(costs.mean(axis=-1) + 0.5 * self.penalty * weights[..., 1] ** 2)

    @cached_property
    def costs(self) -> Array:
        """The same (m,) after each of `STEPS`."""
        return self.cost_of(self.path)

    def _stop(self, steps: PerStop) -> NDArray[np.intp]:
        return np.asarray(np.abs(STEPS - np.asarray(steps)[..., None]).argmin(axis=-1))

    @cached_property
    def weights(self) -> Array:
        """Intercept and slope (..., 2) now."""
        return np.asarray(self.path[self._stop(self.after)])

    @property
    def size(self) -> PerStop:
        """Their length (...,) now."""
        return np.hypot(self.weights[..., 0], self.weights[..., 1])[()]

    @property
    def cost(self) -> PerStop:
        """What descent minimises (...,) now."""
        return self.cost_of(self.weights)[()]

    @property
    def best_size(self) -> float:
        """Length of the minimiser; ValueError says why there is none."""
        if not self.finite:
            raise ValueError(self.fit.message)
        return float(np.hypot(*self.fit.coefficients))

    @property
    def last_decade(self) -> float:
        """What the last tenfold of steps adds to the length."""
        early, late = (self.sizes[self._stop(steps)] for steps in DECADE)
        return float(late - early)


def after_sweep(view: Separable, key: str, label: str) -> Sweep[Separable]:
    """From the first step to the last."""
    stops = STEPS.astype(np.float64)
    return Sweep(Axis(key, label, stops), view.through(after=stops))


def nearest_step(after: float) -> int:
    """The nearest number of steps that may be looked at."""
    return int(STEPS[np.abs(STEPS - after).argmin()])
