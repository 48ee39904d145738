"""Start's hill with the slider that moves it, where plotly.js cannot be found."""

import streamlit as st

from lossviz import LOSSES
from lossviz.ui.live_figure import live_figure
from lossviz.ui.specs.start import PAGE
from lossviz.ui.start import figure
from lossviz.ui.state import bind_hand, read


@st.fragment
def page() -> None:
    state = read(PAGE)
    live = figure({"bell": LOSSES["squared_error"].at()}, state)
    move = bind_hand(state, PAGE.key)
    live_figure(live, key=PAGE.key, on_move=move, answered=state.answered, plotly_js=None)


page()
