"""Binary cross-entropy, scene 3 and the folds about limits of the loss."""

from lossviz.ui.scenes import FoldPart, ScenePart

SCENES: dict[str, ScenePart] = {}
FOLDS: tuple[FoldPart, ...] = ()
