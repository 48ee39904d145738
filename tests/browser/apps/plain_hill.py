"""Start's hill with the slider that moves it, where plotly.js cannot be found."""

import streamlit as st

from lossviz import LOSSES
from lossviz.ui.live_figure import engine, prepare, show
from lossviz.ui.specs.start import PAGE
from lossviz.ui.start import figure
from lossviz.ui.state import bind_hand, read


@st.fragment
def page() -> None:
    state = read(PAGE)
    live = figure({"bell": LOSSES["squared_error"].at()}, state)
    engine()
    without = prepare(PAGE.key, live, plotly_js=None)
    show(without, bind_hand(state, PAGE.key), state.answered)


page()
