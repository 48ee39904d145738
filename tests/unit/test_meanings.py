"""The words of maximum likelihood: every number recomputed, every claim tested."""

import re

import numpy as np
import pytest
from scipy import integrate, stats

from lossviz import LOSSES
from lossviz.data.observations import OBSERVATIONS
from lossviz.figures.bins import bins
from lossviz.likelihood.bins import NANOSECONDS, NARROWEST, WIDEST, BinView
from lossviz.words import bins as words_bins
from lossviz.words import meanings, number
from lossviz.words.likelihood import product
from tests.unit.figure_checks import figure_errors
from tests.unit.motion_checks import track_errors

BELL = LOSSES["squared_error"].at()
FIVE, SIX, ALL = (OBSERVATIONS[f"newcomb_{n}"].y for n in (5, 6, 66))


def test_the_likelihood_depends_on_the_unit() -> None:
    ns = stats.norm.logpdf(FIVE, 29.0, 4.0).sum()
    micro = stats.norm.logpdf(FIVE / 1000, 0.029, 0.004).sum()
    said = meanings.likelihood_is_no_probability(BELL, FIVE, 4.0).text
    assert f"likelihood of 29 is {product(ns)} if time is counted in ns" in said
    assert f"and {product(micro)} in µs" in said
    assert micro > 0  # above 1: no probability


def test_the_area_under_the_likelihood_is_not_one() -> None:
    # prod N(y_i; t, s) = L(mean) exp(-n (t - mean)^2 / 2 s^2), of area L(mean) s sqrt(2 pi / n)
    at_best = stats.norm.logpdf(FIVE, 29.0, 4.0).sum()
    area = np.exp(at_best) * 4.0 * np.sqrt(2 * np.pi / 5)
    said = meanings.curve_is_no_density(BELL, FIVE, 4.0).text
    assert f"is {product(np.log(area))}, not 1" in said
    hill = integrate.quad(lambda y: stats.norm.pdf(y, 24, 4), -50, 100, points=[24])[0]
    assert hill == pytest.approx(1.0, rel=1e-9)


# 28.39 nats in ns and -13.06 in µs for Newcomb's first six, both fitted: 28.39 - 6 ln 1000
def test_an_nll_may_be_negative() -> None:
    said = meanings.nll_may_be_negative(SIX).text
    assert "6 readings, place and width fitted: 28.39 nats in ns, −13.06 in µs" in said
    assert "16.83 ns either way" in said
    fit = stats.norm.fit(SIX)
    assert -stats.norm.logpdf(SIX, *fit).sum() == pytest.approx(28.39, abs=5e-3)
    assert -stats.norm.logpdf(SIX / 1e3, *stats.norm.fit(SIX / 1e3)).sum() == pytest.approx(
        -13.06, abs=5e-3
    )
    assert stats.norm.pdf(0, 0, fit[1] / 1e3) > 1  # densities larger than 1


def test_the_width_is_biased() -> None:
    said = meanings.width_is_biased(ALL).text
    assert f"√(SSE / n) = {number(ALL.std(), 4)} ns" in said
    assert f"√(SSE / (n − 1)) = {number(ALL.std(ddof=1), 4)}." in said
    assert "= 0.985 of" in said  # 65/66
    assert f"{ALL.std():.2f}" == "10.66"
    # every sample of 3 with replacement from four numbers: the average of SSE/n, exactly
    values = np.array([1.0, 2.0, 4.0, 9.0])
    samples = np.array(np.meshgrid(values, values, values)).reshape(3, -1).T
    assert samples.var(axis=1).mean() == pytest.approx(2 / 3 * values.var(), rel=1e-12)


def test_descent_reaches_what_the_formula_gives() -> None:
    said = meanings.criterion_is_no_search(BELL, FIVE, 24.0).text
    # each step takes a fifth of the way: 29 - 5 * 0.8^50 = 28.99993
    assert 5 * 0.8**meanings.STEPS < 1e-4
    assert "reach 29.00; the formula, the mean, gives 29.00 at once" in said


def test_all_meanings_are_sentences() -> None:
    told = meanings.meanings(BELL, FIVE, SIX, ALL, 4.0, 24.0)
    assert len(told) == 5
    for one in told:
        assert one.title.endswith(".")
        assert one.text.endswith(".")
        assert "nan" not in one.text


@pytest.mark.parametrize("unit", NANOSECONDS)
@pytest.mark.parametrize("width", [NARROWEST, 1.0, 4.0, WIDEST])
def test_a_bin_holds_the_area_of_the_hill_over_it(unit: str, width: float) -> None:
    view = BinView(29.0, 4.0, width, unit)
    ns = NANOSECONDS[unit]
    area = integrate.quad(
        lambda u: stats.norm.pdf(u, 29 / ns, 4 / ns), (29 - width / 2) / ns, (29 + width / 2) / ns
    )[0]
    assert view.probability == pytest.approx(area, rel=1e-12)
    assert view.per_unit == pytest.approx(area / (width / ns), rel=1e-12)
    assert view.height == pytest.approx(stats.norm.pdf(0, 0, 4 / ns), rel=1e-13)
    said = words_bins.bin_sentence(view)
    assert f"holds {number(100 * area)} % of the hill" in said
    assert f"that is {number(area * ns / width)} per {unit}" in said
    assert ("above 1" in said) == (view.height > 1) == (unit == "µs")
    # the width by which the share is divided is in the unit of the quotient
    wide = re.match(r"A bin (\S+) ns (?:\((\S+) µs\) )?wide holds (\S+) %", said).groups()
    assert float(wide[0]) == width
    assert (wide[1] is None) == (unit == "ns")
    assert float(wide[2]) / 100 / float(wide[1] or wide[0]) == pytest.approx(
        area * ns / width, rel=5e-3
    )
    alt = words_bins.bin_alt(view)
    low, high = (float(x) for x in re.search(r"a bin from (\S+) to (\S+) is", alt).groups())
    assert f"A bell about {29 / ns:g} {unit}." in alt
    assert (low, high) == pytest.approx(((29 - width / 2) / ns, (29 + width / 2) / ns), rel=1e-5)


def test_a_narrow_bin_comes_to_the_density() -> None:
    narrow, wide = (BinView(29.0, 4.0, w, "ns") for w in (NARROWEST, WIDEST))
    assert narrow.per_unit == pytest.approx(narrow.height, rel=1e-4)
    assert wide.per_unit < 0.75 * wide.height


@pytest.mark.parametrize("unit", NANOSECONDS)
def test_every_stop_of_the_bin(unit: str) -> None:
    def at(width: float):
        return bins(BinView(29.0, 4.0, width, unit), "bin")

    live = at(4.0)
    (motion,) = live.motions
    stops = motion.axis.stops
    assert len(stops) <= 121
    assert track_errors(
        live, motion, lambda k: at(float(stops[k])), [0, 9, 40, len(stops) - 1]
    ) == []  # fmt: skip
    for width in (NARROWEST, 4.0, WIDEST):
        assert figure_errors(at(width)) == []


@pytest.mark.parametrize("unit", NANOSECONDS)
def test_the_column_has_the_area_of_the_bin(unit: str) -> None:
    view = BinView(29.0, 4.0, 6.0, unit)
    (column,) = [
        t for t in bins(view, "bin").figures[0].data if t.name == "column of the same area"
    ]
    assert np.ptp(column.x) * max(column.y) == pytest.approx(view.probability)
    assert re.search(r"6 ns (\(0.006 µs\) )?wide", words_bins.bin_sentence(view))
