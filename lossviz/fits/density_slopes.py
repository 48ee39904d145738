"""-log density and its derivatives in the residual and the log of the width, for Newton's method.

The values repeat `lossviz.noise`, several times faster than scipy's distributions; a test compares.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy import special

from lossviz.noise import Noise
from lossviz.numerics import Array, softplus


class Slopes(NamedTuple):
    """-log density, and its derivatives in the residual r and in t = log scale, each (n,)."""

    value: Array
    r: Array
    t: Array
    rr: Array
    rt: Array
    tt: Array


def _of_scale_family(u: Array, scale: float, rho: Array, psi: Array, slope: Array) -> Slopes:
    """From -log density = rho(u) + log scale, u = r / scale, psi = rho', slope = rho''."""
    return Slopes(
        value=rho + np.log(scale),
        r=psi / scale,
        t=1.0 - u * psi,
        rr=slope / scale**2,
        rt=-(psi + u * slope) / scale,
        tt=u * psi + u * u * slope,
    )


def _student_slopes(nu: float, r: Array, scale: float) -> Slopes:
    u = r / scale
    tail = nu + u * u
    gammas = special.gammaln(nu / 2) - special.gammaln((nu + 1) / 2) + 0.5 * np.log(np.pi * nu)
    rho = 0.5 * (nu + 1) * np.log1p(u * u / nu) + gammas
    return _of_scale_family(u, scale, rho, (nu + 1) * u / tail, (nu + 1) * (nu - u * u) / tail**2)


def _huber_slopes(delta: float, r: Array, scale: float) -> Slopes:
    """`delta` is in units of y, so this is no scale family: Z depends on delta / scale."""
    a, inside = delta / scale, np.minimum(np.abs(r), delta)
    rho, psi = inside * (np.abs(r) - 0.5 * inside), np.clip(r, -delta, delta)
    edge = np.exp(-0.5 * a * a)
    core = scale * np.sqrt(2 * np.pi) * (1.0 - 2.0 * special.ndtr(-a))
    tails = 2.0 * scale * edge / a
    first = (core + 2 * tails) / (core + tails)
    second = (core + 4 * tails + 2 * delta * edge) / (core + tails) - first**2
    square = scale**2
    return Slopes(
        value=rho / square + np.log(core + tails),
        r=psi / square,
        t=first - 2.0 * rho / square,
        rr=(np.abs(r) <= delta) / square,
        rt=-2.0 * psi / square,
        tt=4.0 * rho / square + second,
    )


def _secant_slopes(r: Array, scale: float) -> Slopes:
    u = r / scale
    pull = np.tanh(u)
    log_cosh = np.abs(u) + softplus(-2.0 * np.abs(u)) - np.log(2.0)
    return _of_scale_family(u, scale, log_cosh + np.log(np.pi), pull, 1.0 - pull**2)


def _measured_slopes(noise: Noise, r: Array, scale: float) -> Slopes:
    """Central differences, for a scale family that is known by its log density only."""
    u, zero = r / scale, np.zeros(())

    def nll(at: Array) -> Array:
        return -noise.log_density(at, zero, 1.0)

    h, k = 1e-5 * (1.0 + np.abs(u)), 1e-3 * (1.0 + np.abs(u))
    psi = (nll(u + h) - nll(u - h)) / (2 * h)
    slope = (nll(u + k) - 2 * nll(u) + nll(u - k)) / k**2
    return _of_scale_family(u, scale, nll(u), psi, slope)


def slopes(noise: Noise) -> Callable[[Array, float], Slopes]:
    """Function of residuals (n,) and scale; by central differences for a noise not known here."""
    match noise.key:
        case "student_t":
            return lambda r, scale: _student_slopes(noise.shape["nu"], r, scale)
        case "cauchy":
            return lambda r, scale: _student_slopes(1.0, r, scale)
        case "huber_density":
            return lambda r, scale: _huber_slopes(noise.shape["delta"], r, scale)
        case "hyperbolic_secant":
            return _secant_slopes
        case _:
            return lambda r, scale: _measured_slopes(noise, r, scale)
