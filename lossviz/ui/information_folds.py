"""Information, the folds."""

import numpy as np
import streamlit as st

from lossviz.data.observations import OBSERVATIONS
from lossviz.figures import codes as code_figures
from lossviz.figures import gaussians as gaussian_figures
from lossviz.figures import training as training_figures
from lossviz.i18n import _
from lossviz.information.codes import Code, bet
from lossviz.information.gaussians import TwoBells
from lossviz.information.letters import SAMPLE, count_letters
from lossviz.information.training import RATES, Training
from lossviz.numerics import Array
from lossviz.ui.frame import show_live
from lossviz.ui.information_letters import letters
from lossviz.ui.information_small import units, zeros
from lossviz.ui.information_typed import typed
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.information_folds import ALPHABETS, BELLS, KINDS, LEARNED
from lossviz.ui.state import PageState, bind
from lossviz.words import codes as words_codes
from lossviz.words import gaussians as words_gaussians
from lossviz.words import training as words_training


def outcomes(alphabet: str) -> tuple[tuple[str, ...], Array]:
    """Names (K,) and shares (K,) of the outcomes a code is for."""
    if alphabet == ALPHABETS[0]:
        penguins = OBSERVATIONS["penguins"]
        return penguins.classes, np.asarray(penguins.y.mean(axis=0))
    if alphabet == ALPHABETS[1]:
        return tuple("ABCD"), np.array([0.5, 0.25, 0.125, 0.125])
    counts = count_letters(SAMPLE).counts
    return tuple(counts), np.array(list(counts.values())) / sum(counts.values())


def code_view(state: PageState) -> Code:
    """The code built for one distribution, used on the other."""
    names, shares = outcomes(state["alphabet"])
    made = dict(zip(KINDS, (shares, np.full(len(names), 1 / len(names)), bet(len(names))),
                    strict=True))  # fmt: skip
    return Code(names, made[state["happens"]], made[state["codefor"]])


def codes(state: PageState) -> None:
    """The average length of a word, in bits, against entropy and cross-entropy."""
    about = dict(
        zip(
            ALPHABETS, (_("Penguins"), _("Halves of halves"), _("Letters of a speech")), strict=True
        )
    )
    names = dict(
        zip(KINDS, (_("Its own shares"), _("All alike"), _("90 % on the first")), strict=True)
    )
    st.segmented_control(
        _("Outcomes"), ALPHABETS, format_func=about.__getitem__, label_visibility="collapsed",
        **bind(state, "alphabet"),
    )  # fmt: skip
    truth, built = st.columns(2)
    truth.selectbox(_("What happens"), KINDS, format_func=names.__getitem__,
                    **bind(state, "happens"))  # fmt: skip
    built.selectbox(_("The code is built for"), KINDS, format_func=names.__getitem__,
                    **bind(state, "codefor"))  # fmt: skip
    view = code_view(state)
    show_live(state, lambda _state: code_figures.code_live(view), "code")
    st.caption(words_codes.why_whole())


def training(state: PageState) -> None:
    """A forecast for all penguins that learns: floor and excess, step by step."""
    names = dict(zip(KINDS[1:], (_("All alike"), _("90 % on Adelie")), strict=True))
    start, rate = st.columns(2, vertical_alignment="bottom")
    start.segmented_control(
        _("Start"), KINDS[1:], format_func=names.__getitem__, **bind(state, "learnfrom")
    )
    rate.slider(_("Learning rate"), RATES.low, RATES.high, step=0.1, **bind(state, "learnrate"))
    classes, shares = outcomes(ALPHABETS[0])
    k = len(classes)
    begin = bet(k) if state["learnfrom"] == KINDS[2] else np.full(k, 1 / k)
    view = Training(classes, shares, begin, state["learnrate"], state[LEARNED])
    show_live(state, lambda _state: training_figures.training(view, LEARNED), "training")
    st.caption(words_training.one_slope(view))
    st.caption(words_training.with_features())


def gaussians(state: PageState) -> None:
    """Two bells: the excess both ways."""
    view = TwoBells(*(state[key] for key in BELLS))
    show_live(state, lambda _state: gaussian_figures.bells(view, BELLS), "bells")
    st.latex(words_gaussians.formula())
    st.latex(words_gaussians.substituted(view))
    st.caption(words_gaussians.letters())
    st.caption(words_gaussians.symmetric())


SCENES: dict[str, ScenePart] = {}
FOLDS: tuple[FoldPart, ...] = (
    FoldPart("training", _("What training removes, step by step"), training),
    FoldPart("codes", _("Words as long as a surprise"), codes),
    FoldPart("letters", _("The letters of your text"), letters),
    FoldPart("gaussians", _("Two bells, both ways"), gaussians),
    FoldPart("typed", _("Your own two distributions"), typed),
    FoldPart("zeros", _("Zeros: which cost nothing, which have no end"), zeros),
    FoldPart("units", _("Nats and bits"), units),
)
