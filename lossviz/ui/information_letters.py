"""Information: the fold on the letters of a text."""

import streamlit as st

from lossviz.figures import letters as letter_figures
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.information.letters import SAMPLE, Texts, count_letters, require_letters
from lossviz.ui.specs.information_folds import LETTER_FORECASTS
from lossviz.ui.state import PageState, bind, bind_text
from lossviz.ui.typed_figure import show_typed
from lossviz.words import letters as words_letters

SECOND = "to be or not to be, that is the question"


def letters(state: PageState) -> None:
    """Entropy of the letters of a text that the reader types, and what a forecast costs."""
    names = dict(zip(LETTER_FORECASTS, (_("All alike"), _("From a second text")), strict=True))
    first = st.text_area(
        _("Your text"), height=110, **bind_text(state, "first", SAMPLE),
        help=_("Counted here and kept nowhere: no address holds it."),
    )  # fmt: skip
    st.segmented_control(
        _("Forecast of its letters"), LETTER_FORECASTS, format_func=names.__getitem__,
        **bind(state, "letterforecast"),
    )  # fmt: skip
    second = None
    if state["letterforecast"] == LETTER_FORECASTS[1]:
        second = count_letters(
            st.text_area(_("Second text"), height=70, **bind_text(state, "second", SECOND))
        )
        st.toggle(_("Count every letter once more"), **bind(state, "addone"))
    mine = count_letters(first)

    def figure() -> LiveFigure:
        require_letters(mine, _("Your text"))
        if second is not None and not state["addone"]:
            require_letters(second, _("The second text"))
        return letter_figures.letters(Texts(mine, second, state["addone"]))

    if show_typed(state, figure, "letters") and second is not None:
        st.caption(_("Second text: {counted}").format(counted=words_letters.counted(second)))
