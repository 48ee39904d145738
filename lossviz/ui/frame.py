"""What every page has around its figure: place in the walk, question, scenes, undo, footer."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import streamlit as st

from lossviz import __version__
from lossviz.core import Loss
from lossviz.data import load
from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.ui import state as page_state
from lossviz.ui.controls import PageSpec
from lossviz.ui.live_figure import engine, prepare, show
from lossviz.ui.state import PageState, bind, bind_fold

Draw = Callable[[PageState], LiveFigure]

WALK_LENGTH = 8
PAGES = Path(__file__).parents[2] / "pages"

# Streamlit's own spacing leaves half of a projector empty.
_CSS = """<style>
[data-testid="stMainBlockContainer"] {max-width: 1180px; padding: 4rem 1.25rem 2rem}
[data-testid="stMainBlockContainer"] h1 {font-size: clamp(1.4rem, 3.2vw, 2.1rem); padding: 0}
.st-key-lossviz-guess p {font-size: 1.05rem}
[class*="st-key-lossviz-unseen"] {display: none}
</style>"""

# The names of all scenes stay whole; on a phone the strip has a row of its own, and scrolls.
_STRIP_CSS = """<style>
@media (min-width: 641px) {
  [data-testid="stColumn"]:has(.st-key-PAGE-scene) {
    flex: 0 0 calc(40% - 0.5rem); min-width: fit-content;
  }
  [data-testid="stColumn"]:has(.st-key-PAGE-scene) + * {flex: 1 1 0; min-width: 18rem}
}
</style>"""


def head(page: PageSpec, beside: Callable[[PageState], None] | None = None) -> PageState:
    """Read the state; show where we are, the question, what to guess first, and the scenes.

    `beside` fills the room to the right of the scenes, for what changes the whole page.
    """
    state = page_state.read(page)
    st.html(_CSS)
    engine()
    if page.number is not None:
        place = _("{number} of {total} · {title}").format(
            number=page.number, total=WALK_LENGTH, title=page.title
        )
        st.caption(place)
    st.title(state.scene.question, anchor=False)
    with st.container(key="lossviz-guess"):
        st.markdown(_("**Guess first.** {guess}").format(guess=state.scene.guess))
    if len(page.scenes) > 1:
        st.html(_STRIP_CSS.replace("PAGE", page.key))
        strip, room = st.columns([2, 3], vertical_alignment="bottom")
        strip.segmented_control(
            _("Scene"),
            [scene.key for scene in page.scenes],
            format_func=lambda key: f"{key} {page.scene(key).title}",
            label_visibility="collapsed",
            **bind(state, "scene", unchanging=True),
        )
        if beside is not None:
            with room:
                beside(state)
    for notice in state.notices:
        st.info(notice)
    return state


def under_the_hand(
    state: PageState, part: Callable[[], None], shown: Callable[[PageState], object]
) -> None:
    """Run the part of a page that answers the hand; alone, wherever nothing else changes.

    A step then computes, sends and paints that part only. Open folds show the same numbers and a
    notice goes with the first step: with either, the whole page follows. So it does when `shown`,
    what the rest shows of the state (may undo be pressed?), is no longer what it was.
    """

    def alone() -> None:
        now = page_state.read(state.page)
        if now.notices or shown(now) != shown(state):
            st.rerun()
        part()

    (part if state.values.get("open") or state.notices else st.fragment(alone))()


def shown_only(state: PageState, live: LiveFigure) -> LiveFigure:
    """The figure without the hands that a link has hidden."""
    motions = tuple(m for m in live.motions if all(state.shows(key) for key in m.controls))
    plane = live.plane
    if plane is not None and not (state.shows(plane.x_key) and state.shows(plane.y_key)):
        plane = None
    return replace(live, motions=motions, plane=plane)


def show_live(state: PageState, draw: Draw, part: str = "") -> None:
    """A live figure of a page, drawn from its state; `part` tells it from the others there."""
    key = f"{state.page.key}{part and '-'}{part}"
    prepared = page_state.remembered(state, key, lambda: prepare(key, draw(state)))
    plane = prepared.live.plane
    asked, question = state.question, None
    if asked is not None and plane is not None and asked.component_key == key:
        question = (asked.number, asked.values[plane.x_key], asked.values[plane.y_key])
    show(prepared, page_state.bind_hand(state, key), state.answered, question)


def show_asking(state: PageState, draw: Draw, part: str) -> None:
    """A live figure in a fold, one of whose handles asks while it moves: that runs it alone.

    Once the handle has let go, other folds show other numbers: the whole page follows.
    """

    def alone() -> None:
        now = page_state.read(state.page)
        if now.notices != state.notices or now.values != state.values:
            st.rerun()
        show_live(now, draw, part)

    st.fragment(alone)()


def reference_list(loss: Loss) -> None:
    """What a loss is called elsewhere, and where to read more."""
    st.markdown("\n".join(f"- {library}: `{name}`" for library, name in loss.aliases.items()))
    st.markdown(
        "\n".join(
            f"- {ref.author} ({ref.year}). *{ref.title}*"
            + (f", {ref.section}." if ref.section else ".")
            for ref in loss.references
        )
    )


def undo_and_reset(state: PageState) -> None:
    """Two buttons: one tap back, and back to the arrival state."""
    st.button(
        _("Undo"), disabled=not state.can_undo, shortcut="Ctrl+Z",
        on_click=page_state.undo, args=(state.page,),
    )  # fmt: skip
    st.button(_("Reset"), disabled=not state.moved(), on_click=page_state.reset, args=(state.page,))


@contextmanager
def fold(state: PageState, key: str, title: str) -> Iterator[bool]:
    """A fold that the address remembers; yields whether it is open: closed ones cost nothing."""
    expander = st.expander(title, **bind_fold(state, key))
    with expander:
        yield bool(expander.open)


def foot(datasets: Sequence[str] = ()) -> None:
    """Version, licences, and where the data on this page come from."""
    st.divider()
    for name in datasets:
        data = load(name)
        st.caption(_("Data: {title}. {citation}").format(title=data.title, citation=data.citation))
    st.caption(
        _("lossviz {version}. Code MIT, text CC BY 4.0, data each its own.").format(
            version=__version__
        )
    )


def next_page(script: str, label: str) -> None:
    """The one link onwards at the end of a page, to a script in `pages/`."""
    st.page_link(PAGES / script, label=label, icon=":material/arrow_forward:")
