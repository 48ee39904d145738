"""Fits of lines and constants: oracles, properties, ties, batches, and what is refused.

Oracles: statsmodels RLM and QuantReg, scikit-learn HuberRegressor, scipy linprog and minimize.
"""

import warnings
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize
from sklearn.linear_model import HuberRegressor

from lossviz import LOSSES, LossAt
from lossviz.core import Facts, Form, Influence, Loss, Origin, Task, residual_loss
from lossviz.data import load
from lossviz.fits import Fit, exact, fit_linear, fit_location, leave_one_out
from lossviz.fits.pinball import pieces
from lossviz.numerics import Array

REGRESSION = sorted(k for k, v in LOSSES.items() if v.task is Task.REGRESSION)
CONVEX = [k for k in REGRESSION if LOSSES[k].at().facts.convex]
WILD = [k for k in REGRESSION if LOSSES[k].at().facts.influence is Influence.REDESCENDING]


def at(key: str, **params: Any) -> LossAt:
    return LOSSES[key].at(**params)


def noisy_line(n: int = 40, k: int = 1, seed: int = 3) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, k))
    y = 1.0 + X @ np.arange(1.0, k + 1) + rng.standard_t(2, size=n)
    return X, y


def made(rho: Any, psi: Any, psi_slope: Any, **facts: Any) -> LossAt:
    """A loss of a test's own."""
    defaults: dict[str, Any] = {"convex": True, "influence": Influence.BOUNDED}
    return residual_loss(
        key="made",
        name="made",
        summary="",
        aliases={},
        origin=Origin.ROBUST,
        tex="",
        mean_tex="",
        grad_tex="",
        examples=(),
        references=(),
        rho=rho,
        psi=psi,
        psi_slope=psi_slope,
        facts=lambda: Facts(**{**defaults, **facts}),
    ).at()


def net_pull(loss: LossAt, X: Array, y: Array, fit: Fit) -> float:
    """The balance of pulls, relative to the pulls' size: 0 at a minimum."""
    D = np.column_stack([np.ones(len(y)), X])
    psi = loss.psi((y - D @ fit.coefficients) / fit.scale)
    return float(
        np.abs(D.T @ psi / np.linalg.norm(D, axis=0)).max() / max(float(np.linalg.norm(psi)), 1e-12)
    )


# --- oracles ---------------------------------------------------------------------------------


@pytest.mark.parametrize("k", [1, 3])
@pytest.mark.parametrize(
    ("key", "norm"), [("huber", "HuberT"), ("tukey_biweight", "TukeyBiweight")]
)
def test_mad_fits_are_those_of_statsmodels(key: str, norm: str, k: int) -> None:
    X, y = noisy_line(60, k)
    own = {"huber": {"delta": 1.345}, "tukey_biweight": {"c": 4.685}}[key]
    D = sm.add_constant(X)
    rlm = sm.RLM(y, D, M=getattr(sm.robust.norms, norm)())
    known = rlm.fit(maxiter=500, tol=1e-12, conv="coefs", scale_est="mad")
    fit = fit_linear(at(key, **own), X, y, scale="mad", start="ols")
    zero_centred = np.median(np.abs(y - D @ fit.coefficients)) / 0.6744897501960817
    assert fit.scale == pytest.approx(zero_centred, rel=1e-9)
    np.testing.assert_allclose(fit.coefficients, known.params, rtol=1e-6)
    assert net_pull(at(key, **own), X, y, fit) < 1e-8


@pytest.mark.parametrize("tau", [0.1, 0.5, 0.8])
@pytest.mark.parametrize("k", [1, 2, 4])
def test_quantile_fits_are_no_worse_than_statsmodels(tau: float, k: int) -> None:
    X, y = noisy_line(50, k)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its iteration limit
        known = sm.QuantReg(y, sm.add_constant(X)).fit(q=tau, max_iter=5000, p_tol=1e-10)
    loss = at("quantile", tau=tau)
    fit = fit_linear(loss, X, y)
    other = loss.mean(y, sm.add_constant(X) @ known.params)
    assert fit.objective <= other + 1e-12
    np.testing.assert_allclose(fit.coefficients, known.params, atol=2e-4)


@pytest.mark.parametrize("delta", [1.35, 3.0])
def test_huber_is_no_worse_than_scikit_learn_at_its_scale(delta: float) -> None:
    X, y = noisy_line(200, 3)
    known = HuberRegressor(epsilon=delta, alpha=0.0, tol=1e-10, max_iter=10_000).fit(X, y)
    loss = at("huber", delta=delta)
    fit = fit_linear(loss, X, y, scale=float(known.scale_))
    other = loss.mean((y - known.predict(X)) / known.scale_, np.zeros(len(y)))
    assert fit.objective <= other
    np.testing.assert_allclose(fit.coefficients, [known.intercept_, *known.coef_], atol=1e-4)


def lowest_pinball(D: Array, y: Array, weight: Array, tau: float) -> float:
    """The smallest weighted mean pinball loss, by the primal linear program."""
    n, p = D.shape
    found = optimize.linprog(
        np.concatenate([np.zeros(p), tau * weight, (1 - tau) * weight]),
        A_eq=np.hstack([D, np.eye(n), -np.eye(n)]),
        b_eq=y,
        bounds=[(None, None)] * p + [(0, None)] * (2 * n),
    )
    return float(found.fun / weight.sum())


@pytest.mark.parametrize(("a", "b", "best"), [(0, 2, False), (0, 3, True), (1, 2, False)])
def test_the_certificate_tells_a_vertex_that_is_not_the_minimum(a: int, b: int, best: bool) -> None:
    x, y = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 1.2, 1.8, 3.0])
    basis = np.column_stack([np.ones(4), x])
    plane = exact._Plane(basis, y[None], np.ones((1, 4)), np.array([[0.5]]))
    vertex = np.linalg.solve(basis[[a, b]], y[[a, b]])[None]
    slopes, _scale = plane.edges(*plane.residual(vertex))
    assert (slopes.min() >= -1e-12) == best


small = st.integers(-3, 3).map(float)


@st.composite
def tied_data(draw: st.DrawFn) -> tuple[Array, Array, Array]:
    """Small whole numbers: many equal points, lines through several, x that may be constant."""
    n = draw(st.integers(2, 12))
    rows = st.lists(small, min_size=n, max_size=n)
    weight = draw(st.lists(st.integers(0, 3), min_size=n, max_size=n).filter(any))
    return np.array(draw(rows)), np.array(draw(rows)), np.array(weight, dtype=float)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(tied_data(), st.sampled_from([0.1, 0.25, 0.5, 0.8]))
def test_tied_lines_are_exact(data: tuple[Array, Array, Array], tau: float) -> None:
    x, y, weight = data
    fit = fit_linear(at("quantile", tau=tau), x, y, sample_weight=weight)
    lowest = lowest_pinball(np.column_stack([np.ones(len(x)), x]), y, weight, tau)
    assert fit.converged
    assert fit.objective == pytest.approx(lowest, abs=1e-10)
    assert [a.objective for a in fit.alternatives] == pytest.approx(
        [lowest] * len(fit.alternatives), abs=1e-10
    )


@settings(max_examples=40, deadline=None, derandomize=True)
@given(tied_data())
def test_the_range_of_a_tied_line_is_the_linear_programs(data: tuple[Array, Array, Array]) -> None:
    x, y, weight = data
    used = weight > 0
    if len(np.unique(x[used])) < 2:
        weight = np.ones(len(x))
        x = np.arange(len(x), dtype=float)
        used = weight > 0
    fit = fit_linear(at("absolute_error"), x, y, sample_weight=weight)
    D = np.column_stack([np.ones(len(x)), x])[used]
    n = len(D)
    total = lowest_pinball(D, y[used], weight[used], 0.5) * weight.sum()
    cost = np.concatenate([np.zeros(2), 0.5 * weight[used], 0.5 * weight[used]])
    for j in (0, 1):
        for side, sign in ((0, 1.0), (1, -1.0)):
            goal = np.zeros(2 + 2 * n)
            goal[j] = sign
            found = optimize.linprog(
                goal,
                A_ub=cost[None],
                b_ub=[total + 1e-9],
                A_eq=np.hstack([D, np.eye(n), -np.eye(n)]),
                b_eq=y[used],
                bounds=[(None, None)] * 2 + [(0, None)] * (2 * n),
            )
            assert fit.coef_range[j, side] == pytest.approx(sign * found.fun, abs=1e-6)


@pytest.mark.parametrize("k", [1, 2, 3])
@pytest.mark.parametrize("key", [k for k in CONVEX if k != "quantile"])
def test_convex_fits_are_no_worse_than_a_general_minimiser(key: str, k: int) -> None:
    X, y = noisy_line(30, k)
    loss = at(key)
    D = np.column_stack([np.ones(len(y)), X])
    fit = fit_linear(loss, X, y)
    known = optimize.minimize(
        lambda b: loss.mean(y, D @ b),
        np.linalg.lstsq(D, y)[0],
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 20_000, "maxfev": 20_000},
    )
    assert fit.converged
    assert fit.objective <= known.fun + 1e-9
    assert fit.objective == pytest.approx(loss.mean(y, D @ fit.coefficients), rel=1e-12)


@pytest.mark.parametrize("scale", [None, 0.3, "mad"])
@pytest.mark.parametrize("k", [1, 3])
@pytest.mark.parametrize(
    "key", [k for k in REGRESSION if LOSSES[k].at().facts.form is not Form.PIECEWISE_LINEAR]
)
def test_pulls_balance(key: str, k: int, scale: Any) -> None:
    X, y = noisy_line(50, k)
    fit = fit_linear(at(key), X, y, scale=scale)
    assert fit.converged
    assert net_pull(at(key), X, y, fit) < 1e-9


@pytest.mark.parametrize("key", WILD)
def test_a_loss_that_lets_go_finds_the_lowest_minimum_of_a_grid(key: str) -> None:
    stars = load("stars_cyg_ob1")
    x, y = stars["log_te"], stars["log_light"]
    loss = at(key)
    fit = fit_linear(loss, x, y, scale=0.2)
    slope, height = np.meshgrid(np.linspace(-8, 8, 321), np.linspace(3, 7, 161), indexing="ij")
    u = (y - height[..., None] - slope[..., None] * (x - x.mean())) / 0.2
    assert fit.objective <= loss.value(u, 0.0).mean(axis=-1).min()
    here = [a.objective for a in fit.alternatives]
    assert here == sorted(here)
    assert all(fit.objective < other for other in here)


def test_many_rows_are_searched_in_part_and_fitted_in_full() -> None:
    rng = np.random.default_rng(5)
    x = rng.normal(size=4000)
    y = 1 + 2 * x + rng.normal(size=4000)
    wild = rng.permutation(4000)[:1400]  # a third of the rows follow another line
    y[wild] = 30 - 5 * x[wild] + rng.normal(size=1400)
    loss = at("tukey_biweight")
    fit = fit_linear(loss, x, y)
    known = fit_linear(loss, x, y, start=[1.0, 2.0])
    np.testing.assert_allclose(fit.coefficients, known.coefficients, rtol=1e-8)
    assert net_pull(loss, x, y, fit) < 1e-9
    (other,) = (a for a in fit.alternatives if abs(a.coefficients[1] + 5) < 0.5)
    assert other.objective > fit.objective


# --- what a fit is of -------------------------------------------------------------------------


def test_an_unknown_loss_is_fitted_as_what_it_is() -> None:
    X, y = noisy_line()
    third = made(
        lambda r: 0.5 * np.where(r > 0, 3.0, 1.0) * r * r,
        lambda r: np.where(r > 0, 3.0, 1.0) * r,
        lambda r: np.where(r > 0, 3.0, 1.0),
        influence=Influence.UNBOUNDED,
        form=Form.QUADRATIC,  # a claim that does not hold: this is an expectile
    )
    fit = fit_linear(third, X, y)
    assert fit.converged
    assert net_pull(third, X, y, fit) < 1e-9
    plain = fit_linear(at("squared_error"), X, y)
    assert np.abs(fit.coefficients - plain.coefficients).max() > 0.01


def test_a_loss_with_a_wrong_slope_does_not_converge_without_a_word() -> None:
    X, y = noisy_line()
    wrong = made(
        lambda r: r * r,
        lambda r: 2.0 * r + 5.0,  # planted: the slope of another loss
        lambda r: np.full(np.shape(r), 2.0),
        influence=Influence.UNBOUNDED,
    )
    fit = fit_linear(wrong, X, y)
    assert not fit.converged
    assert fit.message


def forgiving(eps: float) -> LossAt:
    """max(|r| - eps, 0)."""
    return made(
        lambda r: np.maximum(np.abs(r) - eps, 0.0),
        lambda r: np.sign(r) * (np.abs(r) > eps),
        lambda r: np.zeros(np.shape(r)),
        form=Form.PIECEWISE_LINEAR,
        kinks=(-eps, eps),
    )


@pytest.mark.parametrize("k", [1, 3])
def test_a_loss_of_three_straight_pieces_is_exact(k: int) -> None:
    X, y = noisy_line(25, k)
    D = np.column_stack([np.ones(len(y)), X])
    n, p = D.shape
    # minimise sum(t) with t >= |y - D b| - eps and t >= 0
    known = optimize.linprog(
        np.concatenate([np.zeros(p), np.ones(n)]),
        A_ub=np.vstack([np.hstack([D, -np.eye(n)]), np.hstack([-D, -np.eye(n)])]),
        b_ub=np.concatenate([y + 0.7, 0.7 - y]),
        bounds=[(None, None)] * p + [(0, None)] * n,
    )
    fit = fit_linear(forgiving(0.7), X, y)
    assert fit.objective == pytest.approx(known.fun / n, rel=1e-9)


def test_pieces_refuse_what_is_not_straight_or_not_convex() -> None:
    assert pieces(forgiving(0.5)) is not None
    assert pieces(at("huber")) is None
    capped = made(
        lambda r: np.minimum(np.abs(r), 1.0),
        lambda r: np.sign(r) * (np.abs(r) < 1.0),
        lambda r: np.zeros(np.shape(r)),
        kinks=(-1.0, 0.0, 1.0),
    )
    assert pieces(capped) is None


@pytest.mark.parametrize("key", ["hinge", "poisson", "softmax_cross_entropy"])
def test_other_tasks_are_refused(key: str) -> None:
    with pytest.raises(ValueError, match="must be a regression loss"):
        fit_linear(at(key), [0.0, 1.0, 2.0], [0.0, 1.0, 1.0])


# --- several minimisers -----------------------------------------------------------------------


@pytest.mark.parametrize("key", ["absolute_error", "huber"])
def test_between_two_far_readings_every_constant_is_best(key: str) -> None:
    loss = at(key, **({"delta": 0.5} if key == "huber" else {}))
    fit = fit_location(loss, [0.0, 10.0])
    margin = 0.5 if key == "huber" else 0.0
    np.testing.assert_allclose(fit.coef_range, [[margin, 10 - margin]], atol=1e-8)
    np.testing.assert_allclose(fit.coefficients, [5.0], atol=1e-8)
    assert "Not unique" in fit.message


def test_a_flat_huber_line_has_a_range_of_slopes() -> None:
    # at each x one reading far above and one far below: inside, every line is as good
    x = np.array([0.0, 0.0, 1.0, 1.0])
    y = np.array([-10.0, 10.0, -10.0, 10.0])
    fit = fit_linear(at("huber", delta=1.0), x, y)
    np.testing.assert_allclose(fit.coef_range, [[-9, 9], [-18, 18]], atol=1e-7)
    ends = np.array([a.coefficients for a in fit.alternatives])
    np.testing.assert_allclose([a.objective for a in fit.alternatives], fit.objective)
    np.testing.assert_allclose(np.abs(ends).max(axis=0), [9, 18], atol=1e-7)


# --- scale and weights ------------------------------------------------------------------------


@pytest.mark.parametrize("key", REGRESSION)
def test_a_scale_is_a_change_of_unit(key: str) -> None:
    X, y = noisy_line()
    fit = fit_linear(at(key), X, y, scale=2.5, start="ols")
    unit = fit_linear(at(key), X, y / 2.5, start="ols")
    np.testing.assert_allclose(fit.coefficients, 2.5 * unit.coefficients, rtol=1e-7)
    assert fit.objective == pytest.approx(unit.objective, rel=1e-12)
    assert fit.scale == 2.5


@pytest.mark.parametrize("key", REGRESSION)
@pytest.mark.parametrize("k", [1, 3])
@pytest.mark.parametrize("scale", [None, "mad"])
def test_a_weight_of_two_is_the_row_twice(key: str, k: int, scale: Any) -> None:
    X, y = noisy_line(30, k)
    weight = np.random.default_rng(0).integers(0, 4, size=len(y))
    fit = fit_linear(at(key), X, y, scale=scale, start="ols", sample_weight=weight)
    long = fit_linear(
        at(key), np.repeat(X, weight, axis=0), np.repeat(y, weight), scale=scale, start="ols"
    )
    np.testing.assert_allclose(fit.coefficients, long.coefficients, rtol=1e-7)
    np.testing.assert_allclose(fit.coef_range, long.coef_range, rtol=1e-7)
    assert fit.objective == pytest.approx(long.objective, rel=1e-9)
    assert fit.scale == pytest.approx(long.scale, rel=1e-9)
    np.testing.assert_allclose(np.repeat(fit.weights, weight), long.weights, rtol=1e-5)
    assert fit.weights.shape == y.shape


def test_the_weights_are_the_losses_own() -> None:
    X, y = noisy_line()
    fit = fit_linear(at("tukey_biweight"), X, y, scale=2.0)
    residual = y - fit.coefficients[0] - X[:, 0] * fit.coefficients[1]
    expected = np.clip(1 - (residual / 2.0 / LOSSES["tukey_biweight"].params[0].default) ** 2, 0, 1)
    np.testing.assert_allclose(fit.weights, expected**2, atol=1e-12)
    through = fit_linear(at("absolute_error"), X, y).weights
    assert np.isinf(through).sum() == 2  # a least-absolute line passes through two points


@pytest.mark.parametrize("key", ["huber", "tukey_biweight"])
def test_no_mad_no_fit(key: str) -> None:
    x = np.arange(7.0)
    y = np.where(x < 5, 2 * x, 40 * x)
    fit = fit_linear(at(key), x, y, scale="mad", start=[0.0, 2.0])
    assert not fit.converged
    assert fit.scale == 0
    assert np.isnan(fit.objective)
    assert "MAD is 0" in fit.message


@pytest.mark.parametrize("seed", [24, 37, 39, 47])
def test_a_mad_fit_that_would_go_in_circles_settles(seed: int) -> None:
    # a tiny tolerance makes Huber nearly absolute error, and the MAD jump from step to step
    X, y = noisy_line(9 + seed % 30, 2, seed)
    loss = at("huber", delta=0.003)
    fit = fit_linear(loss, X, y, scale="mad")
    residual = y - np.column_stack([np.ones(len(y)), X]) @ fit.coefficients
    assert fit.converged
    assert fit.scale == pytest.approx(np.median(np.abs(residual)) / 0.6744897501960817, rel=1e-9)
    assert net_pull(loss, X, y, fit) < 1e-7


def test_an_exact_line_needs_no_scale() -> None:
    x = np.arange(5.0)
    fit = fit_linear(at("huber"), x, 1 + 2 * x, scale="mad")
    assert fit.converged
    np.testing.assert_allclose(fit.coefficients, [1, 2], atol=1e-12)
    assert (fit.scale, fit.objective) == (0.0, 0.0)


# --- what the data do not say -----------------------------------------------------------------


@pytest.mark.parametrize("key", REGRESSION)
def test_a_constant_x_has_any_slope(key: str) -> None:
    y = np.array([1.0, 2.0, 2.5, 4.0, 7.0])
    fit = fit_linear(at(key), np.full(5, 3.0), y)
    level = fit_location(at(key), y)
    np.testing.assert_allclose(fit.coefficients, [level.coefficients[0], 0.0], rtol=1e-9)
    assert fit.objective == pytest.approx(level.objective)
    np.testing.assert_array_equal(fit.coef_range, [[-np.inf, np.inf]] * 2)
    assert "do not determine" in fit.message


@pytest.mark.parametrize("key", REGRESSION)
def test_a_repeated_column_leaves_the_others_alone(key: str) -> None:
    X, y = noisy_line(30, 2)
    fit = fit_linear(at(key), np.column_stack([X, 2 * X[:, 1] + 1]), y)
    plain = fit_linear(at(key), X, y)
    np.testing.assert_allclose(fit.coefficients, [*plain.coefficients, 0.0], rtol=1e-7)
    np.testing.assert_allclose(fit.coef_range[1], plain.coef_range[1], rtol=1e-7)
    np.testing.assert_array_equal(fit.coef_range[[0, 2, 3]], [[-np.inf, np.inf]] * 3)


@pytest.mark.parametrize("key", REGRESSION)
def test_fewer_rows_than_coefficients_pass_through_the_rows(key: str) -> None:
    fit = fit_linear(at(key), [[1.0, 2.0, 5.0], [3.0, 1.0, 0.0]], [1.0, 4.0])
    D = np.array([[1.0, 1.0, 2.0, 5.0], [1.0, 3.0, 1.0, 0.0]])
    np.testing.assert_allclose(D @ fit.coefficients, [1.0, 4.0], rtol=1e-9)
    assert "do not determine" in fit.message


def test_x_far_from_zero_loses_no_digits() -> None:
    rng = np.random.default_rng(1)
    near = rng.uniform(size=50)
    y = 3 + 2 * near + rng.normal(size=50)
    for key in ("squared_error", "absolute_error", "huber"):
        far = fit_linear(at(key), near + 1e6, y)
        close = fit_linear(at(key), near, y)
        assert far.coefficients[1] == pytest.approx(close.coefficients[1], rel=1e-8)
        assert far.objective == pytest.approx(close.objective, rel=1e-9)


# --- batches ----------------------------------------------------------------------------------


def same(batch: Fit, stop: int, single: Fit) -> None:
    one = batch.at(stop)
    np.testing.assert_allclose(one.objective, single.objective, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(one.coefficients, single.coefficients, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(one.coef_range, single.coef_range, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(one.scale, single.scale, rtol=1e-8)
    assert one.converged == single.converged
    assert one.message == single.message
    assert len(one.alternatives) == len(single.alternatives)


def dragged(stops: int = 9, n: int = 24) -> tuple[Array, Array]:
    X, y = noisy_line(n)
    Y = np.tile(y, (stops, 1))
    Y[:, -1] = np.linspace(-15, 15, stops)
    return X[:, 0], Y


@pytest.mark.parametrize("scale", [None, "mad"])
@pytest.mark.parametrize("key", REGRESSION)
def test_a_batch_over_y_is_the_single_fits(key: str, scale: Any) -> None:
    x, Y = dragged()
    batch = fit_linear(at(key), x, Y, scale=scale)
    assert batch.coefficients.shape == (9, 2)
    assert batch.objective.shape == batch.scale.shape == batch.converged.shape == (9,)
    assert batch.coef_range.shape == (9, 2, 2)
    assert batch.weights.shape == Y.shape
    for s in range(len(Y)):
        same(batch, s, fit_linear(at(key), x, Y[s], scale=scale))


@pytest.mark.parametrize("key", REGRESSION)
def test_a_batch_with_its_own_x_is_the_single_fits(key: str) -> None:
    x, Y = dragged()
    X = np.tile(x, (len(Y), 1))
    X[:, 3] = np.linspace(-6, 6, len(Y))
    batch = fit_linear(at(key), X, Y)
    np.testing.assert_array_equal(fit_linear(at(key), X[..., None], Y).objective, batch.objective)
    for s in range(len(Y)):
        same(batch, s, fit_linear(at(key), X[s], Y[s]))


@pytest.mark.parametrize(
    ("key", "name", "values"),
    [
        ("huber", "delta", [0.1, 0.5, 1.345, 5.0]),
        ("quantile", "tau", [0.05, 0.25, 0.5, 0.95]),
        ("tukey_biweight", "c", [1.0, 3.0, 4.685, 9.0]),
        ("general_robust", "alpha", [2.0, 1.0, 0.0, -2.0]),
    ],
)
def test_a_batch_over_a_parameter_is_the_single_fits(
    key: str, name: str, values: list[float]
) -> None:
    X, y = noisy_line(24)
    batch = fit_linear(at(key, **{name: np.array(values)[:, None]}), X, y)
    for s, value in enumerate(values):
        same(batch, s, fit_linear(at(key, **{name: value}), X, y))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(tied_data(), min_size=1, max_size=4), st.sampled_from(["absolute_error", "huber"]))
def test_batches_of_tied_data_are_the_single_fits(
    data: list[tuple[Array, Array, Array]], key: str
) -> None:
    n = min(len(x) for x, _y, _w in data)
    X = np.array([x[:n] for x, _y, _w in data])
    Y = np.array([y[:n] for _x, y, _w in data])
    W = np.array([np.maximum(w[:n], 1) for _x, _y, w in data])
    batch = fit_linear(at(key), X, Y, sample_weight=W)
    for s in range(len(data)):
        single = fit_linear(at(key), X[s], Y[s], sample_weight=W[s])
        assert batch.at(s).objective == pytest.approx(single.objective, abs=1e-10)
        np.testing.assert_allclose(batch.coef_range[s], single.coef_range, atol=1e-6)


def test_one_data_set_as_a_batch_meets_several_parameters() -> None:
    X, y = noisy_line(20)
    loss = at("huber", delta=np.array([[0.5], [2.0]]))
    batch = fit_linear(loss, X[:, 0][None], y[None])
    np.testing.assert_array_equal(batch.objective, fit_linear(loss, X, y).objective)


def test_a_batch_in_which_one_x_is_constant() -> None:
    x, Y = dragged(3)
    X = np.tile(x, (3, 1))
    X[1] = 2.0
    batch = fit_linear(at("absolute_error"), X, Y)
    for s in range(3):
        same(batch, s, fit_linear(at("absolute_error"), X[s], Y[s]))
    assert [bool(m) for m in batch.message] == [False, True, False]


def test_a_batch_of_constants() -> None:
    Y = np.array([[28.0, 26, 33, 24, 34, -44], [1, 2, 3, 4, 5, 6]])
    batch = fit_location(at("absolute_error"), Y)
    np.testing.assert_allclose(batch.coefficients, [[27.0], [3.5]])
    np.testing.assert_allclose(batch.coef_range, [[[26, 28]], [[3, 4]]])


def test_planted_difference_between_batch_and_single_is_noticed() -> None:
    x, Y = dragged()
    batch = fit_linear(at("huber"), x, Y)
    with pytest.raises(AssertionError):
        same(batch, 0, fit_linear(at("huber"), x, Y[0] + 1e-3))


@pytest.mark.parametrize("key", REGRESSION)
def test_leaving_one_out_is_deleting_the_row(key: str) -> None:
    X, y = noisy_line(12)
    left = leave_one_out(at(key), X, y, start="ols")
    for i in range(len(y)):
        single = fit_linear(at(key), np.delete(X, i, 0), np.delete(y, i), start="ols")
        np.testing.assert_allclose(left.coefficients[i], single.coefficients, rtol=1e-6, atol=1e-9)
        assert left.objective[i] == pytest.approx(single.objective, rel=1e-9)


# --- numbers a page prints --------------------------------------------------------------------

GIANTS = (11, 20, 30, 34)  # star numbers of the four giants


@pytest.mark.parametrize(
    ("key", "giants", "slope"),
    [
        ("squared_error", 0, 2.05),
        ("squared_error", 4, -0.41),
        ("absolute_error", 0, 2.50),
        ("absolute_error", 1, 1.95),
        ("absolute_error", 2, 0.67),
        ("absolute_error", 3, 0.67),
        ("absolute_error", 4, -0.69),
        ("huber", 0, 2.36),
        ("huber", 4, -0.43),
        ("tukey_biweight", 0, 2.29),
        ("tukey_biweight", 4, -0.42),
    ],
)
def test_stars_with_giants(key: str, giants: int, slope: float) -> None:
    stars = load("stars_cyg_ob1")
    keep = ~np.isin(stars["star"], GIANTS[giants:])
    tuned = {"huber": {"delta": 1.345}, "tukey_biweight": {"c": 4.685}}.get(key, {})
    scale: Any = "mad" if tuned else None
    fit = fit_linear(
        at(key, **tuned), stars["log_te"][keep], stars["log_light"][keep], scale, start="ols"
    )
    assert round(float(fit.coefficients[1]), 2) == slope


def test_several_starts_let_go_of_the_giants() -> None:
    stars = load("stars_cyg_ob1")
    fit = fit_linear(at("tukey_biweight", c=4.685), stars["log_te"], stars["log_light"], "mad")
    assert fit.coefficients[1] == pytest.approx(2.2567379, rel=2e-6)
    assert fit.alternatives[0].coefficients[1] == pytest.approx(-0.41798, rel=1e-5)
    assert fit.alternatives[0].scale > fit.scale


def phones() -> tuple[Array, Array]:
    data = load("belgian_phones")
    return data["year"] - 1900, data["calls_millions"]


def test_phones_forecasts_for_1974() -> None:
    x, y = phones()
    squared = fit_linear(at("squared_error"), x, y).coefficients
    assert round(float(squared @ [1, 74])) == 113
    absolute = fit_linear(at("absolute_error"), x, y)
    band = [float(a.coefficients @ [1, 74]) for a in absolute.alternatives]
    assert (round(min(band)), round(max(band))) == (30, 39)
    clean = (x < 64) | (x > 70)
    alone = fit_linear(at("squared_error"), x[clean], y[clean]).coefficients
    assert round(float(alone @ [1, 74])) == 29
    assert round(float(alone[1]), 2) == 1.11
    huber = fit_linear(at("huber", delta=1.345), x, y, scale="mad")
    assert round(float(huber.coefficients[1]), 2) == 2.04


@pytest.mark.parametrize(
    ("key", "top", "slope"),
    [
        ("squared_error", 12.74, 0.500),
        ("squared_error", 20.0, 0.764),
        ("squared_error", -4.0, -0.109),
        ("absolute_error", 12.74, 0.345),
        ("absolute_error", 20.0, 0.345),
        ("absolute_error", -4.0, 0.345),
    ],
)
def test_anscombe_iii_dragged(key: str, top: float, slope: float) -> None:
    data = load("anscombe")
    third = data["dataset"] == "III"
    x, y = data["x"][third], data["y"][third].copy()
    y[y.argmax()] = top
    assert round(float(fit_linear(at(key), x, y).coefficients[1]), 3) == slope


# --- refusals ---------------------------------------------------------------------------------

X3, Y3 = [0.0, 1.0, 2.0], [1.0, 0.0, 2.0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"X": [], "y": []}, "y is empty"),
        ({"y": [1.0, np.nan, 2.0]}, "y must be finite numbers, got nan"),
        ({"X": [1.0, np.inf, 2.0]}, "X must be finite numbers, got inf"),
        ({"y": [1.0, 2.0]}, "X has 3 rows and y has 2"),
        ({"y": [[1.0], [0.0], [2.0]]}, r"y must have shape \(n,\).*got \(3, 1\)"),
        ({"X": np.zeros((2, 2, 2))}, "X must have shape"),
        ({"scale": 0.0}, "scale must be None, a positive number"),
        ({"scale": -1.0}, "scale must be None, a positive number"),
        ({"scale": np.nan}, "scale must be None, a positive number"),
        ({"scale": "sd"}, "scale must be None, a positive number or \"mad\", got 'sd'"),
        ({"start": "best"}, "start must be None.*got 'best'"),
        ({"start": [1.0]}, r"start must have shape \(2,\), got \(1,\)"),
        ({"start": [1.0, np.nan]}, "start must be finite"),
        ({"sample_weight": [1.0, 1.0]}, "sample_weight must have the shape of y"),
        ({"sample_weight": [1.0, -1.0, 1.0]}, "sample_weight must lie in"),
        ({"sample_weight": [0.0, 0.0, 0.0]}, "sample_weight must not sum to zero"),
        ({"X": np.empty((3, 0)), "intercept": False}, "X is empty"),
    ],
)
def test_bad_arguments(arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        fit_linear(at("huber"), **{"X": X3, "y": Y3, **arguments})


@pytest.mark.parametrize("y", [[], [np.nan], [[1.0], [2.0]]])
def test_bad_constants(y: Any) -> None:
    with pytest.raises(ValueError, match="y "):
        fit_location(at("huber"), y)


def test_unequal_stops_are_refused() -> None:
    loss = at("huber", delta=np.array([[1.0], [2.0], [3.0]]))
    with pytest.raises(ValueError, match="2 data sets and the loss has 3"):
        fit_linear(loss, X3, [Y3, Y3])
    with pytest.raises(ValueError, match=r"delta must be a number or an array of shape \(S, 1\)"):
        fit_linear(at("huber", delta=np.array([1.0, 2.0, 3.0])), X3, Y3)


def test_huge_residuals_pass_without_a_warning() -> None:
    x = np.arange(6.0)
    for key in REGRESSION:
        for wild in (1e6, 1e100):
            y = np.array([0.0, 1, 2, 3, 4, wild])
            fit = fit_linear(at(key), x, y)
            assert np.all(np.isfinite(fit.coefficients))


def test_every_loss_of_the_catalogue_is_tested_here() -> None:
    assert {LOSSES[k].at().facts.form for k in REGRESSION} == set(Form)
    assert {type(LOSSES[k]) for k in REGRESSION} == {Loss}
    assert WILD
