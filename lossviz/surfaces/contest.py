"""One or two rules on the same ground from the same start, step by step."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.numerics import Array
from lossviz.surfaces.grounds import Ground
from lossviz.surfaces.optimisers import FLAT, NEWTON, bends_up, eigenvalues
from lossviz.surfaces.walk import Rule, Walk
from lossviz.sweeps import MOST_STOPS, Axis, PerStop, Sweep, Swept

STEPS = 100
EXPLODED = 1e3
"""A loss that many times that of the start has exploded."""
SETTLED = 10
"""A walk that is at the lowest place for so many steps has arrived."""
DECADES = 8
"""Powers of ten, from the highest place of the map down, at which a loss is told from 0."""


@dataclass(frozen=True, eq=False)
class Contest(Swept):
    """`step` steps of `rules`, one or two, from (a, b); (S,) of any number make a sweep.

    `rate` is that of the first, `other_rate` that of the second. The axis of m walks is the first
    after that of the stops.
    """

    ground: Ground
    rules: tuple[Rule, ...]
    a: PerStop
    b: PerStop
    rate: PerStop
    other_rate: PerStop
    step: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("a", "b", "rate", "other_rate", "step")
    derived: ClassVar[tuple[str, ...]] = (
        "path", "losses", "trail", "logs", "place", "loss", "lows",
    )  # fmt: skip

    @cached_property
    def walks(self) -> tuple[Walk, ...]:
        """A walk of each rule, or one of both rates where one rule walks twice."""
        rates = (self.rate, self.other_rate)[: len(self.rules)]
        shape = np.broadcast_shapes(*(np.shape(getattr(self, name)) for name in self.per_stop))
        step = np.broadcast_to(np.asarray(self.step, dtype=np.float64), shape)
        if self._twice:  # a step of two walks takes hardly longer than one of one
            both = np.stack(np.broadcast_arrays(*rates), axis=-1)
            a, b, step = (np.asarray(one)[..., None] for one in (self.a, self.b, step))
            return (Walk(self.ground.surface, a, b, both, step, STEPS, self.rules[0]),)
        return tuple(
            Walk(self.ground.surface, self.a, self.b, rate, step, STEPS, rule)
            for rule, rate in zip(self.rules, rates, strict=True)
        )

    @property
    def _twice(self) -> bool:
        return len(self.rules) > 1 and self.rules[0] == self.rules[1]

    def _of_each(self, name: str, axes: int) -> Array:
        """An array of each walk, with an axis for them before the last `axes`."""
        found = [getattr(walk, name) for walk in self.walks]
        return np.asarray(found[0]) if self._twice else np.stack(found, axis=-1 - axes)

    @cached_property
    def path(self) -> Array:
        """Places (..., m, STEPS + 1, 2) at every step; NaN out of all bounds."""
        return self._of_each("path", 2)

    @cached_property
    def losses(self) -> Array:
        """Heights (..., m, STEPS + 1) at every step; NaN where too large to be a number."""
        return self._of_each("losses", 1)

    @cached_property
    def trail(self) -> Array:
        """`path` as far as `step`; NaN beyond."""
        return self._of_each("trail", 2)

    @cached_property
    def logs(self) -> Array:
        """Powers of ten (..., m, STEPS + 1) of the height above the lowest; NaN beyond `step`."""
        bottom, top = self.powers
        excess = self._of_each("losses_so_far", 1) - self.ground.lowest
        return np.log10(np.clip(excess, 10.0**bottom, 10.0 ** (top + 2)))

    @cached_property
    def powers(self) -> tuple[int, int]:
        """The powers of ten that are drawn: from the height of the map down."""
        top = int(np.ceil(np.log10(self.ground.top)))
        return top - DECADES, top

    @cached_property
    def place(self) -> Array:
        """Places (..., m, 2) at `step`."""
        return self._of_each("place", 1)

    @cached_property
    def loss(self) -> Array:
        """Heights (..., m) at `step`."""
        return self._of_each("loss", 0)

    @cached_property
    def lows(self) -> Array:
        """Lowest eigenvalue (..., m, STEPS + 1) at places where the surface is no bowl, else NaN.

        One not told from 0 is 0. Of Newton's walk only, which asks for it.
        """
        found = np.full(self.losses.shape, np.nan)
        for k, rule in enumerate(self.rules):
            if rule.key == NEWTON.key:
                place = self.path[..., k, :, :]
                with np.errstate(over="ignore", invalid="ignore"):
                    bends = self.ground.surface.hessian(place[..., 0], place[..., 1])
                values = eigenvalues(bends)
                low = values[..., 0]
                zero = np.abs(low) <= FLAT * np.abs(values[..., 1])
                found[..., k, :] = np.where(bends_up(values), np.nan, np.where(zero, 0.0, low))
        return found

    # ---- of a single view, for the words ----------------------------------------------------

    def uphill(self, k: int, last: int = 10) -> tuple[int, int]:
        """Of walk k: how many of its last steps went uphill, and how many steps these are."""
        until = int(self.step)
        heights = self.losses[k, max(0, until - last) : until + 1]
        with np.errstate(invalid="ignore"):
            up = np.diff(heights) > 1e-9 * abs(self.ground.lowest)
        return int(up.sum()), len(heights) - 1

    def first_beyond(self, k: int) -> int | None:
        """The first step, as far as `step`, at which the loss of walk k is no number any more."""
        gone = np.isnan(self.losses[k, : int(self.step) + 1])
        return int(gone.argmax()) if gone.any() else None

    def exploded(self, k: int) -> bool:
        """Whether walk k has left everything behind."""
        loss = float(self.loss[k])
        return not loss < EXPLODED * float(self.losses[k, 0])

    def comes_back(self, k: int) -> bool:
        """Whether walk k, now far off, is nearer again at a later step."""
        return bool((self.losses[k, int(self.step) :] < EXPLODED * self.losses[k, 0]).any())

    def stays(self, k: int, share: float) -> bool | None:
        """Whether walk k stays within `share` above the lowest, as it is now.

        None where too few steps are left to tell: it was not there for `SETTLED` steps.
        """
        step = int(self.step)
        near = self.losses[k] - self.ground.lowest < share * self.ground.lowest
        if not near[step:].all():
            return False
        return True if near[min(step, STEPS - SETTLED + 1) :].all() else None

    def first_no_bowl(self, k: int) -> tuple[int, float] | None:
        """Step of walk k that began where the surface is no bowl; the lowest eigenvalue there.

        Of several the first, as far as `step`.
        """
        low = self.lows[k, : int(self.step)]
        bent = np.isfinite(low)
        return (int(bent.argmax()) + 1, float(low[bent.argmax()])) if bent.any() else None


def step_sweep(view: Contest, key: str, label: str) -> Sweep[Contest]:
    """The steps one by one."""
    stops = np.arange(STEPS + 1.0)
    return Sweep(Axis(key, label, stops), view.through(step=stops))


def log_stops(low: float, high: float, value: float, count: int = 61) -> Array:
    """Stops (S,) from low to high, each about the same factor above the one before, to two digits.

    `value` itself is one of them.
    """
    grid = np.array([float(f"{one:.2g}") for one in np.geomspace(low, high, count)])
    stops = np.unique(np.append(grid, value))
    if len(stops) > MOST_STOPS:
        raise ValueError(f"at most {MOST_STOPS} stops, got {len(stops)}")
    return stops


def rate_sweep(view: Contest, key: str, label: str, low: float, high: float, *,
               other: bool = False) -> Sweep[Contest]:  # fmt: skip
    """The rate of the first rule, or of the other, through its range."""
    field = "other_rate" if other else "rate"
    stops = log_stops(low, high, float(getattr(view, field)))
    decimals = max(0, 1 - int(np.floor(np.log10(low))))
    return Sweep(Axis(key, label, stops, "", decimals), view.through(**{field: stops}))
