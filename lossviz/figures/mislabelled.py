"""One wrong label: the sigmoid of a loss before and after, and what it did to every loss."""

import numpy as np
import plotly.graph_objects as go
from scipy import special

from lossviz import words
from lossviz.binary.mislabelled import Mislabelled, Moved
from lossviz.figures import theme
from lossviz.figures.labels import LOOKS
from lossviz.figures.live import Box, LiveFigure, Table
from lossviz.figures.meters import label_ticks
from lossviz.i18n import _
from lossviz.words import mislabelled as say

Traces = list[theme.Trace]

BOXES = (
    Box(height=400, phone_height=320, min_width=320, grow=1.1),
    Box(height=400, phone_height=380, min_width=320),
)
X = np.linspace(50.0, 84.0, 171)
PANES = ((0.0, 0.46), (0.54, 1.0))


def curve_traces(view: Mislabelled, chosen: Moved) -> Traces:
    """The flights with their labels, the wrong one ringed, and the curve before and after."""
    look = theme.hue(chosen.loss_at.loss)
    x, y = view.flights.problem.x, view.wrong
    traces: Traces = [
        theme.scatter(
            name=_("before"), x=X, y=special.expit(chosen.before.score(X)), mode="lines",
            line={"color": theme.BEST.light, "width": 2.5, "dash": "dash"}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("after"), x=X, y=special.expit(chosen.after.score(X)), mode="lines",
            line={"color": look.role.light, "width": 3.5}, hoverinfo="skip",
        ),
    ]  # fmt: skip
    for label, marks in enumerate(LOOKS):
        at, times = np.unique(x[y == label], return_counts=True)
        traces.append(
            theme.scatter(
                name=_("label: {label}").format(label=say.label_name(view, label)), x=at,
                y=np.full(len(at), float(label)), mode="markers", cliponaxis=False,
                marker={"color": marks.role.light, "symbol": marks.marker,
                        "size": 7 + 4 * np.sqrt(times), "opacity": 0.85, "line": {"width": 0}},
                text=[_("{n} times").format(n=int(n)) for n in times],
                hovertemplate="%{x} (%{text})<extra></extra>",
            )
        )  # fmt: skip
    up = y[view.row] == 1
    return [
        *traces,
        theme.scatter(
            name=_("wrong label"), x=[x[view.row]], y=[y[view.row]], mode="markers+text",
            text=[str(view.flights.names[view.row])], hoverinfo="skip", cliponaxis=False,
            textposition="top center" if up else "bottom center",
            textfont={"color": theme.CHANGE.light, "size": 15},
            marker={"symbol": "circle-open", "size": 22, "color": theme.CHANGE.light, "opacity": 1,
                    "line": {"width": 2.5}},
        ),
        theme.scatter(
            name=_("names of the curves"), x=[X[-1], X[-1]], y=[0.86, 0.76], mode="text",
            text=[_("– – before"), _("─── after")],
            textposition="middle left", hoverinfo="skip",
            textfont={"size": 15, "color": [theme.BEST.light, look.role.light]},
        ),
    ]  # fmt: skip


def curve_layout(view: Mislabelled) -> dict[str, object]:
    """Sigmoid of the score over temperature."""
    problem = view.flights.problem
    return theme.layout(
        xaxis=theme.axis(theme.named(problem.x_name, problem.x_unit), range=[X[0], X[-1]]),
        yaxis=theme.axis(_("sigmoid of the score"), range=[-0.16, 1.16], **label_ticks(problem)),
        uirevision="mislabelled curve",
    )


def row_traces(view: Mislabelled) -> Traces:
    """A row for each loss: steepness left, and share of the pull."""
    traces: Traces = []
    for k, moved in enumerate(view.moved):
        look, name, row = theme.hue(moved.loss_at.loss), moved.loss_at.loss.name, -float(k)
        for pane, (what, value) in enumerate(
            ((_("steepness left"), abs(moved.kept)), (_("share of the pull"), moved.pull_share))
        ):
            on = {"xaxis": "x2", "yaxis": "y2"} if pane else {"xaxis": "x", "yaxis": "y"}
            per_cent = 100 * value
            traces += [
                theme.scatter(
                    name=_("{what}, bar, {loss}").format(what=what, loss=name), x=[0, per_cent],
                    y=[row, row], mode="lines", hoverinfo="skip",
                    line={"color": look.role.light, "width": 3, "dash": look.dash}, **on,
                ),
                theme.scatter(
                    name=_("{what}, {loss}").format(what=what, loss=name), x=[per_cent], y=[row],
                    mode="markers+text", text=[say.share(value)], cliponaxis=False,
                    textposition="middle right", hoverinfo="skip",
                    textfont={"color": look.role.light, "size": 15},
                    marker={"color": look.role.light, "symbol": look.marker, "size": 12,
                            "opacity": 1, "line": {"width": 0}}, **on,
                ),
            ]  # fmt: skip
        traces.append(
            theme.scatter(
                name=_("name of {loss}").format(loss=name), x=[0], y=[row + 0.34], mode="text",
                text=[name], textposition="middle right", hoverinfo="skip",
                textfont={"color": look.role.light, "size": 14},
            )
        )  # fmt: skip
    return traces


def row_layout(view: Mislabelled) -> dict[str, object]:
    """Two scales of per cent side by side, a row for each loss."""
    rows = [0.75 - len(view.moved), 0.7]
    row = theme.axis(_("loss"), range=rows, visible=False)
    return theme.layout(
        xaxis=theme.axis(
            _("steepness left (%)"), domain=list(PANES[0]), range=[0, 132],
            tickvals=[0, 50, 100],
        ),
        xaxis2=theme.axis(
            _("share of pull (%)"), domain=list(PANES[1]), range=[0, 44], anchor="y2",
            tickvals=[0, 10, 20, 30],
        ),
        yaxis=row, yaxis2=row | {"anchor": "x2"},
        margin={"l": 16, "r": 12, "t": 12, "b": 52}, uirevision="mislabelled rows",
    )  # fmt: skip


def mislabelled_figures(view: Mislabelled, chosen: Moved) -> tuple[go.Figure, go.Figure]:
    """The curve of one loss, and the rows of all."""
    return (
        theme.figure(curve_traces(view, chosen), curve_layout(view)),
        theme.figure(row_traces(view), row_layout(view)),
    )


def mislabelled(view: Mislabelled, chosen: Moved) -> LiveFigure:
    """The wrong label in figure, words and table."""
    return LiveFigure(
        mislabelled_figures(view, chosen), say.mislabelled_alt(view, chosen.loss_at),
        say.mislabelled_sentence(view), _table(view), BOXES,
    )  # fmt: skip


def _middle(value: float | None) -> str:
    return _("none: flat") if value is None else f"{value:.1f}"


def _table(view: Mislabelled) -> Table:
    columns = (
        _("loss"), _("steepness before (per °F)"), _("after"), _("left"),
        _("score 0 before (°F)"), _("after (°F)"), _("share of the pull"),
    )  # fmt: skip
    rows = tuple(
        (
            m.loss_at.loss.name, words.number(m.before.slope), words.number(m.after.slope),
            say.share(abs(m.kept)), _middle(m.before.middle), _middle(m.after.middle),
            say.share(m.pull_share),
        )
        for m in view.moved
    )  # fmt: skip
    return Table(columns, rows)
