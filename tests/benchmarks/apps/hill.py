"""A slider and the hill of the page of loss surfaces in three dimensions, without the page."""

import plotly.graph_objects as go
import streamlit as st

from lossviz.figures.solid import solid_figure
from lossviz.surfaces.solid import Solid
from lossviz.surfaces.walk import Walk
from lossviz.ui.specs.surfaces_walk import HUBBLE, STEPS


def slider_and_hill() -> go.Figure:
    """The hill with the dot at the intercept of the slider's thumb."""
    room = HUBBLE.room
    middle = float(round(HUBBLE.flat[0]))
    a = st.slider("Intercept", room.a.low, room.a.high, middle, step=room.steps[0])
    walk = Walk(HUBBLE.surface, a, 0.0, 0.1, 0, STEPS)
    return solid_figure(Solid(HUBBLE), walk).figures[0]
