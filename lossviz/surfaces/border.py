"""Where a function of two numbers changes its sign, as pieces of straight line."""

import numpy as np

from lossviz.numerics import Array

PIECES = 400
"""Pieces of a border, at most: two for each cell that it crosses."""


def border(across: Array, up: Array, values: Array) -> tuple[Array, Array]:
    """The zero of values (..., n up, n across): x and y (..., 3 PIECES), a gap after each piece.

    Each cell is cut into two triangles; in a triangle the function is taken to be flat, so that
    its zero is a straight piece or none. Places beyond the last piece are NaN.
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

    f, px, py = of(flat), of(x), of(y)
    above = f > 0
    count = above.sum(axis=-1)
    stop, triangle = np.nonzero((count == 1) | (count == 2))
    f, above = f[stop, triangle], above[stop, triangle]
    # the corner that is alone on its side, and the two others
    alone = np.where(above.sum(axis=-1) == 1, above.argmax(axis=-1), above.argmin(axis=-1))
    rows = np.arange(len(alone))
    ends = []
    for other in ((alone + 1) % 3, (alone + 2) % 3):
        share = f[rows, alone] / (f[rows, alone] - f[rows, other])
        ends.append([
            p[triangle, alone] + share * (p[triangle, other] - p[triangle, alone])
            for p in (px, py)
        ])  # fmt: skip
    number = rows - np.searchsorted(stop, stop)  # which piece of its stop
    kept = number < PIECES
    out = np.full((2, len(flat), PIECES, 3), np.nan)
    for end, places in enumerate(ends):
        for axis, place in enumerate(places):
            out[axis, stop[kept], number[kept], end] = place[kept]
    shape = (*lead, 3 * PIECES)
    return out[0].reshape(shape), out[1].reshape(shape)
