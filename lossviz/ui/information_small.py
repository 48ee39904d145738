"""Information: the folds on zeros, and on nats and bits."""

import streamlit as st

from lossviz.data.observations import OBSERVATIONS
from lossviz.figures import units as unit_figures
from lossviz.figures import zeros as zero_figures
from lossviz.information.units import Chance
from lossviz.information.zeros import EXAMPLE, Vanishing
from lossviz.ui.frame import show_live
from lossviz.ui.specs.information_folds import POWER, WAYS
from lossviz.ui.state import PageState
from lossviz.words import units as words_units
from lossviz.words import zeros as words_zeros


def zeros(state: PageState) -> None:
    """A probability on its way to 0, as a share and as a forecast; and a refused example."""
    rarest = float(OBSERVATIONS["penguins"].y.mean(axis=0).min())
    view = Vanishing(rarest, state[POWER])
    show_live(state, lambda _state: zero_figures.vanishing(view, POWER), "zeros")
    st.caption(words_zeros.limits(view))
    st.caption(words_zeros.refused(EXAMPLE))
    st.code(EXAMPLE.refusal, language=None, wrap_lines=True)


def units(state: PageState) -> None:
    """The chance level in nats and in bits."""
    view = Chance(state[WAYS])
    show_live(state, lambda _state: unit_figures.chance(view, WAYS), "units")
    st.caption(words_units.one_nat())
