"""Multi-class cross-entropy, the folds about logits and charges: their controls."""

from collections.abc import Mapping

from lossviz.multiclass.logits import LOGITS, SHIFTS
from lossviz.ui.controls import Control, Number

LOGIT_KEYS = ("za", "zc", "zg", "shift")
"""Logit of Adelie, Chinstrap, Gentoo; what is added to all three."""

CONTROLS: tuple[Control, ...] = (
    Number("za", 1.0, LOGITS),
    Number("zc", 2.0, LOGITS),
    Number("zg", 0.0, LOGITS),
    Number("shift", 0.0, SHIFTS),
)
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ("logits",)
