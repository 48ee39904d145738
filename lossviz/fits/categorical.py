"""The minimiser of a mean cross-entropy that `fit_logistic` and `fit_softmax` share.

Logits are matrix @ theta.T @ basis.T: the basis (K, m) of the class space makes coefficients
unique. (0, 1) leaves class 0 at logit zero; an orthonormal basis of the vectors that sum to zero
treats all classes alike.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from lossviz.fits.columns import Columns, require_independent
from lossviz.fits.newton import Local, Minimum, minimise
from lossviz.fits.separation import Mask, Separation, separation
from lossviz.numerics import Array


@dataclass(frozen=True, slots=True)
class CategoricalFit:
    """Coefficients (K, p) per class in the caller's units, or the reason why there are none.

    With a `separation` the minimum is the infimum that the mean loss approaches; `objective` and
    `curvature` (n,) belong to it, and `coefficients` are NaN. `direction` (K, p) is in the
    caller's units, its largest slope 1, or its largest intercept where all slopes are zero.
    """

    coefficients: Array
    objective: float
    curvature: Array
    minimum: Minimum
    separation: Separation | None
    direction: Array | None


def _objective(
    matrix: Array, targets: Array, share: Array, ridge: Array, basis: Array, left: Mask, flat: Array
) -> tuple[Local, Array]:
    """Mean loss at the flattened theta (m * p), and the trace (n,) of each row's curvature."""
    n, p = matrix.shape
    m = basis.shape[1]
    theta = flat.reshape(m, p)
    logits = np.where(left, matrix @ theta.T @ basis.T, -np.inf)
    log_p = special.log_softmax(logits, axis=1)
    prob = np.exp(log_p)
    rest = prob @ (1.0 - np.eye(len(basis)))  # 1 - prob, without the rounding
    # -log p near p = 1, where the logarithm of p itself has lost its digits
    nll = np.where(prob > 0.5, -np.log1p(-np.minimum(rest, 0.5)), -log_p)
    losses = np.where(targets > 0, targets * np.where(targets > 0, nll, 0.0), 0.0).sum(axis=1)
    residual = prob * (1.0 - targets) - targets * rest  # prob - target, without the rounding
    pull = (residual @ basis) * share[:, None]
    grad = (pull.T @ matrix + ridge * theta).ravel()
    # a soft label can be met exactly: then the two terms of a residual cancel, not the rows
    terms = ((prob * (1.0 - targets) + targets * rest) @ np.abs(basis)) * share[:, None]
    size = (terms.T @ np.abs(matrix) + np.abs(ridge * theta)).ravel()
    hessian, spread = np.empty((m, p, m, p)), np.zeros(n)
    off = [basis[:, a] - (prob @ basis[:, a])[:, None] for a in range(m)]
    for a in range(m):
        for b in range(a, m):
            curvature = (prob * off[a] * off[b]).sum(axis=1)
            block = matrix.T @ (matrix * (share * curvature)[:, None])
            hessian[a, :, b, :] = hessian[b, :, a, :] = block
            spread += curvature * (a == b)
        hessian[a, :, a, :] += np.diag(ridge)
    value = float(share @ losses + 0.5 * np.sum(ridge * theta**2))
    return Local(value, grad, size, hessian.reshape(m * p, m * p)), spread


def _in_units(design: Columns, direction: Array) -> Array:
    """A direction in the caller's units, scaled to a largest slope (else intercept) of one."""
    d = design.in_units(direction)
    slopes = d[:, 1:] if design.intercept else d
    size = float(np.max(np.abs(slopes), initial=0.0))
    return d / (size if size > 0 else np.max(np.abs(d)))


def fit_categorical(
    design: Columns, targets: Array, weight: Array, l2: float, basis: Array
) -> CategoricalFit:
    """Minimise sum(weight * loss) / sum(weight) + (l2/2) |w|^2 over theta.

    ValueError where the columns are linearly dependent and there is no penalty.
    """
    if l2 == 0.0:
        require_independent(design, remedy="leave it out or set l2 > 0")
    # the penalty stops every direction but a change of the intercepts alone
    absent = not np.all(targets.any(axis=0))
    alone = [1] if design.intercept and absent else []
    stages = [*alone, design.matrix.shape[1]] if l2 == 0.0 else alone
    split = separation(design.matrix, targets, stages)
    left = np.ones(targets.shape, dtype=np.bool_) if split is None else split.left
    share, ridge = weight / weight.sum(), design.ridge(l2)

    def function(flat: Array) -> Local:
        return _objective(design.matrix, targets, share, ridge, basis, left, flat)[0]

    m, p = basis.shape[1], design.matrix.shape[1]
    minimum = minimise(function, np.zeros(m * p))
    curvature = _objective(design.matrix, targets, share, ridge, basis, left, minimum.theta)[1]
    coefficients = basis @ design.in_units(minimum.theta.reshape(m, p))
    direction = None
    if split is not None:
        coefficients = np.full_like(coefficients, np.nan)
        direction = _in_units(design, split.direction)
    return CategoricalFit(coefficients, minimum.local.value, curvature, minimum, split, direction)
