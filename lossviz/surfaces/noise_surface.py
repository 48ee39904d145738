"""The mean NLL of readings over location and width of a noise, with gradient and Hessian."""

from dataclasses import dataclass

import numpy as np

from lossviz.core import LossAt
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.mean_loss import Number


@dataclass(frozen=True, eq=False)
class NoiseSurface:
    """Minus the mean log density of readings y (n,), in nats, over location a and width b > 0.

    `loss_at` is the surprise of the noise at width 1, up to a factor and a constant. With
    z = (y - a) / b a reading is charged log b + rho(z) + a constant; all slopes follow from those
    of rho. ValueError with a sentence for a loss without density, and for what is no number.
    """

    loss_at: LossAt
    y: Array

    def __post_init__(self) -> None:
        facts = self.loss_at.facts
        if facts.noise is None or facts.nll_scale is None:
            raise ValueError(_("This loss is the surprise of no noise, so it has no width to fit."))
        if self.y.ndim != 1 or not len(self.y) or not np.isfinite(self.y).all():
            raise ValueError(_("Location and width need readings: numbers, and at least one."))

    def _z(self, a: Number, b: Number) -> tuple[Array, Array]:
        """Misses in widths (..., n) and the widths (..., 1)."""
        at, width = np.broadcast_arrays(
            np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
        )
        return (self.y - at[..., None]) / width[..., None], width[..., None]

    @property
    def _factor(self) -> float:
        scale = self.loss_at.facts.nll_scale
        assert scale is not None  # so says __post_init__
        return float(scale(1.0))

    def _slopes(self, z: Array) -> tuple[Array, Array]:
        """First and second derivative of rho at z."""
        zero = np.zeros(())
        psi = -self.loss_at.grad(z, zero)
        return self._factor * psi, self._factor * self.loss_at.curvature(z, zero)

    def mean(self, a: Number, b: Number) -> Array:
        """Nats per reading (...)."""
        z, width = self._z(a, b)
        noise = self.loss_at.facts.noise
        assert noise is not None
        return np.asarray(
            np.log(width[..., 0]) - noise.log_density(z, np.zeros(()), 1.0).mean(axis=-1)
        )

    def gradient(self, a: Number, b: Number) -> Array:
        """Slopes (..., 2) in location and width."""
        z, width = self._z(a, b)
        pull, _bend = self._slopes(z)
        each = np.stack([-pull / width, (1 - z * pull) / width], axis=-1)
        return np.asarray(each.mean(axis=-2))

    def hessian(self, a: Number, b: Number) -> Array:
        """Second derivatives (..., 2, 2); 0 where a kink has none."""
        z, width = self._z(a, b)
        pull, bend = self._slopes(z)
        aa, ab = bend, pull + z * bend
        bb = 2 * z * pull + z * z * bend - 1
        rows = [np.stack([aa, ab], axis=-1), np.stack([ab, bb], axis=-1)]
        return np.asarray((np.stack(rows, axis=-2) / width[..., None, None] ** 2).mean(axis=-3))
