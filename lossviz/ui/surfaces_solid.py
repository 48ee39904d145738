"""Loss surfaces, the fold in three dimensions."""

import streamlit as st

from lossviz.figures.live import LiveFigure
from lossviz.figures.solid import solid_figure
from lossviz.i18n import _
from lossviz.surfaces.solid import Solid
from lossviz.surfaces.walk import Walk
from lossviz.ui.frame import show_asking
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.surfaces_walk import LOSSES, STEPS, hill
from lossviz.ui.state import PageState, bind


def figure(state: PageState) -> LiveFigure:
    """The hill of scene 1 and its walk."""
    here = hill(state.values)
    walk = Walk(
        here.surface, state["intercept"], state["slope"], state["rate"], state["steps"], STEPS
    )
    return solid_figure(Solid(here), walk)


def solid(state: PageState) -> None:
    """The hill in space, of either loss."""
    st.segmented_control(
        _("Loss"), list(LOSSES), format_func=lambda key: LOSSES[key].name,
        **bind(state, "loss", "solid", unchanging=True),
    )  # fmt: skip
    st.caption(
        _(
            "On the floor: the contours of the map. Turn the hill: drag it with the mouse, or with"
            " a finger that starts sideways. Or click it, or go to it with Tab: then the arrow keys"
            " turn it, + and − come nearer and go farther, Home shows it as at first. The dot on"
            " the map can be dragged, too, or moved by arrow keys."
        )
    )
    show_asking(state, figure, "solid")


SCENES: dict[str, ScenePart] = {}
FOLDS: tuple[FoldPart, ...] = (FoldPart("solid", _("The hill in three dimensions"), solid),)
