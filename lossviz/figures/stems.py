"""A hill or a coin in the hand: stems, product on a log meter, stack of surprises, and the curve.

The bars of the stack are the stems' own colours; every axis stays while the hand moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.figures.stack import (
    Group,
    Pane,
    goal_traces,
    groups,
    length_trace,
    stack_axes,
    stack_traces,
)
from lossviz.i18n import _
from lossviz.likelihood.stems import S, Stems, stems_sweep
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Sweep, join, segments
from lossviz.words import likelihood as say

BOX = Box(height=410, phone_height=420, min_width=300, grow=1.6)
CURVE_BOX = Box(height=410, phone_height=300, min_width=260)
CURVE_POINTS = 121
# distances from the top: close where a hill bends, to beyond both ends of the axis
ONE_SIDE = np.concatenate([np.linspace(0.5, 16.0, 32), np.geomspace(18.0, 110.0, 15)])
FROM_TOP = np.concatenate([-ONE_SIDE[::-1], [0.0], ONE_SIDE])
METER, HILL, STACK = (0.0, 0.06), (0.10, 1.0), (0.0, 0.2)
"""Where the panes are, as shares of the plot: meter and hill beside each other, stack below."""
PANE = 2.4  # times the shortest stack: what is longer is cut, and its length written
COIN_STEP, HILL_STEP = 0.01, 0.25


def _place(view: Stems) -> Array:
    """Where the stem of each observation stands: at its value; labels side by side."""
    y = view.observed.y
    if not view.is_coin:
        return y
    x = y.copy()
    for label in (0.0, 1.0):
        rows = np.flatnonzero(y == label)
        x[rows] += np.linspace(-0.32, 0.32, len(rows)) if len(rows) > 1 else 0.0
    return x


@dataclass(frozen=True, slots=True)
class Frame:
    """What the axes of a view show: the same wherever the hand is.

    `where` is the range of the hand, `x` that of the readings, `top` the highest density, `long`
    the longest stack there is room for, `pane` that of the bars.
    """

    where: Interval
    x: tuple[float, float]
    top: float
    long: float
    pane: Pane

    @staticmethod
    def of(view: Stems, where: Interval) -> "Frame":
        """Room for every place the hand can go; a coin's stack may have no end."""
        pane = Pane(0.0, PANE * view.shortest)
        if view.is_coin:
            return Frame(where, (-0.6, 1.6), 1.0, 3.0 * view.shortest, pane)
        y = np.append(view.observed.y, [where.low, where.high])
        pad = 0.15 * np.ptp(y)
        ends = view.stack_at(np.array([where.low, where.high]))
        top = float(view.outline(np.zeros(1))[0])
        return Frame(where, (y.min() - pad, y.max() + pad), top, 1.12 * float(ends.max()), pane)


def hill_trace(view: Stems, colour: theme.Role = theme.HAND) -> theme.Trace:
    """The density over its axis, or the two sides of a coin."""
    if view.is_coin:
        p = np.asarray(view.here, dtype=np.float64)
        x = [-0.4, -0.4, 0.4, 0.4, 0.6, 0.6, 1.4, 1.4]
        y = join(0, 1 - p, 1 - p, 0, 0, p, p, 0)
    else:
        x, y = join(view.here) + FROM_TOP, view.outline(FROM_TOP)
    return theme.scatter(
        name=say.what_stands(view), x=x, y=y, mode="lines", fill="tozeroy", hoverinfo="skip",
        fillcolor=theme.SQUARE_FILL.light,
        line={"color": colour.light, "width": 3, "simplify": False},
    )  # fmt: skip


def _stems(view: Stems, group: Group) -> list[theme.Trace]:
    x = _place(view)[group.rows]
    y = view.densities[..., group.rows]
    stem_x, stem_y = segments(np.broadcast_to(x, y.shape), np.zeros_like(y), y)
    colour = group.hue.role.light
    return [
        theme.scatter(
            name=_("stem {name}").format(name=group.name), x=stem_x[0] if y.ndim > 1 else stem_x,
            y=stem_y, mode="lines", hoverinfo="skip",
            line={"color": colour, "width": 4 if len(x) == 1 else 2, "simplify": False},
        ),
        theme.scatter(
            name=_("foot {name}").format(name=group.name), x=x, y=np.zeros(len(x)),
            mode="markers", cliponaxis=False, hovertemplate=f"{group.label}<extra></extra>",
            marker={
                "color": colour, "symbol": group.hue.marker, "opacity": 1, "line": {"width": 0},
                "size": 11 if len(x) == 1 else 7,
            },
        ),
    ]  # fmt: skip


def _stack(view: Stems, frame: Frame) -> list[theme.Trace]:
    goal = _("shortest {stack}").format(stack=words.number(view.shortest))
    return [
        *stack_traces(view, view.surprises, frame.pane),
        *goal_traces(view.shortest, goal),
        length_trace(np.asarray(view.stack), frame.pane),
    ]


def meter_traces(view: Stems, frame: Frame, colour: theme.Role = theme.SQUARE) -> list[theme.Trace]:
    """The product of the stems as a power of ten."""
    lowest = -frame.long / np.log(10)
    level = np.maximum(-np.asarray(view.stack) / np.log(10), lowest)
    text = np.array([say.product(-float(s)) for s in np.atleast_1d(view.stack)])
    on = {"xaxis": "x2", "yaxis": "y2", "hoverinfo": "skip"}
    return [
        theme.scatter(
            name=_("meter"), x=[0, 0, 1, 1, 0], y=join(lowest, level, level, lowest, lowest),
            mode="lines", fill="toself", fillcolor=theme.SQUARE_EDGE.light,
            line={"color": colour.light, "width": 2, "simplify": False}, **on,
        ),
        theme.scatter(
            name=_("product"), x=[0], y=[0], mode="text", cliponaxis=False,
            text=text[:, None] if np.ndim(view.stack) else text, textposition="top right",
            textfont={"color": theme.HAND.light, "size": 16}, **on,
        ),
    ]  # fmt: skip


def all_stems(view: Stems) -> list[theme.Trace]:
    """A stem and a foot per observation."""
    return [trace for group in groups(view) for trace in _stems(view, group)]


def hill_traces(view: Stems, frame: Frame) -> list[theme.Trace]:
    """The hill with its stems, the meter of the product, the stack of surprises."""
    return [
        hill_trace(view), *all_stems(view), *meter_traces(view, frame), *_stack(view, frame)
    ]  # fmt: skip


def hill_layout(view: Stems, frame: Frame) -> dict[str, object]:
    """Three panes: the hill, the meter to its left, the stack below."""
    observed = view.observed
    upper = [0.44, 1.0]
    if view.is_coin:
        x = theme.axis(
            observed.name, range=list(frame.x), tickvals=[0, 1], ticktext=list(observed.classes)
        )
        title = _("probability")
    else:
        x = theme.axis(theme.named(observed.name, observed.unit), range=list(frame.x))
        title = _("density (per {unit})").format(unit=observed.unit)
    room = 1.18 if not view.is_coin else 1.08
    lowest = -frame.long / np.log(10)
    return theme.layout(
        xaxis=x | {"domain": list(HILL), "anchor": "y"},
        yaxis=theme.axis(
            title, range=[-0.05 * frame.top, room * frame.top], domain=upper, side="right", nticks=6
        ),
        xaxis2=theme.axis(
            _("product"), domain=list(METER), anchor="y2", range=[0, 1], visible=False
        ),
        yaxis2=theme.axis(
            _("product, as a power of ten"), domain=upper, anchor="x2", range=[lowest, 0],
            nticks=6, tickprefix="10<sup>", ticksuffix="</sup>",
        ),
        **stack_axes(_("surprises, end to end (nats)"), frame.pane, STACK),
        margin={"l": 64, "r": 62, "t": 34, "b": 48},
        uirevision=f"{observed.key} {view.loss_at.loss.key}",
    )  # fmt: skip


def curve_traces(view: Stems, frame: Frame) -> list[theme.Trace]:
    """The stack over every candidate answer, with the one in the hand."""
    x = np.linspace(frame.where.low, frame.where.high, CURVE_POINTS)
    curve = view.stack_at(x)
    stack = np.asarray(view.stack)
    return [
        theme.scatter(
            name=_("stack of every candidate"), x=x,
            y=np.where(curve > frame.long, np.nan, curve), mode="lines", hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=_("shortest"), x=[frame.where.low, frame.where.high], y=[view.shortest] * 2,
            mode="lines", line={"color": theme.BEST.light, "width": 2, "dash": "dash"},
            hoverinfo="skip",
        ),
        theme.scatter(
            name=_("here"), x=join(view.here), y=join(np.minimum(stack, frame.long)),
            mode="markers", hoverinfo="skip", cliponaxis=False,
            marker={"color": theme.HAND.light, "size": 14, "opacity": 1, "line": {"width": 0}},
        ),
    ]  # fmt: skip


def curve_layout(view: Stems, frame: Frame) -> dict[str, object]:
    """One axis of candidates, not of readings."""
    if view.is_coin:
        title = _("if the probability were here")
    else:
        title = _("if the answer were here ({unit})").format(unit=view.observed.unit)
    return theme.layout(
        xaxis=theme.axis(title, range=[frame.where.low, frame.where.high]),
        yaxis=theme.axis(_("stack (nats)"), range=[0, frame.long]),
        uirevision=f"{view.observed.key} {view.loss_at.loss.key}",
    )


def hill_figure(view: Stems, where: Interval) -> go.Figure:
    """The hill, its stems, the meter and the stack."""
    frame = Frame.of(view, where)
    return theme.figure(hill_traces(view, frame), hill_layout(view, frame))


def curve_figure(view: Stems, where: Interval) -> go.Figure:
    """The stack over the candidate answers."""
    frame = Frame.of(view, where)
    return theme.figure(curve_traces(view, frame), curve_layout(view, frame))


def sweep_of(view: S, where: Interval, key: str) -> Sweep[S]:
    """What the hand moves: the hill along its axis, the coin's probability of a 1."""
    if view.is_coin:
        name = _("Probability of {label}").format(label=view.observed.classes[1])
        return stems_sweep(view, where, COIN_STEP, key, name)
    return stems_sweep(view, where, HILL_STEP, key, _("Where the hill stands"))


def handle_of(view: S, sweep: Sweep[S]) -> Handle:
    """The hill itself, or the top of the coin's second bar."""
    if view.is_coin:
        return Handle(sweep.axis.label, 1.0, sweep.axis.stops, along="y")
    # the grip lies on the curve: where the hill is one width from its top
    side = float(view.outline(np.array([view.width]))[0])
    beside = sweep.axis.stops + view.width
    return Handle(sweep.axis.label, beside, side, along="x", trace=say.what_stands(view))


def stems(view: Stems, where: Interval, key: str, *, tried: bool = True) -> LiveFigure:
    """The hill or the coin in figure, words and table; it is its own handle, `key` its control.

    `where` is how far it goes. `tried`: the reader has moved it, and may know by how much.
    """
    frame = Frame.of(view, where)
    sweep = sweep_of(view, where, key)

    def track() -> Track:
        return track_of(
            sweep,
            (lambda v: hill_traces(v, frame), lambda v: curve_traces(v, frame)),
            say.stems_sentence,
        )

    return LiveFigure(
        (hill_figure(view, where), curve_figure(view, where)),
        _alt(view),
        say.stems_sentence(view, tried=tried),
        table_of(view),
        (BOX, CURVE_BOX),
        (Motion(sweep.axis, float(view.here), track, handle_of(view, sweep)),),
    )


def _alt(view: Stems) -> str:
    stem = (
        _("the probability of what that {noun} showed")
        if view.is_coin
        else _("the density of that {noun}")
    ).format(noun=view.observed.noun)
    return _(
        "A {noise} over {n} {nouns}, a stem from each up to it: {stem}. To the left their product"
        " on a log meter; below, end to end, minus the log of each stem; beside it the length of"
        " that stack for every candidate answer."
    ).format(noise=view.noise.word, n=view.n, nouns=view.observed.nouns, stem=stem)


def table_of(view: Stems) -> Table:
    """One row per observation."""
    height = _("probability") if view.is_coin else _("density per {unit}").format(
        unit=view.observed.unit
    )  # fmt: skip
    columns = (view.observed.noun, view.observed.name, height, _("surprise (nats)"))
    names: Sequence[str] = [
        view.observed.classes[int(y)] if view.is_coin else words.plain(y) for y in view.observed.y
    ]
    rows = tuple(
        (str(i + 1), name, words.number(float(density)), words.number(float(surprise)))
        for i, (name, density, surprise) in enumerate(
            zip(names, view.densities, view.surprises, strict=True)
        )
    )
    return Table(columns, rows)
