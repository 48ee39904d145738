"""Three to ten classes: only the true one is charged; log K and the floor of smoothing."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import log_loss

from lossviz.figures import more_classes as figures
from lossviz.figures.live import LiveFigure
from lossviz.multiclass.more_classes import MOST, MoreClasses, nothing, smoothed_floor
from lossviz.ui.picked import DIE_LOSS
from lossviz.words import more_classes as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import track_errors

DIE = DIE_LOSS.at()
STATES = [(3, 0.5, 0.0), (10, 0.01, 1.0), (10, 0.99, 0.0), (3, 0.01, 1.0), (7, 1 / 7, 0.0)]


def view(*at: float) -> MoreClasses:
    return MoreClasses(DIE, *at)


def live(one: MoreClasses) -> LiveFigure:
    return figures.more_classes(one, ("chance", "classes", "tilt"))


@pytest.mark.parametrize(("classes", "p", "tilt"), STATES)
def test_the_cost_is_that_of_scikit_learn_whatever_the_split(classes, p, tilt):
    one = view(classes, p, tilt)
    shares = one.shares[:classes]
    assert np.isnan(one.shares[classes:]).all()
    assert len(one.shares) == MOST
    assert shares.sum() == pytest.approx(1, abs=1e-12)
    assert one.cost == pytest.approx(log_loss([0], [shares], labels=range(classes)), rel=1e-9)
    assert one.cost == pytest.approx(-math.log(p), rel=1e-12)
    assert one.even_cost == pytest.approx(one.cost, rel=1e-12)
    if tilt:
        assert np.all(np.diff(shares[1:]) < 0)
    else:
        np.testing.assert_allclose(shares[1:], (1 - p) / (classes - 1))


def test_knowing_nothing_and_the_floor_of_smoothing():
    assert nothing(3) == pytest.approx(1.0986, abs=5e-5)  # -log(1/3)
    assert smoothed_floor(3) == pytest.approx(0.291, abs=5e-4)  # smoothing 0.1, three classes
    for k in range(3, 11):
        target = np.full(k, 0.1 / k)
        target[0] += 0.9
        assert smoothed_floor(k) == pytest.approx(stats.entropy(target), rel=1e-12)
        assert smoothed_floor(k) > smoothed_floor(k - 1)
        assert nothing(k) == pytest.approx(stats.entropy(np.full(k, 1 / k)), rel=1e-12)
    at_once = smoothed_floor(np.arange(3.0, 11.0))
    assert at_once == pytest.approx([smoothed_floor(k) for k in range(3, 11)], rel=1e-12)


@pytest.mark.parametrize("at", STATES[:3])
def test_the_figure_and_its_hands(at):
    one = view(*map(float, at))
    shown = live(one)
    assert figure_errors(shown) == []
    assert trace_errors(shown) == []
    for motion, field in zip(shown.motions, ("p", "classes", "tilt"), strict=True):
        stops = motion.axis.stops
        errors = track_errors(
            shown, motion, lambda k: live(replace(one, **{field: stops[k]})),  # noqa: B023
            [0, 1, len(stops) // 2, len(stops) - 1],
        )  # fmt: skip
        assert errors == []


def test_the_words():
    said = say.classes_sentence(view(3, 0.5, 0.0))
    assert "3 classes, the true one has 0.500: cost 0.693 nats" in said
    assert "log 3 = 1.099" in said
    assert "the answer is right" in said
    # the rest of three classes fully tilted: 0.5 / (1 + e^-3) = 0.476, 0.6 / (1 + e^-3) = 0.572
    assert "the answer is right" in say.classes_sentence(view(3, 0.5, 1.0))
    assert "Now another class has more, 0.572: the answer is wrong" in (
        say.classes_sentence(view(3, 0.4, 1.0))
    )
    assert "a tie" in say.classes_sentence(view(7, 1 / 7, 0.0))
    # what is left of a difference is rounding, and said to be
    off = view(3, 0.99, 1.0)
    assert 0 < abs(off.cost - off.even_cost) < 1e-15
    assert "nats, which is rounding." in say.difference(off)
    assert "by nothing at all." in say.difference(view(3, 0.4, 0.0))
    assert "log 10 = 2.303" in say.difference(view(10, 0.2, 0.5))
