"""A page of scenes as data: what stands around the figure of each, and the folds below."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from lossviz.figures.live import LiveFigure
from lossviz.ui import frame
from lossviz.ui.controls import PageSpec
from lossviz.ui.state import PageState, read

Part = Callable[[PageState], None]


def nothing(_state: PageState) -> None:
    """No widgets here."""


@dataclass(frozen=True, slots=True)
class ScenePart:
    """A scene on the page: its figure, widgets `beside` the strip, `above` and `below` the figure.

    `below` runs with the figure on every step of the hand, the others only when something else
    changes.
    """

    draw: Callable[[PageState], LiveFigure]
    beside: Part = nothing
    above: Part = nothing
    below: Part = nothing


@dataclass(frozen=True, slots=True)
class FoldPart:
    """A fold: its key in the address, its title, what it shows when it is open."""

    key: str
    title: str
    show: Part


def show_page(
    page: PageSpec,
    scenes: Mapping[str, ScenePart],
    folds: Sequence[FoldPart],
    shown: Callable[[PageState], object] = lambda _state: None,
) -> PageState:
    """Head, figure of the scene, undo and reset, folds; the state is returned for the foot.

    `shown`: what else of the state is visible above the figure and changes with the hand.
    """

    def part(state: PageState) -> ScenePart:
        return scenes[state["scene"]]

    def moving() -> None:
        now = read(page)
        frame.show_live(now, lambda state: frame.shown_only(state, part(state).draw(state)))
        part(now).below(now)

    state = frame.head(page, beside=lambda now: part(now).beside(now))
    part(state).above(state)
    frame.under_the_hand(state, moving, shown=lambda now: (now.can_undo, now.moved(), shown(now)))
    with st.container(horizontal=True):
        frame.undo_and_reset(state)
    show_folds(state, folds)
    return state


def show_folds(state: PageState, folds: Sequence[FoldPart]) -> None:
    """All folds of the page, closed ones uncomputed.

    What cannot be computed is a sentence in its fold; the rest of the page stays.
    """
    for part in folds:
        with frame.fold(state, part.key, part.title) as is_open:
            if is_open:
                try:
                    part.show(state)
                except ValueError as error:
                    st.info(str(error))
