"""Information, the folds: their controls."""

from collections.abc import Mapping

from lossviz.information.gaussians import APART, WIDTHS
from lossviz.ui.controls import Control, Number

BELLS = ("apart", "truthwidth", "forecastwidth")
"""Distance of two bells, width of the truth and of the forecast."""

CONTROLS: tuple[Control, ...] = (
    Number(BELLS[0], 1.0, APART),
    Number(BELLS[1], 1.0, WIDTHS),
    Number(BELLS[2], 1.0, WIDTHS),
)
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ("gaussians",)
