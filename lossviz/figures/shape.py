"""The shape of Barron's loss moved: its line on the points, and its pull.

No axis moves with the hand. A fitted number is the slope, or the level where a level is fitted.
"""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.fitted_lines import TALL_BOX, fitted_name
from lossviz.figures.live import Box, LiveFigure, Motion, Table, Track, patch_of
from lossviz.i18n import _
from lossviz.lines import frame_of
from lossviz.shape import AlphaView
from lossviz.sweeps import Axis
from lossviz.words import influence as say

PULL_ROOM = 4.0
"""Tolerances up to which pulls are drawn; what pulls harder leaves the pane."""


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
            theme.named(problem.x_name, problem.x_unit),
            range=[frame.left_x - pad, frame.right_x + pad],
        ),
        yaxis=theme.axis(
            theme.named(problem.y_name, problem.y_unit), range=[frame.y_low, frame.y_high]
        ),
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
            theme.named(_("residual"), problem.y_unit),
            range=[-1.05 * view.reach, 1.05 * view.reach],
        ),
        yaxis=theme.axis(theme.named(_("pull"), problem.y_unit), range=[-limit, limit]),
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
        Table((_("shape"), fitted_name(view.problem)), rows),
        (Box(TALL_BOX.height, 280, 300, 1.4), Box(TALL_BOX.height, 260, 280)),
        (Motion(axis, float(view.alpha), lambda: alpha_track(batch)),),
    )  # fmt: skip
