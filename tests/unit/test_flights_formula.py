"""The formula of one flight and of all: its numbers add up, and only one term is lit."""

import re

import numpy as np
import pytest
from scipy import stats

from lossviz import LOSSES
from lossviz.binary.problems import FLIGHTS, orings
from lossviz.binary.sigmoid import Sigmoid
from lossviz.words import coin_formula as say

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
    assert ("1 - " in lit[1]) == (label == 0)
    assert re.search(r"\\textcolor\{#222222\}\{\\cancel\{0\\cdot", tex)
    p = one.chances[row]
    cost = -stats.bernoulli.logpmf(label, p)
    shown = last(tex).replace(r"\times 10^{", "e").replace("}", "")
    assert float(shown) == pytest.approx(cost, rel=6e-3)


# -log 0.0855 = 2.46: the bill of flight 61-A in the lesson
def test_the_bill_of_61_a() -> None:
    one = view(0.229968, 0.232163)
    assert say.of_one(one, FLIGHTS.index("61-a"), 1, INK).endswith(
        r"= -\log 0.0855 = 2.46\end{aligned}"
    )
    assert say.heading(one, 20, 1) == "**61-A**, 75 °F: “distress”, so y = 1."
    assert say.heading(one, 20, 0) == "Had it been “none”, y = 0:"


@pytest.mark.parametrize("flip", [(), tuple(k for k in FLIGHTS if orings((k,)).ones == 6)])
def test_the_mean(flip: tuple[str, ...]) -> None:
    one = view(0.229968, 0.232163, flip)
    tex = say.of_all(one)
    p = one.chances
    mean = float(np.mean(-stats.bernoulli.logpmf(one.problem.y, p)))
    assert float(last(tex)) == pytest.approx(mean, rel=6e-4)
    parts = [float(text) for text in re.findall(r"underbrace\{([\d.]+)\}", tex)]
    assert len(parts) == len(set(one.problem.y))
    assert sum(parts) == pytest.approx(23 * mean, rel=1e-3)
    assert r"\frac{" in tex
