"""Information, the folds: their controls."""

from collections.abc import Mapping

from lossviz.information.gaussians import APART, WIDTHS
from lossviz.information.training import RATES, STEPS
from lossviz.information.units import FEWEST, MOST
from lossviz.information.zeros import POWERS
from lossviz.numerics import Interval
from lossviz.ui.controls import Choice, Control, Flag, Number

BELLS = ("apart", "truthwidth", "forecastwidth")
"""Distance of two bells, width of the truth and of the forecast."""
ALPHABETS = ("penguins", "halves", "letters")
"""What a code is for: three species, four outcomes each half as likely as the last, letters."""
KINDS = ("shares", "uniform", "bet")
"""A distribution over them: their own shares, all alike, 90 per cent on the first."""
LETTER_FORECASTS = ("uniform", "second")
"""A forecast of the letters of a text: all alike, or as in a second text."""
LEARNED = "learned"
"""Steps of descent that a forecast for all has learned."""
POWER, WAYS = "tiny", "ways"
"""Powers of ten below 1 that a probability is, and number of outcomes that are all alike."""

CONTROLS: tuple[Control, ...] = (
    Choice("alphabet", ALPHABETS[1], ALPHABETS),
    Choice("happens", KINDS[0], KINDS),
    Choice("codefor", KINDS[0], KINDS),
    Choice("letterforecast", LETTER_FORECASTS[0], LETTER_FORECASTS),
    Flag("addone"),
    Choice("learnfrom", KINDS[2], KINDS[1:]),
    Number("learnrate", 0.5, RATES),
    Number(LEARNED, 0, Interval(0, STEPS), whole=True),
    Flag("divide"),
    Number(BELLS[0], 1.0, APART),
    Number(BELLS[1], 1.0, WIDTHS),
    Number(BELLS[2], 1.0, WIDTHS),
    Number(POWER, 2.0, POWERS),
    Number(WAYS, 3, Interval(FEWEST, MOST), whole=True),
)
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = (
    "training", "codes", "letters", "gaussians", "typed", "zeros", "units",
)  # fmt: skip
