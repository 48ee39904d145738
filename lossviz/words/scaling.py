"""What centring and scaling x do to the bowl of the MSE, in words and a table."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from lossviz.i18n import _
from lossviz.numerics import weighted_mean
from lossviz.surfaces.scaling import CENTRED, RAW, SCALED, SHOWN, Preparation, spread_of
from lossviz.words import SUPERSCRIPT, number

NAMES: Mapping[str, str] = MappingProxyType(
    {RAW: _("as measured"), CENTRED: _("centred"), SCALED: _("centred and scaled")}
)
EXACT = 1e6
"""Numbers from here on are written with a power of ten."""

ROWS = (
    _("largest curvature λmax"), _("smallest curvature λmin"), _("condition number"),
    _("largest stable rate"), _("steps at half of it"),
)  # fmt: skip


def compact(value: float) -> str:
    """A number to three digits; a large one with a power of ten."""
    if not np.isfinite(value):
        return _("without end")
    if value < EXACT:
        return number(value)
    mantissa, power = f"{value:.2e}".split("e")
    return f"{mantissa} × 10{str(int(power)).translate(SUPERSCRIPT)}"


def steps_text(steps: float) -> str:
    """A number of steps: all its digits while it can be counted."""
    return f"{steps:,.0f}" if steps < EXACT else compact(steps)


def columns(ways: Sequence[Preparation]) -> tuple[str, ...]:
    """The ways to prepare x."""
    return ("", *(NAMES[way.how] for way in ways))


def rows(ways: Sequence[Preparation]) -> tuple[tuple[str, ...], ...]:
    """A row per number of the bowl."""
    told = []
    for way in ways:
        steep, least = way.bowl.curvatures.tolist()
        told.append((
            compact(steep), compact(least), compact(way.bowl.condition),
            compact(way.bowl.limit), steps_text(way.steps),
        ))  # fmt: skip
    return tuple(zip(ROWS, *told, strict=True))


def table_text(ways: Sequence[Preparation]) -> str:
    """The same as a table for the page."""
    head = columns(ways)
    lines = (head, ("---",) + ("--:",) * (len(head) - 1), *rows(ways))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def scaling_sentence(ways: Sequence[Preparation]) -> str:
    """What it takes as measured, and what is left of that."""
    raw, *others = ways
    said = _(
        "With x as measured no learning rate above {limit} is stable, and at half of it training"
        " needs {raw} from the line y\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}0."
    ).format(limit=compact(raw.bowl.limit), raw=_steps(raw))
    if len(others) == 1:
        return f"{said} {_valley(raw)}"
    return (
        said + " " + _("Centred, {centred}. Centred and scaled, {scaled}: the bowl is round.")
    ).format(centred=_steps(others[0]), scaled=_steps(others[1]))  # fmt: skip


def _steps(way: Preparation) -> str:
    if way.steps == 1:
        return _("1 step")
    return _("{n} steps").format(n=steps_text(way.steps))


def _valley(raw: Preparation) -> str:
    """What happens where x cannot tell a slope."""
    who = _("There is one point only") if len(raw.problem) == 1 else _("All x are the same")
    return _(
        "{who}: the Hessian is singular. Its smallest eigenvalue is 0, so the bowl is a valley that"
        " is level from end to end: a line of best lines. Descent stops where it meets the valley,"
        " and x cannot be scaled: its spread is 0."
    ).format(who=who)


def why(ways: Sequence[Preparation]) -> str:
    """Why centring and scaling help, with the numbers of these data."""
    problem = ways[0].given
    half = _(
        "Half of the limit is the largest rate at which no step overshoots. Steps are counted until"
        " the MSE is within 1 % of its lowest; {n} of them are drawn, and both parameters to the"
        " same scale."
    ).format(n=SHOWN)
    spread = spread_of(problem)
    if spread == 0:
        return half
    far = abs(weighted_mean(problem.x, problem.weight)) / spread
    return (
        _(
            "The mean of x is {far} spreads away from 0, so a small turn of the line also lifts it."
            " Centring parts the two: the condition number falls to that of two separate axes."
            " Scaling makes both bend alike."
        ).format(far=number(far))
        + " " + half
    )  # fmt: skip


def scaling_alt(ways: Sequence[Preparation]) -> str:
    """What there is to see."""
    return _(
        "One contour map over intercept and slope for x {names}, each with a path of {n} steps from"
        " the line y\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}0 and the lowest place."
    ).format(names=", ".join(NAMES[way.how] for way in ways), n=SHOWN)
