"""What a moving hand says, checked: the browser may send what it likes."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lossviz.i18n import _
from lossviz.numerics import Interval
from lossviz.ui.controls import Number, PageSpec, Several

MOST_CONTROLS = 4
LATEST = 1e15  # message numbers are milliseconds since 1970


@dataclass(frozen=True, slots=True)
class Move:
    """Controls and their new values; `held`: the hand has not let go yet and only asks."""

    values: Mapping[str, Any]
    held: bool
    number: float


def read_move(page: PageSpec, before: Mapping[str, Any], message: object) -> Move:
    """The move a message stands for, each value inside the range of its control.

    Of a control of several words, i + 1 takes word number i in, or out again.
    ValueError with a sentence for the reader: what was wrong and what is allowed.
    """
    match message:
        case {"values": dict(values), "held": bool(held), "number": int() | float() as number} if (
            0 < len(values) <= MOST_CONTROLS and 0 <= number < LATEST
        ):
            moved: dict[str, Any] = {}
            for key, value in values.items():  # a range may depend on what moves with it
                moved[key] = _value(page, {**before, **moved}, key, value)
            return Move(moved, held, float(number))
    raise ValueError(
        _("A message of the figure could not be read. Nothing was changed; move it once more.")
    )


def _value(
    page: PageSpec, before: Mapping[str, Any], key: object, value: object
) -> float | tuple[str, ...]:
    control = next((c for c in page.controls if c.key == key), None)
    if not isinstance(control, Number | Several):
        raise ValueError(
            _("The figure named a control that this page has not. Nothing was changed.")
        )
    allowed = (
        control.range(before)
        if isinstance(control, Number)
        else Interval(1.0, float(len(control.options)))
    )
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _refused(control.key, allowed)
    if isinstance(control, Number):
        return control.clean(float(value), before)
    if value != math.floor(value) or not allowed.includes(value):
        raise _refused(control.key, allowed)
    return _toggled(control, before[control.key], control.options[int(value) - 1])


def _refused(key: str, allowed: Interval) -> ValueError:
    return ValueError(
        _("“{key}” needs a number from {low} to {high}. Nothing was changed.").format(
            key=key, low=f"{allowed.low:g}", high=f"{allowed.high:g}"
        )
    )


def _toggled(control: Several, chosen: Sequence[str], word: str) -> tuple[str, ...]:
    """The words with one in, or out; ValueError where too few would be left."""
    left = control.clean(tuple(set(chosen) ^ {word}), {})
    if len(left) < control.least:
        raise ValueError(
            _("At least {n} must stay chosen. Nothing was changed.").format(n=control.least)
        )
    return left
