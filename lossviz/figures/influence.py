"""What one point, one shape and a contaminated share do to fits: five figures, each with its words.

No axis moves with the hand. A fitted number is the slope, or the level where a level is fitted.
"""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz import words_influence as say
from lossviz.data.problems import LineProblem
from lossviz.estimators import Estimator
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, patch_of
from lossviz.i18n import _
from lossviz.lines import frame_of
from lossviz.numerics import Array
from lossviz.race import BROKEN, RaceView
from lossviz.sensitivity import AlphaView, LeaveOneOutView, SensitivityView, WeightsView
from lossviz.sweeps import Axis, join

BOX = Box(height=400, phone_height=300, min_width=300)
WIDEST_MARGIN = 170
"""Pixels to the right of curves for the names at their ends, at most."""

HIGHEST_ERROR = 3 * BROKEN
"""Top of the race, the same for every kind, so that an axis gives nothing away."""

PULL_ROOM = 4.0
"""Tolerances up to which pulls are drawn; what pulls harder leaves the pane."""


def _named(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit else name


def _fitted_name(problem: LineProblem) -> str:
    return _named(say.noun(problem), say.unit(problem))


def _range(*parts: Array, pad: float = 0.08) -> list[float]:
    """The finite numbers of all parts and some room, never empty."""
    every = np.concatenate([np.ravel(part) for part in parts])
    every = every[np.isfinite(every)]
    low, high = (float(every.min()), float(every.max())) if len(every) else (0.0, 1.0)
    room = pad * (high - low) if high > low else 0.5 * abs(high) + 1.0
    return [low - room, high + room]


def _apart(heights: Array, gap: float) -> Array:
    """The heights (E,) moved as little as it takes to stand `gap` apart, in the same order."""
    order = np.argsort(heights, kind="stable")
    placed = heights[order].astype(np.float64)
    for _round in range(100):
        close = gap - np.diff(placed)
        if np.all(close <= 1e-9):
            break
        push = np.where(close > 0, close / 2, 0.0)
        placed[:-1] -= push
        placed[1:] += push
    result = np.empty_like(placed)
    result[order] = placed
    return result


def _names(x: Array | float, y: Array, estimators: tuple[Estimator, ...]) -> theme.Trace:
    """The names of estimators at the ends of their curves, each in its colour."""
    return theme.scatter(
        name=_("names"), x=np.broadcast_to(x, np.shape(y)), y=y, mode="text",
        text=[e.name for e in estimators], textposition="middle right", hoverinfo="skip",
        textfont={"color": [theme.hue(e.loss_at.loss).role.light for e in estimators]},
        cliponaxis=False,
    )  # fmt: skip


def _margin(estimators: tuple[Estimator, ...]) -> dict[str, int]:
    """Margins with room for the longest name: pixels, so that a phone has as much."""
    longest = max(len(e.name) for e in estimators)
    return {"l": 64, "r": min(16 + 7 * longest, WIDEST_MARGIN), "t": 12, "b": 52}


def _dashes(estimator: Estimator, width: float) -> dict[str, object]:
    hue = theme.hue(estimator.loss_at.loss)
    return {"color": hue.role.light, "width": width, "dash": hue.dash}


# --- one point moved --------------------------------------------------------------------------


def sensitivity_traces(view: SensitivityView) -> list[theme.Trace]:
    """A curve and a clean level per estimator, and where the point is."""
    low, high = _heights(view)
    ends = view.positions[[0, -1]]
    traces = [
        theme.scatter(
            name=_("{loss}, without the point").format(loss=e.name), x=ends, y=[clean, clean],
            mode="lines", hoverinfo="skip", opacity=0.6,
            line={"color": theme.hue(e.loss_at.loss).role.light, "width": 1, "dash": "dash"},
        )
        for e, clean in zip(view.estimators, view.clean, strict=True)
    ]  # fmt: skip
    traces += [
        theme.scatter(
            name=e.name, x=view.positions, y=slopes, mode="lines", line=_dashes(e, 2.5),
            hovertemplate="%{x:.4g}: %{y:.4g}<extra></extra>",
        )
        for e, slopes in zip(view.estimators, view.slopes, strict=True)
    ]  # fmt: skip
    last = np.where(np.isfinite(view.slopes[:, -1]), view.slopes[:, -1], high)
    hues = [theme.hue(e.loss_at.loss) for e in view.estimators]
    return [
        *traces,
        _names(ends[1], _apart(last, 0.075 * (high - low)), view.estimators),
        theme.scatter(
            name=_("where the point is"), x=join(view.current, view.current), y=[low, high],
            mode="lines", line={"color": theme.HAND.light, "width": 2}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("fits at this point"), y=view.now, mode="markers", hoverinfo="skip",
            x=np.broadcast_to(view.current[..., None], view.now.shape).copy(),
            marker={
                "color": [hue.role.light for hue in hues], "size": 10, "opacity": 1,
                "symbol": [hue.marker for hue in hues],
            },
        ),
    ]  # fmt: skip


def _heights(view: SensitivityView) -> list[float]:
    return _range(view.slopes, view.clean)


def sensitivity_layout(view: SensitivityView) -> dict[str, object]:
    """Position of the point against fitted number; the same wherever the point is."""
    low, high = float(view.positions[0]), float(view.positions[-1])
    title = _("{axis} of {point}").format(
        axis=say.axis_name(view)[0], point=say.point(view.problem, view.row)
    )
    return theme.layout(
        xaxis=theme.axis(_named(title, say.axis_name(view)[1]), range=[low, high]),
        yaxis=theme.axis(_fitted_name(view.problem), range=_heights(view)),
        margin=_margin(view.estimators),
        uirevision=f"{view.problem.key} {view.row} {view.axis}",
    )


def sensitivity_figure(view: SensitivityView) -> go.Figure:
    """The fitted number of each estimator as a function of where one point is."""
    return theme.figure(sensitivity_traces(view), sensitivity_layout(view))


def sensitivity(view: SensitivityView, key: str = "", decimals: int = 2) -> LiveFigure:
    """The sensitivity curves; with the `key` of a control, the upright line can be dragged.

    The positions are then the stops, so where the point is must be one of them.
    """
    name, unit = say.axis_name(view)
    alt = _(
        "{noun} of {n} fits against {axis} of {point}, one curve each, with a dashed level where"
        " the fit is without the point. An upright line marks where the point is: {at}."
    ).format(
        noun=say.noun(view.problem), n=len(view.estimators), axis=name,
        point=say.point(view.problem, view.row),
        at=f"{words.plain(float(view.current))} {unit}".rstrip(),
    )  # fmt: skip
    motions = (_sensitivity_motion(view, key, decimals),) if key else ()
    return LiveFigure(
        (sensitivity_figure(view),), alt[:1].upper() + alt[1:], say.sensitivity_sentence(view),
        _sensitivity_table(view), (BOX,), motions,
    )  # fmt: skip


def _sensitivity_motion(view: SensitivityView, key: str, decimals: int) -> Motion:
    name, unit = say.axis_name(view)

    def track() -> Track:
        batch = view.moving
        patch = patch_of(sensitivity_traces(batch), sensitivity_traces(batch.at(0)))
        stops = range(len(view.positions))
        return Track((patch,), tuple(say.sensitivity_sentence(batch.at(k)) for k in stops))

    return Motion(
        Axis(key, name, view.positions, unit, decimals), float(view.current), track,
        Handle(say.point(view.problem, view.row), view.positions, _heights(view)[0], "x"),
    )  # fmt: skip


def _sensitivity_table(view: SensitivityView) -> Table:
    name, unit = say.axis_name(view)
    some = np.unique(np.linspace(0, len(view.positions) - 1, 11).round().astype(int))
    rows = [
        (words.plain(float(view.positions[k])), *map(words.number, view.slopes[:, k])) for k in some
    ]
    rows.append((_("without the point"), *map(words.number, view.clean)))
    return Table((_named(name, unit), *(e.name for e in view.estimators)), tuple(rows))


# --- one value per point ----------------------------------------------------------------------


def _bars(
    problem: LineProblem, name: str, values: Array, colour: str, chosen: int | None
) -> theme.Trace:
    """One bar per point, in its order; `chosen` is in the hand."""
    rows = np.arange(len(problem))
    return theme.bar(
        name=name, x=rows + 1, y=values, customdata=list(problem.labels),
        marker={"color": [theme.HAND.light if row == chosen else colour for row in rows]},
        hovertemplate="%{customdata}: %{y:.4g}<extra></extra>",
    )  # fmt: skip


def _bar_names(problem: LineProblem, rows: Sequence[int | None], heights: Array) -> theme.Trace:
    """The labels of some bars, over all bars so that none covers them."""
    named = [row for row in dict.fromkeys(rows) if row is not None]
    return theme.scatter(
        name=_("names of bars"), x=[row + 1 for row in named], y=heights[named], mode="text",
        text=[problem.labels[row] for row in named], hoverinfo="skip", cliponaxis=False,
        textposition=[
            "bottom center" if heights[row] < 0 else "top center" for row in named
        ],
        textfont={"size": 13},
    )  # fmt: skip


def _bar_axes(problem: LineProblem, y: dict[str, object]) -> dict[str, object]:
    title = _("number of the {point} in the table").format(point=problem.point_name)
    x = theme.axis(title, range=[0.3, len(problem) + 0.7], showgrid=False, nticks=12)
    return theme.layout(xaxis=x, yaxis=y, uirevision=problem.key)


def leave_one_out_figure(view: LeaveOneOutView, chosen: int | None = None) -> go.Figure:
    """A bar per point: how the fitted number changes without it. Bar number i is point i.

    A point without which there is no slope has a cross instead of a bar.
    """
    problem = view.problem
    colour = theme.hue(view.estimator.loss_at.loss).role.light
    named = (view.most, chosen)
    heights = np.nan_to_num(view.changes)
    traces = [
        _bars(problem, BARS, view.changes, colour, chosen), _bar_names(problem, named, heights),
    ]  # fmt: skip
    lost = np.flatnonzero(np.isnan(view.changes))
    if len(lost):
        traces.append(
            theme.scatter(
                name=_("no slope without it"), x=lost + 1, y=np.zeros(len(lost)),
                mode="markers+text", text=[_("no slope without it")] * len(lost),
                textposition="top center", hoverinfo="skip", cliponaxis=False,
                marker={"symbol": "x", "size": 12, "color": colour},
            )
        )  # fmt: skip
    title = _("change of the {noun}").format(noun=say.noun(problem))
    y = theme.axis(
        _named(title, say.unit(problem)), range=_range(view.changes, np.zeros(1), pad=0.15),
        zeroline=True, zerolinecolor=theme.TEXT.light, zerolinewidth=1,
    )  # fmt: skip
    return theme.figure(traces, _bar_axes(problem, y))


BARS = _("one bar per point")
"""Name of the bars of `leave_one_out_figure` and `weights_figure`, for `LiveFigure.picks`."""


def leave_one_out(view: LeaveOneOutView, chosen: int | None = None, pick: str = "") -> LiveFigure:
    """What leaving out each point does; a click on a bar sets the control `pick` to its number."""
    problem = view.problem
    alt = _("{n} bars, one per {point}: how the {noun} of {loss} changes when it is left out.")
    columns = (
        problem.point_name, _("{noun} without it").format(noun=say.noun(problem)), _("change"),
        _("leverage"), _("residual of least squares"), _("Cook's distance"),
    )  # fmt: skip
    cells = zip(
        problem.labels, view.slopes, view.changes, view.leverage, view.residual, view.cook,
        strict=True,
    )  # fmt: skip
    rows = tuple((label, *map(words.number, numbers)) for label, *numbers in cells)
    return LiveFigure(
        (leave_one_out_figure(view, chosen),),
        alt.format(
            n=len(problem), point=problem.point_name, noun=say.noun(problem),
            loss=view.estimator.name,
        ),
        say.leave_one_out_sentence(view), Table(columns, rows), (BOX,),
        picks={BARS: pick} if pick else {},
    )  # fmt: skip


def weights_figure(view: WeightsView, chosen: int | None = None) -> go.Figure:
    """A bar per point: the weight the loss gives it, bar number i for point i."""
    problem = view.problem
    colour = theme.hue(view.estimator.loss_at.loss).role.light
    least = int(view.weight.argmin())
    title = _("weight, part of the largest") if view.relative else _("part of its pull it keeps")
    return theme.figure(
        [
            _bars(problem, BARS, view.weight, colour, chosen),
            _bar_names(problem, (least, chosen), np.ones(len(problem))),
        ],
        _bar_axes(problem, theme.axis(title, range=[0, 1.14])),
    )


def weights(view: WeightsView, chosen: int | None = None, pick: str = "") -> LiveFigure:
    """The weights; a click on a bar sets the control `pick` to its number."""
    problem = view.problem
    alt = _("{n} bars between 0 and 1, one per {point}: the weight it has in the {loss} fit.")
    cells = zip(problem.labels, view.lines.residual, view.weight, view.infinite, strict=True)
    rows = tuple(
        (label, words.number(float(r)), _("no limit") if far else words.number(float(w)))
        for label, r, w, far in cells
    )
    return LiveFigure(
        (weights_figure(view, chosen),),
        alt.format(n=len(problem), point=problem.point_name, loss=view.estimator.name),
        say.weights_sentence(view),
        Table((problem.point_name, _("residual"), _("weight")), rows),
        (BOX,),
        picks={BARS: pick} if pick else {},
    )


# --- lever arm and miss -----------------------------------------------------------------------


def influence_figure(view: LeaveOneOutView) -> go.Figure:
    """Leverage against residual of least squares; the area of a marker is its Cook's distance."""
    problem = view.problem
    cook = np.where(np.isfinite(view.cook), view.cook, np.nan)
    most = float(np.nanmax(cook)) if np.isfinite(cook).any() else 1.0
    size = np.where(np.isnan(cook), 22.0, 4 + 30 * np.sqrt(np.nan_to_num(cook) / (most or 1.0)))
    top = view.by_cook[:3]
    side = 1.25 * max(float(np.abs(view.residual).max()), 1e-12 * float(np.abs(problem.y).max()))
    right = 1.3 * float(view.leverage.max())
    mean = float(view.leverage.mean())
    quiet = {"color": theme.POINT.light, "width": 1, "dash": "dot"}
    traces = [
        theme.scatter(
            name=_("no residual"), x=[0, right], y=[0, 0], mode="lines", hoverinfo="skip",
            line=quiet,
        ),
        theme.scatter(
            name=_("mean leverage"), x=[mean, mean], y=[-side, side], mode="lines",
            hoverinfo="skip", line=quiet,
        ),
        theme.scatter(
            name=POINTS, x=view.leverage, y=view.residual, mode="markers",
            marker={
                "size": size, "color": theme.SQUARE_FILL.light, "opacity": 1,
                "symbol": ["x" if np.isnan(own) else "circle" for own in cook],
                "line": {"color": theme.SQUARE.light, "width": 1.5},
            },
            text=list(problem.labels), customdata=[words.number(float(own)) for own in view.cook],
            hovertemplate="%{text}<br>" + _("Cook's distance") + " %{customdata}<extra></extra>",
        ),
        theme.scatter(
            name=_("largest three"), x=view.leverage[top] + 0.03 * right, y=view.residual[top],
            mode="text", text=[problem.labels[row] for row in top], textposition="middle right",
            textfont={"color": theme.TEXT.light}, hoverinfo="skip", cliponaxis=False,
        ),
    ]  # fmt: skip
    layout = theme.layout(
        xaxis=theme.axis(_("leverage: the lever arm"), range=[0, right]),
        yaxis=theme.axis(
            _named(_("residual of least squares"), problem.y_unit), range=[-side, side]
        ),
        uirevision=problem.key,
    )
    return theme.figure(traces, layout)


POINTS = _("points")
"""Name of the markers of `influence_figure`, for `LiveFigure.picks`."""


def influence(view: LeaveOneOutView, pick: str = "") -> LiveFigure:
    """Leverage, residual and Cook's distance; a click sets the control `pick` to the number."""
    problem = view.problem
    alt = _(
        "{n} {nouns}: leverage to the right, residual upwards, the area of each marker its Cook's"
        " distance. Named: {top}."
    ).format(
        n=problem.n, nouns=problem.nouns,
        top=", ".join(problem.labels[row] for row in view.by_cook[:3]),
    )  # fmt: skip
    cells = zip(problem.labels, view.leverage, view.residual, view.cook, strict=True)
    rows = tuple((label, *map(words.number, numbers)) for label, *numbers in cells)
    columns = (problem.point_name, _("leverage"), _("residual"), _("Cook's distance"))
    return LiveFigure(
        (influence_figure(view),), alt, say.influence_sentence(view), Table(columns, rows), (BOX,),
        picks={POINTS: pick} if pick else {},
    )  # fmt: skip


# --- the shape moved --------------------------------------------------------------------------


def alpha_line_traces(view: AlphaView) -> list[theme.Trace]:
    """The points, the squared-error line of shape 2 and the line of this shape."""
    problem, frame, hue = view.problem, frame_of(view.problem), theme.hue(view.loss)
    ends = np.array([frame.left_x, frame.right_x])
    return [
        theme.scatter(
            name=_("data"), x=problem.x, y=problem.y, mode="markers", text=list(problem.labels),
            marker={"color": theme.POINT.light, "size": 8, "opacity": 0.9},
            hovertemplate="%{text}<extra></extra>",
        ),
        theme.scatter(
            name=_("shape 2"), x=ends, y=view.least_squares.height(ends), mode="lines",
            hoverinfo="skip", line={"color": theme.POINT.light, "width": 1.5, "dash": "dot"},
        ),
        theme.scatter(
            name=_("this shape"), x=ends, y=view.lines.height(ends), mode="lines",
            line={"color": hue.role.light, "width": 3}, hoverinfo="skip",
        ),
    ]  # fmt: skip


def alpha_line_layout(view: AlphaView) -> dict[str, object]:
    """The axes of the data."""
    problem, frame = view.problem, frame_of(view.problem)
    pad = 0.04 * (frame.right_x - frame.left_x)
    return theme.layout(
        xaxis=theme.axis(
            _named(problem.x_name, problem.x_unit), range=[frame.left_x - pad, frame.right_x + pad]
        ),
        yaxis=theme.axis(_named(problem.y_name, problem.y_unit), range=[frame.y_low, frame.y_high]),
        uirevision=problem.key,
    )


def alpha_pull_traces(view: AlphaView) -> list[theme.Trace]:
    """The pull of this shape, that of shape 2, and every point riding on the curve."""
    c, hue = view.tolerance.size, theme.hue(view.loss)
    # close together near zero, where the curve bends
    grid = c * np.sinh(np.linspace(-1, 1, 161) * np.arcsinh(1.05 * view.reach / c))
    limit = PULL_ROOM * c
    return [
        theme.scatter(
            name=_("pull of shape 2"), x=[-limit, limit], y=[-limit, limit], mode="lines",
            line={"color": theme.POINT.light, "width": 1.5, "dash": "dot"}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("pull of this shape"), x=grid, y=view.pull(grid), mode="lines",
            line={"color": hue.role.light, "width": 2.5}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("each point"), x=view.lines.residual, y=view.pull(view.lines.residual),
            mode="markers", text=list(view.problem.labels),
            marker={
                "color": hue.role.light, "symbol": hue.marker, "size": 8, "opacity": 0.7,
            },
            hovertemplate="%{text}: r = %{x:.4g}, %{y:.4g}<extra></extra>",
        ),
    ]  # fmt: skip


def alpha_pull_layout(view: AlphaView) -> dict[str, object]:
    """Residual against pull, up to a few tolerances."""
    problem, limit = view.problem, PULL_ROOM * view.tolerance.size
    return theme.layout(
        xaxis=theme.axis(
            _named(_("residual"), problem.y_unit), range=[-1.05 * view.reach, 1.05 * view.reach]
        ),
        yaxis=theme.axis(_named(_("pull"), problem.y_unit), range=[-limit, limit]),
        uirevision=problem.key,
    )


def alpha_figures(view: AlphaView) -> tuple[go.Figure, go.Figure]:
    """The line of one shape on the points, and its pull."""
    return (
        theme.figure(alpha_line_traces(view), alpha_line_layout(view)),
        theme.figure(alpha_pull_traces(view), alpha_pull_layout(view)),
    )


def alpha_track(batch: AlphaView) -> Track:
    """Both figures and the sentence at every shape."""
    one = batch.at(0)
    return Track(
        (
            patch_of(alpha_line_traces(batch), alpha_line_traces(one)),
            patch_of(alpha_pull_traces(batch), alpha_pull_traces(one)),
        ),
        tuple(say.alpha_sentence(batch.at(k)) for k in range(len(batch.alpha))),
    )


def alpha(batch: AlphaView, stop: int, key: str) -> LiveFigure:
    """The sweep over shapes, standing at `stop`, moved by a slider for the control `key`."""
    view = batch.at(stop)
    axis = Axis(key, _("shape"), batch.alpha, "", 2, (-2.0, 0.0, 1.0, 2.0))
    alt = _(
        "Left, {n} {nouns} with two lines: squared error, dotted, and the loss of shape {alpha},"
        " {noun} {slope}. Right, the pull of both against the residual, with every point on the"
        " curve."
    ).format(
        n=view.problem.n, nouns=view.problem.nouns, alpha=words.plain(float(view.alpha)),
        noun=say.noun(view.problem), slope=words.number(float(view.slope)),
    )  # fmt: skip
    named = {axis.nearest(shape) for shape in (-10, -8, -6, -4, -3, -2, -1, 0, 0.5, 1, 1.5, 2)}
    rows = tuple(
        (words.plain(float(batch.alpha[k])), words.number(float(batch.slope[k])))
        for k in sorted(named | {stop}, reverse=True)
    )
    return LiveFigure(
        alpha_figures(view), alt, say.alpha_sentence(view),
        Table((_("shape"), _fitted_name(view.problem)), rows),
        (Box(BOX.height, 280, 300, 1.4), Box(BOX.height, 260, 280)),
        (Motion(axis, float(view.alpha), lambda: alpha_track(batch)),),
    )  # fmt: skip


# --- the race ---------------------------------------------------------------------------------


def race_figure(view: RaceView, *, hidden: bool = False, guess: float | None = None) -> go.Figure:
    """Median slope error against contaminated share, a curve per estimator.

    `hidden` draws the axes, the level of breaking and the reader's `guess`, a share, only.
    """
    traces = [
        theme.scatter(
            name=_("broken"), x=[0, 50], y=[BROKEN, BROKEN], mode="lines", hoverinfo="skip",
            line={"color": theme.TEXT.light, "width": 1, "dash": "dash"},
        ),
        theme.scatter(
            name=_("what broken means"), x=[0], y=[BROKEN], mode="text", hoverinfo="skip",
            text=[_("above: broken")], textposition="top right",
            textfont={"color": theme.TEXT.light},
        ),
    ]  # fmt: skip
    if not hidden:
        traces += _race_curves(view)
    if guess is not None:
        traces += [
            theme.scatter(
                name=_("your guess"), x=[100 * guess] * 2, y=[0, HIGHEST_ERROR], mode="lines",
                line={"color": theme.HAND.light, "width": 2.5}, hoverinfo="skip",
            ),
            theme.scatter(
                name=_("guess"), x=[100 * guess + (0.7 if guess < 0.3 else -0.7)],
                y=[HIGHEST_ERROR], mode="text",
                text=[_("your guess")], hoverinfo="skip",
                textposition="bottom right" if guess < 0.3 else "bottom left",
                textfont={"color": theme.HAND.light},
            ),
        ]  # fmt: skip
    x = theme.axis(
        _("contaminated points (%)"), range=[-1.5, 51],
        tickvals=[0, 10, 20, 30, 40, 50],
    )  # fmt: skip
    title = _("median error of the slope")
    layout = theme.layout(
        xaxis=x,
        yaxis=theme.axis(title, range=[0, HIGHEST_ERROR]),
        margin=_margin(view.estimators),
        uirevision=view.kind,
    )
    return theme.figure(traces, layout)


def _race_curves(view: RaceView) -> list[theme.Trace]:
    share = 100 * view.shares
    traces = []
    for e, errors in zip(view.estimators, view.errors, strict=True):
        hue = theme.hue(e.loss_at.loss)
        traces.append(
            theme.scatter(
                name=e.name, x=share, y=errors, mode="lines+markers", line=_dashes(e, 2.5),
                marker={"color": hue.role.light, "symbol": hue.marker, "size": 8, "opacity": 1},
                hovertemplate="%{x:.0f} %: %{y:.3f}<extra></extra>",
            )
        )  # fmt: skip
    last = max(view.done - 1, 0)
    ends = np.nan_to_num(np.minimum(view.errors[:, last], 0.97 * HIGHEST_ERROR))
    names = _apart(ends, 0.07 * HIGHEST_ERROR)
    low = max(0.0, 0.03 * HIGHEST_ERROR - float(names.min()))
    high = max(0.0, float(names.max()) - 0.97 * HIGHEST_ERROR)
    return [*traces, _names(share[last] + 1, names + low - high, view.estimators)]


def race(view: RaceView, *, hidden: bool = False, guess: float | None = None) -> LiveFigure:
    """The race, or before the reveal its axes and the guess."""
    if hidden:
        alt = _("Axes for the median error of the slope against the contaminated share, empty.")
        if guess is not None:
            alt += " " + _("An upright line at your guess, {share}.").format(
                share=words.percent(guess)
            )
    else:
        alt = _(
            "Median error of the slope against the contaminated share, 0 to {most}: one curve for"
            " each of {n} losses, and a dashed level at {broken}."
        ).format(
            most=words.percent(float(view.shares[-1])), n=len(view.estimators),
            broken=words.number(BROKEN, 2),
        )  # fmt: skip
    shown = () if hidden else view.estimators
    rows = tuple(
        (
            words.percent(float(share)),
            str(view.spoilt(k)),
            *(words.number(float(view.errors[e, k])) for e in range(len(shown))),
        )
        for k, share in enumerate(view.shares)
        if hidden or k < view.done
    )
    columns = (
        _("share"), _("points of {n}").format(n=view.n), *(e.name for e in shown),
    )  # fmt: skip
    return LiveFigure(
        (race_figure(view, hidden=hidden, guess=guess),), alt,
        say.race_sentence(view, hidden=hidden, guess=guess), Table(columns, rows), (BOX,),
    )  # fmt: skip
