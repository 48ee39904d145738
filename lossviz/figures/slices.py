"""A slice through the surface of a network: contours, its lowest place, the path or the end."""

import numpy as np

from lossviz.figures import contour_map, theme
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.slices import Slice
from lossviz.sweeps import PerStop

END = _("end of training")


def slice_traces(cut: Slice, index: PerStop) -> list[theme.Trace]:
    """The map; with a plane of the path, the projected path and in it the step `index`.

    `index` is a number of the path's networks, or one per stop.
    """
    traces = [
        contour_map.contour_trace(cut.seen, bar_title=_("mean loss on the slice")),
        {**contour_map.lowest_trace(*cut.lowest), "cliponaxis": False},  # it may lie on the edge
    ]
    if cut.plane is not None:
        places: Array = cut.plane.places
        traces.append(contour_map.path_trace(places, cut.room))
    traces.append(
        theme.scatter(
            name=END, x=[0.0], y=[0.0], mode="markers", hoverinfo="skip",
            marker={"symbol": "cross-thin", "size": 15, "opacity": 1, "color": theme.TEXT.light,
                    "line": {"width": 3, "color": theme.TEXT.light}},
        )
    )  # fmt: skip
    if cut.plane is not None:
        here = places[np.asarray(index, dtype=np.intp)]
        traces.append(contour_map.dot_trace(here[..., 0], here[..., 1]))
    return traces


def slice_layout(cut: Slice, revision: str) -> dict[str, object]:
    """The two directions: lengths along the path, or in sizes of each unit."""
    if cut.plane is None:
        across = _("first random direction (unit sizes)")
        up = _("second (unit sizes)")
    else:
        across, up = _("first direction of the path"), _("second direction of the path")
    layout = contour_map.map_layout(
        cut.room, across, up, uirevision=revision, margin={"l": 74, "r": 12, "t": 60, "b": 52}
    )
    for axis in ("xaxis", "yaxis"):  # a short path is no number of "micro"
        layout[axis] = {**layout[axis], "exponentformat": "power"}  # type: ignore[dict-item]
    return layout
