"""A small network: gradients by three ways, its copies, its data, the border of its labels."""

import itertools
import math

import numpy as np
import pytest
from scipy import optimize, special
from sklearn.datasets import make_moons
from sklearn.neural_network import MLPClassifier

from lossviz.data import load
from lossviz.surfaces.border import PIECES, border
from lossviz.surfaces.moons import CLOUDS, EACH, WIDTH, moons
from lossviz.surfaces.network import (
    COPIES,
    HIDDEN,
    SIZE,
    drawn,
    flipped,
    gradient,
    hessian,
    logits,
    loss_and_gradient,
    mean_loss,
    parts,
    swapped,
)
from lossviz.ui.picked import BINARY, COIN_LOSS, SQUARED_CHANCE

CHOSEN = (COIN_LOSS.at(), SQUARED_CHANCE.at())


def plain(theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The logits, number by number."""
    w, b, v, c = parts(theta)
    out = []
    for row in x:
        total = float(c)
        for unit in range(HIDDEN):
            total += v[unit] * math.tanh(w[unit, 0] * row[0] + w[unit, 1] * row[1] + b[unit])
        out.append(total)
    return np.array(out)


def test_the_size_and_the_draw():
    assert SIZE == 33
    assert [part.size for part in parts(drawn(1))] == [16, 8, 8, 1]
    np.testing.assert_array_equal(drawn(5), drawn(5))
    assert not np.allclose(drawn(5), drawn(6))
    many = np.array([drawn(seed) for seed in range(400)])
    w, b, v, c = parts(many)
    for part, width in ((w, 1), (b, 1), (v, 8**-0.5)):
        assert abs(part.std() / width - 1) < 0.05
    assert not c.any()


@pytest.mark.parametrize("key", CLOUDS)
def test_the_logits_are_those_of_a_plain_loop(key):
    x = CLOUDS[key].x[::9]
    thetas = np.array([drawn(seed) for seed in (1, 2)])
    np.testing.assert_allclose(logits(thetas, x), [plain(one, x) for one in thetas], atol=1e-13)


@pytest.mark.parametrize("loss", BINARY, ids=lambda loss: loss.key)
def test_the_gradient_is_that_of_differences(loss):
    """For every loss of a label, so that the network owes nothing to one of them."""
    cloud, at = CLOUDS["moons"], loss.at()
    for seed in (1, 2):
        theta = drawn(seed)
        slopes = optimize.approx_fprime(
            theta, lambda one: float(mean_loss(at, one, cloud.x, cloud.y)), 1e-7
        )
        np.testing.assert_allclose(gradient(at, theta, cloud.x, cloud.y), slopes, atol=2e-6)


def test_the_gradients_of_many_networks_are_those_of_each():
    cloud = CLOUDS["penguins"]
    thetas = np.array([[drawn(1), drawn(2)], [drawn(3), drawn(4)]])
    for at in CHOSEN:
        losses, slopes = loss_and_gradient(at, thetas, cloud.x, cloud.y)
        assert slopes.shape == (2, 2, SIZE)
        for place in np.ndindex(2, 2):
            loss, slope = loss_and_gradient(at, thetas[place], cloud.x, cloud.y)
            assert losses[place] == pytest.approx(float(loss), rel=1e-13)
            np.testing.assert_allclose(slopes[place], slope, atol=1e-15)
            p = special.expit(logits(thetas[place], cloud.x))
            by_hand = (
                -np.mean(np.log(np.where(cloud.y == 1, p, 1 - p)))
                if at is CHOSEN[0]
                else np.mean((p - cloud.y) ** 2)
            )
            assert float(loss) == pytest.approx(by_hand, rel=1e-12)


def test_a_step_of_training_is_that_of_scikit_learn():
    """MLPClassifier with one epoch of plain full-batch descent, from our weights."""
    cloud, theta, rate = CLOUDS["moons"], drawn(3), 0.7
    theirs = MLPClassifier(
        (HIDDEN,), activation="tanh", solver="sgd", alpha=0.0, batch_size=len(cloud.y),
        learning_rate_init=rate, momentum=0.0, nesterovs_momentum=False, shuffle=False,
    )  # fmt: skip
    theirs.partial_fit(cloud.x, cloud.y, classes=[0.0, 1.0])
    w, b, v, c = parts(theta)
    theirs.coefs_ = [w.T.copy(), v[:, None].copy()]
    theirs.intercepts_ = [b.copy(), np.array([c])]
    theirs._optimizer.params = theirs.coefs_ + theirs.intercepts_
    theirs._optimizer.velocities = [np.zeros_like(p) for p in theirs._optimizer.params]
    for _step in range(5):
        theirs.partial_fit(cloud.x, cloud.y)
        theta = theta - rate * gradient(CHOSEN[0], theta, cloud.x, cloud.y)
    w, b, v, c = parts(theta)
    np.testing.assert_allclose(theirs.coefs_[0], w.T, atol=1e-9)
    np.testing.assert_allclose(theirs.coefs_[1][:, 0], v, atol=1e-9)
    np.testing.assert_allclose(theirs.intercepts_[0], b, atol=1e-9)
    assert theirs.intercepts_[1][0] == pytest.approx(float(c), abs=1e-9)


@pytest.mark.parametrize("at", CHOSEN, ids=lambda at: at.loss.key)
def test_the_hessian_bends_as_the_loss_does(at):
    """Along random directions, by second differences of the loss itself."""
    cloud, theta = CLOUDS["penguins"], drawn(2)
    found = hessian(at, theta, cloud.x, cloud.y)
    np.testing.assert_array_equal(found, found.T)
    rng = np.random.default_rng(4)
    for _draw in range(5):
        way = rng.standard_normal(SIZE)
        way /= np.linalg.norm(way)
        low, here, high = (
            float(mean_loss(at, theta + h * way, cloud.x, cloud.y)) for h in (-1e-3, 0, 1e-3)
        )
        assert way @ found @ way == pytest.approx((low - 2 * here + high) / 1e-6, abs=1e-5)


def test_units_may_change_places_and_signs():
    """8! orders times 2^8 signs: the function is the same, the weights are not."""
    assert COPIES == math.factorial(8) * 2**8 == 10_321_920
    cloud, theta = CLOUDS["moons"], drawn(7)
    before = logits(theta, cloud.x)
    copies = [swapped(theta, i, j) for i, j in itertools.combinations(range(HIDDEN), 2)]
    copies += [flipped(theta, unit) for unit in range(HIDDEN)]
    copies.append(swapped(flipped(swapped(copies[3], 0, 5), 2), 2, 7))
    for copy in copies:
        assert not np.allclose(copy, theta)
        np.testing.assert_allclose(logits(copy, cloud.x), before, atol=1e-13)
        for at in CHOSEN:
            assert float(mean_loss(at, copy, cloud.x, cloud.y)) == pytest.approx(
                float(mean_loss(at, theta, cloud.x, cloud.y)), rel=1e-12
            )
    # a planted error: only the weight of the output turned is another function
    w, b, v, c = parts(theta)
    assert not np.allclose(logits(np.concatenate([w.ravel(), b, -v, [c]]), cloud.x), before)


def test_the_moons_are_half_circles():
    """Without their noise they are scikit-learn's."""
    ours, (theirs, labels) = moons(), make_moons(2 * EACH, shuffle=False)
    noise = ours.shown - theirs
    np.testing.assert_array_equal(ours.y, labels)
    assert abs(noise.std() / WIDTH - 1) < 0.1
    assert abs(noise.mean()) < 0.02
    np.testing.assert_array_equal(ours.x, ours.shown)
    assert not np.allclose(moons(9).shown, ours.shown)


def test_the_penguins_are_those_of_the_file():
    data = load("penguins")
    kept = np.isin(data["species"], ["Adelie", "Chinstrap"]) & ~np.isnan(data["bill_depth_mm"])
    cloud = CLOUDS["penguins"]
    assert len(cloud.y) == kept.sum() == 219
    assert int(cloud.y.sum()) == 68
    assert cloud.classes == ("Adelie", "Chinstrap")
    np.testing.assert_array_equal(cloud.shown[:, 0], data["bill_length_mm"][kept])
    np.testing.assert_allclose(cloud.x.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(cloud.x.std(axis=0), 1)


def test_a_border_is_where_the_function_is_zero():
    grid = np.linspace(-2, 2, 33)
    x, y = np.meshgrid(grid, grid)

    def at(stop, x, y):
        return np.choose(stop, [x + 0.5 * y - 0.3, x * 0 + 1, x * x + y * y - 1.5])

    across, up = border(grid, grid, np.stack([at(np.full(x.shape, k), x, y) for k in range(3)]), at)
    assert across.shape == up.shape == (3, 3 * PIECES)
    seen = ~np.isnan(across)
    np.testing.assert_allclose((across + 0.5 * up)[0][seen[0]], 0.3, atol=2e-3)
    assert not seen[1].any()
    ring = np.hypot(across[2], up[2])[seen[2]]
    np.testing.assert_allclose(ring, math.sqrt(1.5), atol=0.01)
    # the pieces add up to the length of the line, and of the circle
    for k, length in ((0, 4 * math.hypot(1, 0.5)), (2, 2 * math.pi * math.sqrt(1.5))):
        ends = np.stack([across[k], up[k]], axis=-1).reshape(-1, 3, 2)
        pieces = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=-1)
        assert np.nansum(pieces) == pytest.approx(length, rel=0.01)
    # one alone is the same as one of many
    one, _up = border(grid, grid, x * x + y * y - 1.5, lambda stop, x, y: at(stop + 2, x, y))
    np.testing.assert_array_equal(one, across[2])


def test_a_border_of_a_cliff_is_as_straight_as_that_of_a_slope():
    """Flat on both sides of a line: nothing but the function itself says where it is."""
    grid = np.linspace(-2, 2, 33)
    x, y = np.meshgrid(grid, grid)
    across, up = border(
        grid, grid, np.sign(x + 0.7 * y - 0.31), lambda _stop, x, y: np.sign(x + 0.7 * y - 0.31)
    )
    seen = ~np.isnan(across)
    assert seen.any()
    np.testing.assert_allclose((across + 0.7 * up)[seen], 0.31, atol=2e-3)
