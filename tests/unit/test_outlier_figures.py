"""The figures on bad points: every stop of the hand is the figure drawn for it."""

import json
import re
from dataclasses import replace
from itertools import chain
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from lossviz import LOSSES
from lossviz.data.problems import LINE_PROBLEMS, LineProblem
from lossviz.estimators import Estimator
from lossviz.figures import fitted_lines, moved_point, suspects, theme
from lossviz.figures.live import LiveFigure, patched
from lossviz.included import FORECAST_YEAR, GIANTS, WRONG_YEARS, Included
from lossviz.moved_point import ANSCOMBE_POINT, MovedPoint, moved_axes
from lossviz.outliers import rows_of
from lossviz.ui.live_figure.message import figure_message
from tests.unit.motion_checks import differences, message_bytes, track_errors


def by(key: str, scale: Any = None, start: Any = None, **params: float) -> Estimator:
    return Estimator(LOSSES[key].at(**params), scale, start)


SQUARED, ABSOLUTE = by("squared_error"), by("absolute_error")
HUBER, TUKEY = by("huber"), by("tukey_biweight")
HUBER_MAD = by("huber", "mad")
TUKEY_MAD, TUKEY_OLS = by("tukey_biweight", "mad"), by("tukey_biweight", "mad", "ols")
CAUCHY_MAD = by("cauchy", "mad")
TWO, FOUR = (SQUARED, ABSOLUTE), (SQUARED, ABSOLUTE, HUBER, TUKEY)
SIX = (SQUARED, ABSOLUTE, HUBER_MAD, TUKEY_OLS, TUKEY_MAD, CAUCHY_MAD)

ANSCOMBE = LINE_PROBLEMS["anscombe_3"]
HOME = MovedPoint(ANSCOMBE, ANSCOMBE_POINT, 13.0, 12.74, FOUR)
STARS, PHONES = LINE_PROBLEMS["stars"], LINE_PROBLEMS["phones"]
FOUR_GIANTS = Included(
    STARS, rows_of(STARS, GIANTS), 4, (SQUARED, ABSOLUTE, HUBER_MAD, TUKEY_OLS, TUKEY_MAD)
)
ALL_YEARS = Included(
    PHONES, rows_of(PHONES, WRONG_YEARS), 7, (SQUARED, ABSOLUTE, HUBER_MAD, TUKEY_MAD), SQUARED
)


def in_place(problem: LineProblem, row: int, *estimators: Estimator) -> MovedPoint:
    return MovedPoint(problem, row, float(problem.x[row]), float(problem.y[row]), estimators)


def live_figures() -> dict[str, LiveFigure]:
    hubble, copper = LINE_PROBLEMS["hubble"], LINE_PROBLEMS["copper"]
    pairs = LINE_PROBLEMS["galton_pairs"]
    return {
        "scene 1": moved_point.moved(replace(HOME, estimators=TWO)),
        "four": moved_point.moved(HOME, weigh=TUKEY),
        "both ways": moved_point.moved(replace(HOME, sideways=True), both_ways=True),
        "six": moved_point.moved(replace(HOME, estimators=SIX)),
        "hubble": moved_point.moved(in_place(hubble, 2, *FOUR)),
        "pairs": moved_point.moved(in_place(pairs, 5, *TWO), weigh=ABSOLUTE),
        "level": moved_point.moved(in_place(copper, 16, *FOUR)),
        "giants": suspects.giants(FOUR_GIANTS),
        "no giants": suspects.giants(replace(FOUR_GIANTS, count=0)),
        "forecasts": suspects.forecasts(ALL_YEARS, FORECAST_YEAR),
        "no wrong year": suspects.forecasts(replace(ALL_YEARS, count=0), FORECAST_YEAR),
    }


LIVE = live_figures()


def trace(figure: go.Figure, name: str) -> go.Scatter:
    (found,) = [t for t in figure.data if t.name == name]
    return found


# --- every stop ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("view", "weigh"),
    [
        (replace(HOME, estimators=TWO), None),
        (HOME, TUKEY),
        (replace(HOME, estimators=SIX), HUBER_MAD),
        (replace(HOME, sideways=True), None),
        (in_place(LINE_PROBLEMS["hubble"], 2, *FOUR), HUBER),
        (in_place(LINE_PROBLEMS["galton_pairs"], 5, *TWO), None),
        (in_place(LINE_PROBLEMS["copper"], 16, *FOUR), TUKEY),
        (in_place(LINE_PROBLEMS["anscombe_4"], 7, SQUARED, HUBER_MAD), None),
    ],
)
def test_every_stop_of_a_point(view: MovedPoint, weigh: Estimator | None) -> None:
    live = moved_point.moved(view, weigh=weigh)
    for motion in live.motions:
        stops = motion.axis.stops

        def alone(k: int, stops=stops, key=motion.axis.key) -> LiveFigure:
            return moved_point.moved(replace(view, **{key: float(stops[k])}), weigh=weigh)

        few = sorted({0, 1, len(stops) // 3, motion.axis.nearest(motion.value), len(stops) - 1})
        assert track_errors(live, motion, alone, few) == []


def test_every_other_stop_of_the_point_of_scene_1() -> None:
    live = moved_point.moved(replace(HOME, estimators=TWO))
    (motion,) = live.motions

    def alone(k: int) -> LiveFigure:
        return moved_point.moved(replace(HOME, estimators=TWO, y=float(motion.axis.stops[k])))

    assert track_errors(live, motion, alone, list(range(0, len(motion.axis.stops), 2))) == []


def test_every_count_of_giants_and_of_years() -> None:
    for view, draw in (
        (FOUR_GIANTS, suspects.giants),
        (ALL_YEARS, lambda one: suspects.forecasts(one, FORECAST_YEAR)),
    ):
        live = draw(view)
        (motion,) = live.motions
        stops = range(len(motion.axis.stops))
        assert motion.axis.stops.tolist() == list(range(len(view.suspects) + 1))
        assert motion.handle is None
        found = track_errors(
            live, motion, lambda k, view=view, draw=draw: draw(replace(view, count=k)), list(stops)
        )
        assert found == []


def test_the_check_notices_a_line_that_stayed() -> None:
    live = moved_point.moved(HOME)
    patches = live.motions[0].track().patches
    wrong = {k: v for k, v in patches[0].traces.items() if k[0] != "Squared error"}
    alone = moved_point.moved(replace(HOME, y=20.0))
    moved = patched(live.figures[0], type(patches[0])(wrong), len(live.motions[0].axis.stops) - 1)
    assert differences(alone.figures[0], moved) == ["Squared error: y"]


def test_a_sweep_is_a_small_message() -> None:
    for key in ("anscombe_3", "hubble", "faithful"):
        problem = LINE_PROBLEMS[key]
        estimators = SIX if key != "faithful" else TWO  # the rest takes its time
        (motion,) = moved_point.moved(in_place(problem, 2, *estimators)).motions
        assert 70 <= len(motion.axis.stops) <= 121
        assert message_bytes(motion.track()) < 150_000


# --- the hand -----------------------------------------------------------------------------------


def test_the_hand_of_scene_1_goes_up_and_down() -> None:
    (motion,) = LIVE["scene 1"].motions
    assert (motion.axis.key, motion.value, motion.slider) == ("y", 12.74, True)
    assert motion.axis.label == "point 3, up and down"
    assert motion.handle is not None
    assert (motion.handle.x, motion.handle.along, motion.handle.plot) == (13.0, "y", 0)
    np.testing.assert_array_equal(motion.handle.y, motion.axis.stops)
    assert LIVE["scene 1"].plane is None


def test_both_ways_is_one_handle_and_two_sliders() -> None:
    live = LIVE["both ways"]
    assert [m.axis.key for m in live.motions] == ["y", "x"]
    assert [m.handle for m in live.motions] == [None, None]
    assert live.plane is not None
    assert (live.plane.x, live.plane.y) == (13.0, 12.74)
    assert live.plane.y_range.includes([-4.0, 20.0])
    assert (live.plane.x_step, live.plane.y_step) == (0.2, 0.25)


def test_a_level_goes_up_and_down_only() -> None:
    live = moved_point.moved(
        replace(in_place(LINE_PROBLEMS["copper"], 16, *TWO), sideways=True), both_ways=True
    )
    assert [m.axis.key for m in live.motions] == ["y"]
    assert live.motions[0].handle is not None
    assert live.plane is None


def test_the_page_names_the_controls() -> None:
    axes = moved_axes(ANSCOMBE, 2, x_key="px", y_key="py")
    live = moved_point.moved(replace(HOME, sideways=True), axes, both_ways=True)
    assert [m.axis.key for m in live.motions] == ["py", "px"]
    assert live.plane is not None
    assert (live.plane.x_key, live.plane.y_key) == ("px", "py")
    (count,) = suspects.giants(FOUR_GIANTS, key="n").motions
    assert (count.axis.key, count.axis.label) == ("n", "giants in the fit")


# --- what is drawn ------------------------------------------------------------------------------


@pytest.mark.parametrize(("x", "y"), [(13.0, 12.74), (4.2, 18.5), (-1.0, -4.0), (19.0, 20.0)])
def test_an_answer_both_ways_is_the_figure_drawn_there(x: float, y: float) -> None:
    live = LIVE["both ways"]
    track = live.plane.answer(x, y)
    alone = moved_point.moved(replace(HOME, x=x, y=y, sideways=True), both_ways=True)
    for figure, patch, drawn in zip(live.figures, track.patches, alone.figures, strict=True):
        assert differences(drawn, patched(figure, patch, 0)) == []
        assert drawn.layout == figure.layout
    assert track.sentences == (alone.sentence,)


@pytest.mark.parametrize("name", LIVE)
def test_the_message_of_every_figure_is_plain_json(name: str) -> None:
    said = json.loads(json.dumps(figure_message("f", LIVE[name], "plotly.js")))
    assert (said["plane"] is not None) == (name == "both ways")
    assert [hand["key"] for hand in said["hands"]] == [m.axis.key for m in LIVE[name].motions]


def test_scene_1_by_hand() -> None:
    left, right = LIVE["scene 1"].figures
    point = trace(left, "the point")
    assert (list(point.x), list(point.y), point.marker.size) == ([13.0], [12.74], 16)
    assert point.marker.color == theme.HAND.light
    assert len(trace(left, "data").x) == 10
    line = trace(left, "Squared error")
    a, b = HOME.lines[0].intercept, HOME.lines[0].slope
    np.testing.assert_allclose(line.y, a + b * np.asarray(line.x))
    moved = trace(right, "Squared error, the point")
    assert (moved.x, moved.y) == (moved.y, moved.x)  # squared error pulls by the residual itself
    assert trace(right, "Absolute error, the point").y == (1.0,)
    assert right.layout.xaxis.range == (-right.layout.xaxis.range[1], right.layout.xaxis.range[1])
    assert right.layout.yaxis.range[1] == pytest.approx(10.5, abs=0.1)
    assert 12.5 < right.layout.xaxis.range[1] < 13.5


@pytest.mark.parametrize("name", ["scene 1", "four", "both ways", "six", "hubble", "level"])
def test_all_that_rides_on_a_curve_is_in_view_at_every_stop(name: str) -> None:
    live = LIVE[name]
    for motion in live.motions:
        _left, patch = motion.track().patches
        right = live.figures[1]
        for (trace_name, attribute), values in patch.traces.items():
            if trace_name.endswith(("points", "the point")):
                assert np.abs(values).max() <= right.layout[f"{attribute}axis"].range[1], trace_name


@pytest.mark.parametrize(
    "estimator",
    [SQUARED, ABSOLUTE, HUBER, TUKEY, HUBER_MAD, TUKEY_MAD, CAUCHY_MAD, by("log_cosh"),
     by("student_t"), by("welsch"), by("quantile"), by("general_robust")],
)  # fmt: skip
def test_a_curve_is_the_pull(estimator: Estimator) -> None:
    view = replace(HOME, estimators=(estimator,))
    (line,) = view.lines
    curve = moved_point.pull_traces(view)[0]
    x, y = np.asarray(curve["x"]), np.asarray(curve["y"])
    grid = np.linspace(x[0], x[-1], 2001)
    away = np.abs(grid[:, None] - x).min(axis=1) > 1e-3
    between = np.interp(grid, x, y)
    exact = estimator.pull(grid, line.scale)
    # what a straight piece between two points of the curve misses, in parts of the plot
    assert np.abs(between - exact)[away].max() < 0.03 * max(np.abs(exact).max(), 1.0)


def test_the_weight_is_the_area_of_a_point() -> None:
    view = replace(HOME, y=16.0)
    size = np.asarray(trace(moved_point.moved_figure(view, weigh=TUKEY), "data").marker.size)
    weights = np.delete(view.lines[3].weights, 2)
    np.testing.assert_allclose(size, np.maximum(4, 10 * np.sqrt(weights)))


def test_absent_giants_are_grey_and_present_ones_have_the_colour_of_the_hand() -> None:
    figure = suspects.giants(replace(FOUR_GIANTS, count=1)).figures[0]
    inside, outside = trace(figure, "in the fit"), trace(figure, "left out")
    assert np.isnan(np.asarray(inside.y, dtype=float)).tolist() == [False, True, True, True]
    assert np.isnan(np.asarray(outside.y, dtype=float)).tolist() == [True, False, False, False]
    assert inside.marker.color == theme.HAND.light
    assert list(inside.text) == ["11", "20", "30", "34"]


def test_the_pull_of_the_giants_is_capped_and_their_arm_is_long() -> None:
    figure = LIVE["giants"].figures[1]
    theirs = trace(figure, "Absolute error, in question")
    others = trace(figure, "Absolute error, points")
    assert list(theirs.y) == [1.0] * 4 or np.abs(theirs.y).max() <= 1.0
    assert np.max(theirs.x) < np.min(others.x)
    let_go = trace(figure, "Tukey biweight (from a good start), in question")
    assert list(let_go.y) == [0.0] * 4


def test_the_band_holds_every_equally_good_line() -> None:
    figure = LIVE["forecasts"].figures[0]
    band = trace(figure, "Absolute error, equally good lines")
    x, y = np.asarray(band.x, dtype=float), np.asarray(band.y, dtype=float)
    at_year = y[np.isclose(x, FORECAST_YEAR)]
    low, high = ALL_YEARS.heights(1, FORECAST_YEAR)
    assert (at_year.min(), at_year.max()) == pytest.approx((float(low), float(high)))
    half = len(x) // 2
    lower = np.unique(x[:half]), y[:half][np.unique(x[:half], return_index=True)[1]]
    upper_x, first = np.unique(x[half : 2 * half], return_index=True)
    upper = upper_x, y[half : 2 * half][first]
    grid = np.linspace(x.min(), FORECAST_YEAR, 200)
    heights = [a + b * grid for a, b in ALL_YEARS.vertices[1][0]]
    np.testing.assert_allclose(np.interp(grid, *lower), np.min(heights, axis=0), atol=1e-8)
    np.testing.assert_allclose(np.interp(grid, *upper), np.max(heights, axis=0), atol=1e-8)
    alone = trace(LIVE["no wrong year"].figures[0], "Absolute error, equally good lines")
    assert np.isnan(np.asarray(alone.y, dtype=float)).all()
    assert len(alone.y) == len(band.y)


def test_what_stands_at_1974_is_what_the_sentence_says() -> None:
    figure = LIVE["forecasts"].figures[0]
    assert list(trace(figure, "names of the lines").text) == [
        "113 Squared", "30 to 39 Absolute", "48 Huber", "29 Tukey",
    ]  # fmt: skip
    assert trace(figure, "Squared error, forecast").x == (FORECAST_YEAR,)
    assert trace(figure, "Squared error, forecast").y[0] == pytest.approx(113, abs=0.5)


def test_absolute_error_has_no_weight_to_compare() -> None:
    names = [t.name for t in LIVE["forecasts"].figures[1].data]
    assert not any("Absolute" in name for name in names)
    kept = trace(LIVE["forecasts"].figures[1], "Huber, in question")
    assert 0 < np.min(kept.y) < np.max(kept.y[:6]) < 0.2  # capped is not ignored
    gone = trace(LIVE["forecasts"].figures[1], "Tukey biweight, in question")
    assert list(gone.y[:6]) == [0.0] * 6


# --- names at the ends of lines -----------------------------------------------------------------


@pytest.mark.parametrize("name", [n for n in LIVE if n != "pairs"])
def test_names_of_lines_never_overlap(name: str) -> None:
    live = LIVE[name]
    low, high = live.figures[0].layout.yaxis.range
    for motion in live.motions:
        patch = motion.track().patches[0]
        heights = np.sort(patch.traces["names of the lines", "y"], axis=-1)
        assert np.diff(heights, axis=-1).min() > 0.999 * fitted_lines.ROW * (high - low)
        assert heights.min() >= low
        assert heights.max() <= high


def test_names_give_way_by_as_little_as_possible() -> None:
    def spread(*heights: float, rows: tuple[int, ...] = (1, 1, 1)) -> list[float]:
        return fitted_lines.spread(np.array(heights), rows, 1.0, 0.0, 10.0).tolist()

    assert spread(5.0, 2.0, 8.0) == [5.0, 2.0, 8.0]  # nothing to do
    assert spread(5.0, 5.0, 5.0) == [4.0, 5.0, 6.0]
    assert spread(5.2, 5.0, 9.0) == pytest.approx([5.6, 4.6, 9.0])
    assert spread(-7.0, 30.0, 5.0) == [0.5, 9.5, 5.0]  # out of view: at the edge
    assert spread(5.0, 5.5, 9.0, rows=(1, 2, 1)) == pytest.approx([4.5, 6.0, 9.0])
    many = np.random.default_rng(1).normal(5, 1, (50, 3))
    together = fitted_lines.spread(many, (1, 2, 1), 1.0, 0.0, 10.0)
    for one, row in zip(many, together, strict=True):
        np.testing.assert_allclose(fitted_lines.spread(one, (1, 2, 1), 1.0, 0.0, 10.0), row)


# --- all figures ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LIVE)
def test_every_figure_is_valid_and_says_what_it_shows(name: str) -> None:
    live = LIVE[name]
    for figure in live.figures:
        assert len(go.Figure(figure.to_dict()).data) == len(figure.data)
        assert all(t.type == "scatter" for t in figure.data)
        for axis in (figure.layout.xaxis, figure.layout.yaxis):
            assert axis.title.text
        used = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", figure.to_json()))
        assert used - {"rgba(0,0,0,0)"} <= theme.DARK.keys()
    for text in (live.alt, live.sentence, *chain(*live.table.rows)):
        assert "nan" not in text
        assert "None of" in text or "None" not in text
    assert live.alt.endswith(".")
    assert live.sentence.endswith(".")
    assert [box.grow for box in live.boxes] == [1.3, 1.0]


@pytest.mark.parametrize("name", LIVE)
def test_a_loss_looks_the_same_in_both_plots(name: str) -> None:
    for figure in LIVE[name].figures:
        for t in figure.data:
            loss = next((at for at in LOSSES.values() if (t.name or "").startswith(at.name)), None)
            if loss is not None and "lines" in t.mode and not t.fill:
                look = theme.hue(loss)
                assert (t.line.color, t.line.dash) == (look.role.light, look.dash)
                assert t.line.simplify is False
