"""Scene 3, terms struck out of the NLL, and the fold with the width unknown: their controls."""

from collections.abc import Mapping

from lossviz.ui.controls import Control

CONTROLS: tuple[Control, ...] = ()
RESETS: Mapping[str, tuple[str, ...]] = {}
