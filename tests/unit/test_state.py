"""What a browser may say of a slider, and what is made of it."""

import math
from types import SimpleNamespace
from typing import Any

import pytest

from lossviz.ui import state as page_state
from lossviz.ui.specs.squared_error import PAGE

FIGURE = "figure"


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


def slide(session: SimpleNamespace, slid: Any) -> page_state.PageState:
    take = page_state.bind_sliders(page_state.read(PAGE), FIGURE)
    session.session_state[FIGURE] = {"slid": slid}
    take()
    return page_state.read(PAGE)


def test_a_slider_moves_its_control_and_the_address(session: SimpleNamespace) -> None:
    state = slide(session, {"key": "left", "value": 100, "at": 1})
    assert state["left"] == 100.0
    assert session.query_params == {"left": "100"}
    assert state.can_undo
    page_state.undo(PAGE)
    assert session.query_params == {}


def test_a_slider_beyond_its_end_stops_there(session: SimpleNamespace) -> None:
    assert slide(session, {"key": "right", "value": 1e300})["right"] == 1450.0


@pytest.mark.parametrize(
    "slid",
    [
        None, {}, {"key": "left"}, {"value": 3}, {"key": "left", "value": "3"},
        {"key": "left", "value": math.nan}, {"key": "left", "value": math.inf},
        {"key": "data", "value": 3}, {"key": "nothing", "value": 3},
        {"key": "left", "value": [3]}, {"key": ["left"], "value": 3},
        "left", ["left", 3],
    ],
)  # fmt: skip
def test_anything_else_changes_nothing(session: SimpleNamespace, slid: Any) -> None:
    before = page_state.read(PAGE).values
    state = slide(session, slid)
    assert state.values == before
    assert session.query_params == {}
