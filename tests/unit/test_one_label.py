"""One label 1: both losses, both pulls, the race, and every clause of the sentence."""

import math
import re

import numpy as np
import pytest
from scipy import optimize

from lossviz.binary.one_label import RATE, START, STEPS, OneLabel, descent
from lossviz.figures import one_label as figures
from lossviz.figures import theme
from lossviz.figures.live import LiveFigure
from lossviz.ui.picked import COIN_LOSS, SQUARED_CHANCE
from lossviz.words import one_label as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

PLACES = [-8.0, -5.0, -0.7, 0.0, 3.3, 8.0]


BASE = OneLabel(COIN_LOSS.at(), SQUARED_CHANCE.at(), START, 0)


def view(z: float = START, step: int = 0) -> OneLabel:
    return BASE.through(z=z, step=step)  # the race is run once


def live(z: float = START, step: int = 0) -> LiveFigure:
    return figures.one_label(view(z, step), "z", "step")


def chance(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def race_by_hand(pull) -> list[float]:
    """Probabilities after each step at rate 1 from -5, in plain Python."""
    z, found = -5.0, [chance(-5.0)]
    for _step in range(STEPS):
        z += pull(chance(z))
        found.append(chance(z))
    return found


RACES = [race_by_hand(lambda p: 1 - p), race_by_hand(lambda p: 2 * p * (1 - p) ** 2)]


@pytest.mark.parametrize("z", PLACES)
def test_costs_are_those_of_the_formulas_and_pulls_their_slopes(z: float) -> None:
    formulas = (lambda at: -math.log(chance(at)), lambda at: (chance(at) - 1) ** 2)
    one = view(z)
    for k, formula in enumerate(formulas):
        assert one.costs[k] == pytest.approx(formula(z), rel=1e-9)
        slope = optimize.approx_fprime([z], lambda at, f=formula: f(at[0]), 1e-6)[0]
        assert one.pulls[k] == pytest.approx(-slope, abs=2e-6)


# Cross-entropy through the sigmoid at z = -5, label 1: slope -0.9933; squared error without a
# factor 1/2 -0.0132, with it -0.0066
def test_the_pulls_at_the_arrival() -> None:
    fast, slow = view().pulls
    assert (f"{fast:.4f}", f"{slow:.4f}", f"{slow / 2:.4f}") == ("0.9933", "0.0132", "0.0066")


# The race of the lesson: 6 steps against 85
def test_the_race_is_six_steps_against_eighty_five() -> None:
    assert view().arrivals == (6, 85)
    np.testing.assert_allclose(view().paths, RACES, rtol=1e-9)
    assert [next(k for k, p in enumerate(path) if p >= 0.5) for path in RACES] == [6, 85]


def test_a_race_that_does_not_arrive_says_so() -> None:
    stuck = OneLabel(COIN_LOSS.at(pos_weight=1e-3), SQUARED_CHANCE.at(), START, 0)
    with pytest.raises(ValueError, match="more than 100 steps"):
        _ = stuck.arrivals
    assert descent(COIN_LOSS.at(), START, RATE, 0).tolist() == [START]


@pytest.mark.parametrize("z", PLACES)
@pytest.mark.parametrize("step", [0, 1, 5, 6, 84, 85, 100])
def test_every_clause_of_the_sentence(z: float, step: int) -> None:
    said = say.one_label_sentence(view(z, step))
    p = chance(z)
    pulls = (1 - p, 2 * p * (1 - p) ** 2)
    assert f"logit {f'{z:g}'.replace('-', '−')}: p = {say.chance(p)}." in said
    assert f"pulls {say.pull(pulls[0])} per unit" in said
    assert f"squared error {say.pull(pulls[1])}:" in said
    times = float(re.search(r"pulls (\S+) times", said)[1].replace(",", ""))
    assert times == pytest.approx(pulls[0] / pulls[1], rel=6e-3)
    assert times >= 1.99
    arrived = [max(path[: step + 1]) >= 0.5 for path in RACES]
    assert (say.AHA in said) == arrived[0]
    assert ("squared error is not there" in said) == (arrived == [True, False])
    assert ("cross-entropy needed 6 steps, squared error 85" in said) == all(arrived)
    assert ("which loss reaches one half first?" in said) == (step == 0)
    if step:
        assert f"After {step} step{'s' * (step > 1)} from −5: " in said
        assert f"p = {say.chance(RACES[0][step])} for cross-entropy" in said
        assert f"{say.chance(RACES[1][step])} for squared error" in said


def test_no_probability_is_said_to_be_certain() -> None:
    for p in np.append(np.linspace(0.9, 0.9999, 300), [RACES[0][-1], chance(8)]):
        assert float(say.chance(float(p))) < 1


def test_a_pull_is_never_rounded_to_nothing_or_to_all_there_is() -> None:
    for size in [*np.geomspace(1e-9, 0.999, 200), *(1 - np.geomspace(2e-4, 0.5, 100))]:
        shown = say.pull(float(size))
        if "×" not in shown:
            assert 0 < float(shown) < 1
            assert float(shown) == pytest.approx(size, rel=0.06)


def test_the_arrival_in_words() -> None:
    assert say.one_label_sentence(view()) == (
        "Label 1, logit −5: p = 0.00669. Cross-entropy pulls 0.993 per unit of logit, squared error"
        " 0.013: the first pulls 75.2 times as hard. Now race both from −5: which loss reaches one"
        " half first?"
    )


def test_before_a_hand_has_moved_nothing_tells_how_hard_either_pulls() -> None:
    shown = figures.one_label(view(), "z", "step", told=False)
    assert shown.sentence == (
        # -log of 0.0066929 and (1 - 0.0066929)^2
        "Label 1, logit −5: p = 0.00669. Cross-entropy charges 5.01, squared error 0.987; a step"
        " goes down the slope of its own curve. Now race both from −5: which loss reaches one half"
        " first?"
    )
    pulls = {trace.name: trace for trace in shown.figures[1].data}
    for name in (*say.NAMES, *(f"dot of {name}" for name in say.NAMES), "here"):
        assert np.isnan(np.asarray(pulls[name].y, dtype=float)[-1:]).all()
    assert set(pulls["how hard"].text) == {theme.UNSEEN}
    read = [shown.sentence, shown.alt, str(shown.table), say.which_slope(view(), told=False)]
    for secret in ("0.993", "0.013", "0.0066 ", "75.2", "85", "1 − p,"):
        assert not any(secret in one for one in read)


def test_the_first_move_tells_the_pulls_and_its_end_draws_their_curves() -> None:
    shown = figures.one_label(view(), "z", "step", told=False)
    for motion, at in (
        (shown.motions[0], lambda s: (s, 0)),
        (shown.motions[1], lambda s: (START, int(s))),
    ):
        track, stops = motion.track(), motion.axis.stops
        for k, stop in enumerate(stops.tolist()):
            one = view(*at(stop))
            moved = at(stop) != (START, 0)
            (hard,) = [t for (n, a), t in track.patches[1].traces.items() if n == "how hard"]
            assert (theme.UNSEEN in hard[k]) != moved
            assert track.sentences[k] == say.one_label_sentence(one, told=moved)
    told = {t.name: t for t in live(-4.0).figures[1].data}
    assert np.isfinite(np.asarray(told["cross-entropy"].y)).all()
    assert "asked" not in told


def test_which_slope_is_meant() -> None:
    assert "squared error would pull 0.0066 here" in say.which_slope(view())
    assert "at rate 1." in say.which_slope(view())


def test_every_stop_of_both_hands() -> None:
    one = live(-2.0, 20)
    logit, step = one.motions
    for motion, at in (
        (logit, lambda k: live(float(logit.axis.stops[k]), 20)),
        (step, lambda k: live(-2.0, int(step.axis.stops[k]))),
    ):
        last = len(motion.axis.stops) - 1
        assert track_errors(one, motion, at, [0, 1, last // 2, last]) == []
        assert message_bytes(motion.track()) < 200_000
        assert motion.handle is not None


def test_each_pull_in_the_plot_has_its_name_and_every_curve_its_points() -> None:
    one = live()
    shown = next(t for t in one.figures[1].data if t.name == "how hard")
    assert list(shown.text) == ["cross-entropy 0.993", "squared error 0.013"]
    lines = [t for figure in one.figures for t in figure.data if t.name in say.NAMES]
    assert len(lines) == 6
    assert not any(t.line.simplify for t in lines)  # plotly would leave out points: angular


def test_the_figures_are_sound() -> None:
    for z in (-8.0, START, 8.0):
        for step in (0, 6, 100):
            assert figure_errors(live(z, step)) == []
            assert trace_errors(live(z, step)) == []
