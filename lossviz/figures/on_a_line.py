"""A hill lying on a fitted line, and what the line costs: the line says where the noise stands.

No axis moves with the hands.
"""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.likelihood.on_a_line import SIDEWAYS, HillOnALine, at_sweep, lift_range, lift_sweep
from lossviz.numerics import Array
from lossviz.sweeps import join, segments
from lossviz.words import on_a_line as say
from lossviz.words.noises import per

LINE_BOXES = (Box(height=420, phone_height=320, min_width=420, grow=1.4), Box(420, 260, 320))


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
