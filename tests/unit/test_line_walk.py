"""The map of all lines: what it shows, says and lets the hand move."""

import re

import numpy as np
import pytest

from lossviz.data.problems import LINE_PROBLEMS
from lossviz.figures import contour_map
from lossviz.figures.line_walk import arrow_of, line_walk
from lossviz.figures.live import LiveFigure, patched
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.line_walk import LineWalk
from lossviz.ui.controls import parse, settle
from lossviz.ui.picked import ABSOLUTE, SQUARED
from lossviz.ui.specs.surfaces import PAGE
from lossviz.ui.specs.surfaces_walk import RATES, STEPS
from lossviz.words import line_walk as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import differences, message_bytes, track_errors

HUBBLE = LINE_PROBLEMS["hubble"]
HILL = LineHill(SQUARED.at(), HUBBLE)
CREASED = LineHill(ABSOLUTE.at(), HUBBLE, HILL.room)
START = (373.125, 0.0)
CASES = [  # hill, place, rate, steps
    (HILL, START, 0.1, 0),
    (HILL, START, 0.6, STEPS),
    (HILL, (HILL.room.a.low, HILL.room.b.high), 0.6, 1),
    (CREASED, (HILL.room.a.high, HILL.room.b.high), 600.0, 3),
]


def stops_of(hill: LineHill) -> tuple[float, float, float]:
    _first, rates = RATES[hill.loss_at.loss.key]
    return rates.low, rates.high, rates.high / 60


def walk(hill: LineHill, place: tuple[float, float], rate: float, steps: int) -> LineWalk:
    return LineWalk(hill.surface, *place, rate, steps, STEPS)


def live(hill: LineHill, place: tuple[float, float], rate: float, steps: int) -> LiveFigure:
    return line_walk(hill, walk(hill, place, rate, steps), stops_of(hill))


@pytest.mark.parametrize(("hill", "place", "rate", "steps"), CASES)
def test_what_moves_is_what_would_be_drawn(
    hill: LineHill, place: tuple[float, float], rate: float, steps: int
) -> None:
    shown = live(hill, place, rate, steps)
    assert figure_errors(shown) == []
    assert trace_errors(shown) == []
    for motion in shown.motions:
        stops, said = motion.axis.stops, motion.controls

        def alone(k: int, said=said, key=motion.axis.key, stops=stops) -> LiveFigure:
            if key == "rate":
                return live(hill, place, float(stops[k]), steps)
            if key == "steps":
                return live(hill, place, rate, int(stops[k]))
            there = float(said["intercept"][k]), float(said["slope"][k])
            return live(hill, there, rate, int(said["steps"][k]))

        some = sorted({0, len(stops) // 2, motion.axis.nearest(motion.value), len(stops) - 1})
        assert track_errors(shown, motion, alone, some) == []
        assert message_bytes(motion.track()) < 130_000


def test_the_dot_is_answered_as_it_would_be_drawn() -> None:
    shown = live(HILL, START, 0.1, 12)
    assert shown.plane is not None
    a, b = shown.plane.x, shown.plane.y
    assert (a, b) == pytest.approx(walk(HILL, START, 0.1, 12).place)
    track = shown.plane.answer(-200.0, 640.0)
    alone = live(HILL, (-200.0, 640.0), 0.1, 0)
    for number, patch in enumerate(track.patches):
        assert differences(alone.figures[number], patched(shown.figures[number], patch, 0)) == []
    assert track.sentences == (alone.sentence,)


def test_what_the_reader_is_to_guess_is_not_shown_before_something_has_moved() -> None:
    shown = line_walk(HILL, walk(HILL, START, 0.1, 0), stops_of(HILL), told=False)
    (arrow,) = [t for t in shown.figures[0].data if t.name == "way of the pull"]
    assert np.isnan(arrow.x).all()
    # TEACHING: the wording; the numbers by hand: the variance of y, and what is left of it
    mse = np.var(HUBBLE.y)
    share = 100 * (mse / HILL.seen.lowest - 1)
    assert shown.sentence == (
        f"One point of the map is one whole line: this one is 373 + 0 x, MSE {mse:,.0f}".replace(
            "132,087", "132,100"
        )
        + " (km/s)²,"
        f" {share:.0f} % above the lowest. Training is walking downhill on a hill that the loss"
        " built."
    )


def test_the_arrow_is_the_way_of_the_pull_and_is_gone_at_balance_and_off_the_map() -> None:
    room = HILL.room
    for place in (START, (-300.0, 100.0), (-40.0, 700.0)):
        one = walk(HILL, place, 0.1, 0)
        x, y = arrow_of(one, room)
        way = np.array([x[1] - x[0], y[1] - y[0]])
        assert (x[0], y[0]) == place
        assert way / np.hypot(*way) == pytest.approx(one.pull / np.hypot(*one.pull))
    assert np.isnan(arrow_of(walk(HILL, START, 0.6, 40), room)[0]).all()
    # where the sentence says "Balance": rounded to six digits a pull of 1e-5 is left
    balance = walk(HILL, (-40.7836, 454.158), 0.1, 0)
    assert 0 < np.abs(balance.pull).max() < 1e-3
    assert np.isnan(arrow_of(balance, room)[0]).all()


def test_the_dot_is_whole_at_a_corner_and_gone_off_the_map() -> None:
    corner = (HILL.room.a.high, HILL.room.b.low)
    for place, rate, steps, seen in ((corner, 0.1, 0, True), (START, 0.6, 40, False)):
        (dot,) = [t for t in live(HILL, place, rate, steps).figures[0].data if t.name == "the dot"]
        assert dot.cliponaxis is False
        assert bool(np.isfinite([*dot.x, *dot.y]).all()) is seen


def pieces(hill: LineHill, place: tuple[float, float], rate: float, steps: int) -> str:
    return say.walk_sentence(hill, walk(hill, place, rate, steps))


def test_the_numbers_of_the_lesson() -> None:
    # balance where least squares is; at rate 0.6 beyond the stable limit of 0.492
    there = pieces(HILL, (-40.7836, 454.158), 0.1, 0)
    assert there.startswith("−40.8 + 454 x: MSE 49,730 (km/s)², within 0.01 % of the lowest.")
    assert there.endswith("Balance: the pulls cancel.")
    gone = pieces(HILL, START, 0.6, 40)
    assert "the dot is off the map, and its line off the data: MSE 4.31 × 10¹⁶ (km/s)²" in gone
    assert "every step lands higher: the walk explodes. Take a smaller rate." in gone


def path_by_hand(place: tuple[float, float], rate: float, steps: int, *, squares: bool = True
                 ) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Steps of gradient descent row by row, and the mean loss at each."""
    theta = np.array(place)
    path = [theta]
    for _step in range(steps + 1):
        miss = HUBBLE.y - theta[0] - theta[1] * HUBBLE.x
        pull = 2 * miss if squares else np.sign(miss)
        theta = theta + rate * np.array([pull.mean(), (pull * HUBBLE.x).mean()])
        path.append(theta)
    misses = [HUBBLE.y - a - b * HUBBLE.x for a, b in path]
    return np.array(path), np.array([np.mean(m**2 if squares else abs(m)) for m in misses])


@pytest.mark.parametrize("squares", [True, False], ids=["squares", "distances"])
def test_every_clause_is_true_at_the_ends_and_between(squares: bool) -> None:
    hill = HILL if squares else CREASED
    rates = (0.01, 0.1, 0.45, 0.49, 0.5, 0.6) if squares else (10.0, 100.0, 350.0, 600.0)
    places = (START, (HILL.room.a.low, HILL.room.b.low), (HILL.room.a.high, HILL.room.b.high),
              (-40.0, 450.0))  # fmt: skip
    found = set()
    for rate in rates:
        for place in places:
            path, losses = path_by_hand(place, rate, STEPS + 60, squares=squares)
            for step in (0, 1, 2, 7, 40, STEPS):
                text = pieces(hill, place, rate, step)
                inside = hill.room.holds(*path[step])
                assert ("off the map" in text) == (not inside), text
                rises = losses[step + 1] > losses[step] * (1 + 1e-9)
                falls = losses[step + 1] < losses[step] * (1 - 1e-9)
                if "Balance" in text:
                    assert abs(path[step + 1] - path[step]).max() < 1e-3 * rate
                elif "explodes" in text:
                    assert squares
                    assert (np.diff(losses[step:]) > 0).all()
                elif "the same in these digits" in text:
                    assert losses[step + 1] == pytest.approx(losses[step], rel=1e-3)
                elif "no lower" in text:
                    assert not falls
                elif "lower" in text.rsplit("lowest", 1)[-1]:
                    assert falls, text
                else:
                    assert "too long" in text
                    assert rises
                    assert not squares
                assert text.startswith("After") == (step > 0)
                share = 100 * (losses[step] / hill.seen.lowest - 1)
                if (said := re.search(r"([\d.]+) % above", text)) is not None:
                    assert float(said[1]) == pytest.approx(share, rel=0.06)
                elif (times := re.search(r"([\d,.]+) times the", text)) is not None:
                    least = losses[step] / hill.seen.lowest
                    assert float(times[1].replace(",", "")) == pytest.approx(least, rel=1e-3)
                found |= {
                    word
                    for word in ("Balance", "explodes", ": lower", "too long", "the same", "off")
                    if word in text
                }
    assert found >= ({"Balance", "explodes", ": lower", "off"} if squares else {": lower"})


def test_two_heights_that_look_the_same_are_not_called_lower_or_higher() -> None:
    found = []
    for hill, rates in ((HILL, np.arange(0.01, 0.605, 0.06)), (CREASED, np.arange(10, 605, 60))):
        for rate in rates.tolist():
            every = walk(hill, START, rate, 0).through(step=np.arange(0.0, STEPS + 1, 8))
            for k in range(11):
                text = say.walk_sentence(hill, every.at(k))
                said = re.search(r"(?:MSE|error) (.+?) [(k].*(?:MSE|error) (.+?): (.*)", text)
                if said is None:
                    continue
                same = said[1] == said[2]
                assert ("in these digits" in said[3] or "less than these" in said[3]) == same, text
                found.append(same)
    assert {True, False} == set(found)


def test_what_rounding_leaves_of_a_zero_is_called_zero() -> None:
    # 13 steps of 160 km/s times multiples of 1/24 that add up to 640
    corner = (HILL.room.a.low, HILL.room.b.low)
    one = walk(CREASED, corner, 160.0, 13)
    assert 0 < abs(float(one.place[0])) < 1e-9
    assert ", 0 + 453 x:" in say.walk_sentence(CREASED, one)
    assert live(CREASED, corner, 160.0, 13).table.rows[0][1] == "0 km/s"


def test_at_the_lowest_place_of_a_kinked_hill_a_step_is_not_called_too_long() -> None:
    # any shorter step would lead higher too: on the kink the pull is one of many slopes
    text = pieces(CREASED, CREASED.best, 100.0, 0)
    assert text.endswith(": higher. This is the lowest place: no step leads lower.")
    for a, b in np.random.default_rng(1).normal(0, 1, (100, 2)):
        aside = CREASED.surface.mean(CREASED.best[0] + a, CREASED.best[1] + b)
        assert aside >= CREASED.seen.lowest


def test_whether_the_line_is_seen_is_said_of_a_dot_off_the_map() -> None:
    for place, rate, steps in (((540.0, -200.0), 0.01, 4), (START, 0.6, 40), (START, 0.52, 24)):
        one = walk(HILL, place, rate, steps)
        a, b = one.place.tolist()
        heights = a + b * np.linspace(HILL.frame.left_x, HILL.frame.right_x, 10_001)
        seen = ((heights >= HILL.frame.y_low) & (heights <= HILL.frame.y_high)).any()
        text = say.walk_sentence(HILL, one)
        assert "the dot is off the map" in text
        assert ("its line off the data" in text) == (not seen)


def test_the_table_has_the_units_of_what_it_counts() -> None:
    table = live(HILL, START, 0.1, 0).table
    assert table.columns == ("", "intercept", "slope", "MSE")
    # a slope of (km/s)² in km/s, and in km/s per Mpc
    assert table.rows[1] == ("net pull on it", "0 km/s", "362.7 km/s Mpc", "")
    assert table.rows[3] == ("lowest", "−40.78 km/s", "454.2 km/s per Mpc", "49,730 (km/s)²")
    _dot, pull, _next, lowest = live(CREASED, START, 100.0, 0).table.rows
    assert pull[1:3] == ("−0.08333", "0.4303 Mpc")
    assert lowest[3] == "177.7 km/s"


def test_a_rate_between_the_stops_is_shown_as_it_was_typed() -> None:
    # 0.495 explodes, 0.49 does not: the box may not say one of the other
    assert HILL.surface.hessian(0.0, 0.0) @ np.ones(2) == pytest.approx(
        2 * np.array([1 + HUBBLE.x.mean(), HUBBLE.x.mean() + (HUBBLE.x**2).mean()])
    )
    limit = 2 / np.linalg.eigvalsh(HILL.surface.hessian(0.0, 0.0)).max()
    assert 0.49 < limit < 0.495
    for rate, decimals in ((0.1, 2), (0.49, 2), (0.495, 3), (0.4921, 4)):
        (axis,) = [m.axis for m in live(HILL, START, rate, 0).motions if m.axis.key == "rate"]
        assert axis.decimals == decimals
    (axis,) = [m.axis for m in live(CREASED, START, 100.0, 0).motions if m.axis.key == "rate"]
    assert axis.decimals == 0


def test_the_note_says_why_the_rates_differ() -> None:
    # at most 100 km/s a step at rate 100: the mean of signs is 1 at most
    places = np.random.default_rng(3).uniform((-640, -200), (540, 1100), (50, 2))
    for place in places:
        one = LineWalk(CREASED.surface, *place, 100.0, 0, 1)
        assert abs(one.ahead[0] - place[0]) <= 100
    assert "moves it by 100 km/s a step at most" in say.map_note(CREASED)
    assert "minus the slope of the MSE (no 1/2)" in say.map_note(HILL)
    assert "Arrow" not in say.map_note(HILL, told=False)  # none is drawn then


def test_contours_are_where_their_numbers_say() -> None:
    for hill in (HILL, CREASED):
        room = hill.room
        trace = contour_map.level_trace(hill.seen, hill.best, (room.a.low, room.b.high))
        assert len(trace["x"]) >= 3
        for a, b, text in zip(trace["x"], trace["y"], trace["text"], strict=True):
            height = float(hill.surface.mean(float(a), float(b)))
            assert float(text.replace(",", "")) == pytest.approx(height, rel=6e-3)
            level = np.log2((height - hill.seen.lowest) / hill.seen.levels[0])
            assert level == pytest.approx(round(level), abs=0.02)


def test_a_triangle_points_to_a_dot_off_the_map() -> None:
    a, b = HILL.room.a, HILL.room.b
    for x, y, mark in ((0, 0, ""), (a.high + 1, 0, "▶"), (0, b.low - 1, "▼"),
                       (a.low - 1, b.high + 1, "◤"), (a.low - 1, b.low - 1, "◣")):  # fmt: skip
        assert say.far_arrow(HILL, x, y) == mark


def test_a_moved_dot_begins_a_new_walk_and_another_loss_has_rates_of_its_own() -> None:
    link = {"steps": ("9",), "rate": ("0.3",)}
    values, notices = parse(PAGE, link)
    assert notices == []
    there = settle(PAGE, {**values, "intercept": 10.0, "slope": 20.0}, "intercept", "slope")
    assert (there["steps"], there["rate"]) == (0, 0.3)
    # a hand that says the steps itself is believed
    given = settle(PAGE, {**values, "intercept": 10.0}, "intercept", "steps")
    assert given["steps"] == 9
    other = settle(PAGE, {**values, "loss": ABSOLUTE.key}, "loss")
    assert (other["steps"], other["rate"]) == (0, 100.0)
