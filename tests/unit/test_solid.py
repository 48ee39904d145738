"""The hill in space: heights, creases, what moves, and what is said."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from lossviz.figures.solid import FLOOR, solid_figure
from lossviz.surfaces.solid import GRID, PIECES, Solid
from lossviz.surfaces.walk import Walk
from lossviz.ui.live_figure.message import figure_message
from lossviz.ui.picked import ABSOLUTE, SQUARED
from lossviz.ui.specs.surfaces_walk import STEPS, hill
from lossviz.words.solid import height_unit, solid_sentence
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import track_errors

KEYS = [SQUARED.key, ABSOLUTE.key]
FLAT = (373.125, 0.0)


def of(key: str) -> Solid:
    return Solid(hill({"loss": key}))


def walk_of(
    solid: Solid, a: float = FLAT[0], b: float = FLAT[1], rate: float = 0.1, step: int = 0
) -> Walk:
    return Walk(solid.hill.surface, a, b, rate, step, STEPS)


def mean_by_hand(solid: Solid, a: float, b: float) -> float:
    misses = solid.hill.problem.y - a - b * solid.hill.problem.x
    power = 2 if solid.hill.loss_at.loss is SQUARED else 1
    return float(np.mean(np.abs(misses) ** power))


@pytest.mark.parametrize("key", KEYS)
def test_the_ground_is_the_mean_loss_of_60_by_60_lines(key: str) -> None:
    solid = of(key)
    seen = solid.seen
    assert seen.heights.shape == (GRID, GRID) == (60, 60)
    for i, j in ((0, 0), (17, 41), (59, 3), (30, 30)):
        expected = mean_by_hand(solid, seen.a[j], seen.b[i])
        assert seen.heights[i, j] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("key", KEYS)
def test_the_top_is_above_the_start_and_most_of_the_room(key: str) -> None:
    solid = of(key)
    assert solid.top > 1.05 * mean_by_hand(solid, *FLAT)
    assert 0.6 < (solid.seen.heights < solid.top).mean() < 0.95


def test_each_crease_is_where_the_line_goes_through_one_point() -> None:
    solid = of(ABSOLUTE.key)
    problem, room = solid.hill.problem, solid.hill.room
    pieces = solid.creases.reshape(-1, PIECES + 2, 3)
    # independent: on the border of the room, which points change sides of the line?
    corners = [(a, b) for a in (room.a.low, room.a.high) for b in (room.b.low, room.b.high)]
    sides = np.array([problem.y - a - b * problem.x > 0 for a, b in corners])
    assert solid.n_creases == len(pieces) == int((sides.any(axis=0) & ~sides.all(axis=0)).sum())
    assert solid.n_creases == 24  # all nebulae of Hubble 1929
    hit = set()
    for piece in pieces:
        assert np.isnan(piece[-1]).all()
        a, b, height = piece[:-1].T
        assert room.a.includes(a) or np.allclose(np.clip(a, room.a.low, room.a.high), a)
        assert room.b.includes(b)
        misses = np.abs(problem.y - a[:, None] - b[:, None] * problem.x)
        on = np.flatnonzero((misses < 1e-9 * 1000).all(axis=0))
        hit.update(on.tolist())
        assert len(on) >= 1
        assert height == pytest.approx(misses.mean(axis=1))
    assert hit == set(range(problem.n))


def test_a_bowl_has_no_creases() -> None:
    assert of(SQUARED.key).creases.shape == (0, 3)
    assert of(SQUARED.key).n_creases == 0


@pytest.mark.parametrize("key", KEYS)
def test_the_contours_on_the_floor_are_those_of_the_map(key: str) -> None:
    solid = of(key)
    for curve, level in zip(solid.contours, solid.hill.seen.levels, strict=True):
        assert curve[0] == pytest.approx(curve[-1])
        for a, b in curve[::17]:
            excess = mean_by_hand(solid, a, b) - solid.hill.seen.lowest
            assert excess == pytest.approx(level, rel=1e-6)
    space, above = solid_figure(solid, walk_of(solid)).figures
    (drawn,) = [trace for trace in above.data if trace.type == "contour"]
    steps = np.arange(drawn.contours["start"], drawn.contours["end"] + 0.5, drawn.contours["size"])
    assert solid.hill.seen.levels == pytest.approx(2.0**steps)
    (floor,) = [trace for trace in space.data if trace.name == "contours on the floor"]
    assert floor.z == pytest.approx(np.full(len(floor.x), FLOOR * solid.top))
    assert np.isnan(floor.x).sum() == len(steps)  # a gap after each


STATES = [
    (*FLAT, 0.1, 0), (*FLAT, 0.1, 1), (*FLAT, 0.1, STEPS), (-300.0, -280.0, 0.1, 0),
    (640.0, 720.0, 0.1, 0), (*FLAT, 0.6, 3), (*FLAT, 0.6, STEPS), (-40.7836, 454.158, 0.1, 0),
    (-38.9, 444.0, 0.1, 0), (-36.0, 454.0, 0.1, 0), (-40.0, 440.0, 0.1, 0),
]  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(("a", "b", "rate", "step"), STATES)
def test_every_clause_is_true(key: str, a: float, b: float, rate: float, step: int) -> None:
    solid = of(key)
    walk = walk_of(solid, a, b, rate, step)
    said = solid_sentence(solid, walk)
    x, y = walk.place.tolist()
    room = solid.hill.room
    inside = room.a.includes(x) and room.b.includes(y)
    assert ("has left the drawing" in said) == (not inside)
    if inside:
        height, lowest = mean_by_hand(solid, x, y), mean_by_hand(solid, *solid.hill.best)
        same = f"{height:.3e}" == f"{lowest:.3e}"  # the four digits of the table
        assert ("the lowest place there is" in said) == same
        assert ("That is above the drawing" in said) == (height > solid.top)
        assert ("less than 1.01 times as high" in said) == (height / lowest < 1.01 and not same)
        if height / lowest >= 1.01:
            times = float(said.split(" times as high")[0].split(": ")[-1].replace(",", ""))
            assert times == pytest.approx(height / lowest, rel=0.005)
    assert ("a parabola" in said) == (key == SQUARED.key)
    assert ("these 24, the line goes through one of the nebulae" in said) == (key == ABSOLUTE.key)


def test_the_pinned_numbers_of_hubble() -> None:
    # FACTS of the page: flat (373, 0) costs 132,000 (the variance of y), the best line 49,727
    solid = of(SQUARED.key)
    assert np.var(solid.hill.problem.y) == pytest.approx(132087.1, abs=0.1)
    said = solid_sentence(solid, walk_of(solid))
    assert said.startswith("The line 373 + 0 x stands 132,000 (km/s)² high: 2.66 times as high as")
    assert "the lowest place, 49,700." in said
    corner = solid_sentence(solid, walk_of(solid, -640.0, -200.0))
    assert corner.startswith("The line −640 − 200 x stands 1,650,000 (km/s)² high")
    assert height_unit(of(ABSOLUTE.key)) == "km/s"


def test_a_bowl_is_a_parabola_along_every_straight_cut() -> None:
    solid = of(SQUARED.key)
    t = np.linspace(-1.0, 1.0, 5)
    for da, db in ((1.0, 0.0), (30.0, -70.0), (5.0, 200.0)):
        third = np.diff(solid.hill.surface.mean(100 + da * t, 50 + db * t), 3)
        assert np.abs(third).max() < 1e-8 * solid.top


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(("rate", "step"), [(0.1, 0), (0.1, 12), (0.6, STEPS)])
def test_the_figure_holds(key: str, rate: float, step: int) -> None:
    solid = of(key)
    live = solid_figure(solid, walk_of(solid, rate=rate, step=step))
    assert figure_errors(live) == []
    assert trace_errors(live) == []
    scene = live.figures[0].layout.scene
    assert all(axis.title.text for axis in (scene.xaxis, scene.yaxis, scene.zaxis))
    for trace in live.figures[0].data:
        z = np.asarray(trace.z, dtype=float)
        assert not np.isinf(z).any()


@pytest.mark.parametrize("key", KEYS)
def test_a_stop_drawn_is_the_figure_patched(key: str) -> None:
    solid = of(key)
    walk = walk_of(solid, rate=0.6 if key == SQUARED.key else 0.1, step=5)
    live = solid_figure(solid, walk)
    intercept, slope, steps = live.motions
    for motion, name in ((intercept, "a"), (slope, "b")):
        stops = motion.axis.stops

        def at(k: int, name: str = name, stops: np.ndarray = stops):
            given = {"a": FLAT[0], "b": FLAT[1], "rate": walk.rate} | {name: float(stops[k])}
            return solid_figure(solid, walk_of(solid, **given))

        assert track_errors(live, motion, at, [0, len(stops) // 2, len(stops) - 1]) == []

    def stepped(k: int):
        return solid_figure(solid, walk_of(solid, rate=walk.rate, step=k))

    assert track_errors(live, steps, stepped, [0, 1, 7, STEPS]) == []


@pytest.mark.parametrize("key", KEYS)
def test_the_hill_is_cut_where_it_is_said_to_be_and_no_mark_is_higher(key: str) -> None:
    solid = of(key)
    for a, b in ((-600.0, -190.0), FLAT, (530.0, 1000.0)):
        live = solid_figure(solid, walk_of(solid, a, b))
        assert live.figures[0].layout.scene.zaxis.range == (0.0, solid.top)
        (dot,) = [trace for trace in live.figures[0].data if trace.name == "the dot"]
        height = mean_by_hand(solid, a, b)
        assert min(height, 0.99 * solid.top) < dot.z[0] < solid.top
        assert ("That is above the drawing" in live.sentence) == (height > solid.top)


def test_the_bar_of_the_steps_says_at_which_rate_they_are() -> None:
    for rate, label in ((0.1, "Steps at rate 0.1"), (0.6, "Steps at rate 0.6")):
        solid = of(SQUARED.key)
        assert solid_figure(solid, walk_of(solid, rate=rate)).motions[2].axis.label == label


def test_at_a_corner_of_the_room_stem_and_dot_are_whole() -> None:
    solid = of(SQUARED.key)
    room = solid.hill.room
    space, above = solid_figure(solid, walk_of(solid, room.a.high, room.b.high)).figures
    (stem,) = [trace for trace in space.data if trace.name == "height of the dot"]
    scene = space.layout.scene
    for axis, at in ((scene.xaxis, stem.x), (scene.yaxis, stem.y)):  # on the side it is cut off
        assert axis.range[0] < min(at) == max(at) < axis.range[1]
    (dot,) = [trace for trace in above.data if trace.name == "the dot"]
    assert (dot.x[0], dot.y[0], dot.cliponaxis) == (room.a.high, room.b.high, False)


def test_the_check_sees_a_height_that_does_not_move(monkeypatch: pytest.MonkeyPatch) -> None:
    solid = of(SQUARED.key)
    live = solid_figure(solid, walk_of(solid))
    monkeypatch.setattr("lossviz.figures.live.MOVING_IN_SPACE", ("x", "y"))

    def at(k: int):
        return solid_figure(solid, walk_of(solid, a=float(live.motions[0].axis.stops[k])))

    track = live.motions[0].track()  # planted: without z
    monkeypatch.undo()
    motion = replace(live.motions[0], track=lambda: track)
    assert any("the dot: z" in error for error in track_errors(live, motion, at, [3]))


@pytest.mark.parametrize("key", KEYS)
def test_an_answer_is_the_figure_at_that_place(key: str) -> None:
    solid = of(key)
    live = solid_figure(solid, walk_of(solid, step=9))
    for place in ((100.0, 250.0), (-300.0, -280.0)):
        (patch, above) = live.plane.answer(*place).patches
        alone = solid_figure(solid, walk_of(solid, *place))
        assert live.plane.answer(*place).sentences == (alone.sentence,)
        for moved, figure in ((patch, alone.figures[0]), (above, alone.figures[1])):
            drawn = {trace.name: trace for trace in figure.data}
            for (name, path), values in moved.traces.items():
                assert values[0] == pytest.approx(np.asarray(drawn[name][path]), nan_ok=True)


def test_a_walk_that_leaves_goes_no_further_than_pixels_do() -> None:
    solid = of(SQUARED.key)
    live = solid_figure(solid, walk_of(solid, rate=0.6, step=STEPS))
    assert "The walk has left the drawing." in live.sentence
    (path,) = [t for t in live.figures[0].data if t.name == "the path"]
    (dot,) = [t for t in live.figures[0].data if t.name == "the dot"]
    assert np.nanmax(path.z) < 4 * solid.top
    assert math.isnan(dot.z[0])
    assert solid.hill.room.holds(live.plane.x, live.plane.y)


def test_a_surface_travels_as_float32() -> None:
    solid = of(ABSOLUTE.key)
    message = figure_message("solid", solid_figure(solid, walk_of(solid)), "Plotly.js")
    space, above = (json.loads(plot["figure"]) for plot in message["plots"])
    ground = space["data"][0]
    for name in ("x", "y", "z", "surfacecolor"):
        assert ground[name]["dtype"] == "f4"
    assert ground["z"]["shape"] == "60, 60"
    assert above["data"][0]["z"]["dtype"] == "f4"
    assert len(message["plots"][0]["figure"]) < 120_000
