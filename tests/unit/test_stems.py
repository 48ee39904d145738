"""A hill or a coin over observations: stems, product, stack, the bridge to the loss, and words."""

import math
import re
from dataclasses import replace

import mpmath
import numpy as np
import pytest
from scipy import stats

from lossviz import LOSSES
from lossviz.data.observations import OBSERVATIONS
from lossviz.figures import stems as figures
from lossviz.figures import theme
from lossviz.figures.live import LiveFigure, patched
from lossviz.likelihood.stems import Stems
from lossviz.numerics import UNIT
from lossviz.ui.specs.maximum_likelihood import FIVE, SIX
from lossviz.words import likelihood as say
from tests.unit.figure_checks import figure_errors
from tests.unit.motion_checks import message_bytes, track_errors

LOSS = {
    "bell": LOSSES["squared_error"].at(),
    "tent": LOSSES["absolute_error"].at(),
    "heavy tail": LOSSES["student_t"].at(nu=3.0, c=4.0),
    "coin": LOSSES["binary_cross_entropy"].at(),
}
# the same densities by scipy
ORACLE = {
    "bell": lambda y, at: stats.norm.logpdf(y, at, 4.0),
    "tent": lambda y, at: stats.laplace.logpdf(y, at, 4.0),
    "heavy tail": lambda y, at: stats.t.logpdf(y, 3, at, 4.0),
    "coin": lambda y, at: stats.bernoulli.logpmf(y, at),
}
CASES = [
    ("bell", "newcomb_5"), ("bell", "newcomb_6"), ("tent", "newcomb_5"), ("tent", "newcomb_6"),
    ("heavy tail", "newcomb_5"), ("heavy tail", "newcomb_6"), ("coin", "orings"),
]  # fmt: skip


def view(noise: str, key: str, here: float | None = None) -> Stems:
    first = 0.5 if noise == "coin" else 24.0
    return Stems(LOSS[noise], OBSERVATIONS[key], first if here is None else here, 4.0)


def where(noise: str, key: str):
    return UNIT if noise == "coin" else SIX if key == "newcomb_6" else FIVE


def live(noise: str, key: str, here: float | None = None) -> LiveFigure:
    return figures.stems(view(noise, key, here), where(noise, key), "at")


def places(noise: str, key: str) -> np.ndarray:
    low, high = where(noise, key).low, where(noise, key).high
    return np.linspace(low, high, 41)


@pytest.mark.parametrize(("noise", "key"), CASES)
def test_stems_and_stack_are_those_of_scipy(noise: str, key: str) -> None:
    y = OBSERVATIONS[key].y
    at = places(noise, key)
    expected = np.array([ORACLE[noise](y, place) for place in at])
    sweep = view(noise, key).through(here=at)
    np.testing.assert_allclose(sweep.log_densities, expected, rtol=1e-12)
    np.testing.assert_allclose(sweep.stack, -expected.sum(axis=1), rtol=1e-12)
    np.testing.assert_allclose(view(noise, key).stack_at(at), -expected.sum(axis=1), rtol=1e-12)


@pytest.mark.parametrize(("noise", "key"), CASES)
def test_no_candidate_has_a_shorter_stack(noise: str, key: str) -> None:
    one = view(noise, key)
    low, high = where(noise, key).low, where(noise, key).high
    everywhere = one.stack_at(np.linspace(low, high, 20_001))
    assert one.shortest <= everywhere.min() + 1e-12
    assert one.shortest == pytest.approx(everywhere.min(), abs=1e-3)
    assert replace(one, here=one.answer).is_best
    step = 0.01 * (high - low)
    assert not replace(one, here=one.answers[1] + step).is_best
    assert not replace(one, here=one.answers[0] - step).is_best


@pytest.mark.parametrize(("noise", "key"), CASES)
def test_the_stack_is_factor_times_mean_loss_plus_offset(noise: str, key: str) -> None:
    one = view(noise, key)
    y, loss = one.observed.y, LOSS[noise].loss
    for place in places(noise, key)[1:-1]:
        raw = np.log(place / (1 - place)) if noise == "coin" else place
        mean = loss.mean(y, np.full(len(y), raw), **LOSS[noise].params)
        stack = -ORACLE[noise](y, place).sum()
        assert one.bridge.factor * mean + one.bridge.offset == pytest.approx(stack, rel=1e-12)


# The numbers of the lesson: hill off at 24, best at 29.0; 5/32 = 0.156, 5 log(4 sqrt(2 pi)) = 11.5
def test_the_numbers_of_the_lesson() -> None:
    one = view("bell", "newcomb_5")
    assert say.product(-one.stack) == "1.8 × 10⁻⁸"
    assert f"{one.stack:.1f}" == "17.8"
    assert f"{one.answer:.1f}" == "29.0"
    assert f"{one.shortest:.1f}" == "13.9"
    assert one.bridge.factor == 5 / 32
    assert one.bridge.offset == pytest.approx(5 * math.log(4 * math.sqrt(2 * math.pi)), rel=1e-14)
    assert say.bridge(one) == "0.156 × MSE + 11.5"


def test_the_best_coin_is_the_share_of_ones() -> None:
    one = view("coin", "orings")
    assert one.answer == pytest.approx(7 / 23, rel=1e-14)
    assert one.shortest == pytest.approx(7 * math.log(23 / 7) + 16 * math.log(23 / 16), rel=1e-13)
    assert say.bridge(one) == "23 × mean binary cross-entropy"


@pytest.mark.parametrize(("p", "word", "count"), [(0.0, "distress", 7), (1.0, "none", 16)])
def test_what_is_impossible_and_happened_has_no_end(p: float, word: str, count: int) -> None:
    one = view("coin", "orings", p)
    assert one.stack == math.inf
    assert np.isinf(one.surprises).sum() == count
    assert (one.surprises[np.isfinite(one.surprises)] == 0).all()
    assert f"“{word}” is impossible, yet it happened" in say.stems_sentence(one)
    assert live("coin", "orings", p).sentence == say.stems_sentence(one)


# ---- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("log_value", [-17.8333, -0.01, -1e-9, -700.0, -2000.0, 3.0, -4.6052])
def test_a_product_is_written_from_its_logarithm(log_value: float) -> None:
    text = say.product(log_value).translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    mantissa, power = re.fullmatch(r"(\d\.\d) × 10(-?\d+)", text).groups()
    with mpmath.workdps(30):
        true = mpmath.e ** mpmath.mpf(log_value)
        shown = mpmath.mpf(mantissa) * mpmath.mpf(10) ** int(power)
        assert abs(shown / true - 1) < 0.051


def test_no_product_is_zero() -> None:
    assert say.product(-math.inf) == "0"


@pytest.mark.parametrize(("noise", "key"), CASES)
def test_the_sentence_at_every_stop(noise: str, key: str) -> None:
    y = OBSERVATIONS[key].y
    (motion,) = live(noise, key).motions
    stops, said = motion.axis.stops, motion.track().sentences
    best = view(noise, key).shortest
    at_best = 0
    for stop, text in zip(stops, said, strict=True):
        stack = -ORACLE[noise](y, stop).sum()
        if text.startswith("Short stem"):
            at_best += 1
            assert stack == pytest.approx(best, abs=1.1e-5)
            assert f"stack {best:.3g}." in text
        elif math.isinf(stack):
            assert "impossible" in text
        else:
            assert stack > best + 0.9e-5
            assert f"product {say.product(-stack)}, stack {say.number(stack)}." in text
            more = re.search(r"That is (\S+) nats more", text)[1]
            assert float(more.replace(",", "")) == pytest.approx(stack - best, rel=6e-3)
    assert at_best >= 1


def test_the_best_place_says_why_the_loss_is_what_it_is() -> None:
    assert say.stems_sentence(view("bell", "newcomb_5", 29.0)) == (
        "Short stem, long bar. Best hill = shortest stack: 29.0, stack 13.9. And the stack is"
        " exactly 0.156 × MSE + 11.5: that is why MSE."
    )
    assert "anything from 26 to 28" in say.stems_sentence(view("tent", "newcomb_6", 27.0))
    assert "p = 0.304 (7 of 23)" in say.stems_sentence(view("coin", "orings", 0.304348))


def test_who_has_not_moved_is_asked_and_not_told() -> None:
    told = say.stems_sentence(view("bell", "newcomb_5"), tried=False)
    assert told.endswith("which place makes the stack shortest?")
    assert "13.9" not in told


# ---- the figure ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("noise", "key"), CASES)
def test_every_stop_of_the_hand(noise: str, key: str) -> None:
    one = live(noise, key)
    (motion,) = one.motions
    last = len(motion.axis.stops) - 1
    at = [0, 1, last // 3, last // 2, last - 1, last]
    assert (
        track_errors(one, motion, lambda k: live(noise, key, float(motion.axis.stops[k])), at) == []
    )
    assert message_bytes(motion.track()) < 150_000


@pytest.mark.parametrize(("noise", "key"), CASES)
def test_the_figures_are_sound(noise: str, key: str) -> None:
    for here in (None, where(noise, key).low, where(noise, key).high):
        assert figure_errors(live(noise, key, here)) == []


def test_the_checker_of_figures_notices() -> None:
    sound = live("bell", "newcomb_5")
    bad = theme.figure([theme.scatter(x=[1], lien={})], theme.layout(xaxis=theme.axis("")))
    bad.layout.font.color = "#123456"
    found = figure_errors(replace(sound, figures=(bad,), boxes=(), sentence="It is nan"))
    for part in ("not valid plotly", "xaxis has no name", "no dark version", "not a sentence",
                 "not a word"):  # fmt: skip
        assert any(part in one for one in found), part


@pytest.mark.parametrize(("noise", "key"), CASES)
def test_a_bar_is_as_long_as_minus_the_log_of_its_stem(noise: str, key: str) -> None:
    one = live(noise, key)
    (motion,) = one.motions
    track = motion.track()
    checked = 0
    for k in range(0, len(motion.axis.stops), 7):
        drawn = {t.name: t for t in patched(one.figures[0], track.patches[0], k).data}
        names = [name.removeprefix("bar ") for name in drawn if name.startswith("bar ")]
        for name in names:
            heights = np.array(drawn[f"stem {name}"].y, dtype=float)[1::3]
            x = np.array(drawn[f"bar {name}"].x, dtype=float)
            lengths = x[2::6] - x[0::6]
            end = one.figures[0].layout.xaxis3.range[1]
            inside = x[2::6] < end - 1e-9  # what is longer than the pane is cut
            np.testing.assert_allclose(lengths[inside], -np.log(heights[inside]), atol=1e-6)
            checked += int(inside.sum())
    assert checked > 20


def test_the_axes_do_not_move_with_the_hill() -> None:
    one, other = live("bell", "newcomb_5", 14.0), live("bell", "newcomb_5", 44.0)
    assert [f.layout for f in one.figures] == [f.layout for f in other.figures]
