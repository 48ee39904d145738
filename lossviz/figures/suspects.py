"""Suspects let in one by one: giants far out in x, years that are wrong in y.

Everything is drawn for one count of suspects or for many: arrays of a sweep have a leading axis.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from lossviz import words
from lossviz.core import Form
from lossviz.figures import theme
from lossviz.figures.fitted_lines import (
    BOX,
    LABEL_SHARE,
    Traces,
    label_trace,
    line_traces,
    padded,
)
from lossviz.figures.live import LiveFigure, Motion, Table, Track, patch_of
from lossviz.i18n import _
from lossviz.included import Included, envelope
from lossviz.lines import frame_of
from lossviz.numerics import Array
from lossviz.sweeps import Axis, join
from lossviz.words import outliers as say

CORNERS = 16  # of either edge of a band


def _texts(view: Included, text: Callable[[Included], Sequence[str]]) -> NDArray[np.str_]:
    """Texts of a view (m,), or of every stop of a sweep (S, m)."""
    if np.ndim(view.count) == 0:
        return np.array(text(view))
    return np.array([text(view.at(k)) for k in range(len(np.asarray(view.count)))])


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
    return padded(frame.left_x, right), (frame.y_low, frame.y_high)


def _included_layout(view: Included, until: float | None = None) -> dict[str, object]:
    problem = view.problem
    x_range, y_range = _included_ranges(view, until)
    return theme.layout(
        xaxis=theme.axis(
            theme.named(problem.x_name, problem.x_unit), range=list(x_range),
            domain=[0, 1 - LABEL_SHARE],
        ),
        yaxis=theme.axis(theme.named(problem.y_name, problem.y_unit), range=list(y_range)),
        uirevision=problem.key,
    )  # fmt: skip


def giants_traces(view: Included) -> Traces:
    """The points, the suspects by name, the lines and their slopes."""
    x_range, y_range = _included_ranges(view)
    slopes = _texts(view, lambda one: [say.fixed(float(line.slope)) for line in one.lines])
    ends = [line.height(np.array(x_range))[..., 1] for line in view.lines]
    return [
        *_suspect_traces(view, labelled=True),
        *line_traces(view.estimators, view.lines, x_range),
        label_trace(view.estimators, ends, x_range[1], y_range, slopes),
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
    x = padded(float(every.arm.min()), float(every.arm.max()))
    numbers = range(len(every.estimators))
    pull = 1.1 * max(float(np.nanmax(np.abs(every.pulls(k)))) for k in numbers)
    zero = {"zeroline": True, "zerolinecolor": theme.POINT.light, "zerolinewidth": 1}
    title = theme.named(_("lever arm: x minus mean x"), view.problem.x_unit)
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
        *line_traces(view.estimators, view.lines, ends),
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
        label_trace(view.estimators, heights, x_range[1], y_range, said),
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
            theme.named(problem.x_name, problem.x_unit),
            range=list(padded(frame.left_x, frame.right_x)),
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
        problem.point_name, theme.named(problem.x_name, problem.x_unit),
        theme.named(problem.y_name, problem.y_unit), _("in the fit"),
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
