"""What no file of the project may hold: paths of a machine, hosts, loose ends."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BINARY = {".png", ".ico", ".mo", ".woff2"}

# Written so that no pattern is found in this file.
RULES = {
    "a path of one machine": r"(?<![\w.:/])/(?:home|root|work|Users|mnt|srv|tmp)/\w",
    "a Windows path": r"\b[A-Z]:\\{1,2}(?:Users|Program)",
    "a package host": r"https?://[^/\s\"']*(?:pypi|pythonhosted|npmjs|registry|artifactory|nexus)",
    "a package index": r"--?(?:extra-)?index-url\b|\b(?:trusted[-]host|find[-]links)\b",
    "an address by number": r"\b(?!127\.0\.0\.1|0\.0\.0\.0)(?:\d{1,3}\.){3}\d{1,3}:\d{2,5}\b",
    "a loose end": r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b",
}
UPWARDS = re.compile(r"(?<![\w/.])(?:\.\./)+\w[\w./-]*")


def files() -> Iterator[Path]:
    """Every text file of the project; what tools and tests leave behind is none."""
    kept = {".ci", ".github", ".streamlit"}
    for folder, subfolders, names in os.walk(ROOT):
        subfolders[:] = [
            name
            for name in subfolders
            if name in kept or not (name.startswith(".") or name in {"__pycache__", "out"})
        ]
        for path in (Path(folder, name) for name in sorted(names)):
            if path.suffix not in BINARY:
                yield path


def complaints(path: Path, text: str) -> list[str]:
    """One sentence for each thing in a text that must not be there."""
    found = [
        f"line {number}: {what}: {match.group()!r}"
        for number, line in enumerate(text.splitlines(), 1)
        for what, pattern in RULES.items()
        for match in re.finditer(pattern, line)
    ]
    for match in UPWARDS.finditer(text):
        if not (path.parent / match.group()).resolve().is_relative_to(ROOT):
            found.append(f"a path out of the project: {match.group()!r}")
    return found


def library_complaints(source: str) -> list[str]:
    """What a module of lossviz lacks or must not do."""
    tree = ast.parse(source)
    found = [] if ast.get_docstring(tree) else ["no docstring says what the module is for"]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print":
            found.append(f"line {node.lineno}: print")
    return found


NAMES = [path.relative_to(ROOT).as_posix() for path in files()]
LIBRARY = [name for name in NAMES if name.startswith("lossviz/") and name.endswith(".py")]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_clean(name):
    assert complaints(ROOT / name, (ROOT / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", LIBRARY)
def test_a_module_says_what_it_is_for_and_prints_nothing(name):
    assert library_complaints((ROOT / name).read_text(encoding="utf-8")) == []


def test_no_empty_search():
    assert {".ruff.toml", ".ci/run", "README.md", "lossviz/core.py", "tests/strict_ci.py"} <= set(
        NAMES
    )
    assert "lossviz/core.py" in LIBRARY


@pytest.mark.parametrize(
    "text",
    [
        "see /home" + "/someone/notes",
        "'/work" + "/data.csv'",
        "C:" + "\\Users\\someone",
        "https://py" + "pi.example.org/simple",
        "pip install --index" + "-url x",
        "http://10.0.0" + ".7:8080/",
        "# TO" + "DO: later",
        "# FIX" + "ME",
        "../" + "../../elsewhere/data.csv",
    ],
)
def test_a_planted_flaw_is_found(text):
    assert len(complaints(ROOT / "tests" / "unit" / "planted.py", text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "-r ../requirements.txt",
        "/usr/bin/chromium",
        "http://127.0.0.1:8501/",
        "https://creativecommons.org/licenses/by/4.0/",
        "https://github.com/home/x",
        "a todo list",
    ],
)
def test_what_is_fine_is_not_found(text):
    assert complaints(ROOT / "tests" / "planted.py", text) == []


@pytest.mark.parametrize(
    ("source", "sentence"),
    [("x = 1", "no docstring"), ('"""Doc."""\ndef f():\n    print(1)', "line 3: print")],
)
def test_a_planted_module_is_found(source, sentence):
    (found,) = library_complaints(source)
    assert sentence in found


# ---- words --------------------------------------------------------------------------------------

# What learners get wrong (misconceptions with their sources stand in the issue threads of course
# projects: ModernDive 573, mml-book 643, STAT545 153): no sentence of ours may say so.
WRONG_WORDS = {
    "it is the likelihood of theta": r"probability (?:of|that) (?:the )?(theta|parameter)",
    "squaring does not protect": r"squar\w+ (?:error )?(?:protects|shields|guards)",
    "robust is not right": r"robust (?:is|means|=) right",
    "capped is not deleted": r"(?:deletes?|removes?|throws? out) (?:the |an )?outliers?",
    "a density is no probability": r"probability of (?:the |a )?reading",
}


def wrong_words(text: str) -> list[str]:
    """Which of the misconceptions a text repeats."""
    plain = re.sub(r"[\s\"'_()]+", " ", text)
    return [why for why, words in WRONG_WORDS.items() if re.search(words, plain, re.IGNORECASE)]


@pytest.mark.parametrize(
    "name", [n for n in NAMES if n.startswith(("pages/", "lossviz/")) and n.endswith(".py")]
)
def test_no_text_repeats_a_misconception(name):
    assert wrong_words((ROOT / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        'the probability of"\n    " theta given the data',
        "Squaring protects from outliers.",
        "Robust means right.",
        "Huber removes outliers.",
        "the probability of a reading of -44",
    ],
)
def test_a_planted_misconception_is_found(text):
    assert len(wrong_words(text)) == 1
