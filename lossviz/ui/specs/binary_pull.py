"""Binary cross-entropy, scene 2 and the folds about shapes of losses: their controls."""

from collections.abc import Mapping

from lossviz.binary.clipping import CLIPS, POWERS
from lossviz.binary.convexity import PLACES
from lossviz.binary.log_odds import LOGITS as ODDS
from lossviz.binary.one_label import LOGITS, START, STEPS
from lossviz.binary.shapes import MARGINS
from lossviz.binary.weights import WEIGHTS
from lossviz.numerics import Interval
from lossviz.ui.controls import Choice, Control, Flag, Number, Several
from lossviz.ui.picked import BINARY

SHAPES = tuple(loss.key for loss in BINARY)

CONTROLS: tuple[Control, ...] = (
    Number("z", START, LOGITS),
    Number("step", 0, Interval(0, STEPS), whole=True),
    Number("end", 4.0, PLACES),
    Choice("clip", next(iter(CLIPS)), tuple(CLIPS)),
    Number("power", -20.0, POWERS),
    Flag("in_bits"),
    Several("shapes", SHAPES, SHAPES, least=1),
    *(
        Number(param.key, param.default, Interval(param.low, param.high))
        for loss in BINARY
        for param in loss.params
    ),
    Number("m", START, MARGINS),
    Number("logit", 1.0, ODDS),
    Number("weight", 2.0, WEIGHTS),
)
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ("surface", "clip", "shapes", "sigmoid", "weights")
