"""Multi-class cross-entropy, the folds about logits and charges."""

import streamlit as st

from lossviz import LOSSES
from lossviz.core import Origin, Task
from lossviz.figures import charges as charge_figures
from lossviz.figures import class_weights as weight_figures
from lossviz.figures import descent as descent_figures
from lossviz.figures import logits as logit_figures
from lossviz.figures import more_classes as class_figures
from lossviz.figures import overflow as overflow_figures
from lossviz.figures import soft_targets as soft_figures
from lossviz.figures import temperature as temperature_figures
from lossviz.figures import twice as twice_figures
from lossviz.i18n import _
from lossviz.multiclass.charges import Charges
from lossviz.multiclass.class_weights import ClassWeights
from lossviz.multiclass.descent import STARTS, Descent
from lossviz.multiclass.logits import Logits
from lossviz.multiclass.more_classes import MoreClasses
from lossviz.multiclass.overflow import Overflow
from lossviz.multiclass.soft_targets import TARGETS, SoftTarget, matching
from lossviz.multiclass.temperature import PLACES, Temperature
from lossviz.multiclass.twice import Twice
from lossviz.ui.frame import show_live
from lossviz.ui.picked import DIE_LOSS
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.multiclass_logits import AIMS, CHARGE_KEYS, CLASS_KEYS, LOGIT_KEYS, SOFT_KEYS
from lossviz.ui.state import PageState, assign, bind
from lossviz.words import charges as words_charges
from lossviz.words import class_weights as words_weights
from lossviz.words import descent as words_descent
from lossviz.words import logits as words_logits
from lossviz.words import more_classes as words_classes
from lossviz.words import overflow as words_overflow
from lossviz.words import soft_targets as words_soft
from lossviz.words import temperature as words_temperature
from lossviz.words import twice as words_twice

DIE = DIE_LOSS.at()
(FOCAL,) = (
    loss
    for loss in LOSSES.values()
    if loss.task is Task.MULTICLASS and loss.origin is Origin.SURROGATE
)


def logits_view(state: PageState) -> Logits:
    """The three logits and their shift."""
    return Logits(DIE, *(float(state[key]) for key in LOGIT_KEYS))


def logits(state: PageState) -> None:
    """Softmax of three logits: what a shift of all three changes, and where the pulls go."""
    view = logits_view(state)
    show_live(state, lambda _state: logit_figures.logits(view, LOGIT_KEYS), "logits")
    st.caption(words_logits.sign_of_the_log(view))


def temperature(state: PageState) -> None:
    """Logits divided by a temperature: what becomes cheaper, and what does not move."""
    names = dict(
        zip(PLACES, (_("Chinstrap ahead"), _("Chinstrap second"), _("Chinstrap last")), strict=True)
    )
    st.segmented_control(
        _("Logits"), tuple(PLACES), format_func=names.__getitem__, label_visibility="collapsed",
        **bind(state, "place"),
    )  # fmt: skip
    view = Temperature(DIE, state["place"], float(state["heat"]))
    show_live(state, lambda _state: temperature_figures.temperature(view, "heat"), "temperature")
    st.caption(words_temperature.what_it_is_for())


def overflow(state: PageState) -> None:
    """Logits of a thousand: softmax as it is written, and as it is computed."""
    view = Overflow(DIE, float(state["far"]))
    show_live(state, lambda _state: overflow_figures.overflow(view, "far"), "overflow")
    st.caption(words_overflow.why(view))


def twice(state: PageState) -> None:
    """Softmax before a loss that applies it itself."""
    view = Twice(DIE, float(state["lead"]))
    show_live(state, lambda _state: twice_figures.twice(view, "lead"), "twice")
    st.caption(words_twice.who_applies_it())


def descent(state: PageState) -> None:
    """Steps down the slope of two losses, in the triangle."""
    starts = dict(
        zip(
            STARTS, (_("Sure of Adelie"), _("Between the wrong two"), _("Equal shares")),
            strict=True,
        )
    )  # fmt: skip
    aims = dict(zip(AIMS, (_("All on Chinstrap"), _("Smoothed by 0.1")), strict=True))
    left, right = st.columns(2)
    left.radio(
        _("Start"), tuple(STARTS), format_func=starts.__getitem__, horizontal=True,
        **bind(state, "start"),
    )  # fmt: skip
    right.radio(
        _("Target"), tuple(AIMS), format_func=aims.__getitem__, horizontal=True,
        **bind(state, "aim"),
    )  # fmt: skip
    view = Descent(
        DIE_LOSS, state["start"], AIMS[state["aim"]], float(state["rate"]), float(state["step"])
    )
    show_live(state, lambda _state: descent_figures.descent(view, "step", "rate"), "descent")
    st.caption(words_descent.why(view))


def many(state: PageState) -> None:
    """Three to ten classes: one is charged, the split of the rest is free."""
    p, classes, tilt = (float(state[key]) for key in CLASS_KEYS)
    view = MoreClasses(DIE, classes, p, tilt)
    show_live(state, lambda _state: class_figures.more_classes(view, CLASS_KEYS), "many")
    st.caption(words_classes.difference(view))


def soft(state: PageState) -> None:
    """A target that is shared among the species, and the forecast that is the cheapest."""
    names = dict(
        zip(
            TARGETS,
            (
                _("Two of three experts"), _("Label smoothed by 0.1"), _("All penguins"),
                _("One sure label"),
            ),
            strict=True,
        )
    )  # fmt: skip
    st.radio(
        _("Target"), tuple(TARGETS), format_func=names.__getitem__, horizontal=True,
        **bind(state, "target"),
    )  # fmt: skip
    aim = state["target"]
    view = SoftTarget(DIE, aim, *(float(state[key]) for key in SOFT_KEYS))
    show_live(state, lambda _state: soft_figures.soft_target(view, SOFT_KEYS), "soft")
    st.button(
        _("Forecast the target"), on_click=assign, args=(state.page,),
        kwargs=dict(zip(SOFT_KEYS, matching(aim), strict=True)),
    )  # fmt: skip
    st.caption(words_soft.where_the_floor_is(view))


def charges(state: PageState) -> None:
    """What focal loss and a class weight charge for one bird."""
    view = Charges(DIE_LOSS, FOCAL, *(float(state[key]) for key in CHARGE_KEYS))
    show_live(state, lambda _state: charge_figures.charges(view, CHARGE_KEYS), "charges")
    st.caption(words_charges.what_they_do(view))


def weights(state: PageState) -> None:
    """What a class weight does to the forecast, and to the mean of the loss."""
    view = ClassWeights(DIE_LOSS, float(state["weight"]))
    show_live(state, lambda _state: weight_figures.class_weights(view, "weight"), "weights")
    st.caption(words_weights.which_mean(view))


SCENES: dict[str, ScenePart] = {}
FOLDS: tuple[FoldPart, ...] = (
    FoldPart("logits", _("Where do the three probabilities come from?"), logits),
    FoldPart("temperature", _("Can a forecast be too sure? Temperature"), temperature),
    FoldPart("descent", _("Which loss gets away from a wrong corner?"), descent),
    FoldPart("many", _("Ten classes: does the split of the rest matter?"), many),
    FoldPart("soft", _("What if the experts disagree? Soft targets"), soft),
    FoldPart("charges", _("May some birds cost more? Focal loss and class weights"), charges),
    FoldPart("weights", _("What does a class weight do to the forecast?"), weights),
    FoldPart("overflow", _("What if a logit is a thousand?"), overflow),
    FoldPart("twice", _("What if softmax is applied twice?"), twice),
)
