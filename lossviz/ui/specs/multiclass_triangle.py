"""Multi-class cross-entropy, scenes 1 and 2: their controls."""

from collections.abc import Mapping

from lossviz.multiclass.triangle import CENTRE, HEIGHT, SPECIES
from lossviz.numerics import UNIT, Interval
from lossviz.ui.controls import Choice, Control, Number

CONTROLS: tuple[Control, ...] = (
    Choice("species", SPECIES[1], SPECIES),
    Number("smoothing", 0.1, Interval(0.0, 0.5)),
    Number("right", CENTRE[0], UNIT),
    Number("up", CENTRE[1], Interval(0.0, HEIGHT)),
)
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ("formula",)
