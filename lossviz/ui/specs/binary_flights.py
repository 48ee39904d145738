"""Binary cross-entropy, scene 1 and the folds about its data: their controls."""

from collections.abc import Mapping

from lossviz.binary.problems import FLIGHTS, orings
from lossviz.binary.sigmoid import HEIGHTS, STEEPEST
from lossviz.numerics import Interval
from lossviz.ui.controls import Choice, Control, Flag, Number, Several

BASE_RATE = orings().base_rate

CONTROLS: tuple[Control, ...] = (
    Number("height", BASE_RATE, HEIGHTS),
    Number("steep", 0.0, Interval(-STEEPEST, STEEPEST)),
    Several("flip", FLIGHTS),
    Flag("best"),
    Choice("flight", "61-a", FLIGHTS),
)
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ("formula",)
