"""The stack of a heavy tail over all answers, with a ring in every valley."""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import LiveFigure, Motion, Table, Track, track_of
from lossviz.figures.no_maximum import BOX, curve_trace
from lossviz.i18n import _
from lossviz.likelihood.valleys import WIDTHS, Valleys, width_sweep
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import no_maximum as say

LEFT, RIGHT = -52.0, 52.0
PLACES = np.unique(
    np.concatenate([
        np.linspace(LEFT, RIGHT, 105), np.linspace(-47.0, -41.0, 31), np.linspace(20.0, 37.0, 69),
    ])
)  # fmt: skip


def valleys_traces(view: Valleys) -> list[theme.Trace]:
    """The stack of all answers, its minima, and the readings on the axis."""
    low, _high = _depths(view)
    minima, depths = view.minima, view.depths
    is_best = minima == np.asarray(view.best)[..., None]
    named = is_best | (minima == np.asarray(view.leftmost)[..., None])
    text = np.where(named, _places(np.where(named, minima, 0.0)), theme.UNSEEN)
    return [
        curve_trace(PLACES, view.stack_at(PLACES)),
        theme.scatter(
            name=_("readings"), x=view.readings, y=np.full(len(view.readings), low),
            mode="markers", hovertemplate="%{x} ns<extra></extra>", cliponaxis=False,
            marker={"size": 10, "color": theme.POINT.light, "opacity": 1, "line": {"width": 0}},
        ),
        theme.scatter(
            name=_("local maxima of the likelihood"), x=minima, y=depths, mode="markers+text",
            text=text, textposition="bottom center", hoverinfo="skip", cliponaxis=False,
            textfont={"color": theme.DOWN.light, "size": 15},
            marker={"symbol": "circle-open", "size": 13, "color": theme.DOWN.light, "opacity": 1,
                    "line": {"width": 3}},
        ),
        theme.scatter(
            name=_("best"), x=join(view.best), y=np.nanmin(depths, axis=-1, keepdims=True),
            mode="markers", hoverinfo="skip", cliponaxis=False,
            marker={"symbol": "diamond", "size": 13, "color": theme.BEST.light, "opacity": 1,
                    "line": {"width": 0}},
        ),
    ]  # fmt: skip


def _places(values: Array) -> words.Text:
    """Numbers with one decimal."""
    texts = [f"{v:.1f}".replace("-", words.MINUS) for v in values.ravel().tolist()]
    return np.array(texts).reshape(values.shape)


def _depths(view: Valleys) -> list[float]:
    """Room for the stack at every width: the readings stand below it."""
    stacks = view.through(width=np.linspace(WIDTHS.low, WIDTHS.high, 15)).stack_at(PLACES)
    low, high = float(stacks.min()), float(stacks.max())
    return [low - 0.17 * (high - low), high + 0.04 * (high - low)]


def valleys_layout(view: Valleys) -> dict[str, object]:
    """Where the answer might be against the sum of the surprises."""
    low, high = _depths(view)
    return theme.layout(
        xaxis=theme.axis(_("reading · if the answer were here (ns)"), range=[LEFT, RIGHT]),
        yaxis=theme.axis(
            _("sum of surprises (nats)"), range=[low - 0.03 * (high - low), high], nticks=6
        ),
        uirevision=f"valleys {view.nu:g}",
    )  # fmt: skip


def valleys_figure(view: Valleys) -> go.Figure:
    """The stack against the answer."""
    return theme.figure(valleys_traces(view), valleys_layout(view))


def valleys(view: Valleys) -> LiveFigure:
    """The heavy tail in figure, words and table; its width is in the hand."""
    sweep = width_sweep(view, _("Width of the noise"))

    def track() -> Track:
        return track_of(sweep, (valleys_traces,), say.valleys_sentence)

    alt = _(
        "The sum of the surprises of {n} readings against where the answer might be, with a ring"
        " at every local maximum of the likelihood: {places}; the best is {best} ns."
    ).format(
        n=len(view.readings), best=words.number(view.best),
        places=", ".join(_places(view.minima[np.isfinite(view.minima)]).tolist()),
    )  # fmt: skip
    rows = tuple(
        (words.number(place, 4), words.number(depth, 4))
        for place, depth in zip(view.minima, view.depths, strict=True)
        if np.isfinite(place)
    )
    table = Table((_("local maximum at (ns)"), _("sum of surprises (nats)")), rows)
    return LiveFigure(
        (valleys_figure(view),), alt, say.valleys_sentence(view), table, (BOX,),
        (Motion(sweep.axis, float(view.width), track),),
    )  # fmt: skip
