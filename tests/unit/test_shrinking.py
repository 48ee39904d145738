"""The two axes of the bowl of Hubble's line: factors by descent, formula, figure, words."""

import re
from dataclasses import replace

import numpy as np
import pytest

from lossviz.data.problems import LINE_PROBLEMS
from lossviz.figures import shrinking as figures
from lossviz.figures.contour_map import kept
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.scaling import RAW
from lossviz.surfaces.shrinking import STEPS, Shrinking
from lossviz.surfaces.stable_rate import RATES
from lossviz.ui.picked import SQUARED
from lossviz.words import shrinking as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

HUBBLE = LineHill(SQUARED.at(), LINE_PROBLEMS["hubble"])


def view(rate: float) -> Shrinking:
    return Shrinking(HUBBLE, rate)


def live(one: Shrinking):
    return figures.shrinking(one, RATES[RAW], "hessianrate")


@pytest.mark.parametrize("rate", [0.01, 0.3, 0.6])
def test_what_is_left_is_measured_on_a_walk_row_by_row(rate):
    one, problem = view(rate), LINE_PROBLEMS["hubble"]
    rows = np.column_stack([np.ones(24), problem.x])
    best = np.linalg.lstsq(rows, problem.y, rcond=None)[0]
    _values, vectors = np.linalg.eigh(rows.T @ rows)
    theta = np.array([problem.y.mean(), 0.0])
    first = np.abs(vectors.T @ (theta - best))[::-1]
    for step in range(STEPS + 1):
        left = np.abs(vectors.T @ (theta - best))[::-1] / first
        np.testing.assert_allclose(one.left[:, step], left, rtol=1e-6, atol=1e-9)
        theta = theta + rate * 2 * rows.T @ (problem.y - rows @ theta) / 24


def test_the_tips_and_the_start_lie_on_one_contour():
    one = view(0.3)
    places = [*one.tips.reshape(-1, 2), HUBBLE.flat, *one.ring]
    heights = [float(HUBBLE.surface.mean(*place)) for place in places]
    np.testing.assert_allclose(heights, heights[0], rtol=1e-9)
    assert all(one.seen.room.holds(*place) for place in places)


def test_no_rate_does_better_by_the_slower_axis():
    one = view(0.3)
    rates = np.linspace(0.01, 0.6, 2001)
    slower = np.abs(one.through(rate=rates).factors).max(axis=-1)
    assert rates[slower.argmin()] == pytest.approx(one.best_rate, abs=3e-4)
    best = np.abs(view(one.best_rate).factors)
    # (10.356 - 1) / (10.356 + 1) = 0.8239
    np.testing.assert_allclose(best, 9.356343 / 11.356343, rtol=1e-6)


def test_the_curvature_does_not_see_y():
    problem = LINE_PROBLEMS["hubble"]
    other = replace(problem, y=problem.y[::-1] ** 2 - 7)
    moved = Shrinking(LineHill(SQUARED.at(), other), 0.3)
    np.testing.assert_array_equal(moved.bowl.hessian, view(0.3).bowl.hessian)
    assert "does not see y" in say.no_y(problem.nouns)


@pytest.mark.parametrize("rate", [0.01, 0.3, 0.6])
def test_the_figure_and_its_hand(rate):
    one = view(rate)
    shown = live(one)
    assert figure_errors(shown) == []
    assert trace_errors(shown) == []
    (motion,) = shown.motions
    stops = motion.axis.stops
    errors = track_errors(
        shown, motion, lambda k: live(replace(one, rate=float(stops[k]))), [0, 40, len(stops) - 1]
    )
    assert errors == []
    assert message_bytes(motion.track()) < 700_000


def test_the_words_and_the_formula():
    # numpy on the 24 nebulae: mean of x 0.91138, of its square 1.22991
    formula = say.hessian_tex(view(0.3).bowl)
    assert r"2 & 1.823 \\ 1.823 & 2.46" in formula
    for part in ("= 4.067", "= 0.3927", "= 10.4"):
        assert part in formula
    said = say.shrinking_sentence(view(0.3))
    # 1 - 0.3 x 4.0671 and 1 - 0.3 x 0.39272
    assert "1 − 0.3 × 4.0671 = −0.220, along the gentle axis by 1 − 0.3 × 0.39272 = 0.882." in said
    verdicts = {
        0.01: "The gentle axis is the slow one", 0.3: "The gentle axis is the slow one",
        view(0.3).best_rate: "Both errors shrink alike", 0.48: "changes sides at every step",
        0.49175: "is at its limit", 0.495: "grows without end", 0.6: "grows without end",
    }  # fmt: skip
    for rate, part in verdicts.items():
        assert part in say.shrinking_sentence(view(rate))
    assert "3.22 times as long" in say.best_sentence(view(0.3))  # the root of 10.356
    assert "2 / (λmax + λmin) = 0.448" in say.best_sentence(view(0.3))  # 2 / 4.45982


def test_a_curve_starts_at_1_and_falls_by_its_factor():
    one = view(0.3)
    for k, trace in enumerate(live(one).figures[1].data):
        assert trace.y[0] == 0  # log10
        assert 10 ** trace.y[2] == pytest.approx(float(one.factors[k]) ** 2)


def test_the_multiplications_on_screen_come_out_at_every_stop():
    (motion,) = live(view(0.3)).motions
    for rate in motion.axis.stops:
        said = say.shrinking_sentence(view(float(rate))).replace("−", "-")
        products = re.findall(r"1 - ([\d.]+) × ([\d.]+) = (-?[\d.]+\d)", said)
        assert len(products) == 2
        for step, curvature, factor in products:
            assert float(factor) == float(f"{1 - float(step) * float(curvature):.2e}")


def test_an_exploding_path_leaves_the_drawing_the_way_its_step_goes():
    rates = np.array([0.495, 0.52, 0.6])
    one = view(0.3).through(rate=rates)
    room = one.seen.room
    for k in range(len(rates)):
        drawn, path = kept(one.path[k], room), one.path[k]
        last = int(np.flatnonzero(~np.isnan(drawn[:, 0]))[-1])
        np.testing.assert_array_equal(drawn[:last], path[:last])
        shown, step = drawn[last] - path[last - 1], path[last] - path[last - 1]
        assert shown[0] * step[1] == pytest.approx(shown[1] * step[0])
        assert 0 < shown[0] / step[0] <= 1
        assert np.isnan(drawn[last + 1 :]).all()
    # across only, then up only, from one far place, with what is no number
    for trail in ([[0, 0], [1e300, 0]], [[0, 0], [0, -1e300]], [[1e9, 1e9]], [[0, 0], [np.inf, 5]]):
        end = kept(np.array(trail, dtype=float), room)[-1]
        assert -4950 <= end[0] <= 4850
        assert -3820 <= end[1] <= 4720
        assert (end == 0).sum() == trail[-1].count(0)
