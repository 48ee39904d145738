"""Loss surfaces, scene 2 and the folds about its curvature: their controls."""

from collections.abc import Mapping
from types import MappingProxyType

from lossviz.data.problems import LINE_PROBLEMS, LineProblem
from lossviz.i18n import _
from lossviz.numerics import Interval
from lossviz.surfaces.scaling import RAW, SCALED, at_one_x, one_point, prepared
from lossviz.surfaces.stable_rate import RATES
from lossviz.ui.controls import Choice, Control, Number, Scene, Values

SHOWN_SETS = ("phones", "hubble", "forbes", "galton_pairs", "stars", "faithful")

WAYS: Mapping[str, str] = MappingProxyType(
    {RAW: _("Distances as measured"), SCALED: _("Centred and scaled")}
)
"""What is done to the distances before training."""


SETS: Mapping[str, LineProblem] = MappingProxyType(
    {key: LINE_PROBLEMS[key] for key in SHOWN_SETS}
    | {"one_x": at_one_x(LINE_PROBLEMS["hubble"]), "one_point": one_point(LINE_PROBLEMS["hubble"])}
)
"""Data to prepare; the last two have no spread in x."""


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
    Choice("standardset", SHOWN_SETS[0], tuple(SETS)),
)
RESETS: Mapping[str, tuple[str, ...]] = {}
FOLDS: tuple[str, ...] = ("hessian", "standardise")
SCENES: tuple[Scene, ...] = (
    Scene(
        "2",
        _("How fast?"),
        _("How large may the learning rate be?"),
        _("Twice the rate, half the steps? Drag the rate to the right until something breaks."),
        ("pace", "prepared"),
    ),
)
