"""A walk on the map of all lines, and beside it the line of the place where it has come to."""

from functools import partial

import numpy as np

from lossviz.figures import contour_map, line_on_data, theme
from lossviz.figures.live import Box, LiveFigure, Motion, Plane, Table, Track, patch_of, track_of
from lossviz.i18n import _
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.walk import Walk
from lossviz.sweeps import Axis, Sweep
from lossviz.words import line_walk as say
from lossviz.words import number

Traces = list[theme.Trace]

BOXES = (Box(height=440, phone_height=340), Box(height=440, phone_height=320))


def map_traces(hill: LineHill, walk: Walk) -> Traces:
    """Contours, the best line, the path and the dot."""
    title = _("mean loss")
    return [
        contour_map.contour_trace(hill.seen, bar_title=title),
        contour_map.lowest_trace(*hill.best),
        contour_map.path_trace(walk.trail, hill.room),
        contour_map.dot_trace(walk.place[..., 0], walk.place[..., 1]),
    ]


def data_traces(hill: LineHill, walk: Walk) -> Traces:
    """The points and the line."""
    return [
        line_on_data.points_trace(hill.problem),
        *line_on_data.line_traces(walk.place[..., 0], walk.place[..., 1], hill.frame),
    ]


def line_walk(hill: LineHill, walk: Walk) -> LiveFigure:
    """Map and data; the dot, both ends of the line and the steps are in the hand."""
    problem = hill.problem
    draw = (partial(map_traces, hill), partial(data_traces, hill))
    names = [
        theme.named(_("intercept"), problem.y_unit), theme.named(_("slope"), problem.slope_unit)
    ]  # fmt: skip
    figures = (
        theme.figure(
            draw[0](walk),
            contour_map.map_layout(hill.room, *names, uirevision=problem.key,
                                   margin={"l": 64, "r": 12, "t": 60, "b": 52}),
        ),
        theme.figure(
            draw[1](walk), line_on_data.data_layout(problem, hill.frame, uirevision=problem.key)
        ),
    )  # fmt: skip
    speak = partial(say.walk_sentence, hill)
    stops = np.arange(walk.n_steps + 1.0)
    steps = Sweep(Axis("steps", _("Steps"), stops), walk.through(step=stops))
    a, b = walk.place.tolist()
    step_a, step_b = hill.room.steps

    def answer(a: float, b: float) -> Track:
        there = walk.through(a=np.array([a]), b=np.array([b]), step=np.zeros(1))
        one = there.at(0)
        return Track(tuple(patch_of(t(there), t(one)) for t in draw), (speak(one),))

    plane = Plane(
        label=_("The dot: intercept and slope"), x_key="intercept", y_key="slope", x=a, y=b,
        x_range=hill.room.a, y_range=hill.room.b, x_step=step_a, y_step=step_b, answer=answer,
        rides=(contour_map.DOT, 0),
    )  # fmt: skip
    return LiveFigure(
        figures, say.walk_alt(hill), speak(walk), _table(hill, walk), BOXES,
        (Motion(steps.axis, float(walk.step), lambda: track_of(steps, draw, speak)),), plane,
    )  # fmt: skip


def _table(hill: LineHill, walk: Walk) -> Table:
    a, b = walk.place.tolist()
    rows = (
        (_("the dot"), number(a, 4), number(b, 4), number(float(walk.loss), 4)),
        (_("lowest"), *(number(one, 4) for one in hill.best), number(hill.seen.lowest, 4)),
    )
    return Table(("", _("intercept"), _("slope"), _("mean loss")), rows)
