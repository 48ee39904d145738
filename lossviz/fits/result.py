"""What a fit returns."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from lossviz.numerics import Array

PerFit = Any
"""A float, int, bool or str for one fit; an array (or tuple) of length S for a batch of S fits."""


@dataclass(frozen=True, slots=True)
class Minimiser:
    """One more set of coefficients at which the objective has a minimum.

    `objective` and `scale` are those of the `Fit` it belongs to, at these coefficients; `stop` is
    the fit of a batch it belongs to (0 for a single fit).
    """

    coefficients: Array
    objective: float
    scale: float = 1.0
    stop: int = 0


def point_range(coefficients: Array) -> Array:
    """The range of coefficients that are unique: lowest = highest, shape (..., 2)."""
    return np.stack([coefficients, coefficients], axis=-1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Coefficients that minimise a mean loss, and how sure one can be of them.

    In a batch of S fits every field has a leading axis of length S, `message` is a tuple of S
    strings, and `at(s)` is the single fit number s.

    coefficients : (p,), the intercept first; softmax (K, p). Where the minimiser is not unique,
        a point in the middle of the minimisers (the average of the extreme ones).
    objective : the (weighted) mean of the loss's `value` at the residuals divided by `scale`
        (logistic and softmax: of the logits, plus the penalty). Objectives at different scales
        do not compare. NaN where the scale is 0 and the residuals are not.
    scale : what the residuals were divided by, in units of y; 1 where nothing was.
    weights : (n,), the loss's own weight at each residual divided by `scale`: the part of a
        squared-error pull that the row keeps. `sample_weight` is not in it. Absolute error:
        infinite at a residual of 0.
    alternatives : other minimisers, best first. Of a convex loss: the extreme points of the set of
        minimisers, where that is more than a point. Of a non-convex one: the other local minima
        found. Empty where there are none, or where only one start was asked for.
    coef_range : (p, 2), lowest and highest value of each coefficient among the minimisers of the
        same objective; both are the coefficient itself where it is unique, and -inf and inf where
        the data say nothing about it.
    converged : whether the conditions for a minimum hold at `coefficients`.
    n_iter : steps taken from the start that won; 0 for a closed form.
    message : one sentence on what is special about the fit, or "".
    """

    coefficients: Array
    objective: PerFit
    scale: PerFit
    weights: Array
    alternatives: tuple[Minimiser, ...]
    coef_range: Array
    converged: PerFit
    n_iter: PerFit
    message: PerFit

    @property
    def is_batch(self) -> bool:
        """Whether the fields have a leading axis of fits."""
        return np.ndim(self.objective) > 0

    def at(self, stop: int) -> "Fit":
        """The single fit number `stop` of a batch."""
        if not self.is_batch:
            raise ValueError("this is a single fit, not a batch")
        own = tuple(a for a in self.alternatives if a.stop == stop)
        return Fit(
            coefficients=self.coefficients[stop],
            objective=float(self.objective[stop]),
            scale=float(self.scale[stop]),
            weights=self.weights[stop],
            alternatives=tuple(replace(a, stop=0) for a in own),
            coef_range=self.coef_range[stop],
            converged=bool(self.converged[stop]),
            n_iter=int(self.n_iter[stop]),
            message=str(self.message[stop]),
        )
