import streamlit as st

from lossviz.i18n import _
from lossviz.ui import information_folds, information_scenes
from lossviz.ui.frame import foot, next_page
from lossviz.ui.scenes import show_page
from lossviz.ui.specs.information import PAGE

PARTS = (information_folds, information_scenes)
SCENES = {key: scene for part in PARTS for key, scene in part.SCENES.items()}
FOLDS = [fold for part in PARTS for fold in part.FOLDS]


@st.fragment
def page() -> None:
    """Part a cost into floor and excess; fit a count by it; swap the two."""
    show_page(PAGE, SCENES, FOLDS)
    st.markdown(_("*Training lowers the excess. What does it walk on while it does?*"))
    next_page("loss_surfaces.py", _("Next: the hill"))
    foot(["penguins", "horse_kicks", "old_faithful"])


page()
