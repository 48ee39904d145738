"""Exact quantile fits with any number of coefficients, by linear programming.

The dual problem has one bounded variable per row and one equation per coefficient: maximise a . y
with basis^T a = 0 and (tau - 1) w <= a <= tau w. Complementary slackness turns any of its solutions
into the exact set of minimisers: residual >= 0 where a is at its upper end, <= 0 at its lower one,
= 0 in between.
"""

import numpy as np
from scipy import optimize

from lossviz.numerics import Array


def minimisers(
    basis: Array, y: Array, weight: Array, tau: float, directions: Array
) -> Array | None:
    """Extreme points (V, p) of the set of minimisers for y (n,), basis (n, p); None on failure.

    One point where the minimiser is unique; else those farthest along each of `directions`, both
    ways.
    """
    used = weight > 0
    basis, y, weight = basis[used], y[used], weight[used]
    size = float(np.abs(y).max()) or 1.0
    y = y / size
    low, high = (tau - 1) * weight, tau * weight
    dual = optimize.linprog(
        -y,
        A_eq=basis.T,
        b_eq=np.zeros(basis.shape[1]),
        bounds=np.column_stack([low, high]),
        method="highs-ds",
    )
    if dual.status != 0:
        return None
    slack = 1e-9 * weight
    above, below = dual.x >= high - slack, dual.x <= low + slack
    fixed = ~(above | below)
    if np.linalg.matrix_rank(basis[fixed]) == basis.shape[1]:
        return np.asarray(np.linalg.lstsq(basis[fixed], y[fixed])[0][None] * size)
    return np.asarray(_corners(basis, y, fixed, above, directions) * size)


def _corners(basis: Array, y: Array, fixed: Array, above: Array, directions: Array) -> Array:
    """The minimisers farthest along each direction, both ways."""
    sign = np.where(above, 1.0, -1.0)[~fixed]
    corners = []
    for cost in np.concatenate([directions, -directions]):
        found = optimize.linprog(
            cost / np.linalg.norm(cost),
            A_ub=sign[:, None] * basis[~fixed],
            b_ub=sign * y[~fixed],
            A_eq=basis[fixed] if fixed.any() else None,
            b_eq=y[fixed] if fixed.any() else None,
            bounds=(None, None),
            method="highs-ds",
        )
        if found.status == 0:
            corners.append(found.x)
    return np.unique(np.round(np.array(corners), 12), axis=0)
