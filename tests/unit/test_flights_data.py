"""The sigmoid on other data: weights, what is left out, the best fit, words and figure."""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from sklearn.metrics import log_loss

from lossviz import LOSSES
from lossviz.binary import more_problems as data
from lossviz.binary.sigmoid import Sigmoid
from lossviz.figures import sigmoid_fit as figures
from lossviz.figures.live import LiveFigure
from lossviz.words import sigmoid_fit as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

LOSS = LOSSES["binary_cross_entropy"].at()
# labels of one kind only, and labels that one x parts
ONE_LABEL = Sigmoid(LOSS, replace(data.sample(0, 10), y=np.ones(10)), 0.5, 0.0)
PARTED = Sigmoid(
    LOSS, replace(data.sample(0, 10), y=(data.sample(0, 10).x > 0).astype(float)), 0.5, 0.0
)


def view(key: str, height: float | None = None, steep: float = 0.0) -> Sigmoid:
    problem = data.problem_of(key, 1, 60)
    return Sigmoid(LOSS, problem, problem.base_rate if height is None else height, steep)


@pytest.mark.parametrize("key", data.SETS)
def test_the_best_fit_is_that_of_statsmodels(key: str) -> None:
    one = view(key)
    problem = one.problem
    model = sm.GLM(
        problem.y, sm.add_constant(problem.x), sm.families.Binomial(), freq_weights=problem.weight
    ).fit(tol=1e-12)
    np.testing.assert_allclose(one.fit.coefficients, model.params, rtol=1e-6)
    assert one.lowest == pytest.approx(-model.llf / problem.weight.sum(), rel=1e-9)
    flat = np.full(len(problem.y), problem.base_rate)
    base = log_loss(problem.y, flat, sample_weight=problem.weight)
    assert one.base_mean == pytest.approx(base, rel=1e-12)
    assert one.mean == pytest.approx(base, rel=1e-9)
    assert one.best is not None
    assert one.in_reach
    assert replace(one, height=one.best[0], steep=one.best[1]).is_best


# Dawson 1995: 2,201 persons, 711 survived; 344 of 470 women, 367 of 1,731 men
def test_the_titanic() -> None:
    one = view("titanic")
    assert (one.problem.n, one.problem.ones) == (2201, 711)
    assert one.best is not None
    best = replace(one, height=one.best[0], steep=one.best[1])
    np.testing.assert_allclose(best.curve(np.array([0.0, 1.0])), [367 / 1731, 344 / 470])
    assert one.problem.note.endswith("Four counts stand for 2,201 persons: a count is a weight.")


def test_what_is_left_out_is_said() -> None:
    assert view("penguins").problem.n == 219  # 152 Adelie and 68 Chinstrap, one not measured
    assert view("penguins").problem.note.startswith("1 penguin whose flipper was not measured")
    assert view("geyser").problem.n == 272


def test_a_sample_is_its_seed() -> None:
    np.testing.assert_array_equal(data.sample(3, 20).y, data.sample(3, 20).y)
    large = Sigmoid(LOSS, replace(data.sample(5, 400)), 0.5, 0.0)
    assert large.fit.coefficients[1] == pytest.approx(data.TRUE_SLOPE, abs=0.5)
    truth = replace(large, height=data.TRUTH[0], steep=data.TRUTH[1])
    p = 1 / (1 + np.exp(0.5 - 1.5 * large.problem.x))
    assert truth.mean == pytest.approx(log_loss(large.problem.y, p), rel=1e-9)
    said = say.against_the_truth(large, truth)
    assert say.number(float(truth.mean), 4) in said
    assert say.number(large.lowest, 4) in said
    assert large.lowest < truth.mean


@pytest.mark.parametrize("key", data.SETS)
def test_the_sentence(key: str) -> None:
    one = view(key, 0.4, 0.1)
    problem = one.problem
    mean = log_loss(problem.y, one.chances, sample_weight=problem.weight)
    said = say.fit_sentence(one)
    assert f"costs {say.number(mean, 4)} on average" in said
    assert say.number(one.base_mean, 4) in said
    assert f"the best curve {say.number(one.lowest, 4)}." in said
    assert one.best is not None
    best = say.fit_sentence(replace(one, height=one.best[0], steep=one.best[1]))
    assert "no other costs less" in best
    assert "dashed, the best one" in say.fit_alt(one)


def test_no_best_curve() -> None:
    assert "Every label is yes" in say.fit_sentence(ONE_LABEL)
    assert "down towards 0, and no curve is the best" in say.fit_sentence(PARTED)
    # two draws of 12 are at the same x and differ: 2 log 2 of 12
    tied = Sigmoid(LOSS, data.sample(86, 12), 0.5, 0.0)
    assert tied.lowest == pytest.approx(2 * np.log(2) / 12, rel=1e-6)
    assert "except for draws exactly at it" in say.fit_sentence(tied)
    assert "down towards 0.1155," in say.fit_sentence(tied)
    for one in (ONE_LABEL, PARTED, tied):
        assert "best one" not in say.fit_alt(one)
        assert say.best_curve(one) == ""
        assert not one.in_reach
        live = figures.fit(one, "level", "tilt")
        assert figure_errors(live) == []
        assert trace_errors(live) == []


@pytest.mark.parametrize("key", data.SETS)
def test_every_stop_of_both_hands(key: str) -> None:
    one = figures.fit(view(key, 0.4, 0.1), "level", "tilt")
    assert figure_errors(one) == []
    assert trace_errors(one) == []
    for number, motion in enumerate(one.motions):
        stops = motion.axis.stops

        def alone(k: int, number: int = number, stops: np.ndarray = stops) -> LiveFigure:
            moved = (float(stops[k]), 0.1) if number == 0 else (0.4, float(stops[k]))
            return figures.fit(view(key, *moved), "level", "tilt")

        assert track_errors(one, motion, alone, [0, len(stops) // 2, len(stops) - 1]) == []
        assert message_bytes(motion.track()) < 150_000
