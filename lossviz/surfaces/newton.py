"""Newton's step: to where the quadratic model of a surface is level, and what is found there."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.numerics import Array, Interval
from lossviz.surfaces.grounds import Ground
from lossviz.surfaces.optimisers import eigenvalues, is_bowl, newton_step
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

DAMPINGS = Interval(0.05, 2.0)
ALONG = np.linspace(0.0, 2.0, 81)
"""Parts of the step at which the surface is compared with its model."""
ROUND = np.linspace(0.0, 2.0 * np.pi, 73)
HALVINGS = 20
LEVEL = 1e-12
"""A promise below this part of the loss is none: rounding makes more."""


@dataclass(frozen=True, eq=False)
class NewtonView(Swept):
    """The step from (a, b), of which the part `damping` is taken; (S,) of any make a sweep.

    The model has the height, slopes and second derivatives that the surface has at the place.
    """

    ground: Ground
    a: PerStop
    b: PerStop
    damping: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("a", "b", "damping")
    derived: ClassVar[tuple[str, ...]] = (
        "loss", "gradient", "hessian", "step", "promise", "landing", "landed", "ellipse",
        "profile", "model", "now",
    )  # fmt: skip

    @cached_property
    def _place(self) -> tuple[Array, Array]:
        shape = np.broadcast_shapes(*(np.shape(getattr(self, name)) for name in self.per_stop))
        a, b = (np.asarray(one, dtype=np.float64) for one in (self.a, self.b))
        return np.broadcast_to(a, shape), np.broadcast_to(b, shape)

    @cached_property
    def loss(self) -> Array:
        """The height (...) at the place."""
        return self.ground.surface.mean(*self._place)

    @cached_property
    def gradient(self) -> Array:
        """Slopes (..., 2) there."""
        return self.ground.surface.gradient(*self._place)

    @cached_property
    def hessian(self) -> Array:
        """Second derivatives (..., 2, 2) there."""
        return self.ground.surface.hessian(*self._place)

    @cached_property
    def step(self) -> Array:
        """The full step (..., 2); NaN where the model is level nowhere, or along a line."""
        return newton_step(self.gradient, self.hessian)

    @cached_property
    def promise(self) -> Array:
        """How far (...) the model sinks on the full step: g H^-1 g / 2, below 0 where it rises.

        NaN where there is no step, or nothing to gain.
        """
        gain = -(self.gradient * self.step).sum(axis=-1) / 2
        return np.where(np.abs(gain) > LEVEL * np.abs(self.loss), gain, np.nan)

    def _at(self, part: PerStop) -> tuple[Array, Array]:
        """Places (...) after a part of the step."""
        a, b = self._place
        return a + part * self.step[..., 0], b + part * self.step[..., 1]

    @cached_property
    def landing(self) -> Array:
        """Where the damped step ends (..., 2)."""
        return np.stack(self._at(np.asarray(self.damping)), axis=-1)

    @cached_property
    def landed(self) -> Array:
        """The height (...) there."""
        return self._height(*self._at(np.asarray(self.damping)))

    def _height(self, a: Array, b: Array) -> Array:
        with np.errstate(over="ignore", invalid="ignore"):
            return self.ground.surface.mean(a, b)

    @cached_property
    def ellipse(self) -> Array:
        """Places (..., 73, 2) as high as this one on the model; NaN where it is no bowl."""
        bowl = is_bowl(self.hessian)
        safe = np.where(bowl[..., None, None], self.hessian, np.eye(2))
        half = np.linalg.cholesky(safe)
        reach = np.sqrt(np.maximum(2 * np.where(bowl, self.promise, np.nan), 0.0))
        circle = np.stack([np.cos(ROUND), np.sin(ROUND)], axis=-1)
        # H = L L^T: on the circle L^T (theta - bottom) has the length sqrt(2 promise)
        unit = np.linalg.solve(half.swapaxes(-1, -2)[..., None, :, :], circle[..., None])[..., 0]
        bottom = np.stack(self._at(1.0), axis=-1)
        return np.asarray(bottom[..., None, :] + reach[..., None, None] * unit)

    @cached_property
    def profile(self) -> Array:
        """Change of the height (..., 81) after each of `ALONG`, in promises; NaN for none."""
        a, b = self._place
        step = self.step
        heights = self._height(
            a[..., None] + ALONG * step[..., :1], b[..., None] + ALONG * step[..., 1:]
        )
        return self._in_promises(heights - self.loss[..., None], self.promise[..., None])

    @cached_property
    def model(self) -> Array:
        """The same of the model: t (t - 2), or with its sign turned where it rises."""
        sign = np.where(np.isnan(self.promise), np.nan, np.sign(self.promise))
        return np.asarray(sign[..., None] * ALONG * (ALONG - 2.0))

    @cached_property
    def now(self) -> Array:
        """The change (...) at the damped step, in promises."""
        return self._in_promises(self.landed - self.loss, self.promise)

    @staticmethod
    def _in_promises(change: Array, promise: Array) -> Array:
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            found = change / np.abs(promise)
        return np.where(np.isfinite(found), found, np.nan)

    # ---- of a single view, for the words ----------------------------------------------------

    @property
    def eigenvalues(self) -> Array:
        """Eigenvalues (2,) of the Hessian, ascending."""
        return eigenvalues(self.hessian)

    @property
    def bowl(self) -> bool:
        """Whether the model has a bottom."""
        return bool(is_bowl(self.hessian))

    @property
    def exact(self) -> bool:
        """Whether the model is the surface itself."""
        return self.ground.surface.moments is not None

    @property
    def repair(self) -> tuple[float, float] | None:
        """The largest of the parts 1/2, 1/4, ... of the step that leads downhill, and its height.

        None where none of them does.
        """
        for k in range(1, HALVINGS + 1):
            height = float(self._height(*self._at(0.5**k)))
            if height < self.loss:
                return 0.5**k, height
        return None


def damping_sweep(view: NewtonView, key: str, label: str) -> Sweep[NewtonView]:
    """The damping through its range."""
    stops = stops_between(DAMPINGS.low, DAMPINGS.high, 0.05, float(view.damping))
    return Sweep(Axis(key, label, stops, "", 2, magnets=(1.0,)), view.through(damping=stops))
