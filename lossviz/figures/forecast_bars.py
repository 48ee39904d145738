"""A forecast over three species as bars: which are charged, how each is pulled, what it costs.

No axis moves with the hand; a cost beyond the axis ends at its edge and says how large it is.
"""

from collections.abc import Callable

import numpy as np

from lossviz.figures import theme
from lossviz.i18n import _
from lossviz.multiclass.triangle import SPECIES, Forecast
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import MINUS, Text, texts
from lossviz.words import triangle as say

Traces = list[theme.Trace]

CHARGED = theme.HUES["magenta"].role
HALF, ARROW = 0.2, 0.33  # half a bar, and how far beside its middle the arrow is
ROWS = (-0.1, -0.2, -0.3)
HEAD = 0.025  # half of an arrow head, on the axis of probability
LONGEST = 4.0  # nats: the axis of costs
MOST_LABEL = 3.4  # nats: further to the right a label would not fit on a phone


def _box(
    left: Array | float, right: Array | float, low: Array | float, high: Array | float
) -> tuple[Array, Array]:
    """The outline of a rectangle: x and y, (5,) or (S, 5)."""
    return join(left, right, right, left, left), join(low, low, high, high, low)


def _texts(values: Array, write: Callable[[float], str]) -> Text:
    array = np.asarray(values, dtype=np.float64)
    return np.array([write(one) for one in array.ravel().tolist()]).reshape(array.shape)


def charge_texts(view: Forecast) -> Text:
    """What each bar is charged, (3,) or (S, 3); a class without a target says that it is not."""
    said = _texts(view.charges, say.nats)
    return np.where(view.target > 0, said, _("none"))


def bar_traces(view: Forecast, *, told: bool = True) -> Traces:
    """The bars, the target at each, an arrow from bar to target, three rows of numbers below.

    Unless `told`, nothing says which bars are charged.
    """
    places = np.arange(3.0)
    target, shares, pulls = view.target, view.shares, view.pulls
    traces: Traces = []
    for k, name in enumerate(SPECIES):
        x, y = _box(k - HALF, k + HALF, 0.0, shares[..., k])
        paid = told and target[k] > 0
        colour = (CHARGED if paid else theme.POINT).light
        strong = told and k == view.species
        traces.append(
            theme.scatter(
                name=_("bar of {name}").format(name=name), x=x, y=y, mode="lines", hoverinfo="skip",
                fill="toself", fillcolor=colour, opacity=1.0 if strong else 0.4,
                line={"color": colour, "width": 1, "simplify": False},
            )
        )  # fmt: skip
    gap = np.full(3, np.nan)
    traces.append(
        theme.scatter(
            name=_("target"), mode="lines", hoverinfo="skip",
            x=np.stack([places - 0.3, places + 0.43, gap], axis=-1).ravel(),
            y=np.stack([target, target, gap], axis=-1).ravel(),
            line={"color": theme.BEST.light, "width": 3, "dash": "dash"},
        )
    )  # fmt: skip
    shaft = np.stack(np.broadcast_arrays(shares, target, gap), axis=-1)
    traces.append(
        theme.scatter(
            name=_("arrow"), x=np.repeat(places + ARROW, 3), mode="lines", hoverinfo="skip",
            y=shaft.reshape((*shares.shape[:-1], -1)), line={"color": theme.UP.light, "width": 3},
        )
    )  # fmt: skip
    for name, symbol, way in ((_("up"), "triangle-up", 1.0), (_("down"), "triangle-down", -1.0)):
        seen = way * pulls > 2 * HEAD
        traces.append(
            theme.scatter(
                name=_("head {way}").format(way=name), x=places + ARROW, mode="markers",
                y=np.where(seen, target - way * HEAD, np.nan), hoverinfo="skip", cliponaxis=False,
                marker={"symbol": symbol, "size": 13, "color": theme.UP.light, "opacity": 1},
            )
        )  # fmt: skip
    charges = charge_texts(view) if told else np.full(shares.shape, "?")
    rows = (_texts(shares, say.share), charges, _texts(pulls, say.signed))
    colours = (theme.TEXT, CHARGED, theme.UP)
    for name, height, text, role in zip(
        (_("p"), _("charge"), _("pull")), ROWS, rows, colours, strict=True
    ):
        traces.append(
            theme.scatter(
                name=_("row: {name}").format(name=name), x=places, y=np.full(3, height),
                mode="text", text=text, hoverinfo="skip", cliponaxis=False,
                textfont={"size": 15, "color": role.light},
            )
        )  # fmt: skip
    return traces


def bar_layout(view: Forecast) -> dict[str, object]:
    """Probability upwards, a place for each species; below the bars the rows of numbers."""
    names = [
        f"<b>{name}</b><br>{_('the bird')}" if k == view.species else name
        for k, name in enumerate(SPECIES)
    ]
    return theme.layout(
        xaxis=theme.axis(
            _("species"), range=[-0.5, 2.55], tickvals=[0, 1, 2], ticktext=names, showgrid=False,
            ticks="", fixedrange=True,
        ),
        yaxis=theme.axis(
            _("forecast p, target y (dashed)"), range=[-0.36, 1.05], fixedrange=True,
            tickvals=[*ROWS, 0, 0.5, 1], automargin=True, showgrid=False,
            ticktext=["p", _("charge"), _("pull y {minus} p").format(minus=MINUS), "0", "0.5", "1"],
        ),
        margin={"l": 64, "r": 8, "t": 12, "b": 64}, uirevision=f"bars {view.species}",
    )  # fmt: skip


def split_traces(view: Forecast, *, told: bool = True) -> Traces:
    """The cost as one bar: the floor, and what comes on top; not told yet, no floor."""
    cost = np.asarray(view.cost, dtype=np.float64)
    shown = np.minimum(cost, LONGEST)
    floor = np.full(cost.shape, view.floor if told else 0.0)
    label = _("floor {floor}").format(floor=say.nats(view.floor)) if told else theme.UNSEEN
    floor_x, floor_y = _box(0.0, floor, 0.0, 1.0)
    x, y = _box(floor, np.maximum(shown, floor), 0.0, 1.0)
    said = _texts(cost, say.nats)
    return [
        theme.scatter(
            name=_("floor"), x=floor_x, y=floor_y, mode="lines", fill="toself", hoverinfo="skip",
            fillcolor=theme.POINT.light, opacity=0.5, line={"color": theme.POINT.light, "width": 1},
        ),
        theme.scatter(
            name=_("excess"), x=x, y=y, mode="lines", fill="toself", hoverinfo="skip",
            fillcolor=CHARGED.light, line={"color": CHARGED.light, "width": 1, "simplify": False},
        ),
        theme.scatter(
            name=_("floor here"), x=join(floor), y=[1.08], mode="text", hoverinfo="skip",
            text=np.full((*cost.shape, 1), label), textposition="top center", cliponaxis=False,
            textfont={"size": 14, "color": theme.TEXT.light},
        ),
        theme.scatter(
            name=_("cost here"), x=join(np.minimum(shown, MOST_LABEL)), y=[-0.08],
            mode="text", hoverinfo="skip",
            text=texts(_("cost {said}"), said=said)[..., None], textposition="bottom center",
            cliponaxis=False, textfont={"size": 14, "color": CHARGED.light},
        ),
        theme.scatter(
            name=_("goes on"), x=join(np.where(cost > LONGEST, LONGEST, np.nan)), y=[0.5],
            mode="markers", hoverinfo="skip", cliponaxis=False,
            marker={"symbol": "triangle-right", "size": 20, "color": CHARGED.light, "opacity": 1},
        ),
    ]  # fmt: skip


def split_layout(*, told: bool = True) -> dict[str, object]:
    """Nats to the right; what they are the sum of, once it is `told`."""
    title = _("cost (nats) = floor + excess; ▶ goes on") if told else _("cost (nats); ▶ goes on")
    return theme.layout(
        xaxis=theme.axis(
            title, range=[-0.1, LONGEST + 0.1],
            fixedrange=True, tickvals=[0, 1, 2, 3, 4],
        ),
        yaxis=theme.axis(
            _("cost"), range=[-0.75, 1.75], showticklabels=False, ticks="", showgrid=False,
            fixedrange=True,
        ),
        margin={"l": 40, "r": 24, "t": 4, "b": 46},
    )  # fmt: skip
