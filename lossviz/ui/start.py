"""Start: its figure, its two switches, its folds and the card at its end."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import streamlit as st

from lossviz import words
from lossviz.core import Loss, LossAt
from lossviz.data import load
from lossviz.endcard import COLUMNS, Row, end_card
from lossviz.figures import hill
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.location import TARGET, HillView, first_readings
from lossviz.ui.derivations import location_lines
from lossviz.ui.frame import fold, show_live, shown_only, undo_and_reset
from lossviz.ui.specs.start import NOISES
from lossviz.ui.state import PageState, bind

NAMES = dict(zip(NOISES, (_("Bell"), _("Tent"), _("Heavy tail")), strict=True))
NEAR = 4.0  # ns: as good as in the ring

# The card is one sheet of paper: printing the page prints nothing else.
_CSS = """<style>
@keyframes lossviz-appear {from {opacity: 0}}
@media (prefers-reduced-motion: no-preference) {
  .st-key-lossviz-switch {animation: lossviz-appear 1.2s}
}
@media print {
  body * {visibility: hidden}
  .st-key-lossviz-card, .st-key-lossviz-card * {visibility: visible; color: #000}
  .st-key-lossviz-card {position: fixed; inset: 0; padding: 1cm}
}
</style>"""

Losses = Mapping[str, LossAt]


def view_of(losses: Losses, state: PageState) -> HillView:
    """The hill of the state's noise over the six readings."""
    return HillView(losses[state["noise"]], np.append(first_readings(), state["sixth"]))


def figure(losses: Losses, state: PageState) -> LiveFigure:
    """The hill and, turned upside down, the surprise."""
    live = hill.hill(view_of(losses, state), upside_down=state["upside"], invited=not state.moved())
    return shown_only(state, live)


def is_wild(state: PageState) -> bool:
    """Whether the sixth has been where Newcomb wrote it, and the other noises may be tried."""
    return state["sixth"] <= TARGET + NEAR or state.moved("noise", "upside")


def switches(state: PageState) -> None:
    """The noise, once the bell has given way; then the hill upside down."""
    if is_wild(state):
        with st.container(key="lossviz-switch", horizontal=True, vertical_alignment="bottom"):
            if state.shows("noise"):
                st.segmented_control(
                    _("The noise you believe in"), NOISES, format_func=NAMES.__getitem__,
                    **bind(state, "noise"),
                )  # fmt: skip
            if state.shows("upside") and state.moved("noise", "upside"):
                st.toggle(_("Turn the hill upside down"), **bind(state, "upside"))
    if state.moved():
        with st.container(horizontal=True):
            undo_and_reset(state)


def folds(losses: Losses, state: PageState) -> None:
    """The pulls, and all 66 readings."""
    shown: tuple[tuple[str, str, Callable[[], None]], ...] = (
        ("pulls", _("Who pulls, and how hard"), lambda: _pulls(losses, state)),
        (
            "derivation",
            _("From the hill to the loss, line by line"),
            lambda: _derivation(losses, state),
        ),
        ("all", _("All 66 readings, and what no loss can do"), _all_readings),
    )
    st.html(_CSS)
    for key, title, show in shown:
        with fold(state, key, title) as is_open:
            if is_open:
                show()


def _pulls(losses: Losses, state: PageState) -> None:
    st.markdown(
        _(
            "**Pull** is minus the slope of the surprise: what statisticians call the influence"
            " function ψ. The answer rests where the pulls cancel."
        )
    )
    show_live(state, lambda now: shown_only(now, hill.balance(view_of(losses, now))), part="pulls")


def _derivation(losses: Losses, state: PageState) -> None:
    view = view_of(losses, state)
    location_lines(
        view.loss_at, view.width, float(view.answer), view.readings,
        _("{n} readings").format(n=len(view.readings)),
    )  # fmt: skip


def _all_readings() -> None:
    st.markdown(words.all_readings(load("newcomb_light")["deviation_ns"]))


def card(losses: Sequence[Loss]) -> None:
    """The end card: one row per noise."""
    with st.container(key="lossviz-card"):
        st.subheader(_("Noise, surprise, pull, balance"), anchor=False)
        head = " | ".join(COLUMNS)
        lines = [f"| {head} |", "|" + "---|" * len(COLUMNS)]
        lines += [_line(row) for row in end_card(losses)]
        st.markdown("\n".join(lines))
        st.caption(
            _(
                "Pull is minus the slope of the surprise, r = y − ŷ; a factor in front changes no"
                " answer."
                " To print this card alone, print the page."
            )
        )


def _line(row: Row) -> str:
    names = "<br>".join(f"`{name}`" for name in row.names) or "–"
    surprise, pull = (
        rf"${tex}$".replace("|", r"\vert ") for tex in (row.surprise_tex, row.pull_tex)
    )
    cells = (f"**{row.noise}**", surprise, row.best_constant, pull, row.wild_point)
    return f"| {' | '.join(cells)} | {names.replace('<br>', ' · ')} |"
