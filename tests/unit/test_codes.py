"""Huffman's code: the best there is by brute force, Kraft's sum, and what the words say of it."""

import itertools
import math
import re

import numpy as np
import pytest
from scipy import stats

from lossviz.figures.codes import code_live
from lossviz.information.codes import Code, bet, huffman_lengths, words_of
from lossviz.numerics import Array
from lossviz.words import codes as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.sum_checks import adds_up

RNG = np.random.default_rng(7)
PENGUINS = np.array([152, 68, 124]) / 344
HALVES = np.array([0.5, 0.25, 0.125, 0.125])


def brute(p: Array) -> float:
    """The least average length of all lengths that obey Kraft's inequality."""
    most = max(1, len(p) - 1)
    return min(
        float(np.dot(p, lengths))
        for lengths in itertools.product(range(1, most + 1), repeat=len(p))
        if sum(2.0**-n for n in lengths) <= 1
    )


@pytest.mark.parametrize("k", [2, 3, 4, 5])
def test_no_code_is_shorter(k: int) -> None:
    for p in (*RNG.dirichlet(np.ones(k), size=5), bet(k), np.full(k, 1 / k)):
        assert float(p @ huffman_lengths(p)) == pytest.approx(brute(p), abs=1e-12)


@pytest.mark.parametrize("k", [2, 3, 7, 26, 200])
def test_kraft_and_the_entropy(k: int) -> None:
    for alpha in (0.1, 1.0, 10.0):
        p = RNG.dirichlet(np.full(k, alpha))
        lengths = huffman_lengths(p)
        seen = p > 0
        assert math.fsum(2.0 ** -lengths[seen]) == 1
        floor, average = stats.entropy(p, base=2), float(p[seen] @ lengths[seen])
        assert floor - 1e-12 <= average < floor + 1
        words = [word for word in words_of(lengths) if word is not None]
        assert [len(word) for word in words] == lengths[seen].tolist()
        order = sorted(words)
        # in this order a word that begins another stands right before one that it begins
        assert not any(b.startswith(a) for a, b in itertools.pairwise(order))


def test_powers_of_one_half_meet_the_entropy() -> None:
    # Cover & Thomas, example 5.1.1: 1.75 bits, words 0, 10, 110, 111
    code = Code(tuple("abcd"), HALVES, HALVES)
    assert code.words == ("0", "10", "110", "111")
    assert code.average == code.entropy == 1.75
    assert "H(y) = 1.75, exactly: every probability is a power of one half" in (
        say.code_sentence(code)
    )


def test_cover_and_thomas_example() -> None:
    # ibid., example 5.6.1: 0.25, 0.25, 0.2, 0.15, 0.15 has average length 2.3 bits
    p = np.array([0.25, 0.25, 0.2, 0.15, 0.15])
    assert float(p @ huffman_lengths(p)) == pytest.approx(2.3)


def test_one_outcome_needs_no_word_and_none_has_none() -> None:
    assert huffman_lengths([1.0]).tolist() == [0.0]
    assert words_of(huffman_lengths([1.0, 0.0])) == ("", None)
    sure = Code(("a", "b"), np.array([1.0, 0.0]), np.array([1.0, 0.0]))
    assert sure.average == 0
    assert "nothing to say" in say.code_sentence(sure)
    wrong = Code(("a", "b"), np.array([0.5, 0.5]), np.array([1.0, 0.0]))
    assert wrong.average == math.inf
    assert say.code_sentence(wrong).startswith("The forecast has no word for “b”")
    for code in (sure, wrong):
        assert figure_errors(code_live(code)) == []
        assert trace_errors(code_live(code)) == []


def test_what_is_no_distribution_is_refused() -> None:
    with pytest.raises(ValueError, match="sum to 1"):
        huffman_lengths([0.5, 0.6])
    with pytest.raises(ValueError, match="shape"):
        huffman_lengths([[0.5, 0.5]])
    with pytest.raises(ValueError, match="too many short words"):
        words_of(np.array([1.0, 1.0, 1.0]))


@pytest.mark.parametrize("own", [PENGUINS, HALVES, RNG.dirichlet(np.ones(26))])
def test_every_clause_of_the_sentence(own: Array) -> None:
    k = len(own)
    names = tuple(f"n{i}" for i in range(k))
    kinds = (own, np.full(k, 1 / k), bet(k))
    for truth, forecast in itertools.product(kinds, kinds):
        code = Code(names, truth, forecast)
        said = say.code_sentence(code)
        average = float(truth @ huffman_lengths(forecast))
        best = float(truth @ huffman_lengths(truth))
        assert f"{say.bits(average)} bits on average" in said
        floor = stats.entropy(truth, base=2)
        if np.array_equal(truth, forecast):
            powers = np.log2(truth)
            assert ("power of one half" in said) == np.allclose(powers, np.round(powers))
            assert floor - 1e-12 <= average < floor + 1
        else:
            assert ("no longer than" in said) == math.isclose(average, best, abs_tol=1e-9)
            excess = stats.entropy(truth, forecast, base=2)
            cross, low, extra = re.search(
                r"H\(y, p\) = (\S+): the floor H\(y\) = (\S+) and (\S+) in excess", said
            ).groups()  # fmt: skip
            assert adds_up(low, extra, cross, floor, excess)
        live = code_live(code)
        assert figure_errors(live) == []
        assert trace_errors(live) == []


def test_the_arrival_forecast_makes_the_same_words() -> None:
    # 152, 68, 124 of 344: one word of 1 bit and two of 2, as for 90, 5 and 5 per cent
    code = Code(("a", "b", "c"), PENGUINS, bet(3))
    assert code.lengths.tolist() == [1, 2, 2]
    assert say.code_sentence(code).startswith(
        "Built for the forecast, used on the truth: 1.558 bits on average, no longer than"
    )
    # in bits as in scene 1: 2.4794 = 1.5136 + 0.9658
    assert say.code_sentence(code).endswith(
        "H(y, p) = 2.4794: the floor H(y) = 1.5136 and 0.9658 in excess."
    )


def test_a_small_excess_is_not_called_0() -> None:
    p = np.array([0.5001, 0.4999])
    assert say.parted(Code(("a", "b"), np.array([0.5, 0.5]), p)) == ("1", "below 0.001", "1")
    assert say.parted(Code(("a", "b"), p, p)) == ("1", "0", "1")


def test_a_surprise_is_minus_log2() -> None:
    p = np.append(RNG.dirichlet(np.ones(6)), 0.0)
    code = Code(tuple("abcdefg"), p, p)
    np.testing.assert_allclose(code.surprises[:-1], -np.log2(p[:-1]), rtol=1e-13)
    assert code.surprises[-1] == math.inf


def test_three_thirds_are_as_the_caption_says() -> None:
    assert sorted(huffman_lengths(np.full(3, 1 / 3))) == [1, 2, 2]
    assert f"{np.log2(3):.3f} bits and the words have 1, 2 and 2" in say.why_whole()
