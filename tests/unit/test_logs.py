"""One way of writing the natural logarithm, wherever a reader meets it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHOWN = sorted([*(ROOT / "lossviz").rglob("*.py"), *(ROOT / "pages").glob("*.py")])
OTHERWISE = re.compile(r"\\?\bln\b|\\ln\b|\blog_e\b|\bloge\b")


@pytest.mark.parametrize("text", ["−ln 1/3", r"\ln\frac", "y ln(y / p)", "log_e 3"])
def test_another_way_is_found(text: str) -> None:
    assert OTHERWISE.search(text)


@pytest.mark.parametrize("text", [r"\log p", "log 3", "a line", "xlnx", "kln"])
def test_what_is_not_another_way_is_not(text: str) -> None:
    assert not OTHERWISE.search(text)


def test_the_natural_logarithm_is_written_log_all_over() -> None:
    found = [
        f"{path.name}:{number}"
        for path in SHOWN
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if OTHERWISE.search(line)
    ]
    assert found == []
