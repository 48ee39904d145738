"""Maximum likelihood: the fold on what its words mean, with a bin under the hill."""

from functools import lru_cache

import streamlit as st

from lossviz import LOSSES
from lossviz.core import LossAt
from lossviz.data.observations import OBSERVATIONS
from lossviz.figures.bins import bins
from lossviz.i18n import _
from lossviz.likelihood.bins import NANOSECONDS, BinView
from lossviz.location import WIDTH
from lossviz.ui.frame import show_live
from lossviz.ui.specs.maximum_likelihood import START
from lossviz.ui.state import PageState, bind
from lossviz.words.meanings import Meaning, meanings


@lru_cache(maxsize=1)  # 20 ms of fits and quadrature, the same in every run
def _told(bell: str) -> tuple[Meaning, ...]:
    five, six, everything = (OBSERVATIONS[f"newcomb_{n}"].y for n in (5, 6, 66))
    return meanings(LOSSES[bell].at(), five, six, everything, WIDTH, START)


def what_the_words_mean(bell: LossAt, state: PageState) -> None:
    """Density and probability in a figure, the other words in sentences."""
    st.segmented_control(_("Time counted in"), list(NANOSECONDS), **bind(state, "unit"))
    centre = float(OBSERVATIONS["newcomb_5"].y.mean())
    show_live(
        state,
        lambda now: bins(BinView(centre, WIDTH, now["bin"], now["unit"]), "bin"),
        part="words",
    )
    for meaning in _told(bell.loss.key):
        st.markdown(f"**{meaning.title}** {meaning.text}")
