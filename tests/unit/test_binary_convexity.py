"""Convex or not: loss against chord, curvature by finite differences, and the words."""

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss

from lossviz.binary.convexity import Segment, Surface, segment_sweep
from lossviz.figures import convexity as figures
from lossviz.figures.live import LiveFigure
from lossviz.likelihood.along_x import CLASS_PROBLEMS
from lossviz.ui.picked import COIN_LOSS, SQUARED_CHANCE
from lossviz.words import convexity as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

ORINGS = CLASS_PROBLEMS["orings"]
X = (ORINGS.x - ORINGS.x.mean()) / ORINGS.x.std()
Y = ORINGS.y.astype(float)
ENTROPY, SQUARES = (Surface(loss.at(), X, Y) for loss in (COIN_LOSS, SQUARED_CHANCE))
ORACLES = (
    lambda b, w: log_loss(Y, 1 / (1 + np.exp(-(b + w * X)))),
    lambda b, w: brier_score_loss(Y, 1 / (1 + np.exp(-(b + w * X)))),
)


def view(end: float = 4.0) -> Segment:
    return Segment(ENTROPY, SQUARES, end)


def hessian(f, b: float, w: float, h: float = 1e-3) -> np.ndarray:
    bb = (f(b + h, w) - 2 * f(b, w) + f(b - h, w)) / h**2
    ww = (f(b, w + h) - 2 * f(b, w) + f(b, w - h)) / h**2
    bw = (f(b + h, w + h) - f(b + h, w - h) - f(b - h, w + h) + f(b - h, w - h)) / (4 * h**2)
    return np.array([[bb, bw], [bw, ww]])


@pytest.mark.parametrize("surface", [ENTROPY, SQUARES])
def test_heights_and_bends_by_scikit_learn_and_finite_differences(surface: Surface) -> None:
    oracle = ORACLES[[ENTROPY, SQUARES].index(surface)]
    for row, column in ((0, 5), (20, 40), (32, 40), (50, 12), (60, 33)):
        b, w = surface.grid[column], surface.grid[row]
        assert surface.heights[row, column] == pytest.approx(oracle(b, w), rel=1e-9)
        lowest = np.linalg.eigvalsh(hessian(oracle, b, w))[0]
        assert surface.bends[row, column] == pytest.approx(lowest, abs=2e-6)


def test_cross_entropy_bends_upwards_everywhere_and_squared_error_does_not() -> None:
    assert (ENTROPY.bends > 0).all()
    assert ENTROPY.bent_share == 0
    b, w, bend = SQUARES.worst
    assert bend == SQUARES.bends.min()
    # -0.0947 at (2, 0): every logit is 2, so the formula 2 p q^2 (3 p - 1) is for a constant
    assert (b, w) == (2.0, 0.0)
    assert np.linalg.eigvalsh(hessian(ORACLES[1], b, w))[0] == pytest.approx(bend, abs=1e-6)
    assert say.number(bend) == "−0.0947"


def test_the_valleys() -> None:
    fit = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(X[:, None], Y)
    b, w, height = ENTROPY.valley
    assert (b, w) == pytest.approx((fit.intercept_[0], fit.coef_[0, 0]), abs=1e-4)
    assert f"{height:.3f}" == "0.442"
    b, w, height = SQUARES.valley
    around = [
        ORACLES[1](b + 0.05 * np.cos(a), w + 0.05 * np.sin(a)) for a in np.arange(0, 6.3, 0.3)
    ]
    assert height < min(around)
    b_low, w_low, low = SQUARES.lowest
    assert low == pytest.approx(ORACLES[1](b_low, w_low), rel=1e-9)
    assert low < height  # so the valley is not the lowest place: no convex function does that
    assert "it is lower: 0.132." in say.valley_sentence(view())
    # of cross-entropy in both places nothing of the kind is said
    assert "edge" not in say.valley_sentence(Segment(SQUARES, ENTROPY, 0.0))


@pytest.mark.parametrize("end", [-8.0, -3.0, 0.0, 4.0, 8.0])
def test_the_curves_along_the_segment_and_the_sentence(end: float) -> None:
    one = view(end)
    b0, w0 = one.start
    b, w = b0 + one.way * (end - b0), w0 + one.way * (8 - w0)
    given = np.where(Y == 1, 1, -1) * (b[:, None] + w[:, None] * X)
    p = 1 / (1 + np.exp(-given))  # of what happened
    for k, curve in enumerate((-np.log(p).mean(axis=1), ((1 - p) ** 2).mean(axis=1))):
        np.testing.assert_allclose(one.along[k], curve, rtol=1e-9)
        chord = np.interp(one.way, [0, 1], [curve[0], curve[-1]])
        np.testing.assert_allclose(one.chords[k], chord, rtol=1e-9)
        assert one.above[k] == pytest.approx(max((curve - chord).max(), 0), abs=1e-9)
        assert one.below[k] == pytest.approx(max((chord - curve).max(), 0), abs=1e-9)
    said = say.segment_sentence(one)
    assert said.startswith("From the best fit of cross-entropy to intercept")
    assert f"never above its chord, and up to {say.number(one.below[0])} below it." in said
    assert f"rises up to {say.number(one.above[1])} above its chord" in said


def test_what_is_never_and_sometimes_said_of_every_stop() -> None:
    sweep = segment_sweep(view(), "end", "end")
    assert (sweep.batch.above[:, 0] <= say.SEEN).all()
    assert (sweep.batch.above[:, 1] > 0.05).all()
    # the two other ways it could be, which these flights do not show
    swapped = say.segment_sentence(Segment(SQUARES, ENTROPY, 4.0))
    assert "cross-entropy is above its chord by up to" in swapped
    assert swapped.endswith("On this segment squared error is not above its chord either.")


def test_the_words_of_the_curvature() -> None:
    said = say.bend_sentence(view())
    assert "Cross-entropy bends upwards there at 100 % of the places" in said
    share = (SQUARES.bends >= 0).mean()
    assert f"squared error at {round(100 * share)} %" in said
    assert "intercept 2, slope 0: its smallest curvature there is −0.0947." in said


def test_a_place_of_the_map_is_a_sigmoid_of_the_temperatures() -> None:
    assert "standard deviations from the mean temperature" in say.what_is_drawn()
    temperature = X * ORINGS.x.std() + ORINGS.x.mean()
    np.testing.assert_allclose(temperature, ORINGS.x)
    assert (X.mean(), X.std()) == pytest.approx((0, 1), abs=1e-12)
    assert "nobody gains by a forecast other than the chance" in say.not_forbidden()
    told = np.linspace(0.001, 0.999, 999)  # what a belief of 0.3 expects to pay for each forecast
    assert told[(0.3 * (1 - told) ** 2 + 0.7 * told**2).argmin()] == pytest.approx(0.3)


def movable(end: float) -> LiveFigure:
    """The figure without its contours, which are no scatter and stay where they are."""
    live = figures.convexity(view(end), "end")
    assert sum(t.type != "scatter" for figure in live.figures for t in figure.data) == 2
    kept = (
        go.Figure([t for t in figure.data if t.type == "scatter"], figure.layout)
        for figure in live.figures
    )
    return replace(live, figures=tuple(kept))


def test_the_figure_is_sound_at_every_stop() -> None:
    one = movable(4.0)
    (motion,) = one.motions
    stops = motion.axis.stops
    at = [0, 1, len(stops) // 2, len(stops) - 1]
    assert track_errors(one, motion, lambda k: movable(float(stops[k])), at) == []
    assert message_bytes(motion.track()) < 400_000
    for end in (-8.0, 4.0, 8.0):
        assert figure_errors(figures.convexity(view(end), "end")) == []
        assert trace_errors(movable(end)) == []
