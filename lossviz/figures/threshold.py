"""A threshold over the flights, and the accuracy at every threshold."""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.binary.meters import Calls, cut_sweep
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.figures.meters import X, label_ticks, seen_traces
from lossviz.i18n import _
from lossviz.sweeps import join
from lossviz.words import meters as say

Traces = list[theme.Trace]

BOXES = (
    Box(height=380, phone_height=310, min_width=320, grow=1.2),
    Box(height=380, phone_height=290, min_width=300),
)
CUTS = np.linspace(0.0, 1.0, 1001)


def call_traces(view: Calls) -> Traces:
    """The flights, the curve, the threshold, and a cross on every flight called wrongly."""
    wrong = np.where(view.right, np.nan, view.flights.y)
    return [
        theme.scatter(
            name=_("curve"), x=X, y=view.chances_at(X), mode="lines", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 3},
        ),
        *seen_traces(view),
        theme.scatter(
            name=_("called wrongly"), x=view.flights.problem.x, y=wrong, mode="markers",
            hoverinfo="skip", cliponaxis=False,
            marker={"symbol": "x-thin-open", "size": 18, "color": theme.CHANGE.light, "opacity": 1,
                    "line": {"width": 3, "color": theme.CHANGE.light}},
        ),
        theme.scatter(
            name=_("threshold"), x=[X[0], X[-1]], y=join(view.cut, view.cut), mode="lines",
            line={"color": theme.HAND.light, "width": 3, "simplify": False}, hoverinfo="skip",
        ),
    ]  # fmt: skip


def call_layout(view: Calls) -> dict[str, object]:
    """Probability over temperature."""
    problem = view.flights.problem
    return theme.layout(
        xaxis=theme.axis(theme.named(problem.x_name, problem.x_unit), range=[X[0], X[-1]]),
        yaxis=theme.axis(_("probability of distress"), range=[-0.1, 1.1], **label_ticks(problem)),
        uirevision="threshold",
    )


def accuracy_traces(view: Calls) -> Traces:
    """The staircase of the accuracy over all thresholds, and the dot now."""
    return [
        theme.scatter(
            name=_("accuracy"), x=CUTS, y=view.accuracy_at(CUTS), mode="lines", hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=_("now"), x=join(view.cut), y=view.readings[..., 1:2], mode="markers",
            hoverinfo="skip", cliponaxis=False,
            marker={"color": theme.HAND.light, "size": 14, "opacity": 1, "line": {"width": 0}},
        ),
    ]  # fmt: skip


def accuracy_layout() -> dict[str, object]:
    """Share of right calls over the threshold."""
    return theme.layout(
        xaxis=theme.axis(_("threshold"), range=[-0.03, 1.03], tickvals=[0, 0.25, 0.5, 0.75, 1]),
        yaxis=theme.axis(_("accuracy (share right)"), range=[0.2, 1.0], nticks=6),
        uirevision="threshold accuracy",
    )


def threshold_figures(view: Calls) -> tuple[go.Figure, go.Figure]:
    """The calls and their accuracy."""
    return (
        theme.figure(call_traces(view), call_layout(view)),
        theme.figure(accuracy_traces(view), accuracy_layout()),
    )


def threshold(view: Calls, key: str) -> LiveFigure:
    """The threshold in figure, words and table; it is in the hand."""
    sweep = cut_sweep(view, key, _("Threshold"))

    def track() -> Track:
        return track_of(sweep, (call_traces, accuracy_traces), say.calls_sentence)

    handle = Handle(_("Threshold"), float(X[8]), sweep.axis.stops, "y")
    return LiveFigure(
        threshold_figures(view),
        say.calls_alt(view),
        say.calls_sentence(view),
        _table(view),
        BOXES,
        (Motion(sweep.axis, float(view.cut), track, handle),),
    )


def _table(view: Calls) -> Table:
    """Calls against what happened, at the threshold now and at others."""
    columns = (
        _("threshold"), _("distress, called"), _("none, called distress"),
        _("distress, missed"), _("none, called none"), _("accuracy"),
    )  # fmt: skip
    rows = []
    for cut in sorted({0.1, 0.25, 0.5, 0.75, float(view.cut)}):
        other = Calls(view.loss_at, view.squared_at, view.flights, view.factor, cut)
        counts = (f"{int(count)}" for count in other.counts)
        rows.append((words.plain(cut), *counts, say.reading(1, float(other.readings[1]))))
    return Table(columns, tuple(rows))
