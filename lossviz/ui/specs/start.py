"""Start: the sixth reading and the noise."""

from lossviz.i18n import _
from lossviz.numerics import Interval
from lossviz.ui.controls import Choice, Number, PageSpec, Scene

NOISES = ("bell", "tent", "heavy tail")

PAGE = PageSpec(
    key="start",
    title=_("Start"),
    number=1,
    controls=(
        # below -46 the heavy tail has a second answer near the wild reading: a later page's matter
        Number("sixth", 29.0, Interval(-46.0, 50.0)),
        Choice("noise", NOISES[0], NOISES),
    ),
    scenes=(
        Scene(
            "1",
            _("The sixth reading"),
            _("Six readings. One is wild. Who decides the answer?"),
            _("Newcomb wrote the sixth reading down at −44. Where will the answer go?"),
            ("sixth", "noise"),
        ),
    ),
)
