"""Multi-class cross-entropy, the folds about logits and charges: their controls."""

from collections.abc import Mapping

from lossviz.multiclass.logits import LOGITS, SHIFTS
from lossviz.multiclass.overflow import FAR
from lossviz.multiclass.temperature import HEATS, PLACES
from lossviz.multiclass.twice import LEADS
from lossviz.ui.controls import Choice, Control, Number

LOGIT_KEYS = ("za", "zc", "zg", "shift")
"""Logit of Adelie, Chinstrap, Gentoo; what is added to all three."""

CONTROLS: tuple[Control, ...] = (
    Number("za", 1.0, LOGITS),
    Number("zc", 2.0, LOGITS),
    Number("zg", 0.0, LOGITS),
    Number("shift", 0.0, SHIFTS),
    Choice("place", "ahead", tuple(PLACES)),
    Number("heat", 1.0, HEATS),
    Number("far", 0.0, FAR, whole=True),
    Number("lead", -5.0, LEADS),
)
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ("logits", "temperature", "overflow", "twice")
