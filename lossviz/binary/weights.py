"""Class weights: the sigmoid that fits labels along x when a label 1 counts `weight` times."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from scipy import special

from lossviz.core import Loss, LossAt
from lossviz.i18n import _
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

WEIGHTS = Interval(0.2, 20.0)
STEP = 0.2
ROUNDS = 40
SETTLED = 1e-12
NO_BEST = _(
    "A boundary separates the labels, so a steeper curve is always better: there is no best."
)


def weighted_fits(x: Array, y: Array, weights: Array) -> Array:
    """Intercept and slope (..., 2) of the best sigmoid at each weight (...,), by Newton's method.

    x (n,) and y (n,) of labels 0 and 1; ValueError where the steps do not settle.
    """
    middle, width = x.mean(), x.std()
    rows = np.stack([np.ones_like(x), (x - middle) / width], axis=-1)
    each = np.where(y == 1, np.asarray(weights, dtype=np.float64)[..., None], 1.0)
    best = np.zeros((*np.shape(weights), 2))
    best[..., 0] = special.logit((each * y).sum(axis=-1) / each.sum(axis=-1))
    for _round in range(ROUNDS):
        p = special.expit(best @ rows.T)
        slope = (each * (p - y)) @ rows
        bend = np.einsum("...n,ni,nj->...ij", each * p * (1 - p), rows, rows)
        try:
            step = np.linalg.solve(bend, slope[..., None])[..., 0]
        except np.linalg.LinAlgError:  # so steep that nothing bends any more
            raise ValueError(NO_BEST) from None
        best = best - step
        if np.abs(step).max() < SETTLED:
            break
    else:
        raise ValueError(NO_BEST)
    slopes = best[..., 1] / width
    return np.stack([best[..., 0] - slopes * middle, slopes], axis=-1)


@dataclass(frozen=True, eq=False)
class Weighted(Swept):
    """Labels y (n,) along x (n,), a label 1 counting `weight` times; (S,) of it make a sweep."""

    loss: Loss
    x: Array
    y: Array
    weight: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("weight",)
    derived: ClassVar[tuple[str, ...]] = ("fit", "constant")
    shared: ClassVar[tuple[str, ...]] = ("plain_fit",)

    @property
    def loss_at(self) -> LossAt:
        """The loss at the one weight."""
        return self.loss.at(pos_weight=float(self.weight))

    @property
    def ones(self) -> int:
        """How many labels are 1."""
        return int(self.y.sum())

    @property
    def share(self) -> float:
        """Their share."""
        return float(self.y.mean())

    @cached_property
    def fit(self) -> Array:
        """Intercept and slope (..., 2) of the weighted fit."""
        return weighted_fits(self.x, self.y, np.asarray(self.weight, dtype=np.float64))

    @cached_property
    def plain_fit(self) -> Array:
        """Intercept and slope (2,) when every label counts once."""
        return weighted_fits(self.x, self.y, np.ones(()))

    def curve(self, fit: Array, x: Array) -> Array:
        """Probability (..., m) of a label 1 at x (m,)."""
        return np.asarray(special.expit(fit[..., :1] + fit[..., 1:] * x))

    def constant_at(self, weight: PerStop) -> Array:
        """The best constant probability (...,) at weights (...,): the weighted share."""
        w = np.asarray(weight, dtype=np.float64)
        return np.asarray(w * self.ones / (w * self.ones + len(self.y) - self.ones))

    @cached_property
    def constant(self) -> PerStop:
        """The best constant probability."""
        return self.constant_at(self.weight)[()]

    @property
    def half_at(self) -> float:
        """Where the fitted sigmoid crosses one half."""
        return float(-self.fit[0] / self.fit[1])

    @property
    def mean_forecast(self) -> float:
        """Mean of the fitted probabilities over the n rows."""
        return float(self.curve(self.fit, self.x).mean())

    @property
    def by_rows(self) -> float:
        """The weighted loss at the fit, divided by n: what the loss itself calls its mean."""
        return self.loss_at.mean(self.y, self.fit[0] + self.fit[1] * self.x)

    @property
    def by_weights(self) -> float:
        """The same, divided by the sum of the weights."""
        total = float(self.weight) * self.ones + len(self.y) - self.ones
        return self.by_rows * len(self.y) / total


def weight_sweep(view: Weighted, key: str, label: str) -> Sweep[Weighted]:
    """The weight through its range."""
    stops = stops_between(WEIGHTS.low, WEIGHTS.high, STEP, float(view.weight))
    return Sweep(Axis(key, label, stops, "", 1), view.through(weight=stops))
