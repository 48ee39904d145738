"""Noise with a smooth density: Newton in (coefficients, log width) from several starts."""

import itertools
import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from lossviz.fits.bell_and_tent import bell, quantile_points
from lossviz.fits.density_slopes import slopes
from lossviz.fits.likelihood import MleFit, Sample, is_zero, least_squares, maximum, unbounded
from lossviz.fits.newton import Local, Minimum, minimise
from lossviz.fits.result import Minimiser
from lossviz.i18n import _
from lossviz.noise import Noise, gaussian
from lossviz.numerics import Array

SEED = 20240229
SEARCHED = 1000  # rows among which other maxima are looked for
STARTS = 24
EXACT = ("student_t", "cauchy", "huber_density", "hyperbolic_secant")  # derivatives by hand
NU_RANGE = (0.1, 1000.0)  # degrees of freedom looked at by fit_shape


def _climb(noise: Noise, data: Sample, start: Array, scale: float | None) -> Minimum:
    """Local minimum of the mean -log density in (theta, log scale), or in theta if `scale`."""
    matrix, y, share = data.design.matrix, data.y, data.share
    derivatives, sizes = slopes(noise), np.abs(matrix)

    def function(at: Array) -> Local:
        theta = at if scale is not None else at[:-1]
        width = scale if scale is not None else float(np.exp(at[-1]))
        r = y - matrix @ theta
        d = derivatives(r, width)
        value = float(share @ d.value)
        grad = -(matrix.T @ (share * d.r))
        size = (share * np.abs(d.r)) @ sizes
        hessian = matrix.T @ (matrix * (share * d.rr)[:, None])
        if scale is None:
            cross = -(matrix.T @ (share * d.rt))
            grad = np.append(grad, share @ d.t)
            size = np.append(size, 1.0 + share @ np.abs(d.t))
            hessian = np.block(
                [[hessian, cross[:, None]], [cross[None], np.array([[share @ d.tt]])]]
            )
        return Local(value, grad, size, hessian)

    return minimise(function, start, stride=2.0)


def _is_maximum(found: Minimum) -> bool:
    """The likelihood falls in every direction."""
    hessian = found.local.hessian
    return found.local.gap <= 1e-6 and bool(np.linalg.eigvalsh(hessian)[0] > 0)


def starting_points(data: Sample) -> list[Array]:
    """Least squares, absolute error, and fits through as many rows as there are coefficients."""
    matrix, (n, p) = data.design.matrix, data.design.matrix.shape
    rows: list[NDArray[np.intp]]
    if p == 1:
        order = np.argsort(data.y)
        rows = [order[[i]] for i in np.unique(np.linspace(0, n - 1, STARTS).astype(int))]
    elif math.comb(n, p) <= STARTS:
        rows = [np.array(some) for some in itertools.combinations(range(n), p)]
    else:
        rng = np.random.default_rng(SEED)
        rows = [np.asarray(rng.choice(n, p, replace=False)) for _draw in range(STARTS)]
    through = [np.linalg.lstsq(matrix[r], data.y[r])[0] for r in rows]
    return [least_squares(data), quantile_points(data, 0.5).mean(axis=0), *through]


def _thinned(data: Sample) -> Sample:
    """At most SEARCHED rows, in the same coordinates."""
    n = len(data.y)
    if n <= SEARCHED:
        return data
    rows = np.random.default_rng(SEED).choice(n, SEARCHED, replace=False)
    design = replace(data.design, matrix=data.design.matrix[rows])
    return Sample(data.y[rows], data.weight[rows], design)


def _distinct(found: list[Minimum]) -> list[Minimum]:
    """The maxima of the likelihood, best first, each once; the best stop if there is none."""
    kept: list[Minimum] = []
    ranked = sorted(found, key=lambda m: m.local.value)
    for one in [m for m in ranked if _is_maximum(m)] or ranked[:1]:
        if all(np.max(np.abs(one.theta - other.theta)) > 1e-5 for other in kept):
            kept.append(one)
    return kept


def _maxima(noise: Noise, data: Sample, starts: list[Array], scale: float | None) -> list[Minimum]:
    """Local maxima of the likelihood reached from the starts, best first."""
    few = _thinned(data)

    def begin(theta: Array) -> Array:
        if scale is not None:
            return theta
        miss = np.abs(few.y - few.design.matrix @ theta)
        typical = float(np.median(miss)) or float(miss.mean()) or 1.0
        return np.append(theta, np.log(typical))

    found = _distinct([_climb(noise, few, begin(theta), scale) for theta in starts])
    if few is not data:
        found = _distinct([_climb(noise, data, m.theta, scale) for m in found[:5]])
    return found


def _tail(noise: Noise) -> float | None:
    """Degrees of freedom of a power-law tail; None for a lighter one."""
    return 1.0 if noise.key == "cauchy" else noise.shape.get("nu")


def _largest_exact_share(data: Sample, starts: list[Array]) -> tuple[float, Array]:
    """The largest share of rows that one of the starts fits exactly, and that start."""
    shares = [
        float(data.share @ is_zero(data.y - data.design.matrix @ theta, data.y)) for theta in starts
    ]
    best = int(np.argmax(shares))
    return shares[best], starts[best]


def smooth(noise: Noise, data: Sample, scale: float | None) -> MleFit:
    """Several starts, the best maximum, the others as alternatives."""
    unit = _Units.of(data, noise, scale)
    starts = starting_points(_thinned(unit.data))
    nu = _tail(noise)
    if nu is not None and scale is None:
        share, at = _largest_exact_share(unit.data, starts)
        if share * (1.0 + nu) >= nu * (1.0 - 1e-12):
            return unbounded(
                noise,
                data,
                unit.back(at),
                _(
                    "No maximum: {share:.0%} of the readings are fitted exactly, too many for so"
                    " heavy a tail; the likelihood does not fall as the width shrinks to 0."
                ).format(share=share),
                level=share * (1.0 + nu) <= nu * (1.0 + 1e-12),
            )
    best, *others = _maxima(unit.noise, unit.data, starts, unit.scale)
    return unit.result(noise, data, best, others, scale)


@dataclass(frozen=True, slots=True)
class _Units:
    """The data shifted and scaled to mean 0 and variance 1, and the noise with them."""

    data: Sample
    noise: Noise
    scale: float | None
    middle: float
    size: float

    @staticmethod
    def of(data: Sample, noise: Noise, scale: float | None) -> "_Units":
        """Only a model with an intercept can be shifted."""
        middle = float(data.share @ data.y) if data.design.intercept else 0.0
        away = data.y - middle
        peak = float(np.max(np.abs(away)))
        size = peak * float(np.sqrt(data.share @ (away / peak) ** 2))
        inner = noise
        if noise.key == "huber_density" and noise.reshape is not None:
            inner = noise.reshape(delta=noise.shape["delta"] / size)
        own = None if scale is None else scale / size
        return _Units(replace(data, y=away / size), inner, own, middle, size)

    def back(self, theta: Array) -> Array:
        """Standardised coefficients of the caller's y."""
        out = theta * self.size
        if self.data.design.intercept:
            out[0] += self.middle
        return np.asarray(out)

    def split(self, found: Minimum, scale: float | None) -> tuple[Array, float]:
        """Standardised coefficients and scale of the caller's y."""
        if scale is not None:
            return self.back(found.theta), scale
        return self.back(found.theta[:-1]), self.size * float(np.exp(found.theta[-1]))

    def result(
        self,
        noise: Noise,
        data: Sample,
        best: Minimum,
        others: list[Minimum],
        scale: float | None,
        *,
        message: str = "",
    ) -> MleFit:
        """The best maximum, the others as alternatives."""
        also = []
        for other in others:
            theta, width = self.split(other, scale)
            level = other.local.value + float(np.log(self.size))
            also.append(Minimiser(data.design.in_units(theta), level, width))
        theta, width = self.split(best, scale)
        return maximum(
            noise,
            data,
            theta,
            width,
            n_iter=best.n_iter,
            converged=best.converged or (best.local.gap <= 1e-7 and noise.key not in EXACT),
            alternatives=tuple(also),
            message=message,
        )


def _nu_slope(nu: float, u: Array, share: Array) -> float:
    """Derivative of the mean -log density of Student's t in nu, at scaled residuals u."""
    square = u * u / nu
    each = np.log1p(square) - (nu + 1.0) / nu * square / (1.0 + square)
    gammas = special.digamma(nu / 2) - special.digamma((nu + 1) / 2) + 1.0 / nu
    return 0.5 * float(gammas + share @ each)


def student_with_nu(noise: Noise, data: Sample, scale: float | None) -> MleFit:
    """The best nu: a grid with several starts each, then the root of the slope near its best."""
    if noise.reshape is None:
        raise ValueError(f"{noise.key} has no shape to fit")
    reshape = noise.reshape
    unit = _Units.of(data, noise, scale)
    starts = starting_points(_thinned(unit.data))
    share, _theta = _largest_exact_share(unit.data, starts)
    low, high = max(NU_RANGE[0], 2.0 * share / (1.0 - share)), NU_RANGE[1]
    if low >= high:
        return smooth(reshape(nu=high), data, scale)  # nearly all rows tie, which it reports
    few = _thinned(unit.data)
    grid = [float(nu) for nu in np.geomspace(low, high, 13)]
    found = [_maxima(reshape(nu=nu), few, starts[:6], unit.scale)[0] for nu in grid]
    best = int(np.argmin([m.local.value for m in found]))
    near = found[best].theta

    def at(nu: float) -> Minimum:
        return _climb(reshape(nu=nu), unit.data, near, unit.scale)

    def slope(log_nu: float) -> float:
        nonlocal near
        nu = float(np.exp(log_nu))
        here = near = at(nu).theta
        theta, width = (here, unit.scale) if unit.scale else (here[:-1], float(np.exp(here[-1])))
        residual = unit.data.y - unit.data.design.matrix @ theta
        return _nu_slope(nu, residual / width, unit.data.share)

    near = at(grid[best]).theta
    lower, upper = max(best - 1, 0), min(best + 1, len(grid) - 1)
    while lower > 0 and slope(np.log(grid[lower])) > 0:
        lower -= 1
    while upper < len(grid) - 1 and slope(np.log(grid[upper])) < 0:
        upper += 1
    left, right = np.log(grid[lower]), np.log(grid[upper])
    if slope(right) < 0:
        fit = bell(gaussian(), data, scale)
        return replace(
            fit,
            converged=False,
            message=_(
                "No maximum: the likelihood rises as nu grows for ever; the tails are no heavier"
                " than a bell's, whose fit is reported."
            ),
        )
    if slope(left) > 0:
        nu = grid[0]
        return replace(
            unit.result(reshape(nu=nu), data, at(nu), [], scale),
            converged=False,
            message=_(
                "No maximum: the likelihood still rises at nu = {nu:.3g}; below it a few readings"
                " fitted exactly would decide everything."
            ).format(nu=nu),
        )
    nu = float(np.exp(optimize.brentq(slope, left, right, xtol=1e-11)))
    return unit.result(reshape(nu=nu), data, at(nu), [], scale)
