import streamlit as st

from lossviz.i18n import _
from lossviz.ui import (
    surfaces_models,
    surfaces_nebula,
    surfaces_network,
    surfaces_optimisers,
    surfaces_rate,
    surfaces_side,
    surfaces_solid,
    surfaces_walk,
)
from lossviz.ui.frame import foot
from lossviz.ui.scenes import show_page
from lossviz.ui.specs.surfaces import PAGE

PARTS = (
    surfaces_walk, surfaces_rate, surfaces_nebula, surfaces_solid, surfaces_models, surfaces_side,
    surfaces_optimisers, surfaces_network,
)  # fmt: skip
SCENES = {key: scene for part in PARTS for key, scene in part.SCENES.items()}
FOLDS = [fold for part in PARTS for fold in part.FOLDS]


@st.fragment
def page() -> None:
    """Walk on the map of all lines, find the largest stable rate, drag one nebula."""
    show_page(PAGE, SCENES, FOLDS, shown=surfaces_walk.at_an_end)
    st.markdown(_("*Noise, surprise, pull, balance: training follows the pull toward balance.*"))
    foot([
        "hubble_1929", "belgian_phones", "stars_cyg_ob1", "challenger_orings", "iris", "penguins",
        "forbes_boiling", "galton_heights", "newcomb_light", "old_faithful",
    ])  # fmt: skip


page()
