import streamlit as st

from lossviz import LOSSES
from lossviz.i18n import _
from lossviz.ui.frame import foot, head, under_the_hand
from lossviz.ui.live_figure import live_figure
from lossviz.ui.specs.squared_error import PAGE
from lossviz.ui.squared_error import buttons, data_menu, figure, folds, hand, tried, view_of
from lossviz.ui.state import read

LOSS = LOSSES["squared_error"].at()


def moving() -> None:
    """Show the figure beside the hand that moves it."""
    state = read(PAGE)
    view = view_of(LOSS, state)
    picture, beside = st.columns([3, 1], gap="medium", vertical_alignment="center")
    with picture:
        live_figure(figure(state, view), key=PAGE.key)
    with beside:
        hand(state, view)


@st.fragment
def page() -> None:
    """Show three scenes over one line on real data: its squares, its pulls, one point dropped."""
    state = head(PAGE, beside=data_menu)
    under_the_hand(state, moving, shown=lambda now: (now.can_undo, now.moved(), tried(now)))
    buttons(state, LOSS)
    view = view_of(LOSS, state)
    folds(state, view)
    st.markdown(_("*Squared error lets the largest misses steer. How far can one of them pull?*"))
    foot([view.problem.dataset] if view.problem.dataset else [])


page()
