"""Information, its three scenes."""

import streamlit as st

from lossviz.data.observations import OBSERVATIONS
from lossviz.figures import strip as strip_figures
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.information.strip import DECIMALS, Strip, forecast_of, shares_of
from lossviz.ui.controls import PageSpec
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.information_scenes import BARS, UNITS
from lossviz.ui.state import PageState, assign, bind

PENGUINS = OBSERVATIONS["penguins"]


def strip_view(state: PageState) -> Strip:
    """One forecast for all penguins."""
    forecast = forecast_of(state[BARS[0]], state[BARS[1]], shares_of(PENGUINS))
    return Strip(PENGUINS, forecast, state["unit"])


def _strip(state: PageState) -> LiveFigure:
    return strip_figures.strip(strip_view(state), BARS)


def _match(page: PageSpec) -> None:
    first, second, _third = shares_of(PENGUINS).round(DECIMALS).tolist()
    assign(page, **{BARS[0]: first, BARS[1]: second})


def _strip_buttons(state: PageState) -> None:
    names = dict(zip(UNITS, (_("nats"), _("bits")), strict=True))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(_("Match the shares"), on_click=_match, args=(state.page,))
        if state.shows("unit"):
            st.segmented_control(
                _("Unit"), UNITS, format_func=names.__getitem__, label_visibility="collapsed",
                **bind(state, "unit"),
            )  # fmt: skip


SCENES: dict[str, ScenePart] = {"1": ScenePart(_strip, above=_strip_buttons)}
FOLDS: tuple[FoldPart, ...] = ()
