"""Loss surfaces, the fold of losses side by side."""

import streamlit as st

from lossviz import LOSSES
from lossviz.figures.live import LiveFigure
from lossviz.figures.side_by_side import side_by_side
from lossviz.i18n import _
from lossviz.ui.frame import show_asking, show_live
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.surfaces_side import (
    GROUNDS,
    LABELS,
    MOST,
    ORDER,
    TOLERANCES,
    chosen,
    side_view,
    tolerance_key,
)
from lossviz.ui.state import PageState, bind
from lossviz.words import side_by_side as say


def side_figure(state: PageState) -> LiveFigure:
    """The maps."""
    return side_by_side(side_view(state.values), "sideacross", "sideup")


def side(state: PageState) -> None:
    """Up to four losses over the same room."""
    ground = GROUNDS[state["sidedata"]]
    data, losses = st.columns([2, 3])
    data.selectbox(
        _("Data"), list(GROUNDS), format_func=lambda key: GROUNDS[key].title,
        **bind(state, "sidedata", unchanging=True),
    )  # fmt: skip
    losses.multiselect(
        _("Losses, {most} at most").format(most=MOST), LABELS if ground.labels else ORDER,
        format_func=lambda key: LOSSES[key].name, max_selections=MOST,
        **bind(state, "sidelabels" if ground.labels else "sidelosses"),
    )  # fmt: skip
    if not ground.labels and any(tolerance_key(LOSSES[key]) for key in chosen(state.values)):
        st.slider(
            _("Tolerance, as a multiple of the usual one of each loss that has one"),
            TOLERANCES.low, TOLERANCES.high, step=0.1, **bind(state, "sidetolerance"),
        )  # fmt: skip
    # a notice goes with the first step of the hand: until then the whole page follows it
    (show_live if state.notices else show_asking)(state, side_figure, "side")
    st.markdown("\n".join(
        f"- **{say.name_of(hill)}.** {say.shape_sentence(hill)}"
        for hill in side_view(state.values).hills
    ))  # fmt: skip
    st.caption(say.unit_sentence(ground))


SCENES: dict[str, ScenePart] = {}
FOLDS: tuple[FoldPart, ...] = (FoldPart("side", _("Losses side by side"), side),)
