"""A sigmoid on other data: labels, the curve in the hand, the best one, and three mean costs."""

from functools import partial

import numpy as np

from lossviz import words
from lossviz.binary.sigmoid import Sigmoid, height_sweep, steep_sweep
from lossviz.figures import theme
from lossviz.figures.labels import LOOKS
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.figures.sigmoid_flights import CURVE, curve_trace
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.sweeps import Sweep, join
from lossviz.words import sigmoid_fit as say

BOXES = (Box(380, 320, 340, 1.5), Box(380, 240, 280, 1.0))
FEW = 3  # different x: then the shares are drawn as bars
MOST_WORSE = 2.0  # the pane goes so many times as far as the base rate
HALF = 0.3  # of a bar


def cells(view: Sigmoid) -> tuple[Array, Array]:
    """The different x (u,) and how many of the labels 0 and 1 were seen there (u, 2)."""
    x, row = np.unique(view.problem.x, return_inverse=True)
    seen = np.zeros((len(x), 2))
    np.add.at(seen, (row, view.problem.y.astype(int)), view.problem.weight)
    return x, seen


def best_curve(view: Sigmoid, x: Array) -> Array:
    """Probability (m,) the best curve says at x; gaps where there is none."""
    if view.best is None:
        return np.full(x.shape, np.nan)
    return Sigmoid(view.loss_at, view.problem, *view.best).curve(x)


def fit_traces(view: Sigmoid) -> list[theme.Trace]:
    """Labels as marks, of few x the shares as bars; both curves."""
    problem, (x, seen) = view.problem, cells(view)
    traces: list[theme.Trace] = []
    share = seen[:, 1] / seen.sum(axis=1)
    if len(x) <= FEW:
        ends = x[:, None] + HALF * np.array([-1, -1, 1, 1, -1, np.nan])
        tops = share[:, None] * np.array([0, 1, 1, 0, 0, np.nan])
        traces.append(
            theme.scatter(
                name=_("share"), x=ends.ravel(), y=tops.ravel(), mode="lines", fill="toself",
                fillcolor=theme.SQUARE_FILL.light, hoverinfo="skip",
                line={"color": theme.SQUARE_EDGE.light, "width": 1.5},
            )
        )  # fmt: skip
    largest = seen.max()
    for label, look in enumerate(LOOKS):
        there = seen[:, label] > 0
        traces.append(
            theme.scatter(
                name=problem.happened[label], x=x[there],
                y=np.full(int(there.sum()), float(label)), mode="markers", cliponaxis=False,
                text=[f"{count:,.0f} × {problem.happened[label]}" for count in seen[there, label]],
                hovertemplate="%{x}: %{text}<extra></extra>",
                marker={
                    "color": look.role.light, "symbol": look.marker, "opacity": 0.8,
                    "size": 6 + 16 * np.sqrt(seen[there, label] / max(largest, 12.0)),
                    "line": {"width": 0},
                },
            )
        )  # fmt: skip
    grid = np.linspace(problem.room.low, problem.room.high, CURVE)
    return [
        *traces,
        theme.scatter(
            name=_("best curve"), x=grid, y=best_curve(view, grid), mode="lines",
            hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 3, "dash": "dash", "simplify": False},
        ),
        curve_trace(view),
    ]  # fmt: skip


def fit_layout(view: Sigmoid) -> dict[str, object]:
    """The labels are the ends of the axis of probability."""
    problem = view.problem
    zero, one = problem.happened
    few = {"tickvals": [0, 1]} if len(cells(view)[0]) <= FEW else {}
    return theme.layout(
        xaxis=theme.axis(
            theme.named(problem.x_name, problem.x_unit),
            range=[problem.room.low, problem.room.high], **few,
        ),
        yaxis=theme.axis(
            _("probability of {label}").format(label=one), range=[-0.09, 1.09],
            tickvals=[0, 0.25, 0.5, 0.75, 1], automargin=True,
            ticktext=[f"{zero} 0", "0.25", "0.5", "0.75", f"{one} 1"],
        ),
        uirevision=f"fit {problem.key}",
    )  # fmt: skip


def _bar(name: str, value: Array, place: float, role: theme.Role, pane: float) -> list[theme.Trace]:
    end = np.minimum(value, pane)
    text = np.char.add(" ", words.numbers(join(value), 4))
    text = np.where(join(value) > pane, np.char.add(" ▶", text), text)
    return [
        theme.scatter(
            name=name, x=join(0, end, end, 0, 0),
            y=place + HALF * np.array([1, 1, -1, -1, 1]), mode="lines", fill="toself",
            fillcolor=role.light, hoverinfo="skip",
            line={"color": role.light, "width": 1, "simplify": False},
        ),
        theme.scatter(
            name=_("{name}: number").format(name=name), x=join(end), y=[place], mode="text",
            text=text, textposition="middle right", hoverinfo="skip", cliponaxis=False,
            textfont={"color": role.light, "size": 15},
        ),
    ]  # fmt: skip


def _pane(view: Sigmoid) -> float:
    return MOST_WORSE * max(view.base_mean, 0.05)


def mean_traces(view: Sigmoid) -> list[theme.Trace]:
    """Mean cost of the base rate, of the curve in the hand, of the best."""
    pane = _pane(view)
    bars = [
        *_bar(_("base rate"), np.asarray(view.base_mean), 2.0, theme.POINT, pane),
        *_bar(_("yours"), np.asarray(view.mean), 1.0, theme.HAND, pane),
    ]
    return [*bars, *_bar(_("best"), np.asarray(view.lowest), 0.0, theme.BEST, pane)]


def mean_layout(view: Sigmoid) -> dict[str, object]:
    """Nats across, a row for each."""
    best = _("best") if view.has_best else _("towards")
    return theme.layout(
        xaxis=theme.axis(_("mean cost (nats)"), range=[0, 1.34 * _pane(view)], nticks=6),
        yaxis=theme.axis(
            _("told by"), range=[-0.6, 2.6], tickvals=[0, 1, 2],
            ticktext=[best, _("your curve"), _("base rate")], showgrid=False, automargin=True,
        ),
        uirevision=f"means {view.problem.key}",
    )  # fmt: skip


DRAW = (fit_traces, mean_traces)


def fit(view: Sigmoid, height: str, steep: str) -> LiveFigure:
    """Curves and means in figure, words and table; `height` and `steep` are its controls."""
    problem = view.problem
    anchor = f"{words.plain(problem.anchor)} {problem.x_unit}".rstrip()
    up = height_sweep(view, height, _("Height at {x}").format(x=anchor))
    turn = steep_sweep(view, steep, _("How steep"))

    def track(sweep: Sweep[Sigmoid]) -> Track:
        return track_of(sweep, DRAW, say.fit_sentence)

    return LiveFigure(
        (
            theme.figure(fit_traces(view), fit_layout(view)),
            theme.figure(mean_traces(view), mean_layout(view)),
        ),
        say.fit_alt(view),
        say.fit_sentence(view),
        _table(view),
        BOXES,
        (
            Motion(
                up.axis, float(view.height), partial(track, up),
                Handle(up.axis.label, problem.anchor, up.axis.stops),
            ),
            Motion(
                turn.axis, float(view.steep), partial(track, turn),
                Handle(turn.axis.label, problem.turn, np.asarray(turn.batch.at_turn)),
            ),
        ),
    )  # fmt: skip


def _table(view: Sigmoid) -> Table:
    problem, (x, seen) = view.problem, cells(view)
    best = best_curve(view, x) if view.has_best else None
    columns = (
        theme.named(problem.x_name, problem.x_unit), *problem.happened, _("your probability"),
        _("best probability"),
    )  # fmt: skip
    rows = tuple(
        (
            words.plain(place), f"{count[0]:,.0f}", f"{count[1]:,.0f}", words.number(yours),
            words.number(float(best[k])) if best is not None else "–",
        )
        for k, (place, count, yours) in enumerate(zip(x, seen, view.curve(x), strict=True))
    )  # fmt: skip
    return Table(columns, rows)
