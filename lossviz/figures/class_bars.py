"""Bars of classes that can move: rectangles from zero, their numbers, arrows of the pulls."""

from collections.abc import Sequence

import numpy as np

from lossviz.figures import theme
from lossviz.i18n import _
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.triangle import SPECIES
from lossviz.numerics import Array
from lossviz.words import Text

LOOKS = tuple(theme.HUES[name] for name in ("blue", "magenta", "gold"))
"""Colour, dash and marker of three species."""
COLOURS = tuple(look.role.light for look in LOOKS)
HALF = 0.36  # of the room of one class: half a bar


def species_axis(title: str) -> dict[str, object]:
    """A place for each species; the true one is said to be so."""
    names = [
        _("<b>{name}</b> (true)").format(name=name) if k == TRUE else name
        for k, name in enumerate(SPECIES)
    ]
    return theme.axis(
        title, range=[-0.55, 2.55], tickvals=[0, 1, 2], ticktext=names, showgrid=False
    )


def box(x: float, half: float, low: Array, high: Array) -> tuple[list[float], Array]:
    """Corners of an upright bar at `x` from low to high, of shape (...,): x (5,) and y (..., 5).

    No bar where an end is NaN.
    """
    low, high = np.broadcast_arrays(low, high)
    low, high = np.where(np.isnan(high), np.nan, low), np.where(np.isnan(low), np.nan, high)
    return (
        [x - half, x - half, x + half, x + half, x - half],
        np.stack([low, high, high, low, low], axis=-1),
    )


def bar_traces(
    values: Array, names: Sequence[str], colours: Sequence[str], half: float = HALF
) -> list[theme.Trace]:
    """A bar for each of K values (..., K), filled in its colour."""
    traces = []
    for k, (name, colour) in enumerate(zip(names, colours, strict=True)):
        x, y = box(float(k), half, np.zeros(()), np.asarray(values)[..., k])
        traces.append(
            theme.scatter(
                name=_("bar of {name}").format(name=name), x=x, y=y, mode="lines", fill="toself",
                fillcolor=colour, hoverinfo="skip", opacity=0.85,
                line={"color": colour, "width": 1, "simplify": False},
            )
        )  # fmt: skip
    return traces


def edge_name(name: str) -> str:
    """What the edge is called that the hand takes hold of."""
    return _("edge of {name}").format(name=name)


def edge_traces(values: Array, names: Sequence[str], half: float = HALF) -> list[theme.Trace]:
    """A level edge at each of K values (..., K): where the hand takes hold, whoever moves it."""
    traces = []
    for k, name in enumerate(names):
        y = np.asarray(values)[..., k]
        traces.append(
            theme.scatter(
                name=edge_name(name), x=[k - half, float(k), k + half],
                y=np.stack([y, y, y], axis=-1), mode="lines", hoverinfo="skip",
                line={"color": theme.HAND.light, "width": 6, "simplify": False},
            )
        )  # fmt: skip
    return traces


def text_trace(
    name: str,
    x: Array,
    y: Array,
    text: Text,
    place: str = "top center",
    role: theme.Role = theme.TEXT,
) -> theme.Trace:
    """Numbers beside what they belong to."""
    return theme.scatter(
        name=name, x=x, y=y, mode="text", text=text, textposition=place, hoverinfo="skip",
        cliponaxis=False, textfont={"size": 15, "color": role.light},
    )  # fmt: skip


def arrow_traces(pulls: Array, foot: Array, length: float, at: Array) -> list[theme.Trace]:
    """An arrow up or down for each pull (..., K), from `foot`, `length` long for a pull of 1.

    Up and down differ in colour and in their heads.
    """
    tip = foot + length * pulls
    traces = []
    for name, there, role, symbol in (
        (_("pulled up"), pulls > 0, theme.UP, "triangle-up"),
        (_("pulled down"), pulls < 0, theme.DOWN, "triangle-down"),
    ):
        low, high = np.broadcast_arrays(np.where(there, foot, np.nan), np.where(there, tip, np.nan))
        x = np.broadcast_to(at, high.shape)
        gap = np.full(high.shape, np.nan)
        flat = (*high.shape[:-1], -1)
        traces += [
            theme.scatter(
                name=name, mode="lines", hoverinfo="skip",
                x=np.stack([at, at, np.full(at.shape, np.nan)], axis=-1).ravel(),
                y=np.stack([low, high, gap], axis=-1).reshape(flat),
                line={"color": role.light, "width": 4, "simplify": False},
            ),
            theme.scatter(
                name=_("{pull}: head").format(pull=name), mode="markers", hoverinfo="skip",
                x=x if x.ndim == 1 else x[0], y=high, cliponaxis=False,
                marker={"symbol": symbol, "size": 13, "color": role.light, "opacity": 1,
                        "line": {"width": 0}},
            ),
        ]  # fmt: skip
    return traces
