"""Lines on data: against numpy and statsmodels, and the numbers the page is known for."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from lossviz import LOSSES
from lossviz.data.problems import LINE_PROBLEMS, LineProblem
from lossviz.lines import (
    QUANTITIES,
    DropView,
    LineView,
    best_line,
    ends_of,
    frame_of,
    largest_mover,
)

SQUARED = LOSSES["squared_error"].at()
HUBBLE = LINE_PROBLEMS["hubble"]
KEYS = tuple(LINE_PROBLEMS)


def flat(problem: LineProblem) -> LineView:
    height = float(np.average(problem.y, weights=problem.weight))
    return LineView(SQUARED, problem, height, height)


def problem_from(x: list[float], y: list[float]) -> LineProblem:
    return LineProblem(
        key="test", title="t", x=np.array(x), y=np.array(y), x_name="x", x_unit="", y_name="y",
        y_unit="", labels=tuple(map(str, range(len(x)))),
    )  # fmt: skip


# The design's numbers for Hubble 1929; recomputed with numpy.polyfit
def test_hubble_arrives_at_363_and_the_best_is_223() -> None:
    view = flat(HUBBLE)
    assert f"{view.left:.0f}" == "373"
    assert f"{view.rmse:.0f}" == "363"
    assert f"{view.best_view.rmse:.0f}" == "223"


def test_three_of_24_nebulae_own_46_percent_of_the_squares() -> None:
    best = flat(HUBBLE).best_view
    assert len(HUBBLE) == 24
    assert f"{best.square_share[best.largest].sum():.2f}" == "0.46"
    assert f"{best.distance_share[best.largest].sum():.2f}" == "0.30"


@pytest.mark.parametrize("key", KEYS)
def test_best_line_is_that_of_statsmodels(key: str) -> None:
    problem = LINE_PROBLEMS[key]
    weight = np.ones(len(problem)) if problem.weight is None else problem.weight
    centre = problem.x.mean()
    fit = sm.WLS(problem.y, sm.add_constant(problem.x - centre), weights=weight).fit()
    intercept, slope = best_line(SQUARED, problem)
    assert slope == pytest.approx(fit.params[1], rel=1e-9)
    assert intercept == pytest.approx(fit.params[0] - fit.params[1] * centre, rel=1e-9)


@pytest.mark.parametrize("key", KEYS)
def test_at_the_best_line_pulls_and_torques_cancel(key: str) -> None:
    best = flat(LINE_PROBLEMS[key]).best_view
    up, down = best.pulls
    left, right = best.torques
    assert up == pytest.approx(down, rel=1e-9)
    assert left == pytest.approx(right, rel=1e-7)
    assert best.is_best


@pytest.mark.parametrize("key", KEYS)
def test_on_the_flat_line_pulls_cancel_and_torques_do_not(key: str) -> None:
    view = flat(LINE_PROBLEMS[key])
    up, down = view.pulls
    left, right = view.torques
    assert up == pytest.approx(down, rel=1e-9)
    assert abs(left - right) > 0.1 * max(left, right)
    # the net torque is the covariance: it turns the line towards the slope of the data
    assert np.sign(left - right) == np.sign(best_line(SQUARED, view.problem)[1])


@pytest.mark.parametrize("key", KEYS)
def test_gradient_is_the_finite_difference_of_the_mse(key: str) -> None:
    problem = LINE_PROBLEMS[key]
    view = LineView(SQUARED, problem, float(problem.y.min()), float(problem.y.max()))

    def mse(intercept: float, slope: float) -> float:
        return LineView(SQUARED, problem, *ends_of(problem, intercept, slope)).mse

    a, b = view.intercept, view.slope
    h, k = 1e-5 * np.ptp(problem.y), 1e-5 * np.ptp(problem.y) / np.abs(problem.x).max()
    by_intercept = (mse(a + h, b) - mse(a - h, b)) / (2 * h)
    by_slope = (mse(a, b + k) - mse(a, b - k)) / (2 * k)
    assert view.gradient == pytest.approx([by_intercept, by_slope], rel=1e-5)


@pytest.mark.parametrize("key", KEYS)
def test_a_step_goes_down_and_twenty_come_within_two_percent(key: str) -> None:
    view = flat(LINE_PROBLEMS[key])
    for _ in range(20):
        after = LineView(SQUARED, view.problem, *view.step())
        assert after.mse <= view.mse
        view = after
    assert view.rmse <= 1.02 * view.best_view.rmse


def test_the_rate_is_half_the_limit_of_stability() -> None:
    view = flat(HUBBLE)
    ends = np.array([view.left, view.right])
    for factor, grows in ((1.99, False), (2.01, True)):
        moved = ends + 1000.0
        for _ in range(400):
            moved = moved + factor * view.rate * LineView(SQUARED, HUBBLE, *moved).net_pull
        assert bool(LineView(SQUARED, HUBBLE, *moved).rmse > 1e3) is grows


def test_the_first_step_from_the_flat_line() -> None:
    view = flat(HUBBLE)
    share = HUBBLE.x / 2.0  # the ends are held at 0 and 2 Mpc
    design = np.column_stack([1 - share, share])
    hessian = 2 * design.T @ design / 24
    slope = -2 * design.T @ (HUBBLE.y - 373.125) / 24
    expected = 373.125 - slope / np.linalg.eigvalsh(hessian).max()
    assert view.step() == pytest.approx(tuple(expected), rel=1e-12)


@pytest.mark.parametrize("key", KEYS)
def test_the_frame_holds_the_data_and_the_best_line(key: str) -> None:
    problem, frame = LINE_PROBLEMS[key], frame_of(LINE_PROBLEMS[key])
    assert frame.left_x <= problem.x.min() < problem.x.max() <= frame.right_x
    assert frame.y_low < problem.y.min() < problem.y.max() < frame.y_high
    for end in ends_of(problem, *best_line(SQUARED, problem)):
        assert frame.y_low <= end <= frame.y_high


def test_r_squared_of_hubble() -> None:
    # published with every analysis of these data, e.g. R's summary(lm): 0.6235
    assert round(flat(HUBBLE).best_view.r_squared, 4) == 0.6235
    assert flat(HUBBLE).r_squared == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("key", KEYS)
def test_quantities_are_those_of_scikit_learn(key: str) -> None:
    problem = LINE_PROBLEMS[key]
    view = LineView(SQUARED, problem, float(problem.y.min()), float(problem.y.max()))
    of = {quantity.tex.split(" = ")[0]: quantity.of(view) for quantity in QUANTITIES}
    y, predicted = problem.y, view.predicted
    assert of[r"\text{RMSE}"] == pytest.approx(
        metrics.root_mean_squared_error(y, predicted, sample_weight=problem.weight)
    )
    assert of["R^2"] == pytest.approx(metrics.r2_score(y, predicted, sample_weight=problem.weight))
    gradient = [of[rf"\frac{{\partial\,\text{{MSE}}}}{{\partial\theta_{k}}}"] for k in (0, 1)]
    # the finite difference of the MSE is tested above
    assert gradient == pytest.approx(view.gradient.tolist())


def test_counted_pairs_are_the_same_as_all_rows() -> None:
    rows, pairs = LINE_PROBLEMS["galton"], LINE_PROBLEMS["galton_pairs"]
    a, b = LineView(SQUARED, rows, 66.0, 70.0), LineView(SQUARED, pairs, 66.0, 70.0)
    assert b.mse == pytest.approx(a.mse, rel=1e-12)
    assert b.gradient == pytest.approx(a.gradient, rel=1e-9)
    assert b.pulls == pytest.approx(a.pulls, rel=1e-9)
    assert b.observations.shape == a.observations.shape == (928, 2)


@pytest.mark.parametrize("key", ["hubble", "anscombe_1", "anscombe_3", "duncan"])
def test_the_largest_mover_is_that_of_statsmodels(key: str) -> None:
    problem = LINE_PROBLEMS[key]
    fit = sm.OLS(problem.y, sm.add_constant(problem.x)).fit()
    # DFBETA without its scaling: the change of the slope when a row is left out
    change = fit.get_influence().dfbeta[:, 1]
    assert largest_mover(SQUARED, problem) == int(np.argmax(np.abs(change)))


def test_dropping_a_row_is_fitting_the_others() -> None:
    for row in range(len(HUBBLE)):
        x, y = np.delete(HUBBLE.x, row), np.delete(HUBBLE.y, row)
        assert DropView(SQUARED, HUBBLE, row).without.slope == pytest.approx(np.polyfit(x, y, 1)[0])


def test_constant_x_gives_the_flat_line() -> None:
    flat_line = best_line(SQUARED, problem_from([2.0, 2.0, 2.0], [1.0, 2.0, 6.0]))
    assert flat_line == pytest.approx((3.0, 0.0))
    # nine thousand and some tenths are no spread either
    assert best_line(SQUARED, problem_from([0.1 + 0.2] * 3, [1.0, 2.0, 6.0]))[1] == 0.0


def test_one_point_and_no_misses_are_finite() -> None:
    view = LineView(SQUARED, problem_from([1.0], [2.0]), 2.0, 2.0)
    assert view.mse == 0.0
    assert view.square_share.tolist() == [0.0]
    assert np.isnan(view.r_squared)


@given(
    st.lists(
        st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000)), min_size=2, max_size=30
    ),
    st.floats(-2000, 2000),
    st.floats(-2000, 2000),
)
def test_no_line_beats_the_best(points: list[tuple[int, int]], left: float, right: float) -> None:
    x, y = zip(*points, strict=True)
    view = LineView(SQUARED, problem_from(list(map(float, x)), list(map(float, y))), left, right)
    assert view.best_view.mse <= view.mse * (1 + 1e-9) + 1e-6
