"""Poisson counts and coins: noise without a width."""

import numpy as np

from lossviz.fits.likelihood import MleFit, Sample, maximum
from lossviz.fits.logistic import fit_logistic
from lossviz.fits.newton import Local, minimise
from lossviz.fits.result import point_range
from lossviz.fits.separation import separation
from lossviz.i18n import _
from lossviz.noise import Noise
from lossviz.numerics import Array, Interval, require_in


def count(noise: Noise, data: Sample) -> MleFit:
    """Log rates; a direction that only lowers the rates of zero counts has no end."""
    require_in(data.y, Interval(0.0, np.inf, open_high=True), "y")
    if np.any(data.y != np.floor(data.y)):
        raise ValueError(
            f"counts must be whole numbers, got {data.y[data.y != np.floor(data.y)][0]:g}"
        )
    matrix, share, p = data.design.matrix, data.share, data.design.matrix.shape[1]
    # the rate of a zero may fall for ever, any other must stay: the labels 0 and "both"
    labels = np.where((data.y > 0)[:, None], [0.5, 0.5], [1.0, 0.0])
    nothing = not data.y.any()
    split = separation(matrix, labels, [1, p] if nothing and data.design.intercept else [p])
    left = np.ones(len(data.y), dtype=np.bool_) if split is None else split.left.all(axis=1)
    y, kept = data.y[left], matrix[left]

    def function(theta: Array) -> Local:
        z = kept @ theta
        rate = np.exp(np.minimum(z, 700.0))
        pull = share[left] * (rate - y)
        return Local(
            float(share[left] @ (rate - y * z)),
            kept.T @ pull,
            np.abs(kept.T) @ (share[left] * (rate + y)),
            kept.T @ (kept * (share[left] * rate)[:, None]),
        )

    start = np.zeros(p)
    if data.design.intercept and not nothing:
        start[0] = np.log(float(share @ data.y))
    found = minimise(function, start)
    if split is None:
        return maximum(
            noise, data, found.theta, 1.0, n_iter=found.n_iter, converged=found.converged
        )
    fitted = kept @ found.theta
    nll = float(data.weight[left] @ -noise.log_density(y, fitted, 1.0))
    direction = data.design.in_units(split.direction[1])
    nan = np.full(p, np.nan)
    return MleFit(
        noise=noise,
        coefficients=nan,
        scale=1.0,
        nll_sum=nll,
        nll_mean=nll / float(data.weight.sum()),
        coef_range=point_range(nan),
        converged=False,
        n_iter=found.n_iter,
        direction=direction / np.max(np.abs(direction)),
        message=_("No maximum: every count is 0, so the best log rate is minus infinity.")
        if nothing
        else _(
            "No maximum: some counts of 0 are told from all others without a miss,"
            " so their best log rate is minus infinity."
        ),
    )


def coin(noise: Noise, data: Sample, x: Array) -> MleFit:
    """The logistic fit of labels 0 and 1 to x (n, k)."""
    if not np.all((data.y == 0) | (data.y == 1)):
        bad = data.y[(data.y != 0) & (data.y != 1)][0]
        raise ValueError(f"y must be 0 or 1, got {bad:g}")
    fit = fit_logistic(x, data.y, 0.0, data.weight, data.design.intercept)
    total = float(data.weight.sum())
    return MleFit(
        noise=noise,
        coefficients=fit.coefficients,
        scale=1.0,
        nll_sum=fit.objective * total,
        nll_mean=fit.objective,
        coef_range=fit.coef_range,
        converged=fit.converged,
        n_iter=fit.n_iter,
        message=fit.message,
        direction=fit.direction,
    )
