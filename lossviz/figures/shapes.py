"""Losses over the margin and their pulls; what leaves the plot by the top has a triangle there."""

from collections.abc import Callable

import numpy as np

from lossviz import words
from lossviz.binary.shapes import MARGINS, Shapes, margin_sweep, zero_one
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.figures.strike import crossings
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import shapes as say

Traces = list[theme.Trace]

BOX = Box(height=420, phone_height=380, min_width=400)
CURVE = np.linspace(MARGINS.low, MARGINS.high, 201)
TOPS = (8.0, 2.5)
"""Highest cost and pull shown."""


def _curves(view: Shapes, curves: Array, top: float, *, legend: bool) -> Traces:
    """A curve (m, K) of each loss, and where it leaves."""
    traces: Traces = []
    for k, loss_at in enumerate(view.losses):
        look = theme.hue(loss_at.loss)
        ends = crossings(CURVE, curves[:, k], top)
        traces += [
            theme.scatter(
                name=loss_at.loss.name, x=CURVE, y=np.minimum(curves[:, k], 3 * top), mode="lines",
                hoverinfo="skip", showlegend=legend,
                line={"color": look.role.light, "width": 3, "dash": look.dash, "simplify": False},
            ),
            theme.scatter(
                name=_("{loss}, goes on").format(loss=loss_at.loss.name), x=ends, y=[top, top],
                mode="markers", hoverinfo="skip", cliponaxis=False, showlegend=False,
                marker={
                    "symbol": "triangle-up", "size": 12, "color": look.role.light, "opacity": 1,
                },
            ),
        ]  # fmt: skip
    return traces


def _dots(view: Shapes, y: Array, top: float) -> Traces:
    """A dot of each loss at the margin, at the top edge where it is beyond."""
    return [
        theme.scatter(
            name=_("dot of {loss}").format(loss=loss_at.loss.name), x=join(view.m),
            y=np.minimum(y[..., k : k + 1], top), mode="markers", hoverinfo="skip",
            cliponaxis=False, showlegend=False,
            marker={
                "color": theme.hue(loss_at.loss).role.light, "size": 12, "opacity": 1,
                "symbol": theme.hue(loss_at.loss).marker,
                "line": {"width": 2, "color": theme.HAND.light},
            },
        )
        for k, loss_at in enumerate(view.losses)
    ]  # fmt: skip


def _upright(view: Shapes, top: float) -> theme.Trace:
    return theme.scatter(
        name=_("margin"), x=join(view.m, view.m), y=[0.0, top], mode="lines", hoverinfo="skip",
        showlegend=False, line={"color": theme.HAND.light, "width": 2, "dash": "dot"},
    )  # fmt: skip


def cost_traces(view: Shapes) -> Traces:
    """What each loss charges, and the step of 0-1."""
    step = np.array([MARGINS.low, -1e-9, 1e-9, MARGINS.high])
    return [
        _upright(view, TOPS[0]),
        theme.scatter(
            name=_("0–1: a mistake"), x=step, y=zero_one(step), mode="lines", hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 2},
        ),
        *_curves(view, view.costs_at(CURVE), TOPS[0], legend=True),
        *_dots(view, view.costs, TOPS[0]),
    ]  # fmt: skip


def pull_traces(view: Shapes) -> Traces:
    """How hard each loss pulls."""
    return [
        _upright(view, TOPS[1]),
        *_curves(view, view.pulls_at(CURVE), TOPS[1], legend=False),
        *_dots(view, view.pulls, TOPS[1]),
    ]


def _layout(title: str, top: float, *, legend: bool) -> dict[str, object]:
    return theme.layout(
        xaxis=theme.axis(
            _("margin m = (2y − 1) z"),
            range=[MARGINS.low - 0.2, MARGINS.high + 0.2],
        ),
        yaxis=theme.axis(title, range=[-0.04 * top, top]),
        showlegend=legend, legend=theme.LEGEND, margin={"l": 64, "r": 14, "t": 62, "b": 52},
        uirevision=title,
    )  # fmt: skip


def shapes(view: Shapes, key: str) -> LiveFigure:
    """Costs, pulls, words and table; `key` is the control of the margin."""
    sweep = margin_sweep(view, key, _("Margin m"))
    draw: tuple[Callable[[Shapes], Traces], ...] = (cost_traces, pull_traces)
    layouts = (
        _layout(_("loss (▲ goes on)"), TOPS[0], legend=True),
        _layout(_("pull: −slope, per unit of margin (▲ goes on)"), TOPS[1], legend=False),
    )

    def track() -> Track:
        return track_of(sweep, draw, say.shapes_sentence)

    return LiveFigure(
        tuple(theme.figure(one(view), layout) for one, layout in zip(draw, layouts, strict=True)),
        say.shapes_alt(),
        say.shapes_sentence(view),
        _table(view),
        (BOX, BOX),
        (
            Motion(
                sweep.axis, float(view.m), track,
                Handle(sweep.axis.label, sweep.axis.stops, 0.0, "x"),
            ),
        ),
    )  # fmt: skip


def _table(view: Shapes) -> Table:
    """A row per loss."""
    rows = tuple(
        (say.name(loss), words.number(float(cost)), say.size(float(pull)))
        for loss, cost, pull in zip(view.losses, view.costs, view.pulls, strict=True)
    )
    return Table((_("loss"), _("cost at the margin"), _("pull at the margin")), rows)
