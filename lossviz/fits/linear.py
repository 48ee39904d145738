"""Lines and planes: the coefficients that minimise the mean of a regression loss."""

from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from lossviz.core import LossAt
from lossviz.fits.design import Data, Design, build, check_data
from lossviz.fits.report import loss_weights, stack
from lossviz.fits.result import Fit
from lossviz.fits.solve import Begin, scalar_loss, solve
from lossviz.numerics import as_float

Scale = float | Literal["mad"] | None
Start = Literal["ols", "lad"] | ArrayLike | None


def fit_linear(
    loss_at: LossAt,
    X: ArrayLike,
    y: ArrayLike,
    scale: Scale = None,
    start: Start = None,
    sample_weight: ArrayLike | None = None,
    intercept: bool = True,
) -> Fit:
    """Minimise the (weighted) mean of the loss of (y - prediction) / scale.

    X (n, k) without a column of ones, or (n,) for a line; y (n,). Coefficients (k+1,), intercept
    first, or (k,) with `intercept=False`. Weights count rows: 2 is the row twice, 0 is no row.

    scale : None is 1; a number in units of y; "mad" is median(|r|) / 0.6745 of the residuals,
        estimated anew until pull and scale agree (the residuals about 0, not about their median).
    start : for losses that are not convex, and for "mad", the answer may depend on where one
        starts. None tries several (least squares, absolute error, least trimmed squares and lines
        through random rows; seeded) and keeps the lowest objective, or with "mad", where
        objectives do not compare, the smallest scale. A convex loss starts at least squares.
        "ols", "lad" or coefficients: only that one.

    A batch solves S fits in one call. y (S, n) is a batch, with X shared, (n,) or (n, k), or of
    its own for each, (S, n) or (S, n, k): a two-dimensional X of the shape of y is one x per data
    set. So is a loss with parameters of shape (S, 1). Results have a leading axis S, and
    `sample_weight` may be (n,) or (S, n).

    Columns that depend on earlier ones (a constant x, too few rows) get coefficient 0; `message`
    says so and the range of every coefficient that could be anything is -inf to inf.

    ValueError for a loss that is not a regression loss, for empty or unequal data, NaN or infinite
    values, a scale that is not positive, an unknown scale or start. No exception where a fit does
    not converge: see `converged` and `message`.
    """
    return fit(loss_at, check_data(loss_at, X, y, sample_weight), scale, start, intercept)


def fit(loss_at: LossAt, data: Data, scale: Scale, start: Start, intercept: bool) -> Fit:
    """`fit_linear` for checked data; what is left to check are scale and start."""
    width = _check_scale(scale)
    n_coefficients = data.columns.shape[-1] + intercept
    if n_coefficients == 0:
        raise ValueError("nothing to fit: X has no columns and intercept is False")
    begin = _check_start(start, n_coefficients, len(data.y))
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        if not data.batch:
            return _single(loss_at, data, width, begin, intercept)
        design = _regular(data, intercept)
        if design is not None:
            return solve(loss_at, design, width, begin)
        # some data set does not determine its line: one by one
        singles = []
        for s in range(len(data.y)):
            own = begin[s : s + 1] if isinstance(begin, np.ndarray) else begin
            singles.append(_single(scalar_loss(loss_at, s), _only(data, s), width, own, intercept))
        return stack(singles)


def _check_scale(scale: Scale) -> float | None:
    """A positive number, or None for "mad"."""
    if scale is None:
        return 1.0
    if isinstance(scale, str):
        if scale != "mad":
            raise ValueError(f'scale must be None, a positive number or "mad", got {scale!r}')
        return None
    width = as_float(scale, "scale")
    if width.ndim > 0 or not 0 < width < np.inf:
        raise ValueError(f'scale must be None, a positive number or "mad", got {scale}')
    return float(width)


def _check_start(start: Start, n_coefficients: int, total: int) -> Begin:
    """A known name, None, or coefficients (S, p)."""
    if start is None or (isinstance(start, str) and start in {"ols", "lad"}):
        return None if start is None else str(start)
    if isinstance(start, str):
        raise ValueError(f'start must be None, "ols", "lad" or coefficients, got {start!r}')
    given = as_float(start, "start")
    if given.shape not in {(n_coefficients,), (total, n_coefficients)}:
        raise ValueError(f"start must have shape ({n_coefficients},), got {given.shape}")
    if not np.all(np.isfinite(given)):
        raise ValueError("start must be finite numbers")
    return np.broadcast_to(given, (total, n_coefficients))


def _only(data: Data, s: int) -> Data:
    rows = slice(s, s + 1)
    columns = data.columns[s] if data.columns.ndim == 3 else data.columns
    return Data(data.y[rows], columns, data.weight[rows], batch=False)


def _regular(data: Data, intercept: bool) -> Design | None:
    """The design of a batch, or None where a data set does not determine its coefficients."""
    try:
        design = build(data.y, data.weight, data.columns, intercept)
    except ValueError:
        return None
    if np.all(data.weight > 0):
        return None if design.free.any() else design
    gram = design.gram(np.where(data.weight > 0, 1.0, 0.0))
    return None if np.linalg.eigvalsh(gram)[:, 0].min() < 1e-9 else design


def _single(loss_at: LossAt, data: Data, width: float | None, begin: Begin, intercept: bool) -> Fit:
    """One fit, to the rows of positive weight; then the weights of all rows."""
    used = data.weight[0] > 0
    columns = data.columns
    design = build(data.y[:, used], data.weight[:, used], columns[used], intercept)
    found = solve(loss_at, design, width, begin).at(0)
    if used.all():
        return found
    x = np.column_stack([np.ones(len(columns)), columns]) if intercept else columns
    residual = (data.y[0] - x @ found.coefficients)[None, ~used]
    weights = np.empty(len(used))
    weights[used] = found.weights
    weights[~used] = loss_weights(loss_at, residual, np.array([found.scale]))[0]
    return replace(found, weights=weights)
