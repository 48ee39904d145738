"""Descent on kinks: three rules for the rate, step by step and on the map close to the lowest."""

import numpy as np
import plotly.graph_objects as go

from lossviz.figures import theme
from lossviz.figures.contour_map import contour_trace, lowest_trace, map_layout
from lossviz.figures.live import Box, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.chatter import LAST, STEPS, Chatter, rates
from lossviz.sweeps import Axis, Sweep
from lossviz.words import chatter as say
from lossviz.words import number

Traces = list[theme.Trace]

BOXES = (
    Box(height=400, phone_height=340, min_width=320, grow=1.2),
    Box(height=400, phone_height=340, min_width=300),
)
LOOKS = (
    theme.Hue(theme.HAND, "solid", "circle"),
    theme.Hue(theme.HUES["purple"].role, "dash", "square"),
    theme.Hue(theme.HUES["gold"].role, "dot", "triangle-up"),
)
LOWEST, HIGHEST = -4, 2
"""Powers of ten of the axis of heights."""
LEGEND = {
    "orientation": "h", "x": 0, "y": 1.0, "xanchor": "left", "yanchor": "bottom",
    "itemclick": False, "itemdoubleclick": False,
}  # fmt: skip


def _log(excess: Array) -> Array:
    """log10 of heights; what is lower than the axis, 0 included, lies on its lower edge."""
    return np.asarray(np.log10(np.maximum(excess, 10.0**LOWEST)))


def loss_traces(view: Chatter) -> Traces:
    """Heights above the lowest, a curve per rule."""
    return [
        theme.scatter(
            name=name, x=np.arange(STEPS + 1.0), y=_log(view.excess[..., k, :]), mode="lines",
            hoverinfo="skip",
            line={"color": LOOKS[k].role.light, "dash": LOOKS[k].dash, "width": (1.5, 2.5, 3)[k],
                  "simplify": False},
        )
        for k, name in enumerate(say.NAMES)
    ]  # fmt: skip


def map_traces(view: Chatter) -> Traces:
    """The map, and where the first two rules have been in their last steps."""
    path = view.path[..., -LAST:, :]
    traces: Traces = [contour_trace(view.seen, name=_("contours"))]
    for k, size in ((0, 7), (1, 6)):
        traces.append(
            theme.scatter(
                name=_("{rule}, last {n} places").format(rule=say.NAMES[k], n=LAST),
                x=path[..., k, :, 0], y=path[..., k, :, 1], mode="lines+markers",
                hoverinfo="skip",
                line={"color": LOOKS[k].role.light, "width": 0.6, "simplify": False},
                marker={"color": LOOKS[k].role.light, "symbol": LOOKS[k].marker, "size": size,
                        "opacity": 0.85, "line": {"width": 0}},
            )
        )  # fmt: skip
    return [*traces, lowest_trace(*view.hill.best)]


def loss_layout(view: Chatter) -> dict[str, object]:
    """Steps against heights on a logarithmic scale."""
    powers = np.arange(LOWEST, HIGHEST + 1)
    return theme.layout(
        xaxis=theme.axis(_("step"), range=[-4, STEPS + 4], nticks=6),
        yaxis=theme.axis(
            theme.named(_("loss above the lowest"), view.hill.problem.y_unit),
            range=[LOWEST - 0.1, HIGHEST], tickvals=powers.tolist(),
            ticktext=[number(10.0**int(power), 1) for power in powers],
        ),
        showlegend=True, legend=LEGEND, margin={"l": 72, "r": 12, "t": 48, "b": 52},
        uirevision="chatter",
    )  # fmt: skip


def chatter_figures(view: Chatter) -> tuple[go.Figure, ...]:
    """The heights and the map."""
    problem = view.hill.problem
    return (
        theme.figure(loss_traces(view), loss_layout(view)),
        theme.figure(
            map_traces(view),
            map_layout(
                view.room, theme.named(_("intercept"), problem.y_unit),
                theme.named(_("slope"), problem.slope_unit), uirevision="chatter",
                margin={"l": 64, "r": 12, "t": 48, "b": 52},
                title={
                    "text": _("last {n} places: ● {one}, ■ {other}; ◆ lowest").format(
                        n=LAST, one=say.NAMES[0], other=say.NAMES[1]
                    ),
                    "x": 0.02, "xanchor": "left", "y": 0.97, "yanchor": "top",
                    "font": {"size": 13},
                },
            ),
        ),
    )  # fmt: skip


def chatter(view: Chatter, key: str) -> LiveFigure:
    """The walks in figure, words and table; the rate is in the hand."""
    stops = rates(float(view.rate))
    sweep = Sweep(Axis(key, _("Learning rate"), stops, "", 1), view.through(rate=stops))

    def track() -> Track:
        return track_of(sweep, (loss_traces, map_traces), say.chatter_sentence)

    return LiveFigure(
        chatter_figures(view), say.chatter_alt(), say.chatter_sentence(view), _table(view),
        BOXES, (Motion(sweep.axis, float(view.rate), track),),
    )  # fmt: skip


def _table(view: Chatter) -> Table:
    steps = (0, 1, 10, 50, 100, 200, STEPS)
    rows = tuple(
        (str(step), *(number(float(one)) for one in view.excess[:, step])) for step in steps
    )
    unit = view.hill.problem.y_unit
    above = tuple(
        theme.named(_("{rule}: above the lowest").format(rule=rule), unit) for rule in say.NAMES
    )
    return Table((_("step"), *above), rows)
