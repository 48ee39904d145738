"""The formula of one flight and of all: its numbers add up, and only one term is lit."""

import re

import numpy as np
import pytest
from scipy import stats

from lossviz import LOSSES
from lossviz.binary.problems import FLIGHTS, orings
from lossviz.binary.sigmoid import Sigmoid
from lossviz.words import coin_formula as say
from tests.unit.sum_checks import sum_errors

LOSS = LOSSES["binary_cross_entropy"].at()
INK = say.Ink("#111111", "#222222")


def view(height: float, steep: float, flip: tuple[str, ...] = ()) -> Sigmoid:
    return Sigmoid(LOSS, orings(flip), height, steep)


def last(tex: str) -> str:
    """What the formula comes to."""
    return tex.removesuffix(r"\end{aligned}").rsplit("= ", 1)[1]


@pytest.mark.parametrize(("height", "steep"), [(7 / 23, 0.0), (0.23, 0.2322), (0.999, -1.5)])
@pytest.mark.parametrize("row", [0, 20])
@pytest.mark.parametrize("label", [0, 1])
def test_one_flight(height: float, steep: float, row: int, label: int) -> None:
    one = view(height, steep)
    tex = say.of_one(one, row, label, INK)
    lit = re.search(r"\\textcolor\{#111111\}\{(.\\cdot .*?)\}", tex)
    assert lit is not None
    assert lit[1].startswith(r"1\cdot")
    assert lit[1].startswith(r"1\cdot \log(1 - ") == (label == 0)
    assert re.search(r"\\textcolor\{#222222\}\{\\cancel\{0\\cdot", tex)
    p = one.chances[row]
    cost = -stats.bernoulli.logpmf(label, p)
    shown = last(tex).replace(r"\times 10^{", "e").replace("}", "")
    assert float(shown) == pytest.approx(cost, rel=6e-3)
    told = tex.rsplit(r"-\log ", 1)[1].split(" = ")[0].replace(r"\times 10^{", "e")
    away = re.fullmatch(r"\(1 - (.*)\)", told.replace("}", ""))
    by_hand = (
        -np.log1p(-float(away[1])) if away else -np.log(float(told.replace("}", "").strip("()")))
    )
    assert by_hand == pytest.approx(cost, rel=6e-3)  # by the reader's own calculator
    assert r"\log 1.00" not in tex
    assert not re.search(r"\\log [\d.]+\\times", tex)


# -log 0.0855 = 2.46: the bill of flight 61-A in the lesson
def test_the_bill_of_61_a() -> None:
    one = view(0.229968, 0.232163)
    assert say.of_one(one, FLIGHTS.index("61-a"), 1, INK).endswith(
        r"= -\log 0.0855 = 2.46\end{aligned}"
    )
    assert say.heading(one, 20, 1) == "**61-A**, 75 °F: “distress”, so y = 1."
    assert say.heading(one, 20, 0) == "Had it been “none”, y = 0:"
    flipped = view(0.229968, 0.232163, ("61-a",))
    assert say.heading(flipped, 20, 0) == "**61-A**, 75 °F: “none” (flipped), so y = 0."


@pytest.mark.parametrize(
    ("flip", "height", "steep"),
    [((), 0.229968, 0.232163), ((), 7 / 23, 0.0), ((), 0.999, -1.5),
     (tuple(k for k in FLIGHTS if orings((k,)).ones == 6), 0.229968, 0.232163)],
)  # fmt: skip
def test_the_mean(flip: tuple[str, ...], height: float, steep: float) -> None:
    one = view(height, steep, flip)
    tex = say.of_all(one)
    p = one.chances
    mean = float(np.mean(-stats.bernoulli.logpmf(one.problem.y, p)))
    assert float(last(tex)) == pytest.approx(mean, rel=6e-4)
    parts = re.findall(r"underbrace\{([\d.]+)\}", tex)
    total = re.findall(r"\\frac\{([\d.]+)\}\{23\} =", tex)[-1]
    costs = -stats.bernoulli.logpmf(one.problem.y, p)
    each = [costs[one.problem.y == label].sum() for label in (1, 0) if label in one.problem.y]
    assert sum_errors(parts, total, each) == []
    assert say.tex(float(total) / 23, 4) == last(tex)
