"""The folds on the logarithm, on no maximum and on the wrong noise: their controls."""

from collections.abc import Mapping

from lossviz.likelihood.coin_flips import FLIPS, LOGITS
from lossviz.likelihood.steepness import STEEP
from lossviz.likelihood.underflow import LONGEST
from lossviz.likelihood.valleys import WIDTHS
from lossviz.likelihood.wrong_noise import KINDS, SIZE
from lossviz.numerics import Interval
from lossviz.ui.controls import Choice, Control, Flag, Number

HILLS = ("fitted", "scene")
CASES = ("coin", "classes", "two")
NUS = ("1", "2", "3", "5")
NOISES = tuple(KINDS)

CONTROLS: tuple[Control, ...] = (
    Choice("hill", HILLS[0], HILLS),
    Number("n", 66, Interval(1, LONGEST), whole=True),
    Choice("case", CASES[0], CASES),
    Number("heads", FLIPS, Interval(0, FLIPS), whole=True),
    Number("logit", 0.0, LOGITS),
    Flag("overlap"),
    Number("steep", 1.0, STEEP),
    Choice("nu", NUS[0], NUS),
    Number("t_width", 4.0, WIDTHS),
    Choice("truth", NOISES[1], NOISES),
    Choice("fitted", NOISES[0], NOISES),
    Number("size", 100, SIZE, whole=True),
    Number("draw", 0, Interval(0, 9999), whole=True),
)
RESETS: Mapping[str, tuple[str, ...]] = {}
