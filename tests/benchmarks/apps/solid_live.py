"""The surface as a live figure that no hand moves: a slider, the component, its words."""

import streamlit as st

from lossviz.figures.live import LiveFigure, Table
from lossviz.ui.live_figure import live_figure
from tests.benchmarks.apps.hill import slider_and_hill


@st.fragment
def page() -> None:
    figure = slider_and_hill()
    live_figure(LiveFigure((figure,), "A hill.", "A hill.", Table((), ())), key="live")


page()
