"""Multi-class cross-entropy, scenes 1 and 2."""

from lossviz.ui.scenes import FoldPart, ScenePart

SCENES: dict[str, ScenePart] = {}
FOLDS: tuple[FoldPart, ...] = ()
