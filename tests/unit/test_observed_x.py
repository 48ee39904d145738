"""Along an observed x: the stops of the hand, how they are written, where the controls begin."""

from dataclasses import replace

import numpy as np
import pytest

from lossviz.data.problems import LINE_PROBLEMS
from lossviz.likelihood.along_x import CLASS_PROBLEMS, ClassesAlongX, class_sweep
from lossviz.likelihood.observed_x import decimals_in, x_range, x_stops
from lossviz.likelihood.on_a_line import HillOnALine, at_sweep
from lossviz.noise import gaussian
from lossviz.sweeps import MOST_STOPS
from lossviz.ui.controls import parse, settle
from lossviz.ui.specs import likelihood_noises as spec
from lossviz.ui.specs.maximum_likelihood import PAGE
from lossviz.words import observed_x as say


def test_stops_have_every_observed_x() -> None:
    for x in [LINE_PROBLEMS[on].x for on in spec.LINES] + [p.x for p in CLASS_PROBLEMS.values()]:
        room = x_range(x)
        for at in (room.low, room.high, float(x.mean())):
            stops = x_stops(x, at)
            assert set(x) <= set(stops)
            assert at in stops
            assert len(stops) <= MOST_STOPS + 1
            assert np.all(np.diff(stops) > 0)


def test_stops_are_written_in_as_many_decimals_as_they_need() -> None:
    for stops, decimals in (
        ([1950.0, 1961.0, 1973.0], 0), ([1950.0, 1950.2, 1951.0], 1), ([0.0, 0.032, 0.5], 3),
        ([-0.25, 0.0], 2), ([0.1 + 0.2, 0.4], 1), ([1 / 3], 6),
    ):  # fmt: skip
        assert decimals_in(np.array(stops)) == decimals


def test_whole_stops_have_no_decimals() -> None:
    years = replace(LINE_PROBLEMS["phones"], x=1800.0 + 3 * np.arange(24.0))
    for problem, at, decimals in (
        (years, 1812.0, 0),  # observed in 1812, and every stop a year
        (years, 1812.5, 1),
        (LINE_PROBLEMS["phones"], 1961.0, 1),  # 1961.2 is a stop as well
        (LINE_PROBLEMS["hubble"], 0.9, 3),  # observed at 0.032 Mpc
    ):
        axis = at_sweep(HillOnALine(problem, gaussian(), at), "x").axis
        assert axis.decimals == decimals
        for stop in axis.stops:
            assert float(f"{stop:.{axis.decimals}f}") == pytest.approx(stop, abs=1e-6)
    for key, at, decimals in (("orings", 70.0, 1), ("penguins", 197.0, 1)):
        axis = class_sweep(ClassesAlongX(CLASS_PROBLEMS[key], at), "x").axis
        assert axis.decimals == decimals


def test_lists_in_words() -> None:
    assert say.listed(["a"]) == "a"
    assert say.listed(["a", "b", "c"]) == "a, b and c"
    assert say.where(LINE_PROBLEMS["hubble"], 0.9) == "at 0.9 Mpc"
    assert say.where(LINE_PROBLEMS["phones"], 1964.0) == "at year 1964"


def test_the_controls_follow_the_data() -> None:
    values, _notices = parse(PAGE, {"lift": ["100"]})
    assert (values["task"], values["on"], values["x"]) == ("line", "hubble", 0.9)
    phones = settle(PAGE, {**values, "on": "phones"}, "on")
    assert (phones["x"], phones["lift"]) == (1961.0, 0.0)
    classes = settle(PAGE, {**values, "task": "classes"}, "task")
    assert classes["x"] == 70.0
    penguins = settle(PAGE, {**classes, "seen": "penguins"}, "seen")
    assert penguins["x"] == 197.0
    _values, notices = parse(PAGE, {"task": ["classes"], "x": ["0.9"]})
    assert len(notices) == 1
