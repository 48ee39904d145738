"""Loss surfaces, scene 1."""

import streamlit as st

from lossviz.figures.line_walk import line_walk
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.surfaces.line_walk import LineWalk
from lossviz.surfaces.walk_code import numpy_walk
from lossviz.ui.controls import PageSpec
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.surfaces_walk import LOSSES, RATES, STEPS, hill
from lossviz.ui.state import PageState, assign, bind, read
from lossviz.words import line_walk as say
from lossviz.words import walk_formula

RATE_STOPS = 60


def walk_of(state: PageState) -> LineWalk:
    """The walk of the scene."""
    return LineWalk(
        hill(state.values).surface, state["intercept"], state["slope"], state["rate"],
        state["steps"], STEPS,
    )  # fmt: skip


def scene_figure(state: PageState) -> LiveFigure:
    """The map and the data."""
    _first, rates = RATES[state["loss"]]
    stops = (rates.low, rates.high, rates.high / RATE_STOPS)
    return line_walk(hill(state.values), walk_of(state), stops, told=_told(state))


def _told(state: PageState) -> bool:
    """Whether the way of the first step is no longer a guess."""
    return state.moved("intercept", "slope", "rate", "steps")


def beside(state: PageState) -> None:
    """The loss that builds the hill; one step forth, one back."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if state.shows("loss"):
            st.segmented_control(
                _("Loss"), list(LOSSES), format_func=lambda key: LOSSES[key].name,
                label_visibility="collapsed",
                **bind(state, "loss", unchanging=True),
            )  # fmt: skip
        if state.shows("steps"):
            with st.container(horizontal=True, width="content"):
                _buttons(state)


def _buttons(state: PageState) -> None:
    for label, by, end in ((_("Back"), -1, 0), (_("Step"), 1, STEPS)):
        st.button(
            label, disabled=state["steps"] == end, on_click=_step, args=(state.page, by),
            type="primary" if by > 0 else "secondary",
        )  # fmt: skip


def _step(page: PageSpec, by: int) -> None:
    assign(page, steps=min(max(read(page)["steps"] + by, 0), STEPS))


def at_an_end(state: PageState) -> tuple[bool, bool]:
    """Whether no step back is left, and none forth: what the buttons show of the hand."""
    return state["steps"] == 0, state["steps"] == STEPS


def note(state: PageState) -> None:
    """How to read the map."""
    st.caption(say.map_note(hill(state.values), told=_told(state)))


def formula(state: PageState) -> None:
    """Mean loss, gradient and next step at the dot."""
    here, walk = hill(state.values), walk_of(state)
    for tex in (
        walk_formula.loss_tex(here, walk), walk_formula.gradient_tex(here, walk),
        walk_formula.step_tex(walk),
    ):  # fmt: skip
        st.latex(tex)
    st.caption(walk_formula.pull_note(here, walk))
    _whose(state)


def code(state: PageState) -> None:
    """The walk in the reader's own program."""
    st.code(numpy_walk(hill(state.values), walk_of(state)), language="python")
    _whose(state)


def _whose(state: PageState) -> None:
    if state["scene"] not in SCENES:
        st.caption(_("The numbers are those of the walk of scene 1."))


SCENES: dict[str, ScenePart] = {"1": ScenePart(scene_figure, beside=beside, below=note)}
FOLDS: tuple[FoldPart, ...] = (
    FoldPart("formula", _("The formula, with these numbers"), formula),
    FoldPart("code", _("The code"), code),
)
