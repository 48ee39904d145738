"""Where to start: least squares, absolute error, and lines through a few points only."""

import itertools

import numpy as np

from lossviz.fits import exact, quantile_lp
from lossviz.fits.closed_form import least_squares
from lossviz.fits.design import Design
from lossviz.numerics import Array

SEED = 20240229
ELEMENTAL = 30
"""Starts through as many randomly chosen rows as there are coefficients."""

SUBSAMPLE = 2000
"""Rows that the search for a high-breakdown start looks at."""


def least_absolute(design: Design) -> Array:
    """Coordinates (S, p) of one absolute-error fit to each data set."""
    half = np.full((len(design.y), 1), 0.5)
    if design.n_theta == 1:
        found = exact.constant(design.basis, design.y, design.weight, half)
    elif design.n_theta == 2:
        start = least_squares(design)
        found = exact.line(design.basis, design.y, design.weight, half, start)
    else:
        every = [
            quantile_lp.minimisers(
                design.basis if design.shared else design.basis[s],
                design.y[s],
                design.weight[s],
                0.5,
                np.eye(design.n_theta),
            )
            for s in range(len(design.y))
        ]
        fallback = least_squares(design)
        return np.array([fallback[s] if v is None else v[0] for s, v in enumerate(every)])
    return found.vertices[: len(design.y)]


def elemental(design: Design, count: int = ELEMENTAL) -> Array:
    """Coordinates (S, m, p) through p rows each: all choices if few, else `count` seeded ones."""
    n, p = design.y.shape[-1], design.n_theta
    if np.prod([float(n - i) for i in range(p)]) <= 2 * count:
        rows = np.array(list(itertools.combinations(range(n), p)))
    else:
        rng = np.random.default_rng(SEED)
        rows = np.array([rng.choice(n, size=p, replace=False) for _draw in range(4 * count)])
    points = design.basis[..., rows, :]  # (..., m, p, p)
    spread = np.linalg.svd(points, compute_uv=False)
    regular = spread[..., -1] > 1e-8 * spread[..., 0]
    if design.shared:
        points, regular = points[regular][:count], regular[regular][:count]
        rows = (
            rows[: len(points)]
            if len(rows) == len(points)
            else rows[spread[:, -1] > 1e-8 * spread[:, 0]][:count]
        )
        points = np.broadcast_to(points, (len(design.y), *points.shape))
        regular = np.broadcast_to(regular, points.shape[:2])
    else:
        rows, points, regular = rows[:count], points[:, :count], regular[:, :count]
    safe = np.where(regular[..., None, None], points, np.eye(p))
    theta = np.linalg.solve(safe, design.y[:, rows][..., None])[..., 0]
    return np.where(regular[..., None], theta, least_squares(design)[:, None, :])


def least_trimmed(design: Design, start: Array) -> Array:
    """Coordinates (S, p) of a least-trimmed-squares fit, found from starts (S, m, p).

    Concentration: fit the half of the rows with the smallest squared residuals, and again. Two
    rounds from every start, then the best one to the end (Rousseeuw and Van Driessen 2006).
    """
    total, m, p = start.shape
    weight = design.weight

    def round_(part: Design, theta: Array) -> tuple[Array, Array]:
        square = part.residual(theta) ** 2
        n = square.shape[-1]
        half = (n + p + 1) // 2
        limit = np.partition(square, half - 1, axis=-1)[:, half - 1 : half]
        inside = part.weight * (square <= limit)
        gram = part.gram(inside)
        ridge = 1e-12 * np.trace(gram, axis1=-2, axis2=-1)[:, None, None] * np.eye(
            p
        ) + 1e-300 * np.eye(p)
        right = part.project(inside * part.residual(theta))
        moved = theta + np.linalg.solve(gram + ridge, right[..., None])[..., 0]
        return moved, (inside * square).sum(axis=-1)

    every = design.take(np.repeat(np.arange(total), m))
    theta = start.reshape(total * m, p)
    for _round in range(2):
        theta, _cost = round_(every, theta)
    _theta, cost = round_(every, theta)
    best = cost.reshape(total, m).argmin(axis=-1)
    found = theta.reshape(total, m, p)[np.arange(total), best]
    del weight
    for _round in range(30):
        moved, _cost = round_(design, found)
        if np.allclose(moved, found, rtol=1e-10, atol=0):
            break
        found = moved
    return found


def thinned(design: Design) -> Design:
    """At most SUBSAMPLE rows of the design, seeded, in the same coordinates."""
    n = design.y.shape[-1]
    if n <= SUBSAMPLE:
        return design
    rows = np.random.default_rng(SEED).choice(n, size=SUBSAMPLE, replace=False)
    return Design(
        design.y[:, rows],
        design.weight[:, rows],
        design.basis[..., rows, :],
        design.triangle,
        design.centre,
        design.kept,
        design.free,
        design.intercept,
    )


def several(design: Design) -> Array:
    """Starts (S, m, p): least squares, absolute error, high-breakdown, elemental ones."""
    few = thinned(design)
    through = elemental(few, ELEMENTAL if design.n_theta <= 2 else 4 * ELEMENTAL)
    robust = least_trimmed(few, through)
    named = np.stack([least_squares(design), least_absolute(design), robust], axis=1)
    return np.concatenate([named, through[:, :ELEMENTAL]], axis=1)
