"""A label between 0 and 1: cost, lowest cost, words at both ends, figure."""

import re
from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize, stats
from sklearn.metrics import log_loss

from lossviz import LOSSES
from lossviz.binary.soft import SoftLabel
from lossviz.figures import soft as figures
from lossviz.figures.live import LiveFigure
from lossviz.words import soft as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors
from tests.unit.sum_checks import is_rounded

LOSS = LOSSES["binary_cross_entropy"].at()


def view(label: float, guess: float) -> SoftLabel:
    return SoftLabel(LOSS, label, guess)


def live(label: float, guess: float) -> LiveFigure:
    return figures.soft(view(label, guess), "label", "guess")


def test_the_mixture_as_written_is_the_cost_as_written() -> None:
    for label in np.linspace(0, 1, 21).round(2).tolist():
        for guess in np.linspace(0.01, 0.99, 50).round(2).tolist():
            said = say.soft_sentence(view(label, guess))
            terms = re.findall(r"([\d.]+) × ([\d.]+)", said)
            (cost,) = re.findall(r" = ([\d.]+)\. ", said)
            assert say.number(sum(float(a) * float(b) for a, b in terms)) == cost
            paid = {label: -np.log(guess), round(1 - label, 2): -np.log1p(-guess)}
            if label not in (0.0, 0.5, 1.0):
                assert all(is_rounded(text, paid[float(share)]) for share, text in terms)


@pytest.mark.parametrize("label", [0.0, 0.1, 0.5, 0.7, 1.0])
@pytest.mark.parametrize("guess", [0.01, 0.3, 0.7, 0.99])
def test_the_cost_is_that_of_a_mixture(label: float, guess: float) -> None:
    one = view(label, guess)
    weights = np.array([1 - label, label])
    mixed = log_loss([0, 1], [guess, guess], sample_weight=weights)
    assert one.cost == pytest.approx(mixed, rel=1e-12)
    assert one.parts.sum() == pytest.approx(mixed, rel=1e-12)
    assert one.floor == pytest.approx(stats.bernoulli.entropy(label), abs=1e-14)
    assert one.cost >= one.floor


@pytest.mark.parametrize("label", [0.02, 0.3, 0.5, 0.7])
def test_the_cheapest_forecast_is_the_label_and_costs_its_entropy(label: float) -> None:
    found = optimize.minimize_scalar(
        lambda p: float(view(label, p).cost), bounds=(1e-6, 1 - 1e-6), method="bounded",
        options={"xatol": 1e-10},
    )  # fmt: skip
    assert found.x == pytest.approx(label, abs=1e-6)
    assert found.fun == pytest.approx(view(label, 0.5).floor, rel=1e-9)
    assert found.fun > 0


def test_the_sentences() -> None:
    # 0.7 log(1/0.3) + 0.3 log(1/0.7) and the entropy of 0.7
    assert say.soft_sentence(view(0.7, 0.3)) == (
        "Label 0.7, forecast 0.3: 0.7 × 1.204 + 0.3 × 0.3567 = 0.950. Cheapest is 0.7 itself, and"
        " it costs 0.611, not 0."
    )
    assert say.soft_sentence(view(0.7, 0.7)).endswith(
        "Yet it is not free: 0.611 is the entropy of the label."
    )
    assert say.soft_sentence(view(1.0, 0.7)).startswith("Label 1, forecast 0.7: 1 × 0.357 = 0.357.")
    assert "down towards 0" in say.soft_sentence(view(0.0, 0.01))


def test_the_sentence_at_every_stop() -> None:
    for motion, moved in zip(live(0.7, 0.3).motions, ("label", "guess"), strict=True):
        for stop, said in zip(motion.axis.stops, motion.track().sentences, strict=True):
            one = replace(view(0.7, 0.3), **{moved: float(stop)})
            cost = stats.bernoulli.logpmf([0, 1], float(one.guess)) @ [one.label - 1, -one.label]
            shown = float(re.search(r"= ([\d.]+)\.", said)[1])
            terms = re.findall(r"([\d.]+) × ([\d.]+)", said)
            added = sum(float(share) * float(pays) for share, pays in terms)
            assert added == pytest.approx(shown, rel=6e-3)  # by the reader's own calculator
            assert shown == pytest.approx(cost, rel=6e-3)
            assert ("No other forecast" in said) == (one.label == one.guess)
            assert ("A whole label" in said) == (one.label in (0, 1))


@pytest.mark.parametrize(("label", "guess"), [(0.0, 0.01), (0.7, 0.3), (1.0, 0.01), (0.005, 0.99)])
def test_every_stop_of_both_hands(label: float, guess: float) -> None:
    one = live(label, guess)
    assert figure_errors(one) == []
    assert trace_errors(one) == []
    for number, motion in enumerate(one.motions):
        stops = motion.axis.stops

        def alone(k: int, number: int = number, stops: np.ndarray = stops) -> LiveFigure:
            return live(float(stops[k]), guess) if number == 0 else live(label, float(stops[k]))

        assert track_errors(one, motion, alone, [0, len(stops) // 2, len(stops) - 1]) == []
        assert message_bytes(motion.track()) < 150_000
        assert len(stops) <= 121
