import streamlit as st

from lossviz import LOSSES
from lossviz.i18n import _
from lossviz.location import WIDTH
from lossviz.ui.frame import foot, head, next_page, show_live, under_the_hand
from lossviz.ui.specs.start import NOISES, PAGE
from lossviz.ui.start import card, figure, folds, is_wild, switches
from lossviz.ui.state import read

BELL, TENT, HEAVY_TAIL = NOISES
LOSS_OF = {
    BELL: LOSSES["squared_error"].at(),
    TENT: LOSSES["absolute_error"].at(),
    HEAVY_TAIL: LOSSES["student_t"].at(nu=3.0, c=WIDTH),
}
CARD = [LOSS_OF[noise].loss for noise in NOISES]
CARD += [LOSSES["binary_cross_entropy"], LOSSES["softmax_cross_entropy"]]


def moving() -> None:
    """Show the figure with the reading that the hand moves."""
    show_live(read(PAGE), lambda state: figure(LOSS_OF, state))


@st.fragment
def page() -> None:
    """Tell the first minute: noise, surprise, pull, balance, over one figure."""
    state = head(PAGE)
    under_the_hand(state, moving, shown=lambda now: (is_wild(now), now.moved(), now.can_undo))
    switches(state)
    folds(LOSS_OF, state)
    if is_wild(state):
        card(CARD)
    next_page("squared_error.py", _("Next: now with a line"))
    foot(["newcomb_light"])


page()
