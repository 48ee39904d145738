"""Cost over steps of descent, floor and excess on top of each other, and the forecast that learns.

No axis moves with the hand.
"""

import numpy as np
import plotly.graph_objects as go

from lossviz.figures import theme
from lossviz.figures.class_bars import LOOKS
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.information.training import STEPS, Training, step_sweep
from lossviz.sweeps import join
from lossviz.words import training as say

BOXES = (
    Box(height=360, phone_height=300, min_width=340, grow=1.6),
    Box(height=360, phone_height=260, min_width=260),
)
HALF = 0.33  # of a bar
TOP = 2.0  # nats
AT = np.arange(STEPS + 1.0)


def cost_traces(view: Training) -> list[theme.Trace]:
    """The floor, the excess on it, and where we are."""
    flat = np.full(len(AT), view.floor)
    back = np.concatenate([AT, AT[::-1]])
    now = join(view.step, view.step)
    return [
        theme.scatter(
            name=_("floor"), x=back, y=np.concatenate([flat, 0 * flat]), mode="lines",
            fill="toself", fillcolor=theme.GRID.light, hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 1, "simplify": False},
        ),
        theme.scatter(
            name=_("excess"), x=back, y=np.concatenate([view.costs, flat]), mode="lines",
            fill="toself", fillcolor=theme.SQUARE_EDGE.light, hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 2, "simplify": False},
        ),
        theme.scatter(
            name=_("name of the floor"), x=[STEPS / 2], y=[view.floor / 2], mode="text",
            text=[_("floor H(y) = {floor}").format(floor=say.nats(view.floor))],
            textfont={"color": theme.TEXT.light, "size": 15}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("excess now"), x=now, y=join(view.floor, view.cost), mode="lines",
            line={"color": theme.HAND.light, "width": 5, "simplify": False}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("now"), x=join(view.step), y=join(view.cost), mode="markers",
            marker={"color": theme.HAND.light, "size": 14, "opacity": 1, "line": {"width": 0}},
            hoverinfo="skip", cliponaxis=False,
        ),
    ]  # fmt: skip


def cost_layout() -> dict[str, object]:
    """One axis for every start and rate."""
    return theme.layout(
        xaxis=theme.axis(_("step of descent"), range=[-0.5, STEPS + 0.5]),
        yaxis=theme.axis(_("average cost (nats)"), range=[0, TOP], dtick=0.5),
        uirevision="training",
    )


def forecast_traces(view: Training) -> list[theme.Trace]:
    """A bar per class for the forecast now, and a dash at its share."""
    places = np.arange(float(len(view.classes)))
    gap = np.full(len(places), np.nan)
    traces: list[theme.Trace] = []
    for k, name in enumerate(view.classes):
        p = view.forecast[..., k]
        left, right = places[k] - HALF, places[k] + HALF
        traces.append(
            theme.scatter(
                name=_("forecast of {name}").format(name=name), mode="lines", fill="toself",
                x=[left, left, right, right, left], y=join(0, p, p, 0, 0), hoverinfo="skip",
                fillcolor=LOOKS[k].role.light,
                line={"color": LOOKS[k].role.light, "width": 1, "simplify": False},
            )
        )  # fmt: skip
    traces.append(
        theme.scatter(
            name=_("shares"), mode="lines", hoverinfo="skip",
            x=np.stack([places - 0.45, places + 0.45, gap], axis=-1).ravel(),
            y=np.stack([view.shares, view.shares, gap], axis=-1).ravel(),
            line={"color": theme.TEXT.light, "width": 3, "dash": "dot", "simplify": False},
        )
    )  # fmt: skip
    return traces


def forecast_layout(view: Training) -> dict[str, object]:
    """A place per class."""
    return theme.layout(
        xaxis=theme.axis(
            _("species · dotted: its share"), range=[-0.6, len(view.classes) - 0.4],
            tickvals=list(range(len(view.classes))), ticktext=list(view.classes), showgrid=False,
        ),
        yaxis=theme.axis(_("forecast for all"), range=[0, 1], tickvals=[0, 0.25, 0.5, 0.75, 1]),
        uirevision="learned",
    )  # fmt: skip


def cost_figure(view: Training) -> go.Figure:
    """Floor and excess over the steps."""
    return theme.figure(cost_traces(view), cost_layout())


def forecast_figure(view: Training) -> go.Figure:
    """The forecast now."""
    return theme.figure(forecast_traces(view), forecast_layout(view))


def training(view: Training, key: str) -> LiveFigure:
    """A descent in figure, words and table; the step is in the hand, its control is `key`."""
    sweep = step_sweep(view, key, _("Step"))

    def track() -> Track:
        return track_of(sweep, (cost_traces, forecast_traces), say.training_sentence)

    handle = Handle(_("Step"), sweep.axis.stops, view.costs, "x")
    return LiveFigure(
        (cost_figure(view), forecast_figure(view)),
        _("The average cost over {n} steps: a grey floor of constant height and a coloured excess"
          " on it that shrinks. Beside it the forecast as bars, with a dotted line at each"
          " share.").format(n=STEPS),
        say.training_sentence(view), _table(view), BOXES,
        (Motion(sweep.axis, float(view.step), track, handle),),
    )  # fmt: skip


def _table(view: Training) -> Table:
    rows = []
    for k in (0, 1, 2, 5, 10, 20, 40, STEPS):
        floor, excess, cost = say.parted(view.floor, float(view.excesses[k]))
        rows.append((str(k), cost, floor, excess, *(f"{p:.4f}" for p in view.forecasts[k])))
    return Table((_("step"), _("cost (nats)"), _("floor"), _("excess"), *view.classes), tuple(rows))
