"""Maximum likelihood: the figures of its scenes, its controls and its folds."""

from collections.abc import Callable, Mapping

import streamlit as st

from lossviz.core import LossAt
from lossviz.data.observations import OBSERVATIONS, Observations
from lossviz.figures import stems
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.location import WIDTH
from lossviz.numerics import UNIT
from lossviz.stems import Stems
from lossviz.ui.frame import fold, shown_only, undo_and_reset
from lossviz.ui.likelihood_many import why_the_log
from lossviz.ui.specs.maximum_likelihood import FIVE, NOISES, SIX
from lossviz.ui.state import PageState, bind

COIN = NOISES[-1]
NAMES = dict(zip(NOISES, (_("Bell"), _("Tent"), _("Heavy tail"), _("Coin")), strict=True))

Losses = Mapping[str, LossAt]


def observed(state: PageState) -> Observations:
    """Five readings of Newcomb's, or six; for the coin the 23 flights."""
    if state["noise"] == COIN:
        return OBSERVATIONS["orings"]
    return OBSERVATIONS["newcomb_6" if state["sixth"] else "newcomb_5"]


def view_of(losses: Losses, state: PageState) -> Stems:
    """The noise of the state where the hand has put it."""
    at = state["p"] if state["noise"] == COIN else state["at"]
    return Stems(losses[state["noise"]], observed(state), at, WIDTH)


def figure(losses: Losses, state: PageState) -> LiveFigure:
    """The figure of the scene."""
    view = view_of(losses, state)
    where, key = (UNIT, "p") if view.is_coin else (SIX if state["sixth"] else FIVE, "at")
    live = stems.stems(view, where, key, tried=state.moved(key))
    return shown_only(state, live)


def noise_switch(state: PageState) -> None:
    """The noise, and one reading more."""
    if state["scene"] == "3":
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if state.shows("noise"):
            st.segmented_control(
                _("The noise you believe in"), NOISES, format_func=NAMES.__getitem__,
                label_visibility="collapsed", **bind(state, "noise"),
            )  # fmt: skip
        if state.shows("sixth") and state["noise"] != COIN:
            st.toggle(_("+ sixth reading"), **bind(state, "sixth"))


def below(state: PageState) -> None:
    """The way back."""
    with st.container(horizontal=True):
        undo_and_reset(state)


def folds(state: PageState) -> None:
    """All folds of the page, closed ones uncomputed."""
    shown: tuple[tuple[str, str, Callable[[PageState], None]], ...] = (
        ("log", _("Why the log"), why_the_log),
    )
    for key, title, show in shown:
        with fold(state, key, title) as is_open:
            if is_open:
                show(state)
