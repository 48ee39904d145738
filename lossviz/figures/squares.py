"""Squared error on a line: true squares beside their mean, the balance of pulls, one row dropped.

A square is |r| high on the y axis and |r| * ratio wide on the x axis, and the axes are locked at
that ratio, so it stays a square at any size and zoom. No axis moves while the line does.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.lines import DropView, Frame, Indices, LineView, end_sweep, shift_sweep
from lossviz.numerics import Array
from lossviz.sweeps import PerStop, Sweep, join, segments

ASPECT = 2.0  # width over height of the plot area at its intended size
BOX = Box(height=410, phone_height=270, min_width=300)
MARGIN_OF_X = 0.04


def _square_corners(view: LineView, rows: Indices, ratio: float) -> tuple[Array, Array]:
    """Outlines (x, y) of the squares of `rows` (..., m), six points each, the last one a gap."""
    x, y = view.problem.x[rows], view.problem.y[rows]
    foot = np.take_along_axis(view.predicted, np.broadcast_to(rows, _rows_shape(view, rows)), -1)
    x, y = np.broadcast_to(x, foot.shape), np.broadcast_to(y, foot.shape)
    middle = (view.frame.left_x + view.frame.right_x) / 2
    # every square opens towards the middle, where there is room
    side = np.where(x < middle, 1, -1)
    far = x + side * np.abs(y - foot) * ratio
    # all drawn the same way round: overlapping squares then fill once, and never cut holes
    flip = side * np.sign(y - foot) > 0
    second_x, second_y = np.where(flip, x, far), np.where(flip, foot, y)
    fourth_x, fourth_y = np.where(flip, far, x), np.where(flip, y, foot)
    gap = np.full_like(x, np.nan)
    return (
        _flat(x, second_x, far, fourth_x, x, gap),
        _flat(y, second_y, foot, fourth_y, y, gap),
    )


def _rows_shape(view: LineView, rows: Indices) -> tuple[int, ...]:
    """Shape of a value per row of `rows`, at one stop or at all."""
    return (*view.predicted.shape[:-1], rows.shape[-1])


def _flat(*corners: Array) -> Array:
    """Corners (..., m) of m outlines, one after the other: (..., m * len(corners))."""
    outlines = np.stack(corners, axis=-1)
    return outlines.reshape(*outlines.shape[:-2], -1)


def _box(side: PerStop, bottom: float) -> tuple[Array, Array]:
    top = bottom + side
    return join(0, side, side, 0, 0), join(bottom, bottom, top, top, bottom)


def _corners(view: LineView) -> LineView:
    """The line at the four corners of what the hand can do: a convex function is largest there."""
    low, high = view.frame.y_low, view.frame.y_high
    ends = np.array([[low, low], [low, high], [high, low], [high, high]])
    return LineView(view.loss_at, view.problem, ends[:, 0], ends[:, 1])


def _x_range(frame: Frame) -> list[float]:
    pad = MARGIN_OF_X * (frame.right_x - frame.left_x)
    return [frame.left_x - pad, frame.right_x + pad]


def _points(view: LineView) -> theme.Trace:
    problem = view.problem
    size = np.full(len(problem.x), 8.0)
    if problem.weight is not None:  # area, not width, says how many rows stand here
        size = 5 + 13 * np.sqrt(problem.weight / problem.weight.max())
    return theme.scatter(
        name=_("data"),
        x=problem.x,
        y=problem.y,
        mode="markers",
        marker={"color": theme.POINT.light, "size": size, "opacity": 0.9, "line": {"width": 0}},
        text=list(problem.labels),
        customdata=np.stack([view.residual, view.residual**2], axis=-1),
        hovertemplate="%{text}<br>r = %{customdata[0]:.4g}<br>"
        "r² = %{customdata[1]:.4g}<extra></extra>",
    )


def _hand_line(view: LineView) -> theme.Trace:
    return theme.scatter(
        name=_("your line"),
        x=[view.frame.left_x, view.frame.right_x],
        y=join(view.left, view.right),
        mode="lines+markers",
        line={"color": theme.HAND.light, "width": 3},
        marker={"color": theme.HAND.light, "size": 14, "opacity": 1},
        cliponaxis=False,
        hovertemplate="%{y:.4g}<extra></extra>",
    )


def _fitted_line(view: LineView, name: str, dash: str, role: theme.Role) -> theme.Trace:
    return theme.scatter(
        name=name,
        x=[view.frame.left_x, view.frame.right_x],
        y=join(view.left, view.right),
        mode="lines",
        line={"color": role.light, "width": 2.5, "dash": dash},
        hoverinfo="skip",
    )


def _data_axes(view: LineView, width: float) -> dict[str, object]:
    """Axes of the data, `width` of the plot area wide, locked so that squares are square."""
    frame, problem = view.frame, view.problem
    x_range = _x_range(frame)
    return {
        "xaxis": theme.axis(
            theme.named(problem.x_name, problem.x_unit), range=x_range, domain=[0, width]
        ),
        "yaxis": theme.axis(
            theme.named(problem.y_name, problem.y_unit), range=[frame.y_low, frame.y_high]
        ),
    }


@dataclass(frozen=True, slots=True)
class _Panes:
    """Where the data and the mean square stand beside each other; fixed for the data.

    `ratio`: units of x as long on screen as one unit of y.
    """

    data_width: float
    mean_width: float
    side_range: tuple[float, float]
    ratio: float
    bottom: float


def _panes(view: LineView) -> _Panes:
    frame = view.frame
    height = frame.y_high - frame.y_low
    widest = 1.12 * float(_corners(view).rmse.max())
    side_range = (-0.03 * widest, widest)  # room for the outline at zero
    mean_width = (side_range[1] - side_range[0]) / height / ASPECT
    x_range = _x_range(frame)
    data_width = 1 - mean_width - 0.02
    ratio = (x_range[1] - x_range[0]) / height / (ASPECT * data_width)
    return _Panes(data_width, mean_width, side_range, ratio, frame.y_low + 0.03 * height)


def squares_traces(view: LineView, *, show_best: bool = False) -> list[theme.Trace]:
    """One true square per row; to the right their mean and the smallest possible."""
    frame, panes = view.frame, _panes(view)
    every = np.arange(len(view.problem.x))
    fill_x, fill_y = _square_corners(view, every, panes.ratio)
    edge_x, edge_y = _square_corners(view, view.largest, panes.ratio)
    mean_x, mean_y = _box(view.rmse, panes.bottom)
    least_x, least_y = _box(view.best_view.rmse, panes.bottom)
    square = {"color": theme.SQUARE.light, "width": 2, "simplify": False}
    rmse = words.texts(_("RMSE {side}"), side=words.numbers(view.rmse))
    traces = [
        theme.scatter(
            name=_("squares"), x=fill_x, y=fill_y, mode="lines", fill="toself",
            fillcolor=theme.SQUARE_FILL.light,
            line={"width": 0.75, "color": theme.SQUARE_EDGE.light, "simplify": False},
            hoverinfo="skip",
        ),
        theme.scatter(
            name=_("three largest squares"), x=edge_x, y=edge_y, mode="lines", line=square,
            hoverinfo="skip",
        ),
        theme.scatter(
            name=_("mean square"), x=mean_x, y=mean_y, xaxis="x2", mode="lines", fill="toself",
            fillcolor=theme.SQUARE_FILL.light, line=square, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("smallest possible"), x=least_x, y=least_y, xaxis="x2", mode="lines",
            line={"color": theme.BEST.light, "width": 2, "dash": "dash"}, hoverinfo="skip",
        ),
        *(
            theme.scatter(
                name=name, xaxis="x2", mode="text", hoverinfo="skip", x=[0], y=[frame.y_high],
                text=text, textposition="bottom right",
                textfont={"color": role.light, "size": 14},
            )
            for name, role, text in (  # breaks keep the lines apart at any height of the plot
                (_("title"), theme.TEXT, [_("mean square")]),
                (_("side"), theme.SQUARE, words.texts("<br>{rmse}", rmse=rmse)[..., None]),
                (
                    _("smallest side"), theme.BEST,
                    ["<br><br>" + _("smallest {side}").format(
                        side=words.number(view.best_view.rmse))],
                ),
            )
        ),
    ]  # fmt: skip
    if show_best:
        traces.append(_fitted_line(view.best_view, _("best line"), "dash", theme.BEST))
    return [*traces, _hand_line(view), _points(view)]


def _squares_layout(view: LineView) -> dict[str, object]:
    panes = _panes(view)
    axes = _data_axes(view, panes.data_width)
    axes["yaxis"] |= {"scaleanchor": "x", "scaleratio": panes.ratio}  # type: ignore[operator]
    axes["xaxis2"] = theme.axis(
        theme.named(_("side"), view.problem.y_unit),
        range=list(panes.side_range), domain=[1 - panes.mean_width, 1], scaleanchor="y",
        scaleratio=1, showgrid=False, nticks=4,
    )  # fmt: skip
    return theme.layout(**axes, uirevision=view.problem.key)


def squares_figure(view: LineView, *, show_best: bool = False) -> go.Figure:
    """The line with one true square per row; to the right their mean and the smallest possible."""
    return theme.figure(squares_traces(view, show_best=show_best), _squares_layout(view))


def pulls_traces(view: LineView, *, show_best: bool = False) -> list[theme.Trace]:
    """Every pull as a spring from the line to its point; the other way's springs are not there."""
    problem, residual = view.problem, view.residual
    traces: list[theme.Trace] = []
    for role, dash, name, rows in (
        (theme.UP, "solid", _("pulls up"), residual > 0),
        (theme.DOWN, "dot", _("pulls down"), residual < 0),
    ):
        foot = np.where(rows, view.predicted, np.nan)
        x, y = segments(problem.x, foot, np.where(rows, problem.y, np.nan))
        traces.append(
            theme.scatter(
                name=name, x=x[(0,) * (x.ndim - 1)], y=y, mode="lines", hoverinfo="skip",
                line={"color": role.light, "width": 2, "dash": dash, "simplify": False},
            )
        )  # fmt: skip
    if show_best:
        traces.append(_fitted_line(view.best_view, _("best line"), "dash", theme.BEST))
    return [*traces, _hand_line(view), _points(view)]


def pulls_figure(view: LineView, *, show_best: bool = False) -> go.Figure:
    """Every pull as a spring from the line to its point."""
    layout = theme.layout(**_data_axes(view, 1.0), uirevision=view.problem.key)
    return theme.figure(pulls_traces(view, show_best=show_best), layout)


BALANCES = ((_("up"), _("down")), ("↺", "↻"))  # the sentence says turning in words
HALF_BAR = 0.3


def balance_traces(view: LineView) -> list[theme.Trace]:
    """Two balances as bars: pulls up against down, turning one way against the other."""
    traces: list[theme.Trace] = []
    for axis, names, sizes in zip(("", "2"), BALANCES, (view.pulls, view.torques), strict=True):
        for place, (name, role) in enumerate(zip(names, (theme.UP, theme.DOWN), strict=True)):
            size = sizes[..., place]
            left, right = place - HALF_BAR, place + HALF_BAR
            where = {"xaxis": f"x{axis}", "yaxis": f"y{axis}", "hoverinfo": "skip"}
            traces += [
                theme.scatter(
                    name=name, x=[left, left, right, right], y=join(0, size, size, 0),
                    mode="lines", fill="toself", fillcolor=role.light,
                    line={"color": role.light, "width": 1, "simplify": False}, **where,
                ),
                theme.scatter(
                    name=f"{name} =", x=[place], y=join(size), mode="text",
                    text=words.numbers(size)[..., None], textposition="top center",
                    cliponaxis=False, **where,
                ),
            ]  # fmt: skip
    return traces


def _balance_layout(view: LineView) -> dict[str, object]:
    problem = view.problem
    most_pull, most_turn = _largest_balance(view)
    turn_unit = " × ".join(filter(None, (problem.y_unit, problem.x_unit))) or "y × x"
    bars = {"range": [-0.6, 1.6], "showgrid": False, "tickangle": 0, "tickvals": [0, 1]}
    return theme.layout(
        xaxis=theme.axis(_("pulls"), domain=[0, 0.36], ticktext=list(BALANCES[0]), **bars),
        yaxis=theme.axis(problem.y_unit or problem.y_name, range=[0, most_pull], nticks=4),
        xaxis2=theme.axis(
            _("turning"), domain=[0.64, 1], anchor="y2", ticktext=list(BALANCES[1]), **bars
        ),
        yaxis2=theme.axis(turn_unit, range=[0, most_turn], anchor="x2", nticks=4),
        uirevision=problem.key,
    )


def balance_figure(view: LineView) -> go.Figure:
    """The two balances: pulls up against down, and turning one way against the other."""
    return theme.figure(balance_traces(view), _balance_layout(view))


def _largest_balance(view: LineView) -> tuple[float, float]:
    """Room for the bars at any position of the line: convex again, so at a corner."""
    corners = _corners(view)
    return 1.15 * float(corners.pulls.max()), 1.15 * float(corners.torques.max())


def drop_figure(view: DropView) -> go.Figure:
    """The least-squares line through all rows and, once one is chosen, the one without it."""
    full, row = view.with_all, view.dropped
    traces = [_fitted_line(full, _("all points"), "dash", theme.BEST), _points(full)]
    if row is not None:
        without = view.without
        above = ["top left", "bottom left"]
        traces += [
            _fitted_line(without, _("one dropped"), "solid", theme.HAND),
            theme.scatter(
                name=_("dropped"), x=[view.problem.x[row]], y=[view.problem.y[row]],
                mode="markers+text", text=[view.problem.labels[row]], textposition="top center",
                marker={"symbol": "x", "size": 13, "color": theme.HAND.light, "opacity": 1},
                textfont={"color": theme.HAND.light}, hoverinfo="skip",
            ),
            theme.scatter(
                name=_("which line"), mode="text", hoverinfo="skip",
                x=[full.frame.right_x] * 2, y=[full.right, without.right],
                text=[_("all {n}").format(n=view.problem.n), _("one dropped")],
                textposition=above if full.right >= without.right else above[::-1],
                textfont={"color": [theme.BEST.light, theme.HAND.light]},
            ),
        ]  # fmt: skip
    return theme.figure(traces, theme.layout(**_data_axes(full, 1.0), uirevision=view.problem.key))


def _line_table(view: LineView) -> Table:
    problem = view.problem
    columns = (
        problem.point_name, theme.named(problem.x_name, problem.x_unit),
        theme.named(problem.y_name, problem.y_unit), _("line ŷ"), _("residual r"), _("square r²"),
        _("share of all squares"), *((_("rows"),) if problem.weight is not None else ()),
    )  # fmt: skip
    cells = zip(
        problem.labels, problem.x, problem.y, view.predicted, view.residual, view.residual**2,
        view.square_share, view.weight, strict=True,
    )  # fmt: skip
    rows = tuple(
        (
            str(label), words.plain(x), words.plain(y), words.number(line),
            words.number(r), words.number(square), words.percent(share),
            *((words.plain(w),) if problem.weight is not None else ()),
        )
        for label, x, y, line, r, square, share, w in cells
    )  # fmt: skip
    return Table(columns, rows)


def squares(view: LineView, *, show_best: bool = False) -> LiveFigure:
    """Scene 1: the squares, in figure, words and table."""
    alt = _(
        "{n} {nouns}: {y} against {x}, with a line from {left} to {right} {unit} and one square"
        " on each residual. Beside it the mean square, side {rmse} {unit}, and the smallest"
        " possible one, side {best} {unit}."
    ).format(
        n=view.problem.n, nouns=view.problem.nouns, y=view.problem.y_name,
        x=view.problem.x_name, left=words.number(view.left), right=words.number(view.right),
        unit=view.problem.y_unit, rmse=words.number(view.rmse),
        best=words.number(view.best_view.rmse),
    )  # fmt: skip

    def track(sweep: Sweep[LineView]) -> Track:
        draw = partial(squares_traces, show_best=show_best)
        say = partial(words.squares_sentence, show_best=show_best)
        return track_of(sweep, (draw,), say)

    return LiveFigure(
        (squares_figure(view, show_best=show_best),),
        alt,
        words.squares_sentence(view, show_best=show_best),
        _line_table(view),
        (BOX,),
        _hands(view, track),
    )


def pulls(view: LineView, *, show_best: bool = False) -> LiveFigure:
    """Scene 2: the pulls and their balance."""
    up, down = view.pulls
    left, right = view.torques
    alt = _(
        "{n} {nouns} and a line; each point pulls the line towards itself. Pulls up add up to"
        " {up}, pulls down to {down} {unit}; turning anticlockwise {left}, clockwise {right}."
    ).format(
        n=view.problem.n, nouns=view.problem.nouns, unit=view.problem.y_unit,
        up=words.number(up), down=words.number(down),
        left=words.number(left), right=words.number(right),
    )  # fmt: skip

    def track(sweep: Sweep[LineView]) -> Track:
        draw = partial(pulls_traces, show_best=show_best)
        return track_of(sweep, (draw, balance_traces), words.pulls_sentence)

    return LiveFigure(
        (pulls_figure(view, show_best=show_best), balance_figure(view)),
        alt,
        words.pulls_sentence(view),
        _line_table(view),
        (replace(BOX, grow=1.5), Box(height=410, phone_height=240, min_width=280)),
        _hands(view, track),
    )


def _hands(view: LineView, track: Callable[[Sweep[LineView]], Track]) -> tuple[Motion, ...]:
    """What moves a line: its two ends, and the line as a whole."""
    frame, unit = view.frame, view.problem.x_unit
    motions = []
    for end, name, x in (
        ("left", _("Left end"), frame.left_x),
        ("right", _("Right end"), frame.right_x),
    ):
        label = _("{end}, at {x}").format(end=name, x=f"{words.plain(x)} {unit}".rstrip())
        sweep = end_sweep(view, end, label)
        motions.append(
            Motion(
                sweep.axis,
                getattr(view, end),
                partial(track, sweep),
                Handle(label, x, sweep.axis.stops),
            )
        )
    whole = shift_sweep(view, _("The whole line"))
    middle_x = (frame.left_x + frame.right_x) / 2
    motions.append(
        Motion(
            whole.axis,
            (view.left + view.right) / 2,
            partial(track, whole),
            Handle(whole.axis.label, middle_x, whole.axis.stops, trace=_("your line")),
            slider=False,
            says={"left": whole.batch.left, "right": whole.batch.right},
        )
    )
    return tuple(motions)


def drop(view: DropView) -> LiveFigure:
    """Scene 3: what one row does."""
    alt = _("{n} {nouns} with the least-squares line through all of them, slope {slope}.").format(
        n=view.problem.n, nouns=view.problem.nouns, slope=words.number(view.with_all.slope)
    )
    if view.dropped is not None:
        alt += " " + _("A second line, without {label}, has slope {slope}.").format(
            label=view.problem.labels[view.dropped], slope=words.number(view.without.slope)
        )
    figure, sentence = drop_figure(view), words.drop_sentence(view)
    return LiveFigure((figure,), alt, sentence, _line_table(view.with_all), (BOX,))
