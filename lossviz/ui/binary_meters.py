"""Binary cross-entropy, scene 3 and the folds about limits of the loss."""

import streamlit as st

from lossviz.binary.meters import Calls, Meters, flights
from lossviz.binary.mislabelled import Mislabelled
from lossviz.binary.reliability import Reliability
from lossviz.binary.separable import MARGINS, Separable, nearest_step
from lossviz.figures import meters as meters_figures
from lossviz.figures import mislabelled as mislabelled_figures
from lossviz.figures import reliability as reliability_figures
from lossviz.figures import separable as separable_figures
from lossviz.figures import threshold as threshold_figures
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.ui.frame import show_live
from lossviz.ui.picked import BINARY, COIN_LOSS, SQUARED_CHANCE
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.binary_meters import PENALTY_WORDS, SIZE_WORDS, SUSPECTS, UNDER
from lossviz.ui.state import PageState, bind
from lossviz.words import meters as words_meters
from lossviz.words import mislabelled as words_mislabelled
from lossviz.words import reliability as words_reliability
from lossviz.words import separable as words_separable


def meters_view(state: PageState) -> Meters:
    """The fit of the flights, as steep as the hand has it."""
    return Meters(COIN_LOSS.at(), SQUARED_CHANCE.at(), flights(), state["factor"])


def _meters(state: PageState) -> LiveFigure:
    return meters_figures.meters(meters_view(state), "factor")


def separable_view(state: PageState) -> Separable:
    """Descent on the sample that is chosen."""
    after = nearest_step(state["after"])
    return Separable(state["margin"], float(state["penalty"]), state["alone"], after)


def _separable(state: PageState) -> None:
    margin, penalty, alone = st.columns([2, 2, 1], vertical_alignment="bottom")
    margin.slider(
        _("Gap between the classes, below 0 an overlap"), MARGINS.low, MARGINS.high, step=0.1,
        **bind(state, "margin"),
    )  # fmt: skip
    penalty.select_slider(_("Penalty on the slope (l2)"), PENALTY_WORDS, **bind(state, "penalty"))
    alone.toggle(_("All labels 1"), **bind(state, "alone"))
    view = separable_view(state)
    show_live(state, lambda _state: separable_figures.separable(view, "after"), "separable")
    st.caption(words_separable.how(view))


def mislabelled_view(state: PageState) -> Mislabelled:
    """The flights with one label turned around, under every loss of two classes."""
    return Mislabelled([loss.at() for loss in BINARY], flights(), SUSPECTS[state["swap"]])


def _mislabelled(state: PageState) -> None:
    names = {loss.key: loss.name for loss in BINARY}
    swap, under = st.columns([1, 3], vertical_alignment="bottom")
    swap.selectbox(
        _("Flight with the wrong label"), tuple(SUSPECTS), **bind(state, "swap"),
    )  # fmt: skip
    under.segmented_control(
        _("Curve of"), UNDER, format_func=names.__getitem__, **bind(state, "under")
    )
    view = mislabelled_view(state)
    chosen = view.moved[UNDER.index(state["under"])]
    show_live(state, lambda _state: mislabelled_figures.mislabelled(view, chosen), "wrong")
    squared = view.moved[BINARY.index(SQUARED_CHANCE)]
    st.caption(
        f"{words_mislabelled.what_is_minimised(view)} {words_mislabelled.not_convex(view, squared)}"
    )


def _reliability(state: PageState) -> None:
    st.segmented_control(
        _("Forecasts"), SIZE_WORDS, format_func=lambda size: f"{int(size):,}", **bind(state, "many")
    )
    view = Reliability(int(state["many"]), state["sharper"])
    show_live(state, lambda _state: reliability_figures.reliability(view, "sharper"), "reliability")
    st.caption(words_reliability.why_not_flights())


def _threshold(state: PageState) -> None:
    view = Calls(COIN_LOSS.at(), SQUARED_CHANCE.at(), flights(), state["factor"], state["cut"])
    show_live(state, lambda _state: threshold_figures.threshold(view, "cut"), "threshold")
    st.caption(words_meters.calls_caption(view))


SCENES: dict[str, ScenePart] = {"3": ScenePart(_meters)}
FOLDS: tuple[FoldPart, ...] = (
    FoldPart("separable", _("Separable classes: descent that never ends"), _separable),
    FoldPart("wrong", _("One wrong label under every loss"), _mislabelled),
    FoldPart("reliability", _("Does 70 % happen 70 % of the time?"), _reliability),
    FoldPart("threshold", _("A threshold moves the accuracy, not the loss"), _threshold),
)
