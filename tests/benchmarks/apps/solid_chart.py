"""The least one can write with Streamlit alone: a slider and `st.plotly_chart` of a surface."""

import streamlit as st

from tests.benchmarks.apps.hill import slider_and_hill


@st.fragment
def page() -> None:
    figure = slider_and_hill()
    st.plotly_chart(figure, key="chart", height=460)


page()
