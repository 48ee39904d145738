"""Letters of a text: counted as `collections.Counter` would, and what is said of them."""

import math
import re

import numpy as np
import pytest
from scipy import stats

from lossviz.figures.letters import MOST, letters
from lossviz.information.letters import LONGEST, SAMPLE, Texts, count_letters, require_letters
from lossviz.words import letters as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.sum_checks import adds_up


def both(first: str, second: str | None = None, *, add_one: bool = False) -> Texts:
    return Texts(
        count_letters(first), count_letters(second) if second is not None else None, add_one
    )


def test_letters_are_counted_without_case_and_the_rest_is_said() -> None:
    found = count_letters("Anna, 2 ÄRGER ärger! <b>")
    assert dict(found.counts) == {"a": 2, "b": 1, "n": 2, "r": 4, "ä": 2, "e": 2, "g": 2}
    assert next(iter(found.counts)) == "r"
    assert found.others == 9
    assert say.counted(found) == "15 letters of 7 kinds; 9 other characters are not counted."
    assert say.counted(count_letters("x")) == "1 letter of 1 kind."
    assert say.counted(count_letters("x!")).endswith("; 1 other character is not counted.")
    assert count_letters("ß").counts == {"s": 2}  # folded: as in STRASSE


def test_a_long_text_is_cut_and_says_so() -> None:
    found = count_letters("ab" * LONGEST)
    assert found.total == LONGEST
    assert "only the first 10,000 characters are read" in say.counted(found)
    assert not count_letters("a" * LONGEST).is_cut


@pytest.mark.parametrize("text", ["", "   ", "1, 2, 3 $x^2$"])
def test_a_text_without_letters_is_a_sentence(text: str) -> None:
    found = count_letters("".join(c for c in text if not c.isalpha()))
    with pytest.raises(ValueError, match="Your text has no letters yet"):
        require_letters(found, "Your text")


TEXTS = [
    (SAMPLE, None), (SAMPLE, "to be or not to be"), ("aaaa", None), ("aaab", "ab"),
    ("abc", "aabbcd"), ("aaaa", "ab"), ("aaaa", "a"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), TEXTS)
@pytest.mark.parametrize("add_one", [False, True])
def test_every_clause(first: str, second: str | None, add_one: bool) -> None:
    texts = both(first, second, add_one=add_one)
    said = say.letters_sentence(texts)
    low = [c for c in first.lower() if c.isalpha()]
    kinds = sorted(set(low) | set((second or "").replace(" ", "").replace(",", "")))
    truth = np.array([low.count(k) for k in kinds]) / len(low)
    if second is None:
        forecast = np.where(truth > 0, 1 / np.sum(truth > 0), 0)
    else:
        counts = np.array([second.count(k) + int(add_one) for k in kinds], dtype=float)
        forecast = counts / counts.sum()
    excess = stats.entropy(truth, forecast, base=2)
    floor = stats.entropy(truth, base=2)
    if math.isinf(excess):
        missing = [k for k in kinds if k in low and k not in (second or "")]
        assert f"“{missing[0]}”" in said or "more" in said
        assert said.endswith("The cross-entropy has no end.")
    elif excess + floor == 0:
        assert said.endswith("There is nothing to guess: 0 bits per letter.")
    else:
        own, cross, extra = re.search(
            r"Entropy: (\S+) bits.*: (\S+) bits per letter, (\S+) in excess", said
        ).groups()  # fmt: skip
        assert adds_up(own, extra, cross, floor, excess)
        assert (f"Forecast all {len(kinds)} alike" in said) == (second is None)
    assert f"{len(low)} letters of {len(set(low))} kind" in said
    assert figure_errors(letters(texts)) == []
    assert trace_errors(letters(texts)) == []


def test_add_one_ends_a_cost_without_end() -> None:
    assert both("abc", "ab").code.cross_entropy == math.inf
    smooth = both("abc", "ab", add_one=True)
    np.testing.assert_allclose(smooth.forecast, [2 / 5, 2 / 5, 1 / 5])
    assert math.isfinite(smooth.code.cross_entropy)


def test_many_kinds_share_the_last_bar() -> None:
    text = "".join(chr(0x4E00 + k) * (1 + k % 3) for k in range(60))
    live = letters(both(text))
    assert len(live.table.rows) == MOST + 1
    assert live.table.rows[-1][0] == "rest"
    assert sum(float(row[2]) for row in live.table.rows) == pytest.approx(1, abs=1e-2)
    assert figure_errors(live) == []


def test_the_sample_has_no_letter_of_no_use() -> None:
    found = count_letters(SAMPLE)
    assert found.total == sum(c.isalpha() for c in SAMPLE)
    # the order of English: e, t, a lead
    assert list(found.counts)[:3] == ["e", "t", "a"]
