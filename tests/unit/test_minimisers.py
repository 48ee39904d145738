"""Where a surface is lowest: sets of places in exact arithmetic, basins by many starts of scipy."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pytest
from scipy import optimize

from lossviz import LOSSES
from lossviz.numerics import Interval
from lossviz.surfaces.height_map import HeightMap, Room
from lossviz.surfaces.mean_loss import MeanLoss
from lossviz.surfaces.minimisers import basins, hollows, in_order, minima, spans
from lossviz.surfaces.side_by_side import Hill, grounds

GROUNDS = grounds(LOSSES["absolute_error"].at())


def hill(key: str, ground: str, **params: float) -> Hill:
    return Hill(LOSSES[key].at(**params), GROUNDS[ground])


def test_absolute_error_has_a_parallelogram_of_lowest_lines() -> None:
    # Hubble's four at 0.9 Mpc (-30, 150, 500, 650) and four at 2 Mpc (500, 800, 850, 1090): every
    # line between the two middle ones at both distances costs the same
    near, far = Fraction(9, 10), Fraction(2)
    corners = set()
    for low in (150, 500):
        for high in (800, 850):
            slope = (high - low) / (far - near)
            corners.add((round(float(low - slope * near), 6), round(float(slope), 6)))
    found = hill("absolute_error", "pairs").minima
    assert {(round(a, 6), round(b, 6)) for a, b in found.lowest.tolist()} == corners
    assert found.many
    assert found.basins == 1
    surface = hill("absolute_error", "pairs").surface
    inside = np.random.default_rng(1).dirichlet(np.ones(4), 50) @ found.lowest
    assert surface.mean(inside[:, 0], inside[:, 1]) == pytest.approx(np.full(50, found.height))
    outside = found.lowest.mean(axis=0) + 1.01 * (found.lowest - found.lowest.mean(axis=0))
    assert (surface.mean(outside[:, 0], outside[:, 1]) > found.height + 1e-6).all()


def test_corners_are_walked_around_without_a_crossing() -> None:
    square = np.array([[0.0, 0.0], [1.0, 9.0], [1.0, 0.0], [0.0, 9.0]])
    steps = np.abs(np.diff(in_order(square), axis=0))
    assert (np.count_nonzero(steps, axis=1) == 1).all()


def by_many_starts(one: Hill, n: int, seed: int) -> np.ndarray:
    """Bottoms within the room that scipy's BFGS finds from random places."""
    room, span = one.ground.room, spans(one.ground.room)
    low = np.array([room.a.low, room.b.low])
    kept: list[np.ndarray] = []
    for u in np.random.default_rng(seed).random((n, 2)):
        end = optimize.minimize(
            lambda t: float(one.surface.mean(*(low + t * span))), u,
            jac=lambda t: one.surface.gradient(*(low + t * span)) * span,
        ).x  # fmt: skip
        place = low + end * span
        bends = one.surface.hessian(*place) * np.outer(span, span)
        values = np.linalg.eigvalsh(bends)
        slope = np.linalg.norm(one.surface.gradient(*place) * span)
        bottom = values[0] > 1e-4 * values[1] and slope < 1e-4 * values[1]
        apart = all(np.abs((place - other) / span).max() > 2e-3 for other in kept)
        if bottom and apart and room.holds(*place):
            kept.append(place)
    return np.array(kept)


@pytest.mark.parametrize(
    ("key", "ground", "params", "count"),
    [  # counted by the many starts as well
        ("tukey_biweight", "stars", {}, 2),
        ("tukey_biweight", "hubble", {}, 1),
        ("welsch", "stars", {"c": 2.985 / 2}, 2),
        ("cauchy", "phones", {}, 2),
        ("tukey_biweight", "phones", {}, 13),
        # one of these five, at (83.7, 13.3), is narrower than the grid and aslant to it
        ("cauchy", "phones", {"c": 2.385 / 2}, 5),
        ("brier", "orings", {}, 1),
    ],
)
def test_many_starts_find_no_basin_that_is_missed(key, ground, params, count) -> None:
    one = hill(key, ground, **params)
    found = np.vstack([one.minima.lowest, one.minima.others])
    assert len(found) == count == one.minima.basins
    reached = by_many_starts(one, {13: 50, 5: 40, 2: 30}.get(count, 12), 7)
    span = spans(one.ground.room)
    for place in reached:
        assert np.abs((found - place) / span).max(axis=1).min() < 2e-3
    heights = one.surface.mean(found[:, 0], found[:, 1])
    assert (np.diff(heights) >= 0).all()
    for place in found:  # each is a bottom: nothing near is lower
        near = place + 2e-3 * span * np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, -1]])
        assert (one.surface.mean(*near.T) > one.surface.mean(*place)).all()


def test_the_hinge_has_its_lowest_place_by_nelder_and_mead_too() -> None:
    one = hill("hinge", "orings")
    found = optimize.minimize(
        lambda t: float(one.surface.mean(*t)), [-1.0, -1.0], method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-12},
    )  # fmt: skip
    assert one.minima.height == pytest.approx(found.fun, abs=1e-7)
    assert (one.seen.heights >= one.minima.height - 1e-9).all()


def test_a_hinge_of_separable_labels_costs_nothing() -> None:
    x, y = np.array([-2.0, -1.0, 1.0, 2.0]), np.array([0.0, 0.0, 1.0, 1.0])
    surface = MeanLoss(LOSSES["hinge"].at(), x, y)
    found = minima(HeightMap(surface, Room(Interval(-8, 8), Interval(-8, 8)), 0.0))
    assert found.height == pytest.approx(0.0, abs=1e-8)  # margin 1 can be had for all
    assert surface.mean(*found.lowest.T) == pytest.approx(np.zeros(len(found.lowest)), abs=1e-8)
    assert found.lowest == pytest.approx(np.array([[0.0, 1.0]]), abs=1e-8)  # the corner of a cone


@dataclass(frozen=True)
class Made:
    """A surface whose minima are known: f(a) + b^2."""

    kind: str

    def _f(self, a):
        return {
            "two": ((a**2 - 1) ** 2, 4 * a * (a**2 - 1), 12 * a**2 - 4),
            "valley": (0 * a, 0 * a, 0 * a),
            "saddle": (-(a**2), -2 * a, -2 + 0 * a),
        }[self.kind]

    def mean(self, a, b):
        return self._f(np.asarray(a))[0] + np.asarray(b) ** 2

    def gradient(self, a, b):
        return np.stack(np.broadcast_arrays(self._f(np.asarray(a))[1], 2 * np.asarray(b)), -1)

    def hessian(self, a, b):
        bend = self._f(np.asarray(a))[2] + 0 * np.asarray(b)
        out = np.zeros((*bend.shape, 2, 2))
        out[..., 0, 0], out[..., 1, 1] = bend, 2.0
        return out


@pytest.mark.parametrize(("kind", "bottoms"), [("two", [-1, 1]), ("valley", []), ("saddle", [])])
def test_a_valley_and_a_saddle_are_no_basins(kind: str, bottoms: list[float]) -> None:
    seen = HeightMap(Made(kind), Room(Interval(-1.63, 1.7), Interval(-1.9, 2)), 0.0)
    found = basins(seen)
    assert sorted(found[:, 0].tolist()) == pytest.approx(bottoms)
    assert found[:, 1] == pytest.approx(np.zeros(len(bottoms)), abs=1e-9)
    if not bottoms:
        assert minima(seen).basins == 0


def test_hollows_are_lower_than_their_neighbours_across_and_up() -> None:
    grid = np.ones((4, 5))
    # (1, 3) and (2, 4) touch at a corner: two hollows; (2, 2) has the lower (2, 1) beside it
    grid[0, 0], grid[1, 3], grid[2, 4], grid[2, 1], grid[2, 2] = 0.0, 0.5, 0.4, 0.2, 0.3
    rows, columns = hollows(grid)
    found = list(zip(rows.tolist(), columns.tolist(), strict=True))
    assert found == [(0, 0), (1, 3), (2, 1), (2, 4)]
