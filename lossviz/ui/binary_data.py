"""Binary cross-entropy, the fold with the sigmoid on other data."""

import streamlit as st

from lossviz.binary.more_problems import SAMPLE, SEEDS, SETS, SIZES, TRUTH, problem_of
from lossviz.binary.sigmoid import Sigmoid
from lossviz.data import load
from lossviz.figures import sigmoid_fit as figures
from lossviz.i18n import _
from lossviz.ui.controls import PageSpec
from lossviz.ui.frame import show_live
from lossviz.ui.picked import COIN_LOSS
from lossviz.ui.state import PageState, assign, bind
from lossviz.words import sigmoid_fit as say


def other_data(state: PageState) -> None:
    """The same curve, the same loss; other labels."""
    titles = {key: problem_of(key, state["seed"], state["size"]).title for key in SETS}
    st.selectbox(
        _("Data"), SETS, format_func=titles.__getitem__, label_visibility="collapsed",
        **bind(state, "set"),
    )  # fmt: skip
    if state["set"] == SAMPLE:
        seed, size = st.columns([1, 3], vertical_alignment="bottom")
        seed.number_input(_("Seed"), int(SEEDS.low), int(SEEDS.high), **bind(state, "seed"))
        size.slider(_("Draws"), int(SIZES.low), int(SIZES.high), **bind(state, "size"))
    problem = problem_of(state["set"], state["seed"], state["size"])
    view = Sigmoid(COIN_LOSS.at(), problem, state["level"], state["tilt"])
    show_live(state, lambda _state: figures.fit(view, "level", "tilt"), "data")
    st.button(
        _("Put the best curve in the hand"), disabled=view.is_best or not view.in_reach,
        help=why_not(view),
        on_click=_to_best, args=(state.page, view),
    )  # fmt: skip
    st.caption(" ".join(text for text in (problem.note, *_more(view)) if text))


def _to_best(page: PageSpec, view: Sigmoid) -> None:
    if view.best is not None:
        height, steep = view.best
        assign(page, level=height, tilt=steep)


def _more(view: Sigmoid) -> tuple[str, ...]:
    """The best curve in numbers; then the truth, or where the data come from."""
    problem = view.problem
    if problem.key == SAMPLE:
        truth = Sigmoid(view.loss_at, problem, *TRUTH)
        return say.best_curve(view), say.against_the_truth(view, truth)
    return say.best_curve(view), load(problem.dataset).citation


def why_not(view: Sigmoid) -> str | None:
    """Why a hand cannot come to the best curve, where it cannot."""
    if view.best is None:
        return _("No curve is the best here.")
    return None if view.in_reach else _("The best curve is beyond the reach of the hand.")
