"""A hill without a lowest place: the map with its path, the size of the weights, the loss."""

import numpy as np
import plotly.graph_objects as go

from lossviz.figures import theme
from lossviz.figures.contour_map import (
    contour_trace,
    dot_trace,
    lowest_trace,
    map_layout,
    path_trace,
)
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.runaway import LONGEST, STEPS, Runaway, steps
from lossviz.sweeps import Axis, PerStop, Sweep, join
from lossviz.words import number, plain
from lossviz.words import runaway as say

Traces = list[theme.Trace]

BOXES = (
    Box(height=380, phone_height=330, min_width=290, grow=1.3),
    Box(height=380, phone_height=280, min_width=260),
    Box(height=380, phone_height=280, min_width=260),
)
MARGIN = {"l": 64, "r": 24, "t": 24, "b": 52}
LAST = float(np.log10(LONGEST))
LEAST_TICKS = 3
BESIDE = 0.015  # of the height of a plot, between a line and its name
NOW = _("now")


def map_traces(view: Runaway) -> Traces:
    """The map, the path up to now, the dot, and the lowest place if there is one."""
    a, b = view.fit.coefficients.tolist() if view.finite else (np.nan, np.nan)
    return [
        contour_trace(view.seen),
        lowest_trace(a, b),
        path_trace(view.trail, view.room),
        dot_trace(view.place[..., 0], view.place[..., 1]),
    ]


def _against_steps(view: Runaway, every: Array, now: Array, best: float) -> Traces:
    """A curve over the steps, the lowest place dashed where there is one, the dot now."""
    since = float(np.log10(view.right_since))
    low, high = _range(every, best)
    under = best > every.mean()
    beside = best + (-1 if under else 1) * BESIDE * (high - low)
    return [
        theme.scatter(
            name=_("none on the wrong side"), x=[since, since], y=[low, high], mode="lines",
            hoverinfo="skip", line={"color": theme.POINT.light, "width": 1.2, "dash": "dot"},
        ),
        theme.scatter(
            name=_("from here on none wrong"), x=[since], y=[high], mode="text", hoverinfo="skip",
            text=[_(" none wrong from step {n}").format(n=view.right_since)],
            textposition="bottom right", textfont={"size": 12, "color": theme.TEXT.light},
        ),
        theme.scatter(
            name=_("lowest place"), x=[0, LAST], y=[best, best], mode="lines", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 2.5, "dash": "dash"},
        ),
        theme.scatter(
            name=_("name of the lowest place"), x=[0], y=[beside], mode="text", hoverinfo="skip",
            text=[_("lowest")], textfont={"size": 12, "color": theme.TEXT.light},
            textposition="bottom right" if under else "top right",
        ),
        theme.scatter(
            name=_("all steps"), x=np.log10(STEPS), y=every, mode="lines", hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=NOW, x=_at(view.after), y=join(now), mode="markers", hoverinfo="skip",
            cliponaxis=False,
            marker={"color": theme.HAND.light, "size": 14, "opacity": 1, "line": {"width": 0}},
        ),
    ]  # fmt: skip


def _at(after: PerStop) -> Array:
    return join(np.log10(after))


def _range(every: Array, best: float) -> tuple[float, float]:
    known = [float(every.min()), float(every.max()), *([best] if np.isfinite(best) else [])]
    low, high = min(known), max(known)
    pad = 0.12 * (high - low)
    return low - pad, high + pad


def _best_size(view: Runaway) -> float:
    return float(np.hypot(*view.fit.coefficients)) if view.finite else np.nan


def _best_cost(view: Runaway) -> float:
    return float(np.log10(view.fit.objective)) if view.finite else np.nan


def size_traces(view: Runaway) -> Traces:
    """How large intercept and slope are."""
    return _against_steps(view, view.sizes, view.size, _best_size(view))


def cost_traces(view: Runaway) -> Traces:
    """What descent minimises, on a logarithmic axis."""
    return _against_steps(view, np.log10(view.costs), np.log10(view.cost), _best_cost(view))


def _steps_axis() -> dict[str, object]:
    ticks = np.arange(round(LAST) + 1)
    return theme.axis(
        _("steps (log scale)"), range=[-0.15, LAST + 0.15], tickvals=ticks.tolist(),
        ticktext=[f"{10**k:,}" for k in ticks.tolist()],
    )  # fmt: skip


def size_layout(view: Runaway) -> dict[str, object]:
    """Steps against size."""
    return theme.layout(
        xaxis=_steps_axis(),
        yaxis=theme.axis(
            _("size of intercept and slope"), range=list(_range(view.sizes, _best_size(view))),
            nticks=6,
        ),
        margin=MARGIN, uirevision=f"runaway size {view.penalty}",
    )  # fmt: skip


def cost_layout(view: Runaway) -> dict[str, object]:
    """Steps against the loss, both on logarithmic scales."""
    name = _("mean loss (nats, log scale)")
    if view.penalty:
        name = _("loss + penalty (nats, log scale)")
    low, high = _range(np.log10(view.costs), _best_cost(view))
    tens = np.array([0.001, 0.01, 0.1])[:, None]
    for digits in ((1, 2, 5), (1, 1.5, 2, 3, 4, 5, 6, 8)):
        ticks = [one for one in (tens * digits).ravel().tolist() if low < np.log10(one) < high]
        if len(ticks) >= LEAST_TICKS:
            break
    return theme.layout(
        xaxis=_steps_axis(),
        yaxis=theme.axis(
            name, range=[low, high], tickvals=np.log10(ticks).tolist(),
            ticktext=[plain(one) for one in ticks],
        ),
        margin=MARGIN, uirevision=f"runaway cost {view.penalty}",
    )  # fmt: skip


def runaway_figures(view: Runaway) -> tuple[go.Figure, ...]:
    """Map, size, loss."""
    return (
        theme.figure(
            map_traces(view),
            map_layout(view.room, _("intercept"), _("slope (per cm)"), margin=MARGIN,
                       uirevision=f"runaway {view.penalty}"),
        ),
        theme.figure(size_traces(view), size_layout(view)),
        theme.figure(cost_traces(view), cost_layout(view)),
    )  # fmt: skip


def runaway(view: Runaway, key: str) -> LiveFigure:
    """The walk in figure, words and table; the step is in the hand."""
    stops = steps(float(view.after))
    sweep = Sweep(Axis(key, _("Steps of gradient descent"), stops), view.through(after=stops))

    def track() -> Track:
        return track_of(sweep, (map_traces, size_traces, cost_traces), say.runaway_sentence)

    handle = Handle(_("Steps"), np.log10(stops), sweep.batch.size, "x", plot=1)
    return LiveFigure(
        runaway_figures(view), say.runaway_alt(view), say.runaway_sentence(view), _table(view),
        BOXES, (Motion(sweep.axis, float(view.after), track, handle),),
    )  # fmt: skip


def _table(view: Runaway) -> Table:
    rows = tuple(
        (f"{int(step):,}", str(int(view.right[step])), number(float(size)), number(float(cost)))
        for step, size, cost in zip(STEPS, view.sizes, view.costs, strict=True)
        if step in {1, 10, 100, 1_000, LONGEST}
    )
    loss = _("loss + penalty (nats)") if view.penalty else _("loss (nats)")
    return Table((_("steps"), _("on the right side"), _("size"), loss), rows)
