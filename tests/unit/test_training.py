"""Descent of a forecast for all: floor and excess against scipy, one slope for both."""

import numpy as np
import pytest
from scipy import optimize, special, stats

from lossviz.figures import training as figures
from lossviz.information.codes import bet
from lossviz.information.training import RATES, STEPS, Training, descent
from lossviz.words import training as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors
from tests.unit.sum_checks import sum_errors

SHARES = np.array([152, 68, 124]) / 344
NAMES = ("Adelie", "Chinstrap", "Gentoo")
STARTS = {"bet": bet(3), "uniform": np.full(3, 1 / 3)}


def view(start: str = "bet", rate: float = 0.5, step: float = 0) -> Training:
    return Training(NAMES, SHARES, STARTS[start], rate, step)


def test_the_numbers_of_the_lesson() -> None:
    # 90, 5 and 5 per cent: 1.7186 = 1.0492 + 0.6694 nats; all alike cost log 3 = 1.0986
    assert say.training_sentence(view()) == (
        "Before the first step: 1.7186 nats = floor 1.0492 + excess 0.6694. Training removes the"
        " excess only."
    )
    assert view("uniform").costs[0] == pytest.approx(np.log(3))
    said = say.training_sentence(view("uniform"))
    assert "1.0986 nats = floor 1.0492 + excess 0.0494" in said


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("rate", [RATES.low, 0.5, RATES.high])
def test_descent_step_by_step(start: str, rate: float) -> None:
    made = view(start, rate)
    z = np.log(STARTS[start])
    for k in range(STEPS + 1):
        p = special.softmax(z)
        np.testing.assert_allclose(made.forecasts[k], p, atol=1e-12)
        assert made.excesses[k] == pytest.approx(stats.entropy(SHARES, p), abs=1e-12)
        assert made.costs[k] == pytest.approx(
            stats.entropy(SHARES) + stats.entropy(SHARES, p), abs=1e-12
        )
        slope = optimize.approx_fprime(z, lambda w: -SHARES @ special.log_softmax(w), 1e-7)
        np.testing.assert_allclose(p - SHARES, slope, atol=1e-6)
        z = z - rate * (p - SHARES)
    # "training removes the excess": at every step, until nothing is left of it
    assert np.all(np.diff(made.excesses) < 1e-15)
    assert np.all(np.diff(made.excesses)[made.excesses[:-1] > 1e-9] < 0)
    assert made.costs.max() < figures.TOP


@pytest.mark.parametrize("start", STARTS)
def test_cost_and_excess_have_one_slope(start: str) -> None:
    for step in (0, 3, STEPS):
        made = view(start, 0.5, step)
        cost, excess = made.slopes()
        np.testing.assert_allclose(cost, excess, atol=1e-9)
        np.testing.assert_allclose(cost, made.forecasts[step] - SHARES, atol=1e-8)
        said = say.one_slope(made)
        rows = {part.split(")")[0] for part in said.split("(")[1:]}
        assert len(rows) == 1
    wrong = view(start)
    wrong.__dict__["logits"] = wrong.logits + np.array([0.1, 0, 0])
    assert not np.allclose(wrong.slopes()[0], STARTS[start] - SHARES, atol=1e-3)


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("rate", [RATES.low, RATES.high])
def test_the_sentence_adds_up_at_every_step(start: str, rate: float) -> None:
    for step in range(STEPS + 1):
        made = view(start, rate, step)
        said = say.training_sentence(made)
        excess = stats.entropy(SHARES, made.forecasts[step])
        if excess < 1e-4:
            assert "1.0492, is the floor" in said
            assert "the excess is below 0.0001 nats" in said  # never 0: descent does not arrive
            continue
        cost, floor, extra = (
            said.split(before)[1].split()[0].strip(".") for before in (": ", "floor ", "excess ")
        )
        assert sum_errors([floor, extra], cost, [made.floor, excess]) == []


@pytest.mark.parametrize("rate", [RATES.low, 0.5, RATES.high])
def test_the_table_says_what_the_sentence_says(rate: float) -> None:
    for step, cost, floor, extra, *_forecast in figures.training(view(rate=rate), "s").table.rows:
        said = say.training_sentence(view(rate=rate, step=float(step)))
        if extra == "below 0.0001":
            assert f"{extra} nats: what is left, {floor}, is the floor" in said
        else:
            assert f": {cost} nats = floor {floor} + excess {extra}." in said


def test_a_slope_that_is_tiny_is_not_called_0() -> None:
    said = say.one_slope(view(rate=RATES.high, step=STEPS))
    assert "(almost 0, almost 0, almost 0) of the cross-entropy" in said
    assert "0.458" in say.one_slope(view())


@pytest.mark.parametrize("start", STARTS)
def test_the_figure_moves_and_is_sound(start: str) -> None:
    live = figures.training(view(start, 0.5, 5), "step")
    (motion,) = live.motions
    assert figure_errors(live) == []
    assert trace_errors(live) == []
    at = [0, 1, 30, STEPS]
    assert (
        track_errors(live, motion, lambda k: figures.training(view(start, 0.5, k), "step"), at)
        == []
    )
    assert message_bytes(motion.track()) < 60_000


def test_descent_keeps_the_sum_of_the_logits() -> None:
    assert np.allclose(descent(SHARES, bet(3), 1.0).sum(axis=-1), 0)
