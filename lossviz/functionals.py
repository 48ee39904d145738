"""What the best constant is: the functional of the data that a loss estimates."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lossviz.i18n import _
from lossviz.numerics import Array, as_float, weighted_mean

Minimisers = Callable[[Array, Array], tuple[Array, Array]]


@dataclass(frozen=True, slots=True)
class Functional:
    """The minimisers of the mean loss over one constant `raw`, which may fill an interval.

    `minimisers(y, weight)` returns its lowest and highest point; both are scalars (0-d), or for
    classes the centred logits (K,), y then being targets (n, K).
    """

    name: str
    minimisers: Minimisers

    def of(self, y_true: ArrayLike, sample_weight: ArrayLike | None = None) -> tuple[Array, Array]:
        """Lowest and highest best constant for the data; ValueError when there are none."""
        y = as_float(y_true, "y_true")
        if y.size == 0:
            raise ValueError("the best constant of no values is not defined")
        weight = (
            np.ones(len(y)) if sample_weight is None else as_float(sample_weight, "sample_weight")
        )
        return self.minimisers(y, weight)


def _point(value: ArrayLike) -> tuple[Array, Array]:
    return np.asarray(value, dtype=np.float64), np.asarray(value, dtype=np.float64)


def _log_odds(mean: float) -> float:
    return float(special.logit(mean))


def _quantile_interval(y: Array, weight: Array, tau: float) -> tuple[Array, Array]:
    order = np.argsort(y)
    values, w = y[order][weight[order] > 0], weight[order][weight[order] > 0]
    below, target = np.cumsum(w), tau * w.sum()
    # flat where exactly tau of the weight lies at or below a value; rounding must not hide it
    flat = np.isclose(below, target, rtol=1e-12, atol=0.0)
    if flat.any():
        k = int(np.argmax(flat))
        return np.asarray(values[k]), np.asarray(values[min(k + 1, len(values) - 1)])
    return _point(values[int(np.searchsorted(below, target))])


MEAN = Functional(_("mean"), lambda y, w: _point(weighted_mean(y, w)))
MEDIAN = Functional(_("median"), lambda y, w: _quantile_interval(y, w, 0.5))
LOG_MEAN = Functional(
    _("log of the mean"), lambda y, w: _point(special.xlogy(1.0, weighted_mean(y, w)))
)
LOG_ODDS = Functional(_("log-odds"), lambda y, w: _point(_log_odds(weighted_mean(y, w))))
HALF_LOG_ODDS = Functional(
    _("half the log-odds"), lambda y, w: _point(0.5 * _log_odds(weighted_mean(y, w)))
)


def quantile(tau: float) -> Functional:
    """The tau-quantile: at most tau of the weight below it, at most 1 - tau above."""
    return Functional(
        _("{tau:g}-quantile").format(tau=tau), lambda y, w: _quantile_interval(y, w, tau)
    )


def weighted_log_odds(pos_weight: float) -> Functional:
    """The log-odds when every label 1 counts `pos_weight` times."""
    return Functional(
        _("log-odds plus log of the positive weight"),
        lambda y, w: _point(_log_odds(weighted_mean(y, w)) + np.log(pos_weight)),
    )


def _majority(y: Array, weight: Array) -> tuple[Array, Array]:
    share = weighted_mean(y, weight)
    # flat between the two kinks at a draw, and beyond one of them where nobody disagrees
    low = -np.inf if share == 0 else 1.0 if share > 0.5 else -1.0
    high = np.inf if share == 1 else 1.0 if share > 0.5 else -1.0
    if np.isclose(share, 0.5, rtol=1e-12, atol=0.0):
        low, high = -1.0, 1.0
    return np.asarray(low), np.asarray(high)


MAJORITY = Functional(_("side of the majority, as −1 or 1"), _majority)


def class_log_frequencies(
    label_smoothing: float = 0.0, class_weight: ArrayLike | None = None
) -> Functional:
    """Log of the (smoothed, weighted) class frequencies: softmax of it is the frequency.

    Centred over the classes that occur; a class that does not is at -inf.
    """

    def minimisers(y: Array, weight: Array) -> tuple[Array, Array]:
        share = (weight[:, None] * y).sum(axis=0) / weight.sum()
        share = (1 - label_smoothing) * share + label_smoothing / len(share)
        share = share if class_weight is None else share * as_float(class_weight, "class_weight")
        logs = np.full(share.shape, -np.inf)
        logs[share > 0] = np.log(share[share > 0])
        return _point(logs - logs[share > 0].mean())

    return Functional(_("log of the class frequencies"), minimisers)
