"""One look for every figure: colours with a role, each in a light and a dark version.

Figures are drawn in the light colours; `DARK` maps each to its dark version, exactly as written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

FONT = '"Source Sans", "Source Sans 3", sans-serif'


@dataclass(frozen=True, slots=True)
class Role:
    """What a colour is for, on a light and on a dark page."""

    light: str
    dark: str


TEXT = Role("#1c2430", "#e8ebf0")
BACKGROUND = Role("#ffffff", "#12161d")
GRID = Role("#e3e6eb", "#2b323d")
POINT = Role("#3d4756", "#c3cad4")
HAND = Role("#b8430c", "#ff9d5c")  # the one accent: what the hand can move
BEST = Role("#0b6e5c", "#4fd1b5")
SQUARE = Role("#1f5fbf", "#8ab8ff")
SQUARE_FILL = Role("rgba(31, 95, 191, 0.13)", "rgba(138, 184, 255, 0.16)")
SQUARE_EDGE = Role("rgba(31, 95, 191, 0.45)", "rgba(138, 184, 255, 0.5)")
UP = Role("#0b6e5c", "#4fd1b5")
DOWN = Role("#7a3fb0", "#c9a2f2")

ROLES = (
    TEXT, BACKGROUND, GRID, POINT, HAND, BEST, SQUARE, SQUARE_FILL,
    SQUARE_EDGE, UP, DOWN,
)  # fmt: skip
DARK: dict[str, str] = {role.light: role.dark for role in ROLES}


Trace = Mapping[str, object]


def scatter(**settings: object) -> Trace:
    """Points, lines or text."""
    return {"type": "scatter", **settings}


def bar(**settings: object) -> Trace:
    """Bars."""
    return {"type": "bar", **settings}


def axis(title: str, **settings: object) -> dict[str, object]:
    """An axis with a name, thin grid, and no line at zero unless asked for."""
    return {
        "title": {"text": title, "standoff": 8},
        "gridcolor": GRID.light,
        "zeroline": False,
        "linecolor": GRID.light,
        "ticks": "outside",
        "tickcolor": GRID.light,
        **settings,
    }


def layout(**settings: object) -> dict[str, object]:
    """The common layout: our font and margins, no background of its own, no menu of colours."""
    return {
        "template": {},  # plotly's own would add its colours to every message
        "font": {"family": FONT, "size": 14, "color": TEXT.light},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 64, "r": 12, "t": 12, "b": 52},
        "hoverlabel": {"font": {"family": FONT}},
        "showlegend": False,
        **settings,
    }


def figure(traces: Sequence[Trace], layout: Mapping[str, object]) -> go.Figure:
    """A plotly figure of plain traces and layout.

    Not validated here, which takes ten times as long as all the rest; the tests validate every
    figure there is.
    """
    return go.Figure({"data": list(traces), "layout": layout}, _validate=False)
