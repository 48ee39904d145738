"""Numbers as text, and the sentences with the digits they are known for."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossviz import LOSSES, words
from lossviz.data import load
from lossviz.data.problems import LINE_PROBLEMS, SAMPLE_NOISES, seeded_sample
from lossviz.lines import DropView, LineView, best_line, ends_of, largest_mover
from lossviz.location import HillView, first_readings

SQUARED = LOSSES["squared_error"].at()
BACK = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
HUBBLE = LINE_PROBLEMS["hubble"]
FLAT = LineView(SQUARED, HUBBLE, HUBBLE.y.mean(), HUBBLE.y.mean())
BELL = LOSSES["squared_error"].at()
TENT = LOSSES["absolute_error"].at()
HEAVY_TAIL = LOSSES["student_t"].at(nu=3.0, c=4.0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (363.43, "363"),
        (222.995, "223"),
        (0.4416, "0.442"),
        (-0.04561, "−0.0456"),
        (9.996, "10.0"),
        (99.96, "100"),
        (999.6, "1,000"),
        (131962.0, "132,000"),
        (0.0, "0"),
        (-0.0, "0"),
        (1e-9, "1.00 × 10⁻⁹"),
        (2.5e20, "2.50 × 10²⁰"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "not defined"),
    ],
)
def test_a_number_has_three_significant_digits(value: float, text: str) -> None:
    assert words.number(value) == text


@given(st.floats(-1e300, 1e300))
def test_a_number_is_never_off_by_more_than_half_a_digit(value: float) -> None:
    text = (
        words.number(value).replace("−", "-").replace(",", "").translate(BACK).replace(" × 10", "e")
    )
    assert float(text) == pytest.approx(value, rel=5.01e-3)


@pytest.mark.parametrize(
    ("value", "tex"),
    [(-1234.0, r"-1\,230"), (1e-9, r"1.00\times 10^{-9}"), (math.inf, r"\infty")],
)
def test_a_number_in_a_formula(value: float, tex: str) -> None:
    assert words.tex_number(value) == tex


@pytest.mark.parametrize(
    ("size", "text"), [(0.0, "the last digit"), (3.4e-12, "3e-12"), (9.7e-16, "1e-15")]
)
def test_a_gap_has_one_digit(size: float, text: str) -> None:
    assert words.gap(size) == text


def test_the_sentence_at_arrival() -> None:
    assert words.squares_sentence(FLAT) == (
        "Flat line at 373 km/s: RMSE 363 km/s, best 223."
        " The 3 largest squares own 38 % of the area."
    )
    # the share, straight from the data
    squares = np.sort((HUBBLE.y - HUBBLE.y.mean()) ** 2)
    assert round(100 * squares[-3:].sum() / squares.sum()) == 38


def test_the_sentence_at_the_best_line() -> None:
    best = LineView(SQUARED, HUBBLE, *ends_of(HUBBLE, *best_line(SQUARED, HUBBLE)))
    aha = (
        "Twice the miss, four times the area: at the best line 3 of 24 nebulae own 46 % of the"
        " squares (30 % of the plain distances), so they steer it."
    )
    assert words.squares_sentence(best) == aha
    assert words.squares_sentence(FLAT, show_best=True).endswith(aha)


def test_no_miss_no_square() -> None:
    exact = seeded_sample(1, 10, 2.0, 0.5, 0.0, SAMPLE_NOISES[0])  # no width, no noise
    best = LineView(SQUARED, exact, 0.0, 0.0).best_view
    assert best.mse == 0.0
    assert words.squares_sentence(best) == "Every point is on the line: no square, no miss."
    assert "best 0." in words.squares_sentence(LineView(SQUARED, exact, 0.0, 0.0))
    sentence = words.drop_sentence(DropView(SQUARED, exact, 3))
    assert sentence.endswith("from 0.500 to 0.500: hardly any change.")


@pytest.mark.parametrize(
    ("left", "right", "part"),
    [
        (373.125, 373.125, "their turning does not: the line turns anticlockwise"),
        (373.125, 300.0, "moves up and turns anticlockwise"),
        (-550.0, 1450.0, "turns clockwise"),
        (1450.0, -550.0, "turns anticlockwise"),
    ],
)
def test_pulls_in_words(left: float, right: float, part: str) -> None:
    assert part in words.pulls_sentence(LineView(SQUARED, HUBBLE, left, right))


def test_pulls_in_words_at_rest() -> None:
    sentence = words.pulls_sentence(FLAT.best_view)
    assert "the gradient is zero, and this is the least-squares line" in sentence


def test_a_line_of_the_right_slope_only_moves() -> None:
    intercept, slope = best_line(SQUARED, HUBBLE)
    view = LineView(SQUARED, HUBBLE, *ends_of(HUBBLE, intercept - 50, slope))
    assert words.pulls_sentence(view).endswith("the line moves up and does not turn.")


def test_dropping_in_words() -> None:
    nothing = words.drop_sentence(DropView(SQUARED, HUBBLE, None))
    assert nothing == "The line through all 24 nebulae has slope 454 km/s per Mpc."
    row = largest_mover(SQUARED, HUBBLE)
    without = np.delete(np.arange(24), row)
    slope = np.polyfit(HUBBLE.x[without], HUBBLE.y[without], 1)[0]
    sentence = words.drop_sentence(DropView(SQUARED, HUBBLE, row))
    assert sentence.startswith(
        f"Without {HUBBLE.labels[row]} the slope goes from 454 to {slope:.0f}"
    )
    way = "up" if slope > 454.158 else "down"
    assert sentence.endswith(f"{way} {round(100 * abs(slope / 454.158 - 1))} %.")


# The first minute: 29.0 -> 22.2 -> 16.8; 27 (26 to 28); 28.5 and 27.4
@pytest.mark.parametrize(
    ("loss_at", "sixth", "sentence"),
    [
        (
            BELL, 29.0,
            "Five readings agree on about 29. Newcomb wrote down the sixth at −44. Drag it there.",
        ),
        (
            BELL, -12.0,
            "Sixth reading at −12: most likely value 22.2."
            " Lower than all five readings that agree.",
        ),
        (
            BELL, -44.0,
            "16.8: lower than all five readings that agree. A bell calls a reading that far off all"
            " but impossible, so the answer gives way.",
        ),
        (BELL, 40.0, "Sixth reading at 40: most likely value 30.8."),
        (
            TENT, -44.0,
            "27. Under a tent every reading pulls equally hard: three against three. Any value from"
            " 26 to 28 is as likely.",
        ),
        (
            HEAVY_TAIL, -44.0,
            "28.5. Wild readings are expected now and then, so this one hardly pulls.",
        ),
        (HEAVY_TAIL, 20.0, "Sixth reading at 20: most likely value 27.4."),
        (
            HEAVY_TAIL, -30.0,
            "Sixth reading at −30: most likely value 28.4. The further it goes, the less it pulls.",
        ),
    ],
)  # fmt: skip
def test_the_first_minute(loss_at, sixth: float, sentence: str) -> None:
    assert words.hill_sentence(at(loss_at, sixth)) == sentence


def at(loss_at, sixth: float) -> HillView:
    return HillView(loss_at, np.append(first_readings(), sixth))


NOISES = pytest.mark.parametrize(
    "loss_at", [BELL, TENT, HEAVY_TAIL], ids=["bell", "tent", "heavy tail"]
)


@NOISES
def test_every_claim_about_the_sixth_reading_is_true(loss_at) -> None:
    for sixth in np.arange(-46.0, 50.5, 0.5):
        view = at(loss_at, sixth)
        sentence, five, answer = words.hill_sentence(view), view.readings[:-1], float(view.answer)
        if "ower than all five" in sentence:
            assert answer < five.min()
        if "three against three" in sentence:
            low, high = view.answers
            for inside in np.linspace(low, high, 5)[1:-1]:
                assert (view.readings > inside).sum() == (view.readings < inside).sum() == 3
        if "hardly pulls" in sentence:  # less than a quarter of the hardest pull there is
            hardest = np.abs(loss_at.pull(np.linspace(-100, 100, 2001))).max()
            assert abs(view.pulls[-1]) < 0.25 * hardest
        if "the less it pulls" in sentence:
            away = view.readings[-1] - answer
            further = np.abs(loss_at.pull(away * np.linspace(1, 3, 50)))
            assert np.all(np.diff(further) < 0)
        if "all but impossible" in sentence:
            assert view.log_height(view.readings)[-1] < -50  # nats


@NOISES
def test_upside_down_the_sentence_says_what_surprise_is(loss_at) -> None:
    upright = words.hill_sentence(at(loss_at, -44.0))
    assert words.hill_sentence(at(loss_at, -44.0), upside_down=True) == (
        f"{upright} Surprise = −log of the hill. Bell gives squared error, tent absolute error."
        " Choosing a loss is choosing the noise you believe in."
    )


def test_a_bell_gives_squared_error_and_a_tent_absolute_error() -> None:
    r = np.linspace(-90, 90, 181)
    for view, loss in ((at(BELL, 0.0), np.square), (at(TENT, 0.0), np.abs)):
        surprise = -np.log(view.outline(r)) + np.log(view.outline(np.zeros(1)))
        ratio = surprise[r != 0] / loss(r[r != 0])
        np.testing.assert_allclose(ratio, ratio[0])


def test_five_pulls_of_60_8_against_one() -> None:
    assert words.balance_sentence(at(BELL, -44.0)) == (
        "At 16.8: 5 pulls to the right add up to 60.8, 1 pull to the left to 60.8. They cancel, so"
        " the answer rests."
    )


@NOISES
@pytest.mark.parametrize("sixth", [-46.0, -44.0, -12.5, 20.0, 26.0, 28.0, 29.0, 50.0])
def test_the_pulls_cancel(loss_at, sixth: float) -> None:
    pulls = at(loss_at, sixth).pulls
    assert pulls.sum() == pytest.approx(0, abs=1e-7 * np.abs(pulls).max())


def test_the_tent_stands_anywhere_from_26_to_28() -> None:
    assert at(TENT, -44.0).answers.tolist() == [26.0, 28.0]


def test_all_66_readings() -> None:
    # mean 26.2 and median 27: Stigler 1977, table 5 and section 5
    text = words.all_readings(load("newcomb_light")["deviation_ns"])
    assert "Their mean is 26.2, their median 27: two of them, at −44 and −2," in text
    others = np.sort(load("newcomb_light")["deviation_ns"])[2:]
    assert others.mean() == pytest.approx(27.75)  # what parts the two is those two


def test_the_valley_is_lowest_where_the_hill_stands() -> None:
    grid = np.linspace(-50, 50, 20001)
    for loss_at in (BELL, TENT, HEAVY_TAIL):
        view = at(loss_at, -44.0)
        valley = view.valley(grid)
        low, high = view.answers
        assert low - 0.01 <= grid[valley.argmin()] <= high + 0.01
        assert valley.min() == pytest.approx(view.total_surprise, abs=1e-4)


def test_texts_fill_a_template_for_every_stop() -> None:
    filled = words.texts("{a} of {b}", a=words.numbers([1.0, 2.0]), b=words.numbers(3.0))
    assert filled.tolist() == ["1.00 of 3.00", "2.00 of 3.00"]
    assert words.numbers([[1234.0]]).tolist() == [["1,230"]]


def test_the_first_readings_are_newcombs() -> None:
    # Stigler 1977, table 5
    assert first_readings(6).tolist() == [28, 26, 33, 24, 34, -44]


@pytest.mark.parametrize("loss_at", [BELL, TENT, HEAVY_TAIL], ids=["bell", "tent", "heavy tail"])
@pytest.mark.parametrize("sixth", np.linspace(-46, 50, 25))
def test_the_hill_stands_where_the_readings_are_most_likely(loss_at, sixth: float) -> None:
    view = HillView(loss_at, np.append(first_readings(), sixth))
    grid = np.linspace(-50, 50, 4001)[:, None]
    likelihood = view.noise.log_density(view.readings, grid, view.width).sum(axis=1)
    own = view.log_height(view.readings).sum()
    assert own >= likelihood.max() - 1e-12
