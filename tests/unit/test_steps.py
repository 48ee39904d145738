"""The stepper: every line of every derivation of the page, its amounts, its words, its figure."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from lossviz import LOSSES, words
from lossviz.data.observations import OBSERVATIONS
from lossviz.derivation import Follows
from lossviz.figures import steps as figures
from lossviz.likelihood.steps import Phase, StepView, location_derivation
from lossviz.numerics import UNIT
from lossviz.ui.specs.maximum_likelihood import FIVE, MOST_STEPS, SIX
from lossviz.words import steps as say
from tests.unit.figure_checks import figure_errors
from tests.unit.motion_checks import message_bytes, track_errors

LOSS = {
    "bell": LOSSES["squared_error"].at(),
    "tent": LOSSES["absolute_error"].at(),
    "heavy tail": LOSSES["student_t"].at(nu=3.0, c=4.0),
    "coin": LOSSES["binary_cross_entropy"].at(),
}
CASES = [
    (noise, key, line)
    for noise, keys in (
        ("bell", ("newcomb_5", "newcomb_6")), ("tent", ("newcomb_5", "newcomb_6")),
        ("heavy tail", ("newcomb_5", "newcomb_6")), ("coin", ("orings",)),
    )
    for key in keys
    for line in range(len(location_derivation(LOSS[noise], 4.0).steps))
]  # fmt: skip


def view(noise: str, key: str, line: int, here: float | None = None) -> StepView:
    first = 0.5 if noise == "coin" else 24.3
    at = first if here is None else here
    return StepView(LOSS[noise], OBSERVATIONS[key], at, 4.0, line)


def where(noise: str, key: str):
    return UNIT if noise == "coin" else SIX if key == "newcomb_6" else FIVE


def live(noise: str, key: str, line: int, here: float | None = None):
    return figures.line(view(noise, key, line, here), where(noise, key), "at")


@pytest.mark.parametrize(("noise", "key", "line"), CASES)
def test_the_amounts_add_up_to_the_line(noise: str, key: str, line: int) -> None:
    low, high = where(noise, key).low, where(noise, key).high
    for here in np.linspace(low, high, 9)[1:-1]:
        one = view(noise, key, line, float(here))
        total = one.amounts.sum()
        expected = {
            Phase.PRODUCT: lambda v: -math.log(v),
            Phase.SLOPE: lambda v: -v,
        }.get(one.phase, lambda v: v)(one.value)
        assert total == pytest.approx(expected, rel=1e-10, abs=1e-12)


@pytest.mark.parametrize(("noise", "key", "line"), CASES)
def test_every_line_holds_and_says_so(noise: str, key: str, line: int) -> None:
    for here in (None, view(noise, key, line).answer):
        one = view(noise, key, line, here)
        assert one.gap < 1e-9
        said = say.reason(one)
        assert said.startswith(one.step.why)
        if line:
            gap = words.gap(one.gap)
            assert said.endswith(f"Holds to {gap} on your {one.n} {one.observed.nouns}.")
            assert one.step.follows.keeps.casefold() in said.casefold()


def test_a_planted_gap_is_shown() -> None:
    one = view("bell", "newcomb_5", 4)
    wrong = replace(
        one.derivation.steps[4], value=lambda theta, y: float(((y - theta[0]) ** 2).mean() + 1.0)
    )
    steps = (*one.derivation.steps[:4], wrong, *one.derivation.steps[5:])
    one.__dict__["derivation"] = replace(one.derivation, steps=steps)
    assert one.gap > 1e-3
    assert f"Holds to {words.gap(one.gap)} on your 5 readings." in say.reason(one)


def sides_of_the_kink(y: np.ndarray, at: float) -> tuple[float, float]:
    """Slopes of the mean distance just below and just above `at`, by counting."""
    n = len(y)
    return ((y < at).sum() - (y >= at).sum()) / n, ((y <= at).sum() - (y > at).sum()) / n


@pytest.mark.parametrize(("noise", "key", "line"), CASES)
def test_the_sentence_at_every_stop(noise: str, key: str, line: int) -> None:
    (motion,) = live(noise, key, line).motions
    for stop, text in zip(motion.axis.stops, motion.track().sentences, strict=True):
        one = view(noise, key, line, float(stop))
        assert "nan" not in text
        assert text.endswith(".")
        numbers = [float(n.replace("−", "-").replace(",", "")) for n in re.findall(
            r"(?<![\d⁻])−?\d[\d,]*\.?\d*", text)]  # fmt: skip
        if one.phase is Phase.SLOPE and "slope jumps" in text:
            assert noise == "tent"
            assert stop in one.observed.y
            below, above = sides_of_the_kink(one.observed.y, stop)
            assert f"from {words.number(below)} to {words.number(above)}" in text
            low, high = one.answers
            flat, falls = "flat from" in text, re.search("falls to the (left|right)", text)
            assert flat == (low <= stop <= high and low < high)
            assert ("No step to a side pays" in text) == (low == stop == high)
            if falls:
                assert falls[1] == ("right" if stop < low else "left")
                assert not low <= stop <= high
        elif one.phase is Phase.SLOPE:
            assert noise != "tent" or stop not in one.observed.y
            right, left = one.amounts[one.amounts > 0].sum(), -one.amounts[one.amounts < 0].sum()
            if "slope is zero" in text:
                assert right == pytest.approx(left, rel=2e-9)
            else:
                way = "right" if right > left else "left"
                assert f"the loss falls to the {way}" in text
                assert f"{words.number(right)} to the right and {words.number(left)} to" in text
        elif "no end" in text:
            assert math.isinf(one.value)
        elif one.phase is not Phase.PRODUCT:
            assert words.number(float(one.value)) in text
        if one.step.follows is Follows.DROP_CONST:
            before = float(one.values(one.derivation.steps[line - 1], np.array([stop]))[0])
            assert before - one.value == pytest.approx(one.struck, rel=1e-9)
            assert f"{words.number(one.struck)} less" in text
        if "divided by" in text:
            # to be checked with a pocket calculator
            assert numbers[-2] / numbers[-1] == pytest.approx(one.value, rel=2e-4)
            assert ("stretched" in text) == (one.bridge.factor < 1) == ("squeezed" not in text)


def test_the_root_is_named() -> None:
    assert say.line_sentence(view("bell", "newcomb_5", 6, 29.0)) == (
        "It is zero at 29. At 29 the slope is zero: the pulls, minus slopes over N, add up to 3.60"
        " on either side."
    )  # 2/5 of 4 + 5 to the right, and of 1 + 3 + 5 to the left
    assert say.line_sentence(view("tent", "newcomb_6", 6, 26.0)) == (
        "It is zero between 26 and 28. 26 is a reading: the slope jumps there from −0.333 to 0."
        " The loss is flat from 26 to 28."
    )
    assert "It changes its sign at 28." in say.line_sentence(view("tent", "newcomb_5", 6))
    assert "p = 0.304" in say.line_sentence(view("coin", "orings", 6))
    said = say.line_sentence(view("heavy tail", "newcomb_6", 5))
    assert said.endswith("No formula says where it is zero; a search finds 28.5.")


@pytest.mark.parametrize(("noise", "key", "line"), CASES)
def test_every_stop_of_the_hand(noise: str, key: str, line: int) -> None:
    one = live(noise, key, line)
    (motion,) = one.motions
    last = len(motion.axis.stops) - 1
    at = [0, last // 3, last // 2, last - 1, last]
    errors = track_errors(
        one, motion, lambda k: live(noise, key, line, float(motion.axis.stops[k])), at
    )
    assert errors == []
    assert message_bytes(motion.track()) < 150_000


@pytest.mark.parametrize(("noise", "key", "line"), CASES)
def test_the_figures_are_sound(noise: str, key: str, line: int) -> None:
    for here in (None, where(noise, key).low, where(noise, key).high):
        assert figure_errors(live(noise, key, line, here)) == []


@pytest.mark.parametrize(("noise", "key", "line"), CASES)
def test_what_changes_is_in_one_colour_in_formula_and_figure(
    noise: str, key: str, line: int
) -> None:
    colour = figures.theme.CHANGE.light
    one = live(noise, key, line)
    assert colour in view(noise, key, line).step.coloured(colour)
    assert any(colour in figure.to_json() for figure in one.figures)


def test_no_derivation_has_more_lines_than_a_link_may_ask_for() -> None:
    for loss_at in LOSS.values():
        assert len(location_derivation(loss_at, 4.0).steps) <= MOST_STEPS


def test_a_loss_without_a_density_has_no_lines() -> None:
    with pytest.raises(ValueError, match="no derivation"):
        location_derivation(LOSSES["tukey_biweight"].at(), 1.0)


@pytest.mark.parametrize(("noise", "key", "line"), CASES)
def test_the_axes_say_what_the_numbers_are(noise: str, key: str, line: int) -> None:
    one = live(noise, key, line)
    shown = view(noise, key, line)
    bars, curve = one.figures[0].layout.xaxis3.title.text, one.figures[1].layout.yaxis.title.text
    word = {
        Phase.PRODUCT: ("minus log", "likelihood of the candidate"),
        Phase.NLL: ("surprises", "minus log likelihood (nats)"),
        Phase.TERM: ("left of each", "what is left (nats)"),
        Phase.MEAN: ("losses / N", say.mean_name(LOSS[noise])),
        Phase.SLOPE: ("minus slopes over N", "in the logit" if noise == "coin" else "slope of the"),
    }[shown.phase]
    assert word[0] in bars
    assert word[1] in curve
    drawn = next(t for t in one.figures[1].data if t.name == "this line")
    if shown.phase is Phase.PRODUCT:  # the axis counts in a power of ten, and says in which
        power = int(curve.split("× 10")[1].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
        places = np.array(drawn.x, dtype=float)
        np.testing.assert_allclose(
            np.array(drawn.y, dtype=float) * 10.0**power,
            np.exp(-shown.stack_at(places)),
            rtol=1e-9,
        )
    assert say.place_in_derivation(shown) == (
        f"Line {line + 1} of {len(location_derivation(LOSS[noise], 4.0).steps)}"
    )


@pytest.mark.parametrize(
    ("noise", "key", "line", "name"),
    [("bell", "newcomb_5", 6, "29.0"), ("tent", "newcomb_6", 6, "26 to 28"),
     ("coin", "orings", 6, "0.304")],
)  # fmt: skip
def test_the_root_in_the_picture_is_the_one_that_is_named(
    noise: str, key: str, line: int, name: str
) -> None:
    traces = {t.name: t for t in live(noise, key, line).figures[1].data}
    assert traces["name of the root"].text == (name,)
    low, high = (float(part) for part in name.split(" to ")) if "to" in name else 2 * (float(name),)
    np.testing.assert_allclose(traces["root"].x, (low, high), atol=5e-4)


def test_the_term_struck_and_what_is_left_add_up_to_the_line_before() -> None:
    one = view("bell", "newcomb_5", 3)
    texts = {t.name: t.text for t in live("bell", "newcomb_5", 3).figures[0].data}
    left, struck = texts["length of the stack"][0], texts["what was struck"][0]
    before = float(one.values(one.before, np.array([24.3]))[0])
    assert struck.startswith(" + struck ")
    assert float(left) + float(struck.split()[-1]) == pytest.approx(before, abs=0.06)
