"""A forecast as a dot in a triangle with named corners, above the cost of each place."""

from collections.abc import Callable
from functools import partial

import numpy as np

from lossviz.figures import theme
from lossviz.figures.forecast_bars import bar_layout, bar_traces, split_layout, split_traces
from lossviz.figures.live import Box, LiveFigure, Plane, Table, Track, track_at
from lossviz.i18n import _
from lossviz.multiclass.triangle import CORNERS, HEIGHT, SPECIES, Forecast, surface
from lossviz.numerics import UNIT, Array, Interval
from lossviz.words import triangle as say

Traces = list[theme.Trace]

ASPECT = 0.94
CHARGED = (
    Box(height=450, phone_height=350, aspect=ASPECT),
    Box(height=450, phone_height=350, min_width=330, grow=1.2),
)
SMOOTHED = (  # lower: with the cost below, two lines of words still fit on a projector
    Box(height=430, phone_height=350, aspect=ASPECT),
    Box(height=430, phone_height=350, min_width=330, grow=1.2),
    Box(height=112, phone_height=112, min_width=640),
)
MOST = 4.0  # nats: all that costs more has one colour
LEVELS = (0.5, 3.5, 0.5)  # nats: first, last, from one contour to the next
STEP = 0.01  # of a probability: what an arrow key moves
PAD, TOP = 0.09, HEIGHT + 0.12  # room beside the triangle and above it, for the names


def _cost(view: Forecast) -> theme.Trace:
    x, y, cost = surface(view.target, most=MOST)
    first, last, size = LEVELS
    return {
        "type": "contour", "name": _("cost"), "x": x, "y": y, "z": np.round(cost, 4),
        "zmin": 0.0, "zmax": MOST, "hoverinfo": "skip", "showlegend": False,
        "colorscale": [[0.0, theme.BACKGROUND.light], [1.0, theme.SQUARE.light]],
        "line": {"color": theme.POINT.light, "width": 0.8},
        "contours": {
            "coloring": "heatmap", "start": first, "end": last, "size": size, "showlabels": True,
            "labelfont": {"size": 12, "color": theme.TEXT.light},
        },
        "colorbar": {
            "orientation": "h", "thickness": 10, "len": 0.86, "x": 0.5, "y": -0.115,
            "yanchor": "top", "outlinewidth": 0, "tickvals": [0, 1, 2, 3, MOST],
            "ticktext": ["0", "1", "2", "3", _("{most} and more").format(most=f"{MOST:g}")],
            "tickfont": {"size": 12},
            "title": {
                "text": _("cost (nats), capped: it rises without end"), "side": "bottom",
                "font": {"size": 13},
            },
        },
    }  # fmt: skip


def _mask() -> theme.Trace:
    """What lies beyond the two upper sides, hidden."""
    x = [-PAD, 0.0, 0.5, 1.0, 1.0 + PAD, 1.0 + PAD, -PAD, -PAD]
    y = [0.0, 0.0, HEIGHT, 0.0, 0.0, TOP, TOP, 0.0]
    return theme.scatter(
        name=_("outside"), x=x, y=y, mode="lines", fill="toself", hoverinfo="skip",
        fillcolor=theme.BACKGROUND.light, line={"width": 0, "color": theme.BACKGROUND.light},
    )  # fmt: skip


def grid_lines() -> tuple[Array, Array]:
    """Lines of equal probability, 0.2 apart, for each species: x and y with gaps."""
    ends = []
    for level in (0.2, 0.4, 0.6, 0.8):
        for k in range(3):
            for other in ((k + 1) % 3, (k + 2) % 3):
                ends.append(level * CORNERS[k] + (1 - level) * CORNERS[other])
            ends.append(np.full(2, np.nan))
    x, y = np.array(ends).T
    return x, y


def triangle_traces(view: Forecast, *, told: bool = True) -> Traces:
    """Once `told` the cost of each place; the lines of the triangle, the target and the dot."""
    costs = [_cost(view)] if told else []
    return [*costs, *_still(view), *dot_traces(view)]


def _still(view: Forecast) -> Traces:
    """What stays where it is while the dot moves."""
    grid_x, grid_y = grid_lines()
    outline = CORNERS[[0, 1, 2, 0]]
    target = view.target @ CORNERS
    return [
        theme.scatter(
            name=_("lines 0.2 apart"), x=grid_x, y=grid_y, mode="lines", hoverinfo="skip",
            line={"color": theme.SQUARE_EDGE.light, "width": 0.8, "dash": "dot"},
        ),
        _mask(),
        theme.scatter(
            name=_("sides"), x=outline[:, 0], y=outline[:, 1], mode="lines", hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 1.5},
        ),
        theme.scatter(
            name=_("corners"), x=CORNERS[:, 0] + [0.04, 0, -0.04],
            y=CORNERS[:, 1] + [-0.04, 0.05, -0.04],
            mode="text", hoverinfo="skip",
            text=[
                f"<b>{name}</b>" if k == view.species else name for k, name in enumerate(SPECIES)
            ],
            textposition=["bottom right", "top center", "bottom left"], cliponaxis=False,
            textfont={"size": 15, "color": theme.TEXT.light},
        ),
        theme.scatter(
            name=_("target"), x=target[:1], y=target[1:], mode="markers", hoverinfo="skip",
            cliponaxis=False,
            marker={
                "symbol": "diamond-open", "size": 17, "color": theme.BEST.light, "opacity": 1,
                "line": {"width": 3},
            },
        ),
    ]  # fmt: skip


def dot_traces(view: Forecast) -> Traces:
    """The dot, and what it costs, written where nothing else is: above the left side.

    A dot before the words says that they are the dot's.
    """
    said = [say.nats(one) for one in np.ravel(view.cost).tolist()]
    written = [
        # on a phone more words would touch a dot in the corner
        (_("● cost {said}") if np.isfinite(cost) else _("● {said}")).format(said=text)
        for text, cost in zip(said, np.ravel(view.cost).tolist(), strict=True)
    ]
    text = np.array(written).reshape(np.shape(view.cost))
    return [
        theme.scatter(
            name=_("forecast"), x=view.place[..., :1], y=view.place[..., 1:], mode="markers",
            hoverinfo="skip", cliponaxis=False,
            marker={"color": theme.HAND.light, "size": 13, "opacity": 1},
        ),
        theme.scatter(
            name=_("cost of it"), x=[0.02 - PAD], y=[HEIGHT], mode="text", hoverinfo="skip",
            text=text[..., None], textposition="middle right", cliponaxis=False,
            textfont={"color": theme.HAND.light, "size": 17},
        ),
    ]  # fmt: skip


def triangle_layout(view: Forecast) -> dict[str, object]:
    """An equilateral triangle, whatever the room; up is the probability of the upper corner."""
    ticks = np.arange(0.0, 1.01, 0.2)
    return theme.layout(
        xaxis=theme.axis(
            _("{one} to {other}: ◇ target, ● forecast").format(one=SPECIES[0], other=SPECIES[2]),
            range=[-PAD, 1.0 + PAD], showgrid=False, showticklabels=False, ticks="",
            fixedrange=True, constrain="domain",
        ),
        yaxis=theme.axis(
            _("probability of {name}").format(name=SPECIES[1]), range=[-0.11, TOP],
            showgrid=False, tickvals=ticks * HEIGHT, ticktext=[f"{tick:g}"[:3] for tick in ticks],
            fixedrange=True, scaleanchor="x", scaleratio=1, constrain="domain",
        ),
        # room for the scale of colours: when it comes, nothing gives way
        margin={"l": 52, "r": 6, "t": 8, "b": 114}, uirevision=f"triangle {view.species}",
    )  # fmt: skip


def _figure(
    view: Forecast, *, split: bool, x_key: str, y_key: str, told: bool = True
) -> LiveFigure:
    shown = [
        theme.figure(triangle_traces(view, told=told), triangle_layout(view)),
        theme.figure(bar_traces(view, told=told or split), bar_layout(view)),
    ]
    drawers: list[Callable[[Forecast], Traces]] = [dot_traces, bar_traces]
    if split:
        shown.append(theme.figure(split_traces(view, told=told), split_layout(told=told)))
        drawers.append(split_traces)
    sentence = say.smoothed_sentence if split else say.charge_sentence

    def answer(x: float, y: float) -> Track:
        return track_at(view.through(x=np.array([x]), y=np.array([y])), drawers, sentence)

    x, y = view.place.tolist()
    plane = Plane(
        label=_("The forecast, a place in the triangle"), x_key=x_key, y_key=y_key, x=x, y=y,
        x_range=UNIT, y_range=Interval(0.0, HEIGHT), x_step=STEP / 2, y_step=STEP * HEIGHT,
        answer=answer, decimals=3,
        within=tuple((float(a), float(b)) for a, b in CORNERS[[0, 2, 1]]),
    )  # fmt: skip
    return LiveFigure(
        tuple(shown), _alt(view, told=told), sentence(view, told=told),
        _table(view, charges=told or split),
        SMOOTHED if split else CHARGED, plane=plane,
    )  # fmt: skip


charged = partial(_figure, split=False)
"""Scene 1: the triangle and the three bars; controls of the dot are `x_key` and `y_key`.

Unless `told`, what the reader is to guess is not shown before the dot has moved.
"""
smoothed = partial(_figure, split=True)
"""Scene 2: the same for a smoothed target, and its cost as floor and excess."""


def _alt(view: Forecast, *, told: bool) -> str:
    coloured = _(
        "A triangle with corners {names}, coloured by what a forecast costs when the target is"
        " {target}; costs of {most} nats and more have one colour."
    )
    plain = _("A triangle with corners {names}; the target is {target}.")
    beside = _(
        "A dot at the forecast {shares}. Beside it a bar for each species, what it is charged, and"
        " an arrow from the bar to the target."
    )
    return f"{coloured if told else plain} {beside}".format(
        names=", ".join(SPECIES), target=say.listed(view.target), most=f"{MOST:g}",
        shares=say.listed(view.shares),
    )  # fmt: skip


def _table(view: Forecast, *, charges: bool) -> Table:
    """A row for each species; what each is charged only with `charges`."""
    charge = _("charge −y log p (nats)")
    said = {
        _("species"): [*SPECIES, _("together")],
        _("target y"): [*map(say.share, view.target.tolist()), "1"],
        _("forecast p"): [*map(say.share, view.shares.tolist()), "1"],
        charge: [say.nats(one) for one in (*view.charges.tolist(), float(view.cost))],
        _("pull y − p"): [*map(say.signed, view.pulls.tolist()), "0"],
    }
    if not charges:
        del said[charge]
    return Table(tuple(said), tuple(zip(*said.values(), strict=True)))
