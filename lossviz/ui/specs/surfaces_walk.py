"""Loss surfaces, scene 1: its controls."""

from collections.abc import Mapping

from lossviz.data.problems import LINE_PROBLEMS
from lossviz.i18n import _
from lossviz.numerics import Interval
from lossviz.surfaces.line_hill import LineHill
from lossviz.ui.controls import Choice, Control, Number, Scene, Values
from lossviz.ui.picked import ABSOLUTE, SQUARED

LOSSES = {loss.key: loss for loss in (SQUARED, ABSOLUTE)}
STEPS = 80
HUBBLE = LineHill(SQUARED.at(), LINE_PROBLEMS["hubble"])
RATES = {  # the pull of squared error grows with the miss, that of absolute error does not
    SQUARED.key: (0.1, Interval(0.01, 0.6)),
    ABSOLUTE.key: (100.0, Interval(10.0, 600.0)),
}


def hill(before: Values) -> LineHill:
    """The hill of the scene: one map for both losses."""
    return LineHill(LOSSES[before["loss"]].at(), HUBBLE.problem, HUBBLE.room)


CONTROLS: tuple[Control, ...] = (
    Choice("loss", SQUARED.key, tuple(LOSSES)),
    Number("intercept", HUBBLE.flat[0], HUBBLE.room.a),
    Number("slope", HUBBLE.flat[1], HUBBLE.room.b),
    Number(
        "rate", lambda before: RATES[before["loss"]][0], lambda before: RATES[before["loss"]][1]
    ),
    Number("steps", 0, Interval(0, STEPS), whole=True),
)
RESETS: Mapping[str, tuple[str, ...]] = {
    "loss": ("rate", "steps"),
    "intercept": ("steps",),
    "slope": ("steps",),
}
FOLDS: tuple[str, ...] = ("formula", "code")
SCENES: tuple[Scene, ...] = (
    Scene(
        "1",
        _("One point, one line"),
        _("What does training walk on?"),
        _("Start at the flat line, step downhill. Does the first step head for the lowest place?"),
        ("loss", "intercept", "slope", "rate", "steps"),
    ),
)
