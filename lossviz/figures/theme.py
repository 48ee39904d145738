"""One look for every figure: colours with a role, each in a light and a dark version.

Figures are drawn in the light colours; `DARK` maps each to its dark version, exactly as written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import plotly.graph_objects as go

from lossviz.core import Loss

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
CHANGE = Role("#b0227a", "#ff8ad0")  # what a step changes, in formula and figure


@dataclass(frozen=True, slots=True)
class Hue:
    """How one loss looks in every figure: colour, dash and marker, so that none is the only cue."""

    role: Role
    dash: str
    marker: str = "circle"


HUES: Mapping[str, Hue] = MappingProxyType(
    {
        "blue": Hue(Role("#1f5fbf", "#8ab8ff"), "solid"),
        "magenta": Hue(Role("#d1267d", "#ff66b3"), "dash", "square"),
        "gold": Hue(Role("#8a6a00", "#e6c84f"), "dot", "triangle-up"),
        "teal": Hue(Role("#005a50", "#9ff5e6"), "longdash", "diamond"),
        "brown": Hue(Role("#7a3b10", "#c98f6b"), "dashdot", "triangle-down"),
        "purple": Hue(Role("#6a3fb5", "#bfa2f5"), "longdashdot", "cross"),
        "red": Hue(Role("#b3261e", "#ff9a92"), "8px,2px,2px,2px", "x"),
        "green": Hue(Role("#3c7a1e", "#9fd97f"), "12px,3px", "pentagon"),
        "olive": Hue(Role("#66701a", "#cdd66a"), "3px,3px", "hexagon"),
        "cyan": Hue(Role("#0b6a8a", "#7fd3ee"), "16px,4px,2px,4px", "star"),
        "slate": Hue(Role("#4a5a70", "#aab8c9"), "6px,2px", "hexagon2"),
    }
)

ROLES = (
    TEXT, BACKGROUND, GRID, POINT, HAND, BEST, SQUARE, SQUARE_FILL,
    SQUARE_EDGE, UP, DOWN, CHANGE, *(hue.role for hue in HUES.values()),
)  # fmt: skip
DARK: dict[str, str] = {role.light: role.dark for role in ROLES}


Trace = Mapping[str, object]

UNSEEN = "\N{NO-BREAK SPACE}"
"""The text of a label that is not there now: plotly makes no node for an empty one."""


LEGEND: Mapping[str, object] = {
    "orientation": "h", "x": 0, "y": 1.0, "xanchor": "left", "yanchor": "bottom",
    "itemclick": False, "itemdoubleclick": False,
}  # fmt: skip
"""A legend above the plot, in which a click hides nothing."""


def hue(loss: Loss) -> Hue:
    """The look of a loss."""
    return HUES[loss.hue]


def scatter(**settings: object) -> Trace:
    """Points, lines or text."""
    return {"type": "scatter", **settings}


def bar(**settings: object) -> Trace:
    """Bars."""
    return {"type": "bar", **settings}


def named(name: str, unit: str) -> str:
    """A name with its unit, if there is one."""
    return f"{name} ({unit})" if unit else name


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
