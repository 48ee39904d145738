import streamlit as st

from lossviz.ui.frame import foot, head
from lossviz.ui.maximum_likelihood import folds
from lossviz.ui.specs.maximum_likelihood import PAGE


@st.fragment
def page() -> None:
    """Move a hill, derive its loss line by line, strike terms."""
    state = head(PAGE)
    folds(state)
    foot(["newcomb_light"])


page()
