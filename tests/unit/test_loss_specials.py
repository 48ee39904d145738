"""Losses at the corners of their families, and against other people's implementations."""

import mpmath
import numpy as np
import pytest
from statsmodels.robust import norms

from lossviz import LOSSES
from lossviz.core import Task
from lossviz.functionals import MAJORITY, class_log_frequencies
from lossviz.noise import Noise
from lossviz.registry import losses_for
from tests.unit import loss_checks as checks
from tests.unit import oracle_formulas as oracle

R = np.array([-1e150, -30.0, -1.5, -1e-9, 0.0, 1e-12, 0.3, 2.0, 7.5, 1e20, 1e150])
ZERO = np.zeros(R.shape)
BARRON = LOSSES["general_robust"]
METHODS = ["value", "grad", "curvature"]


def barron_limit(alpha: float, r: np.ndarray, c: float) -> np.ndarray:
    """The special cases of Barron (2019), eq. (8), with the square kept from overflowing."""
    x = r / c
    if alpha == 2:
        return 0.5 * x * x
    if alpha == 0:
        near = np.minimum(np.abs(x), 1e6)
        return np.where(np.abs(x) < 1e6, np.log1p(0.5 * near**2), 2 * np.log(np.abs(x) + 1e-300)
                        - np.log(2))  # fmt: skip
    return -np.expm1(-0.5 * np.minimum(np.abs(x), 1e6) ** 2)


@pytest.mark.parametrize("c", [0.1, 1.0, 5.0])
@pytest.mark.parametrize(
    ("alpha", "limit"),
    [
        (2.0, 2), (2.0 - 1e-16, 2), (2.0 + 1e-16, 2),
        (0.0, 0), (1e-16, 0), (-1e-16, 0), (5e-324, 0),
        (-np.inf, -np.inf), (-1e300, -np.inf), (-1e18, -np.inf),
    ],
)  # fmt: skip
def test_barron_limits(alpha: float, limit: float, c: float) -> None:
    with np.errstate(all="raise", under="ignore"):
        got = BARRON.value(R, ZERO, alpha=alpha, c=c)
    np.testing.assert_allclose(got, barron_limit(limit, R, c), rtol=2e-13, atol=0)


@pytest.mark.parametrize("order", [0, 1, 2], ids=METHODS)
@pytest.mark.parametrize("alpha", [2 - 4e-16, 2 + 5e-16, 2 - 1e-8, 1e-16, -1e-16, -1e-3, 1 + 1e-9])
def test_barron_next_to_its_limits(alpha: float, order: int) -> None:
    assert checks.golden_error(BARRON.at(alpha=alpha), order) <= 1e-12


@pytest.mark.parametrize("method", METHODS)
def test_barron_arrays_that_mix_the_limits(method: str) -> None:
    alpha = np.array([2.0, 0.0, 1.0, -np.inf, 2 - 4e-16, 1e-16, -2.0, 1.5])[:, None]
    with np.errstate(all="raise", under="ignore"):
        batch = getattr(BARRON, method)(R, ZERO, alpha=alpha, c=0.7)
        single = [getattr(BARRON, method)(R, ZERO, alpha=a, c=0.7) for a in alpha.ravel()]
    assert batch.shape == (8, 11)
    np.testing.assert_array_equal(batch, single)


@pytest.mark.parametrize("alpha", [2.0, 0.0, 1.0, -2.0, 0.5, 1.5, -np.inf])
def test_barron_at_infinity(alpha: float) -> None:
    ends = np.array([-np.inf, np.inf])
    with np.errstate(all="raise", under="ignore"):
        value = BARRON.value(ends, np.zeros(2), alpha=alpha)
        pull = -BARRON.grad(np.zeros(2), ends, alpha=alpha)
    height = {-2.0: 2.0, -np.inf: 1.0}.get(alpha, np.inf)
    np.testing.assert_allclose(value, height, rtol=1e-15)
    size = np.inf if alpha > 1 else 1.0 if alpha == 1 else 0.0
    np.testing.assert_allclose(pull, [size, -size])


def test_barron_is_the_other_losses() -> None:
    x, zero = R[1:-2], ZERO[1:-2]
    np.testing.assert_allclose(
        2 * BARRON.value(x, zero, alpha=2.0), LOSSES["squared_error"].value(x, zero), rtol=1e-14
    )
    c = np.sqrt(2.0) * 1.3
    np.testing.assert_allclose(
        BARRON.value(x, zero, alpha=0.0, c=1.3),
        2 / c**2 * LOSSES["cauchy"].value(x, zero, c=c),
        rtol=1e-13,
    )
    np.testing.assert_allclose(
        BARRON.value(x, zero, alpha=-np.inf, c=1.3),
        2 / c**2 * LOSSES["welsch"].value(x, zero, c=c),
        rtol=1e-13,
    )


def normaliser(alpha: float) -> float:
    """Integral of exp(-rho(x, alpha, 1)) by mpmath, in t with x = sinh t."""
    with mpmath.workdps(30):
        a = mpmath.mpf(alpha)

        def density(t: mpmath.mpf) -> mpmath.mpf:
            return mpmath.exp(-oracle.RESIDUAL["general_robust"](mpmath.sinh(t), a, 1)) * (
                mpmath.cosh(t)
            )

        return float(2 * mpmath.quad(density, [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512]))


@pytest.mark.parametrize("alpha", [0.05, 0.2, 0.5, 1.0, 1.5, 1.95, 2 - 1e-9, 3.0])
def test_barron_density_is_normalised(alpha: float) -> None:
    noise = BARRON.at(alpha=alpha).facts.noise
    assert isinstance(noise, Noise)
    peak = float(noise.log_density(np.zeros(()), np.zeros(()), 1.0))
    assert peak == pytest.approx(-np.log(normaliser(alpha)), abs=1e-11)


# soft labels, two classes, limits of families


@pytest.mark.parametrize("key", list(losses_for(Task.BINARY)))
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("label", [0.0, 1e-9, 0.3, 0.5, 1.0])
def test_soft_labels_are_mixtures(key: str, method: str, label: float) -> None:
    z = np.linspace(-30.0, 30.0, 41)
    f = getattr(LOSSES[key], method)
    mixture = label * f(1.0, z) + (1 - label) * f(0.0, z)
    np.testing.assert_allclose(f(label, z), mixture, rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("key", list(losses_for(Task.BINARY)))
@pytest.mark.parametrize("method", METHODS)
def test_hard_labels_do_not_depend_on_their_neighbours(key: str, method: str) -> None:
    y, z = np.array([0.0, 1.0, 0.25]), np.array([3.0, -800.0, 1.0])
    f = getattr(LOSSES[key], method)
    np.testing.assert_allclose(f(y, z)[:2], f(y[:2], z[:2]), rtol=1e-15)


def test_a_label_without_a_share_is_not_charged() -> None:
    soft = LOSSES["exponential"].value([1.0, 0.0, 0.5], [1e3, -1e3, 1e3])
    np.testing.assert_array_equal(soft, [0.0, 0.0, np.inf])


@pytest.mark.parametrize("pos_weight", [0.2, 3.0])
def test_pos_weight_multiplies_label_one_only(pos_weight: float) -> None:
    bce = LOSSES["binary_cross_entropy"]
    z = np.array([-2.0, 0.5, 40.0])
    weighted, plain = bce.value(1.0, z, pos_weight=pos_weight), bce.value(1.0, z)
    np.testing.assert_allclose(weighted, pos_weight * plain, rtol=1e-15)
    np.testing.assert_array_equal(bce.value(0.0, z, pos_weight=pos_weight), bce.value(0.0, z))
    y = np.array([1.0, 0.0, 1.0])
    assert bce.mean(y, z, pos_weight=pos_weight) == pytest.approx(
        bce.value(y, z, pos_weight=pos_weight).sum() / 3, rel=1e-15
    )


@pytest.mark.parametrize(
    ("binary", "classes"),
    [("binary_cross_entropy", "softmax_cross_entropy"), ("focal", "softmax_focal")],
)
def test_two_classes_are_the_binary_loss(binary: str, classes: str) -> None:
    z, y = np.array([-700.0, -3.0, 0.2, 40.0]), np.array([0.0, 1.0, 1.0, 0.0])
    logits = np.stack([np.zeros(4), z], axis=-1)
    np.testing.assert_allclose(
        LOSSES[classes].value(y, logits), LOSSES[binary].value(y, z), rtol=1e-14
    )
    np.testing.assert_allclose(
        LOSSES[classes].grad(y, logits)[:, 1], LOSSES[binary].grad(y, z), rtol=1e-14
    )
    np.testing.assert_allclose(
        LOSSES[classes].curvature(y, logits)[:, 1, 1], LOSSES[binary].curvature(y, z), rtol=1e-13
    )


@pytest.mark.parametrize("key", list(losses_for(Task.MULTICLASS)))
def test_the_pulls_on_the_classes_add_up_to_zero(key: str) -> None:
    rng = np.random.default_rng(0)
    logits, y = rng.normal(0, 5, (50, 4)), rng.integers(0, 4, 50)
    slope, bend = LOSSES[key].grad(y, logits), LOSSES[key].curvature(y, logits)
    np.testing.assert_allclose(slope.sum(axis=-1), 0.0, atol=1e-14)
    np.testing.assert_allclose(bend.sum(axis=-1), 0.0, atol=1e-13)
    np.testing.assert_allclose(bend, np.swapaxes(bend, -1, -2), atol=1e-15)


def test_smoothing_spreads_over_all_classes() -> None:
    loss, logits = LOSSES["softmax_cross_entropy"], np.array([[2.0, -1.0, 0.3]])
    target = 0.9 * np.array([[0.0, 1.0, 0.0]]) + 0.1 / 3
    smoothed = loss.value([1], logits, label_smoothing=0.1)
    np.testing.assert_allclose(smoothed, loss.value(target, logits), rtol=1e-15)


@pytest.mark.parametrize(
    ("share", "low", "high"),
    [
        ([0.0, 0.0], -np.inf, -1.0),
        ([0.0, 1.0], -1.0, 1.0),
        ([1.0, 1.0], 1.0, np.inf),
        ([1.0, 1.0, 0.0], 1.0, 1.0),
    ],
)
def test_the_majority_may_leave_a_choice(share: list[float], low: float, high: float) -> None:
    assert MAJORITY.of(share) == (low, high)


def test_an_absent_class_is_at_minus_infinity() -> None:
    low, _high = class_log_frequencies().of(np.eye(3)[[0, 0, 1]])
    np.testing.assert_allclose(np.exp(low) / np.exp(low).sum(), [2 / 3, 1 / 3, 0.0])


# other people's implementations


@pytest.mark.parametrize(
    ("key", "params", "norm"),
    [
        ("huber", {"delta": 1.345}, norms.HuberT(1.345)),
        ("tukey_biweight", {"c": 4.685}, norms.TukeyBiweight(4.685)),
    ],
)
def test_statsmodels_norms(key: str, params: dict[str, float], norm: norms.RobustNorm) -> None:
    r = np.linspace(-9.0, 9.0, 37)
    at = LOSSES[key].at(**params)
    # its biweight is -(c^2/6)(1 - u^2)^3 in rho: the same but for a constant
    np.testing.assert_allclose(
        at.value(r, 0 * r) - at.value(0.0, 0.0), norm.rho(r) - norm.rho(0.0), rtol=1e-12, atol=1e-12
    )
    np.testing.assert_allclose(at.psi(r), norm.psi(r), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(at.weight(r), norm.weights(r), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(at.curvature(r, 0 * r), norm.psi_deriv(r), rtol=1e-12, atol=1e-12)


def test_statsmodels_student_t_has_the_same_weights() -> None:
    r, norm = np.linspace(-9.0, 9.0, 37), norms.StudentT(c=1.7, df=4)
    weight = LOSSES["student_t"].at(nu=4.0, c=1.7).weight(r)
    np.testing.assert_allclose(weight, norm.weights(r) / norm.weights(0.0), rtol=1e-12)
