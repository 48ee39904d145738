"""The largest stable rate: pinned numbers, the path off the map, figure, words."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize

from lossviz.data.problems import LINE_PROBLEMS
from lossviz.figures import stable_rate as figures
from lossviz.figures.live import LiveFigure
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.scaling import RAW, SCALED, prepared
from lossviz.surfaces.stable_rate import RATES, StableRate, rate_sweep
from lossviz.ui.picked import SQUARED
from lossviz.words import stable_rate as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors


def view(rate: float, how: str = RAW) -> StableRate:
    return StableRate(
        LineHill(SQUARED.at(), prepared(LINE_PROBLEMS["hubble"], how)), RATES[how], rate
    )


def live(one: StableRate, revealed: bool = True) -> LiveFigure:
    return figures.stable_rate(one, "pace", revealed=revealed)


def test_the_pinned_numbers():
    # a plain loop over the 24 nebulae from (373, 0), see test_curvature
    assert [float(view(rate).needed) for rate in (0.45, 0.48, 0.495)] == [14, 30, np.inf]
    assert round(view(0.1).bowl.limit, 3) == 0.492
    assert float(view(0.5, SCALED).needed) == 1
    np.testing.assert_allclose(view(0.5, SCALED).path[1], view(0.5, SCALED).bowl.lowest, rtol=1e-12)
    assert view(0.5, SCALED).bowl.limit == pytest.approx(1, rel=1e-12)


@pytest.mark.parametrize("how", [RAW, SCALED])
def test_no_stable_path_leaves_the_map_and_an_unstable_one_says_where(how):
    one = view(0.1, how)
    sweep = rate_sweep(one, "pace", "rate")
    room = one.room

    def spare(place):
        return min(*(place - [room.a.low, room.b.low]), *([room.a.high, room.b.high] - place))

    for k, rate in enumerate(sweep.axis.stops):
        here = sweep.at(k)
        inside = [room.holds(a, b) for a, b in here.path]
        if rate < one.bowl.limit:
            assert all(inside)
        if all(inside):
            assert np.isnan(here.gone)
            assert np.isnan(here.leaves).all()
            continue
        step = inside.index(False)
        assert here.gone == step
        start, end = here.path[step - 1 : step + 1]
        part = optimize.brentq(lambda t: spare(start + t * (end - start)), 0, 1)  # noqa: B023
        np.testing.assert_allclose(here.leaves, start + part * (end - start), atol=1e-6)


@pytest.mark.parametrize(
    ("rate", "how", "revealed"),
    [(0.1, RAW, False), (0.45, RAW, True), (0.6, RAW, True), (0.5, SCALED, True)],
)
def test_the_figure_and_its_hand(rate, how, revealed):
    one = view(rate, how)
    shown = live(one, revealed)
    assert figure_errors(shown) == []
    assert trace_errors(shown) == []
    (motion,) = shown.motions
    stops = motion.axis.stops
    assert len(stops) <= 121
    some = [0, motion.axis.nearest(one.bowl.limit), len(stops) // 2, len(stops) - 1]
    errors = track_errors(
        shown, motion, lambda k: live(replace(one, rate=float(stops[k])), revealed), some
    )
    assert errors == []
    assert message_bytes(motion.track()) < 700_000
    drawn = {trace.name for trace in shown.figures[1].data}
    assert ("limit" in drawn) == revealed


@pytest.mark.parametrize(("rate", "last"), [(0.1, 100), (0.6, 5), (0.505, 27)])
def test_the_path_ends_where_the_words_say_that_it_is_off_the_map(rate, last):
    one = view(rate)
    drawn = {trace.name: trace for trace in live(one).figures[0].data}["the path"]
    assert np.flatnonzero(np.isfinite(drawn.x))[-1] == last
    inside = [one.room.holds(a, b) for a, b in one.path[: last + 1]]
    assert inside == [True] * last + [last == 100]


def test_the_curve_ends_at_the_limit():
    one = view(0.1)
    rates, steps = one.curve
    assert np.isfinite(steps[rates < one.bowl.limit]).all()
    assert np.isinf(steps[rates > one.bowl.limit]).all()
    by_one = [float(view(float(rate)).needed) for rate in rates[::40]]
    np.testing.assert_array_equal(steps[::40], by_one)


LIMIT = "The limit is 2 / λmax = 2 / 4.067 = 0.492."


@pytest.mark.parametrize(
    ("rate", "how", "parts"),
    [
        (0.01, RAW, ["Learning rate 0.01: 635 steps until", "No step overshoots.", LIMIT]),
        # 1 - 0.45 x 4.0671 = -0.8302; 1 - 0.25 x 4.0671 = -0.0168
        (0.45, RAW, ["0.45: 14 steps", "It zigzags", "the valley, 17 % less far than", LIMIT]),
        (0.25, RAW, ["overshoots the valley, 0.017 times as far as the one before"]),
        # 0.495 x 4.0671 - 1 = 1.0132
        (0.495, RAW, ["explodes", "valley, 1.3 % farther", "after 100 steps the path is still"]),
        (0.6, RAW, ["valley, 44 % farther than the one before; 5 steps and the path", LIMIT]),
        (0.5, SCALED, ["0.5: 1 step until", "round", "lands on the lowest place", "2 / 2 = 1."]),
        (0.49, SCALED, ["1 step until", "No step overshoots."]),
        (0.6, SCALED, ["2 steps", "Each step overshoots the lowest place, 0.20 times as far"]),
        (1.0, SCALED, ["exactly as much as it was off", "limit, 2 / λmax = 2 / 2 = 1."]),
        (1.2, SCALED, ["explodes", "the lowest place, 40 % farther", "2 steps and the path is"]),
    ],
)  # fmt: skip
def test_the_words(rate, how, parts):
    said = say.rate_sentence(view(rate, how))
    for part in parts:
        assert part in said


def test_the_limit_is_kept_until_something_is_tried():
    assert "limit" not in say.rate_sentence(view(0.1), revealed=False)
    assert "63 steps" in say.rate_sentence(view(0.1), revealed=False)
    assert LIMIT in say.rate_sentence(view(0.55), revealed=False)  # the hand has passed it
    assert "limit" not in live(view(0.1), revealed=False).alt


@pytest.mark.parametrize(("rate", "needed"), [(0.45, 14), (0.48, 30), (0.6, np.nan)])
def test_the_dot_and_the_limit_stand_where_their_numbers_are(rate, needed):
    drawn = {trace.name: trace for trace in live(view(rate)).figures[1].data}
    at = drawn["steps at this rate"]
    np.testing.assert_allclose([at.x[0], 10 ** at.y[0]], [rate, needed], rtol=1e-12)
    ticks = live(view(rate)).figures[1].layout.yaxis
    assert [round(10**one) for one in ticks.tickvals] == [
        int(text.replace(",", "")) for text in ticks.ticktext
    ]
    np.testing.assert_allclose(drawn["limit"].x, 0.49175, atol=1e-5)


@pytest.mark.parametrize("how", [RAW, SCALED])
def test_the_line_in_the_hand_crosses_no_name(how: str) -> None:
    shown = live(view(RATES[how].high, how))
    drawn = {trace.name: trace for trace in shown.figures[1].data}
    top = max(drawn["learning rate"].y)
    assert all(y >= top for y in drawn["names"].y)
    assert all("top" in where for where in drawn["names"].textposition)
