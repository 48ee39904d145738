"""Forecast bars in the hand, the strip of costs they make, and the same area in floor and excess.

Strip and block have the same axes: what is equal looks equal. No axis moves with the hand.
"""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.class_bars import LOOKS
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, track_of
from lossviz.i18n import _
from lossviz.information.strip import Strip, bar_sweep
from lossviz.numerics import Array
from lossviz.sweeps import PerStop, Sweep, join
from lossviz.words import strip as say
from lossviz.words.sums import addends

BOXES = (
    Box(height=360, phone_height=250, min_width=300),
    Box(height=360, phone_height=260, min_width=300),
    Box(height=360, phone_height=260, min_width=300),
)
HALF = 0.33  # of the width of a forecast bar
SAID = 1.22  # where the forecast is written: above the ring of a bar that is full
TOP = 5.0  # nats: what is higher is cut, and its height written
MARGIN = {"l": 66, "r": 12, "t": 26, "b": 74}


def _box(low: PerStop, high: PerStop, left: PerStop, right: PerStop) -> tuple[Array, Array]:
    """The outline of a rectangle: x and y (..., 5)."""
    return join(left, left, right, right, left), join(low, high, high, low, low)


def top_of(view: Strip) -> float:
    """Where strip and block are cut, in the unit of the view."""
    return TOP * (1.0 if view.unit == "nats" else say.NATS_IN_BITS)


def forecast_traces(view: Strip) -> list[theme.Trace]:
    """A bar for each class, as high as its forecast, and a mark where its share is."""
    traces: list[theme.Trace] = []
    for k, name in enumerate(view.classes):
        x, y = _box(0.0, view.forecast[..., k], k - HALF, k + HALF)
        traces.append(
            theme.scatter(
                name=_("forecast of {name}").format(name=name), x=x, y=y, mode="lines",
                fill="toself", fillcolor=LOOKS[k].role.light, hoverinfo="skip",
                line={"color": theme.HAND.light, "width": 2, "simplify": False},
            )
        )  # fmt: skip
    places = np.arange(float(len(view.classes)))
    gap = np.full(len(places), np.nan)
    return [
        *traces,
        theme.scatter(
            name=_("shares"), mode="lines", hoverinfo="skip",
            x=np.stack([places - 0.45, places + 0.45, gap], axis=-1).ravel(),
            y=np.stack([view.shares, view.shares, gap], axis=-1).ravel(),
            line={"color": theme.TEXT.light, "width": 3, "dash": "dot", "simplify": False},
        ),
        theme.scatter(
            name=_("how probable"), x=places, y=np.full(len(places), SAID), mode="text",
            text=say.bar_texts(view.forecast), hoverinfo="skip",
            textfont={"size": 15, "color": theme.TEXT.light},
        ),
    ]  # fmt: skip


def forecast_layout(view: Strip) -> dict[str, object]:
    """A place for each class."""
    k = len(view.classes)
    return theme.layout(
        xaxis=theme.axis(
            _("species · dotted: its share"), range=[-0.6, k - 0.4], showgrid=False,
            tickvals=list(range(k)), ticktext=list(view.classes),
        ),
        yaxis=theme.axis(_("forecast for all"), range=[0, 1.34],
                         tickvals=[0, 0.25, 0.5, 0.75, 1]),
        margin=MARGIN,
        uirevision="forecast",
    )  # fmt: skip


def _edges(view: Strip) -> Array:
    return np.concatenate([[0.0], np.cumsum(view.shares)])


def strip_traces(view: Strip) -> list[theme.Trace]:
    """One rectangle for each class: width its share, height what one of it costs."""
    top, edges = top_of(view), _edges(view)
    heights = np.minimum(view.heights, top)
    traces: list[theme.Trace] = []
    for k, name in enumerate(view.classes):
        x, y = _box(0.0, heights[..., k], edges[k], edges[k + 1])
        traces.append(
            theme.scatter(
                name=_("cost of {name}").format(name=name), x=x, y=y, mode="lines",
                fill="toself", fillcolor=LOOKS[k].role.light, hoverinfo="skip",
                line={"color": theme.BACKGROUND.light, "width": 1.5, "simplify": False},
            )
        )  # fmt: skip
    texts = [say.height_text(h, top) for h in view.heights.ravel().tolist()]
    return [
        *traces,
        theme.scatter(
            name=_("heights"), x=(edges[:-1] + edges[1:]) / 2, y=heights, mode="text",
            text=np.array(texts).reshape(heights.shape), textposition="top center",
            textfont={"size": 15, "color": theme.TEXT.light}, hoverinfo="skip", cliponaxis=False,
        ),
    ]  # fmt: skip


def _cost_axis(view: Strip, title: str) -> dict[str, object]:
    unit = say.unit_name(view.unit)
    return theme.axis(
        title.format(unit=unit), range=[0, 1.1 * top_of(view)],
        dtick=1 if view.unit == "nats" else 2,
    )  # fmt: skip


def strip_layout(view: Strip) -> dict[str, object]:
    """Shares side by side, costs upwards."""
    edges = _edges(view)
    named = [
        _("{name}<br>{share}").format(name=name, share=f"{share:.3f}")
        for name, share in zip(view.classes, view.shares, strict=True)
    ]
    return theme.layout(
        xaxis=theme.axis(
            _("share of the penguins"), range=[0, 1], showgrid=False,
            tickvals=((edges[:-1] + edges[1:]) / 2).tolist(), ticktext=named,
        ),
        yaxis=_cost_axis(view, _("−log forecast ({unit})")),
        margin=MARGIN,
        uirevision=f"strip {view.unit}",
    )  # fmt: skip


def block_traces(view: Strip) -> list[theme.Trace]:
    """The area of the strip as one block of width 1: the floor, and the excess upon it."""
    top, floor = top_of(view), view.floor
    cost = np.minimum(floor + np.asarray(view.excess), top)
    grey_x, grey_y = _box(0.0, floor, 0.0, 1.0)
    over_x, over_y = _box(floor, cost, 0.0, 1.0)
    excess = np.atleast_1d(view.excess).tolist()
    many = np.ndim(view.excess) > 0

    def labels(texts: list[str]) -> object:
        return np.array(texts)[:, None] if many else texts

    on = {"mode": "text", "hoverinfo": "skip", "cliponaxis": False}
    over = [_excess_text(floor, one, top) for one in excess]
    return [
        theme.scatter(
            name=_("floor"), x=grey_x, y=grey_y, mode="lines", fill="toself", hoverinfo="skip",
            fillcolor=theme.GRID.light,
            line={"color": theme.POINT.light, "width": 2, "simplify": False},
        ),
        theme.scatter(
            name=_("excess"), x=over_x, y=over_y, mode="lines", fill="toself", hoverinfo="skip",
            fillcolor=theme.HAND.light,
            line={"color": theme.HAND.light, "width": 0, "simplify": False},
        ),
        theme.scatter(
            name=_("how low"), x=[0.5], y=[floor / 2],
            text=labels([_floor_text(floor, one) for one in excess]),
            textfont={"size": 17, "color": theme.TEXT.light}, **on,
        ),
        theme.scatter(
            name=_("how much more"), x=[0.5], y=join(cost), text=labels(over),
            textposition="top center", textfont={"size": 17, "color": theme.HAND.light}, **on,
        ),
    ]  # fmt: skip


def _excess_text(floor: float, excess: float, top: float) -> str:
    if np.isinf(excess):
        return _("+ excess without end ↑")
    if excess == 0:
        return _("+ excess 0")
    text = (
        _("+ excess {excess} = {total}")
        if floor + excess <= top
        else _("+ excess {excess} = {total} ↑")
    )
    _low, more, total = say.parted(floor, excess)
    return text.format(excess=more, total=total)


def _floor_text(floor: float, excess: float) -> str:
    """The floor to as many digits as the excess upon it."""
    low = say.fixed(floor) if np.isinf(excess) else say.parted(floor, excess)[0]
    return _("floor {floor}").format(floor=low)


def block_layout(view: Strip) -> dict[str, object]:
    """The axes of the strip, without its parts."""
    return theme.layout(
        xaxis=theme.axis(
            _("the same area, levelled<br>all penguins together"), range=[0, 1], showgrid=False,
            tickvals=[0, 1], ticktext=["0", "1"],
        ),
        yaxis=_cost_axis(view, _("average cost ({unit})")),
        margin=MARGIN,
        uirevision=f"block {view.unit}",
    )  # fmt: skip


def strip_figures(view: Strip) -> tuple[go.Figure, go.Figure, go.Figure]:
    """Bars, strip and block."""
    return (
        theme.figure(forecast_traces(view), forecast_layout(view)),
        theme.figure(strip_traces(view), strip_layout(view)),
        theme.figure(block_traces(view), block_layout(view)),
    )


def _motion(view: Strip, which: int, keys: tuple[str, str, str]) -> Motion:
    label = _("forecast of {name}").format(name=view.classes[which])
    sweep: Sweep[Strip] = bar_sweep(view, which, keys[which], label)
    stops, forecast = sweep.axis.stops, sweep.batch.forecast
    return Motion(
        sweep.axis,
        float(view.forecast[which]),
        lambda: track_of(
            sweep, (forecast_traces, strip_traces, block_traces), say.strip_sentence
        ),
        Handle(label, float(which), stops),
        slider=False,  # two controls tell a forecast, a typed number only one of them
        says={keys[0]: forecast[:, 0], keys[1]: forecast[:, 1]},
    )  # fmt: skip


def strip(view: Strip, keys: tuple[str, str, str]) -> LiveFigure:
    """Bars, strip and block; `keys` name the hands, the first two are the controls."""
    return LiveFigure(
        strip_figures(view),
        say.strip_alt(view),
        say.strip_sentence(view),
        table_of(view),
        BOXES,
        tuple(_motion(view, which, keys) for which in range(3)),
    )


def table_of(view: Strip) -> Table:
    """A row for each class, and one for all."""
    unit = say.unit_name(view.unit)
    columns = (
        _("species"), _("share y"), _("forecast p"), _("−log p ({unit})").format(unit=unit),
        _("area: share × height ({unit})").format(unit=unit),
    )  # fmt: skip
    areas = (view.shares * view.heights).tolist()
    whole = _cost(float(view.excess))
    parts = [_cost(area) for area in areas]
    if np.isfinite(areas).all():
        written, whole = addends(areas, say.PLACES)
        parts = [
            text if area >= 10.0**-say.PLACES else say.small(area)
            for text, area in zip(written, areas, strict=True)
        ]
    rows = tuple(
        (name, f"{share:.3f}", words.number(float(p)), _cost(height), part)
        for name, share, p, height, part in zip(
            view.classes, view.shares.tolist(), view.forecast, view.heights.tolist(), parts,
            strict=True,
        )
    )  # fmt: skip
    total = (_("all: cross-entropy H(y, p)"), "1", "1", "", whole)
    return Table(columns, (*rows, total))


def _cost(cost: float) -> str:
    return _("without end") if np.isinf(cost) else say.small(cost)
