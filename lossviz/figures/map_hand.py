"""What a hand has on a map: the dot, the way downhill from it, and what is written above."""

from collections.abc import Callable

import numpy as np

from lossviz.figures import contour_map, theme
from lossviz.figures.live import Plane, Track
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.height_map import Room
from lossviz.surfaces.minimisers import spans
from lossviz.sweeps import PerStop
from lossviz.words import far, numbers, texts

Traces = list[theme.Trace]

LENGTH = 0.16  # of the room: of the arrow
BARB, OPEN = 0.045, 0.6  # length of the head of an arrow, and the cosine and sine of half of it

LIFT = {"size": 16, "opacity": 0}
"""A mark that is not seen: it lifts a text above the handle that may stand in a corner."""


def dot_plane(
    label: str, keys: tuple[str, str], place: tuple[float, float], room: Room,
    answer: Callable[[float, float], Track], *, plot: int = 0, rides: str = contour_map.DOT,
) -> Plane:  # fmt: skip
    """The dot in the hand: its controls across and up are `keys`, and it may go all over the room.

    `rides` names the trace of the dot, on plot number `plot`.
    """
    (x_key, y_key), (x, y), (x_step, y_step) = keys, place, room.steps
    return Plane(
        label=label, x_key=x_key, y_key=y_key, x=float(x), y=float(y), x_range=room.a,
        y_range=room.b, x_step=x_step, y_step=y_step, answer=answer, plot=plot, rides=(rides, 0),
    )  # fmt: skip


def cursor_traces(a: PerStop, b: PerStop, height: Array, downhill: Array, room: Room) -> Traces:
    """All that goes with the dot: an arrow along `downhill` (..., 2), and what it costs there."""
    return [
        _arrow_trace(a, b, downhill, spans(room)),
        contour_map.dot_trace(a, b),
        theme.scatter(
            name=_("here"), x=[room.a.low], y=[room.b.high], mode="markers+text",
            text=texts(_("here {height}"), height=numbers(height, form=far))[..., None],
            textposition="top right", hoverinfo="skip", cliponaxis=False, marker=LIFT,
            textfont={"color": theme.HAND.light, "size": 15},
        ),
    ]  # fmt: skip


def _arrow_trace(a: PerStop, b: PerStop, way: Array, span: Array) -> theme.Trace:
    """An arrow from (a, b) along `way` (..., 2), a unit vector in spans; none where it is 0."""
    there = np.linalg.norm(way, axis=-1, keepdims=True) > 0
    way = np.where(there, way, np.nan)
    across = np.stack([-way[..., 1], way[..., 0]], axis=-1)
    start = np.stack(np.broadcast_arrays(a, b), axis=-1) / span
    tip = start + LENGTH * way
    left = tip - BARB * (way - OPEN * across)
    right = tip - BARB * (way + OPEN * across)
    line = np.stack([start, tip, left, tip, right], axis=-2) * span
    return theme.scatter(
        name=_("downhill"), x=line[..., 0], y=line[..., 1], mode="lines", hoverinfo="skip",
        line={"color": theme.HAND.light, "width": 2.5, "simplify": False},
    )  # fmt: skip


def lowest_text_trace(text: str, room: Room, *, size: int = 14) -> theme.Trace:
    """How low it gets, written above the map on the right."""
    return theme.scatter(
        name=_("lowest of all"), x=[room.a.high], y=[room.b.high], mode="markers+text",
        text=[text], textposition="top left", hoverinfo="skip", cliponaxis=False, marker=LIFT,
        textfont={"color": theme.BEST.light, "size": size},
    )  # fmt: skip
