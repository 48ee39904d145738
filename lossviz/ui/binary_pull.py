"""Binary cross-entropy, scene 2 and the folds about shapes of losses."""

from functools import lru_cache

import streamlit as st

from lossviz.binary.clipping import BITS_PER_NAT, CLIPS, Clipped
from lossviz.binary.convexity import Segment, Surface
from lossviz.binary.log_odds import LogOdds
from lossviz.binary.one_label import OneLabel
from lossviz.binary.shapes import Shapes
from lossviz.binary.weights import Weighted
from lossviz.core import LossAt
from lossviz.figures import clipping as clipping_figures
from lossviz.figures import convexity as convexity_figures
from lossviz.figures import log_odds as log_odds_figures
from lossviz.figures import one_label as one_label_figures
from lossviz.figures import shapes as shapes_figures
from lossviz.figures import weights as weights_figures
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.likelihood.along_x import CLASS_PROBLEMS
from lossviz.numerics import Array
from lossviz.ui.frame import show_live
from lossviz.ui.picked import BINARY, COIN_LOSS, SQUARED_CHANCE
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.state import PageState, bind
from lossviz.words import clipping as words_clipping
from lossviz.words import convexity as words_convexity
from lossviz.words import log_odds as words_log_odds
from lossviz.words import one_label as words_one_label
from lossviz.words import shapes as words_shapes
from lossviz.words import weights as words_weights


def one_label_view(state: PageState) -> OneLabel:
    """The label, its logit and the race."""
    return OneLabel(COIN_LOSS.at(), SQUARED_CHANCE.at(), state["z"], state["step"])


def _one_label(state: PageState) -> LiveFigure:
    return one_label_figures.one_label(one_label_view(state), "z", "step", told=_tried(state))


def _tried(state: PageState) -> bool:
    """Whether the reader has moved a hand, so that the pulls may be told."""
    return state.moved("z", "step")


def _which_slope(state: PageState) -> None:
    st.caption(words_one_label.which_slope(one_label_view(state), told=_tried(state)))


@lru_cache(maxsize=1)
def _flights() -> tuple[Array, Array]:
    """Temperatures in standard deviations from their mean, and labels."""
    problem = CLASS_PROBLEMS["orings"]
    x = problem.x
    return (x - x.mean()) / x.std(), problem.y.astype(float)


@lru_cache(maxsize=1)
def _surfaces() -> tuple[Surface, Surface]:
    """Both maps; they are the same for every reader."""
    x, y = _flights()
    return Surface(COIN_LOSS.at(), x, y), Surface(SQUARED_CHANCE.at(), x, y)


def surface(state: PageState) -> None:
    """The two losses over intercept and slope: which of them is convex?"""
    view = Segment(*_surfaces(), state["end"])
    show_live(state, lambda _state: convexity_figures.convexity(view, "end"), "surface")
    st.caption(words_convexity.what_is_drawn())
    st.caption(words_convexity.bend_sentence(view))
    st.caption(words_convexity.valley_sentence(view))
    st.caption(words_convexity.not_forbidden())


def clip(state: PageState) -> None:
    """The cost of a probability that falls to 0, and what libraries make of it."""
    who, unit = st.columns([4, 1], vertical_alignment="bottom")
    who.segmented_control(
        _("Who clips"), list(CLIPS), format_func=words_clipping.NAMES.__getitem__,
        **bind(state, "clip"),
    )  # fmt: skip
    unit.toggle(_("In bits"), **bind(state, "in_bits"))
    name = state["clip"]
    view = Clipped(state["power"], CLIPS[name], BITS_PER_NAT if state["in_bits"] else 1.0)
    show_live(state, lambda _state: clipping_figures.clipping(view, name, "power"), "clip")
    st.caption(words_clipping.no_knob(view))
    st.caption(f"{words_clipping.how()} {words_clipping.units()}")


def chosen_losses(state: PageState) -> tuple[LossAt, ...]:
    """The losses that are on, each at the values of its sliders."""
    return tuple(
        loss.at(**{param.key: state[param.key] for param in loss.params})
        for loss in BINARY
        if loss.key in state["shapes"]
    )


def shapes(state: PageState) -> None:
    """All binary losses over the margin."""
    names = {loss.key: loss.name for loss in BINARY}
    st.pills(
        _("Losses"), list(names), format_func=names.__getitem__, selection_mode="multi",
        **bind(state, "shapes"),
    )  # fmt: skip
    losses = chosen_losses(state)
    for param in (param for one in losses for param in one.loss.params):
        st.slider(
            f"{param.name.capitalize()} ${param.tex}$", param.low, param.high, step=param.step,
            **bind(state, param.key),
        )  # fmt: skip
    view = Shapes(losses, state["m"])
    show_live(state, lambda _state: shapes_figures.shapes(view, "m"), "shapes")
    st.markdown("\n".join(f"- {words_shapes.facts(one)}" for one in losses))
    st.caption(f"{words_shapes.what_a_margin_is()} {words_shapes.what_brier_is(view)}")


def sigmoid(state: PageState) -> None:
    """One logit as probability, odds and slope."""
    view = LogOdds(state["logit"])
    show_live(state, lambda _state: log_odds_figures.log_odds(view, "logit"), "sigmoid")
    st.caption(words_log_odds.in_words())


def weights(state: PageState) -> None:
    """The fitted sigmoid when a label 1 counts more or less than once."""
    problem = CLASS_PROBLEMS["orings"]
    view = Weighted(COIN_LOSS, problem.x, problem.y.astype(float), state["weight"])
    show_live(state, lambda _state: weights_figures.weights(view, "weight"), "weights")
    st.caption(words_weights.likelihood(view))
    st.caption(words_weights.divides(view))


SCENES: dict[str, ScenePart] = {"2": ScenePart(_one_label, below=_which_slope)}
FOLDS: tuple[FoldPart, ...] = (
    FoldPart("surface", _("Convex or not: both losses over the whole map"), surface),
    FoldPart("clip", _("Probability 0 for what happened: clipped or without end"), clip),
    FoldPart("shapes", _("Other losses: hinge, focal, exponential, Brier"), shapes),
    FoldPart("sigmoid", _("The sigmoid, its slope, and the log-odds"), sigmoid),
    FoldPart("weights", _("Class weights: a distress that counts more, or less"), weights),
)
