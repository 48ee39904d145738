"""A sigmoid made steeper and three meters; a threshold that moves only one of them."""

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy import special
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, brier_score_loss, confusion_matrix, log_loss

from lossviz import LOSSES
from lossviz.binary.meters import Calls, Meters, flights
from lossviz.figures import meters as figures
from lossviz.figures import threshold as threshold_figures
from lossviz.figures.labels import LOOKS
from lossviz.words import meters as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

LOSS, SQUARED = LOSSES["binary_cross_entropy"].at(), LOSSES["brier"].at()
FACTORS = (0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0)


def view(factor: float) -> Meters:
    return Meters(LOSS, SQUARED, flights(), factor)


def calls(cut: float, factor: float = 1.0) -> Calls:
    return Calls(LOSS, SQUARED, flights(), factor, cut)


def live(factor: float):
    return figures.meters(view(factor), "factor")


@cache
def fitted() -> tuple[float, float]:
    """Slope and 50 % point of the fit by scikit-learn."""
    x, y = flights().problem.x, flights().y
    fit = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000).fit(x[:, None] - 70.0, y)
    return fit.coef_[0, 0], 70.0 - fit.intercept_[0] / fit.coef_[0, 0]


def oracle(factor: float) -> tuple[np.ndarray, np.ndarray]:
    """Labels, and the probabilities of that fit."""
    x, y = flights().problem.x, flights().y
    slope, middle = fitted()
    return y, special.expit(factor * slope * (x - middle))


@pytest.mark.parametrize("factor", FACTORS)
def test_the_meters_are_those_of_scikit_learn(factor: float) -> None:
    y, p = oracle(factor)
    expected = [log_loss(y, p), accuracy_score(y, p >= 0.5), brier_score_loss(y, p)]
    np.testing.assert_allclose(view(factor).readings, expected, rtol=1e-5)


# The numbers of the lesson, from scikit-learn's log_loss, accuracy_score and brier_score_loss
def test_the_numbers_of_the_lesson() -> None:
    assert say.meters_sentence(view(3.0)) == (
        "× 3: loss up 0.442 → 0.689, accuracy same 0.870, Brier score slightly down 0.1385 →"
        " 0.1367. Nobody changed sides; 61-A's bill went from 2.46 to 7.11, now 45 % of the total."
        " Threshold and loss are different things: accuracy moves only when a flight crosses the"
        " threshold."
    )
    assert f"{view(1.0).middle:.1f}" == "64.8"
    assert say.meters_sentence(view(1.0)).startswith(
        "The best fit: loss 0.442, accuracy 0.870, Brier score 0.1385."
    )


def test_every_stop_says_what_is_true() -> None:
    (motion,) = live(1.0).motions
    stops = motion.axis.stops
    assert {0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0} <= set(stops.tolist())
    y, p0 = oracle(1.0)
    for factor, text in zip(stops, motion.track().sentences, strict=True):
        if factor == 1.0:
            continue
        _y, p = oracle(float(factor))
        assert np.array_equal(p >= 0.5, p0 >= 0.5)  # nobody changed sides
        costs = np.abs(np.log(np.where(y == 1, p, 1 - p)))
        share = re.search(r"now (\d+) % of the total", text)[1]
        assert abs(int(share) - 100 * costs[20] / costs.sum()) < 0.51
        (before, after) = re.search(r"loss .*?([\d.]+) → ([\d.]+),", text).groups() if (
            "loss same" not in text
        ) else ("0", "0")  # fmt: skip
        assert float(after) >= float(before)
        assert ("loss up" in text) or ("loss slightly up" in text) or ("loss same" in text)
        went = brier_score_loss(y, p) - brier_score_loss(y, p0)
        if "Brier score same" in text:
            assert abs(went) < 1e-4
        else:
            assert ("Brier score slightly down" in text or "Brier score down" in text) == (went < 0)
            assert ("slightly" in text.split("Brier score")[1]) == (abs(went) < 0.05 * 0.138527)


def test_a_meter_that_shows_the_same_digits_has_not_moved() -> None:
    assert say.way(2, 0.13851, 0.13849) == 0
    assert say.way(2, 0.13851, 0.13839) == -1
    assert say.way(0, 0.442, 0.44201) == 0
    assert say.way(0, 0.442, 0.443) == 1


def test_nothing_moves_the_meters_before_the_reader_has_guessed() -> None:
    (motion,) = live(1.0).motions
    assert motion.nudge is None
    signs = [t.text[0] for t in live(1.0).figures[1].data if t.name.startswith("sign of")]
    assert signs == ["= 0.442", "= 0.870", "= 0.1385"]
    assert not any(word in live(1.0).sentence for word in (" up", " down", "same", "sides"))


def test_every_stop_of_the_hand() -> None:
    (motion,) = live(3.0).motions
    stops = motion.axis.stops
    at = [0, 10, int(motion.axis.nearest(1.0)), len(stops) - 1]
    assert track_errors(live(3.0), motion, lambda k: live(float(stops[k])), at) == []
    assert message_bytes(motion.track()) < 150_000


@pytest.mark.parametrize("factor", FACTORS)
def test_the_figures_are_sound_and_all_is_on_its_scale(factor: float) -> None:
    assert figure_errors(live(factor)) == []
    assert trace_errors(live(factor)) == []
    for reading, (low, high) in zip(view(factor).readings, figures.SCALES, strict=True):
        assert low <= reading <= high


def test_the_grip_lies_on_the_curve() -> None:
    for factor in FACTORS:
        one = view(factor)
        (at,) = one.chances_at(np.array([one.where(figures.GRIP)]))
        assert at == pytest.approx(figures.GRIP, abs=1e-12)
        assert figures.X[0] <= one.where(figures.GRIP) <= figures.X[-1]


# ---- the threshold ------------------------------------------------------------------------------


@pytest.mark.parametrize("cut", [0.0, 0.1, 0.3, 0.5, 0.9, 1.0])
def test_the_threshold_counts_and_leaves_loss_and_brier_alone(cut: float) -> None:
    y, p = oracle(1.0)
    one = calls(cut)
    (quiet, alarms), (misses, hits) = confusion_matrix(y, p >= cut, labels=[0, 1])
    assert one.counts.tolist() == [hits, alarms, misses, quiet]
    assert one.readings[1] == pytest.approx(accuracy_score(y, p >= cut))
    assert one.readings[[0, 2]].tolist() == calls(0.5).readings[[0, 2]].tolist()
    assert one.accuracy_at(np.array([cut])).tolist() == [one.readings[1]]
    assert one.readings[[0, 2]].tolist() == replace(view(1.0), cut=cut).readings[[0, 2]].tolist()


def test_the_sentence_of_the_threshold() -> None:
    y, p = oracle(1.0)
    for cut in (0.0, 0.085, 0.3, 0.5, 1.0):
        (_quiet, alarms), (misses, hits) = confusion_matrix(y, p >= cut, labels=[0, 1])
        text = say.calls_sentence(calls(cut))
        called = "1 flight" if hits + alarms == 1 else f"{hits + alarms} flights"
        assert f"{called} called, {hits} rightly; {misses} with distress missed" in text
        assert f"Accuracy {say.reading(1, accuracy_score(y, p >= cut))}." in text
        assert "Loss 0.442 and Brier score 0.1385 do not know the threshold" in text


# a call costs 1 if wrong: calling pays where p is at least the price of an alarm over both prices
def test_who_sets_the_threshold_where() -> None:
    p = np.linspace(0.005, 0.995, 100)
    lowest = {
        (miss, alarm): p[(1 - p) * alarm <= p * miss].min()
        for miss, alarm in ((1, 1), (3, 1), (1, 3))
    }
    assert lowest[3, 1] < lowest[1, 1] < lowest[1, 3]
    assert lowest[1, 1] == pytest.approx(0.5, abs=0.01)
    assert "fears a missed distress more sets it lower" in say.calls_caption(calls(0.5))
    assert say.calls_caption(calls(0.5)).endswith("The curve is the best fit.")
    assert "best fit × 3, as in" in say.calls_caption(calls(0.5, 3.0))


@pytest.mark.parametrize("factor", FACTORS)
def test_the_bill_stands_over_the_flight_that_pays_it(factor: float) -> None:
    _y, p = oracle(factor)
    (shown,) = [t.text for t in live(factor).figures[0].data if t.name == "costliest"]
    assert flights().names[20] == "61-A"
    assert float(shown[0].removeprefix("61-A pays ")) == pytest.approx(-np.log(p[20]), rel=5e-3)


def test_the_flights_look_as_in_the_first_scene_and_their_rows_have_names() -> None:
    left = live(1.0).figures[0]
    marks = {t.name: t.marker for t in left.data if t.name.startswith("seen")}
    for label, look in zip(("none", "distress"), LOOKS, strict=True):
        marker = marks[f"seen: {label}"]
        assert (marker.symbol, marker.color) == (look.marker, look.role.light)
    ticks = dict(zip(left.layout.yaxis.tickvals, left.layout.yaxis.ticktext, strict=True))
    assert (ticks[0], ticks[1]) == ("none 0", "distress 1")


@pytest.mark.parametrize("factor", [0.25, 1.0, 8.0])
def test_every_stop_of_the_threshold(factor: float) -> None:
    live = threshold_figures.threshold(calls(0.5, factor), "cut")
    assert figure_errors(live) == []
    assert trace_errors(live) == []
    (motion,) = live.motions
    stops = motion.axis.stops

    def at(k: int):
        return threshold_figures.threshold(calls(float(stops[k]), factor), "cut")

    track = motion.track()
    assert [f.layout for f in at(0).figures] == [f.layout for f in live.figures]
    assert track_errors(live, motion, at, [0, 30, len(stops) - 1]) == []
    assert message_bytes(track) < 150_000
