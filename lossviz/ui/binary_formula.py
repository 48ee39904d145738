"""Binary cross-entropy, the fold with the formula: one flight's numbers, then the mean."""

import streamlit as st

from lossviz.binary.problems import FLIGHTS
from lossviz.binary.sigmoid import Sigmoid
from lossviz.figures import theme
from lossviz.i18n import _
from lossviz.ui.state import PageState, bind
from lossviz.ui.tex_colours import follow_the_page
from lossviz.words import coin_formula as say
from lossviz.words import logs as words_logs

COUNTS, GONE = theme.CHANGE, theme.HUES["slate"].role
INK = say.Ink(COUNTS.light, GONE.light)


def formula(state: PageState, view: Sigmoid) -> None:
    """What a chosen flight costs, and would have cost with the other label; all of them."""
    st.html(follow_the_page(COUNTS, GONE))
    st.latex(say.FORMULA)
    names = dict(zip(FLIGHTS, view.problem.labels, strict=True))
    st.selectbox(
        _("For one flight"), FLIGHTS, format_func=names.__getitem__, **bind(state, "flight")
    )
    row = FLIGHTS.index(state["flight"])
    own = int(view.problem.y[row])
    for label in (own, 1 - own):
        st.markdown(say.heading(view, row, label))
        st.latex(say.of_one(view, row, label, INK))
    st.caption(
        _("Only one term is ever lit: the other is multiplied by 0. What is left is −log of the"
          " stem.")
        + f" {words_logs.natural()}"
    )  # fmt: skip
    st.latex(say.of_all(view))
