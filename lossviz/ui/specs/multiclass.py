"""Multi-class cross-entropy: a forecast in the triangle, smoothed targets, all penguins."""

from lossviz.i18n import _
from lossviz.ui.controls import PageSpec, Scene
from lossviz.ui.specs import multiclass_logits, multiclass_penguins, multiclass_triangle

PARTS = (multiclass_triangle, multiclass_logits, multiclass_penguins)

PAGE = PageSpec(
    key="multi-class-cross-entropy",
    title=_("Multi-class cross-entropy"),
    number=6,
    controls=tuple(control for part in PARTS for control in part.CONTROLS),
    resets={key: stale for part in PARTS for key, stale in part.RESETS.items()},
    scenes=(
        Scene(
            "1",
            _("Three species"),
            _("Three species, one charge: who pays for a forecast?"),
            _(
                "One penguin. Does it matter how the two wrong species share what the right one"
                " leaves?"
            ),
            ("species", "right", "up"),
        ),
        Scene(
            "2",
            _("Smoothed labels"),
            _("Can a loss of zero always be reached?"),
            _(
                "Smoothing 0.1 makes the target 93 %, 3 %, 3 %. Which forecast is the cheapest, and"
                " at what cost?"
            ),
            ("species", "smoothing", "right", "up"),
        ),
        Scene(
            "3",
            _("All penguins"),
            _("Which birds cost the most?"),
            _(
                "Two measurements, three species. Do the costliest birds stand on a border, or deep"
                " in the region of another species?"
            ),
            ("across", "upward", "l2", "bird"),
        ),
    ),
    folds=tuple(fold for part in PARTS for fold in part.FOLDS),
)
