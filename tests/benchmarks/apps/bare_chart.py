"""The least one can write with Streamlit alone: a slider and `st.plotly_chart`."""

import streamlit as st

from tests.benchmarks.apps.hubble import slider_and_figure


@st.fragment
def page() -> None:
    figure = slider_and_figure()
    st.plotly_chart(figure, key="chart", height=480)


page()
