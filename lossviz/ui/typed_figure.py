"""A live figure of what the reader typed: the address does not hold it, so it is made anew."""

from lossviz.figures.live import LiveFigure
from lossviz.ui.live_figure import prepare, show
from lossviz.ui.state import PageState, bind_hand


def show_typed(state: PageState, live: LiveFigure, part: str) -> None:
    """Show a figure without hands; `part` tells it from the others on the page."""
    key = f"{state.page.key}-{part}"
    show(prepare(key, live), bind_hand(state, key), state.answered)
