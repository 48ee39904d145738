"""Minimising a smooth mean loss: damped Newton steps, S data sets at once.

Both Newton's method and iteratively reweighted least squares solve `basis^T diag(h) basis step =
basis^T psi`. Newton takes h = psi'(u), which is fast and may overshoot; reweighting takes
h = psi(u) / u, which is slow and (where psi(u)/u falls with |u|) never goes uphill. `damping`
mixes them: 0 is Newton, 1 is reweighting. Each data set has its own and leaves when it is done.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lossviz.core import LossAt
from lossviz.fits.arrays import Index, Mask
from lossviz.fits.design import Design
from lossviz.fits.scale import NORMAL_QUARTILE, mad
from lossviz.numerics import Array

TOLERANCE = 1e-10
"""Done: the net pull is at most this part of the pulls' own size. Where rounding or the last step
stops short of it, a hundred times this still counts as converged."""

NEWTON = 1e-2
"""Nearly there: where the net pull is less than this part, Newton's steps beat reweighting."""

MAX_STEPS = 300


@dataclass(frozen=True, slots=True)
class Solution:
    """Coordinates (S, p), scale, mean loss, convergence and number of steps (S,)."""

    theta: Array
    scale: Array
    objective: Array
    converged: Mask
    n_iter: Index

    def take(self, rows: Index) -> "Solution":
        """The data sets numbered `rows`, in that order."""
        return Solution(
            self.theta[rows],
            self.scale[rows],
            self.objective[rows],
            self.converged[rows],
            self.n_iter[rows],
        )

    def at(self, stop: int) -> "Solution":
        """One data set, S = 1."""
        return self.take(np.array([stop]))

    def with_row(self, stop: int, one: "Solution") -> "Solution":
        """The same with one data set replaced."""
        here = np.arange(len(self.scale)) == stop
        return Solution(
            np.where(here[:, None], one.theta, self.theta),
            np.where(here, one.scale, self.scale),
            np.where(here, one.objective, self.objective),
            np.where(here, one.converged, self.converged),
            np.where(here, one.n_iter, self.n_iter),
        )


def joined(parts: Sequence[Solution]) -> Solution:
    """The data sets of several solutions, one after the other."""
    return Solution(
        np.concatenate([part.theta for part in parts]),
        np.concatenate([part.scale for part in parts]),
        np.concatenate([part.objective for part in parts]),
        np.concatenate([part.converged for part in parts]),
        np.concatenate([part.n_iter for part in parts]),
    )


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
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        ratio = np.where(u == 0, curvature, psi / u)
    return np.asarray(np.fmin(np.fmax(ratio, np.fmax(curvature, 0.0)), 1e15))


def solve(matrix: Array, right: Array) -> Array:
    """Solutions (S, p) of S small positive systems; a singular one moves only where it can."""
    size = np.abs(np.trace(matrix, axis1=-2, axis2=-1))
    return _solved(matrix, right, 1e-14 * size + 1e-300)


def _solved(matrix: Array, right: Array, ridge: Array) -> Array:
    """Solutions (S, p) with `ridge` (S,) on the diagonals.

    Two unknowns by Cramer's rule, in units in which no product under- or overflows: a library's
    call for each small system takes several times as long.
    """
    if matrix.shape[-1] != 2:
        matrix = matrix + ridge[:, None, None] * np.eye(matrix.shape[-1])
        return np.asarray(np.linalg.solve(matrix, right[..., None])[..., 0])
    a, b, c, d = matrix.reshape(-1, 4).T
    a, d = a + ridge, d + ridge
    unit = np.maximum(np.maximum(np.abs(a), np.abs(b)), np.maximum(np.abs(c), np.abs(d)))
    a, b, c, d, e, f = a / unit, b / unit, c / unit, d / unit, *(right / unit[:, None]).T
    determinant = a * d - b * c
    out = np.empty_like(right)
    out[:, 0] = (d * e - b * f) / determinant
    out[:, 1] = (a * f - c * e) / determinant
    return out


def net_pull(design: Design, psi: Array, ratio: Array, scale: Array) -> tuple[Array, Array]:
    """Sum of weight * psi * basis (S, p), and its size relative to the pulls it is made of.

    The relative size is 0 where the net pull is no more than the rounding of the residuals.
    """
    pulls = design.weight * psi
    net = design.project(pulls)
    length = np.linalg.norm(net, axis=-1)
    size = np.sqrt(np.einsum("sn,sn->s", pulls, pulls))
    largest = np.abs(design.y).max(axis=-1)
    rounding = 8 * np.finfo(float).eps * largest / scale
    slope = np.sqrt(design.weight.shape[-1]) * (design.weight * ratio).max(axis=-1)
    noise = length <= rounding * slope
    return net, np.where(noise, 0.0, length / np.where(size > 0, size, 1.0))


def pull_at(loss_at: LossAt, design: Design, theta: Array, scale: Array) -> tuple[Array, Array]:
    """Mean loss and relative net pull (S,) at given coordinates and scales."""
    u = design.residual(theta) / scale[:, None]
    psi = loss_at.psi(u)
    _net, relative = net_pull(design, psi, _ratio(psi, u, loss_at.curvature(u, 0.0)), scale)
    return mean_loss(loss_at, u, design.weight), relative


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
        ratio = _ratio(psi, u, curvature)
        net, relative[act] = net_pull(part, psi, ratio, s)
        going = relative[act] > TOLERANCE
        if not going.all():
            act = act[going]
            if not len(act):
                break
            part, loss, s = design.take(act), loss_rows(loss_at, act), scale[act]
            u, ratio, curvature, net = u[going], ratio[going], curvature[going], net[going]
        newton = convex | ((relative[act] < NEWTON) & ~locked[act])
        mix = np.where(newton, damping[act] if convex else 0.0, 1.0)[:, None]
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
        last = damping[refused] >= 1 if convex else ~newton[~good]
        shrink[refused] *= np.where(last, 0.25, 1.0)
        damping[refused] = np.minimum(1.0, np.maximum(1e-3, 10 * damping[refused]))
        locked[refused] = True
        if np.all(shrink[act] < 1e-12):
            break
    return Solution(theta, scale, objective, relative <= 100 * TOLERANCE, steps)


def _scale_slope(design: Design, residual: Array, scale: Array) -> Array:
    """Derivative (S, p) of the MAD in theta: that of the one or two residuals it is made of."""
    size = np.where(design.weight > 0, np.abs(residual), np.nan)
    middle = (scale * NORMAL_QUARTILE)[:, None]
    s = np.arange(len(size))
    low = np.where(size <= middle * (1 + 1e-15), size, -np.inf).argmax(axis=-1)
    high = np.where(size >= middle * (1 - 1e-15), size, np.inf).argmin(axis=-1)
    slope = np.zeros((len(size), design.n_theta))
    for row in (low, high):
        point = design.basis[row] if design.shared else design.basis[s, row]
        slope -= np.sign(residual[s, row])[:, None] * point
    return slope / (2 * NORMAL_QUARTILE)


def newton_with_mad(design: Design, curvature: Array, u: Array, net: Array, scale: Array) -> Array:
    """Newton step (S, p) for zero net pull when the scale follows the residuals."""
    bend = design.weight * np.nan_to_num(curvature, posinf=1e15)
    with_scale = design.project(bend * u)[:, :, None]
    slope = _scale_slope(design, u * scale[:, None], scale)[:, None, :]
    matrix = design.gram(bend) + with_scale * slope
    ridge = 1e-300 + 1e-14 * np.abs(matrix).max(axis=(-2, -1))
    return _solved(matrix, net, ridge) * scale[:, None]


def reweight_with_mad(loss_at: LossAt, design: Design, theta: Array) -> Solution:
    """Reweighted least squares with scale = MAD of the residuals, anew in every step.

    Ends where sum(weight * psi(r / scale) * basis) = 0 at that scale; that is no minimum of
    anything. Close to it Newton steps finish; one that does not help is taken back and not tried
    again. A MAD of 0 ends it too, unconverged, with scale 0 and objective NaN.
    """
    total = len(theta)
    theta = theta.copy()
    scale, relative = np.zeros(total), np.full(total, np.inf)
    before, instead = np.full(total, np.inf), theta.copy()
    tried, locked = np.zeros(total, dtype=bool), np.zeros(total, dtype=bool)
    steps = np.zeros(total, dtype=int)
    act, part, loss = np.arange(total), design, loss_at
    largest = np.abs(design.y).max(axis=-1)
    for step_number in range(2 * MAX_STEPS):
        residual = part.residual(theta[act])
        s = mad(residual, part.weight)
        flat = s <= 1e-13 * largest[act]
        scale[act] = np.where(flat, 0.0, s)
        s = np.where(flat, 1.0, s)
        u = residual / s[:, None]
        psi, curvature = loss.psi(u), loss.curvature(u, 0.0)
        ratio = _ratio(psi, u, curvature)
        net, relative[act] = net_pull(part, psi, ratio, s)
        relative[act[flat]] = np.inf
        going = (relative[act] > TOLERANCE) & (~flat | tried[act])
        if not going.all():
            act = act[going]
            if not len(act):
                break
            part, loss = design.take(act), loss_rows(loss_at, act)
            u, ratio, curvature = u[going], ratio[going], curvature[going]
            net, s = net[going], s[going]
        step = solve(part.gram(part.weight * ratio), net) * s[:, None]
        slow = theta[act] + (step if step_number < MAX_STEPS else 0.5 * step)  # ends a cycle
        worse = tried[act] & (relative[act] > 0.5 * before[act])
        locked[act[worse]] = True
        near = (relative[act] < NEWTON) & ~locked[act]
        quick = theta[act] + newton_with_mad(part, curvature, u, net, s) if near.any() else slow
        near &= np.all(np.isfinite(quick), axis=-1)
        new = np.where(near[:, None], quick, np.where(worse[:, None], instead[act], slow))
        instead[act], before[act], tried[act] = slow, relative[act], near
        theta[act] = new
        steps[act] += 1
    u = design.residual(theta) / np.where(scale > 0, scale, np.nan)[:, None]
    objective = np.where(scale > 0, mean_loss(loss_at, u, design.weight), np.nan)
    return Solution(theta, scale, objective, relative <= 100 * TOLERANCE, steps)
