"""Loss surfaces, the fold of other models: their controls."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from lossviz import LOSSES
from lossviz.core import LossAt
from lossviz.likelihood import joint
from lossviz.numerics import Interval
from lossviz.surfaces.height_map import Room
from lossviz.surfaces.more_models import (
    EDGE,
    LINE_DATA,
    Case,
    OnModel,
    hidden_case,
    line_case,
    noise_case,
    sigmoid_case,
)
from lossviz.surfaces.typed_points import typed_case, typed_points
from lossviz.ui.controls import Choice, Control, Number, Scene, Values
from lossviz.ui.picked import COIN_LOSS, REGRESSION, SQUARED
from lossviz.ui.specs.surfaces_side import (
    GROUNDS,
    LABELS,
    ORDER,
    TOLERANCES,
    hill_of,
    tolerance_key,
    with_tolerance,
)

TYPED = "typed"
SAMPLE = "0, 1; 1, 3; 2, 4; 3, 4; 4, 12"
"""What stands in the field of the reader's own points at first."""
MODELS = ("line", "sigmoid", "noise", "hidden")
NOISES = {word.replace(" ", "-"): word for word in joint.NOISES}
"""The word of a noise in the address -> what it is called."""


def loss_of_noise(word: str) -> LossAt:
    """The loss that is the surprise of a noise of its own shape at width 1."""
    noise = joint.NOISES[word]
    for loss in REGRESSION:
        own = {key: value for key, value in noise.shape.items() if key in loss.at().params}
        found = loss.at(**own).facts.noise
        if found is not None and found.key == noise.key:
            return loss.at(**own)
    raise ValueError(f"no loss is the surprise of {word}")


@lru_cache(maxsize=16)  # the minima of a surface take 5 to 60 ms
def case_of(model: str, data: str, loss: str, labels: str, noise: str, factor: float) -> Case:
    """A model on its data, under its loss or noise."""
    if model == "sigmoid":
        return sigmoid_case(hill_of("orings", labels, 1.0))
    if model == "noise":
        word = NOISES[noise]
        return noise_case(loss_of_noise(word), word)
    if model == "hidden":
        return hidden_case(SQUARED.at())
    if data == TYPED:
        return typed_case(with_tolerance(LOSSES[loss], factor), *typed_points(SAMPLE))
    ground = GROUNDS["hubble"]
    if not tolerance_key(LOSSES[loss]):
        ground = replace(ground, width=1.0)
    return line_case(with_tolerance(LOSSES[loss], factor), ground, data)


def case_in(values: Values) -> Case:
    """The one that is chosen."""
    keys = ("model", "modeldata", "modelloss", "modellabels", "modelnoise", "modeltolerance")
    return case_of(*(values[key] for key in keys))


def model_view(values: Values) -> OnModel:
    """The dot on it."""
    return OnModel(case_in(values), values["modelacross"], values["modelup"])


def _room(values: Values) -> tuple[Room, tuple[float, float]]:
    """Where a dot may be, and where it arrives; no surface is computed for it."""
    if values["model"] == "noise":
        surface = joint.SURFACES["newcomb_6", NOISES[values["modelnoise"]]]
        return Room(surface.locations, surface.widths), surface.start
    if values["model"] == "hidden":
        return Room(EDGE, EDGE), (0.0, 0.0)
    if values["model"] == "line" and values["modeldata"] == TYPED:
        case = case_in(values)
        return case.seen.room, case.start
    ground = GROUNDS["orings" if values["model"] == "sigmoid" else "hubble"]
    return ground.room, ground.start


def _across(values: Values) -> Interval:
    return _room(values)[0].a


def _up(values: Values) -> Interval:
    return _room(values)[0].b


CONTROLS: tuple[Control, ...] = (
    Choice("model", MODELS[0], MODELS),
    Choice("modeldata", LINE_DATA[0], (*LINE_DATA, TYPED)),
    Choice("modelloss", SQUARED.key, ORDER),
    Choice("modellabels", COIN_LOSS.key, LABELS),
    Choice("modelnoise", next(iter(NOISES)), tuple(NOISES)),
    Number("modeltolerance", 1.0, TOLERANCES),
    Number("modelacross", lambda values: _room(values)[1][0], _across),
    Number("modelup", lambda values: _room(values)[1][1], _up),
)
PLACE = ("modelacross", "modelup")
RESETS: Mapping[str, tuple[str, ...]] = {
    "model": PLACE, "modeldata": PLACE, "modelnoise": PLACE,
}  # fmt: skip
FOLDS: tuple[str, ...] = ("models",)
SCENES: tuple[Scene, ...] = ()
