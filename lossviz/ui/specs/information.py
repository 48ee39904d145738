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
            _(
                "One forecast for all 344 penguins. Which costs least: all on the commonest, a"
                " third each, or something else? Then drag the bars."
            ),
            ("adelie", "chinstrap", "unit"),
        ),
        Scene(
            "2",
            _("Fit a count"),
            _("Which rate λ surprises least?"),
            _(
                "Killed by horse kicks: nobody in 144 of 280 corps-years. Is the best λ near 0, at"
                " the mean, or elsewhere?"
            ),
            ("rate",),
        ),
        Scene(
            "3",
            _("Swapped"),
            _("Does it matter which of the two is the truth?"),
            _(
                "A forecast says “never” to what does happen. Which excess has no end: forward,"
                " reverse, or both?"
            ),
            ("pair", "moved", "centre", "spread"),
        ),
    ),
    folds=tuple(fold for part in PARTS for fold in part.FOLDS),
)
