"""Start: the sixth reading, the noise, and the hill turned upside down."""

from lossviz.i18n import _
from lossviz.location import ARRIVAL, SIXTH
from lossviz.ui.controls import Choice, Flag, Number, PageSpec, Scene

NOISES = ("bell", "tent", "heavy tail")

PAGE = PageSpec(
    key="start",
    title=_("Start"),
    number=1,
    controls=(
        Number("sixth", ARRIVAL, SIXTH),
        Choice("noise", NOISES[0], NOISES),
        Flag("upside"),
    ),
    scenes=(
        Scene(
            "1",
            _("The sixth reading"),
            _("Six readings. One is wild. Who decides the answer?"),
            _("Newcomb wrote the sixth reading down at −44. Where will the answer go?"),
            ("sixth", "noise", "upside"),
        ),
    ),
    folds=("pulls", "derivation", "all"),
)
