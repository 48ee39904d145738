"""One step of a rule taken apart: the place, what is computed there, and the next place."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lossviz.numerics import Array
from lossviz.surfaces.grounds import Ground
from lossviz.surfaces.irls import row_weights
from lossviz.surfaces.optimisers import batch_rows, corrected, eigenvalues, is_bowl, some_rows
from lossviz.surfaces.walk import Rule, State

ROUNDING = 1e-13
"""Of numbers whose difference it is: what is smaller is what rounding left of a zero."""


@dataclass(frozen=True, eq=False)
class Update:
    """The step that follows `step` steps of `rule` from (a, b) on a ground, at a rate.

    `batch` and `seed` are those of a mini-batch, `beta` that of momentum. Vectors have shape (2,).
    """

    ground: Ground
    rule: Rule
    a: float
    b: float
    rate: float
    step: int
    batch: int = 1
    seed: int = 0
    beta: float = 0.9

    @cached_property
    def _before(self) -> tuple[Array, State]:
        theta, state = np.array([self.a, self.b]), None
        for number in range(1, self.step + 1):
            theta, state = self._move(theta, number, state)
        return theta, state

    def _move(self, theta: Array, number: int, state: State) -> tuple[Array, State]:
        with np.errstate(over="ignore", invalid="ignore"):
            return self.rule.move(
                self.ground.surface, theta, np.array([self.rate]), number, state
            )  # fmt: skip

    @property
    def theta(self) -> Array:
        """The place."""
        return self._before[0]

    @property
    def memory(self) -> State:
        """What the rule remembers of the steps before; None before the first."""
        return self._before[1]

    @cached_property
    def after(self) -> tuple[Array, State]:
        """The next place and what is remembered there."""
        return self._move(self.theta, self.number, self.memory)

    @property
    def number(self) -> int:
        """The number of the step, from 1 on."""
        return self.step + 1

    @property
    def finite(self) -> bool:
        """Whether all of it are numbers."""
        with np.errstate(over="ignore", invalid="ignore"):
            parts = (self.theta, self.after[0], self.gradient)
        return all(bool((np.abs(part) < 1e100).all()) for part in parts)

    @cached_property
    def rows(self) -> Array:
        """The rows of a mini-batch."""
        return batch_rows(len(self.ground.surface.y), self.batch, self.seed, self.number)

    @cached_property
    def gradient(self) -> Array:
        """The gradient that the step follows: of the rows of the batch, or of all.

        Where the rows cancel to what rounding leaves of 0, it is 0.
        """
        surface, (a, b) = self.ground.surface, self.theta.tolist()
        seen = some_rows(surface, self.rows) if self.rule.key == "batch" else surface
        found = seen.gradient(a, b)
        size = np.abs(seen.row_gradients(a, b)).mean(axis=0)
        return np.where(np.abs(found) < ROUNDING * size, 0.0, found)

    @property
    def moved(self) -> Array:
        """From the place to the next; 0 where rounding may have made it."""
        way = self.after[0] - self.theta
        return np.where(np.abs(way) < ROUNDING * np.abs(self.theta).max(), 0.0, way)

    @property
    def unbiased(self) -> tuple[Array, Array]:
        """Adam's two means after the step, corrected."""
        mean, square = self.after[1]
        return corrected(mean, square, self.number)

    @cached_property
    def hessian(self) -> Array:
        """Second derivatives (2, 2)."""
        return self.ground.surface.hessian(float(self.theta[0]), float(self.theta[1]))

    @property
    def bowl(self) -> bool:
        """Whether Newton's model has a bottom."""
        return bool(is_bowl(self.hessian))

    @property
    def largest(self) -> float:
        """The largest eigenvalue in size."""
        return float(np.abs(eigenvalues(self.hessian)).max())

    @cached_property
    def weights(self) -> Array:
        """The weights (n,) of reweighted least squares."""
        return row_weights(self.ground.surface, self.theta)

    @property
    def line_to_fit(self) -> bool:
        """Whether the rows that weigh anything have two x, so that one line fits them best."""
        x = self.ground.surface.x[self.weights > 0]
        return bool(len(x)) and bool(x.min() < x.max())

    @property
    def target(self) -> Array:
        """Where reweighted least squares, or Newton, would land at rate 1."""
        return self.theta + self.moved / self.rate
