"""From coordinates to the `Fit` a reader sees."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lossviz.core import LossAt
from lossviz.fits.arrays import Index, Mask
from lossviz.fits.design import Design
from lossviz.fits.irls import loss_rows, mean_loss
from lossviz.fits.result import Fit, Minimiser, point_range
from lossviz.fits.scale import mad
from lossviz.i18n import _
from lossviz.numerics import Array


@dataclass(frozen=True, slots=True)
class Others:
    """More minima, the best of each data set first: theta (m, p), scale (m,), owner (m,).

    `tied`: they are extreme points of the set of minimisers, not minima of their own.
    """

    theta: Array
    scale: Array
    owner: Index
    tied: bool


def no_others(design: Design) -> Others:
    """One minimum each."""
    return Others(np.empty((0, design.n_theta)), np.empty(0), np.empty(0, dtype=int), tied=True)


def is_zero_scale(scale: Array, design: Design) -> Mask:
    """Whether a MAD is zero up to the rounding of y."""
    return np.asarray(scale <= 1e-13 * np.abs(design.y).max(axis=-1))


def final_scale(design: Design, theta: Array, width: float | None) -> Array:
    """The scale (S,) of fits that do not depend on it; None is the MAD."""
    if width is not None:
        return np.full(len(theta), width)
    scale = mad(design.residual(theta), design.weight)
    return np.where(is_zero_scale(scale, design), 0.0, scale)


def loss_weights(loss_at: LossAt, residual: Array, scale: Array) -> Array:
    """The loss's weight at each residual / scale; at scale 0, its limit there."""
    at_zero = np.where(residual == 0, 0.0, np.copysign(np.inf, residual))
    divisor = np.where(scale > 0, scale, 1.0)[:, None]
    u = np.where(scale[:, None] > 0, residual / divisor, at_zero)
    return np.broadcast_to(loss_at.weight(u), residual.shape)


def report(
    loss_at: LossAt,
    design: Design,
    theta: Array,
    scale: Array,
    converged: Mask,
    n_iter: Index,
    others: Others,
) -> Fit:
    """A batch of S fits."""
    residual = design.residual(theta)
    size = np.abs(design.y).max(axis=-1, keepdims=True)
    residual = np.where(np.abs(residual) <= 1e-14 * size, 0.0, residual)  # on the line
    passes = np.all(np.abs(residual) <= 1e-12 * size, axis=-1)
    no_scale = (scale == 0) & ~passes
    u = residual / np.where(scale > 0, scale, 1.0)[:, None]
    objective = np.where(no_scale, np.nan, mean_loss(loss_at, u, design.weight))
    converged = np.where(scale == 0, passes, converged)
    coefficients = design.coefficients(theta)
    alternatives = _alternatives(loss_at, design, others)
    reach = point_range(coefficients)
    tied = np.zeros(len(theta), dtype=bool)
    if others.tied:
        for a in alternatives:
            tied[a.stop] = True
            reach[a.stop, :, 0] = np.minimum(reach[a.stop, :, 0], a.coefficients)
            reach[a.stop, :, 1] = np.maximum(reach[a.stop, :, 1], a.coefficients)
    reach[:, design.free] = [-np.inf, np.inf]
    free = bool(design.free.any())
    return Fit(
        coefficients=coefficients,
        objective=objective,
        scale=scale,
        weights=loss_weights(loss_at, residual, scale),
        alternatives=alternatives,
        coef_range=reach,
        converged=converged,
        n_iter=n_iter,
        message=tuple(
            _message(bool(no_scale[s]), bool(converged[s]), free, bool(tied[s]))
            for s in range(len(theta))
        ),
    )


def _alternatives(loss_at: LossAt, design: Design, others: Others) -> tuple[Minimiser, ...]:
    if not len(others.owner):
        return ()
    part, loss = design.take(others.owner), loss_rows(loss_at, others.owner)
    u = part.residual(others.theta) / np.where(others.scale > 0, others.scale, 1.0)[:, None]
    height = mean_loss(loss, u, part.weight)
    where = part.coefficients(others.theta)
    return tuple(
        Minimiser(where[k], float(height[k]), float(others.scale[k]), int(s))
        for k, s in enumerate(others.owner)
    )


def _message(no_scale: bool, converged: bool, free: bool, tied: bool) -> str:
    if no_scale:
        return _(
            "More than half of the residuals are zero, so their MAD is 0:"
            " there is no scale to divide by."
        )
    if not converged:
        return _("The fit did not settle: the pulls do not balance at these coefficients.")
    if free:
        return _(
            "The data do not determine every coefficient: a column of X depends on earlier ones"
            " (constant, repeated, or too few rows) and was given the coefficient 0."
        )
    if tied:
        return _("Not unique: other coefficients have the same objective.")
    return ""


def stack(fits: Sequence[Fit]) -> Fit:
    """Single fits as one batch."""
    return Fit(
        coefficients=np.array([f.coefficients for f in fits]),
        objective=np.array([f.objective for f in fits]),
        scale=np.array([f.scale for f in fits]),
        weights=np.array([f.weights for f in fits]),
        alternatives=tuple(replace(a, stop=s) for s, f in enumerate(fits) for a in f.alternatives),
        coef_range=np.array([f.coef_range for f in fits]),
        converged=np.array([f.converged for f in fits]),
        n_iter=np.array([f.n_iter for f in fits]),
        message=tuple(f.message for f in fits),
    )
