"""A noise model refuses a width or a shape for which there is no density."""

import numpy as np
import pytest

from lossviz import noise

WITH_WIDTH = {
    "gaussian": noise.gaussian(),
    "laplace": noise.laplace(),
    "asymmetric_laplace": noise.asymmetric_laplace(0.3),
    "student_t": noise.student_t(3.0),
    "cauchy": noise.cauchy(),
    "hyperbolic_secant": noise.hyperbolic_secant(),
    "huber_density": noise.huber_density(1.0),
    "from_rho": noise.from_rho("r", "r", "r", "r", lambda u: 0.5 * u * u),
}


@pytest.mark.parametrize("scale", [0.0, -1.0, np.inf])
@pytest.mark.parametrize("key", WITH_WIDTH)
def test_a_width_that_is_not_positive_is_refused(key: str, scale: float) -> None:
    model = WITH_WIDTH[key]
    assert model.has_scale
    with pytest.raises(ValueError, match=rf"scale must lie in \(0, inf\), got {scale:g}"):
        model.log_density(np.zeros(1), np.zeros(1), scale)


@pytest.mark.parametrize(
    ("factory", "shape", "message"),
    [
        (noise.student_t, 0.0, r"nu must lie in \(0, inf\), got 0"),
        (noise.student_t, np.nan, r"nu must lie in \(0, inf\), got nan"),
        (noise.asymmetric_laplace, 1.0, r"tau must lie in \(0, 1\), got 1"),
        (noise.huber_density, -2.0, r"delta must lie in \(0, inf\), got -2"),
    ],
)
def test_a_shape_out_of_range_is_refused(factory, shape: float, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=message):
        factory(shape)


# how -log density grows 1e6 widths from the top: quadratically, straight, or like a logarithm
FAR = {
    "gaussian": 5e11, "laplace": 1e6, "asymmetric_laplace": 3e5, "hyperbolic_secant": 1e6,
    "huber_density": 1e6, "student_t": 4 * np.log(1e6 / np.sqrt(3)), "cauchy": 2 * np.log(1e6),
}  # fmt: skip


@pytest.mark.parametrize("key", FAR)
def test_a_log_density_is_finite_and_right_far_out(key: str) -> None:
    model = WITH_WIDTH[key]
    near, far = model.log_density(np.array([0.0, 1e6]), np.zeros(2), 1.0)
    assert near - far == pytest.approx(FAR[key], rel=1e-6, abs=1.0)
