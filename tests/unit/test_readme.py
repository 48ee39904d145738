"""What the README tells a newcomer to type or read is true of this folder."""

import dataclasses
import importlib.util
import itertools
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from scipy import special

from lossviz import LOSSES
from lossviz.core import Facts, Loss
from lossviz.registry import collect
from tests.unit import loss_checks as checks
from tests.unit.test_import_rules import LAYERS, MAY_IMPORT

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


# the notebook


def test_the_notebook_gives_the_numbers_it_promises():
    names: dict[str, Any] = {}
    exec(block("notebook"), names)
    assert names["each"] == pytest.approx([1.5, 36.5], rel=1e-15)  # 1 (2 - 1/2), 1 (37 - 1/2)
    assert names["mse"] == 686.5  # (4 + 1369) / 2
    assert list(names["newcomb"]) == [28, 26, 33, 24, 34, -44]
    assert names["mean"].coefficients == pytest.approx([16.83], abs=0.005)
    assert names["median"].coefficients == pytest.approx([27.0])
    assert names["median"].coef_range == pytest.approx(np.array([[26.0, 28.0]]))
    assert names["gaps"].max() < 1e-10
    assert isinstance(names["figure"], go.Figure)


# the loss to add

EXAMPLE = "losses/pseudo_huber.py"


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("losses") / "pseudo_huber.py"
    path.write_text(block(EXAMPLE), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def example(written) -> Loss:
    """The loss of the README, found as the registry finds one."""
    spec = importlib.util.spec_from_file_location("lossviz.losses.pseudo_huber", written)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (loss,) = collect([module]).values()
    return loss


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=["check", "format"])
def test_the_example_is_clean(written, command):
    config = ["--config", ROOT / ".ruff.toml", "--no-cache"]
    subprocess.run([sys.executable, "-m", "ruff", *command, *config, written], check=True)


def test_the_example_is_new(example):
    assert example.key not in LOSSES


@pytest.mark.parametrize("params", [{}, {"delta": 0.1}, {"delta": 5.0}], ids=str)
@pytest.mark.parametrize(
    ("check", "limit"),
    [
        pytest.param(lambda at: checks.slope_error(at, 1), 1e-6, id="slope"),
        pytest.param(lambda at: checks.slope_error(at, 2), 1e-6, id="curvature"),
        pytest.param(checks.convexity_error, 1e-13, id="convex"),
        pytest.param(checks.influence_error, 0, id="influence"),
        pytest.param(checks.kinks_error, 1e-8, id="kinks"),
        pytest.param(checks.form_error, 0, id="form"),
        pytest.param(lambda at: checks.area_error(at.facts.noise, 1.0), 1e-9, id="area"),
        pytest.param(lambda at: checks.surprise_error(at, 1.0), 1e-12, id="surprise"),
        pytest.param(
            lambda at: at.derivations()[0].gaps(27.3, [28, 26, 33, 24, 34, -44]).max(),
            1e-9,
            id="derivation",
        ),
    ],
)
def test_the_example_keeps_what_it_claims(example, params, check, limit):
    assert check(example.at(**params)) <= limit


@pytest.mark.parametrize("delta", [0.1, 1.0, 5.0])
def test_the_example_agrees_with_scipy(example, delta):
    r = np.array([-1e100, -3.0, -1e-3, 0.0, 0.5, 40.0])
    assert example.value(r, np.zeros(6), delta=delta) == pytest.approx(
        special.pseudo_huber(delta, r), rel=1e-8
    )


@pytest.mark.parametrize("k", [0, 1])
def test_the_example_is_worked_rightly(example, k):
    case = example.examples[k]
    at = example.at(**case.params)
    assert checks.example_error(at, case.y_true, case.raw, case.value) <= 1e-12


# the tables


def table(heading: str, text: str = README) -> list[tuple[str, ...]]:
    """The rows below the header of the table `| heading |`, cell by cell."""
    lines = text.splitlines()
    (start,) = (i for i, line in enumerate(lines) if line == heading)
    rows = itertools.takewhile(lambda line: line.startswith("|"), lines[start + 2 :])
    cells = [row.strip("|").split(" | ") for row in rows]
    # a bar inside a cell is escaped, or the table would break there
    return [tuple(cell.strip().replace("\\|", "|") for cell in row) for row in cells]


def test_every_field_of_a_loss_is_explained():
    named = [name for name, meaning in table("| Field | What to put there |") if meaning]
    fields = [f"`{f.name}`" for f in dataclasses.fields(Loss)]
    fields += [f"`Facts.{f.name}`" for f in dataclasses.fields(Facts)]
    assert sorted(named) == sorted(fields)


def test_the_terms_of_the_data_are_those_recorded():
    records = json.loads((ROOT / "lossviz/data/datasets.json").read_text("utf-8"))["datasets"]
    recorded = [(f"{d['title']} (`{d['name']}`)", d["licence"]) for d in records]
    assert table("| Data | Terms |") == recorded


def test_the_layers_are_those_of_the_import_rules():
    row_of = {
        name.rstrip("/").partition("/")[0]: number
        for number, (cell, _) in enumerate(table("| Layer | Job |"))
        for name in re.findall(r"`([^`]+)`", cell)
    }
    existing = {p.stem for p in (ROOT / "lossviz").iterdir() if p.name[0] not in "_."}
    assert existing <= set(row_of)
    for layer, allowed in MAY_IMPORT.items():
        for upper in LAYERS[layer] & existing:
            below = set().union(*(LAYERS[name] for name in allowed)) & existing
            assert max(row_of[name] for name in below) <= row_of[upper], upper


@pytest.mark.parametrize("link", re.findall(r"\]\((?!http)([^)]+)\)", README))
def test_a_link_leads_somewhere(link):
    assert (ROOT / link).exists()
