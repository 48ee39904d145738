"""The path down a bowl at one learning rate, and the steps needed at every one.

Steps are drawn as their log10: from a few to a thousand, one axis.
"""

from functools import partial

import numpy as np

from lossviz.figures import contour_map, theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, track_of
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.stable_rate import StableRate, rate_sweep
from lossviz.sweeps import join
from lossviz.words import number, plain
from lossviz.words import stable_rate as say

Traces = list[theme.Trace]

BOXES = (
    Box(height=365, phone_height=360, aspect=0.95),
    Box(height=365, phone_height=300, min_width=320, grow=1.3),
)
RATE_LINE = _("learning rate")
AWAY = "\N{EN SPACE}"
FEWEST, MOST = 1.0, 1000.0
TICKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def map_traces(view: StableRate) -> Traces:
    """Contours, start, lowest place, the path, and where it leaves the map."""
    a, b = view.hill.flat
    # a path that has left may cross the map again: not drawn, it would look as if it came back
    left = np.arange(view.path.shape[-2]) > np.asarray(view.gone)[..., None]
    path = np.where(left[..., None], np.nan, view.path)
    return [
        contour_map.contour_trace(view.seen),
        contour_map.level_trace(
            view.seen, view.bowl.lowest, (view.room.a.low, view.room.b.high), every=3
        ),
        contour_map.path_trace(path, view.room),
        contour_map.lowest_trace(*view.bowl.lowest),
        contour_map.start_trace(
            a, b, mode="markers+text", text=[_("flat line")],
            # clear of the path: down a round bowl it runs straight up and down
            textposition="middle right" if view.bowl.is_round else "bottom center",
            textfont={"size": 14, "color": theme.TEXT.light},
        ),
        theme.scatter(
            name=_("leaves the map"), x=join(view.leaves[..., 0]), y=join(view.leaves[..., 1]),
            mode="markers", hoverinfo="skip", cliponaxis=False,
            marker={"symbol": "x", "size": 14, "color": theme.CHANGE.light, "opacity": 1},
        ),
    ]  # fmt: skip


def map_layout(view: StableRate) -> dict[str, object]:
    """Both parameters to the same scale, so that round is round."""
    problem = view.hill.problem
    layout = contour_map.lines_layout(
        view.room, problem, margin={"l": 64, "r": 12, "t": 12, "b": 48},
        uirevision=f"rate {problem.x_name}",
    )  # fmt: skip
    return contour_map.to_scale(layout)


def _drawn(steps: Array) -> Array:
    """log10 of steps, a gap where there are too many or never enough."""
    return np.where(steps <= MOST, np.log10(np.maximum(steps, FEWEST)), np.nan)


def steps_traces(view: StableRate, *, revealed: bool) -> Traces:
    """The rate in the hand, the steps it needs, and once `revealed` those of every other rate."""
    high, limit = view.rates.high, view.bowl.limit
    ends = [float(np.log10(FEWEST)), float(np.log10(MOST))]
    traces: Traces = []
    if revealed:
        rates, steps = view.curve
        traces = [
            theme.scatter(
                name=_("never"), x=[limit, high, high, limit], y=np.repeat(ends, 2), mode="lines",
                fill="toself", fillcolor=theme.SQUARE_FILL.light, line={"width": 0},
                hoverinfo="skip",
            ),
            theme.scatter(
                name=_("steps needed"), x=rates, y=_drawn(steps), mode="lines", hoverinfo="skip",
                line={"color": theme.SQUARE.light, "width": 3},
            ),
            theme.scatter(
                name=_("limit"), x=[limit, limit], y=ends, mode="lines", hoverinfo="skip",
                line={"color": theme.BEST.light, "width": 2.5, "dash": "dash"},
            ),
            theme.scatter(
                # above all rates: the line in the hand crosses neither
                name=_("names"), x=[limit, (limit + high) / 2], y=[ends[1], ends[1]],
                mode="text", hoverinfo="skip", cliponaxis=False,
                text=[_("limit {limit}").format(limit=say.short(limit, 3)) + AWAY, _("never")],
                textposition=["top left", "top center"],
                textfont={"size": 15, "color": [theme.BEST.light, theme.TEXT.light]},
            ),
        ]  # fmt: skip
    return [
        *traces,
        theme.scatter(
            name=RATE_LINE, x=join(view.rate, view.rate), y=ends, mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=_("steps at this rate"), x=join(view.rate), y=join(_drawn(view.needed)),
            mode="markers", hoverinfo="skip", cliponaxis=False,
            marker={"color": theme.SQUARE.light, "size": 13, "opacity": 1, "line": {"width": 0}},
        ),
    ]  # fmt: skip


def steps_layout(view: StableRate) -> dict[str, object]:
    """The rate against log10 of the steps, from 1 to a thousand."""
    low, high = view.rates.low, view.rates.high
    spare = 0.03 * (high - low)
    return theme.layout(
        xaxis=theme.axis(_("learning rate"), range=[0.0, high + spare], nticks=7),
        yaxis=theme.axis(
            _("steps until within 1 %"),
            range=[np.log10(FEWEST) - 0.1, np.log10(MOST) + 0.05],
            tickvals=np.log10(TICKS), ticktext=[f"{n:,}" for n in TICKS],
        ),
        margin={"l": 64, "r": 16, "t": 28, "b": 48}, uirevision=f"rate {view.hill.problem.x_name}",
    )  # fmt: skip


def stable_rate(view: StableRate, key: str, *, revealed: bool) -> LiveFigure:
    """Map and steps in figure, words and table; the rate is in the hand."""
    sweep = rate_sweep(view, key, _("Learning rate"))
    draw = (map_traces, partial(steps_traces, revealed=revealed))
    speak = partial(say.rate_sentence, revealed=revealed)
    handle = Handle(
        _("Learning rate"), sweep.axis.stops, float(np.log10(MOST) / 2), "x", plot=1,
        trace=RATE_LINE,
    )  # fmt: skip
    return LiveFigure(
        (
            theme.figure(draw[0](view), map_layout(view)),
            theme.figure(draw[1](view), steps_layout(view)),
        ),
        say.rate_alt(revealed=revealed), speak(view), _table(view, revealed=revealed), BOXES,
        (Motion(sweep.axis, float(view.rate), lambda: track_of(sweep, draw, speak), handle),),
    )  # fmt: skip


def _table(view: StableRate, *, revealed: bool) -> Table:
    """The steps at this rate, and once `revealed` at round parts of the limit."""
    limit = view.bowl.limit
    rates = [float(view.rate)]
    if revealed:
        rates += [share * limit for share in (0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.01)]
    steps = view.bowl.steps_to(*view.hill.flat, np.array(rates) / limit).tolist()
    rows = tuple(
        (
            plain(rate) if number_ == 0 else number(rate),
            f"{n:,.0f}" if np.isfinite(n) else _("never"),
        )
        for number_, (rate, n) in enumerate(zip(rates, steps, strict=True))
    )
    return Table((_("learning rate"), _("steps needed")), rows)
