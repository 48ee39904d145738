"""Two losses as maps over intercept and slope, with a segment; below, each loss along it.

Only the segment and the curves along it move.
"""

from collections.abc import Callable

import numpy as np

from lossviz import words
from lossviz.binary.convexity import PLACES, Segment, Surface, segment_sweep
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import convexity as say
from lossviz.words.one_label import NAMES

Traces = list[theme.Trace]

MAP = Box(height=380, phone_height=320, min_width=460)
LINE = Box(height=280, phone_height=310, min_width=460)
LEVELS = ((0.5, 1.0, 8.5), (0.15, 0.1, 0.75))
"""First contour, step and last contour of each map."""
TOPS = (9.0, 0.92)
"""Highest loss there is room for along the segment."""
PAD = 0.5
MARGIN = {"l": 64, "r": 14, "t": 34, "b": 52}


def _look(surface: Surface) -> theme.Hue:
    return theme.hue(surface.loss_at.loss)


def _contours(surface: Surface, k: int) -> theme.Trace:
    start, size, end = LEVELS[k]
    colour = _look(surface).role.light
    return {
        "type": "contour", "name": _("contours of the {loss}").format(loss=NAMES[k]),
        "x": surface.grid, "y": surface.grid, "z": np.round(surface.heights, 4),
        "showscale": False, "showlegend": False, "hoverinfo": "skip",
        "line": {"color": colour, "width": 1.5},
        "contours": {
            "coloring": "none", "start": start, "end": end, "size": size, "showlabels": True,
            "labelfont": {"color": colour, "size": 12},
        },
    }  # fmt: skip


def _bent(surface: Surface) -> Traces:
    """Where the loss bends down most, if it does."""
    b, w, bend = surface.worst
    there = bend < 0
    return [
        theme.scatter(
            name=_("bends down most"), x=[b if there else np.nan], y=[w if there else np.nan],
            mode="markers", hoverinfo="skip", showlegend=there,
            marker={"symbol": "triangle-down", "size": 13, "color": theme.DOWN.light, "opacity": 1},
        )
    ]  # fmt: skip


def map_traces(view: Segment, k: int) -> Traces:
    """The contours of loss number `k`, its valley, and the segment."""
    surface = view.surfaces[k]
    b0, w0 = view.start
    b, w, _height = surface.valley
    return [
        _contours(surface, k),
        *_bent(surface),
        theme.scatter(
            name=_("valley"), x=[b], y=[w], mode="markers", hoverinfo="skip",
            marker={"symbol": "diamond", "size": 12, "color": theme.BEST.light, "opacity": 1},
        ),
        theme.scatter(
            name=_("segment"), x=join(b0, view.end), y=[w0, PLACES.high], mode="lines",
            hoverinfo="skip", line={"color": theme.HAND.light, "width": 3},
        ),
        theme.scatter(
            name=_("far end"), x=join(view.end), y=[PLACES.high], mode="markers", hoverinfo="skip",
            cliponaxis=False, showlegend=False,
            marker={"color": theme.HAND.light, "size": 14, "opacity": 1},
        ),
    ]  # fmt: skip


def map_layout(k: int) -> dict[str, object]:
    """Intercept across, slope up."""
    reach = [PLACES.low - PAD, PLACES.high + PAD]
    return theme.layout(
        xaxis=theme.axis(_("{loss}: intercept b").format(loss=NAMES[k]), range=reach),
        yaxis=theme.axis(_("slope w, per standard deviation"), range=reach),
        showlegend=True, legend=theme.LEGEND, margin=MARGIN, uirevision=f"map {k}",
    )  # fmt: skip


def along_traces(view: Segment, k: int) -> Traces:
    """Loss number `k` along the segment, its chord, and where it is furthest above it."""
    look = _look(view.surfaces[k])
    curve, chord = view.along[..., k, :], view.chords[..., k, :]
    over = (view.above[..., k] > say.SEEN)[..., None]
    at = view.where_above[..., k]
    index = np.round(at * (len(view.way) - 1)).astype(int)[..., None]
    gap = np.concatenate(
        [np.take_along_axis(chord, index, -1), np.take_along_axis(curve, index, -1)], axis=-1
    )
    return [
        theme.scatter(
            name=_("chord"), x=view.way, y=chord, mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 2, "dash": "dot"},
        ),
        theme.scatter(
            name=NAMES[k], x=view.way, y=curve, mode="lines", hoverinfo="skip",
            line={"color": look.role.light, "width": 3, "dash": look.dash, "simplify": False},
        ),
        theme.scatter(
            name=_("above the chord"), x=join(at, at), y=np.where(over, gap, np.nan),
            mode="lines", hoverinfo="skip", showlegend=k > 0,
            line={"color": theme.DOWN.light, "width": 5},
        ),
    ]  # fmt: skip


def along_layout(k: int) -> dict[str, object]:
    """Mean loss over how far along the segment."""
    return theme.layout(
        xaxis=theme.axis(_("share of the way along the segment"), range=[-0.02, 1.02]),
        yaxis=theme.axis(
            _("mean {loss}").format(loss=NAMES[k]), range=[-0.03 * TOPS[k], TOPS[k]]
        ),
        showlegend=True, legend=theme.LEGEND, margin=MARGIN, uirevision=f"along {k}",
    )  # fmt: skip


DRAW: tuple[Callable[[Segment], Traces], ...] = (
    lambda view: map_traces(view, 0),
    lambda view: map_traces(view, 1),
    lambda view: along_traces(view, 0),
    lambda view: along_traces(view, 1),
)


def convexity(view: Segment, key: str) -> LiveFigure:
    """Both maps and what lies along the segment; `key` is the control of its far end."""
    sweep = segment_sweep(view, key, _("Intercept at the far end"))

    def track() -> Track:
        return track_of(sweep, DRAW, say.segment_sentence)

    layouts = (map_layout(0), map_layout(1), along_layout(0), along_layout(1))
    high = np.full(len(sweep), PLACES.high)
    return LiveFigure(
        tuple(theme.figure(draw(view), one) for draw, one in zip(DRAW, layouts, strict=True)),
        say.segment_alt(),
        say.segment_sentence(view),
        _table(view),
        (MAP, MAP, LINE, LINE),
        (
            Motion(
                sweep.axis, float(view.end), track,
                Handle(sweep.axis.label, sweep.axis.stops, high, "x"),
            ),
        ),
    )  # fmt: skip


def _row(name: str, values: Array) -> tuple[str, ...]:
    return (name, *(words.number(float(value)) for value in values))


def _table(view: Segment) -> Table:
    """Both losses and their chords at a few places of the segment."""
    at = np.linspace(0, len(view.way) - 1, 5).astype(int)
    columns = (_("share of the way"), *(words.plain(float(one)) for one in view.way[at]))
    rows = []
    for k, name in enumerate(NAMES):
        rows += [
            _row(name, view.along[k, at]),
            _row(_("its chord"), view.chords[k, at]),
        ]
    return Table(columns, tuple(rows))
