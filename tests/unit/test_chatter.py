"""Descent on kinks: constant rates hop at a height in proportion, falling ones come to rest."""

import itertools
from fractions import Fraction

import numpy as np
import pytest

from lossviz.data.problems import LINE_PROBLEMS
from lossviz.figures.chatter import chatter
from lossviz.losses.absolute_error import LOSS as ABSOLUTE
from lossviz.surfaces.chatter import LAST, RATES, START, STEPS, Chatter, rates
from lossviz.surfaces.line_hill import LineHill
from lossviz.words import chatter as say
from lossviz.words import number
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

HUBBLE = LINE_PROBLEMS["hubble"]
HILL = LineHill(ABSOLUTE.at(), HUBBLE)
SWEEP = Chatter(HILL, 20.0).through(rate=np.array([4.0, 20.0, 50.0, 100.0]))
HALF = Chatter(HILL, 20.0).through(rate=np.array([2.0, 10.0, 25.0, 50.0]))


def walked(rate: float, power: float) -> np.ndarray:
    """Heights above the lowest, step by step, by the rule as it is written in books."""
    a, b = START
    heights = []
    for step in range(STEPS + 1):
        if step:
            side = np.sign(HUBBLE.y - a - b * HUBBLE.x)
            each = rate / step**power / 24
            a, b = a + each * side.sum(), b + each * (side * HUBBLE.x).sum()
        heights.append(np.abs(HUBBLE.y - a - b * HUBBLE.x).mean())
    # the lowest line touches NGC 5055 (1.1 Mpc, 450 km/s) and NGC 4472 (2 Mpc, 850 km/s)
    slope = 400 / 0.9
    lowest = np.abs(HUBBLE.y - (850 - 2 * slope) - slope * HUBBLE.x).mean()
    return np.array(heights) - lowest


def test_the_walks_follow_the_rule() -> None:
    for k, power in enumerate((0.0, 0.5, 1.0)):
        # rounding decides on which side of a nebula a line is that touches it: compare the start
        own = walked(20.0, power)
        assert SWEEP.excess[1, k, :12] == pytest.approx(own[:12], abs=1e-8)
        assert SWEEP.heights[1, k] == pytest.approx(own[-LAST:].mean(), rel=0.1)
    assert SWEEP.half_height[1] == pytest.approx(walked(10.0, 0.0)[-LAST:].mean(), rel=0.1)


def test_the_slope_at_a_kink_is_taken_as_0() -> None:
    one = ABSOLUTE.at()
    assert one.grad(np.array([5.0]), np.array([5.0])).tolist() == [0.0]


def test_twice_the_rate_hops_about_twice_as_high_and_never_rests() -> None:
    batch = Chatter(HILL, 20.0).through(rate=rates(20.0))
    ratio = batch.heights[:, 0] / batch.half_height
    assert np.all((ratio > 1.6) & (ratio < 2.5))
    assert np.all(np.ptp(batch.tail[:, 0], axis=-1) > 0.01)


def test_a_falling_rate_ends_lower_unless_it_is_too_small_to_arrive() -> None:
    # 4.51 and 14.3 km/s above: still on the way; rate 100: 0.026 and 0.0014 against 0.47
    assert SWEEP.heights[0, 1:] == pytest.approx([4.51, 14.3], rel=0.01)
    assert SWEEP.heights[3] == pytest.approx([0.473, 0.0262, 0.0014], rel=0.02)


def test_what_moves_is_what_is_drawn() -> None:
    live = chatter(Chatter(HILL, 20.0), "rate")
    assert live.table is not None
    assert live.table.columns[1] == "constant rate: above the lowest (km/s)"
    assert figure_errors(live) == []
    assert trace_errors(live) == []
    (motion,) = live.motions
    stops = motion.axis.stops
    assert RATES.includes(stops)

    def at(k: int):
        return chatter(Chatter(HILL, float(stops[k])), "rate")

    assert track_errors(live, motion, at, [0, 11, len(stops) - 1]) == []
    assert message_bytes(motion.track()) < 250_000


def test_the_last_places_are_on_the_map() -> None:
    path = SWEEP.path[:, 0, -LAST:]
    assert SWEEP.room.a.includes(path[..., 0])
    assert SWEEP.room.b.includes(path[..., 1])


def test_words_say_what_the_walks_did() -> None:
    for k in range(4):
        one = SWEEP.at(k)
        said = say.chatter_sentence(one)
        tail = one.excess[0, -LAST:]
        low, high, mean = (number(float(v)) for v in (tail.min(), tail.max(), tail.mean()))
        assert f"hops between {low} and {high} km/s above the lowest place, {mean} on" in said
        ends = [number(float(v)) for v in one.excess[1:, -LAST:].mean(axis=-1)]
        half = number(float(HALF.excess[k, 0, -LAST:].mean()))
        assert said.endswith(
            f"At half that rate the average is {half} km/s, with rate / √step {ends[0]} km/s, with"
            f" rate / step {ends[1]} km/s."
        )
    assert "hops between 0.0166 and 0.395 km/s" in say.chatter_sentence(SWEEP.at(1))
    assert "0.0978 on average" in say.chatter_sentence(SWEEP.at(1))
    assert "Over the last 100 of 400 steps the walk at the constant rate 20 hops" in \
        say.chatter_sentence(SWEEP.at(1))  # fmt: skip
    assert "At half that rate the average is 0.0489 km/s" in say.chatter_sentence(SWEEP.at(1))


def test_the_gradient_does_not_fade_out() -> None:
    y, x = HUBBLE.y, HUBBLE.x
    # the lowest line touches NGC 5055 and NGC 4472: beside it each pulls up or down
    slope = Fraction(400) / Fraction("0.9")
    miss = [v - (850 - 2 * slope) - slope * d for v, d in
            ((Fraction(str(v)), Fraction(str(d))) for v, d in zip(y, x, strict=True))]  # fmt: skip
    on = np.array([one == 0 for one in miss])
    assert x[on].tolist() == [1.1, 2.0]
    side = np.array([float(np.sign(float(one))) for one in miss])
    sizes = []
    for near in itertools.product((-1, 1), repeat=2):
        side[on] = near
        sizes.append(np.hypot(side.mean(), (side * x).mean()))
    first = np.sign(y - 500 * x)
    expected = (np.hypot(first.mean(), (first * x).mean()), min(sizes))
    assert SWEEP.at(0).gradients == pytest.approx(expected)
    why = say.why(SWEEP.at(1))
    assert "its length is 0.376 at the start, and at least 0.0150 right beside the lowest" in why
    assert "0 is taken here" in why


def test_a_walk_that_rests_is_said_to_rest() -> None:
    one = Chatter(HILL, 20.0)
    vars(one)["excess"] = np.full((3, STEPS + 1), 0.25)
    assert (
        "at the constant rate 20 rests 0.250 km/s above the lowest place. At"
        in say.chatter_sentence(one)
    )
