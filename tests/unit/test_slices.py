"""Slices through the surface of a network: heights, directions, what the words say of them."""

import re
from functools import lru_cache

import numpy as np
import pytest
from scipy import optimize
from scipy.optimize import _numdiff
from sklearn.decomposition import TruncatedSVD

from lossviz.surfaces import slices
from lossviz.surfaces.moons import CLOUDS
from lossviz.surfaces.network import SIZE, drawn, gradient, mean_loss, parts
from lossviz.surfaces.network_training import Training
from lossviz.surfaces.slices import GRID, PathPlane, Slice, SliceSurface, random_directions
from lossviz.ui.picked import COIN_LOSS, SQUARED_CHANCE
from lossviz.words import network as say
from lossviz.words import number

COIN, SQUARED = COIN_LOSS.at(), SQUARED_CHANCE.at()


@lru_cache
def path(data: str, seed: int = 1) -> np.ndarray:
    """The networks kept in a thousand steps down cross-entropy, at rate 1."""
    training = Training(COIN, CLOUDS[data], seed, 1.0)
    training.advance()
    return training.seen(1000, 0).thetas


def cut(data="moons", kind="path", loss=COIN, steps=None, seed=1) -> Slice:
    thetas = path(data)[:steps]
    return Slice(loss, CLOUDS[data], thetas, PathPlane.of(thetas) if kind == "path" else None, seed)


@pytest.mark.parametrize("kind", ["path", "random"])
def test_a_height_is_the_mean_loss_of_that_network(kind, monkeypatch):
    one = cut("penguins", kind, SQUARED)
    surface, cloud = one.surface, one.clouds
    a, b = np.random.default_rng(1).uniform(-2, 2, (2, 50))
    by_hand = [
        float(mean_loss(SQUARED, surface.centre + s * surface.directions[0]
                        + t * surface.directions[1], cloud.x, cloud.y))
        for s, t in zip(a, b, strict=True)
    ]  # fmt: skip
    np.testing.assert_allclose(surface.mean(a, b), by_hand, rtol=1e-12)
    monkeypatch.setattr(slices, "BLOCK", 1)  # a block of one place each
    np.testing.assert_allclose(surface.mean(a, b), by_hand, rtol=1e-12)
    slope = optimize.approx_fprime([0.3, -0.2], lambda ab: float(surface.mean(*ab)), 1e-7)
    np.testing.assert_allclose(surface.gradient(0.3, -0.2), slope, atol=1e-6)
    bends = _numdiff.approx_derivative(lambda ab: surface.gradient(*ab), [0.3, -0.2])
    np.testing.assert_allclose(surface.hessian(0.3, -0.2), bends, atol=1e-6)
    assert surface.hessian(np.zeros(3), 0.0).shape == (3, 2, 2)


def test_random_directions_are_as_long_as_each_unit():
    """Li et al. 2018, section 4, with the numbers that come in to a unit as its filter."""
    theta = drawn(3) * 2.0
    directions = random_directions(theta, 5)
    np.testing.assert_array_equal(directions, random_directions(theta, 5))
    assert not np.allclose(directions, random_directions(theta, 6))
    w, b, v, c = parts(theta)
    for one in directions:
        dw, db, dv, dc = parts(one)
        for unit in range(8):
            assert np.hypot(np.linalg.norm(dw[unit]), db[unit]) == pytest.approx(
                np.hypot(np.linalg.norm(w[unit]), b[unit]), rel=1e-12
            )
        assert np.hypot(np.linalg.norm(dv), dc) == pytest.approx(
            np.hypot(np.linalg.norm(v), c), rel=1e-12
        )
    # a planted error: one length for all is not what the units have
    raw = np.random.default_rng(5).standard_normal((2, SIZE))[0]
    flat = raw / np.linalg.norm(raw) * np.linalg.norm(theta)
    assert not np.allclose(np.linalg.norm(parts(flat)[0], axis=1), np.linalg.norm(w, axis=1), 0.1)


@pytest.mark.parametrize("data", CLOUDS)
def test_the_plane_of_the_path_is_that_of_scikit_learn(data):
    thetas = path(data)
    plane = PathPlane.of(thetas)
    away = thetas - thetas[-1]
    svd = TruncatedSVD(2, algorithm="arpack", random_state=0).fit(away)
    for ours, theirs in zip(plane.directions, svd.components_, strict=True):
        assert abs(ours @ theirs) == pytest.approx(1, abs=1e-9)
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)
    np.testing.assert_allclose(plane.shares, svd.singular_values_**2 / (away**2).sum(), rtol=1e-9)
    # what the two leave out is what the projection loses
    left = away - plane.places @ plane.directions
    assert plane.shares.sum() == pytest.approx(1 - (left**2).sum() / (away**2).sum(), rel=1e-12)
    np.testing.assert_array_equal(plane.places[-1], [0, 0])
    assert (plane.places[0] >= 0).all()


def test_a_path_that_spans_no_plane_is_a_sentence():
    thetas = path("moons")
    line = drawn(1) + np.arange(5.0)[:, None] * drawn(2)
    for bad in (thetas[:1], thetas[:2], line, np.repeat(thetas[:1], 4, axis=0)):
        with pytest.raises(ValueError, match="two steps at least to span a plane"):
            PathPlane.of(bad)
    assert PathPlane.of(thetas[:3]).shares.sum() == pytest.approx(1)


@pytest.mark.parametrize("kind", ["path", "random"])
@pytest.mark.parametrize("data", CLOUDS)
def test_the_map_holds_what_is_drawn_and_its_lowest_place(data, kind):
    one = cut(data, kind)
    seen = one.seen
    assert seen.heights.shape == (GRID, GRID)
    assert seen.lowest == float(one.surface.mean(*one.lowest))
    assert seen.lowest <= min(seen.heights.min(), float(one.surface.mean(0.0, 0.0)))
    assert ("The diamond lies on the edge" in say.what_a_slice_shows(one)) == any(
        abs(place) in (side.low, side.high, -side.low)
        for place, side in zip(one.lowest, (one.room.a, one.room.b), strict=True)
    )
    places = [(0.0, 0.0)] if one.plane is None else one.plane.places
    assert all(one.room.holds(*place) for place in places)
    if one.plane is not None:
        assert one.path_heights[-1] == pytest.approx(
            float(mean_loss(COIN, one.thetas[-1], one.clouds.x, one.clouds.y))
        )


@pytest.mark.parametrize(
    ("data", "kind", "loss", "steps"),
    [
        ("moons", "path", COIN, None),
        ("penguins", "random", SQUARED, 3),
        ("moons", "random", COIN, 1),
    ],
)
def test_what_a_slice_hides_is_computed(data, kind, loss, steps):
    one = cut(data, kind, loss, steps)
    cloud, end = one.clouds, one.thetas[-1]
    said = say.what_it_hides(one)
    slope = optimize.approx_fprime(
        end, lambda theta: float(mean_loss(loss, theta, cloud.x, cloud.y)), 1e-7
    )
    bends = _numdiff.approx_derivative(
        lambda theta: gradient(loss, theta, cloud.x, cloud.y), end, method="3-point"
    )
    low, *_rest, high = np.linalg.eigvalsh((bends + bends.T) / 2)
    within = np.linalg.lstsq(one.surface.directions.T, slope, rcond=None)[0]
    inside = np.linalg.norm(within @ one.surface.directions)
    found = re.search(r"length (\S+), of which the slice holds (\S+)\. ", said)
    assert found is not None
    assert float(found[1]) == pytest.approx(np.linalg.norm(slope), rel=0.01)
    assert float(found[2]) == pytest.approx(inside, rel=0.01)
    assert "the 31 other directions" in said
    assert low < 0 < high  # in all cases here
    assert f"goes from {number(low)} to {number(high)}: in some direction the ground bends" in said
    if kind == "path":
        far = np.linalg.norm(one.thetas[0] - end)
        near = np.hypot(*one.plane.places[0])
        assert near <= far
        assert f"The start is {number(far)} away from the end" in said
        assert f"its shadow on the map {number(near)}." in said


def test_curvature_that_is_up_everywhere_or_nowhere_told_apart():
    one = cut()
    for bends, part in (
        ([1e-9, 2.0], "in some direction it is too small to tell from 0."),
        ([-1e-9, 2.0], "in some direction it is too small to tell from 0."),
        ([0.5, 2.0], "goes from 0.500 to 2.00: up in every direction."),
        ([-0.5, 2.0], "the end is no minimum of the surface"),
        ([0.0, 0.0], "The steepest curvature there is 0"),
    ):
        one.__dict__["bends"] = np.array(bends)
        assert part in say.what_it_hides(one)


# From the fold as it opens: two moons, cross-entropy, rate 1, seed 1, 1,000 steps. Shares as in
# scikit-learn's TruncatedSVD of the networks kept less the last, above.
def test_the_numbers_of_the_slice_as_the_fold_opens():
    said = say.what_a_slice_shows(cut())
    assert "the first holds 99.44 % of the squared distances" in said
    assert "the second 0.28 %" in said
    assert f"(the diamond) is {number(cut().seen.lowest)}, that at the cross 0.0142." in said
    again = say.what_a_slice_shows(cut(kind="random", seed=7))
    assert "The directions are random (draw 7)" in again
    one, other = (cut(kind="random", seed=seed).seen.heights for seed in (1, 2))
    assert np.abs(one - other).max() > 0.1


def test_shares_are_written_with_the_digits_they_need():
    shares = (0.5, 0.994, 0.0028, 0.0, 0.92, 0.08, 0.9987, 0.99996, 3e-7, 1.0)
    assert [say.share(part) for part in shares] == [
        "50 %", "99.40 %", "0.28 %", "0 %", "92.0 %", "8.0 %", "99.87 %", "more than 99.99 %",
        "less than 0.01 %", "100 %",
    ]  # fmt: skip


def test_the_diamond_is_nowhere_above_the_cross_or_the_shadow_of_the_path():
    """At a long rate the valley of the end is narrower than the grid is wide."""
    training = Training(COIN, CLOUDS["penguins"], 1, 30.0)
    training.advance()
    thetas = training.seen(300, 0).thetas
    one = Slice(COIN, CLOUDS["penguins"], thetas, PathPlane.of(thetas))
    assert one.seen.heights.min() > float(one.surface.mean(0.0, 0.0)) >= one.seen.lowest
    assert one.path_heights.min() >= one.seen.lowest


def test_the_surface_of_a_slice_is_a_surface_of_two_parameters():
    surface = SliceSurface(COIN, CLOUDS["moons"], drawn(1), np.eye(SIZE)[:2])
    assert surface.mean(np.zeros((3, 1)), np.zeros(4)).shape == (3, 4)
    assert surface.gradient(np.zeros((3, 1)), np.zeros(4)).shape == (3, 4, 2)


@pytest.mark.parametrize("index", [0, 10, -1])
def test_the_sentence_tells_the_shadow_from_the_network(index):
    """The height below the dot is that of the network nearest to it in the plane."""
    training = Training(COIN, CLOUDS["penguins"], 1, 1.0)
    training.advance()
    step = int(training.seen(1000, 0).kept[index])
    view, one = training.seen(1000, step), cut("penguins")
    directions = one.surface.directions
    shadow = one.thetas[-1] + directions.T @ directions @ (view.theta - one.thetas[-1])
    height = number(float(mean_loss(COIN, shadow, one.clouds.x, one.clouds.y)))
    said = say.network_sentence(one, view)
    if index == -1:
        assert said.endswith(f"The slice passes through this network, at height {height}.")
        assert height == number(float(view.loss))
    else:
        assert said.endswith(f"a shadow: the ground there has height {height}.")
    assert say.network_sentence(None, view) in said


def test_the_fold_says_what_the_network_sees():
    assert "8 hidden units of tanh, one logit out: 33 weights" in say.what_it_is(CLOUDS["moons"])
    assert "200 points in all, shaken by a bell of width 0.15" in say.what_it_is(CLOUDS["moons"])
    assert "219 birds with measured bills" in say.what_it_is(CLOUDS["penguins"])
    assert "8! · 2⁸ = 10,321,920 ways" in say.copies()
