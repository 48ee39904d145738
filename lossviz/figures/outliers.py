"""Bad points and lines: one point in the hand, giants far out in x, years that are wrong in y.

Everything is drawn for one stop of the hand or for many: arrays of a sweep have a leading axis.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lossviz import words
from lossviz import words_outliers as say
from lossviz.core import Form
from lossviz.estimators import Estimator, Lines
from lossviz.figures import theme
from lossviz.figures.live import (
    Box,
    Handle,
    LiveFigure,
    Motion,
    Patch,
    Plane,
    Table,
    Track,
    patch_of,
)
from lossviz.i18n import _
from lossviz.lines import frame_of
from lossviz.numerics import Array, Interval
from lossviz.outliers import Included, MovedAxes, MovedPoint, envelope, point_name
from lossviz.sweeps import Axis, join

BOX = Box(height=370, phone_height=300, min_width=300)
LABEL_SHARE = 0.28  # of the plot's width, for the names at the right ends of the lines
ROW = 0.07  # of the plot's height, for one line of text
MARGIN = 0.04  # of a range, around what may be there
RIDERS = 48  # points that ride on the curves of one figure, the moved ones included
CORNERS = 16  # of either edge of a band
KNOTS = 33  # points of a curve that is not made of straight lines
POINT_SIZE, LEAST_SIZE, HAND_SIZE = 10.0, 4.0, 16

Traces = list[theme.Trace]


def _named(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit else name


def _padded(low: float, high: float) -> tuple[float, float]:
    pad = MARGIN * (high - low)
    return low - pad, high + pad


def _label(estimator: Estimator) -> tuple[str, ...]:
    """The first word of a loss, enough beside its line; the start, where it was chosen, below."""
    name = estimator.loss_at.loss.name.split()[0]
    return (name,) if estimator.start is None else (f"{name},", say.start_name(estimator))


def spread(heights: Array, rows: Sequence[int], gap: float, low: float, high: float) -> Array:
    """Middles of blocks of text near `heights` (..., m), `gap` times their `rows` apart.

    Blocks keep the order of the heights and stay between low and high; where they would overlap,
    they give way by as little as possible in the mean square.
    """
    tall = gap * np.asarray(rows, dtype=np.float64)
    # lines that are one but for rounding keep their order from stop to stop
    order = np.argsort(np.round(heights / gap, 3), axis=-1, kind="stable")
    given = np.take_along_axis(heights, order, axis=-1)
    high_of = tall[order]
    offset = np.cumsum(high_of, axis=-1) - high_of / 2
    z = given - offset
    m = z.shape[-1]
    total = np.cumsum(z, axis=-1)
    before = total - z
    # the least-squares ascending fit: max over starts of min over ends of the mean between them
    settled = np.empty_like(z)
    for i in range(m):
        best = np.full(z.shape[:-1], -np.inf)
        for j in range(i + 1):
            means = [(total[..., k] - before[..., j]) / (k - j + 1) for k in range(i, m)]
            best = np.maximum(best, np.min(means, axis=0))
        settled[..., i] = best
    settled = np.minimum(np.maximum(settled, low), high - tall.sum())
    placed = np.empty_like(z)
    np.put_along_axis(placed, order, settled + offset, axis=-1)
    return placed


def _line_traces(
    estimators: Sequence[Estimator], lines: Sequence[Lines], ends: tuple[float, float]
) -> Traces:
    """The lines from end to end; one that was searched from a chosen start is thinner."""
    x = np.array(ends)
    return [
        theme.scatter(
            name=name, x=x, y=line.height(x), mode="lines", hoverinfo="skip",
            line={
                "color": theme.hue(estimator.loss_at.loss).role.light,
                "dash": theme.hue(estimator.loss_at.loss).dash,
                "width": 3 if estimator.start is None else 1.75,
                "simplify": False,
            },
        )
        for name, estimator, line in zip(say.names(estimators), estimators, lines, strict=True)
    ]  # fmt: skip


def _label_trace(
    estimators: Sequence[Estimator],
    heights: Sequence[Array],
    x: float,
    y_range: tuple[float, float],
    numbers: NDArray[np.str_] | None = None,
) -> theme.Trace:
    """The names at the right ends; with `numbers` (..., m) a number stands before each name."""
    texts = [_label(estimator) for estimator in estimators]
    rows = [len(text) for text in texts]
    gap = ROW * (y_range[1] - y_range[0])
    middles = spread(join(*heights), rows, gap, *y_range)
    y = join(*(
        middles[..., m] + ((count - 1) / 2 - row) * gap
        for m, count in enumerate(rows) for row in range(count)
    ))  # fmt: skip
    colours = [
        theme.hue(estimator.loss_at.loss).role.light
        for estimator, count in zip(estimators, rows, strict=True) for _row in range(count)
    ]  # fmt: skip
    plain = np.array([line for text in texts for line in text])
    return theme.scatter(
        name=_("names of the lines"), x=np.full(len(plain), x), y=y, mode="text",
        text=plain if numbers is None else _numbered(plain, rows, numbers),
        textposition="middle right", textfont={"color": colours, "size": 13},
        cliponaxis=False, hoverinfo="skip",
    )  # fmt: skip


def _numbered(
    plain: NDArray[np.str_], rows: Sequence[int], numbers: NDArray[np.str_]
) -> NDArray[np.str_]:
    """The rows of text, (..., r), a number before each name: the first to be seen on a phone."""
    first = np.cumsum(rows) - rows
    texts = np.broadcast_to(plain, (*numbers.shape[:-1], len(plain))).astype(object)
    texts[..., first] = numbers.astype(object) + " " + texts[..., first]
    return texts.astype(np.str_)


def _texts(view: Included, text: Callable[[Included], Sequence[str]]) -> NDArray[np.str_]:
    """Texts of a view (m,), or of every stop of a sweep (S, m)."""
    if np.ndim(view.count) == 0:
        return np.array(text(view))
    return np.array([text(view.at(k)) for k in range(len(np.asarray(view.count)))])


# --- one point in the hand --------------------------------------------------------------------


def _moved_ranges(view: MovedPoint) -> tuple[tuple[float, float], tuple[float, float]]:
    x, y = view.frame
    return _padded(x.low, x.high), _padded(y.low, y.high)


def _sizes(view: MovedPoint, weigh: Estimator | None) -> Array:
    """Sizes of the other points in px: how often each was seen, or what weight it has."""
    rows = np.arange(len(view.problem)) != view.row
    if weigh is not None and weigh in view.estimators:
        weights = view.weights(view.estimators.index(weigh))[..., rows]
        return np.maximum(LEAST_SIZE, POINT_SIZE * np.sqrt(np.minimum(weights, 1.0)))
    seen = view.problem.weight
    if seen is None:
        return np.full(rows.sum(), 8.0)
    return np.asarray(5 + 13 * np.sqrt(seen[rows] / seen.max()))


def moved_traces(view: MovedPoint, *, weigh: Estimator | None = None) -> Traces:
    """The data, the point in the hand and where it was measured, the lines and their names.

    `weigh`, one of the estimators, makes the area of the other points its weight of them (1 and
    more: 10 px wide; never less than 4 px).
    """
    problem, row = view.problem, view.row
    others = np.arange(len(problem)) != row
    x_range, y_range = _moved_ranges(view)
    return [
        theme.scatter(
            name=_("where it was measured"), x=[problem.x[row]], y=[problem.y[row]], mode="markers",
            marker={
                "symbol": "circle-open", "size": HAND_SIZE, "color": theme.POINT.light,
                "opacity": 0.45, "line": {"width": 1.5},
            },
            hoverinfo="skip",
        ),
        theme.scatter(
            name=_("data"), x=problem.x[others], y=problem.y[others], mode="markers",
            marker={
                "color": theme.POINT.light, "size": _sizes(view, weigh), "opacity": 0.9,
                "line": {"width": 0},
            },
            text=[label for label, other in zip(problem.labels, others, strict=True) if other],
            hovertemplate="%{text}<extra></extra>",
        ),
        *_line_traces(view.estimators, view.lines, x_range),
        _label_trace(
            view.estimators,
            [line.height(np.array(x_range))[..., 1] for line in view.lines],
            x_range[1],
            y_range,
        ),
        theme.scatter(
            name=_("the point"), x=join(view.x), y=join(view.y), mode="markers",
            marker={"color": theme.HAND.light, "size": HAND_SIZE, "opacity": 1},
            cliponaxis=False, hovertemplate="%{y:.4g}<extra></extra>",
        ),
    ]  # fmt: skip


def moved_layout(view: MovedPoint) -> dict[str, object]:
    """Axes wide enough for wherever the point may go."""
    problem = view.problem
    x_range, y_range = _moved_ranges(view)
    return theme.layout(
        xaxis=theme.axis(
            _named(problem.x_name, problem.x_unit), range=list(x_range),
            domain=[0, 1 - LABEL_SHARE],
        ),
        yaxis=theme.axis(_named(problem.y_name, problem.y_unit), range=list(y_range)),
        uirevision=f"{problem.key} {view.row}",
    )  # fmt: skip


def moved_figure(view: MovedPoint, *, weigh: Estimator | None = None) -> go.Figure:
    """The point in the hand and the lines that follow it, or do not."""
    return theme.figure(moved_traces(view, weigh=weigh), moved_layout(view))


def _riders(view: MovedPoint) -> NDArray[np.intp]:
    """Rows that ride on the curves beside the moved one: all, or an even choice by residual."""
    rows = np.flatnonzero(np.arange(len(view.problem)) != view.row)
    most = max(1, RIDERS // len(view.estimators) - 1)
    if len(rows) <= most:
        return rows
    intercept, slope = view.clean[0]
    residual = view.problem.y - (intercept + slope * view.problem.x)
    ranked = rows[np.argsort(residual[rows], kind="stable")]
    return np.sort(ranked[np.linspace(0, len(ranked) - 1, most).round().astype(np.intp)])


def _is_straight(estimator: Estimator) -> bool:
    """Whether the pull is made of straight pieces between its kinks."""
    kinks = estimator.loss_at.facts.kinks
    far = 10 * max((1.0, *(abs(k) for k in kinks)))
    x = join(-far, *(k + side * 1e-9 for k in kinks for side in (-1, 1)), far)
    y = estimator.loss_at.pull(x)
    inside = estimator.loss_at.pull(0.7 * x[1:] + 0.3 * x[:-1])  # not half: pulls are odd
    off = np.abs(inside - 0.7 * y[1:] - 0.3 * y[:-1])
    return bool(np.all(off[::2] < 1e-6))  # every other piece is the kink itself


def _curve(estimator: Estimator, scale: Array, end: float) -> tuple[Array, Array]:
    """The pull over residuals from -end to end; straight pieces have their corners only."""
    moves = estimator.scale == "mad"
    width = scale if moves else np.asarray(float(scale.flat[0]))
    width = np.where(width > 0, width, 1.0)
    if _is_straight(estimator):
        tiny = 1e-6 * end
        kinks = [k * width + side * tiny for k in estimator.loss_at.facts.kinks for side in (-1, 1)]
        x = np.clip(join(-end, *kinks, end), -end, end)
    else:
        x = end * np.sinh(np.linspace(-4, 4, KNOTS if moves else 4 * KNOTS - 3)) / np.sinh(4)
    return x, estimator.pull(x, width[..., None])


def pull_traces(view: MovedPoint) -> Traces:
    """Pull against residual, a curve per loss, with the points riding on it.

    Where there are many points, only an even choice of them rides along.
    """
    rows, end = _riders(view), (1 + MARGIN) * view.reach[0]
    traces: Traces = []
    for number, name in enumerate(say.names(view.estimators)):
        estimator, line = view.estimators[number], view.lines[number]
        look = theme.hue(estimator.loss_at.loss)
        x, y = _curve(estimator, line.scale, end)
        traces += [
            theme.scatter(
                name=_("{loss}, pull").format(loss=name), x=x, y=y, mode="lines", hoverinfo="skip",
                line={
                    "color": look.role.light, "dash": look.dash, "simplify": False,
                    "width": 2.5 if estimator.start is None else 1.5,
                },
            ),
            theme.scatter(
                name=_("{loss}, points").format(loss=name), x=view.residuals(number)[..., rows],
                y=view.pulls(number)[..., rows], mode="markers", hoverinfo="skip",
                marker={
                    "color": look.role.light, "symbol": look.marker, "size": 6, "opacity": 0.7,
                },
            ),
        ]  # fmt: skip
    # above all the rest
    for number, name in enumerate(say.names(view.estimators)):
        look = theme.hue(view.estimators[number].loss_at.loss)
        traces.append(
            theme.scatter(
                name=_("{loss}, the point").format(loss=name), x=join(view.residual(number)),
                y=join(view.pull(number)), mode="markers",
                marker={
                    "color": theme.HAND.light, "symbol": look.marker, "size": 13, "opacity": 1,
                    "line": {"width": 1.5, "color": look.role.light},
                },
                hovertemplate=f"{name}<br>r = %{{x:.4g}}<br>"
                + _("pull") + " = %{y:.4g}<extra></extra>",
            )
        )  # fmt: skip
    return traces


def pull_layout(view: MovedPoint) -> dict[str, object]:
    """Residuals and pulls that the point can reach, the same at every stop."""
    residual, pull = view.reach
    residual, pull = (1 + MARGIN) * residual, 1.1 * pull
    zero = {"zeroline": True, "zerolinecolor": theme.POINT.light, "zerolinewidth": 1}
    return theme.layout(
        xaxis=theme.axis(
            _named(_("residual"), view.problem.y_unit), range=[-residual, residual], **zero
        ),
        yaxis=theme.axis(_("pull"), range=[-pull, pull], **zero),
        uirevision=f"{view.problem.key} {view.row}",
    )


def pull_figure(view: MovedPoint) -> go.Figure:
    """How hard each point pulls on each line, and how hard it could."""
    return theme.figure(pull_traces(view), pull_layout(view))


def moved_patches(batch: MovedPoint, *, weigh: Estimator | None = None) -> tuple[Patch, Patch]:
    """What moves in the two figures, for a view of many stops."""
    first = batch.at(0)
    return (
        patch_of(moved_traces(batch, weigh=weigh), moved_traces(first, weigh=weigh)),
        patch_of(pull_traces(batch), pull_traces(first)),
    )


def _moved_track(batch: MovedPoint, weigh: Estimator | None, stops: int) -> Track:
    sentences = tuple(say.moved_sentence(batch.at(k)) for k in range(stops))
    return Track(moved_patches(batch, weigh=weigh), sentences)


def moved_motions(
    view: MovedPoint, axes: MovedAxes, *, weigh: Estimator | None = None, handle: bool = True
) -> tuple[Motion, ...]:
    """Up and down, with a handle if asked; and sideways, by a slider, where the view may go so."""

    def up_and_down() -> Track:
        return _moved_track(replace(view, y=axes.y.stops), weigh, len(axes.y.stops))

    grip = Handle(axes.y.label, x=float(view.x), y=axes.y.stops) if handle else None
    motions = [Motion(axes.y, float(view.y), up_and_down, grip)]
    across = axes.x
    if view.sideways and across is not None:

        def sideways() -> Track:
            return _moved_track(replace(view, x=across.stops), weigh, len(across.stops))

        motions.append(Motion(across, float(view.x), sideways))
    return tuple(motions)


def _step(stops: Array) -> float:
    return round(float(np.median(np.diff(stops))), 10)


def _plane(view: MovedPoint, axes: MovedAxes, weigh: Estimator | None) -> Plane | None:
    if axes.x is None:
        return None

    def answer(x: float, y: float) -> Track:
        return _moved_track(replace(view, x=np.array([x]), y=np.array([y])), weigh, 1)

    x, y = axes.x.stops, axes.y.stops
    return Plane(
        label=point_name(view.problem, view.row), x_key=axes.x.key, y_key=axes.y.key,
        x=float(view.x), y=float(view.y),
        x_range=Interval(float(x[0]), float(x[-1])), y_range=Interval(float(y[0]), float(y[-1])),
        x_step=_step(x), y_step=_step(y), answer=answer,
    )  # fmt: skip


def _moved_table(view: MovedPoint) -> Table:
    problem, called = view.problem, say.names(view.estimators)
    columns = (
        problem.point_name, _named(problem.x_name, problem.x_unit),
        _named(problem.y_name, problem.y_unit),
        *(text.format(loss=name) for name in called
          for text in (_("residual, {loss}"), _("weight, {loss}"))),
    )  # fmt: skip
    rows = tuple(
        (
            problem.labels[i], words.plain(view.points_x[i]), words.plain(view.points_y[i]),
            *(
                words.number(float(values[i]))
                for k in range(len(called)) for values in (view.residuals(k), view.weights(k))
            ),
        )
        for i in range(len(problem))
    )  # fmt: skip
    return Table(columns, rows)


def _moved_alt(view: MovedPoint) -> str:
    problem = view.problem
    return _(
        "{n} {nouns}, {y} against {x}. {point} is in the hand, at {at_x}, {at_y}. Lines by {losses}"
        " follow it. Beside them the pull of each point against its residual, a curve per loss."
    ).format(
        n=problem.n, nouns=problem.nouns, y=problem.y_name, x=problem.x_name,
        point=say.capital(point_name(problem, view.row)), at_x=words.plain(float(view.x)),
        at_y=words.plain(float(view.y)), losses=", ".join(say.names_in_text(view.estimators)),
    )  # fmt: skip


def moved(
    view: MovedPoint,
    axes: MovedAxes | None = None,
    *,
    both_ways: bool = False,
    weigh: Estimator | None = None,
) -> LiveFigure:
    """One point in the hand: a single view with both plots, words, table and what moves them.

    `axes` has the controls' keys (`moved_axes`); `view.sideways` adds the slider along x.
    `both_ways` (with a sideways view) puts one handle for both directions on the point.
    """
    axes = axes or view.axes
    plane = _plane(view, axes, weigh) if both_ways and view.sideways else None
    return LiveFigure(
        (moved_figure(view, weigh=weigh), pull_figure(view)),
        _moved_alt(view),
        say.moved_sentence(view),
        _moved_table(view),
        (replace(BOX, grow=1.3), BOX),
        motions=moved_motions(view, axes, weigh=weigh, handle=plane is None),
        plane=plane,
    )


# --- suspects let in one by one ---------------------------------------------------------------


def _suspect_traces(view: Included, *, labelled: bool) -> Traces:
    """The other points, the suspects in the fit in the hand's colour, those left out in grey."""
    problem, rows = view.problem, list(view.suspects)
    others = np.setdiff1d(np.arange(len(problem)), rows)
    inside = view.taking_part[..., rows]
    text = [problem.labels[row] for row in rows]
    looks = (
        (_("left out"), np.where(inside, np.nan, problem.y[rows]), theme.POINT, 0.45),
        (_("in the fit"), np.where(inside, problem.y[rows], np.nan), theme.HAND, 1.0),
    )
    return [
        theme.scatter(
            name=_("data"), x=problem.x[others], y=problem.y[others], mode="markers",
            marker={"color": theme.POINT.light, "size": 8, "opacity": 0.8, "line": {"width": 0}},
            text=[problem.labels[row] for row in others], hovertemplate="%{text}<extra></extra>",
        ),
        *(
            theme.scatter(
                name=name, x=problem.x[rows], y=y, text=text,
                mode="markers+text" if labelled else "markers", textposition="middle right",
                textfont={"color": role.light},
                marker={
                    "symbol": "circle-open", "size": 13, "color": role.light, "opacity": opacity,
                    "line": {"width": 2.5},
                },
                hovertemplate="%{text}<extra></extra>",
            )
            for name, y, role, opacity in looks
        ),
    ]  # fmt: skip


def _side_traces(
    view: Included, numbers: Sequence[int], x: Array, y: Callable[[int], Array]
) -> Traces:
    """Small markers of each loss at x and y(number), the suspects large in the hand's colour."""
    rows = list(view.suspects)
    others = np.setdiff1d(np.arange(len(view.problem)), rows)
    called = say.names(view.estimators)
    traces: Traces = []
    for large in (False, True):
        chosen = rows if large else others
        for number in numbers:
            look = theme.hue(view.estimators[number].loss_at.loss)
            found = view.estimators[number].start is None
            name = _("{loss}, in question") if large else _("{loss}, points")
            colour = theme.HAND if large else look.role
            traces.append(
                theme.scatter(
                    name=name.format(loss=called[number]), x=x[..., chosen],
                    y=y(number)[..., chosen], mode="markers", cliponaxis=False,
                    marker={
                        "color": colour.light, "symbol": look.marker + ("" if found else "-open"),
                        "size": 12 if large else 6, "opacity": 1.0 if large else 0.65,
                        "line": {"width": 1.5, "color": look.role.light if found else colour.light},
                    },
                    hovertemplate=called[number] + "<br>%{y:.3g}<extra></extra>",
                )
            )  # fmt: skip
    return traces


def _included_ranges(
    view: Included, until: float | None = None
) -> tuple[tuple[float, float], tuple[float, float]]:
    frame = frame_of(view.problem)
    right = frame.right_x if until is None else max(frame.right_x, until)
    return _padded(frame.left_x, right), (frame.y_low, frame.y_high)


def _included_layout(view: Included, until: float | None = None) -> dict[str, object]:
    problem = view.problem
    x_range, y_range = _included_ranges(view, until)
    return theme.layout(
        xaxis=theme.axis(
            _named(problem.x_name, problem.x_unit), range=list(x_range),
            domain=[0, 1 - LABEL_SHARE],
        ),
        yaxis=theme.axis(_named(problem.y_name, problem.y_unit), range=list(y_range)),
        uirevision=problem.key,
    )  # fmt: skip


def giants_traces(view: Included) -> Traces:
    """The points, the suspects by name, the lines and their slopes."""
    x_range, y_range = _included_ranges(view)
    slopes = _texts(view, lambda one: [say.fixed(float(line.slope)) for line in one.lines])
    ends = [line.height(np.array(x_range))[..., 1] for line in view.lines]
    return [
        *_suspect_traces(view, labelled=True),
        *_line_traces(view.estimators, view.lines, x_range),
        _label_trace(view.estimators, ends, x_range[1], y_range, slopes),
    ]


def giants_layout(view: Included) -> dict[str, object]:
    """Axes of the data, with room for the names."""
    return _included_layout(view)


def lever_traces(view: Included) -> Traces:
    """Pull against lever arm: what turns a line is the product of both."""
    return _side_traces(view, range(len(view.estimators)), view.arm, view.pulls)


def lever_layout(view: Included) -> dict[str, object]:
    """Room for every number of suspects."""
    every = view.all_counts
    x = _padded(float(every.arm.min()), float(every.arm.max()))
    numbers = range(len(every.estimators))
    pull = 1.1 * max(float(np.nanmax(np.abs(every.pulls(k)))) for k in numbers)
    zero = {"zeroline": True, "zerolinecolor": theme.POINT.light, "zerolinewidth": 1}
    title = _named(_("lever arm: x minus mean x"), view.problem.x_unit)
    return theme.layout(
        xaxis=theme.axis(title, range=list(x), **zero),
        yaxis=theme.axis(_("pull"), range=[-pull, pull], **zero),
        uirevision=view.problem.key,
    )


def _bands(view: Included, ends: tuple[float, float]) -> Traces:
    """Where several lines are equally good: all that they cover, as an area."""
    traces = []
    for number, name in enumerate(say.names(view.estimators)):
        estimator = view.estimators[number]
        if estimator.loss_at.facts.form is not Form.PIECEWISE_LINEAR:
            continue
        outlines = [_outline(lines, ends) for lines in view.vertices[number]]
        x, y = (
            np.reshape(part, (*np.shape(view.count), -1)) for part in zip(*outlines, strict=True)
        )
        colour = theme.hue(estimator.loss_at.loss).role.light
        traces.append(
            theme.scatter(
                name=_("{loss}, equally good lines").format(loss=name), x=x, y=y, mode="lines",
                fill="toself", fillcolor=colour, opacity=0.3, hoverinfo="skip",
                line={"width": 0, "color": colour, "simplify": False},
            )
        )  # fmt: skip
    return traces


def _outline(lines: Array, ends: tuple[float, float]) -> tuple[Array, Array]:
    """Outline (2 CORNERS + 1 points) of what the lines (v, 2) cover; NaN for a single line."""
    if len(lines) < 2:
        nothing = np.full(2 * CORNERS + 1, np.nan)
        return nothing, nothing
    low_x, low_y, high_x, high_y = envelope(lines, *ends)
    x = np.concatenate([_filled(low_x), _filled(high_x)[::-1], low_x[:1]])
    y = np.concatenate([_filled(low_y), _filled(high_y)[::-1], low_y[:1]])
    return x, y


def _filled(corners: Array) -> Array:
    """CORNERS values: the last one repeated; of more corners an even choice."""
    if len(corners) > CORNERS:
        return corners[np.linspace(0, len(corners) - 1, CORNERS).round().astype(np.intp)]
    return np.concatenate([corners, np.full(CORNERS - len(corners), corners[-1])])


def forecast_traces(view: Included, year: float) -> Traces:
    """The points, the suspects, the lines up to x = `year` and what each says there."""
    x_range, y_range = _included_ranges(view, year)
    called = say.names(view.estimators)
    numbers = range(len(called))
    said = _texts(view, lambda one: [say.forecast(one, k, year) for k in numbers])
    heights = [view.height(number, year) for number in numbers]
    ends = (x_range[0], year)
    return [
        *_bands(view, ends),
        *_suspect_traces(view, labelled=False),
        *_line_traces(view.estimators, view.lines, ends),
        *(
            theme.scatter(
                name=_("{loss}, forecast").format(loss=name), x=[year], y=join(heights[number]),
                mode="markers", cliponaxis=False, hovertemplate="%{y:.3g}<extra></extra>",
                marker={
                    "symbol": theme.hue(view.estimators[number].loss_at.loss).marker,
                    "color": theme.hue(view.estimators[number].loss_at.loss).role.light, "size": 11,
                },
            )
            for number, name in enumerate(called)
        ),
        _label_trace(view.estimators, heights, x_range[1], y_range, said),
    ]  # fmt: skip


def forecast_layout(view: Included, year: float) -> dict[str, object]:
    """Axes of the data up to `year`."""
    return _included_layout(view, year)


def weights_traces(view: Included) -> Traces:
    """The weight of each point that takes part, of the losses that have weights.

    Absolute error has none to compare: it pulls by one unit, however small the miss.
    """
    weighted = [
        number
        for number, estimator in enumerate(view.estimators)
        if estimator.loss_at.facts.form is not Form.PIECEWISE_LINEAR
    ]
    return _side_traces(view, weighted, view.problem.x, view.weights)


def weights_layout(view: Included) -> dict[str, object]:
    """Weights from 0, ignored, to 1, as in squared error."""
    problem, frame = view.problem, frame_of(view.problem)
    return theme.layout(
        xaxis=theme.axis(
            _named(problem.x_name, problem.x_unit),
            range=list(_padded(frame.left_x, frame.right_x)),
        ),
        yaxis=theme.axis(_("weight: part of the pull kept"), range=[-0.04, 1.08]),
        uirevision=problem.key,
    )


def giants_figure(view: Included) -> go.Figure:
    """Suspects far out in x, and the lines that follow them."""
    return theme.figure(giants_traces(view), giants_layout(view))


def lever_figure(view: Included) -> go.Figure:
    """Pull against lever arm."""
    return theme.figure(lever_traces(view), lever_layout(view))


def forecast_figure(view: Included, year: float) -> go.Figure:
    """The lines and their forecasts for `year`."""
    return theme.figure(forecast_traces(view, year), forecast_layout(view, year))


def weights_figure(view: Included) -> go.Figure:
    """How much of each point's pull is left."""
    return theme.figure(weights_traces(view), weights_layout(view))


def _count_motion(
    view: Included,
    key: str,
    label: str,
    draws: Sequence[Callable[[Included], Traces]],
    sentence: Callable[[Included], str],
) -> Motion:
    """The slider that lets the suspects in one by one."""
    axis = Axis(key, label, np.arange(len(view.suspects) + 1, dtype=np.float64))

    def track() -> Track:
        every = view.all_counts
        first = every.at(0)
        patches = tuple(patch_of(draw(every), draw(first)) for draw in draws)
        return Track(patches, tuple(sentence(every.at(k)) for k in range(len(axis.stops))))

    return Motion(axis, float(view.count), track)


def _included_table(view: Included) -> Table:
    problem, called = view.problem, say.names(view.estimators)
    columns = (
        problem.point_name, _named(problem.x_name, problem.x_unit),
        _named(problem.y_name, problem.y_unit), _("in the fit"),
        *(text.format(loss=name) for name in called
          for text in (_("residual, {loss}"), _("weight, {loss}"))),
    )  # fmt: skip
    rows = tuple(
        (
            problem.labels[i], words.plain(problem.x[i]), words.plain(problem.y[i]),
            _("yes") if view.taking_part[i] else _("no"),
            *(
                text
                for k in range(len(called))
                for text in (
                    words.number(float(view.residuals(k)[i])),
                    words.number(float(view.weights(k)[i])) if view.taking_part[i] else _("none"),
                )
            ),
        )
        for i in range(len(problem))
    )  # fmt: skip
    return Table(columns, rows)


def giants(view: Included, *, key: str = "count", suspects: str = _("giants")) -> LiveFigure:
    """Suspects far out in x: a single view with lines, lever arms, words, table and slider.

    `key` is the control of the count, `suspects` what many of them are called.
    """
    problem = view.problem
    alt = _(
        "{n} {nouns}, {y} against {x}; {count} of {all} {suspects} take part. Lines by {losses}."
        " Beside them the pull of each point against its lever arm."
    ).format(
        n=problem.n, nouns=problem.nouns, y=problem.y_name, x=problem.x_name, count=view.count,
        all=len(view.suspects), suspects=suspects,
        losses=", ".join(say.names_in_text(view.estimators)),
    )  # fmt: skip

    def sentence(one: Included) -> str:
        return say.giants_sentence(one, suspects)

    label = _("{suspects} in the fit").format(suspects=suspects)
    return LiveFigure(
        (giants_figure(view), lever_figure(view)),
        alt,
        sentence(view),
        _included_table(view),
        (replace(BOX, grow=1.3), BOX),
        motions=(_count_motion(view, key, label, (giants_traces, lever_traces), sentence),),
    )


def forecasts(
    view: Included, year: float, *, key: str = "count", suspects: str = _("wrong years")
) -> LiveFigure:
    """Suspects wrong in y: a single view with forecasts, weights, words, table and slider.

    The right plot shows weights, not pulls: that Huber keeps a part of every wrong year, and Tukey
    none, is read off at a glance there, on the axis of the left plot.
    """
    problem = view.problem
    alt = _(
        "{n} {nouns}, {y} against {x}; {count} of {all} {suspects} take part. Lines by {losses} are"
        " drawn on to {year}. Beside them the weight of each point."
    ).format(
        n=problem.n, nouns=problem.nouns, y=problem.y_name, x=problem.x_name, count=view.count,
        all=len(view.suspects), suspects=suspects,
        losses=", ".join(say.names_in_text(view.estimators)),
        year=words.plain(year),
    )  # fmt: skip

    def sentence(one: Included) -> str:
        return say.forecast_sentence(one, year, suspects)

    def left(one: Included) -> Traces:
        return forecast_traces(one, year)

    label = _("{suspects} in the fit").format(suspects=suspects)
    return LiveFigure(
        (forecast_figure(view, year), weights_figure(view)),
        alt,
        sentence(view),
        _included_table(view),
        (replace(BOX, grow=1.3), BOX),
        motions=(_count_motion(view, key, label, (left, weights_traces), sentence),),
    )
