"""Where a surface is lowest within a room: one place, a set of places, or several basins."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

from lossviz.core import Form, Task
from lossviz.fits import fit_linear
from lossviz.numerics import Array
from lossviz.surfaces.height_map import HeightMap, Room
from lossviz.surfaces.mean_loss import MeanLoss, Surface

Indices = NDArray[np.intp]

FINE = 201
"""Places across of the grid whose hollows are followed: a basin may be narrow."""
ROUNDS = 200
APART = 2e-3  # of the room: two ends of a walk that are nearer are the same basin
LEVEL = 1e-6  # curvatures below this share of the largest one are none
ZERO = 1e-12  # of the room: a parameter that is nearer to 0 is 0 but for rounding
STILL = 1e-7  # slopes below this share of the largest curvature are none, in spans of the room


@dataclass(frozen=True, slots=True, eq=False)
class Minima:
    """The lowest places (V, 2), as (a, b), and the bottoms of other basins (K, 2), deepest first.

    V is 1 where the lowest place is one; more are the corners, in order, of the set of all that are
    as low. `height` is that of the lowest. V is 0 where the room has no lowest place within.
    """

    lowest: Array
    others: Array
    height: float

    @property
    def many(self) -> bool:
        """Whether there is a whole set of lowest places."""
        return len(self.lowest) > 1

    @property
    def basins(self) -> int:
        """How many bottoms there are; a set of lowest places is one."""
        return len(self.others) + (len(self.lowest) > 0)


def in_order(corners: Array) -> Array:
    """Corners (V, 2) of a convex set, in the order of a walk around it."""
    if len(corners) < 3:
        return corners
    span = np.ptp(corners, axis=0)
    across, up = ((corners - corners.mean(axis=0)) / np.where(span > 0, span, 1.0)).T
    return np.asarray(corners[np.argsort(np.arctan2(up, across))])


def minima(seen: HeightMap) -> Minima:
    """The minima of the surface of a mean loss in the room of its map.

    A convex loss of a linear model has one bottom, found by its own fit; for all others every
    hollow of the grid of the map is followed down to its bottom.
    """
    found, least = _minima(seen), ZERO * spans(seen.room)

    def cleared(places: Array) -> Array:
        return np.where(np.abs(places) < least, 0.0, places)

    return replace(found, lowest=cleared(found.lowest), others=cleared(found.others))


def _minima(seen: HeightMap) -> Minima:
    surface = seen.surface
    if isinstance(surface, MeanLoss) and surface.model.linear:
        facts, task = surface.loss_at.facts, surface.loss_at.loss.task
        if facts.convex and task is Task.REGRESSION:
            return _of_fit(surface)
        if facts.form is Form.PIECEWISE_LINEAR and task is Task.BINARY:
            return _of_hinge(surface)
    found = basins(seen)
    height = float(surface.mean(*found[0])) if len(found) else float(seen.heights.min())
    return Minima(found[:1], found[1:], height)


def _of_fit(surface: MeanLoss) -> Minima:
    fit = fit_linear(
        surface.loss_at, surface.x, surface.y, scale=surface.scale, sample_weight=surface.weight
    )
    corners = [one.coefficients for one in fit.alternatives] or [fit.coefficients]
    return Minima(in_order(np.array(corners)), np.empty((0, 2)), float(fit.objective))


def _of_hinge(surface: MeanLoss) -> Minima:
    """Of the mean of max(0, 1 - margin), whose kink is at margin 1: a linear programme.

    The corners of the set of its minimisers are looked for in eight directions; where it has no end
    in one, no corner is there.
    """
    n = len(surface.x)
    sign = 2 * surface.y - 1
    rows = -np.column_stack([sign, sign * surface.x, np.eye(n)])
    cost = np.concatenate([[0.0, 0.0], np.full(n, 1 / n)])
    bounds = [(None, None)] * 2 + [(0, None)] * n
    best = optimize.linprog(cost, A_ub=rows, b_ub=-np.ones(n), bounds=bounds)
    height, place = float(best.fun or 0.0), np.asarray(best.x, dtype=np.float64)[:2]
    limit = np.append(-np.ones(n), height + 1e-10)
    corners: list[Array] = []
    for angle in np.arange(8) * np.pi / 4:
        way = np.concatenate([[np.cos(angle), np.sin(angle)], np.zeros(n)])
        far = optimize.linprog(way, A_ub=np.vstack([rows, cost]), b_ub=limit, bounds=bounds)
        end = np.asarray(far.x, dtype=np.float64)[:2] if far.status == 0 else place
        if all(np.abs(end - one).max() > 1e-6 for one in corners):
            corners.append(end)
    return Minima(in_order(np.array(corners)), np.empty((0, 2)), height)


def hollows(heights: Array) -> tuple[Indices, Indices]:
    """Rows and columns of a grid (n, m) lower than both neighbours across and both up.

    Those at the corners do not count: in a narrow valley aslant to the grid a bottom between two
    places of the grid would be missed.
    """
    wall = np.pad(heights, 1, constant_values=np.inf)
    around = [wall[:-2, 1:-1], wall[2:, 1:-1], wall[1:-1, :-2], wall[1:-1, 2:]]
    rows, columns = np.nonzero(heights < np.min(around, axis=0))
    return rows, columns


def basins(seen: HeightMap) -> Array:
    """Bottoms (K, 2) of the basins of a smooth surface within its room, deepest first.

    A bottom is a place without slope from which it bends upwards in every direction.
    """
    fine = replace(seen, n=FINE)
    rows, columns = hollows(fine.heights)
    room = seen.room
    span = spans(room)
    ends = _down(seen.surface, np.column_stack([fine.a[columns], fine.b[rows]]), span)
    kept: list[Array] = []
    slopes, bends = _scaled(seen.surface, ends, span)
    values = np.linalg.eigvalsh(bends)
    top = values[:, -1]
    real = (values[:, 0] > LEVEL * top) & (np.linalg.norm(slopes, axis=-1) <= STILL * top)
    ends = ends[real]
    for end in ends[np.argsort(seen.surface.mean(ends[:, 0], ends[:, 1]), kind="stable")]:
        apart = all(np.abs((end - one) / span).max() > APART for one in kept)
        if apart and room.holds(*end.tolist()):
            kept.append(end)
    return np.array(kept).reshape(-1, 2)


def spans(room: Room) -> Array:
    """How much of each parameter is shown, (2,)."""
    return np.array([room.a.high - room.a.low, room.b.high - room.b.low])


def _scaled(surface: Surface, theta: Array, span: Array) -> tuple[Array, Array]:
    """Slopes and bends at theta (K, 2), the parameters counted in spans of the room."""
    a, b = theta.T
    return surface.gradient(a, b) * span, surface.hessian(a, b) * np.outer(span, span)


def _down(surface: Surface, theta: Array, span: Array) -> Array:
    """From each of theta (K, 2) to a bottom by damped Newton steps, all walks at once.

    A direction that bends downwards is walked as if it bent upwards as much; a step that does not
    go down is taken back and the next one is shorter.
    """
    height = surface.mean(theta[:, 0], theta[:, 1])
    damping = np.full(len(theta), 1e-3)
    for _round in range(ROUNDS):
        slopes, bends = _scaled(surface, theta, span)
        values, ways = np.linalg.eigh(bends)
        size = np.abs(values)
        size = size + (damping * np.maximum(size.max(axis=-1), 1e-300))[:, None]
        along = np.einsum("kji,kj->ki", ways, slopes) / size
        step = -np.einsum("kij,kj->ki", ways, along) * span
        tried = theta + step
        reached = surface.mean(tried[:, 0], tried[:, 1])
        lower = reached <= height
        theta = np.where(lower[:, None], tried, theta)
        height = np.where(lower, reached, height)
        damping = np.clip(np.where(lower, damping / 4, damping * 4), 1e-12, 1e6)
        if (np.abs(step / span).max(axis=-1, initial=0.0) < 1e-12).all():
            break
    return theta
