"""The map of a ground to walk on, with a bar of what its colours are worth; and its legends."""

from lossviz.figures import contour_map, theme
from lossviz.i18n import _
from lossviz.surfaces.grounds import Ground
from lossviz.words.optimisers import with_unit

TOP = {"l": 72, "r": 12, "t": 64, "b": 52}
"""Margins with room above: for a bar, or a legend."""
LEGEND = {**theme.LEGEND, "font": {"size": 12}}


def ground_trace(ground: Ground) -> theme.Trace:
    """Its contours, and a bar of mean losses."""
    return contour_map.contour_trace(ground.seen, bar_title=with_unit(_("mean loss"), ground))


def parameters(ground: Ground) -> tuple[str, str]:
    """What its parameters are called, with their units."""
    (a, b), (a_unit, b_unit) = ground.surface.model.names, ground.units
    return theme.named(a, a_unit), theme.named(b, b_unit)


def ground_layout(ground: Ground, name: str) -> dict[str, object]:
    """Its parameters with their units; a zoom is kept while `name` and ground stay."""
    return contour_map.map_layout(
        ground.room, *parameters(ground), margin=TOP, uirevision=f"{name} {ground.key}"
    )
