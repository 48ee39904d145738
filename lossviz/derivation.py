"""A derivation is data: lines of mathematics, each with a reason and a number to check it by."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz.i18n import _
from lossviz.numerics import POSITIVE, Array, as_float, require_in

Value = Callable[[Array, Array], ArrayLike]


class Follows(Enum):
    """How a line follows from the one before it."""

    START = "where we start"
    EQUAL = "equal to the line before"
    NEG_LOG = "minus the logarithm of the line before"
    DROP_CONST = "without a term that does not depend on theta"
    RESCALE = "divided by a positive number that does not depend on theta"
    DERIVATIVE = "the derivative with respect to theta"
    ROOT = "zero where the derivative vanishes"
    MINIMISES = "the theta that minimises the loss"

    @property
    def keeps(self) -> str:
        """What of the line before is still there, as a short phrase; "" of a START."""
        return {
            Follows.START: "",
            Follows.EQUAL: _("keeps the value"),
            Follows.NEG_LOG: _("keeps not the value but the best theta: largest becomes smallest"),
            Follows.DROP_CONST: _(
                "keeps not the value but every difference between candidates, so the best theta"
            ),
            Follows.RESCALE: _("keeps not the value but the shape, so the best theta"),
            Follows.DERIVATIVE: _("keeps only the slope, which changes its sign at the best theta"),
            Follows.ROOT: _("solves for the best theta"),
            Follows.MINIMISES: _("names the best theta"),
        }[self]


@dataclass(frozen=True, slots=True)
class Step:
    r"""One line: its TeX, why it holds, and its value at `theta` (d,) on a `sample` (n, ...).

    The value is a number; of a derivative, a ROOT or a MINIMISES it is an array (d,). `log_value`
    is its logarithm where the value itself, a product of many densities, is lost to underflow.
    `marked` is the TeX with what is new in it as \changed{...}; a term dropped in this step stands
    there once more, as \changed{\cancel{...}} + .
    """

    tex: str
    why: str
    value: Value
    follows: Follows
    log_value: Value | None = None
    is_loss: bool = False
    marked: str = ""

    def coloured(self, colour: str) -> str:
        """The TeX with what is new in it in a colour such as "#c2590c"."""
        return self.marked.replace(r"\changed{", rf"\textcolor{{{colour}}}{{") or self.tex


def one_unit(_sample: Array) -> Array:
    """The reach of a theta without units, such as a logit or a log rate."""
    return np.ones(1)


@dataclass(frozen=True, slots=True)
class Derivation:
    """The lines from "the observations are independent" to the loss, in order.

    `reach(sample)` (d,) or (1,): how far theta must move on this sample to make a difference, such
    as the spread of y for a location. `positive`: which of theta are widths, above 0. ValueError
    for lines that cannot follow one another.
    """

    key: str
    title: str
    steps: tuple[Step, ...]
    reach: Callable[[Array], Array] = one_unit
    positive: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        kinds = [step.follows for step in self.steps]
        if kinds[:1] != [Follows.START] or Follows.START in kinds[1:]:
            raise ValueError(f"{self.key}: the first step, and no other, must be a START")
        if sum(step.is_loss for step in self.steps) != 1:
            raise ValueError(f"{self.key}: exactly one step must be marked is_loss")
        for before, step in zip(self.steps, self.steps[1:], strict=False):
            if step.follows is Follows.NEG_LOG and before.log_value is None:
                raise ValueError(f"{self.key}: the step before a NEG_LOG needs a log_value")
            if step.follows is Follows.ROOT and before.follows is not Follows.DERIVATIVE:
                raise ValueError(f"{self.key}: a ROOT must follow a DERIVATIVE")

    def gaps(self, theta: ArrayLike, sample: ArrayLike) -> Array:
        """How far each step is from true on this sample, relative to the size of its numbers.

        (n_steps,), 0 for START, about 1e-16 to 1e-10 where the claim holds, NaN where there is no
        number to check, such as a slope at a root at infinity. `theta` is (d,) or a number;
        claims about all theta are checked at it and at a few others within reach. ValueError for a
        width that is not positive.
        """
        y = as_float(sample, "sample")
        at = np.atleast_1d(as_float(theta, "theta"))
        reach = np.array(np.broadcast_to(self.reach(y), at.shape))
        for j in self.positive:
            require_in(at[j], POSITIVE, "a width in theta", nan_ok=False)
            reach[j] = min(reach[j], at[j] / 4)  # so that a width stays one
        around = at + reach * _offsets(len(at))
        pairs = zip(self.steps, self.steps[1:], strict=False)
        return np.array([0.0, *(_gap(before, step, around, reach, y) for before, step in pairs)])


def _offsets(d: int) -> Array:
    """Theta itself, one step each way along each axis, and one between the axes; (2d + 2, d)."""
    axes = np.eye(d)
    between = 0.37 * (-1.0) ** np.arange(d)
    return np.vstack([np.zeros(d), axes, -axes, between])


def _gap(before: Step, step: Step, around: Array, reach: Array, sample: Array) -> float:
    def each(value: Value) -> Array:
        return np.array([value(theta, sample) for theta in around], dtype=np.float64)

    if step.follows is Follows.DERIVATIVE:
        return _derivative_gap(before.value, step.value, around[0], reach, sample)
    if step.follows is Follows.ROOT:
        return _root_gap(before.value, step.value, around, sample)
    if step.follows is Follows.MINIMISES:
        return _minimum_gap(before.value, step.value, around, reach, sample)
    now, prev = each(step.value), each(before.value)
    if step.follows is Follows.NEG_LOG:
        assert before.log_value is not None  # Derivation sees to it
        known = _normal(prev)
        by_product = _relative(now[known] + np.log(prev[known]), now)
        return _largest(_relative(now + each(before.log_value), now), by_product)
    if step.follows is Follows.EQUAL:
        if step.log_value is None or before.log_value is None:
            return _relative(now - prev, now, prev)
        log_now, log_prev = each(step.log_value), each(before.log_value)
        known = _normal(prev)
        by_product = _relative(now[known] / prev[known] - 1.0, np.ones(1))
        return _largest(_relative(log_now - log_prev, log_now, log_prev), by_product)
    if step.follows is Follows.DROP_CONST:
        return _relative(np.ptp(now - prev), now, prev)
    # RESCALE: the best factor in now = a * prev, which must be positive
    square = float(prev @ prev)
    factor = float(now @ prev) / square if square > 0 else 0.0
    return _relative(now - factor * prev, now) if factor > 0 else np.inf


def _normal(products: Array) -> NDArray[np.bool_]:
    """Where a product of densities has neither underflowed nor overflowed."""
    return (products > np.finfo(np.float64).tiny) & np.isfinite(products)


def _largest(*numbers: float) -> float:
    """The largest number, NaN if one is: `max` would pass over it."""
    return float(np.max(numbers))


def _relative(difference: ArrayLike, *numbers: Array) -> float:
    """Largest difference over the largest of the numbers; 0 if there is no difference."""
    worst = float(np.max(np.abs(difference), initial=0.0))
    size = max(float(np.max(np.abs(n))) for n in numbers)
    if worst == 0.0:
        return 0.0
    return worst / size if size > 0 else np.inf


def _slopes(value: Value, theta: Array, step: Array, sample: Array) -> tuple[float, float, float]:
    """Slope to the left, in the middle and to the right, each to fourth order in the step."""
    f = [float(np.asarray(value(theta + k * step, sample))) for k in range(-4, 5)]
    h = float(np.abs(step).sum())
    middle = (f[2] - 8 * f[3] + 8 * f[5] - f[6]) / (12 * h)
    right = (-25 * f[4] + 48 * f[5] - 36 * f[6] + 16 * f[7] - 3 * f[8]) / (12 * h)
    left = (25 * f[4] - 48 * f[3] + 36 * f[2] - 16 * f[1] + 3 * f[0]) / (12 * h)
    return left, middle, right


def _derivative_gap(
    value: Value, claimed: Value, theta: Array, reach: Array, sample: Array
) -> float:
    """Distance of the claimed slope from the measured one; at a kink, from the two sides of it."""
    now = np.atleast_1d(np.asarray(claimed(theta, sample), dtype=np.float64))
    # near a balance every slope is small: measured against the pull of the whole reach
    elsewhere = [np.atleast_1d(claimed(theta + s * reach, sample)) for s in (-1.0, 1.0)]
    worst = 0.0
    for j, along in enumerate(np.diag(reach)):
        misses = []
        for h in (1e-2, 1e-3, 1e-4, 1e-5):  # the widest that spans no kink is the most exact
            left, middle, right = _slopes(value, theta, h * along, sample)
            misses.append(abs(now[j] - middle))
        # theta may sit on a kink: then any slope between the two sides is one
        misses.append(_largest(0.0, min(left, right) - now[j], now[j] - max(left, right)))
        size = max(abs(float(e[j])) for e in (now, *elsewhere))
        # a step beyond where the values end has no slope; one that has is enough
        worst = _largest(worst, _relative(np.fmin.reduce(misses), np.array([size])))
    return worst


def _root_gap(derivative: Value, root: Value, around: Array, sample: Array) -> float:
    """Distance of 0 from the slopes just left and right of the root, along each axis."""
    size = np.max([np.abs(np.atleast_1d(derivative(t, sample))) for t in around], axis=0)
    theta = np.atleast_1d(np.asarray(root(around[0], sample), dtype=np.float64))
    worst = 0.0
    for j, axis in enumerate(np.eye(len(theta))):
        nudge = 8 * np.spacing(np.abs(theta).max()) * axis
        sides = [float(np.atleast_1d(derivative(theta + s, sample))[j]) for s in (-nudge, nudge)]
        miss = _largest(0.0, min(sides), -max(sides))
        worst = _largest(worst, _relative(miss, np.array([size[j]])))
    return worst


def _minimum_gap(
    value: Value, minimiser: Value, around: Array, reach: Array, sample: Array
) -> float:
    """By how much a grid about the minimiser, from fine to wide, lies lower."""
    theta = np.atleast_1d(np.asarray(minimiser(around[0], sample), dtype=np.float64))
    offsets = _offsets(len(theta))
    grid = np.vstack([around, *(theta + s * reach * offsets for s in np.geomspace(1e-3, 10, 17))])
    values = np.array([value(t, sample) for t in grid], dtype=np.float64)
    lowest = float(np.asarray(value(theta, sample)))
    return _relative(_largest(0.0, lowest - float(values.min())), values[: len(around)])
