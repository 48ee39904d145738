"""A walk on the map of all lines, and beside it the line of the place where it has come to."""

from collections.abc import Callable
from functools import partial

import numpy as np
import plotly.graph_objects as go

from lossviz.core import Form
from lossviz.figures import contour_map, line_on_data, theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_at, track_of
from lossviz.figures.map_hand import dot_plane
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.height_map import Room
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.line_walk import LineWalk, end_sweep
from lossviz.sweeps import Axis, Sweep, stops_between
from lossviz.words import BALANCE, number
from lossviz.words import line_walk as say

Traces = list[theme.Trace]

BOXES = (Box(height=390, phone_height=340), Box(height=390, phone_height=320))
MARGIN = {"l": 64, "r": 12, "t": 12, "b": 52}
ARROW = 0.11  # of the sides of the map
HEAD = 0.3  # of the arrow
STEEP = 1e4  # spans of the data beyond which an end of a line is not drawn
EDGE = 0.03  # of the sides of the map: what a name keeps from its mark
BORDER = 0.05  # of the sides of the map: what a mark of a place outside keeps from the border
ENDS = ((_("Left end of the line"), "left"), (_("Right end of the line"), "right"))


def arrow_of(walk: LineWalk, room: Room) -> tuple[Array, Array]:
    """An arrow (..., 5) the way of the pull, as long for each pull; none at balance."""
    spans = np.array([side.high - side.low for side in (room.a, room.b)])
    with np.errstate(invalid="ignore"):
        pulls = np.abs(walk.pull).max(axis=-1, keepdims=True) >= BALANCE
        way = np.where(pulls, walk.pull, 0.0) / spans
        way = way / np.hypot(way[..., :1], way[..., 1:])  # 0 / 0: no way, no arrow
    across = np.stack([-way[..., 1], way[..., 0]], axis=-1)
    tip, back, half = ARROW * way, (1 - HEAD) * ARROW * way, 0.5 * HEAD * ARROW * across
    points = np.stack([0 * tip, tip, back + half, tip, back - half], axis=-2)
    placed = walk.place[..., None, :] + points * spans
    low, high = (np.array([room.a.low, room.b.low]), np.array([room.a.high, room.b.high]))
    inside = np.all((walk.place >= low) & (walk.place <= high), axis=-1)
    shown = np.where(np.asarray(inside)[..., None, None], placed, np.nan)
    return shown[..., 0], shown[..., 1]


def _near(values: Array, low: float, high: float, spare: float) -> Array:
    """Values drawn in to a share of the span beyond low and high (negative: within them)."""
    reach = spare * (high - low)
    return np.asarray(values.clip(low - reach, high + reach))


def _off_trace(hill: LineHill, walk: LineWalk) -> theme.Trace:
    """At the border a triangle that points to a place outside."""
    room, flat = hill.room, walk.place.reshape(-1, 2)
    text = np.array([say.far_arrow(hill, a, b) or theme.UNSEEN for a, b in flat.tolist()])
    return theme.scatter(
        name=_("off the map"), mode="text", hoverinfo="skip", cliponaxis=False,
        x=_near(walk.place[..., :1], room.a.low, room.a.high, -BORDER),
        y=_near(walk.place[..., 1:], room.b.low, room.b.high, -BORDER),
        text=text.reshape(*walk.place.shape[:-1], 1),
        textfont={"size": 24, "color": theme.HAND.light},
    )  # fmt: skip


def _still(hill: LineHill) -> Traces:
    """The map, and what its lowest place is called."""
    room = hill.room
    return [
        contour_map.contour_trace(hill.seen),
        contour_map.level_trace(hill.seen, hill.best, (room.a.low, room.b.high)),
        contour_map.lowest_trace(*hill.best),
        theme.scatter(
            name=_("name of the lowest"), mode="text", hoverinfo="skip",
            x=[hill.best[0] + EDGE * (room.a.high - room.a.low)], y=[hill.best[1]],
            text=[_("<b>lowest</b>")], textposition="top right",
            textfont={"size": 14, "color": theme.BEST.light},
        ),
    ]  # fmt: skip


def map_traces(hill: LineHill, walk: LineWalk, *, told: bool = True) -> Traces:
    """The path, the way of the pull once it is `told`, the dot, and where it is if outside."""
    room = hill.room
    x, y = arrow_of(walk, room)
    gap = 1.0 if told else np.nan
    return [
        contour_map.path_trace(walk.trail, room),
        theme.scatter(
            name=_("way of the pull"), x=gap * x, y=gap * y, mode="lines", hoverinfo="skip",
            line={"color": theme.TEXT.light, "width": 3, "simplify": False},
        ),
        contour_map.whole_dot_trace(walk.place, room),
        _off_trace(hill, walk),
    ]  # fmt: skip


def data_traces(hill: LineHill, walk: LineWalk) -> Traces:
    """The line; where it is too steep to be drawn, as steep as can be, through the same place."""
    frame, (a, b) = hill.frame, np.moveaxis(walk.place, -1, 0)
    reach = STEEP * (frame.y_high - frame.y_low)
    ends = np.stack([a + b * frame.left_x, a + b * frame.right_x])
    shrunk = np.minimum(1.0, reach / np.maximum(np.abs(ends).max(axis=0), 1.0))
    return line_on_data.line_traces(a * shrunk, b * shrunk, frame)


def decimals_of(value: float, fewest: int) -> int:
    """So many that a typed number is shown as it was typed, two more than the fewest at most."""
    enough = (n for n in (fewest, fewest + 1) if round(value, n) == value)
    return next(enough, fewest + 2)


def _sweeps(hill: LineHill, walk: LineWalk, rates: tuple[float, float, float]
            ) -> list[tuple[Sweep[LineWalk], float]]:  # fmt: skip
    """Rate and steps, each with where it stands."""
    low, high, step = rates
    stops = stops_between(low, high, step, float(walk.rate))
    every = np.arange(walk.n_steps + 1.0)
    unit, fewest = ("", 2) if step < 1 else (hill.problem.y_unit, 0)
    rate = Axis("rate", _("Learning rate"), stops, unit, decimals_of(float(walk.rate), fewest))
    return [
        (Sweep(rate, walk.through(rate=stops)), float(walk.rate)),
        (
            Sweep(Axis("steps", _("Steps (▶ runs them)"), every), walk.through(step=every)),
            float(walk.step),
        ),
    ]


def line_walk(
    hill: LineHill, walk: LineWalk, rates: tuple[float, float, float], *, told: bool = True
) -> LiveFigure:
    """Map and data; the dot, both ends of the line, rate and steps are in the hand.

    `rates` are the lowest, the highest and the step between stops. Unless `told`, the way of the
    pull is not shown before something has moved.
    """
    draw = (partial(map_traces, hill), partial(data_traces, hill))
    speak = partial(say.walk_sentence, hill)
    motions = [
        _motion(sweep, value, draw, speak) for sweep, value in _sweeps(hill, walk, rates)
    ]  # fmt: skip
    for side, (label, key) in enumerate(ENDS):
        sweep = end_sweep(walk, hill.room, hill.frame, side, (key, label))
        if sweep is not None and len(sweep) > 1:
            motions.append(_end(hill, walk, sweep, side, draw, speak))

    def answer(a: float, b: float) -> Track:
        there = walk.through(a=np.array([a]), b=np.array([b]), step=np.zeros(1))
        return track_at(there, draw, speak)

    (a, b), keys = walk.place.tolist(), ("intercept", "slope")
    return LiveFigure(
        _figures(hill, walk, told=told), say.walk_alt(hill), speak(walk, told=told),
        _table(hill, walk), BOXES, tuple(motions),
        dot_plane(_("The dot: intercept and slope"), keys, (a, b), hill.room, answer),
    )  # fmt: skip


def _figures(hill: LineHill, walk: LineWalk, *, told: bool) -> tuple[go.Figure, ...]:
    problem = hill.problem
    name = f"{problem.key} {hill.loss_at.loss.key}"
    return (
        theme.figure(
            [*_still(hill), *map_traces(hill, walk, told=told)],
            contour_map.lines_layout(hill.room, problem, uirevision=name, margin=MARGIN),
        ),
        theme.figure(
            [line_on_data.points_trace(problem), *data_traces(hill, walk)],
            line_on_data.data_layout(problem, hill.frame, uirevision=name, margin=MARGIN),
        ),
    )


Draw = tuple[Callable[[LineWalk], Traces], Callable[[LineWalk], Traces]]
Speak = Callable[[LineWalk], str]


def _motion(sweep: Sweep[LineWalk], value: float, draw: Draw, speak: Speak) -> Motion:
    return Motion(sweep.axis, value, lambda: track_of(sweep, draw, speak))


def _end(hill: LineHill, walk: LineWalk, sweep: Sweep[LineWalk], side: int, draw: Draw,
         speak: Speak) -> Motion:  # fmt: skip
    """One end of the line: where it is let go a new walk begins."""
    frame, batch, stops = hill.frame, sweep.batch, sweep.axis.stops
    a, b = walk.place.tolist()
    x = (frame.left_x, frame.right_x)[side]
    handle = Handle(
        sweep.axis.label, x, stops, plot=1, rides=(line_on_data.ENDS, side)
    )  # fmt: skip
    return Motion(
        sweep.axis, a + b * x, lambda: track_of(sweep, draw, speak), handle, slider=False,
        says={"intercept": np.asarray(batch.a, dtype=np.float64),
              "slope": np.asarray(batch.b, dtype=np.float64),
              "steps": np.asarray(batch.step, dtype=np.float64)},
    )  # fmt: skip


def _table(hill: LineHill, walk: LineWalk) -> Table:
    """Numbers with their units: a pull has others than what it pulls."""
    problem, unit = hill.problem, say.mean_unit(hill)
    pulls = (problem.y_unit, f"{problem.y_unit} {problem.x_unit}")
    if hill.loss_at.facts.form is not Form.QUADRATIC:
        pulls = ("", problem.x_unit)

    def row(name: str, place: tuple[float, float], units: tuple[str, str], loss: str
            ) -> tuple[str, ...]:  # fmt: skip
        parts = say.without_rounding(place)
        cells = (f"{number(v, 4)} {u}".rstrip() for v, u in zip(parts, units, strict=True))
        return (name, *cells, loss)

    lines = (problem.y_unit, problem.slope_unit)
    rows = (
        row(_("the dot"), walk.place.tolist(), lines, f"{say.big(float(walk.loss))} {unit}"),
        row(_("net pull on it"), say.pull_parts(walk), pulls, ""),
        row(
            _("one step further"), walk.ahead.tolist(), lines,
            f"{say.big(float(walk.loss_ahead))} {unit}",
        ),
        row(_("lowest"), hill.best, lines, f"{say.big(hill.seen.lowest)} {unit}"),
    )  # fmt: skip
    return Table(("", _("intercept"), _("slope"), say.mean_name(hill)), rows)
