"""The slider and the figure of the Squared error page, without the page."""

import plotly.graph_objects as go
import streamlit as st

from lossviz import LOSSES
from lossviz.data.problems import LINE_PROBLEMS
from lossviz.figures.squares import squares_figure
from lossviz.lines import LineView, frame_of


def slider_and_figure() -> go.Figure:
    """The line at the height of the slider's thumb; the other end stays in the middle."""
    problem = LINE_PROBLEMS["hubble"]
    frame = frame_of(problem)
    middle = float(problem.y.mean().round())
    left = st.slider("Left end", frame.y_low, frame.y_high, middle, step=frame.step)
    return squares_figure(LineView(LOSSES["squared_error"].at(), problem, left, middle))
