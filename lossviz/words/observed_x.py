"""An observed number, where on the x axis it was, and lists of such things, in words."""

from collections.abc import Sequence

from lossviz.data.problems import LineProblem
from lossviz.i18n import _
from lossviz.likelihood.along_x import ClassProblem
from lossviz.words import plain


def listed(parts: Sequence[str]) -> str:
    """Parts with commas and an "and".

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    if len(parts) == 1:
        return parts[0]
    return _("{parts} and {last}").format(parts=", ".join(parts[:-1]), last=parts[-1])


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def observed(value: float, unit: str) -> str:
    """A number as it was observed, with its unit."""
    return f"{plain(round(value, 6))} {unit}".rstrip()


def where(problem: LineProblem | ClassProblem, x: float) -> str:
    """An x in the words of its axis.

    >>> from lossviz.data.problems import LINE_PROBLEMS
    >>> where(LINE_PROBLEMS["phones"], 1964.0)
    'at year 1964'
    """
    if problem.x_unit:
        return _("at {x}").format(x=observed(x, problem.x_unit))
    return _("at {name} {x}").format(name=problem.x_name, x=observed(x, ""))
