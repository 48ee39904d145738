"""Models of two parameters: their prediction `raw`, and its slopes and bends in the parameters."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lossviz.i18n import _
from lossviz.numerics import Array

Two = tuple[Array, Array]
Three = tuple[Array, Array, Array]


@dataclass(frozen=True, slots=True)
class Model:
    """`raw(a, b, x)` of parameters a, b and data x that broadcast.

    `slopes` are its derivatives in a and b, `bends` its second ones: aa, ab, bb. `linear`: raw is
    linear in the parameters. `names` and `symbols` (TeX) are those of a and b.
    """

    key: str
    names: tuple[str, str]
    symbols: tuple[str, str]
    tex: str
    raw: Callable[[Array, Array, Array], Array]
    slopes: Callable[[Array, Array, Array], Two]
    bends: Callable[[Array, Array, Array], Three]
    linear: bool = False


def _line(a: Array, b: Array, x: Array) -> Array:
    return a + b * x


def _line_slopes(a: Array, b: Array, x: Array) -> Two:
    one = np.ones(np.broadcast_shapes(np.shape(a), np.shape(b), np.shape(x)))
    return one, one * x


def _line_bends(a: Array, b: Array, x: Array) -> Three:
    zero = np.zeros(np.broadcast_shapes(np.shape(a), np.shape(b), np.shape(x)))
    return zero, zero, zero


LINE = Model(
    key="line",
    names=(_("intercept"), _("slope")),
    symbols=(r"\theta_0", r"\theta_1"),
    tex=r"\theta_0 + \theta_1 x",
    raw=_line,
    slopes=_line_slopes,
    bends=_line_bends,
    linear=True,
)
"""A line; with a loss for labels, the logit of a sigmoid."""


def _hidden(w: Array, v: Array, x: Array) -> Array:
    return np.asarray(v * np.tanh(w * x))


def _hidden_slopes(w: Array, v: Array, x: Array) -> Two:
    t = np.tanh(w * x)
    return np.asarray(v * x * (1 - t * t)), t + 0 * v


def _hidden_bends(w: Array, v: Array, x: Array) -> Three:
    t = np.tanh(w * x)
    steep = x * (1 - t * t)
    return np.asarray(-2 * v * x * t * steep), steep + 0 * v, 0 * v * t


HIDDEN = Model(
    key="hidden",
    names=(_("weight w"), _("weight v")),
    symbols=("w", "v"),
    tex=r"v\,\tanh(w x)",
    raw=_hidden,
    slopes=_hidden_slopes,
    bends=_hidden_bends,
)
"""One hidden unit without thresholds: (w, v) and (-w, -v) predict the same."""
