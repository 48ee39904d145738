"""Two distributions as bars side by side, and what each costs as the forecast of the other."""

import numpy as np
import plotly.graph_objects as go

from lossviz.figures import theme
from lossviz.figures.live import Box, LiveFigure, Table
from lossviz.i18n import _
from lossviz.information.typed_pair import TypedPair
from lossviz.numerics import Array
from lossviz.words import typed_pair as say

BOXES = (
    Box(height=340, phone_height=260, min_width=320, grow=1.2),
    Box(height=340, phone_height=280, min_width=280),
)
ROOM = 1.22  # times the higher bar, for what is written above


def _bars(left: Array, right: Array, low: Array, high: Array) -> dict[str, object]:
    gap = np.full(len(left), np.nan)
    return {
        "x": np.stack([left, left, right, right, left, gap], axis=-1).ravel(),
        "y": np.stack([low, high, high, low, low, gap], axis=-1).ravel(),
        "mode": "lines", "fill": "toself", "hoverinfo": "skip",
    }  # fmt: skip


def share_traces(view: TypedPair) -> list[theme.Trace]:
    """A filled bar for y and a dashed one for p at each outcome."""
    at, zero = np.arange(1.0, len(view.y) + 1), np.zeros(len(view.y))
    return [
        theme.scatter(
            name=_("y"), **_bars(at - 0.4, at, zero, view.y), fillcolor=theme.SQUARE_EDGE.light,
            line={"color": theme.SQUARE.light, "width": 2, "simplify": False},
        ),
        theme.scatter(
            name=_("p"), **_bars(at, at + 0.4, zero, view.p), fillcolor="rgba(0,0,0,0)",
            line={"color": theme.HUES["magenta"].role.light, "width": 2.5, "dash": "dash",
                  "simplify": False},
        ),
    ]  # fmt: skip


def share_layout(view: TypedPair) -> dict[str, object]:
    """A place per outcome."""
    top = float(max(view.y.max(), view.p.max()))
    return theme.layout(
        xaxis=theme.axis(
            _("outcome · filled: y, dashed: p"), range=[0.4, len(view.y) + 0.6], dtick=1, tick0=1,
            showgrid=False,
        ),
        yaxis=theme.axis(_("probability"), range=[0, 1.08 * top], nticks=6),
        uirevision="typed shares",
    )  # fmt: skip


def _top(view: TypedPair) -> float:
    finite = [float(v) for v in (*view.costs, *view.floors) if np.isfinite(v)]
    return ROOM * max(0.5, *finite)


def cost_traces(view: TypedPair) -> list[theme.Trace]:
    """Floor and excess of both ways; an excess without end leaves the plot."""
    top = _top(view)
    high = np.where(np.isfinite(view.costs), view.costs, top)
    at = np.array([0.0, 1.0])
    texts = [
        _("no end ↑") if np.isinf(excess) else f"+ {say.cost(float(excess))}"
        for excess in view.excesses
    ]
    return [
        theme.scatter(
            name=_("floor"), **_bars(at - 0.35, at + 0.35, np.zeros(2), view.floors),
            fillcolor=theme.GRID.light,
            line={"color": theme.POINT.light, "width": 1, "simplify": False},
        ),
        theme.scatter(
            name=_("excess"), **_bars(at - 0.35, at + 0.35, view.floors, high),
            fillcolor=theme.SQUARE_EDGE.light,
            line={"color": theme.SQUARE.light, "width": 2, "simplify": False},
        ),
        theme.scatter(
            name=_("how much"), x=at, y=np.where(np.isfinite(view.costs), high, 0.93 * top),
            mode="text", text=texts,
            textposition=["top center" if np.isfinite(c) else "middle center" for c in view.costs],
            textfont={"color": theme.TEXT.light, "size": 15}, hoverinfo="skip", cliponaxis=False,
        ),
    ]  # fmt: skip


def cost_layout(view: TypedPair) -> dict[str, object]:
    """Two columns: y as the truth, p as the truth."""
    return theme.layout(
        xaxis=theme.axis(
            _("grey: floor, coloured: excess"), range=[-0.6, 1.6], tickvals=[0, 1],
            ticktext=[_("y true,<br>p forecast"), _("p true,<br>y forecast")], showgrid=False,
        ),
        yaxis=theme.axis(_("average cost (nats)"), range=[0, _top(view)], nticks=6),
        margin={"l": 64, "r": 12, "t": 12, "b": 70},
        uirevision="typed costs",
    )  # fmt: skip


def share_figure(view: TypedPair) -> go.Figure:
    """Both distributions."""
    return theme.figure(share_traces(view), share_layout(view))


def cost_figure(view: TypedPair) -> go.Figure:
    """What each costs where the other holds."""
    return theme.figure(cost_traces(view), cost_layout(view))


def typed_pair(view: TypedPair) -> LiveFigure:
    """Two distributions in figure, words and table."""
    return LiveFigure(
        (share_figure(view), cost_figure(view)),
        _("Two distributions as bars side by side. Beside them the average cost of p where y holds"
          " and of y where p holds, each a grey floor with a coloured excess on it."),
        say.pair_sentence(view), _table(view), BOXES,
    )  # fmt: skip


def _table(view: TypedPair) -> Table:
    rows = [
        (name, say.cost(float(value)), say.cost(float(value), say.BITS))
        for name, value in (
            ("H(y)", view.floors[0]), ("H(p)", view.floors[1]), ("H(y, p)", view.costs[0]),
            ("H(p, y)", view.costs[1]), ("KL(y || p)", view.excesses[0]),
            ("KL(p || y)", view.excesses[1]),
        )
    ]  # fmt: skip
    return Table((_("quantity"), _("nats"), _("bits")), tuple(rows))
