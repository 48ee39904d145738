"""Loss surfaces, the fold of a small network: trained here, stopped here, looked at in slices."""

from functools import lru_cache
from time import monotonic
from typing import Any

import streamlit as st

from lossviz.figures import network as figures
from lossviz.i18n import _
from lossviz.surfaces.moons import CLOUDS
from lossviz.surfaces.network_training import CHUNK, MOST_STEPS, Trained, Training
from lossviz.surfaces.slices import PathPlane, Slice
from lossviz.ui.controls import PageSpec
from lossviz.ui.frame import show_live
from lossviz.ui.picked import COIN_LOSS, SQUARED_CHANCE
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.surfaces_network import LOSSES, RATES, SEEDS, SLICES
from lossviz.ui.state import PageState, assign, bind, read_between
from lossviz.words import network as say

AT_ONCE = 2 * CHUNK
"""Steps that are taken without a bar: a fifth of a second."""
WORK, PAUSE = 0.4, 0.5
"""Seconds of training between two looks at the buttons, and from one such piece to the next."""
KEYS = ("netdata", "netloss", "netseed", "netrate")
TARGETS = (100, 10_000, MOST_STEPS)


@lru_cache(maxsize=12)  # what a reader has waited for; a megabyte at most each
def _training(data: str, loss: str, seed: int, rate: str) -> Training:
    return Training(LOSSES[loss].at(), CLOUDS[data], seed, float(rate))


def training_of(state: PageState) -> Training:
    """The training of the controls, with all steps that anybody has taken in it."""
    return _training(*(state[key] for key in KEYS))


def _tied(state: PageState, control: str) -> dict[str, Any]:
    """A widget's tie to a control: none of them changes, and training runs by itself."""
    return bind(state, control, unchanging=True)


def controls(state: PageState) -> None:
    """Data, loss, rate, seed, and how many steps."""
    losses = dict(zip(LOSSES, (_("Cross-entropy"), _("Squared error")), strict=True))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            _("Data"), tuple(CLOUDS), format_func=lambda key: CLOUDS[key].title, width="content",
            **_tied(state, "netdata"),
        )  # fmt: skip
        st.segmented_control(
            _("Trained down the mean of"), tuple(LOSSES), format_func=losses.__getitem__,
            width="content", **_tied(state, "netloss"),
        )  # fmt: skip
        st.select_slider(
            _("Learning rate of the network"), RATES, width=220, **_tied(state, "netrate")
        )
        st.number_input(
            _("Seed of the first weights"), int(SEEDS.low), int(SEEDS.high), step=1, width=160,
            **_tied(state, "netseed"),
        )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(
            _("Steps of training"), 0, MOST_STEPS, step=CHUNK, width=220, **_tied(state, "netsteps")
        )
        for steps in TARGETS:
            st.button(
                _("{steps} steps").format(steps=f"{steps:,}"), disabled=state["netsteps"] == steps,
                on_click=assign, args=(state.page,), kwargs={"netsteps": steps},
            )  # fmt: skip


def _stop(page: PageSpec, training: Training, target: int) -> None:
    """Keep what has been done; the address then asks for no more."""
    if training.done < target:
        assign(page, netsteps=training.done, netstopped=True, netat=training.done)


def train(state: PageState, training: Training) -> bool:
    """Take the steps that are asked for; whether all of them are done.

    Long training goes on in a part of the page that runs again and again by itself: between two
    pieces of it every button is heard, also *Stop*. Nothing else on the page is touched.
    """
    target: int = state["netsteps"]
    if target - training.done <= AT_ONCE:
        while training.done < target:
            training.advance()
        return True

    def piece() -> None:
        now = read_between(state.page)
        if now.values != state.values:
            st.rerun()
        end = monotonic() + WORK
        while training.done < target and monotonic() < end:
            training.advance()
        if training.done >= target:
            st.rerun()
        st.progress(training.done / target, say.training(training.done, target))
        st.button(
            _("Stop"), key="network-stop", on_click=_stop, args=(state.page, training, target)
        )

    st.fragment(piece, run_every=PAUSE)()
    return False


def _cut(state: PageState, view: Trained) -> tuple[Slice | None, str]:
    """The slice, or why there is none."""
    plane = None
    if state["netslice"] == SLICES[0]:
        try:
            plane = PathPlane.of(view.thetas)
        except ValueError as error:
            return None, str(error)
    return Slice(view.loss_at, view.clouds, view.thetas, plane, state["netdraw"]), ""


def _slice_controls(state: PageState) -> None:
    names = dict(zip(SLICES, (_("Plane of the path"), _("Random directions")),
                     strict=True))  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            _("Slice"), SLICES, format_func=names.__getitem__, width="content",
            **_tied(state, "netslice"),
        )  # fmt: skip
        if state["netslice"] == SLICES[1]:
            st.number_input(
                _("Draw of the directions"), int(SEEDS.low), int(SEEDS.high), step=1, width=220,
                **_tied(state, "netdraw"),
            )  # fmt: skip


def network(state: PageState) -> None:
    """A network of 33 numbers: train it, look at its border, and at two of 33 directions."""
    training = training_of(state)
    st.caption(say.what_it_is(training.clouds))
    controls(state)
    complete = train(state, training)
    if state["netstopped"] and complete:
        st.info(say.stopped(state["netsteps"]))
    _slice_controls(state)
    steps = min(training.done, state["netsteps"])
    view = training.seen(steps, min(state["netat"], steps))
    cut, why_not = _cut(state, view)
    if why_not:
        st.info(why_not)
    # while training goes on, the same controls will soon mean another picture
    part = "network" if complete else "network-so-far"
    show_live(state, lambda _state: figures.network(view, cut, "netat"), part)
    st.markdown(say.how_it_went(view))
    if cut is not None:
        st.markdown(say.what_a_slice_shows(cut))
        st.markdown(say.what_it_hides(cut))
    st.caption(say.both_gradients(view, COIN_LOSS.at(), SQUARED_CHANCE.at()))
    st.caption(say.copies())


SCENES: dict[str, ScenePart] = {}
FOLDS: tuple[FoldPart, ...] = (
    FoldPart("network", _("What does a network walk on? 33 weights, two at a time"), network),
)
