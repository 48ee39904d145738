"""Multi-class cross-entropy, the folds about logits and charges."""

from lossviz.ui.scenes import FoldPart, ScenePart

SCENES: dict[str, ScenePart] = {}
FOLDS: tuple[FoldPart, ...] = ()
