"""Along the x of a data set: where the hand may stand, and what was observed nearest to it."""

import numpy as np
from numpy.typing import NDArray

from lossviz.lines import nice_step
from lossviz.numerics import Array, Interval
from lossviz.sweeps import PerStop, stops_between

GRID = 60
"""Steps of x between the observations: few enough that all observed x are stops as well."""
MOST_DECIMALS = 6


def x_range(x: Array) -> Interval:
    """Where the hand may go: from the smallest observed x to the largest."""
    return Interval(float(x.min()), float(x.max()))


def x_stops(x: Array, at: float) -> Array:
    """Every observed x, a grid between them, and `at`; ascending, each once."""
    observed = np.unique(x)
    low, high = float(observed[0]), float(observed[-1])
    step = nice_step((high - low) / (GRID / 20))
    grid = stops_between(low, high, step, at)
    near = np.abs(grid[:, None] - observed).min(axis=1) < 0.25 * step
    kept = grid[~near | (grid == at)]
    return np.unique(np.concatenate([observed, kept]))


def decimals_in(stops: Array) -> int:
    """As many decimals as the stops (S,) need, so that whole years are written as years."""
    exact = (
        d for d in range(MOST_DECIMALS)
        if np.allclose(np.round(stops, d), stops, rtol=0.0, atol=0.1**MOST_DECIMALS)
    )  # fmt: skip
    return next(exact, MOST_DECIMALS)


def rows_of_each(x: Array) -> tuple[Array, NDArray[np.intp]]:
    """The different x (u,) and which rows have each (u, m), -1 where there are fewer than m."""
    different, group, times = np.unique(x, return_inverse=True, return_counts=True)
    rows = np.full((len(different), int(times.max())), -1, dtype=np.intp)
    for k in range(len(different)):
        rows[k, : times[k]] = np.flatnonzero(group == k)
    return different, rows


def nearest(different: Array, place: PerStop) -> NDArray[np.intp]:
    """Index (...,) of the one of `different` (u,) that is nearest to `place` (...,)."""
    away = np.abs(different - np.asarray(place, dtype=np.float64)[..., None])
    return np.asarray(away.argmin(axis=-1))
