"""Information, the folds."""

import streamlit as st

from lossviz.figures import gaussians as gaussian_figures
from lossviz.i18n import _
from lossviz.information.gaussians import TwoBells
from lossviz.ui.frame import show_live
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.information_folds import BELLS
from lossviz.ui.state import PageState
from lossviz.words import gaussians as words_gaussians


def gaussians(state: PageState) -> None:
    """Two bells: the excess both ways."""
    view = TwoBells(*(state[key] for key in BELLS))
    show_live(state, lambda _state: gaussian_figures.bells(view, BELLS), "bells")
    st.latex(words_gaussians.formula())
    st.latex(words_gaussians.substituted(view))
    st.caption(words_gaussians.symmetric())


SCENES: dict[str, ScenePart] = {}
FOLDS: tuple[FoldPart, ...] = (FoldPart("gaussians", _("Two bells, both ways"), gaussians),)
