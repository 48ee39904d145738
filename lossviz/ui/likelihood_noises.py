"""Maximum likelihood: the folds on all noises, on loss over NLL, and on the hill on a line."""

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike

from lossviz import LOSSES
from lossviz.core import Form
from lossviz.data.observations import OBSERVATIONS
from lossviz.data.problems import LINE_PROBLEMS
from lossviz.figures import all_noises as noise_figures
from lossviz.figures import along_x as class_figures
from lossviz.figures import bridge as bridge_figures
from lossviz.figures import on_a_line as line_figures
from lossviz.i18n import _
from lossviz.likelihood.all_noises import StandingNoise, has_free_width, without_density
from lossviz.likelihood.along_x import CLASS_PROBLEMS, ClassesAlongX
from lossviz.likelihood.on_a_line import HillOnALine
from lossviz.lines import best_line, nice_step
from lossviz.noise import Noise, bernoulli, gaussian, laplace, student_t
from lossviz.numerics import Array
from lossviz.ui.derivations import derivation_lines, noise_lines
from lossviz.ui.frame import show_live
from lossviz.ui.specs.likelihood_noises import (
    BELL,
    HILLS,
    LINES,
    MODELS,
    TASKS,
    loss_at,
    observed,
    param_key,
    param_range,
    spreads,
)
from lossviz.ui.state import PageState, bind
from lossviz.words import along_x as words_along_x
from lossviz.words import noises as words_noises
from lossviz.words import on_a_line as words_on_a_line

SPOT = "spot"
OUTCOMES = (0, 1)  # of a coin
DERIVED = "location"  # the derivations of one number for all
ON_A_LINE = dict(zip(HILLS, (gaussian(), laplace(), student_t(3.0)), strict=True))
TASK_NAMES = dict(zip(TASKS, (_("A line"), _("Classes")), strict=True))
HILL_NAMES = dict(zip(HILLS, (_("Bell"), _("Tent"), _("Heavy tail, ν = 3")), strict=True))


def _model_name(key: str) -> str:
    loss = LOSSES[key]
    noise = loss.at().facts.noise
    return f"{noise.word.capitalize()} · {loss.name}" if noise else loss.name


# ---- which noise, which observations -------------------------------------------------------------


def _choose(state: PageState, form: str) -> None:
    """Noise, its parameters, width and observations: the same controls in both folds."""
    model, sample = st.columns(2)
    model.selectbox(
        _("Noise · loss"), MODELS, format_func=_model_name, **bind(state, "model", form)
    )
    sample.selectbox(
        _("Observations"), tuple(OBSERVATIONS), **bind(state, "sample", form),
        format_func=lambda key: OBSERVATIONS[key].title,
    )  # fmt: skip
    key = state["model"]
    for param in LOSSES[key].params:
        room = param_range(key, param, state["sample"])
        st.slider(
            f"{param.name.capitalize()}, ${param.tex}$", room.low, room.high, step=param.step,
            **bind(state, param_key(key, param.key), form),
        )  # fmt: skip
    at = loss_at(state.values)
    if has_free_width(at) and observed(state.values).y.ndim == 1:
        room = spreads(state.values)
        unit = observed(state.values).unit
        st.slider(
            _("Width of the noise ({unit})").format(unit=unit) if unit else _("Width of the noise"),
            room.low, room.high, step=nice_step(room.high) / 20, **bind(state, "spread", form),
        )  # fmt: skip


def _view(state: PageState) -> StandingNoise | None:
    """The noise over the observations; None, and why, where there is none."""
    at, seen = loss_at(state.values), observed(state.values)
    noise = at.facts.noise
    if noise is None:
        st.info(words_noises.no_noise(at))
        return None
    refused = words_noises.refusal(noise, seen)
    if refused:
        st.info(f"{refused} {words_noises.allowed(noise, OBSERVATIONS.values())}")
        return None
    return StandingNoise(at, seen, state[SPOT], state["spread"])


def all_noises(state: PageState) -> None:
    """Every noise there is over every kind of observation, and its derivation line by line."""
    _choose(state, "noises")
    view = _view(state)
    if view is not None:
        show_live(state, lambda _state: noise_figures.all_noises(view, SPOT), "noises")
        _notes(view)
        _derivations(view)
    st.markdown(_("**Losses with no noise behind them**"))
    st.markdown(
        "\n".join(f"- {words_noises.without(one)}" for one in without_density(LOSSES.values()))
    )


def _notes(view: StandingNoise) -> None:
    """What to know of this pair of noise and observations."""
    notes = (
        words_noises.how_drawn(view),
        words_noises.remark(view.noise, view.observed),
        words_noises.about_width(view.loss_at, view.observed),
        words_noises.limits(view.noise, view.width),
        words_noises.die_moves(view),
    )
    said = " ".join(note for note in notes if note)
    if said:
        st.caption(said)


def _derivations(view: StandingNoise) -> None:
    """From the noise to the loss, each line with its gap on these observations."""
    found = [d for d in view.loss_at.derivations(view.width) if d.key == DERIVED]
    for derivation in found:
        st.markdown(f"**{words_noises.noise_becomes(view.loss_at, view.noise)}**")
        theta = view.raw(float(view.theta))
        derivation_lines(derivation, theta, view.sample, f"{view.n} {view.observed.nouns}")
    if not found:
        st.caption(
            _("For {loss} there is no derivation line by line.").format(
                loss=view.loss_at.loss.name_in_text
            )
        )


def bridge(state: PageState) -> None:
    """The loss drawn over the NLL, with the two numbers between them."""
    _choose(state, "bridge")
    view = _view(state)
    if view is not None:
        show_live(state, lambda _state: bridge_figures.bridge(view, SPOT), "bridge")
        st.caption(words_noises.bridge_parts(view))


# ---- a hill on a line ----------------------------------------------------------------------------


def hill_on_a_line(state: PageState) -> None:
    """The output of a line, or of a line for each class, says where the noise stands."""
    st.segmented_control(
        _("What is predicted"), TASKS, format_func=TASK_NAMES.__getitem__, **bind(state, "task")
    )
    if state["task"] == TASKS[0]:
        _on_a_line(state)
    else:
        _classes(state)


def _on_a_line(state: PageState) -> None:
    on, about = st.columns(2)
    on.selectbox(
        _("Data"), LINES, format_func=lambda key: LINE_PROBLEMS[key].title, **bind(state, "on")
    )
    about.segmented_control(
        _("Noise about the line"), HILLS, format_func=HILL_NAMES.__getitem__,
        **bind(state, "about"),
    )  # fmt: skip
    noise = ON_A_LINE[state["about"]]
    view = HillOnALine(LINE_PROBLEMS[state["on"]], noise, state["x"], state["lift"])
    show_live(state, lambda _state: line_figures.hill_on_a_line(view, "x", "lift"), "line")
    st.caption(words_on_a_line.how_drawn(view))
    bell = LOSSES[BELL].at()
    if bell.facts.form is Form.QUADRATIC and noise.key == gaussian().key:
        st.caption(words_on_a_line.least_squares_too(view, best_line(bell, view.problem)[1]))
    _lines(
        noise, view.width, view.fit.coefficients, view.problem.x, view.problem.y, view.problem.nouns
    )


def _classes(state: PageState) -> None:
    st.selectbox(
        _("Data"), tuple(CLASS_PROBLEMS), **bind(state, "seen"),
        format_func=lambda key: CLASS_PROBLEMS[key].title,
    )  # fmt: skip
    view = ClassesAlongX(CLASS_PROBLEMS[state["seen"]], state["x"])
    show_live(state, lambda _state: class_figures.classes_along_x(view, "x"), "classes")
    st.caption(words_along_x.outputs_caption(view))
    if view.n_classes == len(OUTCOMES):
        of_ones = view.coefficients[-1]
        _lines(bernoulli(), 1.0, of_ones, view.problem.x, view.problem.y, view.problem.nouns)


def _lines(noise: Noise, width: float, theta: Array, x: Array, y: ArrayLike, nouns: str) -> None:
    """The derivation of a line, on these observations at its best coefficients."""
    noise_lines(noise, "line", width, theta, np.column_stack([x, y]), f"{len(x)} {nouns}")
