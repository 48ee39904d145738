"""A walk on the map of all lines, in words."""

from lossviz.i18n import _
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.walk import Walk
from lossviz.words import number


def walk_sentence(_hill: LineHill, walk: Walk) -> str:
    """Where the dot is, and what that line costs."""
    a, b = walk.place.tolist()
    return _("One point of the map is one whole line: {a} + {b} x costs {loss} on average.").format(
        a=number(a), b=number(b), loss=number(float(walk.loss))
    )


def walk_alt(hill: LineHill) -> str:
    """What there is to see."""
    return _(
        "A contour map over intercept and slope of a line, with the best one marked and a dot;"
        " beside it the {nouns} and the line of the dot."
    ).format(nouns=hill.problem.nouns)
