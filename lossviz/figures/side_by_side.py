"""One map per loss over the same parameters, with one cursor that is in the same place on all."""

from functools import partial

import numpy as np

from lossviz.figures import contour_map, theme
from lossviz.figures.live import Box, LiveFigure, Plane, Table, Track, patch_of
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.minimisers import Minima, spans
from lossviz.surfaces.side_by_side import Hill, SideBySide
from lossviz.words import number, texts
from lossviz.words import side_by_side as say

Traces = list[theme.Trace]

BOX = Box(height=350, phone_height=310, min_width=430)
LENGTH = 0.16  # of the room: of the arrow
BARB, OPEN = 0.045, 0.6  # length of the head of an arrow, and the cosine and sine of half of it
MARGIN = {"l": 64, "r": 14, "t": 54, "b": 50}
AS_LOW = _("all as low")
OTHERS = _("other basins")
ARROW = _("downhill")
HERE = _("here")


def minima_traces(found: Minima) -> Traces:
    """The lowest place, or the set of all that are as low; the bottoms of other basins are open."""
    around = np.vstack([found.lowest, found.lowest[:1]]) if found.many else found.lowest[:0]
    x, y = around.T if len(around) else (np.array([np.nan]), np.array([np.nan]))
    lowest = found.lowest if len(found.lowest) == 1 else np.full((1, 2), np.nan)
    others = found.others if len(found.others) else np.full((1, 2), np.nan)
    marker = {"size": 11, "color": theme.BEST.light, "opacity": 1}
    return [
        theme.scatter(
            name=AS_LOW, x=x, y=y, mode="lines+markers", fill="toself", hoverinfo="skip",
            fillcolor=theme.BEST.light, opacity=0.75,
            line={"color": theme.BEST.light, "width": 2},
            marker={"size": 5, "color": theme.BEST.light, "opacity": 1},
        ),
        theme.scatter(
            name=OTHERS, x=others[:, 0], y=others[:, 1], mode="markers", hoverinfo="skip",
            marker={**marker, "symbol": "diamond-open", "line": {"width": 2}},
        ),
        theme.scatter(
            name=contour_map.LOWEST, x=lowest[:, 0], y=lowest[:, 1], mode="markers",
            hoverinfo="skip", marker={**marker, "symbol": "diamond", "size": 12},
        ),
    ]  # fmt: skip


def arrow_trace(a: Array, b: Array, way: Array, span: Array, *, name: str = ARROW) -> theme.Trace:
    """An arrow from (a, b) along `way` (..., 2), a unit vector in spans; none where it is 0."""
    there = np.linalg.norm(way, axis=-1, keepdims=True) > 0
    way = np.where(there, way, np.nan)
    across = np.stack([-way[..., 1], way[..., 0]], axis=-1)
    start = np.stack(np.broadcast_arrays(a, b), axis=-1) / span
    tip = start + LENGTH * way
    left = tip - BARB * (way - OPEN * across)
    right = tip - BARB * (way + OPEN * across)
    line = np.stack([start, tip, left, tip, right], axis=-2) * span
    return theme.scatter(
        name=name, x=line[..., 0], y=line[..., 1], mode="lines", hoverinfo="skip",
        line={"color": theme.HAND.light, "width": 2.5, "simplify": False},
    )  # fmt: skip


def map_traces(k: int, view: SideBySide) -> Traces:
    """The map of loss number `k`, with what it costs at the cursor written above it."""
    hill, room = view.hills[k], view.ground.room
    return [
        contour_map.contour_trace(hill.seen),
        *minima_traces(hill.minima),
        *moving_traces(k, view),
        theme.scatter(
            name=_("lowest of all"), x=[room.a.high], y=[room.b.high], mode="text",
            text=[say.lowest_text(hill)], textposition="top left", hoverinfo="skip",
            cliponaxis=False, textfont={"color": theme.BEST.light, "size": 14},
        ),
    ]  # fmt: skip


def moving_traces(k: int, view: SideBySide) -> Traces:
    """What goes with the cursor on map number `k`."""
    room, heights = view.ground.room, view.heights[..., k]
    shown = np.array([number(one) for one in np.ravel(heights).tolist()]).reshape(heights.shape)
    said = texts(_("here {height}"), height=shown)
    return [
        arrow_trace(view.a, view.b, view.downhill[..., k, :], spans(room)),
        contour_map.dot_trace(view.a, view.b),
        theme.scatter(
            name=HERE, x=[room.a.low], y=[room.b.high], mode="text", text=said[..., None],
            textposition="top right", hoverinfo="skip", cliponaxis=False,
            textfont={"color": theme.HAND.light, "size": 15},
        ),
    ]  # fmt: skip


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
        batch = view.through(a=np.array([a]), b=np.array([b]))
        one = batch.at(0)
        return Track(
            tuple(patch_of(traces(batch), traces(one)) for traces in move),
            (say.cursor_sentence(one),),
        )

    step_a, step_b = ground.room.steps
    plane = Plane(
        label=_("The cursor: {across} and {up}").format(across=ground.across, up=ground.up),
        x_key=x_key, y_key=y_key, x=float(view.a), y=float(view.b), x_range=ground.room.a,
        y_range=ground.room.b, x_step=step_a, y_step=step_b, answer=answer,
        rides=(contour_map.DOT, 0),
    )  # fmt: skip
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
