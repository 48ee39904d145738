"""Where a formula has a log, the page says which."""

import pytest

from lossviz.words import logs
from tests.app.opening import PAGES, opened

FORMULAS = [
    ("maximum-likelihood", {"scene": "2", "step": "3"}),
    ("maximum-likelihood", {"scene": "3"}),
    ("maximum-likelihood", {"open": "width"}),
    ("binary-cross-entropy", {"open": "formula"}),
    ("multi-class-cross-entropy", {"open": "formula"}),
    ("information", {"open": "gaussians"}),
]


@pytest.mark.parametrize(("key", "link"), FORMULAS)
def test_log_is_said_to_be_natural_once(key: str, link: dict[str, str]) -> None:
    app = opened(PAGES[key], **link)
    assert any(r"\log" in one.value for one in app.latex)
    assert sum(logs.natural() in one.value for one in app.caption) == 1


def test_nothing_is_said_of_a_log_where_there_is_none() -> None:
    app = opened(PAGES["maximum-likelihood"], scene="2", step="1")
    assert not any(r"\log" in one.value for one in app.latex)
    assert not any(logs.natural() in one.value for one in app.caption)
