"""Maximum likelihood: oracles, properties, no maximum, bad input, the numbers of the pages."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from lossviz import noise
from lossviz.data import load
from lossviz.fits import MleFit, bell_and_tent, fit_logistic, fit_mle, quantile_lp
from lossviz.fits.columns import columns
from lossviz.fits.density_slopes import slopes
from lossviz.fits.likelihood import Sample
from lossviz.fits.newton import Local, minimise
from lossviz.numerics import Array

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=15, deadline=None)


def power(u: Array) -> Array:
    return np.abs(u) ** 1.5


REAL = {
    "gaussian": noise.gaussian(),
    "laplace": noise.laplace(),
    "asymmetric_laplace": noise.asymmetric_laplace(0.3),
    "student_t": noise.student_t(3.0),
    "cauchy": noise.cauchy(),
    "huber_density": noise.huber_density(1.5),
    "hyperbolic_secant": noise.hyperbolic_secant(),
    "from_rho": noise.from_rho("power", "power", "power", "", power),
}
SMOOTH = [key for key in REAL if "laplace" not in key]


def line_data(seed: int, n: int = 60) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    x = rng.normal(70, 7, n)
    return x, 5.0 + 0.3 * x + 2.0 * rng.standard_t(4, n)


def nll(model: noise.Noise, y: Array, fitted: Array, scale: float) -> float:
    return -float(np.sum(model.log_density(y, fitted, scale)))


# --- the conditions of a maximum --------------------------------------------------------------


@pytest.mark.parametrize("key", REAL)
def test_the_nll_is_that_of_the_density_at_the_fit(key: str) -> None:
    x, y = line_data(0)
    fit = fit_mle(REAL[key], y, x)
    fitted = fit.coefficients[0] + fit.coefficients[1] * x
    assert fit.nll_sum == pytest.approx(nll(REAL[key], y, fitted, fit.scale), rel=1e-12)
    assert fit.nll_mean == pytest.approx(fit.nll_sum / len(y), rel=1e-14)


@pytest.mark.parametrize("key", REAL)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("step", [1e-1, 1e-3])
def test_no_neighbour_is_more_likely(key: str, seed: int, step: float) -> None:
    x, y = line_data(seed)
    fit = fit_mle(REAL[key], y, x)
    assert fit.converged
    shift, tilt, wider = np.random.default_rng(seed).normal(size=(3, 100)) * step
    fitted = fit.coefficients[0] + fit.coefficients[1] * x
    beside = fitted + shift[:, None] + tilt[:, None] * (x - 70) / 7
    widths = fit.scale * np.exp(wider)
    worse = [nll(REAL[key], y, row, width) for row, width in zip(beside, widths, strict=True)]
    assert min(worse) >= fit.nll_sum * (1 - 1e-12)


@pytest.mark.parametrize("key", SMOOTH)
def test_the_likelihood_is_level_at_the_fit(key: str) -> None:
    x, y = line_data(1)
    fit = fit_mle(REAL[key], y, x)

    def at(shift: float, tilt: float, log_width: float) -> float:
        fitted = fit.coefficients[0] + fit.coefficients[1] * x + shift + tilt * (x - 70)
        return nll(REAL[key], y, fitted, fit.scale * np.exp(log_width))

    slopes_here = optimize.approx_fprime(np.zeros(3), lambda d: at(*d), 1e-6)
    curved = 2 * (at(0, 0, 1e-3) - fit.nll_sum) / 1e-3**2  # what a step of 1 in log width costs
    assert np.all(np.abs(slopes_here) <= 1e-4 * max(curved, 60 * 7))


@pytest.mark.parametrize("key", SMOOTH)
@pytest.mark.parametrize("scale", [0.3, 1.0, 4.0])
def test_slopes_belong_to_the_density(key: str, scale: float) -> None:
    model, r = REAL[key], np.array([-9.0, -2.2, -0.7, 0.04, 0.9, 3.1])
    d = slopes(model)(r, scale)

    def value(dr: float, dt: float) -> Array:
        return -model.log_density(r + dr, np.zeros(()), scale * np.exp(dt))

    h = 1e-4
    np.testing.assert_allclose(d.value, value(0, 0), rtol=1e-12)
    np.testing.assert_allclose(d.r, (value(h, 0) - value(-h, 0)) / (2 * h), atol=2e-6, rtol=2e-6)
    np.testing.assert_allclose(d.t, (value(0, h) - value(0, -h)) / (2 * h), atol=2e-6, rtol=2e-6)
    second = (value(h, 0) - 2 * value(0, 0) + value(-h, 0)) / h**2
    # the curvature of |u|^1.5 is infinite at 0, where it is measured with a wide step
    loose = 2e-3 if key == "from_rho" else 2e-4
    np.testing.assert_allclose(d.rr, second, atol=loose, rtol=loose)
    second = (value(0, h) - 2 * value(0, 0) + value(0, -h)) / h**2
    np.testing.assert_allclose(d.tt, second, atol=2e-4, rtol=2e-4)
    mixed = (value(h, h) - value(h, -h) - value(-h, h) + value(-h, -h)) / (4 * h * h)
    np.testing.assert_allclose(d.rt, mixed, atol=2e-4, rtol=2e-4)


# --- oracles ----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_gaussian_against_scipy_and_least_squares(seed: int) -> None:
    x, y = line_data(seed)
    location, width = stats.norm.fit(y)
    fit = fit_mle(noise.gaussian(), y)
    np.testing.assert_allclose([fit.coefficients[0], fit.scale], [location, width], rtol=1e-13)
    ols = sm.OLS(y, sm.add_constant(x)).fit()
    line = fit_mle(noise.gaussian(), y, x)
    np.testing.assert_allclose(line.coefficients, ols.params, rtol=1e-9)
    assert line.scale**2 == pytest.approx(ols.ssr / len(y), rel=1e-12)
    assert line.nll_sum == pytest.approx(-ols.llf, rel=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_laplace_against_scipy_and_quantreg(seed: int) -> None:
    x, y = line_data(seed, 61)
    fit = fit_mle(noise.laplace(), y)
    np.testing.assert_allclose([fit.coefficients[0], fit.scale], stats.laplace.fit(y), rtol=1e-13)
    line = fit_mle(noise.laplace(), y, x)
    oracle = sm.QuantReg(y, sm.add_constant(x)).fit(q=0.5, p_tol=1e-9, max_iter=10_000)
    assert line.scale <= np.mean(np.abs(oracle.resid)) * (1 + 1e-12)
    np.testing.assert_allclose(line.coefficients, oracle.params, rtol=1e-4)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("key", "family"),
    [
        ("cauchy", stats.cauchy),
        ("hyperbolic_secant", stats.hypsecant),
    ],
)
def test_location_and_scale_against_scipy(key: str, family: object, seed: int) -> None:
    _x, y = line_data(seed)
    start = {"loc": np.median(y), "scale": 1.0}
    location, width = family.fit(y, **start)  # type: ignore[attr-defined]
    fit = fit_mle(REAL[key], y)
    np.testing.assert_allclose([fit.coefficients[0], fit.scale], [location, width], rtol=2e-4)
    assert fit.nll_sum <= nll(REAL[key], y, np.full(len(y), location), width) + 1e-9


@pytest.mark.parametrize("seed", range(3))
def test_student_t_with_its_tail_against_scipy(seed: int) -> None:
    y = 3.0 + 2.0 * np.random.default_rng(seed).standard_t(2.5, 200)
    nu, location, width = stats.t.fit(y)
    fit = fit_mle(noise.student_t(1.0), y, fit_shape=True)
    assert fit.converged
    assert fit.shape["nu"] == pytest.approx(nu, rel=2e-2)
    assert fit.nll_sum <= -np.sum(stats.t.logpdf(y, nu, location, width)) + 1e-9
    fixed = fit_mle(noise.student_t(fit.shape["nu"]), y)
    assert fixed.nll_sum == pytest.approx(fit.nll_sum, rel=1e-12)
    for factor in (0.99, 1.01):
        beside = fit_mle(noise.student_t(factor * fit.shape["nu"]), y)
        assert beside.nll_sum > fit.nll_sum


def test_the_tail_of_a_line_is_at_a_minimum_too() -> None:
    x, y = line_data(2, 120)
    fit = fit_mle(noise.student_t(1.0), y, x, fit_shape=True)
    others = [
        fit_mle(noise.student_t(factor * fit.shape["nu"]), y, x).nll_sum
        for factor in (0.5, 0.98, 1.02, 2.0)
    ]
    assert min(others) > fit.nll_sum


@pytest.mark.parametrize("key", ["asymmetric_laplace", "huber_density", "from_rho"])
def test_against_a_search_without_derivatives(key: str) -> None:
    _x, y = line_data(3, 61)  # 0.3 * 61 is not whole, so the quantile is one point
    model = REAL[key]
    found = optimize.minimize(
        lambda p: nll(model, y, np.full(len(y), p[0]), np.exp(p[1])),
        [np.median(y), 0.5],
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000},
    )
    fit = fit_mle(model, y)
    assert fit.nll_sum <= found.fun + 1e-8
    np.testing.assert_allclose(
        [fit.coefficients[0], np.log(fit.scale)], found.x, rtol=1e-4, atol=1e-4
    )


@pytest.mark.parametrize("seed", range(3))
def test_poisson_against_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(50, 2))
    y = rng.poisson(np.exp(0.5 + x @ [0.8, -0.4]))
    weight = rng.integers(1, 4, 50)
    oracle = sm.GLM(y, sm.add_constant(x), sm.families.Poisson(), freq_weights=weight).fit(
        tol=1e-14
    )
    fit = fit_mle(noise.poisson(), y, x, sample_weight=weight)
    np.testing.assert_allclose(fit.coefficients, oracle.params, rtol=1e-8)
    assert fit.nll_sum == pytest.approx(-oracle.llf, rel=1e-12)


def test_the_coin_is_the_logistic_fit() -> None:
    data = load("challenger_orings")
    x, y = data["temp_f"], data["any_distress"]
    fit, same = fit_mle(noise.bernoulli(), y, x), fit_logistic(x, y)
    np.testing.assert_array_equal(fit.coefficients, same.coefficients)
    assert fit.nll_sum == pytest.approx(23 * same.objective, rel=1e-14)
    constant = fit_mle(noise.bernoulli(), y)
    assert constant.coefficients[0] == pytest.approx(np.log(7 / 16), rel=1e-12)


# --- many rows --------------------------------------------------------------------------------


def plane(seed: int, n: int, nu: float = 1.5) -> tuple[Array, Array, Array]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 2))
    return x, 3.0 + x @ [1.0, 2.0] + rng.standard_t(nu, n), rng.integers(0, 4, n).astype(float)


@pytest.mark.parametrize("tau", [0.1, 0.5, 0.95])
def test_a_quantile_plane_from_the_rows_near_it_is_that_of_all_rows(tau: float) -> None:
    x, y, weight = plane(0, 8000)
    fit = fit_mle(noise.asymmetric_laplace(tau), y, x, weight)
    design = np.column_stack([np.ones(len(y)), x])
    whole = quantile_lp.minimisers(design, y, weight, tau, np.eye(3))
    assert whole is not None
    np.testing.assert_allclose(fit.coefficients, whole[0], rtol=1e-10)


def test_rows_that_change_sides_are_noticed() -> None:
    x, y, weight = plane(1, 4000)
    sample = Sample(y, weight, columns(x, weight, intercept=True))
    best = bell_and_tent.quantile_points(sample, 0.5)[0]
    off = best + np.array([2.0, 0.0, 0.0])
    far = np.abs(y - sample.design.matrix @ off) > 0.5
    assert bell_and_tent._without_the_sure(sample, 0.5, off, far) is None
    far = np.abs(y - sample.design.matrix @ best) > 0.5
    points = bell_and_tent._without_the_sure(sample, 0.5, best, far)
    assert points is not None
    np.testing.assert_allclose(points[0], best, rtol=1e-10)


@pytest.mark.parametrize("nu", [1.0, 3.0])
def test_the_student_equations_hold_for_many_rows(nu: float) -> None:
    x, y, _weight = plane(2, 20_000, nu)
    fit = fit_mle(noise.student_t(nu), y, x)
    u = (y - fit.coefficients[0] - x @ fit.coefficients[1:]) / fit.scale
    pull = (nu + 1) * u / (nu + u * u)
    assert fit.converged
    sums = np.append(np.column_stack([np.ones(len(y)), x]).T @ pull, np.sum(1 - u * pull))
    np.testing.assert_allclose(sums / len(y), 0, atol=1e-10)


# --- invariances ------------------------------------------------------------------------------


@pytest.mark.parametrize("key", REAL)
def test_units_and_shifts_carry_over(key: str) -> None:
    x, y = line_data(4, 41)
    a, b = 1e-3, 40.0
    model = REAL[key]
    moved = noise.huber_density(1.5 * a) if key == "huber_density" else model
    here, there = fit_mle(model, y, x), fit_mle(moved, a * y + b, x)
    np.testing.assert_allclose(
        there.coefficients, a * here.coefficients + [b, 0], rtol=1e-7, atol=1e-9
    )
    assert there.scale == pytest.approx(a * here.scale, rel=1e-6)
    assert there.nll_sum == pytest.approx(here.nll_sum + len(y) * np.log(a), rel=1e-9)


@pytest.mark.parametrize("key", [*REAL, "poisson"])
def test_weights_are_frequencies(key: str) -> None:
    rng = np.random.default_rng(11)
    x, y = line_data(5, 30)
    model = REAL.get(key, noise.poisson())
    y = rng.poisson(3.0, 30).astype(float) if key == "poisson" else y
    weight = rng.integers(0, 4, 30)
    times = np.repeat(np.arange(30), weight)
    weighted, repeated = fit_mle(model, y, x, weight), fit_mle(model, y[times], x[times])
    np.testing.assert_allclose(weighted.coefficients, repeated.coefficients, rtol=1e-6)
    assert weighted.scale == pytest.approx(repeated.scale, rel=1e-6)
    assert weighted.nll_sum == pytest.approx(repeated.nll_sum, rel=1e-10)


@FEW
@given(seed=SEEDS)
def test_one_degree_of_freedom_is_cauchy(seed: int) -> None:
    y = np.random.default_rng(seed).standard_cauchy(25)
    heavy, cauchy = fit_mle(noise.student_t(1.0), y), fit_mle(noise.cauchy(), y)
    assert heavy.nll_sum == pytest.approx(cauchy.nll_sum, rel=1e-12)
    assert heavy.coefficients[0] == pytest.approx(cauchy.coefficients[0], rel=1e-7, abs=1e-9)


@FEW
@given(seed=SEEDS, nu=st.sampled_from([1.0, 3.0]))
def test_alternatives_are_maxima_and_come_best_first(seed: int, nu: float) -> None:
    rng = np.random.default_rng(seed)
    y = np.concatenate([rng.normal(0, 1, 6), rng.normal(30, 1, 5)])
    model, width = noise.student_t(nu), 1.0
    fit = fit_mle(model, y, scale=width)
    levels = [fit.nll_mean, *(other.objective for other in fit.alternatives)]
    assert len(levels) >= 2
    assert levels == sorted(levels)
    for other in fit.alternatives:
        near = other.coefficients[0] + np.array([-1e-3, 0.0, 1e-3])
        beside = [nll(model, y, np.full(11, at), width) / 11 for at in near]
        assert beside[1] == pytest.approx(other.objective, rel=1e-10)
        assert min(beside[0], beside[2]) > beside[1]


def test_a_flat_top_is_reported_as_a_range() -> None:
    fit = fit_mle(noise.laplace(), [1.0, 2.0, 4.0, 9.0])
    assert fit.coefficients[0] == 3.0
    np.testing.assert_array_equal(fit.coef_range, [[2.0, 4.0]])
    assert [other.coefficients[0] for other in fit.alternatives] == [2.0, 4.0]
    assert fit.scale == 2.5
    assert fit.message == (
        "Every location from 2 to 4 gives the same likelihood; the middle is reported."
    )
    line = fit_mle(noise.laplace(), [0.0, 3.0, 1.0, 2.0], [0.0, 0.0, 1.0, 1.0])
    assert "Other coefficients give the same likelihood" in line.message


# --- no maximum -------------------------------------------------------------------------------


@pytest.mark.parametrize("key", REAL)
@pytest.mark.parametrize(
    ("x", "y"),
    [
        (None, [2.0, 2.0, 2.0]),
        (None, [7.0]),
        ([1.0, 2.0, 3.0], [0.1, 0.2, 0.3]),
        ([1.0, 2.0, 3.0], [0.0, 0.0, 0.0]),
    ],
)
def test_all_residuals_zero_is_said(key: str, x: list[float] | None, y: list[float]) -> None:
    fit = fit_mle(REAL[key], y, x)
    assert not fit.converged
    assert "all residuals are 0" in fit.message
    assert fit.scale == 0
    assert fit.nll_sum == -np.inf
    np.testing.assert_allclose(fit.coefficients @ [1, 1][: len(fit.coefficients)], y[0], atol=1e-9)


@pytest.mark.parametrize(
    ("model", "y", "nll_sum"),
    [
        (noise.cauchy(), [1.0, 1.0, 1.0, 5.0, 7.0], -np.inf),
        (noise.student_t(2.0), [1.0, 1.0, 1.0, 1.0, 5.0], -np.inf),
        (noise.cauchy(), [1.0, 2.0], np.nan),
    ],
)
def test_too_many_ties_for_a_heavy_tail_are_said(
    model: noise.Noise, y: list[float], nll_sum: float
) -> None:
    fit = fit_mle(model, y)
    assert not fit.converged
    assert "fitted exactly" in fit.message
    assert fit.scale == 0
    np.testing.assert_equal(fit.nll_sum, nll_sum)


def test_as_many_ties_as_the_tail_can_bear_have_a_fit() -> None:
    fit = fit_mle(noise.student_t(3.0), [1.0, 1.0, 1.0, 5.0, 7.0])
    assert fit.converged
    assert fit.scale > 0


def refused(fit: MleFit) -> bool:
    return not fit.converged and bool(np.isnan(fit.coefficients).all()) and fit.message != ""


def test_counts_that_are_all_zero_have_no_rate() -> None:
    fit = fit_mle(noise.poisson(), [0, 0, 0])
    assert refused(fit)
    assert "every count is 0" in fit.message
    assert fit.nll_sum == 0
    np.testing.assert_array_equal(fit.direction, [-1.0])


def test_zeros_apart_from_the_other_counts_have_no_rate() -> None:
    y, x = [0, 0, 0, 2, 4], np.array([1.0, 2.0, 3.0, 7.0, 7.0])
    fit = fit_mle(noise.poisson(), y, x)
    assert refused(fit)
    assert fit.direction is not None
    fall = fit.direction[0] + fit.direction[1] * x
    assert np.all(fall[:3] < 0)
    np.testing.assert_allclose(fall[3:], 0, atol=1e-9)
    # the infimum: the zeros cost nothing, the others have the rate 3
    assert fit.nll_sum == pytest.approx(-np.sum(stats.poisson.logpmf([2, 4], 3.0)), rel=1e-12)


def test_as_many_coefficients_as_rows_meet_every_count() -> None:
    x, y = np.array([[0.0, 1.0], [2.0, 5.0], [1.0, 1.5]]), np.array([3.0, 1.0, 8.0])
    fit = fit_mle(noise.poisson(), y, x)
    assert fit.converged
    rates = np.exp(fit.coefficients[0] + x @ fit.coefficients[1:])
    np.testing.assert_allclose(rates, y, rtol=1e-9)


def test_one_zero_among_the_other_counts_has_a_fit() -> None:
    fit = fit_mle(noise.poisson(), [0, 0, 1, 0, 2], [1.0, 2.0, 3.0, 4.0, 5.0])
    assert fit.converged


@pytest.mark.parametrize("side", [0, 1])
def test_one_side_of_the_coin_is_said(side: int) -> None:
    fit = fit_mle(noise.bernoulli(), [side] * 4)
    assert refused(fit)
    assert f"only label {side} occurs" in fit.message


def test_tails_no_heavier_than_a_bell_are_said() -> None:
    y = np.random.default_rng(0).uniform(size=100)
    fit = fit_mle(noise.student_t(3.0), y, fit_shape=True)
    assert not fit.converged
    assert "nu grows" in fit.message
    assert fit.noise.key == "gaussian"
    assert fit.scale == pytest.approx(y.std(), rel=1e-12)


# --- bad input --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "arguments", "message"),
    [
        ("gaussian", {"y": []}, "at least one observation"),
        ("gaussian", {"y": [1.0, np.nan]}, r"y must lie in \(-inf, inf\), got nan"),
        ("gaussian", {"y": [1.0, np.inf]}, r"y must lie in \(-inf, inf\), got inf"),
        ("gaussian", {"y": [[1.0], [2.0]]}, r"y must have shape \(n,\), got \(2, 1\)"),
        ("gaussian", {"y": [1.0, 2.0], "X": [1.0]}, "X has 1 rows and y has 2"),
        ("gaussian", {"y": [1.0, 2.0], "X": [1.0, np.nan]}, r"X must lie in .*got nan"),
        ("gaussian", {"y": [1.0, 2.0, 4.0], "X": [3.0, 3.0, 3.0]}, "column 0 of X, .* constant"),
        ("gaussian", {"y": [1.0, 2.0], "sample_weight": [1, -1]}, r"\[0, inf\), got -1"),
        ("gaussian", {"y": [1.0, 2.0], "scale": 0.0}, r"scale must lie in \(0, inf\), got 0"),
        ("gaussian", {"y": [1.0, 2.0], "intercept": False}, "without X"),
        ("gaussian", {"y": [1.0, 2.0], "fit_shape": True}, "fit_shape is for student_t"),
        ("poisson", {"y": [1.0, 2.0], "scale": 1.0}, "scale must be None for poisson"),
        ("poisson", {"y": [1.0, -2.0]}, r"y must lie in \[0, inf\), got -2"),
        ("poisson", {"y": [1.0, 2.5]}, "whole numbers, got 2.5"),
        ("bernoulli", {"y": [1.0, 0.5]}, "y must be 0 or 1, got 0.5"),
        ("categorical", {"y": [1.0, 0.0]}, "numbers, counts or labels, got categorical"),
    ],
)
def test_bad_input_is_refused(model: str, arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fit_mle(getattr(noise, model)(), **arguments)


# --- Newton's method --------------------------------------------------------------------------


def quartic(theta: Array) -> Local:
    """Two minima, at -1 and 1, and a maximum at 0 between them."""
    t = float(theta[0])
    return Local(
        (t * t - 1) ** 2,
        np.array([4 * t * (t * t - 1)]),
        np.array([4 * abs(t) * (t * t + 1) + 1e-300]),
        np.array([[12 * t * t - 4]]),
    )


@pytest.mark.parametrize(("start", "end"), [(0.1, 1.0), (-0.1, -1.0), (30.0, 1.0)])
def test_newton_goes_downhill_where_the_curvature_is_negative(start: float, end: float) -> None:
    found = minimise(quartic, np.array([start]))
    assert found.converged
    assert found.theta[0] == pytest.approx(end, rel=1e-12)


def test_newton_says_when_it_has_not_arrived() -> None:
    assert not minimise(quartic, np.array([30.0]), max_iter=2).converged


# --- numbers that the pages print (the teaching design) ---------------------------------------

FIVE = [28.0, 26.0, 33.0, 24.0, 34.0]
SIX = [*FIVE, -44.0]


def test_newcombs_width_is_10_66() -> None:
    fit = fit_mle(noise.gaussian(), load("newcomb_light")["deviation_ns"])
    assert round(fit.scale, 2) == 10.66
    assert round(float(fit.coefficients[0]), 1) == 26.2


def test_horse_kicks_0_70_and_0_61_a_year() -> None:
    data = load("horse_kicks")
    every, part = data["deaths"], data["deaths"][data["in_200_subset"] == 1]
    rates = [np.exp(fit_mle(noise.poisson(), y).coefficients[0]) for y in (every, part)]
    assert [round(float(rate), 2) for rate in rates] == [0.70, 0.61]


def test_five_readings_under_a_bell_of_width_4() -> None:
    fit = fit_mle(noise.gaussian(), FIVE, scale=4.0)
    assert fit.coefficients[0] == pytest.approx(29.0, rel=1e-14)
    assert round(fit.nll_sum, 1) == 13.9
    assert fit.scale == 4.0


def test_six_readings_under_bell_tent_and_heavy_tail() -> None:
    bell = fit_mle(noise.gaussian(), SIX, scale=4.0)
    tent = fit_mle(noise.laplace(), SIX, scale=4.0)
    tail = fit_mle(noise.student_t(3.0), SIX, scale=4.0)
    answers = [round(float(fit.coefficients[0]), 1) for fit in (bell, tent, tail)]
    assert answers == [16.8, 27.0, 28.5]
    np.testing.assert_allclose(tent.coef_range, [[26.0, 28.0]])
    assert tail.alternatives == ()


def test_a_free_width_becomes_27_4() -> None:
    assert round(fit_mle(noise.gaussian(), SIX).scale, 1) == 27.4


@pytest.mark.parametrize(("sixth", "answer"), [(20.0, 27.4), (-44.0, 28.5)])
def test_the_heavy_tail_lets_go(sixth: float, answer: float) -> None:
    fit = fit_mle(noise.student_t(3.0), [*FIVE, sixth], scale=4.0)
    assert round(float(fit.coefficients[0]), 1) == answer


@pytest.mark.parametrize("sixth", np.arange(-46.0, 51.0, 6.0))
def test_three_degrees_of_freedom_at_width_4_have_one_maximum(sixth: float) -> None:
    assert fit_mle(noise.student_t(3.0), [*FIVE, sixth], scale=4.0).alternatives == ()


@pytest.mark.parametrize(("nu", "width"), [(1.0, 4.0), (3.0, 3.0)])
def test_a_heavier_tail_or_a_smaller_width_has_two_maxima(nu: float, width: float) -> None:
    fit = fit_mle(noise.student_t(nu), SIX, scale=width)
    (other,) = fit.alternatives
    assert fit.coefficients[0] == pytest.approx(28, abs=0.5)
    assert other.coefficients[0] == pytest.approx(-43, abs=1.3)


def test_the_nll_changes_with_the_unit() -> None:
    ns = fit_mle(noise.gaussian(), SIX).nll_sum
    us = fit_mle(noise.gaussian(), np.array(SIX) / 1000).nll_sum
    assert round(ns, 2) == 28.39
    assert round(us, 2) == -13.06
