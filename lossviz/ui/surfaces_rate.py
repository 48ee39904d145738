"""Loss surfaces, scene 2 and the folds about its curvature."""

import streamlit as st

from lossviz.data.problems import LINE_PROBLEMS
from lossviz.figures import scaling as scaling_figures
from lossviz.figures import shrinking as shrinking_figures
from lossviz.figures import stable_rate as figures
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.scaling import RAW, preparations
from lossviz.surfaces.shrinking import Shrinking
from lossviz.surfaces.stable_rate import RATES, StableRate
from lossviz.ui.frame import show_live
from lossviz.ui.picked import SQUARED
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.surfaces_rate import SETS, WAYS, hubble, rates
from lossviz.ui.state import PageState, bind
from lossviz.words import scaling as words_scaling
from lossviz.words import shrinking as words_shrinking
from lossviz.words import stable_rate as say

NARROW = "<style>.st-key-lossviz-scaling :is(td, th) {padding: 0.3rem 0.35rem}</style>"
"""A table of four columns on a phone."""


def view_of(state: PageState) -> StableRate:
    """Descent on Hubble's nebulae at the rate in the hand."""
    hill = LineHill(SQUARED.at(), hubble(state.values))
    return StableRate(hill, rates(state.values), float(state["pace"]))


def scene_figure(state: PageState) -> LiveFigure:
    """The map and the steps needed: the limit is told once something was tried."""
    return figures.stable_rate(view_of(state), "pace", revealed=tried(state))


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


def notes(state: PageState) -> None:
    """What the contours cost, and what the limit is true of."""
    st.caption(say.contours_note(view_of(state)))
    if tried(state):
        st.caption(say.where_it_holds())


def hessian(state: PageState) -> None:
    """The curvature of the MSE as a matrix, an ellipse and two factors."""
    problem = LINE_PROBLEMS["hubble"]
    view = Shrinking(LineHill(SQUARED.at(), problem), float(state["hessianrate"]))
    st.latex(words_shrinking.hessian_tex(view.bowl))
    st.markdown(words_shrinking.no_y(problem.nouns))
    show_live(
        state,
        lambda _state: shrinking_figures.shrinking(view, RATES[RAW], "hessianrate"),
        "hessian",
    )
    st.caption(words_shrinking.best_sentence(view))


def standardise(state: PageState) -> None:
    """The bowl before and after x is centred and scaled."""
    names = {key: problem.title for key, problem in SETS.items()} | {
        "one_x": _("All nebulae at one distance"), "one_point": _("One nebula alone")
    }  # fmt: skip
    st.selectbox(_("Data"), SETS, format_func=names.__getitem__, **bind(state, "standardset"))
    ways = preparations(SQUARED.at(), SETS[state["standardset"]])
    show_live(state, lambda _state: scaling_figures.scaling(ways), "standardise")
    with st.container(key="lossviz-scaling"):
        st.html(NARROW)
        st.markdown(words_scaling.table_text(ways))
    st.caption(words_scaling.why(ways))


SCENES: dict[str, ScenePart] = {"2": ScenePart(scene_figure, beside=preparation, below=notes)}
FOLDS: tuple[FoldPart, ...] = (
    FoldPart("hessian", _("Why the limit is there: the Hessian and its ellipse"), hessian),
    FoldPart("standardise", _("Centre and scale x first"), standardise),
)
