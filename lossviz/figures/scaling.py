"""The bowl of a line's MSE with x as measured, centred, and centred and scaled, side by side."""

from collections.abc import Sequence

import numpy as np

from lossviz.figures import contour_map, theme
from lossviz.figures.live import Box, LiveFigure, Table
from lossviz.surfaces.scaling import START, Preparation
from lossviz.words import scaling as say

Traces = list[theme.Trace]

LONG, SMALL = 36, 13  # letters; px
BOX = Box(height=360, phone_height=340, aspect=0.95)


def way_traces(way: Preparation) -> Traces:
    """Contours, path, start, and the lowest place or the valley of all lowest."""
    a, b = np.array(way.bowl.lowest)
    if not np.isfinite(way.bowl.condition):
        room = way.seen.room
        reach = np.hypot(room.a.high - room.a.low, room.b.high - room.b.low)
        ends = np.array([[-1.0], [1.0]]) * reach * way.bowl.axes[1] + way.bowl.lowest
        a, b = ends.T
    return [
        contour_map.contour_trace(way.seen),
        contour_map.lowest_trace(a, b),
        contour_map.path_trace(way.path, way.seen.room),
        contour_map.start_trace(*START),
    ]


def way_layout(way: Preparation) -> dict[str, object]:
    """Both parameters to the same scale; the way to prepare x above."""
    problem = way.problem
    layout = contour_map.lines_layout(
        way.seen.room, problem,
        title={"text": say.NAMES[way.how], "font": {"size": 16}, "x": 0.5, "y": 0.98},
        margin={"l": 64, "r": 12, "t": 40, "b": 52}, uirevision=f"{problem.key} {way.how}",
    )  # fmt: skip
    for side in ("xaxis", "yaxis"):
        layout[side] = _named_small(layout[side])
    return contour_map.to_scale(layout, nticks=5)


def _named_small(axis: object) -> dict[str, object]:
    """An axis, with smaller letters where its name is longer than a map of a phone is high."""
    assert isinstance(axis, dict)
    title = axis["title"]
    size = {"size": SMALL} if len(title["text"]) > LONG else {}
    return {**axis, "title": {**title, "font": {**title.get("font", {}), **size}}}


def scaling(ways: Sequence[Preparation]) -> LiveFigure:
    """All ways in figure, words and table."""
    return LiveFigure(
        tuple(theme.figure(way_traces(way), way_layout(way)) for way in ways),
        say.scaling_alt(ways), say.scaling_sentence(ways), Table(say.columns(ways), say.rows(ways)),
        (BOX,) * len(ways),
    )  # fmt: skip
