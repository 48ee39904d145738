"""Logistic and softmax fits: oracles, properties, separation, bad input."""

import warnings

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special
from sklearn.linear_model import LogisticRegression

from lossviz import LOSSES
from lossviz.data import load
from lossviz.fits import LogisticFit, SoftmaxFit, fit_logistic, fit_softmax
from lossviz.numerics import Array

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=25, deadline=None)


def with_ones(x: Array) -> Array:
    return np.column_stack([np.ones(len(x)), x])


def overlapping(seed: int, n_classes: int = 2, k: int = 2) -> tuple[Array, Array]:
    """Random rows, and some rows that occur with every label: a finite minimiser exists."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(25, k)) * rng.uniform(0.1, 30, k) + rng.uniform(-100, 100, k)
    y = rng.integers(n_classes, size=25)
    shared = x[: k + 2]
    every = np.repeat(np.arange(n_classes), len(shared))
    return np.vstack([x, np.tile(shared, (n_classes, 1))]), np.concatenate([y, every])


def balance(x: Array, residual: Array, weight: Array) -> float:
    """Largest sum of residual * x, relative to the sum of its terms' sizes."""
    design = with_ones(x)
    centred = np.column_stack([design[:, 0], x - x.mean(axis=0)])
    terms = residual[:, :, None] * centred[:, None, :] * weight[:, None, None]
    return float(np.max(np.abs(terms.sum(axis=0)) / np.abs(terms).sum(axis=0)))


def softmax_residual(fit: SoftmaxFit, x: Array, y: Array) -> Array:
    p = special.softmax(with_ones(x) @ fit.coefficients.T, axis=1)
    return np.asarray(p - np.eye(p.shape[1])[y])


def logistic_residual(fit: LogisticFit, x: Array, y: Array) -> Array:
    return np.asarray(special.expit(with_ones(x) @ fit.coefficients) - y)[:, None]


# --- gradient, objective, oracles -------------------------------------------------------------


@FEW
@given(seed=SEEDS)
def test_pulls_cancel_at_the_logistic_fit(seed: int) -> None:
    x, y = overlapping(seed)
    fit = fit_logistic(x, y)
    assert fit.converged
    assert fit.message == ""
    assert balance(x, logistic_residual(fit, x, y), np.ones(len(y))) <= 1e-10


@FEW
@given(seed=SEEDS, n_classes=st.integers(2, 4))
def test_pulls_cancel_at_the_softmax_fit(seed: int, n_classes: int) -> None:
    x, y = overlapping(seed, n_classes)
    fit = fit_softmax(x, y)
    assert fit.converged
    assert balance(x, softmax_residual(fit, x, y), np.ones(len(y))) <= 1e-10


def test_the_balance_notices_a_slope_off_by_a_millionth() -> None:
    x, y = overlapping(1)
    fit = fit_logistic(x, y)
    residual = special.expit(with_ones(x) @ (fit.coefficients * [1, 1 + 1e-6, 1])) - y
    assert balance(x, residual[:, None], np.ones(len(y))) > 1e-9


@pytest.mark.parametrize("seed", range(5))
def test_logistic_against_statsmodels(seed: int) -> None:
    x, y = overlapping(seed)
    oracle = sm.Logit(y, with_ones(x)).fit(disp=False, tol=1e-14)
    np.testing.assert_allclose(fit_logistic(x, y).coefficients, oracle.params, rtol=1e-7)


@pytest.mark.parametrize("seed", range(5))
def test_soft_labels_and_weights_against_statsmodels_glm(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, soft = rng.normal(70, 7, size=(30, 1)), rng.uniform(size=30)
    weight = rng.uniform(0.1, 5, size=30)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns that proportions are not counts
        oracle = sm.GLM(soft, with_ones(x), family=sm.families.Binomial(), freq_weights=weight)
        params = oracle.fit(tol=1e-14).params
    fit = fit_logistic(x, soft, sample_weight=weight)
    np.testing.assert_allclose(fit.coefficients, params, rtol=1e-7)


@pytest.mark.parametrize("l2", [1e-3, 0.1, 10.0])
@pytest.mark.parametrize("intercept", [True, False])
def test_ridge_against_scikit_learn(l2: float, intercept: bool) -> None:
    rng = np.random.default_rng(8)
    x = rng.normal(size=(60, 3))
    y = (x @ [1, -2, 0] + rng.logistic(size=60) > 0.4).astype(int)
    oracle = LogisticRegression(
        C=1 / (l2 * len(y)), fit_intercept=intercept, tol=1e-12, solver="newton-cholesky"
    ).fit(x, y)
    fit = fit_logistic(x, y, l2=l2, intercept=intercept)
    want = np.concatenate([oracle.intercept_, oracle.coef_[0]]) if intercept else oracle.coef_[0]
    np.testing.assert_allclose(fit.coefficients, want, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("l2", [0.0, 1e-2, 1.0])
def test_softmax_against_scikit_learn(l2: float) -> None:
    rng = np.random.default_rng(9)
    x = rng.normal(size=(80, 2))
    y = (x @ rng.normal(size=(2, 4)) + rng.gumbel(size=(80, 4))).argmax(axis=1)
    oracle = LogisticRegression(
        C=1 / (l2 * len(y)) if l2 else np.inf, tol=1e-12, solver="newton-cg", max_iter=10_000
    ).fit(x, y)
    logits = oracle.decision_function(x)
    fit = fit_softmax(x, y, l2=l2)
    ours = with_ones(x) @ fit.coefficients.T
    np.testing.assert_allclose(
        ours - ours.mean(axis=1, keepdims=True),
        logits - logits.mean(axis=1, keepdims=True),
        atol=1e-5,
    )


@pytest.mark.parametrize("seed", range(3))
def test_softmax_against_statsmodels(seed: int) -> None:
    x, y = overlapping(seed, 3)
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    oracle = sm.MNLogit(y, with_ones(x)).fit(disp=False, method="newton", tol=1e-14)
    fit = fit_softmax(x, y)
    np.testing.assert_allclose(fit.relative_to(0)[1:], oracle.params.T, rtol=1e-6, atol=1e-9)
    assert fit.objective * len(y) == pytest.approx(-oracle.llf, rel=1e-12)


@pytest.mark.parametrize("l2", [0.0, 0.3])
def test_objectives_are_the_mean_loss_and_the_penalty(l2: float) -> None:
    x, y = overlapping(3, 3)
    fit = fit_softmax(x, y, l2=l2)
    loss = LOSSES["softmax_cross_entropy"].mean(y, with_ones(x) @ fit.coefficients.T)
    penalty = l2 / 2 * np.sum(fit.coefficients[:, 1:] ** 2)
    assert fit.objective == pytest.approx(loss + penalty, rel=1e-12)
    z = fit_logistic(x, y == 1, l2=l2)
    loss = LOSSES["binary_cross_entropy"].mean((y == 1) * 1.0, with_ones(x) @ z.coefficients)
    assert z.objective == pytest.approx(loss + l2 / 2 * np.sum(z.coefficients[1:] ** 2), rel=1e-12)


@FEW
@given(seed=SEEDS, l2=st.sampled_from([0.0, 0.01, 1.0]))
def test_no_neighbour_is_better(seed: int, l2: float) -> None:
    x, y = overlapping(seed)
    fit = fit_logistic(x, y, l2=l2)
    rng = np.random.default_rng(seed)
    near = fit.coefficients + rng.normal(size=(200, 3)) * np.abs(fit.coefficients) * 1e-2
    z = near @ with_ones(x).T
    means = np.mean(np.logaddexp(0, z) - y * z, axis=1) + l2 / 2 * np.sum(near[:, 1:] ** 2, axis=1)
    assert np.all(means >= fit.objective * (1 - 1e-13))


# --- invariances ------------------------------------------------------------------------------


@FEW
@given(seed=SEEDS)
def test_shifting_a_column_moves_only_the_intercept(seed: int) -> None:
    x, y = overlapping(seed)
    here, there = fit_logistic(x, y), fit_logistic(x + np.array([1000.0, -50.0]), y)
    np.testing.assert_allclose(there.coefficients[1:], here.coefficients[1:], rtol=1e-8, atol=1e-11)
    assert there.objective == pytest.approx(here.objective, rel=1e-11)


@FEW
@given(seed=SEEDS)
def test_frequency_weights_are_repeated_rows(seed: int) -> None:
    x, y = overlapping(seed, 3)
    weight = np.random.default_rng(seed).integers(0, 4, size=len(y))
    weight[25:] = 1  # the rows that make it overlap stay
    times = np.repeat(np.arange(len(y)), weight)
    weighted, repeated = fit_softmax(x, y, sample_weight=weight), fit_softmax(x[times], y[times])
    np.testing.assert_allclose(weighted.coefficients, repeated.coefficients, rtol=1e-7, atol=1e-9)
    assert weighted.objective == pytest.approx(repeated.objective, rel=1e-11)


@FEW
@given(seed=SEEDS)
def test_two_classes_are_a_logistic_fit(seed: int) -> None:
    x, y = overlapping(seed)
    pair, single = fit_softmax(x, y), fit_logistic(x, y)
    np.testing.assert_allclose(pair.relative_to(0)[1], single.coefficients, rtol=1e-8)
    assert pair.objective == pytest.approx(single.objective, rel=1e-12)
    np.testing.assert_allclose(pair.weights, 2 * single.weights, rtol=1e-7, atol=1e-300)


@FEW
@given(seed=SEEDS, n_classes=st.integers(2, 5), l2=st.sampled_from([0.0, 0.1]))
def test_softmax_coefficients_sum_to_zero_over_the_classes(
    seed: int, n_classes: int, l2: float
) -> None:
    x, y = overlapping(seed, n_classes)
    fit = fit_softmax(x, y, l2=l2)
    assert fit.coefficients.shape == (n_classes, 3)
    size = np.abs(fit.coefficients).max(axis=0)
    assert np.all(np.abs(fit.coefficients.sum(axis=0)) <= 1e-13 * size)
    assert not fit.relative_to(1)[1].any()


def test_as_many_coefficients_as_rows_meet_every_soft_label() -> None:
    x, y = np.array([1.0, 3.0]), np.array([0.2, 0.7])
    fit = fit_logistic(x, y)
    assert fit.converged
    p = special.expit(fit.coefficients[0] + fit.coefficients[1] * x)
    np.testing.assert_allclose(p, y, rtol=1e-12)


def test_hard_targets_and_class_indices_are_the_same() -> None:
    x, y = overlapping(5, 3)
    np.testing.assert_array_equal(
        fit_softmax(x, y).coefficients, fit_softmax(x, np.eye(3)[y]).coefficients
    )


def test_one_column_may_be_flat() -> None:
    x, y = overlapping(5, k=1)
    np.testing.assert_array_equal(
        fit_logistic(x, y).coefficients, fit_logistic(x[:, 0], y).coefficients
    )


def test_uniform_targets_give_no_slope() -> None:
    fit = fit_softmax([[1.0], [2.0], [5.0]], np.full((3, 3), 1 / 3))
    assert fit.objective == pytest.approx(np.log(3), rel=1e-14)
    np.testing.assert_allclose(fit.coefficients, 0, atol=1e-14)


# --- separation -------------------------------------------------------------------------------


def separates(direction: Array, x: Array, y: Array) -> bool:
    """No row's loss rises along the direction, and some row's falls."""
    z = with_ones(x) @ direction
    size = np.max(np.abs(with_ones(x)) @ np.abs(direction))
    margins = np.where(y == 1, z, -z)
    return bool(np.all(margins >= -1e-9 * size) and np.any(margins > 1e-9 * size))


def classes_separate(direction: Array, x: Array, y: Array) -> bool:
    z = with_ones(x) @ direction.T
    gaps = z[np.arange(len(y)), y][:, None] - z
    size = np.max(np.abs(with_ones(x)) @ np.abs(direction).sum(axis=0))
    return bool(np.all(gaps >= -1e-9 * size) and np.any(gaps > 1e-9 * size))


def refused(fit: LogisticFit) -> bool:
    """No finite minimiser, said in every field."""
    return (
        not fit.converged
        and fit.message.startswith("No finite minimiser")
        and bool(np.isnan(fit.coefficients).all())
        and fit.direction is not None
        and fit.direction.shape == fit.coefficients.shape
    )


def planted(seed: int, gap: float, k: int = 2) -> tuple[Array, Array]:
    """Rows on two sides of a plane; pairs of rows near it are `gap` beyond it (< 0: across)."""
    rng = np.random.default_rng(seed)
    normal = rng.normal(size=k)
    normal /= np.linalg.norm(normal)
    x = rng.normal(size=(30, k))
    y = x @ normal > 0
    x += 0.1 * np.where(y, 1, -1)[:, None] * normal
    edge = rng.normal(size=(k + 1, k))
    edge -= np.outer(edge @ normal, normal)
    x = np.vstack([x, edge + gap * normal, edge - gap * normal])
    return x, np.concatenate([y, np.ones(k + 1), np.zeros(k + 1)]).astype(int)


@FEW
@given(seed=SEEDS, k=st.integers(1, 4), gap=st.sampled_from([0.1, 1e-3, 1e-6, 1e-7]))
def test_separable_data_are_always_reported(seed: int, k: int, gap: float) -> None:
    x, y = planted(seed, gap, k)
    fit = fit_logistic(x, y)
    assert refused(fit)
    assert fit.direction is not None
    assert separates(fit.direction, x, y)
    assert fit.objective <= 1e-12
    assert "completely" in fit.message


@FEW
@given(seed=SEEDS, k=st.integers(1, 4))
def test_touching_data_are_always_reported(seed: int, k: int) -> None:
    x, y = planted(seed, 0.0, k)
    fit = fit_logistic(x, y)
    assert refused(fit)
    assert fit.direction is not None
    assert separates(fit.direction, x, y)
    # the pairs on the boundary keep a coin each, the others cost nothing in the end
    assert fit.objective == pytest.approx(2 * (k + 1) / len(y) * np.log(2), rel=1e-9)


@FEW
@given(seed=SEEDS, k=st.integers(1, 4), gap=st.sampled_from([0.1, 1e-3, 1e-6, 1e-7]))
def test_barely_overlapping_data_are_never_reported(seed: int, k: int, gap: float) -> None:
    x, y = planted(seed, -gap, k)
    fit = fit_logistic(x, y)
    assert fit.message == ""
    assert fit.converged
    assert np.abs(fit.coefficients).max() < 1e4


def many(n: int) -> tuple[Array, Array]:
    x = np.random.default_rng(12).normal(size=(n, 2))
    return x, (x @ [1.0, 2.0] > 0).astype(int)


def test_many_separable_rows_are_reported() -> None:
    x, y = many(20_000)
    fit = fit_logistic(x, y)
    assert refused(fit)
    assert fit.direction is not None
    assert separates(fit.direction, x, y)
    corner = fit_softmax(x, np.where(x[:, 1] > 2, 2, y))  # each class linear against each other
    assert refused(corner)
    assert corner.direction is not None
    assert classes_separate(corner.direction, x, np.where(x[:, 1] > 2, 2, y))


@pytest.mark.parametrize("row", [0, 777, 19_999])
def test_one_wrong_label_among_many_is_found(row: int) -> None:
    x, y = many(20_000)
    y[row] = 1 - y[row]
    fit = fit_logistic(x, y)
    assert fit.message == ""
    assert fit.converged


def test_the_separation_checks_notice_a_wrong_direction() -> None:
    x, y = planted(0, 0.1)
    direction = fit_logistic(x, y).direction
    assert direction is not None
    assert not separates(-direction, x, y)
    assert not separates(np.zeros(3), x, y)
    assert not separates(direction + np.array([0.5, 0, 0]), x, y)
    assert not refused(fit_logistic(x, y, l2=0.1))


@FEW
@given(seed=SEEDS, gap=st.sampled_from([0.1, 0.0]))
def test_a_penalty_brings_the_minimiser_back(seed: int, gap: float) -> None:
    x, y = planted(seed, gap)
    fit = fit_logistic(x, y, l2=1e-3)
    assert fit.converged
    assert fit.direction is None
    gradient = with_ones(x).T @ logistic_residual(fit, x, y)[:, 0] / len(y)
    gradient[1:] += 1e-3 * fit.coefficients[1:]
    np.testing.assert_allclose(gradient, 0, atol=1e-12)


@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("l2", [0.0, 1.0])
def test_one_label_only_has_no_finite_intercept(label: int, l2: float) -> None:
    fit = fit_logistic([1.0, 2.0, 4.0], [label] * 3, l2=l2)
    assert refused(fit)
    assert f"only label {label} occurs" in fit.message
    np.testing.assert_allclose(fit.direction, [2 * label - 1, 0], atol=1e-12)
    assert fit.objective == 0


def test_one_label_on_both_sides_of_zero_has_a_fit_without_intercept() -> None:
    fit = fit_logistic([-1.0, 1.0, 2.0, -2.0], [1, 1, 1, 1], intercept=False)
    assert fit.converged
    np.testing.assert_allclose(fit.coefficients, [0.0], atol=1e-12)


@pytest.mark.parametrize("absent", [(1,), (0, 2)])
@pytest.mark.parametrize("l2", [0.0, 1.0])
def test_absent_classes_are_named(absent: tuple[int, ...], l2: float) -> None:
    x, y = overlapping(4, 2)
    kept = [c for c in range(2 + len(absent)) if c not in absent]
    fit = fit_softmax(x, np.array(kept)[y], l2=l2, n_classes=2 + len(absent))
    assert refused(fit)
    assert f"class {', '.join(map(str, absent))}," in fit.message
    assert fit.direction is not None
    assert np.all(fit.direction[list(absent), 0] < 0)
    # what is left is the fit of the classes that occur
    assert l2 > 0 or fit.objective == pytest.approx(fit_softmax(x, y).objective, rel=1e-10)


def penguins(*features: str) -> tuple[Array, Array]:
    data = load("penguins")
    x = np.column_stack([data[f] for f in features])
    kept = ~np.isnan(x).any(axis=1)
    return x[kept], np.unique(data["species"][kept], return_inverse=True)[1]


def test_gentoo_alone_splits_off_by_bill_depth_and_flipper() -> None:
    x, y = penguins("bill_depth_mm", "flipper_length_mm")
    fit = fit_softmax(x, y)
    assert refused(fit)
    assert fit.direction is not None
    assert classes_separate(fit.direction, x, y)
    np.testing.assert_allclose(fit.direction[0], fit.direction[1], atol=1e-9)
    # the infimum: Gentoo costs nothing, Adelie against Chinstrap what a logistic fit leaves
    pair = fit_logistic(x[y < 2], y[y < 2])
    assert fit.objective == pytest.approx(pair.objective * np.mean(y < 2), rel=1e-10)


def test_the_class_check_notices_a_wrong_direction() -> None:
    x, y = penguins("bill_depth_mm", "flipper_length_mm")
    direction = fit_softmax(x, y).direction
    assert direction is not None
    assert not classes_separate(direction[[1, 2, 0]], x, y)
    assert not classes_separate(np.zeros((3, 3)), x, y)


def test_penguins_by_bill_length_and_flipper_have_a_fit() -> None:
    x, y = penguins("bill_length_mm", "flipper_length_mm")
    fit = fit_softmax(x, y)
    assert fit.converged
    assert fit.direction is None


def iris() -> tuple[Array, Array]:
    data = load("iris")
    x = np.column_stack([data[c] for c in data.values if c != "species"])
    return x, np.unique(data["species"], return_inverse=True)[1]


def test_setosa_splits_off_and_leaves_the_other_two() -> None:
    x, y = iris()
    fit = fit_softmax(x, y)
    assert refused(fit)
    assert fit.direction is not None
    assert classes_separate(fit.direction, x, y)
    pair = fit_logistic(x[y > 0], y[y > 0] - 1)
    assert pair.converged
    assert fit.objective == pytest.approx(pair.objective * 2 / 3, rel=1e-9)


def test_three_classes_apart_are_complete() -> None:
    fit = fit_softmax([[0.0], [1.0], [5.0], [6.0], [9.0], [10.0]], [0, 0, 1, 1, 2, 2])
    assert refused(fit)
    assert "completely" in fit.message
    assert fit.objective <= 1e-12


def test_ten_times_the_direction_is_better_and_a_hundred_times_better_still() -> None:
    data = load("iris")
    kept = data["species"] != "virginica"
    x, y = data["petal_length_cm"][kept, None], (data["species"][kept] == "versicolor") * 1.0
    direction = fit_logistic(x, y).direction
    assert direction is not None
    means = [
        LOSSES["binary_cross_entropy"].mean(y, t * with_ones(x) @ direction)
        for t in (1, 10, 100, 1000)
    ]
    assert means[0] > means[1] > means[2] > means[3]
    assert means[3] < 1e-12


# --- columns and input ------------------------------------------------------------------------


def test_raw_units_cost_no_accuracy() -> None:
    """A year and its square, as they arrive."""
    year = np.arange(1950.0, 1990.0)
    y = (np.arange(40) * 7 % 11 > 5).astype(float)
    fit = fit_logistic(np.column_stack([year, year**2]), y)
    assert fit.converged
    residual = special.expit(with_ones(np.column_stack([year, year**2])) @ fit.coefficients) - y
    centred = year - year.mean()
    for column in (np.ones(40), centred, centred**2):
        assert abs(residual @ column) <= 1e-6 * np.sum(np.abs(residual * column))


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ([[1, 5], [2, 5], [3, 5], [4, 5]], "column 1 of X, which is constant"),
        ([[1, 3], [2, 5], [3, 7], [4, 9]], "column [01] of X, which is a linear combination"),
        ([[1, 2, 4, 1], [2, 7, 1, 3], [3, 1, 1, 9], [4, 0, 2, 2]], "one too many for 4 rows"),
    ],
)
def test_dependent_columns_are_named(columns: list[list[float]], name: str) -> None:
    with pytest.raises(ValueError, match=name):
        fit_logistic(columns, [0, 1, 0, 1])
    with pytest.raises(ValueError, match=name):
        fit_softmax(columns, [0, 1, 0, 1])


def test_a_penalty_shares_the_slope_of_twin_columns() -> None:
    x = np.array([1.0, 2, 3, 4, 5, 6])
    y = [0, 0, 1, 0, 1, 1]
    fit = fit_logistic(np.column_stack([x, x, np.ones(6)]), y, l2=0.1)
    assert fit.converged
    assert fit.coefficients[1] == pytest.approx(fit.coefficients[2], rel=1e-9)
    assert fit.coefficients[3] == pytest.approx(0, abs=1e-12)
    single = fit_logistic(x, y, l2=0.05)
    assert fit.coefficients[1] + fit.coefficients[2] == pytest.approx(single.coefficients[1])


def test_rows_of_weight_zero_are_not_there() -> None:
    x, y = overlapping(6, k=1)
    whole = fit_logistic(np.vstack([x, [[1e6]]]), [*y, 1], sample_weight=[1] * len(y) + [0])
    np.testing.assert_allclose(whole.coefficients, fit_logistic(x, y).coefficients, rtol=1e-12)
    assert whole.weights[-1] == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([], []), "at least one observation"),
        (([[1.0]], [2]), r"y must lie in \[0, 1\], got 2"),
        (([[1.0], [2.0]], [0, np.nan]), r"y must lie in \[0, 1\], got nan"),
        (([[np.inf], [2.0]], [0, 1]), r"X must lie in \(-inf, inf\), got inf"),
        (([[np.nan], [2.0]], [0, 1]), r"X must lie in \(-inf, inf\), got nan"),
        (([[1.0], [2.0], [3.0]], [0, 1]), "X has 3 rows and y has 2"),
        (([[[1.0]], [[2.0]]], [0, 1]), r"X must have shape \(n, k\)"),
        (([[1.0], [2.0]], [[0], [1]]), r"y must have shape \(n,\)"),
        (([[1.0], [2.0]], [0, 1], -1.0), r"l2 must lie in \[0, inf\), got -1"),
        (([[1.0], [2.0]], [0, 1], 0.0, [1, -2]), r"sample_weight must lie in \[0, inf\), got -2"),
        (([[1.0], [2.0]], [0, 1], 0.0, [0, 0]), "sample_weight must not sum to zero"),
        (([[1.0], [2.0]], [0, 1], 0.0, [1, 1, 1]), "sample_weight has shape"),
    ],
)
def test_bad_logistic_input_is_refused(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fit_logistic(*arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([], []), "at least one observation"),
        (([[1.0], [2.0]], [0, 0.5]), "whole numbers, got 0.5"),
        (([[1.0], [2.0]], [-1, 1]), r"class labels must lie in \[0, 1\], got -1"),
        (([[1.0], [2.0]], [0, np.nan]), "y must be finite, got nan"),
        (([[1.0], [2.0]], [0, 0]), r"number of classes must lie in \[2, inf\), got 1"),
        (([[1.0], [2.0]], [[0.5, 0.4], [0, 1]]), "must sum to 1.* got 0.9"),
        (([[1.0], [2.0]], [0, 1], -0.5), r"l2 must lie in \[0, inf\), got -0.5"),
        (([[1.0]], [0, 1]), "X has 1 rows and y has 2"),
        (([[1.0], [2.0]], [0, 3], 0.0, None, True, 3), r"class labels must lie in \[0, 2\], got 3"),
    ],
)
def test_bad_softmax_input_is_refused(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fit_softmax(*arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", [1e-150, 1e-8, 1e8, 1e150])
def test_columns_of_any_size_fit(size: float) -> None:
    x, y = overlapping(7, k=1)
    small = fit_logistic(x, y)
    np.testing.assert_allclose(
        fit_logistic(x * size, y).coefficients, small.coefficients / [1, size], rtol=1e-9
    )


# --- numbers that the pages print (the teaching design) ---------------------------------------


def test_orings_cost_0_614_at_the_base_rate_and_0_442_at_best() -> None:
    data = load("challenger_orings")
    x, y = data["temp_f"], data["any_distress"]
    assert y.sum() == 7
    base = LOSSES["binary_cross_entropy"].mean(y, np.full(23, special.logit(7 / 23)))
    assert base == pytest.approx(0.61450332, abs=1e-8)  # printed as 0.614: cut, not rounded
    fit = fit_logistic(x, y)
    assert round(fit.objective, 3) == 0.442
    costs = LOSSES["binary_cross_entropy"].value(y, with_ones(x[:, None]) @ fit.coefficients)
    worst = int(costs.argmax())
    assert data["flight"][worst] == "61-A"
    assert round(100 * costs[worst] / costs.sum()) == 24
    assert round(float(costs[worst]), 2) == 2.46
    assert round(-fit.coefficients[0] / fit.coefficients[1], 1) == 64.8


def test_three_times_the_steepness_costs_0_689_at_the_same_accuracy_and_a_lower_brier_score() -> (
    None
):
    data = load("challenger_orings")
    x, y = data["temp_f"], data["any_distress"]
    z = with_ones(x[:, None]) @ fit_logistic(x, y).coefficients
    figures = {
        factor: (
            round(LOSSES["binary_cross_entropy"].mean(y, factor * z), 3),
            round(float(np.mean((factor * z > 0) == y)), 3),
            round(float(np.mean((special.expit(factor * z) - y) ** 2)), 4),
        )
        for factor in (1, 3)
    }
    assert figures == {1: (0.442, 0.870, 0.1385), 3: (0.689, 0.870, 0.1367)}
