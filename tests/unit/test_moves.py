"""What a moving hand may say, and what a hand-made client may not."""

import math
from types import SimpleNamespace
from typing import Any

import pytest

from lossviz.numerics import Interval
from lossviz.ui import state as page_state
from lossviz.ui.controls import Number, PageSpec, Scene, Several, parse
from lossviz.ui.moves import read_move
from lossviz.ui.specs.squared_error import PAGE

FIGURE = "figure"
ARRIVAL = parse(PAGE, {})[0]


def message(values: object, held: object = False, number: object = 7) -> dict[str, object]:
    return {"values": values, "held": held, "number": number}


BAD = [
    None, {}, "left", ["left", 3], 3, {"values": {"left": 1}}, message({}), message([["left", 1]]),
    message({"left": "1"}), message({"left": None}), message({"left": math.nan}),
    message({"left": math.inf}), message({"left": True}), message({"left": [1]}),
    message({"data": 1}), message({"best": 1}), message({"nothing": 1}), message({3: 1}),
    message({"left": 1}, held="no"), message({"left": 1}, number="7"),
    message({"left": 1}, number=math.nan), message({"left": 1}, number=1e300),
    message({f"x{i}": 1 for i in range(500)}),
]  # fmt: skip


def test_a_move_is_read() -> None:
    move = read_move(PAGE, ARRIVAL, message({"left": 100, "right": -1e9}, held=True))
    assert move.values == {"left": 100.0, "right": -550.0}  # brought back into its range
    assert (move.held, move.number) == (True, 7.0)


def test_a_range_that_depends_on_what_moves_with_it_is_the_new_one() -> None:
    rest = Number("rest", 0.0, lambda before: Interval(0.0, 1.0 - before["first"]))
    page = PageSpec(
        key="rest",
        title="Rest",
        controls=(Number("first", 1.0, Interval(0.0, 1.0)), rest),
        scenes=(Scene("1", "", "", "", ()),),
    )
    move = read_move(page, parse(page, {})[0], message({"first": 0.25, "rest": 0.5}))
    assert move.values == {"first": 0.25, "rest": 0.5}
    assert read_move(page, {"first": 1.0}, message({"rest": 0.5})).values == {"rest": 0.0}


@pytest.mark.parametrize("said", BAD, ids=range(len(BAD)))
def test_a_bad_message_is_a_sentence(said: object) -> None:
    with pytest.raises(ValueError, match="othing was changed"):
        read_move(PAGE, ARRIVAL, said)


def test_the_sentence_says_what_is_allowed() -> None:
    with pytest.raises(ValueError, match="“left” needs a number from -550 to 1450"):
        read_move(PAGE, ARRIVAL, message({"left": math.nan}))


FLAGS = PageSpec(
    key="flags",
    title="Flags",
    controls=(Several("flip", ("a", "b", "c")), Several("kept", ("a", "b"), ("a",), least=1)),
    scenes=(Scene("1", "", "", "", ()),),
)


def test_a_click_takes_a_word_in_and_the_next_one_out_again() -> None:
    values = parse(FLAGS, {})[0]
    for chosen, number in ((("b",), 2), (("a", "b"), 1), (("a",), 2), ((), 1.0)):
        values = {**values, **read_move(FLAGS, values, message({"flip": number})).values}
        assert values["flip"] == chosen


@pytest.mark.parametrize("number", [0, 4, -1, 1.5, True, "a", None, math.nan, math.inf, [1]])
def test_a_click_on_nothing_is_a_sentence(number: object) -> None:
    with pytest.raises(ValueError, match="“flip” needs a number from 1 to 3"):
        read_move(FLAGS, parse(FLAGS, {})[0], message({"flip": number}))


def test_the_last_word_that_must_stay_stays() -> None:
    values = parse(FLAGS, {})[0]
    with pytest.raises(ValueError, match="At least 1 must stay chosen"):
        read_move(FLAGS, values, message({"kept": 1}))
    assert read_move(FLAGS, values, message({"kept": 2})).values == {"kept": ("a", "b")}


class Address(dict[str, str]):
    def get_all(self, key: str) -> list[str]:
        return [self[key]] if key in self else []

    def from_dict(self, query: dict[str, str]) -> None:
        self.clear()
        self.update(query)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A session without a server: its state and its address."""
    fake = SimpleNamespace(session_state={}, query_params=Address())
    monkeypatch.setattr(page_state, "st", fake)
    return fake


def say(session: SimpleNamespace, said: Any) -> page_state.PageState:
    take = page_state.bind_hand(page_state.read(PAGE), FIGURE)
    session.session_state[FIGURE] = {"moved": said}
    take()
    return page_state.read(PAGE)


def test_a_hand_that_lets_go_moves_its_controls_and_the_address(session: SimpleNamespace) -> None:
    state = say(session, message({"left": 100, "right": 200}))
    assert (state["left"], state["right"], state.answered) == (100.0, 200.0, 7.0)
    assert session.query_params == {"left": "100", "right": "200"}
    page_state.undo(PAGE)  # both ends are one step
    assert session.query_params == {}
    assert page_state.read(PAGE).answered == 7.0


def test_a_hand_that_holds_only_asks(session: SimpleNamespace) -> None:
    state = say(session, message({"left": 100}, held=True))
    assert state.values == ARRIVAL
    assert session.query_params == {}
    assert not state.can_undo
    asked = state.question
    assert (asked.number, asked.component_key, asked.values["left"]) == (7.0, FIGURE, 100.0)
    assert say(session, message({"left": 100}, number=8)).question is None
    assert say(session, message({"left": 50}, held=True, number=9)).question is not None
    assert say(session, message({"left": 100}, number=10)).question is None  # back where it was


@pytest.mark.parametrize("said", BAD, ids=range(len(BAD)))
def test_a_bad_message_changes_nothing_but_says_so(session: SimpleNamespace, said: Any) -> None:
    state = say(session, said)
    assert state.values == ARRIVAL
    assert session.query_params == {}
    (notice,) = state.notices
    assert "othing was changed" in notice
    assert say(session, message({"left": 100})).notices == ()  # gone with the next good one
