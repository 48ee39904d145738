"""Loss surfaces: the hill that a loss builds over the parameters, and walks down it."""

from lossviz.i18n import _
from lossviz.ui.controls import PageSpec
from lossviz.ui.specs import (
    surfaces_models,
    surfaces_nebula,
    surfaces_network,
    surfaces_optimisers,
    surfaces_rate,
    surfaces_side,
    surfaces_solid,
    surfaces_walk,
)

PARTS = (
    surfaces_walk, surfaces_rate, surfaces_nebula, surfaces_solid, surfaces_models, surfaces_side,
    surfaces_optimisers, surfaces_network,
)  # fmt: skip

PAGE = PageSpec(
    key="loss-surfaces",
    title=_("Loss surfaces"),
    number=8,
    controls=tuple(control for part in PARTS for control in part.CONTROLS),
    resets={key: stale for part in PARTS for key, stale in part.RESETS.items()},
    scenes=tuple(scene for part in PARTS for scene in part.SCENES),
    folds=tuple(fold for part in PARTS for fold in part.FOLDS),
)
