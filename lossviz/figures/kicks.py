"""Poisson stems over counted shares, and the average surprise over the rate in the hand.

No axis moves with the hand.
"""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, track_of
from lossviz.i18n import _
from lossviz.information.kicks import RATES, CountFit, rate_sweep
from lossviz.numerics import Array
from lossviz.sweeps import join, segments
from lossviz.words import kicks as say
from lossviz.words.strip import fixed

BOXES = (
    Box(height=345, phone_height=300, min_width=320),
    Box(height=345, phone_height=300, min_width=320),
)
HALF = 0.36  # of the width of a bar
ROOM = 1.12  # times the highest cost there is
CURVE = np.linspace(RATES.low, RATES.high, 117)
MARGIN = {"l": 62, "r": 14, "t": 16, "b": 72}


def _places(view: CountFit) -> Array:
    return np.arange(float(len(view.counts)))


def bar_traces(view: CountFit) -> list[theme.Trace]:
    """Grey bars: shares that were counted. Stems: the probabilities of the noise."""
    places, shares = _places(view), view.shares
    gap = np.full(len(places), np.nan)
    left, right, foot = places - HALF, places + HALF, np.zeros(len(places))
    stem_x, stem_y = segments(places, np.zeros(()), view.forecast)
    return [
        theme.scatter(
            name=_("counted"), mode="lines", fill="toself", hoverinfo="skip",
            x=np.stack([left, left, right, right, left, gap], axis=-1).ravel(),
            y=np.stack([foot, shares, shares, foot, foot, gap], axis=-1).ravel(),
            fillcolor=theme.GRID.light,
            line={"color": theme.POINT.light, "width": 2, "simplify": False},
        ),
        theme.scatter(
            name=_("stems"), x=np.broadcast_to(stem_x, stem_y.shape), y=stem_y, mode="lines",
            hoverinfo="skip", line={"color": theme.HAND.light, "width": 4, "simplify": False},
        ),
        theme.scatter(
            name=_("Poisson"), x=places, y=view.forecast, mode="markers", hoverinfo="skip",
            cliponaxis=False,
            marker={
                "color": theme.HAND.light, "size": 13, "symbol": "diamond", "opacity": 1,
                "line": {"width": 0},
            },
        ),
    ]  # fmt: skip


def bar_layout(view: CountFit) -> dict[str, object]:
    """A place for each count, with how often it was seen."""
    last = len(view.counts) - 1
    names = [*(str(k) for k in range(last)), _("{n}+").format(n=last)]
    seen = [
        _("{name}<br>{n} ×").format(name=name, n=int(n))
        for name, n in zip(names, view.counts, strict=True)
    ]
    title = _("{name} · grey: seen · ◆ Poisson").format(name=view.observed.name)
    return theme.layout(
        xaxis=theme.axis(
            title, range=[-0.6, last + 0.6], showgrid=False,
            tickvals=list(range(last + 1)), ticktext=seen,
        ),
        yaxis=theme.axis(_("share, probability"), range=[0, 1], nticks=6),
        margin=MARGIN,
        uirevision=view.observed.key,
    )  # fmt: skip


def curve_traces(view: CountFit) -> list[theme.Trace]:
    """Floor and excess over every rate; at the rate in the hand both as one upright bar."""
    low, high, floor = RATES.low, RATES.high, view.floor
    cost = view.cost_at(CURVE)
    rate, here = np.asarray(view.rate), np.asarray(view.cost)
    excess = np.atleast_1d(view.excess).tolist()
    texts = np.array([_("+ {excess}").format(excess=fixed(one)) for one in excess])
    grey_x, grey_y = segments(join(rate), np.zeros(1), np.full(1, floor))
    over_x, over_y = segments(join(rate), np.full(1, floor), join(here))
    on = {"mode": "lines", "hoverinfo": "skip"}
    return [
        theme.scatter(
            name=_("all of the floor"), x=[low, low, high, high, low],
            y=[0.0, floor, floor, 0.0, 0.0], fill="toself", fillcolor=theme.GRID.light,
            line={"color": theme.POINT.light, "width": 2, "simplify": False}, **on,
        ),
        theme.scatter(
            name=_("excess of every rate"), x=np.concatenate([CURVE, CURVE[::-1]]),
            y=np.concatenate([cost, np.full(len(CURVE), floor)]), fill="toself",
            fillcolor=theme.SQUARE_FILL.light,
            line={"color": theme.SQUARE_FILL.light, "width": 0, "simplify": False}, **on,
        ),
        theme.scatter(
            name=_("average surprise"), x=CURVE, y=cost,
            line={"color": theme.SQUARE.light, "width": 3, "simplify": False}, **on,
        ),
        theme.scatter(
            name=_("floor here"), x=grey_x, y=grey_y,
            line={"color": theme.POINT.light, "width": 5, "simplify": False}, **on,
        ),
        theme.scatter(
            name=_("excess here"), x=over_x, y=over_y,
            line={"color": theme.HAND.light, "width": 9, "simplify": False}, **on,
        ),
        theme.scatter(
            name=_("here"), x=join(rate), y=join(here), mode="markers", hoverinfo="skip",
            cliponaxis=False,
            marker={"color": theme.HAND.light, "size": 14, "opacity": 1, "line": {"width": 0}},
        ),
        theme.scatter(
            name=_("how much more"), x=join(rate), y=join(here) + 0.14, mode="text",
            text=texts[:, None] if np.ndim(view.excess) else texts, textposition="top center",
            textfont={"size": 16, "color": theme.HAND.light}, hoverinfo="skip", cliponaxis=False,
        ),
        theme.scatter(
            name=_("how low"), x=[high - 0.12], y=[floor / 2], mode="text",
            text=[_("floor {floor}").format(floor=fixed(floor))], textposition="middle left",
            textfont={"size": 16, "color": theme.TEXT.light}, hoverinfo="skip",
        ),
    ]  # fmt: skip


def curve_layout(view: CountFit) -> dict[str, object]:
    """One axis of rates, from nothing upwards."""
    top = ROOM * float(view.cost_at(np.array([RATES.low, RATES.high])).max())
    return theme.layout(
        xaxis=theme.axis(
            _("if λ were here ({name} per {noun})").format(
                name=view.observed.name, noun=view.observed.noun
            ),
            range=[0, RATES.high + 0.15], dtick=0.5,
        ),
        yaxis=theme.axis(_("average surprise (nats)"), range=[0, top], nticks=6),
        margin=MARGIN,
        uirevision=view.observed.key,
    )  # fmt: skip


def kicks_figures(view: CountFit) -> tuple[go.Figure, go.Figure]:
    """Shares with stems, and the curve."""
    return (
        theme.figure(bar_traces(view), bar_layout(view)),
        theme.figure(curve_traces(view), curve_layout(view)),
    )


def kicks(view: CountFit, key: str) -> LiveFigure:
    """Shares, stems and curve; the rate is in the hand, `key` its control."""
    sweep = rate_sweep(view, key, _("Rate λ"))
    return LiveFigure(
        kicks_figures(view),
        say.kicks_alt(view),
        say.kicks_sentence(view),
        table_of(view),
        BOXES,
        (
            Motion(
                sweep.axis,
                float(view.rate),
                lambda: track_of(sweep, (bar_traces, curve_traces), say.kicks_sentence),
                Handle(_("Rate λ"), sweep.axis.stops, sweep.batch.cost, "x", 1),
            ),
        ),
    )


def table_of(view: CountFit) -> Table:
    """A row for each count."""
    last = len(view.counts) - 1
    columns = (
        view.observed.name, view.observed.nouns, _("share y"), _("Poisson p"), _("−log p (nats)"),
    )  # fmt: skip
    rows = tuple(
        (
            str(k) if k < last else _("{n} or more").format(n=k), f"{int(n)}", words.number(share),
            words.number(p), words.number(-np.log(p)),
        )
        for k, (n, share, p) in enumerate(
            zip(view.counts, view.shares.tolist(), view.forecast.tolist(), strict=True)
        )
    )  # fmt: skip
    return Table(columns, rows)
