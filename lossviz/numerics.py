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


def softplus(z: Array) -> Array:
    """log(1 + exp(z)), exact in both tails."""
    return -special.log_expit(-z)  # log(1 + e^z) = -log sigmoid(-z)


def class_targets(y_true: ArrayLike, n_classes: int) -> Array:
    """Class indices (n,) or target distributions (n, K) as an (n, K) array of targets.

    ValueError for an index outside 0..K-1, a negative entry, or a row that does not sum to one.
    """
    y = np.asarray(y_true)
    if y.ndim <= 1:
        index = as_float(y, "y_true")
        if index.size and not (np.all(index == np.floor(index)) and np.all(np.isfinite(index))):
            raise ValueError("class labels must be whole numbers")
        require_in(index, Interval(0, n_classes - 1), "class labels", nan_ok=False)
        return np.asarray(np.eye(n_classes)[index.astype(np.intp)], dtype=np.float64)
    target = as_float(y, "y_true")
    if target.shape[-1] != n_classes:
        raise ValueError(f"y_true has {target.shape[-1]} classes and raw has {n_classes}")
    require_in(target, UNIT, "target probabilities")
    sums = target.sum(axis=-1)
    if not np.all(np.isnan(sums) | (np.abs(sums - 1.0) <= 1e-8)):
        bad = sums[~(np.isnan(sums) | (np.abs(sums - 1.0) <= 1e-8))].ravel()[0]
        raise ValueError(f"each row of target probabilities must sum to 1, got {bad:g}")
    return target
