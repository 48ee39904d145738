"""Loss surfaces, scene 2 and the folds about its curvature: their controls."""

from collections.abc import Mapping
from types import MappingProxyType

from lossviz.data.problems import LINE_PROBLEMS, LineProblem
from lossviz.i18n import _
from lossviz.numerics import Interval
from lossviz.surfaces.scaling import RAW, SCALED, prepared
from lossviz.surfaces.stable_rate import RATES
from lossviz.ui.controls import Choice, Control, Number, Scene, Values

WAYS: Mapping[str, str] = MappingProxyType(
    {RAW: _("Distances as measured"), SCALED: _("Centred and scaled")}
)
"""What is done to the distances before training."""


def hubble(values: Values) -> LineProblem:
    """The nebulae of the scene."""
    return prepared(LINE_PROBLEMS["hubble"], values["prepared"])


def rates(values: Values) -> Interval:
    """The learning rates of the scene."""
    return RATES[values["prepared"]]


CONTROLS: tuple[Control, ...] = (
    Choice("prepared", RAW, tuple(WAYS)),
    Number("pace", 0.1, rates),
    Number("hessianrate", 0.3, RATES[RAW]),
)
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ("hessian",)
SCENES: tuple[Scene, ...] = (
    Scene(
        "2",
        _("How fast?"),
        _("How large may the learning rate be?"),
        _("Twice the rate, half the steps? Drag the rate to the right until something breaks."),
        ("pace", "prepared"),
    ),
)
