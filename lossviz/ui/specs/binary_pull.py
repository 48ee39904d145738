"""Binary cross-entropy, scene 2 and the folds about shapes of losses: their controls."""

from collections.abc import Mapping

from lossviz.binary.convexity import PLACES
from lossviz.binary.one_label import LOGITS, START, STEPS
from lossviz.numerics import Interval
from lossviz.ui.controls import Control, Number

CONTROLS: tuple[Control, ...] = (
    Number("z", START, LOGITS),
    Number("step", 0, Interval(0, STEPS), whole=True),
    Number("end", 4.0, PLACES),
)
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ("surface",)
