"""The formula and the program of a walk over lines, with the numbers of the dot."""

import re

import numpy as np
import pytest

from lossviz.data.problems import LINE_PROBLEMS
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.line_walk import LineWalk
from lossviz.surfaces.walk_code import numpy_walk
from lossviz.ui.picked import ABSOLUTE, SQUARED
from lossviz.words import walk_formula

HUBBLE = LINE_PROBLEMS["hubble"]
HILL = LineHill(SQUARED.at(), HUBBLE)
CREASED = LineHill(ABSOLUTE.at(), HUBBLE, HILL.room)
CASES = [(HILL, 0.1, 0), (HILL, 0.3, 12), (HILL, 0.6, 60), (CREASED, 100.0, 3)]


def walk(hill: LineHill, rate: float, steps: int) -> LineWalk:
    return LineWalk(hill.surface, 373.125, 0.0, rate, steps, 80)


def numbers(tex: str) -> list[float]:
    """What stands behind each last = of a line, or at its end."""
    found = []
    for line in tex.replace(r"\\ &\quad", "").split(r"\\"):  # an equation of two lines as one
        text = line.split("=")[-1].replace(r"\,", "").replace(r"\end{aligned}", "").strip()
        text = re.sub(r"\\times 10\^\{(-?\d+)\}", r"e\1", text)
        if re.fullmatch(r"-?[\d.]+(e-?\d+)?", text):
            found.append(float(text))
    return found


@pytest.mark.parametrize(("hill", "rate", "steps"), CASES)
def test_the_program_walks_as_the_page_does(hill: LineHill, rate: float, steps: int) -> None:
    one, names = walk(hill, rate, steps), {}
    exec(numpy_walk(hill, one), names)
    assert names["theta"] == pytest.approx(one.place)
    assert names["loss"] == pytest.approx(float(one.loss))


@pytest.mark.parametrize(("hill", "rate", "steps"), CASES)
def test_the_formula_has_the_numbers_of_the_dot(hill: LineHill, rate: float, steps: int) -> None:
    one = walk(hill, rate, steps)
    theta = one.place
    miss = HUBBLE.y - theta[0] - theta[1] * HUBBLE.x
    squares = hill is HILL
    pull = 2 * miss if squares else np.sign(miss)
    slopes = -np.array([pull.mean(), (pull * HUBBLE.x).mean()])
    loss = np.mean(miss**2 if squares else abs(miss))
    close = {"rel": 5e-3, "abs": 1e-9}
    assert numbers(walk_formula.loss_tex(hill, one)) == pytest.approx([loss], **close)
    assert numbers(walk_formula.gradient_tex(hill, one)) == pytest.approx(slopes, **close)
    assert numbers(walk_formula.step_tex(one)) == pytest.approx(theta - rate * slopes, **close)


def test_a_power_of_ten_carries_when_the_number_before_it_is_rounded_up() -> None:
    assert walk_formula._height(9.996e9) == r"1.00\times 10^{10}"
    assert walk_formula._height(9.984e9) == r"9.98\times 10^{9}"


def test_the_first_step_of_all_as_it_is_printed() -> None:
    # by hand: 24 misses that add up to 0, and to 4352.3315 times their distances
    one = walk(HILL, 0.1, 0)
    gradient = walk_formula.gradient_tex(HILL, one)
    assert r"-\frac{2}{24}\cdot (0) = 0" in gradient
    total = float(((HUBBLE.y - 373.125) * HUBBLE.x).sum())
    assert total == pytest.approx(4352.33, abs=0.01)
    assert r"-\frac{2}{24}\cdot (4\,352) = -362.7" in gradient
    step = walk_formula.step_tex(one)
    assert r"\theta_1^{\text{new}} &= 0 - 0.1\cdot (-362.7) \\ &= 36.27" in step
    assert "No 1/2" in walk_formula.pull_note(HILL, one)
    assert "sign" in walk_formula.pull_note(CREASED, walk(CREASED, 100.0, 0))


def test_long_numbers_get_a_line_each_and_four_digits() -> None:
    # at rate 0.6 the walk explodes; with three digits the step could not be checked by hand:
    # 2.72 - 0.6 * 11.1 is -3.94, and -3.917 is what it is
    one = LineWalk(HILL.surface, 540.0, 1100.0, 0.6, 80, 80)
    step = walk_formula.step_tex(one)
    lines = [line.strip() for line in step.split(r"\\")]
    where = next(k for k, line in enumerate(lines) if line.startswith(r"\theta_0"))
    here, less, there = (
        [float(one) for one in re.findall(r"-?\d\.\d{3}(?=\\times)", line)]
        for line in lines[where : where + 3]
    )
    powers = [int(one) for one in re.findall(r"10\^\{(\d+)\}", "".join(lines[where : where + 3]))]
    assert powers == [15, 16, 15]
    assert here[0] - 0.6 * 10 * less[0] == pytest.approx(there[0], abs=0.005)
    for tex in (walk_formula.loss_tex(HILL, one), walk_formula.gradient_tex(HILL, one), step):
        assert all(line.count(r"\times") <= 1 for line in tex.split(r"\\"))


def test_counts_of_signs_are_whole_numbers() -> None:
    one = LineWalk(CREASED.surface, -640.0, 1100.0, 600.0, 1, 80)
    # after one step the line is above 8 nebulae and below 16, or the other way round
    assert r"-\frac{1}{24}\cdot (8) = -0.3333" in walk_formula.gradient_tex(CREASED, one)
    assert r"&= -540 - 600" in walk_formula.step_tex(one)


def test_a_pull_that_is_nearly_none_gets_a_line_of_its_own() -> None:
    one = LineWalk(HILL.surface, -40.7836, 454.158, 0.1, 0, 80)
    equations = walk_formula.gradient_tex(HILL, one).split(r"\\ &= -\frac")
    assert [part.count(r"\\ & = -0.000") for part in equations] == [0, 1, 1]
