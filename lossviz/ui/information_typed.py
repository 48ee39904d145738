"""Information: the fold on two distributions that the reader types."""

from collections.abc import Mapping

import streamlit as st

from lossviz.figures import typed_pair as typed_figures
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.information.typed_pair import TypedPair
from lossviz.multiclass.typed import Typed, typed_shares
from lossviz.ui.state import PageState, bind, bind_text
from lossviz.ui.typed_figure import show_typed
from lossviz.words import typed_pair as say

FIRST, SECOND = "0.2, 0.5, 0.3", "0.4, 0.4, 0.2"


def typed(state: PageState) -> None:
    """Entropy, cross-entropy and divergence both ways of what is typed."""
    left, right = st.columns(2)
    texts = {
        "y": left.text_input(_("y, the truth"), **bind_text(state, "y", FIRST)),
        "p": right.text_input(_("p, the forecast"), **bind_text(state, "p", SECOND)),
    }

    def figure() -> LiveFigure:
        y, p = _pair(state, texts)
        return typed_figures.typed_pair(TypedPair(y.shares, p.shares))

    show_typed(state, figure, "typed")


def _pair(state: PageState, texts: Mapping[str, str]) -> tuple[Typed, Typed]:
    """Both distributions; ValueError says what is wrong with one, or with the two together.

    Sums other than 1 are offered divided by themselves.
    """
    pair = {name: _read(name, text) for name, text in texts.items()}
    y, p = pair["y"], pair["p"]
    if len(y.values) != len(p.values):
        raise ValueError(say.counts_sentence(len(y.values), len(p.values)))
    off = {name: one.total for name, one in pair.items() if not one.adds_up}
    if off:
        st.toggle(_("Divide each number by the sum"), **bind(state, "divide"))
        sentence = say.divided_sentence if state["divide"] else say.total_sentence
        said = " ".join(sentence(name, total) for name, total in off.items())
        if not state["divide"]:
            raise ValueError(said)
        st.caption(said)
    return y, p


def _read(name: str, text: str) -> Typed:
    """The numbers of a field; ValueError says which field cannot be read."""
    try:
        return typed_shares(text)
    except ValueError as error:
        raise ValueError(_("{name}: {reason}").format(name=name, reason=error)) from None
