"""Maximum likelihood: the folds on the logarithm, on no maximum and on the wrong noise."""

import streamlit as st

from lossviz import words, words_underflow
from lossviz.figures import underflow as underflow_figures
from lossviz.i18n import _
from lossviz.location import first_readings
from lossviz.ui.frame import show_live
from lossviz.ui.specs.likelihood_many import HILLS
from lossviz.ui.state import PageState, bind
from lossviz.underflow import SCENE_HILL, Underflow, fitted_hill

ALL = 66  # readings


def underflow_view(state: PageState) -> Underflow:
    """The product of the first n densities under the bell that is chosen."""
    readings = first_readings(ALL)
    mean, width = _hills()[state["hill"]]
    return Underflow(readings, mean, width, float(state["n"]))


def _hills() -> dict[str, tuple[float, float]]:
    return dict(zip(HILLS, (fitted_hill(first_readings(ALL)), SCENE_HILL), strict=True))


def why_the_log(state: PageState) -> None:
    """A product of many densities falls out of float64; the sum of their logs does not."""
    hills = _hills()
    names = dict(
        zip(
            HILLS,
            (
                _("Bell fitted to all {m}: mean {mean}, width {width}"),
                _("Bell of the scenes: mean {mean}, width {width}"),
            ),
            strict=True,
        )
    )
    st.radio(
        _("Bell"), HILLS, horizontal=True, **bind(state, "hill"),
        format_func=lambda key: names[key].format(
            m=ALL, mean=words.plain(round(hills[key][0], 1)),
            width=words.plain(round(hills[key][1], 2)),
        ),
    )  # fmt: skip
    view = underflow_view(state)
    show_live(state, lambda _state: underflow_figures.underflow(view), "log")
    st.caption(words_underflow.how_soon(view))
