"""Maximum likelihood: terms struck out of the NLL, and the width unknown."""

import streamlit as st

from lossviz.data.observations import OBSERVATIONS
from lossviz.figures import joint as joint_figures
from lossviz.figures import strike as strike_figures
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.likelihood.joint import DATA, NOISES, JointView
from lossviz.likelihood.strike import FAMILIES, StrikeView, formula_tex
from lossviz.ui.derivations import noise_lines
from lossviz.ui.frame import show_asking
from lossviz.ui.specs.likelihood_strike import surface_of
from lossviz.ui.state import PageState, bind
from lossviz.words import logs
from lossviz.words.joint import joint_notes

NOISE_NAMES = dict(zip(NOISES, (_("Bell"), _("Tent"), _("Heavy tail")), strict=True))


def strike_view(state: PageState) -> StrikeView:
    """The terms struck, and the width in the hand."""
    family = FAMILIES[state["terms"]]
    y = family.observations.y
    return StrikeView(family, y, state["strike"], state["width"], state["free"])


def scene_figure(state: PageState) -> LiveFigure:
    """Scene 3: the whole NLL and what is left of it."""
    return strike_figures.strike(strike_view(state), "width")


def scene_noise(state: PageState) -> None:
    """Whose NLL it is, and whether the width is fitted as well."""
    family = FAMILIES[state["terms"]]
    with st.container(horizontal=True, vertical_alignment="center"):
        if state.shows("terms"):
            st.segmented_control(
                _("Noise"), list(FAMILIES), format_func=lambda key: FAMILIES[key].title,
                label_visibility="collapsed", **bind(state, "terms"),
            )  # fmt: skip
        if state.shows("free") and family.centre is not None:
            st.toggle(_("Width free"), **bind(state, "free"))


def scene_terms(state: PageState) -> None:
    """The terms, each a chip that strikes it, beside the NLL they are taken from."""
    names = {term.key: term.name for term in FAMILIES[state["terms"]].terms}
    chips, formula = st.columns(2, vertical_alignment="center")
    with chips:
        if state.shows("strike"):
            st.pills(
                _("Strike a term"), list(names), format_func=names.__getitem__,
                selection_mode="multi", **bind(state, "strike"),
            )  # fmt: skip
    with formula:
        scene_formula(state)


def scene_formula(state: PageState) -> None:
    """The NLL with what is struck cancelled."""
    family = FAMILIES[state["terms"]]
    st.latex(formula_tex(family, state["strike"]))
    data = family.observations
    if family.centre is None:
        said = _("n = {n} {nouns}, λ the rate. No width is in it: a count has none.")
    else:
        said = _("n = {n} {nouns}; SSE is the sum of squared misses, Σ (y − μ)².")
        if family.key != "bell":
            said = _("n = {n} {nouns}; b is the width of the tent.")
    st.caption(f"{said.format(n=len(data), nouns=data.nouns)} {logs.natural()}")


def width_unknown(state: PageState) -> None:
    """Location and width together: the contours of the NLL, and a dot for the hand."""
    surface = surface_of(state.values)
    data, believed = st.columns([3, 2], vertical_alignment="bottom")
    data.selectbox(
        _("Data"), DATA, format_func=lambda key: OBSERVATIONS[key].title,
        **bind(state, "joint_data"),
    )  # fmt: skip
    believed.segmented_control(
        _("Noise"), list(NOISES), format_func=NOISE_NAMES.__getitem__,
        label_visibility="collapsed", **bind(state, "joint_noise"),
    )  # fmt: skip
    show_asking(state, joint_figure, "width")
    st.caption(joint_notes(surface))
    noise_lines(
        surface.noise, "width", surface.width, [surface.location, surface.width], surface.y,
        f"{len(surface.y)} {surface.observations.nouns}",
    )  # fmt: skip


def joint_figure(state: PageState) -> LiveFigure:
    """The contours, the dot in the hand, profile and cut."""
    return joint_figures.joint(JointView(surface_of(state.values), state["mu"], state["sigma"]))
