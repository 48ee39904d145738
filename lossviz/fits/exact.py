"""Exact quantile fits with one or two coefficients, S data sets at once.

The loss is a polyhedral bowl: its vertices are the lines through two of the points. From a vertex
the loss falls along one of the edges that leave it or it falls nowhere, so the slopes along these
edges are both the way down and the certificate of the minimum, ties and all. Edges of slope zero
lead round the set of minimisers.
"""

from dataclasses import dataclass

import numpy as np

from lossviz.fits.arrays import Index, Mask
from lossviz.numerics import Array

MAX_STEPS = 1000


@dataclass(frozen=True, slots=True)
class Exact:
    """Vertices (V, p) of the sets of minimisers, the data set each belongs to, and the outcome."""

    vertices: Array
    owner: Index
    certified: Mask
    n_iter: Index


def _tilt(values: Array, tau: Array) -> Array:
    """Size of the loss's slope along a direction in which residuals change by -values."""
    return np.abs(values) * np.where(values > 0, tau, 1 - tau)


def _walk(
    residual: Array, change: Array, weight: Array, tau: Array, at_zero: Mask, *, far: bool
) -> tuple[Array, Index]:
    """Where along residual - t * change the loss is least: t (S,) and the row (S,) met there.

    Where it is least over an interval, its nearer end or its far one.
    """
    turn = weight * np.abs(change)
    met = turn > 0
    t = np.where(at_zero, 0.0, np.divide(residual, change, out=np.zeros_like(residual), where=met))
    t = np.where(met, t, np.inf)
    order = np.argsort(t, axis=-1)
    rise = np.cumsum(np.take_along_axis(turn, order, axis=-1), axis=-1)
    start = (weight * _tilt(change, tau)).sum(axis=-1, keepdims=True)
    slack = 1e-11 * rise[:, -1:]
    enough = rise > start + slack if far else rise >= start - slack
    row = np.take_along_axis(order, np.argmax(enough, axis=-1)[:, None], axis=-1)
    return np.take_along_axis(t, row, axis=-1)[:, 0], row[:, 0]


def constant(basis: Array, y: Array, weight: Array, tau: Array) -> Exact:
    """One coefficient: a weighted quantile of y / basis, both ends of its interval."""
    change = np.broadcast_to(basis[..., 0], y.shape)
    none = np.zeros(y.shape, dtype=bool)
    low, _row = _walk(y, change, weight, tau, none, far=False)
    high, _row = _walk(y, change, weight, tau, none, far=True)
    s = np.arange(len(y))
    wide = high > low
    return Exact(
        np.concatenate([low, high[wide]])[:, None],
        np.concatenate([s, s[wide]]),
        np.ones(len(y), dtype=bool),
        np.zeros(len(y), dtype=int),
    )


class _Plane:
    """Rows (S, n) of points a_i in the plane of two coefficients, sorted by angle.

    The kink of row i is the line a_i . theta = y_i, with direction (-a_i2, a_i1).
    """

    def __init__(self, basis: Array, y: Array, weight: Array, tau: Array) -> None:
        self.shared = basis.ndim == 2
        flip = (basis[..., 0] < 0) | ((basis[..., 0] == 0) & (basis[..., 1] < 0))
        order = np.argsort(
            np.arctan2(*np.moveaxis(np.where(flip[..., None], -basis, basis), -1, 0)[::-1]),
            axis=-1,
            kind="stable",
        )
        if self.shared:
            self.a, self.flip = basis[order][None], flip[order][None]
            self.y, self.weight = y[:, order], weight[:, order]
        else:
            self.a = np.take_along_axis(basis, order[..., None], axis=-2)
            self.flip = np.take_along_axis(flip, order, axis=-1)
            self.y = np.take_along_axis(y, order, axis=-1)
            self.weight = np.take_along_axis(weight, order, axis=-1)
        self.tau = tau
        self.size = np.abs(self.y).max(axis=-1, keepdims=True)
        self.live = (self.weight > 0) & np.any(self.a != 0, axis=-1)  # rows that have a kink

    def take(self, rows: Index) -> "_Plane":
        part = object.__new__(_Plane)
        part.shared = self.shared
        part.a = self.a if self.shared else self.a[rows]
        part.flip = self.flip if self.shared else self.flip[rows]
        for name in ("y", "weight", "tau", "size", "live"):
            setattr(part, name, getattr(self, name)[rows])
        return part

    def row(self, index: Index) -> Array:
        """Points (S, 2) of one row per data set."""
        return self.a[0, index] if self.shared else self.a[np.arange(len(index)), index]

    def dot(self, v: Array) -> Array:
        """a_i . v, (S, n)."""
        return np.asarray(self.a[..., 0] * v[:, :1] + self.a[..., 1] * v[:, 1:])

    def residual(self, theta: Array) -> tuple[Array, Mask]:
        """Residuals and which of them are zero up to rounding."""
        fitted = self.dot(theta)
        residual = self.y - fitted
        zero = np.abs(residual) <= 1e-11 * np.maximum(self.size, np.abs(fitted))
        return residual, zero & self.live

    def edges(self, residual: Array, zero: Mask) -> tuple[Array, Array]:
        """Slope of the loss along both directions of every row's kink, (S, 2n), and its scale.

        Infinite for rows whose residual is not zero: their kinks do not pass here.
        """
        pull = np.where(zero, 0.0, self.weight * np.where(residual > 0, self.tau, self.tau - 1))
        g1 = (pull * self.a[..., 0]).sum(axis=-1, keepdims=True)
        g2 = (pull * self.a[..., 1]).sum(axis=-1, keepdims=True)
        a1, a2 = self.a[..., 0], self.a[..., 1]
        along = g2 * a1 - g1 * a2  # g . v: what the other rows gain
        # rows of residual zero: a_j . v_i = a_i x a_j, whose sign is known from the angles' order
        w = np.where(zero, self.weight, 0.0)
        up = w * np.where(self.flip, 1 - self.tau, self.tau)
        down = w * np.where(self.flip, self.tau, 1 - self.tau)
        s = np.where(self.flip, -1.0, 1.0)
        e1, e2 = s * a1, s * a2

        def side(share: Array, later: bool) -> Array:
            c1, c2 = np.cumsum(share * e1, axis=-1), np.cumsum(share * e2, axis=-1)
            if later:
                c1, c2 = c1[:, -1:] - c1, c2[:, -1:] - c2
            return np.abs(e1 * c2 - e2 * c1)

        # along +v_i the residuals of later rows fall and those of earlier ones rise (if unflipped)
        forward = side(down, True) + side(up, False)
        backward = side(up, True) + side(down, False)
        forward, backward = (
            np.where(self.flip, backward, forward),
            np.where(self.flip, forward, backward),
        )
        length = np.hypot(a1, a2)
        slopes = np.concatenate([forward - along, backward + along], axis=-1)
        scale = np.concatenate([length, length], axis=-1) * np.hypot(
            (self.weight * np.abs(a1)).sum(axis=-1, keepdims=True),
            (self.weight * np.abs(a2)).sum(axis=-1, keepdims=True),
        )
        passes = np.concatenate([zero, zero], axis=-1)
        return np.where(passes, slopes, np.inf), scale

    def direction(self, edge: Index) -> Array:
        """Unit direction (S, 2) of edge numbers (S,) into the 2n of `edges`."""
        n = self.y.shape[-1]
        a = self.row(edge % n)
        v = np.stack([-a[:, 1], a[:, 0]], axis=-1) * np.where(edge < n, 1.0, -1.0)[:, None]
        return np.asarray(v / np.hypot(v[:, :1], v[:, 1:]))

    def meet(self, i: Index, j: Index) -> Array:
        """Theta (S, 2) at which the residuals of rows i and j are zero."""
        s = np.arange(len(i))
        p, q, yp, yq = self.row(i), self.row(j), self.y[s, i], self.y[s, j]
        det = p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0]
        return np.stack(
            [(yp * q[:, 1] - yq * p[:, 1]) / det, (p[:, 0] * yq - q[:, 0] * yp) / det], axis=-1
        )

    def step(self, theta: Array, i: Index, v: Array, *, far: bool) -> Array:
        """From theta on the kink of row i along v to where the loss is least."""
        residual, zero = self.residual(theta)
        change = self.dot(v)
        change = np.where(
            np.abs(change) <= 1e-13 * np.abs(change).max(-1, keepdims=True), 0, change
        )
        _t, j = _walk(residual, change, self.weight, self.tau, zero, far=far)
        return self.meet(i, j)


def line(basis: Array, y: Array, weight: Array, tau: Array, theta: Array) -> Exact:
    """Two coefficients, from any start theta (S, 2); tau (S, 1)."""
    whole = _Plane(basis, y, weight, tau)
    total, n = y.shape
    act, part = np.arange(total), whole
    # any point on the kink of the row that the start misses least
    pivot = np.where(part.live, np.abs(part.residual(theta)[0]), np.inf).argmin(axis=-1)
    a = part.row(pivot)
    gap = part.residual(theta)[0][act, pivot] / (a * a).sum(axis=-1)
    first = np.stack([-a[:, 1], a[:, 0]], axis=-1)
    theta = part.step(theta + gap[:, None] * a, pivot, first, far=False)
    certified, flat = np.zeros(total, dtype=bool), np.zeros(total, dtype=bool)
    steps = np.ones(total, dtype=int)
    for _step in range(MAX_STEPS):
        slopes, scale = part.edges(*part.residual(theta[act]))
        relative = slopes / scale
        edge = relative.argmin(axis=-1)
        least = relative[np.arange(len(act)), edge]
        going = least < -1e-11
        done = act[~going]
        certified[done], flat[done] = True, least[~going] <= 1e-11
        act = act[going]
        if not len(act):
            break
        part = whole.take(act)
        edge = edge[going]
        theta[act] = part.step(theta[act], edge % n, part.direction(edge), far=False)
        steps[act] += 1
    vertices, owner = [theta], [np.arange(total)]
    for corner, of in _round(whole, theta, np.flatnonzero(flat)):
        vertices.append(corner)
        owner.append(of)
    return Exact(np.concatenate(vertices), np.concatenate(owner), certified, steps)


def _round(whole: _Plane, theta: Array, act: Index) -> list[tuple[Array, Index]]:
    """The other vertices of each set of minimisers, one at a time: along edges of slope zero."""
    n = whole.y.shape[-1]
    found: list[tuple[Array, Index]] = []
    here, start = theta[act], theta[act]
    came = np.zeros((len(act), 2))
    for _step in range(MAX_STEPS):
        if not len(act):
            break
        part = whole.take(act)
        slopes, scale = part.edges(*part.residual(here))
        level = np.abs(slopes) <= 1e-11 * scale
        unit = np.stack([-part.a[..., 1], part.a[..., 0]], axis=-1)
        unit = unit / np.linalg.norm(unit, axis=-1, keepdims=True)
        v = np.concatenate([unit, -unit], axis=-2)
        cosine = (v * came[:, None, :]).sum(axis=-1)
        level &= cosine > -1 + 1e-12  # not back where we came from
        going = level.any(axis=-1)
        act, here, start, came = act[going], here[going], start[going], came[going]
        if not len(act):
            break
        part, edge = whole.take(act), level[going].argmax(axis=-1)
        came = part.direction(edge)
        here = part.step(here, edge % n, came, far=True)
        size = np.abs(here).max(axis=-1) + part.size[:, 0]
        new = np.abs(here - start).max(axis=-1) > 1e-9 * size
        act, here, start, came = act[new], here[new], start[new], came[new]
        if len(act):
            found.append((here, act))
    return found
