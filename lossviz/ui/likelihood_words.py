"""Maximum likelihood: the fold on what its words mean, with a bin under the hill."""

import streamlit as st

from lossviz.core import LossAt
from lossviz.data.observations import OBSERVATIONS
from lossviz.figures.bins import bins
from lossviz.i18n import _
from lossviz.likelihood.bins import NANOSECONDS, BinView
from lossviz.location import WIDTH
from lossviz.ui.frame import show_live
from lossviz.ui.state import PageState, bind
from lossviz.words.meanings import meanings

START = 24.0  # where the hill of the first scene stands


def what_the_words_mean(bell: LossAt, state: PageState) -> None:
    """Density and probability in a figure, the other words in sentences."""
    st.segmented_control(_("Time counted in"), list(NANOSECONDS), **bind(state, "unit"))
    five, six, everything = (OBSERVATIONS[f"newcomb_{n}"].y for n in (5, 6, 66))
    centre = float(five.mean())
    show_live(
        state,
        lambda now: bins(BinView(centre, WIDTH, now["bin"], now["unit"]), "bin"),
        part="words",
    )
    for meaning in meanings(bell, five, six, everything, WIDTH, START):
        st.markdown(f"**{meaning.title}** {meaning.text}")
