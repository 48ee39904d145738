"""One nebula in the hand: the bowl slides, a crease moves, the lowest place of creases waits."""

import re

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import optimize

from lossviz.data.problems import LINE_PROBLEMS
from lossviz.figures.nebula import data_traces, nebula
from lossviz.losses.absolute_error import LOSS as ABSOLUTE
from lossviz.losses.squared_error import LOSS as SQUARED
from lossviz.surfaces.mean_loss import MeanLoss
from lossviz.surfaces.nebula import RINGS, VELOCITIES, Nebula, crease_in, velocities
from lossviz.words import nebula as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

HUBBLE = LINE_PROBLEMS["hubble"]
ROWS = (0, 2, 16, 21, 23)  # near, slow, on its line as measured twice, the farthest


def view(row: int = 23, velocity: float | None = None) -> Nebula:
    at = float(HUBBLE.y[row]) if velocity is None else velocity
    return Nebula(SQUARED.at(), ABSOLUTE.at(), HUBBLE, row, at)


def moved_y(one: Nebula) -> np.ndarray:
    y = HUBBLE.y.copy()
    y[one.row] = one.velocity
    return y


def lowest_mean_miss(y: np.ndarray) -> float:
    """The smallest mean of |y - a - b x|, by a linear program of scipy."""
    n = len(y)
    design = np.column_stack([np.ones(n), HUBBLE.x, np.eye(n), -np.eye(n)])
    cost = np.concatenate([np.zeros(2), np.full(2 * n, 1 / n)])
    bounds = [(None, None)] * 2 + [(0, None)] * (2 * n)
    return float(optimize.linprog(cost, A_eq=design, b_eq=y, bounds=bounds).fun)


@pytest.mark.parametrize("row", ROWS)
@pytest.mark.parametrize("velocity", [-1550.0, 120.0, 830.0, 2400.0])
def test_lowest_places_are_those_of_other_solvers(row: int, velocity: float) -> None:
    one = view(row, velocity)
    y = moved_y(one)
    ols = sm.OLS(y, sm.add_constant(HUBBLE.x)).fit()
    assert one.best[0] == pytest.approx(ols.params)
    assert one.lowest[0] == pytest.approx(np.mean(ols.resid**2))
    a, b = one.best[1]
    assert np.abs(y - a - b * HUBBLE.x).mean() == pytest.approx(lowest_mean_miss(y), rel=1e-9)
    assert one.lowest[1] == pytest.approx(lowest_mean_miss(y), rel=1e-9)


def test_the_curvature_does_not_see_y_and_the_bowl_keeps_its_shape() -> None:
    exact = 2 * np.array([[1, HUBBLE.x.mean()], [HUBBLE.x.mean(), (HUBBLE.x**2).mean()]])
    for one in (view(), view(23, 2400.0), view(0, -1550.0)):
        surface = MeanLoss(SQUARED.at(), HUBBLE.x, moved_y(one))
        assert surface.hessian(3.0, 4.0) == pytest.approx(exact)
        assert one.hessian == pytest.approx(exact)
    batch = view().through(velocity=np.linspace(VELOCITIES.low, VELOCITIES.high, 5))
    shape = batch.bowls - batch.best[:, None, None, 0]
    assert shape == pytest.approx(np.broadcast_to(shape[0], shape.shape), abs=1e-9)


def test_the_bowl_slides_in_proportion() -> None:
    x = HUBBLE.x
    for row in ROWS:
        # d slope / d y_i = (x_i - mean) / sum of squares about the mean; OLS in closed form
        slope = (x[row] - x.mean()) / ((x - x.mean()) ** 2).sum()
        each = np.array([1 / len(x) - x.mean() * slope, slope])
        for shift in (-500.0, 40.0, 1000.0):
            slid = view(row, float(HUBBLE.y[row]) + shift).slid[0]
            assert slid == pytest.approx(shift * each, rel=1e-9)


def test_curves_of_both_maps_are_at_the_height_they_say() -> None:
    for one in (view(), view(2, 2400.0), view(23, 830.0)):
        y = moved_y(one)
        for loss, curves, k in ((SQUARED, one.bowls, 0), (ABSOLUTE, one.creases_around, 1)):
            surface = MeanLoss(loss.at(), HUBBLE.x, y)
            height = surface.mean(curves[..., 0], curves[..., 1]) - one.lowest[k]
            expected = np.broadcast_to(RINGS[k][:, None], height.shape)
            assert height == pytest.approx(expected, rel=1e-9)
            assert one.room.a.includes(curves[..., 0])
            assert one.room.b.includes(curves[..., 1])


def test_a_crease_holds_the_lines_through_its_nebula_and_moves_in_intercept_only() -> None:
    one, other = view(23, 700.0), view(23, 750.0)
    for places, y in ((one.crease, 700.0), (other.crease, 750.0)):
        assert places[:, 0] + 2.0 * places[:, 1] == pytest.approx([y, y])
    # there the slope of the height jumps: by 2/n, once for each of its points
    surface = MeanLoss(ABSOLUTE.at(), HUBBLE.x, moved_y(one))
    a, b = one.crease.mean(axis=0)
    jump = surface.gradient(a + 1e-7, b) - surface.gradient(a - 1e-7, b)
    assert jump == pytest.approx(2 / 24 * np.array([1.0, 2.0]))
    inside = crease_in(one.room, HUBBLE.x, HUBBLE.y)
    seen = ~np.isnan(inside[:, 0, 0])
    assert one.room.a.includes(np.round(inside[seen][..., 0], 9))
    assert one.room.b.includes(np.round(inside[seen][..., 1], 9))
    # of the others all corners of the room are on one side
    far = crease_in(one.room, HUBBLE.x, np.full(24, 5000.0))
    corners = [(a, b) for a in (one.room.a.low, one.room.a.high)
               for b in (one.room.b.low, one.room.b.high)]  # fmt: skip
    assert np.isnan(far).all()
    assert all(a + b * x < 5000 for a, b in corners for x in HUBBLE.x)


def test_absolute_error_moves_only_while_its_line_touches_the_nebula() -> None:
    for row in ROWS:
        batch = view(row).through(velocity=np.arange(-1550.0, 2401.0, 25.0))
        touches = batch.residual[:, 1] == 0
        moves = np.abs(np.diff(batch.best[:, 1], axis=0)).max(axis=1) > 1e-6
        across = np.diff(np.sign(batch.residual[:, 1])) != 0
        assert not (moves & ~(touches[1:] | touches[:-1] | across)).any()
        assert batch.residual[0, 1] < 0 < batch.residual[-1, 1]


def test_the_trail_leads_from_the_measured_place_to_this_one() -> None:
    for row in ROWS:
        for velocity in (-1550.0, float(HUBBLE.y[row]), 90.0, 835.0, 2400.0):
            one = view(row, velocity)
            ends = one.trail[[0, -1]] if velocity > one.at_first else one.trail[[-1, 0]]
            assert ends == pytest.approx(np.array([one.measured.best[1], one.best[1]]), abs=1e-6)
            for place, at in zip(one.trail[1:-1], one.knots[0], strict=True):
                if min(velocity, one.at_first) < at < max(velocity, one.at_first):
                    assert place == pytest.approx(view(row, float(at)).best[1], abs=1e-6)


@pytest.mark.parametrize("row", [0, 23])
def test_what_moves_is_what_is_drawn(row: int) -> None:
    one = view(row, float(velocities(0.0, float(HUBBLE.y[row]))[10]))
    live = nebula(one, "velocity")
    assert figure_errors(live) == []
    assert trace_errors(live) == []
    (motion,) = live.motions
    stops = motion.axis.stops
    assert float(HUBBLE.y[row]) in stops

    def at(k: int):
        return nebula(view(row, float(stops[k])), "velocity")

    assert track_errors(live, motion, at, [0, 9, len(stops) // 2, len(stops) - 1]) == []
    assert message_bytes(motion.track()) < 700_000


def test_words_at_the_states_of_the_lesson() -> None:
    asked, told = say.nebula_sentence(view(), told=False), say.nebula_sentence(view())
    assert "The thick line in the map of absolute error is its crease: all lines through" in asked
    assert "what does either map do?" in asked
    assert "each nebula makes a crease: all lines through it." in told
    up = say.nebula_sentence(view(23, 2400.0))
    # 1310 km/s times 1/24 - mean(x) s and s = (2 - mean(x)) / sum((x - mean(x))^2)
    assert "moved by +1310 km/s" in up
    assert "slid in proportion: −81.0 km/s in intercept, +149 km/s per Mpc in slope." in up
    assert "moved with it and left the map; the lowest place of absolute error has not moved, and" \
        " farther out it stays too." in up  # fmt: skip
    down = say.nebula_sentence(view(23, -1550.0))
    assert (
        "absolute error moved by +61.1 and −55.6 while its line touched NGC 4649: farther" in down
    )
    through = say.nebula_sentence(view(23, 830.0))
    assert "and its line touches NGC 4649: only then can it follow." in through
    assert "has not moved: its line does not touch NGC 4649 yet." in say.nebula_sentence(
        view(23, 900.0)
    )


def test_every_clause_is_true_at_every_stop() -> None:
    for row in ROWS:
        start = view(row)
        for velocity in (*np.linspace(-1550, 2400, 9).tolist(), 60.0, 440.0, 460.0, 860.0):
            one = view(row, velocity)
            text = say.nebula_sentence(one)
            further = view(row, velocity + 300 * float(np.sign(one.shift)))
            stays = np.abs(further.best[1] - one.best[1]).max() < 1e-6
            if "farther out" in text:
                assert stays, (row, velocity)
            if "yet" in text:
                assert np.sign(one.residual[1]) == np.sign(start.residual[1]) != 0
            assert ("has not moved" in text) == (
                np.abs(one.best[1] - start.best[1]).max() < 1e-6 and one.shift != 0
            )
            assert ("touches NGC" in text or "touches S" in text) == (one.residual[1] == 0)
            assert "left the map" not in text or np.isnan(one.crease).all()


def test_absolute_error_has_one_lowest_place_wherever_any_nebula_is_dragged() -> None:
    """A mean of |y - a - b x| is lowest on a line through two of the points: try all of them."""
    one, other = np.array([(i, j) for i in range(24) for j in range(i)
                           if HUBBLE.x[i] != HUBBLE.x[j]]).T  # fmt: skip
    for row in range(24):
        stops = velocities(0.0, float(HUBBLE.y[row]))
        y = np.tile(HUBBLE.y, (len(stops), 1))
        y[:, row] = stops
        slope = (y[:, other] - y[:, one]) / (HUBBLE.x[other] - HUBBLE.x[one])
        start = y[:, one] - slope * HUBBLE.x[one]
        height = sum(np.abs(y[:, [k]] - start - slope * HUBBLE.x[k]) for k in range(24)) / 24
        as_low = height < height.min(axis=-1, keepdims=True) + 1e-9
        for places, now in ((start, 0), (slope, 1)):
            least = np.where(as_low, places, np.inf).min(axis=-1)
            assert np.where(as_low, places, -np.inf).max(axis=-1) == pytest.approx(least, abs=1e-6)
            batch = view(row).through(velocity=stops)
            assert batch.best[:, 1, now] == pytest.approx(least, abs=1e-5)
        assert not batch.several.any()


def test_the_names_of_the_lines_are_clear_of_the_ring() -> None:
    (names,) = (one for one in data_traces(view()) if one["mode"] == "text")
    assert names["text"] == ["\N{EN SPACE}Squared", "\N{EN SPACE}Absolute"]


def test_several_lowest_places_are_said() -> None:
    one = view(23, 2400.0)
    vars(one)["several"] = np.array(True)
    assert "several lines are now equally good" in say.nebula_sentence(one)
    assert not view(23, 2400.0).several


def test_the_shape_sentence_has_the_numbers_of_the_curvature() -> None:
    said = say.shape_sentence(view())
    # 2, 2 mean(x) and 2 mean(x^2) of Hubble's 24 distances
    for number in (2.0, 2 * HUBBLE.x.mean(), 2 * (HUBBLE.x**2).mean()):
        assert re.search(rf"\b{re.escape(f'{number:.3g}')}\b", said), number
    assert [RINGS[k][1:] / RINGS[k][:-1] for k in (0, 1)] == [pytest.approx([4, 4])] * 2
    assert "each next one inside a quarter as far." in said
    assert "Here there is one, whichever nebula you drag, and wherever to." in said
