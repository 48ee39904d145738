"""The sigmoid over the flights: a stem from each label's side to the curve, and sorted costs.

A label 1 stands on 0, a label 0 hangs from 1, so that a stem is as long as the probability given
to what happened. The order of the bars follows the hand; no axis does.
"""

from functools import partial

import numpy as np
from numpy.typing import NDArray

from lossviz import words
from lossviz.binary.sigmoid import Sigmoid, height_sweep, steep_sweep
from lossviz.figures import theme
from lossviz.figures.labels import LOOKS
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.sweeps import Sweep, join, segments
from lossviz.words import flights as say

BOXES = (Box(450, 380, 340, 1.5), Box(450, 360, 300, 1.0))
ROWS = (1.07, -0.07)
"""Where the first marks of the labels 0 and 1 are."""
OUTWARD = (1.0, -1.0)
STACKED = 0.056  # marks that would touch are stacked, so that each can be clicked on a phone
CLEAR = 1.35  # °F between two marks of one row: 10 px there
CURVE = 161
BESIDE = 0.3  # °F: flights at the same temperature stand beside each other
PANE = 5.0  # nats: longer bars are cut
NAMED = 5
SIGNS = ("●", "▲")
"""The marks of the labels 0 and 1 in text."""
MARKS = _("flights")
"""Name of the marks, for `LiveFigure.picks`."""


def places(x: Array) -> Array:
    """X (n,) of the rows with those of the same x side by side."""
    shown = x.astype(np.float64).copy()
    for value in np.unique(x):
        (rows,) = np.nonzero(x == value)
        shown[rows] += BESIDE * (np.arange(len(rows)) - (len(rows) - 1) / 2)
    return shown


def rows_of_marks(x: Array, y: Array) -> Array:
    """Height (n,) of the marks: those that would touch stand in further rows, outwards."""
    height, shown = np.empty(len(x)), places(x)
    for label in (0, 1):
        ends: list[float] = []  # of the rows so far: x of the last mark
        for mark in sorted(np.flatnonzero(y == label), key=shown.__getitem__):
            row = next((k for k, end in enumerate(ends) if shown[mark] - end >= CLEAR), len(ends))
            ends[row:] = [shown[mark], *ends[row + 1 :]]
            height[mark] = ROWS[label] + OUTWARD[label] * STACKED * row
    return height


def curve_trace(view: Sigmoid) -> theme.Trace:
    """The sigmoid in the hand."""
    x = np.linspace(view.problem.room.low, view.problem.room.high, CURVE)
    return theme.scatter(
        name=_("sigmoid"), x=x, y=view.curve(x), mode="lines", hoverinfo="skip",
        line={"color": theme.HAND.light, "width": 3, "simplify": False},
    )  # fmt: skip


def half_trace(view: Sigmoid) -> theme.Trace:
    """Down from where the curve crosses one half, if that is in view."""
    half, room = np.asarray(view.half, dtype=np.float64), view.problem.room
    seen = np.where((half >= room.low) & (half <= room.high), half, np.nan)
    return theme.scatter(
        name=_("50 %"), x=join(room.low, seen, seen), y=[0.5, 0.5, 0.0], mode="lines",
        hoverinfo="skip", line={"color": theme.POINT.light, "width": 1.5, "dash": "dot"},
    )  # fmt: skip


def _stems(view: Sigmoid, label: int) -> theme.Trace:
    problem = view.problem
    rows = np.flatnonzero(problem.y == label)
    ends = view.chances[..., rows]
    x, y = segments(places(problem.x)[rows], np.asarray(1.0 - label), ends)
    look = LOOKS[label]
    return theme.scatter(
        name=_("stems: {label}").format(label=problem.happened[label]),
        x=x[0] if x.ndim > 1 else x, y=y, mode="lines", hoverinfo="skip",
        line={"color": look.role.light, "width": 3, "simplify": False},
    )  # fmt: skip


def _marks(view: Sigmoid) -> theme.Trace:
    problem = view.problem
    labels = problem.y.astype(int)
    flipped = np.isin(np.arange(len(labels)), problem.flipped)
    symbols = [
        LOOKS[label].marker + ("-open" if flip else "")
        for label, flip in zip(labels, flipped, strict=True)
    ]
    told = [
        _("{flight}, {x} {unit}: {label}{flipped}").format(
            flight=name, x=words.plain(x), unit=problem.x_unit, label=problem.happened[label],
            flipped=_(" (flipped)") if flip else "",
        )
        for name, x, label, flip in zip(problem.labels, problem.x, labels, flipped, strict=True)
    ]  # fmt: skip
    return theme.scatter(
        name=MARKS, x=places(problem.x), y=rows_of_marks(problem.x, problem.y), mode="markers",
        cliponaxis=False, text=told, hovertemplate="%{text}<extra></extra>",
        marker={
            "color": [LOOKS[label].role.light for label in labels], "symbol": symbols,
            "size": np.where(flipped, 13, 10).tolist(), "opacity": 1,
            "line": {"width": np.where(flipped, 2.5, 0).tolist()},
        },
    )  # fmt: skip


def _alone(view: Sigmoid) -> NDArray[np.bool_]:
    """Whether (..., 1) one flight pays more than any other."""
    costs = np.take_along_axis(view.costs, view.order[..., :2], axis=-1)
    return np.asarray(costs[..., :1] > costs[..., 1:] + say.TIE)


def _ring(view: Sigmoid) -> theme.Trace:
    """A ring around the one flight that pays most."""
    problem, first = view.problem, view.order[..., :1]
    y = rows_of_marks(problem.x, problem.y)[first]
    return theme.scatter(
        name=_("pays most"), x=places(problem.x)[first], y=np.where(_alone(view), y, np.nan),
        mode="markers", hoverinfo="skip", cliponaxis=False,
        marker={
            "color": theme.TEXT.light, "symbol": "circle-open", "size": 17, "opacity": 1,
            "line": {"width": 2},
        },
    )  # fmt: skip


def _named(view: Sigmoid, label: int) -> theme.Trace:
    """The name of the one flight that pays most, beyond all marks, if it has this label."""
    problem = view.problem
    first = view.order[..., :1]
    mine = _alone(view) & (problem.y[first] == label)
    own = rows_of_marks(problem.x, problem.y)[problem.y == label]
    outermost = float(np.max(own * OUTWARD[label], initial=0.0)) * OUTWARD[label]
    beyond = np.full(first.shape, outermost + 0.03 * OUTWARD[label])
    return theme.scatter(
        name=_("pays most: {label}").format(label=problem.happened[label]),
        x=places(problem.x)[first], y=beyond, mode="text", hoverinfo="skip",
        text=np.where(mine, np.array(problem.labels)[first], theme.UNSEEN),
        textposition="bottom center" if label else "top center", cliponaxis=False,
        textfont={"color": LOOKS[label].role.light, "size": 14},
    )  # fmt: skip


def sigmoid_traces(view: Sigmoid) -> list[theme.Trace]:
    """Stems, curve, marks, and ring and name of the flight that pays most."""
    return [
        _stems(view, 0), _stems(view, 1), half_trace(view), curve_trace(view), _marks(view),
        _ring(view), _named(view, 0), _named(view, 1),
    ]  # fmt: skip


def sigmoid_layout(view: Sigmoid) -> dict[str, object]:
    """The number across, the probability up; outside of it a row for each label."""
    problem = view.problem
    return theme.layout(
        xaxis=theme.axis(
            theme.named(problem.x_name, problem.x_unit), range=[problem.room.low, problem.room.high]
        ),
        yaxis=theme.axis(
            _("probability of {label}").format(label=problem.happened[1]), range=[-0.36, 1.36],
            tickvals=[ROWS[1], 0, 0.25, 0.5, 0.75, 1, ROWS[0]], automargin=True,
            ticktext=[problem.happened[1], "0", "0.25", "0.5", "0.75", "1", problem.happened[0]],
        ),
        uirevision=f"sigmoid {problem.key}",
    )  # fmt: skip


def _bars(view: Sigmoid, label: int) -> theme.Trace:
    """The bars of one label at their places in the order; gaps where the other one is."""
    costs = np.take_along_axis(view.costs, view.order, axis=-1)
    mine = view.problem.y[view.order] == label
    end, start = np.where(mine, np.minimum(costs, PANE), np.nan), np.where(mine, 0.0, np.nan)
    gap = np.full(costs.shape, np.nan)
    x = np.stack([start, end, end, start, start, gap], axis=-1).reshape(*costs.shape[:-1], -1)
    beside = np.array([0.38, 0.38, -0.38, -0.38, 0.38, np.nan])
    y = (beside - np.arange(float(costs.shape[-1]))[:, None]).ravel()
    look = LOOKS[label]
    filled = look.role if label else theme.SQUARE_FILL  # a second cue beside the colour
    return theme.scatter(
        name=_("bars: {label}").format(label=view.problem.happened[label]), x=x, y=y,
        mode="lines", fill="toself", fillcolor=filled.light, hoverinfo="skip",
        line={"color": look.role.light, "width": 1.5, "simplify": False},
    )  # fmt: skip


def _names(view: Sigmoid) -> theme.Trace:
    """Marks of the label, names and costs of the longest bars."""
    first = view.order[..., :NAMED]
    signs = np.array(SIGNS)[view.problem.y.astype(int)]
    costs = np.take_along_axis(view.costs, first, axis=-1)
    shown = np.vectorize(say.price, otypes=[np.str_])(costs)
    text = words.texts(
        " {sign} {name}  {cost}", sign=signs[first], name=np.array(view.problem.labels)[first],
        cost=shown,
    )  # fmt: skip
    return theme.scatter(
        name=_("longest bars"), x=np.minimum(costs, PANE), y=-np.arange(float(NAMED)),
        mode="text", text=np.where(costs > PANE, np.char.add(" ▶", text), text),
        textposition="middle right", hoverinfo="skip", cliponaxis=False,
        textfont={"color": theme.TEXT.light, "size": 13},
    )  # fmt: skip


def _level(
    name: str, value: Array, text: NDArray[np.str_], role: theme.Role, row: float, dash: str
) -> list[theme.Trace]:
    """A line through all bars, cut at the edge, and what it says beside it."""
    low = -float(ROOM) + 0.4
    at = np.minimum(value, PANE)
    return [
        theme.scatter(
            name=name, x=join(at, at), y=[0.5, low], mode="lines", hoverinfo="skip",
            line={"color": role.light, "width": 2.5, "dash": dash},
        ),
        theme.scatter(
            name=_("{name}, in words").format(name=name), x=join(at), y=[row], mode="text",
            text=text, textposition="middle right", hoverinfo="skip", cliponaxis=False,
            textfont={"color": role.light, "size": 15},
        ),
    ]  # fmt: skip


ROOM = 25
"""Rows of the pane of bars: the flights, and two for the numbers below."""


def bar_traces(view: Sigmoid, *, show_best: bool = False) -> list[theme.Trace]:
    """A bar for each flight, the longest on top; their mean, and the lowest mean once shown."""
    mean = np.asarray(view.mean, dtype=np.float64)
    text = words.texts(_(" mean {mean}"), mean=say.means(view, mean)[..., None])
    text = np.where(join(mean) > PANE, np.char.add(" ▶", text), text)
    traces = [_bars(view, 0), _bars(view, 1), _names(view)]
    if show_best and view.has_best:
        best = words.texts(_(" best {best}"), best=say.means(view, view.lowest)[..., None])
        traces += _level(_("best"), np.asarray(view.lowest), best, theme.BEST, -21.0, "dash")
    return [*traces, *_level(_("mean"), mean, text, theme.HAND, -23.2, "solid")]


def bar_layout(view: Sigmoid) -> dict[str, object]:
    """Nats across; the order has no numbers."""
    return theme.layout(
        xaxis=theme.axis(
            _("cost: −log stem (nats)"), range=[0, 1.45 * PANE], tickvals=list(range(6))
        ),
        yaxis=theme.axis(
            _("{nouns}, the dearest on top").format(nouns=view.problem.nouns),
            range=[-ROOM + 0.2, 0.8], showticklabels=False, showgrid=False, ticks="",
        ),
        margin={"l": 36, "r": 8, "t": 12, "b": 52},
        uirevision=f"bars {view.problem.key}",
    )  # fmt: skip


def sigmoid(
    view: Sigmoid, height: str, steep: str, *, show_best: bool = False, pick: str = ""
) -> LiveFigure:
    """Curve and bars in figure, words and table; `height`, `steep` and `pick` are its controls."""
    bars = partial(bar_traces, show_best=show_best)
    said = partial(say.sigmoid_sentence, show_best=show_best)
    up = height_sweep(view, height, _("Height at {x} {unit}").format(
        x=words.plain(view.problem.anchor), unit=view.problem.x_unit
    ))  # fmt: skip
    turn = steep_sweep(view, steep, _("How steep"))

    def track(sweep: Sweep[Sigmoid]) -> Track:
        return track_of(sweep, (sigmoid_traces, bars), said)

    anchor, at_turn = view.problem.anchor, turn.batch.at_turn
    return LiveFigure(
        (
            theme.figure(sigmoid_traces(view), sigmoid_layout(view)),
            theme.figure(bars(view), bar_layout(view)),
        ),
        say.sigmoid_alt(view),
        said(view),
        table_of(view),
        BOXES,
        (
            Motion(
                up.axis, float(view.height), partial(track, up),
                Handle(up.axis.label, anchor, up.axis.stops),
            ),
            Motion(
                turn.axis, float(view.steep), partial(track, turn),
                Handle(turn.axis.label, view.problem.turn, np.asarray(at_turn)),
            ),
        ),
        picks={MARKS: pick} if pick else {},
    )  # fmt: skip


def table_of(view: Sigmoid) -> Table:
    """A row for each flight, the most expensive first."""
    problem = view.problem
    columns = (
        problem.noun, theme.named(problem.x_name, problem.x_unit), _("what happened"),
        _("probability of {label}").format(label=problem.happened[1]), _("stem"),
        _("cost (nats)"),
    )  # fmt: skip
    rows = tuple(
        (
            problem.labels[row], words.plain(problem.x[row]), problem.happened[int(problem.y[row])],
            say.probability(float(view.chances[row])), say.probability(float(view.given[row])),
            words.number(float(view.costs[row])),
        )
        for row in view.order.tolist()
    )  # fmt: skip
    return Table(columns, rows)
