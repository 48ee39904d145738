import streamlit as st

from lossviz.i18n import _
from lossviz.ui.frame import foot, head, next_page, show_live, under_the_hand
from lossviz.ui.outlier_folds import folds
from lossviz.ui.outliers import below, chips, figure, scene_data
from lossviz.ui.specs.outliers import PAGE
from lossviz.ui.state import read


def moving() -> None:
    """Show the figure with the point, or the count, that the hand moves."""
    show_live(read(PAGE), figure)


@st.fragment
def page() -> None:
    """Push lines around: with one point, with giants, with seven wrong years."""
    state = head(PAGE, beside=chips)
    under_the_hand(state, moving, shown=lambda now: (now.can_undo, now.moved()))
    below(state)
    folds(state, "general_robust")
    st.markdown(
        _("*The pull of a loss decides who is pushed around. Where does the pull come from?*")
    )
    next_page("maximum_likelihood.py", _("Next: the noise behind it"))
    foot([scene_data(state).dataset or ""])


page()
