"""Weighted medians and the MAD: how wide the ordinary residuals are."""

import numpy as np
from scipy import special

from lossviz.numerics import Array

NORMAL_QUARTILE = float(special.ndtri(0.75))
"""The median of |r| under a standard normal, so that MAD / this estimates its sigma."""


def _median(values: Array) -> Array:
    """As np.median, which looks for both middle ones of an even number in one slow partition."""
    n = values.shape[-1]
    parted = np.partition(values, n // 2, axis=-1)
    high = parted[..., n // 2]
    return np.asarray(high if n % 2 else 0.5 * (parted[..., : n // 2].max(axis=-1) + high))


def weighted_median(values: Array, weight: Array) -> Array:
    """Median along the last axis; a weight of 2 is the row twice. The middle of an interval."""
    if np.all(weight == weight[..., :1]):
        return _median(values)
    values = np.where(weight > 0, values, np.inf)  # rows of weight 0 go last
    order = np.argsort(values, axis=-1)
    ordered = np.take_along_axis(values, order, axis=-1)
    below = np.cumsum(np.take_along_axis(weight, order, axis=-1), axis=-1)
    half, slack = 0.5 * below[..., -1:], 1e-12 * below[..., -1:]
    low = np.argmax(below >= half - slack, axis=-1)[..., None]
    high = np.argmax(below > half + slack, axis=-1)[..., None]
    ends = np.take_along_axis(ordered, low, -1) + np.take_along_axis(ordered, high, -1)
    return np.asarray(0.5 * ends[..., 0])


def mad(residual: Array, weight: Array) -> Array:
    """median(|r|) / 0.6745 about 0, along the last axis."""
    return weighted_median(np.abs(residual), weight) / NORMAL_QUARTILE
