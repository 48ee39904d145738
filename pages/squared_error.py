import streamlit as st

from lossviz import LOSSES
from lossviz.i18n import _
from lossviz.lines import LineView
from lossviz.ui.frame import foot, head, undo_and_reset
from lossviz.ui.live_figure import live_figure
from lossviz.ui.specs.squared_error import PAGE, problem_of
from lossviz.ui.squared_error import controls, figure, folds

LOSS = LOSSES["squared_error"].at()


@st.fragment
def page() -> None:
    """Show three scenes over one line on real data: its squares, its pulls, one point dropped."""
    state = head(PAGE)
    problem = problem_of(state.values)
    view = LineView(LOSS, problem, state["left"], state["right"])
    picture, hand = st.columns([3, 1], gap="medium")
    with picture:
        live_figure(figure(state, view), key=PAGE.key)
    with hand:
        controls(state, view)
        undo_and_reset(state)
    folds(state, view)
    st.markdown(_("*Squared error lets the largest misses steer. How far can one of them pull?*"))
    foot([problem.dataset] if problem.dataset else [])


page()
