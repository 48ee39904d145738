"""The probability of one species against what is added to all logits: where float64 gives up."""

import numpy as np
import plotly.graph_objects as go

from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.multiclass.overflow import BASE, FAR, Overflow, as_written, ends, far_sweep
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.triangle import SPECIES
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import overflow as say
from lossviz.words import plain
from lossviz.words.classes import chance

BOX = Box(height=340, phone_height=320)


def _all() -> Array:
    low, high = ends()
    return np.unique(
        np.append(np.arange(FAR.low, FAR.high + 1, 10.0), [*range(low, low + 9), high])
    )


def overflow_traces(view: Overflow) -> list[theme.Trace]:
    """Softmax as it is written, as far as it goes, and as it is computed here."""
    added = _all()
    written = as_written(BASE + added[:, None])[:, TRUE]
    low, high = ends()
    careful = float(view.die.loss.link(BASE)[TRUE])
    end_at = [float(low), float(high)]
    end_p = [float(written[np.isfinite(written)][0]), float(written[np.isfinite(written)][-1])]
    return [
        theme.scatter(
            name=_("as it is written"), x=added, y=written, mode="lines", hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 7, "simplify": False},
        ),
        theme.scatter(
            name=_("largest logit taken off"), x=[FAR.low, FAR.high], y=[careful, careful],
            mode="lines", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 2.5, "dash": "dash"},
        ),
        theme.scatter(
            name=_("ends"), x=end_at, y=end_p, mode="markers", hoverinfo="skip", showlegend=False,
            marker={"symbol": "x", "size": 13, "color": theme.SQUARE.light, "opacity": 1},
        ),
        theme.scatter(
            name=_("what ends it"), x=end_at, y=[0.5, 0.5], mode="text", hoverinfo="skip",
            text=[
                _("below {low}:<br>0 / 0").format(low=plain(low)),
                _("above {high}:<br>too large").format(high=plain(high)),
            ],
            textposition=["bottom center", "bottom center"], showlegend=False,
            textfont={"color": theme.SQUARE.light, "size": 14},
        ),
        theme.scatter(
            name=_("as it is written, now"), x=join(view.far), y=join(view.naive), mode="markers",
            hoverinfo="skip", showlegend=False,
            marker={"size": 15, "symbol": "square", "color": theme.SQUARE.light, "opacity": 1},
        ),
        theme.scatter(
            name=_("in the hand"), x=join(view.far), y=join(view.careful), mode="markers",
            hoverinfo="skip", showlegend=False,
            marker={"size": 12, "color": theme.HAND.light, "opacity": 1, "line": {"width": 0}},
        ),
    ]  # fmt: skip


def overflow_layout(_view: Overflow) -> dict[str, object]:
    """From -1000 to 1000."""
    return theme.layout(
        xaxis=theme.axis(
            _("added to all three logits"), range=[FAR.low - 40, FAR.high + 40],
            tickvals=[-1000, -500, 0, 500, 1000],
            ticktext=[plain(z) for z in (-1000, -500, 0, 500, 1000)],
        ),
        yaxis=theme.axis(
            _("probability of {true}").format(true=SPECIES[TRUE]), range=[0, 1.1], nticks=6
        ),
        showlegend=True, margin={"l": 64, "r": 12, "t": 40, "b": 52},
        legend=theme.LEGEND,
        uirevision="overflow",
    )  # fmt: skip


def overflow_figure(view: Overflow) -> go.Figure:
    """Both ways over what is added."""
    return theme.figure(overflow_traces(view), overflow_layout(view))


def overflow(view: Overflow, key: str) -> LiveFigure:
    """Large logits in figure, words and table; what is added is in the hand, control `key`."""
    sweep = far_sweep(view, key, _("Added to all three logits"))

    def track() -> Track:
        return track_of(sweep, (overflow_traces,), say.overflow_sentence)

    handle = Handle(sweep.axis.label, sweep.axis.stops, sweep.batch.careful, "x")
    low, high = ends()
    return LiveFigure(
        (overflow_figure(view),),
        _(
            "The probability of {true} against what is added to all logits. Softmax as it is"
            " written ends at {low} and at {high}; with the largest logit taken off first it is a"
            " level line from end to end."
        ).format(true=SPECIES[TRUE], low=plain(low), high=plain(high)),
        say.overflow_sentence(view), _table(view), (BOX,),
        (Motion(sweep.axis, float(view.far), track, handle),),
    )  # fmt: skip


def _table(view: Overflow) -> Table:
    rows = []
    for added in (FAR.low, -700.0, 0.0, 700.0, FAR.high):
        written = float(as_written(BASE + added)[TRUE])
        careful = float(view.die.loss.link(BASE + added)[TRUE])
        shown = chance(written) if np.isfinite(written) else _("no number")
        rows.append((plain(added), shown, chance(careful)))
    return Table(
        (_("added"), _("p as it is written"), _("p, largest logit taken off")), tuple(rows)
    )
