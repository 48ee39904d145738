"""What a moving hand says, checked: the browser may send what it likes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lossviz.i18n import _
from lossviz.ui.controls import Number, PageSpec

MOST_CONTROLS = 4
LATEST = 1e15  # message numbers are milliseconds since 1970


@dataclass(frozen=True, slots=True)
class Move:
    """Controls and their new values; `held`: the hand has not let go yet and only asks."""

    values: Mapping[str, float]
    held: bool
    number: float


def read_move(page: PageSpec, before: Mapping[str, Any], message: object) -> Move:
    """The move a message stands for, each value inside the range of its control.

    ValueError with a sentence for the reader: what was wrong and what is allowed.
    """
    match message:
        case {"values": dict(values), "held": bool(held), "number": int() | float() as number} if (
            0 < len(values) <= MOST_CONTROLS and 0 <= number < LATEST
        ):
            moved = {key: _value(page, before, key, value) for key, value in values.items()}
            return Move(moved, held, float(number))
    raise ValueError(
        _("A message of the figure could not be read. Nothing was changed; move it once more.")
    )


def _value(page: PageSpec, before: Mapping[str, Any], key: object, value: object) -> float:
    control = next((c for c in page.controls if c.key == key and isinstance(c, Number)), None)
    if not isinstance(control, Number):
        raise ValueError(
            _("The figure named a control that this page has not. Nothing was changed.")
        )
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        allowed = control.range(before)
        raise ValueError(
            _("“{key}” needs a number from {low} to {high}. Nothing was changed.").format(
                key=control.key, low=f"{allowed.low:g}", high=f"{allowed.high:g}"
            )
        )
    return control.clean(float(value), before)
