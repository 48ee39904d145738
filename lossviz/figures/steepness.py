"""A sigmoid between two classes, and its loss over its steepness."""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.figures.no_maximum import BOX, best_trace, curve_trace, hand_trace, towards_trace
from lossviz.i18n import _
from lossviz.likelihood.steepness import STEEP, Steepness, steep_sweep
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import no_maximum as say

ALL_STEEP = np.linspace(STEEP.low, STEEP.high, 151)
PILE = 0.026  # of the height of the probability axis: from one flower of a pile to the next


def _piled(x: Array) -> Array:
    """How many equal values stand before each of x (n,): flowers of one length form a pile."""
    order = np.argsort(x, kind="stable")
    _value, first, count = np.unique(x[order], return_index=True, return_counts=True)
    pile = np.empty(len(x))
    pile[order] = np.arange(len(x)) - np.repeat(first, count)
    return pile


def _flowers(view: Steepness, label: int) -> theme.Trace:
    """The flowers of one species, in piles away from the curve."""
    x = view.x[view.labels == label]
    side, role = (1, theme.UP) if label else (-1, theme.DOWN)
    return theme.scatter(
        name=view.names[label], x=x, y=label + side * PILE * (_piled(x) + 0.7), mode="markers",
        marker={"size": 6, "symbol": "triangle-up" if label else "circle", "opacity": 1,
                "color": role.light, "line": {"width": 0}},
        hovertemplate="%{x} cm<extra></extra>",
    )  # fmt: skip


def _across(view: Steepness) -> Array:
    """Petal lengths from below the shortest to above the longest, closer at the boundary."""
    near = view.middle + np.linspace(-1, 1, 61) ** 3 * 2.0
    span = np.linspace(view.x.min() - 0.4, view.x.max() + 0.4, 41)
    return np.unique(np.append(near[(near > span[0]) & (near < span[-1])], span))


def sigmoid_traces(view: Steepness) -> list[theme.Trace]:
    """The flowers, and the probability of label 1 at every length."""
    x = _across(view)
    names = [_("{species}: 0"), _("{species}: 1")]
    return [
        theme.scatter(
            name=_("boundary"), x=[view.middle, view.middle], y=[0, 1], mode="lines",
            line={"color": theme.POINT.light, "width": 1, "dash": "dot"}, hoverinfo="skip",
        ),
        _flowers(view, 0),
        _flowers(view, 1),
        theme.scatter(
            name=_("sigmoid"), x=x, y=view.chance(x), mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=_("names"), mode="text", x=[float(view.x.max()) + 0.4, float(view.x.min()) - 0.4],
            y=[0.03, 0.97], textposition=["top left", "bottom right"], hoverinfo="skip",
            text=[t.format(species=s) for t, s in zip(names, view.names, strict=True)],
            textfont={"color": [theme.DOWN.light, theme.UP.light], "size": 14},
        ),
    ]  # fmt: skip


def sigmoid_layout(view: Steepness) -> dict[str, object]:
    """Petal length against probability; room for the piles."""
    piles = [PILE * (_piled(view.x[view.labels == k]).max() + 2) for k in (0, 1)]
    return theme.layout(
        xaxis=theme.axis(
            _("petal length (cm)"), range=[view.x.min() - 0.4, view.x.max() + 0.4], nticks=7
        ),
        yaxis=theme.axis(
            _("probability of {species}").format(species=view.names[1]),
            range=[-piles[0], 1 + piles[1]], tickvals=[0, 0.25, 0.5, 0.75, 1],
        ),
        uirevision=" ".join(view.names),
    )  # fmt: skip


def steepness_traces(view: Steepness) -> list[theme.Trace]:
    """The loss of all steepnesses, with the dot in the hand on it."""
    best: tuple[list[float], list[float], list[str]] = ([], [], [])
    end = towards_trace(STEEP.high, 0.035, _("better for ever →"), "top left")
    if np.isfinite(view.best):
        lowest = float(view.loss_at(np.array(view.best)))
        best = ([view.best], [lowest], [_("best {steep}").format(steep=f"{view.best:.2f}")])
        end = towards_trace(0.0, np.nan, "", "top center")
    return [
        curve_trace(ALL_STEEP, view.loss_at(ALL_STEEP)),
        end,
        best_trace(*best, "bottom center"),
        hand_trace(join(view.steep), join(view.loss)),
    ]


def steepness_layout(view: Steepness) -> dict[str, object]:
    """Steepness against the mean cross-entropy."""
    return theme.layout(
        xaxis=theme.axis(
            _("steepness (per cm)"), range=[STEEP.low - 0.3, STEEP.high + 0.3], nticks=8
        ),
        yaxis=theme.axis(
            _("mean cross-entropy (nats)"), range=[-0.05, 0.74], zeroline=True,
            zerolinecolor=theme.POINT.light, nticks=6,
        ),
        uirevision=" ".join(view.names),
    )  # fmt: skip


def steepness_figures(view: Steepness) -> tuple[go.Figure, go.Figure]:
    """The sigmoid over the flowers, and its loss."""
    return (
        theme.figure(sigmoid_traces(view), sigmoid_layout(view)),
        theme.figure(steepness_traces(view), steepness_layout(view)),
    )


def steepness(view: Steepness) -> LiveFigure:
    """Two species in figure, words and table; the steepness is in the hand."""
    sweep = steep_sweep(view, _("Steepness"))

    def track() -> Track:
        return track_of(sweep, (sigmoid_traces, steepness_traces), say.steepness_sentence)

    alt = _(
        "Left, the petal lengths of {n} flowers, {zero} at 0 and {one} at 1, and a sigmoid that"
        " rises at {middle} cm. Right, the mean cross-entropy against its steepness: "
    ).format(n=len(view.x), zero=view.names[0], one=view.names[1], middle=words.number(view.middle))
    if view.parted:
        alt += _("it falls and never ends.")
    else:
        alt += _("a valley with its floor at {best}.").format(best=words.number(view.best))
    handle = Handle(_("Steepness"), sweep.axis.stops, sweep.batch.loss, "x", plot=1)
    return LiveFigure(
        steepness_figures(view), alt, say.steepness_sentence(view), _steepness_table(view),
        (BOX, BOX), (Motion(sweep.axis, float(view.steep), track, handle),),
    )  # fmt: skip


def _steepness_table(view: Steepness) -> Table:
    some = np.array([0.0, 1.0, 2.0, 5.0, 10.0, 15.0])
    rows = tuple(
        (words.plain(steep), words.number(loss))
        for steep, loss in zip(some.tolist(), view.loss_at(some).tolist(), strict=True)
    )
    return Table((_("steepness (per cm)"), _("mean cross-entropy (nats)")), rows)
