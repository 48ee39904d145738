"""Shared targets: cost, pulls, floor; the figure and its grips; the words."""

import re
from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize, special, stats

from lossviz.figures import soft_targets as figures
from lossviz.figures.live import LiveFigure
from lossviz.multiclass.soft_targets import (
    RAW,
    SAME,
    TARGETS,
    SoftTarget,
    matching,
    penguin_counts,
)
from lossviz.ui.picked import DIE_LOSS
from lossviz.words import soft_targets as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import track_errors
from tests.unit.sum_checks import sum_errors

DIE = DIE_LOSS.at()
PLACES = [(0.0, 0.0, 0.0), (-6.0, 6.0, -6.0), (6.0, -6.0, 6.0), (1.3, -0.7, 2.2)]


def view(aim: str, *at: float) -> SoftTarget:
    return SoftTarget(DIE, aim, *map(float, at))


def live(one: SoftTarget) -> LiveFigure:
    return figures.soft_target(one, ("sa", "sc", "sg"))


def test_the_penguins_are_counted():
    # Gorman, Williams & Fraser 2014: 152 Adelie, 68 Chinstrap, 124 Gentoo
    assert penguin_counts().tolist() == [152, 68, 124]


@pytest.mark.parametrize("aim", TARGETS)
@pytest.mark.parametrize("at", PLACES)
def test_cost_pulls_and_floor(aim, at):
    one, t, z = view(aim, *at), np.array(TARGETS[aim]), np.array(at)
    cross = -(t * special.log_softmax(z)).sum()
    assert one.cost == pytest.approx(cross, rel=1e-9)
    np.testing.assert_allclose(one.pulls, t - special.softmax(z), atol=1e-12)
    assert abs(one.pulls.sum()) < 1e-14
    slope = optimize.approx_fprime(z, lambda x: -(t * special.log_softmax(x)).sum(), 1e-7)
    np.testing.assert_allclose(one.pulls, -slope, atol=1e-6)
    assert one.floor == pytest.approx(stats.entropy(t), abs=1e-12)
    assert one.excess == pytest.approx(stats.entropy(t, special.softmax(z)), abs=1e-9)


def test_the_floors_of_the_lesson():
    assert round(view("smoothed", 0, 0, 0).floor, 3) == 0.291  # smoothing 0.1, three classes
    assert round(view("penguins", 0, 0, 0).floor, 4) == 1.0492  # shares 0.442, 0.198, 0.360


@pytest.mark.parametrize("aim", TARGETS)
def test_the_matching_logits(aim):
    logits = matching(aim)
    assert all(RAW.includes(z) for z in logits)
    one = view(aim, *(float(f"{z:.6g}") for z in logits))
    if one.within_reach:
        assert one.excess < SAME
        assert "The forecast is the target" in say.soft_sentence(one)
    else:
        np.testing.assert_allclose(one.p, one.target, atol=2e-5)
        assert one.excess > 0


@pytest.mark.parametrize("aim", TARGETS)
def test_the_figure_and_its_grips(aim):
    one = view(aim, *PLACES[3])
    shown = live(one)
    assert figure_errors(shown) == []
    assert trace_errors(shown) == []
    for k, (motion, field) in enumerate(zip(shown.motions, figures.KEYS, strict=True)):
        stops = motion.axis.stops
        assert len(stops) <= 122
        errors = track_errors(
            shown, motion, lambda s: live(replace(one, **{field: stops[s]})),  # noqa: B023
            [0, len(stops) // 2, len(stops) - 1],
        )  # fmt: skip
        assert errors == []
        at = motion.axis.nearest(PLACES[3][k])
        assert motion.handle.y[at] == pytest.approx(one.p[k])


@pytest.mark.parametrize("aim", TARGETS)
def test_floor_and_excess_as_written_add_up_in_sentence_and_figure(aim):
    for place in np.random.default_rng(4).uniform(-3, 3, (40, 3)):
        one = view(aim, *place)
        values = [stats.entropy(one.target), stats.entropy(one.target, one.p)]
        said = re.match(r"Cost (\S+) nats = floor (\S+) \+ excess (\S+)\. ", say.soft_sentence(one))
        cost, *parts = said.groups()
        if values[0] == 0:
            assert (parts[0], parts[1]) == ("0", cost)
        else:
            assert sum_errors(parts, cost, values) == []
        drawn = {t["name"]: t["text"][0] for t in figures.cost_traces(one) if "text" in t}
        assert drawn["cost"] == f"cost {cost}"
        assert [drawn["floor, written"], drawn["excess, written"]] == [
            f"floor {parts[0]}", f"excess {parts[1]}",
        ]  # fmt: skip


def test_the_words():
    # target 0, 2/3, 1/3 and equal shares: log 3 = 1.10; entropy of the target 0.637
    said = say.soft_sentence(view("experts", 0, 0, 0))
    assert "Cost 1.099 nats = floor 0.637 + excess 0.462." in said
    assert "Adelie −0.333, Chinstrap +0.333, Gentoo" in said
    assert "finite logits stay above it" in say.where_the_floor_is(view("experts", 0, 0, 0))
    assert "0.933" in say.where_the_floor_is(view("smoothed", 0, 0, 0))
    # 1.0986 - 0.2911 = 0.8075: the numbers as they are written add up
    smoothed = say.soft_sentence(view("smoothed", 0, 0, 0))
    assert "Cost 1.0986 nats = floor 0.2911 + excess 0.8075." in smoothed
    assert say.nats(0.00012) == "0.0001"
    assert "floor 0 + excess" in say.soft_sentence(view("one", 0, 0, 0))
