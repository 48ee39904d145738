"""Binary cross-entropy: one sigmoid over the flights, one label and its pull, three meters."""

from lossviz.i18n import _
from lossviz.ui.controls import PageSpec, Scene
from lossviz.ui.specs import binary_flights, binary_meters, binary_pull

PARTS = (binary_flights, binary_pull, binary_meters)

PAGE = PageSpec(
    key="binary-cross-entropy",
    title=_("Binary cross-entropy"),
    number=5,
    controls=tuple(control for part in PARTS for control in part.CONTROLS),
    resets={key: stale for part in PARTS for key, stale in part.RESETS.items()},
    scenes=(
        Scene(
            "1",
            _("The cost of a forecast"),
            _("What does a forecast of 30 % cost?"),
            _(
                "Every flight is told 30 %. How would you bend the curve so that they pay less"
                " together, and which flight would then pay most?"
            ),
            ("height", "steep", "flip", "best"),
        ),
        Scene(
            "2",
            _("One label, one pull"),
            _("Who still pulls when the forecast is badly wrong?"),
            _("The label is 1, the logit −5. Which loss gets to one half first?"),
            ("z", "step"),
        ),
        Scene(
            "3",
            _("Three meters"),
            _("Surer of itself: better or worse?"),
            _("Steepen the best fit: which way do loss, accuracy and Brier score go?"),
            ("factor",),
        ),
    ),
    folds=tuple(fold for part in PARTS for fold in part.FOLDS),
)
