"""Forecasts in bins: counts, shares, intervals, words and figure."""

import re

import numpy as np
import pytest
from scipy import special
from sklearn.calibration import calibration_curve
from sklearn.metrics import log_loss
from statsmodels.stats.proportion import proportion_confint

from lossviz.binary.reliability import BINS, SIZES, Reliability, sharper_sweep, wilson, world
from lossviz.figures import reliability as figures
from lossviz.words import reliability as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

CASES = [(SIZES[0], 0.25), (SIZES[0], 4.0), (SIZES[1], 1.0), (SIZES[2], 1.0), (SIZES[2], 2.0)]


@pytest.mark.parametrize(("size", "factor"), CASES)
def test_bins_are_those_of_scikit_learn(size: int, factor: float) -> None:
    logits, happened = (part[:size] for part in world())
    p = special.expit(factor * logits)
    share, forecast = calibration_curve(happened, p, n_bins=BINS)
    one = Reliability(size, factor)
    some = one.counts > 0
    np.testing.assert_allclose(one.share[some], share, rtol=1e-12)
    np.testing.assert_allclose(one.forecast[some], forecast, rtol=1e-9)
    assert one.counts.tolist() == np.histogram(p, BINS, (0, 1))[0].tolist()
    assert np.isnan(one.share[~some]).all()
    assert one.loss == pytest.approx(log_loss(happened, p))
    low, high = proportion_confint(one.hits[some], one.counts[some], method="wilson")
    np.testing.assert_allclose([end[some] for end in one.bars], [low, high], atol=1e-9)


def test_a_bin_without_forecasts_has_no_interval() -> None:
    assert np.isnan(wilson(np.array([0.0]), np.array([0.0]))).all()


def test_a_sweep_is_its_single_views() -> None:
    sweep = sharper_sweep(Reliability(SIZES[1], 1.0), "sharper", "")
    for k in (0, 9, len(sweep) - 1):
        alone = Reliability(SIZES[1], float(sweep.axis.stops[k]))
        np.testing.assert_array_equal(sweep.at(k).counts, alone.counts)
        np.testing.assert_allclose(sweep.at(k).share, alone.share)
        np.testing.assert_allclose(sweep.at(k).forecast, alone.forecast)


def test_the_true_probabilities_are_the_best_of_many_and_their_bars_nearly_all_hold() -> None:
    losses = [Reliability(SIZES[2], factor).loss for factor in (0.5, 1.0, 2.0)]
    assert min(losses) == losses[1]
    assert Reliability(SIZES[2], 1.0).off.sum() <= 2
    assert Reliability(SIZES[2], 2.0).off.sum() >= 8


@pytest.mark.parametrize(("size", "factor"), CASES)
def test_the_sentence_is_true(size: int, factor: float) -> None:
    one = Reliability(size, factor)
    text = say.reliability_sentence(one)
    off, filled = re.search(r"in (\d+) of (\d+) bins", text).groups()
    low, high = one.bars
    assert int(filled) == np.sum(one.counts > 0)
    assert int(off) == np.sum((one.forecast < low) | (one.forecast > high))
    assert ("empty" in text) == bool((one.counts == 0).any())
    assert ("Too sure" in text) == (factor > 1)
    assert ("Not sure enough" in text) == (factor < 1)
    # how far from one half, of each forecast: no sample of it can disagree
    far = np.abs(special.expit(factor * one.logits) - 0.5) - np.abs(special.expit(one.logits) - 0.5)
    assert ("every forecast is further from one half" in text) == bool((far > 0).all())
    assert ("every forecast is nearer to one half" in text) == bool((far < 0).all())


# Wilson's interval of 1 in 2, by statsmodels
def test_why_not_flights() -> None:
    low, high = proportion_confint(1, 2, method="wilson")
    assert f"from {round(100 * low)} % to {round(100 * high)} %" in say.why_not_flights()
    assert "In 10 bins they are 2.3 to a bin" in say.why_not_flights()


@pytest.mark.parametrize(("size", "factor"), CASES)
def test_the_figure_at_every_stop(size: int, factor: float) -> None:
    live = figures.reliability(Reliability(size, factor), "sharper")
    assert figure_errors(live) == []
    assert trace_errors(live) == []
    (motion,) = live.motions
    stops = motion.axis.stops

    def at(k: int):
        return figures.reliability(Reliability(size, float(stops[k])), "sharper")

    assert track_errors(live, motion, at, [0, len(stops) - 1]) == []
    assert message_bytes(motion.track()) < 150_000
    assert (
        max(s.max() for s in [Reliability(size, f).counts for f in (0.25, 4.0)])
        < (live.figures[1].layout.yaxis.range[1])
    )
