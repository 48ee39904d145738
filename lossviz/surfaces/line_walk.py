"""A walk on the hill over the lines: where its line stands, what pulls it, where it goes next."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lossviz.lines import Frame
from lossviz.numerics import Array, Interval
from lossviz.surfaces.height_map import Room
from lossviz.surfaces.walk import Walk
from lossviz.sweeps import MOST_STOPS, Axis, Sweep, stops_between


@dataclass(frozen=True, eq=False)
class LineWalk(Walk):
    """A walk over intercept a and slope b of a line; see `Walk` for its fields."""

    derived = (*Walk.derived, "pull", "ahead", "loss_ahead")

    @cached_property
    def pull(self) -> Array:
        """The net pull (..., 2) on intercept and slope: minus the gradient of the mean loss."""
        with np.errstate(over="ignore", invalid="ignore"):
            return -self.surface.gradient(self.place[..., 0], self.place[..., 1])

    @cached_property
    def ahead(self) -> Array:
        """Where one step more would lead (..., 2)."""
        return np.asarray(self.place + np.asarray(self.rate)[..., None] * self.pull)

    @cached_property
    def loss_ahead(self) -> Array:
        """The height there (...)."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self.surface.mean(self.ahead[..., 0], self.ahead[..., 1])


@dataclass(frozen=True, slots=True)
class Ends:
    """A line held at its two ends, the heights `left` and `right` over the sides of a frame."""

    left: float
    right: float

    @classmethod
    def of(cls, a: float, b: float, frame: Frame) -> "Ends":
        """The ends of the line a + b x."""
        return cls(a + b * frame.left_x, a + b * frame.right_x)


def end_sweep(walk: LineWalk, room: Room, frame: Frame, side: int, axis: tuple[str, str]
              ) -> Sweep[LineWalk] | None:  # fmt: skip
    """One end (0 left, 1 right) of the line of a walk moved, the other held.

    A moved line begins a new walk. As far as the line stays in the room and the end in the frame;
    None where it does not now. `axis` is key and label.
    """
    a, b = walk.place.tolist()
    if not room.holds(a, b):
        return None
    ends = Ends.of(a, b, frame)
    now = (ends.left, ends.right)[side]
    width = frame.right_x - frame.left_x
    # how intercept and slope follow the end
    turn = (-1 if side == 0 else 1) / width
    lift = 1 - turn * frame.left_x if side == 0 else -turn * frame.left_x
    low, high = frame.y_low, frame.y_high
    for value, follows, limits in ((a, lift, room.a), (b, turn, room.b)):
        if follows:
            reach = sorted((limit - value) / follows for limit in (limits.low, limits.high))
            low, high = max(low, now + reach[0]), min(high, now + reach[1])
    span = Interval(min(now, low), max(now, high))
    stops = _round_stops(span, frame.step, now)
    moved = stops - now
    here = moved == 0  # there and back again is no new walk
    return Sweep(
        Axis(*axis, stops, decimals=0),
        walk.through(
            a=np.where(here, walk.a, a + lift * moved),
            b=np.where(here, walk.b, b + turn * moved),
            step=np.where(here, walk.step, 0),
        ),
    )


def _round_stops(span: Interval, step: float, now: float) -> Array:
    """Multiples of the step within the span, and `now`."""
    while span.high - span.low > step * (MOST_STOPS - 3):
        step *= 2
    low = min(np.ceil(span.low / step - 1e-9) * step, now)
    high = max(np.floor(span.high / step + 1e-9) * step, now)
    if high - low < step:
        return np.array([now])
    return stops_between(float(low), float(high), step, now)
