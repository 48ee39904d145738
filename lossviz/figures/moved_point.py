"""One point in the hand: the lines that follow it, and how hard every point pulls on them.

Everything is drawn for one stop of the hand or for many: arrays of a sweep have a leading axis.
"""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lossviz import words
from lossviz.estimators import Estimator
from lossviz.figures import theme
from lossviz.figures.fitted_lines import (
    BOX,
    LABEL_SHARE,
    MARGIN,
    Traces,
    label_trace,
    line_traces,
    padded,
)
from lossviz.figures.live import Handle, LiveFigure, Motion, Patch, Plane, Table, Track, patch_of
from lossviz.i18n import _
from lossviz.moved_point import MovedAxes, MovedPoint, point_name
from lossviz.numerics import Array, Interval
from lossviz.sweeps import join
from lossviz.words import outliers as say

RIDERS = 48  # points that ride on the curves of one figure, the moved ones included
KNOTS = 33  # points of a curve that is not made of straight lines
POINT_SIZE, LEAST_SIZE, HAND_SIZE = 10.0, 4.0, 16


def _moved_ranges(view: MovedPoint) -> tuple[tuple[float, float], tuple[float, float]]:
    x, y = view.frame
    return padded(x.low, x.high), padded(y.low, y.high)


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
        *line_traces(view.estimators, view.lines, x_range),
        label_trace(
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
            theme.named(problem.x_name, problem.x_unit), range=list(x_range),
            domain=[0, 1 - LABEL_SHARE],
        ),
        yaxis=theme.axis(theme.named(problem.y_name, problem.y_unit), range=list(y_range)),
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
            theme.named(_("residual"), view.problem.y_unit), range=[-residual, residual], **zero
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
        problem.point_name, theme.named(problem.x_name, problem.x_unit),
        theme.named(problem.y_name, problem.y_unit),
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
