"""One forecast for all: the strip, its floor and excess, forecasts that stay forecasts, words."""

import re

import numpy as np
import pytest
from scipy import stats

from lossviz.data import load
from lossviz.data.observations import OBSERVATIONS
from lossviz.figures import strip as figures
from lossviz.figures.live import LiveFigure, Motion, patched
from lossviz.information import cross_entropy, entropy, kl_divergence
from lossviz.information.strip import Strip, bar_sweep, forecast_of, giving_way, shares_of
from lossviz.words import strip as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors
from tests.unit.sum_checks import is_rounded, sum_errors

PENGUINS = OBSERVATIONS["penguins"]
SHARES = shares_of(PENGUINS)
KEYS = ("adelie", "chinstrap", "gentoo")
PLACES = [(0.9, 0.05), (1.0, 0.0), (0.0, 0.3), (0.44186, 0.197674), (0.2, 0.8), (1e-5, 0.5)]


def view(first: float = 0.9, second: float = 0.05, unit: str = "nats") -> Strip:
    return Strip(PENGUINS, forecast_of(first, second, SHARES), unit)


def live(first: float = 0.9, second: float = 0.05, unit: str = "nats") -> LiveFigure:
    return figures.strip(view(first, second, unit), KEYS)


def alone(motion: Motion, unit: str):
    """The live figure of a stop as its controls tell it."""
    return lambda k: live(motion.says[KEYS[0]][k], motion.says[KEYS[1]][k], unit)


# The numbers of the lesson: 90 % Adelie costs 1.7186 = 1.0492 + 0.6694 nats
def test_the_numbers_of_the_lesson() -> None:
    species = load("penguins")["species"]
    counts = np.array([(species == name).sum() for name in PENGUINS.classes])
    assert counts.tolist() == [152, 68, 124]
    bet = np.array([0.9, 0.05, 0.05])
    one = view()
    assert one.floor == pytest.approx(stats.entropy(counts), rel=1e-14)
    assert float(one.excess) == pytest.approx(stats.entropy(counts, bet), rel=1e-14)
    assert float(one.cost) == pytest.approx(-(counts / 344) @ np.log(bet), rel=1e-14)
    assert say.strip_sentence(one) == (
        "Adelie 90 %, Chinstrap 5 %, Gentoo 5 %: 1.7186 nats a penguin = floor 1.0492 + excess"
        " 0.6694. Training removes the coloured part only. The floor, 1.049, is the penguins' own"
        " variety."
    )


def test_the_area_of_the_strip_is_floor_plus_excess() -> None:
    random = np.random.default_rng(0).dirichlet(np.ones(3), 500)
    for unit, base in (("nats", np.e), ("bits", 2)):
        strip = Strip(PENGUINS, random, unit)
        area = (strip.heights * SHARES).sum(axis=-1)
        np.testing.assert_allclose(strip.cost, area, rtol=1e-13)
        np.testing.assert_allclose(area, strip.floor + strip.excess, rtol=1e-13)
        expected = [stats.entropy(SHARES, p, base=base) for p in random]
        np.testing.assert_allclose(strip.excess, expected, rtol=1e-11)
        assert strip.floor == pytest.approx(stats.entropy(SHARES, base=base), rel=1e-14)


def test_the_identity_on_any_distributions() -> None:
    random = np.random.default_rng(1)
    for k in (2, 5, 40):
        y, p = random.dirichlet(np.ones(k), 200), random.dirichlet(np.ones(k), 200)
        both = entropy(y) + kl_divergence(y, p)
        np.testing.assert_allclose(cross_entropy(y, p), both, rtol=1e-12)


def test_a_part_of_the_divergence_alone_may_be_negative() -> None:
    """So that no figure may draw it as an area: -0.31 for Adelie on arrival."""
    parts = SHARES * np.log(SHARES / np.array([0.9, 0.05, 0.05]))
    assert round(parts[0], 2) == -0.31


def test_matching_the_shares_leaves_exactly_nothing() -> None:
    one = view(*SHARES.round(6)[:2])
    assert one.is_match
    assert float(one.excess) == 0.0
    assert float(one.cost) == pytest.approx(one.floor, rel=1e-15)
    assert "exactly the floor, excess 0." in say.strip_sentence(one)
    assert not view(SHARES[0] + 1e-5, SHARES[1]).is_match


@pytest.mark.parametrize(("first", "second"), PLACES)
def test_the_others_give_way_in_proportion(first: float, second: float) -> None:
    start = view(first, second)
    for which in range(3):
        sweep = bar_sweep(start, which, KEYS[which], "bar")
        forecast, stops = sweep.batch.forecast, sweep.axis.stops
        np.testing.assert_allclose(forecast.sum(axis=1), 1.0, rtol=0, atol=1e-12)
        assert ((forecast >= 0) & (forecast <= 1)).all()
        np.testing.assert_allclose(forecast[:, which], stops, atol=4e-6)
        others = np.delete(start.forecast, which)
        parts = others / others.sum() if others.sum() else np.full(2, 0.5)
        expected = (1 - stops)[:, None] * parts
        np.testing.assert_allclose(np.delete(forecast, which, axis=1), expected, atol=4e-6)
        # what was 0 stays exactly 0
        assert (np.delete(forecast, which, axis=1)[:, parts == 0] == 0).all()
        assert len(stops) <= 121
        assert stops[0] == 0
        assert stops[-1] == 1


def test_the_best_place_of_a_bar_is_its_share() -> None:
    for which in range(3):
        sweep = bar_sweep(view(0.5, 0.2), which, KEYS[which], "bar")
        best = sweep.axis.stops[np.argmin(sweep.batch.excess)]
        assert best == pytest.approx(SHARES[which], abs=1e-6)
        assert best in sweep.axis.magnets


def test_others_without_a_proportion_share_alike() -> None:
    moved = giving_way(np.array([1.0, 0.0, 0.0]), 0, np.array([0.4]))
    np.testing.assert_array_equal(moved, [[0.4, 0.3, 0.3]])


# ---- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["nats", "bits"])
def test_the_sentence_at_every_stop(unit: str) -> None:
    base = np.e if unit == "nats" else 2
    floor = stats.entropy(SHARES, base=base)
    kinds = set()
    for first, second in PLACES:
        for motion in live(first, second, unit).motions:
            said = motion.track().sentences
            for k in range(0, len(said), 5):
                a, c = motion.says[KEYS[0]][k], motion.says[KEYS[1]][k]
                p = np.array([a, c, max(round(1 - a - c, 9), 0)])
                kinds.add(_check(said[k], p, floor, float(base), unit))
    assert kinds == {"without end", "match", "sum"}


def _check(text: str, p: np.ndarray, floor: float, base: float, unit: str) -> str:
    if (p == 0).any():
        assert f"floor is still {floor:.4f} {unit}; the excess has no end." in text
        for k, n in enumerate((152, 68, 124)):
            assert (f"{n} {PENGUINS.classes[k]}" in text) == (p[k] == 0)
        return "without end"
    excess = stats.entropy(SHARES, p / p.sum(), base=base)
    if text.startswith("The forecast is the shares"):
        assert excess < 1e-9
        assert f"{floor:.4f} {unit}" in text
        return "match"
    found = re.search(r": (\S+) (\w+) a penguin = floor (\S+) \+ excess (\S+)\. Training", text)
    if found is None:
        assert excess < 1e-4
        assert f"{floor:.4f} {unit} a penguin: the floor, and an excess below 0.0001." in text
        return "nearly"
    cost, word, low, over = found.groups()
    assert word == unit
    assert sum_errors([low, over], cost, [floor, excess]) == []
    return "sum"


def test_a_forecast_nearly_the_shares_is_not_said_to_be_them() -> None:
    text = say.strip_sentence(view(0.442, 0.198))
    assert _check(text, np.array([0.442, 0.198, 0.36]), stats.entropy(SHARES), np.e, "nats") == (
        "nearly"
    )


def test_probabilities_near_0_and_1_have_a_word() -> None:
    assert say.percents(1e-5) == "below 0.1 %"
    assert say.percents(1 - 1e-5) == "above 99.9 %"
    assert [say.percents(p) for p in (0.0, 0.05, 0.4418605, 1.0)] == [
        "0 %", "5 %", "44.2 %", "100 %"
    ]  # fmt: skip


# ---- the figure ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "second"), PLACES[:4])
def test_every_stop_of_the_hands(first: float, second: float) -> None:
    one = live(first, second)
    for motion in one.motions:
        last = len(motion.axis.stops) - 1
        at = [0, 1, last // 2, last - 1, last]
        assert track_errors(one, motion, alone(motion, "nats"), at) == []
        assert message_bytes(motion.track()) < 150_000


@pytest.mark.parametrize("unit", ["nats", "bits"])
def test_the_figures_are_sound(unit: str) -> None:
    for first, second in PLACES:
        assert figure_errors(live(first, second, unit)) == []
        assert trace_errors(live(first, second, unit)) == []


def area(trace) -> float:
    """Area of a polygon by the shoelace formula."""
    x, y = np.asarray(trace.x, float), np.asarray(trace.y, float)
    return abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2


def test_strip_and_block_have_the_same_area_and_axes() -> None:
    one = live()
    _forecast, strip, block = one.figures
    assert list(strip.layout.xaxis.range) == list(block.layout.xaxis.range)
    assert list(strip.layout.yaxis.range) == list(block.layout.yaxis.range)
    assert one.boxes[1] == one.boxes[2]
    for motion in one.motions:
        track = motion.track()
        drawn = 0
        for k in range(len(motion.axis.stops)):
            parts = [t for t in patched(strip, track.patches[1], k).data if t.fill]
            floor, excess = (t for t in patched(block, track.patches[2], k).data if t.fill)
            assert area(floor) == pytest.approx(1.0492, abs=5e-5)
            tallest = max(max(t.y) for t in parts)
            if tallest < figures.TOP:  # nothing cut
                assert sum(map(area, parts)) == pytest.approx(area(floor) + area(excess), rel=1e-12)
                drawn += 1
        assert drawn > 80


@pytest.mark.parametrize("unit", ["nats", "bits"])
def test_table_and_sentence_say_the_same_cost(unit: str) -> None:
    random = np.random.default_rng(2).dirichlet(np.ones(3), 100)
    for p in (*random, *np.eye(3), np.array([1 - 2e-6, 1e-6, 1e-6])):
        one = Strip(PENGUINS, forecast_of(p[0], p[1], SHARES), unit)
        *rows, whole = figures.table_of(one).rows
        if not np.isinf(one.excess):
            (said,) = re.findall(rf"([\d.]+) {unit} a penguin", say.strip_sentence(one))
            assert is_rounded(said, one.floor + one.excess) or one.excess < 1e-4
            areas = (one.shares * one.heights).tolist()
            if min(areas) >= 1e-4:
                assert sum_errors([row[-1] for row in rows], whole[-1], areas) == []
            assert is_rounded(whole[-1], float(one.floor + one.excess))
        for row, height in zip(rows, one.heights.tolist(), strict=True):
            assert (row[3] == "0") == (height == 0)
            assert (row[3] == "without end") == np.isinf(height)
            assert "0.0000" not in row


def test_the_numbers_in_the_block_add_up() -> None:
    for p in np.random.default_rng(3).dirichlet(np.ones(3), 50):
        one = Strip(PENGUINS, forecast_of(p[0], p[1], SHARES), "nats")
        texts = {t["name"]: t["text"][0] for t in figures.block_traces(one) if "text" in t}
        (low,) = re.findall(r"floor ([\d.]+)$", texts["how low"])
        over, total = re.findall(r"excess ([\d.]+) = ([\d.]+)", texts["how much more"])[0]
        assert sum_errors([low, over], total, [one.floor, float(one.excess)]) == []


def test_what_is_cut_says_so() -> None:
    strip, block = live(1.0, 0.0).figures[1:]
    (texts,) = [t.text for t in strip.data if t.name == "heights"]
    assert list(texts) == ["0", "no end ↑", "no end ↑"]
    assert "+ excess without end ↑" in [t.text[0] for t in block.data if t.text is not None]
    over = [t.text[0] for t in live(1e-5, 0.5).figures[2].data if t.name == "how much more"]
    assert over[0].endswith(" ↑")
    assert not any("↑" in str(t.text) for t in live().figures[2].data)
    (texts,) = [t.text for t in live(1e-5, 0.5).figures[1].data if t.name == "heights"]
    assert texts[0] == f"{-np.log(1e-5):.1f} ↑"
