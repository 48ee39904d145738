"""The folds on the logarithm, on no maximum and on the wrong noise: their controls."""

from collections.abc import Mapping

from lossviz.numerics import Interval
from lossviz.ui.controls import Choice, Control, Number
from lossviz.underflow import LONGEST

HILLS = ("fitted", "scene")

CONTROLS: tuple[Control, ...] = (
    Choice("hill", HILLS[0], HILLS),
    Number("n", 66, Interval(1, LONGEST), whole=True),
)
RESETS: Mapping[str, tuple[str, ...]] = {}
