"""Walks down a surface: every step against scipy, exact fractions and finite differences."""

from fractions import Fraction

import numpy as np
import pytest
from scipy import optimize

from lossviz.data.problems import LINE_PROBLEMS
from lossviz.numerics import Interval
from lossviz.surfaces.height_map import Room
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.line_walk import Ends, LineWalk, end_sweep
from lossviz.surfaces.mean_loss import MeanLoss
from lossviz.surfaces.walk import Walk
from lossviz.ui.picked import ABSOLUTE, SQUARED

HUBBLE = LINE_PROBLEMS["hubble"]
HILL = LineHill(SQUARED.at(), HUBBLE)
CREASED = LineHill(ABSOLUTE.at(), HUBBLE, HILL.room)
X, Y = HUBBLE.x, HUBBLE.y


def test_the_walk_begins_flat_and_its_first_step_is_straight_up() -> None:
    # the mean velocity of Hubble's 24 nebulae; least squares; the rest by hand
    assert HILL.flat == (373.125, 0.0)
    slope, intercept = np.polyfit(X, Y, 1)
    assert HILL.best == pytest.approx((intercept, slope))
    assert HILL.best == pytest.approx((-40.8, 454), abs=0.5)
    assert HILL.seen.lowest == pytest.approx(np.mean((Y - intercept - slope * X) ** 2))
    assert HILL.seen.lowest == pytest.approx(49_727, abs=0.5)
    walk = LineWalk(HILL.surface, 373.125, 0.0, 0.1, 0, 80)
    pull = 2 * np.mean((Y - 373.125) * X)  # minus the slope of the MSE, without 1/2
    assert walk.pull == pytest.approx([0, pull], abs=1e-9)
    assert walk.ahead == pytest.approx([373.125, 0.1 * pull])
    assert walk.path[1] == pytest.approx(walk.ahead)
    assert walk.loss_ahead == pytest.approx(np.mean((Y - 373.125 - 0.1 * pull * X) ** 2))


@pytest.mark.parametrize("hill", [HILL, CREASED], ids=["squares", "distances"])
def test_the_pull_is_minus_the_slope_of_the_mean_loss(hill: LineHill) -> None:
    places = np.random.default_rng(8).uniform((-600, -150), (500, 1000), (20, 2))
    walk = LineWalk(hill.surface, places[:, 0], places[:, 1], 0.1, np.zeros(20), 0)
    for place, pull in zip(places, walk.pull, strict=True):
        slope = optimize.approx_fprime(place, lambda t: float(hill.surface.mean(*t)), 1e-4)
        assert pull == pytest.approx(-slope, abs=2e-3 * max(1, np.abs(slope).max()))


def test_three_steps_in_exact_arithmetic() -> None:
    x, y = [0, 1, 3], [1, 2, 7]
    a, b, rate = Fraction(0), Fraction(0), Fraction(1, 10)
    for _step in range(3):
        misses = [q - a - b * p for p, q in zip(x, y, strict=True)]
        da = Fraction(-2, 3) * sum(misses)
        db = Fraction(-2, 3) * sum(m * p for m, p in zip(misses, x, strict=True))
        a, b = a - rate * da, b - rate * db
    surface = MeanLoss(SQUARED.at(), np.array(x, float), np.array(y, float))
    walk = Walk(surface, 0.0, 0.0, 0.1, 3, 5)
    assert walk.place == pytest.approx([float(a), float(b)], rel=1e-14)
    assert np.isnan(walk.trail[4:]).all()
    assert not np.isnan(walk.trail[:4]).any()


def test_a_sweep_is_its_single_walks() -> None:
    walk = LineWalk(HILL.surface, 373.125, 0.0, 0.1, 5, 20)
    rates = np.array([0.05, 0.3, 0.6])
    swept = walk.through(rate=rates)
    for k, rate in enumerate(rates):
        alone = LineWalk(HILL.surface, 373.125, 0.0, float(rate), 5, 20)
        for name in ("path", "losses", "trail", "place", "loss", "pull", "ahead", "loss_ahead"):
            assert getattr(swept.at(k), name) == pytest.approx(getattr(alone, name), nan_ok=True)


def test_no_rate_of_the_scene_leads_to_what_is_no_number() -> None:
    room = HILL.room
    for a in (room.a.low, room.a.high):
        for b in (room.b.low, room.b.high):
            for hill, rate in ((HILL, 0.6), (CREASED, 600.0)):
                walk = LineWalk(hill.surface, a, b, rate, 80, 80)
                assert np.isfinite(walk.path).all()
                assert np.isfinite(walk.loss_ahead)


def test_the_map_has_the_best_line_in_its_middle_and_the_flat_one_well_inside() -> None:
    room = HILL.room
    for side, best, flat in zip((room.a, room.b), HILL.best, HILL.flat, strict=True):
        span = side.high - side.low
        assert (best - side.low) / span == pytest.approx(0.5, abs=0.03)
        assert min(flat - side.low, side.high - flat) > 0.1 * span
    assert CREASED.room is HILL.room


def test_an_end_of_the_line_moves_and_the_other_is_held() -> None:
    for side, place in ((0, (373.125, 0.0)), (1, (100.0, 300.0)), (0, (-600.0, 1000.0))):
        walk = LineWalk(HILL.surface, *place, 0.1, 7, 20)
        frame, room = HILL.frame, HILL.room
        ends = Ends.of(*walk.place.tolist(), frame)
        sweep = end_sweep(walk, room, frame, side, ("end", "End"))
        assert sweep is not None
        batch, stops = sweep.batch, sweep.axis.stops
        held, now = (ends.right, ends.left) if side == 0 else (ends.left, ends.right)
        k = sweep.axis.nearest(now)
        # there and back: the walk as it was
        assert (batch.a[k], batch.b[k], batch.step[k]) == (*place, 7)
        others = np.arange(len(stops)) != k
        assert (batch.step[others] == 0).all()
        left = batch.a + batch.b * frame.left_x
        right = batch.a + batch.b * frame.right_x
        moved, still = (left, right) if side == 0 else (right, left)
        assert moved[others] == pytest.approx(stops[others])
        assert still[others] == pytest.approx(held)
        assert room.a.includes(np.round(batch.a, 9))
        assert room.b.includes(np.round(batch.b, 9))
        assert len(stops) <= 121


def test_an_end_cannot_be_held_where_the_line_is_off_the_map() -> None:
    walk = LineWalk(HILL.surface, 373.125, 0.0, 0.6, 40, 40)
    assert end_sweep(walk, HILL.room, HILL.frame, 0, ("end", "End")) is None
    inside = LineWalk(HILL.surface, 5.0, 5.0, 0.1, 0, 1)
    tight = Room(Interval(4.0, 6.0), Interval(4.0, 6.0))  # no round stop within: the one it has
    sweep = end_sweep(inside, tight, HILL.frame, 0, ("end", "End"))
    assert sweep is not None
    assert sweep.axis.stops.tolist() == [5.0]
