"""Descent on two classes along a line: whether there is a minimiser, and how the weights grow."""

import re
from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize
from sklearn.linear_model import LogisticRegression

from lossviz.binary.separable import PENALTIES, STEPS, Separable, sample
from lossviz.figures import separable as figures
from lossviz.words import separable as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

CASES = [
    (margin, penalty, alone)
    for margin in (-1.0, 0.0, 1.0)
    for penalty in (0.0, 0.001)
    for alone in (False, True)
    if margin == 1.0 or not alone
]


def view(margin: float, penalty: float = 0.0, alone: bool = False, after: int = 10) -> Separable:
    return Separable(margin, penalty, alone, after)


def test_the_margin_is_the_gap_between_the_classes() -> None:
    for margin in (-1.0, 0.0, 0.7, 2.0):
        x, y = sample(margin)
        assert x[y == 1].min() - x[y == 0].max() == pytest.approx(margin)


@pytest.mark.parametrize(("margin", "penalty", "alone"), CASES)
def test_there_is_a_minimiser_where_classes_overlap_or_slope_is_charged(
    margin: float, penalty: float, alone: bool
) -> None:
    one = view(margin, penalty, alone)
    assert one.finite == (not alone and (margin < 0 or penalty > 0))
    if one.finite:
        # scikit-learn minimises C * sum + |w|^2 / 2
        c = np.inf if penalty == 0 else 1 / (penalty * len(one.x))
        other = LogisticRegression(C=c, tol=1e-10, max_iter=100_000).fit(one.x[:, None], one.y)
        assert one.best_size == pytest.approx(
            float(np.hypot(other.intercept_[0], other.coef_[0, 0])), rel=1e-4
        )
        assert float(one.cost_of(one.fit.coefficients)) == pytest.approx(one.fit.objective)
    else:
        with pytest.raises(ValueError, match="No finite minimiser"):
            _size = one.best_size
        assert one.sizes[-1] > one.sizes[-20] + 0.5


def test_descent_takes_the_steps_of_the_gradient() -> None:
    one = view(0.5, 0.01)
    weights = np.zeros(2)
    for step in range(1, 101):
        weights = weights - 0.5 * optimize.approx_fprime(weights, one.cost_of, 1e-7)
        if step in STEPS:
            (k,) = np.flatnonzero(step == STEPS)
            np.testing.assert_allclose(one.path[k], weights, atol=1e-5)


def test_descent_never_loses_ground() -> None:
    for margin, alone in ((-1.0, False), (2.0, False), (1.0, True)):
        for penalty in (PENALTIES[0], PENALTIES[-1]):
            assert (np.diff(view(margin, penalty, alone).costs) < 1e-12).all()


# Soudry et al. 2018: on separable classes weights grow like the logarithm of the steps. Far apart
# the slope nears log(steps) / (margin / 2): a tenfold adds about 2 ln 10 / margin.
def test_the_size_grows_like_the_logarithm_of_the_steps() -> None:
    assert view(2.0).last_decade == pytest.approx(np.log(10), rel=0.15)
    assert view(1.0).last_decade == pytest.approx(2 * np.log(10), rel=0.2)
    assert view(1.0).costs[-1] < 1e-3


@pytest.mark.parametrize(("margin", "penalty", "alone"), CASES)
def test_the_sentence(margin: float, penalty: float, alone: bool) -> None:
    for after in (1, 100, 10_000):
        one = view(margin, penalty, alone, after)
        text = say.separable_sentence(one)
        (k,) = np.flatnonzero(after == STEPS)
        size = re.search(r"weights of size ([\d.]+), loss", text)[1]
        assert float(size) == pytest.approx(np.hypot(*one.path[k]), rel=5e-3)
        assert ("loss with penalty" in text) == (penalty > 0)
        assert ("The penalty charges" in text) == (one.finite and penalty > 0)
        assert ("The classes overlap" in text) == (one.finite and penalty == 0)
        assert text.count("loss with penalty") <= 2
        assert "loss with penalty loss" not in text
        assert "loss loss" not in text
        if not one.finite:
            assert text.endswith(one.fit.message)
            assert ("only label 1 occurs" in text) == alone
            assert ("except for rows exactly on it" in text) == (margin == 0 and not alone)


@pytest.mark.parametrize(("margin", "penalty", "alone"), CASES)
def test_the_figure_at_every_step(margin: float, penalty: float, alone: bool) -> None:
    one = view(margin, penalty, alone)
    live = figures.separable(one, "after")
    assert figure_errors(live) == []
    assert trace_errors(live) == []
    (motion,) = live.motions
    stops = motion.axis.stops

    def at(k: int):
        return figures.separable(replace(one, after=float(stops[k])), "after")

    assert track_errors(live, motion, at, [0, 20, len(stops) - 1]) == []
    assert message_bytes(motion.track()) < 150_000
