"""Training of a small network: full-batch gradient descent, a thousand steps at a time."""

from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from lossviz.core import LossAt
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.border import border
from lossviz.surfaces.moons import Clouds
from lossviz.surfaces.network import (
    SIZE,
    drawn,
    gradient,
    logits,
    loss_and_gradient,
    mean_loss,
    parts,
)
from lossviz.sweeps import PerStop, Swept

CHUNK = 1000
"""Steps that are done before anybody is asked whether to go on."""
MOST_STEPS = 100_000
PER_DECADE = 12
ROUNDING = 1e-12
"""Of a loss: how far its last digits may be off."""
GRID = 33
"""Places along either axis at which the border is looked for."""


def _kept() -> tuple[int, ...]:
    """Steps whose networks are kept: 0, then twelve in each decade."""
    decades = round(np.log10(MOST_STEPS))
    steps = np.logspace(0, decades, PER_DECADE * decades + 1).round().astype(int)
    return (0, *np.unique(steps).tolist())


KEPT = _kept()


class Training:
    """Steps theta - rate * gradient from a seeded start; what has been done stays done.

    Several readers may share one: a lock keeps the steps in order.
    """

    def __init__(self, loss_at: LossAt, clouds: Clouds, seed: int, rate: float) -> None:
        self.loss_at, self.clouds, self.seed, self.rate = loss_at, clouds, seed, rate
        self._x = np.ascontiguousarray(clouds.x)
        self._marks = [drawn(seed)]  # at 0, 1000, 2000, ...
        self._losses: list[Array] = []
        self._snapshots = {0: self._marks[0]}
        self._lock = Lock()

    @property
    def done(self) -> int:
        """How many steps have been taken."""
        return CHUNK * len(self._losses)

    def _steps(self, theta: Array, count: int, first: int) -> tuple[Array, Array]:
        """The network after `count` steps, and the losses (count,) before each."""
        losses = np.empty(count)
        for k in range(count):
            losses[k], slopes = loss_and_gradient(self.loss_at, theta, self._x, self.clouds.y)
            theta = theta - self.rate * slopes
            if first + k + 1 in _KEPT_SET:
                self._snapshots[first + k + 1] = theta
        return theta, losses

    def advance(self) -> None:
        """A thousand steps more; ValueError where the weights are no numbers any more."""
        with self._lock:
            if self.done >= MOST_STEPS:
                return
            theta, losses = self._steps(self._marks[-1], CHUNK, self.done)
            if not np.isfinite(theta).all():
                raise ValueError(
                    _("At this learning rate the weights leave all bounds: choose a smaller one.")
                )
            self._marks.append(theta)
            self._losses.append(losses)

    def theta_at(self, step: int) -> Array:
        """The network (33,) after so many steps, at most `done`."""
        if step in self._snapshots:
            return self._snapshots[step]
        mark, more = divmod(step, CHUNK)
        return self._steps(self._marks[mark], more, mark * CHUNK)[0]

    def seen(self, steps: int, step: int) -> "Trained":
        """What there is after `steps`, of which `step` is in the hand; both at most `done`."""
        if not 0 <= step <= steps <= self.done:
            raise ValueError(
                _("A step must lie between 0 and {done}, those that are done.").format(
                    done=self.done
                )
            )
        shown = sorted({s for s in KEPT if s <= steps} | {steps, step})
        thetas = np.array([self.theta_at(s) for s in shown])
        before = np.concatenate([*self._losses, []])[:steps]
        last = mean_loss(self.loss_at, thetas[-1], self._x, self.clouds.y)
        return Trained(
            self.loss_at, self.clouds, self.rate, np.array(shown), thetas,
            np.append(before, last), shown.index(step),
        )  # fmt: skip


_KEPT_SET = frozenset(KEPT)


@dataclass(frozen=True, eq=False)
class Trained(Swept):
    """Networks `thetas` (K, 33) at `kept` (K,) steps; number `index` is in the hand, (S,) a sweep.

    `losses` are those before every step, and after the last.
    """

    loss_at: LossAt
    clouds: Clouds
    rate: float
    kept: NDArray[np.intp]
    thetas: Array
    losses: Array
    index: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("index",)
    derived: ClassVar[tuple[str, ...]] = ("step", "theta", "loss", "ones", "right", "border")
    shared: ClassVar[tuple[str, ...]] = ("kept_losses",)

    @property
    def _number(self) -> NDArray[np.intp]:
        return np.asarray(self.index, dtype=np.intp)

    @property
    def steps(self) -> int:
        """Steps in all."""
        return int(self.kept[-1])

    @property
    def end(self) -> Array:
        """The network (33,) at the end of training."""
        return np.asarray(self.thetas[-1])

    @cached_property
    def kept_losses(self) -> Array:
        """The loss (K,) of each network that is kept."""
        return np.asarray(self.losses[self.kept])

    @cached_property
    def step(self) -> PerStop:
        """The step in the hand."""
        return self.kept[self._number][()]

    @cached_property
    def theta(self) -> Array:
        """Its network (..., 33)."""
        return np.asarray(self.thetas[self._number])

    @cached_property
    def loss(self) -> PerStop:
        """Its mean loss."""
        return self.kept_losses[self._number][()]

    @cached_property
    def right(self) -> PerStop:
        """How many points lie on their side of the border; a logit of 0 counts as label 0."""
        return (self._ones == (self.clouds.y > 0.5)).sum(axis=-1)[()]

    @cached_property
    def _ones(self) -> NDArray[np.bool_]:
        return np.asarray(logits(self.theta, self.clouds.x) > 0)

    @cached_property
    def ones(self) -> PerStop:
        """To how many points the network gives label 1."""
        return self._ones.sum(axis=-1)[()]

    @property
    def uphill(self) -> int:
        """How many of all steps raised the loss by more than its last digits."""
        return int((np.diff(self.losses) > ROUNDING * self.losses[:-1]).sum())

    @property
    def places(self) -> tuple[Array, Array]:
        """Places (GRID,) across and up, in the units of the data."""
        low, high = self.clouds.room
        return np.linspace(low[0], high[0], GRID), np.linspace(low[1], high[1], GRID)

    def _raw(self) -> Array:
        across, up = np.meshgrid(*self.places)
        seen = self.clouds.seen(np.column_stack([across.ravel(), up.ravel()]))
        raw = logits(self.theta, seen)
        return raw.reshape(*raw.shape[:-1], GRID, GRID)

    @cached_property
    def border(self) -> Array:
        """Where (..., 2, m) both labels are as probable: pieces of line with gaps."""
        w, b, v, c = parts(self.theta.reshape(-1, SIZE))

        def at(stop: NDArray[np.intp], x: Array, y: Array) -> Array:
            seen = self.clouds.seen(np.stack([x, y], axis=-1))
            hidden = np.tanh((w[stop] * seen[:, None]).sum(axis=-1) + b[stop])
            return np.asarray((v[stop] * hidden).sum(axis=-1) + c[stop])

        return np.stack(border(*self.places, self._raw(), at), axis=-2)

    def steepness(self, loss_at: LossAt) -> float:
        """Length of the gradient of a loss at the network in the hand."""
        slopes = gradient(loss_at, self.theta, self.clouds.x, self.clouds.y)
        return float(np.linalg.norm(slopes))
