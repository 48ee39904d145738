"""Exact quantile fits with any number of coefficients, by linear programming.

The dual problem has one bounded variable per row and one equation per coefficient: maximise a . y
with basis^T a = 0 and (tau - 1) w <= a <= tau w. Complementary slackness turns any one of its
solutions into the exact set of minimisers: residual >= 0 where a is at its upper end, <= 0 at its
lower one, = 0 in between.
"""

import numpy as np
from scipy import optimize

from lossviz.fits.polytope import extremes
from lossviz.numerics import Array


def minimisers(
    basis: Array, y: Array, weight: Array, tau: float, directions: Array
) -> Array | None:
    """Extreme points (V, p) of the set of minimisers for y (n,), basis (n, p); None on failure.

    One point where the minimiser is unique; else those farthest along each of `directions`
    (m, p), both ways.
    """
    used = weight > 0
    basis, y, weight = basis[used], y[used], weight[used]
    size = float(np.abs(y).max()) or 1.0
    low, high = (tau - 1) * weight, tau * weight
    dual = optimize.linprog(
        -y / size,
        A_eq=basis.T,
        b_eq=np.zeros(basis.shape[1]),
        bounds=list(zip(low.tolist(), high.tolist(), strict=True)),
    )
    if dual.status != 0:
        return None
    theta = -size * np.asarray(dual.eqlin.marginals, dtype=np.float64)
    residual = y - basis @ theta
    zero = np.abs(residual) <= 1e-7 * size
    if np.linalg.matrix_rank(basis[zero]) == basis.shape[1]:  # the vertex to full precision
        theta = np.asarray(np.linalg.lstsq(basis[zero], y[zero])[0], dtype=np.float64)
        residual = y - basis @ theta
    slack = 1e-9 * weight
    a = np.asarray(dual.x, dtype=np.float64)
    above, below = a >= high - slack, a <= low + slack
    return extremes(
        theta,
        basis,
        residual,
        np.where(below, -np.inf, 0.0),
        np.where(above, np.inf, 0.0),
        directions,
    )
