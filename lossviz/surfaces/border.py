"""Where a function of two numbers changes its sign, as pieces of straight line."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lossviz.numerics import Array

PIECES = 400
"""Pieces of a border, at most: two for each cell that it crosses."""
HALVINGS = 7  # of a side of a cell: to far below a pixel

At = Callable[[NDArray[np.intp], Array, Array], Array]
"""The function itself: values (m,) of the stops (m,) at x and y (m,)."""


def border(across: Array, up: Array, values: Array, at: At) -> tuple[Array, Array]:
    """The zero of values (..., n up, n across): x and y (..., 3 PIECES), a gap after each piece.

    `values` are those of `at` on the grid, all leading axes counted through as its stops. Each
    cell is cut into two triangles, and in a triangle the zero is a straight piece or none. Where
    it crosses a side is found by halving: a steep function is not flat between two places of the
    grid. Places beyond the last piece are NaN.
    """
    lead, flat = values.shape[:-2], values.reshape(-1, *values.shape[-2:])
    x, y = np.meshgrid(across, up)
    corners = [slice(None, -1), slice(1, None)]
    low, high = corners
    cells = (((low, low), (low, high), (high, low)), ((high, high), (low, high), (high, low)))

    def of(grid: Array) -> Array:
        """Corners (..., triangles, 3)."""
        found = [np.stack([grid[..., r, c] for r, c in three], axis=-1) for three in cells]
        return np.concatenate([f.reshape(*grid.shape[:-2], -1, 3) for f in found], axis=-2)

    px, py, above = of(x), of(y), of(flat) > 0
    count = above.sum(axis=-1)
    stop, triangle = np.nonzero((count == 1) | (count == 2))
    above = above[stop, triangle]
    # the corner that is alone on its side, and the two others
    alone = np.where(above.sum(axis=-1) == 1, above.argmax(axis=-1), above.argmin(axis=-1))
    rows = np.arange(len(alone))
    start = np.stack([px[triangle, alone], py[triangle, alone]])
    ends = []
    for turn in (1, 2):
        other = (alone + turn) % 3
        side = np.stack([px[triangle, other], py[triangle, other]]) - start
        share, step = np.full(len(rows), 0.5), 0.25
        for _halving in range(HALVINGS):
            same = (at(stop, *(start + share * side)) > 0) == above[rows, alone]
            share, step = share + np.where(same, step, -step), step / 2
        ends.append(start + share * side)
    number = rows - np.searchsorted(stop, stop)  # which piece of its stop
    kept = number < PIECES
    out = np.full((2, len(flat), PIECES, 3), np.nan)
    for end, places in enumerate(ends):
        for axis, place in enumerate(places):
            out[axis, stop[kept], number[kept], end] = place[kept]
    shape = (*lead, 3 * PIECES)
    return out[0].reshape(shape), out[1].reshape(shape)
