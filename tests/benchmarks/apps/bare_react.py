"""The least a component can do: a slider, and `Plotly.react` on one node."""

import json

import streamlit as st

from lossviz.ui.live_figure import PLOTLY_JS
from tests.benchmarks.apps.hubble import slider_and_figure

JS = """
export default async function ({ data, parentElement }) {
  await import(new URL('static/js/' + data.plotlyJs, document.baseURI).href);
  const node = parentElement.querySelector('.bare');
  window.Plotly.react(node, data.figure.data, data.figure.layout, { displayModeBar: false });
}
"""
component = st.components.v2.component(
    "bare_react",
    html='<div class="bare" style="height: 480px"></div>',
    js=JS,
    isolate_styles=False,
)


@st.fragment
def page() -> None:
    figure = slider_and_figure()
    component(key="bare", data={"plotlyJs": PLOTLY_JS, "figure": json.loads(figure.to_json())})


page()
