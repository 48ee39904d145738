"""Stacks of surprise that have no lowest point, or several: a coin, two classes, a heavy tail."""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.likelihood.no_maximum import (
    LOGITS,
    STEEP,
    WIDTHS,
    Coin,
    Steepness,
    Valleys,
    logit_sweep,
    steep_sweep,
    width_sweep,
)
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import no_maximum as say

BOX = Box(height=380, phone_height=320)


def _hand(x: object, y: object) -> theme.Trace:
    """The dot in the hand, on its curve."""
    return theme.scatter(
        name=_("in the hand"), x=x, y=y, mode="markers", hoverinfo="skip", cliponaxis=False,
        marker={"size": 14, "color": theme.HAND.light, "opacity": 1, "line": {"width": 0}},
    )  # fmt: skip


def _curve(x: Array, y: Array) -> theme.Trace:
    return theme.scatter(
        name=_("surprise"), x=x, y=y, mode="lines", hoverinfo="skip",
        line={"color": theme.SQUARE.light, "width": 3, "simplify": False},
    )  # fmt: skip


def _best(x: list[float], y: list[float], text: list[str], place: str) -> theme.Trace:
    """Diamonds where the best answer is; no point where there is none."""
    return theme.scatter(
        name=_("best"), x=x, y=y, mode="markers+text", text=text, textposition=place,
        cliponaxis=False, textfont={"color": theme.BEST.light, "size": 15}, hoverinfo="skip",
        marker={"symbol": "diamond", "size": 12, "color": theme.BEST.light, "opacity": 1},
    )  # fmt: skip


def _towards(x: float, y: float, text: str, place: str) -> theme.Trace:
    """What lies beyond the end of the axis."""
    return theme.scatter(
        name=_("for ever"), x=[x], y=[y], mode="text", text=[text], textposition=place,
        textfont={"color": theme.BEST.light, "size": 15}, hoverinfo="skip",
    )  # fmt: skip


# ---- a coin ---------------------------------------------------------------------------------

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
        end = _towards(0.0, np.nan, "", "top center")
    elif view.best > 0:
        end = _towards(LOGITS.high, 0.05 * height, _("better for ever →"), "top left")
    else:
        end = _towards(LOGITS.low, 0.05 * height, _("← better for ever"), "top right")
    return [
        _curve(ALL_LOGITS, curve),
        end,
        _best(*best, "bottom center"),
        _hand(join(view.logit), join(view.stack)),
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


# ---- two classes ----------------------------------------------------------------------------

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
    end = _towards(STEEP.high, 0.035, _("better for ever →"), "top left")
    if np.isfinite(view.best):
        lowest = float(view.loss_at(np.array(view.best)))
        best = ([view.best], [lowest], [_("best {steep}").format(steep=f"{view.best:.2f}")])
        end = _towards(0.0, np.nan, "", "top center")
    return [
        _curve(ALL_STEEP, view.loss_at(ALL_STEEP)),
        end,
        _best(*best, "bottom center"),
        _hand(join(view.steep), join(view.loss)),
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


# ---- two maxima -----------------------------------------------------------------------------

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
        _curve(PLACES, view.stack_at(PLACES)),
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
