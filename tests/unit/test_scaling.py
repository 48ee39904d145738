"""Centring and scaling x: the bowl against numpy, steps against a loop, valleys, figure, words."""

import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler

from lossviz.data.problems import LINE_PROBLEMS
from lossviz.figures import scaling as figures
from lossviz.surfaces.scaling import (
    CENTRED,
    PREPARATIONS,
    RAW,
    SCALED,
    Preparation,
    at_one_x,
    one_point,
    preparations,
    prepared,
)
from lossviz.ui.picked import SQUARED
from lossviz.ui.specs.surfaces_rate import SETS
from lossviz.words import scaling as say
from tests.unit.figure_checks import figure_errors, trace_errors

HUBBLE, PHONES = LINE_PROBLEMS["hubble"], LINE_PROBLEMS["phones"]
VALLEYS = (at_one_x(HUBBLE), one_point(HUBBLE), at_one_x(LINE_PROBLEMS["galton_pairs"]))


def ways_of(problem):
    return preparations(SQUARED.at(), problem)


def steps_by_hand(x, y, rate, most=3000):
    rows, theta = np.column_stack([np.ones_like(x), x]), np.zeros(2)
    lowest = np.mean((y - rows @ np.linalg.lstsq(rows, y, rcond=None)[0]) ** 2)
    for step in range(most):
        miss = y - rows @ theta
        if np.mean(miss**2) <= 1.01 * lowest + 1e-20:
            return step
        theta = theta + 2 * rate * rows.T @ miss / len(x)
    return np.inf


@pytest.mark.parametrize("key", ["hubble", "phones", "forbes", "stars", "faithful"])
def test_scaled_x_is_that_of_scikit_learn_and_its_bowl_is_round(key):
    problem = LINE_PROBLEMS[key]
    scaled = prepared(problem, SCALED)
    expected = StandardScaler().fit_transform(problem.x[:, None])[:, 0]
    np.testing.assert_allclose(scaled.x, expected, atol=1e-12)
    raw, centred, ready = ways_of(problem)
    np.testing.assert_allclose(centred.bowl.hessian, np.diag([2, 2 * problem.x.var()]), atol=1e-9)
    assert ready.bowl.is_round
    assert ready.bowl.limit == pytest.approx(1)
    for way in (raw, centred, ready):
        rows = np.column_stack([np.ones(len(problem)), way.problem.x])
        assert way.bowl.condition == pytest.approx(np.linalg.cond(rows) ** 2, rel=1e-5)
        # the height of a place is that of the same line
        a, b = way.bowl.lowest
        assert np.mean((problem.y - a - b * way.problem.x) ** 2) == pytest.approx(raw.bowl.floor)


@pytest.mark.parametrize("key", ["hubble", "faithful"])
@pytest.mark.parametrize("how", PREPARATIONS)
def test_steps_are_those_of_a_loop(key, how):
    way = Preparation(SQUARED.at(), LINE_PROBLEMS[key], how)
    assert way.steps == steps_by_hand(way.problem.x, way.problem.y, way.bowl.limit / 2)


def test_the_numbers_of_the_phones():
    raw, centred, scaled = ways_of(PHONES)
    # 24 years 1950 to 1973: 2 / (2 (1 + mean of year^2)) = 1 / 3847531 = 2.599e-7
    assert raw.bowl.limit == pytest.approx(1 / (1 + np.mean(PHONES.x**2)), rel=1e-6)
    assert f"{raw.bowl.limit:.1e}" == "2.6e-07"
    # the slow axis alone is left after the first step: its share of the cost is too large by far,
    # and a step takes 1 / condition of the error away
    rows = np.column_stack([np.ones(24), PHONES.x])
    _left, singular, axes = np.linalg.svd(rows, full_matrices=False)
    best = np.linalg.lstsq(rows, PHONES.y, rcond=None)[0]
    slow = (singular[1] * (axes[1] @ best)) ** 2 / 24
    floor = np.mean((PHONES.y - rows @ best) ** 2)
    expected = np.log(slow / (0.01 * floor)) / 2 * (singular[0] / singular[1]) ** 2
    assert raw.steps == pytest.approx(expected, rel=1e-4)
    assert centred.steps == steps_by_hand(centred.problem.x, PHONES.y, centred.bowl.limit / 2)
    assert scaled.steps == 1


@pytest.mark.parametrize("problem", VALLEYS, ids=lambda problem: problem.key)
def test_a_constant_x_is_a_valley_and_cannot_be_scaled(problem):
    ways = ways_of(problem)
    assert [way.how for way in ways] == [RAW, CENTRED]
    for way in ways:
        assert np.isinf(way.bowl.condition)
        assert way.bowl.curvatures[1] == 0
        assert way.steps == 1
        # level along the second axis, and descent has landed on it
        places = np.array(way.bowl.lowest) + np.linspace(-9, 9, 5)[:, None] * way.bowl.axes[1]
        heights = way.surface.mean(*places.T)
        np.testing.assert_allclose(heights, way.bowl.floor, rtol=1e-9, atol=1e-9)
        assert float(way.surface.mean(*way.path[1])) == pytest.approx(way.bowl.floor, abs=1e-6)
    with pytest.raises(ValueError, match="spread is 0"):
        prepared(problem, SCALED)
    said = say.scaling_sentence(ways)
    assert "the Hessian is singular" in said
    assert ("There is one point only" in said) == (len(problem) == 1)
    assert "without end" in say.table_text(ways)
    assert "spreads" not in say.why(ways)


@pytest.mark.parametrize("key", SETS)
def test_the_figure(key):
    shown = figures.scaling(ways_of(SETS[key]))
    assert figure_errors(shown) == []
    assert trace_errors(shown) == []
    for way in ways_of(SETS[key]):
        assert way.seen.room.holds(0.0, 0.0)
        assert way.seen.room.holds(*way.bowl.lowest)


def test_the_words():
    ways = ways_of(PHONES)
    said = say.scaling_sentence(ways)
    assert "no learning rate above 2.60 × 10⁻⁷ is stable" in said
    assert "needs 5.76 × 10¹¹ steps from" in said  # 575,904,000,000 to four digits
    assert "Centred, 106 steps. Centred and scaled, 1 step: the bowl is round." in said
    # 1961.5 / the root of (24^2 - 1) / 12 = 6.922
    assert "The mean of x is 283 spreads away from 0" in say.why(ways)
    table = say.table_text(ways_of(HUBBLE))
    assert "| condition number | 10.4 | 2.50 | 1.00 |" in table
    assert "| largest stable rate | 0.492 | 1.00 | 1.00 |" in table
    for key, problem in SETS.items():
        rounded = "the bowl is round" in say.scaling_sentence(ways_of(problem))
        assert rounded == (key not in ("one_x", "one_point"))


@pytest.mark.parametrize("key", SETS)
def test_the_names_of_the_axes_fit_beside_the_maps(key: str) -> None:
    for way in ways_of(SETS[key]):
        axes = figures.way_layout(way)
        for title in (axes["xaxis"]["title"], axes["yaxis"]["title"]):
            # on a phone a map is 333 px high; a letter is about half as wide as its size
            assert len(title["text"]) * 0.5 * title["font"].get("size", 17) <= 333
            assert "mean" not in title["text"]


def test_a_slope_keeps_its_unit_when_x_is_centred() -> None:
    names = [figures.way_layout(way)["yaxis"]["title"]["text"] for way in ways_of(PHONES)]
    assert names == [
        "slope (millions per year)", "slope (millions per year)", "slope (millions per SD)",
    ]  # fmt: skip
    stars = [figures.way_layout(w)["yaxis"]["title"]["text"] for w in ways_of(SETS["stars"])]
    assert stars[:2] == ["slope", "slope"]  # pure numbers
