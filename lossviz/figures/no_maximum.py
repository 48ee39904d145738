"""What stacks of surprise with no lowest point, or several, are drawn with."""

from lossviz.figures import theme
from lossviz.figures.live import Box
from lossviz.i18n import _
from lossviz.numerics import Array

BOX = Box(height=380, phone_height=320)


def hand_trace(x: object, y: object) -> theme.Trace:
    """The dot in the hand, on its curve."""
    return theme.scatter(
        name=_("in the hand"), x=x, y=y, mode="markers", hoverinfo="skip", cliponaxis=False,
        marker={"size": 14, "color": theme.HAND.light, "opacity": 1, "line": {"width": 0}},
    )  # fmt: skip


def curve_trace(x: Array, y: Array) -> theme.Trace:
    """The sum of the surprises, or their mean, over all answers."""
    return theme.scatter(
        name=_("surprise"), x=x, y=y, mode="lines", hoverinfo="skip",
        line={"color": theme.SQUARE.light, "width": 3, "simplify": False},
    )  # fmt: skip


def best_trace(x: list[float], y: list[float], text: list[str], place: str) -> theme.Trace:
    """Diamonds where the best answer is; no point where there is none."""
    return theme.scatter(
        name=_("best"), x=x, y=y, mode="markers+text", text=text, textposition=place,
        cliponaxis=False, textfont={"color": theme.BEST.light, "size": 15}, hoverinfo="skip",
        marker={"symbol": "diamond", "size": 12, "color": theme.BEST.light, "opacity": 1},
    )  # fmt: skip


def towards_trace(x: float, y: float, text: str, place: str) -> theme.Trace:
    """What lies beyond the end of the axis."""
    return theme.scatter(
        name=_("for ever"), x=[x], y=[y], mode="text", text=[text], textposition=place,
        textfont={"color": theme.BEST.light, "size": 15}, hoverinfo="skip",
    )  # fmt: skip
