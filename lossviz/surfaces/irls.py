"""Iteratively reweighted least squares: a line with weights psi(r) / r, again and again."""

import numpy as np

from lossviz.core import Task
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.mean_loss import MeanLoss, Surface
from lossviz.surfaces.walk import Rule, State

LEAST = 1e-4
"""A residual below this part of the spread of y is weighed as if it were that large."""


def least_residual(surface: MeanLoss) -> float:
    """That residual, in units of y: absolute error would weigh one of 0 without end."""
    return max(LEAST * float(surface.y.std()), 1e-12)


def row_weights(surface: MeanLoss, theta: Array) -> Array:
    """How much each row counts (..., n) at lines theta (..., 2); 1 in an ordinary one, or 1/|r|."""
    if not surface.model.linear or surface.loss_at.loss.task is not Task.REGRESSION:
        raise ValueError(
            _("Reweighted least squares needs a line and a loss of residuals.")
        )  # fmt: skip
    raw = surface.model.raw(theta[..., :1], theta[..., 1:], surface.x)
    u = (surface.y - raw) / surface.scale
    most = surface.scale / least_residual(surface)
    return np.minimum(surface.loss_at.weight(u), most)


def _reweighted(
    surface: Surface, theta: Array, rate: Array, _number: int, _state: State
) -> tuple[Array, State]:
    if not isinstance(surface, MeanLoss):
        raise ValueError(_("Reweighted least squares needs the rows of the data."))
    weight = row_weights(surface, theta)
    if surface.weight is not None:
        weight = weight * surface.weight
    x, y = surface.x, surface.y
    total = weight.sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean_x = (weight * x).sum(axis=-1, keepdims=True) / total
        mean_y = (weight * y).sum(axis=-1, keepdims=True) / total
        dx = x - mean_x
        spread = (weight * dx * dx).sum(axis=-1, keepdims=True)
        # rows at one x differ from their mean by rounding alone
        spread = np.where(spread > total * (1e-14 * mean_x) ** 2, spread, np.nan)
        b = (weight * dx * (y - mean_y)).sum(axis=-1, keepdims=True) / spread
    line = np.concatenate([mean_y - b * mean_x, b], axis=-1)
    # nothing counts any more, or only rows at one x: no line, no step
    return theta + rate * np.where(np.isfinite(line), line - theta, 0.0), None


IRLS = Rule("irls", _reweighted)
"""Towards the least-squares line of weights psi(r) / r; the rate is the part of the way."""
