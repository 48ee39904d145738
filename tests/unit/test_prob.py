"""Cross-entropies of probabilities: exact at 0 and 1, against scikit-learn and by hand."""

import numpy as np
import pytest
from sklearn.metrics import log_loss

from lossviz.numerics import Array
from lossviz.prob import binary_cross_entropy, cross_entropy

RNG = np.random.default_rng(21)
Y, P = RNG.integers(0, 2, 50), RNG.uniform(0.001, 0.999, 50)
CLASSES, FORECAST = RNG.integers(0, 3, 50), RNG.dirichlet(np.ones(3), 50)


def test_binary_mean_is_scikit_learns_log_loss() -> None:
    assert binary_cross_entropy(Y, P).mean() == pytest.approx(log_loss(Y, P), rel=1e-13)


def test_multi_class_mean_is_scikit_learns_log_loss() -> None:
    expected = log_loss(CLASSES, FORECAST, labels=[0, 1, 2])
    assert cross_entropy(CLASSES, FORECAST).mean() == pytest.approx(expected, rel=1e-13)


def test_two_classes_are_the_binary_case() -> None:
    both = np.column_stack([1.0 - P, P])
    np.testing.assert_allclose(cross_entropy(Y, both), binary_cross_entropy(Y, P), rtol=1e-12)


def test_one_hot_targets_are_the_classes() -> None:
    one_hot = np.eye(3)[CLASSES]
    np.testing.assert_array_equal(
        cross_entropy(one_hot, FORECAST), cross_entropy(CLASSES, FORECAST)
    )


@pytest.mark.parametrize(
    ("y", "p", "expected"),
    [
        (1.0, 0.0, np.inf),
        (0.0, 1.0, np.inf),
        (1.0, 1.0, 0.0),
        (0.0, 0.0, 0.0),
        (0.5, 0.0, np.inf),  # a soft label: half of it is on the impossible side
        (0.5, 0.5, 0.6931471805599453),
        (1.0, 1 / 3, 1.0986122886681098),  # -ln(1/3): a loss is positive
        (1.0, 5e-324, 744.4400719213812),  # the smallest number there is; ln of it by hand
        (1.0, 0.3, 1.2039728043259361),
    ],
)
def test_binary_by_hand(y: float, p: float, expected: float) -> None:
    assert binary_cross_entropy(y, p) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize("y", [0.0, 1.0])
def test_a_perfect_forecast_costs_plus_zero(y: float) -> None:
    assert not np.signbit(binary_cross_entropy(y, y))
    assert not np.signbit(cross_entropy([int(y)], [[1.0 - y, y]])).any()


@pytest.mark.parametrize(
    ("y", "p", "expected"),
    [
        ([1], [[1.0, 0.0]], [np.inf]),
        ([0], [[1.0, 0.0]], [0.0]),
        ([[0.5, 0.5]], [[1.0, 0.0]], [np.inf]),
        ([[0.5, 0.5, 0.0]], [[0.5, 0.5, 0.0]], [np.log(2.0)]),
    ],
)
def test_multi_class_by_hand(y: Array, p: Array, expected: Array) -> None:
    np.testing.assert_allclose(cross_entropy(y, p), expected, rtol=1e-15)


# what one sample with p = 0 on the true class costs with the clips people use
@pytest.mark.parametrize(
    ("clip", "expected"), [(1e-7, 16.12), (float(np.finfo(np.float64).eps), 36.04), (1e-6, 13.82)]
)
def test_a_clip_makes_the_infinite_finite(clip: float, expected: float) -> None:
    assert round(float(binary_cross_entropy(1.0, 0.0, clip=clip)), 2) == expected
    assert round(float(cross_entropy([1], [[1.0, 0.0]], clip=clip)[0]), 2) == expected


def test_a_clip_charges_a_perfect_forecast_too() -> None:
    assert binary_cross_entropy(1.0, 1.0, clip=0.1) == pytest.approx(-np.log(0.9), rel=1e-15)


def test_a_clip_leaves_what_lies_inside() -> None:
    np.testing.assert_array_equal(binary_cross_entropy(Y, P, clip=1e-4), binary_cross_entropy(Y, P))


def test_nan_propagates() -> None:
    assert np.isnan(binary_cross_entropy([1.0, np.nan, 1.0], [np.nan, 0.5, 0.5])).tolist() == [
        True,
        True,
        False,
    ]
    assert np.isnan(cross_entropy([0, 0], [[np.nan, 0.5], [0.5, 0.5]])).tolist() == [True, False]


def test_nothing_gives_nothing() -> None:
    assert binary_cross_entropy([], []).shape == (0,)
    assert cross_entropy(np.empty((0, 3)), np.empty((0, 3))).shape == (0,)


def test_binary_broadcasts_a_sweep() -> None:
    assert binary_cross_entropy(Y, np.array([[0.1], [0.9]])).shape == (2, 50)


@pytest.mark.parametrize(
    ("y", "p", "clip", "message"),
    [
        (2.0, 0.5, None, r"y_true must lie in \[0, 1\], got 2"),
        (-1.0, 0.5, None, r"y_true must lie in \[0, 1\], got -1"),
        (1.0, 1.5, None, r"p must lie in \[0, 1\], got 1.5"),
        (1.0, -0.1, None, r"p must lie in \[0, 1\], got -0.1"),
        (1.0, 0.5, 0.0, r"clip must lie in \(0, 0.5\), got 0"),
        (1.0, 0.5, 0.7, r"clip must lie in \(0, 0.5\), got 0.7"),
        (1.0, 0.5, np.nan, r"clip must lie in \(0, 0.5\), got nan"),
    ],
)
def test_binary_refuses(y: float, p: float, clip: float | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        binary_cross_entropy(y, p, clip)


@pytest.mark.parametrize(
    ("y", "p", "message"),
    [
        ([0], [[0.5, 0.6]], "p must sum to 1 along its last axis, got 1.1"),
        ([0], [[1.5, -0.5]], r"p must be probabilities in \[0, 1\], got 1.5"),
        ([2], [[0.5, 0.5]], r"class labels must lie in \[0, 1\], got 2"),
        ([0.5], [[0.5, 0.5]], "class labels must be whole numbers"),
        ([[0.2, 0.3, 0.5]], [[0.5, 0.5]], "y_true has 3 classes and p has 2"),
        ([[0.2, 0.3]], [[0.5, 0.5]], "y_true must sum to 1 along its last axis, got 0.5"),
        ([[1.2, -0.2]], [[0.5, 0.5]], r"y_true must be probabilities in \[0, 1\], got 1.2"),
        ([0], 0.5, "p must have one probability per class"),
    ],
)
def test_multi_class_refuses(y: Array, p: Array, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        cross_entropy(y, p)


def test_rows_may_be_off_by_rounding() -> None:
    assert cross_entropy([0], [[0.5, 0.5 + 5e-9]]).shape == (1,)
    with pytest.raises(ValueError, match="must sum to 1"):
        cross_entropy([0], [[0.5, 0.5 + 5e-8]])
