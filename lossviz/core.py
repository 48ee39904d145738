r"""What a loss is: one frozen record of a formula, its slopes, its meaning and its facts.

Notation, the same in code, formulas and pages:

==========  ==============  =====================================================
``y_true``  y               the truth: a number, a count, a label in [0, 1], a class
``raw``     \hat y or z     the prediction before the link
``r``       r = y - \hat y  residual: truth minus prediction, the only sign used
``m``       m = (2y - 1) z  margin of a binary label
``p``       p               predicted probability, the link of ``raw``
``grad``    \partial_z l    slope of the loss in ``raw``
``psi``     -grad           pull: the way the loss wants ``raw`` to go
``tau``     \tau            quantile level
``delta``, ``c``            tolerance: misses up to here are ordinary
==========  ==============  =====================================================

Shapes: everything broadcasts elementwise, parameters too, so a whole sweep (S, 1) against (n,) is
one call. Multi-class: ``y_true`` (n,) classes or (n, K) targets, ``raw`` (n, K), value (n,), grad
(n, K), curvature (n, K, K). Only `mean` reduces, and it refuses unequal shapes. Natural logarithms.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lossviz.derivation import Derivation
from lossviz.functionals import Functional
from lossviz.i18n import _
from lossviz.noise import Noise
from lossviz.numerics import (
    POSITIVE,
    UNIT,
    Array,
    Interval,
    as_float,
    class_targets,
    require_in,
    require_same_shape,
    weighted_mean,
)


class Task(Enum):
    """What is predicted; owns the natural axis of a loss curve."""

    REGRESSION = "regression"
    COUNT = "count"
    BINARY = "binary"
    MULTICLASS = "multi-class"

    @property
    def axis(self) -> str:
        """Title of the axis the loss is a function of."""
        return {
            Task.REGRESSION: _("residual"),
            Task.COUNT: _("log rate"),
            Task.BINARY: _("logit"),
            Task.MULTICLASS: _("logits"),
        }[self]


class Origin(Enum):
    """Where a loss comes from."""

    LIKELIHOOD = "likelihood"
    ROBUST = "robust M-estimator"
    SURROGATE = "surrogate for 0-1"
    DECISION = "decision-theoretic"


class Influence(Enum):
    """How hard one point can pull as it moves away for ever."""

    UNBOUNDED = "grows without limit"
    BOUNDED = "capped"
    REDESCENDING = "lets go"


class Form(Enum):
    """The shape a solver can use: which exact method applies."""

    QUADRATIC = "quadratic"
    PIECEWISE_LINEAR = "two straight lines"
    CURVED = "curved"


class Link(Enum):
    """The function that turns `raw` into the prediction."""

    IDENTITY = "identity"
    EXP = "exp"
    SIGMOID = "sigmoid"
    SOFTMAX = "softmax"

    def __call__(self, raw: ArrayLike) -> Array:
        """Prediction for `raw`: a number, a rate, a probability, or K of them (last axis)."""
        z = as_float(raw, "raw")
        if self is Link.EXP:
            return np.asarray(np.exp(z))
        if self is Link.SIGMOID:
            return np.asarray(special.expit(z))
        return np.asarray(special.softmax(z, axis=-1)) if self is Link.SOFTMAX else z


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter with a slider: its range there (low, high, step) and all it may be (domain)."""

    key: str
    name: str
    tex: str
    default: float
    low: float
    high: float
    step: float
    domain: Interval = POSITIVE


@dataclass(frozen=True, slots=True)
class Option:
    """A keyword of the formula that has no slider; None leaves it out."""

    key: str
    meaning: str
    domain: Interval = POSITIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is true of a loss at given parameters; every field is tested for every loss.

    `kinks`: where the slope or the curvature jumps, on the residual axis (regression) or on the
    margin axis (binary), in ascending order.
    `noise`: the density with -log = nll_scale(scale) * value + a constant in `raw`, at every
    `scale`, or only at `noise_scale` where the parameters fix the width.
    """

    convex: bool
    influence: Influence
    form: Form = Form.CURVED
    kinks: tuple[float, ...] = ()
    noise: Noise | None = None
    noise_scale: float | None = None
    nll_scale: Callable[[float], float] | None = None
    no_noise_because: str = ""
    functional: Functional | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A case worked by hand: `value` is what the loss must return, `note` shows the working."""

    y_true: Any
    raw: Any
    value: Any
    note: str
    params: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Reference:
    """Where to read more."""

    author: str
    title: str
    year: int
    section: str = ""


Formula = Callable[..., Array]


class Recipe(Protocol):
    """How to derive a loss, before its parameters are known; `lossviz.recipes` has them."""

    def derive(self, loss: "LossAt", scale: float) -> Derivation:
        """The steps for a loss at its parameters and a noise of width `scale`."""


@dataclass(frozen=True, kw_only=True)
class Loss:
    """One loss; see the module docstring for shapes and letters.

    `value_fn`, `grad_fn`, `curvature_fn` are the bare formulas f(y, raw, **params); readers call
    `value`, `grad`, `curvature` and `mean`, which check their arguments. `row_weight_fn` is the
    weight a row brings along (class weights), by which a mean divides. `hue` names its colour and
    dash, the same in every figure (`lossviz.figures.theme.HUES`). `proper_name`: a person's, which
    keeps its capital within a sentence.
    """

    key: str
    name: str
    summary: str
    aliases: Mapping[str, str]
    task: Task
    origin: Origin
    tex: str
    mean_tex: str
    grad_tex: str
    value_fn: Formula
    grad_fn: Formula
    curvature_fn: Formula
    link: Link
    facts: Callable[..., Facts]
    examples: tuple[Example, ...]
    references: tuple[Reference, ...]
    params: tuple[Param, ...] = ()
    options: tuple[Option, ...] = ()
    derivations: tuple[Recipe, ...] = ()
    row_weight_fn: Formula | None = None
    hue: str = "slate"
    proper_name: bool = False

    @property
    def name_in_text(self) -> str:
        """The name as it stands within a sentence."""
        return self.name if self.proper_name else self.name[:1].lower() + self.name[1:]

    def at(self, **params: Any) -> "LossAt":
        """Fix the parameters (numbers or arrays that broadcast), checked once.

        TypeError for an unknown name, ValueError with name, range and value for a bad one.
        """
        declared: list[Param | Option] = [*self.params, *self.options]
        known = {p.key: p for p in declared}
        for key in params:
            if key not in known:
                allowed = ", ".join(known) or _("none")
                raise TypeError(f"{self.key} has no parameter {key!r}; it has: {allowed}")
        fixed: dict[str, Any] = {p.key: p.default for p in self.params}
        for key, given in params.items():
            if given is None and isinstance(known[key], Option):
                continue
            array = as_float(given, key)
            require_in(array, known[key].domain, key, nan_ok=False)
            fixed[key] = float(array) if array.ndim == 0 else array
        return LossAt(self, MappingProxyType(fixed))

    def value(self, y_true: ArrayLike, raw: ArrayLike, **params: Any) -> Array:
        """Elementwise loss, never reduced."""
        return self.at(**params).value(y_true, raw)

    def grad(self, y_true: ArrayLike, raw: ArrayLike, **params: Any) -> Array:
        """Elementwise slope with respect to `raw`."""
        return self.at(**params).grad(y_true, raw)

    def curvature(self, y_true: ArrayLike, raw: ArrayLike, **params: Any) -> Array:
        """Elementwise second derivative with respect to `raw` (0 at a kink)."""
        return self.at(**params).curvature(y_true, raw)

    def mean(
        self,
        y_true: ArrayLike,
        raw: ArrayLike,
        sample_weight: ArrayLike | None = None,
        **params: Any,
    ) -> float:
        """Mean loss; with weights, the sum of weight * loss divided by the sum of the weights."""
        return self.at(**params).mean(y_true, raw, sample_weight)


@dataclass(frozen=True)
class LossAt:
    """A loss with its parameters fixed: what fits, curves, surfaces and sweeps take."""

    loss: Loss
    params: Mapping[str, Any]

    def _checked(self, y_true: ArrayLike, raw: ArrayLike) -> tuple[Array, Array]:
        z = as_float(raw, "raw")
        task = self.loss.task
        if task is Task.MULTICLASS:
            if z.ndim == 0:
                raise ValueError("raw must have one column per class, shape (n, K)")
            return class_targets(y_true, z.shape[-1]), z
        y = as_float(y_true, "y_true")
        if task is Task.BINARY:
            require_in(y, UNIT, "labels")
        elif task is Task.COUNT:
            require_in(y, Interval(0.0, np.inf, open_high=True), "counts")
        return y, z

    def value(self, y_true: ArrayLike, raw: ArrayLike) -> Array:
        """Elementwise loss."""
        y, z = self._checked(y_true, raw)
        return np.asarray(self.loss.value_fn(y, z, **self.params), dtype=np.float64)

    def grad(self, y_true: ArrayLike, raw: ArrayLike) -> Array:
        """Elementwise slope with respect to `raw`."""
        y, z = self._checked(y_true, raw)
        return np.asarray(self.loss.grad_fn(y, z, **self.params), dtype=np.float64)

    def curvature(self, y_true: ArrayLike, raw: ArrayLike) -> Array:
        """Elementwise second derivative with respect to `raw`."""
        y, z = self._checked(y_true, raw)
        return np.asarray(self.loss.curvature_fn(y, z, **self.params), dtype=np.float64)

    def mean(
        self, y_true: ArrayLike, raw: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> float:
        """Mean loss; ValueError for unequal shapes and for no data."""
        y, z = self._checked(y_true, raw)
        require_same_shape(y, z, ("y_true", "raw"))
        values = np.asarray(self.loss.value_fn(y, z, **self.params))
        if self.loss.row_weight_fn is None:
            return weighted_mean(values, sample_weight)
        own = np.asarray(self.loss.row_weight_fn(y, **self.params), dtype=np.float64)
        # the values carry their own weight already: sum(w * own * l) / sum(w * own)
        total = weighted_mean(own, sample_weight)
        if total == 0.0:
            raise ValueError("the weights of the classes that occur must not sum to zero")
        return weighted_mean(values, sample_weight) / total

    @cached_property
    def facts(self) -> Facts:
        """The facts at these parameters, which must be single numbers."""
        for key, given in self.params.items():
            if np.ndim(given) > 0 and key in {p.key for p in self.loss.params}:
                raise ValueError(f"facts are for one value of {key}, got an array")
        return self.loss.facts(**self.params)

    def derivations(self, scale: float = 1.0) -> tuple[Derivation, ...]:
        """From noise of width `scale` to this loss, line by line; none where it has no density."""
        if self.facts.noise is None:
            return ()
        return tuple(recipe.derive(self, scale) for recipe in self.loss.derivations)

    def derivation(self, key: str, scale: float = 1.0) -> Derivation | None:
        """The one called `key`, such as "location", "line" or "width"; None if there is none."""
        return next((one for one in self.derivations(scale) if one.key == key), None)

    def psi(self, residual: ArrayLike) -> Array:
        """Pull -grad at a residual r = y_true - raw (regression losses)."""
        r = as_float(residual, "residual")
        return -np.asarray(self.loss.grad_fn(r, np.zeros(()), **self.params), dtype=np.float64)

    def _psi_slope_at_zero(self) -> Array:
        zero = np.zeros(())
        slope = np.asarray(self.loss.curvature_fn(zero, zero, **self.params), dtype=np.float64)
        return np.where(slope > 0, slope, 1.0)  # two straight lines: the pull is taken as it is

    def pull(self, residual: ArrayLike) -> Array:
        """psi(r) / psi'(0): one for every loss near zero, so pulls can be compared.

        A loss of two straight lines has no psi'(0); its pull is psi itself.
        """
        return self.psi(residual) / self._psi_slope_at_zero()

    def weight(self, residual: ArrayLike) -> Array:
        """How much of a squared-error pull is left: pull(r) / r, its limits at 0 and infinity.

        For absolute error 1/|r|, infinite at r = 0.
        """
        r = np.clip(as_float(residual, "residual"), -1e300, 1e300)  # the limit at infinity
        at_zero = np.asarray(self.loss.curvature_fn(np.zeros(()), np.zeros(()), **self.params))
        limit = np.where(at_zero > 0, 1.0, np.inf)
        pull = self.pull(r)
        return np.where(
            r == 0, limit, np.divide(pull, r, out=np.ones(np.shape(pull)), where=r != 0)
        )


def residual_loss(
    *,
    rho: Callable[..., Array],
    psi: Callable[..., Array],
    psi_slope: Callable[..., Array],
    **fields: Any,
) -> Loss:
    """A regression loss rho(r) with psi = rho' and psi_slope = rho''.

    The sign is decided here and nowhere else: r = y_true - y_pred, so d/draw = -psi.
    """
    return Loss(
        task=Task.REGRESSION,
        link=Link.IDENTITY,
        value_fn=lambda y, raw, **params: rho(y - raw, **params),
        grad_fn=lambda y, raw, **params: -psi(y - raw, **params),
        curvature_fn=lambda y, raw, **params: psi_slope(y - raw, **params),
        **fields,
    )


def margin_loss(
    *,
    phi: Callable[..., Array],
    slope: Callable[..., Array],
    curvature: Callable[..., Array],
    label_weights: Callable[..., tuple[Any, Any]] | None = None,
    **fields: Any,
) -> Loss:
    """A binary loss phi(m) of the margin, with slope = phi' and curvature = phi''.

    The sign is decided here and nowhere else: a label 1 has margin z, a label 0 margin -z, and a
    soft label y the mixture y phi(z) + (1 - y) phi(-z). `label_weights(**options)` are the factors
    of label 1 and label 0; only it sees the options.
    """
    option_keys = {option.key for option in fields.get("options", ())}

    def by_margin(f: Callable[..., Array], parity: float) -> Formula:
        def formula(y: Array, z: Array, **params: Any) -> Array:
            options = {key: params.pop(key) for key in option_keys & params.keys()}
            one, zero = (1.0, 1.0) if label_weights is None else label_weights(**options)
            if np.all((y == 0) | (y == 1)):  # hard labels need one evaluation, not two
                sign = 2.0 * y - 1.0
                own = np.where(y == 1, one, zero) * f(sign * z, **params)
                return own if parity > 0 else sign * own
            # 0 * inf is nan: a label with no share must not be charged for an infinite loss
            if_one = np.where(y == 0, 0.0, one * f(z, **params))
            if_zero = np.where(y == 1, 0.0, zero * parity * f(-z, **params))
            return np.asarray(y * if_one + (1.0 - y) * if_zero)

        return formula

    return Loss(
        task=Task.BINARY,
        link=Link.SIGMOID,
        value_fn=by_margin(phi, 1.0),
        grad_fn=by_margin(slope, -1.0),
        curvature_fn=by_margin(curvature, 1.0),
        **fields,
    )
