"""Where to start: least squares, absolute error, and lines through a few points only."""

import itertools

import numpy as np
from scipy import special

from lossviz.fits import exact, quantile_lp
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


def elemental(design: Design, count: int = ELEMENTAL) -> Array:
    """Coordinates (S, m, p) through p rows each: all choices if few, else `count` seeded ones.

    Rows that do not determine the coordinates give least squares.
    """
    n, p = design.y.shape[-1], design.n_theta
    if special.comb(n, p) <= count:
        rows = np.array(list(itertools.combinations(range(n), p)))
    else:
        rng = np.random.default_rng(SEED)
        rows = np.array([rng.choice(n, size=p, replace=False) for _draw in range(4 * count)])
    points = design.basis[..., rows, :]  # (m, p, p) or (S, m, p, p)
    spread = np.linalg.svd(points, compute_uv=False)
    regular = spread[..., -1] > 1e-8 * spread[..., 0]
    kept = np.flatnonzero(regular.reshape(-1, len(rows)).any(axis=0))[:count]
    points, regular = points[..., kept, :, :], regular[..., kept]
    safe = np.where(regular[..., None, None], points, np.eye(p))
    theta = np.linalg.solve(safe, design.y[:, rows[kept]][..., None])[..., 0]
    return np.asarray(np.where(regular[..., None], theta, least_squares(design)[:, None, :]))


def _concentrate(design: Design, theta: Array) -> tuple[Array, Array]:
    """Least squares to the half of the rows nearest to theta; their sum of squares before."""
    n, p = design.y.shape[-1], design.n_theta
    residual = design.residual(theta)
    half = (n + p + 1) // 2
    limit = np.partition(np.abs(residual), half - 1, axis=-1)[:, half - 1 : half]
    inside = design.weight * (np.abs(residual) <= limit)
    step = solve(design.gram(inside), design.project(inside * residual))
    return theta + step, (inside * residual**2).sum(axis=-1)


def least_trimmed(design: Design, start: Array) -> Array:
    """Coordinates (S, p) of a least-trimmed-squares fit, found from starts (S, m, p).

    Concentration steps: two from every start, then the best one to the end (Rousseeuw and Van
    Driessen 2006, "Computing LTS regression for large data sets").
    """
    total, m, p = start.shape
    every = design.take(np.repeat(np.arange(total), m))
    theta = start.reshape(total * m, p)
    for _step in range(2):
        theta, _cost = _concentrate(every, theta)
    _theta, cost = _concentrate(every, theta)
    best = cost.reshape(total, m).argmin(axis=-1)
    found: Array = theta.reshape(total, m, p)[np.arange(total), best]
    for _step in range(30):
        moved, _cost = _concentrate(design, found)
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
