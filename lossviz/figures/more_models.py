"""The map of a model of two parameters, and beside it the data with what the dot predicts."""

import numpy as np

from lossviz.figures import contour_map, theme
from lossviz.figures.live import Box, LiveFigure, Table, Track, track_at
from lossviz.figures.map_hand import cursor_traces, dot_plane, lowest_text_trace
from lossviz.i18n import _
from lossviz.surfaces.more_models import Case, OnModel
from lossviz.words import more_models as say
from lossviz.words import number

Traces = list[theme.Trace]

BOXES = (Box(height=460, phone_height=350, grow=1.2), Box(height=460, phone_height=310))
MARGIN = {"l": 64, "r": 14, "t": 34, "b": 52}
GONE = np.full((1, 2), np.nan)


def _places(case: Case) -> Traces:
    """The lowest places filled, other bottoms open, a saddle as a cross."""
    found = case.found
    around = np.vstack([found.lowest, found.lowest[:1]]) if found.many else GONE
    less = found.others[max(len(case.bottoms) - 1, 0) :]
    saddle = np.array([case.saddle]) if case.saddle is not None else GONE
    return [
        theme.scatter(
            name=_("all as low"), x=around[:, 0], y=around[:, 1], mode="lines", fill="toself",
            hoverinfo="skip", fillcolor=theme.BEST.light, opacity=0.8,
            line={"color": theme.BEST.light, "width": 4},
        ),
        contour_map.bottoms_trace(less, name=_("other basins"), hollow=True),
        theme.scatter(
            name=_("saddle"), x=saddle[:, 0], y=saddle[:, 1], mode="markers", hoverinfo="skip",
            marker={"color": theme.DOWN.light, "opacity": 1, "symbol": "x-thin", "size": 24,
                    "line": {"width": 3, "color": theme.DOWN.light}},
        ),
        contour_map.bottoms_trace(case.bottoms, size=13),
    ]  # fmt: skip


def map_traces(view: OnModel) -> Traces:
    """Contours, minima and the dot."""
    case = view.case
    return [
        contour_map.contour_trace(case.seen),
        *_places(case),
        lowest_text_trace(say.lowest_text(case), case.seen.room, size=15),
        *moving_traces(view),
    ]


def moving_traces(view: OnModel) -> Traces:
    """What goes with the dot on the map."""
    return cursor_traces(view.a, view.b, view.height, view.downhill, view.case.seen.room)


def curve_traces(view: OnModel) -> Traces:
    """What the dot predicts."""
    return [
        theme.scatter(
            name=_("what the dot says"), x=view.case.pane.x, y=view.curve, mode="lines",
            hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 3, "simplify": False},
        )
    ]  # fmt: skip


def data_traces(view: OnModel) -> Traces:
    """The data, what a lowest place says of them, and what the dot does."""
    case, pane = view.case, view.case.pane
    best = np.full(len(pane.x), np.nan)
    if not case.found.many and len(case.found.lowest):
        best = pane.curve(*case.found.lowest[0].tolist())
    x, y = pane.points
    return [
        theme.scatter(
            name=_("lowest"), x=pane.x, y=best, mode="lines", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 2, "dash": "dash"},
        ),
        theme.scatter(
            name=_("data"), x=x, y=y, mode="markers", hoverinfo="skip",
            marker={"color": theme.POINT.light, "size": 9, "opacity": 0.9, "line": {"width": 0}},
        ),
        *curve_traces(view),
    ]  # fmt: skip


def map_layout(case: Case) -> dict[str, object]:
    """One parameter across, the other up."""
    return contour_map.map_layout(case.seen.room, *case.names, uirevision=case.key, margin=MARGIN)


def data_layout(case: Case) -> dict[str, object]:
    """The axes of the data."""
    (x, y), (across, up) = case.pane.names, case.pane.ranges
    return theme.layout(
        xaxis=theme.axis(x, range=list(across)), yaxis=theme.axis(y, range=list(up)),
        uirevision=case.key, margin=MARGIN,
    )  # fmt: skip


def on_model(view: OnModel, x_key: str, y_key: str) -> LiveFigure:
    """Map and data; the controls of the dot are `x_key` and `y_key`."""
    case, move = view.case, (moving_traces, curve_traces)

    def answer(a: float, b: float) -> Track:
        return track_at(view.through(a=np.array([a]), b=np.array([b])), move, say.dot_sentence)

    label = _("The dot: {across} and {up}").format(across=case.names[0], up=case.names[1])
    plane = dot_plane(label, (x_key, y_key), (view.a, view.b), case.seen.room, answer)
    return LiveFigure(
        (
            theme.figure(map_traces(view), map_layout(case)),
            theme.figure(data_traces(view), data_layout(case)),
        ),
        say.model_alt(case), say.dot_sentence(view), _table(view), BOXES, plane=plane,
    )  # fmt: skip


def _table(view: OnModel) -> Table:
    case = view.case
    rows = [(_("the dot"), number(float(view.a), 4), number(float(view.b), 4),
             number(float(view.height), 4))]  # fmt: skip
    surface = case.seen.surface
    for name, places in (
        (say.lowest_name(case), case.found.lowest), (_("other bottom"), case.found.others),
    ):  # fmt: skip
        rows += [
            (name, number(float(a), 4), number(float(b), 4),
             number(float(surface.mean(float(a), float(b))), 4))
            for a, b in places
        ]  # fmt: skip
    return Table(("", *case.names, say.height_name(case)), tuple(rows))
