"""Squared error: what its scenes and folds show, and its controls."""

from collections.abc import Callable

import streamlit as st

from lossviz import snippets, words
from lossviz.core import LossAt
from lossviz.data.problems import LINE_PROBLEMS, SAMPLE_NOISES
from lossviz.figures import squares
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.lines import QUANTITIES, DropView, LineView, largest_mover
from lossviz.ui.controls import PageSpec
from lossviz.ui.derivations import derivation_lines
from lossviz.ui.frame import fold, reference_list, shown_only, undo_and_reset
from lossviz.ui.specs.squared_error import DATA, SAMPLE, SAMPLE_LINE, problem_of
from lossviz.ui.state import PageState, assign, bind, read
from lossviz.words import tex_number as tex

NOISE_NAMES = dict(zip(SAMPLE_NOISES, (_("bell"), _("tent"), _("heavy tail")), strict=True))


def data_title(key: str) -> str:
    """What a data set is called in a menu."""
    return _("A seeded sample") if key == SAMPLE else LINE_PROBLEMS[key].title


def figure(state: PageState, view: LineView) -> LiveFigure:
    """The figure of the scene, with the hands that move it."""
    if state["scene"] == "3":
        dropped = state["drop"] - 1 if state["drop"] else None
        return squares.drop(DropView(view.loss_at, view.problem, dropped))
    draw = squares.squares if state["scene"] == "1" else squares.pulls
    return shown_only(state, draw(view, show_best=state["best"]))


def controls(state: PageState, view: LineView) -> None:
    """What one tap does, and the point to leave out."""
    if state.shows("drop"):
        _drop(state, view)
    if state.shows("best"):
        st.toggle(
            _("Show the best line"),
            disabled=not tried(state),
            help=None if tried(state) else _("Move the line first."),
            **bind(state, "best"),
        )
    with st.container(horizontal=True):
        if state.shows("step"):
            st.button(
                _("One step"),
                help=_("Both ends go where the net pull takes them."),
                on_click=_step,
                args=(view.loss_at, state.page),
            )
        if state.shows("most"):
            st.button(
                _("Which one turns it most?"),
                on_click=_most,
                args=(view.loss_at, state.page),
            )
        undo_and_reset(state)


def tried(state: PageState) -> bool:
    """Whether the reader has moved the line, and may see the best one."""
    return state.moved("left", "right", "best")


def _step(loss_at: LossAt, page: PageSpec) -> None:
    left, right = view_of(loss_at, read(page)).step()
    assign(page, left=left, right=right)


def _most(loss_at: LossAt, page: PageSpec) -> None:
    assign(page, drop=largest_mover(loss_at, problem_of(read(page).values)) + 1)


def view_of(loss_at: LossAt, state: PageState) -> LineView:
    """The line in the hand, over the data of the state."""
    return LineView(loss_at, problem_of(state.values), state["left"], state["right"])


def data_menu(state: PageState) -> None:
    """Choose the data; everything on the page follows."""
    if state.shows("data"):
        st.selectbox(
            _("Data"), DATA, format_func=data_title, label_visibility="collapsed",
            **bind(state, "data"),
        )  # fmt: skip


def _drop(state: PageState, view: LineView) -> None:
    problem = view.problem
    st.selectbox(
        _("{point} to leave out").format(point=problem.point_name.capitalize()),
        range(len(problem) + 1),
        format_func=lambda row: problem.labels[row - 1] if row else _("none"),
        **bind(state, "drop"),
    )


def folds(state: PageState, view: LineView) -> None:
    """All folds of the page, closed ones uncomputed."""
    shown: tuple[tuple[str, str, Callable[[], None]], ...] = (
        ("formula", _("The formula with these numbers"), lambda: formula(state, view)),
        ("numbers", _("Gradient, RMSE, R²"), lambda: numbers(view)),
        ("derivation", _("Why squared error: the derivation"), lambda: derivation(view)),
        ("code", _("The code"), lambda: code(view)),
        ("data", _("About the data, exact numbers"), lambda: data(state, view)),
        ("references", _("Names elsewhere, references"), lambda: reference_list(view.loss_at.loss)),
    )
    for key, title, show in shown:
        with fold(state, key, title) as is_open:
            if is_open:
                show()


def derivation(view: LineView) -> None:
    """Gaussian noise to squared error to the line: each step with how far it holds on the data."""
    width = view.best_view.rmse or 1.0
    derived = view.loss_at.derivation("line", width)
    if derived is not None:
        derivation_lines(
            derived, [view.intercept, view.slope], view.observations,
            _("{n} {nouns}").format(n=view.problem.n, nouns=view.problem.nouns),
        )  # fmt: skip


def formula(state: PageState, view: LineView) -> None:
    """The MSE with the current numbers: for one point, and for all."""
    problem = view.problem
    st.latex(rf"\text{{MSE}} = {view.loss_at.loss.mean_tex}")
    st.selectbox(
        _("For one {point}").format(point=problem.point_name),
        range(len(problem) + 1),
        format_func=lambda row: problem.labels[row - 1] if row else _("the largest square"),
        **bind(state, "point"),
    )
    row = state["point"] - 1 if state["point"] else int(view.largest[0])
    y, foot, r = problem.y[row], view.predicted[row], view.residual[row]
    st.latex(
        rf"(y-\hat y)^2 = \bigl({tex(y, 4)} - ({tex(foot, 4)})\bigr)^2 = ({tex(r, 4)})^2"
        rf" = {tex(r * r, 4)}"
    )
    total = float((view.weight * view.residual**2).sum())
    shown = [f"({tex(value)})^2" for value in view.residual[:3]]
    if problem.weight is not None:
        shown = [rf"{w:.0f}\cdot {s}" for w, s in zip(view.weight, shown, strict=False)]
    st.latex(
        rf"\text{{MSE}} = \frac{{1}}{{{problem.n}}}\bigl({' + '.join(shown)} + \dots\bigr)"
        rf" = \frac{{{tex(total, 4)}}}{{{problem.n}}} = {tex(view.mse, 4)}"
    )
    st.caption(
        _("No 1/2 in front: the mean of this loss is the MSE that PyTorch, Keras and scikit-learn"
          " report. Textbooks that write 1/2 get half the number and the same line.")
    )  # fmt: skip


def numbers(view: LineView) -> None:
    """Gradient, RMSE, R^2 and the step, with their formulas."""
    for quantity in QUANTITIES:
        st.latex(f"{quantity.tex} = {tex(quantity.of(view))}")
    left, right = view.net_pull
    st.markdown(
        _("*One step* moves each end by its net pull times the learning rate {rate}: the left end"
          " by {left}, the right end by {right}. That rate is 1 / the largest curvature of the"
          " MSE in the two ends, so the step never overshoots. What statisticians call the score"
          " or the gradient is this pull with its sign turned.").format(
            rate=words.number(view.rate),
            left=words.with_unit(view.rate * left, view.problem.y_unit),
            right=words.with_unit(view.rate * right, view.problem.y_unit),
        )
    )  # fmt: skip


def code(view: LineView) -> None:
    """The same numbers in the reader's own program."""
    for title, source in (
        ("numpy", snippets.numpy_code(view)),
        ("scikit-learn", snippets.sklearn_code(view)),
    ):
        st.caption(title)
        st.code(source, language="python", height=280)


def data(state: PageState, view: LineView) -> None:
    """What the data are; for a sample, its seed, size, width and noise; the ends as numbers."""
    problem = view.problem
    st.markdown(f"**{problem.title}.** {problem.note}")
    st.caption(_("The two ends as numbers"))
    left, right = st.columns(2)
    for place, key, name in ((left, "left", _("Left end")), (right, "right", _("Right end"))):
        place.number_input(
            name, view.frame.y_low, view.frame.y_high, step=view.frame.step, format="%.6g",
            **bind(state, key, "typed"),
        )  # fmt: skip
    if state["data"] != SAMPLE:
        return
    intercept, slope = SAMPLE_LINE
    st.latex(rf"y_i = {intercept:g} + {slope:g}\,x_i + \text{{width}}\times\text{{noise}}_i")
    seed, n, width, noise = st.columns(4)
    seed.number_input(_("Seed"), 0, 9999, **bind(state, "seed"))
    n.number_input(_("Points"), 3, 200, **bind(state, "n"))
    width.number_input(_("Width of the noise"), 0.0, 5.0, step=0.1, **bind(state, "width"))
    noise.selectbox(
        _("Noise"), list(NOISE_NAMES), format_func=NOISE_NAMES.__getitem__, **bind(state, "noise")
    )
