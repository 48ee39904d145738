"""Loss surfaces, the fold in three dimensions: their controls."""

from collections.abc import Mapping

from lossviz.ui.controls import Control, Scene

CONTROLS: tuple[Control, ...] = ()
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ("solid",)
SCENES: tuple[Scene, ...] = ()
