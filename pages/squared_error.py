import streamlit as st

from lossviz import LOSSES
from lossviz.i18n import _
from lossviz.ui.frame import foot, head, next_page, show_live, under_the_hand
from lossviz.ui.specs.squared_error import PAGE
from lossviz.ui.squared_error import controls, data_menu, figure, folds, tried, view_of
from lossviz.ui.state import read

LOSS = LOSSES["squared_error"].at()


def moving() -> None:
    """Show the figure with the hands that move it."""
    show_live(read(PAGE), lambda state: figure(state, view_of(LOSS, state)))


@st.fragment
def page() -> None:
    """Show three scenes over one line on real data: its squares, its pulls, one point dropped."""
    state = head(PAGE, beside=data_menu)
    view = view_of(LOSS, state)
    picture, beside = st.columns([4, 1], gap="medium")
    with picture:
        under_the_hand(state, moving, shown=lambda now: (now.can_undo, now.moved(), tried(now)))
    with beside:
        controls(state, view)
    folds(state, view)
    st.markdown(_("*Squared error lets the largest misses steer. How far can one of them pull?*"))
    next_page("outliers.py", _("Next: one bad point"))
    foot([view.problem.dataset] if view.problem.dataset else [])


page()
