"""A live figure of what the reader typed: the address does not hold it, so it is made anew."""

from collections.abc import Callable

import streamlit as st

from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.ui.live_figure import prepare, show
from lossviz.ui.state import PageState, bind_hand, last_good


def show_typed(state: PageState, make: Callable[[], LiveFigure], part: str) -> bool:
    """Show a figure without hands; `part` tells it from the others on the page.

    Where it cannot be made, the reason stands above the last one that could; False then.
    """
    live, why = last_good(state, part, make)
    if why:
        st.info(why)
    if live is not None:
        if why:
            st.caption(_("Shown below is the last one that could be read."))
        key = f"{state.page.key}-{part}"
        show(prepare(key, live), bind_hand(state, key), state.answered)
    return not why
