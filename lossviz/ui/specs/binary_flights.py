"""Binary cross-entropy, scene 1 and the folds about its data: their controls."""

from collections.abc import Mapping

from lossviz.ui.controls import Control

CONTROLS: tuple[Control, ...] = ()
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ()
