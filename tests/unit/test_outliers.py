"""What bad points do to lines: the numbers the pages print, at every stop, against other software.

The published cases are those of `tests/cases/README.md`.
"""

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.optimize import linprog

from lossviz import LOSSES
from lossviz.data.problems import LINE_PROBLEMS, LineProblem
from lossviz.estimators import Estimator
from lossviz.included import FORECAST_YEAR, GIANTS, WRONG_YEARS, Included, envelope
from lossviz.moved_point import ANSCOMBE_POINT, MovedPoint, moved_axes
from lossviz.outliers import rows_of
from lossviz.sweeps import MOST_STOPS
from lossviz.words import outliers as words_outliers

CASES = Path(__file__).parents[1] / "cases"
ALL = {
    case["id"]: case
    for name in ("fits.json", "influence.json")
    for case in json.loads((CASES / name).read_text("utf-8"))["cases"]
}


def by(key: str, scale: Any = None, start: Any = None, **params: float) -> Estimator:
    return Estimator(LOSSES[key].at(**params), scale, start)


SQUARED, ABSOLUTE = by("squared_error"), by("absolute_error")
HUBER, TUKEY = by("huber"), by("tukey_biweight")
HUBER_MAD = by("huber", "mad")
TUKEY_MAD, TUKEY_OLS = by("tukey_biweight", "mad"), by("tukey_biweight", "mad", "ols")
FOUR = (SQUARED, ABSOLUTE, HUBER, TUKEY)

ANSCOMBE = LINE_PROBLEMS["anscombe_3"]
STOPS = moved_axes(ANSCOMBE, ANSCOMBE_POINT).y.stops
SWEEP = MovedPoint(ANSCOMBE, ANSCOMBE_POINT, 13.0, STOPS, FOUR)
STARS, PHONES = LINE_PROBLEMS["stars"], LINE_PROBLEMS["phones"]
FIVE = (SQUARED, ABSOLUTE, HUBER_MAD, TUKEY_OLS, TUKEY_MAD)
GIANT_SWEEP = Included(STARS, rows_of(STARS, GIANTS), np.arange(5), FIVE)
YEAR_SWEEP = Included(
    PHONES, rows_of(PHONES, WRONG_YEARS), np.arange(8), (SQUARED, ABSOLUTE, HUBER_MAD, TUKEY_MAD)
)


def stop(y: float) -> int:
    (found,) = np.flatnonzero(y == STOPS)
    return int(found)


def say(y: float, estimators: tuple[Estimator, ...] = FOUR[:2]) -> str:
    return words_outliers.moved_sentence(MovedPoint(ANSCOMBE, ANSCOMBE_POINT, 13.0, y, estimators))


# --- scene 1: one point up and down ---------------------------------------------------------


def test_the_point_of_scene_1_goes_from_minus_4_to_20() -> None:
    assert (ANSCOMBE.x[ANSCOMBE_POINT], ANSCOMBE.y[ANSCOMBE_POINT]) == (13.0, 12.74)
    grid = -4 + 0.25 * np.arange(97)
    np.testing.assert_array_equal(STOPS, np.sort(np.append(grid, 12.74)))


@pytest.mark.parametrize("y", [-4.0, 12.74, 16.0, 20.0])
def test_slopes_that_the_page_prints(y: float) -> None:
    squared = {-4.0: -0.109, 12.74: 0.500, 16.0: 0.618, 20.0: 0.764}[y]
    assert SWEEP.lines[0].slope[stop(y)] == pytest.approx(squared, abs=5e-4)
    assert SWEEP.lines[1].slope[stop(y)] == pytest.approx(0.345, abs=1e-12)
    assert SWEEP.clean[0][1] == pytest.approx(0.345, abs=5e-4)
    assert SWEEP.clean[1][1] == pytest.approx(0.345, abs=1e-12)


@pytest.mark.parametrize(
    ("y", "sentence"),
    [
        (
            12.74,
            "Point 3 at 12.74: slope 0.500 by squared error, 0.345 by absolute error (clean,"
            " without point 3: 0.345).",
        ),
        (
            20.0,
            "Squared error's pull has no limit: at 20 its slope is 0.764 (clean: 0.345). Absolute"
            " error's was at its limit already: 0.345, unmoved.",
        ),
        (
            -4.0,
            "Squared error's pull has no limit on the other side either: at −4 its slope is −0.109"
            " (clean: 0.345). Absolute error's is at its limit on this side too: 0.345, unmoved.",
        ),
    ],
)
def test_the_sentence_of_scene_1(y: float, sentence: str) -> None:
    assert say(y) == sentence


def test_every_claim_of_the_sentence_holds_at_every_stop() -> None:
    home = 13.0 * SWEEP.clean[0][1] + SWEEP.clean[0][0]
    told = [words_outliers.moved_sentence(SWEEP.at(k)) for k in range(len(STOPS))]
    shown = [[words_outliers.words.number(s) for s in line.slope] for line in SWEEP.lines]
    for k, (y, text) in enumerate(zip(STOPS, told, strict=True)):
        assert "nan" not in text
        assert all(slopes[k] in text for slopes in shown)
        assert ("side" in text) == (y < home)
        assert ("already" in text) == (y > 12.74)
        assert text.count("unmoved") == (
            sum(slopes[k] == "0.345" for slopes in shown[1:]) if "limit" in text else 0
        )
        if "there it stays" in text:  # at every stop farther out on the same side
            beyond = y <= STOPS if y > home else y >= STOPS
            assert len({s for s, far in zip(shown[2], beyond, strict=True) if far}) == 1
            assert abs(SWEEP.pull(2)[k]) == pytest.approx(1.345)
        assert ("lets go" in text) == (SWEEP.weight(3)[k] == 0 and "limit" in text)
        if "is letting go" in text:
            outward = stop(y) + (1 if y > home else -1)
            assert abs(SWEEP.pull(3)[outward]) < abs(SWEEP.pull(3)[k])


def test_a_jump_to_another_minimum_is_told_and_is_one() -> None:
    problem = LINE_PROBLEMS["anscombe_2"]
    stops = moved_axes(problem, 2).y.stops
    sweep = MovedPoint(problem, 2, 13.0, stops, (TUKEY,))
    jumped = np.flatnonzero(sweep.jumped(0))
    assert len(jumped)
    for k in range(len(stops)):
        text = words_outliers.moved_sentence(sweep.at(k))
        assert ("more than one valley" in text) == (k in jumped)
    k = jumped[0]
    loss = TUKEY.loss_at
    there = sweep.reached[0]
    assert there is not None
    mine, other = (
        loss.mean(sweep.points_y[k], line.intercept[k] + line.slope[k] * problem.x)
        for line in (sweep.lines[0], there)
    )
    assert mine < other
    for line in (sweep.lines[0], there):  # both are flat: minima, not one on its way
        residual = sweep.points_y[k] - line.intercept[k] - line.slope[k] * problem.x
        assert abs(loss.psi(residual).sum()) < 1e-6


@pytest.mark.parametrize("y", [-4.0, 8.5, 12.74, 20.0])
def test_lines_of_other_software(y: float) -> None:
    at = SWEEP.at(stop(y))
    X = sm.add_constant(at.points_x)
    for number, estimator in ((0, SQUARED), (2, HUBER)):
        limit = 1e9 if estimator is SQUARED else 1.345
        model = sm.RLM(at.points_y, X, M=sm.robust.norms.HuberT(limit))
        fit = model.fit(maxiter=2000, tol=1e-13, scale_est=Fixed())
        found = [at.lines[number].intercept, at.lines[number].slope]
        np.testing.assert_allclose(found, fit.params, rtol=1e-6)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its covariance divides by zero where points are on a line
        median = sm.QuantReg(at.points_y, X).fit(q=0.5, p_tol=1e-10, max_iter=5000)
    np.testing.assert_allclose([at.lines[1].intercept, at.lines[1].slope], median.params, rtol=1e-5)


class Fixed(sm.robust.scale.HuberScale):
    """A scale of 1, whatever the residuals."""

    def __call__(self, *_args: object) -> float:
        return 1.0


def test_a_stop_of_the_sweep_is_the_view_computed_alone() -> None:
    for k in (0, 30, stop(12.74), 97):
        here, alone = SWEEP.at(k), MovedPoint(ANSCOMBE, 2, 13.0, float(STOPS[k]), FOUR)
        for a, b in zip(here.lines, alone.lines, strict=True):
            np.testing.assert_allclose(a.residual, b.residual, rtol=0, atol=1e-6)
            off = np.abs(a.residual) > 1e-6  # on the line the weight of absolute error is a guess
            np.testing.assert_allclose(a.weights[off], b.weights[off], rtol=1e-6)
        assert words_outliers.moved_sentence(here) == words_outliers.moved_sentence(alone)


@pytest.mark.parametrize("key", LINE_PROBLEMS)
def test_a_point_can_go_out_and_back_in_every_data_set(key: str) -> None:
    problem = LINE_PROBLEMS[key]
    axes = moved_axes(problem, 2)
    assert (axes.x is None) == problem.constant
    for axis, values in ((axes.x, problem.x), (axes.y, problem.y)):
        if axis is None:
            continue
        assert 50 < len(axis.stops) <= MOST_STOPS
        assert values[2] in axis.stops
        assert axis.stops[0] < values.min()
        assert axis.stops[-1] > values.max()
    spread = np.ptp(problem.y)
    if key != "anscombe_3":
        assert axes.y.stops[0] <= problem.y.min() - spread
        assert axes.y.stops[-1] >= problem.y.max() + spread
    view = MovedPoint(problem, 2, float(problem.x[2]), axes.y.stops[[0, -1]], (SQUARED, HUBER))
    for k in range(2):
        text = words_outliers.moved_sentence(view.at(k))
        assert text.endswith(".")
        assert "nan" not in text
        assert ("slope" not in text) == problem.constant


def test_repeated_points_count_as_often_as_they_were_seen() -> None:
    pairs = LINE_PROBLEMS["galton_pairs"]
    view = MovedPoint(pairs, 5, 70.0, 60.0, (SQUARED,))
    weight = pairs.weight
    assert weight is not None
    model = sm.WLS(view.points_y, sm.add_constant(view.points_x), weights=weight).fit()
    found = [view.lines[0].intercept, view.lines[0].slope]
    np.testing.assert_allclose(found, model.params, rtol=1e-9)


def test_sideways_names_both_coordinates() -> None:
    view = MovedPoint(ANSCOMBE, 2, 20.0, 12.74, FOUR[:2])
    assert words_outliers.moved_sentence(view).startswith("Point 3 at x = 20, y = 12.74: slope ")


# --- what can go wrong ------------------------------------------------------------------------


def small(x: list[float], y: list[float]) -> LineProblem:
    return LineProblem(
        key="small", title="s", x=np.array(x), y=np.array(y), x_name="x", x_unit="", y_name="y",
        y_unit="", labels=tuple(str(i + 1) for i in range(len(x))),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        ([1.0, 2.0], [1.0, 2.0], "take three or more"),
        ([1.0], [1.0], "take three or more"),
        ([3.0, 3.0, 3.0, 3.0], [1.0, 2.0, 4.0, 0.0], "take at least two values of x"),
        ([1.0, 2.0, 3.0, 4.0, 5.0], [1.0, 2.0, 3.0, 4.0, 9.0], "take a fixed scale"),
    ],
)
def test_trouble_is_told_and_raises_nothing(x: list[float], y: list[float], words: str) -> None:
    problem = small(x, y)
    estimators = (SQUARED, ABSOLUTE, HUBER_MAD, TUKEY)
    row = len(x) - 1
    view = MovedPoint(problem, row, x[row], y[row], estimators)
    assert words in words_outliers.trouble(view)
    assert words in words_outliers.moved_sentence(view)
    sweep = MovedPoint(problem, row, x[row], moved_axes(problem, row).y.stops[:3], estimators)
    assert "nan" not in words_outliers.moved_sentence(sweep.at(1))


def test_a_search_that_did_not_settle_is_told() -> None:
    view = MovedPoint(ANSCOMBE, 2, 13.0, 12.74, (SQUARED,))
    stuck = MovedPoint(ANSCOMBE, 2, 13.0, 12.74, (SQUARED,))
    line = view.lines[0]
    object.__setattr__(line, "converged", np.asarray(False))
    stuck.__dict__["lines"] = (line,)
    assert words_outliers.trouble(view) == words_outliers.trouble(stuck) != ""
    assert words_outliers.trouble(MovedPoint(ANSCOMBE, 2, 13.0, 12.74, (SQUARED,))) == ""


def test_suspects_are_some_of_the_rows() -> None:
    with pytest.raises(ValueError, match="not all of them"):
        Included(ANSCOMBE, tuple(range(11)), 0, (SQUARED,))
    with pytest.raises(ValueError, match=r"count must be in \[0, 2\], got 3"):
        Included(ANSCOMBE, (1, 2), 3, (SQUARED,))


# --- scene 2: giants --------------------------------------------------------------------------


def test_slopes_from_no_giant_to_four() -> None:
    first, last = ([round(float(line.slope[k]), 2) for line in GIANT_SWEEP.lines] for k in (0, 4))
    assert first == [2.05, 2.50, 2.36, 2.29, 2.29]
    assert last == [-0.41, -0.69, -0.43, -0.42, 2.26]
    assert GIANT_SWEEP.lines[1].slope[1:4] == pytest.approx([1.95, 0.67, 0.67], abs=5e-3)


def test_cauchy_has_a_good_answer_only_below_its_usual_tolerance() -> None:
    for tolerance, slopes in ((2.385, (-0.42, -0.42)), (0.8, (-0.59, 2.05))):
        found = tuple(
            round(float(by("cauchy", "mad", start, c=tolerance).lines(STARS.x, STARS.y).slope), 2)
            for start in ("ols", None)
        )
        assert found == slopes
    # a start as good as the one for Tukey does not help at the usual one
    good = by("cauchy", "mad", (-4.9694, 2.2532), c=2.385).lines(STARS.x, STARS.y)
    assert float(good.slope) == pytest.approx(-0.42, abs=5e-3)


def giants(*estimators: Estimator, count: int = 4) -> str:
    view = Included(STARS, rows_of(STARS, GIANTS), count, estimators)
    return words_outliers.giants_sentence(view, "giants")


def test_the_sentence_about_four_giants() -> None:
    assert giants(*FIVE) == (
        "4 of 4 giants in the fit: slope −0.41 by squared error, −0.69 by absolute error, −0.43 by"
        " Huber, −0.42 by Tukey biweight (from least squares), 2.26 by Tukey biweight (from a good"
        " start). Capping the pull does not cap the lever arm. Only a loss that lets go (Tukey"
        " biweight) can drop the giants, and only from a good start."
    )


def test_cauchy_is_told_with_its_tolerance() -> None:
    usual = giants(by("cauchy", "mad", "ols"), by("cauchy", "mad"))
    assert usual.endswith(
        "At tolerance 2.385 MADs Cauchy does not drop the giants, from either start."
    )
    tight = giants(by("cauchy", "mad", "ols", c=0.8), by("cauchy", "mad", c=0.8))
    assert "−0.59 by Cauchy (from least squares), 2.05 by Cauchy (from a good start)" in tight
    assert "(Cauchy, tolerance 0.8 MADs) can all but drop the giants, and only from a good" in tight


def test_the_closing_about_giants_follows_the_weights() -> None:
    assert "longer lever arm than any other" in giants(*FIVE, count=0)
    arm = Included(STARS, rows_of(STARS, GIANTS), 4, FIVE).arm
    suspects = list(rows_of(STARS, GIANTS))
    assert np.abs(arm[suspects]).min() > np.abs(np.delete(arm, suspects)).max()
    for count in range(1, 5):
        text = giants(*FIVE, count=count)
        kept = [float(GIANT_SWEEP.kept(k)[count]) for k in (3, 4)]
        assert ("only from a good start" in text) == (kept[0] > 0.05 and kept[1] == 0)
        assert ("drops the giants that are in, from either start" in text) == (kept == [0, 0])
    assert "Capping" not in giants(SQUARED)
    assert "Tukey" not in giants(SQUARED, ABSOLUTE)


@pytest.mark.parametrize("count", [0, 2, 4])
def test_lines_through_some_of_the_stars_of_other_software(count: int) -> None:
    view = GIANT_SWEEP.at(count)
    keep = view.taking_part
    assert keep.sum() == 43 + count
    X, y = sm.add_constant(STARS.x[keep]), STARS.y[keep]
    np.testing.assert_allclose(
        [view.lines[0].intercept, view.lines[0].slope], sm.OLS(y, X).fit().params, rtol=1e-8
    )
    huber = sm.RLM(y, X, M=sm.robust.norms.HuberT(1.345)).fit(
        scale_est=Mad(), maxiter=2000, tol=1e-12
    )
    np.testing.assert_allclose(
        [view.lines[2].intercept, view.lines[2].slope], huber.params, rtol=1e-4
    )


class Mad(sm.robust.scale.HuberScale):
    """MAD of the residuals about 0, estimated anew in every step."""

    def __call__(self, _df: float, _n: float, resid: np.ndarray) -> float:
        return float(np.median(np.abs(resid)) / 0.6744897501960817)


# --- scene 3: phones --------------------------------------------------------------------------


def test_the_wrong_years_are_those_of_the_note() -> None:
    rows = list(rows_of(PHONES, WRONG_YEARS))
    assert PHONES.x[rows].tolist() == [1964, 1965, 1966, 1967, 1968, 1969, 1970]
    assert PHONES.y[rows].tolist() == [119, 124, 142, 159, 182, 212, 43]


def test_forecasts_for_1974() -> None:
    assert round(float(YEAR_SWEEP.height(0, FORECAST_YEAR)[7])) == 113
    assert round(float(YEAR_SWEEP.height(0, FORECAST_YEAR)[0])) == 29
    low, high = YEAR_SWEEP.heights(1, FORECAST_YEAR)
    assert (round(float(low[7])), round(float(high[7]))) == (30, 39)
    assert round(float(YEAR_SWEEP.lines[2].slope[7]), 2) == 2.04
    assert round(float(YEAR_SWEEP.clean.slope), 2) == 1.11


def test_the_sentence_about_the_phones() -> None:
    view = YEAR_SWEEP.at(7)
    assert words_outliers.forecast_sentence(view, FORECAST_YEAR, "wrong years") == (
        "Forecast for 1974: 113 by squared error, 30 to 39 by absolute error, 48 by Huber, 29 by"
        " Tukey biweight (millions). Every line of the band costs absolute error the same. Clean,"
        " without the 7 wrong years: 29 by squared error. Huber's slope is 2.04 against 1.11 for"
        " the clean years: capped is not ignored."
    )


@pytest.mark.parametrize("count", range(8))
def test_the_band_is_that_of_linear_programming(count: int) -> None:
    view = YEAR_SWEEP.at(count)
    keep = view.taking_part
    x, y = PHONES.x[keep] - 1960, PHONES.y[keep]
    n = len(x)
    cost = np.concatenate([np.zeros(2), np.ones(2 * n)])
    equal = np.column_stack([np.ones(n), x, np.eye(n), -np.eye(n)])
    bounds = [(None, None)] * 2 + [(0, None)] * (2 * n)
    least = linprog(cost, A_eq=equal, b_eq=y, bounds=bounds).fun
    at = np.concatenate([[1.0, FORECAST_YEAR - 1960], np.zeros(2 * n)])
    extremes = [
        linprog(
            sign * at,
            A_ub=cost[None],
            b_ub=[least * (1 + 1e-12)],
            A_eq=equal,
            b_eq=y,
            bounds=bounds,
        ).fun
        * sign
        for sign in (1, -1)
    ]
    found = [float(h) for h in view.heights(1, FORECAST_YEAR)]
    np.testing.assert_allclose(found, extremes, atol=1e-5)
    for line in view.vertices[1][0]:  # each is as good as the best
        assert np.abs(y - (line[0] + line[1] * (x + 1960))).sum() == pytest.approx(least, rel=1e-9)


def test_the_envelope_of_three_lines_by_hand() -> None:
    # x, -x and 1: below min(x, -x), above 1 between -1 and 1
    x_low, low, x_high, high = envelope(np.array([[0.0, 1.0], [0.0, -1.0], [1.0, 0.0]]), -2.0, 2.0)
    assert x_low.tolist() == [-2.0, 0.0, 2.0]
    assert low.tolist() == [-2.0, 0.0, -2.0]
    assert x_high.tolist() == [-2.0, -1.0, 1.0, 2.0]
    assert high.tolist() == [2.0, 1.0, 1.0, 2.0]


def test_lines_through_some_of_the_years_of_other_software() -> None:
    for count in (0, 3, 7):
        view = YEAR_SWEEP.at(count)
        X, y = sm.add_constant(PHONES.x[view.taking_part] - 1960), PHONES.y[view.taking_part]
        ours = view.lines[0]
        slope = sm.OLS(y, X).fit().params[1]
        assert float(ours.slope) == pytest.approx(slope, rel=1e-9)
        mine = np.abs(ours.residual[view.taking_part]).mean()
        assert np.abs(view.lines[1].residual[view.taking_part]).mean() <= mine


# --- the published cases ------------------------------------------------------------------------


def agree(view: MovedPoint | Included, number: int, case: str, shift: float = 0.0) -> None:
    known, tolerance = ALL[case]["expected"], ALL[case]["tolerance"]
    line = view.lines[number]
    found = [float(line.intercept + shift * line.slope), float(line.slope)]
    rel = max(tolerance.get("rel", 0.0), 2e-8)
    np.testing.assert_allclose(found, [known["intercept"], known["slope"]], rtol=rel, atol=1e-7)


def test_the_views_reproduce_the_published_lines() -> None:
    agree(YEAR_SWEEP.at(7), 0, "phones.ols", 1900)
    four = GIANT_SWEEP.at(4)
    agree(GIANT_SWEEP.at(0), 0, "stars.ols_without_giants")
    names = (
        "ols", "lad", "huber_mad", "tukey_biweight_mad", "tukey_biweight_mad_goodstart",
    )  # fmt: skip
    for number, name in enumerate(names):
        agree(four, number, f"stars.{name}")


@pytest.mark.parametrize(
    ("data", "loss", "params", "case", "shift"),
    [
        ("phones", "huber", {"delta": 10.0}, "fixed.phones.huber_10", 1960),
        ("phones", "huber", {"delta": 50.0}, "fixed.phones.huber_50", 1960),
        ("phones", "cauchy", {"c": 20.0}, "fixed.phones.cauchy_20", 1960),
        ("stars", "huber", {"delta": 0.3}, "fixed.stars.huber_0.3", 0),
        ("stars", "cauchy", {"c": 0.3}, "fixed.stars.cauchy_0.3", 0),
        ("stars", "tukey_biweight", {"c": 1.5}, "fixed.stars.tukey_biweight_1.5", 0),
        ("anscombe_3", "huber", {"delta": 0.5}, "fixed.anIII.huber_0.5", 0),
        ("anscombe_3", "absolute_error", {}, "anIII.lad", 0),
        ("anscombe_1", "squared_error", {}, "anI.ols", 0),
        ("anscombe_1", "absolute_error", {}, "anI.lad", 0),
        ("anscombe_1", "huber", {"delta": 1.0}, "fixed.anI.huber_1", 0),
        ("anscombe_1", "log_cosh", {}, "fixed.anI.log_cosh_1", 0),
        ("anscombe_4", "squared_error", {}, "anIV.ols", 0),
    ],
)
def test_a_point_left_where_it_was_gives_the_published_line(
    data: str, loss: str, params: dict[str, float], case: str, shift: float
) -> None:
    problem = LINE_PROBLEMS[data]
    view = MovedPoint(problem, 2, problem.x[2], problem.y[2], (by(loss, **params),))
    agree(view, 0, case, shift)


def test_without_the_year_the_line_is_the_published_one() -> None:
    known = ALL["influence.phones_cook"]["expected"]
    for row in range(len(PHONES)):
        view = MovedPoint(PHONES, row, PHONES.x[row], PHONES.y[row], (SQUARED,))
        ((intercept, slope),) = view.clean
        assert slope == pytest.approx(known["loo_slope"][row], rel=1e-7)
        assert intercept + 1900 * slope == pytest.approx(known["loo_intercept"][row], rel=1e-7)
