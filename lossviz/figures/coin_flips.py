"""The stack of a coin over its logit: no lowest point where all flips fell alike."""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.figures.no_maximum import BOX, best_trace, curve_trace, hand_trace, towards_trace
from lossviz.i18n import _
from lossviz.likelihood.coin_flips import LOGITS, Coin, logit_sweep
from lossviz.sweeps import join
from lossviz.words import no_maximum as say

ALL_LOGITS = np.linspace(LOGITS.low, LOGITS.high, 161)


def coin_traces(view: Coin) -> list[theme.Trace]:
    """The stack of all logits, with the dot in the hand on it."""
    curve = view.stack_at(ALL_LOGITS)
    height = float(curve.max())
    best: tuple[list[float], list[float], list[str]] = ([], [], [])
    if np.isfinite(view.best):
        lowest = float(view.stack_at(np.array(view.best)))
        best = ([view.best], [lowest], [_("best {logit}").format(logit=f"{view.best:.2f}".replace(
            "-", words.MINUS))])  # fmt: skip
        end = towards_trace(0.0, np.nan, "", "top center")
    elif view.best > 0:
        end = towards_trace(LOGITS.high, 0.05 * height, _("better for ever →"), "top left")
    else:
        end = towards_trace(LOGITS.low, 0.05 * height, _("← better for ever"), "top right")
    return [
        curve_trace(ALL_LOGITS, curve),
        end,
        best_trace(*best, "bottom center"),
        hand_trace(join(view.logit), join(view.stack)),
    ]


def coin_layout(view: Coin) -> dict[str, object]:
    """Logit against the sum of the surprises."""
    height = float(view.stack_at(ALL_LOGITS).max())
    return theme.layout(
        xaxis=theme.axis(
            _("logit of heads"), range=[LOGITS.low - 0.3, LOGITS.high + 0.3],
            tickvals=list(range(-8, 9, 2)),
            ticktext=[words.plain(float(z)) for z in range(-8, 9, 2)],
        ),
        yaxis=theme.axis(
            _("sum of surprises (nats)"), range=[-0.09 * height, 1.05 * height], zeroline=True,
            zerolinecolor=theme.POINT.light, nticks=6,
        ),
        uirevision=f"coin {view.heads}",
    )  # fmt: skip


def coin_figure(view: Coin) -> go.Figure:
    """The stack against the logit."""
    return theme.figure(coin_traces(view), coin_layout(view))


def coin(view: Coin) -> LiveFigure:
    """The coin in figure, words and table; its logit is in the hand."""
    sweep = logit_sweep(view, _("Logit"))

    def track() -> Track:
        return track_of(sweep, (coin_traces,), say.coin_sentence)

    alt = _("{heads}: the sum of the surprises against the logit, ").format(
        heads=say.heads_of(view)
    )
    if np.isfinite(view.best):
        alt += _("a valley with its floor at {best}.").format(best=words.number(view.best))
    else:
        alt += _("a slope that levels off and never ends.")
    handle = Handle(_("Logit"), sweep.axis.stops, sweep.batch.stack, "x")
    return LiveFigure(
        (coin_figure(view),), alt, say.coin_sentence(view), _coin_table(view), (BOX,),
        (Motion(sweep.axis, float(view.logit), track, handle),),
    )  # fmt: skip


def _coin_table(view: Coin) -> Table:
    logits = np.arange(LOGITS.low, LOGITS.high + 1, 2.0)
    rows = tuple(
        (words.plain(z), f"{1 / (1 + np.exp(-z)):.4f}", words.number(stack, 4))
        for z, stack in zip(logits.tolist(), view.stack_at(logits).tolist(), strict=True)
    )
    return Table((_("logit"), _("p"), _("sum of surprises (nats)")), rows)
