"""Figures and sentences on single points, shapes and the race: what is drawn and said is true."""

import re
from dataclasses import replace
from itertools import chain

import numpy as np
import plotly.graph_objects as go
import pytest

from lossviz import LOSSES, words
from lossviz.data.problems import CONTAMINATIONS, LINE_PROBLEMS, seeded_sample
from lossviz.estimators import Estimator
from lossviz.figures import one_by_one, theme
from lossviz.figures import race as race_figures
from lossviz.figures import sensitivity as sensitivity_figures
from lossviz.figures import shape as shape_figures
from lossviz.figures.live import LiveFigure, patched
from lossviz.one_by_one import leave_one_out_view, weights_view
from lossviz.race import RaceView, race, race_steps
from lossviz.sensitivity import sensitivity
from lossviz.shape import alpha_sweep, tolerance_of
from lossviz.sweeps import stops_between
from lossviz.words import influence as say
from tests.unit.motion_checks import differences, message_bytes, track_errors

SQUARED = Estimator(LOSSES["squared_error"].at())
ABSOLUTE = Estimator(LOSSES["absolute_error"].at())
HUBER = Estimator(LOSSES["huber"].at(), "mad")
CAUCHY = Estimator(LOSSES["cauchy"].at(), "mad")
TUKEY = Estimator(LOSSES["tukey_biweight"].at(), "mad")
ALL = (SQUARED, ABSOLUTE, HUBER, CAUCHY, TUKEY)
ANSCOMBE, PHONES, STARS, COPPER = (
    LINE_PROBLEMS[key] for key in ("anscombe_3", "phones", "stars", "copper")
)
MOVED = {
    "anscombe": sensitivity(ANSCOMBE, 2, "y", stops_between(-4, 30, 0.5, 12.74), ALL),
    "stars y": sensitivity(STARS, 10, "y", stops_between(3, 7, 0.05, 5.73), ALL),
    "stars x": sensitivity(STARS, 10, "x", stops_between(3, 5, 0.05, 3.49), (SQUARED, ABSOLUTE)),
    "one decides": sensitivity(
        LINE_PROBLEMS["anscombe_4"], 7, "x", stops_between(4, 20, 0.5, 19.0), (SQUARED, TUKEY)
    ),
    "copper": sensitivity(COPPER, 23, "y", stops_between(-40, 60, 1, 28.95), ALL),
}
OUT = {
    key: leave_one_out_view(LINE_PROBLEMS[key], SQUARED)
    for key in ("anscombe_3", "anscombe_4", "phones", "stars", "animals", "copper")
}
OUT["exact"] = leave_one_out_view(seeded_sample(0, 5, 1.0, 2.0, 0.0, "gaussian"), SQUARED)
OUT["tukey"] = leave_one_out_view(ANSCOMBE, TUKEY)
WEIGHTS = {e.key: weights_view(PHONES, e) for e in ALL} | {"on line": weights_view(STARS, ABSOLUTE)}
SWEEPS = {
    key: alpha_sweep(
        LINE_PROBLEMS[key],
        LOSSES["general_robust"],
        tolerance_of(LINE_PROBLEMS[key], ABSOLUTE),
    )
    for key in ("stars", "anscombe_3", "phones", "copper")
}
RACES = {kind: race(kind, ALL, 1) for kind in CONTAMINATIONS}


def live_figures() -> dict[str, LiveFigure]:
    made = {
        f"moved {key}": sensitivity_figures.sensitivity(view, "pos") for key, view in MOVED.items()
    }
    for key, view in OUT.items():
        made[f"out {key}"] = one_by_one.leave_one_out(view, 1, "drop")
        made[f"influence {key}"] = one_by_one.influence(view, "drop")
    for key, weights in WEIGHTS.items():
        made[f"weights {key}"] = one_by_one.weights(weights)
    for key, sweep in SWEEPS.items():
        for stop in (0, 79, 110, 120):
            made[f"alpha {key} {stop}"] = shape_figures.alpha(sweep, stop, "alpha")
    for kind, view in RACES.items():
        made[f"race {kind}"] = race_figures.race(view, guess=0.25)
        made[f"race {kind} hidden"] = race_figures.race(view, hidden=True, guess=0.4)
    made["race hidden"] = race_figures.race(RACES["wild"], hidden=True)
    made["race begun"] = race_figures.race(next(race_steps("wild", (SQUARED,), 1)))
    return made


LIVE = live_figures()


def trace(figure: go.Figure, name: str) -> go.Scatter:
    (found,) = [t for t in figure.data if t.name == name]
    return found


# --- every figure -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", LIVE)
def test_every_figure_is_valid_plotly_with_named_axes(name: str) -> None:
    for figure in LIVE[name].figures:
        assert len(go.Figure(figure.to_dict()).data) == len(figure.data)
        names = [t.name for t in figure.data]
        assert len(set(names)) == len(names)
        for key, axis in figure.layout.to_plotly_json().items():
            if re.fullmatch(r"[xy]axis\d*", key):
                assert axis["title"]["text"], key
                low, high = axis["range"]
                assert np.isfinite([low, high]).all()
                assert low < high


@pytest.mark.parametrize("name", LIVE)
def test_every_colour_is_of_the_theme(name: str) -> None:
    for figure in LIVE[name].figures:
        used = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", figure.to_json()))
        assert used - {"rgba(0,0,0,0)"} <= theme.DARK.keys()


@pytest.mark.parametrize("name", LIVE)
def test_every_figure_has_a_twin_in_words(name: str) -> None:
    live = LIVE[name]
    assert live.alt.endswith(".")
    assert live.sentence.endswith(".")
    assert live.table.rows
    for text in (live.alt, live.sentence, *chain(*live.table.rows)):
        assert not re.search(r"\bnan\b|None|[{}]|  ", text), text


# --- one point moved --------------------------------------------------------------------------


@pytest.mark.parametrize("key", MOVED)
def test_dragging_the_point_ends_at_the_figure_of_that_position(key: str) -> None:
    view, live = MOVED[key], LIVE[f"moved {key}"]
    (motion,) = live.motions
    stops = [0, 7, len(view.positions) - 1]
    batch = view.moving
    assert (
        track_errors(live, motion, lambda k: sensitivity_figures.sensitivity(batch.at(k)), stops)
        == []
    )
    # what rests under the hand is one of the stops
    here = sensitivity_figures.sensitivity_figure(batch.at(motion.axis.nearest(motion.value)))
    assert differences(live.figures[0], here) == []
    assert message_bytes(motion.track()) < 150_000


def test_each_curve_is_drawn_as_its_loss() -> None:
    view = MOVED["anscombe"]
    figure = sensitivity_figures.sensitivity_figure(view)
    for e, estimator in enumerate(ALL):
        curve, hue = trace(figure, estimator.name), theme.hue(estimator.loss_at.loss)
        assert np.array_equal(curve.y, view.slopes[e])
        assert (curve.line.color, curve.line.dash) == (hue.role.light, hue.dash)
        clean = trace(figure, f"{estimator.name}, without the point")
        assert set(clean.y) == {view.clean[e]}
    assert list(trace(figure, "where the point is").x) == [12.74, 12.74]
    assert trace(figure, "where the point is").line.color == theme.HAND.light
    heights = np.sort(trace(figure, "names").y)
    assert np.diff(heights).min() >= 0.06 * np.ptp(figure.layout.yaxis.range)


def test_the_sentence_says_what_the_curves_do() -> None:
    text = say.sensitivity_sentence(MOVED["anscombe"])
    assert text.startswith(
        "With point 3 at y = 12.74, slope: squared error 0.500 (0.345 without it)"
    )
    assert "Squared error: every further 10 in y moves the slope by 0.364, without limit." in text
    assert (
        "Absolute error, Huber, Cauchy and Tukey biweight: within half a per cent of the clean"
        " slope at every position shown." in text
    )
    copper = say.sensitivity_sentence(MOVED["copper"])
    assert "With reading 24 at copper = 28.95 ppm, level: squared error 4.28" in copper
    assert "every further 10 ppm moves the level by 0.417, without limit" in copper
    assert "Huber: the point moves the level by at most 0.0458 from the clean one" in copper
    assert (
        "Tukey biweight: back at the clean level, to half a per cent, below 0 and above 7" in copper
    )
    assert "none without it" in say.sensitivity_sentence(MOVED["one decides"])


@pytest.mark.parametrize("key", MOVED)
def test_what_the_sentences_claim_is_in_the_numbers(key: str) -> None:
    view = MOVED[key]
    for e in range(len(view.estimators)):
        text, slopes, change = say.reaction_sentence(view, e), view.slopes[e], view.change[e]
        if "without limit" in text:
            steps = np.diff(slopes) / np.diff(view.positions)
            assert steps == pytest.approx(view.rate(e), rel=1e-6)
        if "and then no further" in text:
            assert slopes[0] == pytest.approx(slopes[1], rel=1e-6)
            assert slopes[-1] == pytest.approx(slopes[-2], rel=1e-6)
            assert f"at most {words.number(np.abs(change).max())} " in text
        if "back at the clean" in text:
            low, high = view.returned(e)
            outside = (view.positions <= low) | (view.positions >= high)
            assert np.abs(change[outside] / view.clean[e]).max() <= 0.005
            assert f"below {words.plain(low)} and above {words.plain(high)}" in text
        if "within half a per cent" in text:
            assert np.abs(change / view.clean[e]).max() <= 0.005
        if "over the positions shown" in text:
            ends = (
                f"between {words.number(np.nanmin(slopes))} and {words.number(np.nanmax(slopes))}"
            )
            assert ends in text
    assert ("without limit" in say.sensitivity_sentence(view)) is (view.axis == "y")


def test_fits_that_did_not_settle_are_counted() -> None:
    view = MOVED["copper"]
    lost = view.converged.copy()
    lost[1, :3] = False
    assert "3 of these fits did not settle." in say.sensitivity_sentence(
        replace(view, converged=lost)
    )
    assert "settle" not in say.sensitivity_sentence(view)


# --- one point left out -----------------------------------------------------------------------


@pytest.mark.parametrize("key", OUT)
def test_bar_number_i_is_point_i(key: str) -> None:
    view, live = OUT[key], LIVE[f"out {key}"]
    bars = trace(live.figures[0], one_by_one.BARS)
    assert list(bars.x) == list(range(1, len(view.problem) + 1))
    assert np.array_equal(bars.y, view.changes, equal_nan=True)
    names = trace(live.figures[0], "names of bars")
    assert (names.x[0], names.text[0]) == (view.most + 1, view.problem.labels[view.most])
    assert bars.marker.color[1] == theme.HAND.light
    assert bars.marker.color[0] == theme.hue(SQUARED.loss_at.loss).role.light or key == "tukey"
    assert live.picks == {one_by_one.BARS: "drop"}
    (_shown, *_rest) = live.table.rows
    assert [row[0] for row in live.table.rows] == list(view.problem.labels)


def test_what_leaving_out_says() -> None:
    def text(key: str) -> str:
        return say.leave_one_out_sentence(OUT[key])

    assert text("stars") == (
        "Squared error: without star 34 the slope goes from −0.413 to −0.168. Leaving out any other"
        " of the 47 stars moves it by 0.185 at most."
    )
    assert text("copper").startswith(
        "Squared error: without reading 24 the level goes from 4.28 to 3.21 ppm."
    )
    assert text("animals").startswith(
        "Squared error: without Brachiosaurus the slope goes from 0.496"
    )
    assert text("anscombe_4").startswith("Without point 8 all others have the same x")
    for key in ("exact", "tukey"):
        assert "moves the slope by half a per cent at most" in text(key)
        assert np.abs(OUT[key].changes).max() <= 0.005 * abs(OUT[key].slope)
    second = np.sort(np.abs(OUT["stars"].changes))[-2]
    assert words.number(second) == "0.185"


def test_the_area_of_a_marker_is_its_distance() -> None:
    view = OUT["stars"]
    points = trace(one_by_one.influence_figure(view), one_by_one.POINTS)
    area = (np.array(points.marker.size) - 4) ** 2
    assert area / area.max() == pytest.approx(view.cook / view.cook.max(), rel=1e-9)
    assert np.array_equal(points.x, view.leverage)
    assert np.array_equal(points.y, view.residual)
    named = trace(one_by_one.influence_figure(view), "largest three").text
    assert list(named) == [STARS.labels[row] for row in np.argsort(-view.cook)[:3]]
    four = trace(one_by_one.influence_figure(OUT["anscombe_4"]), one_by_one.POINTS)
    assert [four.marker.symbol[row] for row in (6, 7)] == ["circle", "x"]


def test_what_influence_says() -> None:
    text = say.influence_sentence(OUT["stars"])
    assert "Largest Cook's distance: star 34 with 0.413, from a leverage of 0.194" in text
    assert "The longest residual belongs to star 17" in text
    assert np.abs(OUT["stars"].residual).argmax() == STARS.labels.index("17")
    assert say.influence_sentence(OUT["anscombe_4"]).startswith("Point 8 has leverage 1")
    assert "nothing to measure" in say.influence_sentence(OUT["exact"])
    assert "longest" not in say.influence_sentence(OUT["copper"])


def test_what_the_weights_say() -> None:
    assert say.weights_sentence(WEIGHTS[SQUARED.key]) == (
        "Squared error: every one of the 24 years keeps its whole pull."
    )
    assert say.weights_sentence(WEIGHTS[TUKEY.key]) == (
        "Tukey biweight: 8 of 24 years keep less than half of a squared-error pull; no pull at all:"
        " 7."
    )
    weight = WEIGHTS[TUKEY.key].weight
    assert ((weight < 0.5).sum(), (weight == 0).sum()) == (8, 7)
    assert "On the line, without a finite weight: 2 of 47" in say.weights_sentence(
        WEIGHTS["on line"]
    )
    assert "On the line" not in say.weights_sentence(WEIGHTS[ABSOLUTE.key])
    assert "keeps the least, " in say.weights_sentence(WEIGHTS[HUBER.key])


# --- the shape moved --------------------------------------------------------------------------


@pytest.mark.parametrize("key", SWEEPS)
def test_moving_the_shape_ends_at_the_figure_of_that_shape(key: str) -> None:
    batch, live = SWEEPS[key], LIVE[f"alpha {key} 0"]
    (motion,) = live.motions
    stops = [0, 33, 79, 80, 100, 110, 120]
    alone = track_errors(live, motion, lambda k: shape_figures.alpha(batch, k, "alpha"), stops)
    assert alone == []
    track = motion.track()
    assert {name for name, _attribute in track.patches[0].traces} == {"this shape"}
    assert message_bytes(track) < 400_000


def test_a_patch_of_another_stop_is_noticed() -> None:
    batch = SWEEPS["phones"]
    track = shape_figures.alpha_track(batch)
    figure, _pull = shape_figures.alpha_figures(batch.at(0))
    there, _pull = shape_figures.alpha_figures(batch.at(110))
    assert differences(there, patched(figure, track.patches[0], 109)) == ["this shape: y"]


def test_every_point_rides_on_the_pull() -> None:
    view = SWEEPS["stars"].at(60)
    figure = shape_figures.alpha_figures(view)[1]
    curve, points = trace(figure, "pull of this shape"), trace(figure, "each point")
    assert np.interp(points.x, curve.x, curve.y) == pytest.approx(points.y, abs=2e-3)
    assert np.array_equal(points.x, view.lines.residual)
    flat = shape_figures.alpha_figures(SWEEPS["stars"].at(120))[1]
    straight = trace(flat, "pull of this shape")
    assert straight.y == pytest.approx(straight.x)


def test_what_the_shapes_say() -> None:
    stars = SWEEPS["stars"]
    assert say.alpha_sentence(stars.at(120)) == (
        "Shape 2, tolerance 0.597: squared error, whose pull grows with the miss, without limit."
        " Slope −0.413, squared error −0.413."
    )
    jump = "Between the shapes −2 and −2.1 the deepest valley changes: the best slope jumps from"
    told = [jump in say.alpha_sentence(stars.at(k)) for k in range(121)]
    assert told == [k <= 80 for k in range(121)]
    assert stars.alpha[80] == -2.0
    noiseless = ["there is no noise" in say.alpha_sentence(stars.at(k)) for k in range(121)]
    assert noiseless == [bool(alpha < 0) for alpha in stars.alpha]
    by_shape = {
        1.5: "still grows without limit, but slower than the miss",
        1.0: "capped at the tolerance",
        0.5: "the pull of a far miss dies away",
        -4.0: "the pull of a far miss dies away",
    }
    far = np.array([1e6, 1e8])
    for shape, phrase in by_shape.items():
        view = stars.at(int(np.abs(stars.alpha - shape).argmin()))
        assert phrase in say.alpha_sentence(view)
        near, further = view.pull(far)
        assert {
            1.5: near < further < 100 * near,
            1.0: further == pytest.approx(view.tolerance.size),
        }.get(shape, further < near < view.tolerance.size)
    assert "mean |r|" in say.tolerance_sentence(SWEEPS["anscombe_3"])
    assert say.tolerance_sentence(stars) == (
        "Tolerance 0.597: the MAD of the residuals of the absolute-error fit."
    )


# --- the race ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", CONTAMINATIONS)
def test_before_the_reveal_nothing_of_the_answer_is_there(kind: str) -> None:
    view = RACES[kind]
    hidden, shown = (race_figures.race(view, hidden=h, guess=0.25) for h in (True, False))
    other = replace(view, errors=view.errors + 0.1)
    assert hidden.figures[0] == race_figures.race(other, hidden=True, guess=0.25).figures[0]
    assert hidden.sentence.endswith("Guess first. Your guess: 25 %.")
    text = " ".join(
        [hidden.alt, hidden.sentence, *hidden.table.columns, *chain(*hidden.table.rows)]
    )
    assert not any(e.name_in_text in text for e in ALL)
    assert hidden.figures[0].layout == shown.figures[0].layout
    assert list(trace(hidden.figures[0], "your guess").x) == [25.0, 25.0]


@pytest.mark.parametrize("kind", CONTAMINATIONS)
def test_the_race_is_drawn_and_said_as_computed(kind: str) -> None:
    view = RACES[kind]
    live = race_figures.race(view)
    for e, estimator in enumerate(ALL):
        assert np.array_equal(trace(live.figures[0], estimator.name).y, view.errors[e])
        if np.isnan(view.breaks[e]):
            order = live.sentence.split("not up to 50 %: ")[1].split(".")[0]
        else:
            share = f"at {words.percent(view.breaks[e])}: "
            order = live.sentence.split(share)[1].split(";")[0].split(".")[0]
        assert estimator.name_in_text in order
    assert live.sentence.endswith(
        "Broken: the median slope error over 20 samples of 40 points, seeds 1 to 20, is above 0.25,"
        " half of the true slope."
    )
    first = np.nanmin(view.breaks)
    assert f"first to break, at {words.percent(first)}: " in live.sentence
    assert live.table.rows[3][:2] == ("15 %", "6")


def test_a_race_that_has_begun_says_how_far_it_is() -> None:
    (view, *_later) = race_steps("leverage", (SQUARED, TUKEY), 1)
    assert "none breaks up to 0 %. 1 of 11 shares so far." in say.race_sentence(view)
    safe = RaceView(
        "wild", (SQUARED,), np.array([0.0, 0.5]), np.array([[0.1, 0.1]]), 0, 20, 40
    )  # fmt: skip
    assert "none breaks up to 50 %." in say.race_sentence(safe)
    assert "so far" not in say.race_sentence(safe)
