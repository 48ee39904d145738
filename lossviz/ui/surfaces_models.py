"""Loss surfaces, the fold of other models."""

from dataclasses import replace

import streamlit as st

from lossviz import LOSSES
from lossviz.figures.live import LiveFigure
from lossviz.figures.more_models import on_model
from lossviz.i18n import _
from lossviz.surfaces.more_models import LINE_DATA, Case, OnModel
from lossviz.surfaces.typed_points import typed_case, typed_points
from lossviz.ui.frame import show_asking, show_live
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.surfaces_models import MODELS, NOISES, SAMPLE, TYPED, case_in, model_view
from lossviz.ui.specs.surfaces_side import LABELS, ORDER, TOLERANCES, tolerance_key, with_tolerance
from lossviz.ui.state import PageState, bind, bind_text
from lossviz.ui.typed_figure import show_typed
from lossviz.words import more_models as say

MODEL_NAMES = dict(
    zip(
        MODELS,
        (_("Line"), _("Sigmoid"), _("Location and width"), _("One hidden unit")),
        strict=True,
    )
)
DATA_NAMES = dict(
    zip(
        (*LINE_DATA, TYPED),
        (_("24 nebulae"), _("One nebula"), _("One distance"), _("Your points")),
        strict=True,
    )
)
NOISE_NAMES = dict(zip(NOISES, (_("Bell"), _("Tent"), _("Heavy tail")), strict=True))


def model_figure(state: PageState) -> LiveFigure:
    """The map and the data."""
    return on_model(model_view(state.values), "modelacross", "modelup")


def models(state: PageState) -> None:
    """Which model, on what, under what; its map, its data, and what the map teaches."""
    st.segmented_control(
        _("Model"),
        MODELS,
        format_func=MODEL_NAMES.__getitem__,
        **bind(state, "model", unchanging=True),
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        {"line": _line, "sigmoid": _sigmoid, "noise": _noise}.get(state["model"], _nothing)(state)
    if state["model"] == "line" and state["modeldata"] == TYPED:
        _typed(state)
        return
    # a notice goes with the first step of the hand: until then the whole page follows it
    (show_live if state.notices else show_asking)(state, model_figure, "models")
    case = case_in(state.values)
    _notes(case)


def _notes(case: Case) -> None:
    """What the surface teaches, what is counted in what, and what the marks are."""
    st.markdown(say.case_note(case))
    st.caption(f"{say.unit_note(case)} {say.marks_note(case)}")


def _typed(state: PageState) -> None:
    """Points of the reader's own: the map of the lines over them, without a hand."""
    text = st.text_area(
        _("Points: x, y with semicolons between them"), height=70,
        **bind_text(state, "points", SAMPLE),
    )  # fmt: skip
    made: list[Case] = []

    def figure() -> LiveFigure:
        loss = with_tolerance(LOSSES[state["modelloss"]], state["modeltolerance"])
        case = typed_case(loss, *typed_points(text))
        made.append(case)
        return replace(on_model(OnModel(case, *case.start), "", ""), plane=None)

    if show_typed(state, figure, "models-typed"):
        _notes(made[0])


def _line(state: PageState) -> None:
    st.segmented_control(
        _("Data"),
        list(DATA_NAMES),
        format_func=DATA_NAMES.__getitem__,
        **bind(state, "modeldata", unchanging=True),
    )
    st.selectbox(
        _("Loss"), ORDER, format_func=lambda key: LOSSES[key].name, width=240,
        **bind(state, "modelloss", unchanging=True),
    )  # fmt: skip
    if tolerance_key(LOSSES[state["modelloss"]]):
        st.slider(
            _("Tolerance, times the usual"), TOLERANCES.low, TOLERANCES.high, step=0.1, width=220,
            **bind(state, "modeltolerance"),
        )  # fmt: skip


def _sigmoid(state: PageState) -> None:
    st.selectbox(
        _("Loss"), LABELS, format_func=lambda key: LOSSES[key].name, width=240,
        **bind(state, "modellabels", unchanging=True),
    )  # fmt: skip


def _noise(state: PageState) -> None:
    st.segmented_control(
        _("Noise"),
        list(NOISES),
        format_func=NOISE_NAMES.__getitem__,
        **bind(state, "modelnoise", unchanging=True),
    )


def _nothing(_state: PageState) -> None:
    """One hidden unit has nothing to choose."""


SCENES: dict[str, ScenePart] = {}
FOLDS: tuple[FoldPart, ...] = (
    FoldPart("models", _("Other models: sigmoid, width, one hidden unit"), models),
)
