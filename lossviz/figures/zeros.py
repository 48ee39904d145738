"""A probability on its way to 0: what it costs as a share, and as a forecast.

No axis moves with the hand.
"""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.information.zeros import POWERS, Vanishing, vanishing_sweep
from lossviz.sweeps import join
from lossviz.words import zeros as say

BOX = Box(height=360, phone_height=320)
CURVE = np.linspace(POWERS.low, POWERS.high, 241)


def vanishing_traces(view: Vanishing) -> list[theme.Trace]:
    """Both costs over powers of ten, and where the hand is."""
    share, forecast = theme.HUES["blue"], theme.HUES["magenta"]
    power = np.asarray(view.power)
    top = float(view.forecast_cost(np.array(POWERS.high)))
    return [
        theme.scatter(
            name=_("as a share"), x=CURVE, y=view.share_cost(CURVE), mode="lines",
            line={"color": share.role.light, "width": 3, "simplify": False}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("as a forecast"), x=CURVE, y=view.forecast_cost(CURVE), mode="lines",
            line={"color": forecast.role.light, "width": 3, "dash": "dash", "simplify": False},
            hoverinfo="skip",
        ),
        theme.scatter(
            name=_("names"), x=[0.7 * POWERS.high, 0.66 * POWERS.high],
            y=[0.02 * top, float(view.forecast_cost(np.array(0.74 * POWERS.high)))], mode="text",
            text=[_("as a share: −q log q"), _("as a forecast: no end")],
            textposition=["top center", "top left"], hoverinfo="skip",
            textfont={"color": theme.TEXT.light, "size": 15},
        ),
        theme.scatter(
            name=_("here"), x=join(power, power), y=join(view.as_share, view.as_forecast),
            mode="lines+markers", hoverinfo="skip", cliponaxis=False,
            line={"color": theme.HAND.light, "width": 2, "dash": "dot", "simplify": False},
            marker={"color": theme.HAND.light, "size": 12, "opacity": 1, "line": {"width": 0}},
        ),
    ]  # fmt: skip


def vanishing_layout(view: Vanishing) -> dict[str, object]:
    """Powers of ten to the right, nats upwards."""
    ticks = list(range(0, int(POWERS.high) + 1, 2))
    top = float(view.forecast_cost(np.array(POWERS.high)))
    return theme.layout(
        xaxis=theme.axis(
            _("probability q, towards 0"), range=[-0.2, POWERS.high + 0.2], tickvals=ticks,
            ticktext=["1", *(f"10<sup>{words.plain(-power)}</sup>" for power in ticks[1:])],
        ),
        yaxis=theme.axis(_("adds to the average (nats)"), range=[-0.06 * top, 1.08 * top]),
        uirevision="zeros",
    )  # fmt: skip


def vanishing_figure(view: Vanishing) -> go.Figure:
    """Both costs against the probability."""
    return theme.figure(vanishing_traces(view), vanishing_layout(view))


def vanishing(view: Vanishing, key: str) -> LiveFigure:
    """A probability that vanishes in figure, words and table; its control is `key`."""
    sweep = vanishing_sweep(view, key, _("Powers of ten below 1"))

    def track() -> Track:
        return track_of(sweep, (vanishing_traces,), say.vanishing_sentence)

    handle = Handle(sweep.axis.label, sweep.axis.stops, sweep.batch.as_forecast, "x")
    return LiveFigure(
        (vanishing_figure(view),),
        _("Two costs of a probability on its way to 0: as a share it rises a little and falls to"
          " nothing, as a forecast it rises in a straight line over the powers of ten."),
        say.vanishing_sentence(view), _table(view), (BOX,),
        (Motion(sweep.axis, float(view.power), track, handle),),
    )  # fmt: skip


def _table(view: Vanishing) -> Table:
    powers = np.array([0.0, 1.0, 2.0, 3.0, 6.0, 9.0, 12.0])
    rows = tuple(
        (say.written(power), words.number(mine), words.number(theirs))
        for power, mine, theirs in zip(
            powers.tolist(), view.share_cost(powers).tolist(), view.forecast_cost(powers).tolist(),
            strict=True,
        )
    )  # fmt: skip
    return Table((_("q"), _("−q log q (nats)"), _("share × −log q (nats)")), rows)
