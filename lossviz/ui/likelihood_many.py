"""Maximum likelihood: the folds on the logarithm, on no maximum and on the wrong noise."""

import streamlit as st

from lossviz import words
from lossviz.figures import coin_flips as coin_figures
from lossviz.figures import steepness as steepness_figures
from lossviz.figures import underflow as underflow_figures
from lossviz.figures import valleys as valleys_figures
from lossviz.figures import wrong_noise as wrong_noise_figures
from lossviz.i18n import _
from lossviz.likelihood.coin_flips import FLIPS, Coin
from lossviz.likelihood.steepness import iris
from lossviz.likelihood.underflow import SCENE_HILL, Underflow, fitted_hill
from lossviz.likelihood.valleys import Valleys
from lossviz.likelihood.wrong_noise import HEAVY, KINDS, TAU, WrongNoise
from lossviz.location import first_readings
from lossviz.ui.frame import show_live
from lossviz.ui.specs.likelihood_many import CASES, HILLS, NUS
from lossviz.ui.state import PageState, bind
from lossviz.words import no_maximum as words_no_maximum
from lossviz.words import underflow as words_underflow
from lossviz.words import wrong_noise as words_wrong_noise

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


def no_maximum(state: PageState) -> None:
    """Likelihoods that rise for ever, and one that has several maxima."""
    names = dict(
        zip(CASES, (_("All heads"), _("Two species parted"), _("Two maxima")), strict=True)
    )
    st.segmented_control(
        _("Case"), CASES, format_func=names.__getitem__, label_visibility="collapsed",
        **bind(state, "case"),
    )  # fmt: skip
    {CASES[0]: _coin, CASES[1]: _classes, CASES[2]: _two}[state["case"]](state)
    st.caption(words_no_maximum.same_sentence(28.0, 6))


def _caption(said: str) -> None:
    """A caption, where there is something to say."""
    if said:
        st.caption(said)


def _coin(state: PageState) -> None:
    st.slider(_("Heads in {n} flips").format(n=FLIPS), 0, FLIPS, **bind(state, "heads"))
    view = Coin(state["heads"], state["logit"])
    show_live(state, lambda _state: coin_figures.coin(view), "coin")
    _caption(words_no_maximum.coin_remedy(view))


def _classes(state: PageState) -> None:
    st.toggle(_("Two species that overlap"), **bind(state, "overlap"))
    view = iris(state["steep"], overlap=state["overlap"])
    show_live(state, lambda _state: steepness_figures.steepness(view), "classes")
    _caption(words_no_maximum.steepness_remedy(view))


def _two(state: PageState) -> None:
    st.radio(_("Degrees of freedom ν of the heavy tail"), NUS, horizontal=True, **bind(state, "nu"))
    view = Valleys(first_readings(6), float(state["nu"]), state["t_width"])
    show_live(state, lambda _state: valleys_figures.valleys(view), "two")
    st.caption(words_no_maximum.valleys_remedy(view, first_readings(ALL)))


def _kind_name(key: str) -> str:
    word = KINDS[key].word
    name = word[:1].upper() + word[1:]
    if HEAVY.get(key, 1.0) > 1.0:
        return _("{name} (ν = {nu:g})").format(name=name, nu=HEAVY[key])
    if key == "leaning":
        return _("{name} (τ = {tau:g})").format(name=name, tau=TAU)
    return name


def wrong_noise(state: PageState) -> None:
    """Readings of one noise fitted with another."""
    kinds = tuple(KINDS)
    truth, fitted, draw = st.columns([2, 2, 1], vertical_alignment="bottom")
    truth.selectbox(
        _("The readings come from"), kinds, format_func=_kind_name, **bind(state, "truth")
    )
    fitted.selectbox(
        _("They are fitted with"), kinds, format_func=_kind_name, **bind(state, "fitted")
    )
    draw.number_input(_("Seed"), 0, 9999, **bind(state, "draw"))
    view = WrongNoise(state["truth"], state["fitted"], state["draw"], float(state["size"]))
    show_live(state, lambda _state: wrong_noise_figures.wrong_noise(view), "wrong")
    st.caption(words_wrong_noise.gauss_markov(view))
