"""Curves of equal height around the lowest place of a convex surface, found along rays from it.

As many places on every curve, whatever the data: so a curve can move under a hand.
"""

import numpy as np

from lossviz.numerics import Array

RAYS = 60


def rays(hessian: Array, n: int = RAYS) -> Array:
    """Directions (n + 1, 2), the first also the last, along which d' H d / 2 is 1.

    Those of an ellipse: evenly spread as it is seen, however long and thin it is. `hessian` (2, 2)
    is positive definite; LinAlgError where it is not.
    """
    turn = 2 * np.pi * np.arange(n + 1) / n
    circle = np.column_stack([np.cos(turn), np.sin(turn)])
    circle[-1] = circle[0]
    return np.asarray(np.sqrt(2.0) * circle @ np.linalg.inv(np.linalg.cholesky(hessian)))


def ellipses(lowest: Array, excess: Array, directions: Array) -> Array:
    """Curves (..., L, N, 2) of a quadratic bowl at heights `excess` (L,) above its lowest place.

    `lowest` (..., 2); `directions` (N, 2) are `rays` of its Hessian.
    """
    around = np.sqrt(excess)[:, None, None] * directions
    return np.asarray(lowest[..., None, None, :] + around)


def creased(x: Array, y: Array, lowest: Array, excess: Array, directions: Array) -> Array:
    """Curves (..., L, N, 2) of the mean of |y - a - b x| at `excess` (L,) > 0 above the lowest.

    x (n,), y (..., n), a minimiser `lowest` (..., 2), any `directions` (N, 2). Along a ray the
    height is convex and straight between the creases it crosses, so each place is exact.
    """
    n = len(x)
    steep = directions[:, :1] + directions[:, 1:] * x  # (N, n): how fast a ray changes each line
    miss = y - lowest[..., :1] - lowest[..., 1:] * x  # (..., n)
    with np.errstate(divide="ignore", invalid="ignore"):
        cross = miss[..., None, :] / steep
    # a crease behind, or one along the ray, is never crossed: its line only gets farther
    cross = np.where(np.isfinite(cross) & (cross > 0), cross, np.inf)
    order = np.argsort(cross, axis=-1)
    cross = np.take_along_axis(cross, order, axis=-1)
    turn = 2 * np.take_along_axis(np.broadcast_to(np.abs(steep), order.shape), order, axis=-1) / n
    ahead = np.isfinite(cross)
    slope_out = np.abs(steep).mean(axis=-1)  # beyond all creases
    total = np.where(ahead, turn, 0.0).sum(axis=-1)
    first = (slope_out - total)[..., None]
    slope = first + np.concatenate(
        [np.zeros_like(first), np.cumsum(np.where(ahead, turn, 0.0), axis=-1)], axis=-1
    )
    at = np.concatenate([np.zeros_like(first), np.where(ahead, cross, 0.0)], axis=-1)
    run = np.where(ahead, np.diff(np.maximum.accumulate(at, axis=-1), axis=-1), 0.0)
    height = np.concatenate(
        [np.zeros_like(first), np.cumsum(slope[..., :-1] * run, axis=-1)], axis=-1
    )
    # where nothing is crossed any more the last slope goes on
    reached = np.where(
        np.concatenate([np.ones_like(ahead[..., :1]), ahead], axis=-1), height, np.inf
    )
    piece = (reached[..., None, :] < excess[:, None]).sum(axis=-1) - 1  # (..., N, L)

    def at_piece(values: Array) -> Array:
        return np.take_along_axis(values, piece, axis=-1)

    far = at_piece(at) + (excess - at_piece(height)) / at_piece(slope)
    return np.asarray(lowest[..., None, None, :] + np.moveaxis(far, -1, -2)[..., None] * directions)
