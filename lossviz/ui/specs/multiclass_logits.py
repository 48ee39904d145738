"""Multi-class cross-entropy, the folds about logits and charges: their controls."""

from collections.abc import Mapping

from lossviz.multiclass.charges import FOCUS, SURE, WEIGHTS
from lossviz.multiclass.descent import RATES, STARTS, STEPS
from lossviz.multiclass.logits import LOGITS, SHIFTS
from lossviz.multiclass.more_classes import CHANCES, CLASSES, TILTS
from lossviz.multiclass.overflow import FAR
from lossviz.multiclass.soft_targets import RAW, TARGETS
from lossviz.multiclass.temperature import HEATS, PLACES
from lossviz.multiclass.twice import LEADS
from lossviz.numerics import Interval
from lossviz.ui.controls import Choice, Control, Number

LOGIT_KEYS = ("za", "zc", "zg", "shift")
"""Logit of Adelie, Chinstrap, Gentoo; what is added to all three."""

AIMS = {"hard": 0.0, "smoothed": 0.1}
"""What the target of a descent gives to all species alike."""

CLASS_KEYS = ("chance", "classes", "tilt")
"""Probability of the true class, number of classes, how unevenly the rest is split."""

SOFT_KEYS = ("sa", "sc", "sg")
"""Logits of the forecast that is held against a shared target."""

CHARGE_KEYS = ("sure", "gamma", "weight")
"""Probability of the true species, focus of the focal loss, weight of the true species."""

CONTROLS: tuple[Control, ...] = (
    Number("za", 1.0, LOGITS),
    Number("zc", 2.0, LOGITS),
    Number("zg", 0.0, LOGITS),
    Number("shift", 0.0, SHIFTS),
    Choice("place", "ahead", tuple(PLACES)),
    Number("heat", 1.0, HEATS),
    Choice("start", "wrong", tuple(STARTS)),
    Choice("aim", "hard", tuple(AIMS)),
    Number("step", 10, Interval(0, STEPS), whole=True),
    Number("rate", 1.0, RATES),
    Number("chance", 0.4, CHANCES),
    Number("classes", 4, CLASSES, whole=True),
    Number("tilt", 0.0, TILTS),
    Choice("target", "experts", tuple(TARGETS)),
    *(Number(key, 0.0, RAW) for key in SOFT_KEYS),
    Number("sure", 0.5, SURE),
    Number("gamma", 2.0, FOCUS),
    Number("weight", 2.0, WEIGHTS),
    Number("far", 0.0, FAR, whole=True),
    Number("lead", -5.0, LEADS),
)
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = (
    "logits",
    "temperature",
    "descent",
    "many",
    "soft",
    "charges",
    "weights",
    "overflow",
    "twice",
)
