"""The state of a page: the address, the session, undo and reset. Nothing else touches either.

Per page the session holds the values, what they were before (for undo), and the address last
seen. A run reads the address once: if somebody else changed it (a link, the browser's back
button) it wins; otherwise the session does. Widgets are shown from the values, never the other
way round, and their callbacks write values and address together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import inf
from time import monotonic
from typing import Any, TypeVar, cast

import streamlit as st

from lossviz.i18n import _
from lossviz.ui.controls import PageSpec, Scene, Several, parse, query_of, settle
from lossviz.ui.moves import read_move

T = TypeVar("T")

UNDO_LIMIT = 50
ON_ITS_WAY = 1.0
"""Seconds that a widget may need to hear that it shows another value now."""
_LAST_PAGE = "lossviz.page"


@dataclass(frozen=True, slots=True)
class _Stored:
    values: Mapping[str, Any]
    past: tuple[Mapping[str, Any], ...] = ()
    query: Mapping[str, tuple[str, ...]] | None = None
    notices: tuple[str, ...] = ()
    answered: float = 0
    question: "Question | None" = None


@dataclass(frozen=True, slots=True)
class Question:
    """A message of a moving hand that only asks: number, figure, and the values it would set."""

    number: float
    component_key: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PageState:
    """What a page shows, read-only: `state["left"]`.

    `answered` is the number of the last message of a moving hand that counted.
    """

    page: PageSpec
    values: Mapping[str, Any]
    notices: tuple[str, ...]
    can_undo: bool
    answered: float = 0
    question: Question | None = None

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    @property
    def scene(self) -> Scene:
        """The scene shown."""
        return self.page.scene(self.values["scene"])

    def moved(self, *controls: str) -> bool:
        """Whether any of `controls` (none named: any of the page) is not as the scene began."""
        differs = query_of(self.page, self.values).keys() - {"scene", "open", "hide"}
        return bool(differs & set(controls) if controls else differs)

    def shows(self, control: str) -> bool:
        """Whether this scene shows a control that no link has hidden."""
        return control in self.scene.controls and control not in self.values.get("hide", ())


def _slot(page: PageSpec) -> str:
    return f"lossviz.{page.key}"


def _address() -> dict[str, tuple[str, ...]]:
    return {key: tuple(st.query_params.get_all(key)) for key in st.query_params}


def _write(page: PageSpec, stored: _Stored) -> None:
    st.query_params.from_dict(query_of(page, stored.values))
    st.session_state[_slot(page)] = replace(stored, query=_address())


def read(page: PageSpec) -> PageState:
    """The state of `page` in this run; the only place where the address is read."""
    stored: _Stored | None = st.session_state.get(_slot(page))
    address = _address()
    came_back = st.session_state.get(_LAST_PAGE) != page.key and not address
    st.session_state[_LAST_PAGE] = page.key
    if stored is None or (address != stored.query and not came_back):
        values, notices = parse(page, address)
        past = stored.past if stored else ()
        answered = stored.answered if stored else 0
        stored = _Stored(values, past, address, tuple(notices), answered)
        st.session_state[_slot(page)] = stored
    elif came_back and stored.query:
        _write(page, stored)
    return _state(page, stored)


def read_between(page: PageSpec) -> PageState:
    """The state of `page` for a part of it that runs by itself, again and again.

    The address that comes with such a run may be older than an answer still on its way to the
    browser: no news, but put right.
    """
    stored: _Stored = st.session_state[_slot(page)]
    if _address() != stored.query:
        _write(page, stored)
    return _state(page, stored)


def _state(page: PageSpec, stored: _Stored) -> PageState:
    return PageState(
        page,
        stored.values,
        stored.notices,
        can_undo=bool(stored.past),
        answered=stored.answered,
        question=stored.question,
    )


def _change(page: PageSpec, values: Mapping[str, Any]) -> None:
    stored: _Stored = st.session_state[_slot(page)]
    if values != stored.values:
        past = (*stored.past, stored.values)[-UNDO_LIMIT:]
        _write(page, _Stored(values, past, answered=stored.answered))


def assign(page: PageSpec, **values: Any) -> None:
    """Change controls, for callbacks: one step for undo, the address follows."""
    stored: _Stored = st.session_state[_slot(page)]
    _change(page, settle(page, {**stored.values, **values}, *values))


def undo(page: PageSpec) -> None:
    """Take the last change back."""
    stored: _Stored = st.session_state[_slot(page)]
    if stored.past:
        _write(page, _Stored(stored.past[-1], stored.past[:-1], answered=stored.answered))


def reset(page: PageSpec) -> None:
    """Back to the arrival state of the scene; folds stay open, hidden controls hidden."""
    stored: _Stored = st.session_state[_slot(page)]
    kept = {key: (str(stored.values[key]),) for key in ("scene",)}
    values, _notices = parse(page, kept)
    values |= {key: stored.values[key] for key in ("open", "hide") if key in stored.values}
    _change(page, values)


def _take(page: PageSpec, control: str, widget_key: str, said: Any, told: float) -> None:
    value = st.session_state[widget_key]
    if value is None:  # a choice tapped twice is not taken away
        return
    stored: _Stored = st.session_state[_slot(page)]
    if value == said and (_address() != stored.query or monotonic() - told < ON_ITS_WAY):
        # sent before our last answer came, which changed the widget: repeated, not asked for
        _write(page, stored)
        return
    declared = next(c for c in page.all_controls if c.key == control)
    if isinstance(declared, Several) and len(value) < declared.least:
        notice = _("At least {n} must stay chosen. Nothing was changed.").format(n=declared.least)
        st.session_state[_slot(page)] = replace(stored, notices=(notice,))
        return
    assign(page, **{control: value})


def bind(
    state: PageState, control: str, form: str = "", *, unchanging: bool = False
) -> dict[str, Any]:
    """Arguments that tie a widget to a control: its key, its value, its callback.

    A control with two widgets, such as a slider and a typed number, gives each its own `form`. An
    `unchanging` one has the same options and bounds in every run: then it is told its value only
    if it shows another. Being told takes a newer click back, and where a part of the page runs by
    itself, its next run says so before the click has been heard.
    """
    widget_key = f"{state.page.key}.{control}{form and '.'}{form}"
    said = st.session_state.get(widget_key)  # by the browser, when it asked for this run
    if not (unchanging and said == state[control]):
        st.session_state[widget_key] = state[control]
    told = -inf if said in (None, state[control]) else monotonic()
    args = (state.page, control, widget_key, said, told)
    return {"key": widget_key, "on_change": _take, "args": args}


def bind_text(state: PageState, name: str, first: str) -> dict[str, Any]:
    """Arguments that tie a field to a text that no address holds: it stays when its fold is closed.

    `first` is what stands there before the reader has typed.
    """
    widget_key, slot = f"{state.page.key}.text.{name}", f"{_slot(state.page)}.text.{name}"
    st.session_state[widget_key] = st.session_state.get(slot, first)

    def keep() -> None:
        st.session_state[slot] = st.session_state[widget_key]

    return {"key": widget_key, "on_change": keep}


def bind_fold(state: PageState, fold: str) -> dict[str, Any]:
    """Arguments that tie an expander to the list of open folds in the address."""
    widget_key = f"{state.page.key}.open.{fold}"
    st.session_state[widget_key] = fold in state["open"]
    return {"key": widget_key, "on_change": _toggle, "args": (state.page, fold, widget_key)}


def _toggle(page: PageSpec, fold: str, widget_key: str) -> None:
    stored: _Stored = st.session_state[_slot(page)]
    others = tuple(other for other in stored.values["open"] if other != fold)
    values = {**stored.values, "open": (*others, fold) if st.session_state[widget_key] else others}
    # opening a fold is no step to undo
    _write(page, replace(stored, values=settle(page, values)))


def remembered(state: PageState, key: str, make: Callable[[], T]) -> T:
    """What `make` made for these values in this session the last time, if they are the same.

    While a handle asks, the figure at rest is needed again and again as it was.
    """
    slot = f"{_slot(state.page)}.made.{key}"
    values, made = st.session_state.get(slot, (None, None))
    if values != state.values:
        made = make()
        st.session_state[slot] = (state.values, made)
    return cast("T", made)


def last_good(state: PageState, key: str, make: Callable[[], T]) -> tuple[T | None, str]:
    """What `make` makes and no reason; where it raises ValueError, what it last made, and why.

    Nothing where it never made anything in this session.
    """
    slot = f"{_slot(state.page)}.good.{key}"
    try:
        st.session_state[slot] = make()
    except ValueError as error:
        return st.session_state.get(slot), str(error)
    return st.session_state[slot], ""


def bind_hand(state: PageState, component_key: str) -> Callable[[], None]:
    """What a live figure calls when a hand has moved, or asks while it moves both ways."""

    def take() -> None:
        page = state.page
        stored: _Stored = st.session_state[_slot(page)]
        try:
            move = read_move(page, stored.values, st.session_state[component_key].get("moved"))
        except ValueError as error:  # from no page of ours: say so, keep what is there
            st.session_state[_slot(page)] = replace(stored, notices=(str(error),))
            return
        if move.held:
            values = settle(page, {**stored.values, **move.values})
            question = Question(move.number, component_key, values)
            st.session_state[_slot(page)] = replace(stored, question=question)
            return
        st.session_state[_slot(page)] = replace(stored, answered=move.number, question=None)
        assign(page, **move.values)

    return take
