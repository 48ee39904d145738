"""Binary cross-entropy, scene 3 and the folds about limits of the loss: their controls."""

from collections.abc import Mapping

from lossviz.binary.meters import FACTORS
from lossviz.ui.controls import Control, Number

CONTROLS: tuple[Control, ...] = (Number("factor", 1.0, FACTORS),)
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ()
