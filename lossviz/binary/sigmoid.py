"""A sigmoid over labels 0 and 1, held at two x: what each label costs, and the best there is."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import special

from lossviz.binary.problems import BinaryProblem
from lossviz.core import LossAt
from lossviz.fits import fit_logistic
from lossviz.fits.logistic import LogisticFit
from lossviz.information import entropy
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept

HEIGHTS = Interval(0.001, 0.999)
STEEPEST = 1.5
"""Steepness goes so far both ways, in units of the problem."""

SAME = 1e-7
"""Nats: mean costs this close are the same for a reader."""

_HEIGHT_STOPS = np.round([0.001, 0.005, *np.arange(0.01, 0.995, 0.01), 0.995, 0.999], 3)
_STEEP_STOPS = np.round(
    [*np.arange(-STEEPEST, -0.3, 0.1), *np.arange(-0.3, 0.605, 0.01), *np.arange(0.7, 1.55, 0.1)], 2
)


@dataclass(frozen=True)
class Sigmoid(Swept):
    """A sigmoid over `problem`: of probability `height` at its anchor, so `steep` there.

    Its logit changes by `steep` per unit of x, upwards on the side of `problem.turn`. `loss_at` is
    the cross-entropy of a label. Either number may be an array (S,).
    """

    loss_at: LossAt
    problem: BinaryProblem
    height: PerStop
    steep: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("height", "steep")
    derived: ClassVar[tuple[str, ...]] = (
        "logits", "costs", "mean", "order", "at_turn", "half",
    )  # fmt: skip
    shared: ClassVar[tuple[str, ...]] = ("fit", "best", "base_mean")

    @cached_property
    def intercept(self) -> PerStop:
        """Logit at the anchor."""
        return special.logit(np.asarray(self.height, dtype=np.float64))[()]

    def logits_at(self, x: Array) -> Array:
        """Logits (..., m) at x (m,)."""
        slope = self.problem.way * np.asarray(self.steep, dtype=np.float64)
        level = np.asarray(self.intercept, dtype=np.float64)
        return np.asarray(level[..., None] + slope[..., None] * (x - self.problem.anchor))

    def curve(self, x: Array) -> Array:
        """Probability (..., m) of label 1 at x (m,)."""
        return np.asarray(special.expit(self.logits_at(x)))

    @cached_property
    def logits(self) -> Array:
        """Logits (..., n) of the rows."""
        return self.logits_at(self.problem.x)

    @property
    def chances(self) -> Array:
        """Probability (..., n) of label 1, in each row."""
        return np.asarray(special.expit(self.logits))

    @property
    def given(self) -> Array:
        """Probability (..., n) given to what happened."""
        return np.asarray(special.expit((2.0 * self.problem.y - 1.0) * self.logits))

    @cached_property
    def costs(self) -> Array:
        """-log (..., n) of that probability, in nats."""
        return self.loss_at.value(self.problem.y, self.logits)

    @cached_property
    def mean(self) -> PerStop:
        """Mean cost, in nats."""
        weight = self.problem.weight
        return ((weight * self.costs).sum(axis=-1) / weight.sum())[()]

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """Rows (..., n), the most expensive first."""
        return np.argsort(-self.costs, axis=-1, kind="stable")

    @cached_property
    def at_turn(self) -> PerStop:
        """Probability where the curve is turned."""
        return self.curve(np.array([self.problem.turn]))[..., 0][()]

    @cached_property
    def half(self) -> PerStop:
        """The x where the curve crosses one half; NaN for a flat one."""
        slope = self.problem.way * np.asarray(self.steep, dtype=np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            x = self.problem.anchor - np.asarray(self.intercept) / slope
        return np.where(slope == 0.0, np.nan, x)[()]

    @cached_property
    def fit(self) -> LogisticFit:
        """The best sigmoid, or why there is none."""
        problem = self.problem
        return fit_logistic(problem.x, problem.y, sample_weight=problem.weight)

    @property
    def has_best(self) -> bool:
        """Whether some curve costs least."""
        return bool(self.fit.converged)

    @cached_property
    def best(self) -> tuple[float, float] | None:
        """Height and steepness of the best curve, if there is one."""
        if not self.has_best:
            return None
        intercept, slope = self.fit.coefficients
        level = float(intercept + slope * self.problem.anchor)
        return float(special.expit(level)), float(self.problem.way * slope)

    @property
    def in_reach(self) -> bool:
        """Whether the hand can come to the best curve."""
        if self.best is None:
            return False
        height, steep = self.best
        return HEIGHTS.includes(height) and abs(steep) <= STEEPEST * self.problem.unit

    @cached_property
    def base_mean(self) -> float:
        """Mean cost of the flat curve at the base rate: the entropy of the labels."""
        rate = self.problem.base_rate
        return float(entropy([1.0 - rate, rate]))

    @property
    def lowest(self) -> float:
        """The lowest mean cost there is, or that steeper and steeper curves come near to."""
        return float(self.fit.objective)

    @property
    def is_best(self) -> bool:
        """Whether the mean is the lowest, to more digits than are shown."""
        return self.has_best and bool(self.mean <= self.lowest + SAME)

    @property
    def is_flat(self) -> bool:
        """Whether every x is told the same."""
        return bool(self.steep == 0.0)


def _with(stops: Array, *values: float) -> Array:
    """Stops with some values exactly among them, each in place of a stop very near to it."""
    for value in values:
        near = np.abs(stops - value) < 1e-9
        stops = np.where(near, value, stops) if near.any() else np.sort(np.append(stops, value))
    return stops


def height_sweep(view: Sigmoid, key: str, label: str) -> Sweep[Sigmoid]:
    """The curve up and down, its best height and the base rate among the stops."""
    rates = [view.problem.base_rate, *(view.best or ())[:1]]
    seen = [float(f"{rate:.6g}") for rate in rates if HEIGHTS.includes(rate)]
    stops = _with(_HEIGHT_STOPS, *seen, float(view.height))
    axis = Axis(key, label, stops, decimals=3)
    return Sweep(axis, view.through(height=stops))


def steep_sweep(view: Sigmoid, key: str, label: str) -> Sweep[Sigmoid]:
    """The curve from falling to rising, flat and its best steepness among the stops."""
    unit = view.problem.unit
    reach = Interval(-STEEPEST * unit, STEEPEST * unit)
    seen = [float(f"{best:.6g}") for best in (view.best or ())[1:] if reach.includes(best)]
    stops = _with(np.round(_STEEP_STOPS * unit, 12), *seen, 0.0, float(view.steep))
    per = f"/{view.problem.x_unit}" if view.problem.x_unit else ""
    return Sweep(Axis(key, label, stops, per, 3), view.through(steep=stops))
