"""Binary cross-entropy, scene 2 and the folds about shapes of losses: their controls."""

from collections.abc import Mapping

from lossviz.binary.clipping import CLIPS, POWERS
from lossviz.binary.convexity import PLACES
from lossviz.binary.one_label import LOGITS, START, STEPS
from lossviz.numerics import Interval
from lossviz.ui.controls import Choice, Control, Flag, Number

CONTROLS: tuple[Control, ...] = (
    Number("z", START, LOGITS),
    Number("step", 0, Interval(0, STEPS), whole=True),
    Number("end", 4.0, PLACES),
    Choice("clip", next(iter(CLIPS)), tuple(CLIPS)),
    Number("power", -20.0, POWERS),
    Flag("in_bits"),
)
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ("surface", "clip")
