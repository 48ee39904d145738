"""A surface from above: contours a factor of two apart, its lowest place, a path and a dot.

Colour and contours are drawn of log2 of the height above the lowest: on a linear scale a long
valley would have one colour from end to end.
"""

from collections.abc import Sequence

import numpy as np

from lossviz.data.problems import LineProblem
from lossviz.figures import theme
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.height_map import HeightMap, Room
from lossviz.sweeps import PerStop, join
from lossviz.words import number

Traces = list[theme.Trace]

DOT = _("the dot")
PATH = _("the path")
LOWEST = _("lowest")
LEAST_WAY = 0.12  # of the way: nearer to the lowest place numbers would lie on each other


def contour_trace(seen: HeightMap, *, bar_title: str = "", name: str = "") -> theme.Trace:
    """Contours and colour; with a title also a bar that says what a colour is worth."""
    levels = seen.levels
    log = np.log2(np.clip(seen.excess, levels[0] / 2, 2 * levels[-1]))
    first, last = float(np.log2(levels[0])), float(np.log2(levels[-1]))
    ticks = levels[::-3][::-1]
    return {
        "type": "contour", "name": name or _("contours"), "x": seen.a, "y": seen.b,
        "z": np.round(np.where(np.isfinite(log), log, last + 1), 3).astype(np.float32),
        "zmin": first - 1, "zmax": last + 1, "hoverinfo": "skip", "showlegend": False,
        "showscale": bool(bar_title),
        "colorscale": [[0.0, theme.BACKGROUND.light], [1.0, theme.SQUARE_EDGE.light]],
        "line": {"color": theme.SQUARE.light, "width": 0.8},
        "contours": {"coloring": "heatmap", "start": first, "end": last, "size": 1.0},
        "colorbar": {
            "orientation": "h", "thickness": 10, "len": 0.9, "x": 0.5, "y": 1.02,
            "yanchor": "bottom", "outlinewidth": 0, "tickvals": np.log2(ticks),
            "ticktext": [number(seen.lowest + float(one)) for one in ticks],
            "tickfont": {"size": 12}, "ticklabelposition": "outside top",
            "title": {"text": bar_title, "side": "top", "font": {"size": 13}},
        },
    }  # fmt: skip


def level_trace(seen: HeightMap, lowest: tuple[float, float], toward: tuple[float, float], *,
                every: int = 2, name: str = "") -> theme.Trace:  # fmt: skip
    """What contours cost, written where they cross the way from the lowest place to another."""
    way = np.linspace(0.0, 1.0, 401)
    a, b = (one + way * (to - one) for one, to in zip(lowest, toward, strict=True))
    with np.errstate(over="ignore", invalid="ignore"):
        excess = np.maximum.accumulate(seen.surface.mean(a, b) - seen.lowest)
    levels = [one for one in seen.levels[::-every].tolist() if one < excess[-1]]
    at = np.interp(levels, excess, way)
    where = (at > LEAST_WAY) & (at < 1 - LEAST_WAY / 2)
    text = [number(seen.lowest + one) for one, yes in zip(levels, where, strict=True) if yes]
    return theme.scatter(
        name=name or _("cost of contours"), mode="markers+text", hoverinfo="skip",
        x=np.interp(at, way, a)[where], y=np.interp(at, way, b)[where],
        text=text, textfont={"size": 12, "color": theme.TEXT.light},
        # a stroke that takes the contour away under its number
        marker={"symbol": "line-ew", "size": [3 + 4.6 * len(one) for one in text],
                "opacity": 0.8, "color": theme.BACKGROUND.light,
                "line": {"width": 14, "color": theme.BACKGROUND.light}},
    )  # fmt: skip


def lowest_trace(a: float | Sequence[float], b: float | Sequence[float]) -> theme.Trace:
    """The lowest place, or a line of places that are as low."""
    x, y = np.atleast_1d(a), np.atleast_1d(b)
    return theme.scatter(
        name=LOWEST, x=x, y=y, mode="markers" if len(x) == 1 else "lines+markers",
        hoverinfo="skip", line={"color": theme.BEST.light, "width": 5},
        marker={"symbol": "diamond", "size": 12, "color": theme.BEST.light, "opacity": 1},
    )  # fmt: skip


def bottoms_trace(places: Array, *, name: str = LOWEST, size: int = 12, hollow: bool = False
                  ) -> theme.Trace:  # fmt: skip
    """Bottoms (K, 2) of basins as diamonds; hollow ones are not the lowest. None may be there."""
    a, b = (places if len(places) else np.full((1, 2), np.nan)).T
    look = {"symbol": "diamond-open", "line": {"width": 2}} if hollow else {"symbol": "diamond"}
    return theme.scatter(
        name=name, x=a, y=b, mode="markers", hoverinfo="skip",
        marker={"size": size, "color": theme.BEST.light, "opacity": 1, **look},
    )  # fmt: skip


def path_trace(trail: Array, room: Room, *, name: str = PATH) -> theme.Trace:
    """The places (..., T, 2) of a walk; from where one is far outside the room, nothing.

    Only the first of those is kept, so that the line leaves the drawing.
    """
    shown = kept(trail, room)
    return theme.scatter(
        name=name, x=shown[..., 0], y=shown[..., 1], mode="lines+markers", hoverinfo="skip",
        line={"color": theme.CHANGE.light, "width": 1.5, "simplify": False},
        marker={"color": theme.CHANGE.light, "size": 5, "opacity": 1, "line": {"width": 0}},
    )  # fmt: skip


def kept(trail: Array, room: Room, spans: float = 3.0) -> Array:
    """`trail` (..., T, 2) up to the first place more than so many spans outside of the room.

    That place is drawn in to so many spans, along its step: as pixels no browser can draw 1e30.
    """
    sides = np.array([[room.a.low, room.b.low], [room.a.high, room.b.high]])
    low, high = sides + spans * (sides[1] - sides[0]) * np.array([[-1.0], [1.0]])
    before = np.concatenate([trail[..., :1, :], trail[..., :-1, :]], axis=-2)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        out = ((trail < low) | (trail > high)).any(axis=-1)
        step = trail - before
        ahead = np.where(step == 0, np.inf, (np.where(step > 0, high, low) - before) / step)
        share = ahead.min(axis=-1, initial=1.0, keepdims=True)
        known = np.isfinite(step).all(axis=-1, keepdims=True)
        cut = np.where(known, before + share * step, trail)
    gone = np.cumsum(out, axis=-1) - out > 0  # after the first one outside
    inside = np.where(out[..., None], np.clip(cut, low, high), trail)
    return np.where(gone[..., None], np.nan, inside)


def dot_trace(a: PerStop, b: PerStop, *, name: str = DOT) -> theme.Trace:
    """The place in the hand."""
    return theme.scatter(
        name=name, x=join(a), y=join(b), mode="markers", hoverinfo="skip",
        marker={"color": theme.HAND.light, "size": 14, "opacity": 1},
    )  # fmt: skip


def whole_dot_trace(place: Array, room: Room) -> theme.Trace:
    """The dot at (..., 2), whole at the border of the room too; outside of it, none."""
    low, high = (np.array([room.a.low, room.b.low]), np.array([room.a.high, room.b.high]))
    inside = np.all((place >= low) & (place <= high), axis=-1, keepdims=True)
    shown = np.where(inside, place, np.nan)
    return {**dot_trace(shown[..., 0], shown[..., 1]), "cliponaxis": False}


def start_trace(a: float, b: float, **settings: object) -> theme.Trace:
    """Where a walk begins that is not in the hand."""
    return theme.scatter(
        name=_("start"), x=[a], y=[b], hoverinfo="skip", **{"mode": "markers", **settings},
        marker={"symbol": "square", "size": 11, "color": theme.POINT.light, "opacity": 1},
    )  # fmt: skip


def map_layout(room: Room, across: str, up: str, **settings: object) -> dict[str, object]:
    """One parameter across, the other up; `uirevision` belongs in `settings`."""
    return theme.layout(
        xaxis=theme.axis(across, range=[room.a.low, room.a.high]),
        yaxis=theme.axis(up, range=[room.b.low, room.b.high]),
        **settings,
    )


def lines_layout(room: Room, problem: LineProblem, **settings: object) -> dict[str, object]:
    """The map of all lines of a problem."""
    across = theme.named(_("intercept"), problem.y_unit)
    return map_layout(room, across, theme.named(_("slope"), problem.slope_unit), **settings)


def to_scale(layout: dict[str, object], **across: object) -> dict[str, object]:
    """The same with both parameters to one scale, so that round is round."""
    for key, more in (("xaxis", across), ("yaxis", {"scaleanchor": "x", "scaleratio": 1})):
        layout[key] = {**layout[key], "constrain": "domain", **more}  # type: ignore[dict-item]
    return layout
