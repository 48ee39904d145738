"""The points of a problem and a line through them, held at its two ends."""

import numpy as np

from lossviz.data.problems import LineProblem
from lossviz.figures import theme
from lossviz.i18n import _
from lossviz.lines import Frame
from lossviz.sweeps import PerStop, join

LINE = _("your line")
ENDS = _("ends of your line")
PAD = 0.04  # of the range of x, so that a grip at an end is whole


def points_trace(problem: LineProblem, *, name: str = "") -> theme.Trace:
    """The points; a weight is an area."""
    size = np.full(len(problem.x), 8.0)
    if problem.weight is not None:
        size = 5 + 13 * np.sqrt(problem.weight / problem.weight.max())
    return theme.scatter(
        name=name or _("data"), x=problem.x, y=problem.y, mode="markers", text=list(problem.labels),
        marker={"color": theme.POINT.light, "size": size, "opacity": 0.9, "line": {"width": 0}},
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip


def line_traces(a: PerStop, b: PerStop, frame: Frame) -> list[theme.Trace]:
    """The line a + b x across the frame, and its two ends as a trace of two points."""
    left, right = a + b * frame.left_x, a + b * frame.right_x
    across = [frame.left_x, frame.right_x]
    return [
        theme.scatter(
            name=LINE, x=across, y=join(left, right), mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=ENDS, x=across, y=join(left, right), mode="markers", hoverinfo="skip",
            cliponaxis=False, marker={"color": theme.HAND.light, "size": 14, "opacity": 1},
        ),
    ]  # fmt: skip


def data_layout(problem: LineProblem, frame: Frame, **settings: object) -> dict[str, object]:
    """The axes of the data."""
    pad = PAD * (frame.right_x - frame.left_x)
    return theme.layout(
        xaxis=theme.axis(
            theme.named(problem.x_name, problem.x_unit),
            range=[frame.left_x - pad, frame.right_x + pad],
        ),
        yaxis=theme.axis(
            theme.named(problem.y_name, problem.y_unit), range=[frame.y_low, frame.y_high]
        ),
        **settings,
    )
