"""The x of a line as it was measured, centred, and centred and scaled: what it does to the bowl."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from lossviz.core import LossAt
from lossviz.data.problems import LineProblem
from lossviz.i18n import _
from lossviz.numerics import Array, Interval, weighted_mean
from lossviz.surfaces.curvature import Bowl
from lossviz.surfaces.height_map import HeightMap, Room
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.mean_loss import MeanLoss
from lossviz.surfaces.walk import Walk

RAW, CENTRED, SCALED = PREPARATIONS = ("raw", "centred", "scaled")
START = (0.0, 0.0)
"""Where the fold about scaling starts: both parameters 0, the line y = 0."""

SHOWN = 100
"""Steps that are drawn."""


def spread_of(problem: LineProblem) -> float:
    """The standard deviation of x, divided by n; 0 where x is constant but for rounding."""
    middle = weighted_mean(problem.x, problem.weight)
    spread = float(np.sqrt(weighted_mean((problem.x - middle) ** 2, problem.weight)))
    return spread if spread > 1e-14 * abs(middle) else 0.0


def prepared(problem: LineProblem, how: str) -> LineProblem:
    """The same points with their x minus its mean, and divided by its spread; or as they are.

    ValueError with a sentence where there is no spread to divide by.
    """
    if how == RAW:
        return problem
    x = problem.x - weighted_mean(problem.x, problem.weight)
    if how == CENTRED:
        name = _("{x}, from its mean").format(x=problem.x_name)
        # the new name may not stand for a unit that is none: "per year", not "per year, from ..."
        unit = problem.x_unit or (problem.x_name if problem.y_unit else "")
        return replace(problem, x=x if spread_of(problem) else 0 * x, x_name=name, x_unit=unit)
    spread = spread_of(problem)
    if spread == 0:
        raise ValueError(_("All x are the same, so their spread is 0: x cannot be divided by it."))
    return replace(problem, x=x / spread, x_name=_("scaled {x}").format(x=problem.x_name),
                   x_unit=_("SD"))  # fmt: skip


def at_one_x(problem: LineProblem) -> LineProblem:
    """All points moved to the mean of x."""
    middle = weighted_mean(problem.x, problem.weight)
    return replace(problem, key=f"{problem.key}_one_x", x=np.full(len(problem), middle))


def one_point(problem: LineProblem) -> LineProblem:
    """The last point alone."""
    weight = None if problem.weight is None else problem.weight[-1:]
    return replace(
        problem, key=f"{problem.key}_one_point", x=problem.x[-1:], y=problem.y[-1:],
        labels=problem.labels[-1:], weight=weight,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Preparation:
    """What one way to prepare x makes of the bowl of `loss_at`, a quadratic loss."""

    loss_at: LossAt
    given: LineProblem
    how: str

    @cached_property
    def problem(self) -> LineProblem:
        """The points with their new x."""
        return prepared(self.given, self.how)

    @cached_property
    def surface(self) -> MeanLoss:
        """The mean loss over intercept and slope."""
        return LineHill(self.loss_at, self.problem).surface

    @cached_property
    def bowl(self) -> Bowl:
        """Its curvature."""
        return Bowl(self.surface)

    @cached_property
    def steps(self) -> float:
        """Steps from the line y = 0 at half of the limit; infinite for never."""
        return float(self.bowl.steps_to(*START, 0.5))

    @cached_property
    def path(self) -> Array:
        """Its first places (SHOWN + 1, 2) at half of the limit."""
        return Walk(self.surface, *START, self.bowl.limit / 2, SHOWN, SHOWN).path

    @cached_property
    def seen(self) -> HeightMap:
        """A map with both parameters to the same scale, around start and lowest place."""
        low, high = np.sort([START, self.bowl.lowest], axis=0)
        middle = (low + high) / 2
        reach = 0.8 * float((high - low).max() or 1.0)
        sides = (Interval(float(m) - reach, float(m) + reach) for m in middle)
        return HeightMap(self.surface, Room(*sides), self.bowl.floor)


def preparations(loss_at: LossAt, problem: LineProblem) -> tuple[Preparation, ...]:
    """The three ways; two where the x are all the same and cannot be scaled."""
    ways = PREPARATIONS if spread_of(problem) else PREPARATIONS[:2]
    return tuple(Preparation(loss_at, problem, how) for how in ways)
