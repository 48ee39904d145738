"""Sums with their parts: no digit wrong, and as written they add up."""

import math

import numpy as np
import pytest

from lossviz.words import sums
from tests.unit.sum_checks import sum_errors

RNG = np.random.default_rng(7)


def test_the_check_finds_what_is_wrong() -> None:
    values = [1.049155, 0.669420]
    assert sum_errors(["1.0492", "0.6694"], "1.7186", values) == []
    assert sum_errors(["1.049", "0.669"], "1.719", values) == ["1.049 + 0.669 is not 1.719"]
    assert sum_errors(["1.049", "0.670"], "1.719", values) == ["0.670 for 0.66942"]
    assert sum_errors(["1.0492", "0.6693"], "1.7185", values)[0] == "0.6693 for 0.66942"
    assert sum_errors(["1.0491", "0.6694"], "1.7185", values)[0].startswith("1.7185 for 1.71857")
    assert sum_errors(["1.0492", "0.0494"], "1.0986", [1.049155, 0.049457]) == []


@pytest.mark.parametrize("places", [3, 4])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_parts_are_rounded_or_cut_and_add_up(count: int, places: int) -> None:
    longer = 0
    for _draw in range(300):
        values = (RNG.random(count) * 10.0 ** RNG.integers(-3, 3, count)).tolist()
        parts, total = sums.addends(values, places)
        assert sum_errors(parts, total, values) == []
        longer += len(total.partition(".")[2]) > places
    assert longer < 120
    assert (longer > 0) == (count > 1)


def test_the_floor_of_the_penguins() -> None:
    # 1.0492 and 0.0495 are 1.0987, but log 3 is 1.0986: the excess is cut, the floor stays
    floor = 1.0491553862814393
    assert sums.floor_and_excess(floor, math.log(3) - floor, 4) == ("1.0492", "0.0494", "1.0986")
    # 0.291 and 0.807 are 1.098, but log 3 is 1.099: nothing to cut, so a digit more
    assert sums.floor_and_excess(0.291137, math.log(3) - 0.291137, 3) == (
        "0.2911", "0.8075", "1.0986",
    )  # fmt: skip
    for excess in RNG.random(200):
        floor_said, _excess, total = sums.floor_and_excess(floor, float(excess), 4)
        assert (floor_said, len(total)) == ("1.0492", 6)


def test_a_number_that_floats_have_not_quite_is_not_cut_below_it() -> None:
    assert sums.addends([0.1 + 0.2, 0.00005], 4)[0][0] == "0.3000"
    assert sums.addends([0.00006, 0.3 - 1e-16], 4)[0][1] == "0.3000"


def test_a_sum_can_be_asked_to_be_good_enough() -> None:
    parts, total = sums.addends([1.00004, 2.0], 2, lambda whole: abs(whole - 3.00004) < 1e-6)
    assert (parts, total) == (("1.00004", "2.00000"), "3.00004")


def test_parts_give_way_where_no_digits_will_do() -> None:
    third = 10 / 3  # 3.33 + 3.33 + 3.33, however many digits
    parts, total = sums.addends([third, third, third], 2)
    assert (parts, total) == (("3.34", "3.33", "3.33"), "10.00")
