"""Cross-entropies of predicted probabilities, elementwise and exact: no hidden clipping.

Where you have logits use the losses instead: they do not lose the digits of a p close to 1.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lossviz.numerics import (
    UNIT,
    Array,
    Interval,
    as_float,
    class_targets,
    require_distribution,
    require_in,
)

CLIP = Interval(0.0, 0.5, open_low=True, open_high=True)


def _clipped(p: Array, clip: float | None) -> Array:
    if clip is None:
        return p
    require_in(clip, CLIP, "clip", nan_ok=False)
    return np.clip(p, clip, 1.0 - clip)


def binary_cross_entropy(y_true: ArrayLike, p: ArrayLike, clip: float | None = None) -> Array:
    """-[y log p + (1 - y) log(1 - p)], elementwise in nats; labels may be soft.

    Exactly inf where the true class was given probability 0, unless `clip` moves p into
    [clip, 1 - clip] first. ValueError for a label or a p outside [0, 1].
    """
    y, forecast = as_float(y_true, "y_true"), as_float(p, "p")
    require_in(y, UNIT, "y_true")
    require_in(forecast, UNIT, "p")
    forecast = _clipped(forecast, clip)
    # xlogy and xlog1py know that 0 log 0 = 0; the 0.0 in front keeps a zero from being -0.0
    return np.asarray(
        0.0 - special.xlogy(y, forecast) - special.xlog1py(1.0 - y, -forecast), dtype=np.float64
    )


def cross_entropy(y_true: ArrayLike, p: ArrayLike, clip: float | None = None) -> Array:
    """-sum_c y_c log p_c of each row, (n,) in nats; `p` (n, K), `y_true` classes (n,) or (n, K).

    Exactly inf where the true class was given probability 0, unless `clip` moves each p into
    [clip, 1 - clip] first (the rows are not normalised again). ValueError for a p outside [0, 1],
    rows that do not sum to 1, a label outside 0..K-1, and another number of classes.
    """
    forecast = as_float(p, "p")
    require_distribution(forecast, "p")
    n_classes = forecast.shape[-1]
    target_shape = np.shape(y_true)
    if len(target_shape) > 1 and target_shape[-1] != n_classes:
        raise ValueError(f"y_true has {target_shape[-1]} classes and p has {n_classes}")
    y = class_targets(y_true, n_classes)
    return np.asarray(
        0.0 - special.xlogy(y, _clipped(forecast, clip)).sum(axis=-1), dtype=np.float64
    )
