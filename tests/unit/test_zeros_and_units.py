"""Zeros and units: limits by mpmath, sentences at every stop, the refusal of the library."""

import math

import mpmath as mp
import numpy as np
import pytest
from scipy import special, stats

from lossviz import words
from lossviz.figures import units as unit_figures
from lossviz.figures import zeros as zero_figures
from lossviz.information.units import Chance, chance_levels
from lossviz.information.zeros import EXAMPLE, POWERS, NoProbabilities, Vanishing, vanishing_sweep
from lossviz.words import units as say_units
from lossviz.words import zeros as say_zeros
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

SHARE = 68 / 344


def test_a_rare_share_costs_nothing_in_the_end() -> None:
    assert mp.limit(lambda n: -(mp.mpf(10) ** -n) * mp.log(mp.mpf(10) ** -n), mp.inf) == (
        pytest.approx(0, abs=1e-9)
    )
    sweep = vanishing_sweep(Vanishing(SHARE, 2.0), "q", "q")
    for k, power in enumerate(sweep.axis.stops.tolist()):
        q, view = 10.0**-power, sweep.at(k)
        mine, theirs = -q * math.log(q), -SHARE * math.log(q)
        assert view.as_share == pytest.approx(mine, rel=1e-9, abs=1e-300)
        assert view.as_forecast == pytest.approx(theirs, rel=1e-9)
        said = say_zeros.vanishing_sentence(view)
        if power == 0:
            assert (mine, theirs) == (0, 0)
            assert "both cost nothing" in said
        else:
            assert f"−q log q = {words.number(mine)} nats" in said
            assert f"share 0.198 it adds {words.number(theirs)} nats" in said


def test_each_zero_behind_the_point_adds_the_same() -> None:
    costs = Vanishing(SHARE, 0.0).forecast_cost(np.arange(13.0))
    np.testing.assert_allclose(np.diff(costs), SHARE * math.log(10))
    assert f"adds {words.number(SHARE * math.log(10))} nats" in say_zeros.limits(
        Vanishing(SHARE, 0.0)
    )


def test_a_negative_divergence_is_refused_and_says_why() -> None:
    wrong = float(np.sum(special.xlogy(EXAMPLE.y, EXAMPLE.y / EXAMPLE.logits)))
    assert EXAMPLE.wrong == pytest.approx(wrong)
    assert wrong < 0
    assert EXAMPLE.right == pytest.approx(stats.entropy(EXAMPLE.y, special.softmax(EXAMPLE.logits)))
    assert "the inputs are not probabilities" in EXAMPLE.refusal
    assert f"would give {words.number(wrong)}; after the softmax" in say_zeros.refused(EXAMPLE)
    with pytest.raises(ValueError, match="these are probabilities"):
        _said = NoProbabilities(EXAMPLE.y, EXAMPLE.y).refusal


def test_chance_levels_are_logs() -> None:
    counts = np.arange(2.0, 11.0)
    np.testing.assert_allclose(chance_levels("nats"), np.log(counts), rtol=1e-14)
    np.testing.assert_allclose(chance_levels("bits"), np.log2(counts), rtol=1e-14)


def test_what_is_said_of_the_units() -> None:
    # 1 nat = 1.4427 bits; a coin toss is 1 bit = 0.693 nats; log 10 = 2.303
    assert "1 nat = 1.4427 bits, 1 bit = 0.693 nats" in say_units.one_nat()
    assert say_units.chance_sentence(Chance(2)) == (
        "2 outcomes, all alike: log 2 = 0.693 nats = 1.000 bits. A coin toss is one bit."
    )
    for k in range(2, 11):
        said = say_units.chance_sentence(Chance(k))
        assert f"log {k} = {math.log(k):.3f} nats = {math.log2(k):.3f} bits." in said
        assert ("coin tosses" in said) == (k in (4, 8))
        assert "As much as 3 coin tosses." in said or k != 8


@pytest.mark.parametrize("power", [POWERS.low, 3.3, POWERS.high])
def test_the_vanishing_figure_moves_and_is_sound(power: float) -> None:
    live = zero_figures.vanishing(Vanishing(SHARE, power), "q")
    (motion,) = live.motions
    assert figure_errors(live) == []
    assert trace_errors(live) == []
    stops = motion.axis.stops
    wanted = [0, 50, len(stops) - 1]
    assert (
        track_errors(
            live, motion,
            lambda k: zero_figures.vanishing(Vanishing(SHARE, stops[k]), "q"), wanted,
        )
        == []
    )  # fmt: skip
    assert message_bytes(motion.track()) < 60_000


@pytest.mark.parametrize("k", [2, 7, 10])
def test_the_chance_figure_moves_and_is_sound(k: int) -> None:
    live = unit_figures.chance(Chance(k), "ways")
    (motion,) = live.motions
    assert figure_errors(live) == []
    assert trace_errors(live) == []
    assert (
        track_errors(live, motion, lambda s: unit_figures.chance(Chance(s + 2), "ways"), [0, 3, 8])
        == []
    )
    layout = unit_figures.chance_layout()
    left, right = (np.array(layout[name]["range"]) for name in ("yaxis", "yaxis2"))  # type: ignore[index]
    np.testing.assert_allclose(right, left / math.log(2))
