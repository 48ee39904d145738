"""Binary cross-entropy, scene 1 and the folds about its data."""

from lossviz.ui.scenes import FoldPart, ScenePart

SCENES: dict[str, ScenePart] = {}
FOLDS: tuple[FoldPart, ...] = ()
