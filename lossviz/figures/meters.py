"""The flights and a sigmoid made steeper, beside three meters, each on its own scale."""

import numpy as np
import plotly.graph_objects as go

from lossviz.binary.meters import HALF, Meters, factor_sweep
from lossviz.figures import theme
from lossviz.figures.labels import LOOKS
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.likelihood.along_x import ClassProblem
from lossviz.sweeps import join
from lossviz.words import meters as say

BOXES = (
    Box(height=400, phone_height=330, min_width=320, grow=1.3),
    Box(height=400, phone_height=320, min_width=320),
)
X = np.linspace(44.0, 86.0, 211)
GRIP = 0.75
"""The probability at which the curve is held: its x is far from the middle unless it is steep."""
SCALES = ((0.3, 1.8), (0.6, 1.0), (0.12, 0.2))
"""What each meter can show: all that the factor can do."""
BELOW, ABOVE = 0.2, 0.13
"""Room for digits under and over a scale, in its lengths."""
PANES = ((0.0, 0.16), (0.42, 0.58), (0.84, 1.0))


def label_ticks(problem: ClassProblem) -> dict[str, object]:
    """An axis from 0 to 1 that says which label is drawn at either end."""
    none, happened = problem.classes
    return {
        "tickvals": [0, 0.25, 0.5, 0.75, 1],
        "ticktext": [f"{none} 0", "0.25", "0.5", "0.75", f"{happened} 1"],
        "automargin": True,
    }


def seen_traces(view: Meters) -> list[theme.Trace]:
    """The flights, larger where several had the same temperature, and the costliest by name."""
    problem = view.flights.problem
    traces: list[theme.Trace] = []
    for label, look in enumerate(LOOKS):
        x, times = np.unique(problem.x[problem.y == label], return_counts=True)
        traces.append(
            theme.scatter(
                name=_("seen: {label}").format(label=problem.classes[label]), x=x,
                y=np.full(len(x), float(label)), mode="markers", cliponaxis=False,
                marker={"color": look.role.light, "symbol": look.marker,
                        "size": 7 + 4 * np.sqrt(times), "opacity": 0.85, "line": {"width": 0}},
                text=[_("{n} times").format(n=int(n)) for n in times],
                hovertemplate="%{x} (%{text})<extra></extra>",
            )
        )  # fmt: skip
    return traces


def _named(view: Meters) -> theme.Trace:
    row = view.costliest
    bills = np.array(
        [say.bill(view, cost) for cost in np.atleast_1d(view.costs[..., row]).tolist()]
    )
    return theme.scatter(
        name=_("costliest"), x=[view.flights.problem.x[row]], y=[view.flights.y[row] + 0.03],
        mode="text", text=bills[:, None] if view.costs.ndim > 1 else bills,
        textposition="top center", hoverinfo="skip",
        textfont={"color": theme.TEXT.light, "size": 15}, cliponaxis=False,
    )  # fmt: skip


def curve_traces(view: Meters) -> list[theme.Trace]:
    """The best fit dashed, the curve in the hand, one half, and what the costliest is told."""
    row, problem = view.costliest, view.flights.problem
    at, told = float(problem.x[row]), view.chances[..., row]
    half = {"color": theme.POINT.light, "width": 1.5, "dash": "dot"}
    return [
        theme.scatter(
            name=_("threshold"), x=[X[0], X[-1]], y=[HALF, HALF], mode="lines", line=half,
            hoverinfo="skip",
        ),
        theme.scatter(
            name=_("name of the threshold"), x=[X[0]], y=[HALF], mode="text",
            text=[_("threshold 50 %")], textposition="top right", hoverinfo="skip",
            textfont={"color": theme.POINT.light, "size": 14},
        ),
        theme.scatter(
            name=_("best fit"), x=X, y=view.best.chances_at(X), mode="lines", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 2.5, "dash": "dash"},
        ),
        theme.scatter(
            name=_("names of the curves"), x=[X[0], X[0]], y=[0.2, 0.1], mode="text",
            text=[_("– – best fit"), _("─── in your hand")], textposition="middle right",
            textfont={"color": [theme.BEST.light, theme.HAND.light], "size": 15},
            hoverinfo="skip",
        ),
        *seen_traces(view),
        theme.scatter(
            name=_("bill"), x=[at, at], y=join(told, 1.0), mode="lines", hoverinfo="skip",
            line={"color": theme.CHANGE.light, "width": 2},
        ),
        _named(view),
        theme.scatter(
            name=_("your curve"), x=X, y=view.chances_at(X), mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 3, "simplify": False},
        ),
    ]  # fmt: skip


def curve_layout(view: Meters) -> dict[str, object]:
    """Probability over temperature."""
    problem = view.flights.problem
    return theme.layout(
        xaxis=theme.axis(theme.named(problem.x_name, problem.x_unit), range=[X[0], X[-1]]),
        yaxis=theme.axis(_("probability of distress"), range=[-0.08, 1.14], **label_ticks(problem)),
        uirevision="meters curve",
    )


def meter_traces(view: Meters) -> list[theme.Trace]:
    """Of each meter the mark of the best fit, the dot now, the way between, and both in digits."""
    traces: list[theme.Trace] = []
    readings = np.atleast_2d(view.readings)
    for k, name in enumerate(say.NAMES):
        on = {"xaxis": f"x{k + 1 if k else ''}", "yaxis": f"y{k + 1 if k else ''}"}
        on |= {"hoverinfo": "skip"}
        low, high = SCALES[k]
        best, now = float(view.best.readings[k]), view.readings[..., k]
        signs = np.array([
            f"{say.SIGNS[say.way(k, best, r)]} {say.reading(k, r)}" for r in readings[:, k].tolist()
        ])  # fmt: skip
        traces += [
            theme.scatter(
                name=_("way of {name}").format(name=name), x=[0.5, 0.5], y=join(best, now),
                mode="lines", line={"color": theme.HAND.light, "width": 5, "simplify": False}, **on,
            ),
            theme.scatter(
                name=_("best fit, {name}").format(name=name), x=[0.0, 1.0], y=[best, best],
                mode="lines", line={"color": theme.BEST.light, "width": 2.5, "dash": "dash"}, **on,
            ),
            theme.scatter(
                name=name, x=[0.5], y=join(now), mode="markers", cliponaxis=False,
                marker={"color": theme.HAND.light, "size": 14, "opacity": 1, "line": {"width": 0}},
                **on,
            ),
            theme.scatter(
                name=_("sign of {name}").format(name=name), x=[0.5],
                y=[high + 0.02 * (high - low)], mode="text", cliponaxis=False,
                text=signs[:, None] if view.readings.ndim > 1 else signs,
                textfont={"color": theme.HAND.light, "size": 17}, textposition="top center", **on,
            ),
            theme.scatter(
                name=_("digits of the best fit, {name}").format(name=name), x=[0.5],
                y=[low - 0.03 * (high - low)], mode="text", cliponaxis=False,
                text=[_("best fit<br>{best}").format(best=say.reading(k, best))],
                textfont={"color": theme.BEST.light, "size": 14}, textposition="bottom center",
                **on,
            ),
        ]  # fmt: skip
    return traces


def meter_layout(_view: Meters) -> dict[str, object]:
    """Three scales side by side."""
    titles = (_("loss (nats)"), _("accuracy (share right)"), _("Brier score (squared miss)"))
    axes: dict[str, object] = {}
    for k, (title, scale, pane) in enumerate(zip(titles, SCALES, PANES, strict=True)):
        end = str(k + 1) if k else ""
        axes[f"xaxis{end}"] = theme.axis(
            title, domain=list(pane), anchor=f"y{end}", range=[0, 1], visible=False
        )
        axes[f"yaxis{end}"] = theme.axis(
            title,
            anchor=f"x{end}",
            tickvals=np.linspace(*scale, 5 if k else 6).tolist(),
            range=[scale[0] - BELOW * np.ptp(scale), scale[1] + ABOVE * np.ptp(scale)],
        )
    return theme.layout(
        **axes, margin={"l": 58, "r": 22, "t": 8, "b": 22}, uirevision="meters",
    )  # fmt: skip


def meters_figures(view: Meters) -> tuple[go.Figure, go.Figure]:
    """The curves over the flights, and the meters."""
    return (
        theme.figure(curve_traces(view), curve_layout(view)),
        theme.figure(meter_traces(view), meter_layout(view)),
    )


def meters(view: Meters, key: str) -> LiveFigure:
    """Three meters in figure, words and table; the factor is in the hand.

    It does not stir by itself: the way the meters go is for the reader to guess.
    """
    sweep = factor_sweep(view, key, _("Times as steep"))

    def track() -> Track:
        return track_of(sweep, (curve_traces, meter_traces), say.meters_sentence)

    handle = Handle(_("Steepness of the curve"), sweep.batch.where(GRIP), GRIP, "x")
    return LiveFigure(
        meters_figures(view),
        say.meters_alt(view),
        say.meters_sentence(view),
        _table(view),
        BOXES,
        (Motion(sweep.axis, float(view.factor), track, handle),),
    )


def _table(view: Meters) -> Table:
    """Every meter at the best fit and now."""
    words = {1: _("up"), 0: _("same"), -1: _("down")}
    rows = tuple(
        (name, say.reading(k, before), say.reading(k, after), words[say.way(k, before, after)])
        for k, (name, before, after) in enumerate(
            zip(say.NAMES, view.best.readings.tolist(), view.readings.tolist(), strict=True)
        )
    )
    return Table((_("meter"), _("best fit"), _("your curve"), _("goes")), rows)
