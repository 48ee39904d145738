"""The chance level of 2 to 10 outcomes, nats on the left and bits on the right.

One picture, two scales of the same height.
"""

import plotly.graph_objects as go

from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.information.units import COUNTS, FEWEST, MOST, Chance, chance_sweep
from lossviz.sweeps import join
from lossviz.words import units as say

BOX = Box(height=340, phone_height=300)
TOP = 2.5  # nats


def chance_traces(view: Chance) -> list[theme.Trace]:
    """A point per number of outcomes, the one in the hand, and its lines to both scales."""
    return [
        theme.scatter(
            name=_("chance level"), x=COUNTS, y=view.all_nats, mode="lines+markers",
            line={"color": theme.SQUARE.light, "width": 2, "simplify": False}, hoverinfo="skip",
            marker={"color": theme.SQUARE.light, "size": 8, "opacity": 1, "line": {"width": 0}},
        ),
        theme.scatter(
            name=_("to both scales"), x=[FEWEST - 0.6, MOST + 0.6], y=join(view.nats, view.nats),
            mode="lines", line={"color": theme.HAND.light, "width": 1.5, "dash": "dot"},
            hoverinfo="skip",
        ),
        theme.scatter(
            name=_("these outcomes"), x=join(view.k), y=join(view.nats), mode="markers",
            marker={"color": theme.HAND.light, "size": 14, "opacity": 1, "line": {"width": 0}},
            hoverinfo="skip",
        ),
        theme.scatter(
            name=_("bits"), x=COUNTS, y=view.all_bits, mode="markers", yaxis="y2",
            marker={"color": theme.SQUARE.light, "size": 8, "opacity": 0}, hoverinfo="skip",
        ),
    ]  # fmt: skip


def chance_layout() -> dict[str, object]:
    """The right-hand scale is the left-hand one in another unit."""
    return theme.layout(
        xaxis=theme.axis(
            _("outcomes K, all alike"), range=[FEWEST - 0.6, MOST + 0.6], dtick=1, tick0=FEWEST
        ),
        yaxis=theme.axis(_("chance level (nats)"), range=[0, TOP], dtick=0.5),
        yaxis2=theme.axis(
            _("chance level (bits)"), range=[0, TOP * say.BITS_PER_NAT], overlaying="y",
            side="right", dtick=1, showgrid=False,
        ),
        margin={"l": 62, "r": 60, "t": 12, "b": 52},
        uirevision="chance",
    )  # fmt: skip


def chance_figure(view: Chance) -> go.Figure:
    """The chance level against the number of outcomes."""
    return theme.figure(chance_traces(view), chance_layout())


def chance(view: Chance, key: str) -> LiveFigure:
    """The chance level in figure, words and table; the number of outcomes has the control `key`."""
    sweep = chance_sweep(view, key, _("Outcomes"))

    def track() -> Track:
        return track_of(sweep, (chance_traces,), say.chance_sentence)

    handle = Handle(_("Outcomes"), sweep.axis.stops, view.all_nats, "x")
    rows = tuple(
        (str(int(k)), f"{nats:.3f}", f"{bits:.3f}")
        for k, nats, bits in zip(COUNTS, view.all_nats, view.all_bits, strict=True)
    )
    return LiveFigure(
        (chance_figure(view),),
        _("The chance level of 2 to 10 outcomes: a curve that rises ever more slowly, read in nats"
          " on the left and in bits on the right."),
        say.chance_sentence(view),
        Table((_("outcomes"), _("nats"), _("bits")), rows), (BOX,),
        (Motion(sweep.axis, float(view.k), track, handle),),
    )  # fmt: skip
