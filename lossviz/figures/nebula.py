"""One nebula in the hand, and two maps: the bowl that slides, and the creases, one of which moves.

The curves of equal height are lines, not contours of a grid: so they move with the hand.
"""

from collections.abc import Mapping
from functools import partial

import numpy as np
import plotly.graph_objects as go

from lossviz.figures import theme
from lossviz.figures.contour_map import LOWEST, map_layout
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.figures.moved_point import moved_layout, moved_traces
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.nebula import RINGS, Nebula, velocities
from lossviz.sweeps import Axis, Sweep
from lossviz.words import nebula as say
from lossviz.words import number, plain

Traces = list[theme.Trace]

BOXES = (
    Box(height=340, phone_height=320, min_width=290, grow=1.2),
    Box(height=340, phone_height=330, min_width=270),
    Box(height=340, phone_height=330, min_width=270),
)
MARGIN = {"l": 64, "r": 10, "t": 50, "b": 52}
WIDTHS = (2.5, 2.0, 1.5)
THIN = 1.0
BESIDE = "\N{EN SPACE}"
NAMES = 0.2  # of the width of the data, for the first words of two losses
NUDGE = 150.0  # km/s


def data_traces(view: Nebula) -> Traces:
    """The nebulae, the one in the hand, both lines: their names clear of the ring around it."""
    traces = moved_traces(view.moved)
    return [{**one, "text": [BESIDE + name for name in _texts(one)]}
            if one["mode"] == "text" else one for one in traces]  # fmt: skip


def _texts(trace: theme.Trace) -> list[str]:
    texts = trace["text"]
    assert isinstance(texts, np.ndarray)
    return [str(text) for text in texts]


def _rings(curves: Array, heights: Array, hue: theme.Hue) -> Traces:
    """Curves (..., L, N, 2) of equal height, the inner one the widest."""
    return [
        theme.scatter(
            name=_("{height} above the lowest").format(height=number(height)),
            x=curves[..., k, :, 0], y=curves[..., k, :, 1], mode="lines", hoverinfo="skip",
            line={"color": hue.role.light, "width": WIDTHS[k], "simplify": False},
        )
        for k, height in enumerate(heights.tolist())
    ]  # fmt: skip


def _trail(places: Array) -> theme.Trace:
    return theme.scatter(
        name=_("trail of the lowest place"), x=places[..., 0], y=places[..., 1], mode="lines",
        hoverinfo="skip", line={"color": theme.POINT.light, "width": 4, "simplify": False},
    )  # fmt: skip


def _places(view: Nebula, k: int) -> Traces:
    """The lowest place as measured, an open diamond, and now, a full one."""
    start, now = view.measured.best[k], view.best[..., k, :]
    return [
        theme.scatter(
            name=_("lowest as measured"), x=start[:1], y=start[1:], mode="markers",
            hoverinfo="skip",
            marker={"symbol": "diamond-open", "size": 17, "color": theme.POINT.light, "opacity": 1,
                    "line": {"width": 2}},
        ),
        theme.scatter(
            name=LOWEST, x=now[..., :1], y=now[..., 1:], mode="markers", hoverinfo="skip",
            marker={"symbol": "diamond", "size": 12, "color": theme.BEST.light, "opacity": 1},
        ),
    ]  # fmt: skip


def bowl_traces(view: Nebula) -> Traces:
    """The map of squared error."""
    look = theme.hue(view.squared.loss)
    start = np.broadcast_to(view.measured.best[0], view.best[..., 0, :].shape)
    trail = np.stack([start, view.best[..., 0, :]], axis=-2)
    return [
        *_rings(view.bowls, RINGS[0], look), _trail(trail), *_places(view, 0)
    ]  # fmt: skip


def _lines(creases: Array) -> tuple[Array, Array]:
    """Segments (n, 2, 2) as one line with gaps."""
    gap = np.full((len(creases), 1, 2), np.nan)
    x, y = np.concatenate([creases, gap], axis=1).reshape(-1, 2).T
    return x, y


def crease_traces(view: Nebula) -> Traces:
    """The map of absolute error: a crease per nebula, the one in the hand thick."""
    look = theme.hue(view.absolute.loss)
    others = np.arange(len(view.problem)) != view.row
    x, y = _lines(view.creases(view.problem.y)[others])
    return [
        theme.scatter(
            name=_("creases"), x=x, y=y, mode="lines", hoverinfo="skip",
            line={"color": theme.POINT.light, "width": THIN}, opacity=0.35,
        ),
        theme.scatter(
            name=_("crease of the nebula"), x=view.crease[..., 0], y=view.crease[..., 1],
            mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 3, "simplify": False},
        ),
        *_rings(view.creases_around, RINGS[1], look),
        _trail(view.trail), *_places(view, 1),
    ]  # fmt: skip


def nebula_layout(view: Nebula, k: int) -> dict[str, object]:
    """Intercept across, slope up, the same room for both losses; above, which curves are drawn."""
    problem = view.problem
    loss = (view.squared, view.absolute)[k].loss.name
    unit = (_("({unit})²"), "{unit}")[k].format(unit=problem.y_unit)
    top = _("outer curve: lowest + {height} {unit}").format(
        height=f"{RINGS[k][-1]:,.0f}", unit=unit
    )
    title = f"{loss}<br><span style='font-size:13px'>{top}</span>"
    layout = map_layout(
        view.room,
        theme.named(_("intercept"), problem.y_unit),
        theme.named(_("slope"), problem.slope_unit),
        title={"text": title, "x": 0.02, "xanchor": "left", "y": 0.955, "yanchor": "top",
               "font": {"size": 15}},
        margin=MARGIN,
        uirevision=f"nebula {view.row} {k}",
    )  # fmt: skip
    for side in ("xaxis", "yaxis"):  # grid lines would look like creases
        layout[side] = {
            **_axis_of(layout, side),
            "showgrid": False,
            "showline": True,
            "mirror": True,
        }
    return layout


def data_layout(view: Nebula) -> dict[str, object]:
    """The data with little room for the names of two lines."""
    layout = moved_layout(view.moved)
    across = {**_axis_of(layout, "xaxis"), "domain": [0, 1 - NAMES]}
    return {**layout, "xaxis": across, "margin": MARGIN}


def _axis_of(layout: Mapping[str, object], side: str) -> Mapping[str, object]:
    axis = layout[side]
    assert isinstance(axis, Mapping)
    return axis


def nebula_figures(view: Nebula) -> tuple[go.Figure, ...]:
    """The data and both maps."""
    return (
        theme.figure(data_traces(view), data_layout(view)),
        theme.figure(
            bowl_traces(view), nebula_layout(view, 0)
        ),
        theme.figure(
            crease_traces(view), nebula_layout(view, 1)
        ),
    )  # fmt: skip


def nebula(view: Nebula, key: str, *, told: bool = True) -> LiveFigure:
    """Data and maps in figure, words and table; `key` is the control of the velocity.

    Unless `told`, what the reader is to guess is not said before the nebula has moved.
    """
    stops = velocities(float(view.velocity), view.at_first)
    label = _("{nebula}, up and down").format(nebula=view.label)
    axis = Axis(key, label, stops, view.problem.y_unit, magnets=(view.at_first,))
    sweep = Sweep(axis, view.through(velocity=stops))
    draw = (data_traces, bowl_traces, crease_traces)

    def track() -> Track:
        return track_of(sweep, draw, partial(say.nebula_sentence, told=told))

    handle = Handle(label, float(view.problem.x[view.row]), stops)
    nudge = float(view.velocity) - NUDGE
    motion = Motion(axis, float(view.velocity), track, handle,
                    nudge=nudge if nudge >= stops[0] else None)  # fmt: skip
    return LiveFigure(
        nebula_figures(view), say.nebula_alt(view), say.nebula_sentence(view, told=told),
        _table(view), BOXES, (motion,),
    )  # fmt: skip


def _table(view: Nebula) -> Table:
    rows = []
    for k, loss_at in enumerate((view.squared, view.absolute)):
        for which, one in ((_("as measured"), view.measured), (_("now"), view)):
            a, b = one.best[k].tolist()
            rows.append((
                loss_at.loss.name, which, plain(float(one.velocity)), number(a, 4), number(b, 4),
                number(float(one.lowest[k]), 4), number(float(one.residual[k]), 4),
            ))  # fmt: skip
    problem = view.problem
    return Table(
        (
            _("loss"), _("when"), theme.named(problem.y_name, problem.y_unit),
            theme.named(_("intercept"), problem.y_unit),
            theme.named(_("slope"), problem.slope_unit),
            _("lowest mean loss"), theme.named(_("residual of the nebula"), problem.y_unit),
        ),
        tuple(rows),
    )  # fmt: skip
