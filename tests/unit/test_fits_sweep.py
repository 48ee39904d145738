"""Sweeps of losses that let go: many starts followed at once lose no minimum.

Oracle: the package's descent from every one of 200 lines through two random points, alone.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from lossviz import LOSSES, LossAt
from lossviz.fits import Fit, fit_linear
from lossviz.fits.approach import _apart, approach
from lossviz.fits.design import build, check_data
from lossviz.fits.irls import _solved, descend
from lossviz.fits.scale import weighted_median
from lossviz.numerics import Array

WILD = ["cauchy", "tukey_biweight"]
STOPS = 9


def two_clusters(rng: np.random.Generator) -> tuple[Array, Array]:
    left = rng.random(40) < 0.5
    x = np.where(left, rng.normal(0, 1, 40), rng.normal(6, 1, 40))
    return x, np.where(left, 0.0, 8.0) + rng.normal(0, 1, 40)


def two_lines(rng: np.random.Generator) -> tuple[Array, Array]:
    x = rng.uniform(0, 10, 50)
    up = rng.random(50) < 0.6
    return x, np.where(up, 1 + 0.5 * x, 12 - 2 * x) + rng.normal(0, 0.5, 50)


def leverage(rng: np.random.Generator) -> tuple[Array, Array]:
    x = np.concatenate([rng.uniform(0, 10, 30), rng.normal(30, 1, 8)])
    y = np.concatenate([1 + 0.5 * x[:30], np.full(8, -10.0)])
    return x, y + rng.standard_t(3, 38)


PROBLEMS = [two_clusters, two_lines, leverage]


def dragged(problem: int) -> tuple[Array, Array]:
    x, y = PROBLEMS[problem](np.random.default_rng(problem))
    Y = np.tile(y, (STOPS, 1))
    Y[:, -1] = np.linspace(-20, 20, STOPS)
    return x, Y


def lowest_of_many(loss: LossAt, x: Array, Y: Array) -> Array:
    """The lowest objective (S,) of descents at scale 1 from 200 pairs of points."""
    rng = np.random.default_rng(99)
    a, b = np.array([rng.choice(len(x), 2, replace=False) for _pair in range(200)]).T
    slope = (Y[:, b] - Y[:, a]) / (x[b] - x[a])
    start = np.stack([Y[:, a] - slope * x[a], slope], axis=-1).reshape(-1, 2)
    data = check_data(loss, x, np.repeat(Y, 200, axis=0), None)
    design = build(data.y, data.weight, data.columns, True)
    found = descend(loss, design, design.to_theta(start), np.asarray(1.0), convex=False)
    return np.asarray(found.objective.reshape(len(Y), 200).min(axis=1))


def assert_lowest(loss: LossAt, x: Array, Y: Array, fit: Fit) -> None:
    residual = Y - fit.coefficients @ np.stack([np.ones(len(x)), x])
    own = loss.value(residual, 0.0).mean(axis=1)
    assert np.all(own <= lowest_of_many(loss, x, Y) * (1 + 1e-9))


def assert_balanced(loss: LossAt, x: Array, Y: Array, fit: Fit) -> None:
    """Pulls at the MAD of the fit's own residuals, relative to what they are made of."""
    D = np.column_stack([np.ones(len(x)), x])
    residual = Y - fit.coefficients @ D.T
    mad = np.median(np.abs(residual), axis=1, keepdims=True) / 0.6744897501960817
    pull = loss.psi(residual / mad)
    left = np.abs(pull @ D) / (np.abs(pull) @ np.abs(D))
    assert left.max() < 1e-8


@pytest.mark.parametrize("problem", range(len(PROBLEMS)))
@pytest.mark.parametrize("key", WILD)
def test_a_sweep_is_nowhere_above_many_starts(key: str, problem: int) -> None:
    loss = LOSSES[key].at()
    x, Y = dragged(problem)
    fit = fit_linear(loss, x, Y)
    assert np.all(fit.converged)
    assert_lowest(loss, x, Y, fit)


@pytest.mark.parametrize("problem", range(len(PROBLEMS)))
@pytest.mark.parametrize("key", WILD)
def test_the_pulls_of_a_sweep_balance_at_its_mads(key: str, problem: int) -> None:
    loss = LOSSES[key].at()
    x, Y = dragged(problem)
    fit = fit_linear(loss, x, Y, scale="mad")
    assert np.all(fit.converged)
    assert_balanced(loss, x, Y, fit)


@pytest.mark.parametrize("key", WILD)
def test_planted_a_local_minimum_in_one_stop_is_noticed(key: str) -> None:
    loss = LOSSES[key].at(c=1.0)
    x, Y = dragged(1)
    fit = fit_linear(loss, x, Y)
    assert_lowest(loss, x, Y, fit)
    coefficients = fit.coefficients.copy()
    coefficients[fit.alternatives[0].stop] = fit.alternatives[0].coefficients
    with pytest.raises(AssertionError):
        assert_lowest(loss, x, Y, replace(fit, coefficients=coefficients))


@pytest.mark.parametrize("key", WILD)
def test_planted_a_fit_balanced_at_another_scale_is_noticed(key: str) -> None:
    loss = LOSSES[key].at()
    x, Y = dragged(2)
    with pytest.raises(AssertionError):
        assert_balanced(loss, x, Y, fit_linear(loss, x, Y, scale=1.0))


@pytest.mark.parametrize("scale", [1.0, "mad"])
@pytest.mark.parametrize("key", WILD)
def test_starts_that_are_dropped_lose_no_minimum(
    key: str, scale: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against every start followed to its own end."""
    loss = LOSSES[key].at()
    for problem in range(len(PROBLEMS)):
        x, Y = dragged(problem)
        fit = fit_linear(loss, x, Y, scale=scale)
        with monkeypatch.context() as patch:
            patch.setattr("lossviz.fits.approach.STEPS", 0)
            every = fit_linear(loss, x, Y, scale=scale)
        np.testing.assert_allclose(fit.objective, every.objective, rtol=1e-9)
        np.testing.assert_allclose(fit.scale, every.scale, rtol=1e-7)
        assert [a.stop for a in fit.alternatives] == [a.stop for a in every.alternatives]
        np.testing.assert_allclose(
            [a.objective for a in fit.alternatives],
            [a.objective for a in every.alternatives],
            rtol=1e-7,
        )


def test_most_starts_come_together() -> None:
    loss = LOSSES["tukey_biweight"].at()
    x, Y = dragged(1)
    data = check_data(loss, x, Y, None)
    design = build(data.y, data.weight, data.columns, True)
    first = np.random.default_rng(0).normal(0, 3, (STOPS, 30, 2))
    theta, owner, steps = approach(loss, design, first, None)
    assert len(theta) == len(owner) == len(steps) < STOPS * 10
    np.testing.assert_array_equal(np.unique(owner), np.arange(STOPS))


def test_starts_of_other_data_sets_or_far_away_are_kept() -> None:
    theta = np.array([[0.0, 0.0], [0.001, 0.0], [0.002, 5.0], [0.0, 0.0]])
    owner = np.array([0, 0, 0, 1])
    np.testing.assert_array_equal(_apart(theta, owner, np.full(4, 0.01)), [True, False, True, True])


@pytest.mark.parametrize("size", [1e-200, 1.0, 1e200])
def test_two_unknowns_are_solved_at_any_size(size: float) -> None:
    rng = np.random.default_rng(4)
    matrix, right = rng.normal(size=(50, 2, 2)), rng.normal(size=(50, 2))
    known = np.linalg.solve(matrix, right[..., None])[..., 0]
    found = _solved(matrix * size, right * size, np.zeros(50))
    np.testing.assert_allclose(found, known, rtol=1e-11)


@pytest.mark.parametrize("n", [1, 2, 7, 8])
def test_the_median_is_numpys(n: int) -> None:
    values = np.random.default_rng(n).normal(size=(20, n))
    np.testing.assert_array_equal(
        weighted_median(values, np.ones((20, n))), np.median(values, axis=-1)
    )
