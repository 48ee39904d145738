"""What every maximum-likelihood fit shares: its data, its result, and how it can have none."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lossviz.fits.columns import Columns
from lossviz.fits.result import Minimiser, point_range
from lossviz.noise import Noise
from lossviz.numerics import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class MleFit:
    """The most likely coefficients (p,), intercept first, `scale` and `shape` of a noise model.

    `nll_sum` is -log likelihood with all its constants, each row times its weight, and `nll_mean`
    divides it by the sum of the weights. `alternatives`: other local maxima, best first, their
    `objective` an nll_mean; of a flat top its corners, with `coef_range` (p, 2) its extent. Where
    the likelihood has no maximum `converged` is False, `message` says why, and the other fields
    are what it tends to: a scale of 0 and an nll of -inf (NaN where it stays level), or NaN
    coefficients with the `direction` in which they run off.
    """

    noise: Noise
    coefficients: Array
    scale: float
    nll_sum: float
    nll_mean: float
    alternatives: tuple[Minimiser, ...] = ()
    coef_range: Array
    converged: bool
    n_iter: int
    message: str = ""
    direction: Array | None = None

    @property
    def shape(self) -> Mapping[str, float]:
        """The shape parameters, given or fitted."""
        return self.noise.shape


@dataclass(frozen=True, slots=True)
class Sample:
    """Checked data, rows of weight zero left out."""

    y: Array
    weight: Array
    design: Columns

    @property
    def share(self) -> Array:
        """The weights, summing to one."""
        share: Array = self.weight / self.weight.sum()
        return share


def maximum(
    noise: Noise,
    data: Sample,
    theta: Array,
    scale: float,
    *,
    n_iter: int = 0,
    converged: bool = True,
    alternatives: tuple[Minimiser, ...] = (),
    coef_range: Array | None = None,
    message: str = "",
) -> MleFit:
    """An `MleFit` at standardised coefficients."""
    fitted = data.design.matrix @ theta
    nll = -float(data.weight @ noise.log_density(data.y, fitted, scale))
    coefficients = data.design.in_units(theta)
    return MleFit(
        noise=noise,
        coefficients=coefficients,
        scale=scale,
        nll_sum=nll,
        nll_mean=nll / float(data.weight.sum()),
        alternatives=alternatives,
        coef_range=point_range(coefficients) if coef_range is None else coef_range,
        converged=converged,
        n_iter=n_iter,
        message=message,
    )


def unbounded(
    noise: Noise, data: Sample, theta: Array, message: str, *, level: bool = False
) -> MleFit:
    """The likelihood grows, or stays `level`, as the width goes to zero at `theta`."""
    coefficients = data.design.in_units(theta)
    nll = np.nan if level else -np.inf
    return MleFit(
        noise=noise,
        coefficients=coefficients,
        scale=0.0,
        nll_sum=nll,
        nll_mean=nll,
        coef_range=point_range(coefficients),
        converged=False,
        n_iter=0,
        message=message,
    )


def least_squares(data: Sample) -> Array:
    """Coefficients (p,), standardised, of the weighted least-squares fit."""
    root = np.sqrt(data.share)
    return np.asarray(np.linalg.lstsq(data.design.matrix * root[:, None], data.y * root)[0])


def is_zero(residual: Array, y: Array) -> Array:
    """Which residuals are rounding errors."""
    return np.asarray(np.abs(residual) <= 1e-13 * np.max(np.abs(y)))
