"""Rules of steps against exact arithmetic, fits and limits of stability."""

from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
import statsmodels.api as sm
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer
from statsmodels.robust.norms import HuberT, TukeyBiweight

from lossviz import LOSSES
from lossviz.data.problems import LINE_PROBLEMS
from lossviz.fits import fit_linear, fit_logistic
from lossviz.surfaces.irls import IRLS, least_residual, row_weights
from lossviz.surfaces.mean_loss import MeanLoss
from lossviz.surfaces.models import HIDDEN
from lossviz.surfaces.optimisers import (
    ADAM,
    NEWTON,
    batch_rows,
    eigenvalues,
    is_bowl,
    mini_batch,
    momentum,
    newton_step,
)
from lossviz.surfaces.walk import GRADIENT_DESCENT, Rule, Walk

HUBBLE = LINE_PROBLEMS["hubble"]


def surface(key: str = "squared_error", scale: float = 1.0) -> MeanLoss:
    return MeanLoss(LOSSES[key].at(), HUBBLE.x, HUBBLE.y, scale=scale)


def walked(rule: Rule, on: MeanLoss, rate: float, n: int, start=(373.125, 0.0)) -> Walk:
    return Walk(on, *start, rate, n, n, rule)


class Bowl:
    """a^2 / 2 + 2 b^2 + a b: gradient (a + b, a + 4 b), Hessian ((1, 1), (1, 4))."""

    def mean(self, a, b):
        return a * a / 2 + 2 * b * b + a * b

    def gradient(self, a, b):
        return np.stack([a + b, a + 4 * b], axis=-1)

    def hessian(self, a, b):
        return np.broadcast_to([[1.0, 1.0], [1.0, 4.0]], (*np.shape(a + b), 2, 2))


def exact_path(n: int, step) -> list[tuple[float, float]]:
    """Places from (1, -1/2) on; `step(number, a, b, ga, gb)` gives the next in exact numbers."""
    a, b = Fraction(1), Fraction(-1, 2)
    path = [(a, b)]
    for number in range(1, n + 1):
        a, b = step(number, a, b, a + b, a + 4 * b)
        path.append((a, b))
    return [(float(a), float(b)) for a, b in path]


def on_bowl(rule: Rule, rate: float, n: int = 3) -> np.ndarray:
    return Walk(Bowl(), 1.0, -0.5, rate, n, n, rule).path


def test_adam_takes_the_three_steps_of_algorithm_1():
    # Kingma & Ba (2015), algorithm 1, from (1, -1/2) at rate 1/10, beta 9/10 and 999/1000, eps
    # 1e-8, to 50 digits. Step 1 by hand: g = (1/2, -1), m / (1 - 0.9) = g, v / (1 - 0.999) = g^2,
    # so a = 1 - 0.1 * 0.5 / (0.5 + 1e-8) = 0.900000002 and b = -1/2 + 0.1 / (1 + 1e-8).
    with localcontext() as context:
        context.prec = 50
        tenth, eps = Decimal("0.1"), Decimal("1e-8")
        keep = (Decimal("0.9"), Decimal("0.999"))
        theta, m, v = [Decimal(1), Decimal("-0.5")], [Decimal(0)] * 2, [Decimal(0)] * 2
        path = [tuple(float(t) for t in theta)]
        for t in (1, 2, 3):
            gradient = [theta[0] + theta[1], theta[0] + 4 * theta[1]]
            for i, g in enumerate(gradient):
                m[i] = keep[0] * m[i] + (1 - keep[0]) * g
                v[i] = keep[1] * v[i] + (1 - keep[1]) * g * g
                m_hat, v_hat = m[i] / (1 - keep[0] ** t), v[i] / (1 - keep[1] ** t)
                theta[i] -= tenth * m_hat / (v_hat.sqrt() + eps)
            path.append(tuple(float(t) for t in theta))
    assert path[1] == pytest.approx((0.900000002, -0.400000001), abs=1e-12)
    np.testing.assert_allclose(on_bowl(ADAM, 0.1), path, rtol=1e-13)


def test_momentum_takes_the_steps_of_exact_fractions():
    beta, rate = Fraction(9, 10), Fraction(1, 10)
    speed = [Fraction(0), Fraction(0)]

    def step(_number, a, b, ga, gb):
        speed[:] = [beta * speed[0] + ga, beta * speed[1] + gb]
        return a - rate * speed[0], b - rate * speed[1]

    # by hand: v1 = (1/2, -1), theta1 = (0.95, -0.4); v2 = (0.45 + 0.55, -0.9 - 0.65)
    path = exact_path(3, step)
    assert path[2] == pytest.approx((0.95 - 0.1, -0.4 + 0.155))
    np.testing.assert_allclose(on_bowl(momentum(0.9), 0.1), path, rtol=1e-13)
    np.testing.assert_allclose(
        on_bowl(momentum(0.0), 0.1), on_bowl(GRADIENT_DESCENT, 0.1), rtol=1e-15
    )


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_momentum_has_the_sign_and_the_convention_of_a_library(beta):
    # scikit-learn's velocity is that of the step, beta u - rate g, with u = -rate v: at a constant
    # rate both are v = beta v + g and theta - rate v. With a further factor 1 - beta on the
    # gradient (a mean), or a step that looks ahead, they would part at the second step.
    library = SGDOptimizer([np.array([1.0, -0.5])], 0.1, momentum=beta, nesterov=False)
    np.testing.assert_allclose(on_bowl(momentum(beta), 0.1, 60), by_library(library, 60), rtol=1e-9,
                               atol=1e-12)  # fmt: skip


def test_adam_corrects_its_bias_as_a_library_does():
    # scikit-learn puts both corrections in the rate and adds its eps before them: with gradients
    # of size 1 the paths part by that eps alone
    library = AdamOptimizer([np.array([1.0, -0.5])], 0.1, epsilon=1e-8)
    expected = by_library(library, 60)
    np.testing.assert_allclose(on_bowl(ADAM, 0.1, 60), expected, atol=1e-6)
    # downhill, by the rate in each parameter: not by 3.16 times it, as without the corrections
    np.testing.assert_allclose(on_bowl(ADAM, 0.1, 1)[1], (0.9, -0.4), atol=1e-8)


def by_library(library, n: int) -> np.ndarray:
    """Places (n + 1, 2) of an optimiser of scikit-learn on the bowl, from (1, -1/2)."""
    place = np.array([1.0, -0.5])
    path = [place.copy()]
    for _step in range(n):
        library.update_params([place], [Bowl().gradient(*place)])
        path.append(place.copy())
    return np.array(path)


def test_damped_newton_takes_the_steps_of_exact_fractions():
    half = Fraction(1, 2)
    # H^-1 = ((4, -1), (-1, 1)) / 3; H^-1 g is theta itself, so half of it is left each time
    path = exact_path(
        3, lambda _n, a, b, ga, gb: (a - half * (4 * ga - gb) / 3, b - half * (gb - ga) / 3)
    )
    assert path[1:] == [(0.5, -0.25), (0.25, -0.125), (0.125, -0.0625)]
    np.testing.assert_allclose(on_bowl(NEWTON, 0.5), path, rtol=1e-14)


@pytest.mark.parametrize("start", [(373.125, 0.0), (-250.0, -250.0), (600.0, 700.0)])
def test_newton_and_reweighting_land_at_once_on_squared_error(start):
    best = fit_linear(LOSSES["squared_error"].at(), HUBBLE.x, HUBBLE.y).coefficients
    for rule in (NEWTON, IRLS):
        np.testing.assert_allclose(walked(rule, surface(), 1.0, 1, start).path[1], best, rtol=1e-9)


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_momentum_is_stable_to_its_limit(beta):
    limit = 2 * (1 + beta) / np.linalg.eigvalsh(surface().hessian(0.0, 0.0))[-1]
    best = fit_linear(LOSSES["squared_error"].at(), HUBBLE.x, HUBBLE.y).coefficients
    below, above = (
        walked(momentum(beta), surface(), share * limit, 3000).path for share in (0.99, 1.01)
    )
    np.testing.assert_allclose(below[-1], best, rtol=1e-6)
    far = np.abs(above - best).max(axis=-1)
    assert not np.isfinite(far[-1]) or far[-1] > 1e6


def test_the_limits_of_the_lesson():
    # 2 / lambda_max of plain descent on Hubble is 0.492; with momentum 0.9 it is 1.9 times that
    largest = np.linalg.eigvalsh(surface().hessian(0.0, 0.0))[-1]
    assert 2 / largest == pytest.approx(0.492, abs=5e-4)
    assert 2 * 1.9 / largest == pytest.approx(0.934, abs=5e-4)


@pytest.mark.parametrize(
    ("key", "scale", "n", "rel"),
    [("huber", 248.0, 60, 1e-6), ("tukey_biweight", 248.0, 60, 1e-6),
     ("absolute_error", 1.0, 100, 2e-4)],
)  # fmt: skip
def test_reweighting_comes_to_the_minimum_of_the_fit(key, scale, n, rel):
    on = surface(key, scale)
    fit = fit_linear(LOSSES[key].at(), HUBBLE.x, HUBBLE.y, scale=scale)
    walk = walked(IRLS, on, 1.0, n)
    lowest = float(on.mean(*fit.coefficients))
    assert float(walk.loss) == pytest.approx(lowest, rel=rel)
    assert (np.diff(walk.losses) <= 1e-6 * lowest).all()  # never uphill, but for the cap


@pytest.mark.parametrize(("key", "norm"), [("huber", HuberT), ("tukey_biweight", TukeyBiweight)])
def test_weights_and_lines_are_those_of_statsmodels(key, norm):
    (limit,) = LOSSES[key].at().params.values()
    columns = sm.add_constant(HUBBLE.x)
    model = sm.RLM(HUBBLE.y, columns, M=norm(limit)).fit()
    on = surface(key, float(model.scale))
    weights = row_weights(on, model.params)
    np.testing.assert_allclose(weights, norm(limit).weights(model.resid / model.scale), rtol=1e-9)
    assert weights.min() < 0.9  # some row counts less
    # one step from there, and from another line, is the least-squares line of those weights
    for line in (model.params, np.array([300.0, 150.0])):
        fit = sm.WLS(HUBBLE.y, columns, weights=row_weights(on, line)).fit()
        path = walked(IRLS, on, 1.0, 1, tuple(line)).path
        np.testing.assert_allclose(path[1], fit.params, rtol=1e-9)
    np.testing.assert_allclose(walked(IRLS, on, 1.0, 80).path[-1], model.params, rtol=1e-4)


def test_a_residual_of_zero_is_capped():
    on = surface("absolute_error")
    through = np.array([HUBBLE.y[0] - 400 * HUBBLE.x[0], 400.0])
    weights = row_weights(on, through)
    residual = HUBBLE.y - through[0] - 400 * HUBBLE.x
    least = least_residual(on)
    assert least == pytest.approx(1e-4 * HUBBLE.y.std())
    np.testing.assert_allclose(weights, 1 / np.maximum(np.abs(residual), least), rtol=1e-9)


@pytest.mark.parametrize("key", ["squared_error", "absolute_error"])
def test_a_batch_of_all_rows_is_gradient_descent(key):
    on, rate = surface(key), 0.1 if key == "squared_error" else 30.0
    all_rows = walked(mini_batch(24, 7), on, rate, 40).path
    # to the last digit: a rate that is too large makes much of the last digit in a hundred steps
    np.testing.assert_array_equal(all_rows, walked(GRADIENT_DESCENT, on, rate, 40).path)


def test_batches_are_seeded_and_go_through_all_rows_on_each_pass():
    first = [batch_rows(24, 5, 3, number) for number in range(1, 6)]
    assert [len(rows) for rows in first] == [5, 5, 5, 5, 4]
    assert sorted(np.concatenate(first)) == list(range(24))
    second = np.concatenate([batch_rows(24, 5, 3, number) for number in range(6, 11)])
    assert sorted(second) == list(range(24))
    assert second.tolist() != np.concatenate(first).tolist()
    one, again, other = (walked(mini_batch(5, seed), surface(), 0.1, 30).path for seed in (3, 3, 4))
    np.testing.assert_array_equal(one, again)
    assert not np.allclose(one, other)


def test_each_row_comes_once_per_pass_whatever_the_batch():
    for n, batch in ((24, 1), (24, 4), (23, 4), (24, 23), (24, 24), (7, 3)):
        per_pass = -(-n // batch)
        for seed in (0, 5):
            steps = [batch_rows(n, batch, seed, 2 * per_pass + k + 1) for k in range(per_pass)]
            sizes = [len(rows) for rows in steps]
            assert sizes[:-1] == [batch] * (per_pass - 1)
            assert sizes[-1] == (n % batch or batch)
            assert sorted(np.concatenate(steps)) == list(range(n))


def test_a_step_of_a_batch_follows_its_rows_only():
    rows = batch_rows(24, 5, 3, 1)
    x, y = HUBBLE.x[rows], HUBBLE.y[rows]
    r = y - 373.125
    expected = (373.125 + 0.1 * 2 * r.mean(), 0.1 * 2 * (r * x).mean())
    path = walked(mini_batch(5, 3), surface(), 0.1, 1).path
    np.testing.assert_allclose(path[1], expected, rtol=1e-12)


def test_what_is_refused():
    with pytest.raises(ValueError, match="A batch of 25 is not possible here: it takes 1 to 24"):
        walked(mini_batch(25, 0), surface(), 0.1, 1).path  # noqa: B018
    with pytest.raises(ValueError, match="beta from 0 to below 1, got 1"):
        momentum(1.0)
    hidden = MeanLoss(LOSSES["squared_error"].at(), HUBBLE.x, HUBBLE.y, model=HIDDEN)
    with pytest.raises(ValueError, match="needs a line and a loss of residuals"):
        walked(IRLS, hidden, 1.0, 1).path  # noqa: B018
    for rule in (IRLS, mini_batch(2, 0)):
        with pytest.raises(ValueError, match="needs the rows of the data"):
            on_bowl(rule, 0.1)


def test_newton_goes_downhill_where_the_hessian_is_no_bowl():
    x = (HUBBLE.x - HUBBLE.x.mean()) / HUBBLE.x.std()
    y = (HUBBLE.y - HUBBLE.y.mean()) / HUBBLE.y.std()
    on = MeanLoss(LOSSES["squared_error"].at(), x, y, model=HIDDEN)
    start = (0.3, 0.1)
    hessian = on.hessian(*start)
    assert np.linalg.eigvalsh(hessian)[0] < 0
    step = walked(NEWTON, on, 1.0, 1, start).path[1] - start
    gradient = on.gradient(*start)
    expected = -gradient / np.abs(np.linalg.eigvalsh(hessian)).max()
    np.testing.assert_allclose(step, expected, rtol=1e-12)
    assert walked(NEWTON, on, 1.0, 1, start).loss < on.mean(*start)
    # straight pieces have no curvature: it stays where it is
    still = walked(NEWTON, surface("absolute_error"), 1.0, 3).path
    assert (still == [373.125, 0.0]).all()


def test_newton_on_cross_entropy_comes_to_the_fit():
    rng = np.random.default_rng(2)
    x = rng.normal(size=60)
    y = (rng.random(60) < 1 / (1 + np.exp(-0.5 - x))).astype(float)
    loss = LOSSES["binary_cross_entropy"].at()
    path = walked(NEWTON, MeanLoss(loss, x, y), 1.0, 12, (0.0, 0.0)).path
    np.testing.assert_allclose(path[-1], fit_logistic(x, y).coefficients, rtol=1e-6)


def test_eigenvalues_and_steps_are_those_of_a_library():
    rng = np.random.default_rng(5)
    m = rng.normal(size=(200, 2, 2))
    m = m + m.swapaxes(-1, -2)
    g = rng.normal(size=(200, 2))
    np.testing.assert_allclose(eigenvalues(m), np.linalg.eigvalsh(m), rtol=1e-9, atol=1e-12)
    assert (is_bowl(m) == (np.linalg.eigvalsh(m)[:, 0] > 0)).all()
    np.testing.assert_allclose(
        newton_step(g, m), -np.linalg.solve(m, g[..., None])[..., 0], rtol=1e-7
    )
    assert np.isnan(newton_step(np.ones(2), np.ones((2, 2)))).all()
    assert eigenvalues(np.zeros((2, 2))).tolist() == [0.0, 0.0]
    assert not is_bowl(np.full((2, 2), np.nan))


@pytest.mark.parametrize("rule", [GRADIENT_DESCENT, mini_batch(5, 1), momentum(0.9), ADAM, NEWTON,
                                  IRLS])  # fmt: skip
def test_many_walks_at_once_are_each_alone(rule):
    on = surface("huber", 248.0)
    rates, a = np.array([0.1, 0.7, 2.0]), np.array([0.0, 300.0, 600.0])
    rates = rates * (1 if rule in (NEWTON, IRLS) else 2e4)
    many = Walk(on, a, 100.0, rates, 20.0, 20, rule).path
    for k in range(3):
        alone = Walk(on, float(a[k]), 100.0, float(rates[k]), 20.0, 20, rule).path
        np.testing.assert_allclose(many[k], alone, rtol=1e-9)


def test_an_explosion_ends_in_no_number_and_no_warning():
    rules = (GRADIENT_DESCENT, momentum(0.9), mini_batch(3, 0), NEWTON, IRLS)
    for rule in rules:
        walk = walked(rule, surface(), 1e9, 60)
        assert np.isnan(walk.loss)
        assert np.isfinite(walk.path[0]).all()
