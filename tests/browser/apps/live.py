"""The live figure in the cases its tests look at: ?case= and ?plotly_js= in the address."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from lossviz.figures.live import Box, LiveFigure, Table
from lossviz.figures.theme import BEST, POINT
from lossviz.ui.live_figure import PLOTLY_JS, live_figure

HOSTILE = '<img src=x onerror="window.hacked = true"><script>window.hacked = true</script>'
X = np.linspace(0.0, 10.0, 50)


def line(slope: float, label: str, **layout: object) -> go.Figure:
    return go.Figure(
        data=[
            go.Scatter(x=X, y=2 * X, mode="markers", marker_color=POINT.light, name=label),
            go.Scatter(x=X, y=slope * X, mode="lines", line_color=BEST.light, name="line"),
        ],
        layout={
            "xaxis": {"title": {"text": label}},
            "yaxis": {"title": {"text": "velocity"}},
            "showlegend": True,
            **layout,
        },
    )


case = st.query_params.get("case", "plain")
plotly_js = {"none": None, "missing": "PlotlyChart.missing.js"}.get(
    st.query_params.get("plotly_js", ""), PLOTLY_JS
)
st.set_page_config(layout="wide")
slope = st.slider("Slope", 0, 10, 1)
other = st.slider("Something else", 0, 10, 1)
label = HOSTILE if case == "hostile" else "distance"
tied = {
    "xaxis": {"title": {"text": "x"}, "range": [0, 10]},
    "yaxis": {"title": {"text": "y"}, "range": [0, 20], "scaleanchor": "x", "scaleratio": 0.3},
}
layouts = {"tied": tied, "other data": {"uirevision": str(other)}}
first = line(slope, label, **layouts.get(case, {}))
if case == "surface":
    height = slope * np.outer(X, X) / 10
    first = go.Figure(go.Surface(z=height, showscale=False), {"meta": slope})
live = LiveFigure(
    figures=(first, line(1.0, "still")),
    boxes=(Box(grow=2.0), Box(aspect=1.0, height=300)),
    alt=f"A line of slope {slope} through points. {label}",
    sentence=f"The slope is {slope}. {label if case == 'hostile' else ''}".strip(),
    table=Table(("x", label), tuple((f"{x:.1f}", f"{slope * x:.1f} {label}") for x in X)),
)
if case == "tab":
    front, back = st.tabs(["Front", "Back"])
    front.write("Nothing here.")
    with back:
        live_figure(live, key="live", plotly_js=plotly_js)
elif case == "gone" and other > 1:
    st.write("No figure.")
else:
    live_figure(live, key="live", plotly_js=plotly_js)
st.write(f"Run with {slope} and {other}.")
st.html("<div style='height: 1500px'></div>")  # something to scroll to
