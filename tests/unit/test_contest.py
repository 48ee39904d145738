"""Walks of two rules on a ground: numbers, figure, hands and words."""

import re
from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize, stats

from lossviz.figures import optimisers as figures
from lossviz.figures.live import LiveFigure, patched
from lossviz.surfaces.contest import EXPLODED, STEPS, Contest, log_stops
from lossviz.surfaces.grounds import Ground
from lossviz.surfaces.irls import IRLS, row_weights
from lossviz.surfaces.optimisers import ADAM, NEWTON, mini_batch, momentum
from lossviz.surfaces.walk import GRADIENT_DESCENT
from lossviz.ui.specs.surfaces_optimisers import (
    GROUNDS,
    HIDDEN,
    LINES,
    SIGMOID,
    ground_of,
    rates_of,
    rules_on,
)
from lossviz.words import optimiser_notes as notes
from lossviz.words import optimisers as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import differences, message_bytes, track_errors

RULES = {
    rule.key: rule
    for rule in (GRADIENT_DESCENT, mini_batch(4, 0), momentum(0.9), ADAM, NEWTON, IRLS)
}
SQUARED, ABSOLUTE, HUBER, TUKEY = LINES


def view(ground=SQUARED, rules=("gradient",), rate=0.1, step=20, start="flat", other=1.0):
    here = ground_of(ground)
    place = here.starts[start] if isinstance(start, str) else start
    return Contest(
        here, tuple(RULES[key] for key in rules), *place, float(rate), float(other), float(step)
    )


def live(one: Contest) -> LiveFigure:
    ranges = [rates_of(one.ground.key, rule.key)[::2] for rule in one.rules]
    keys = figures.Keys(("rate", "other"), ("a", "b"), "step", (ranges[0], ranges[-1]))
    return figures.contest(one, keys)


def said(*args, **settings) -> str:
    return say.contest_sentence(view(*args, **settings))


@pytest.mark.parametrize("key", GROUNDS)
def test_the_lowest_places_are_minima(key):
    ground = ground_of(key)
    low = optimize.minimize(
        lambda p: float(ground.surface.mean(*p)), ground.bests[0], method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-14},
    )  # fmt: skip
    assert ground.lowest <= low.fun * (1 + 1e-9)
    for place in ground.bests:
        assert float(ground.surface.mean(*place)) == pytest.approx(ground.lowest, rel=1e-12)
        assert ground.room.holds(*place)
        if key != ABSOLUTE:
            size = np.abs(ground.surface.gradient(*ground.starts["high"])).max()
            assert np.abs(ground.surface.gradient(*place)).max() < 1e-5 * size
    for place in ground.starts.values():
        assert ground.room.holds(*place)
    assert ground.top > 0


def test_the_width_of_the_robust_losses_is_the_mad_about_the_absolute_line():
    surface = ground_of(HUBER).surface
    a, b = ground_of(ABSOLUTE).bests[0]
    mad = stats.median_abs_deviation(surface.y - a - b * surface.x, center=lambda *_a, **_k: 0.0)
    assert surface.scale == pytest.approx(mad / 0.6745, rel=2e-3)


def states() -> list[Contest]:
    """Every rule on every ground, its rates at both ends, from a start, at a step in turn."""
    found, starts, steps = [], ("flat", "low", "high"), (0, 1, 2, 20, STEPS)
    for ground in GROUNDS:
        for rule in rules_on({"ground": ground}):
            for rate in rates_of(ground, rule):
                n = len(found)
                found.append(view(ground, (rule,), rate, steps[n % 5], starts[n % 3]))
                found.append(view(ground, (rule,), rate, steps[-1 - n % 2], starts[(n + 1) % 3]))
    return found


def test_every_sentence_is_true_of_a_walk_taken_again():
    told = set()
    for one in states():
        text, lowest = say.contest_sentence(one), one.ground.lowest
        for word in ("nan", "inf", "None", "∞"):
            assert word not in text
        step, height = int(one.step), one.ground.surface.mean
        if step == 0:
            assert text.startswith("The start")
            continue
        theta, state = np.array([float(one.a), float(one.b)]), None
        path = [theta]
        with np.errstate(all="ignore"):
            for number in range(1, step + 1):
                theta, state = one.rules[0].move(
                    one.ground.surface, theta, np.array([one.rate]), number, state
                )
                path.append(theta)
            heights = np.array([float(height(*place)) for place in path])
        assert f"{step} step" in text
        gone = not heights[-1] < EXPLODED * heights[0]
        assert ("explodes" in text or "thrown far off" in text) == gone
        if gone:
            later = one.losses[0, step:]  # as they were taken again, no further than the last
            assert ("thrown far off" in text) == (later < EXPLODED * heights[0]).any()
            told.add("explodes")
            continue
        share = heights[-1] / lowest - 1
        assert ("the mean loss is the minimum" in text) == (share < 1e-6)
        if "has arrived" in text:
            assert (one.losses[0, min(step, 91) :] < (1 + 1e-6) * lowest).all()  # for ten steps
        if "does not stay" in text:
            assert one.losses[0, step:].max() > (1 + 1e-6) * lowest
        if share >= 1e-6:
            written = re.search(r"([0-9.,]+)(?: × 10\S+)? (% above|times) the minimum", text)
            if "× 10" not in text:
                expected = 100 * share if share < 9 else share + 1
                assert float(written[1].replace(",", "")) == pytest.approx(expected, rel=0.06)
            assert (written[2] == "times") == (share >= 9)
            told |= {"times"} if share >= 9 else set()
            up = int((np.diff(heights[-11:]) > 1e-9 * lowest).sum())
            last = min(step, 10)
            assert (f"Of its last {last} steps {up} went uphill" in text) == (up > 0 and last > 1)
            told |= {"uphill"} if up else set()
        inside = one.ground.room.holds(*path[-1])
        if "left the map" in text:
            assert not inside
        if "stands still" in text:
            np.testing.assert_array_equal(path[-1], path[-2])
        if "the Hessian is 0" in text:
            at = int(text.split("At step ")[1].split(" ")[0])
            assert not one.ground.surface.hessian(*path[at - 1]).any()
            np.testing.assert_array_equal(path[at], path[at - 1])
        if "eigenvalue" in text:
            at = int(text.split("At step ")[1].split(" ")[0])
            found = [np.linalg.eigvalsh(one.ground.surface.hessian(*p)) for p in path[:step]]
            low = [float(e[0]) for e in found]
            assert low[at - 1] <= 1e-9 * abs(found[at - 1][1])
            assert ("eigenvalue of 0" in text) == (low[at - 1] >= -1e-9 * abs(found[at - 1][1]))
            assert found[at - 1].any()
            assert all(e > 0 for e in low[: at - 1])
        told |= {w for w in ("left the map", "stands still", "eigenvalue", "arrived") if w in text}
    assert told == {"explodes", "uphill", "times", "left the map", "stands still", "eigenvalue",
                    "arrived"}  # fmt: skip


# the numbers of the lesson, each from the walk taken in the test above or its own oracle
@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({}, "Gradient descent, rate 0.1, 20 steps: mean loss 64,480 (km/s)², 30 % above the"),
        ({}, "30 % above the minimum."),
        ({"rate": 0.45, "step": 14}, "% above the minimum"),
        ({"rate": 1.0, "step": 5}, "it explodes; the loss is"),
        # 17,000,000,000,000 is not written out
        ({"ground": SIGMOID, "rules": ("newton",), "rate": 1.0, "start": (6.0, -6.0)},
         "it explodes; the loss is 1.70 × 10¹³, 5.6 × 10¹² times that of the start."),
        # twelve and a half times as high as the lowest: 1,200 % above it
        ({"ground": HUBER, "rate": 2e5, "step": 100}, "mean loss 5.034, 13 times the minimum."),
        ({"step": 0}, "The start: mean loss 132,100 (km/s)²; the lowest is 49,730. Which way"),
        ({"step": 0, "rules": ("adam", "newton")}, "Which of the two paths gets down first?"),
        ({"rules": ("newton", "newton")}, "Newton 2, rate 1, 20 steps: it has arrived"),
        ({"rules": ("newton",), "rate": 1.0, "step": 1}, "1 step: it has arrived"),
        ({"rules": ("irls",), "rate": 1.0, "step": 1}, "1 step: it has arrived"),
        ({"ground": ABSOLUTE, "rules": ("newton",), "rate": 1.0},
         "It stands still. At step 1 the Hessian is 0: there is no curvature, so Newton has no"),
        ({"ground": SIGMOID, "rules": ("newton",), "rate": 1.0, "start": "low"}, "it explodes"),
        ({"ground": HIDDEN, "rules": ("newton",), "rate": 1.0, "start": (0.3, 0.1)},
         "At step 1 the Hessian has the eigenvalue −"),
    ],
)  # fmt: skip
def test_the_numbers_of_the_lesson(settings, part):
    assert part in said(**settings)


def test_a_walk_that_rolls_through_the_minimum_has_not_arrived():
    # the heavy ball on Huber: at step 87 within a millionth of the lowest, later 80 times as far
    rolling = view(HUBER, ("momentum",), 2e4, 87)
    share = rolling.losses[0] / rolling.ground.lowest - 1
    assert share[87] < 1e-6
    assert share[88:].max() > 8e-5
    assert say.contest_sentence(rolling).endswith(
        "the mean loss is the minimum, 0.3922, but the walk does not stay there."
    )
    # Newton with a rate of 0.07 comes within a millionth at its last steps: too few to tell
    late = view(SQUARED, ("newton",), 0.07, STEPS)
    share = late.losses[0] / late.ground.lowest - 1
    assert share[-1] < 1e-6 < share[-10]
    assert say.contest_sentence(late).endswith("100 steps: the mean loss is the minimum, 49,730.")


def test_a_walk_that_comes_back_was_thrown_off():
    # one full step of Newton beside the saddle of the hidden unit; the next comes back
    far = view(HIDDEN, ("newton",), 0.94, 2)
    assert far.losses[0, 2] > EXPLODED * far.losses[0, 0] > far.losses[0, 3:].min()
    assert "it is thrown far off; the loss is" in say.contest_sentence(far)


def test_0_45_takes_14_steps_to_within_a_percent_and_0_495_explodes():
    # TEACHING, page 8: the same walk as in scene 2
    within = view(rate=0.45).losses[0] / ground_of(SQUARED).lowest - 1 < 0.01
    assert int(within.argmax()) == 14
    assert view(rate=0.495).losses[0, -1] > view(rate=0.495).losses[0, 0]


def test_the_largest_rates_are_said():
    ground = ground_of(SQUARED)
    assert "= 0.492: " in notes.rule_note("gradient", ground, 4, 0.9)
    assert "= 0.934: " in notes.rule_note("momentum", ground, 4, 0.9)
    assert "changes from place to place" in notes.rule_note("gradient", ground_of(HUBER), 4, 0.9)
    for key, said in ((SQUARED, True), (HIDDEN, True), (HUBER, False), (SIGMOID, False)):
        assert ("without a 1/2" in notes.rule_note("gradient", ground_of(key), 4, 0.9)) == said
    assert "all 24 rows" in notes.rule_note("batch", ground, 24, 0.9)
    assert "4 of the 24 rows, shuffled anew on each pass through them." in notes.rule_note(
        "batch", ground, 4, 0.9
    )
    assert "pass through them; the last batch of a pass has the 4 left over." in notes.batch_note(
        5, 24
    )
    assert "below 0.0363 km/s (0.0001" in notes.rule_note("irls", ground_of(ABSOLUTE), 4, 0.9)
    assert "For squared error all weights are the same" in notes.rule_note("irls", ground, 4, 0.9)
    weights = row_weights(ground.surface, np.array([100.0, 300.0]))
    assert (weights == weights[0]).all()
    assert "a row far off counts less" in notes.rule_note("irls", ground_of(TUKEY), 4, 0.9)
    assert "β = 0 keeps nothing of the last step" in notes.rule_note("momentum", ground, 4, 0.0)
    assert "0 would weigh" not in notes.rule_note("irls", ground_of(HUBER), 4, 0.9)


def test_absolute_error_is_facets_whose_slope_does_not_fade():
    # a gradient of sums of signs: nowhere on the map smaller than some part of the largest
    ground = ground_of(ABSOLUTE)
    assert "flat facets: the gradient does not fade" in notes.limit_note(ground, 0.0)
    assert not ground.surface.hessian(*ground.starts["high"]).any()
    walk = view(ABSOLUTE, rate=50, step=STEPS)
    length = np.linalg.norm(np.diff(walk.path[0], axis=0), axis=-1)
    assert length[-20:].min() > 0.02 * length[:20].max()
    assert walk.uphill(0)[0] > 0


def test_the_first_step_of_adam_is_the_rate_in_each_parameter():
    for key in GROUNDS:
        one = view(key, ("adam",), rates_of(key, "adam")[1], 1, "high")
        np.testing.assert_allclose(np.abs(np.diff(one.path[0, :2], axis=0)[0]), one.rate, rtol=1e-3)


def test_a_mini_batch_wanders_and_a_smaller_rate_wanders_less():
    large, small = (view(rules=("batch",), rate=rate).losses[0, -40:] for rate in (0.2, 0.05))
    assert (np.diff(large) > 0).sum() > 8
    assert large.max() - large.min() > 3 * (small[-10:].max() - small[-10:].min())


@pytest.mark.parametrize(
    ("ground", "rules", "rate", "step", "start", "other"),
    [
        (SQUARED, ("gradient",), 0.1, 20, "flat", 1.0),
        (SQUARED, ("gradient", "momentum"), 1.0, 100, "high", 0.1),
        (ABSOLUTE, ("newton", "irls"), 1.0, 0, "low", 3.0),
        (SIGMOID, ("newton", "newton"), 1.0, 7, "low", 0.05),
        (HIDDEN, ("batch", "adam"), 0.2, 60, "flat", 10.0),
    ],
)  # fmt: skip
def test_the_figure_and_all_hands(ground, rules, rate, step, start, other):
    one = view(ground, rules, rate, step, start, other)
    shown = live(one)
    assert figure_errors(shown) == []
    assert trace_errors(shown) == []
    fields = ("step", "rate", "other_rate")[: 1 + len(rules)]
    for motion, field in zip(shown.motions, fields, strict=True):
        stops = motion.axis.stops
        assert len(stops) <= 121
        assert trace_errors(live(replace(one, **{field: stops[-1]}))) == []
        errors = track_errors(
            shown, motion, lambda k: live(replace(one, **{field: stops[k]})),  # noqa: B023
            [0, len(stops) // 2, len(stops) - 1],
        )  # fmt: skip
        assert errors == []
        assert message_bytes(motion.track()) < 700_000
    # the dot: an answer is the figure made there
    a, b = one.ground.starts["high"]
    track = shown.plane.answer(a, b)
    there = live(replace(one, a=a, b=b))
    assert track.sentences == (there.sentence,)
    for drawn, at_rest, patch in zip(there.figures, shown.figures, track.patches, strict=True):
        assert differences(drawn, patched(at_rest, patch, 0)) == []
        assert drawn.layout == at_rest.layout


def test_what_is_drawn_of_an_explosion_is_finite_and_few_screens_away():
    one = view(rate=1.0, step=STEPS)
    room = one.ground.room
    for figure in live(one).figures:
        for trace in figure.data:
            if trace.type == "scatter":
                assert np.nanmax(np.abs(np.asarray(trace.x, dtype=float)), initial=0) < 1e6
                assert np.nanmax(np.abs(np.asarray(trace.y, dtype=float)), initial=0) < 1e6
    last = live(one).figures[0].data[2].x
    assert np.isfinite(last[0])
    assert np.nanmax(last) > room.a.high or np.nanmin(last) < room.a.low


def test_the_loss_is_drawn_in_powers_of_ten_above_its_minimum():
    one = view(step=50)
    excess = one.losses[0, :51] - one.ground.lowest
    drawn = live(one).figures[2].data[1].y
    np.testing.assert_allclose(drawn[:51], np.log10(excess), rtol=1e-9)
    assert np.isnan(drawn[51:]).all()


def test_the_lowest_places_lie_over_the_paths_with_their_name():
    for ground, n in ((SQUARED, 1), (HIDDEN, 2)):
        names = [trace.name for trace in live(view(ground, ("adam", "newton"))).figures[0].data]
        assert names == ["contours", "Adam", "Adam, now", "Newton", "Newton, now", "lowest",
                         "start"]  # fmt: skip
        assert live(view(ground)).figures[0].data[3].text == ("lowest",) * n


def test_what_has_arrived_is_seen_around_the_lowest_place_and_one_ring_in_the_other():
    data = live(view(rules=("newton", "irls"), step=20)).figures[0].data
    nows = [trace.marker for trace in data if trace.name.endswith("now")]
    lowest = next(trace.marker for trace in data if trace.name == "lowest")
    assert all(now.symbol.endswith("-open") for now in nows)
    # plotly draws a diamond of size s 1.3 s wide; the line of a ring lies half inside of it
    inner = [now.size - now.line.width for now in nows]
    assert nows[1].size + nows[1].line.width < inner[0]
    # a corner of the diamond points at the middle of a side of the square
    assert 1.3 * lowest.size < inner[0]
    assert 1.3 * lowest.size <= nows[1].size + 1


@pytest.mark.parametrize("key", ["newton", "batch", "momentum"])
def test_one_rule_twice_walks_as_it_does_alone(key):
    one = view(SIGMOID, (key, key), 0.5, 7, "low", 2.0)
    stops = np.array([0.0, 3.0, 100.0])
    for changes in ({}, {"step": stops}, {"rate": stops / 50}, {"other_rate": stops / 50},
                    {"a": np.array([0.3])}):  # fmt: skip
        both = replace(one, **changes)
        alone = replace(both, rules=both.rules[:1])
        other = replace(alone, rate=both.other_rate)
        for name, axes in (("path", 2), ("losses", 1), ("trail", 2), ("logs", 1), ("place", 1),
                           ("loss", 0), ("lows", 1)):  # fmt: skip
            found = getattr(both, name)
            for k, walk in enumerate((alone, other)):
                mine = np.take(found, k, axis=-1 - axes)
                expected = np.take(getattr(walk, name), 0, axis=-1 - axes)
                # a walk knows nothing of the stops of the other one's rate
                expected = np.broadcast_to(expected, mine.shape)
                np.testing.assert_allclose(mine, expected, rtol=1e-9)


def test_at_the_minimum_and_beyond_the_drawing_the_log_is_finite():
    # Newton is at the minimum after one step, where the height above it is 0 or a rounding below
    for ground in GROUNDS:
        rule = "gradient" if ground == ABSOLUTE else "newton"
        for start, rate in ((ground_of(ground).bests[0], 1.0), ("low", 3.0)):
            one = view(ground, (rule,), rate, STEPS, start)
            low, high = one.powers
            _bar, line, now = live(one).figures[2].data
            drawn = np.asarray(line.y, dtype=float)
            assert np.isfinite(drawn[0])
            seen = drawn[np.isfinite(drawn)]
            assert seen.min() >= low
            assert seen.max() <= high + 2
            excess = float(one.loss[0]) - one.ground.lowest
            if excess <= 10.0**low:
                assert now.y == (low,)
            elif not excess <= 10.0**high:
                assert np.isnan(now.y[0])


def test_stops_of_a_rate():
    stops = log_stops(0.001, 1.0, 0.1234)
    assert stops[0] == 0.001
    assert stops[-1] == 1.0
    assert 0.1234 in stops
    assert (np.diff(np.log(stops)) < 0.2).all()


def test_a_ground_is_shared_and_needs_no_map_to_walk_on():
    assert isinstance(ground_of(SQUARED), Ground)
    assert ground_of(SQUARED) is ground_of(SQUARED)
