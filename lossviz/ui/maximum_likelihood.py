"""Maximum likelihood: the figures of its scenes, its controls and its folds."""

from collections.abc import Mapping

import streamlit as st

from lossviz.core import LossAt
from lossviz.data.observations import OBSERVATIONS, Observations
from lossviz.figures import stems, steps, theme
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.likelihood.stems import Stems
from lossviz.likelihood.steps import StepView, location_derivation
from lossviz.location import WIDTH
from lossviz.numerics import UNIT, Interval
from lossviz.ui import likelihood_strike
from lossviz.ui.controls import PageSpec
from lossviz.ui.frame import shown_only, undo_and_reset
from lossviz.ui.likelihood_many import no_maximum, why_the_log, wrong_noise
from lossviz.ui.likelihood_noises import all_noises, bridge, hill_on_a_line
from lossviz.ui.likelihood_strike import width_unknown
from lossviz.ui.likelihood_words import what_the_words_mean
from lossviz.ui.scenes import FoldPart, show_folds
from lossviz.ui.specs.maximum_likelihood import FIVE, NOISES, SIX
from lossviz.ui.state import PageState, assign, bind
from lossviz.words import logs as words_logs
from lossviz.words import steps as words_steps

COIN = NOISES[-1]
NAMES = dict(zip(NOISES, (_("Bell"), _("Tent"), _("Heavy tail"), _("Coin")), strict=True))

Losses = Mapping[str, LossAt]

_LIGHT, _DARK = theme.CHANGE.light, theme.CHANGE.dark
_AS_SET = ", ".join(str(int(_LIGHT[k : k + 2], 16)) for k in (1, 3, 5))
# The formula takes the colour of the figure on a dark page too: KaTeX knows one colour only.
_CSS = f"""<style>
.katex [style*="rgb({_AS_SET})"] {{color: light-dark({_LIGHT}, {_DARK}) !important}}
</style>"""


def observed(state: PageState) -> Observations:
    """Five readings of Newcomb's, or six; for the coin the 23 flights."""
    if state["noise"] == COIN:
        return OBSERVATIONS["orings"]
    return OBSERVATIONS["newcomb_6" if state["sixth"] else "newcomb_5"]


def _here(state: PageState) -> tuple[str, Interval]:
    """The control that says where the noise stands, and its range."""
    if state["noise"] == COIN:
        return "p", UNIT
    return "at", SIX if state["sixth"] else FIVE


def stems_of(losses: Losses, state: PageState) -> Stems:
    """The noise of the state where the hand has put it."""
    key, _where = _here(state)
    return Stems(losses[state["noise"]], observed(state), state[key], WIDTH)


def line_of(losses: Losses, state: PageState) -> StepView:
    """The line of the derivation the reader has come to: the last one if there are fewer."""
    loss_at = losses[state["noise"]]
    lines = len(location_derivation(loss_at, WIDTH).steps)
    key, _where = _here(state)
    return StepView(loss_at, observed(state), state[key], WIDTH, min(state["step"], lines) - 1)


def figure(losses: Losses, state: PageState) -> LiveFigure:
    """The figure of the scene."""
    if state["scene"] == "3":
        return shown_only(state, likelihood_strike.scene_figure(state))
    draw = _line if state["scene"] == "2" else _hill
    return shown_only(state, draw(losses, state))


def _hill(losses: Losses, state: PageState) -> LiveFigure:
    key, where = _here(state)
    return stems.stems(stems_of(losses, state), where, key, tried=state.moved(key))


def _line(losses: Losses, state: PageState) -> LiveFigure:
    key, where = _here(state)
    return steps.line(line_of(losses, state), where, key)


def switches(state: PageState) -> None:
    """The noise, and one reading more; where terms are struck, whose likelihood it is."""
    if state["scene"] == "3":
        likelihood_strike.scene_noise(state)
        return
    if not state.shows("noise"):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.segmented_control(
            _("The noise you believe in"), NOISES, format_func=NAMES.__getitem__,
            label_visibility="collapsed", **bind(state, "noise"),
        )  # fmt: skip
        if state.shows("sixth") and state["noise"] != COIN:
            st.toggle(_("+ sixth reading"), **bind(state, "sixth"))


def above(losses: Losses, state: PageState) -> None:
    """What stands above the figure: the stepper of scene 2, the terms of scene 3."""
    if state["scene"] == "3":
        likelihood_strike.scene_terms(state)
    if state.shows("step"):
        _stepper(losses, state)


def _stepper(losses: Losses, state: PageState) -> None:
    """One line forward, one back; the arrow keys do the same."""
    view = line_of(losses, state)
    last = len(view.derivation.steps) - 1
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Back"), disabled=view.line == 0, shortcut="Left",
            on_click=_to_line, args=(state.page, view.line - 1),
        )  # fmt: skip
        st.button(
            _("Forward"), disabled=view.line == last, shortcut="Right", type="primary",
            on_click=_to_line, args=(state.page, view.line + 1),
        )  # fmt: skip
        st.markdown(f"**{words_steps.place_in_derivation(view)}**")


def _to_line(page: PageSpec, line: int) -> None:
    assign(page, step=line + 1)


def formula(losses: Losses, state: PageState) -> None:
    """Scene 2: its line with what is new in colour, beside the line before."""
    if state["scene"] != "2":
        return
    view = line_of(losses, state)
    st.html(_CSS)
    new = view.step.coloured(_LIGHT)
    if view.line:
        before, now = st.columns(2, vertical_alignment="center")
        before.latex(view.derivation.steps[view.line - 1].tex)
        now.latex(new)
    else:
        st.latex(new)
    st.markdown(words_steps.reason(view))
    if r"\log" in view.step.tex:
        st.caption(words_logs.natural())


def below(state: PageState) -> None:
    """The way back."""
    with st.container(horizontal=True):
        undo_and_reset(state)


def folds(losses: Losses, state: PageState) -> None:
    """All folds of the page."""
    bell = losses[NOISES[0]]
    show_folds(
        state,
        (
            FoldPart("noises", _("All noises, and the losses they give"), all_noises),
            FoldPart("bridge", _("The loss drawn over the likelihood"), bridge),
            FoldPart("log", _("Why the log"), why_the_log),
            FoldPart("width", _("The width unknown"), width_unknown),
            FoldPart(
                "line", _("A hill standing on a line: what a network outputs"), hill_on_a_line
            ),
            FoldPart("nomax", _("When there is no maximum"), no_maximum),
            FoldPart("wrong", _("The truth and the wrong noise"), wrong_noise),
            FoldPart("words", _("What the words mean"), lambda now: what_the_words_mean(bell, now)),
        ),
    )
