"""Training of a small network: steps by a plain loop, in pieces or at once, figure and words."""

import itertools
import re
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest

from lossviz.figures import network as figures
from lossviz.figures.live import LiveFigure
from lossviz.surfaces import network_training
from lossviz.surfaces.moons import CLOUDS
from lossviz.surfaces.network import drawn, gradient, logits, loss_and_gradient, mean_loss
from lossviz.surfaces.network_training import KEPT, MOST_STEPS, Trained, Training
from lossviz.surfaces.slices import PathPlane, Slice
from lossviz.sweeps import MOST_STOPS
from lossviz.ui.picked import COIN_LOSS, SQUARED_CHANCE
from lossviz.ui.specs.surfaces_network import RATES
from lossviz.words import network as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

COIN, SQUARED = COIN_LOSS.at(), SQUARED_CHANCE.at()


SHORT = 100


@pytest.fixture(autouse=True)
def short_chunks(monkeypatch):
    """So that few steps are tests enough of what happens from one chunk to the next."""
    monkeypatch.setattr(network_training, "CHUNK", SHORT)


@lru_cache
def training_of(data: str, key: str, seed: int, rate: float) -> Training:
    """Each only once: what is done stays done."""
    return Training({at.loss.key: at for at in (COIN, SQUARED)}[key], CLOUDS[data], seed, rate)


def trained(data="moons", loss=COIN, seed=1, rate=1.0, steps=1000, step=None) -> Trained:
    training = training_of(data, loss.loss.key, seed, rate)
    while training.done < steps:
        training.advance()
    return training.seen(steps, steps if step is None else step)


def slice_of(view: Trained, kind: str = "path") -> Slice:
    plane = PathPlane.of(view.thetas) if kind == "path" else None
    return Slice(view.loss_at, view.clouds, view.thetas, plane)


def test_the_steps_kept_are_few_and_the_last_is_one_of_them():
    assert KEPT[:5] == (0, 1, 2, 3, 4)
    assert KEPT[-1] == MOST_STEPS == 100_000
    assert len(KEPT) + 2 <= MOST_STOPS


@pytest.mark.parametrize(("data", "loss", "rate"), [("moons", COIN, 3.0), ("penguins", SQUARED, 1)])
def test_the_path_is_that_of_a_plain_loop(data, loss, rate):
    """More than three chunks, and a step that no chunk ends at."""
    cloud, theta = CLOUDS[data], drawn(4)
    view = trained(data, loss, 4, rate, 310, 277)
    thetas, losses = {}, []
    for step in range(311):
        value, slope = loss_and_gradient(loss, theta, cloud.x, cloud.y)
        losses.append(float(value))
        if step in view.kept:
            thetas[step] = theta
        theta = theta - rate * slope
    assert thetas.keys() == {*view.kept.tolist()} == {k for k in KEPT if k <= 310} | {277, 310}
    np.testing.assert_allclose(view.thetas, [thetas[k] for k in view.kept], atol=1e-9)
    np.testing.assert_allclose(view.losses, losses, rtol=1e-9)
    assert view.uphill == sum(b > a for a, b in itertools.pairwise(losses))
    assert int(view.step) == 277
    assert float(view.loss) == pytest.approx(losses[277])
    right = ((logits(thetas[277], cloud.x) > 0) == (cloud.y == 1)).sum()
    assert int(view.right) == right


def test_what_is_done_stays_done_and_more_goes_on_from_there():
    one, other = (Training(COIN, CLOUDS["moons"], 2, 1.0) for _k in (0, 1))
    one.advance()
    kept = one.theta_at(SHORT)
    one.advance()
    for _k in range(2):
        other.advance()
    assert one.done == other.done == 2 * SHORT
    assert one.theta_at(SHORT) is kept
    np.testing.assert_array_equal(one.theta_at(2 * SHORT), other.theta_at(2 * SHORT))
    np.testing.assert_array_equal(one.seen(121, 5).losses, other.seen(200, 5).losses[:122])
    with pytest.raises(ValueError, match="between 0 and 200"):
        one.seen(201, 0)


def test_a_rate_beyond_all_bounds_is_a_sentence():
    training = Training(SQUARED, CLOUDS["moons"], 1, np.inf)
    with pytest.raises(ValueError, match="choose a smaller one"), np.errstate(all="ignore"):
        training.advance()
    assert training.done == 0
    assert training.seen(0, 0).steps == 0


# Every rate on offer stays finite: tanh is bounded, so a step is at most as long as the rate
# times a bounded pull, and the weights grow no faster than the steps are counted.
@pytest.mark.parametrize("rate", [RATES[0], RATES[-1]])
@pytest.mark.parametrize("data", CLOUDS)
def test_no_rate_on_offer_leaves_all_bounds(data, rate):
    for loss in (COIN, SQUARED):
        view = trained(data, loss, 1, float(rate), 300)
        assert np.isfinite(view.losses).all()
        if (loss is COIN) == (data == "moons"):
            live = figures.network(view, slice_of(view), "netat")
            assert figure_errors(live) == trace_errors(live) == []


@pytest.mark.parametrize(
    ("data", "loss", "kind", "steps", "step"),
    [
        ("moons", COIN, "path", 1000, 100),
        ("penguins", SQUARED, "random", 200, 77),
        ("moons", SQUARED, "path", 2, 0),
        ("moons", COIN, "none", 1, 1),
    ],
)
def test_the_figure_and_its_hand(data, loss, kind, steps, step):
    view = trained(data, loss, steps=steps, step=step)
    cut = None if kind == "none" else slice_of(view, kind)
    live = figures.network(view, cut, "netat")
    assert len(live.figures) == (2 if cut is None else 3)
    assert figure_errors(live) == trace_errors(live) == []
    (motion,) = live.motions

    def at(k: int) -> LiveFigure:
        return figures.network(view.through(index=np.array([k * 1.0])).at(0), cut, "netat")

    last = len(motion.axis.stops) - 1
    assert track_errors(live, motion, at, [0, last]) == []
    assert message_bytes(motion.track()) < 900_000


def test_without_a_step_there_is_a_figure_and_no_hand():
    view = trained(steps=0)
    live = figures.network(view, slice_of(view, "random"), "netat")
    assert live.motions == ()
    assert figure_errors(live) == trace_errors(live) == []
    assert say.how_it_went(view) == "No step has been taken yet."
    assert live.sentence.startswith("Before the first step the mean loss is 0.814: 80 of 200")


def test_the_border_parts_what_is_right_from_what_is_wrong():
    """Along the border the network gives both labels the same probability."""
    view = trained()
    places = view.border.T[~np.isnan(view.border[0])]
    raw = logits(view.end, CLOUDS["moons"].seen(places))
    everywhere = logits(view.end, CLOUDS["moons"].x)
    assert np.abs(raw).max() < 0.02 * np.abs(everywhere).max()


# The fold as it opens: two moons, cross-entropy, rate 1, seed 1; from a plain loop in double
# precision, as above.
def test_the_numbers_of_the_fold_as_it_opens():
    view = trained()
    said = say.network_sentence(None, view)
    assert said == (
        "After 1,000 steps the mean loss is 0.0142: 200 of 200 points are on their side of the"
        " border."
    )
    assert "went from 0.814 to 0.0142, and no step led uphill" in say.how_it_went(view)


@pytest.mark.parametrize(("rate", "loss"), [(30.0, COIN), (10.0, SQUARED), (0.01, COIN)])
def test_uphill_steps_are_counted_and_a_loss_above_the_start_is_told(rate, loss):
    view = trained(loss=loss, rate=rate, steps=300)
    said = say.how_it_went(view)
    losses = [float(one) for one in view.losses]
    ups = sum(b > a for a, b in itertools.pairwise(losses))
    assert (f"; {ups:,} of them led uphill, too long" in said) == (ups > 0)
    assert f" The curve joins {len(view.kept)} of the 301 losses on the way." in said
    assert ("no step led uphill" in said) == (ups == 0)
    assert ("ended above its start" in said) == (losses[-1] > losses[0])
    assert (rate, ups > 0) in {(30.0, True), (10.0, True), (0.01, False)}


@pytest.mark.parametrize("step", [0, 1, 50, 1000])
@pytest.mark.parametrize("data", CLOUDS)
def test_both_gradients_are_those_of_differences(data, step):
    view = trained(data, step=step)
    theta, cloud = view.theta, view.clouds
    lengths = []
    for loss in (COIN, SQUARED):
        way = gradient(loss, theta, cloud.x, cloud.y)
        size = 1e-5
        unit = way / np.linalg.norm(way)
        high, low = (
            float(mean_loss(loss, theta + s * size * unit, cloud.x, cloud.y)) for s in (1, -1)
        )
        lengths.append((high - low) / (2 * size))
    found = re.findall(r"length ([\d.]+), that of the squared error of the probability ([\d.]+)\.",
                       say.both_gradients(view, COIN, SQUARED))  # fmt: skip
    assert [float(one) for one in found[0]] == pytest.approx(lengths, rel=0.006)
    # at most half as hard on every logit
    z = logits(theta, cloud.x)
    assert (np.abs(SQUARED.grad(cloud.y, z)) <= 0.5 * np.abs(COIN.grad(cloud.y, z)) + 1e-15).all()
    # so each point's gradient is at most half as long; the mean is longer only where less cancels
    told = "cancel more" in say.both_gradients(view, COIN, SQUARED)
    assert told == (lengths[1] > lengths[0])
    assert told == (step == 1000)
    if told:
        rows = [slice(i, i + 1) for i in range(len(cloud.y))]
        single = [
            np.mean([np.linalg.norm(gradient(loss, theta, cloud.x[i], cloud.y[i])) for i in rows])
            for loss in (COIN, SQUARED)
        ]
        assert single[1] <= 0.5 * single[0]


def test_a_single_step_uphill_is_told_as_one():
    view = trained(rate=30.0, steps=1)
    assert view.losses[1] > view.losses[0]
    assert say.how_it_went(view) == (
        "In 1 step at learning rate 30 the mean loss went from 0.814 to 1.76: the step led uphill,"
        " too long for the ground it was on. It ended above its start: choose a smaller rate."
    )
    view = trained(rate=10.0, steps=2)
    assert [b > a for a, b in itertools.pairwise(view.losses)] == [False, True]
    assert "; one of them led uphill, too long for the ground it was on." in say.how_it_went(view)


def test_last_digits_of_a_loss_are_no_way_uphill():
    view = replace(trained(steps=2), losses=np.array([0.5, 0.5 * (1 + 1e-14), 0.5 * (1 + 1e-9)]))
    assert view.uphill == 1


def test_labels_that_are_all_the_same_are_told_so():
    view = trained(rate=30.0, steps=2, step=1)
    for index, parted in ((1, True), (2, False)):
        one = view.through(index=np.array([float(index)])).at(0)
        raw = logits(view.thetas[index], view.clouds.x)
        assert ((raw > 0).any() and (raw <= 0).any()) == parted
        assert int(one.ones) == (raw > 0).sum()
        said = say.network_sentence(None, one)
        assert ("on their side of the border" in said) == parted
        assert ("all 200 points get the same label, which is right for 100." in said) != parted


def test_a_loss_axis_has_at_least_two_numbers():
    for low, width in ((-0.19, 0.2), (0.05, 0.2), (-4.3, 0.5), (0.302, 0.7), (-2, 1.9), (-6, 6.0)):
        places, texts = figures._ticks(low, low + width)
        assert 2 <= len(places) <= 10
        assert all(low <= place <= low + width for place in places)
        assert len(set(texts)) == len(texts)
    # 0.9 and 1 lay on each other on a phone, at rate 0.01
    for low, width in ((-0.6, 0.62), (-1.2, 1.3), (0.05, 0.2), (-2.3, 2.5)):
        places = figures._ticks(low, low + width)[0]
        assert np.diff(places).min() >= 0.09 * width
    assert figures._ticks(-4.4, 0.0)[1] == ["0.0001", "0.001", "0.01", "0.1", "1"]


def test_one_step_is_one_step():
    view = trained(steps=1)
    assert say.network_sentence(None, view).startswith("After 1 step the mean loss")
    assert say.stopped(1).startswith("Stopped after 1 step. ")
    assert "Stopped after 23,000 steps." in say.stopped(23_000)
    assert say.training(3000, 100_000) == "Training: 3,000 of 100,000 steps"
