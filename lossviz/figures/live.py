"""What a page hands to the live figure: linked plots, what the hand can move, and the words.

A figure is drawn from traces. Traces of a view with a leading axis of stops have attributes with
that axis; `patch_of` finds them. So a figure and its movement come from one description.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lossviz.figures.theme import Trace
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, Sweep, V


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a figure as text, one string per cell."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"row {number} must have {len(self.columns)} cells, got {len(row)}"
                )


@dataclass(frozen=True, slots=True)
class Box:
    """The room of one plot, in CSS pixels.

    Plots stand side by side while each has `min_width`, and wrap under each other where it has
    not; spare width is shared in proportion to `grow`. Up to 640 px of window, `phone_height`.
    With an `aspect` (width / height) the plot keeps that shape, `height` being the largest.
    """

    height: int = 420
    phone_height: int = 320
    min_width: int = 300
    grow: float = 1.0
    aspect: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """What moves in one figure: (trace, attribute) -> its values, a leading axis of S stops.

    Numbers are float64 arrays (S, m), texts arrays of str (S, m). `attribute` is x, y, text or
    marker.size; for a trace in space x, y or z.
    """

    traces: Mapping[tuple[str, str], NDArray[np.generic]]

    def stop(self, k: int) -> "Patch":
        """The one stop k, as a patch with S = 1."""
        return Patch({key: values[k : k + 1] for key, values in self.traces.items()})


MOVING = ("x", "y", "text", "marker.size")
"""Attributes that the browser can move."""
MOVING_IN_SPACE = ("x", "y", "z")
"""The same for points and lines in three dimensions."""


def moving(trace: Trace) -> tuple[str, ...]:
    """What of a trace the browser can move."""
    return MOVING_IN_SPACE if trace.get("type") == "scatter3d" else MOVING


def _attribute(trace: Trace, path: str) -> object:
    value: object = trace
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def patch_of(batch: Sequence[Trace], single: Sequence[Trace]) -> Patch:
    """What of the traces of a sweep has an axis that the same traces of one stop have not.

    ValueError where an attribute moves that cannot (see `MOVING`), where a trace has no name of
    its own, or where the traces are not the same.
    """
    names = [str(trace["name"]) for trace in single]
    if len(set(names)) < len(names) or names != [trace["name"] for trace in batch]:
        raise ValueError(f"the traces of a figure that moves need names of their own, got {names}")
    moved: dict[tuple[str, str], NDArray[np.generic]] = {}
    for name, many, one in zip(names, batch, single, strict=True):
        for path in moving(many):
            values = _attribute(many, path)
            if np.ndim(values) > np.ndim(_attribute(one, path)):  # type: ignore[arg-type]
                moved[name, path] = np.asarray(values)
    return Patch(moved)


def patched(figure: go.Figure, patch: Patch, k: int) -> go.Figure:
    """A copy of the figure as it is at stop k: what the browser shows while the hand moves."""
    plain = {
        "data": [t.to_plotly_json() for t in figure.data],
        "layout": figure.layout.to_plotly_json(),
    }
    moved = go.Figure(plain, _validate=False)
    trace = {t.name: t for t in moved.data}
    for (name, path), values in patch.traces.items():
        head, _dot, tail = path.partition(".")
        target = trace[name][head] if tail else trace[name]
        target[tail or head] = values[k]
    return moved


@dataclass(frozen=True, slots=True, eq=False)
class Handle:
    """A grip in plot number `plot`: at x, y (numbers, or one per stop), pulled `along` "x" or "y".

    With the name of a `trace` the whole curve is the grip, else a ring. `label` says what it is.
    A ring that `rides` (trace, i) sits on point i of that trace of its plot, whatever moves it.
    """

    label: str
    x: float | Array
    y: float | Array
    along: str = "y"
    plot: int = 0
    trace: str = ""
    rides: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """What is on screen at each of S stops: a patch per plot and a sentence per stop."""

    patches: tuple[Patch, ...]
    sentences: tuple[str, ...]


def track_of(
    sweep: Sweep[V], draw: Sequence[Callable[[V], Sequence[Trace]]], say: Callable[[V], str]
) -> Track:
    """The track of a sweep whose plots are drawn from the traces of `draw`, one per plot."""
    views = [sweep.at(k) for k in range(len(sweep))]
    patches = tuple(patch_of(traces(sweep.batch), traces(views[0])) for traces in draw)
    return Track(patches, tuple(say(view) for view in views))


def track_at(
    batch: V, draw: Sequence[Callable[[V], Sequence[Trace]]], say: Callable[[V], str]
) -> Track:
    """The track of a batch of one stop: what is on screen where a hand in a plane is."""
    one: V = batch.at(0)  # type: ignore[assignment]
    return Track(tuple(patch_of(traces(batch), traces(one)) for traces in draw), (say(one),))


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """One movement of the hand, all of whose stops are known: a slider, a handle, or both.

    `value` is where it stands. `track` computes what is on screen at each stop; it is called after
    the figure is on its way. `says` are the controls a stop stands for, each with a value per stop;
    none for the axis' own key. A reader who does nothing sees it stir once, to `nudge` and back.
    """

    axis: Axis
    value: float
    track: Callable[[], Track]
    handle: Handle | None = None
    slider: bool = True
    nudge: float | None = None
    says: Mapping[str, Array] = field(default_factory=dict)

    @property
    def controls(self) -> Mapping[str, Array]:
        """Control -> its value at each stop."""
        return self.says or {self.axis.key: self.axis.stops}


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """A handle that moves both ways; Python answers each position the hand stops to look at.

    `x_key` and `y_key` are the controls, `x_range` and `y_range` where it may go, and `x_step` and
    `y_step` what an arrow key does. `answer(x, y)` is what is on screen there: a track of one stop.
    Where the room is no rectangle, `within` are the corners (x, y) of a convex one, anticlockwise:
    the hand stays at its nearest point. A place is read out to `decimals`, by itself those of the
    steps. While another hand moves, the ring sits on the point it `rides`, as that of a `Handle`.
    """

    label: str
    x_key: str
    y_key: str
    x: float
    y: float
    x_range: Interval
    y_range: Interval
    x_step: float
    y_step: float
    answer: Callable[[float, float], Track]
    plot: int = 0
    within: tuple[tuple[float, float], ...] = ()
    decimals: int | None = None
    rides: tuple[str, int] | None = None

    def __post_init__(self) -> None:
        if self.within and not _turns_left(self.within):
            raise ValueError(
                f"within must be the corners of a convex room, anticlockwise, got {self.within}"
            )


def _turns_left(corners: Sequence[tuple[float, float]]) -> bool:
    """Whether one who walks from corner to corner turns left at each, once around in all."""
    sides = np.diff(np.array([*corners, corners[0], corners[1 % len(corners)]]), axis=0)
    (ax, ay), (bx, by) = sides[:-1].T, sides[1:].T
    turns = np.arctan2(ax * by - ay * bx, ax * bx + ay * by)
    return bool(np.all(turns > 0) and abs(turns.sum() - 2 * np.pi) < 1e-6)


@dataclass(frozen=True, slots=True)
class LiveFigure:
    """All linked plots of a page.

    `alt`: what there is to see. `sentence`: the result with its numbers. `table`: its text twin.
    `boxes`: one per figure, or none for the usual box. `motions` and `plane`: what moves the plots.
    `picks`: trace -> control; a click on its point number i sets the control to i + 1. A zoom is
    kept from result to result while `layout.uirevision` of the figure stays the same: change it
    with the data set.
    """

    figures: tuple[go.Figure, ...]
    alt: str
    sentence: str
    table: Table
    boxes: tuple[Box, ...] = ()
    motions: tuple[Motion, ...] = ()
    plane: Plane | None = None
    picks: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.figures:
            raise ValueError("figures must have one plot or more, got none")
        if self.boxes and len(self.boxes) != len(self.figures):
            raise ValueError(
                f"boxes must be none or one per figure ({len(self.figures)}), got {len(self.boxes)}"
            )
