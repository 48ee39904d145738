"""Softmax regression: the minimiser of the mean cross-entropy over K classes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import linalg

from lossviz.fits.categorical import CategoricalFit, fit_categorical
from lossviz.fits.columns import as_rows, as_weights, columns
from lossviz.fits.logistic import LogisticFit
from lossviz.i18n import _
from lossviz.numerics import NON_NEGATIVE, Array, Interval, as_float, class_targets, require_in


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftmaxFit(LogisticFit):
    """A `LogisticFit` of K classes: `coefficients` and `direction` are (K, k + 1).

    Their columns sum to zero over the classes. `weights` (n,) are the curvatures
    sum_c p_c (1 - p_c), `coef_range` is (K, k + 1, 2).
    """

    def relative_to(self, class_index: int) -> Array:
        """Coefficients (K, k + 1) of the log odds against one class, whose own row is zero."""
        require_in(class_index, Interval(0, len(self.coefficients) - 1), "class_index")
        baseline: Array = self.coefficients[class_index]
        return self.coefficients - baseline


def _targets(y: ArrayLike, n_classes: int | None) -> Array:
    """Class indices (n,) or distributions (n, K) as targets (n, K)."""
    given = as_float(y, "y")
    if given.ndim not in (1, 2):
        raise ValueError(f"y must have shape (n,) or (n, K), got {given.shape}")
    if not np.all(np.isfinite(given)):
        raise ValueError(f"y must be finite, got {given[~np.isfinite(given)][0]:g}")
    if given.size == 0:
        raise ValueError("a fit needs at least one observation, got none")
    if given.ndim == 1 and np.any(given != np.floor(given)):
        bad = given[given != np.floor(given)][0]
        raise ValueError(f"class labels must be whole numbers, got {bad:g}")
    known = int(given.max()) + 1 if given.ndim == 1 else given.shape[1]
    total = known if n_classes is None else n_classes
    if total < 2:
        raise ValueError(f"the number of classes must lie in [2, inf), got {total}")
    return class_targets(given, total)


def _reason(targets: Array, split: CategoricalFit, intercept: bool) -> str:
    absent = [str(c) for c in range(targets.shape[1]) if not targets[:, c].any()]
    if absent and intercept:
        return _(
            "No finite minimiser: no row belongs to class {absent},"
            " so its best intercept is minus infinity."
        ).format(absent=", ".join(absent))
    if split.separation is not None and split.separation.complete:
        return _(
            "No finite minimiser: the classes are separated completely, so larger"
            " coefficients are always better and the loss can come as near to {low:.3g} as you"
            " like."
        ).format(low=split.objective)
    return _(
        "No finite minimiser: some rows are separated from other classes without a miss,"
        " so larger coefficients are always better; the loss falls towards {low:.3g}."
    ).format(low=split.objective)


def fit_softmax(
    X: ArrayLike,
    y: ArrayLike,
    l2: float = 0.0,
    sample_weight: ArrayLike | None = None,
    intercept: bool = True,
    n_classes: int | None = None,
) -> SoftmaxFit:
    """Minimise the mean cross-entropy of y plus (l2/2) times the sum of the squared slopes.

    y holds classes 0..K-1 (n,), K one more than the largest unless `n_classes` says otherwise, or
    distributions (n, K). X, weights, intercept and errors as in `fit_logistic`; coefficients
    (K, k + 1) whose columns sum to zero over the classes. Data in which a class is absent, or
    separated from another in one direction, have no finite minimiser: see `SoftmaxFit`.
    """
    target = _targets(y, n_classes)
    n, k = target.shape
    require_in(l2, NON_NEGATIVE, "l2", nan_ok=False)
    weight = as_weights(sample_weight, n)
    x = as_rows(X, n)
    there = weight > 0
    design = columns(x[there], weight[there], intercept=intercept)
    zero_sum = np.asarray(
        linalg.helmert(k)
    ).T  # orthonormal, so |w|^2 is that of the symmetric form
    fit = fit_categorical(design, target[there], weight[there], float(l2), zero_sum)
    curvature = np.zeros(n)
    curvature[there] = fit.curvature
    finite = fit.separation is None
    return SoftmaxFit(
        coefficients=fit.coefficients,
        objective=fit.objective,
        scale=1.0,
        weights=curvature,
        alternatives=(),
        coef_range=np.stack([fit.coefficients, fit.coefficients], axis=-1),
        converged=finite and fit.minimum.converged,
        n_iter=fit.minimum.n_iter,
        message="" if finite else _reason(target[there], fit, intercept),
        direction=fit.direction,
    )
