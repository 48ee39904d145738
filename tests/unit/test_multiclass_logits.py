"""Three logits of one bird: softmax, cost, pulls, shift; the figure that moves; the words."""

import re
from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize, special
from sklearn.metrics import log_loss

from lossviz.data import load
from lossviz.figures import logits as figures
from lossviz.figures.live import LiveFigure
from lossviz.multiclass.logits import Logits
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.triangle import SPECIES
from lossviz.ui.picked import DIE_LOSS
from lossviz.words import logits as say
from lossviz.words import number
from lossviz.words.classes import chance, signed, signs
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

DIE = DIE_LOSS.at()
KEYS = ("za", "zc", "zg", "shift")
STATES = [(1, 2, 0, 0), (0, 0, 0, 0), (-5, 5, -5, 5), (5, -5, 5, -5), (0.3, -1.7, 4.1, 3.3)]
RANDOM = np.random.default_rng(6).uniform(-5, 5, (20, 4))


def view(*at: float) -> Logits:
    return Logits(DIE, *map(float, at))


def live(one: Logits) -> LiveFigure:
    return figures.logits(one, KEYS)


def test_the_species_are_those_of_the_data():
    assert tuple(np.unique(load("penguins")["species"])) == SPECIES


@pytest.mark.parametrize("at", STATES)
def test_softmax_cost_and_pulls(at):
    one = view(*at)
    z = np.array(at[:3], dtype=float) + at[3]
    np.testing.assert_allclose(one.p, special.softmax(z), rtol=1e-12)
    # scikit-learn's own log loss of one bird
    expected = log_loss([TRUE], [special.softmax(z)], labels=[0, 1, 2])
    assert one.cost == pytest.approx(expected, rel=1e-9)
    slope = optimize.approx_fprime(z, lambda x: -special.log_softmax(x)[TRUE], 1e-7)
    np.testing.assert_allclose(one.pulls, -slope, atol=1e-6)
    np.testing.assert_allclose(one.pulls, np.eye(3)[TRUE] - special.softmax(z), atol=1e-12)


def test_a_shift_changes_nothing_and_the_pulls_cancel():
    for at in RANDOM:
        one, still = view(*at), view(*at[:3], 0.0)
        np.testing.assert_allclose(one.p, still.p, atol=1e-14)
        assert one.cost == pytest.approx(float(still.cost), abs=1e-12)
        assert abs(one.pulls.sum()) < 1e-15
        assert one.moved < 1e-14


@pytest.mark.parametrize("at", STATES)
def test_the_figure_and_each_of_its_hands(at):
    shown = live(view(*at))
    assert figure_errors(shown) == []
    assert trace_errors(shown) == []
    for motion, field in zip(shown.motions, (*figures.KEYS, "shift"), strict=True):
        stops = motion.axis.stops
        errors = track_errors(
            shown, motion, lambda k: live(replace(view(*at), **{field: stops[k]})),  # noqa: B023
            [0, len(stops) // 3, len(stops) - 1],
        )  # fmt: skip
        assert errors == []
        assert len(stops) <= 121
        assert message_bytes(motion.track()) < 400_000


def test_a_planted_error_is_found():
    shown = live(view(1, 2, 0, 0))
    motion = shown.motions[0]
    assert track_errors(shown, motion, lambda _k: live(view(0, 2, 0.5, 0)), [0]) != []


def test_the_grips_are_on_the_dots():
    shown = live(view(1, 2, 0, 3))
    for k, motion in enumerate(shown.motions[:3]):
        assert motion.handle.x == k
        np.testing.assert_allclose(motion.handle.y, motion.axis.stops + 3)
    assert shown.motions[3].handle is None


def test_the_words_at_a_known_place():
    # softmax(1, 2, 0) = e, e^2, 1 over their sum 11.107: 0.2447, 0.6652, 0.0900
    said = say.logits_sentence(view(1, 2, 0, 0))
    assert "gives Chinstrap 0.665: cost 0.408 nats" in said
    assert "Adelie −0.245, Chinstrap +0.335, Gentoo −0.0900" in said
    assert "added" not in said
    assert "3.0 is added to all three logits" in say.logits_sentence(view(1, 2, 0, 3))


def test_the_sign_of_the_log():
    # -log(1/3) = +1.10
    assert "log 0.333 = −1.10" in say.sign_of_the_log(view(0, 0, 0, 0))
    assert "a cost, 1.10 nats" in say.sign_of_the_log(view(0, 0, 0, 0))
    for at in (*RANDOM, *STATES):
        said = say.sign_of_the_log(view(*at))
        p, log = re.findall(r"log ([\d.]+) = −([\d.]+)\. The", said)[0]
        assert -np.log(float(p)) == pytest.approx(float(log), rel=5.1e-3)
        assert number(-np.log(float(p))) == log  # what is written is the log of what is written


def test_a_pull_below_one_never_looks_like_one_nor_a_small_one_like_none():
    # e^-5 / (e^-5 + 2 e^5) = 0.0000227: the pull is 1 minus that
    assert "Chinstrap +0.99998, " in say.logits_sentence(view(5, -5, 5, 0))
    assert signed(-1.0) == "−1"
    assert signs([2e-5, -0.25, 0.0]).tolist() == ["≈ 0", "−0.250", "0"]
    for at in RANDOM:
        for text, pull in zip(signs(view(*at).pulls), view(*at).pulls, strict=True):
            assert len(text) <= 9  # room beside an arrow on a phone
            if text != "≈ 0":
                assert float(text.replace("−", "-")) == pytest.approx(pull, abs=5.01e-4)


def test_a_probability_below_one_never_looks_like_one():
    for p in (0.9, 0.9949, 0.9951, 0.999, 0.9996, 0.99991, 1 - 1e-9, 1 - 3e-12):
        assert chance(p) not in ("1", "1.0", "1.00", "1.000", "1.000000000")
    assert chance(1.0) == "1"
