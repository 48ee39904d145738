"""Descent on three logits: paths by an independent loop, slopes by differences, figure, words."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize, special

from lossviz.figures import descent as figures
from lossviz.figures.live import LiveFigure
from lossviz.multiclass.descent import RATES, STARTS, STEPS, Descent, squares_slope
from lossviz.multiclass.species import TRUE
from lossviz.ui.picked import DIE_LOSS
from lossviz.words import descent as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors


def view(start: str = "wrong", smoothing: float = 0.0, rate: float = 1.0, step: int = 20):
    return Descent(DIE_LOSS, start, smoothing, rate, float(step))


def live(one: Descent) -> LiveFigure:
    return figures.descent(one, "step", "rate")


def test_the_slope_of_squared_error_is_that_of_differences():
    rng = np.random.default_rng(1)
    for raw in rng.normal(0, 2, (20, 3)):
        target = rng.dirichlet(np.ones(3))

        def squares(z, target=target):
            return np.sum((special.softmax(z) - target) ** 2)

        slope = optimize.approx_fprime(raw, squares, 1e-7)
        np.testing.assert_allclose(squares_slope(raw, target), slope, atol=1e-6)
        assert abs(squares_slope(raw, target).sum()) < 1e-15


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize(("smoothing", "rate"), [(0.0, 1.0), (0.1, 0.3), (0.1, 2.0)])
def test_the_paths_are_those_of_a_plain_loop(start, smoothing, rate):
    target = np.full(3, smoothing / 3)
    target[TRUE] += 1 - smoothing
    one = view(start, smoothing, rate, STEPS)
    for k in (0, 1):
        z = np.array(STARTS[start])
        for step in range(STEPS + 1):
            np.testing.assert_allclose(one.logits[step, k], z, rtol=1e-9, atol=1e-12)
            p = np.exp(z) / np.exp(z).sum()
            assert one.all_costs[k, step] == pytest.approx(-(target * np.log(p)).sum(), rel=1e-9)
            # slope by the Jacobian of softmax, written out
            jacobian = np.diag(p) - np.outer(p, p)
            by_p = -target / p if k == 0 else 2 * (p - target)
            z = z - rate * jacobian @ by_p


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_no_path_leaves_the_axis_of_the_cost(start, smoothing):
    rates = np.linspace(RATES.low, RATES.high, 20)
    costs = view(start, smoothing).through(rate=rates).all_costs
    one = view(start, smoothing)
    assert costs.max() <= one.first_cost + 1e-12
    assert costs.min() >= one.floor - 1e-12


@pytest.mark.parametrize(
    ("start", "smoothing", "rate", "step"),
    [("wrong", 0.0, 1.0, 20), ("side", 0.1, 2.0, 60), ("centre", 0.1, 0.1, 0)],
)
def test_the_figure_and_both_hands(start, smoothing, rate, step):
    one = view(start, smoothing, rate, step)
    shown = live(one)
    assert figure_errors(shown) == []
    assert trace_errors(shown) == []
    for motion, field in zip(shown.motions, ("step", "rate"), strict=True):
        stops = motion.axis.stops
        assert len(stops) <= 121
        errors = track_errors(
            shown, motion, lambda k: live(replace(one, **{field: stops[k]})),  # noqa: B023
            [0, 1, len(stops) // 2, len(stops) - 1],
        )  # fmt: skip
        assert errors == []
        assert message_bytes(motion.track()) < 700_000


def test_squared_error_stays_where_cross_entropy_gets_away():
    after = view("wrong", 0.0, 1.0, 20)
    assert after.p[0] > 0.9
    assert after.p[1] < 0.005
    # p = 1 / (e^6 + 2) = 0.00247; cross-entropy pulls with 1 - p, squared error with
    # 2 p (1 - p + sum of p^2), about 4 p = 0.0098
    np.testing.assert_allclose(view().first_pulls[0], 1 - 1 / (np.exp(6) + 2), rtol=1e-12)
    p = special.softmax([6.0, 0, 0])
    expected = 2 * p[1] * (1 - p[1] + (p**2).sum() - p[1])
    assert view().first_pulls[1] == pytest.approx(expected, rel=1e-9)


def test_the_words():
    assert "Both start with 0.00247 on Chinstrap" in say.descent_sentence(view(step=0))
    # from equal shares nothing has to get away
    assert "which one comes down faster?" in say.descent_sentence(view("centre", step=0))
    one = say.descent_sentence(view(step=1))
    assert "After 1 step at rate 1.00" in one
    assert "The floor, 0, is out of reach" in one
    # smoothing 0.1 over 3 classes: floor 0.291, cheapest forecast 0.933
    assert "The floor, 0.291, is at 0.933" in say.descent_sentence(view(smoothing=0.1))
    assert "pulls the true logit with 0.99753" in say.why(view()) or "with 0.998" in say.why(view())
