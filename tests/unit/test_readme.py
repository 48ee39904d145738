"""What the README tells a newcomer to type or read is true of this folder."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(marker: str, text: str = README) -> str:
    """The code block after `<!-- marker -->`, which must be there once."""
    found = re.findall(rf"^<!-- {re.escape(marker)} -->\n```\w+\n(.*?)^```$", text, re.M | re.S)
    assert len(found) == 1, f"{marker}: {len(found)} blocks"
    return found[0]


def line(marker: str) -> str:
    """The one line of a block: a newcomer copies one line."""
    (only,) = block(marker).splitlines()
    return only


@pytest.mark.parametrize("marker", ["run-line", "test-line"])
def test_the_windows_line_is_the_same_line(marker):
    translated = (
        line(marker).replace("python3 -m", "py -m").replace(".venv/bin/", ".venv\\Scripts\\")
    )
    assert line(f"{marker}-windows") == translated


@pytest.mark.parametrize(
    ("marker", "requirements", "last"),
    [
        ("run-line", "requirements.txt", ".venv/bin/streamlit run app.py"),
        ("test-line", "tests/requirements.txt", ".venv/bin/python -m pytest"),
    ],
)
def test_a_line_makes_the_environment_fills_it_and_starts(marker, requirements, last):
    make, fill, start = line(marker).split(" && ")
    assert make == "python3 -m venv .venv"
    assert fill == f".venv/bin/pip install -r {requirements}"
    assert start == last
    assert (ROOT / requirements).is_file()


def test_block_notices_a_missing_and_a_doubled_marker():
    twice = "<!-- x -->\n```sh\na\n```\n" * 2
    with pytest.raises(AssertionError, match="2 blocks"):
        block("x", twice)
    with pytest.raises(AssertionError, match="0 blocks"):
        block("y", twice)
