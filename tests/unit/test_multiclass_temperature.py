"""Logits over a temperature, logits of a thousand, softmax twice: numbers, figures, words."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize, special

from lossviz.figures import overflow as overflow_figures
from lossviz.figures import temperature as temperature_figures
from lossviz.figures import twice as twice_figures
from lossviz.multiclass.overflow import Overflow, as_written, ends
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.temperature import HEATS, PLACES, Temperature, heat_sweep
from lossviz.multiclass.twice import FLOOR, Twice
from lossviz.ui.picked import DIE_LOSS
from lossviz.words import overflow as say_overflow
from lossviz.words import temperature as say_temperature
from lossviz.words import twice as say_twice
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import track_errors

DIE = DIE_LOSS.at()


def temperature(place: str, heat: float) -> Temperature:
    return Temperature(DIE, place, heat)


def moves(draw, view, field: str, key: str) -> None:
    """The figure and its one hand hold."""
    shown = draw(view, key)
    assert figure_errors(shown) == []
    assert trace_errors(shown) == []
    (motion,) = shown.motions
    stops = motion.axis.stops
    assert len(stops) <= 123
    at = [0, 1, len(stops) // 3, len(stops) // 2, len(stops) - 2, len(stops) - 1]
    errors = track_errors(
        shown, motion, lambda k: draw(replace(view, **{field: stops[k]}), key), at
    )
    assert errors == []


# ---- temperature --------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_the_cheapest_temperature_is_that_of_a_search(place):
    view = temperature(place, 1.0)
    z = np.array(PLACES[place])
    heats = np.geomspace(0.02, 500, 4001)
    costs = -special.log_softmax(z / heats[:, None], axis=1)[:, TRUE]
    np.testing.assert_allclose(view.cost_at(heats), costs, rtol=1e-9, atol=1e-15)
    if view.best == 0:
        assert np.all(np.diff(costs) > -1e-15)
    elif math.isinf(view.best):
        assert np.all(np.diff(costs) < 0)
        assert np.all(costs > math.log(3))
    else:
        found = optimize.minimize_scalar(
            lambda h: -special.log_softmax(z / h)[TRUE], bounds=(0.1, 50), method="bounded",
            options={"xatol": 1e-10},
        )  # fmt: skip
        assert view.best == pytest.approx(found.x, abs=1e-5)


@pytest.mark.parametrize("place", PLACES)
def test_no_temperature_changes_the_order(place):
    view = temperature(place, 1.0)
    for heat in np.linspace(HEATS.low, HEATS.high, 17):
        p = replace(view, heat=heat).p
        assert np.argsort(-p).tolist() == view.order.tolist()
        np.testing.assert_allclose(p, special.softmax(view.logits / heat), rtol=1e-12)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("heat", [0.25, 1.0, 5.0])
def test_the_figure_of_a_temperature(place, heat):
    moves(temperature_figures.temperature, temperature(place, heat), "heat", "heat")


def test_no_other_number_is_called_cheapest_than_the_one_written():
    best = temperature("second", 1.0).best
    for heat in np.linspace(best - 0.02, best + 0.02, 81).tolist():
        said = say_temperature.temperature_sentence(temperature("second", heat))
        (divided,) = re.findall(r"divided by ([\d.]+):", said)
        assert ("That is the cheapest" in said) == (divided == f"{best:.2f}")


def test_colder_is_cheaper_but_no_cost_is_without_end():
    assert "down towards 0" in say_temperature.temperature_sentence(temperature("ahead", 1.0))
    assert float(temperature("ahead", 0.01).cost) < 1e-12


def test_the_words_of_a_temperature():
    ahead = say_temperature.temperature_sentence(temperature("ahead", 1.0))
    assert "Chinstrap gets 0.665 and costs 0.408 nats" in ahead  # softmax(1, 2, 0)
    assert "the colder, the cheaper" in ahead
    assert "Chinstrap, Adelie, Gentoo: the answer “Chinstrap” stays right" in ahead
    last = say_temperature.temperature_sentence(temperature("last", 1.0))
    assert "log 3 = 1.099" in last
    assert "“Adelie” stays wrong" in last
    second = temperature("second", 1.0)
    sweep = heat_sweep(second, "heat", "T")
    (best,) = sweep.axis.magnets
    at_best = say_temperature.temperature_sentence(replace(second, heat=best))
    assert "That is the cheapest temperature" in at_best
    assert "That is the cheapest" not in say_temperature.temperature_sentence(
        replace(second, heat=second.best + 0.01)
    )
    assert f"The cheapest temperature is {second.best:.2f}" in (
        say_temperature.temperature_sentence(second)
    )


# ---- a thousand ---------------------------------------------------------------------------------


def test_where_float64_gives_up():
    # the sum of exp(z) overflows where added + log(e + e^2 + 1) passes log(1.797e308) = 709.78
    assert ends()[1] == math.floor(709.782712893384 - special.logsumexp([1, 2, 0]))
    low, high = ends()
    with np.errstate(all="ignore"):
        assert np.isnan(as_written(np.array([1.0, 2, 0]) + high + 1)[TRUE])
        assert np.isnan(as_written(np.array([1.0, 2, 0]) + low - 1)[TRUE])


def test_large_logits_cost_the_same():
    for far in (-1000.0, -745.0, 0.0, 707.0, 708.0, 1000.0):
        view = Overflow(DIE, far)
        assert view.cost == pytest.approx(-special.log_softmax([1, 2, 0])[1], rel=1e-12)
        assert view.careful == pytest.approx(special.softmax([1, 2, 0])[1], rel=1e-12)
    # the true species at -1000, another at 1000: the gap between the two
    assert Overflow(DIE, 0.0).wrong_by_far == 2000.0


@pytest.mark.parametrize("far", [-1000.0, -745.0, 0.0, 1000.0])
def test_the_figure_of_large_logits(far):
    moves(overflow_figures.overflow, Overflow(DIE, far), "far", "far")


def test_the_words_of_large_logits():
    said = say_overflow.overflow_sentence
    assert "As it is written, softmax gives Chinstrap 0.665. " in said(Overflow(DIE, 0.0))
    assert "exp(1002) is more than float64 holds" in said(Overflow(DIE, 1000.0))
    assert "even exp(−998): 0 / 0" in said(Overflow(DIE, -1000.0))
    assert "digits are lost" in said(Overflow(DIE, -745.0))
    for far in range(-1000, 1001, 7):
        assert "Chinstrap" in said(Overflow(DIE, float(far))) or "no number" in said(
            Overflow(DIE, float(far))
        )
        # softmax of 1, 2, 0: 0.665241; with all six digits where the other way loses some
        lost = "digits are lost" in said(Overflow(DIE, float(far)))
        p = "0.665241" if lost else "0.665"
        assert f"first: {p}, cost 0.408 nats" in said(Overflow(DIE, float(far)))
    # at -747 only exp(-745) is not 0
    assert "gives Chinstrap 1: digits are lost" in said(Overflow(DIE, -747.0))
    why = say_overflow.why(Overflow(DIE, 0.0))
    assert "ends at z = 709.78 and is 0 below z = −745.13" in why
    assert np.isfinite(np.exp(709.78))
    with np.errstate(over="ignore", under="ignore"):
        assert np.isinf(np.exp(709.79))
        assert np.exp(-745.13) > 0 == np.exp(-745.14)
    assert "with 1000, −1000 and 0" in why
    assert "2,000 nats" in why


# ---- twice --------------------------------------------------------------------------------------


def test_the_floor_of_two_softmaxes():
    # log(1 + 2/e) = 0.5514, reached where the forecast is 1, 0, 0
    assert f"{FLOOR:.3f}" == "0.551"
    assert pytest.approx(-special.log_softmax([0.0, 1.0, 0.0])[1], rel=1e-12) == FLOOR
    z = np.random.default_rng(3).normal(0, 20, (4000, 3))
    costs = -special.log_softmax(special.softmax(z, axis=1), axis=1)[:, TRUE]
    assert costs.min() >= FLOOR - 1e-12


@pytest.mark.parametrize("lead", [-10.0, -5.0, 0.0, 0.7, 10.0])
def test_cost_and_pull_of_two_softmaxes(lead):
    view = Twice(DIE, lead)
    z = np.array([0.0, lead, 0.0])

    def twice(at):
        return -special.log_softmax(special.softmax(at))[TRUE]

    assert view.costs[1] == pytest.approx(twice(z), rel=1e-12)
    assert view.costs[0] == pytest.approx(-special.log_softmax(z)[TRUE], rel=1e-9)
    step = np.array([0.0, 1e-5, 0.0])
    assert view.pulls[1] == pytest.approx(-(twice(z + step) - twice(z - step)) / 2e-5, abs=1e-8)
    assert view.pulls[0] == pytest.approx(1 - special.softmax(z)[TRUE], rel=1e-9)
    moves(twice_figures.twice, view, "lead", "lead")


def test_the_words_of_two_softmaxes():
    said = say_twice.twice_sentence(Twice(DIE, -5.0))
    # p = e^-5 / (e^-5 + 2) = 0.003358; -log p = 5.696
    assert "Lead of Chinstrap −5.0. One softmax: p = 0.00336, cost 5.70, pull 0.997." in said
    assert "down to 0.551" in said
    for lead in np.arange(-100, 101) / 10:
        there = say_twice.twice_sentence(Twice(DIE, lead))
        once, two = re.findall(r"cost (\S+), pull (\S+)\.", there)
        assert float(two[0]) > 0.551  # what is said of it is seen on screen, too
        assert float(once[1]) < 1
    assert "log(1 + 2/e) = 0.551" in say_twice.who_applies_it()
