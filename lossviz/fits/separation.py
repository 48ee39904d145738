"""Whether a cross-entropy has a finite minimiser, decided by linear programs.

A direction in which no row's loss rises and some row's loss falls for ever leaves no minimiser
(Albert and Anderson 1984, Biometrika 71, 1-10); finding one, or finding that there is none, is a
linear program (Konis 2007, Linear programming algorithms for detecting separated data).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from lossviz.numerics import Array

Mask = NDArray[np.bool_]

TIE = 1e-9  # margins of standardised columns that count as zero: ten times SOLVER_TOLERANCE
BATCH = 500  # constraints looked at first, and added at a time
SOLVER_TOLERANCE = 1e-10


@dataclass(frozen=True, slots=True)
class Separation:
    """The loss falls for ever along `direction` (K, p), whose columns sum to zero over classes.

    `left` (n, K): the classes whose probability does not go to zero there. `complete`: every
    row's loss goes to its own smallest value, so the separation is not only "quasi-complete".
    """

    direction: Array
    left: Mask
    complete: bool


def _margins(matrix: Array, direction: Array, support: Mask, left: Mask) -> Array:
    """z_y - z_c (n, K) for the classes c still in play; +inf where c does not compete.

    A row with several classes in its target demands that they tie: its z_y is their smallest.
    """
    z = matrix @ direction.T
    own = np.min(np.where(support, z, np.inf), axis=1, keepdims=True)
    only = support.sum(axis=1, keepdims=True) == 1
    return np.where(left & ~(support & only), own - z, np.inf)


def _demands(
    matrix: Array, support: Mask, rows: NDArray[np.intp], rivals: NDArray[np.intp]
) -> Array:
    """The constraints z_y - z_c >= 0 of some rows and rivals c, for each y of the target."""
    n_classes, p = support.shape[1], matrix.shape[1]
    which, y = np.nonzero(support[rows])
    keep = y != rivals[which]
    which, y = which[keep], y[keep]
    demand = np.zeros((len(which), n_classes, p))
    index = np.arange(len(which))
    demand[index, y] += matrix[rows[which]]
    demand[index, rivals[which]] -= matrix[rows[which]]
    return demand[:, 1:].reshape(len(which), -1)  # class 0 stays at zero


def _recession(matrix: Array, support: Mask, left: Mask) -> Array | None:
    """Direction (K, p) with no negative margin and some positive ones; None if there is none.

    The sum of all margins is maximised over a box under a part of the constraints, to which the
    violated ones are added until none is left: a maximum of zero under fewer constraints is zero
    under all.
    """
    n_classes, p = support.shape[1], matrix.shape[1]
    n_own = support.sum(axis=1, keepdims=True)
    gains = support * (left.sum(axis=1, keepdims=True) - 1) - left * (n_own - support)
    gain = (gains.T @ matrix)[1:].ravel() / len(matrix)
    rows, rivals = np.nonzero(
        np.isfinite(_margins(matrix, np.zeros((n_classes, p)), support, left))
    )
    if rows.size == 0:
        return None
    chosen = np.zeros(rows.size, dtype=np.bool_)
    chosen[:: max(1, rows.size // BATCH)] = True
    while True:
        demand = _demands(matrix, support, rows[chosen], rivals[chosen])
        answer = optimize.linprog(
            -gain,
            A_ub=-demand,
            b_ub=np.zeros(len(demand)),
            bounds=(-1.0, 1.0),
            options={
                "primal_feasibility_tolerance": SOLVER_TOLERANCE,
                "dual_feasibility_tolerance": SOLVER_TOLERANCE,
            },
        )
        if answer.x is None or answer.fun is None:
            raise RuntimeError(f"the linear program did not end: {answer.message}")
        direction = np.vstack([np.zeros(p), answer.x.reshape(n_classes - 1, p)])
        margin = _margins(matrix, direction, support, left)[rows, rivals]
        if np.max(np.abs(margin)) <= TIE or -answer.fun <= 0:
            return None
        violated = (margin < -TIE) & ~chosen
        if not violated.any():
            return direction
        worst = np.argsort(np.where(violated, margin, np.inf))[:BATCH]
        chosen[worst[violated[worst]]] = True


def _united(matrix: Array, total: Array, found: Array, support: Mask, left: Mask) -> Array:
    """`total` plus as much of `found` as half the margins that `total` has won allow."""
    settled = ~left | support
    won, lost = (
        _margins(matrix, total, support, settled),
        -_margins(matrix, found, support, settled),
    )
    limit = np.divide(won, lost, out=np.full(won.shape, np.inf), where=(lost > 0) & ~left)
    return total + min(1.0, 0.5 * float(limit.min())) * found


def separation(matrix: Array, targets: Array, stages: Sequence[int]) -> Separation | None:
    """The separation of targets (n, K) by the standardised columns of matrix (n, p), if any.

    Rows must have positive weight. The rows left tied by one direction may be separable among
    themselves, so programs are solved until none is; `direction` unites what they found. Only the
    first `stages[0]` columns are used while they help, then the first `stages[1]`, and so on.
    """
    support = targets > 0
    left = np.ones(targets.shape, dtype=np.bool_)
    total: Array | None = None
    for n_free in stages:
        while (part := _recession(matrix[:, :n_free], support, left)) is not None:
            found = np.pad(part, ((0, 0), (0, matrix.shape[1] - n_free)))
            margin = _margins(matrix, found, support, left)
            total = found if total is None else _united(matrix, total, found, support, left)
            left = left & ((margin <= TIE) | np.isinf(margin))
    if total is None:
        return None
    return Separation(total - total.mean(axis=0), left, bool(np.all(left == support)))
