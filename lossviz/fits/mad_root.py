"""A convex loss with a MAD scale, where reweighting goes round in circles.

At a given scale s the fit is a minimum, and its residuals have a MAD phi(s). As s grows from 0 to
infinity phi(s) - s goes from above 0 to below it, so a root in between is bracketed and found.
"""

import numpy as np
from scipy import optimize

from lossviz.core import LossAt
from lossviz.fits.design import Design
from lossviz.fits.irls import TOLERANCE, Solution, descend, pull_at
from lossviz.fits.scale import mad
from lossviz.numerics import Array

DOUBLINGS = 80


def settle(loss_at: LossAt, design: Design, begin: Solution) -> Solution:
    """One data set (S = 1), from a scale near which to look; unconverged where phi has no root."""
    theta = begin.theta

    def excess(log_scale: float) -> float:
        nonlocal theta
        scale = np.array([np.exp(log_scale)])
        theta = descend(loss_at, design, theta, scale, convex=True).theta
        own = float(mad(design.residual(theta), design.weight)[0])
        return (np.log(own) if own > 0 else -700.0) - log_scale

    low = high = float(np.log(begin.scale[0]))
    for _doubling in range(DOUBLINGS):
        if excess(low) >= 0:
            break
        low -= np.log(2)
    for _doubling in range(DOUBLINGS):
        if excess(high) <= 0:
            break
        high += np.log(2)
    if excess(low) < 0 or excess(high) > 0:
        return begin
    root = optimize.brentq(excess, low, high, xtol=1e-15, rtol=1e-15) if low < high else low
    excess(float(root))
    return _finished(loss_at, design, theta, begin)


def _finished(loss_at: LossAt, design: Design, theta: Array, begin: Solution) -> Solution:
    scale = mad(design.residual(theta), design.weight)
    objective, relative = pull_at(loss_at, design, theta, scale)
    return Solution(theta, scale, objective, relative <= 100 * TOLERANCE, begin.n_iter)
