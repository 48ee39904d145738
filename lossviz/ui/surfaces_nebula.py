"""Loss surfaces, scene 3 and the folds about kinks and about a hill without a lowest place."""

import streamlit as st

from lossviz.figures.chatter import chatter
from lossviz.figures.live import LiveFigure
from lossviz.figures.nebula import nebula
from lossviz.figures.runaway import runaway
from lossviz.i18n import _
from lossviz.surfaces.chatter import Chatter
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.nebula import Nebula
from lossviz.surfaces.runaway import Runaway
from lossviz.ui.frame import show_live
from lossviz.ui.picked import ABSOLUTE, COIN_LOSS, SQUARED
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.surfaces_nebula import HUBBLE, NEBULAE, PENALTIES, row_of
from lossviz.ui.state import PageState, bind
from lossviz.words import chatter as chatter_words
from lossviz.words import nebula as say
from lossviz.words import runaway as runaway_words


def view_of(state: PageState) -> Nebula:
    """The nebula in the hand."""
    return Nebula(SQUARED.at(), ABSOLUTE.at(), HUBBLE, row_of(state["nebula"]), state["velocity"])


def scene_figure(state: PageState) -> LiveFigure:
    """The data and both maps."""
    return nebula(view_of(state), "velocity", told=state.moved("velocity"))


def _name(key: str) -> str:
    row = row_of(key)
    return _("{label}, {x:g} {unit} away").format(
        label=HUBBLE.labels[row], x=HUBBLE.x[row], unit=HUBBLE.x_unit
    )


def beside(state: PageState) -> None:
    """Which nebula."""
    if state.shows("nebula"):
        st.selectbox(
            _("Nebula"), NEBULAE, format_func=_name, width=260, label_visibility="collapsed",
            **bind(state, "nebula"),
        )  # fmt: skip


def below(state: PageState) -> None:
    """Why the bowl keeps its shape."""
    if state.moved("velocity"):
        st.caption(say.shape_sentence(view_of(state)))


def chatter_fold(state: PageState) -> None:
    """Descent on absolute error that hops, and what calms it."""
    hill = LineHill(ABSOLUTE.at(), HUBBLE)

    def draw(now: PageState) -> LiveFigure:
        return chatter(Chatter(hill, now["chatterrate"]), "chatterrate")

    show_live(state, draw, "chatter")
    st.caption(chatter_words.why(Chatter(hill, state["chatterrate"])))


def runaway_fold(state: PageState) -> None:
    """Parted species: descent that goes on without end, and a penalty that stops it."""
    st.segmented_control(
        _("Penalty on the slope"), tuple(PENALTIES), **bind(state, "runawaypenalty")
    )

    def view(now: PageState) -> Runaway:
        return Runaway(COIN_LOSS.at(), PENALTIES[now["runawaypenalty"]], now["runawaystep"])

    show_live(state, lambda now: runaway(view(now), "runawaystep"), "runaway")
    st.caption(runaway_words.why(view(state)))


SCENES: dict[str, ScenePart] = {"3": ScenePart(scene_figure, beside=beside, below=below)}
FOLDS: tuple[FoldPart, ...] = (
    FoldPart(
        "chatter",
        _("Kinks: at a constant rate, descent on absolute error never settles"),
        chatter_fold,
    ),
    FoldPart("runaway", _("No lowest place: two species that one border parts"), runaway_fold),
)
