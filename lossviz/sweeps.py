"""One control moved through its range: every stop computed by one call, none in between.

A view is asked for all stops at once by giving it fields with a leading axis of stops: shape (S,)
where a single view has a number, (S, n) where it has (n,). `view.at(k)` is the single view of one
stop. What a figure draws of a view follows by the same rule, so one description of a figure serves
for a single stop and for the whole sweep.
"""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from lossviz.numerics import Array

MOST_STOPS = 121
"""Stops of a sweep: enough for a hand, few enough for a message."""


PerStop = Any
"""A float or int for one stop; an array of shape (S,) for a sweep of S stops."""


class Batch(Protocol):
    """A view of one stop or of many."""

    def at(self, stop: int) -> "Batch":
        """The view of one stop."""


V = TypeVar("V", bound=Batch)


class Swept:
    """A frozen dataclass that is one view or, with fields of shape (S, ...), a sweep of S views.

    `per_stop` names the fields that may have the axis of stops, `derived` the cached properties
    that then have it, `shared` those that are the same at every stop. What was computed for all
    stops at once is handed to the single views, so that going through them costs next to nothing.
    """

    per_stop: ClassVar[tuple[str, ...]] = ()
    derived: ClassVar[tuple[str, ...]] = ()
    shared: ClassVar[tuple[str, ...]] = ()

    def through(self, **moved: Array) -> Self:
        """The sweep of this view in which the fields `moved` go through their stops."""
        batch = replace(self, **moved)  # type: ignore[type-var]
        batch.__dict__.update({name: getattr(self, name) for name in self.shared})
        return batch

    def at(self, stop: int) -> Self:
        """The single view of one stop."""
        # a frozen dataclass keeps its fields where a cached property keeps its value
        view = object.__new__(type(self))
        view.__dict__.update(self._same)
        view.__dict__.update({name: values[stop] for name, values in self._moving.items()})
        return view

    @cached_property
    def _moving(self) -> dict[str, Any]:
        """What has the axis of stops: fields and what was computed from them."""
        given = {name: getattr(self, name) for name in self.per_stop}
        swept = {n: v for n, v in given.items() if np.ndim(v) > self._single_ndim(n)}
        return swept | {name: getattr(self, name) for name in self.derived}

    @cached_property
    def _same(self) -> dict[str, Any]:
        """What has not."""
        names = [f.name for f in fields(self) if f.name not in self._moving]  # type: ignore[arg-type]
        return {name: getattr(self, name) for name in (*names, *self.shared)}

    @classmethod
    def _single_ndim(cls, name: str) -> int:
        """Number of axes of a field in a single view: none, unless a class says otherwise."""
        del name
        return 0


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """What one movement of the hand changes: the control `key`, through `stops` (S,), ascending.

    `label` names it for the reader, `unit` and `decimals` are how a value is written. Within reach
    of one of `magnets` a hand is drawn to it.
    """

    key: str
    label: str
    stops: Array
    unit: str = ""
    decimals: int = 0
    magnets: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.stops.ndim != 1 or not len(self.stops):
            raise ValueError(f"stops must have shape (S,), got {self.stops.shape}")
        if not (np.all(np.isfinite(self.stops)) and np.all(np.diff(self.stops) > 0)):
            raise ValueError("stops must be finite and ascending")

    def nearest(self, value: float) -> int:
        """Index of the stop nearest to `value`."""
        return int(np.abs(self.stops - value).argmin())


@dataclass(frozen=True, slots=True, eq=False)
class Sweep(Generic[V]):
    """A view at every stop of an axis; `batch` has fields with a leading axis of stops."""

    axis: Axis
    batch: V

    def at(self, stop: int) -> V:
        """The single view at one stop."""
        view: V = self.batch.at(stop)  # type: ignore[assignment]
        return view

    def __len__(self) -> int:
        """Number of stops."""
        return len(self.axis.stops)


def stops_between(low: float, high: float, step: float, value: float) -> Array:
    """Stops from low to high, `step` apart, and `value` itself, so that no picture is rounded.

    The step is doubled until there are few enough.
    """
    count = round((high - low) / step)
    while count + 1 > MOST_STOPS and count > 1:
        step, count = 2 * step, round((high - low) / (2 * step))
    grid = low + step * np.arange(count + 1)
    # a decimal step is not exact in binary: 0.1 * 3 is not 0.3
    grid = np.append(np.round(grid[grid < high - 1e-9 * step], 10), high)
    near = np.abs(grid - value) < 1e-9 * step
    return np.where(near, value, grid) if near.any() else np.sort(np.append(grid, value))


def join(*parts: ArrayLike) -> Array:
    """Parts of shape () or (S,) side by side along a new last axis: (m,) or (S, m)."""
    return np.stack(np.broadcast_arrays(*(np.asarray(p, dtype=np.float64) for p in parts)), axis=-1)


def segments(x: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """Upright segments from low to high at x, a gap after each: x and y of shape (..., 3 n)."""
    x, low, high = np.broadcast_arrays(x, low, high)
    gap = np.full(x.shape, np.nan)
    flat = (*x.shape[:-1], -1)
    return (
        np.stack([x, x, gap], axis=-1).reshape(flat),
        np.stack([low, high, gap], axis=-1).reshape(flat),
    )
