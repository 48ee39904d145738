"""Binary cross-entropy, scene 3 and the folds about limits of the loss: their controls."""

from collections.abc import Mapping

from lossviz.binary.meters import FACTORS
from lossviz.binary.separable import LONGEST, MARGINS, PENALTIES
from lossviz.numerics import Interval
from lossviz.ui.controls import Choice, Control, Flag, Number, shortest

PENALTY_WORDS = tuple(shortest(penalty) for penalty in PENALTIES)

CONTROLS: tuple[Control, ...] = (
    Number("factor", 1.0, FACTORS),
    Number("margin", 1.0, MARGINS),
    Choice("penalty", PENALTY_WORDS[0], PENALTY_WORDS),
    Flag("alone"),
    Number("after", 10, Interval(1, LONGEST), whole=True),
)
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ("separable",)
