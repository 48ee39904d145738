"""The NLL over location and width: by its density, by finite differences, at the fits."""

import numpy as np
import pytest
from scipy import stats

from lossviz import LOSSES
from lossviz.fits import fit_mle
from lossviz.likelihood import joint
from lossviz.surfaces.noise_surface import NoiseSurface
from lossviz.ui.specs.surfaces_models import loss_of_noise

Y = joint.SURFACES["newcomb_6", "bell"].y
DENSITY = {"bell": stats.norm, "tent": stats.laplace, "heavy tail": stats.t(3)}


def surface(word: str) -> NoiseSurface:
    return NoiseSurface(loss_of_noise(word), Y)


def places(n: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    return rng.uniform(-50, 60, n), rng.uniform(2.0, 60.0, n)


@pytest.mark.parametrize("word", list(joint.NOISES))
def test_the_height_is_minus_the_mean_log_density(word: str) -> None:
    a, b = places(200)
    z = (Y - a[:, None]) / b[:, None]
    expected = (np.log(b)[:, None] - DENSITY[word].logpdf(z)).mean(axis=-1)
    assert surface(word).mean(a, b) == pytest.approx(expected, rel=1e-12)
    assert surface(word).mean(a, b) * len(Y) == pytest.approx(
        joint.SURFACES["newcomb_6", word].nll(a, b), rel=1e-12
    )


@pytest.mark.parametrize("word", list(joint.NOISES))
def test_slopes_and_bends_by_differences(word: str) -> None:
    one, (a, b), h = surface(word), places(60), 1e-5
    slopes, bends = one.gradient(a, b), one.hessian(a, b)
    for axis, (da, db) in enumerate(((h, 0.0), (0.0, h))):
        rise = (one.mean(a + da, b + db) - one.mean(a - da, b - db)) / (2 * h)
        assert slopes[:, axis] == pytest.approx(rise, rel=1e-4, abs=1e-7)
        turn = (one.gradient(a + da, b + db) - one.gradient(a - da, b - db)) / (2 * h)
        assert bends[:, axis, :] == pytest.approx(turn, rel=1e-4, abs=1e-7)


@pytest.mark.parametrize("word", list(joint.NOISES))
def test_it_is_level_at_the_most_likely_place(word: str) -> None:
    fit = fit_mle(joint.NOISES[word], Y)
    a, b = float(fit.coefficients[0]), fit.scale
    one = surface(word)
    assert one.gradient(a, b) == pytest.approx([0, 0], abs=1e-7)
    assert float(one.mean(a, b)) * len(Y) == pytest.approx(fit.nll_sum)


def test_a_grid_has_the_shape_of_its_places() -> None:
    one = surface("bell")
    a, b = np.linspace(0, 1, 4), np.linspace(2, 3, 3)[:, None]
    assert one.mean(a, b).shape == (3, 4)
    assert one.gradient(a, b).shape == (3, 4, 2)
    assert one.hessian(a, b).shape == (3, 4, 2, 2)


def test_bad_readings_and_losses_are_refused_with_a_sentence() -> None:
    bell = loss_of_noise("bell")
    for y in (np.array([]), np.array([1.0, np.nan]), np.array([[1.0]])):
        with pytest.raises(ValueError, match="need readings: numbers, and at least one"):
            NoiseSurface(bell, y)
    with pytest.raises(ValueError, match="the surprise of no noise"):
        NoiseSurface(LOSSES["tukey_biweight"].at(), Y)
