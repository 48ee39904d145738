import numpy as np
import streamlit as st

from lossviz import LOSSES
from lossviz.figures.hill import hill
from lossviz.i18n import _
from lossviz.location import WIDTH, HillView, first_readings
from lossviz.ui.frame import foot, head, next_page, undo_and_reset
from lossviz.ui.live_figure import live_figure
from lossviz.ui.specs.start import NOISES, PAGE
from lossviz.ui.state import bind

LOSS_OF = dict(
    zip(
        NOISES,
        (
            LOSSES["squared_error"].at(),
            LOSSES["absolute_error"].at(),
            LOSSES["student_t"].at(nu=3.0, c=WIDTH),
        ),
        strict=True,
    )
)
NAMES = dict(zip(NOISES, (_("Bell"), _("Tent"), _("Heavy tail")), strict=True))


@st.fragment
def page() -> None:
    """Tell the story in four sentences over one figure."""
    state = head(PAGE)
    readings = np.append(first_readings(), state["sixth"])
    live_figure(hill(HillView(LOSS_OF[state["noise"]], readings)), key="start")
    noise, sixth, back = st.columns([2, 3, 1], vertical_alignment="bottom", gap="medium")
    noise.segmented_control(
        _("The noise you believe in"), NOISES, format_func=NAMES.__getitem__, **bind(state, "noise")
    )
    sixth.slider(
        _("Sixth reading (ns); Newcomb's is at the ring, −44"),
        -46.0, 50.0, step=1.0, format="%.0f", **bind(state, "sixth"),
    )  # fmt: skip
    with back, st.container(horizontal=True):
        undo_and_reset(state)
    st.markdown(
        _(
            "1. **Noise.** You believe that readings scatter about the truth like this hill.\n"
            "2. **Surprise.** Minus the log of the hill over a reading is its surprise: up to"
            " scale and constant, a bell gives squared error and a tent absolute error.\n"
            "3. **Pull.** The slope of the surprise is how hard a reading pulls the answer.\n"
            "4. **Balance.** The answer stands where the pulls cancel: choosing a loss is choosing"
            " the noise you believe in."
        )
    )
    next_page("squared_error.py", _("Next: now with a line"))
    foot(["newcomb_light"])


page()
