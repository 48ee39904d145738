"""Binary cross-entropy, the fold with the cold morning: the curve beyond its data."""

import streamlit as st

from lossviz.binary.cold import flights_at
from lossviz.figures import cold as figures
from lossviz.ui.frame import show_live
from lossviz.ui.state import PageState
from lossviz.words import cold as say


def cold_morning(state: PageState) -> None:
    """The flights as they were, whatever the hand has flipped above."""
    view = flights_at(state["there"])
    show_live(state, lambda _state: figures.cold(view, "there"), "cold")
    st.caption(say.assumption(view))
