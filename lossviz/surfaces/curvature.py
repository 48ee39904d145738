"""The bowl that a quadratic loss makes of a line's two parameters: one matrix says how it bends.

The Hessian is the same everywhere. Along each of its two axes gradient descent multiplies the error
by 1 - rate * curvature at every step, and neither axis knows of the other.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.mean_loss import MeanLoss, Moments
from lossviz.sweeps import PerStop

WITHIN = 0.01
"""How near to the lowest mean loss counts as there: a share of it."""

MOST = 2.0**50
"""Steps that are counted, at most: beyond, a float cannot tell one more."""

SAME = 1e-9
"""Relative difference below which two curvatures are the same but for rounding."""


@dataclass(frozen=True, eq=False)
class Bowl:
    """The curvature of `surface`; ValueError with a sentence where one matrix cannot say it."""

    surface: MeanLoss

    def __post_init__(self) -> None:
        if self.surface.moments is None:
            raise ValueError(
                _("One Hessian for all places needs a loss and a model that make a bowl: squared"
                  " error of a line.")
            )  # fmt: skip

    @property
    def _moments(self) -> Moments:
        assert self.surface.moments is not None
        return self.surface.moments

    @property
    def lowest(self) -> tuple[float, float]:
        """Intercept and slope of its deepest place; of a valley, the one with slope 0."""
        m = self._moments
        return m.mean_y - m.slope * m.mean_x, m.slope

    @cached_property
    def floor(self) -> float:
        """The mean loss there."""
        return float(self.surface.mean(*self.lowest))

    @cached_property
    def hessian(self) -> Array:
        """Second derivatives (2, 2)."""
        return self.surface.hessian(0.0, 0.0)

    @cached_property
    def _eigen(self) -> tuple[Array, Array]:
        values, vectors = np.linalg.eigh(self.hessian)
        steepest = values[1]
        # the small one as a difference would drown in rounding: the determinant knows better
        least = self.hessian[0, 0] ** 2 * self._moments.var_x / steepest
        if steepest - least <= SAME * steepest:  # round: any two axes do
            return np.array([steepest, least]), np.eye(2)
        axes = vectors.T[::-1]
        turned = np.sign(axes[np.arange(2), np.abs(axes).argmax(axis=1)])
        return np.array([steepest, least]), axes * turned[:, None]

    @property
    def curvatures(self) -> Array:
        """The eigenvalues (2,), the largest first."""
        return self._eigen[0]

    @property
    def axes(self) -> Array:
        """The eigenvectors as rows (2, 2), of length 1: first the steepest way."""
        return self._eigen[1]

    @property
    def is_round(self) -> bool:
        """Whether it bends the same all around."""
        steepest, least = self.curvatures.tolist()
        return bool(steepest - least <= SAME * steepest)

    @property
    def condition(self) -> float:
        """The largest curvature over the smallest; infinite where that is 0."""
        steepest, least = self.curvatures.tolist()
        return steepest / least if least > 0 else float("inf")

    @property
    def limit(self) -> float:
        """The largest stable learning rate of plain gradient descent: 2 / the largest curvature."""
        return float(2 / self.curvatures[0])

    def factors(self, rate: PerStop) -> Array:
        """What a step of `rate` (...) makes of an error along each axis: (..., 2)."""
        return np.asarray(1 - np.asarray(rate)[..., None] * self.curvatures)

    def errors(self, a: float, b: float) -> Array:
        """How far (2,) a place is from the lowest, along each axis."""
        return np.asarray(self.axes @ (np.array([a, b]) - self.lowest))

    def steps_to(self, a: float, b: float, share: PerStop) -> Array:
        """Steps (...) from a place until the mean loss is within 1 % of its lowest.

        The rate is a `share` (...) of the limit. Infinite where it never is, or after MOST steps.
        """
        excess, allowed = self.curvatures / 2 * self.errors(a, b) ** 2, WITHIN * self.floor
        turn = 2 * np.asarray(share)[..., None] * (self.curvatures / self.curvatures[0])
        with np.errstate(divide="ignore"):  # 1 - turn would lose a turn of 1e-12
            log_factor = np.log1p(-np.minimum(turn, 2 - turn))
        off = excess > 0
        excess, log_factor = excess[off], log_factor[..., off]

        def left(steps: Array) -> Array:
            with np.errstate(over="ignore"):
                return np.asarray((excess * np.exp(2 * steps[..., None] * log_factor)).sum(axis=-1))

        low = np.ones(turn.shape[:-1])
        high = np.full(turn.shape[:-1], MOST)
        never = left(high) > allowed
        while np.any(high > low):
            middle = np.floor((low + high) / 2)
            there = left(middle) <= allowed
            low, high = np.where(there, low, middle + 1), np.where(there, middle, high)
            low = np.minimum(low, high)
        needed = np.where(never, np.inf, low)
        return np.where(excess.sum() <= allowed, 0.0, needed)

    def ring(self, height: float, n: int = 97) -> Array:
        """The ellipse (n, 2) of places that lie so much above the lowest."""
        angle = np.linspace(0, 2 * np.pi, n)
        around = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        return np.asarray(self.lowest + around * self.half_axes(height) @ self.axes)

    def half_axes(self, height: float) -> Array:
        """Half of its two lengths (2,): 1 / the root of the curvature, to scale."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.sqrt(2 * height / self.curvatures))
