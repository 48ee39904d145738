"""Binary cross-entropy, scene 3 and the folds about limits of the loss: their controls."""

from collections.abc import Mapping

from lossviz.binary.meters import FACTORS, HALF, flights
from lossviz.binary.mislabelled import confident
from lossviz.binary.reliability import SHARPER, SIZES
from lossviz.binary.separable import LONGEST, MARGINS, PENALTIES
from lossviz.numerics import UNIT, Interval
from lossviz.ui.controls import Choice, Control, Flag, Number, shortest
from lossviz.ui.picked import BINARY, COIN_LOSS

PENALTY_WORDS = tuple(shortest(penalty) for penalty in PENALTIES)
SUSPECTS = {str(flights().names[row]): row for row in confident()}
"""The flights whose label can be turned around, the surest first: name and row."""
SIZE_WORDS = tuple(str(size) for size in SIZES)
UNDER = tuple(loss.key for loss in BINARY)

CONTROLS: tuple[Control, ...] = (
    Number("factor", 1.0, FACTORS),
    Number("margin", 1.0, MARGINS),
    Choice("penalty", PENALTY_WORDS[0], PENALTY_WORDS),
    Flag("alone"),
    Number("after", 10, Interval(1, LONGEST), whole=True),
    Choice("swap", next(iter(SUSPECTS)), tuple(SUSPECTS)),
    Choice("under", COIN_LOSS.key, UNDER),
    Choice("many", SIZE_WORDS[1], SIZE_WORDS),
    Number("sharper", 1.0, SHARPER),
    Number("cut", HALF, UNIT),
)
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ("separable", "wrong", "reliability", "threshold")
