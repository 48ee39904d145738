"""A point that moves both ways, and the least-squares line that Python draws through all."""

import numpy as np
import streamlit as st

from lossviz import LOSSES
from lossviz.figures import theme
from lossviz.figures.live import LiveFigure, Patch, Plane, Table, Track
from lossviz.fits import fit_linear
from lossviz.numerics import Interval
from lossviz.ui.controls import Number, PageSpec, Scene
from lossviz.ui.frame import show_live
from lossviz.ui.live_figure import engine
from lossviz.ui.state import PageState, read

ROOM = Interval(0.0, 10.0)
X = np.arange(1.0, 9.0)
Y = np.array([2.0, 1.5, 3.5, 3.0, 5.5, 5.0, 7.5, 6.0])
PAGE = PageSpec(
    key="plane",
    title="Plane",
    controls=(Number("px", 5.0, ROOM), Number("py", 5.0, ROOM)),
    scenes=(Scene("1", "Plane", "Where does the line go?", "Up.", ("px", "py")),),
)


def line_of(x: float, y: float) -> tuple[float, float]:
    """Heights at both ends of the least-squares line through the others and (x, y)."""
    fit = fit_linear(LOSSES["squared_error"].at(), np.append(X, x), np.append(Y, y))
    intercept, slope = fit.coefficients
    return float(intercept), float(intercept + 10 * slope)


def traces_of(x: float, y: float) -> list[theme.Trace]:
    left, right = line_of(x, y)
    return [
        theme.scatter(
            name="line", x=[0, 10], y=[left, right], mode="lines",
            line={"color": theme.BEST.light, "width": 2, "simplify": False},
        ),
        theme.scatter(name="others", x=X, y=Y, mode="markers", marker={"opacity": 1}),
        theme.scatter(name="point", x=[x], y=[y], mode="markers", marker={"opacity": 1}),
    ]  # fmt: skip


def sentence(x: float, y: float) -> str:
    left, right = line_of(x, y)
    return f"The line goes from {left:.3f} to {right:.3f}."


def answer(x: float, y: float) -> Track:
    moved = {t["name"]: t for t in traces_of(x, y)}
    patch = Patch(
        {
            ("line", "y"): np.array([moved["line"]["y"]]),
            ("point", "x"): np.array([[x]]),
            ("point", "y"): np.array([[y]]),
        }
    )
    return Track((patch,), (sentence(x, y),))


def figure(state: PageState) -> LiveFigure:
    x, y = state["px"], state["py"]
    layout = theme.layout(
        xaxis=theme.axis("x", range=[0, 10]), yaxis=theme.axis("y", range=[0, 10])
    )
    return LiveFigure(
        (theme.figure(traces_of(x, y), layout),),
        "A line through nine points.",
        sentence(x, y),
        Table((), ()),
        plane=Plane("the point", "px", "py", x, y, ROOM, ROOM, 0.1, 0.1, answer),
    )


@st.fragment
def page() -> None:
    state = read(PAGE)
    for notice in state.notices:
        st.info(notice)
    engine()
    show_live(state, figure)


if __name__ == "__main__":
    st.set_page_config(layout="wide")
    page()
