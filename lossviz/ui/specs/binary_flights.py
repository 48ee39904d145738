"""Binary cross-entropy, scene 1 and the folds about its data: their controls."""

from collections.abc import Mapping

from lossviz.binary.cold import LAUNCH, PLACES
from lossviz.binary.more_problems import SEEDS, SETS, SIZES, problem_of
from lossviz.binary.problems import FLIGHTS, BinaryProblem, orings
from lossviz.binary.sigmoid import HEIGHTS, STEEPEST
from lossviz.binary.soft import FORECASTS, LABELS
from lossviz.numerics import Interval
from lossviz.ui.controls import Choice, Control, Flag, Number, Several, Values


def _data(before: Values) -> BinaryProblem:
    return problem_of(before["set"], before["seed"], before["size"])


def _tilts(before: Values) -> Interval:
    most = STEEPEST * _data(before).unit
    return Interval(-most, most)


CONTROLS: tuple[Control, ...] = (
    Number("height", orings().base_rate, HEIGHTS),
    Number("steep", 0.0, Interval(-STEEPEST, STEEPEST)),
    Several("flip", FLIGHTS),
    Flag("best"),
    Choice("flight", "61-a", FLIGHTS),
    Choice("set", SETS[0], SETS),
    Number("seed", 1, SEEDS, whole=True),
    Number("size", 60, SIZES, whole=True),
    Number("level", lambda before: _data(before).base_rate, HEIGHTS),
    Number("tilt", 0.0, _tilts),
    Number("there", LAUNCH, PLACES),
    Number("label", 0.7, LABELS),
    Number("guess", 0.3, FORECASTS),
)
RESETS: Mapping[str, tuple[str, ...]] = {
    "set": ("level", "tilt"),
    "seed": ("level", "tilt"),
    "size": ("level", "tilt"),
}
FOLDS: tuple[str, ...] = ("formula", "data", "cold", "soft")
