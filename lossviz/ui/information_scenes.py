"""Information, its three scenes."""

import streamlit as st

from lossviz.data.observations import OBSERVATIONS
from lossviz.figures import geyser as geyser_figures
from lossviz.figures import kicks as kicks_figures
from lossviz.figures import strip as strip_figures
from lossviz.figures import swapped as swapped_figures
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.information.geyser import Hump
from lossviz.information.kicks import CountFit, left_by_chance
from lossviz.information.strip import DECIMALS, Strip, forecast_of, shares_of
from lossviz.information.swapped import Bar, island, penguins
from lossviz.ui.controls import PageSpec
from lossviz.ui.picked import COUNT_LOSS
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.information_scenes import BARS, BELL, PAIRS, UNITS
from lossviz.ui.state import PageState, assign, bind
from lossviz.words import kicks as words_kicks
from lossviz.words import strip as words_strip

PENGUINS, KICKS = OBSERVATIONS["penguins"], OBSERVATIONS["kicks"]


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
        if state["unit"] != UNITS[0]:
            st.caption(words_strip.same_areas())


def kicks_view(state: PageState) -> CountFit:
    """A Poisson over the horse kicks."""
    return CountFit(COUNT_LOSS.at(), KICKS, state["rate"])


def _kicks(state: PageState) -> LiveFigure:
    return kicks_figures.kicks(kicks_view(state), "rate")


def _by_chance(state: PageState) -> None:
    view = kicks_view(state)
    if view.is_best:
        st.caption(words_kicks.by_chance(view, left_by_chance(view.best, len(view.observed))))


def swapped_view(state: PageState) -> Bar:
    """The penguins, or those of one island, and a forecast."""
    return (penguins if state["pair"] == PAIRS[0] else island)(state["moved"])


def _swapped(state: PageState) -> LiveFigure:
    if state["pair"] == PAIRS[2]:
        return geyser_figures.hump(Hump(*(state[key] for key in BELL)), BELL)
    return swapped_figures.bars(swapped_view(state), "moved")


def _pairs(state: PageState) -> None:
    if state.shows("pair"):
        names = dict(
            zip(
                PAIRS,
                (_("All penguins"), _("Dream island"), _("Geyser")),
                strict=True,
            )
        )
        st.segmented_control(
            _("Truth"), PAIRS, format_func=names.__getitem__, label_visibility="collapsed",
            **bind(state, "pair"),
        )  # fmt: skip


SCENES: dict[str, ScenePart] = {
    "1": ScenePart(_strip, above=_strip_buttons),
    "2": ScenePart(_kicks, below=_by_chance),
    "3": ScenePart(_swapped, above=_pairs),
}
FOLDS: tuple[FoldPart, ...] = ()
