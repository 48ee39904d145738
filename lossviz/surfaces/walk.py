"""A walk down a surface: step after step of a rule, from a start, at a learning rate."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from lossviz.numerics import Array
from lossviz.surfaces.mean_loss import Surface
from lossviz.sweeps import PerStop, Swept

State = Any
"""What a rule remembers from step to step: None, or arrays with the axes of theta."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How theta (..., 2) moves: `move(surface, theta, rate, number, state)` gives both anew.

    `rate` has the shape (..., 1), `number` is 1 at the first step, `state` None then.
    """

    key: str
    move: Callable[[Surface, Array, Array, int, State], tuple[Array, State]]


def _downhill(
    surface: Surface, theta: Array, rate: Array, _number: int, _state: State
) -> tuple[Array, State]:
    return theta - rate * surface.gradient(theta[..., 0], theta[..., 1]), None


GRADIENT_DESCENT = Rule("gradient", _downhill)
"""theta - rate * gradient: plain, with all rows at every step."""


@dataclass(frozen=True, eq=False)
class Walk(Swept):
    """`n_steps` steps from (a, b), of which `step` are shown; (S,) of any make a sweep.

    From the step on at which a number is too large to be one, places are NaN.
    """

    surface: Surface
    a: PerStop
    b: PerStop
    rate: PerStop
    step: PerStop
    n_steps: int
    rule: Rule = GRADIENT_DESCENT

    per_stop: ClassVar[tuple[str, ...]] = ("a", "b", "rate", "step")
    derived: ClassVar[tuple[str, ...]] = (
        "path", "losses", "trail", "losses_so_far", "place", "loss",
    )  # fmt: skip

    @property
    def _stops(self) -> tuple[int, ...]:
        return np.broadcast_shapes(*(np.shape(getattr(self, name)) for name in self.per_stop))

    @cached_property
    def path(self) -> Array:
        """Parameters (..., n_steps + 1, 2), the start first; NaN out of all bounds."""
        a, b, rate = np.broadcast_arrays(*(
            np.asarray(one, dtype=np.float64) for one in (self.a, self.b, self.rate)
        ))  # fmt: skip
        theta, state = np.stack([a, b], axis=-1), None
        path = [theta]
        with np.errstate(over="ignore", invalid="ignore"):
            for number in range(1, self.n_steps + 1):
                theta, state = self.rule.move(self.surface, theta, rate[..., None], number, state)
                theta = np.where(np.isfinite(theta).all(axis=-1, keepdims=True), theta, np.nan)
                path.append(theta)
        found = np.stack(path, axis=-2)
        return np.broadcast_to(found, (*self._stops, *found.shape[-2:]))

    @cached_property
    def losses(self) -> Array:
        """The height at every step (..., n_steps + 1); NaN where it is too large to be a number."""
        one = self.path
        if one.ndim > 2 and one.strides[0] == 0:  # the same path at every stop: once is enough
            heights = np.broadcast_to(self._heights(one[0]), one.shape[:-1])
        else:
            heights = self._heights(one)
        return heights

    def _heights(self, theta: Array) -> Array:
        with np.errstate(over="ignore", invalid="ignore"):
            heights = self.surface.mean(theta[..., 0], theta[..., 1])
        return np.where(np.isfinite(heights), heights, np.nan)

    @cached_property
    def _shown(self) -> NDArray[np.bool_]:
        """Which steps (..., n_steps + 1) are done."""
        step = np.asarray(self.step, dtype=np.float64)[..., None]
        return np.broadcast_to(
            np.arange(self.n_steps + 1) <= step, (*self._stops, self.n_steps + 1)
        )

    @cached_property
    def trail(self) -> Array:
        """`path` as far as `step`; NaN beyond."""
        return np.where(self._shown[..., None], self.path, np.nan)

    @cached_property
    def losses_so_far(self) -> Array:
        """`losses` as far as `step`; NaN beyond."""
        return np.where(self._shown, self.losses, np.nan)

    @cached_property
    def place(self) -> Array:
        """Parameters (..., 2) at `step`."""
        index = self._index[..., None, None]
        return np.take_along_axis(self.path, index, axis=-2)[..., 0, :]

    @cached_property
    def loss(self) -> Array:
        """The height (...) at `step`."""
        return np.take_along_axis(self.losses, self._index[..., None], axis=-1)[..., 0]

    @property
    def _index(self) -> NDArray[np.intp]:
        return np.broadcast_to(np.asarray(self.step, dtype=np.intp), self._stops)
