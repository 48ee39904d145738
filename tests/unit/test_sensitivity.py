"""One point moved, left out or weighed; the shape of Barron's loss moved."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.outliers_influence import OLSInfluence

from lossviz import LOSSES
from lossviz.data.problems import LINE_PROBLEMS, LineProblem, seeded_sample
from lossviz.estimators import Estimator
from lossviz.fits import fit_linear, fit_location, leave_one_out
from lossviz.one_by_one import COOK_TEX, leave_one_out_view, weights_view
from lossviz.sensitivity import Reaction, fitted, sensitivity
from lossviz.shape import ALPHAS, Tolerance, alpha_sweep, tolerance_of
from lossviz.sweeps import stops_between

SQUARED = Estimator(LOSSES["squared_error"].at())
ABSOLUTE = Estimator(LOSSES["absolute_error"].at())
HUBER = Estimator(LOSSES["huber"].at(), "mad")
CAUCHY = Estimator(LOSSES["cauchy"].at(), "mad")
TUKEY = Estimator(LOSSES["tukey_biweight"].at(), "mad")
ALL = (SQUARED, ABSOLUTE, HUBER, CAUCHY, TUKEY)
BARRON = LOSSES["general_robust"]
ANSCOMBE, PHONES, STARS, COPPER = (
    LINE_PROBLEMS[key] for key in ("anscombe_3", "phones", "stars", "copper")
)
ODD = 2  # the point that is off
CASES = {
    case["id"]: case["expected"]
    for case in json.loads(
        (Path(__file__).parents[1] / "cases" / "influence.json").read_text(encoding="utf-8")
    )["cases"]
}


def pinned(value: float) -> float:
    return round(float(value), 3)


# --- one point moved --------------------------------------------------------------------------


@pytest.mark.parametrize("axis", ["x", "y"])
@pytest.mark.parametrize("estimator", ALL, ids=lambda e: e.key)
def test_ten_positions_are_ten_single_fits(estimator: Estimator, axis: str) -> None:
    low, high = (3.0, 8.0) if axis == "x" else (0.0, 200.0)
    positions = np.linspace(low, high, 10) + (1960 if axis == "x" else 0.0)
    view = sensitivity(PHONES, 20, axis, positions, (estimator,))
    for position, slope in zip(positions, view.slopes[0], strict=True):
        moved = (PHONES.x if axis == "x" else PHONES.y).copy()
        moved[20] = position
        x, y = (moved, PHONES.y) if axis == "x" else (PHONES.x, moved)
        single = fit_linear(estimator.loss_at, x, y, estimator.scale)
        assert slope == pytest.approx(single.coefficients[1], abs=1e-9)
    kept = np.arange(len(PHONES)) != 20
    clean = fit_linear(estimator.loss_at, PHONES.x[kept], PHONES.y[kept], estimator.scale)
    assert view.clean[0] == pytest.approx(clean.coefficients[1], abs=1e-9)
    now = fit_linear(estimator.loss_at, PHONES.x, PHONES.y, estimator.scale)
    assert view.now[0] == pytest.approx(now.coefficients[1], abs=1e-9)


def test_the_check_against_single_fits_notices_another_row() -> None:
    view = sensitivity(PHONES, 19, "y", [0.0, 200.0], (SQUARED,))
    moved = PHONES.y.copy()
    moved[20] = 200.0
    single = fit_linear(SQUARED.loss_at, PHONES.x, moved)
    assert view.slopes[0, 1] != pytest.approx(single.coefficients[1], abs=1e-9)


def test_the_numbers_of_anscombe_iii() -> None:
    view = sensitivity(ANSCOMBE, ODD, "y", [-4.0, 12.74, 16.0, 20.0, 30.0], (SQUARED, ABSOLUTE))
    assert [pinned(s) for s in view.slopes[0]] == [-0.109, 0.5, 0.618, 0.764, 1.127]
    assert [pinned(s) for s in view.slopes[1]] == [0.345] * 5
    assert [pinned(s) for s in (*view.now, *view.clean)] == [0.5, 0.345, 0.345, 0.345]
    assert view.reactions == (Reaction.STRAIGHT, Reaction.STILL)
    assert pinned(10 * view.rate(0)) == 0.364


@given(
    seed=st.integers(0, 500), row=st.integers(0, 19), start=st.floats(-1e3, 1e3),
    step=st.floats(0.1, 1e3),
)  # fmt: skip
def test_the_curve_of_squared_error_is_a_straight_line_in_y(
    seed: int, row: int, start: float, step: float
) -> None:
    problem = seeded_sample(seed, 20, 2.0, 0.5, 1.0, "student_t")
    view = sensitivity(problem, row, "y", start + step * np.arange(5.0), (SQUARED,))
    arm = problem.x - problem.x.mean()
    assert view.rate(0) == pytest.approx(arm[row] / (arm @ arm), rel=1e-6, abs=1e-12)
    assert np.diff(view.slopes[0], 2) == pytest.approx(0.0, abs=1e-10 * (abs(start) + 5 * step))


@given(seed=st.integers(0, 500), row=st.integers(0, 19), step=st.floats(1.0, 1e6))
def test_the_curve_of_absolute_error_is_constant_far_out(seed: int, row: int, step: float) -> None:
    problem = seeded_sample(seed, 20, 2.0, 0.5, 1.0, "student_t")
    far = 1e3 + step * np.arange(4.0)
    positions = np.concatenate([-far[::-1], far])
    view = sensitivity(problem, row, "y", positions, (ABSOLUTE,))
    below, above = view.slopes[0, :4], view.slopes[0, 4:]
    assert np.ptp(below) <= 1e-9
    assert np.ptp(above) <= 1e-9


def test_reactions_are_those_the_numbers_show() -> None:
    copper = sensitivity(COPPER, 23, "y", np.linspace(-40, 60, 101), ALL)
    assert copper.reactions == (
        Reaction.STRAIGHT, Reaction.LEVEL, Reaction.LEVEL, Reaction.RETURN, Reaction.RETURN,
    )  # fmt: skip
    assert pinned(copper.now[0]) == 4.28
    assert copper.rate(0) == pytest.approx(1 / 24)
    low, high = copper.returned(4)
    outside = (copper.positions <= low) | (copper.positions >= high)
    assert np.all(np.abs(copper.change[4, outside]) <= 0.005 * copper.clean[4])
    assert np.abs(copper.change[4, ~outside]).max() > 0.005 * copper.clean[4]
    # along x nothing is claimed for squared error, not even where it looks like it
    along_x = sensitivity(STARS, 10, "x", np.linspace(3.0, 5.0, 41), (SQUARED, ABSOLUTE))
    assert along_x.reactions == (Reaction.OTHER, Reaction.OTHER)


def test_a_limit_is_not_claimed_from_one_end_or_a_bent_curve() -> None:
    view = sensitivity(COPPER, 23, "y", np.linspace(-40, 60, 101), (SQUARED, ABSOLUTE, TUKEY))
    planted = view.slopes.copy()
    planted[0, 50] += 1e-4
    planted[1, -1] += 1e-3
    planted[2, 0] += 0.1
    assert replace(view, slopes=planted).reactions == (Reaction.OTHER,) * 3


def test_a_point_without_which_there_is_no_slope() -> None:
    problem = LINE_PROBLEMS["anscombe_4"]
    view = sensitivity(problem, 7, "x", [7.0, 8.0, 9.0], (SQUARED, ABSOLUTE))
    assert np.isnan(view.clean).all()
    assert np.isnan(view.slopes[:, 1]).all()  # all at x = 8
    assert np.isfinite(view.slopes[:, [0, 2]]).all()


def test_a_sweep_of_the_position_is_the_same_view_at_each_stop() -> None:
    view = sensitivity(ANSCOMBE, ODD, "y", stops_between(-4, 30, 0.5, 12.74), (SQUARED, ABSOLUTE))
    k = int(np.flatnonzero(view.positions == 12.74)[0])
    batch = view.moving
    assert batch.now.shape == (len(view.positions), 2)
    assert batch.at(k).current == view.current
    assert batch.at(k).now == pytest.approx(view.now, abs=1e-12)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"axis": "z"}, 'axis must be "x" or "y", got \'z\''),
        ({"row": 11}, r"row must lie in \[0, 10\], got 11"),
        ({"positions": [1.0]}, r"positions must have shape \(S,\) with S at least 2, got \(1,\)"),
        ({"positions": [2.0, 1.0]}, "positions must be finite and ascending"),
        ({"positions": [0.0, np.nan]}, "positions must be finite and ascending"),
        ({"problem": COPPER, "axis": "x"}, "for a level: it does not depend on x"),
    ],
)
def test_bad_arguments_are_named(change: dict[str, object], message: str) -> None:
    good = {
        "problem": ANSCOMBE, "row": 2, "axis": "y", "positions": [0.0, 1.0],
        "estimators": (SQUARED,),
    }  # fmt: skip
    with pytest.raises(ValueError, match=message):
        sensitivity(**{**good, **change})  # type: ignore[arg-type]


# --- one point left out -----------------------------------------------------------------------


@pytest.mark.parametrize("key", ["phones", "stars", "animals", "anscombe_3", "copper"])
def test_influence_is_that_of_statsmodels(key: str) -> None:
    problem = LINE_PROBLEMS[key]
    view = leave_one_out_view(problem, SQUARED)
    ones = np.ones((len(problem), 1))
    model = sm.OLS(problem.y, ones if problem.constant else sm.add_constant(problem.x)).fit()
    oracle = OLSInfluence(model)
    assert view.leverage == pytest.approx(oracle.hat_matrix_diag, rel=1e-8)
    assert view.cook == pytest.approx(oracle.cooks_distance[0], rel=1e-7)
    assert view.residual == pytest.approx(model.resid, abs=1e-9)
    # a dfbeta is the coefficient with all points minus the one without the point
    assert view.changes == pytest.approx(-oracle.dfbeta[:, -1], abs=1e-9)


def test_influence_is_that_of_the_cases() -> None:
    expected = CASES["influence.phones_cook"]
    view = leave_one_out_view(PHONES, SQUARED)
    assert view.cook == pytest.approx(expected["cook"], rel=1e-8)
    assert view.leverage == pytest.approx(expected["leverage"], rel=1e-8)
    assert view.slopes == pytest.approx(expected["loo_slope"], rel=1e-8)
    wrong = [0.9 * value for value in expected["cook"]]
    assert view.cook != pytest.approx(wrong, rel=1e-8)
    four = leave_one_out_view(LINE_PROBLEMS["anscombe_4"], SQUARED)
    leverage = CASES["influence.anscombe_IV_leverage"]["leverage"]
    assert four.leverage == pytest.approx(leverage, rel=1e-8)


@pytest.mark.parametrize("estimator", ALL, ids=lambda e: e.key)
def test_each_slope_is_a_fit_without_that_point(estimator: Estimator) -> None:
    view = leave_one_out_view(STARS, estimator)
    batch = leave_one_out(estimator.loss_at, STARS.x, STARS.y, estimator.scale)
    assert view.slopes == pytest.approx(batch.coefficients[:, 1], abs=1e-9)
    for row in (0, 10, 33):
        kept = np.arange(len(STARS)) != row
        single = fit_linear(estimator.loss_at, STARS.x[kept], STARS.y[kept], estimator.scale)
        assert view.slopes[row] == pytest.approx(single.coefficients[1], abs=1e-9)


def test_who_turns_the_line_most() -> None:
    def most(problem: LineProblem, estimator: Estimator) -> str:
        return problem.labels[leave_one_out_view(problem, estimator).most]

    assert most(ANSCOMBE, SQUARED) == "3"
    assert most(STARS, SQUARED) == "34"
    assert most(COPPER, SQUARED) == "24"
    assert most(LINE_PROBLEMS["animals"], SQUARED) == "Brachiosaurus"
    assert most(PHONES, SQUARED) == "1973"


def test_a_point_of_leverage_one_has_no_distance_and_comes_first() -> None:
    view = leave_one_out_view(LINE_PROBLEMS["anscombe_4"], HUBER)
    assert view.leverage[7] == pytest.approx(1.0)
    assert np.isnan(view.cook[7])
    assert np.isnan(view.slopes[7])
    assert (view.most, view.most_cook) == (7, 7)
    assert np.isfinite(np.delete(view.slopes, 7)).all()


def test_without_a_miss_there_is_no_distance() -> None:
    exact = seeded_sample(0, 5, 1.0, 2.0, 0.0, "gaussian")
    view = leave_one_out_view(exact, SQUARED)
    assert np.isnan(view.cook).all()
    assert view.changes == pytest.approx(0.0, abs=1e-12)


def test_counted_points_cannot_be_left_out() -> None:
    with pytest.raises(ValueError, match="galton_pairs counts points"):
        leave_one_out_view(LINE_PROBLEMS["galton_pairs"], SQUARED)


def test_a_level_is_fitted_where_x_only_numbers_the_points() -> None:
    view = leave_one_out_view(COPPER, HUBER)
    kept = np.arange(24) != 23
    single = fit_location(HUBER.loss_at, COPPER.y[kept], "mad")
    assert view.slopes[23] == pytest.approx(single.coefficients[0], abs=1e-9)
    assert pinned(view.slope) == 3.205


# --- weights ----------------------------------------------------------------------------------


def test_weights_are_between_zero_and_one() -> None:
    squared, tukey = weights_view(PHONES, SQUARED), weights_view(PHONES, TUKEY)
    assert np.all(squared.weight == 1)
    assert not squared.relative
    assert [PHONES.labels[row] for row in np.flatnonzero(tukey.weight == 0)] == [
        str(year) for year in range(1964, 1971)
    ]
    fit = fit_linear(TUKEY.loss_at, PHONES.x, PHONES.y, "mad")
    assert tukey.weight == pytest.approx(fit.weights, abs=1e-9)


def test_absolute_error_has_weights_without_limit_on_the_line() -> None:
    view = weights_view(STARS, ABSOLUTE)
    assert view.relative
    assert view.infinite.sum() == 2  # a line through two points
    assert np.all(view.lines.residual[view.infinite] == pytest.approx(0, abs=1e-12))
    finite = ~view.infinite
    size = np.abs(view.lines.residual[finite])
    assert view.weight[finite] == pytest.approx(size.min() / size)
    assert weights_view(STARS, HUBER).infinite.any() == np.False_


# --- the shape moved --------------------------------------------------------------------------


def test_shapes_run_from_nearly_welsch_to_squared_error() -> None:
    assert (ALPHAS[0], ALPHAS[-1], len(ALPHAS)) == (-10.0, 2.0, 121)
    assert {0.0, 1.0, -2.0} <= set(ALPHAS)


@pytest.mark.parametrize("key", ["stars", "phones", "anscombe_3", "copper"])
def test_the_sweep_is_single_fits(key: str) -> None:
    problem = LINE_PROBLEMS[key]
    tolerance = tolerance_of(problem, ABSOLUTE)
    view = alpha_sweep(problem, BARRON, tolerance)
    for k in (0, 55, 90, 110, 120):
        loss_at = BARRON.at(alpha=float(ALPHAS[k]), c=tolerance.size)
        if problem.constant:
            single = fit_location(loss_at, problem.y)
        else:
            single = fit_linear(loss_at, problem.x, problem.y)
        assert view.slope[k] == pytest.approx(single.coefficients[-1], abs=1e-6)
        assert float(view.at(k).slope) == view.slope[k]
    squared = SQUARED.lines(problem.x, problem.y, constant=problem.constant)
    assert view.slope[-1] == pytest.approx(float(fitted(problem, squared)), abs=1e-9)
    assert view.squared == pytest.approx(view.slope[-1], abs=1e-9)
    assert view.lines.converged.all()


def test_the_best_line_of_the_stars_jumps() -> None:
    view = alpha_sweep(STARS, BARRON, tolerance_of(STARS, ABSOLUTE))
    jump = view.jump
    assert jump is not None
    assert (jump.below, jump.above) == (-2.1, -2.0)
    assert (pinned(jump.slope_below), pinned(jump.slope_above)) == (2.034, -0.503)
    # both valleys are there on both sides, and their depths change places
    depth = {}
    for alpha in (-2.1, -2.0):
        loss_at = BARRON.at(alpha=alpha, c=view.tolerance.size)
        depth[alpha] = [
            fit_linear(loss_at, STARS.x, STARS.y, start=start).objective
            for start in ("ols", [-4.0, 2.1])
        ]
    assert depth[-2.1][0] > depth[-2.1][1]
    assert depth[-2.0][0] < depth[-2.0][1]
    # downhill from least squares nothing is let go
    stuck = alpha_sweep(STARS, BARRON, view.tolerance, start="ols")
    assert stuck.jump is None
    assert np.all(stuck.slope < 0)
    # a steep but convex stretch is no jump
    assert alpha_sweep(PHONES, BARRON, tolerance_of(PHONES, ABSOLUTE)).jump is None


def test_pulls_are_those_of_the_single_loss() -> None:
    view = alpha_sweep(PHONES, BARRON, Tolerance(3.0), [-2.0, 0.0, 1.0, 2.0])
    r = np.array([-5.0, 0.0, 1e-6, 4.0])
    batch = view.pull(r)
    for k, alpha in enumerate(view.alpha):
        assert batch[k] == pytest.approx(BARRON.at(alpha=alpha, c=3.0).pull(r), rel=1e-12)
        assert view.at(k).pull(r) == pytest.approx(batch[k], rel=1e-12)
        assert batch[k, 2] == pytest.approx(1e-6)
    assert batch[3] == pytest.approx(r)
    assert view.pull(np.array([1e9]))[2] == pytest.approx(3.0)  # capped at the tolerance


def test_the_tolerance_is_the_mad_or_says_that_it_is_not() -> None:
    lines = ABSOLUTE.lines(STARS.x, STARS.y)
    tolerance = tolerance_of(STARS, ABSOLUTE)
    assert tolerance.size == pytest.approx(np.median(np.abs(lines.residual)) / 0.6744897501960817)
    assert not tolerance.from_mean
    odd = tolerance_of(ANSCOMBE, ABSOLUTE)
    assert odd.from_mean
    assert pinned(odd.size) == 0.388
    with pytest.raises(ValueError, match="every point lies on the line"):
        tolerance_of(seeded_sample(0, 5, 1.0, 2.0, 0.0, "gaussian"), ABSOLUTE)


@pytest.mark.parametrize("alphas", [[], [1.0, 0.0], [0.0, 2.5], [[0.0]], [np.nan, 1.0]])
def test_shapes_must_ascend_to_two_at_most(alphas: list[float]) -> None:
    with pytest.raises(ValueError, match="alphas must have shape"):
        alpha_sweep(STARS, BARRON, Tolerance(1.0), alphas)


@pytest.mark.parametrize("key", ["phones", "stars", "hubble"])
def test_the_formula_shown_for_cooks_distance_is_the_number_shown(key: str) -> None:
    problem = LINE_PROBLEMS[key]
    view = leave_one_out_view(problem, Estimator(LOSSES["squared_error"].at()))
    r, h, n, p = view.residual, view.leverage, len(problem), 2
    # COOK_TEX, read aloud
    assert COOK_TEX.startswith(r"D_i = \frac{r_i^2}{p\,s^2}\,\frac{h_i}{(1-h_i)^2}")
    s2 = (r @ r) / (n - p)
    np.testing.assert_allclose(view.cook, r**2 / (p * s2) * h / (1 - h) ** 2, rtol=1e-9)
    # leverage: the share of a change in y that the point's own prediction follows
    moved = problem.y.copy()
    moved[3] += 1.0
    fit = [np.polyval(np.polyfit(problem.x, y, 1), problem.x[3]) for y in (problem.y, moved)]
    assert fit[1] - fit[0] == pytest.approx(h[3], rel=1e-6)
