"""Entropy and its relatives: against scipy.stats, published values, and their identities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from lossviz.information import cross_entropy, entropy, kl_divergence
from lossviz.numerics import Array

RNG = np.random.default_rng(20)
P, Q = RNG.dirichlet(np.ones(5), size=(2, 3, 4))


def counts(k: int) -> st.SearchStrategy[Array]:
    return hnp.arrays(np.float64, k, elements=st.integers(0, 1000).map(float)).filter(
        lambda a: bool(a.sum() > 0)
    )


def normal(a: Array) -> Array:
    return np.asarray(a / a.sum())


distributions = counts(4).map(normal)
forecasts = counts(4).map(lambda a: normal(a + 1.0))


@pytest.mark.parametrize(("unit", "base"), [("nats", np.e), ("bits", 2.0)])
def test_entropy_is_scipys(unit: str, base: float) -> None:
    expected = stats.entropy(P, base=base, axis=-1)
    np.testing.assert_allclose(entropy(P, unit=unit), expected, rtol=1e-13)  # type: ignore[arg-type]


@pytest.mark.parametrize(("unit", "base"), [("nats", np.e), ("bits", 2.0)])
def test_divergence_is_scipys(unit: str, base: float) -> None:
    expected = stats.entropy(P, Q, base=base, axis=-1)
    np.testing.assert_allclose(kl_divergence(P, Q, unit=unit), expected, rtol=1e-12)  # type: ignore[arg-type]


# exact values; penguins: 152 Adelie, 68 Chinstrap, 124 Gentoo of 344 against 0.9, 0.05, 0.05
PENGUINS = np.array([152, 68, 124]) / 344


@pytest.mark.parametrize(
    ("value", "expected", "decimals"),
    [
        (entropy(np.full(3, 1 / 3)), 1.099, 3),  # log 3: knowing nothing of three classes
        (entropy([0.5, 0.5], unit="bits"), 1.0, 12),  # one coin is one bit
        (entropy([0.5, 0.25, 0.125, 0.125], unit="bits"), 1.75, 12),  # Cover & Thomas, ex. 2.1.2
        (kl_divergence([0.5, 0.5], [0.75, 0.25], unit="bits"), 0.2075, 4),  # ibid., ex. 2.3.1
        (kl_divergence([0.75, 0.25], [0.5, 0.5], unit="bits"), 0.1887, 4),
        (entropy(PENGUINS), 1.0492, 4),
        (cross_entropy(PENGUINS, [0.9, 0.05, 0.05]), 1.7186, 4),
        (kl_divergence(PENGUINS, [0.9, 0.05, 0.05]), 0.6694, 4),
        (entropy([0.9 + 0.1 / 3, 0.1 / 3, 0.1 / 3]), 0.291, 3),  # label smoothing 0.1, K = 3
    ],
)
def test_known_values(value: Array, expected: float, decimals: int) -> None:
    assert round(float(value), decimals) == expected


@given(distributions, forecasts)
def test_cross_entropy_is_entropy_plus_divergence(p: Array, q: Array) -> None:
    total = entropy(p) + kl_divergence(p, q)
    np.testing.assert_allclose(cross_entropy(p, q), total, rtol=1e-12, atol=1e-14)


@given(distributions, forecasts)
def test_divergence_is_zero_for_equals_and_positive_otherwise(p: Array, q: Array) -> None:
    assert kl_divergence(p, p) == 0.0
    # Pinsker: KL >= (total variation)^2 * 2
    variation = 0.5 * float(np.abs(p - q).sum())
    assert kl_divergence(p, q) >= 2 * variation**2 - 1e-14


@given(distributions)
def test_entropy_lies_between_zero_and_log_k(p: Array) -> None:
    assert 0.0 <= entropy(p) <= np.log(4.0) + 1e-15


@given(distributions, forecasts)
def test_one_nat_is_1_4427_bits(p: Array, q: Array) -> None:
    bits, nats = cross_entropy(p, q, unit="bits"), cross_entropy(p, q)
    np.testing.assert_allclose(bits, nats * 1.4426950408889634, rtol=1e-13)


def test_nothing_happens_costs_nothing() -> None:
    assert entropy([1.0, 0.0]) == 0.0
    assert cross_entropy([1.0, 0.0], [1.0, 0.0]) == 0.0
    assert kl_divergence([1.0, 0.0], [0.5, 0.5]) == pytest.approx(np.log(2.0), rel=1e-15)


@pytest.mark.parametrize("function", [cross_entropy, kl_divergence])
def test_forecasting_zero_for_what_happens_costs_infinity(function) -> None:  # type: ignore[no-untyped-def]
    assert function([0.5, 0.5], [1.0, 0.0]) == np.inf


@pytest.mark.parametrize("function", [cross_entropy, kl_divergence])
def test_nan_propagates_row_by_row(function) -> None:  # type: ignore[no-untyped-def]
    q = np.array([[0.5, 0.5], [np.nan, 0.5]])
    assert np.isnan(function([0.5, 0.5], q)).tolist() == [False, True]


def test_entropy_of_nan_is_nan() -> None:
    assert np.isnan(entropy([np.nan, 0.5]))


def test_batches_broadcast() -> None:
    assert kl_divergence(P, Q).shape == (3, 4)
    assert kl_divergence(P, Q[0, 0]).shape == (3, 4)
    np.testing.assert_array_equal(kl_divergence(P, Q)[1, 2], kl_divergence(P[1, 2], Q[1, 2]))


def test_no_rows_give_no_values() -> None:
    assert entropy(np.empty((0, 3))).shape == (0,)


@pytest.mark.parametrize(
    ("p", "message"),
    [
        ([0.5, 0.6], r"p must sum to 1 along its last axis, got 1.1; .*not probabilities"),
        ([1.5, -0.5], r"p must be probabilities in \[0, 1\], got 1.5; .*negative"),
        ([-0.5, 1.5], r"p must be probabilities in \[0, 1\], got -0.5; .*softmax first"),
        ([[0.5, 0.5], [0.2, 0.2]], "p must sum to 1 along its last axis, got 0.4"),
        ([], "p must sum to 1 along its last axis, got 0"),
        (0.5, "p must have one probability per class"),
    ],
)
def test_what_is_no_distribution_is_refused(p: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        entropy(p)  # type: ignore[arg-type]


def test_a_forecast_is_named_q() -> None:
    # log-probabilities passed as probabilities: the classic negative "divergence"
    with pytest.raises(ValueError, match=r"q must be probabilities in \[0, 1\], got -0.69"):
        kl_divergence([0.5, 0.5], np.log([0.5, 0.5]))


def test_class_counts_must_agree() -> None:
    with pytest.raises(ValueError, match="p has 2 classes and q has 1"):
        kl_divergence([0.5, 0.5], [1.0])


def test_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match='unit must be "nats" or "bits", got \'bans\''):
        entropy([1.0], unit="bans")  # type: ignore[arg-type]


def test_text_is_refused() -> None:
    with pytest.raises(TypeError, match="p must be numbers"):
        entropy(["a", "b"])  # type: ignore[list-item]
