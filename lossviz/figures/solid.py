"""The hill over all lines in space, and beside it the same from above, which the hand can move."""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from lossviz.figures import contour_map, theme
from lossviz.figures.live import Box, LiveFigure, Motion, Plane, Table, Track, patch_of, track_of
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.solid import Solid
from lossviz.surfaces.walk import Walk
from lossviz.sweeps import Axis, Sweep, join, stops_between
from lossviz.words import number, plain
from lossviz.words import solid as say

Traces = list[theme.Trace]
Numbers = Array | NDArray[np.float32]

BOXES = (
    Box(height=460, phone_height=340, min_width=360, grow=1.5),
    Box(height=460, phone_height=320, min_width=280),
)
CAMERA = {
    "eye": {"x": 1.35, "y": -1.57, "z": 1.02},
    "center": {"x": -0.04, "y": 0.0, "z": -0.14},
    "up": {"x": 0.0, "y": 0.0, "z": 1.0},
}
SHAPE = {"x": 1.15, "y": 1.15, "z": 0.8}  # of the box around the hill
LIFT, FLOAT = 0.008, 0.07
"""Of its height: so far above the ground are lines and marks, or it would hide half of them."""
RIM = 0.995  # of its height: no mark is higher, or it would be cut off like the hill
LIGHT = {"ambient": 0.75, "diffuse": 0.55, "specular": 0.05, "roughness": 0.9}
STEM = _("height of the dot")
SIDE = 0.004  # of the room: so far beyond it goes the box, or a stem at its border would be cut off
FLOOR = 0.002  # of its height: so far above the floor are the contours on it


def _in_space(name: str, x: Numbers, y: Numbers, z: Numbers, **settings: object) -> theme.Trace:
    return {"type": "scatter3d", "name": name, "x": x, "y": y, "z": z, "hoverinfo": "skip",
            **settings}  # fmt: skip


def ground_trace(solid: Solid) -> theme.Trace:
    """The hill itself, coloured as the map is: by log2 of the height above the lowest."""
    seen = solid.seen
    levels = seen.levels
    log = np.log2(np.clip(seen.excess, levels[0] / 2, 2 * levels[-1]))
    still = {"highlight": False}
    return {
        "type": "surface", "name": _("the hill"), "x": seen.a.astype(np.float32),
        "y": seen.b.astype(np.float32), "z": seen.heights.astype(np.float32),
        "surfacecolor": log.astype(np.float32),
        "cmin": float(np.log2(levels[0])) - 1, "cmax": float(np.log2(levels[-1])) + 1,
        "colorscale": [[0.0, theme.BACKGROUND.light], [1.0, theme.SQUARE.light]],
        "showscale": False, "hoverinfo": "skip", "lighting": LIGHT,
        "contours": {"x": still, "y": still, "z": still},
    }  # fmt: skip


def floor_trace(solid: Solid) -> theme.Trace:
    """The contours of the map, on the floor."""
    gap = np.full((len(solid.contours), 1, 2), np.nan)
    places = np.concatenate([solid.contours, gap], axis=1).reshape(-1, 2).astype(np.float32)
    return _in_space(
        _("contours on the floor"), places[:, 0], places[:, 1],
        np.full(len(places), FLOOR * solid.top, dtype=np.float32), mode="lines",
        line={"color": theme.SQUARE.light, "width": 2},
    )  # fmt: skip


def space_traces(solid: Solid, walk: Walk) -> Traces:
    """The hill, its creases, its lowest place, the path, the dot and how high it stands."""
    lift, above = LIFT * solid.top, FLOAT * solid.top
    a, b = walk.place[..., 0], walk.place[..., 1]
    height = np.minimum(solid.height_of(walk) + above, RIM * solid.top)
    trail = contour_map.kept(walk.trail, solid.hill.room)
    with np.errstate(invalid="ignore"):
        heights = np.minimum(walk.losses_so_far, 3 * solid.top)  # beyond the top is cut off
    creases = solid.creases
    drawn = [ground_trace(solid)]
    if len(creases):
        drawn.append(_in_space(
            _("creases"), creases[:, 0], creases[:, 1], creases[:, 2] + lift, mode="lines",
            line={"color": theme.SQUARE.light, "width": 2},
        ))  # fmt: skip
    drawn.append(floor_trace(solid))
    low_a, low_b = solid.hill.best
    dot = {"color": theme.HAND.light, "size": 8, "opacity": 1}
    return [
        *drawn,
        _in_space(
            contour_map.LOWEST, np.array([low_a]), np.array([low_b]),
            np.array([solid.hill.seen.lowest + above]), mode="markers",
            marker={"symbol": "diamond", "size": 6, "color": theme.BEST.light, "opacity": 1},
        ),
        _in_space(
            contour_map.PATH, trail[..., 0], trail[..., 1], heights + lift, mode="lines+markers",
            line={"color": theme.CHANGE.light, "width": 4},
            marker={"color": theme.CHANGE.light, "size": 3, "opacity": 1},
        ),
        _in_space(
            STEM, join(a, a), join(b, b), join(np.zeros_like(height), height), mode="lines",
            line={"color": theme.HAND.light, "width": 4},
        ),
        _in_space(contour_map.DOT, join(a), join(b), join(height), mode="markers",
                  marker=dot),
    ]  # fmt: skip


def _names(solid: Solid) -> tuple[str, str]:
    problem = solid.hill.problem
    return (
        theme.named(_("intercept"), problem.y_unit), theme.named(_("slope"), problem.slope_unit)
    )  # fmt: skip


def _say_height(solid: Solid) -> str:
    return _("mean loss, {unit}").format(unit=say.height_unit(solid))


def space_layout(solid: Solid) -> dict[str, object]:
    """The box around the hill, from the ground, where no line would miss, to where it is cut."""
    across, up = _names(solid)
    room = solid.hill.room

    def axis(title: str, low: float, high: float, spare: float = 0.0) -> dict[str, object]:
        spare *= high - low
        return {
            "title": {"text": title, "font": {"size": 13}}, "nticks": 5,
            "range": [low - spare, high + spare],
            "gridcolor": theme.GRID.light, "zerolinecolor": theme.GRID.light,
            "linecolor": theme.GRID.light, "tickfont": {"size": 11}, "showbackground": False,
            "showspikes": False,
        }  # fmt: skip

    return theme.layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0}, uirevision="solid",
        scene={
            "xaxis": axis(across, room.a.low, room.a.high, SIDE),
            "yaxis": axis(up, room.b.low, room.b.high, SIDE),
            "zaxis": axis(_say_height(solid), 0.0, solid.top),
            "camera": CAMERA, "aspectmode": "manual", "aspectratio": SHAPE,
            "dragmode": "turntable", "uirevision": "solid",
        },
    )  # fmt: skip


def above_traces(solid: Solid, walk: Walk) -> Traces:
    """The map: contours, the lowest place, the path and the dot."""
    return [
        contour_map.contour_trace(solid.hill.seen),
        contour_map.lowest_trace(*solid.hill.best),
        contour_map.path_trace(walk.trail, solid.hill.room),
        contour_map.whole_dot_trace(walk.place, solid.hill.room),
    ]


def _standing(solid: Solid, walk: Walk) -> tuple[float, float]:
    """Where the hands stand: at the dot, or at the nearest place of the room."""
    room = solid.hill.room
    start = np.array([walk.a, walk.b], dtype=np.float64)
    a, b = np.where(np.isfinite(walk.place), walk.place, start).tolist()
    return min(max(a, room.a.low), room.a.high), min(max(b, room.b.low), room.b.high)


def solid_figure(solid: Solid, walk: Walk) -> LiveFigure:
    """Hill and map; the dot, its intercept and slope, and the steps are in the hand.

    A new place for the dot is the start of a new walk: none of its steps is taken yet.
    """
    room = solid.hill.room
    draw = (partial(space_traces, solid), partial(above_traces, solid))
    speak = partial(say.solid_sentence, solid)
    a, b = _standing(solid, walk)
    figures = (
        theme.figure(draw[0](walk), space_layout(solid)),
        theme.figure(draw[1](walk), contour_map.map_layout(room, *_names(solid),
                                                           uirevision="solid")),
    )  # fmt: skip

    def start(key: str, label: str, field: str, step: float) -> Motion:
        low, high = getattr(room, field).low, getattr(room, field).high
        value = float(getattr(walk, field))
        stops = stops_between(low, high, step, value)
        moved = walk.through(step=np.zeros_like(stops), **{field: stops})
        sweep = Sweep(Axis(key, label, stops), moved)
        return Motion(sweep.axis, value, lambda: track_of(sweep, draw, speak))

    def answer(x: float, y: float) -> Track:
        there = walk.through(a=np.array([x]), b=np.array([y]), step=np.zeros(1))
        one = there.at(0)
        return Track(tuple(patch_of(t(there), t(one)) for t in draw), (speak(one),))

    taken = np.arange(walk.n_steps + 1.0)
    steps = _("Steps at rate {rate}").format(rate=plain(float(walk.rate)))
    walked = Sweep(Axis("steps", steps, taken), walk.through(step=taken))
    plane = Plane(
        label=_("The dot: intercept and slope"), x_key="intercept", y_key="slope", x=a, y=b,
        x_range=room.a, y_range=room.b, x_step=room.steps[0], y_step=room.steps[1], answer=answer,
        plot=1, rides=(contour_map.DOT, 0),
    )  # fmt: skip
    return LiveFigure(
        figures, say.solid_alt(solid), speak(walk), _table(solid, walk), BOXES,
        (
            start("intercept", _("Start: intercept"), "a", room.steps[0]),
            start("slope", _("Start: slope"), "b", room.steps[1]),
            Motion(walked.axis, float(walk.step), lambda: track_of(walked, draw, speak)),
        ),
        plane,
    )  # fmt: skip


def _table(solid: Solid, walk: Walk) -> Table:
    columns = ("", *_names(solid), _say_height(solid))
    rows = [
        (_("lowest"), *(number(one, 4) for one in solid.hill.best),
         number(solid.hill.seen.lowest, 4)),
        (_("top of the drawing"), "", "", number(solid.top, 4)),
    ]  # fmt: skip
    if np.isfinite(solid.height_of(walk)):
        a, b = walk.place.tolist()
        rows.insert(0, (_("the dot"), number(a, 4), number(b, 4), number(float(walk.loss), 4)))
    return Table(columns, tuple(rows))
