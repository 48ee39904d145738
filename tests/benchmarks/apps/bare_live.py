"""The live figure with nothing around it: a slider, the component, its words."""

import streamlit as st

from lossviz.figures.live import LiveFigure, Table
from lossviz.ui.live_figure import live_figure
from tests.benchmarks.apps.hubble import slider_and_figure


@st.fragment
def page() -> None:
    figure = slider_and_figure()
    live_figure(LiveFigure((figure,), "A line.", "A line.", Table((), ())), key="live")


page()
