"""The data of a fit, checked once, and the columns of X turned into a well-conditioned basis.

Every solver works with S data sets at once (S = 1 for a single fit) in coordinates `theta` of an
orthonormal basis: y (S, n), weight (S, n), basis (n, p) shared or (S, n, p).
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from lossviz.core import LossAt, Task
from lossviz.fits.arrays import Index, Mask
from lossviz.numerics import NON_NEGATIVE, Array, as_float, require_in

DEPENDENT = 1e-12
"""A column counts as dependent on those before it when less than this part of it is new."""


@lru_cache(maxsize=16)
def _place_in_triangle(p: int) -> Index:
    """Where the entries of a symmetric (p, p) matrix stand in its upper triangle row by row."""
    place = np.zeros((p, p), dtype=int)
    i, j = np.triu_indices(p)
    place[i, j] = place[j, i] = np.arange(len(i))
    return place


@dataclass(frozen=True)
class Design:
    """Residuals are y - basis @ theta; coefficients are affine in theta, `to_theta` its inverse.

    `kept` are the columns (of one, x_1, ..., x_k) that the basis spans; a column that depends on
    earlier ones is left out and has coefficient 0. `free` marks the coefficients that the data do
    not determine for that reason.
    """

    y: Array
    weight: Array
    basis: Array
    triangle: Array
    centre: Array
    kept: tuple[int, ...]
    free: Mask
    intercept: bool

    @property
    def shared(self) -> bool:
        """Whether all data sets have the same X."""
        return self.basis.ndim == 2

    @property
    def n_theta(self) -> int:
        """Number of coordinates, the rank of the design."""
        return int(self.basis.shape[-1])

    @cached_property
    def products(self) -> Array:
        """Products of pairs of basis columns, from which weighted Gram matrices are one matmul."""
        i, j = np.triu_indices(self.n_theta)
        return np.ascontiguousarray(self.basis[..., i] * self.basis[..., j])

    def take(self, rows: Index) -> "Design":
        """The data sets numbered `rows`, in that order."""
        taken = replace(self, y=self.y[rows], weight=self.weight[rows])
        if self.shared:
            taken.__dict__["products"] = self.products
            return taken
        return replace(
            taken,
            basis=self.basis[rows],
            triangle=self.triangle[rows],
            centre=self.centre[rows],
        )

    def of(self, y: Array, weight: Array, copies: int = 1) -> "Design":
        """The same rows, `copies` times, with other y (S, copies * n) and weight."""
        basis = np.concatenate([self.basis] * copies, axis=-2) if copies > 1 else self.basis
        return replace(self, y=y, weight=weight, basis=basis)

    def rows(self, index: Index) -> "Design":
        """Some rows of every data set, in the same coordinates."""
        return replace(
            self,
            y=self.y[:, index],
            weight=self.weight[:, index],
            basis=self.basis[..., index, :],
        )

    def only(self, stop: int) -> "Design":
        """One data set, its basis (n, p)."""
        one = self.take(np.array([stop]))
        if self.shared:
            return one
        return replace(one, basis=one.basis[0], triangle=one.triangle[0], centre=one.centre[0])

    @cached_property
    def directions(self) -> Array:
        """What the data determine of the coefficients, as linear forms in theta (shared basis)."""
        return self.coefficients(np.eye(self.n_theta)).T[~self.free]

    def fitted(self, theta: Array) -> Array:
        """Fitted values basis @ theta, (S, n)."""
        if self.shared:
            return np.asarray(theta @ self.basis.T)
        return np.asarray((self.basis @ theta[..., None])[..., 0])

    def residual(self, theta: Array) -> Array:
        """Residuals y - basis @ theta, (S, n)."""
        return self.y - self.fitted(theta)

    def project(self, values: Array) -> Array:
        """basis^T @ values, (S, p)."""
        if self.shared:
            return np.asarray(values @ self.basis)
        return np.asarray((values[:, None, :] @ self.basis)[:, 0, :])

    def gram(self, values: Array) -> Array:
        """basis^T diag(values) basis, (S, p, p)."""
        upper = (
            values @ self.products if self.shared else (values[:, None, :] @ self.products)[:, 0, :]
        )
        return np.asarray(upper[..., _place_in_triangle(self.n_theta)])

    def coefficients(self, theta: Array) -> Array:
        """(S, p) coefficients, intercept first, of coordinates (S, n_theta)."""
        n_coefficients = len(self.free)
        out = np.zeros((len(theta), n_coefficients))
        out[:, list(self.kept)] = np.linalg.solve(
            np.broadcast_to(self.triangle, (len(theta), *self.triangle.shape[-2:])),
            theta[..., None],
        )[..., 0]
        if self.intercept:  # the basis is about the centre of x
            out[:, 0] -= (out[:, 1:] * self.centre).sum(axis=-1)
        return out

    def to_theta(self, coefficients: Array) -> Array:
        """(S, n_theta) coordinates of the nearest member of the span to coefficients (S, p)."""
        about_centre = coefficients.copy()
        if self.intercept:
            about_centre[:, 0] += (coefficients[:, 1:] * self.centre).sum(axis=-1)
        return np.asarray((self.triangle @ about_centre[:, list(self.kept), None])[..., 0])


def _basis(columns: Array, intercept: bool) -> tuple[Array, Array, Array, tuple[int, ...]]:
    """Orthonormal basis (..., n, r), its triangle (..., r, r), the centre, the kept columns."""
    centre = np.asarray(columns.mean(axis=-2)) * (1.0 if intercept else 0.0)
    about = columns - centre[..., None, :]
    if intercept:
        ones = np.ones((*columns.shape[:-1], 1))
        about = np.concatenate([ones, about], axis=-1)
        columns = np.concatenate([ones, columns], axis=-1)
    size = np.linalg.norm(columns, axis=-2)
    r = _triangle(about)
    if r.shape[-2] == r.shape[-1] and np.all(
        np.abs(np.diagonal(r, axis1=-2, axis2=-1)) > DEPENDENT * size
    ):
        kept = list(range(about.shape[-1]))
    else:
        kept = _independent(about, size)
    q, r = (np.asarray(part) for part in np.linalg.qr(about[..., kept]))
    sign = np.where(np.diagonal(r, axis1=-2, axis2=-1) < 0, -1.0, 1.0)
    return q * sign[..., None, :], r * sign[..., :, None], centre, tuple(kept)


def _triangle(columns: Array) -> Array:
    return np.asarray(np.linalg.qr(columns, mode="r"), dtype=np.float64)


def _independent(about: Array, size: Array) -> list[int]:
    """Columns that add something to those before them, in every data set."""
    kept: list[int] = []
    for j in range(about.shape[-1]):
        trial = [*kept, j]
        if len(trial) > about.shape[-2]:
            break
        new = np.abs(_triangle(about[..., trial])[..., -1, -1])
        if np.all(new > DEPENDENT * size[..., j]):
            kept = trial
    return kept


def _undetermined(columns: Array, intercept: bool, kept: tuple[int, ...]) -> Mask:
    """Which coefficients can change without changing any fitted value."""
    n_coefficients = columns.shape[-1] + intercept
    free = np.zeros(n_coefficients, dtype=bool)
    if len(kept) == n_coefficients:
        return free
    matrix = np.column_stack([np.ones(len(columns)), columns]) if intercept else columns
    size = np.linalg.norm(matrix, axis=0)
    unit = matrix / np.where(size > 0, size, 1.0)
    for j in set(range(n_coefficients)) - set(kept):
        free[j] = True
        path = np.linalg.lstsq(unit[:, list(kept)], unit[:, j])[0]
        free[list(kept)] |= np.abs(path) > 1e-8
    return free


def build(y: Array, weight: Array, columns: Array, intercept: bool) -> Design:
    """A design from checked y (S, n), weight (S, n) and columns (n, k) or (S, n, k).

    ValueError for a batch in which one X of its own has columns that do not determine the fit.
    """
    basis, triangle, centre, kept = _basis(columns, intercept)
    if columns.ndim == 3 and len(kept) < columns.shape[-1] + intercept:
        raise ValueError("X does not determine the coefficients in at least one data set")
    free = (
        _undetermined(columns, intercept, kept)
        if columns.ndim == 2
        else np.zeros(len(kept), dtype=bool)
    )
    return Design(y, weight, basis, triangle, centre, kept, free, intercept)


@dataclass(frozen=True, slots=True)
class Data:
    """What the caller passed, checked: y (S, n), columns (n, k) or (S, n, k), weight (S, n)."""

    y: Array
    columns: Array
    weight: Array
    batch: bool


def require_regression(loss_at: LossAt) -> None:
    """Refuse a loss that is not one of a residual."""
    if loss_at.loss.task is not Task.REGRESSION:
        raise ValueError(
            f"loss_at must be a regression loss, got {loss_at.loss.key} ({loss_at.loss.task.value})"
        )


def _finite(values: ArrayLike, name: str) -> Array:
    array = as_float(values, name)
    if array.size == 0:
        raise ValueError(f"{name} is empty: pass at least one observation")
    if not np.all(np.isfinite(array)):
        bad = array[~np.isfinite(array)].ravel()[0]
        raise ValueError(f"{name} must be finite numbers, got {bad:g}")
    return array


def param_stops(loss_at: LossAt) -> int | None:
    """S where a parameter of the loss is an array (S, 1), else None; ValueError otherwise."""
    shapes = {k: np.shape(v) for k, v in loss_at.params.items() if np.ndim(v) > 0}
    for key, shape in shapes.items():
        if len(shape) != 2 or shape[1] != 1:
            raise ValueError(f"{key} must be a number or an array of shape (S, 1), got {shape}")
    counts = {shape[0] for shape in shapes.values()} - {1}
    if len(counts) > 1:
        raise ValueError(f"parameters must have one number of stops, got {sorted(counts)}")
    return next(iter(counts), 1) if shapes else None


def check_data(loss_at: LossAt, X: ArrayLike | None, y: ArrayLike, sample_weight: Any) -> Data:
    """Shapes and numbers of a fit; X None stands for no columns but the intercept."""
    require_regression(loss_at)
    truth = _finite(y, "y")
    stops = param_stops(loss_at)
    if truth.ndim not in (1, 2) or (truth.ndim == 2 and truth.shape[1] == 1):
        raise ValueError(f"y must have shape (n,), or (S, n) for S data sets, got {np.shape(y)}")
    n = truth.shape[-1]
    columns = np.empty((n, 0)) if X is None else _columns(_finite(X, "X"), truth)
    counts = {c for c in (stops, len(truth) if truth.ndim == 2 else None) if c not in (None, 1)}
    if len(counts) > 1:
        raise ValueError(f"y has {len(truth)} data sets and the loss has {stops} parameter values")
    batch = truth.ndim == 2 or stops is not None
    size = next((c for c in counts if c is not None), 1)
    weight = np.ones(n)
    if sample_weight is not None:
        weight = as_float(sample_weight, "sample_weight")
        if weight.shape not in {(n,), truth.shape, (size, n)}:
            raise ValueError(
                f"sample_weight must have the shape of y, {truth.shape}, got {weight.shape}"
            )
        require_in(weight, NON_NEGATIVE, "sample_weight", nan_ok=False)
        if np.any(weight.sum(axis=-1) == 0):
            raise ValueError("sample_weight must not sum to zero")
    rows = (size, n)
    return Data(np.broadcast_to(truth, rows), columns, np.broadcast_to(weight, rows), batch)


def _columns(x: Array, y: Array) -> Array:
    """X as (n, k), or (S, n, k) where each data set has its own."""
    n = y.shape[-1]
    if x.ndim == 1:
        x = x[:, None]
    elif y.ndim == 2 and x.shape == y.shape:
        x = x[..., None]
    own = x.ndim == 3 and y.ndim == 2 and len(x) == len(y)
    if not own and x.ndim != 2:
        raise ValueError(f"X must have shape (n,) or (n, k), got {x.shape}")
    if x.shape[-2] != n:
        raise ValueError(f"X has {x.shape[-2]} rows and y has {n}; they must be equal")
    return x[0] if own and len(x) == 1 else x
