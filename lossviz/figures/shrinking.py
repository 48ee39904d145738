"""The ellipse of a bowl with its two axes, and what a step leaves of the error along each.

Errors are drawn as their log10: a factor per step is a straight line.
"""

import numpy as np

from lossviz.figures import contour_map, theme
from lossviz.figures.live import Box, LiveFigure, Motion, Table, track_of
from lossviz.i18n import _
from lossviz.numerics import Interval
from lossviz.surfaces.shrinking import STEPS, Shrinking, shrinking_sweep
from lossviz.words import number
from lossviz.words import shrinking as say

Traces = list[theme.Trace]

BOXES = (
    Box(height=400, phone_height=360, aspect=1.0),
    Box(height=400, phone_height=320, min_width=320, grow=1.2),
)
NAMES = (_("steep axis"), _("gentle axis"))
SHORT = (_("steep"), _("gentle"))
LOOKS = (theme.HUES["red"].role, theme.HUES["green"].role)
DASHES = ("solid", "dash")
LEAST, MOST = 1e-4, 1e2
"""Shares of the first error that are drawn."""
LEGEND = {
    "orientation": "h", "x": 0, "y": 1.0, "xanchor": "left", "yanchor": "bottom",
    "itemclick": False, "itemdoubleclick": False,
}  # fmt: skip


def ring_traces(view: Shrinking) -> Traces:
    """The map, the contour through the start with its axes, the path."""
    a, b = view.hill.flat
    tips = [
        theme.scatter(
            name=name, x=tip[:, 0], y=tip[:, 1], mode="lines+text", hoverinfo="skip",
            line={"color": look.light, "width": 3.5, "dash": dash},
            text=["", f"<b>{short}</b>"] if at else [f"<b>{short}</b>", ""],
            textposition="top right" if at else "top left",
            textfont={"size": 15, "color": look.light}, cliponaxis=False,
        )
        # the other tip of the gentle axis lies where the walk starts
        for name, short, tip, look, dash, at in zip(
            NAMES, SHORT, view.tips, LOOKS, DASHES, (1, 0), strict=True
        )
    ]  # fmt: skip
    return [
        contour_map.contour_trace(view.seen),
        theme.scatter(
            name=_("contour through the start"), x=view.ring[:, 0], y=view.ring[:, 1],
            mode="lines", hoverinfo="skip", line={"color": theme.TEXT.light, "width": 2},
        ),
        *tips,
        contour_map.path_trace(view.path, view.seen.room),
        contour_map.lowest_trace(*view.bowl.lowest),
        contour_map.start_trace(a, b),
    ]  # fmt: skip


def ring_layout(view: Shrinking) -> dict[str, object]:
    """Both parameters to the same scale: only so are the axes upright to each other."""
    room, problem = view.seen.room, view.hill.problem
    return contour_map.to_scale(contour_map.lines_layout(room, problem, uirevision="shrinking"))


def left_traces(view: Shrinking) -> Traces:
    """What is left of the error along each axis."""
    left = np.log10(np.maximum(view.left, LEAST**2))
    return [
        theme.scatter(
            name=_("error along the {axis}").format(axis=name), x=np.arange(STEPS + 1.0),
            y=left[..., k, :], mode="lines+markers", hoverinfo="skip",
            line={"color": look.light, "width": 3, "dash": dash, "simplify": False},
            marker={"color": look.light, "size": 6, "symbol": symbol, "opacity": 1},
        )
        for k, (name, look, dash, symbol) in enumerate(
            zip(NAMES, LOOKS, DASHES, ("x", "circle"), strict=True)
        )
    ]  # fmt: skip


def left_layout() -> dict[str, object]:
    """Steps against log10 of the share that is left."""
    low, high = float(np.log10(LEAST)), float(np.log10(MOST))
    ticks = np.arange(low, high + 0.5)
    return theme.layout(
        xaxis=theme.axis(_("step"), range=[-0.7, STEPS + 0.7], nticks=6),
        yaxis=theme.axis(
            _("error left (1 at the start)"), range=[low, high], tickvals=ticks,
            ticktext=[f"{10.0**one:,.4f}".rstrip("0").rstrip(".") for one in ticks],
            zeroline=True, zerolinecolor=theme.POINT.light,
        ),
        showlegend=True, legend=LEGEND, margin={"l": 76, "r": 12, "t": 40, "b": 52},
        uirevision="shrinking",
    )  # fmt: skip


def shrinking(view: Shrinking, rates: Interval, key: str) -> LiveFigure:
    """Map and errors in figure, words and table; the rate is in the hand."""
    sweep = shrinking_sweep(view, rates, key, _("Learning rate"))
    draw = (ring_traces, left_traces)
    return LiveFigure(
        (
            theme.figure(ring_traces(view), ring_layout(view)),
            theme.figure(left_traces(view), left_layout()),
        ),
        say.shrinking_alt(), say.shrinking_sentence(view), _table(view), BOXES,
        (
            Motion(
                sweep.axis, float(view.rate),
                lambda: track_of(sweep, draw, say.shrinking_sentence),
            ),
        ),
    )  # fmt: skip


def _table(view: Shrinking) -> Table:
    """Curvature, direction and factor of each axis."""
    rows = tuple(
        (
            name, number(float(value), 4), f"({number(float(axis[0]))}, {number(float(axis[1]))})",
            number(float(factor)), number(float(left[10])),
        )
        for name, value, axis, factor, left in zip(
            NAMES, view.bowl.curvatures, view.bowl.axes, view.factors, view.left, strict=True
        )
    )  # fmt: skip
    return Table(
        ("", _("curvature"), _("direction (intercept, slope)"), _("factor of a step"),
         _("left after 10 steps")),
        rows,
    )  # fmt: skip
