"""Two parted species: descent that goes on without end, and a penalty that gives it a place."""

from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from scipy import integrate, optimize, special
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

from lossviz.figures.runaway import runaway
from lossviz.losses.binary_cross_entropy import LOSS as COIN
from lossviz.surfaces.runaway import LONGEST, PENALTIES, RATE, STEPS, Runaway, flowers, steps
from lossviz.words import number
from lossviz.words import runaway as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

IRIS = load_iris()
OWN = IRIS.target < 2  # setosa and versicolor
PETAL, LABEL = IRIS.data[OWN, 2], IRIS.target[OWN].astype(float)


@cache
def view(penalty: float = 0.0, after: int = 100) -> Runaway:
    return Runaway(COIN.at(), penalty, after)


def test_the_flowers_are_those_of_scikit_learn() -> None:
    data = flowers()
    weight = data.weight.astype(int)
    rows = sorted(zip(np.repeat(data.x, weight), np.repeat(data.y, weight), strict=True))
    assert rows == sorted(zip(PETAL, LABEL, strict=True))
    assert (data.n, data.gap) == (100, (1.9, 3.0))


def test_the_margin_is_the_largest_there_is() -> None:
    side = 2 * LABEL - 1

    def least(turn: float) -> float:
        return -float((side * (np.cos(turn) + np.sin(turn) * PETAL)).min())

    found = optimize.minimize_scalar(least, bounds=(2.0, 3.14), method="bounded",
                                     options={"xatol": 1e-12})  # fmt: skip
    assert flowers().margin == pytest.approx(-found.fun, rel=1e-6)


@pytest.mark.parametrize("penalty", PENALTIES)
def test_descent_takes_the_steps_of_the_gradient(penalty: float) -> None:
    one, theta = view(penalty), np.zeros(2)
    for step in range(1, 60):
        slope = optimize.approx_fprime(
            theta,
            lambda t: float(np.logaddexp(0, -(2 * LABEL - 1) * (t[0] + t[1] * PETAL)).mean()
                            + penalty / 2 * t[1] ** 2),
            1e-7,
        )  # fmt: skip
        theta = theta - RATE * slope
        assert one.path[step] == pytest.approx(theta, abs=1e-4)


@pytest.mark.parametrize("penalty", [0.0, 0.1])
def test_the_surface_and_its_slopes(penalty: float) -> None:
    surface, rng = view(penalty).surface, np.random.default_rng(2)
    a, b = rng.uniform([-18, -1], [2.5, 7.2], (200, 2)).T
    logits = a[:, None] + b[:, None] * PETAL
    expected = (np.logaddexp(0, logits) - LABEL * logits).mean(axis=1) + penalty / 2 * b**2
    assert surface.mean(a, b) == pytest.approx(expected)
    h = 1e-6
    across = (surface.mean(a + h, b) - surface.mean(a - h, b)) / (2 * h)
    up = (surface.mean(a, b + h) - surface.mean(a, b - h)) / (2 * h)
    assert surface.gradient(a, b) == pytest.approx(np.column_stack([across, up]), abs=1e-6)
    bend = (surface.gradient(a, b + h) - surface.gradient(a, b - h)) / (2 * h)
    assert surface.hessian(a, b)[..., 1] == pytest.approx(bend, abs=1e-5)


def test_a_penalty_gives_a_lowest_place_and_nothing_else_does() -> None:
    assert [view(p).finite for p in PENALTIES] == [False, True, True, True]
    for p in PENALTIES[1:]:
        one = view(p)
        # scikit-learn minimises C * sum + |w|^2 / 2
        other = LogisticRegression(C=1 / (100 * p), tol=1e-10, max_iter=10_000).fit(
            PETAL[:, None], LABEL
        )
        assert one.fit.coefficients == pytest.approx(
            [other.intercept_[0], other.coef_[0, 0]], rel=1e-3
        )
        assert np.all(one.costs >= one.fit.objective - 1e-12)
    assert view(0.1).path[-1] == pytest.approx(view(0.1).fit.coefficients, abs=1e-6)


def test_all_are_right_from_step_18_on_and_the_size_still_grows() -> None:
    one = view()
    wrong = [int((((a + b * PETAL) > 0) != (LABEL == 1)).sum()) for a, b in one.path.tolist()]
    assert wrong[17] > 0
    assert max(wrong[18:]) == 0
    assert one.right_since == 18
    assert (100 - one.right).tolist() == wrong
    assert np.all(np.diff(one.costs) < 0)
    assert np.all(np.diff(one.sizes[STEPS > 18]) > 0)
    assert one.last_tenfold == pytest.approx(6.46, abs=0.005)


def test_in_the_long_run_a_tenfold_adds_what_is_said() -> None:
    """Soudry et al. 2018, theorem 3: w / log t goes to the hard-margin vector."""
    rows, side = np.column_stack([np.ones(100), PETAL]), 2 * LABEL - 1

    def flow(log_t: float, theta: np.ndarray) -> np.ndarray:
        miss = side * special.expit(-side * (rows @ theta))  # exact where it is almost 0
        return np.exp(log_t) * miss @ rows / 100

    ten = np.log(10.0)
    times = np.array([np.log(RATE * LONGEST), *(ten * np.array([12.0, 13.0]))])
    found = integrate.solve_ivp(flow, (times[0], times[-1]), view().path[-1], method="LSODA",
                                t_eval=times, rtol=1e-9, atol=1e-9)  # fmt: skip
    size = np.hypot(*found.y)
    assert size[2] - size[1] == pytest.approx(view().long_run, rel=1e-3)
    assert view().last_tenfold < size[2] - size[1]
    border = -found.y[0] / found.y[1]
    assert border[0] > border[1] > 2.45
    assert Fraction("1.9") / 2 + Fraction("3.0") / 2 == Fraction("2.45")


@pytest.mark.parametrize("penalty", [0.0, 0.01])
def test_what_moves_is_what_is_drawn(penalty: float) -> None:
    live = runaway(view(penalty, 77), "step")
    assert figure_errors(live) == []
    assert trace_errors(live) == []
    (motion,) = live.motions
    stops = motion.axis.stops

    def at(k: int):
        return runaway(view(penalty, int(stops[k])), "step")

    assert 77 in stops
    assert track_errors(live, motion, at, [0, 20, len(stops) - 1]) == []
    assert message_bytes(motion.track()) < 80_000


@pytest.mark.parametrize("penalty", PENALTIES)
def test_the_axis_of_the_loss_has_numbers_and_the_lowest_place_a_name(penalty: float) -> None:
    figure = runaway(view(penalty), "step").figures[2]
    table = runaway(view(penalty), "step").table
    assert table is not None
    assert table.columns[-1] == ("loss + penalty (nats)" if penalty else "loss (nats)")
    axis = figure.layout.yaxis
    assert len(axis.ticktext) >= 3
    for text, at in zip(axis.ticktext, axis.tickvals, strict=True):
        assert np.log10(float(text)) == pytest.approx(at)
        assert axis.range[0] < at < axis.range[1]
    (name,) = (one for one in figure.data if one.text == ("lowest",))
    assert bool(np.isfinite(name.y[0])) == view(penalty).finite


def test_every_stop_is_a_whole_step() -> None:
    assert steps(100.0)[[0, -1]].tolist() == [1, LONGEST]
    assert np.all(steps(77.0) == np.round(steps(77.0)))


def test_words() -> None:
    first, last = view(0.0, 1), view(0.0, LONGEST)
    assert "After 1 step 50 of 100 irises are on the right side of the border. The mean loss is" \
        " 0.593 nats" in say.runaway_sentence(first)  # fmt: skip
    assert "After 10,000 steps all 100 irises are on the right side of the border, and have been" \
        " since step 18. The mean loss is 0.00217 nats, the size of intercept and slope 16.6." \
        in say.runaway_sentence(last)  # fmt: skip
    assert "From 1,000 to 10,000 steps the size grows by 6.46." in say.runaway_sentence(last)
    for p in PENALTIES[1:]:
        said = say.runaway_sentence(view(p, 500))
        a, b = view(p).fit.coefficients.tolist()
        assert "The mean loss with penalty is" in said
        assert f"there is a lowest place: intercept {number(a)}, slope {number(b)}, height" in said
    for after in (1, 17, 18, 19):
        assert ("since step 18" in say.runaway_sentence(view(0.0, after))) == (after >= 18)
    why = say.why(first)
    assert "log 10 / 0.208 = 11.1" in why
    assert "After 10,000 steps the border is at 2.53 cm" in why
    assert say.why(view(0.1)) == why
