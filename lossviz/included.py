"""What suspects do to lines while they are let in one by one.

The view holds for one count of suspects or for many: with S counts its results have a leading axis
of S stops, `at(k)` is the view of stop k and shares what was computed for all.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from lossviz.data.problems import LineProblem
from lossviz.estimators import Estimator, Lines
from lossviz.numerics import Array
from lossviz.outliers import kept_weights, settled, sharing

GIANTS = ("11", "20", "30", "34")
WRONG_YEARS = ("1964", "1965", "1966", "1967", "1968", "1969", "1970")
FORECAST_YEAR = 1974.0


@dataclass(frozen=True, eq=False)
class Included:
    """A line problem in which only the first `count` of the `suspects` (rows) take part.

    `count` is a number or (S,). The other rows always take part; there must be one. `reference`
    is the estimator whose line without suspects is called clean; None is the first.
    """

    problem: LineProblem
    suspects: tuple[int, ...]
    count: int | NDArray[np.int_]
    estimators: tuple[Estimator, ...]
    reference: Estimator | None = None

    def __post_init__(self) -> None:
        if not set(self.suspects) < set(range(len(self.problem))):
            raise ValueError("suspects must be rows of the problem, and not all of them")
        if np.any(np.less(self.count, 0)) or np.any(np.greater(self.count, len(self.suspects))):
            raise ValueError(f"count must be in [0, {len(self.suspects)}], got {self.count}")

    @cached_property
    def taking_part(self) -> NDArray[np.bool_]:
        """Which rows are in the fit: (n,) or (S, n)."""
        count = np.asarray(self.count)
        rows = np.ones((*count.shape, len(self.problem)), dtype=np.bool_)
        rows[..., list(self.suspects)] = np.arange(len(self.suspects)) < count[..., None]
        return rows

    @cached_property
    def lines(self) -> tuple[Lines, ...]:
        """The line of each estimator through the rows that take part."""
        return tuple(self._lines(e, self.taking_part) for e in self.estimators)

    def _lines(self, estimator: Estimator, rows: NDArray[np.bool_]) -> Lines:
        problem = self.problem
        weight = np.where(rows, 1.0 if problem.weight is None else problem.weight, 0.0)
        return estimator.lines(problem.x, problem.y, weight, constant=problem.constant)

    @cached_property
    def clean(self) -> Lines:
        """The line of `reference` through the rows that are no suspects."""
        nobody = replace(self, count=0)
        return self._lines(self.reference or self.estimators[0], nobody.taking_part)

    @cached_property
    def all_counts(self) -> "Included":
        """The same with every count there is, from none of the suspects to all: S of them."""
        return replace(self, count=np.arange(len(self.suspects) + 1))

    @cached_property
    def arm(self) -> Array:
        """Lever arm x - mean x, the mean over the rows that take part: (n,) or (S, n)."""
        problem = self.problem
        weight = self.taking_part * (1.0 if problem.weight is None else problem.weight)
        mean = (weight * problem.x).sum(axis=-1) / weight.sum(axis=-1)
        return np.asarray(problem.x - mean[..., None])

    def residuals(self, number: int) -> Array:
        """Residual of each row from the line of estimator `number`: (n,) or (S, n)."""
        return settled(self.lines[number].residual, self.problem)

    def pulls(self, number: int) -> Array:
        """Pull of each row on the line of estimator `number`, NaN for rows left out."""
        scale = self.lines[number].scale[..., None]
        pull = self.estimators[number].pull(self.residuals(number), scale)
        return np.where(self.taking_part, pull, np.nan)

    def weights(self, number: int) -> Array:
        """Part of a squared-error pull that each row keeps, NaN for rows left out."""
        weights = kept_weights(self.estimators[number], self.lines[number], self.residuals(number))
        return np.where(self.taking_part, weights, np.nan)

    def kept(self, number: int) -> Array:
        """The largest weight among the suspects in the fit; 0 for none of them: () or (S,)."""
        weights = np.where(self.taking_part, self.lines[number].weights, 0.0)
        return np.asarray(weights[..., list(self.suspects)].max(axis=-1, initial=0.0))

    def height(self, number: int, x: float) -> Array:
        """The line of estimator `number` at x: () or (S,)."""
        return self.lines[number].height(np.array([x]))[..., 0]

    @cached_property
    def vertices(self) -> tuple[tuple[Array, ...], ...]:
        """Per estimator and stop, the extreme lines (v, 2) among its equally good ones.

        One row, the line itself, where it is the only one or where the loss is not convex.
        """
        return tuple(map(self._vertices, self.estimators, self.lines))

    def _vertices(self, estimator: Estimator, line: Lines) -> tuple[Array, ...]:
        own = np.stack([line.intercept, line.slope], axis=-1).reshape(-1, 2)
        found: list[list[Array]] = [[] for _stop in own]
        if estimator.loss_at.facts.convex and not self.problem.constant:
            for other in line.fit.alternatives:
                found[other.stop].append(other.coefficients)
        return tuple(
            np.array(lines) if lines else alone[None]
            for lines, alone in zip(found, own, strict=True)
        )

    def heights(self, number: int, x: float) -> tuple[Array, Array]:
        """Lowest and highest of the equally good lines at x: () or (S,) each."""
        at_x = [lines @ np.array([1.0, x]) for lines in self.vertices[number]]
        shape = np.shape(self.count)
        return (
            np.reshape([h.min() for h in at_x], shape),
            np.reshape([h.max() for h in at_x], shape),
        )

    def at(self, stop: int) -> "Included":
        """The view of one stop."""
        single = replace(self, count=int(np.asarray(self.count)[stop]))
        return sharing(
            single,
            lines=tuple(line.at(stop) for line in self.lines),
            vertices=tuple((lines[stop],) for lines in self.vertices),
            clean=self.clean,
            all_counts=self.all_counts,
        )


def envelope(lines: Array, low: float, high: float) -> tuple[Array, Array, Array, Array]:
    """Lower and upper edge of lines (v, 2) from x = low to high: x and y of either, corners only.

    The lower edge is the lowest line at each x, bent where two lines cross.
    """
    x = np.array([low, high])
    a, b = lines[:, 0], lines[:, 1]
    first, second = np.triu_indices(len(lines), 1)
    differ = b[first] != b[second]
    first, second = first[differ], second[differ]
    crossing = (a[second] - a[first]) / (b[first] - b[second])
    x = np.union1d(x, crossing[(crossing > low) & (crossing < high)])
    heights = a[:, None] + b[:, None] * x
    lower, upper = heights.min(axis=0), heights.max(axis=0)
    bends_low, bends_up = (
        np.array([True, *_bent(x, edge), True]) for edge in (lower, upper)
    )  # fmt: skip
    return x[bends_low], lower[bends_low], x[bends_up], upper[bends_up]


def _bent(x: Array, y: Array) -> list[bool]:
    """For each inner point, whether the edge has a corner there."""
    if len(x) < 3:
        return []
    slope = np.diff(y) / np.diff(x)
    scale = np.abs(slope).max() + 1e-300
    return [bool(turn) for turn in np.abs(np.diff(slope)) > 1e-9 * scale]
