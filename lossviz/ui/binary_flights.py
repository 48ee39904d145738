"""Binary cross-entropy, scene 1 and the folds about its data."""

import streamlit as st

from lossviz.binary.problems import orings
from lossviz.binary.sigmoid import Sigmoid
from lossviz.figures import sigmoid_flights as figures
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.ui.binary_cold import cold_morning
from lossviz.ui.binary_data import other_data, why_not
from lossviz.ui.binary_formula import formula
from lossviz.ui.binary_soft import soft_labels
from lossviz.ui.controls import PageSpec
from lossviz.ui.picked import COIN_LOSS
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.state import PageState, assign


def sigmoid_of(state: PageState) -> Sigmoid:
    """The curve in the hand over the flights, some of their labels flipped."""
    return Sigmoid(COIN_LOSS.at(), orings(state["flip"]), state["height"], state["steep"])


def figure(state: PageState) -> LiveFigure:
    """Curve and bars."""
    view = sigmoid_of(state)
    pick = "flip" if state.shows("flip") else ""
    return figures.sigmoid(view, "height", "steep", show_best=state["best"], pick=pick)


def show_best(state: PageState) -> None:
    """A button that puts the best curve in the hand, once the reader has tried."""
    if not state.shows("best"):
        return
    view = sigmoid_of(state)
    tried = state.moved("height", "steep", "flip", "best")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Show best"), disabled=not tried or not view.in_reach,
            help=_("Move the curve first.") if not tried else why_not(view),
            on_click=_to_best, args=(state.page, view),
        )  # fmt: skip
        st.caption(
            _("Click a flight to flip its label; click it again to flip it back. Flights at the"
              " same temperature stand side by side.")
        )  # fmt: skip


def _to_best(page: PageSpec, view: Sigmoid) -> None:
    if view.best is not None:
        height, steep = view.best
        assign(page, height=height, steep=steep, best=True)


SCENES: dict[str, ScenePart] = {"1": ScenePart(figure, below=show_best)}
FOLDS: tuple[FoldPart, ...] = (
    FoldPart(
        "formula", _("The formula with these numbers"),
        lambda state: formula(state, sigmoid_of(state)),
    ),
    FoldPart("data", _("The same curve on other data"), other_data),
    FoldPart("cold", _("31 °F, colder than any flight"), cold_morning),
    FoldPart("soft", _("A label between 0 and 1"), soft_labels),
)  # fmt: skip
