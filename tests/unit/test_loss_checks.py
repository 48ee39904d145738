"""Every check of the contract is fed a loss with a planted error and must notice it."""

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from lossviz import LOSSES
from lossviz.core import Example, Facts, Form, Influence, Loss, LossAt, residual_loss
from lossviz.functionals import HALF_LOG_ODDS, MEAN, quantile
from lossviz.noise import cauchy, gaussian, hyperbolic_secant, laplace
from tests.unit import loss_checks as checks

Y = np.round(np.random.default_rng(3).gamma(2.0, 1.0, 41), 1)


def claiming(key: str, **claims: Any) -> LossAt:
    """The loss `key` at its defaults with some facts replaced."""
    loss = LOSSES[key]
    facts = dataclasses.replace(loss.at().facts, **claims)
    return dataclasses.replace(loss, facts=lambda **_params: facts).at()


def altered(key: str, part: str, change: Callable[[np.ndarray], np.ndarray]) -> LossAt:
    """The loss `key` with the result of one of its formulas changed."""
    loss = LOSSES[key]
    old = getattr(loss, part)
    return dataclasses.replace(loss, **{part: lambda *a, **p: change(old(*a, **p))}).at()


def swapped_pinball() -> Loss:
    """The pinball loss of -r: consistent slopes, but it estimates the (1 - tau)-quantile."""
    return residual_loss(
        **{
            field: getattr(LOSSES["quantile"], field)
            for field in (
                "key", "name", "summary", "aliases", "origin", "tex", "mean_tex", "grad_tex",
                "params", "examples", "references",
            )
        },
        rho=lambda r, tau: np.maximum(-tau * r, (1.0 - tau) * r),
        psi=lambda r, tau: np.where(r > 0, 1.0 - tau, -tau),
        psi_slope=lambda r, tau: 0.0 * r * tau,
        facts=LOSSES["quantile"].facts,
    )  # fmt: skip


def test_a_pinball_with_swapped_sign_passes_the_slope_check() -> None:
    assert checks.slope_error(swapped_pinball().at(tau=0.9)) <= 1e-9


def test_a_pinball_with_swapped_sign_fails_the_functional_check() -> None:
    assert checks.functional_error(swapped_pinball().at(tau=0.9), Y) > 1.0


def test_the_90_percent_quantile_has_90_percent_below_it() -> None:
    loss_at, y = LOSSES["quantile"].at(tau=0.9), np.random.default_rng(1).normal(size=1001)
    assert checks.functional_error(loss_at, y) <= 1e-7
    low, high = loss_at.facts.functional.of(y)
    assert low == high == np.quantile(y, 0.9, method="inverted_cdf")


@pytest.mark.parametrize("key", ["log_cosh", "poisson", "brier", "softmax_focal"])
@pytest.mark.parametrize(("part", "order"), [("grad_fn", 1), ("curvature_fn", 2)])
def test_a_wrong_slope_is_caught(key: str, part: str, order: int) -> None:
    wrong = altered(key, part, lambda v: v * 1.0001)
    assert checks.slope_error(LOSSES[key].at(), order) <= 1e-7
    assert checks.slope_error(wrong, order) > 1e-6
    assert checks.golden_error(wrong, order) > 1e-6


@pytest.mark.parametrize("key", ["welsch", "binary_cross_entropy", "softmax_cross_entropy"])
def test_a_value_off_in_the_twelfth_digit_is_caught(key: str) -> None:
    assert checks.golden_error(altered(key, "value_fn", lambda v: v * (1 + 2e-12)), 0) > 1e-12


def test_textbook_log_cosh_is_caught_far_out() -> None:
    loss = dataclasses.replace(LOSSES["log_cosh"], value_fn=lambda y, raw: np.log(np.cosh(y - raw)))
    with pytest.raises(FloatingPointError, match="overflow"):
        checks.golden_error(loss.at(), 0)


def test_cancelling_log_cosh_is_caught_near_zero() -> None:
    loss = dataclasses.replace(
        LOSSES["log_cosh"],
        value_fn=lambda y, raw: (
            np.abs(y - raw) + np.log1p(np.exp(-2 * np.abs(y - raw))) - np.log(2)
        ),
    )
    assert checks.golden_error(loss.at(), 0) > 1e-3


@pytest.mark.parametrize("key", ["huber", "cauchy", "hinge", "brier", "softmax_focal"])
def test_a_wrong_convexity_claim_is_caught(key: str) -> None:
    truth = LOSSES[key].at().facts.convex
    assert checks.convexity_error(claiming(key, convex=not truth)) > 1e-3


@pytest.mark.parametrize("key", list(LOSSES))
def test_a_wrong_influence_claim_is_caught(key: str) -> None:
    true = LOSSES[key].at().facts.influence
    wrong = [kind for kind in Influence if kind is not true]
    assert [checks.influence_error(claiming(key, influence=kind)) for kind in wrong] == [1, 1]


@pytest.mark.parametrize(
    ("key", "kinks"),
    [
        ("huber", ()),
        ("huber", (-1.345,)),
        ("huber", (-1.3, 1.3)),
        ("huber", (-1.345, 0.0, 1.345)),
        ("hinge", (-1.0,)),
        ("squared_error", (0.0,)),
    ],
)
def test_wrong_kinks_are_caught(key: str, kinks: tuple[float, ...]) -> None:
    assert checks.kinks_error(claiming(key, kinks=kinks)) > 1e-2


@pytest.mark.parametrize("key", ["squared_error", "hinge", "log_cosh", "softmax_cross_entropy"])
def test_a_wrong_form_is_caught(key: str) -> None:
    true = LOSSES[key].at().facts.form
    wrong = [form for form in Form if form is not true]
    assert [checks.form_error(claiming(key, form=form)) for form in wrong] == [1, 1]


@pytest.mark.parametrize(
    ("key", "claims"),
    [
        ("squared_error", {"noise": laplace()}),
        ("squared_error", {"nll_scale": lambda scale: 1.0 / scale**2}),
        ("cauchy", {"nll_scale": lambda _scale: 1.0}),
        ("log_cosh", {"noise": gaussian()}),
        ("tukey_biweight", {"noise": cauchy(), "nll_scale": lambda _scale: 1.0}),
        ("poisson", {"nll_scale": lambda _scale: 2.0}),
        ("softmax_cross_entropy", {"nll_scale": lambda _scale: 2.0}),
    ],
)
def test_a_wrong_noise_claim_is_caught(key: str, claims: dict[str, Any]) -> None:
    assert checks.surprise_error(claiming(key, **claims), 1.7) > 1e-3


def test_a_density_without_area_one_is_caught() -> None:
    noise = hyperbolic_secant()
    wrong = dataclasses.replace(
        noise, log_density=lambda y, raw, scale: noise.log_density(y, raw, scale) + 1e-6
    )
    assert checks.area_error(noise, 1.7) <= 1e-11
    assert checks.area_error(wrong, 1.7) > 5e-7


@pytest.mark.parametrize(
    ("key", "functional"),
    [
        ("absolute_error", MEAN),
        ("squared_error", quantile(0.5)),
        ("quantile", quantile(0.7)),
    ],
)
def test_a_wrong_functional_is_caught(key: str, functional: Any) -> None:
    assert checks.functional_error(claiming(key, functional=functional), Y) > 1e-3


def test_a_wrong_functional_of_labels_is_caught() -> None:
    wrong = claiming("binary_cross_entropy", functional=HALF_LOG_ODDS)
    assert checks.functional_error(wrong, np.array([0.0, 0.0, 0.0, 1.0])) > 0.1


def test_half_an_interval_is_caught() -> None:
    low_only = dataclasses.replace(
        quantile(0.5), minimisers=lambda *_data: (np.asarray(1.0), np.asarray(1.0))
    )
    wrong = claiming("absolute_error", functional=low_only)
    assert checks.functional_error(wrong, np.array([1.0, 2.0])) == pytest.approx(1.0, abs=1e-6)


def test_denying_a_density_that_exists_is_caught() -> None:
    assert checks.no_noise_error(LOSSES["binary_cross_entropy"].at()) == 1
    assert checks.no_noise_error(LOSSES["absolute_error"].at()) == 1


def test_a_wrong_example_is_caught() -> None:
    wrong = Example(y_true=3.0, raw=1.0, value=4.0 + 1e-9, note="off")
    at = LOSSES["squared_error"].at()
    assert checks.example_error(at, wrong.y_true, wrong.raw, wrong.value) > 1e-12


def test_facts_know_their_defaults() -> None:
    assert Facts(convex=True, influence=Influence.BOUNDED).form is Form.CURVED
