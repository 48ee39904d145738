import streamlit as st

from lossviz.i18n import _
from lossviz.ui import binary_flights, binary_meters, binary_pull
from lossviz.ui.frame import foot, next_page
from lossviz.ui.scenes import show_page
from lossviz.ui.specs.binary import PAGE

PARTS = (binary_flights, binary_meters, binary_pull)
SCENES = {key: scene for part in PARTS for key, scene in part.SCENES.items()}
FOLDS = [fold for part in PARTS for fold in part.FOLDS]


@st.fragment
def page() -> None:
    """Bend a sigmoid over 23 flights, pull at one label, read three meters."""
    show_page(PAGE, SCENES, FOLDS)
    st.markdown(_("*Two outcomes, one charge. What if there are three?*"))
    next_page("multiclass.py", _("Next: three species"))
    foot(["challenger_orings"])


page()
