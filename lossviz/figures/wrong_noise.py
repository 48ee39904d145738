"""A sample with the noise it came from and the noise that was fitted, and how far fits miss."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.likelihood.wrong_noise import (
    KINDS,
    SAMPLES,
    SIZE,
    SIZES,
    Kind,
    WrongNoise,
    misses,
    size_sweep,
    tallest,
)
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import wrong_noise as say

BOX = Box(height=400, phone_height=320)
HEADROOM = 2.3  # times the true density: room for the names of the lines
OVER_BARS = 1.04  # times the tallest bar: of few readings two make a high one
# distances from the top in widths: close where a density bends, to beyond both ends of the axis
ONE_SIDE = np.concatenate([np.linspace(0.1, 3.0, 24), np.geomspace(3.4, 300.0, 22)])
FROM_TOP = np.concatenate([-ONE_SIDE[::-1], [0.0], ONE_SIDE])
LOG_SIZES = np.log10(SIZES)
LOW, HIGH = -2.15, 1.75  # of the logarithm of a miss


def _unit_density(kind: Kind, u: Array) -> Array:
    """Density (...,) at distances of u widths, per width."""
    return np.exp(kind.noise.log_density(u, np.zeros(()), 1.0))


def _top(view: WrongNoise) -> float:
    room = HEADROOM * float(_unit_density(KINDS[view.truth], np.zeros(())))
    return max(room, OVER_BARS * tallest(view.truth, view.seed))


def _bars(edges: Array, heights: Array) -> tuple[Array, Array]:
    """The outline of bars (..., B) on edges (B + 1,): x (2 B + 2,), y (..., 2 B + 2)."""
    ground = np.zeros((*heights.shape[:-1], 1))
    y = np.concatenate([ground, np.repeat(heights, 2, axis=-1), ground], axis=-1)
    return np.repeat(edges, 2), y


def sample_traces(view: WrongNoise) -> list[theme.Trace]:
    """Bars of the sample, the true density, the fitted one, and where each stands."""
    truth, fitted = KINDS[view.truth], KINDS[view.fitted]
    top = _top(view)
    bar_x, bar_y = _bars(view.edges, view.heights)
    at, width = view.wrong[..., :1], view.wrong[..., 1:]
    low, high = _ends(view)
    true_x = np.unique(np.append(FROM_TOP, np.linspace(low, high, 121)))
    return [
        theme.scatter(
            name=_("sample"), x=bar_x, y=bar_y, mode="lines", fill="tozeroy", hoverinfo="skip",
            fillcolor=theme.SQUARE_FILL.light,
            line={"color": theme.SQUARE_EDGE.light, "width": 1, "simplify": False},
        ),
        theme.scatter(
            name=_("true location"), x=[0, 0], y=[0, 0.8 * top], mode="lines", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 1.5, "dash": "dash"},
        ),
        theme.scatter(
            name=_("true noise"), x=true_x, y=_unit_density(truth, true_x), mode="lines",
            line={"color": theme.BEST.light, "width": 3, "dash": "dash"}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("fitted location"), x=join(view.wrong[..., 0], view.wrong[..., 0]),
            y=[0, 0.8 * top], mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 1.5},
        ),
        theme.scatter(
            name=_("fitted noise"), x=at + width * FROM_TOP,
            y=_unit_density(fitted, FROM_TOP) / width, mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 3, "simplify": False},
        ),
        _names(view, low + 0.02 * (high - low), [0.99 * top, 0.92 * top]),
        theme.scatter(
            name=_("beyond the axis"), x=[high], y=[0.83 * top], mode="text", text=_beyond(view),
            textposition="bottom left", textfont={"color": theme.TEXT.light, "size": 13},
            hoverinfo="skip",
        ),
    ]  # fmt: skip


def _names(view: WrongNoise, x: float, y: Sequence[float]) -> theme.Trace:
    """Which line is which, one under the other, in the colours of the lines."""
    return theme.scatter(
        name=_("names of the lines"), x=[x, x], y=y, mode="text", hoverinfo="skip",
        text=[
            _("– – true: {noise}").format(noise=KINDS[view.truth].word),
            _("— fitted: {noise}").format(noise=KINDS[view.fitted].word),
        ],
        textposition="bottom right",
        textfont={"size": 14, "color": [theme.BEST.light, theme.HAND.light]},
    )  # fmt: skip


def _beyond(view: WrongNoise) -> words.Text:
    """How many readings are not on the axis, if any, (1,) or (S, 1)."""
    one, many = _("1 reading lies beyond"), _("{n} readings lie beyond")
    counts = join(view.beyond)
    said = [
        theme.UNSEEN if n == 0 else one if n == 1 else many.format(n=words.plain(n))
        for n in counts.ravel().tolist()
    ]
    return np.array(said).reshape(counts.shape)


def _ends(view: WrongNoise) -> list[float]:
    shown = KINDS[view.truth].shown
    return [shown.low, shown.high]


def sample_layout(view: WrongNoise) -> dict[str, object]:
    """Reading against density, both in widths of the true noise."""
    return theme.layout(
        xaxis=theme.axis(_("reading (true widths)"), range=_ends(view)),
        yaxis=theme.axis(_("density (per width)"), range=[0, _top(view)], nticks=6),
        uirevision=view.truth,
    )


def misses_traces(view: WrongNoise) -> list[theme.Trace]:
    """The typical miss at every size, with the fitted noise and with the true one."""
    wrong, right = (np.log10(misses(view.truth, key).typical) for key in (view.fitted, view.truth))
    near = view.nearest
    size = np.log10(np.asarray(view.size, dtype=np.float64))
    return [
        theme.scatter(
            name=_("this many readings"), x=join(size, size), y=[LOW, HIGH], mode="lines",
            line={"color": theme.POINT.light, "width": 1, "dash": "dot"}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("misses with the true noise"), x=LOG_SIZES, y=right, mode="lines+markers",
            line={"color": theme.BEST.light, "width": 2.5, "dash": "dash"}, hoverinfo="skip",
            marker={"symbol": "diamond", "size": 7, "color": theme.BEST.light, "opacity": 1},
        ),
        theme.scatter(
            name=_("misses with the fitted noise"), x=LOG_SIZES, y=wrong, mode="lines+markers",
            line={"color": theme.HAND.light, "width": 2.5}, hoverinfo="skip",
            marker={"symbol": "circle", "size": 7, "color": theme.HAND.light, "opacity": 1},
        ),
        theme.scatter(
            name=_("misses now"), x=join(LOG_SIZES[near], LOG_SIZES[near]),
            y=join(wrong[near], right[near]), mode="markers", hoverinfo="skip",
            marker={"symbol": ["circle-open", "diamond-open"], "size": 16, "opacity": 1,
                    "color": [theme.HAND.light, theme.BEST.light], "line": {"width": 3}},
        ),
        _names(view, LOG_SIZES[0] - 0.05, [HIGH - 0.02, HIGH - 0.29]),
    ]  # fmt: skip


def misses_layout(view: WrongNoise) -> dict[str, object]:
    """How many readings against the miss, equal steps for equal factors."""
    return theme.layout(
        xaxis=theme.axis(
            _("readings"), range=[LOG_SIZES[0] - 0.1, LOG_SIZES[-1] + 0.1],
            tickvals=LOG_SIZES.tolist(), ticktext=[words.plain(float(n)) for n in SIZES],
            tickangle=0, tickfont={"size": 12},
        ),
        yaxis=theme.axis(
            _("half miss by more than (widths)"), range=[LOW, HIGH], tickvals=[-2, -1, 0, 1],
            ticktext=["0.01", "0.1", "1", "10"],
        ),
        uirevision=f"{view.truth} {view.fitted}",
    )  # fmt: skip


def wrong_noise_figures(view: WrongNoise) -> tuple[go.Figure, go.Figure]:
    """The sample with both densities, and the misses."""
    return (
        theme.figure(sample_traces(view), sample_layout(view)),
        theme.figure(misses_traces(view), misses_layout(view)),
    )


def wrong_noise(view: WrongNoise) -> LiveFigure:
    """Truth and assumption in figure, words and table; the size of the sample is in the hand."""
    sweep = size_sweep(view, _("Readings"))

    def track() -> Track:
        return track_of(sweep, (sample_traces, misses_traces), say.wrong_noise_sentence)

    handle = Handle(_("Readings"), np.log10(sweep.axis.stops), LOW + 0.2, "x", plot=1)
    return LiveFigure(
        wrong_noise_figures(view), _alt(view), say.wrong_noise_sentence(view), _table(view),
        (BOX, BOX), (Motion(sweep.axis, float(view.size), track, handle),),
    )  # fmt: skip


def _alt(view: WrongNoise) -> str:
    return _(
        "Left, {n} readings of {truth} noise as bars, its density dashed about 0, and the fitted"
        " {fitted} with its top at {at}. Right, by how much half of {samples} samples of {few} to"
        " {many} readings miss the location, with the fitted noise and with the true one."
    ).format(
        n=words.plain(float(view.size)), truth=KINDS[view.truth].word,
        fitted=KINDS[view.fitted].word, at=words.number(float(view.wrong[0])), samples=SAMPLES,
        few=words.plain(SIZE.low), many=words.plain(SIZE.high),
    )  # fmt: skip


def _table(view: WrongNoise) -> Table:
    wrong, right = (misses(view.truth, key) for key in (view.fitted, view.truth))
    rows = tuple(
        (words.plain(float(n)), words.number(float(w)), words.number(float(r)),
         words.number(float(a)))
        for n, w, r, a in zip(SIZES, wrong.typical, right.typical, wrong.average, strict=True)
    )  # fmt: skip
    columns = (
        _("readings"), _("half miss by more, fitted noise"), _("half miss by more, true noise"),
        _("average location, fitted noise"),
    )  # fmt: skip
    return Table(columns, rows)
