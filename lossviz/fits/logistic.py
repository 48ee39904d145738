"""Logistic regression: the minimiser of the mean binary cross-entropy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lossviz.fits.categorical import CategoricalFit, fit_categorical
from lossviz.fits.columns import as_rows, as_weights, columns
from lossviz.fits.result import Fit
from lossviz.i18n import _
from lossviz.numerics import NON_NEGATIVE, UNIT, Array, as_float, require_in

CLASS_ZERO_FIXED = np.array([[0.0], [1.0]])  # the logit of label 0 is zero


@dataclass(frozen=True, slots=True, kw_only=True)
class LogisticFit(Fit):
    """A `Fit` of a cross-entropy; `weights` (n,) are the curvatures p (1 - p), `scale` is 1.

    Without a finite minimiser `coefficients` and `coef_range` are NaN, `converged` is False,
    `objective` and `weights` belong to the infimum, and along `direction`, shaped and scaled like
    `coefficients` with a largest slope of 1 (else a largest intercept), the loss falls for ever.
    """

    direction: Array | None = None


def _reason(targets: Array, split: CategoricalFit, intercept: bool) -> str:
    seen = [label for label in (0, 1) if targets[:, label].any()]
    if len(seen) == 1 and intercept:
        sign = _("plus") if seen[0] == 1 else _("minus")
        return _(
            "No finite minimiser: only label {label} occurs,"
            " so the best log-odds are {sign} infinity."
        ).format(label=seen[0], sign=sign)
    if split.separation is not None and split.separation.complete:
        return _(
            "No finite minimiser: a boundary separates the labels completely,"
            " so a steeper curve is always better and the loss can come as near to {low:.3g}"
            " as you like."
        ).format(low=split.objective)
    return _(
        "No finite minimiser: a boundary separates the labels except for rows exactly on it,"
        " so a steeper curve is always better; the loss falls towards {low:.3g}."
    ).format(low=split.objective)


def fit_logistic(
    X: ArrayLike,
    y: ArrayLike,
    l2: float = 0.0,
    sample_weight: ArrayLike | None = None,
    intercept: bool = True,
) -> LogisticFit:
    """Minimise the mean binary cross-entropy of y (n,) in [0, 1] plus (l2/2) |w|^2.

    X is (n, k), or one column (n,), without a column of ones; coefficients (k + 1,), the
    intercept first and not penalised (without an intercept (k,)). The mean divides by the sum of
    the weights. Separable data and a single label have no finite minimiser: see `LogisticFit`;
    a row nearer to a boundary than 1e-9 of the columns' spread counts as on it.
    ValueError for empty or non-finite data, labels outside [0, 1], negative l2 or weights, and,
    where l2 = 0, linearly dependent columns.
    """
    label = as_float(y, "y")
    if label.ndim != 1:
        raise ValueError(f"y must have shape (n,), got {label.shape}")
    require_in(label, UNIT, "y", nan_ok=False)
    require_in(l2, NON_NEGATIVE, "l2", nan_ok=False)
    weight = as_weights(sample_weight, len(label))
    x = as_rows(X, len(label))
    there = weight > 0
    targets = np.column_stack([1.0 - label, label])[there]
    design = columns(x[there], weight[there], intercept=intercept)
    fit = fit_categorical(design, targets, weight[there], float(l2), CLASS_ZERO_FIXED)
    curvature = np.zeros(len(label))
    curvature[there] = fit.curvature
    finite = fit.separation is None
    coefficients = fit.coefficients[1]
    return LogisticFit(
        coefficients=coefficients,
        objective=fit.objective,
        scale=1.0,
        weights=curvature,
        alternatives=(),
        coef_range=np.stack([coefficients, coefficients], axis=-1),
        converged=finite and fit.minimum.converged,
        n_iter=fit.minimum.n_iter,
        message="" if finite else _reason(targets, fit, intercept),
        direction=None if fit.direction is None else fit.direction[1],
    )
