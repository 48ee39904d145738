import streamlit as st

from lossviz import LOSSES
from lossviz.figures import squares
from lossviz.i18n import _
from lossviz.lines import DropView, LineView, largest_mover
from lossviz.ui import squared_error_folds as folds
from lossviz.ui.frame import fold, foot, head, undo_and_reset
from lossviz.ui.live_figure import live_figure
from lossviz.ui.specs.squared_error import DATA, PAGE, problem_of
from lossviz.ui.state import assign, bind

LOSS = LOSSES["squared_error"]


@st.fragment
def page() -> None:
    """Show three scenes over one line on real data."""
    state = head(PAGE)
    problem = problem_of(state.values)
    view = LineView(problem, state["left"], state["right"])
    tried = state.moved("left", "right", "best")
    figure, hand = st.columns([3, 1], gap="medium")
    with hand:
        if state.shows("data"):
            st.selectbox(_("Data"), DATA, format_func=folds.data_title, **bind(state, "data"))
        folds.hand(state, view)
        if state.shows("best"):
            st.toggle(
                _("Show the best line"),
                disabled=not tried,
                help=None if tried else _("Move the line first."),
                **bind(state, "best"),
            )
        if state.shows("step"):
            left, right = view.step()
            st.button(
                _("One step"),
                help=_("Both ends go where the net pull takes them."),
                on_click=assign,
                args=(PAGE,),
                kwargs={"left": left, "right": right},
            )
        if state.shows("drop"):
            folds.drop(state, problem)
        if state.shows("most"):
            st.button(
                _("Which one turns it most?"),
                on_click=lambda: assign(PAGE, drop=largest_mover(problem) + 1),
            )
        undo_and_reset(state)
    with figure:
        if state["scene"] == "1":
            live = squares.squares(view, show_best=state["best"])
        elif state["scene"] == "2":
            live = squares.pulls(view, show_best=state["best"])
        else:
            live = squares.drop(DropView(problem, state["drop"] - 1 if state["drop"] else None))
        live_figure(live, key="squared-error")
    for key, title, show in (
        ("formula", _("The formula with these numbers"), lambda: folds.formula(state, view, LOSS)),
        ("numbers", _("Gradient, RMSE, R²"), lambda: folds.numbers(view)),
        (
            "derivation",
            _("Why squared error: the derivation"),
            lambda: folds.derivation(view, LOSS),
        ),
        ("code", _("The code"), lambda: folds.code(view)),
        ("data", _("About the data, exact numbers"), lambda: folds.data(state, view)),
        ("references", _("Names elsewhere, references"), lambda: folds.references(LOSS)),
    ):
        with fold(state, key, title) as is_open:
            if is_open:
                show()
    st.markdown(_("*Squared error lets the largest misses steer. How far can one of them pull?*"))
    foot([problem.dataset] if problem.dataset else [])


page()
