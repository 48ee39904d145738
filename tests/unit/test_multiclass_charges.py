"""Focal loss and class weights: cost, pull, the best forecast for all alike, two means."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize, special

from lossviz.core import Origin, Task
from lossviz.figures import charges as charge_figures
from lossviz.figures import class_weights as weight_figures
from lossviz.multiclass.charges import ALL, Charges
from lossviz.multiclass.class_weights import ClassWeights
from lossviz.multiclass.species import TRUE
from lossviz.ui.multiclass_logits import FOCAL
from lossviz.ui.picked import DIE_LOSS
from lossviz.words import charges as say_charges
from lossviz.words import class_weights as say_weights
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import track_errors

STATES = [(0.5, 2.0, 2.0), (0.01, 0.0, 0.5), (0.99, 5.0, 3.0), (0.01, 5.0, 3.0)]


def charges(*at: float) -> Charges:
    return Charges(DIE_LOSS, FOCAL, *at)


def test_the_focal_loss_is_the_surrogate_over_classes():
    assert FOCAL.task is Task.MULTICLASS
    assert FOCAL.origin is Origin.SURROGATE


@pytest.mark.parametrize(("p", "gamma", "weight"), STATES)
def test_the_three_charges_by_their_formulas(p, gamma, weight):
    def of(z):
        log_p = special.log_softmax(z)[TRUE]
        return -log_p * np.array([1.0, (1 - np.exp(log_p)) ** gamma, weight])

    one = charges(p, gamma, weight)
    z = np.log([(1 - p) / 2, p, (1 - p) / 2])
    np.testing.assert_allclose(one.costs, of(z), rtol=1e-9)
    step = np.array([0.0, 1e-6, 0.0])
    np.testing.assert_allclose(one.pulls, -(of(z + step) - of(z - step)) / 2e-6, atol=1e-7)
    assert one.pulls[0] == pytest.approx(1 - p)
    assert one.pulls[2] == pytest.approx(weight * (1 - p))
    for k in (0, 40, 98):
        there = charges(float(ALL[k]), gamma, weight)
        np.testing.assert_allclose(one.cost_curves[k], there.costs, rtol=1e-12)
        np.testing.assert_allclose(one.pull_curves[k], there.pulls, rtol=1e-12)


@pytest.mark.parametrize("at", STATES)
def test_the_figure_of_the_charges(at):
    def draw(view):
        return charge_figures.charges(view, ("sure", "gamma", "weight"))

    one = charges(*at)
    shown = draw(one)
    assert figure_errors(shown) == []
    assert trace_errors(shown) == []
    for motion, field in zip(shown.motions, charge_figures.FIELDS, strict=True):
        stops = motion.axis.stops
        assert len(stops) <= 121
        errors = track_errors(
            shown, motion, lambda k: draw(replace(one, **{field: stops[k]})),  # noqa: B023
            [0, len(stops) // 2, len(stops) - 1],
        )  # fmt: skip
        assert errors == []


def test_costs_that_are_not_drawn_are_said_to_be_so():
    shown = charge_figures.charges(charges(0.01, 0.0, 3.0), ("sure", "gamma", "weight"))
    points = {t.name: t.y for t in shown.figures[0].data}
    assert np.isnan(points["weighted, now"]).all()
    assert np.isfinite(points["cross-entropy"]).all()
    assert "Costs above 5 nats are not drawn." in say_charges.what_they_do(charges(0.01, 0.0, 3.0))


def test_the_words_of_the_charges():
    # p = 0.5: log 2 = 0.693; times 0.5^2 = 0.173; times 2 = 1.39
    said = say_charges.charges_sentence(charges(0.5, 2.0, 2.0))
    assert "Cross-entropy: cost 0.693, pull 0.500." in said
    assert "γ = 2.0: cost 0.173" in said
    assert "Counted 2.00 times: cost 1.39, pull 1.00." in said
    once = say_charges.charges_sentence(charges(0.5, 0.04, 1.0))
    assert "γ = 0.04: cost" in once  # not 0.0, where focal loss would be cross-entropy
    assert "Counted once: cost 0.693, pull 0.500." in once
    assert "Counted 1.004 times" in say_charges.charges_sentence(charges(0.5, 2.0, 1.004))
    # 0.5^2 and 0.1^2
    assert "here by 0.250, at p = 0.9 by 0.0100" in (
        say_charges.what_they_do(charges(0.5, 2.0, 2.0))
    )
    # 0.1^0.1: with a small focus a bird that is all but right still counts
    assert "at p = 0.9 by 0.794" in say_charges.what_they_do(charges(0.5, 0.1, 2.0))
    left = [charges(p, 0.1, 2.0).costs[1] / charges(p, 0.1, 2.0).costs[0] for p in ALL]
    assert np.all(np.diff(left) < 0)
    assert "focal loss is cross-entropy" in say_charges.what_they_do(charges(0.5, 0.0, 2.0))


# ---- class weights ------------------------------------------------------------------------------


@pytest.mark.parametrize("weight", [0.5, 1.0, 2.0, 3.0])
def test_the_best_forecast_is_that_of_a_search_and_of_the_functional(weight):
    view = ClassWeights(DIE_LOSS, weight)
    counts, w = np.array([152.0, 68.0, 124.0]), np.array([1.0, weight, 1.0])
    found = optimize.minimize(
        lambda z: -(counts * w * special.log_softmax(z)).sum() / 344, np.zeros(3), tol=1e-12
    )
    np.testing.assert_allclose(view.best, special.softmax(found.x), atol=1e-5)
    at = DIE_LOSS.at(class_weight=w)
    y = np.repeat([0, 1, 2], counts.astype(int))
    low, _high = at.facts.functional.of(np.eye(3)[y])
    np.testing.assert_allclose(view.best, special.softmax(low), rtol=1e-12)
    # the mean of the loss itself divides by the sum of the weights
    rows = np.tile(np.log(view.best), (344, 1))
    assert view.means[0] == pytest.approx(at.mean(y, rows), rel=1e-12)
    assert view.means[1] == pytest.approx(float(at.value(y, rows).sum()) / 344, rel=1e-12)
    assert view.means[1] == pytest.approx(view.means[0] * (w * counts).sum() / 344)


@pytest.mark.parametrize("weight", [0.5, 1.0, 3.0])
def test_the_figure_of_class_weights(weight):
    def draw(view):
        return weight_figures.class_weights(view, "weight")

    one = ClassWeights(DIE_LOSS, weight)
    shown = draw(one)
    assert figure_errors(shown) == []
    assert trace_errors(shown) == []
    (motion,) = shown.motions
    stops = motion.axis.stops
    errors = track_errors(
        shown, motion, lambda k: draw(replace(one, weight=stops[k])), [0, 10, len(stops) - 1]
    )
    assert errors == []
    _low, high = shown.figures[0].layout.yaxis.range
    assert one.through(weight=stops).best.max() < high
    low, high = shown.figures[1].layout.yaxis.range
    means = one.through(weight=stops).means
    assert low < means.min() < means.max() < high


def test_the_words_of_class_weights():
    plain = say_weights.weights_sentence(ClassWeights(DIE_LOSS, 1.0))
    # shares of the penguins and their entropy
    assert "Adelie 0.442, Chinstrap 0.198, Gentoo 0.360" in plain
    assert "Mean cost 1.049 nats." in plain
    assert plain.startswith("Each Chinstrap counts once.")
    assert "Each Chinstrap counts 0.50 times" in say_weights.weights_sentence(
        ClassWeights(DIE_LOSS, 0.5)
    )
    twice = say_weights.weights_sentence(ClassWeights(DIE_LOSS, 2.0))
    # 136 of 412
    assert "Chinstrap 0.330" in twice
    assert "by the 344 penguins" in twice
    # (152 + 124) / 2 / 68
    assert "at 2.03 the 68 Chinstraps are given a third" in (
        say_weights.which_mean(ClassWeights(DIE_LOSS, 2.0))
    )
