"""The folds on all noises, on loss over NLL and on the hill on a line: their controls."""

from collections.abc import Mapping

from lossviz.ui.controls import Control

CONTROLS: tuple[Control, ...] = ()
RESETS: Mapping[str, tuple[str, ...]] = {}
