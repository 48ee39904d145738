"""The bowl of squared error: eigenvalues, limit and steps against numpy and a plain loop."""

import numpy as np
import pytest
from statsmodels.regression.linear_model import OLS

from lossviz.data.problems import LINE_PROBLEMS
from lossviz.surfaces.curvature import Bowl
from lossviz.surfaces.line_hill import LineHill
from lossviz.ui.picked import ABSOLUTE, SQUARED

SETS = ("hubble", "phones", "forbes", "galton_pairs", "anscombe_1", "stars")


def bowl_of(key: str) -> Bowl:
    return Bowl(LineHill(SQUARED.at(), LINE_PROBLEMS[key]).surface)


def design(key: str) -> tuple[np.ndarray, np.ndarray]:
    """All rows [1, x] and y, repeated ones as often as they were seen."""
    problem = LINE_PROBLEMS[key]
    times = np.ones(len(problem), int) if problem.weight is None else problem.weight.astype(int)
    x, y = np.repeat(problem.x, times), np.repeat(problem.y, times)
    return np.column_stack([np.ones_like(x), x]), y


def steps_by_hand(key: str, a: float, b: float, rate: float, most: int) -> float:
    """Descent row by row in the parameters until the MSE is within 1 % of the least squares."""
    rows, y = design(key)
    theta = np.array([a, b])
    lowest = OLS(y, rows).fit().ssr / len(y)
    for step in range(most + 1):
        miss = y - rows @ theta
        if np.abs(theta).max() > 1e100:
            return np.inf
        if np.mean(miss**2) <= 1.01 * lowest:
            return step
        theta = theta + rate * 2 * rows.T @ miss / len(y)
    return np.inf


@pytest.mark.parametrize("key", SETS)
def test_eigenvalues_axes_and_condition(key):
    bowl, (rows, y) = bowl_of(key), design(key)
    hessian = 2 * rows.T @ rows / len(rows)
    np.testing.assert_allclose(bowl.hessian, hessian, rtol=1e-12)
    # singular values of the rows: none is lost as in the difference of an eigenvalue
    singular = np.linalg.svd(rows, compute_uv=False)
    np.testing.assert_allclose(bowl.curvatures, 2 * singular**2 / len(rows), rtol=1e-8)
    assert bowl.condition == pytest.approx(OLS(y, rows).fit().condition_number ** 2, rel=1e-6)
    assert bowl.condition == pytest.approx(np.linalg.cond(rows) ** 2, rel=1e-6)
    np.testing.assert_allclose(bowl.axes @ bowl.axes.T, np.eye(2), atol=1e-14)
    np.testing.assert_allclose(
        hessian @ bowl.axes.T, bowl.axes.T * bowl.curvatures, atol=1e-12 * bowl.curvatures[0]
    )
    np.testing.assert_allclose(bowl.lowest, OLS(y, rows).fit().params, rtol=1e-7)


def test_the_numbers_of_hubble():
    # 24 nebulae, numpy.linalg: 2 / 4.0671 = 0.49175, 4.0671 / 0.39272 = 10.356
    bowl = bowl_of("hubble")
    assert round(bowl.limit, 3) == 0.492
    assert round(bowl.condition, 1) == 10.4
    # the year counted from 0: 2 / (2 (1 + mean of year^2)) but for 3e-12
    assert f"{bowl_of('phones').limit:.1e}" == "2.6e-07"


@pytest.mark.parametrize("key", SETS)
def test_just_below_the_limit_converges_and_just_above_explodes(key):
    bowl, (rows, y) = bowl_of(key), design(key)
    for share, grows in ((0.999, False), (1.001, True)):
        # start away from the lowest place the steepest way only: nothing else moves
        theta = np.array(bowl.lowest) + bowl.axes[0] * bowl.half_axes(1.0)[0]
        best = np.array(bowl.lowest)
        first = np.linalg.norm(theta - best)
        for _step in range(300):
            theta = theta + share * bowl.limit * 2 * rows.T @ (y - rows @ theta) / len(y)
        assert (np.linalg.norm((theta - best) @ bowl.axes[0]) > first) == grows


@pytest.mark.parametrize("rate", [0.01, 0.1, 0.3, 0.45, 0.48, 0.49, 0.495, 0.6])
def test_steps_of_hubble_are_those_of_a_loop(rate):
    bowl = bowl_of("hubble")
    flat = LineHill(SQUARED.at(), LINE_PROBLEMS["hubble"]).flat
    found = bowl.steps_to(*flat, rate / bowl.limit)
    assert found == steps_by_hand("hubble", *flat, rate, 1000)


@pytest.mark.parametrize(("key", "share"), [("anscombe_1", 0.5), ("faithful", 0.9), ("stars", 0.5)])
def test_steps_from_nothing_are_those_of_a_loop(key, share):
    bowl = bowl_of(key)
    expected = steps_by_hand(key, 0.0, 0.0, share * bowl.limit, 20_000)
    assert bowl.steps_to(0.0, 0.0, share) == expected


def test_a_start_that_is_there_needs_no_step():
    bowl = bowl_of("hubble")
    np.testing.assert_array_equal(bowl.steps_to(*bowl.lowest, np.array([0.5, 2.0])), [0, 0])


def test_the_ring_is_a_contour_and_its_axes_are_the_eigenvectors():
    bowl = bowl_of("hubble")
    height = 0.3 * bowl.floor
    ring = bowl.ring(height)
    heights = bowl.surface.mean(ring[:, 0], ring[:, 1]) - bowl.floor
    np.testing.assert_allclose(heights, height, rtol=1e-9)
    far = np.linalg.norm(ring - bowl.lowest, axis=1)
    np.testing.assert_allclose([far.min(), far.max()], bowl.half_axes(height), rtol=1e-9)


def test_a_loss_that_makes_no_bowl_is_refused():
    with pytest.raises(ValueError, match="squared error of a line"):
        Bowl(LineHill(ABSOLUTE.at(), LINE_PROBLEMS["hubble"]).surface)
