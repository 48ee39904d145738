"""Loss surfaces, the fold of other models."""

import streamlit as st

from lossviz import LOSSES
from lossviz.figures.live import LiveFigure
from lossviz.figures.more_models import on_model
from lossviz.i18n import _
from lossviz.surfaces.more_models import LINE_DATA
from lossviz.ui.frame import show_asking, show_live
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.surfaces_models import MODELS, NOISES, case_in, model_view
from lossviz.ui.specs.surfaces_side import LABELS, ORDER, TOLERANCES, tolerance_key
from lossviz.ui.state import PageState, bind
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
        LINE_DATA,
        (_("24 nebulae"), _("One nebula"), _("One distance")),
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
        _("Model"), MODELS, format_func=MODEL_NAMES.__getitem__, **bind(state, "model")
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        {"line": _line, "sigmoid": _sigmoid, "noise": _noise}.get(state["model"], _nothing)(state)
    # a notice goes with the first step of the hand: until then the whole page follows it
    (show_live if state.notices else show_asking)(state, model_figure, "models")
    case = case_in(state.values)
    st.markdown(say.case_note(case))
    st.caption(say.unit_note(case))


def _line(state: PageState) -> None:
    st.segmented_control(
        _("Data"), LINE_DATA, format_func=DATA_NAMES.__getitem__, **bind(state, "modeldata")
    )
    st.selectbox(
        _("Loss"), ORDER, format_func=lambda key: LOSSES[key].name, width=240,
        **bind(state, "modelloss"),
    )  # fmt: skip
    if tolerance_key(LOSSES[state["modelloss"]]):
        st.slider(
            _("Tolerance, times the usual"), TOLERANCES.low, TOLERANCES.high, step=0.1, width=220,
            **bind(state, "modeltolerance"),
        )  # fmt: skip


def _sigmoid(state: PageState) -> None:
    st.selectbox(
        _("Loss"), LABELS, format_func=lambda key: LOSSES[key].name, width=240,
        **bind(state, "modellabels"),
    )  # fmt: skip


def _noise(state: PageState) -> None:
    st.segmented_control(
        _("Noise"), list(NOISES), format_func=NOISE_NAMES.__getitem__, **bind(state, "modelnoise")
    )


def _nothing(_state: PageState) -> None:
    """One hidden unit has nothing to choose."""


SCENES: dict[str, ScenePart] = {}
FOLDS: tuple[FoldPart, ...] = (
    FoldPart("models", _("Other models: sigmoid, width, one hidden unit"), models),
)
