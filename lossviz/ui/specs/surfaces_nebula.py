"""Loss surfaces, scene 3 and the fold about kinks: their controls."""

from collections.abc import Mapping

from lossviz.ui.controls import Control, Scene

CONTROLS: tuple[Control, ...] = ()
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ()
SCENES: tuple[Scene, ...] = ()
