"""Which rows steer a least-squares line, and what any fit would be without them."""

import numpy as np
from numpy.typing import ArrayLike

from lossviz.core import LossAt
from lossviz.fits.design import build
from lossviz.fits.linear import Scale, Start, fit_linear
from lossviz.fits.result import Fit
from lossviz.numerics import Array, as_float


def _matrix(X: ArrayLike) -> Array:
    x = as_float(X, "X")
    if x.ndim not in (1, 2) or x.size == 0 or not np.all(np.isfinite(x)):
        raise ValueError(f"X must be finite numbers of shape (n,) or (n, k), got {x.shape}")
    return x[:, None] if x.ndim == 1 else x


def leverage(X: ArrayLike) -> Array:
    """Leverage (n,) of each row of X, (n,) or (n, k) without a column of ones: in [1/n, 1].

    How much of a change in a row's y its own least-squares prediction follows. They sum to the
    number of coefficients.
    """
    x = _matrix(X)
    ones = np.ones((1, len(x)))
    basis = build(ones, ones, x, intercept=True).basis
    return np.asarray((basis * basis).sum(axis=-1))


def cooks_distance(X: ArrayLike, y: ArrayLike) -> Array:
    """Cook's distance (n,) of each row from the least-squares fit (Cook 1977, eq. (5)).

    How far all predictions move when the row is left out, in units of p s^2 with s^2 =
    SSE / (n - p). NaN for a row of leverage 1, without which there is no fit, and where n = p.
    """
    x = _matrix(X)
    truth = as_float(y, "y")
    if truth.shape != (len(x),):
        raise ValueError(f"y must have shape ({len(x)},) as X has rows, got {truth.shape}")
    design = build(truth[None], np.ones((1, len(x))), x, intercept=True)
    residual = design.residual(design.project(design.y))[0]
    pull = leverage(x)
    n, p = len(x), design.n_theta
    room = np.where(pull < 1 - 1e-12, 1 - pull, np.nan)
    variance = (residual @ residual) / (n - p) if n > p else np.nan
    return np.asarray(residual**2 / (p * (variance or np.nan)) * pull / room**2)


def leave_one_out(
    loss_at: LossAt, X: ArrayLike, y: ArrayLike, scale: Scale = None, start: Start = None
) -> Fit:
    """A batch of n fits, number i without row i (see `fit_linear`)."""
    truth = as_float(y, "y")
    if truth.ndim != 1 or len(truth) < 2:
        raise ValueError(f"y must have shape (n,) with n at least 2, got {truth.shape}")
    n = len(truth)
    others = 1.0 - np.eye(n)
    x = _matrix(X)
    own = np.broadcast_to(x, (n, *x.shape))  # one X per fit says for sure that this is a batch
    shared = x if x.shape != (n, n) else own
    return fit_linear(loss_at, shared, np.broadcast_to(truth, (n, n)), scale, start, others)
