"""Why the log: the product in float64 against 50 digits, and what is said of it at every stop."""

import math
import re
from dataclasses import replace

import mpmath as mp
import numpy as np
import pytest

from lossviz import words
from lossviz.figures import theme
from lossviz.figures import underflow as figures
from lossviz.likelihood.underflow import (
    LONGEST,
    NORMAL,
    SCENE_HILL,
    SMALLEST,
    Underflow,
    count_sweep,
    fitted_hill,
    infinite_after,
    seeded_bell,
    zero_after,
)
from lossviz.location import first_readings
from lossviz.noise import gaussian
from lossviz.words import underflow as words_underflow
from lossviz.words.underflow import underflow_sentence
from tests.unit.figure_checks import figure_errors
from tests.unit.motion_checks import message_bytes, track_errors

READINGS = first_readings(66)
HILLS = {"fitted": fitted_hill(READINGS), "scene": SCENE_HILL}


def view(hill: str, n: float = 66) -> Underflow:
    return Underflow(READINGS, *HILLS[hill], n)


def exact(hill: str) -> list[mp.mpf]:
    """-log of the product of the first 1, 2, ... densities, to 50 digits."""
    mean, width = (mp.mpf(v) for v in HILLS[hill])
    with mp.workdps(50):
        step = mp.log(width * mp.sqrt(2 * mp.pi))
        sums, total = [], mp.mpf(0)
        for k in range(LONGEST):
            total += ((mp.mpf(float(READINGS[k % 66])) - mean) / width) ** 2 / 2 + step
            sums.append(total)
    return sums


EXACT = {hill: exact(hill) for hill in HILLS}


# ---- the numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mean", "width", "zero"),
    [
        (*HILLS["fitted"], 197),  # mean 26.2121, width 10.6636
        (26.2, 10.66, 197),
        (26.2, 10.7, 197),
        (29.0, 4.0, 113),
    ],
)
def test_the_product_is_0_at_this_factor(mean: float, width: float, zero: int) -> None:
    made = Underflow(READINGS, mean, width, 66)
    each = [
        math.exp(-(((y - mean) / width) ** 2) / 2) / (width * math.sqrt(2 * math.pi))
        for y in np.resize(READINGS, LONGEST).tolist()
    ]
    assert math.prod(each[:zero]) == 0 < math.prod(each[: zero - 1])
    assert made.first_zero == zero
    assert made.products[zero - 1] == 0 < made.products[zero - 2]


def test_the_fitted_bell() -> None:
    assert HILLS["fitted"] == pytest.approx((26.2121, 10.6636), abs=5e-5)


def test_a_unit_bell_with_seed_0_fails_at_the_520th() -> None:
    draws = np.random.default_rng(0).normal(size=1000)
    each = np.exp(-draws * draws / 2) / math.sqrt(2 * math.pi)
    assert math.prod(each[:520]) == 0 < math.prod(each[:519])
    assert zero_after(gaussian().log_density(seeded_bell(), np.zeros(()), 1.0)) == 520
    assert zero_after(np.zeros(7)) == 8


@pytest.mark.parametrize(("hill", "n"), [("fitted", 43), ("scene", 52)])
def test_in_seconds_the_product_is_infinite(hill: str, n: int) -> None:
    mean, width = HILLS[hill]
    logs = gaussian().log_density(np.resize(READINGS, LONGEST) * 1e-9, mean * 1e-9, width * 1e-9)
    with np.errstate(over="ignore"):
        running = np.cumprod(np.exp(logs))
    assert np.isfinite(running[n - 2])
    assert np.isinf(running[n - 1])
    assert infinite_after(view(hill).log_densities + np.log(1e9)) == n
    assert f"infinite from {n} readings on" in words_underflow.how_soon(view(hill))


def test_how_soon_says_the_pinned_counts() -> None:
    said = words_underflow.how_soon(view("scene"))
    assert "Newcomb's 66 readings" in said
    assert "The product of their densities is 0 from 113 on; of 520 random numbers" in said
    assert "is 0 from 197 on; of 520" in words_underflow.how_soon(view("fitted"))


@pytest.mark.parametrize("hill", HILLS)
def test_the_sum_is_right_to_14_digits(hill: str) -> None:
    sums = view(hill).surprises
    worst = max(abs(mp.mpf(float(s)) / e - 1) for s, e in zip(sums, EXACT[hill], strict=True))
    assert worst < 1e-14


@pytest.mark.parametrize("hill", HILLS)
def test_what_too_small_a_product_has_lost(hill: str) -> None:
    made = view(hill)
    for k in range(made.first_zero - 1):
        true = mp.exp(-EXACT[hill][k])
        miss = float(abs(mp.mpf(float(made.products[k])) / true - 1))
        # up to the rounding on the way, which a product that is large enough has as well
        assert made.misses[k] == pytest.approx(miss, rel=1e-6, abs=1e-13)
    assert np.all(made.misses[: made.first_subnormal - 1] == 0)
    assert np.all(made.misses[made.first_zero - 1 :] == 1)


def test_the_floors_are_those_of_ieee_754() -> None:
    assert NORMAL == 2.0**-1022
    assert SMALLEST == 2.0**-1074
    assert SMALLEST / 2 == 0
    assert NORMAL / 2 > 0
    one, two = words_underflow.floors()
    assert one.endswith("2.2 × 10⁻³⁰⁸")
    assert two.endswith("4.9 × 10⁻³²⁴")


# ---- the words ----------------------------------------------------------------------------------


def power_of_ten(value: mp.mpf) -> str:
    """To three digits, as mpmath rounds it."""
    mantissa, power = mp.nstr(value, 3, min_fixed=0, max_fixed=0, strip_zeros=False).split("e")
    return f"{mantissa} × 10{power.translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


@pytest.mark.parametrize("hill", HILLS)
def test_every_clause_at_every_stop(hill: str) -> None:
    sweep = count_sweep(view(hill), "n")
    for k in range(len(sweep)):
        n = int(sweep.axis.stops[k])
        said = underflow_sentence(sweep.at(k))
        surprise = EXACT[hill][n - 1]
        total = words.number(float(surprise), 4)
        product = math.prod(np.exp(view(hill).log_densities[:n]).tolist())
        assert said.count(f"{total} nats") == 1
        if n == 1:
            assert said == (
                f"1 reading: density {words.number(product)} per ns, surprise {total} nats."
            )
            continue
        if product == 0:
            assert f" {n} densities: 0 in float64, {power_of_ten(mp.exp(-surprise))} in" in said
            assert said.endswith("That is why the log.")
            continue
        assert said.startswith(f"Product of {n} densities: {power_of_ten(mp.mpf(product))}")
        if product < 2.2250738585072014e-308:
            miss = float(abs(mp.mpf(product) / mp.exp(-surprise) - 1))
            found = re.search(r"right to (\d+) digits only|off by (\d+) %", said)
            lost = "too small to keep its digits" in said
            assert lost == (found is not None)
            assert lost != (", below 2.2 × 10⁻³⁰⁸: from here on digits go. The sum" in said)
            if found is None:  # rounding on the way is all there is
                assert miss < 400 * np.finfo(float).eps
            elif found[1]:
                digits = int(found[1])
                assert digits <= 13
                assert 10.0 ** -(digits + 1) < miss < 10.0**-digits
            else:
                assert int(found[2]) == round(100 * miss) >= 1
        else:
            assert "both say the same" in said
            assert math.isclose(math.log(product), -float(surprise), rel_tol=1e-13)


@pytest.mark.parametrize(("hill", "n"), [("fitted", 186), ("scene", 100)])
def test_nothing_is_lost_at_the_first_product_that_is_too_small(hill: str, n: int) -> None:
    product = math.prod(np.exp(view(hill).log_densities[:n]).tolist())
    assert 0 < product < NORMAL
    assert view(hill).first_subnormal == n
    assert float(abs(mp.mpf(product) / mp.exp(-EXACT[hill][n - 1]) - 1)) < 1e-13
    assert "from here on digits go" in underflow_sentence(view(hill, n))
    assert "right to 12 digits only" in underflow_sentence(view("fitted", 189))


def test_a_wild_reading_is_a_step_in_the_line() -> None:
    bent = {}
    for hill in HILLS:
        shown = view(hill)
        line = np.polyfit(np.arange(1, LONGEST + 1), shown.surprises, 1)
        away = shown.surprises - np.polyval(line, np.arange(1, LONGEST + 1))
        bent[hill] = float(np.ptp(away) / shown.surprises[-1])
    assert bent["fitted"] < 0.03 < 0.05 < bent["scene"]
    assert "an all but straight line that falls and ends at 197" in figures._alt(view("fitted"))
    assert "a line that falls, in steps where a wild reading comes, and ends at 113" in (
        figures._alt(view("scene"))
    )


def test_the_words_of_the_brink() -> None:
    # 10^-322.467 and 10^-324.093, surprises 742.5 and 746.3 nats
    assert underflow_sentence(view("fitted", 196)) == (
        "Product of 196 densities: 3.46 × 10⁻³²³, too small to keep its digits: off by 1 %."
        " The sum of their surprises: 742.5 nats, right to 14 digits."
    )
    assert underflow_sentence(view("fitted", 197)) == (
        "Product of 197 densities: 0 in float64, 8.07 × 10⁻³²⁵ in truth. The sum of their"
        " surprises: 746.3 nats, right to 14 digits. That is why the log."
    )
    assert "4.94 × 10⁻³²⁴, too small to keep its digits: off by 54 %" in (
        underflow_sentence(view("scene", 112))
    )


# ---- the figure ---------------------------------------------------------------------------------


@pytest.mark.parametrize("hill", HILLS)
def test_the_stops_hold_what_happens(hill: str) -> None:
    for n in (1.0, 66.0, 301.0, 400.0):
        stops = count_sweep(view(hill, n), "n").axis.stops
        zero = view(hill).first_zero
        wanted = {1, 66, 112, 196, zero - 1, zero, zero + 1, 400, int(n)}
        assert wanted <= set(stops.tolist())
        assert len(stops) <= 121
        assert np.all(stops == np.round(stops))
        assert stops[0] == 1


@pytest.mark.parametrize("n", [1.0, 66.0, 190.0, 197.0, 400.0])
@pytest.mark.parametrize("hill", HILLS)
def test_the_figure_moves_and_is_sound(hill: str, n: float) -> None:
    live = figures.underflow(view(hill, n))
    (motion,) = live.motions
    stops = motion.axis.stops
    some = [motion.axis.nearest(v) for v in (1, 4, 100, 112, 113, 190, 196, 197, 400)]
    assert figure_errors(live) == []
    assert track_errors(live, motion, lambda k: figures.underflow(view(hill, stops[k])), some) == []
    assert message_bytes(motion.track()) < 60_000


@pytest.mark.parametrize("hill", HILLS)
def test_both_scales_show_one_number(hill: str) -> None:
    layout = figures.underflow_layout(view(hill))
    left, right = (np.array(layout[name]["range"]) for name in ("yaxis", "yaxis2"))
    np.testing.assert_allclose(right, -np.log(10) * left)
    by_name = {t["name"]: t for t in figures.underflow_traces(view(hill))}
    product, total = by_name["product in float64"], by_name["sum of surprises"]
    assert total["yaxis"] == "y2"
    m = len(product["y"])
    assert m == view(hill).first_zero - 1
    # where the product has its digits the two lines are one
    full = view(hill).first_subnormal - 1
    np.testing.assert_allclose(product["y"][:full] * -np.log(10), total["y"][:full], rtol=1e-12)
    assert by_name["the product becomes 0"]["x"] == [m + 1]


@pytest.mark.parametrize("hill", HILLS)
def test_a_product_of_0_has_no_place_on_the_axis(hill: str) -> None:
    zero = view(hill).first_zero
    for n, there in ((zero - 1, True), (zero, False)):
        by_name = {t["name"]: t for t in figures.underflow_traces(view(hill, n))}
        assert np.isfinite(by_name["product now"]["y"][0]) == there
        assert np.isfinite(by_name["product now is 0"]["y"][0]) != there
        assert (by_name["what the product is"]["text"][0] == theme.UNSEEN) == there


def test_the_checks_notice_a_late_zero() -> None:
    right = view("scene")
    late = replace(right)
    late.__dict__["products"] = np.maximum(right.products, SMALLEST)
    assert late.first_zero == LONGEST + 1
    assert late.first_zero != 113
