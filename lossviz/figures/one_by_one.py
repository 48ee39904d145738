"""One value per point: what leaving it out does, its weight, its leverage and Cook's distance.

No axis moves with the hand. A fitted number is the slope, or the level where a level is fitted.
"""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.data.problems import LineProblem
from lossviz.figures import theme
from lossviz.figures.fitted_lines import TALL_BOX, range_of
from lossviz.figures.live import LiveFigure, Table
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.one_by_one import LeaveOneOutView, WeightsView
from lossviz.words import influence as say

# --- bars -------------------------------------------------------------------------------------


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
        theme.named(title, say.unit(problem)), range=range_of(view.changes, np.zeros(1), pad=0.15),
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
        say.leave_one_out_sentence(view), Table(columns, rows), (TALL_BOX,),
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
        (TALL_BOX,),
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
            theme.named(_("residual of least squares"), problem.y_unit), range=[-side, side]
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
        (influence_figure(view),), alt, say.influence_sentence(view), Table(columns, rows),
        (TALL_BOX,),
        picks={POINTS: pick} if pick else {},
    )  # fmt: skip
