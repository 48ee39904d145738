"""Multi-class cross-entropy, the folds about logits and charges."""

import streamlit as st

from lossviz.figures import logits as logit_figures
from lossviz.i18n import _
from lossviz.multiclass.logits import Logits
from lossviz.ui.frame import show_live
from lossviz.ui.picked import DIE_LOSS
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.multiclass_logits import LOGIT_KEYS
from lossviz.ui.state import PageState
from lossviz.words import logits as words_logits

DIE = DIE_LOSS.at()


def logits_view(state: PageState) -> Logits:
    """The three logits and their shift."""
    return Logits(DIE, *(float(state[key]) for key in LOGIT_KEYS))


def logits(state: PageState) -> None:
    """Softmax of three logits: what a shift of all three changes, and where the pulls go."""
    view = logits_view(state)
    show_live(state, lambda _state: logit_figures.logits(view, LOGIT_KEYS), "logits")
    st.caption(words_logits.sign_of_the_log(view))


SCENES: dict[str, ScenePart] = {}
FOLDS: tuple[FoldPart, ...] = (
    FoldPart("logits", _("Where do the three probabilities come from?"), logits),
)
