"""Multi-class cross-entropy, scenes 1 and 2."""

import streamlit as st

from lossviz.figures import theme
from lossviz.figures import triangle as figures
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.multiclass.triangle import SPECIES, Forecast, bird_of, place_of
from lossviz.multiclass.typed import typed_shares
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.state import PageState, assign, bind
from lossviz.ui.tex_colours import follow_the_page
from lossviz.words import charge_formula, logs
from lossviz.words import triangle as say

GONE = theme.HUES["slate"].role
OFF = 1e-4  # a place this far outside the triangle did not come from a hand


def forecast(state: PageState) -> Forecast:
    """The forecast in the hand, for the bird and the target of the scene."""
    smoothing = state["smoothing"] if state["scene"] == "2" else 0.0
    return Forecast(SPECIES.index(state["species"]), state["right"], state["up"], smoothing)


def tried(state: PageState) -> bool:
    """Whether the reader has moved a hand, so that the answer may be told."""
    return state.moved("right", "up") or (state["scene"] == "2" and state.moved("smoothing"))


def scene_figure(state: PageState) -> LiveFigure:
    """The triangle of scene 1 or 2."""
    draw = figures.smoothed if state["scene"] == "2" else figures.charged
    return draw(forecast(state), x_key="right", y_key="up", told=tried(state))


def beside(state: PageState) -> None:
    """Which bird, which target, and a forecast to be typed."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if state.shows("species"):
            st.segmented_control(_("True species"), SPECIES, **bind(state, "species"))
        if state.shows("smoothing"):
            st.slider(
                _("Label smoothing ε"), 0.0, 0.5, step=0.01, width=170, **bind(state, "smoothing")
            )
        with st.popover(_("Type a forecast")):
            _typed(state)


def above(state: PageState) -> None:
    """That a link led out of the triangle."""
    view = forecast(state)
    x, y = view.place
    if max(abs(x - state["right"]), abs(y - state["up"])) > OFF:
        st.info(_("The link's place is outside the triangle. Shown instead: the nearest within."))


def _typed(state: PageState) -> None:
    """Three probabilities: refused with their sum where they are none, offered divided by it."""
    text = st.text_input(
        _("Probabilities of {names}").format(names=", ".join(SPECIES)),
        placeholder="0.2, 0.5, 0.3", key=f"{state.page.key}.typed",
    )  # fmt: skip
    if not text:
        return
    try:
        typed = typed_shares(text, len(SPECIES))
    except ValueError as error:
        st.info(str(error))
        return
    (st.caption if typed.adds_up else st.info)(say.sum_sentence(typed))
    x, y = place_of(typed.shares).tolist()
    st.button(
        _("Move the dot there") if typed.adds_up else _("Use them divided by their sum"),
        on_click=assign, args=(state.page,), kwargs={"right": x, "up": y},
    )  # fmt: skip


def bird(state: PageState) -> None:
    """Which penguin was measured."""
    st.caption(say.bird_sentence(bird_of(SPECIES.index(state["species"]))))


def target(state: PageState) -> None:
    """What the smoothed target is."""
    st.caption(
        say.smoothing_note(SPECIES.index(state["species"]), state["smoothing"], told=tried(state))
    )


def formula(state: PageState) -> None:
    """The sum over the classes, and with the numbers of the scene."""
    view = forecast(state)
    st.html(follow_the_page(GONE))
    st.latex(charge_formula.FORMULA)
    st.latex(charge_formula.sum_tex(view, GONE.light))
    st.caption(f"{charge_formula.terms_sentence(view)} {logs.natural()}")
    if state["scene"] == "3":
        st.caption(_("The numbers are those of the bird and the dot of scene 1."))


SCENES: dict[str, ScenePart] = {
    "1": ScenePart(scene_figure, beside=beside, above=above, below=bird),
    "2": ScenePart(scene_figure, beside=beside, above=above, below=target),
}
FOLDS: tuple[FoldPart, ...] = (FoldPart("formula", _("The formula, with these numbers"), formula),)
