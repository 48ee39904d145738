"""Binary cross-entropy, the fold with a label between 0 and 1."""

import streamlit as st

from lossviz.binary.soft import SoftLabel
from lossviz.figures import soft as figures
from lossviz.ui.frame import show_live
from lossviz.ui.picked import COIN_LOSS
from lossviz.ui.state import PageState
from lossviz.words import soft as say


def soft_labels(state: PageState) -> None:
    """One label moved from 0 to 1, and a forecast of it."""
    view = SoftLabel(COIN_LOSS.at(), state["label"], state["guess"])
    show_live(state, lambda _state: figures.soft(view, "label", "guess"), "soft")
    st.caption(say.soft_note())
