"""Arrays, shapes and the few numerical forms that everything above shares."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Array = NDArray[np.float64]


def as_float(values: ArrayLike, name: str) -> Array:
    """Return `values` as a float64 array; TypeError names the argument if they are no numbers."""
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{name} must be numbers, got {values!r:.80}") from error


@dataclass(frozen=True, slots=True)
class Interval:
    """The values a number may take: an interval whose ends may be open."""

    low: float = -np.inf
    high: float = np.inf
    open_low: bool = False
    open_high: bool = False

    def includes(self, values: ArrayLike) -> bool:
        """Say whether every value lies inside; NaN does not."""
        x = np.asarray(values, dtype=np.float64)
        above = x > self.low if self.open_low else x >= self.low
        below = x < self.high if self.open_high else x <= self.high
        return bool(np.all(above & below))

    def __str__(self) -> str:
        """Mathematical notation, such as (0, inf)."""
        left = "(" if self.open_low or np.isneginf(self.low) else "["
        right = ")" if self.open_high or np.isposinf(self.high) else "]"
        return f"{left}{self.low:g}, {self.high:g}{right}"


POSITIVE = Interval(0.0, np.inf, open_low=True, open_high=True)
NON_NEGATIVE = Interval(0.0, np.inf, open_high=True)
UNIT = Interval(0.0, 1.0)
OPEN_UNIT = Interval(0.0, 1.0, open_low=True, open_high=True)
REAL = Interval(-np.inf, np.inf, open_low=True, open_high=True)


def require_in(values: ArrayLike, interval: Interval, name: str, *, nan_ok: bool = True) -> None:
    """Raise ValueError with the name, the allowed range and the first value outside it."""
    x = np.atleast_1d(np.asarray(values, dtype=np.float64))
    checked = x[~np.isnan(x)] if nan_ok else x
    if checked.size and not interval.includes(checked):
        bad = next(v for v in checked.ravel() if not interval.includes(v))
        raise ValueError(f"{name} must lie in {interval}, got {bad:g}")


def require_same_shape(left: Array, right: Array, names: Sequence[str]) -> None:
    """Refuse shapes that numpy would broadcast without a word, such as (n, 1) against (n,)."""
    if left.shape != right.shape:
        raise ValueError(
            f"{names[0]} has shape {left.shape} and {names[1]} has shape {right.shape};"
            " they must be equal"
        )


def weighted_mean(values: Array, sample_weight: ArrayLike | None = None) -> float:
    """Mean of all `values`; with weights of the same shape, sum(w * values) / sum(w).

    ValueError for an empty array, for negative weights, and for weights that sum to zero.
    """
    if values.size == 0:
        raise ValueError("the mean of no values is not defined: pass at least one observation")
    if sample_weight is None:
        return float(np.mean(values))
    weight = as_float(sample_weight, "sample_weight")
    require_same_shape(weight, values, ("sample_weight", "the losses"))
    require_in(weight, NON_NEGATIVE, "sample_weight", nan_ok=False)
    total = float(weight.sum())
    if total == 0.0:
        raise ValueError("sample_weight must not sum to zero")
    # a row of weight zero is not there, even where its loss is infinite
    return (
        float(np.where(weight > 0, weight * np.where(weight > 0, values, 0.0), 0.0).sum()) / total
    )


def exp(z: Array) -> Array:
    """e^z, infinite without a warning from 709.8 on: there it is what the loss is."""
    with np.errstate(over="ignore"):
        return np.asarray(np.exp(z))


def softplus(z: Array) -> Array:
    """log(1 + exp(z)), exact in both tails."""
    return -special.log_expit(-z)  # log(1 + e^z) = -log sigmoid(-z)


def require_distribution(p: Array, name: str) -> None:
    """Raise ValueError unless `p` (..., K) holds probabilities that sum to 1 over the last axis.

    The sums may be off by 1e-8; a row with NaN passes.
    """
    if p.ndim == 0:
        raise ValueError(f"{name} must have one probability per class along its last axis")
    bad = p[(p < 0) | (p > 1)]
    if bad.size:
        raise ValueError(f"{name} must be probabilities in [0, 1], got {bad[0]:g}")
    sums = p.sum(axis=-1)
    off = np.atleast_1d(sums)[np.atleast_1d(np.abs(sums - 1.0) > 1e-8)]
    if off.size:
        raise ValueError(f"{name} must sum to 1 along its last axis, got {off[0]:g}")


def log1p_square(r: Array, c: Array | float) -> Array:
    """log(1 + (r/c)^2), its square never formed beyond 1e16; r and c > 0 broadcast."""
    u = np.abs(r) / c
    near, far = np.minimum(u, 1e8), np.maximum(u, 1e8)
    return np.asarray(np.log1p(near * near) + 2.0 * np.log(far / 1e8))


def _small_over_large(a: Array, c: Array | float) -> Array:
    return np.asarray(np.minimum(a, c) / np.maximum(a, c))  # v/(1+v^2) is the same for a/c and c/a


def log1p_square_slope(r: Array, c: Array | float) -> Array:
    """Derivative in r of `log1p_square`: 2 r / (c^2 + r^2)."""
    v = _small_over_large(np.abs(r), c)
    return np.copysign(2.0 / c * (v / (1.0 + v * v)), r)


def log1p_square_curvature(r: Array, c: Array | float) -> Array:
    """Second derivative in r of `log1p_square`: 2 (c^2 - r^2) / (c^2 + r^2)^2."""
    a = np.minimum(np.abs(r), 1e300)  # at infinity 0, not inf/inf
    v, large = _small_over_large(a, c), np.maximum(a, c)
    decay = np.where(a > c, v, 1.0) / (1.0 + v * v)
    return 2.0 / c * ((c - a) / large) * ((c + a) / large) * decay * (decay / c)


@dataclass(frozen=True, slots=True)
class Softmax:
    """Class probabilities `p`, their complements `q` = 1 - p and logs, exact for sure forecasts."""

    p: Array
    q: Array
    log_p: Array

    @classmethod
    def of(cls, logits: Array) -> "Softmax":
        """From logits (..., K)."""
        top = logits.argmax(axis=-1, keepdims=True)
        lead = logits - np.take_along_axis(logits, top, axis=-1)
        share = np.exp(lead)
        np.put_along_axis(
            share, top, np.where(np.isnan(lead).any(-1, keepdims=True), np.nan, 0), -1
        )
        rest = share.sum(axis=-1, keepdims=True)  # what the others have, where the top one has 1
        p = share / (1.0 + rest)
        q = 1.0 - p
        np.put_along_axis(p, top, 1.0 / (1.0 + rest), -1)
        np.put_along_axis(q, top, rest / (1.0 + rest), -1)
        return cls(p, q, lead - np.log1p(rest))

    def pull_apart(self, h: Array) -> Array:
        """p_k sum_c h_c - h_k, the slope in logit k of losses that cost h_c per d(-log p_c)."""
        return np.asarray(self.p * (h.sum(axis=-1, keepdims=True) - h) - h * self.q)

    @property
    def covariance(self) -> Array:
        """diag(p) - p p^T, shape (..., K, K)."""
        matrix = -self.p[..., :, None] * self.p[..., None, :]
        k = np.arange(self.p.shape[-1])
        matrix[..., k, k] = self.p * self.q
        return matrix


def class_targets(y_true: ArrayLike, n_classes: int) -> Array:
    """Class indices (n,) or target distributions (n, K) as an (n, K) array of targets.

    ValueError for an index outside 0..K-1, a negative entry, or a row that does not sum to one.
    """
    y = np.asarray(y_true)
    if y.ndim <= 1:
        index = as_float(y, "y_true")
        if index.size and not (np.all(index == np.floor(index)) and np.all(np.isfinite(index))):
            bad = index[~(np.isfinite(index) & (index == np.floor(index)))].ravel()[0]
            raise ValueError(f"class labels must be whole numbers 0..{n_classes - 1}, got {bad:g}")
        require_in(index, Interval(0, n_classes - 1), "class labels", nan_ok=False)
        return np.asarray(np.eye(n_classes)[index.astype(np.intp)], dtype=np.float64)
    target = as_float(y, "y_true")
    if target.shape[-1] != n_classes:
        raise ValueError(f"y_true has {target.shape[-1]} classes and raw has {n_classes}")
    require_distribution(target, "y_true")
    return target
