"""Damped Newton for smooth functions of a few parameters."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import linalg

from lossviz.numerics import Array

TARGET = 1e-13  # gradient, relative to the size of its terms, at which to stop
ACCEPTED = 1e-10  # and at which a fit counts as converged when rounding allows no better


@dataclass(frozen=True, slots=True)
class Local:
    """A function at one point: `size` is the sum of the sizes of the terms of each `grad` entry."""

    value: float
    grad: Array
    size: Array
    hessian: Array

    @property
    def gap(self) -> float:
        """Largest gradient entry relative to the terms that cancel in it; 0 at a minimiser."""
        return float(np.max(np.abs(self.grad) / np.where(self.size > 0, self.size, 1.0)))


@dataclass(frozen=True, slots=True)
class Minimum:
    """Where Newton stopped."""

    theta: Array
    local: Local
    n_iter: int

    @property
    def converged(self) -> bool:
        """The gradient is zero to rounding."""
        return self.local.gap <= ACCEPTED


def _step(local: Local) -> Array:
    """Newton step; the shortest one where the Hessian is singular, downhill where indefinite."""
    diagonal = np.diag(local.hessian)
    noise = 1e-25 * np.max(np.abs(diagonal))  # what rounding leaves of a curvature of zero
    unit = 1.0 / np.sqrt(np.where(diagonal > noise, diagonal, 1.0))
    scaled = local.hessian * unit * unit[:, None]
    try:
        factor = linalg.cholesky(scaled, lower=True)
        if np.min(np.diag(factor)) > 1e-6:
            return -unit * np.asarray(linalg.cho_solve((factor, True), unit * local.grad))
    except linalg.LinAlgError:
        pass
    values, vectors = linalg.eigh(scaled)
    flat = np.abs(values) <= 1e-12 * np.max(np.abs(values), initial=1e-300)
    inverse = np.where(flat, 0.0, 1.0 / np.where(flat, 1.0, np.abs(values)))
    return -unit * np.asarray(vectors @ (inverse * (vectors.T @ (unit * local.grad))))


def minimise(
    function: Callable[[Array], Local], start: Array, *, max_iter: int = 200, stride: float = np.inf
) -> Minimum:
    """Minimise by Newton steps, none longer than `stride`, halved until the value falls.

    Stops when the gradient is zero to rounding or no longer shrinks.
    """
    theta, here, idle = start, function(start), 0
    for n_iter in range(max_iter):
        if here.gap <= TARGET or idle == 3:
            return Minimum(theta, here, n_iter)
        step = _step(here)
        longest = float(np.max(np.abs(step)))
        step = step * min(1.0, stride / longest) if longest > 0 else step
        slack = 1e-14 * abs(here.value)  # below this two values cannot be told apart
        slope = float(here.grad @ step)
        for _ in range(60):
            there = function(theta + step)
            if there.value <= here.value + 1e-4 * slope + slack:
                break
            step, slope = 0.5 * step, 0.5 * slope
        else:
            return Minimum(theta, here, n_iter)  # the value falls no further
        idle = idle + 1 if here.gap <= 1e-8 and there.gap > 0.5 * here.gap else 0
        if there.gap <= here.gap or idle == 0:
            theta, here = theta + step, there
    return Minimum(theta, here, max_iter)
