"""A loss with the rule by which it is fitted, and the line that comes out, at one stop or at many.

The pages on outliers compare lines; what makes two lines of one loss differ is the scale by which
residuals are divided and the start of the search, so both are part of the name.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lossviz.core import Form, LossAt
from lossviz.fits import Fit, fit_linear, fit_location
from lossviz.fits.linear import Scale, Start
from lossviz.i18n import _
from lossviz.numerics import Array


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Fitted lines: fields of shape () for one, (S,) for a sweep; residuals and weights (..., n).

    `residual` is y - line, in units of y; `weights` is the part of a squared-error pull that each
    row keeps. `fit` has the other minimisers and the messages.
    """

    intercept: Array
    slope: Array
    scale: Array
    residual: Array
    weights: Array
    converged: NDArray[np.bool_]
    fit: Fit

    def height(self, x: Array) -> Array:
        """The lines at x (m,): (m,) or (S, m)."""
        return np.asarray(self.intercept[..., None] + self.slope[..., None] * x)

    def at(self, stop: int) -> "Lines":
        """The line of one stop."""
        return Lines(
            self.intercept[stop],
            self.slope[stop],
            self.scale[stop],
            self.residual[stop],
            self.weights[stop],
            self.converged[stop],
            self.fit.at(stop),
        )


@dataclass(frozen=True, slots=True)
class Estimator:
    """A regression loss at its tolerance, the scale rule and the start it is fitted with.

    `scale`: None is 1 unit of y, a number, or "mad". `start`: None tries several and keeps the
    best; "ols" is the least-squares line.
    """

    loss_at: LossAt
    scale: Scale = None
    start: Start = None

    @property
    def key(self) -> str:
        """What tells it from the other estimators of a figure."""
        return self.loss_at.loss.key + (f"-{self.start}" if self.start is not None else "")

    @property
    def plain(self) -> tuple[object, ...]:
        """All of it in plain values: equal ones give equal lines."""
        start = (
            self.start if isinstance(self.start, str | None) else np.asarray(self.start).tobytes()
        )
        params = tuple((k, np.asarray(v).tobytes()) for k, v in self.loss_at.params.items())
        return self.loss_at.loss.key, params, self.scale, start

    @property
    def name(self) -> str:
        """What readers call it; the start is named where it was chosen."""
        return self._from(self.loss_at.loss.name)

    @property
    def name_in_text(self) -> str:
        """The name as it stands within a sentence."""
        return self._from(self.loss_at.loss.name_in_text)

    def _from(self, name: str) -> str:
        return _("{loss} from least squares").format(loss=name) if self.start == "ols" else name

    def lines(
        self, x: Array, y: Array, weight: Array | None = None, *, constant: bool = False
    ) -> Lines:
        """Fit to x (n,) or (S, n), y (n,) or (S, n), with weights of the same; S where any has it.

        `constant`: fit a level instead of a line; the slope is then 0. ValueError as `fit_linear`.
        """
        shape = np.broadcast_shapes(x.shape, y.shape, () if weight is None else weight.shape)
        if len(shape) == 2:
            y = np.broadcast_to(y, shape)
        # one x per data set must not be read as n columns of one
        columns = x[..., None] if x.ndim == 2 else x
        if constant:
            fit = fit_location(self.loss_at, y, self.scale, weight, self.start)
        else:
            fit = fit_linear(self.loss_at, columns, y, self.scale, self.start, weight)
        intercept = np.asarray(fit.coefficients[..., 0])
        slope = np.zeros_like(intercept) if constant else np.asarray(fit.coefficients[..., 1])
        return Lines(
            intercept,
            slope,
            np.asarray(fit.scale),
            y - (intercept[..., None] + slope[..., None] * x),
            np.asarray(fit.weights),
            np.asarray(fit.converged),
            fit,
        )

    def pull(self, residual: Array, scale: Array | float = 1.0) -> Array:
        """Pull psi(r/s) / psi'(0) * s in units of y, so that near zero every loss pulls by r.

        Absolute error has no psi'(0): its pull is the sign of r, without a unit.
        """
        size = np.where(np.asarray(scale) > 0, scale, 1.0)
        pull = self.loss_at.pull(residual / size)
        straight = self.loss_at.facts.form is Form.PIECEWISE_LINEAR
        return np.asarray(pull if straight else pull * size)
