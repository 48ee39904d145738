"""Truth and forecast, and both excesses over what the hand moves: forward, and swapped.

No axis moves with the hand.
"""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, track_of
from lossviz.i18n import _
from lossviz.information.swapped import Bar, value_sweep
from lossviz.numerics import Array
from lossviz.sweeps import PerStop, join, segments
from lossviz.words import swapped as say

BOXES = (
    Box(height=345, phone_height=280, min_width=320),
    Box(height=345, phone_height=320, min_width=320),
)
HALF = 0.36  # of the width of a bar
TOP = 2.5  # nats: what is higher is cut
# to 0 and to 1 in ever smaller steps: what has no end there must be seen to leave the pane
_ENDS = np.geomspace(1e-4, 4.5e-3, 24)
CURVE = np.concatenate([[0.0], _ENDS, np.linspace(0.005, 0.995, 199), 1.0 - _ENDS[::-1], [1.0]])
MARGIN = {"l": 66, "r": 14, "t": 16, "b": 60}
FORWARD, REVERSE = theme.HUES["blue"], theme.HUES["magenta"]
METERS = (1.30, 1.15)
"""Where the amounts are written, times the top."""
ROOM = 1.4


def truth_trace(places: Array, truth: Array, half: float) -> theme.Trace:
    """Grey bars."""
    gap, foot = np.full(len(places), np.nan), np.zeros(len(places))
    left, right = places - half, places + half
    return theme.scatter(
        name=_("truth"), mode="lines", fill="toself", hoverinfo="skip",
        x=np.stack([left, left, right, right, left, gap], axis=-1).ravel(),
        y=np.stack([foot, truth, truth, foot, foot, gap], axis=-1).ravel(),
        fillcolor=theme.GRID.light,
        line={"color": theme.POINT.light, "width": 2, "simplify": False},
    )  # fmt: skip


def forecast_traces(places: Array, forecast: Array) -> list[theme.Trace]:
    """A stem for each probability of the forecast."""
    stem_x, stem_y = segments(places, np.zeros(()), forecast)
    return [
        theme.scatter(
            name=_("stems"), x=np.broadcast_to(stem_x, stem_y.shape), y=stem_y, mode="lines",
            hoverinfo="skip", line={"color": theme.HAND.light, "width": 4, "simplify": False},
        ),
        theme.scatter(
            name=_("forecast"), x=places, y=forecast, mode="markers", hoverinfo="skip",
            cliponaxis=False,
            marker={
                "color": theme.HAND.light, "size": 12, "symbol": "diamond", "opacity": 1,
                "line": {"width": 0},
            },
        ),
    ]  # fmt: skip


def bar_traces(view: Bar) -> list[theme.Trace]:
    """Truth and forecast of each species."""
    places = np.arange(float(len(view.names)))
    return [truth_trace(places, view.truth, HALF), *forecast_traces(places, view.forecast)]


def bar_layout(view: Bar) -> dict[str, object]:
    """A place for each species."""
    last = len(view.names) - 1
    named = [
        _("{name}<br>{n}").format(name=name, n=int(n))
        for name, n in zip(view.names, view.counts, strict=True)
    ]
    return theme.layout(
        xaxis=theme.axis(
            _("species · grey: truth y · ◆ forecast p"), range=[-0.6, last + 0.6], showgrid=False,
            tickvals=list(range(last + 1)), ticktext=named,
        ),
        yaxis=theme.axis(
            _("share, probability"), range=[0, 1.08], tickvals=[0, 0.25, 0.5, 0.75, 1]
        ),
        margin=MARGIN | {"b": 74},
        uirevision=f"bars {view.where}",
    )  # fmt: skip


def _cut(values: Array, top: float) -> Array:
    """Within the pane; what leaves it, and what has no end, is not drawn."""
    return np.where(values <= top, values, np.nan)


def both_traces(
    x: Array,
    curves: tuple[Array, Array],
    here: PerStop,
    now: tuple[Array, Array],
    top: float,
) -> list[theme.Trace]:
    """Forward and reverse over x (m,), each (m,) or (S, m); dots and amounts where the hand is."""
    traces: list[theme.Trace] = []
    low, span = float(x[0]), float(x[-1] - x[0])
    names = (
        _("forward {f}").format(f=say.FORWARD), _("reverse {r}").format(r=say.REVERSE)
    )  # fmt: skip
    looks = zip((FORWARD, REVERSE), names, curves, now, METERS, strict=True)
    for look, name, curve, one, level in looks:
        colour = look.role.light
        texts = np.array([say.meter(name, float(v), top) for v in np.atleast_1d(one)])
        line = {"color": colour, "width": 3, "dash": look.dash, "simplify": False}
        traces += [
            theme.scatter(
                name=name, x=x, y=_cut(curve, top), mode="lines", hoverinfo="skip", line=line,
            ),
            theme.scatter(
                name=_("{name} here").format(name=name), x=join(here),
                y=join(np.minimum(one, top)), mode="markers", hoverinfo="skip", cliponaxis=False,
                marker={
                    "color": colour, "size": 13, "symbol": look.marker, "opacity": 1,
                    "line": {"width": 0},
                },
            ),
            theme.scatter(
                name=_("line of {name}").format(name=name), y=[level * top] * 2, mode="lines",
                x=[low + 0.02 * span, low + 0.13 * span], hoverinfo="skip", line=line,
            ),
            theme.scatter(
                name=_("amount of {name}").format(name=name), x=[low + 0.15 * span],
                y=[level * top], mode="text", textposition="middle right", hoverinfo="skip",
                text=texts[:, None] if np.ndim(one) else texts,
                textfont={"size": 16, "color": colour}, cliponaxis=False,
            ),
        ]  # fmt: skip
    return traces


def both_layout(title: str, x: tuple[float, float], top: float, of: str) -> dict[str, object]:
    """Nats over what the hand moves, with room for the amounts above."""
    pad = 0.03 * (x[1] - x[0])
    return theme.layout(
        xaxis=theme.axis(title, range=[x[0] - pad, x[1] + pad]),
        yaxis=theme.axis(
            _("excess (nats)"), range=[0, ROOM * top],
            tickvals=np.arange(0.0, top + 0.1, 1.0 if top > 3.0 else 0.5).tolist(),
        ),
        margin=MARGIN,
        uirevision=of,
    )  # fmt: skip


def curve_traces(view: Bar) -> list[theme.Trace]:
    """Both over the probability in the hand."""
    return both_traces(
        CURVE, view.both_at(CURVE), view.value, (view.forward, view.reverse), TOP
    )  # fmt: skip


def curve_layout(view: Bar) -> dict[str, object]:
    """Probability of the one species."""
    title = _("if the forecast for {name} were here").format(name=view.names[view.which])
    return both_layout(title, (0.0, 1.0), TOP, f"curves {view.where}")


def bar_figures(view: Bar) -> tuple[go.Figure, go.Figure]:
    """Bars and curves."""
    return (
        theme.figure(bar_traces(view), bar_layout(view)),
        theme.figure(curve_traces(view), curve_layout(view)),
    )


def bars(view: Bar, key: str) -> LiveFigure:
    """Truth, forecast and both excesses; one probability is in the hand, `key` its control."""
    label = _("Forecast for {name}").format(name=view.names[view.which])
    sweep = value_sweep(view, key, label)
    return LiveFigure(
        bar_figures(view),
        say.bar_alt(view),
        say.bar_sentence(view),
        table_of(view),
        BOXES,
        (
            Motion(
                sweep.axis,
                float(view.value),
                lambda: track_of(sweep, (bar_traces, curve_traces), say.bar_sentence),
                Handle(label, float(view.which), sweep.axis.stops),
            ),
        ),
    )


def table_of(view: Bar) -> Table:
    """A row for each species."""
    columns = (_("species"), _("penguins"), _("truth y"), _("forecast p"))
    rows = tuple(
        (name, f"{int(n)}", words.number(y), words.number(p))
        for name, n, y, p in zip(
            view.names, view.counts, view.truth.tolist(), view.forecast.tolist(), strict=True
        )
    )
    return Table(columns, rows)
