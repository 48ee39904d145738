"""Class weights against scikit-learn: the fit, the best constant, the two means, the words."""

import re

import numpy as np
import pytest
from scipy import optimize, special
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from lossviz.binary.weights import WEIGHTS, Weighted, weight_sweep, weighted_fits
from lossviz.figures import weights as figures
from lossviz.figures.labels import LOOKS
from lossviz.likelihood.along_x import CLASS_PROBLEMS
from lossviz.ui.picked import COIN_LOSS
from lossviz.words import weights as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

ORINGS = CLASS_PROBLEMS["orings"]
X, Y = ORINGS.x, ORINGS.y.astype(float)
SOME = [0.2, 1.0, 2.0, 7.4, 20.0]


def view(weight: float = 2.0) -> Weighted:
    return Weighted(COIN_LOSS, X, Y, weight)


@pytest.mark.parametrize("weight", SOME)
def test_the_fit_and_both_means_are_those_of_scikit_learn(weight: float) -> None:
    one = view(weight)
    middle, width = X.mean(), X.std()
    model = LogisticRegression(C=np.inf, class_weight={0: 1.0, 1: weight}, tol=1e-12, max_iter=5000)
    model.fit(((X - middle) / width)[:, None], Y)
    slope = model.coef_[0, 0] / width
    assert one.fit[1] == pytest.approx(slope, rel=1e-5)
    assert one.fit[0] == pytest.approx(model.intercept_[0] - slope * middle, rel=1e-5)
    p = special.expit(one.fit[0] + one.fit[1] * X)
    each = np.where(Y == 1, weight, 1.0)
    assert one.by_weights == pytest.approx(log_loss(Y, p, sample_weight=each), rel=1e-9)
    costs = np.where(Y == 1, -weight * np.log(p), -np.log1p(-p))
    assert one.by_rows == pytest.approx(costs.mean(), rel=1e-9)
    assert one.mean_forecast == pytest.approx(p.mean(), rel=1e-9)
    assert special.expit(one.fit[0] + one.fit[1] * one.half_at) == pytest.approx(0.5)


@pytest.mark.parametrize("weight", SOME)
def test_the_best_constant_is_the_weighted_share(weight: float) -> None:
    def mean(p: float) -> float:
        return -(weight * 7 * np.log(p) + 16 * np.log(1 - p)) / 23

    found = optimize.minimize_scalar(mean, bounds=(1e-6, 1 - 1e-6), options={"xatol": 1e-10})
    assert view(weight).constant == pytest.approx(found.x, abs=1e-6)
    (low, high) = view(weight).loss_at.facts.functional.of(Y)
    assert low == high
    assert special.expit(low) == pytest.approx(found.x, abs=1e-6)


def test_every_stop_settles_and_the_slope_stays_below_zero() -> None:
    sweep = weight_sweep(view(), "weight", "weight")
    weights = sweep.axis.stops
    p = special.expit(sweep.batch.fit[:, :1] + sweep.batch.fit[:, 1:] * X)
    pulls = np.where(Y == 1, weights[:, None], 1.0) * (Y - p)
    np.testing.assert_allclose(pulls.sum(axis=1), 0, atol=1e-9)
    np.testing.assert_allclose((pulls * X).sum(axis=1), 0, atol=1e-7)
    assert (sweep.batch.fit[:, 1] < 0).all()


def test_parted_labels_have_no_best_sigmoid() -> None:
    with pytest.raises(ValueError, match="separates the labels"):
        weighted_fits(np.arange(4.0), np.array([0.0, 0.0, 1.0, 1.0]), np.ones(2))


@pytest.mark.parametrize("weight", [*SOME, 1.0001])
def test_every_clause_of_the_words(weight: float) -> None:
    one = view(weight)
    said = say.weights_sentence(one)
    assert f"crosses one half at {-one.fit[0] / one.fit[1]:.1f} °F" in said
    p = special.expit(one.fit[0] + one.fit[1] * X).mean()
    assert ("though distress was seen in 0.304" in said) == (say.number(p) != "0.304")
    assert f"mean forecast is {say.number(p)}" in said or say.number(p) == "0.304"
    if weight == 1:
        # 7 of 23, crossing at 64.8 °F: the best sigmoid of the flights
        assert "7 of 23 = 0.304" in said
        assert "64.8 °F" in said
        assert p == pytest.approx(7 / 23, rel=1e-9)
        assert "share of distress, 0.304." in said
        assert "−log of a coin's probability" in say.likelihood(one)
    else:
        share = 7 * weight / (7 * weight + 16)
        assert f"the weighted share, {say.number(share)} instead of 0.304" in said
        assert say.likelihood(one).startswith("No likelihood at this weight. With one label")
        assert "no longer adds up to the same number" in say.likelihood(one)
        sums = [
            np.exp(-weight * np.log1p(np.exp(-z))) + np.exp(-np.log1p(np.exp(z))) for z in (-1, 2)
        ]
        assert abs(sums[0] - sums[1]) > 1e-6
    told = say.divides(one)
    rows, total, weights = re.search(
        r"flights, 23, the mean loss at this fit is (\S+): .* weights, (\S+), it is (\S+):", told
    ).groups()
    assert (rows, weights) == (say.number(one.by_rows), say.number(one.by_weights))
    assert float(total) == pytest.approx(7 * weight + 16)


def test_the_labels_look_as_in_the_scene_of_the_flights() -> None:
    marks = {
        t.name: t.marker
        for t in figures.weights(view(), "weight").figures[0].data
        if t.marker.symbol
    }
    for label, name in enumerate(("none", "distress")):
        assert marks[name].symbol == LOOKS[label].marker
        assert marks[name].color == LOOKS[label].role.light


def test_the_figure_is_sound_at_every_stop() -> None:
    one = figures.weights(view(), "weight")
    (motion,) = one.motions
    stops = motion.axis.stops
    at = [0, len(stops) // 2, len(stops) - 1]
    alone = {k: figures.weights(view(float(stops[k])), "weight") for k in at}
    assert track_errors(one, motion, alone.__getitem__, at) == []
    assert message_bytes(motion.track()) < 200_000
    assert (stops[0], stops[-1]) == (WEIGHTS.low, WEIGHTS.high)
    for figure in (one, *alone.values()):
        assert figure_errors(figure) == []
        assert trace_errors(figure) == []
