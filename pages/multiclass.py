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
    st.markdown(_("*Where outcomes vary, a cost of zero is out of reach. How high is that floor?*"))
    next_page("information.py", _("Next: floor and excess"))
    foot(["penguins", "iris"])


page()
