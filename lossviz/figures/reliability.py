"""How often it happened against what was forecast, and how many forecasts there are."""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.binary.reliability import BINS, Reliability, sharper_sweep
from lossviz.figures import theme
from lossviz.figures.live import Box, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.sweeps import segments
from lossviz.words import reliability as say

Traces = list[theme.Trace]

BOXES = (
    Box(height=420, phone_height=330, min_width=300),
    Box(height=420, phone_height=300, min_width=300),
)
CENTRES = (np.arange(BINS) + 0.5) / BINS
ROOM = 0.46  # of all forecasts: more than the fullest bin ever has


def share_traces(view: Reliability) -> Traces:
    """The diagonal, a bar and a dot for each bin that is not empty."""
    low, high = view.bars
    bar_x, bar_y = segments(view.forecast, low, high)
    return [
        theme.scatter(
            name=_("reliable"), x=[0, 1], y=[0, 1], mode="lines", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 2.5, "dash": "dash"},
        ),
        theme.scatter(
            name=_("reliable, the word"), x=[0.02], y=[1.02], mode="text", hoverinfo="skip",
            text=[_("– – reliable")], textposition="bottom right",
            textfont={"color": theme.BEST.light, "size": 15},
        ),
        theme.scatter(
            name=_("95 % bars"), x=bar_x, y=bar_y, mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 2.5, "simplify": False},
        ),
        theme.scatter(
            name=_("bins"), x=view.forecast, y=view.share, mode="markers", hoverinfo="skip",
            cliponaxis=False,
            marker={"color": theme.HAND.light, "size": 10, "opacity": 1, "line": {"width": 0}},
        ),
    ]  # fmt: skip


def share_layout() -> dict[str, object]:
    """Two shares from 0 to 1."""
    ticks = {"range": [-0.04, 1.06], "tickvals": [0, 0.25, 0.5, 0.75, 1]}
    return theme.layout(
        xaxis=theme.axis(_("mean forecast of the bin"), **ticks),
        yaxis=theme.axis(_("share that happened"), **ticks),
        uirevision="reliability",
    )


def _top(view: Reliability) -> float:
    """The end of the axis of counts."""
    return ROOM * view.size


def count_traces(view: Reliability) -> Traces:
    """A bar for each bin with its count, 0 for an empty one."""
    counts = view.counts
    foot = np.full(counts.shape, -0.02 * _top(view))
    bar_x, bar_y = segments(CENTRES, np.zeros(BINS), counts)
    texts: Array = np.array([f"{int(c):,}" for c in counts.ravel().tolist()]).reshape(counts.shape)
    return [
        theme.scatter(
            name=_("counts"), x=bar_x[0] if bar_x.ndim > 1 else bar_x, y=bar_y, mode="lines",
            hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 16, "simplify": False},
        ),
        theme.scatter(
            name=_("how many"), x=CENTRES, y=np.maximum(counts, 0) - foot, mode="text", text=texts,
            textposition="top center", hoverinfo="skip", cliponaxis=False,
            textfont={"color": theme.TEXT.light, "size": 12},
        ),
    ]  # fmt: skip


def count_layout(view: Reliability) -> dict[str, object]:
    """Counts over the forecast."""
    return theme.layout(
        xaxis=theme.axis(
            _("forecast"), range=[-0.02, 1.02], tickvals=[0, 0.2, 0.4, 0.6, 0.8, 1]
        ),
        yaxis=theme.axis(
            _("forecasts in the bin"), range=[0, _top(view)], nticks=6, tickformat=","
        ),
        uirevision=f"reliability counts {view.size}",
    )  # fmt: skip


def reliability_figures(view: Reliability) -> tuple[go.Figure, go.Figure]:
    """Shares and counts."""
    return (
        theme.figure(share_traces(view), share_layout()),
        theme.figure(count_traces(view), count_layout(view)),
    )


def reliability(view: Reliability, key: str) -> LiveFigure:
    """Forecasts in bins in figure, words and table; the factor is in the hand."""
    sweep = sharper_sweep(view, key, _("Logits times"))

    def track() -> Track:
        return track_of(sweep, (share_traces, count_traces), say.reliability_sentence)

    return LiveFigure(
        reliability_figures(view), say.reliability_alt(view), say.reliability_sentence(view),
        _table(view), BOXES, (Motion(sweep.axis, float(view.factor), track),),
    )  # fmt: skip


def _table(view: Reliability) -> Table:
    columns = (
        _("bin"), _("forecasts"), _("mean forecast"), _("share that happened"), _("95 % bar")
    )  # fmt: skip
    low, high = view.bars
    rows = []
    for k in range(BINS):
        name = f"{k / BINS:.1f}–{(k + 1) / BINS:.1f}"
        if view.counts[k] == 0:
            rows.append((name, "0", _("empty"), _("empty"), _("empty")))
            continue
        bar = _("{low} to {high}").format(low=words.number(low[k]), high=words.number(high[k]))
        rows.append(
            (name, f"{int(view.counts[k]):,}", words.number(float(view.forecast[k])),
             words.number(float(view.share[k])), bar)
        )  # fmt: skip
    return Table(columns, tuple(rows))
