import streamlit as st

from lossviz import LOSSES
from lossviz.i18n import _
from lossviz.location import WIDTH
from lossviz.ui.frame import foot, head, next_page, show_live, under_the_hand
from lossviz.ui.maximum_likelihood import (
    above,
    below,
    figure,
    folds,
    formula,
    observed,
    switches,
)
from lossviz.ui.specs.maximum_likelihood import NOISES, PAGE
from lossviz.ui.state import read

BELL, TENT, HEAVY_TAIL, COIN = NOISES
LOSS_OF = {
    BELL: LOSSES["squared_error"].at(),
    TENT: LOSSES["absolute_error"].at(),
    HEAVY_TAIL: LOSSES["student_t"].at(nu=3.0, c=WIDTH),
    COIN: LOSSES["binary_cross_entropy"].at(),
}


def moving() -> None:
    """Show the figure with the hill or the coin that the hand moves, and the line it is about."""
    now = read(PAGE)
    formula(LOSS_OF, now)
    show_live(now, lambda state: figure(LOSS_OF, state))


@st.fragment
def page() -> None:
    """Move a hill, derive its loss line by line, strike terms."""
    state = head(PAGE, beside=switches)
    above(LOSS_OF, state)
    under_the_hand(state, moving, shown=lambda now: (now.can_undo, now.moved()))
    below(state)
    folds(LOSS_OF, state)
    st.markdown(_("*A coin is a noise too. What does a forecast cost when its coin falls?*"))
    next_page("binary_cross_entropy.py", _("Next: the coin and its loss"))
    foot([observed(state).dataset])


page()
