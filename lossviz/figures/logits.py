"""Three logits in the hand; beside them the softmax bars, the one charged, and the pulls."""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.class_bars import (
    COLOURS,
    LOOKS,
    arrow_traces,
    bar_traces,
    edge_name,
    edge_traces,
    species_axis,
    text_trace,
)
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.multiclass.logits import LOGITS, SHIFTS, Logits, logit_sweep
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.triangle import SPECIES
from lossviz.sweeps import join, segments
from lossviz.words import logits as say
from lossviz.words.classes import chance, chances, fixed, signed, signs

BOXES = (
    Box(height=380, phone_height=320, min_width=300),
    Box(height=380, phone_height=340, min_width=340, grow=1.2),
)
AT = np.arange(3.0)
KEYS = ("first", "second", "third")
"""The fields of the logits, in the order of the species."""
CAP = 0.17  # half of the edge that a logit is pulled by
FOOT, LENGTH = -0.26, 0.2  # of the arrows: where a pull of nothing is, and how long a pull of 1


def logit_traces(view: Logits) -> list[theme.Trace]:
    """A stem and a dot for each logit."""
    raw = view.raw
    x, y = segments(AT, np.zeros(()), raw)
    return [
        theme.scatter(
            name=_("zero"), x=[-0.5, 2.5], y=[0, 0], mode="lines", hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 1},
        ),
        theme.scatter(
            name=_("stems"), x=x[0] if raw.ndim > 1 else x, y=y, mode="lines", hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 3, "simplify": False},
        ),
        *edge_traces(raw, SPECIES, CAP),
        theme.scatter(
            name=_("logits"), x=AT, y=raw, mode="markers", hoverinfo="skip", cliponaxis=False,
            marker={"color": list(COLOURS), "symbol": [look.marker for look in LOOKS],
                    "size": 15, "opacity": 1, "line": {"width": 0}},
        ),
        text_trace(
            _("values"), AT + CAP + 0.06, raw,
            np.array([fixed(one) for one in raw.ravel().tolist()]).reshape(raw.shape),
            "middle right",
        ),
    ]  # fmt: skip


def logit_layout(_view: Logits) -> dict[str, object]:
    """Room for every logit with every shift."""
    high = LOGITS.high + SHIFTS.high + 1.0
    return theme.layout(
        xaxis=species_axis(_("species")),
        yaxis=theme.axis(_("logit z"), range=[-high, high], nticks=6),
        uirevision="logits",
    )


def softmax_traces(view: Logits) -> list[theme.Trace]:
    """A bar for each probability, the cost on the true one, an arrow for each pull."""
    p, cost = view.p, np.asarray(view.cost)
    return [
        *bar_traces(p, SPECIES, COLOURS),
        text_trace(_("probabilities"), AT, p, chances(p)),
        theme.scatter(
            name=_("charged"), x=[TRUE], y=[1.19], mode="text", hoverinfo="skip",
            text=words.texts(_("charged: {cost} nats"), cost=words.numbers(join(cost))),
            textposition="middle center", textfont={"size": 17, "color": theme.HAND.light},
        ),
        theme.scatter(
            name=_("no pull"), x=[-0.3, -0.02, None, 0.7, 0.98, None, 1.7, 1.98], y=[FOOT] * 8,
            mode="lines", hoverinfo="skip",
            line={"color": theme.GRID.light, "width": 1},
        ),
        *arrow_traces(view.pulls, np.full(3, FOOT), LENGTH, AT - 0.16),
        text_trace(
            _("pulls"), AT, np.full(3, FOOT), signs(view.pulls), "middle right"
        ),
    ]  # fmt: skip


def softmax_layout(_view: Logits) -> dict[str, object]:
    """Probabilities above, a band of arrows below."""
    return theme.layout(
        xaxis=species_axis(_("arrows: pull y − p on each logit")),
        yaxis=theme.axis(
            _("probability p"), range=[-0.52, 1.28], tickvals=[0, 0.25, 0.5, 0.75, 1],
            zeroline=True, zerolinecolor=theme.POINT.light,
        ),
        uirevision="softmax",
    )  # fmt: skip


def logit_figures(view: Logits) -> tuple[go.Figure, go.Figure]:
    """Logits, and what softmax makes of them."""
    return (
        theme.figure(logit_traces(view), logit_layout(view)),
        theme.figure(softmax_traces(view), softmax_layout(view)),
    )


def logits(view: Logits, keys: tuple[str, str, str, str]) -> LiveFigure:
    """Three logits and their shift in figure, words and table; `keys` are their four controls."""
    return LiveFigure(
        logit_figures(view),
        _(
            "Left, the logits of three species as dots on stems. Right, their softmax as bars that"
            " add up to 1; only the bar of {true}, the true species, is charged. Arrows below show"
            " the pull on each logit."
        ).format(true=SPECIES[TRUE]),
        say.logits_sentence(view),
        _table(view),
        BOXES,
        tuple(_motion(view, k, key) for k, key in enumerate(keys)),
    )


def _motion(view: Logits, k: int, key: str) -> Motion:
    """A logit with a grip at its dot, or, the last one, the shift."""
    if k == len(KEYS):
        field, label, ends = "shift", _("Shift of all three logits"), SHIFTS
    else:
        field, label, ends = KEYS[k], _("Logit of {name}").format(name=SPECIES[k]), LOGITS
    sweep = logit_sweep(view, field, key, label, ends)

    def track() -> Track:
        return track_of(sweep, (logit_traces, softmax_traces), say.logits_sentence)

    handle = None
    if k < len(KEYS):
        place = sweep.axis.stops + float(view.shift)
        handle = Handle(label, float(k), place, "y", trace=edge_name(SPECIES[k]))
    return Motion(sweep.axis, float(getattr(view, field)), track, handle)


def _table(view: Logits) -> Table:
    rows = tuple(
        (name, fixed(float(z)), chance(float(p)), signed(float(pull)))
        for name, z, p, pull in zip(SPECIES, view.raw, view.p, view.pulls, strict=True)
    )
    return Table((_("species"), _("logit z"), _("probability p"), _("pull y − p")), rows)
