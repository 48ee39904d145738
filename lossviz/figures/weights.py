"""The weighted sigmoid over the flights, and the best constant over the weight."""

from collections.abc import Callable

import numpy as np

from lossviz import words
from lossviz.binary.weights import WEIGHTS, Weighted, weight_sweep
from lossviz.figures import theme
from lossviz.figures.labels import LOOKS
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.sweeps import join
from lossviz.words import weights as say

Traces = list[theme.Trace]

BOXES = (Box(height=400, phone_height=320, min_width=420, grow=1.5), Box(400, 280, 300))
CURVE = 121
PAD = 3.0  # degrees to either side of the flights


def _stacked(view: Weighted) -> tuple[np.ndarray, np.ndarray]:
    """Where each flight is drawn: flights of the same temperature and label above each other."""
    seen: dict[tuple[float, float], int] = {}
    height = []
    for x, y in zip(view.x.tolist(), view.y.tolist(), strict=True):
        times = seen.get((x, y), 0)
        seen[x, y] = times + 1
        height.append(y + (0.035 * times if y == 0 else -0.035 * times))
    return view.x, np.array(height)


def _names() -> tuple[str, str]:
    """The labels 0 and 1."""
    return _("none"), _("distress")


def curve_traces(view: Weighted) -> Traces:
    """Flights, the curve of weight 1, the weighted one, and the best constants."""
    low, high = float(view.x.min()) - PAD, float(view.x.max()) + PAD
    x = np.linspace(low, high, CURVE)
    at, height = _stacked(view)
    constant = join(view.constant, view.constant)
    return [
        theme.scatter(
            name=_("weight 1"), x=x, y=view.curve(view.plain_fit, x), mode="lines",
            hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 2, "dash": "dash", "simplify": False},
        ),
        theme.scatter(
            name=_("weighted"), x=x, y=view.curve(view.fit, x), mode="lines", hoverinfo="skip",
            line={"color": theme.CHANGE.light, "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=_("best constant"), x=[low, high], y=constant, mode="lines", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 2, "dash": "dot"},
        ),
        *(
            theme.scatter(
                name=name, x=at[view.y == label], y=height[view.y == label], mode="markers",
                hovertemplate="%{x} °F<extra></extra>", showlegend=False, cliponaxis=False,
                marker={"color": look.role.light, "size": 10, "symbol": look.marker, "opacity": 1},
            )
            for label, (name, look) in enumerate(zip(_names(), LOOKS, strict=True))
        ),
    ]  # fmt: skip


def curve_layout(view: Weighted) -> dict[str, object]:
    """Probability over temperature."""
    low, high = float(view.x.min()) - PAD, float(view.x.max()) + PAD
    return theme.layout(
        xaxis=theme.axis(_("temperature (°F)"), range=[low, high]),
        yaxis=theme.axis(
            _("probability of distress"), range=[-0.06, 1.06], automargin=True,
            tickvals=[0, 0.5, 1], ticktext=[_("none 0"), "0.5", _("distress 1")],
        ),
        showlegend=True, legend=theme.LEGEND, margin={"l": 64, "r": 14, "t": 34, "b": 52},
        uirevision="weights",
    )  # fmt: skip


def constant_traces(view: Weighted) -> Traces:
    """The best constant over the weight, and where it is."""
    weight = np.linspace(WEIGHTS.low, WEIGHTS.high, CURVE)
    return [
        theme.scatter(
            name=_("share of distress"), x=[0, WEIGHTS.high], y=[view.share] * 2, mode="lines",
            hoverinfo="skip", line={"color": theme.POINT.light, "width": 2, "dash": "dash"},
        ),
        theme.scatter(
            name=_("best constant"), x=weight, y=view.constant_at(weight), mode="lines",
            hoverinfo="skip", line={"color": theme.BEST.light, "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=_("here"), x=join(view.weight), y=join(view.constant), mode="markers",
            hoverinfo="skip", cliponaxis=False, showlegend=False,
            marker={"color": theme.HAND.light, "size": 13, "opacity": 1},
        ),
    ]  # fmt: skip


def constant_layout() -> dict[str, object]:
    """Probability over the weight."""
    return theme.layout(
        xaxis=theme.axis(_("weight of a distress (times)"), range=[-0.6, WEIGHTS.high + 0.6]),
        yaxis=theme.axis(_("best constant probability"), range=[0, 1]),
        showlegend=True, legend=theme.LEGEND, margin={"l": 64, "r": 14, "t": 34, "b": 52},
        uirevision="weights",
    )  # fmt: skip


def weights(view: Weighted, key: str) -> LiveFigure:
    """Curve and constant, words and table; `key` is the control of the weight."""
    sweep = weight_sweep(view, key, _("Weight of a distress"))
    draw: tuple[Callable[[Weighted], Traces], ...] = (curve_traces, constant_traces)

    def track() -> Track:
        return track_of(sweep, draw, say.weights_sentence)

    return LiveFigure(
        (
            theme.figure(curve_traces(view), curve_layout(view)),
            theme.figure(constant_traces(view), constant_layout()),
        ),
        say.weights_alt(view),
        say.weights_sentence(view),
        _table(view),
        BOXES,
        (
            Motion(
                sweep.axis, float(view.weight), track,
                Handle(sweep.axis.label, sweep.axis.stops, sweep.batch.constant, "x", plot=1),
            ),
        ),
    )  # fmt: skip


def _table(view: Weighted) -> Table:
    """A row per flight."""
    before, now = view.curve(view.plain_fit, view.x), view.curve(view.fit, view.x)
    names = _names()
    rows = tuple(
        (words.plain(float(x)), names[int(y)], words.number(float(a)), words.number(float(b)))
        for x, y, a, b in zip(view.x, view.y, before, now, strict=True)
    )
    columns = (
        _("temperature (°F)"), _("seen"), _("forecast at weight 1"), _("forecast, weighted")
    )  # fmt: skip
    return Table(columns, rows)
