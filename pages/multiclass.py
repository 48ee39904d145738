import streamlit as st

from lossviz.i18n import _
from lossviz.ui import multiclass_logits, multiclass_penguins, multiclass_triangle
from lossviz.ui.frame import foot, next_page
from lossviz.ui.scenes import show_page
from lossviz.ui.specs.multiclass import PAGE

PARTS = (multiclass_logits, multiclass_penguins, multiclass_triangle)
SCENES = {key: scene for part in PARTS for key, scene in part.SCENES.items()}
FOLDS = [fold for part in PARTS for fold in part.FOLDS]


@st.fragment
def page() -> None:
    """Forecast one bird in a triangle, smooth its label, classify all."""
    show_page(PAGE, SCENES, FOLDS)
    st.markdown(
        _("*One bird, one charge. Of the cost of all birds, how much can training remove?*")
    )
    next_page("information.py", _("Next: what training can remove"))
    foot(["penguins", "iris"])


page()
