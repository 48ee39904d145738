"""Typed probabilities: read, refused with a reason, never silently mended."""

import pytest

from lossviz.multiclass.typed import typed_shares
from lossviz.words.triangle import sum_sentence


@pytest.mark.parametrize(
    "text", ["0.2, 0.5, 0.3", "0.2 0.5 0.3", ".2;.5;.3", "  0.2,0.5 ,\t0.3,", "2e-1,0.5,0.3"]
)
def test_separators_are_free(text: str) -> None:
    typed = typed_shares(text, 3)
    assert typed.values.tolist() == [0.2, 0.5, 0.3]
    assert typed.adds_up
    assert sum_sentence(typed) == "These add up to 1."


def test_a_wrong_sum_is_told_and_offered_divided_by_it() -> None:
    typed = typed_shares("0.2, 0.4, 0.3", 3)
    assert not typed.adds_up
    assert typed.shares == pytest.approx([2 / 9, 4 / 9, 3 / 9])
    assert sum_sentence(typed) == (
        "These add up to 0.9, not to 1: no probabilities. Divided by their sum: 0.222, 0.444,"
        " 0.333."
    )
    assert typed_shares("2 5 3", 3).total == 10
    assert typed_shares("0.333333 0.333333 0.333334", 3).adds_up
    assert not typed_shares("0.333 0.333 0.333", 3).adds_up
    assert sum_sentence(typed_shares("0.2 0.5 0.300002", 3)).startswith(
        "These add up to 1.000002, not to 1"
    )


def test_what_the_dot_cannot_show_is_told() -> None:
    assert "Below 0.000005 the dot" in sum_sentence(typed_shares("1e-7 0.5 0.4999999", 3))
    assert sum_sentence(typed_shares("0 0.5 0.5", 3)) == "These add up to 1."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("0.2, 0.8", "takes 3 numbers .* here are 2"),
        ("", "here are 0"),
        ("0,2 0,5 0,3", "a point for decimals; here are 6"),
        ("0.2, half, 0.3", "Number 2 cannot be read"),
        ("0.2, 0.5, nan", "Number 3 cannot be read"),
        ("inf, 0, 0", "Number 1 cannot be read"),
        ("1_0, 0, 0", "Number 1 cannot be read"),
        ("0.2, -0.1, 0.9", "Number 2 is negative"),
        ("0 0 0", "All of them are 0"),
        ("0 0 1e9", "Number 3 is far above 1"),
        ("1 " * 300, "too long"),
    ],
)
def test_what_is_no_forecast_is_refused_with_a_sentence(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as refused:
        typed_shares(text, 3)
    assert str(refused.value).endswith(".")


def test_any_number_of_outcomes_from_2_to_10() -> None:
    for k in (2, 10):
        assert typed_shares(" ".join([str(1 / k)] * k)).adds_up
    for k in (1, 11):
        with pytest.raises(ValueError, match=f"takes 2 to 10 numbers .* here are {k}"):
            typed_shares(" ".join(["0.1"] * k))
