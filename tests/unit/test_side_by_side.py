"""Losses side by side: the numbers at the cursor, the words, and what moves with it."""

import numpy as np
import pytest
from scipy import stats

from lossviz import LOSSES
from lossviz.core import Task
from lossviz.figures.live import patched
from lossviz.figures.side_by_side import side_by_side
from lossviz.surfaces.robust_width import robust_width
from lossviz.surfaces.side_by_side import CAP, Hill, SideBySide, grounds
from lossviz.ui.controls import parse
from lossviz.ui.specs.surfaces import PAGE
from lossviz.ui.specs.surfaces_side import (
    LABELS,
    ORDER,
    TOLERANCES,
    chosen,
    hill_of,
    side_view,
    with_tolerance,
)
from lossviz.words import side_by_side as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import differences

GROUNDS = grounds(LOSSES["absolute_error"].at())
FOUR = ("squared_error", "absolute_error", "huber", "tukey_biweight")


def view_of(ground: str, losses=FOUR, factor: float = 1.0, at=None) -> SideBySide:
    hills = tuple(hill_of(ground, key, factor) for key in losses)
    return SideBySide(hills, *(at or GROUNDS[ground].start))


def test_the_width_is_the_mad_about_the_line_of_absolute_error() -> None:
    # Hubble: the line of absolute error is (-38.9, 444.4); median |miss| / 0.6745 = 247.76 km/s. It
    # is rounded as it is told, so that 49,726 / 248^2 is the 0.809 that is shown
    ground = GROUNDS["hubble"]
    miss = ground.y + 350 / 9 - 4000 / 9 * ground.x
    assert np.median(np.abs(miss)) / stats.norm.ppf(0.75) == pytest.approx(247.76, abs=0.005)
    assert ground.width == 248
    assert "248 km/s" in say.unit_sentence(ground)
    assert "x: distance (Mpc). y: velocity (km/s)." in say.unit_sentence(ground)
    line = LOSSES["absolute_error"].at()
    assert robust_width(line, ground.x, 3 * ground.y) == 743  # 3 x 247.76 = 743.3


def test_of_many_lines_of_absolute_error_the_middle_one_gives_the_width() -> None:
    # the four corners, each through two nebulae: see test_minimisers
    slopes = [(high - low) / 1.1 for low in (150, 500) for high in (800, 850)]
    heights = [low - 0.9 * slope for low, slope in zip((150, 150, 500, 500), slopes, strict=True)]
    ground = GROUNDS["pairs"]
    miss = np.abs(ground.y - np.mean(heights) - np.mean(slopes) * ground.x)
    assert ground.width == round(np.median(miss) / stats.norm.ppf(0.75)) == 326
    assert "(the middle one, where several cost the same)" in say.unit_sentence(ground)


@pytest.mark.parametrize("ground", ["hubble", "phones", "orings"])
def test_heights_and_arrows_by_plain_broadcasting(ground: str) -> None:
    task = Task.BINARY if GROUNDS[ground].labels else Task.REGRESSION
    keys = tuple(key for key, loss in LOSSES.items() if loss.task is task)
    at = {"hubble": (120.0, 250.0), "phones": (31.0, 2.5), "orings": (1.3, -0.4)}[ground]
    view = view_of(ground, keys, at=at)
    g = view.ground
    for k, key in enumerate(keys):
        miss = g.y / g.width
        raw = (at[0] + at[1] * g.x) / g.width
        assert float(view.heights[k]) == pytest.approx(LOSSES[key].value(miss, raw).mean())
        for axis in (0, 1):
            step = 1e-6 * max(abs(at[axis]), 1.0)
            ends = [np.array(at), np.array(at)]
            ends[0][axis] -= step
            ends[1][axis] += step
            low, high = (float(view.hills[k].surface.mean(*end)) for end in ends)
            assert view.slopes[k, axis] == pytest.approx((high - low) / (2 * step), rel=1e-4)
    assert np.linalg.norm(view.downhill, axis=-1) == pytest.approx(np.ones(len(keys)))
    # a small step along the arrow goes down
    span = np.array([g.room.a.high - g.room.a.low, g.room.b.high - g.room.b.low])
    for k, hill in enumerate(view.hills):
        there = np.array(at) + 1e-5 * span * view.downhill[k]
        assert hill.surface.mean(*there) < view.heights[k]


def test_the_arrow_is_gone_at_the_bottom() -> None:
    hill = hill_of("hubble", "squared_error", 1.0)
    view = SideBySide((hill,), *hill.minima.lowest[0].tolist())
    assert not view.downhill.any()
    trace = next(t for t in side_by_side(view, "x", "y").figures[0].data if t.name == "downhill")
    assert np.isnan(trace.x[1:]).all()  # all but its foot, under the dot


def test_there_is_no_arrow_on_a_crease() -> None:
    # two nebulae have 290 km/s, so the flat line there goes through both; 291 through none
    keys = ("squared_error", "absolute_error", "quantile")
    on, off = (view_of("hubble", keys, at=(height, 0.0)) for height in (290.0, 291.0))
    assert np.linalg.norm(on.downhill, axis=-1) == pytest.approx([1, 0, 0])
    assert np.linalg.norm(off.downhill, axis=-1) == pytest.approx([1, 1, 1])
    assert "there is none where the gradient is 0 or does not exist" in say.unit_sentence(on.ground)
    told = (
        "No arrow for absolute error, quantile: the cursor is on a crease, where the slope jumps."
    )
    assert say.cursor_sentence(on).endswith(told)
    assert "crease" not in say.cursor_sentence(off)


def test_no_cursor_arrives_on_a_crease() -> None:
    for key, ground in GROUNDS.items():
        assert not view_of(key, LABELS if ground.labels else ORDER).creases.any(), key


def test_one_map_is_told_as_one() -> None:
    assert say.maps_alt(view_of("hubble", ("huber",))).startswith("A contour map of the mean loss")
    assert say.maps_alt(view_of("hubble")).startswith("4 contour maps of the mean loss")


def test_the_table_calls_no_bottom_lowest_where_the_edge_is_lower() -> None:
    table = side_by_side(view_of("orings", ("brier",)), "x", "y").table
    # the mean Brier score: (-1.67, -2.08) is a bottom, (-6, -8) at the edge is below it
    p = 1 / (1 + np.exp(6 + 8 * GROUNDS["orings"].x))
    assert float(np.mean((GROUNDS["orings"].y - p) ** 2)) < 0.1363
    assert table.columns[2:] == ("at the deepest bottom", "where that is", "basins found")
    assert table.rows[0][2:] == ("0.1363", "(−1.67, −2.08)", "1")


@pytest.mark.parametrize(
    ("ground", "losses", "factor", "places"),
    [
        ("hubble", FOUR, 1.0, [(373.0, 0.0), (-500.0, 900.0), (700.0, -200.0)]),
        ("phones", ("tukey_biweight", "cauchy"), 0.5, [(15.3, 1.1), (120.0, 20.0)]),
        ("orings", LABELS[:4], 1.0, [(0.0, 0.0), (8.0, 8.0), (-8.0, 8.0)]),
        ("pairs", ("quantile",), 1.0, [(0.0, 400.0)]),
    ],
)
def test_what_moves_is_what_is_drawn(ground, losses, factor, places) -> None:
    start = side_by_side(view_of(ground, losses, factor), "x", "y")
    assert figure_errors(start) == trace_errors(start) == []
    for place in places:
        alone = side_by_side(view_of(ground, losses, factor, place), "x", "y")
        assert figure_errors(alone) == trace_errors(alone) == []
        track = start.plane.answer(*place)
        assert track.sentences == (alone.sentence,)
        assert len(track.patches) == len(losses)
        for drawn, figure, patch in zip(alone.figures, start.figures, track.patches, strict=True):
            assert differences(drawn, patched(figure, patch, 0)) == []
            assert drawn.layout == figure.layout


def test_a_planted_arrow_is_found() -> None:
    start = side_by_side(view_of("hubble"), "x", "y")
    alone = side_by_side(view_of("hubble", at=(0.0, 100.0)), "x", "y")
    other = start.plane.answer(0.0, 120.0).patches[0]
    assert differences(alone.figures[0], patched(start.figures[0], other, 0))


@pytest.mark.parametrize("factor", [TOLERANCES.low, TOLERANCES.high])
def test_every_loss_has_a_bottom_on_every_map_and_words_for_it(factor: float) -> None:
    for ground in GROUNDS if factor < 1 else ("pairs", "stars"):
        for key in LABELS if GROUNDS[ground].labels else ORDER:
            hill = hill_of(ground, key, factor)
            for a, b in hill.minima.lowest.tolist():
                assert hill.ground.room.holds(a, b), (ground, key)
            assert hill.minima.basins >= 1
            said = say.shape_sentence(hill)
            assert said.endswith(".")
            assert "nan" not in said
            assert hill.seen.excess.min() >= 0
            assert np.isfinite(hill.seen.levels).all()


SHAPES = [
    # squared error: statsmodels' OLS on Hubble is (-40.78, 454.16); MSE 49,726 / 248^2 = 0.809
    ("hubble", "squared_error", "A bowl: each contour is an ellipse"),
    ("hubble", "squared_error", "One lowest place, (−40.8, 454): 0.809."),
    # the line (-350/9, 4000/9) of least absolute error goes through two nebulae
    ("hubble", "absolute_error", "One lowest place, (−38.9, 444): 0.717."),
    ("hubble", "absolute_error", "wherever the line goes through a point"),
    ("pairs", "absolute_error", "all lines of the filled area cost the same, 0.640."),
    ("hubble", "huber", "below the tolerance, 334 km/s"),  # 1.345 x 248
    ("hubble", "tukey_biweight", "Still one basin on this map"),
    ("stars", "tukey_biweight", "Two basins found on this map: the deeper one has its"),
    ("stars", "tukey_biweight", "(5.03, −0.422) and costs 0.396 there; the other costs 0.503."),
    ("phones", "tukey_biweight", "13 basins found on this map"),
    ("orings", "binary_cross_entropy", "Convex: it bends downwards nowhere"),
    ("orings", "brier", "Not convex: at 95 % of the places"),
    ("orings", "brier", "its bottom at (−1.67, −2.08): 0.136. Yet at the edge of the map it is"),
    ("orings", "hinge", "One lowest place, (−1.09, −1.15): 0.442."),
]


@pytest.mark.parametrize(("ground", "key", "part"), SHAPES)
def test_the_shape_of_each_surface_is_told(ground: str, key: str, part: str) -> None:
    assert part in say.shape_sentence(hill_of(ground, key, 1.0))


@pytest.mark.parametrize("key", ["tukey_biweight", "brier", "squared_error"])
def test_the_share_that_bends_downwards_by_differences(key: str) -> None:
    ground = "orings" if key == "brier" else "hubble"
    hill = Hill(LOSSES[key].at(), GROUNDS[ground])
    room, n = hill.ground.room, 41
    a, b = np.linspace(room.a.low, room.a.high, n), np.linspace(room.b.low, room.b.high, n)
    h, k = 1e-3 * (a[-1] - a[0]), 1e-3 * (b[-1] - b[0])

    def mean(x, y):
        return hill.surface.mean(x, y[:, None])

    aa = mean(a + h, b) - 2 * mean(a, b) + mean(a - h, b)
    bb = mean(a, b + k) - 2 * mean(a, b) + mean(a, b - k)
    ab = (mean(a + h, b + k) - mean(a + h, b - k) - mean(a - h, b + k) + mean(a - h, b - k)) / 4
    lower = (aa + bb) / 2 - np.hypot((aa - bb) / 2, ab)
    assert hill.bent_share == pytest.approx(float((lower < -1e-9).mean()), abs=0.02)


def test_labels_without_end_have_one_colour_beyond_the_cap() -> None:
    hill = hill_of("orings", "exponential", 1.0)
    assert hill.seen.heights.max() > 1e4
    assert hill.seen.excess.max() == CAP


def test_a_tolerance_is_a_multiple_of_the_usual_one() -> None:
    assert with_tolerance(LOSSES["huber"], 2.0).params == {"delta": 2 * 1.345}
    assert with_tolerance(LOSSES["squared_error"], 2.0).params == {}
    assert with_tolerance(LOSSES["quantile"], 2.0).params == {"tau": 0.5}


def test_no_loss_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="Choose one loss at least"):
        SideBySide((), 0.0, 0.0)


def test_the_four_of_the_arrival() -> None:
    values, _notices = parse(PAGE, {})
    assert chosen(values) == FOUR
    said = say.cursor_sentence(side_view(values))
    # 373 + 0 x: mean (y - 373)^2 = 132,087 over 248^2 = 2.15
    assert "the same line, 373 + 0 x. Its mean loss: squared error 2.15, absolute" in said


def test_a_cost_far_out_is_a_power_of_ten() -> None:
    # the mean of exp of minus the margin, at the corner of the map: 28,600,000,000
    view = view_of("orings", ("exponential",), at=(-8.0, 8.0))
    surface = view.hills[0].surface
    margins = (2 * surface.y - 1) * (-8 + 8 * surface.x)
    assert f"{np.exp(-margins).mean():.2e}" == "2.86e+10"
    assert say.cursor_sentence(view).endswith("Its mean loss: exponential 2.86 × 10¹⁰.")


def test_one_basin_is_no_wonder_where_nothing_bends_downwards() -> None:
    flat = hill_of("stars", "cauchy", 2.0)
    room = flat.ground.room
    a, b = (np.linspace(side.low, side.high, 40) for side in (room.a, room.b))
    bends = flat.surface.hessian(a, b[:, None])
    assert np.linalg.eigvalsh(bends).min() > 0  # 0.006
    assert flat.bent_share == 0
    said = say.shape_sentence(flat)
    assert "does it bend downwards. One basin on this map" in said
    assert "direction. Still one basin" in say.shape_sentence(hill_of("stars", "cauchy", 0.5))
