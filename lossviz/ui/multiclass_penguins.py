"""Multi-class cross-entropy, scene 3 and the folds about its data."""

import streamlit as st

from lossviz.figures import confusion as confusion_figures
from lossviz.figures import feature_pairs as pair_figures
from lossviz.figures import regions as region_figures
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.multiclass.confusion import Confusion
from lossviz.multiclass.feature_pairs import PairFit, feature_pairs
from lossviz.multiclass.measured import MEASURED
from lossviz.multiclass.regions import Regions, regions
from lossviz.ui.frame import show_live
from lossviz.ui.picked import DIE_LOSS
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.multiclass_penguins import FEATURES, PENALTIES, SETS
from lossviz.ui.state import PageState, bind
from lossviz.words import confusion as words_confusion
from lossviz.words import feature_pairs as words_pairs
from lossviz.words import missing as words_missing
from lossviz.words import regions as say

PENGUINS = MEASURED["penguins"]


def fit_of(state: PageState) -> PairFit:
    """The fit of the two features that are chosen."""
    return PairFit(DIE_LOSS.at(), PENGUINS, state["across"], state["upward"], float(state["l2"]))


def regions_of(state: PageState) -> Regions:
    """Its regions, with the bird that is picked."""
    return regions(fit_of(state), int(state["bird"]))


def draw(state: PageState) -> LiveFigure:
    """Regions, bars, costs; who costs the most is told once something was tried."""
    tried = state.moved("bird", "across", "upward", "l2")
    return region_figures.regions_live(regions_of(state), told=tried)


def _feature(key: str) -> str:
    name = PENGUINS.feature(key).name
    return name[:1].upper() + name[1:]


def above(state: PageState) -> None:
    """The two features and the penalty; why there is no best fit, where there is none."""
    boxes = st.columns(3)
    for box, key, label in (
        (boxes[0], "across", _("Across")),
        (boxes[1], "upward", _("Upward")),
    ):
        if state.shows(key):
            box.selectbox(label, FEATURES, format_func=_feature, **bind(state, key))
    if state.shows("l2"):
        boxes[2].select_slider(
            _("L2 penalty on the slopes per standard deviation"), PENALTIES, **bind(state, "l2")
        )
    fit = fit_of(state)
    for said in (say.same_twice(fit), say.why_no_minimiser(fit)):
        if said:
            st.info(said)


def below(state: PageState) -> None:
    """What the penalty does, and a bird that was not measured."""
    view = regions_of(state)
    missing = say.not_measured(view, int(state["bird"]))
    if missing:
        st.info(missing)
    hint = _("Click a bird, or go from the costliest down to the cheapest with the slider.")
    said = (hint, say.unnamed(view), say.nowhere(view), say.what_l2_does(view.fit))
    st.caption(" ".join(filter(None, said)))


def separate(state: PageState) -> None:
    """All pairs of features: a finite minimiser, or who splits off; the coefficients."""
    names = dict(zip(SETS, (_("Penguins"), _("Iris")), strict=True))
    st.segmented_control(
        _("Data"), SETS, format_func=names.__getitem__, label_visibility="collapsed",
        **bind(state, "set"),
    )  # fmt: skip
    pairs = feature_pairs(DIE_LOSS.at(), MEASURED[state["set"]])
    show_live(state, lambda _state: pair_figures.pairs_live(pairs), "separate")
    st.caption(words_pairs.pairs_note(pairs))
    fit = fit_of(state)
    st.markdown(words_pairs.about_coefficients(fit))
    st.markdown(words_pairs.coefficient_table(fit))


def confused(state: PageState) -> None:
    """Which species is called which in the fit of the scene, and what right and wrong cost."""
    view = Confusion(fit_of(state))
    show_live(state, lambda _state: confusion_figures.confusion_live(view), "confusion")
    st.markdown(words_confusion.limits(view))
    st.caption(words_confusion.not_the_same())


def missing_rows(state: PageState) -> None:
    """Which rows have no measurements, and what that leaves of each species."""
    del state
    st.markdown(words_missing.missing_sentence(PENGUINS))
    st.markdown(words_missing.missing_table(PENGUINS))
    st.caption(words_missing.what_else())


SCENES: dict[str, ScenePart] = {"3": ScenePart(draw, above=above, below=below)}
FOLDS: tuple[FoldPart, ...] = (
    FoldPart("separate", _("When is there no best fit? All pairs of features"), separate),
    FoldPart("confusion", _("What costs, and what is wrong? The confusion table"), confused),
    FoldPart("missing", words_missing.title(PENGUINS), missing_rows),
)
