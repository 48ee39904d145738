"""What one point does to a fit while it moves along an axis; what a fitted number is.

The fitted number is the slope of the line, or the level where `problem.constant` asks for one.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz.core import Influence
from lossviz.data.problems import LineProblem
from lossviz.estimators import Estimator, Lines
from lossviz.numerics import Array, as_float

STILL = 0.005
"""A fitted number that differs by no more than this part is said not to have changed."""


def weight_of(problem: LineProblem) -> Array:
    """How many observations each point stands for (n,)."""
    return np.ones(len(problem)) if problem.weight is None else problem.weight


def fitted(problem: LineProblem, lines: Lines) -> Array:
    """Slope of the lines, () or (S,), or their level; NaN where the data leave it open."""
    value = lines.intercept if problem.constant else lines.slope
    known = np.isfinite(lines.fit.coef_range[..., -1, :]).all(axis=-1)
    return np.where(known, value, np.nan)


def _check_row(problem: LineProblem, row: int) -> None:
    if not 0 <= row < len(problem):
        raise ValueError(f"row must lie in [0, {len(problem) - 1}], got {row}")


class Reaction(Enum):
    """How a fitted number answers to a point that moves through all positions."""

    STRAIGHT = "in proportion, without limit"
    LEVEL = "levels off at both ends"
    RETURN = "comes back at both ends to what it is without the point, to half a per cent"
    STILL = "stays within half a per cent of what it is without the point"
    OTHER = "none of these, over the positions looked at"


@dataclass(frozen=True, eq=False)
class SensitivityView:
    """Fitted numbers of E estimators while point number `row` moves along `axis`, "x" or "y".

    positions : (S,), ascending, in units of the axis.
    slopes, converged : (E, S), in slope units (level: units of y); NaN where x became constant.
    clean : (E,), without the point; NaN where there is no slope without it.
    current : where the point is, () or (T,) for a sweep; `now` (E,) or (T, E) the numbers there.
    """

    problem: LineProblem
    row: int
    axis: str
    estimators: tuple[Estimator, ...]
    positions: Array
    slopes: Array
    converged: NDArray[np.bool_]
    clean: Array
    current: Array
    now: Array

    @property
    def moving(self) -> "SensitivityView":
        """The same with the point at each position in turn: a batch of S stops."""
        return self._standing(self.positions, self.slopes.T)

    def at(self, stop: int) -> "SensitivityView":
        """The view of one stop of a batch."""
        return self._standing(self.current[stop], self.now[stop])

    def _standing(self, current: Array, now: Array) -> "SensitivityView":
        return SensitivityView(
            self.problem, self.row, self.axis, self.estimators, self.positions, self.slopes,
            self.converged, self.clean, current, now,
        )  # fmt: skip

    @property
    def change(self) -> Array:
        """How far the point moves each number (E, S): slopes - clean."""
        return self.slopes - self.clean[:, None]

    @cached_property
    def reactions(self) -> tuple[Reaction, ...]:
        """What the numbers of each estimator say; a limit only where both ends show it."""
        return tuple(self._reaction(e) for e in range(len(self.estimators)))

    def _still(self, e: int) -> NDArray[np.bool_]:
        return np.asarray(np.abs(self.change[e]) <= STILL * abs(self.clean[e]))

    def _reaction(self, e: int) -> Reaction:
        if not np.all(np.isfinite(self.slopes[e])):
            return Reaction.OTHER
        still = self._still(e)
        if still.all():
            return Reaction.STILL
        unbounded = self.estimators[e].loss_at.facts.influence is Influence.UNBOUNDED
        if unbounded and self._is_straight(e):
            return Reaction.STRAIGHT
        tail = max(2, len(self.positions) // 10)
        if still[:tail].all() and still[-tail:].all():
            return Reaction.RETURN
        size = np.abs(self.slopes[e]).max()
        flat = all(np.ptp(end) <= 1e-6 * size for end in self._ends(e, tail))
        return Reaction.LEVEL if flat else Reaction.OTHER

    def _ends(self, e: int, tail: int) -> tuple[Array, Array]:
        return self.slopes[e, :tail], self.slopes[e, -tail:]

    def _is_straight(self, e: int) -> bool:
        chord = self.slopes[e, 0] + self.rate(e) * (self.positions - self.positions[0])
        return bool(np.abs(self.slopes[e] - chord).max() <= 1e-9 * np.ptp(self.slopes[e]))

    def rate(self, e: int) -> float:
        """Mean change of the number of estimator `e` per unit of the axis, end to end."""
        rise = self.slopes[e, -1] - self.slopes[e, 0]
        return float(rise / (self.positions[-1] - self.positions[0]))

    def returned(self, e: int) -> tuple[float, float]:
        """Positions below and above which the number is within `STILL` of the clean one.

        For an estimator that comes back (`Reaction.RETURN`).
        """
        moved = np.flatnonzero(~self._still(e))
        return float(self.positions[moved[0] - 1]), float(self.positions[moved[-1] + 1])


def sensitivity(
    problem: LineProblem,
    row: int,
    axis: str,
    positions: ArrayLike,
    estimators: tuple[Estimator, ...],
) -> SensitivityView:
    """Fit every estimator with point `row` at each of the positions (S,) along "x" or "y".

    ValueError for an unknown axis or row, fewer than two positions, or positions that are not
    finite and ascending; along x for a level, which no x can move.
    """
    if axis not in {"x", "y"}:
        raise ValueError(f'axis must be "x" or "y", got {axis!r}')
    if axis == "x" and problem.constant:
        raise ValueError('axis must be "y" for a level: it does not depend on x')
    _check_row(problem, row)
    stops = as_float(positions, "positions")
    if stops.ndim != 1 or len(stops) < 2:
        raise ValueError(f"positions must have shape (S,) with S at least 2, got {stops.shape}")
    if not (np.all(np.isfinite(stops)) and np.all(np.diff(stops) > 0)):
        raise ValueError("positions must be finite and ascending")
    current = float((problem.x if axis == "x" else problem.y)[row])
    moved, weight = np.append(stops, current), weight_of(problem)
    others = np.where(np.arange(len(problem)) == row, 0.0, weight)
    x, y = problem.x, problem.y
    if axis == "x":
        x = np.tile(x, (len(moved), 1))
        x[:, row] = moved
    else:
        y = np.tile(y, (len(moved), 1))
        y[:, row] = moved
    numbers, settled, clean = [], [], []
    for estimator in estimators:
        lines = estimator.lines(x, y, weight, constant=problem.constant)
        without = estimator.lines(problem.x, problem.y, others, constant=problem.constant)
        numbers.append(fitted(problem, lines))
        settled.append(lines.converged)
        clean.append(float(fitted(problem, without)))
    slopes = np.array(numbers)
    return SensitivityView(
        problem, row, axis, tuple(estimators), stops, slopes[:, :-1],
        np.array(settled)[:, :-1], np.array(clean), np.asarray(current), slopes[:, -1],
    )  # fmt: skip
