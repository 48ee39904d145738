"""Minimising a smooth mean loss: damped Newton steps, S data sets at once.

Both Newton's method and iteratively reweighted least squares solve `basis^T diag(h) basis step =
basis^T psi`. Newton takes h = psi'(u), which is fast and may overshoot; reweighting takes
h = psi(u) / u, which is slow and (where psi(u)/u falls with |u|) never goes uphill. `damping`
mixes them: 0 is Newton, 1 is reweighting. Each data set has its own and leaves when it is done.
"""

from dataclasses import dataclass

import numpy as np

from lossviz.core import LossAt
from lossviz.fits.arrays import Index, Mask
from lossviz.fits.design import Design
from lossviz.fits.scale import mad
from lossviz.numerics import Array

TOLERANCE = 1e-10
"""Converged: net pull on every coordinate at most this part of the pulls' own size."""

MAX_STEPS = 300


@dataclass(frozen=True, slots=True)
class Solution:
    """Coordinates (S, p), scale, mean loss, convergence and number of steps (S,)."""

    theta: Array
    scale: Array
    objective: Array
    converged: Mask
    n_iter: Index


def loss_rows(loss_at: LossAt, rows: Index) -> LossAt:
    """The loss of the data sets `rows`: parameters of shape (S, 1) go along."""
    if not any(np.ndim(v) > 0 for v in loss_at.params.values()):
        return loss_at
    taken = {
        key: v[rows] if np.ndim(v) > 0 and len(v) > 1 else v for key, v in loss_at.params.items()
    }
    return LossAt(loss_at.loss, taken)


def mean_loss(loss_at: LossAt, u: Array, weight: Array) -> Array:
    """Weighted mean of the loss at scaled residuals u (S, n); a row of weight 0 is not there."""
    value = loss_at.value(u, 0.0)
    return np.asarray(np.where(weight > 0, weight * value, 0.0).sum(axis=-1) / weight.sum(axis=-1))


def _ratio(psi: Array, u: Array, curvature: Array) -> Array:
    """psi(u) / u, and its limit at 0; never negative, never infinite."""
    ratio = np.where(u == 0, curvature, np.divide(psi, u, out=np.zeros_like(psi), where=u != 0))
    ratio = np.nan_to_num(ratio, nan=0.0, posinf=1e15)
    return np.asarray(np.clip(ratio, np.maximum(curvature, 0.0), 1e15))


def solve(matrix: Array, right: Array) -> Array:
    """Solutions (S, p) of S small positive systems; a singular one moves only where it can."""
    p = matrix.shape[-1]
    size = np.trace(matrix, axis1=-2, axis2=-1)
    ridge = 1e-14 * np.abs(size) + 1e-300
    return np.asarray(
        np.linalg.solve(matrix + ridge[:, None, None] * np.eye(p), right[..., None])[..., 0]
    )


def net_pull(design: Design, psi: Array, u: Array, scale: Array) -> tuple[Array, Array]:
    """Sum of weight * psi * basis (S, p), and its size relative to the pulls it is made of.

    The relative size is 0 where the net pull is no more than the rounding of the residuals.
    """
    pulls = design.weight * psi
    net = design.project(pulls)
    length = np.linalg.norm(net, axis=-1)
    size = np.sqrt(np.einsum("sn,sn->s", pulls, pulls))
    largest = np.abs(design.y).max(axis=-1)
    rounding = 8 * np.finfo(float).eps * largest / scale
    slope = np.sqrt(design.weight.shape[-1]) * (
        design.weight * _ratio(psi, u, np.zeros_like(psi))
    ).max(axis=-1)
    noise = length <= rounding * np.minimum(slope, 1e15)
    return net, np.where(noise, 0.0, length / np.where(size > 0, size, 1.0))


def descend(
    loss_at: LossAt, design: Design, theta: Array, scale: Array, *, convex: bool
) -> Solution:
    """Minimise the mean loss of (y - basis @ theta) / scale from a start theta (S, p).

    A loss that is not convex is reweighted until nearly there, so that a start leads to the
    minimum that reweighting leads to, and finished by Newton steps.
    """
    total = len(theta)
    theta, scale = theta.copy(), np.broadcast_to(scale, (total,))
    objective, relative = np.full(total, np.nan), np.full(total, np.inf)
    steps = np.zeros(total, dtype=int)
    act = np.arange(total)
    part, loss, s = design, loss_at, scale
    u = part.residual(theta) / s[:, None]
    objective[:] = mean_loss(loss, u, part.weight)
    damping = np.zeros(total) if convex else np.ones(total)
    shrink, locked = np.ones(total), np.zeros(total, dtype=bool)
    for _step in range(MAX_STEPS):
        psi, curvature = loss.psi(u), loss.curvature(u, 0.0)
        net, relative[act] = net_pull(part, psi, u, s)
        going = relative[act] > TOLERANCE
        if not going.all():
            act = act[going]
            if not len(act):
                break
            part, loss, s = design.take(act), loss_rows(loss_at, act), scale[act]
            u, psi, curvature, net = u[going], psi[going], curvature[going], net[going]
        newton = convex | ((relative[act] < 1e-2) & ~locked[act])
        mix = np.where(newton, damping[act] if convex else 0.0, 1.0)[:, None]
        ratio = _ratio(psi, u, curvature)
        bent = np.maximum(curvature, 0.0) if convex else curvature
        height = part.weight * (mix * ratio + (1 - mix) * np.nan_to_num(bent, posinf=1e15))
        step = solve(part.gram(height), net) * (shrink[act] * s)[:, None]
        trial_u = u - part.fitted(step) / s[:, None]
        trial = mean_loss(loss, trial_u, part.weight)
        before = objective[act]
        uphill = (step * net).sum(axis=-1) <= 0
        good = (trial <= before + 4 * np.finfo(float).eps * np.abs(before)) & ~uphill
        took = act[good]
        theta[took] += step[good]
        objective[took] = trial[good]
        u = np.where(good[:, None], trial_u, u)
        steps[act] += 1
        # an accepted step: bolder; a refused one: closer to reweighting, then shorter
        damping[took] = np.where(damping[took] < 1e-3, 0.0, damping[took] / 10)
        shrink[took] = np.minimum(1.0, 2 * shrink[took])
        refused = act[~good]
        shrink[refused] *= np.where(
            (mix[~good, 0] >= 1) & ~newton[~good] | (damping[refused] >= 1), 0.25, 1.0
        )
        damping[refused] = np.minimum(1.0, np.maximum(1e-3, 10 * damping[refused]))
        locked[refused] = True
        if np.all(shrink[act] < 1e-12):
            break
    return Solution(theta, scale, objective, relative <= 100 * TOLERANCE, steps)


def reweight_with_mad(loss_at: LossAt, design: Design, theta: Array) -> Solution:
    """Reweighted least squares with scale = MAD of the residuals, anew in every step.

    Ends where sum(weight * psi(r / scale) * basis) = 0 at that scale; that is no minimum of
    anything. A MAD of 0 ends it too, unconverged, with scale 0 and objective NaN.
    """
    total = len(theta)
    theta = theta.copy()
    scale, relative = np.zeros(total), np.full(total, np.inf)
    steps = np.zeros(total, dtype=int)
    act, part, loss = np.arange(total), design, loss_at
    largest = np.abs(design.y).max(axis=-1)
    for step_number in range(2 * MAX_STEPS):
        residual = part.residual(theta[act])
        s = mad(residual, part.weight)
        flat = s <= 1e-13 * largest[act]
        scale[act] = np.where(flat, 0.0, s)
        u = residual / np.where(flat, 1.0, s)[:, None]
        psi = loss.psi(u)
        net, relative[act] = net_pull(part, psi, u, np.where(flat, 1.0, s))
        relative[act[flat]] = np.inf
        going = (relative[act] > TOLERANCE) & ~flat
        if not going.all():
            act = act[going]
            if not len(act):
                break
            part, loss = design.take(act), loss_rows(loss_at, act)
            u, psi, net, s = u[going], psi[going], net[going], s[going]
        ratio = _ratio(psi, u, np.where(u == 0, loss.curvature(u, 0.0), 0.0))
        step = solve(part.gram(part.weight * ratio), net) * s[:, None]
        theta[act] += step if step_number < MAX_STEPS else 0.5 * step  # half steps end a cycle
        steps[act] += 1
    u = design.residual(theta) / np.where(scale > 0, scale, np.nan)[:, None]
    objective = np.where(scale > 0, mean_loss(loss_at, u, design.weight), np.nan)
    return Solution(theta, scale, objective, relative <= 100 * TOLERANCE, steps)
