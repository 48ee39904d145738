"""Softmax bars at a temperature, and the cost of the true species over all temperatures."""

import math

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.class_bars import COLOURS, bar_traces, species_axis, text_trace
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.temperature import HEATS, Temperature, heat_sweep
from lossviz.multiclass.triangle import SPECIES
from lossviz.sweeps import join
from lossviz.words import number
from lossviz.words import temperature as say
from lossviz.words.classes import chance, chances, fixed

BOXES = (Box(height=360, phone_height=300), Box(height=360, phone_height=300, grow=1.2))
ALL = np.linspace(HEATS.low, HEATS.high, 191)
AT = np.arange(3.0)


def bars_traces(view: Temperature) -> list[theme.Trace]:
    """A bar for each species, and the cost of the true one."""
    return [
        *bar_traces(view.p, SPECIES, COLOURS),
        text_trace(_("probabilities"), AT, view.p, chances(view.p)),
        theme.scatter(
            name=_("charged"), x=[TRUE], y=[1.19], mode="text", hoverinfo="skip",
            text=words.texts(_("charged: {cost} nats"), cost=words.numbers(join(view.cost))),
            textposition="middle center", textfont={"size": 17, "color": theme.HAND.light},
        ),
    ]  # fmt: skip


def bars_layout(view: Temperature) -> dict[str, object]:
    """Probabilities of three species."""
    return theme.layout(
        xaxis=species_axis(_("species")),
        yaxis=theme.axis(_("probability p"), range=[0, 1.28], tickvals=[0, 0.25, 0.5, 0.75, 1]),
        uirevision=f"temperature {view.place}",
    )


def _high(view: Temperature) -> float:
    """How far the axis of the cost goes."""
    return 1.08 * max(float(view.cost_at(HEATS.low)), math.log(3) * 1.1)


def cost_traces(view: Temperature) -> list[theme.Trace]:
    """The cost over the temperature, its lowest point if it has one, the cost of equal shares."""
    nothing = math.log(3)
    inside = HEATS.includes(view.best)
    best = view.best if inside else HEATS.high
    lowest = float(view.cost_at(best))
    below = view.best == np.inf  # the curve comes from above
    return [
        theme.scatter(
            name=_("cost of equal shares"), x=[HEATS.low, HEATS.high], y=[nothing, nothing],
            mode="lines", hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 1.5, "dash": "dash"},
        ),
        theme.scatter(
            name=_("name of that cost"), x=[HEATS.high],
            y=[nothing + (-0.03 if below else 0.03) * _high(view)], mode="text",
            text=[_("equal shares: log 3 = {cost}").format(cost=f"{nothing:.3f}")],
            textposition="bottom left" if below else "top left", hoverinfo="skip",
            textfont={"color": theme.POINT.light, "size": 14},
        ),
        theme.scatter(
            name=_("cost"), x=ALL, y=view.cost_at(ALL), mode="lines", hoverinfo="skip",
            line={"color": COLOURS[TRUE], "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=_("cheapest"), x=[best if inside else np.nan], y=[lowest], mode="markers",
            hoverinfo="skip",
            marker={"symbol": "diamond", "size": 12, "color": theme.BEST.light, "opacity": 1},
        ),
        theme.scatter(
            name=_("cheapest, written"), x=[best if inside else np.nan],
            y=[lowest - 0.06 * _high(view)], mode="text", hoverinfo="skip",
            text=[_("cheapest {heat}").format(heat=fixed(best, 2))],
            textposition="bottom center", textfont={"color": theme.BEST.light, "size": 15},
        ),
        theme.scatter(
            name=_("in the hand"), x=join(view.heat), y=join(view.cost), mode="markers",
            hoverinfo="skip", cliponaxis=False,
            marker={"size": 14, "color": theme.HAND.light, "opacity": 1, "line": {"width": 0}},
        ),
    ]  # fmt: skip


def cost_layout(view: Temperature) -> dict[str, object]:
    """Temperature against nats."""
    high = _high(view)
    return theme.layout(
        xaxis=theme.axis(_("temperature T"), range=[0, HEATS.high + 0.15], nticks=6),
        yaxis=theme.axis(_("cost of the true species (nats)"), range=[-0.02 * high, high],
                         nticks=6),
        uirevision=f"temperature {view.place}",
    )  # fmt: skip


def temperature_figures(view: Temperature) -> tuple[go.Figure, go.Figure]:
    """Bars and cost."""
    return (
        theme.figure(bars_traces(view), bars_layout(view)),
        theme.figure(cost_traces(view), cost_layout(view)),
    )


def temperature(view: Temperature, key: str) -> LiveFigure:
    """The temperature in figure, words and table; it is in the hand, control `key`."""
    sweep = heat_sweep(view, key, _("Temperature"))

    def track() -> Track:
        return track_of(sweep, (bars_traces, cost_traces), say.temperature_sentence)

    if view.best == 0:
        shape = _("It falls all the way to the left.")
    elif math.isinf(view.best):
        shape = _("It falls all the way to the right, towards the cost of equal shares.")
    else:
        shape = _("It is lowest at {best}.").format(best=fixed(view.best, 2))
    handle = Handle(sweep.axis.label, sweep.axis.stops, sweep.batch.cost, "x", plot=1)
    return LiveFigure(
        temperature_figures(view),
        _(
            "Left, the probabilities of three species at a temperature. Right, the cost of {true},"
            " the true species, against the temperature. {shape}"
        ).format(true=SPECIES[TRUE], shape=shape),
        say.temperature_sentence(view), _table(view), BOXES,
        (Motion(sweep.axis, float(view.heat), track, handle),),
    )  # fmt: skip


def _table(view: Temperature) -> Table:
    rows = []
    for heat in (0.25, 0.5, 1.0, 2.0, 5.0):
        p = view.die.loss.link(view.logits / heat)
        cost = number(float(view.cost_at(heat)))
        rows.append((fixed(heat, 2), *(chance(float(one)) for one in p), cost))
    return Table((_("temperature"), *SPECIES, _("cost (nats)")), tuple(rows))
