"""The sigmoid with its tangent, its slope, and the log-odds that turn it back."""

from collections.abc import Callable

import numpy as np
from scipy import special

from lossviz import words
from lossviz.binary.log_odds import LOGITS, LogOdds, odds_sweep
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import log_odds as say
from lossviz.words.one_label import chance

Traces = list[theme.Trace]

BOX = Box(height=330, phone_height=270, min_width=280)
REACH = [LOGITS.low - 0.3, LOGITS.high + 0.3]
CURVE = np.linspace(LOGITS.low, LOGITS.high, 121)
TANGENT = 1.5  # units of logit to either side


def _curve(name: str, x: Array, y: Array) -> theme.Trace:
    return theme.scatter(
        name=name, x=x, y=y, mode="lines", hoverinfo="skip",
        line={"color": theme.SQUARE.light, "width": 3, "simplify": False},
    )  # fmt: skip


def _dot(x: Array, y: Array) -> theme.Trace:
    return theme.scatter(
        name=_("here"), x=x, y=y, mode="markers", hoverinfo="skip", cliponaxis=False,
        marker={"color": theme.HAND.light, "size": 13, "opacity": 1},
    )  # fmt: skip


def _guide(x: Array, y: Array) -> theme.Trace:
    """From one axis to the dot and on to the other."""
    return theme.scatter(
        name=_("to the axes"), x=x, y=y, mode="lines", hoverinfo="skip",
        line={"color": theme.HAND.light, "width": 1.5, "dash": "dot"},
    )  # fmt: skip


def sigmoid_traces(view: LogOdds) -> Traces:
    """Probability over the logit, and how steep it is here."""
    x, y = view.tangent(TANGENT)
    return [
        _guide(join(view.z, view.z, REACH[0]), join(-0.06, view.p, view.p)),
        _curve(_("sigmoid"), CURVE, special.expit(CURVE)),
        theme.scatter(
            name=_("tangent"), x=x, y=y, mode="lines", hoverinfo="skip",
            line={"color": theme.CHANGE.light, "width": 3, "dash": "dash"},
        ),
        theme.scatter(
            name=_("name of the tangent"), x=[LOGITS.low], y=[0.95], mode="text",
            text=[_("– – tangent")], textposition="middle right", hoverinfo="skip",
            textfont={"color": theme.CHANGE.light, "size": 15},
        ),
        _dot(join(view.z), join(view.p)),
    ]  # fmt: skip


def slope_traces(view: LogOdds) -> Traces:
    """Slope over the logit."""
    return [
        _guide(join(view.z, view.z, REACH[0]), join(-0.02, view.slope, view.slope)),
        _curve(_("slope"), CURVE, special.expit(CURVE) * special.expit(-CURVE)),
        _dot(join(view.z), join(view.slope)),
    ]


def odds_traces(view: LogOdds) -> Traces:
    """Logit over the probability."""
    return [
        _guide(join(view.p, view.p, -0.06), join(REACH[0], view.z, view.z)),
        _curve(_("log-odds"), special.expit(CURVE), CURVE),
        _dot(join(view.p), join(view.z)),
    ]


def _layout(x: dict[str, object], y: dict[str, object], name: str) -> dict[str, object]:
    return theme.layout(xaxis=x, yaxis=y, uirevision=f"log odds {name}")


def _layouts() -> tuple[dict[str, object], ...]:
    logit = theme.axis(_("logit z"), range=REACH)
    return (
        _layout(logit, theme.axis(_("probability p"), range=[-0.06, 1.06]), "sigmoid"),
        _layout(
            logit,
            theme.axis(_("slope p (1 − p), per unit of logit"), range=[-0.02, 0.27]),
            "slope",
        ),
        _layout(
            theme.axis(_("probability p"), range=[-0.06, 1.06]),
            theme.axis(_("log-odds: the logit"), range=REACH),
            "odds",
        ),
    )


def log_odds(view: LogOdds, key: str) -> LiveFigure:
    """Three faces of one logit, the control `key`."""
    sweep = odds_sweep(view, key, _("Logit z"))
    draw: tuple[Callable[[LogOdds], Traces], ...] = (sigmoid_traces, slope_traces, odds_traces)

    def track() -> Track:
        return track_of(sweep, draw, say.odds_sentence)

    return LiveFigure(
        tuple(theme.figure(one(view), box) for one, box in zip(draw, _layouts(), strict=True)),
        say.odds_alt(),
        say.odds_sentence(view),
        _table(),
        (BOX, BOX, BOX),
        (
            Motion(
                sweep.axis, float(view.z), track,
                Handle(sweep.axis.label, sweep.axis.stops, sweep.batch.p, "x"),
            ),
        ),
    )  # fmt: skip


def _table() -> Table:
    """A row for every whole logit."""
    whole = np.arange(LOGITS.low, LOGITS.high + 0.5)
    rows = tuple(
        (
            words.plain(float(z)), say.odds(float(np.exp(z))),
            chance(float(special.expit(z))),
            words.number(float(special.expit(z) * special.expit(-z))),
        )
        for z in whole
    )  # fmt: skip
    return Table((_("logit"), _("odds"), _("probability"), _("slope")), rows)
