"""Which method fits which loss: the form and the facts decide, never the name."""

from dataclasses import dataclass, replace

import numpy as np

from lossviz.core import Facts, Form, Influence, LossAt
from lossviz.fits import exact, flat, irls, mad_root, quantile_lp, starts
from lossviz.fits.approach import approach
from lossviz.fits.arrays import Index, blocks
from lossviz.fits.closed_form import least_squares
from lossviz.fits.design import Design
from lossviz.fits.pinball import Pieces, pieces
from lossviz.fits.report import Others, final_scale, no_others, report, stack
from lossviz.fits.result import Fit
from lossviz.numerics import Array

Begin = str | Array | None
"""None, "ols", "lad", or coefficients (S, p)."""

SAME = 1e-6
"""Minima whose fitted values differ by less than this part of the spread of y are one."""

KEPT = 5
"""Minima found on a part of many rows that are followed on all of them."""


def solve(loss_at: LossAt, design: Design, width: float | None, begin: Begin) -> Fit:
    """A batch of fits, at a scale or (None) with the MAD; losses of one form form a group."""
    total = len(design.y)
    if not any(np.ndim(v) > 0 for v in loss_at.params.values()):
        return _group([loss_at] * total, loss_at, design, width, begin)
    alone = [scalar_loss(loss_at, s) for s in range(total)]
    kinds: dict[tuple[Form, bool, Influence, int], list[int]] = {}
    for s, at in enumerate(alone):
        kinds.setdefault(_kind(at.facts), []).append(s)
    if len(kinds) == 1:
        return _group(alone, loss_at, design, width, begin)
    fits: dict[int, Fit] = {}
    for members in kinds.values():
        rows = np.array(members)
        fit = _group(
            [alone[s] for s in members],
            irls.loss_rows(loss_at, rows),
            design.take(rows),
            width,
            begin[rows] if isinstance(begin, np.ndarray) else begin,
        )
        fits.update({s: fit.at(k) for k, s in enumerate(members)})
    return stack([fits[s] for s in range(total)])


def _kind(facts: Facts) -> tuple[Form, bool, Influence, int]:
    return facts.form, facts.convex, facts.influence, len(facts.kinks)


def scalar_loss(loss_at: LossAt, stop: int) -> LossAt:
    """The loss of one data set, its parameters as numbers."""
    return LossAt(
        loss_at.loss,
        {
            key: float(np.ravel(v)[stop if np.size(v) > 1 else 0]) if np.ndim(v) > 0 else v
            for key, v in loss_at.params.items()
        },
    )


def _group(
    alone: list[LossAt], loss_at: LossAt, design: Design, width: float | None, begin: Begin
) -> Fit:
    """Data sets whose losses `alone` have one form; `loss_at` is all of them at once."""
    facts = alone[0].facts
    if facts.form is Form.QUADRATIC and _is_parabola(loss_at):
        return _quadratic(loss_at, design, width)
    if facts.form is Form.PIECEWISE_LINEAR and facts.convex:
        one = all(a is alone[0] for a in alone)
        shapes = [pieces(a) for a in (alone[:1] if one else alone)]
        found = [p for p in shapes if p is not None]
        if len(found) == len(shapes):
            return _straight(loss_at, found * (len(alone) // len(found)), design, width)
    if facts.convex:
        return _curved(alone, loss_at, design, width, begin)
    return _several(loss_at, design, width, begin)


# --- straight to the answer -------------------------------------------------------------------


def _is_parabola(loss_at: LossAt) -> bool:
    """Whether the pull is what the form claims: a rising straight line through 0."""
    at = np.array([-2.0, -1.0, 0.0, 1.0, 3.0])
    pull = loss_at.psi(at)
    unit = pull[..., 3:4]
    return bool(np.all(unit > 0) and np.allclose(pull / unit, at, rtol=1e-9, atol=1e-12))


def _quadratic(loss_at: LossAt, design: Design, width: float | None) -> Fit:
    theta = least_squares(design)
    total = len(theta)
    return report(
        loss_at,
        design,
        theta,
        final_scale(design, theta, width),
        np.ones(total, dtype=bool),
        np.zeros(total, dtype=int),
        no_others(design),
    )


def _straight(loss_at: LossAt, shape: list[Pieces], design: Design, width: float | None) -> Fit:
    """A quantile fit to one copy of the rows per kink, a kink at 0 needing no copy."""
    total, n = design.y.shape
    kinks, jumps = np.array([p.kinks for p in shape]), np.array([p.jumps for p in shape])
    tau = np.array([[p.tau] for p in shape])
    m = kinks.shape[1]
    scale = np.full(total, 1.0 if width is None else width)
    for _round in range(50 if np.any(kinks) else 1):  # kinks move with a MAD, so again
        copies = design.of(
            (design.y[:, None, :] - scale[:, None, None] * kinks[..., None]).reshape(total, m * n),
            (design.weight[:, None, :] * jumps[..., None]).reshape(total, m * n),
            m,
        )
        found = _vertices(copies, tau)
        count = np.bincount(found.owner, minlength=total)
        theta = np.zeros((total, design.n_theta))
        np.add.at(theta, found.owner, found.vertices)
        theta /= count[:, None]
        before, scale = scale, final_scale(design, theta, width)
        settled = np.abs(scale - before) <= 1e-10 * before
        if settled.all():
            break
    several = np.flatnonzero(count[found.owner] > 1)
    several = several[np.argsort(found.owner[several], kind="stable")]
    owner = found.owner[several]
    return report(
        loss_at,
        design,
        theta,
        scale,
        found.certified & (settled | ~np.any(kinks)),
        found.n_iter,
        Others(found.vertices[several], scale[owner], owner, tied=True),
    )


def _vertices(design: Design, tau: Array) -> exact.Exact:
    """Exact quantile fits: the line search, the edge walk, or linear programs."""
    if design.n_theta == 1:
        return exact.constant(design.basis, design.y, design.weight, tau)
    total = len(design.y)
    if design.n_theta == 2:
        found = exact.line(design.basis, design.y, design.weight, tau, least_squares(design))
        if found.certified.all():
            return found
    corners, owner, certified = [], [], np.ones(total, dtype=bool)
    for s in range(total):
        one = design.only(s)
        own = quantile_lp.minimisers(
            one.basis, one.y[0], one.weight[0], float(tau[s, 0]), one.directions
        )
        certified[s] = own is not None
        corners.append(least_squares(one) if own is None else own)
        owner.append(np.full(len(corners[-1]), s))
    steps = np.zeros(total, dtype=int)
    return exact.Exact(np.concatenate(corners), np.concatenate(owner), certified, steps)


# --- step by step -----------------------------------------------------------------------------


def _first(design: Design, begin: Begin) -> Array:
    """The start that was asked for, as coordinates; least squares where none was."""
    if isinstance(begin, np.ndarray):
        return design.to_theta(begin)
    return starts.least_absolute(design) if begin == "lad" else least_squares(design)


def _from(
    loss_at: LossAt, design: Design, theta: Array, width: float | None, *, convex: bool
) -> irls.Solution:
    if width is None:
        return irls.reweight_with_mad(loss_at, design, theta)
    return irls.descend(loss_at, design, theta, np.asarray(width), convex=convex)


def _one(
    loss_at: LossAt, design: Design, found: irls.Solution, others: Others | None = None
) -> Fit:
    return report(
        loss_at,
        design,
        found.theta,
        found.scale,
        found.converged,
        found.n_iter,
        no_others(design) if others is None else others,
    )


def _curved(
    alone: list[LossAt], loss_at: LossAt, design: Design, width: float | None, begin: Begin
) -> Fit:
    """One start, one set of minimisers, which is more than a point where no row bends the loss."""
    found = _from(loss_at, design, _first(design, begin), width, convex=True)
    for s in map(int, np.flatnonzero(~found.converged & (found.scale > 0))):
        if width is None:
            one = mad_root.settle(alone[s], design.only(s), found.at(s))
            found = found.with_row(s, one)
    level = found.converged & flat.may_be_flat(loss_at, design, found.theta, found.scale)
    if width is None or not level.any():
        return _one(loss_at, design, found)
    theta = found.theta.copy()
    corners: list[Array] = []
    owner: list[int] = []
    for s in map(int, np.flatnonzero(level)):
        points = flat.minimisers(alone[s], design.only(s), theta[s : s + 1], float(found.scale[s]))
        if len(points) > 1:
            theta[s] = points.mean(axis=0)
            corners.extend(points)
            owner.extend([s] * len(points))
    if not owner:
        return _one(loss_at, design, found)
    of = np.array(owner)
    middle = irls.Solution(theta, found.scale, found.objective, found.converged, found.n_iter)
    return _one(loss_at, design, middle, Others(np.array(corners), found.scale[of], of, tied=True))


def _several(loss_at: LossAt, design: Design, width: float | None, begin: Begin) -> Fit:
    """Several starts, the best of the minima they lead to; the others are alternatives.

    Objectives do not compare between scales, so with the MAD the smallest scale wins.
    """
    if begin is not None:
        found = _from(loss_at, design, _first(design, begin), width, convex=False)
        return _one(loss_at, design, found)
    few = starts.thinned(design)
    first = starts.several(design)
    if few is not design:
        first = _best(_from_each(loss_at, few, first, width))
    each = _from_each(loss_at, design, first, width)
    best = each.solution.take(each.order[:, 0])
    return _one(loss_at, design, best, _distinct(loss_at, design, each))


@dataclass(frozen=True, slots=True)
class _Found:
    """What several starts lead to.

    R solutions, what they are ranked by (R,), infinite where nothing was found, and the numbers of
    each data set's solutions (S, m), lowest rank first, -1 after the last.
    """

    solution: irls.Solution
    rank: Array
    order: Index


def _from_each(loss_at: LossAt, design: Design, first: Array, width: float | None) -> _Found:
    """The solutions that starts (S, m, p) lead to."""
    theta, owner, steps = approach(loss_at, design, first, width)
    found = irls.joined(
        [
            _from(
                irls.loss_rows(loss_at, owner[rows]),
                design.take(owner[rows]),
                theta[rows],
                width,
                convex=False,
            )
            for rows in blocks(len(theta), design.y.shape[-1])
        ]
    )
    found = replace(found, n_iter=found.n_iter + steps)
    rank = found.scale if width is None else found.objective
    rank = np.where(found.converged & np.isfinite(rank), rank, np.inf)
    count = np.bincount(owner, minlength=len(first))
    order = np.full((len(first), count.max()), -1)
    order[np.arange(count.max()) < count[:, None]] = np.lexsort((rank, owner))
    return _Found(found, rank, order)


def _best(found: _Found) -> Array:
    """Starts (S, m, p) for all rows: the different minima found on some of them, best first."""
    kept = []
    for order in found.order:
        rows = order[order >= 0]
        rank = found.rank[rows]
        levels, which = np.unique(np.round(rank / (rank[0] or 1.0), 6), return_index=True)
        which = which[np.isfinite(levels)][:KEPT] if np.isfinite(rank[0]) else which[:1]
        kept.append(rows[which])
    count = max(map(len, kept))
    return np.array([found.solution.theta[np.resize(rows, count)] for rows in kept])


def _distinct(loss_at: LossAt, design: Design, found: _Found) -> Others:
    """The minima that differ from the best and from each other, best first.

    A plateau, where no row pulls, is no minimum.
    """
    order = found.order
    n = design.y.shape[-1]
    near = SAME * np.sqrt(n) * np.maximum(np.ptp(design.y, axis=-1), 1e-300)
    theta = found.solution.theta[order]  # (S, m, p)
    fresh = (order >= 0) & np.isfinite(found.rank[order])
    for j in range(1, order.shape[1]):  # everything near a better one is the same minimum
        gap = np.abs(theta[:, :j] - theta[:, j : j + 1]).max(axis=-1)
        fresh[:, j] &= ~np.any(fresh[:, :j] & (gap <= near[:, None]), axis=-1)
    fresh[:, 0] = False
    owner = np.flatnonzero(fresh) // order.shape[1]
    at = found.solution.take(order[fresh])
    if len(owner):
        part, loss = design.take(owner), irls.loss_rows(loss_at, owner)
        u = part.residual(at.theta) / np.where(at.scale > 0, at.scale, 1.0)[:, None]
        bend = np.linalg.eigvalsh(part.gram(part.weight * loss.curvature(u, 0.0)))
        bowl = bend[:, 0] > 1e-9 * np.abs(bend).max(axis=-1)
        at, owner = at.take(np.flatnonzero(bowl)), owner[bowl]
    return Others(at.theta, at.scale, owner, tied=False)
