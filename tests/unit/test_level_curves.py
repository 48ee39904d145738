"""Curves of equal height: at the height they say, whatever the surface."""

import numpy as np
import pytest
from scipy import optimize

from lossviz.fits import fit_linear
from lossviz.losses.absolute_error import LOSS as ABSOLUTE
from lossviz.surfaces.level_curves import RAYS, creased, ellipses, rays

RNG = np.random.default_rng(7)
X = np.concatenate([RNG.uniform(-1, 3, 9), [0.0, 2.0, 2.0, 2.0]])
Y = RNG.normal(0, 2, (4, len(X))) + X
HESSIAN = 2 * np.array([[1.0, X.mean()], [X.mean(), (X**2).mean()]])


def test_rays_close_and_rise_by_one() -> None:
    d = rays(HESSIAN)
    assert d.shape == (RAYS + 1, 2)
    assert d[0].tolist() == d[-1].tolist()
    assert np.einsum("ni,ij,nj->n", d, HESSIAN, d) / 2 == pytest.approx(np.ones(RAYS + 1))
    with pytest.raises(np.linalg.LinAlgError):
        rays(np.array([[1.0, 2.0], [2.0, 1.0]]))


def test_ellipses_are_at_their_height_and_keep_their_shape() -> None:
    lowest = np.array([[1.0, -2.0], [30.0, 4.0]])
    excess = np.array([0.1, 7.0])
    curves = ellipses(lowest, excess, rays(HESSIAN))
    assert curves.shape == (2, 2, RAYS + 1, 2)
    off = curves - lowest[:, None, None]
    height = np.einsum("slni,ij,slnj->sln", off, HESSIAN, off) / 2
    assert height == pytest.approx(np.broadcast_to(excess[:, None], height.shape))
    assert off[0] == pytest.approx(off[1])


@pytest.mark.parametrize("top", [1e-3, 1.0, 1e4])
def test_creased_curves_are_at_their_height(top: float) -> None:
    excess = np.array([top / 4, top])
    best = fit_linear(ABSOLUTE.at(), X, Y).coefficients
    d = rays(HESSIAN)
    curves = creased(X, Y, best, excess, d)
    assert curves.shape == (4, 2, RAYS + 1, 2)

    def mean(a: np.ndarray, b: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.abs(y - a[..., None] - b[..., None] * X).mean(axis=-1)

    for s in range(4):
        low = mean(*best[s], Y[s])
        height = mean(curves[s, ..., 0], curves[s, ..., 1], Y[s]) - low
        assert height == pytest.approx(np.broadcast_to(excess[:, None], height.shape), rel=1e-6)
        # outwards, along its ray: found again by a root finder
        for k in (0, 17, 40):
            far = optimize.brentq(
                lambda t, s=s, k=k, low=low: mean(*(best[s] + t * d[k]), Y[s]) - low - top, 0, 1e6
            )
            assert curves[s, 1, k] == pytest.approx(best[s] + far * d[k], rel=1e-6, abs=1e-6)


def test_a_flat_floor_is_crossed_from_anywhere_on_it() -> None:
    x, y = np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 2.0, 0.0, 2.0])
    for lowest in ([1.0, 0.0], [0.5, 0.7], [0.0, 0.0]):  # all lines between the points cost 1
        curves = creased(x, y, np.array(lowest), np.array([0.5]), rays(np.eye(2)))
        a, b = curves[0, :, 0], curves[0, :, 1]
        height = np.abs(y - a[:, None] - b[:, None] * x).mean(axis=-1)
        assert height == pytest.approx(np.full(len(a), 1.5))
