"""The columns of X made comparable, so that solvers and tolerances need not know their units."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import linalg

from lossviz.numerics import NON_NEGATIVE, REAL, Array, as_float, require_in, require_same_shape

DEPENDENT = 1e-11  # smallest part of a standardised column that the others must leave unexplained


@dataclass(frozen=True, slots=True)
class Columns:
    """Standardised design `matrix` (n, p), a first column of ones included if `intercept`.

    `centre` and `scale` (k,) are in the caller's units; p = k + 1 with an intercept, else k.
    """

    matrix: Array
    centre: Array
    scale: Array
    intercept: bool

    def in_units(self, theta: Array) -> Array:
        """Coefficients (..., p) of `matrix` as coefficients of the caller's columns."""
        if not self.intercept:
            return theta / self.scale
        slopes = theta[..., 1:] / self.scale
        first = theta[..., :1] - (slopes * self.centre).sum(axis=-1, keepdims=True)
        return np.concatenate([first, slopes], axis=-1)

    def standardised(self, coefficients: Array) -> Array:
        """The reverse of `in_units`."""
        if not self.intercept:
            return coefficients * self.scale
        slopes = coefficients[..., 1:]
        first = coefficients[..., :1] + (slopes * self.centre).sum(axis=-1, keepdims=True)
        return np.concatenate([first, slopes * self.scale], axis=-1)

    def ridge(self, l2: float) -> Array:
        """Penalty factors (p,) with which (1/2) sum(ridge * theta^2) is (l2/2) |w|^2."""
        slopes = l2 / self.scale**2
        return np.concatenate([[0.0], slopes]) if self.intercept else slopes

    def dependent(self) -> int | None:
        """Index of a column of `matrix` that the others (nearly) reproduce, None if there is none.

        The index counts the intercept, which is never the one named unless it is alone.
        """
        n, p = self.matrix.shape
        norms = np.sqrt((self.matrix**2).sum(axis=0))
        if not np.all(norms > 0):
            return int(np.argmin(norms))
        _, r, pivots = linalg.qr(self.matrix / norms, mode="economic", pivoting=True)
        if n < p:
            return int(pivots[n])
        small = np.flatnonzero(np.abs(np.diag(r)) < DEPENDENT)
        return int(max(pivots[small[0] :])) if small.size else None


def as_rows(X: ArrayLike, n: int) -> Array:
    """X as (n, k), a single column (n,) included; ValueError for other shapes, NaN and inf."""
    x = as_float(X, "X")
    if x.ndim == 1:
        x = x[:, None]
    if x.ndim != 2:
        raise ValueError(f"X must have shape (n, k), got {x.shape}")
    if len(x) != n:
        raise ValueError(f"X has {len(x)} rows and y has {n}; they must be equal")
    require_in(x, REAL, "X", nan_ok=False)
    return x


def as_weights(sample_weight: ArrayLike | None, n: int) -> Array:
    """Weights (n,), ones for None; ValueError if one is negative or NaN, or all are zero."""
    if n == 0:
        raise ValueError("a fit needs at least one observation, got none")
    if sample_weight is None:
        return np.ones(n)
    weight = as_float(sample_weight, "sample_weight")
    require_same_shape(weight, np.empty(n), ("sample_weight", "the observations"))
    require_in(weight, NON_NEGATIVE, "sample_weight", nan_ok=False)
    if not weight.any():
        raise ValueError("sample_weight must not sum to zero")
    return weight


def columns(x: Array, weight: Array, *, intercept: bool) -> Columns:
    """Centre (with an intercept) and scale the columns of x (n, k) to weighted variance one.

    A column without any spread keeps scale 1 and becomes zero.
    """
    share = weight / weight.sum()
    peak = np.abs(x).max(axis=0, initial=0.0)
    peak = np.where(peak > 0, peak, 1.0)
    unit = x / peak  # so that no square overflows
    constant = np.ptp(unit, axis=0) == 0
    middle = np.where(constant, unit[0], share @ unit) if intercept else np.zeros(x.shape[1])
    spread = np.sqrt(share @ (unit - middle) ** 2)
    spread = np.where(spread > 0, spread, 1.0)
    matrix = (unit - middle) / spread
    if intercept:
        matrix = np.column_stack([np.ones(len(x)), matrix])
    return Columns(matrix, middle * peak, spread * peak, intercept)


def require_independent(design: Columns, *, remedy: str) -> None:
    """ValueError that names a column which the others reproduce: no fit is then unique."""
    index = design.dependent()
    if index is None:
        return
    column = index - 1 if design.intercept else index
    name = "the intercept" if column < 0 else f"column {column} of X"
    if column >= 0 and not np.any(design.matrix[:, index]):
        why = "constant, as the intercept is" if design.intercept else "zero everywhere"
    elif len(design.matrix) < design.matrix.shape[1]:
        why = f"one too many for {len(design.matrix)} rows"
    else:
        why = "a linear combination of the others"
    raise ValueError(
        f"the columns of X must be linearly independent, got {name}, which is {why};"
        f" infinitely many coefficients fit equally well: {remedy}"
    )
