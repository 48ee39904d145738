"""Loss surfaces, scene 3 and the folds about kinks and about a hill without a lowest place."""

from collections.abc import Mapping

from lossviz.data.problems import LINE_PROBLEMS
from lossviz.i18n import _
from lossviz.numerics import Interval
from lossviz.surfaces.chatter import RATES
from lossviz.surfaces.nebula import VELOCITIES
from lossviz.surfaces.runaway import LONGEST
from lossviz.surfaces.runaway import PENALTIES as CHARGES
from lossviz.ui.controls import Choice, Control, Number, Scene, Values

PENALTIES = {f"{one:g}": one for one in CHARGES}
HUBBLE = LINE_PROBLEMS["hubble"]
NEBULAE = tuple(label.lower().replace(" ", "-").replace(".", "-") for label in HUBBLE.labels)
FARTHEST = NEBULAE[-1]


def row_of(nebula: str) -> int:
    """The row of a nebula."""
    return NEBULAE.index(nebula)


def measured(before: Values) -> float:
    """The velocity of the nebula as it was measured."""
    return float(HUBBLE.y[row_of(before["nebula"])])


CONTROLS: tuple[Control, ...] = (
    Choice("nebula", FARTHEST, NEBULAE),
    Number("velocity", measured, VELOCITIES),
    Number("chatterrate", 20.0, RATES),
    Choice("runawaypenalty", "0", tuple(PENALTIES)),
    Number("runawaystep", 100, Interval(1, LONGEST), whole=True),
)
RESETS: Mapping[str, tuple[str, ...]] = {"nebula": ("velocity",)}
FOLDS: tuple[str, ...] = ("chatter", "runaway")
SCENES: tuple[Scene, ...] = (
    Scene(
        "3",
        _("Drag one nebula"),
        _("What does one nebula do to the hill?"),
        _("Drag the nebula far up, then far down. Which map slides, and which hardly cares?"),
        ("nebula", "velocity"),
    ),
)
