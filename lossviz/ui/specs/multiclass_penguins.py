"""Multi-class cross-entropy, scene 3 and the folds about its data: their controls."""

from collections.abc import Mapping

from lossviz.multiclass.measured import MEASURED
from lossviz.numerics import Interval
from lossviz.ui.controls import Choice, Control, Number

FEATURES = tuple(feature.key for feature in MEASURED["penguins"].features)
PENALTIES = ("0", "0.001", "0.01", "0.1", "1")
SETS = tuple(MEASURED)

CONTROLS: tuple[Control, ...] = (
    Choice("across", FEATURES[0], FEATURES),
    Choice("upward", FEATURES[2], FEATURES),
    Choice("l2", PENALTIES[0], PENALTIES),
    # the row of the file; 0 stands for the costliest
    Number("bird", 0, Interval(0, len(MEASURED["penguins"].y)), whole=True),
    Choice("set", SETS[0], SETS),
)
RESETS: Mapping[str, tuple[str, ...]] = {"across": ("bird",), "upward": ("bird",)}
FOLDS: tuple[str, ...] = ("separate", "confusion", "missing")
