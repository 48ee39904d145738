"""From likelihood to loss in two numbers: NLL = factor * mean loss + offset, at every theta."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lossviz.core import Link, LossAt, Task
from lossviz.i18n import _
from lossviz.noise import Noise
from lossviz.numerics import Array


@dataclass(frozen=True, eq=False)
class Bridge:
    """The bridge of a loss with a density, over observations y (n,), of classes one-hot (n, K).

    `width` is that of the noise, in the units of y; it gives way to a width that the parameters of
    the loss fix, and counts for nothing where the noise has none. The NLL is the sum of the
    surprises -log p(y_i | theta), in nats. ValueError for no observations and for a loss without a
    density at its parameters.
    """

    loss_at: LossAt
    y: Array
    width: float

    def __post_init__(self) -> None:
        if not len(self.y):
            raise ValueError(_("the likelihood of no observations is not defined"))
        if self.loss_at.facts.noise is None:
            raise ValueError(
                _("{loss} has no density here: {reason}").format(
                    loss=self.loss_at.loss.key, reason=self.loss_at.facts.no_noise_because
                )
            )

    @property
    def noise(self) -> Noise:
        """The density."""
        noise = self.loss_at.facts.noise
        assert noise is not None  # seen to above
        return noise

    @property
    def noise_width(self) -> float:
        """The width the noise has."""
        fixed = self.loss_at.facts.noise_scale
        return self.width if fixed is None else fixed

    @property
    def nll_scale(self) -> float:
        """Surprise of one observation per unit of its loss."""
        scale = self.loss_at.facts.nll_scale
        return 1.0 if scale is None else float(scale(self.noise_width))

    @property
    def factor(self) -> float:
        """Units of NLL per unit of mean loss: n / (2 width^2) for the bell."""
        return len(self.y) * self.nll_scale

    @cached_property
    def offset(self) -> float:
        """The part of the NLL that theta does not move, in nats.

        It is the same at every prediction: taken where the miss is 0 or z is 0, nothing cancels.
        """
        in_units_of_y = self.loss_at.loss.link is Link.IDENTITY
        raw = np.asarray(self.y, dtype=np.float64) if in_units_of_y else np.zeros(self.y.shape)
        surprises = -self.noise.log_density(self.y, raw, self.noise_width)
        return float((surprises - self.nll_scale * self.loss_at.value(self.y, raw)).sum())

    def _rows(self, theta: Array) -> Array:
        """A prediction for every observation at each theta; (m, n), of classes (m, n, K)."""
        if self.loss_at.loss.task is Task.MULTICLASS:
            return np.broadcast_to(theta[..., None, :], (*theta.shape[:-1], *self.y.shape))
        return np.broadcast_to(theta[..., None], (*theta.shape, len(self.y)))

    def surprises(self, theta: Array) -> Array:
        """-log p (..., n) of every observation at theta (...,), for classes logits (..., K)."""
        rows = self._rows(np.asarray(theta, dtype=np.float64))
        return 0.0 - self.noise.log_density(self.y, rows, self.noise_width)

    def nll(self, theta: Array) -> Array:
        """Sum of the surprises (...,) at theta (...,), for classes logits (..., K)."""
        return np.asarray(self.surprises(theta).sum(axis=-1))

    def mean_loss(self, theta: Array) -> Array:
        """Mean loss (...,) at theta (...,), for classes logits (..., K)."""
        rows = self._rows(np.asarray(theta, dtype=np.float64))
        return np.asarray(self.loss_at.value(self.y, rows).mean(axis=-1))

    def over(self, theta: Array) -> Array:
        """Factor * mean loss + offset (...,) at theta: drawn over the NLL."""
        return np.asarray(self.factor * self.mean_loss(theta) + self.offset)

    def gap(self, theta: Array) -> float:
        """Largest distance between the two over all theta (m,): rounding, if the bridge holds."""
        nll, over = self.nll(theta), self.over(theta)
        both = np.isfinite(nll) & np.isfinite(over)
        return float(np.abs(nll[both] - over[both]).max(initial=0.0))
