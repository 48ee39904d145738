"""Maximum likelihood: location (or line) and width together, from a noise model."""

import numpy as np
from numpy.typing import ArrayLike

from lossviz.fits.bell_and_tent import bell, tent
from lossviz.fits.columns import as_rows, as_weights, columns, require_independent
from lossviz.fits.counts import coin, count
from lossviz.fits.likelihood import MleFit, Sample, is_zero, least_squares, unbounded
from lossviz.fits.smooth_likelihood import smooth, student_with_nu
from lossviz.i18n import _
from lossviz.noise import Noise, Support
from lossviz.numerics import POSITIVE, REAL, as_float, require_in


def _real(noise: Noise, data: Sample, scale: float | None) -> MleFit:
    """The fit of real-valued noise whose shape is given."""
    match noise.key:
        case "gaussian":
            return bell(noise, data, scale)
        case "laplace" | "asymmetric_laplace":
            return tent(noise, data, scale)
        case _:
            return smooth(noise, data, scale)


def fit_mle(
    noise: Noise,
    y: ArrayLike,
    X: ArrayLike | None = None,
    sample_weight: ArrayLike | None = None,
    intercept: bool = True,
    scale: float | None = None,
    fit_shape: bool = False,
) -> MleFit:
    """Maximise the likelihood of y (n,) over the location and the width of `noise`.

    With X (n, k), or one column (n,), the location (log rate, logit) is a plane, coefficients
    intercept first. `scale` fixes the width; `fit_shape` fits Student's nu, between 0.1 and 1000,
    as well. Gaussian width^2 is SSE / n, Laplace width the mean distance. Weights are frequencies.
    ValueError for empty or non-finite data, labels or counts that the noise cannot produce,
    negative weights, linearly dependent columns, a scale or shape that the noise does not have.
    """
    truth = as_float(y, "y")
    if truth.ndim != 1:
        raise ValueError(f"y must have shape (n,), got {truth.shape}")
    require_in(truth, REAL, "y", nan_ok=False)
    weight = as_weights(sample_weight, len(truth))
    if noise.support is Support.CLASSES:
        raise ValueError(f"noise must be of numbers, counts or labels, got {noise.key}")
    if X is None and not intercept:
        raise ValueError("without X there is only the intercept to fit, got intercept=False")
    if scale is not None:
        if not noise.has_scale:
            raise ValueError(f"scale must be None for {noise.key}, which has none, got {scale:g}")
        require_in(scale, POSITIVE, "scale", nan_ok=False)
    if fit_shape and noise.key != "student_t":
        raise ValueError(f"fit_shape is for student_t, got {noise.key}")
    x = np.empty((len(truth), 0)) if X is None else as_rows(X, len(truth))
    there = weight > 0
    x, truth, weight = x[there], truth[there], weight[there]
    data = Sample(truth, weight, columns(x, weight, intercept=intercept))
    require_independent(data.design, remedy="leave it out")
    if noise.support is Support.COUNTS:
        return count(noise, data)
    if noise.support is Support.BINARY:
        return coin(noise, data, x)
    least = least_squares(data)
    if scale is None and np.all(is_zero(truth - data.design.matrix @ least, truth)):
        return unbounded(
            noise,
            data,
            least,
            _(
                "No maximum: all residuals are 0, so the density grows without limit as the width"
                " shrinks to 0."
            ),
        )
    return student_with_nu(noise, data, scale) if fit_shape else _real(noise, data, scale)
