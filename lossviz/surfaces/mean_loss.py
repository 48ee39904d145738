"""The mean loss of a model of two parameters: its height, gradient and Hessian anywhere.

Squared error of a linear model needs the data once: five numbers say everything about them. All
other losses go through the rows in blocks, so that memory stays the same however many there are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from lossviz.core import Form, LossAt
from lossviz.i18n import _
from lossviz.numerics import Array, weighted_mean
from lossviz.surfaces.models import LINE, Model

BLOCK = 1 << 20
"""Numbers of one intermediate array, at most (or as many as there are places)."""


Number = Array | float
"""A parameter at one place, or at many."""


class Surface(Protocol):
    """A height over two parameters a and b that broadcast to (...)."""

    def mean(self, a: Number, b: Number) -> Array:
        """The height (...)."""

    def gradient(self, a: Number, b: Number) -> Array:
        """Slopes (..., 2) in a and b."""

    def hessian(self, a: Number, b: Number) -> Array:
        """Second derivatives (..., 2, 2); 0 where a kink has none."""


@dataclass(frozen=True, slots=True)
class Moments:
    """What squared error knows of the data: means, mean squares about them, and the best slope.

    Only squares are added up in a height, so nothing cancels.
    """

    mean_x: float
    mean_y: float
    var_x: float
    slope: float
    left: float

    @classmethod
    def of(cls, x: Array, y: Array, weight: Array | None) -> "Moments":
        """Those of rows x, y (n,); a constant x has slope 0."""
        mean_x, mean_y = weighted_mean(x, weight), weighted_mean(y, weight)
        dx, dy = x - mean_x, y - mean_y
        var_x = weighted_mean(dx * dx, weight)
        if var_x <= (1e-14 * abs(mean_x)) ** 2:  # what rounding leaves of a constant x
            var_x, slope = 0.0, 0.0
        else:
            slope = weighted_mean(dx * dy, weight) / var_x
        return cls(mean_x, mean_y, var_x, slope, weighted_mean((dy - slope * dx) ** 2, weight))


@dataclass(frozen=True, eq=False)
class MeanLoss:
    """The mean of `loss_at` over rows x, y (n,), of a model; a `weight` (n,) counts rows.

    Residuals are divided by `scale` first, in units of y, as `lossviz.fits` does. ValueError with a
    sentence for no rows, unequal rows, and what is no number.
    """

    loss_at: LossAt
    x: Array
    y: Array
    model: Model = LINE
    weight: Array | None = None
    scale: float = 1.0

    def __post_init__(self) -> None:
        if self.x.ndim != 1 or self.x.shape != self.y.shape or not len(self.x):
            raise ValueError(
                _("A surface needs one x for each y, and one of them at least; got {x} and {y}.")
                .format(x=len(np.atleast_1d(self.x)), y=len(np.atleast_1d(self.y)))
            )  # fmt: skip
        if not (np.isfinite(self.x).all() and np.isfinite(self.y).all()):
            raise ValueError(_("A surface needs numbers; a row has none."))

    @cached_property
    def moments(self) -> Moments | None:
        """The five numbers, where they suffice."""
        if not self.model.linear or self.loss_at.facts.form is not Form.QUADRATIC:
            return None
        return Moments.of(self.x, self.y, self.weight)

    @cached_property
    def _bend(self) -> float:
        """Second derivative of a quadratic loss in raw."""
        zero = np.zeros(())
        return float(self.loss_at.curvature(zero, zero)) / self.scale**2

    @property
    def _share(self) -> Array:
        """What each row counts, (n,); 1 in all."""
        n = len(self.x)
        return np.full(n, 1 / n) if self.weight is None else self.weight / self.weight.sum()

    def _sums(self, terms: Callable[[Array, Array, Array, Array], tuple[Array, ...]],
              a: Number, b: Number) -> list[Array]:  # fmt: skip
        """Means over the rows of each term (..., rows) of (a, b, x, y), block by block."""
        a, b = np.broadcast_arrays(np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64))
        rows, share = max(1, BLOCK // max(1, a.size)), self._share
        total: list[Array] = []
        for first in range(0, len(self.x), rows):
            part = slice(first, first + rows)
            found = terms(a[..., None], b[..., None], self.x[part], self.y[part])
            means = [np.asarray((share[part] * one).sum(axis=-1)) for one in found]
            total = [t + m for t, m in zip(total, means, strict=True)] if total else means
        return total

    def _at(self, f: Callable[[Array, Array], Array], y: Array, raw: Array) -> Array:
        """A formula of the loss, in units of the scale."""
        return f(y, raw) if self.scale == 1.0 else f(y / self.scale, raw / self.scale)

    def mean(self, a: Number, b: Number) -> Array:
        """The mean loss (...)."""
        m = self.moments
        if m is not None:
            with np.errstate(over="ignore"):
                off = m.mean_y - a - b * m.mean_x
                return np.asarray(
                    self._bend / 2 * (m.left + m.var_x * (b - m.slope) ** 2 + off * off)
                )
        raw, value = self.model.raw, self.loss_at.value
        return self._sums(lambda a, b, x, y: (self._at(value, y, raw(a, b, x)),), a, b)[0]

    def gradient(self, a: Number, b: Number) -> Array:
        """Slopes (..., 2) of the mean loss."""
        m = self.moments
        if m is not None:
            off = m.mean_y - a - b * m.mean_x
            slope = m.var_x * (np.asarray(b) - m.slope) - off * m.mean_x
            return self._bend * np.stack(np.broadcast_arrays(-off, slope), axis=-1)
        return np.stack(self._sums(self._slopes, a, b), axis=-1)

    def row_gradients(self, a: float, b: float) -> Array:
        """Slopes (n, 2) of the loss of each row at one place."""
        one, other = np.full((1, 1), a), np.full((1, 1), b)
        return np.concatenate(self._slopes(one, other, self.x, self.y)).T

    def _slopes(self, a: Array, b: Array, x: Array, y: Array) -> tuple[Array, ...]:
        pull = self._at(self.loss_at.grad, y, self.model.raw(a, b, x)) / self.scale
        da, db = self.model.slopes(a, b, x)
        return pull * da, pull * db

    def hessian(self, a: Number, b: Number) -> Array:
        """Second derivatives (..., 2, 2) of the mean loss; a kink adds nothing."""
        m = self.moments
        if m is not None:
            shape = np.broadcast_shapes(np.shape(a), np.shape(b))
            square = m.var_x + m.mean_x**2
            flat = self._bend * np.array([[1.0, m.mean_x], [m.mean_x, square]])
            return np.broadcast_to(flat, (*shape, 2, 2))
        aa, ab, bb = self._sums(self._bends, a, b)
        return np.stack([np.stack([aa, ab], axis=-1), np.stack([ab, bb], axis=-1)], axis=-2)

    def _bends(self, a: Array, b: Array, x: Array, y: Array) -> tuple[Array, ...]:
        raw = self.model.raw(a, b, x)
        slope = self._at(self.loss_at.grad, y, raw) / self.scale
        bend = self._at(self.loss_at.curvature, y, raw) / self.scale**2
        (da, db), (daa, dab, dbb) = self.model.slopes(a, b, x), self.model.bends(a, b, x)
        return (
            bend * da * da + slope * daa,
            bend * da * db + slope * dab,
            bend * db * db + slope * dbb,
        )
