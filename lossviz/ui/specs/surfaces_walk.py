"""Loss surfaces, scene 1: its controls."""

from collections.abc import Mapping

from lossviz.data.problems import LINE_PROBLEMS
from lossviz.i18n import _
from lossviz.numerics import Interval
from lossviz.surfaces.line_hill import LineHill
from lossviz.ui.controls import Choice, Control, Number, Scene, Values
from lossviz.ui.picked import ABSOLUTE, SQUARED

LOSSES = {loss.key: loss for loss in (SQUARED, ABSOLUTE)}
STEPS = 100


def hill(before: Values) -> LineHill:
    """The hill of the scene."""
    return LineHill(LOSSES[before["loss"]].at(), LINE_PROBLEMS["hubble"])


HUBBLE = LineHill(SQUARED.at(), LINE_PROBLEMS["hubble"])

CONTROLS: tuple[Control, ...] = (
    Choice("loss", SQUARED.key, tuple(LOSSES)),
    Number("intercept", HUBBLE.flat[0], HUBBLE.room.a),
    Number("slope", HUBBLE.flat[1], HUBBLE.room.b),
    Number("rate", 0.1, Interval(0.01, 0.6)),
    Number("steps", 0, Interval(0, STEPS), whole=True),
)
RESETS: Mapping[str, tuple[str, ...]] = {"intercept": ("steps",), "slope": ("steps",)}
FOLDS: tuple[str, ...] = ()
SCENES: tuple[Scene, ...] = (
    Scene(
        "1",
        _("One point, one line"),
        _("What does training walk on?"),
        _("The dot on the map is the flat line on the data. Which way is downhill?"),
        ("loss", "intercept", "slope", "rate", "steps"),
    ),
)
