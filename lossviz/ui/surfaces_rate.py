"""Loss surfaces, scene 2 and the folds about its curvature."""

import streamlit as st

from lossviz.figures import stable_rate as figures
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.stable_rate import StableRate
from lossviz.ui.picked import SQUARED
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.surfaces_rate import WAYS, hubble, rates
from lossviz.ui.state import PageState, bind
from lossviz.words import stable_rate as say


def scene_figure(state: PageState) -> LiveFigure:
    """The map and the steps needed: the limit is told once something was tried."""
    hill = LineHill(SQUARED.at(), hubble(state.values))
    view = StableRate(hill, rates(state.values), float(state["pace"]))
    return figures.stable_rate(view, "pace", revealed=tried(state))


def tried(state: PageState) -> bool:
    """Whether the reader has moved something, so that the limit may be told."""
    return state.moved("pace", "prepared")


def preparation(state: PageState) -> None:
    """What is done to x first."""
    if state.shows("prepared"):
        st.segmented_control(
            _("Distances"), WAYS, format_func=WAYS.__getitem__, label_visibility="collapsed",
            **bind(state, "prepared"),
        )  # fmt: skip


def where_it_holds(state: PageState) -> None:
    """What the limit is true of."""
    if tried(state):
        st.caption(say.where_it_holds())


SCENES: dict[str, ScenePart] = {
    "2": ScenePart(scene_figure, beside=preparation, below=where_it_holds)
}
FOLDS: tuple[FoldPart, ...] = ()
