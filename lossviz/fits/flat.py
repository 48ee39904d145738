"""Convex losses with straight stretches may have a whole set of minimisers: how far it reaches.

All minimisers of a convex loss feel the same pull from every row, so a residual may move only
inside a stretch where the pull is constant.
"""

import itertools

import numpy as np

from lossviz.core import LossAt
from lossviz.fits.arrays import Mask
from lossviz.fits.design import Design
from lossviz.fits.polytope import extremes
from lossviz.numerics import Array


def may_be_flat(loss_at: LossAt, design: Design, theta: Array, scale: Array) -> Mask:
    """Which data sets (S,) have no curvature in some direction at their minimum."""
    u = design.residual(theta) / np.where(scale > 0, scale, 1.0)[:, None]
    bent = design.gram(design.weight * (np.abs(loss_at.curvature(u, 0.0)) > 1e-12))
    return np.asarray(np.linalg.eigvalsh(bent)[:, 0] <= 1e-9 * design.weight.max(axis=-1))


def minimisers(loss_at: LossAt, design: Design, theta: Array, scale: float) -> Array:
    """Extreme points (V, p) of the set of minimisers that holds theta (1, p); one if unique."""
    residual = design.residual(theta)[0]
    u = residual / scale
    pull = loss_at.psi(u)
    kinks = np.array([-np.inf, *loss_at.facts.kinks, np.inf])
    low, high = u.copy(), u.copy()
    for left, right in itertools.pairwise(kinks):
        inside = _between(float(left), float(right))
        level = float(loss_at.psi(inside))
        straight = float(np.abs(loss_at.curvature(inside, 0.0))) <= 1e-12
        member = straight & (np.abs(pull - level) <= 1e-9 * np.maximum(1.0, np.abs(level)))
        low = np.where(member, np.minimum(left, u), low)
        high = np.where(member, np.maximum(right, u), high)
    return extremes(theta[0], design.basis, residual, low * scale, high * scale, design.directions)


def _between(left: float, right: float) -> float:
    if np.isinf(left):
        return right - 1.0 if np.isfinite(right) else 0.0
    return left + 1.0 if np.isinf(right) else 0.5 * (left + right)
