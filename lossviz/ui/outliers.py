"""Outliers: the figures of its scenes, its chips, and the loss settings they share."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from lossviz import LOSSES
from lossviz.core import Influence, LossAt
from lossviz.data.problems import LINE_PROBLEMS, LineProblem
from lossviz.estimators import Estimator
from lossviz.figures import moved_point, suspects
from lossviz.figures.live import LiveFigure
from lossviz.fits.linear import Scale
from lossviz.i18n import _
from lossviz.included import FORECAST_YEAR, GIANTS, WRONG_YEARS, Included
from lossviz.moved_point import ANSCOMBE_POINT, MovedPoint, moved_axes
from lossviz.outliers import COMPARED, rows_of
from lossviz.ui.frame import shown_only, undo_and_reset
from lossviz.ui.specs.outliers import SCALES, SCENE_POINT, param_key
from lossviz.ui.state import PageState, bind
from lossviz.words import outliers as words_outliers

STARS, PHONES = LINE_PROBLEMS["stars"], LINE_PROBLEMS["phones"]
SCALE_NAMES = dict(zip(SCALES, (_("fixed"), _("from the residuals (MAD)")), strict=True))


def loss_name(key: str) -> str:
    """What a loss is called on a chip."""
    return LOSSES[key].name


def loss_at(state: PageState, key: str) -> LossAt:
    """A loss at the parameters of the state."""
    loss = LOSSES[key]
    return loss.at(**{p.key: state[param_key(key, p.key)] for p in loss.params})


@dataclass(frozen=True, slots=True)
class Settings:
    """How the chosen losses are fitted: `scale` is None for one unit of y, a number, or "mad"."""

    losses: Sequence[LossAt]
    scale: Scale

    def estimators(self, *, both_starts: bool = False) -> tuple[Estimator, ...]:
        """One per loss; one that lets go, whose answer depends on the start, two if asked."""
        found: list[Estimator] = []
        for at in self.losses:
            lets_go = at.facts.influence is Influence.REDESCENDING
            if both_starts and lets_go:
                found.append(Estimator(at, self.scale, "ols"))
            found.append(Estimator(at, self.scale))
        return tuple(found)


def settings(state: PageState, fixed: float | None = None) -> Settings:
    """The settings of the state; `fixed` is the scale where it is not estimated."""
    losses = [loss_at(state, key) for key in state["losses"]]
    return Settings(losses, "mad" if state["scale"] == "mad" else fixed)


def chips(state: PageState) -> None:
    """The losses whose lines are shown."""
    if not state.shows("losses"):
        return
    # what was chosen in a fold is a chip too
    options = dict.fromkeys((*COMPARED, *state["losses"]))
    st.pills(
        _("Losses"), list(options), format_func=loss_name, selection_mode="multi",
        label_visibility="collapsed", **bind(state, "losses"),
    )  # fmt: skip


def figure(state: PageState) -> LiveFigure:
    """The figure of the scene."""
    draw = {"1": _up_and_down, "2": _sideways, "3": _for_real}[state["scene"]]
    return shown_only(state, draw(state))


def _up_and_down(state: PageState) -> LiveFigure:
    view = MovedPoint(
        SCENE_POINT, ANSCOMBE_POINT, float(SCENE_POINT.x[ANSCOMBE_POINT]), state["y"],
        settings(state).estimators(),
    )  # fmt: skip
    return moved_point.moved(view, moved_axes(SCENE_POINT, ANSCOMBE_POINT))


def _sideways(state: PageState) -> LiveFigure:
    chosen = settings(state).estimators(both_starts=True)
    view = Included(STARS, rows_of(STARS, GIANTS), state["giants"], chosen)
    return suspects.giants(view, key="giants")


def _for_real(state: PageState) -> LiveFigure:
    clean = Estimator(LOSSES[COMPARED[0]].at())
    view = Included(
        PHONES, rows_of(PHONES, WRONG_YEARS), state["wrong"], settings(state).estimators(), clean
    )
    return suspects.forecasts(view, FORECAST_YEAR, key="wrong")


def scene_data(state: PageState) -> LineProblem:
    """The data of the scene."""
    return {"1": SCENE_POINT, "2": STARS, "3": PHONES}[state["scene"]]


def below(state: PageState) -> None:
    """How the lines were fitted, and the way back."""
    st.caption(fitted_how(settings(state).estimators()))
    with st.container(horizontal=True):
        undo_and_reset(state)


def fitted_how(estimators: Sequence[Estimator], unit: str = "") -> str:
    """One sentence on scale and tolerances; they share one scale rule."""
    told = [
        _("{loss}: {tolerance}").format(
            loss=e.loss_at.loss.name, tolerance=words_outliers.settings_of(e)
        )
        for e in estimators
        if e.loss_at.loss.params
    ]
    if not told:
        return _("Squared and absolute error have no tolerance: no scale enters.")
    scale = estimators[0].scale
    if scale == "mad":
        how = _("The scale is the MAD of the residuals, found anew for every line.")
    else:
        size = 1.0 if scale is None else float(scale)
        how = _("The scale is fixed at {scale}.").format(scale=f"{size:.3g} {unit}".rstrip())
    return f"{how} {'; '.join(told)}."
