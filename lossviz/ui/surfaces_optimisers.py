"""Loss surfaces, the folds of optimisers."""

import streamlit as st

from lossviz.figures import newton as newton_figures
from lossviz.figures import optimisers as figures
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.surfaces.contest import STEPS, Contest
from lossviz.surfaces.irls import IRLS
from lossviz.surfaces.newton import NewtonView
from lossviz.surfaces.optimisers import ADAM, NEWTON, mini_batch, momentum
from lossviz.surfaces.update import Update
from lossviz.surfaces.walk import GRADIENT_DESCENT, Rule
from lossviz.ui.frame import show_asking
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.surfaces_optimisers import (
    HIDDEN,
    LINES,
    MOST_ROWS,
    NEWTON_GROUNDS,
    NONE,
    ROBUST,
    SIGMOID,
    ground_of,
    rates_of,
    rivals_on,
    rules_on,
)
from lossviz.ui.state import PageState, assign, bind
from lossviz.words import optimiser_notes as notes
from lossviz.words import optimisers as say
from lossviz.words import update as words_update
from lossviz.words import with_unit

GROUND_NAMES = {key: loss.name for key, loss in LINES.items()} | {
    SIGMOID: _("Sigmoid, cross-entropy"),
    HIDDEN: _("Hidden unit, squared"),
}
START_NAMES = {"flat": _("Flat"), "low": _("Low corner"), "high": _("High corner")}


def rows_of(state: PageState) -> int:
    """The batch, no larger than the data."""
    return min(int(state["batch"]), len(ground_of(state["ground"]).surface.y))


def rule_of(state: PageState, key: str) -> Rule:
    """A rule with its settings."""
    made = {
        "batch": lambda: mini_batch(rows_of(state), int(state["ruleseed"])),
        "momentum": lambda: momentum(float(state["beta"])),
    }
    known = {rule.key: rule for rule in (GRADIENT_DESCENT, ADAM, NEWTON, IRLS)}
    return made[key]() if key in made else known[key]


def contest_view(state: PageState) -> Contest:
    """The walks of the fold."""
    keys = [state["rule"], *([] if state["rival"] == NONE else [state["rival"]])]
    rules = {key: rule_of(state, key) for key in keys}
    return Contest(
        ground_of(state["ground"]), tuple(rules[key] for key in keys),
        float(state["rulea"]), float(state["ruleb"]), float(state["rulerate"]),
        float(state["rivalrate"]), float(state["rulesteps"]),
    )  # fmt: skip


def contest_figure(state: PageState) -> LiveFigure:
    """Map, data and loss of the walks."""
    ranges = []
    for rule in (state["rule"], state["rival"]):
        low, _default, high = rates_of(state["ground"], rule)
        ranges.append((low, high))
    keys = figures.Keys(
        ("rulerate", "rivalrate"), ("rulea", "ruleb"), "rulesteps", (ranges[0], ranges[1])
    )
    return figures.contest(contest_view(state), keys)


def optimisers(state: PageState) -> None:
    """One or two optimisers on a surface."""
    _menus(state)
    show_asking(state, contest_figure, "optimisers")
    _buttons(state, "optimisers")
    ground = ground_of(state["ground"])
    for rule in dict.fromkeys((state["rule"], state["rival"])):
        if rule != NONE:
            st.caption(notes.rule_note(rule, ground, rows_of(state), float(state["beta"])))
    if state["ground"] in ROBUST:
        st.caption(
            _("Residuals are divided by {width} first: median |residual| / 0.6745 about the line of"
              " absolute error. The loss has no unit then, and its gradients are small numbers: a"
              " rate that multiplies them is large.")
            .format(width=with_unit(ground.surface.scale, ground.units[0]))
        )  # fmt: skip


def _menus(state: PageState) -> None:
    left, right = st.columns([3, 2])
    left.segmented_control(
        _("Optimiser"), rules_on(state.values), format_func=say.name_of, **bind(state, "rule")
    )
    right.selectbox(
        _("Surface: loss, or model"), tuple(GROUND_NAMES), format_func=GROUND_NAMES.__getitem__,
        **bind(state, "ground", unchanging=True),
    )  # fmt: skip
    chosen = {state["rule"], state["rival"]}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            _("Compare with"), rivals_on(state.values), width=200,
            format_func=lambda key: _("nothing") if key == NONE else say.NAMES[key],
            **bind(state, "rival"),
        )  # fmt: skip
        if "batch" in chosen:
            st.number_input(_("Rows in a batch"), 1, MOST_ROWS, width=150, **bind(state, "batch"))
            st.number_input(_("Seed"), 0, 9999, width=130, **bind(state, "ruleseed"))
        if "momentum" in chosen:
            st.slider(_("Momentum β"), 0.0, 0.99, step=0.01, width=200, **bind(state, "beta"))
        for key, place in ground_of(state["ground"]).starts.items():
            st.button(
                _("Start: {name}").format(name=START_NAMES[key].lower()), key=f"start.{key}",
                on_click=assign, args=(state.page,),
                kwargs={"rulea": place[0], "ruleb": place[1]},
            )  # fmt: skip
    n = len(ground_of(state["ground"]).surface.y)
    if "batch" in chosen and state["batch"] > n:
        st.info(notes.too_large(int(state["batch"]), n))


def _buttons(state: PageState, part: str) -> None:
    """Steps without the bar."""
    now = int(state["rulesteps"])
    with st.container(horizontal=True):
        for label, to in (
            (_("Back"), now - 1), (_("Step"), now + 1), (_("Ten steps"), now + 10),
            (_("Run"), STEPS), (_("To the start"), 0),
        ):  # fmt: skip
            to = min(max(to, 0), STEPS)
            st.button(
                label, key=f"rulesteps.{part}.{label}", disabled=to == now, on_click=assign,
                args=(state.page,), kwargs={"rulesteps": to},
            )  # fmt: skip


def update(state: PageState) -> None:
    """The next step of the first optimiser, with its numbers."""
    view = Update(
        ground_of(state["ground"]), rule_of(state, state["rule"]), float(state["rulea"]),
        float(state["ruleb"]), float(state["rulerate"]), int(state["rulesteps"]), rows_of(state),
        int(state["ruleseed"]), float(state["beta"]),
    )  # fmt: skip
    _buttons(state, "update")
    if not view.finite:
        raise ValueError(words_update.out_of_bounds(view))
    st.markdown(words_update.update_sentence(view))
    for letters, numbers in words_update.formulas(view):
        st.latex(letters)
        st.latex(words_update.in_rows(numbers))
    note = words_update.notes(view)
    if note:
        st.caption(note)
    st.caption(_("Optimiser, surface, start and rate are those of the fold above."))


def newton_figure(state: PageState) -> LiveFigure:
    """Newton's step from the dot."""
    view = NewtonView(
        ground_of(state["newtonon"]), float(state["newtona"]), float(state["newtonb"]),
        float(state["damping"]),
    )  # fmt: skip
    return newton_figures.newton(view, "newtona", "newtonb", "damping")


def newton(state: PageState) -> None:
    """Newton's step: at once on squared error, often too far elsewhere."""
    st.segmented_control(
        _("Surface"), NEWTON_GROUNDS, format_func=GROUND_NAMES.__getitem__,
        **bind(state, "newtonon", unchanging=True),
    )  # fmt: skip
    show_asking(state, newton_figure, "newton")
    st.caption(
        _("The quadratic model has the height, the gradient and the Hessian of the surface at the"
          " dot. Newton's step, {tex}, leads to where that model is level; damping takes a part of"
          " it, to the square. Dashed on the map: where the model is as high as at the dot, if it"
          " is a bowl. On the right, 1 is how far the model falls or rises on the full step.")
        .format(tex="$-H^{-1}g$")
    )  # fmt: skip


SCENES: dict[str, ScenePart] = {}
FOLDS: tuple[FoldPart, ...] = (
    FoldPart("optimisers", _("Which optimiser gets down faster?"), optimisers),
    FoldPart("update", _("The next step of the optimiser, with its numbers"), update),
    FoldPart("newton", _("Newton: one step on squared error, often too far elsewhere"), newton),
)
