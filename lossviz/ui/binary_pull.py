"""Binary cross-entropy, scene 2 and the folds about shapes of losses."""

import streamlit as st

from lossviz.binary.one_label import OneLabel
from lossviz.figures import one_label as one_label_figures
from lossviz.figures.live import LiveFigure
from lossviz.ui.picked import COIN_LOSS, SQUARED_CHANCE
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.state import PageState
from lossviz.words import one_label as words_one_label


def one_label_view(state: PageState) -> OneLabel:
    """The label, its logit and the race."""
    return OneLabel(COIN_LOSS.at(), SQUARED_CHANCE.at(), state["z"], state["step"])


def _one_label(state: PageState) -> LiveFigure:
    return one_label_figures.one_label(one_label_view(state), "z", "step")


def _which_slope(state: PageState) -> None:
    st.caption(words_one_label.which_slope(one_label_view(state)))


SCENES: dict[str, ScenePart] = {"2": ScenePart(_one_label, below=_which_slope)}
FOLDS: tuple[FoldPart, ...] = ()
