"""Any convex loss of straight pieces as a sum of pinballs, so that one exact method fits all.

rho(r) = sum_j jump_j * pinball_tau(r - kink_j) + const, with jump_j the turn of the slope at kink
j and the same tau for every j: absolute error is one kink with tau = 1/2, and the loss that
forgives small misses is two. A fit of rho to n rows is then a quantile fit to n rows per kink.
"""

from dataclasses import dataclass

import numpy as np

from lossviz.core import LossAt
from lossviz.numerics import Array


@dataclass(frozen=True, slots=True)
class Pieces:
    """Kinks (m,) in units of the scaled residual, jumps (m,) of the slope there, quantile level."""

    kinks: Array
    jumps: Array
    tau: float


def pieces(loss_at: LossAt) -> Pieces | None:
    """Read off the slopes; None where the loss is not convex, not straight or not bounded below."""
    kinks = np.asarray(loss_at.facts.kinks or (0.0,))
    middle = np.concatenate([[kinks[0] - 1], (kinks[1:] + kinks[:-1]) / 2, [kinks[-1] + 1]])
    slopes = loss_at.psi(middle)
    jumps = np.diff(slopes)
    total = float(jumps.sum())
    if np.any(jumps < 0) or not slopes[0] < 0 < slopes[-1]:
        return None
    tau = float(slopes[-1]) / total
    probe = np.concatenate([kinks, middle, [kinks[0] - 7.3, kinks[-1] + 11.9]])
    away = probe[:, None] - kinks
    rebuilt = (jumps * np.where(away > 0, tau * away, (tau - 1) * away)).sum(axis=1)
    value = loss_at.value(probe, 0.0)
    gap = np.ptp(value - rebuilt)
    if not gap <= 1e-9 * (1.0 + np.abs(value).max()):
        return None
    return Pieces(kinks, jumps, tau)
