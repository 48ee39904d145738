"""Loss surfaces, the fold of losses side by side: their controls."""

from collections.abc import Mapping

from lossviz.ui.controls import Control, Scene

CONTROLS: tuple[Control, ...] = ()
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ()
SCENES: tuple[Scene, ...] = ()
