"""Start and Squared error in motion: every stop is the figure that Python draws for it."""

import base64
import json
from dataclasses import replace

import numpy as np
import pytest

from lossviz import LOSSES
from lossviz.data.problems import LINE_PROBLEMS
from lossviz.figures import hill, squares, theme
from lossviz.figures.live import Patch, Track, patch_of
from lossviz.lines import LineView
from lossviz.location import HillView, first_readings
from lossviz.ui.live_figure import message
from tests.unit.motion_checks import message_bytes, same, track_errors

SQUARED = LOSSES["squared_error"].at()
NOISES = {
    "bell": SQUARED,
    "tent": LOSSES["absolute_error"].at(),
    "heavy tail": LOSSES["student_t"].at(nu=3.0, c=4.0),
}


def some(stops: int) -> list[int]:
    return sorted({0, 1, stops // 5, stops // 2, stops - 2, stops - 1} & set(range(stops)))


@pytest.mark.parametrize("best", [False, True])
@pytest.mark.parametrize("draw", [squares.squares, squares.pulls])
@pytest.mark.parametrize("key", LINE_PROBLEMS)
def test_every_hand_of_a_line(key: str, draw, best: bool) -> None:
    problem = LINE_PROBLEMS[key]
    live = draw(LineView(SQUARED, problem, *np.percentile(problem.y, [37.3, 81.1])), show_best=best)
    assert [m.axis.key for m in live.motions] == ["left", "right", "shift"]
    for motion in live.motions:
        standing = {"left": live.motions[0].value, "right": live.motions[1].value}

        def alone(k: int, motion=motion, standing=standing):
            ends = standing | {name: values[k] for name, values in motion.controls.items()}
            return draw(LineView(SQUARED, problem, ends["left"], ends["right"]), show_best=best)

        assert track_errors(live, motion, alone, some(len(motion.axis.stops))) == []


def hill_at(noise: str, sixth: float, **how: bool):
    return hill.hill(HillView(NOISES[noise], np.append(first_readings(), sixth)), **how)


@pytest.mark.parametrize("upside_down", [False, True])
@pytest.mark.parametrize("noise", NOISES)
def test_the_sixth_reading(noise: str, upside_down: bool) -> None:
    live = hill_at(noise, 3.25, upside_down=upside_down)
    (motion,) = live.motions
    stops = motion.axis.stops
    assert track_errors(
        live, motion, lambda k: hill_at(noise, stops[k], upside_down=upside_down),
        [*some(len(stops)), motion.axis.nearest(-44), motion.axis.nearest(29)],
    ) == []  # fmt: skip


@pytest.mark.parametrize("noise", NOISES)
def test_the_balance_of_pulls(noise: str) -> None:
    def at(sixth: float):
        return hill.balance(HillView(NOISES[noise], np.append(first_readings(), sixth)))

    live = at(-44.0)
    (motion,) = live.motions
    stops = motion.axis.stops
    assert track_errors(live, motion, lambda k: at(stops[k]), some(len(stops))) == []


def test_the_checker_notices_a_track_that_is_off() -> None:
    live = hill_at("bell", 3.0)
    (motion,) = live.motions
    right = motion.track()
    (patch,) = right.patches
    bent = {key: v for key, v in patch.traces.items() if key != ("hill", "x")}
    late = replace(right, patches=(Patch(bent | {("hill", "x"): patch.traces["hill", "x"] + 0.2}),))
    mute = replace(right, sentences=("x",) * len(right.sentences))
    short = Track(right.patches, right.sentences[:-1])
    stops = motion.axis.stops
    for planted, part in ((late, "hill: x"), (mute, "says 'x'"), (short, "sentences")):
        found = track_errors(
            live, replace(motion, track=lambda p=planted: p),
            lambda k: hill_at("bell", stops[k]), [0, 5],
        )  # fmt: skip
        assert any(part in one for one in found)


def test_same_knows_gaps_and_texts() -> None:
    assert same([1.0, np.nan], [1.0, np.nan])
    assert not same([1.0, np.nan], [1.0, 2.0])
    assert not same([1.0, 2.0], [1.0])
    assert not same(["a"], ["b"])


def test_traces_that_move_need_names_of_their_own() -> None:
    twice = [theme.scatter(name="a", x=[1]), theme.scatter(name="a", x=[2])]
    with pytest.raises(ValueError, match="names of their own"):
        patch_of(twice, twice)


# ---- the message --------------------------------------------------------------------------------


def rows(sent: dict, attribute: dict) -> np.ndarray:
    """Decoded as the browser does."""
    table = np.frombuffer(base64.b64decode(sent["values"]), "<f4").reshape(-1, sent["stops"])
    return table[attribute["columns"]].T


def sent(**attributes: np.ndarray) -> dict:
    return message.patches_message([Patch({("t", k): v for k, v in attributes.items()})])


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (101, 1), (101, 50)])
def test_rows_survive_the_message(shape: tuple[int, int]) -> None:
    values = np.random.default_rng(1).normal(size=shape)
    values[:, shape[1] // 2] = np.nan
    said = sent(x=values, y=2 * values)
    for attribute, given in zip(said["patches"][0], (values, 2 * values), strict=True):
        np.testing.assert_array_equal(rows(said, attribute), given.astype("<f4"))


def test_what_stands_still_or_moves_alike_is_sent_once() -> None:
    moving = np.arange(100.0)
    values = np.stack([moving, np.ones(100), moving, np.ones(100)], axis=1)
    assert len(base64.b64decode(sent(x=values, y=values)["values"])) == 2 * 100 * 4


def test_texts_are_sent_as_they_are() -> None:
    said = sent(text=np.array([["a"], ["b"]]))
    assert said["patches"][0][0]["texts"] == [["a"], ["b"]]
    assert (said["stops"], said["values"]) == (0, "")


def test_a_track_has_the_same_name_only_for_the_same_content() -> None:
    one, two = (
        squares.squares(LineView(SQUARED, LINE_PROBLEMS["hubble"], 0.0, right))
        for right in (1.0, 2.0)
    )
    left, other = one.motions[0], two.motions[0]
    first = message.track_message("f", left, left.track())
    assert first == message.track_message("f", left, left.track())
    assert first["revision"] != message.track_message("f", other, other.track())["revision"]


def test_the_messages_are_plain_json() -> None:
    live = squares.squares(LineView(SQUARED, LINE_PROBLEMS["hubble"], 0.0, 1.0))
    sent = message.figure_message("f", live, "plotly.js")
    json.dumps(sent)
    json.dumps([message.track_message("f", m, m.track()) for m in live.motions])
    assert sent["values"] == {"left": 0.0, "right": 1.0}
    left, _right, shift = sent["hands"]
    assert (left["key"], left["value"], left["handle"]["y"]) == ("left", 0.0, None)
    assert shift["says"].keys() == {"left", "right"}
    assert not shift["slider"]


# the bound of a sweep of 101 stops with 6 fits; squares have more corners than lines have ends
@pytest.mark.parametrize("noise", NOISES)
def test_a_sweep_of_the_hill_is_a_small_message(noise: str) -> None:
    (motion,) = hill_at(noise, -44.0, upside_down=True).motions
    assert message_bytes(motion.track()) < 150_000


def test_a_sweep_of_the_squares_is_a_small_message() -> None:
    live = squares.squares(LineView(SQUARED, LINE_PROBLEMS["hubble"], 0.0, 900.0))
    for motion in live.motions:
        assert message_bytes(motion.track()) < 150_000


def test_an_answer_is_a_track_of_one_stop() -> None:
    (motion,) = hill_at("bell", 3.0).motions
    track = motion.track()
    one = Track(tuple(patch.stop(4) for patch in track.patches), track.sentences[4:5])
    said = message.answer_message("f", one, 9)
    json.dumps(said)
    assert (said["number"], said["stops"], said["sentence"]) == (9, 1, track.sentences[4])
    with pytest.raises(ValueError, match="too many values"):
        message.answer_message("f", track, 9)
