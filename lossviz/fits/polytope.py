"""Sets of minimisers as polytopes: each residual may move between two bounds."""

import numpy as np
from scipy import linalg, optimize

from lossviz.numerics import Array


def extremes(
    theta: Array, basis: Array, residual: Array, low: Array, high: Array, directions: Array
) -> Array:
    """Points (V, p) with low <= residual <= high farthest along `directions` (m, p), both ways.

    `theta` (p,) is a member of the set, with `residual` (n,); basis (n, p). One point, theta
    itself, where the set is no more than that.
    """
    fixed = low >= high
    free = linalg.null_space(basis[fixed], rcond=1e-9) if fixed.any() else np.eye(len(theta))
    if free.shape[1] == 0:
        return theta[None]
    size = float(np.abs(residual).max()) or 1.0  # the solver's tolerances are absolute
    slope = basis[~fixed] @ free
    room = [np.maximum(residual - low, 0.0)[~fixed], np.maximum(high - residual, 0.0)[~fixed]]
    bound = np.concatenate(room) / size
    rows = np.concatenate([slope, -slope])[np.isfinite(bound)]
    found = []
    for cost in np.concatenate([directions, -directions]) @ free:
        length = np.linalg.norm(cost)
        if length > 1e-9:
            best = optimize.linprog(
                cost / length, A_ub=rows, b_ub=bound[np.isfinite(bound)], bounds=(None, None)
            )
            if best.status == 0:
                found.append(theta + size * (free @ np.asarray(best.x, dtype=np.float64)))
    return _different(np.array([theta, *found]), size)[1:] if found else theta[None]


def _different(points: Array, size: float) -> Array:
    """Points without repetitions (the first is the reference and stays first)."""
    kept = [points[0]]
    for point in points[1:]:
        if all(np.abs(point - other).max() > 1e-8 * size for other in kept[1:]):
            kept.append(point)
    return np.array(kept)
