"""Outliers: the folds. A bench for any point of any data, and what each point does there."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import streamlit as st

from lossviz import LOSSES
from lossviz.core import Form
from lossviz.data.problems import CONTAMINATIONS, LINE_PROBLEMS, SHIFT, LineProblem
from lossviz.estimators import Estimator
from lossviz.figures import moved_point, one_by_one, shape
from lossviz.figures import race as race_figures
from lossviz.figures import sensitivity as sensitivity_figures
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.moved_point import MovedPoint, moved_axes
from lossviz.one_by_one import COOK_TEX, leave_one_out_view, weights_view
from lossviz.outliers import COMPARED
from lossviz.race import SAMPLES, SHARES, RaceView, race, race_steps
from lossviz.sensitivity import sensitivity
from lossviz.shape import ALPHAS, alpha_sweep, tolerance_of
from lossviz.sweeps import stops_between
from lossviz.ui.derivations import location_lines
from lossviz.ui.frame import fold, reference_list, show_asking, show_live
from lossviz.ui.outliers import (
    SCALE_NAMES,
    Settings,
    fitted_how,
    loss_at,
    loss_name,
    scene_data,
    settings,
)
from lossviz.ui.specs.outliers import DATA, LINE_LOSSES, SAMPLE, WAYS, param_key, problem_of
from lossviz.ui.state import PageState, assign, bind
from lossviz.words import influence as words_influence

KIND_NAMES = dict(
    zip(
        CONTAMINATIONS,
        (
            _("shifted: y too high by {shift:g}").format(shift=SHIFT),
            _("wild: y anywhere"),
            _("leverage: far out in x, low"),
        ),
        strict=True,
    )
)
WAY_NAMES = dict(zip(WAYS, (_("up and down"), _("sideways")), strict=True))
ABSOLUTE = Estimator(
    next(at for key in COMPARED if (at := LOSSES[key].at()).facts.form is Form.PIECEWISE_LINEAR)
)


def folds(state: PageState, general_robust: str) -> None:
    """All folds of the page, closed ones uncomputed. `general_robust` is the key of Barron's loss.

    A fit that cannot be made is a sentence in the fold; the rest of the page stays.
    """
    shown: tuple[tuple[str, str, Callable[[], None]], ...] = (
        ("tuning", _("Tolerances and scale"), lambda: tuning(state)),
        ("any", _("Any point of any data, both ways"), lambda: any_point(state)),
        ("sensitivity", _("Sensitivity curve"), lambda: sensitivity_curve(state)),
        ("weights", _("Weights: how much each point still counts"), lambda: weights(state)),
        ("leave", _("Leave one out"), lambda: leave_one_out(state)),
        ("cook", _("Leverage and Cook's distance"), lambda: cook(state)),
        ("race", _("The breakdown race"), lambda: breakdown_race(state)),
        ("alpha", _("One slider for all shapes: Barron's loss"),
         lambda: barron(state, general_robust)),
        ("derivation", _("Where the pull comes from: the derivations"),
         lambda: derivations(state)),
        ("references", _("Formulas, names elsewhere, references"), lambda: references(state)),
    )  # fmt: skip
    for key, title, show in shown:
        with fold(state, key, title) as is_open:
            if is_open:
                try:
                    show()
                except ValueError as error:
                    st.info(str(error))


# ---- settings -----------------------------------------------------------------------------------


def tuning(state: PageState) -> None:
    """The losses there are, their parameters, and the scale."""
    st.multiselect(_("Losses"), LINE_LOSSES, format_func=loss_name, **bind(state, "losses", "all"))
    st.radio(
        _("Scale: what residuals are divided by"), list(SCALE_NAMES),
        format_func=SCALE_NAMES.__getitem__, horizontal=True, **bind(state, "scale"),
    )  # fmt: skip
    for key in state["losses"]:
        for param in LOSSES[key].params:
            st.slider(
                _("{loss}: {name}, {symbol}").format(
                    loss=loss_name(key), name=param.name, symbol=f"${param.tex}$"
                ),
                param.low, param.high, step=param.step,
                **bind(state, param_key(key, param.key)),
            )  # fmt: skip
    st.caption(
        _(
            "Misses up to the tolerance are ordinary. With the MAD it counts in widths of the"
            " ordinary misses, with a fixed scale in that scale. Squared and absolute error have"
            " none: no scale changes their line."
        )
    )


# ---- the bench ----------------------------------------------------------------------------------


def _title(key: str) -> str:
    return _("A seeded sample, contaminated") if key == SAMPLE else LINE_PROBLEMS[key].title


def bench_settings(state: PageState) -> Settings:
    """The settings on the data of the bench: a fixed scale is what is ordinary there."""
    return settings(state, _ordinary(problem_of(state.values)))


@lru_cache(maxsize=64)  # asked for by every open fold
def _ordinary(problem: LineProblem) -> float:
    """The size of an ordinary miss, to the three digits that are shown."""
    return float(f"{tolerance_of(problem, ABSOLUTE).size:.3g}")


def _how(state: PageState, estimators: Sequence[Estimator]) -> None:
    """How lines on the bench were fitted."""
    st.caption(fitted_how(estimators, problem_of(state.values).y_unit))


def _moved_problem(state: PageState) -> LineProblem:
    """The data of the bench with the point where the hand has put it."""
    problem, row = problem_of(state.values), state["row"] - 1
    x, y = problem.x.copy(), problem.y.copy()
    x[row], y[row] = state["px"], state["py"]
    return replace(problem, x=x, y=y)


def _bench(state: PageState, name: str) -> None:
    """Which data and which point: the same bench in every fold that uses it."""
    problem = problem_of(state.values)
    data, row = st.columns([3, 2])
    data.selectbox(_("Data"), DATA, format_func=_title, **bind(state, "data", name))
    row.selectbox(
        _("The {point} in the hand").format(point=problem.point_name),
        range(1, len(problem) + 1),
        format_func=lambda number: problem.labels[number - 1],
        **bind(state, "row", name),
    )
    if state["data"] == SAMPLE:
        seed, share, kind = st.columns([1, 2, 2])
        seed.number_input(_("Seed"), 0, 9999, **bind(state, "seed", name))
        share.slider(_("Contaminated points (%)"), 0, 50, step=5, **bind(state, "share", name))
        kind.selectbox(
            _("Contamination"), CONTAMINATIONS, format_func=KIND_NAMES.__getitem__,
            **bind(state, "kind", name),
        )  # fmt: skip


def any_point(state: PageState) -> None:
    """Any point of any data set, moved up and down and sideways."""
    _bench(state, "any")
    problem = problem_of(state.values)
    st.caption(problem.note)
    show_asking(state, bench_figure, "any")
    _how(state, bench_settings(state).estimators())


def bench_figure(state: PageState) -> LiveFigure:
    """The data of the bench, its lines, and the point in the hand."""
    problem, row = problem_of(state.values), state["row"] - 1
    chosen = bench_settings(state).estimators()
    view = MovedPoint(problem, row, state["px"], state["py"], chosen, sideways=not problem.constant)
    axes = moved_axes(problem, row, x_key="px", y_key="py")
    return moved_point.moved(view, axes, both_ways=True)


def sensitivity_curve(state: PageState) -> None:
    """The fitted slope against where the point is."""
    _bench(state, "sensitivity")
    problem, row = _moved_problem(state), state["row"] - 1
    way = WAYS[0] if problem.constant else state["way"]
    if not problem.constant:
        st.segmented_control(
            _("The point moves"), WAYS, format_func=WAY_NAMES.__getitem__, **bind(state, "way")
        )
    axes = moved_axes(problem_of(state.values), row, x_key="px", y_key="py")
    axis = axes.y if way == WAYS[0] or axes.x is None else axes.x
    here = float((problem.y if axis is axes.y else problem.x)[row])
    low, high = float(axis.stops[0]), float(axis.stops[-1])
    positions = stops_between(low, high, float(np.median(np.diff(axis.stops))), here)
    chosen = bench_settings(state).estimators()
    view = sensitivity(problem, row, way, positions, chosen)
    show_live(
        state,
        lambda _state: sensitivity_figures.sensitivity(view, axis.key, axis.decimals),
        "sensitivity",
    )
    _how(state, chosen)


def weights(state: PageState) -> None:
    """The weight each point has in the fit of one loss, as bars and as the size of its marker."""
    _bench(state, "weights")
    st.selectbox(_("Loss"), LINE_LOSSES, format_func=loss_name, **bind(state, "weigh", "weights"))
    estimator = _one(state)
    view = weights_view(_moved_problem(state), estimator)
    show_live(state, lambda _state: one_by_one.weights(view, state["row"] - 1, "row"), "weights")
    problem, row = problem_of(state.values), state["row"] - 1
    point = MovedPoint(problem, row, state["px"], state["py"], (estimator,))
    axes = moved_axes(problem, row, x_key="px", y_key="py")
    show_live(state, lambda _state: moved_point.moved(point, axes, weigh=estimator), "weighed")
    _how(state, [estimator])


def _one(state: PageState) -> Estimator:
    """The one loss a fold looks at."""
    return Estimator(loss_at(state, state["weigh"]), bench_settings(state).scale)


def leave_one_out(state: PageState) -> None:
    """What the slope would be without each point."""
    _bench(state, "leave")
    st.selectbox(_("Loss"), LINE_LOSSES, format_func=loss_name, **bind(state, "weigh", "leave"))
    estimator = _one(state)
    view = leave_one_out_view(_moved_problem(state), estimator)
    show_live(
        state, lambda _state: one_by_one.leave_one_out(view, state["row"] - 1, "row"), "leave"
    )
    st.caption(_("Tap a bar to take that point in the hand."))
    _how(state, [estimator])


def cook(state: PageState) -> None:
    """Leverage and Cook's distance, which belong to least squares."""
    _bench(state, "cook")
    view = leave_one_out_view(_moved_problem(state), Estimator(LOSSES[COMPARED[0]].at()))
    show_live(state, lambda _state: one_by_one.influence(view, "row"), "cook")
    st.latex(COOK_TEX)
    st.caption(
        _(
            "Leverage h is the share of a change in y that the point's own prediction follows: the"
            " length of its lever arm. Both belong to least squares."
        )
    )


# ---- the race -----------------------------------------------------------------------------------


def breakdown_race(state: PageState) -> None:
    """Which loss breaks first, and at which share; the guess before the answer."""
    kind, seed = st.columns([3, 1])
    kind.selectbox(
        _("Contamination"), CONTAMINATIONS, format_func=KIND_NAMES.__getitem__,
        **bind(state, "kind", "race"),
    )  # fmt: skip
    seed.number_input(_("Seed"), 0, 9999, **bind(state, "seed", "race"))
    st.slider(
        _("Guess first: at how many per cent does the first line break?"), 0, 50, step=5,
        **bind(state, "guess"),
    )  # fmt: skip
    st.button(
        _("Run the race"), disabled=state["race"], on_click=assign, args=(state.page,),
        kwargs={"race": True},
    )  # fmt: skip
    view = _run(state) if state["race"] else race_view_before(state)
    show_live(
        state,
        lambda _state: race_figures.race(
            view, hidden=not state["race"], guess=state["guess"] / 100
        ),
        "race",
    )


def _racers() -> tuple[Estimator, ...]:
    at = [LOSSES[key].at() for key in COMPARED]
    return tuple(Estimator(one, "mad" if one.loss.params else None) for one in at)


def race_view_before(state: PageState) -> RaceView:
    """Two shares of one sample: enough for the axes, on which the guess stands alone."""
    return next(iter(race_steps(state["kind"], _racers(), state["seed"], (0.0, 0.5), samples=1)))


@lru_cache(maxsize=32)  # about a second, and the same for every reader
def _finished(kind: str, seed: int) -> RaceView:
    return race(kind, _racers(), seed)


def _run(state: PageState) -> RaceView:
    working = _("Fitting {samples} samples with {losses} losses ...").format(
        samples=len(SHARES) * SAMPLES, losses=len(COMPARED)
    )
    with st.spinner(working, show_time=True):
        return _finished(state["kind"], state["seed"])


# ---- Barron's alpha ------------------------------------------------------------------------------


def barron(state: PageState, key: str) -> None:
    """The fit from least squares to a loss that lets go, along one shape."""
    st.selectbox(_("Data"), DATA, format_func=_title, **bind(state, "data", "alpha"))
    problem = _moved_problem(state)
    alphas = stops_between(float(ALPHAS[0]), float(ALPHAS[-1]), 0.1, state["alpha"])
    batch = alpha_sweep(problem, LOSSES[key], tolerance_of(problem, ABSOLUTE), alphas)
    st.caption(words_influence.tolerance_sentence(batch))
    stop = int(np.abs(alphas - state["alpha"]).argmin())
    show_live(state, lambda _state: shape.alpha(batch, stop, "alpha"), "alpha")
    st.latex(rf"\rho = {LOSSES[key].tex}")


def derivations(state: PageState) -> None:
    """From its noise to each loss shown, every line checked on the misses of its own line."""
    problem = scene_data(state)
    for estimator in settings(state).estimators():
        lines = estimator.lines(problem.x, problem.y, constant=problem.constant)
        misses = lines.residual / lines.scale
        st.markdown(f"**{estimator.name}**")
        location_lines(
            estimator.loss_at, float(np.std(misses)) or 1.0, 0.0, misses,
            _("{n} misses of its own line").format(n=len(misses)),
        )  # fmt: skip


def references(state: PageState) -> None:
    """Formula, names elsewhere and references of the losses shown."""
    for key in state["losses"]:
        loss = LOSSES[key]
        st.markdown(f"**{loss.name}.** {loss.summary}")
        st.latex(loss.tex)
        reason = loss_at(state, key).facts.no_noise_because
        if reason:
            st.caption(_("No noise stands behind it. {reason}").format(reason=reason))
        reference_list(loss)
