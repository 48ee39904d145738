"""Information, the folds."""

from lossviz.ui.scenes import FoldPart, ScenePart

SCENES: dict[str, ScenePart] = {}
FOLDS: tuple[FoldPart, ...] = ()
