"""A hill lying on a line, and class probabilities along x: the output says where the noise stands.

No axis moves with the hands.
"""

from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.likelihood.on_a_line import (
    SIDEWAYS,
    ClassesAlongX,
    HillOnALine,
    at_sweep,
    class_sweep,
    lift_range,
    lift_sweep,
)
from lossviz.numerics import Array
from lossviz.sweeps import join, segments
from lossviz.words import on_a_line as say
from lossviz.words.noises import per

LINE_BOXES = (Box(height=420, phone_height=320, min_width=420, grow=1.4), Box(420, 260, 320))
CLASS_BOXES = (
    Box(height=380, phone_height=320, min_width=420, grow=1.5),
    Box(380, 280, 240, 0.7),
    Box(height=380, phone_height=260, min_width=320),
)
CURVE = 161
LOOKS = tuple(theme.HUES[name] for name in ("blue", "magenta", "gold", "teal", "brown"))
"""Colour, dash and marker of the first classes."""


# ---- a hill on a line ----------------------------------------------------------------------------


def line_traces(view: HillOnALine) -> list[theme.Trace]:
    """The points, the line, and the hill on its side with the stems of what was seen there."""
    problem, frame = view.problem, view.frame
    ends = np.array([frame.left_x, frame.right_x])
    away = view.from_location()
    long = view.per_density * view.outline(away)
    at, location = join(view.place), join(view.location)
    near_x, near_y = view.of_near(problem.x), view.of_near(problem.y)
    tall = view.per_density * view.of_near(view.densities)
    # a stem where the hill stands at what was seen, for the hill has its height only there
    seen = np.where(near_x == at, near_x + tall, np.nan)
    gap = np.full(near_x.shape, np.nan)
    return [
        theme.scatter(
            name=_("hill"), x=_closed(at + long, at), y=_closed(location + away, location + away),
            mode="lines", fill="toself", fillcolor=theme.SQUARE_FILL.light, hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 2.5, "simplify": False},
        ),
        theme.scatter(
            name=_("line"), x=ends, y=view.line(ends), mode="lines", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 3},
        ),
        theme.scatter(
            name=_("stems"), x=_in_turn(near_x, seen, gap), y=_in_turn(near_y, near_y, gap),
            mode="lines", hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 2.5, "simplify": False},
        ),
        theme.scatter(
            name=_("data"), x=problem.x, y=problem.y, mode="markers", text=list(problem.labels),
            marker={"color": theme.POINT.light, "size": 8, "opacity": 0.9, "line": {"width": 0}},
            hovertemplate="%{text}<extra></extra>",
        ),
        theme.scatter(
            name=_("nearest"), x=near_x, y=near_y, mode="markers", hoverinfo="skip",
            marker={
                "symbol": "circle-open", "size": 16, "color": theme.HAND.light, "opacity": 1,
                "line": {"width": 2.5},
            },
        ),
        theme.scatter(
            name=_("location"), x=at, y=location, mode="markers", hoverinfo="skip",
            marker={"size": 13, "color": theme.HAND.light, "opacity": 1, "line": {"width": 0}},
        ),
    ]  # fmt: skip


def _in_turn(*parts: Array) -> Array:
    """Parts (..., m) one after the other for each: (..., m * len(parts))."""
    stacked = np.stack(parts, axis=-1)
    return stacked.reshape(*stacked.shape[:-2], -1)


def _closed(outline: Array, foot: Array) -> Array:
    """An outline (..., m) and back to its first and last foot (...,): (..., m + 2)."""
    first, last = foot[..., :1], foot[..., -1:]
    return np.concatenate(
        [outline, np.broadcast_to(last, (*outline.shape[:-1], 1)),
         np.broadcast_to(first, (*outline.shape[:-1], 1))],
        axis=-1,
    )  # fmt: skip


def _x_range(view: HillOnALine) -> list[float]:
    span = view.frame.right_x - view.frame.left_x
    return [view.frame.left_x - 0.03 * span, view.frame.right_x + (SIDEWAYS + 0.04) * span]


def line_layout(view: HillOnALine) -> dict[str, object]:
    """The axes of the data, with room to the right for the hill at the last x."""
    problem, frame = view.problem, view.frame
    return theme.layout(
        xaxis=theme.axis(theme.named(problem.x_name, problem.x_unit), range=_x_range(view)),
        yaxis=theme.axis(
            theme.named(problem.y_name, problem.y_unit), range=[frame.y_low, frame.y_high]
        ),
        uirevision=f"{problem.key} {view.noise.key}",
    )


def cost_traces(view: HillOnALine) -> list[theme.Trace]:
    """The surprise of every observation, and their sum."""
    problem, surprises = view.problem, view.surprises
    stem_x, stem_y = segments(problem.x, np.zeros(()), surprises)
    return [
        theme.scatter(
            name=_("surprises"), x=stem_x, y=stem_y, mode="lines", hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 2, "simplify": False},
        ),
        theme.scatter(
            name=_("beads"), x=problem.x, y=surprises, mode="markers", text=list(problem.labels),
            marker={"color": theme.POINT.light, "size": 8, "opacity": 0.9, "line": {"width": 0}},
            hovertemplate="%{text}: %{y:.3g}<extra></extra>",
        ),
        theme.scatter(
            name=_("nearest surprise"), x=view.of_near(problem.x), y=view.of_near(surprises),
            mode="markers", hoverinfo="skip",
            marker={
                "symbol": "circle-open", "size": 16, "color": theme.HAND.light, "opacity": 1,
                "line": {"width": 2.5},
            },
        ),
        theme.scatter(
            name=_("sum"), x=[view.frame.left_x], y=[_cost_range(view)[1]], mode="text",
            text=words.texts(_("sum {sum} nats"), sum=words.numbers(join(view.nll))),
            textposition="bottom right", hoverinfo="skip",
            textfont={"color": theme.BEST.light, "size": 16},
        ),
    ]  # fmt: skip


def _cost_range(view: HillOnALine) -> list[float]:
    """From zero, or the least surprise there can be, to the largest on the way."""
    most = lift_range(view.problem).high
    lifted = view.through(place=np.zeros(()), lift=np.linspace(-most, most, 11))
    low = min(0.0, -float(np.log(view.top)))
    high = float(lifted.surprises.max())
    return [low - 0.03 * (high - low), high + 0.16 * (high - low)]


def cost_layout(view: HillOnALine) -> dict[str, object]:
    """Surprise over x."""
    problem, frame = view.problem, view.frame
    pad = 0.04 * (frame.right_x - frame.left_x)
    return theme.layout(
        xaxis=theme.axis(
            theme.named(problem.x_name, problem.x_unit),
            range=[frame.left_x - pad, frame.right_x + pad],
        ),
        yaxis=theme.axis(_("surprise (nats)"), range=_cost_range(view), nticks=6),
        uirevision=f"cost {problem.key} {view.noise.key}",
    )


def line_figures(view: HillOnALine) -> tuple[go.Figure, go.Figure]:
    """The hill on the line, and the surprises."""
    return (
        theme.figure(line_traces(view), line_layout(view)),
        theme.figure(cost_traces(view), cost_layout(view)),
    )


def hill_on_a_line(view: HillOnALine, at_key: str, lift_key: str) -> LiveFigure:
    """The hill moved along the line by `at_key`, the line moved up and down by `lift_key`."""
    along = at_sweep(view, at_key)
    lifts = lift_sweep(view, lift_key, _("Line above the best one"))
    right = view.frame.right_x
    draw = (line_traces, cost_traces)

    def moved_along() -> Track:
        return track_of(along, draw, say.line_sentence)

    def lifted() -> Track:
        return track_of(lifts, draw, say.line_sentence)

    best = view.fit.coefficients[0] + view.slope * right
    return LiveFigure(
        line_figures(view),
        say.line_alt(view),
        say.line_sentence(view),
        _line_table(view),
        LINE_BOXES,
        (
            Motion(
                along.axis, float(view.place), moved_along,
                Handle(_("Hill"), along.axis.stops, view.frame.y_low, "x"),  # on a rail
            ),
            Motion(
                lifts.axis, float(view.lift), lifted,
                Handle(_("Line"), right, best + lifts.axis.stops, "y"),
            ),
        ),
    )  # fmt: skip


def _line_table(view: HillOnALine) -> Table:
    problem = view.problem
    rows = tuple(
        (label, words.plain(x), words.plain(y), words.number(fitted), words.number(density),
         words.number(surprise))
        for label, x, y, fitted, density, surprise in zip(
            problem.labels, problem.x, problem.y, view.fitted, view.densities, view.surprises,
            strict=True,
        )
    )  # fmt: skip
    columns = (
        problem.point_name, theme.named(problem.x_name, problem.x_unit),
        theme.named(problem.y_name, problem.y_unit), _("height of the line"),
        _("density per {unit}").format(unit=per(problem.y_unit)), _("surprise (nats)"),
    )  # fmt: skip
    return Table(columns, rows)


# ---- classes along x -----------------------------------------------------------------------------


def _rows(view: ClassesAlongX) -> Array:
    """Height (K,) of the row of marks of each class, under the curves."""
    return -0.11 - 0.11 * np.arange(float(view.n_classes))


def _sizes(times: Array) -> Array:
    return 6 + 4 * np.sqrt(times)


def chance_traces(view: ClassesAlongX) -> list[theme.Trace]:
    """A curve and a row of marks for each class, and what the curves say at x."""
    problem = view.problem
    x = np.linspace(float(problem.x.min()), float(problem.x.max()), CURVE)
    curves, (seen_x, times), rows = view.chances_at(x), view.seen, _rows(view)
    traces: list[theme.Trace] = [
        theme.scatter(
            name=_("x"), x=join(view.place, view.place), y=[float(rows[-1]) - 0.05, 1.0],
            mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 2, "dash": "dot"},
        )
    ]  # fmt: skip
    for k, label in enumerate(problem.classes):
        look, there = LOOKS[k], times[:, k] > 0
        colour = look.role.light
        traces += [
            theme.scatter(
                name=_("probability of {label}").format(label=label), x=x, y=curves[:, k],
                mode="lines", hoverinfo="skip",
                line={"color": colour, "width": 3, "dash": look.dash, "simplify": False},
            ),
            theme.scatter(
                name=_("seen: {label}").format(label=label), x=seen_x[there],
                y=np.full(int(there.sum()), rows[k]), mode="markers",
                marker={
                    "color": colour, "symbol": look.marker, "size": _sizes(times[there, k]),
                    "opacity": 0.75, "line": {"width": 0},
                },
                text=[_("{n} times").format(n=int(n)) for n in times[there, k]],
                hovertemplate="%{x} (%{text})<extra></extra>",
            ),
        ]  # fmt: skip
    traces.append(
        theme.scatter(
            name=_("here"), mode="markers", hoverinfo="skip",
            x=np.broadcast_to(join(view.place), view.chances.shape), y=view.chances,
            marker={
                "color": [look.role.light for look in LOOKS[: view.n_classes]], "size": 13,
                "symbol": [look.marker for look in LOOKS[: view.n_classes]], "opacity": 1,
                "line": {"width": 2, "color": theme.HAND.light},
            },
        )
    )  # fmt: skip
    ring = np.where(view.happened > 0, _rows(view), np.nan)
    traces.append(
        theme.scatter(
            name=_("nearest"), mode="markers", hoverinfo="skip",
            x=np.broadcast_to(join(view.near_x), ring.shape), y=ring,
            marker={
                "symbol": "circle-open", "size": 20, "color": theme.HAND.light, "opacity": 1,
                "line": {"width": 2.5},
            },
        )
    )  # fmt: skip
    return traces


def _x_axis(view: ClassesAlongX) -> dict[str, object]:
    problem = view.problem
    low, high = float(problem.x.min()), float(problem.x.max())
    pad = 0.05 * (high - low)
    return theme.axis(theme.named(problem.x_name, problem.x_unit), range=[low - pad, high + pad])


def chance_layout(view: ClassesAlongX) -> dict[str, object]:
    """Probability over x, and below it a row for each class, with its name."""
    rows = _rows(view)
    return theme.layout(
        xaxis=_x_axis(view),
        yaxis=theme.axis(
            _("probability"), range=[float(rows[-1]) - 0.09, 1.06], automargin=True,
            tickvals=[*rows.tolist(), 0, 0.5, 1], ticktext=[*view.problem.classes, "0", "0.5", "1"],
        ),
        uirevision=f"chances {view.problem.key}",
    )  # fmt: skip


def bar_traces(view: ClassesAlongX) -> list[theme.Trace]:
    """A bar for each class, as high as it is probable at x; a ring at what happened nearest."""
    places = np.arange(float(view.n_classes))
    traces: list[theme.Trace] = []
    for k, label in enumerate(view.problem.classes):
        chance = view.chances[..., k : k + 1]
        bar_x, bar_y = segments(places[k : k + 1], np.zeros(()), chance)
        traces.append(
            theme.scatter(
                name=_("bar of {label}").format(label=label), x=bar_x, y=bar_y, mode="lines",
                hoverinfo="skip",
                line={"color": LOOKS[k].role.light, "width": 34, "simplify": False},
            )
        )  # fmt: skip
    happened = view.happened > 0
    ring = np.where(happened, -0.1, np.nan)
    return [
        *traces,
        theme.scatter(
            name=_("how probable"), x=places, y=view.chances, mode="text",
            text=say.chances(view.chances), textposition="top center", hoverinfo="skip",
            textfont={"size": 15, "color": theme.TEXT.light}, cliponaxis=False,
        ),
        theme.scatter(
            name=_("happened"), x=places - 0.12, y=ring, mode="markers", hoverinfo="skip",
            marker={
                "symbol": "circle-open", "size": 14, "color": theme.HAND.light, "opacity": 1,
                "line": {"width": 2.5},
            },
        ),
        theme.scatter(
            name=_("how often"), x=places, y=ring, mode="text", hoverinfo="skip",
            text=words.texts(_("× {n}"), n=np.char.mod("%d", view.happened)),
            textposition="middle right", textfont={"size": 14, "color": theme.HAND.light},
        ),
    ]  # fmt: skip


def bar_layout(view: ClassesAlongX) -> dict[str, object]:
    """A place for each class."""
    k = view.n_classes
    return theme.layout(
        xaxis=theme.axis(
            _("class · ○ happened"), range=[-0.6, k - 0.4], showgrid=False,
            tickvals=list(range(k)), ticktext=list(view.problem.classes),
        ),
        yaxis=theme.axis(_("probability at x"), range=[-0.18, 1.14], tickvals=[0, 0.5, 1]),
        uirevision=f"bars {view.problem.key}",
    )  # fmt: skip


def class_cost_traces(view: ClassesAlongX) -> list[theme.Trace]:
    """The cost of every observation, -log of the probability of what happened; their sum."""
    problem, (seen_x, times) = view.problem, view.seen
    costs = -np.log(view.chances_at(seen_x))
    traces: list[theme.Trace] = []
    for k, label in enumerate(problem.classes):
        look, there = LOOKS[k], times[:, k] > 0
        traces.append(
            theme.scatter(
                name=_("cost of {label}").format(label=label), x=seen_x[there], y=costs[there, k],
                mode="markers", text=[_("{n} times").format(n=int(n)) for n in times[there, k]],
                marker={
                    "color": look.role.light, "symbol": look.marker, "opacity": 0.75,
                    "size": _sizes(times[there, k]), "line": {"width": 0},
                },
                hovertemplate=f"{label} %{{x}}: %{{y:.3g}} (%{{text}})<extra></extra>",
                cliponaxis=False,
            )
        )  # fmt: skip
    ring = np.where(view.happened > 0, view.costs_near, np.nan)
    return [
        *traces,
        theme.scatter(
            name=_("nearest cost"), x=np.broadcast_to(join(view.near_x), ring.shape), y=ring,
            mode="markers", hoverinfo="skip", cliponaxis=False,
            marker={
                "symbol": "circle-open", "size": 20, "color": theme.HAND.light, "opacity": 1,
                "line": {"width": 2.5},
            },
        ),
        theme.scatter(
            name=_("sum"), x=[float(problem.x.min())], y=[1.17 * float(view.surprises.max())],
            mode="text", text=[_("sum {sum} nats").format(sum=words.number(view.nll))],
            textposition="bottom right", hoverinfo="skip",
            textfont={"color": theme.BEST.light, "size": 16},
        ),
    ]  # fmt: skip


def class_cost_layout(view: ClassesAlongX) -> dict[str, object]:
    """Nats over x."""
    high = float(view.surprises.max())
    return theme.layout(
        xaxis=_x_axis(view),
        yaxis=theme.axis(_("cost: −log probability (nats)"), range=[-0.04 * high, 1.18 * high],
                         nticks=6),
        uirevision=f"costs {view.problem.key}",
    )  # fmt: skip


def class_figures(view: ClassesAlongX) -> tuple[go.Figure, go.Figure, go.Figure]:
    """Curves, bars and costs."""
    return (
        theme.figure(chance_traces(view), chance_layout(view)),
        theme.figure(bar_traces(view), bar_layout(view)),
        theme.figure(class_cost_traces(view), class_cost_layout(view)),
    )


def classes_along_x(view: ClassesAlongX, key: str) -> LiveFigure:
    """The probabilities of the classes at x, the control `key`."""
    sweep = class_sweep(view, key)
    draw: tuple[Callable[[ClassesAlongX], list[theme.Trace]], ...] = (
        chance_traces, bar_traces, class_cost_traces,
    )  # fmt: skip

    def track() -> Track:
        return track_of(sweep, draw, say.classes_sentence)

    last = view.n_classes - 1
    return LiveFigure(
        class_figures(view),
        say.classes_alt(view),
        say.classes_sentence(view),
        _class_table(view),
        CLASS_BOXES,
        (
            Motion(
                sweep.axis, float(view.place), track,
                Handle(_("x"), sweep.axis.stops, sweep.batch.chances[:, last], "x"),
            ),
        ),
    )  # fmt: skip


def _class_table(view: ClassesAlongX) -> Table:
    """A row for each x that was observed."""
    problem, (seen_x, times) = view.problem, view.seen
    chances = view.chances_at(seen_x)
    rows = tuple(
        (words.plain(x), *(f"{int(n)}" for n in count), *(words.number(p) for p in chance))
        for x, count, chance in zip(seen_x, times, chances, strict=True)
    )
    columns = (
        theme.named(problem.x_name, problem.x_unit),
        *(_("seen: {label}").format(label=label) for label in problem.classes),
        *(_("probability of {label}").format(label=label) for label in problem.classes),
    )
    return Table(columns, rows)
