"""Information: floor and excess of a forecast for all, fitting as less excess, KL both ways."""

from lossviz.i18n import _
from lossviz.ui.controls import PageSpec, Scene
from lossviz.ui.specs import information_folds, information_scenes

PARTS = (information_scenes, information_folds)

PAGE = PageSpec(
    key="information",
    title=_("Information"),
    number=7,
    controls=tuple(control for part in PARTS for control in part.CONTROLS),
    resets={key: stale for part in PARTS for key, stale in part.RESETS.items()},
    scenes=(
        Scene(
            "1",
            _("Floor and excess"),
            _("What part of the cost can training remove?"),
            _("One forecast for all 344 penguins. How low can its average cost go?"),
            ("adelie", "chinstrap", "unit"),
        ),
        Scene(
            "2",
            _("Fit a count"),
            _("Which lambda surprises least?"),
            _("The army counted 0.70 deaths per corps and year. Where is the excess smallest?"),
            ("rate",),
        ),
        Scene(
            "3",
            _("Swapped"),
            _("Does it matter which of the two is the truth?"),
            _("Swap truth and forecast: does the excess stay the same?"),
            ("pair", "moved", "centre", "spread"),
        ),
    ),
    folds=tuple(fold for part in PARTS for fold in part.FOLDS),
)
