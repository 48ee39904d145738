"""The first reweighting steps from many starts at once, of which few remain: most come together."""

import numpy as np

from lossviz.core import LossAt
from lossviz.fits.arrays import Index, Mask, blocks
from lossviz.fits.design import Design
from lossviz.fits.irls import NEWTON, loss_rows, newton_with_mad, solve
from lossviz.fits.scale import mad
from lossviz.numerics import Array

STEPS = 8
"""At most; after each step, starts that have come together are followed as one."""

TOGETHER, TOGETHER_WITH_MAD = 0.2, 0.005
"""How near is together, as a part of the misfit at which the loss lets go: weights differ little.
A MAD may turn on one point, so there it is nearer."""


def approach(
    loss_at: LossAt, design: Design, first: Array, width: float | None
) -> tuple[Array, Index, Index]:
    """Coordinates (R, p) to which starts (S, m, p) lead, the data set (R,) of each, and its steps.

    The data sets are in ascending order. The steps are those that a descent would take until
    Newton's are better, without its looks at objective and curvature. With a MAD, starts that have
    got that far are together if Newton's next step leads them to one place; they stay where they
    are.
    """
    total, m, p = first.shape
    owner = np.repeat(np.arange(total), m)
    theta = first.reshape(total * m, p).copy()
    target, scale, far = theta.copy(), np.zeros(len(theta)), np.ones(len(theta), dtype=bool)
    steps = np.zeros(len(theta), dtype=int)
    near = (TOGETHER_WITH_MAD if width is None else TOGETHER) * _letting_go(loss_at)
    for _step in range(STEPS):
        moving = np.flatnonzero(far)
        for block in blocks(len(moving), design.y.shape[-1]):
            rows = moving[block]
            target[rows], scale[rows], far[rows] = _reweighted(
                loss_rows(loss_at, owner[rows]), design.take(owner[rows]), theta[rows], width
            )
        theta[far] = target[far]
        steps[far] += 1
        apart = _apart(target, owner, scale * (near[owner] if len(near) > 1 else near))
        theta, target, owner = theta[apart], target[apart], owner[apart]
        scale, far, steps = scale[apart], far[apart], steps[apart]
        if len(theta) == total or not far.any():
            break
    return theta, owner, steps


def _reweighted(
    loss_at: LossAt, design: Design, theta: Array, width: float | None
) -> tuple[Array, Array, Mask]:
    """Where one step leads (S, p), its scale (S,), and which start from afar.

    The others would next take a Newton step: with a MAD it leads to the place given, else theta is.
    """
    residual = design.residual(theta)
    if width is None:
        scale = mad(residual, design.weight)
        sized = scale > 1e-13 * np.abs(design.y).max(axis=-1)
    else:
        scale, sized = np.full(len(theta), width), np.ones(len(theta), dtype=bool)
    u = residual / np.where(sized, scale, 1.0)[:, None]
    psi = loss_at.psi(u)
    ratio = psi / u
    if not np.all(u):
        limit = np.minimum(loss_at.curvature(np.zeros((1, 1)), 0.0), 1e15)
        np.copyto(ratio, limit, where=u == 0)
    pull = design.weight * psi
    net = design.project(pull)
    size = np.sqrt(np.einsum("sn,sn->s", pull, pull))
    far = sized & (size > 0) & (np.linalg.norm(net, axis=-1) >= NEWTON * size)
    step = solve(design.gram(design.weight * ratio), net) * scale[:, None]
    target = np.where(far[:, None], theta + step, theta)
    if width is None:
        k = np.flatnonzero(sized & ~far)
        bend = loss_rows(loss_at, k).curvature(u[k], 0.0)
        target[k] += newton_with_mad(design.take(k), bend, u[k], net[k], scale[k])
    return target, scale, far


def _letting_go(loss_at: LossAt) -> Array:
    """The scaled misfit (S,) or (1,) at which a point's weight is half of 1 away from 1."""
    u = np.geomspace(1e-3, 1e3, 121)
    changed = np.abs(np.atleast_2d(loss_at.weight(u)) - 1.0) > 0.5
    return np.asarray(np.where(changed.any(axis=-1), u[changed.argmax(axis=-1)], u[-1]))


def _apart(theta: Array, owner: Index, near: Array) -> Mask:
    """Which rows to follow: of a data set's rows that lie together only one.

    Looks at neighbours in the order of the first coordinate. Two rows with a third in between are
    missed for now, which costs time and no minimum.
    """
    order = np.lexsort((theta[:, 0], owner))
    gap = np.abs(np.diff(theta[order], axis=0)).max(axis=-1)
    other = np.diff(owner[order]) > 0
    apart = np.ones(len(theta), dtype=bool)
    apart[order[1:]] = other | ~(gap <= near[order[1:]])
    return apart
