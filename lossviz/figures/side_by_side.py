"""One map per loss over the same parameters, with one cursor that is in the same place on all."""

from functools import partial

import numpy as np

from lossviz.figures import contour_map, theme
from lossviz.figures.live import Box, LiveFigure, Table, Track, track_at
from lossviz.figures.map_hand import cursor_traces, dot_plane, lowest_text_trace
from lossviz.i18n import _
from lossviz.surfaces.minimisers import Minima
from lossviz.surfaces.side_by_side import Hill, SideBySide
from lossviz.words import number
from lossviz.words import side_by_side as say

Traces = list[theme.Trace]

BOX = Box(height=350, phone_height=310, min_width=430)
MARGIN = {"l": 64, "r": 14, "t": 54, "b": 50}
AS_LOW = _("all as low")
OTHERS = _("other basins")


def minima_traces(found: Minima) -> Traces:
    """The lowest place, or the set of all that are as low; the bottoms of other basins are open."""
    around = np.vstack([found.lowest, found.lowest[:1]]) if found.many else found.lowest[:0]
    x, y = around.T if len(around) else (np.array([np.nan]), np.array([np.nan]))
    return [
        theme.scatter(
            name=AS_LOW, x=x, y=y, mode="lines+markers", fill="toself", hoverinfo="skip",
            fillcolor=theme.BEST.light, opacity=0.75,
            line={"color": theme.BEST.light, "width": 2},
            marker={"size": 5, "color": theme.BEST.light, "opacity": 1},
        ),
        contour_map.bottoms_trace(found.others, name=OTHERS, size=11, hollow=True),
        contour_map.bottoms_trace(found.lowest[:0] if found.many else found.lowest),
    ]  # fmt: skip


def map_traces(k: int, view: SideBySide) -> Traces:
    """The map of loss number `k`, with what it costs at the cursor written above it."""
    hill = view.hills[k]
    return [
        contour_map.contour_trace(hill.seen),
        *minima_traces(hill.minima),
        *moving_traces(k, view),
        lowest_text_trace(say.lowest_text(hill), view.ground.room),
    ]


def moving_traces(k: int, view: SideBySide) -> Traces:
    """What goes with the cursor on map number `k`."""
    return cursor_traces(
        view.a, view.b, view.heights[..., k], view.downhill[..., k, :], view.ground.room
    )


def map_layout(hill: Hill) -> dict[str, object]:
    """The same room for all; above it the name of the loss."""
    ground, look = hill.ground, theme.hue(hill.loss_at.loss)
    title = {
        "text": f"<b>{say.name_of(hill)}</b>", "xref": "paper", "x": 0, "yref": "container",
        "y": 1, "yanchor": "top", "pad": {"t": 8},
        "font": {"size": 16, "color": look.role.light},
    }  # fmt: skip
    return contour_map.map_layout(
        ground.room, theme.named(ground.across, ground.across_unit),
        theme.named(ground.up, ground.up_unit), uirevision=ground.key, margin=MARGIN, title=title,
    )  # fmt: skip


def side_by_side(view: SideBySide, x_key: str, y_key: str) -> LiveFigure:
    """All maps; the cursor is in the hand in the first one, its controls are `x_key`, `y_key`."""
    ground = view.ground
    many = range(len(view.hills))
    draw = [partial(map_traces, k) for k in many]
    move = [partial(moving_traces, k) for k in many]

    def answer(a: float, b: float) -> Track:
        return track_at(view.through(a=np.array([a]), b=np.array([b])), move, say.cursor_sentence)

    label = _("The cursor: {across} and {up}").format(across=ground.across, up=ground.up)
    plane = dot_plane(label, (x_key, y_key), (view.a, view.b), ground.room, answer)
    return LiveFigure(
        tuple(
            theme.figure(traces(view), map_layout(hill))
            for traces, hill in zip(draw, view.hills, strict=True)
        ),
        say.maps_alt(view), say.cursor_sentence(view), _table(view), (BOX,) * len(view.hills),
        plane=plane,
    )  # fmt: skip


def _table(view: SideBySide) -> Table:
    columns = (
        "", _("mean loss at the cursor"), _("at the deepest bottom"), _("where that is"),
        _("basins found"),
    )  # fmt: skip
    rows = tuple(
        (
            say.name_of(hill), number(float(view.heights[k]), 4),
            number(hill.minima.height, 4) if hill.minima.basins else _("none"),
            say.places(hill.minima.lowest),
            str(hill.minima.basins),
        )
        for k, hill in enumerate(view.hills)
    )  # fmt: skip
    return Table(columns, rows)
