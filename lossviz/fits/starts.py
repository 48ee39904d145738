"""Where to start: least squares, absolute error, and lines through a few points only."""

import itertools
from functools import lru_cache

import numpy as np
from scipy import special

from lossviz.fits import exact, quantile_lp
from lossviz.fits.arrays import Index, blocks
from lossviz.fits.closed_form import least_squares
from lossviz.fits.design import Design
from lossviz.fits.irls import solve
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
        fallback = least_squares(design)
        for s in range(len(fallback)):
            one = design.only(s)
            corners = quantile_lp.minimisers(
                one.basis, one.y[0], one.weight[0], 0.5, np.empty((0, design.n_theta))
            )
            fallback[s] = fallback[s] if corners is None else corners[0]
        return fallback
    return found.vertices[: len(design.y)]


@lru_cache(maxsize=64)
def _choices(n: int, p: int, count: int) -> Index:
    """Choices (m, p) of p rows out of n: all if at most `count`, else seeded ones to pick from."""
    if special.comb(n, p) <= count:
        return np.array(list(itertools.combinations(range(n), p)))
    rng = np.random.default_rng(SEED)
    return np.array([rng.choice(n, size=p, replace=False) for _draw in range(4 * count)])


def elemental(design: Design, count: int = ELEMENTAL) -> Array:
    """Coordinates (S, m, p) through p rows each: all choices if few, else `count` seeded ones.

    Rows that do not determine the coordinates give least squares.
    """
    rows = _choices(design.y.shape[-1], design.n_theta, count)
    p = design.n_theta
    points = design.basis[..., rows, :]  # (m, p, p) or (S, m, p, p)
    spread = np.linalg.svd(points, compute_uv=False)
    regular = spread[..., -1] > 1e-8 * spread[..., 0]
    kept = np.flatnonzero(regular.reshape(-1, len(rows)).any(axis=0))[:count]
    points, regular = points[..., kept, :, :], regular[..., kept]
    safe = np.where(regular[..., None, None], points, np.eye(p))
    theta = np.linalg.solve(safe, design.y[:, rows[kept]][..., None])[..., 0]
    return np.asarray(np.where(regular[..., None], theta, least_squares(design)[:, None, :]))


def _nearest_half(design: Design, residual: Array) -> Array:
    """The weights (S, n) of the half of the rows with the smallest residuals, 0 for the others."""
    size = np.abs(residual)
    half = (size.shape[-1] + design.n_theta + 1) // 2
    limit = np.partition(size, half - 1, axis=-1)[:, half - 1 : half]
    return design.weight * (size <= limit)


def _concentrate(design: Design, theta: Array) -> Array:
    """Least squares to the half of the rows nearest to theta."""
    residual = design.residual(theta)
    inside = _nearest_half(design, residual)
    return theta + solve(design.gram(inside), design.project(inside * residual))


def _trimmed_cost(design: Design, theta: Array) -> Array:
    """The sum of squares (S,) of the half of the rows nearest to theta."""
    residual = design.residual(theta)
    return np.asarray((_nearest_half(design, residual) * residual**2).sum(axis=-1))


def least_trimmed(design: Design, start: Array) -> Array:
    """Coordinates (S, p) of a least-trimmed-squares fit, found from starts (S, m, p).

    Concentration steps: two from every start, then the best one to the end (Rousseeuw and Van
    Driessen 2006, "Computing LTS regression for large data sets").
    """
    total, m, p = start.shape
    owner = np.repeat(np.arange(total), m)
    theta, cost = start.reshape(total * m, p).copy(), np.empty(total * m)
    for rows in blocks(total * m, design.y.shape[-1]):
        part = design.take(owner[rows])
        theta[rows] = _concentrate(part, _concentrate(part, theta[rows]))
        cost[rows] = _trimmed_cost(part, theta[rows])
    best = cost.reshape(total, m).argmin(axis=-1)
    found: Array = theta.reshape(total, m, p)[np.arange(total), best]
    for _step in range(30):
        moved = _concentrate(design, found)
        if np.allclose(moved, found, rtol=1e-10, atol=0):
            break
        found = moved
    return found


def thinned(design: Design) -> Design:
    """At most SUBSAMPLE rows of the design, seeded, in the same coordinates."""
    n = design.y.shape[-1]
    if n <= SUBSAMPLE:
        return design
    return design.rows(np.random.default_rng(SEED).choice(n, size=SUBSAMPLE, replace=False))


def several(design: Design) -> Array:
    """Starts (S, m, p): least squares, absolute error, high-breakdown, elemental ones."""
    few = thinned(design)
    through = elemental(few, ELEMENTAL if design.n_theta <= 2 else 4 * ELEMENTAL)
    robust = least_trimmed(few, through)
    named = np.stack([least_squares(design), least_absolute(design), robust], axis=1)
    return np.concatenate([named, through[:, :ELEMENTAL]], axis=1)
