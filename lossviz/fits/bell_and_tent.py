"""Gaussian and Laplace noise: least squares, quantiles, and a width in closed form."""

import numpy as np
from numpy.typing import NDArray

from lossviz.fits import quantile_lp
from lossviz.fits.likelihood import MleFit, Sample, least_squares, maximum
from lossviz.fits.result import Minimiser
from lossviz.functionals import quantile
from lossviz.i18n import _
from lossviz.noise import Noise
from lossviz.numerics import Array

SEED = 20240229
BAND = 3000  # rows in a linear program, when only those near the line can matter


def bell(noise: Noise, data: Sample, scale: float | None) -> MleFit:
    """Least squares; the width is the root mean square residual."""
    theta = least_squares(data)
    residual = data.y - data.design.matrix @ theta
    size = float(np.max(np.abs(residual)))  # positive, or the caller has reported a zero fit
    width = size * float(np.sqrt(data.share @ (residual / size) ** 2)) if scale is None else scale
    return maximum(noise, data, theta, width)


def quantile_points(data: Sample, tau: float) -> Array:
    """Extreme points (V, p), standardised, of the set of tau-quantile fits."""
    matrix = data.design.matrix
    if matrix.shape[1] == 1 and data.design.intercept:
        return np.unique(np.stack(quantile(tau).of(data.y, data.weight)))[:, None]
    if len(data.y) <= BAND:
        return _solve(matrix, data.y, data.weight, tau)
    rows = np.random.default_rng(SEED).choice(len(data.y), BAND, replace=False)
    near = _solve(matrix[rows], data.y[rows], data.weight[rows], tau)[0]
    away = np.abs(data.y - matrix @ near)
    size = BAND
    while size < len(data.y):
        limit = np.partition(away, size)[size]
        points = _without_the_sure(data, tau, near, away > limit)
        if points is not None:
            return points
        size *= 2
    return _solve(matrix, data.y, data.weight, tau)


def _without_the_sure(
    data: Sample, tau: float, near: Array, sure: NDArray[np.bool_]
) -> Array | None:
    """The fit when the `sure` rows stay on their side of `near`; None if one of them does not.

    On one side the loss is linear, so the mean of the rows there stands for them (Portnoy and
    Koenker 1997, The Gaussian hare and the Laplacian tortoise).
    """
    matrix, y, weight = data.design.matrix, data.y, data.weight
    side = np.sign(y - matrix @ near)
    sums = [w for s in (-1, 1) if (w := weight * (sure & (side == s))).any()]
    totals = [float(w.sum()) for w in sums]
    points = _solve(
        np.vstack([matrix[~sure], *(w @ matrix / t for w, t in zip(sums, totals, strict=True))]),
        np.concatenate([y[~sure], [w @ y / t for w, t in zip(sums, totals, strict=True)]]),
        np.concatenate([weight[~sure], totals]),
        tau,
    )
    stays = [np.all(side[sure] * (y[sure] - matrix[sure] @ theta) > 0) for theta in points]
    return points if all(stays) else None


def _solve(matrix: Array, y: Array, weight: Array, tau: float) -> Array:
    points = quantile_lp.minimisers(matrix, y, weight, tau, np.eye(matrix.shape[1]))
    if points is None:
        raise RuntimeError("the linear program of a quantile fit did not end")
    return points


def _as_good(data: Sample, ends: Array) -> str:
    """That the fits between `ends` (V, p) have the same likelihood."""
    if ends.shape[1] > 1 or not data.design.intercept:
        return _("Other coefficients give the same likelihood; some in between are reported.")
    return _(
        "Every location from {low:.6g} to {high:.6g} gives the same likelihood; the middle is"
        " reported."
    ).format(low=float(ends.min()), high=float(ends.max()))


def tent(noise: Noise, data: Sample, scale: float | None) -> MleFit:
    """Tents: the width is the mean of the (leaning) distances, weighted tau above the line."""
    tau = noise.shape.get("tau", 0.5)
    corners = quantile_points(data, tau)
    theta = corners.mean(axis=0)
    residual = data.y - data.design.matrix @ theta
    leaning = data.share @ np.maximum(tau * residual, (tau - 1.0) * residual)
    width = float(leaning) * (2.0 if noise.key == "laplace" else 1.0) if scale is None else scale
    fit = maximum(noise, data, theta, width)
    if len(corners) == 1:
        return fit
    ends = data.design.in_units(corners)
    return maximum(
        noise,
        data,
        theta,
        width,
        alternatives=tuple(Minimiser(end, fit.nll_mean, width) for end in ends),
        coef_range=np.stack([ends.min(axis=0), ends.max(axis=0)], axis=-1),
        message=_as_good(data, ends),
    )
