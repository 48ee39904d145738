"""Maximum likelihood: location (or line) and width together, from a noise model."""

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special

from lossviz.fits import quantile_lp
from lossviz.fits.columns import Columns, as_rows, as_weights, columns, require_independent
from lossviz.fits.density_slopes import slopes
from lossviz.fits.logistic import fit_logistic
from lossviz.fits.newton import Local, Minimum, minimise
from lossviz.fits.result import Minimiser, point_range
from lossviz.fits.separation import separation
from lossviz.functionals import quantile
from lossviz.i18n import _
from lossviz.noise import Noise, Support, gaussian
from lossviz.numerics import POSITIVE, REAL, Array, Interval, as_float, require_in

SEED = 20240229
SEARCHED = 1000  # rows among which other maxima are looked for
STARTS = 24
EXACT = ("student_t", "cauchy", "huber_density", "hyperbolic_secant")  # derivatives by hand
NU_RANGE = (0.1, 1000.0)  # degrees of freedom looked at by fit_shape


@dataclass(frozen=True, slots=True, kw_only=True)
class MleFit:
    """The most likely coefficients (p,), intercept first, `scale` and `shape` of a noise model.

    `nll_sum` is -log likelihood with all its constants, each row times its weight, and `nll_mean`
    divides it by the sum of the weights. `alternatives`: other local maxima, best first, their
    `objective` an nll_mean; of a flat top its corners, with `coef_range` (p, 2) its extent. Where
    the likelihood has no maximum `converged` is False, `message` says why, and the other fields
    are what it tends to: a scale of 0 and an nll of -inf (NaN where it stays level), or NaN
    coefficients with the `direction` in which they run off.
    """

    noise: Noise
    coefficients: Array
    scale: float
    nll_sum: float
    nll_mean: float
    alternatives: tuple[Minimiser, ...] = ()
    coef_range: Array
    converged: bool
    n_iter: int
    message: str = ""
    direction: Array | None = None

    @property
    def shape(self) -> Mapping[str, float]:
        """The shape parameters, given or fitted."""
        return self.noise.shape


@dataclass(frozen=True, slots=True)
class _Data:
    """Checked data, rows of weight zero left out."""

    y: Array
    weight: Array
    design: Columns

    @property
    def share(self) -> Array:
        """The weights, summing to one."""
        share: Array = self.weight / self.weight.sum()
        return share


def _result(
    noise: Noise,
    data: _Data,
    theta: Array,
    scale: float,
    *,
    n_iter: int = 0,
    converged: bool = True,
    alternatives: tuple[Minimiser, ...] = (),
    coef_range: Array | None = None,
    message: str = "",
) -> MleFit:
    """An `MleFit` at standardised coefficients."""
    fitted = data.design.matrix @ theta
    nll = -float(data.weight @ noise.log_density(data.y, fitted, scale))
    coefficients = data.design.in_units(theta)
    return MleFit(
        noise=noise,
        coefficients=coefficients,
        scale=scale,
        nll_sum=nll,
        nll_mean=nll / float(data.weight.sum()),
        alternatives=alternatives,
        coef_range=point_range(coefficients) if coef_range is None else coef_range,
        converged=converged,
        n_iter=n_iter,
        message=message,
    )


def _unbounded(
    noise: Noise, data: _Data, theta: Array, message: str, *, level: bool = False
) -> MleFit:
    """The likelihood grows, or stays `level`, as the width goes to zero at `theta`."""
    coefficients = data.design.in_units(theta)
    nll = np.nan if level else -np.inf
    return MleFit(
        noise=noise,
        coefficients=coefficients,
        scale=0.0,
        nll_sum=nll,
        nll_mean=nll,
        coef_range=point_range(coefficients),
        converged=False,
        n_iter=0,
        message=message,
    )


def _least_squares(data: _Data) -> Array:
    root = np.sqrt(data.share)
    return np.asarray(np.linalg.lstsq(data.design.matrix * root[:, None], data.y * root)[0])


def _is_zero(residual: Array, y: Array) -> Array:
    """Which residuals are rounding errors."""
    return np.asarray(np.abs(residual) <= 1e-13 * np.max(np.abs(y)))


# Gaussian, Laplace ---------------------------------------------------------------------------


def _gaussian(noise: Noise, data: _Data, scale: float | None) -> MleFit:
    theta = _least_squares(data)
    residual = data.y - data.design.matrix @ theta
    size = float(np.max(np.abs(residual)))  # positive, or the caller has reported a zero fit
    width = size * float(np.sqrt(data.share @ (residual / size) ** 2)) if scale is None else scale
    return _result(noise, data, theta, width)


def _quantile_points(data: _Data, tau: float) -> Array:
    """Extreme points (V, p), standardised, of the set of tau-quantile fits."""
    if data.design.matrix.shape[1] == 1 and data.design.intercept:
        return np.unique(np.stack(quantile(tau).of(data.y, data.weight)))[:, None]
    matrix = data.design.matrix
    points = quantile_lp.minimisers(matrix, data.y, data.weight, tau, np.eye(matrix.shape[1]))
    if points is None:
        raise RuntimeError("the linear program of a quantile fit did not end")
    return points


def _laplace(noise: Noise, data: _Data, scale: float | None) -> MleFit:
    """Tents: the width is the mean of the (leaning) distances, weighted tau above the line."""
    tau = noise.shape.get("tau", 0.5)
    corners = _quantile_points(data, tau)
    theta = corners.mean(axis=0)
    residual = data.y - data.design.matrix @ theta
    leaning = data.share @ np.maximum(tau * residual, (tau - 1.0) * residual)
    width = float(leaning) * (2.0 if noise.key == "laplace" else 1.0) if scale is None else scale
    fit = _result(noise, data, theta, width)
    if len(corners) == 1:
        return fit
    ends = data.design.in_units(corners)
    return _result(
        noise,
        data,
        theta,
        width,
        alternatives=tuple(Minimiser(end, fit.nll_mean, width) for end in ends),
        coef_range=np.stack([ends.min(axis=0), ends.max(axis=0)], axis=-1),
        message=_("Every value between the ends is equally likely; the middle is reported."),
    )


# noise with a smooth density: Newton in (coefficients, log scale) ------------------------------


def _climb(noise: Noise, data: _Data, start: Array, scale: float | None) -> Minimum:
    """Local minimum of the mean -log density in (theta, log scale), or in theta if `scale`."""
    matrix, y, share = data.design.matrix, data.y, data.share
    derivatives = slopes(noise)

    def function(at: Array) -> Local:
        theta = at if scale is not None else at[:-1]
        width = scale if scale is not None else float(np.exp(at[-1]))
        r = y - matrix @ theta
        d = derivatives(r, width)
        value = float(share @ d.value)
        grad = -(matrix.T @ (share * d.r))
        size = np.abs(matrix.T) @ (share * np.abs(d.r))
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


def _starts(data: _Data) -> list[Array]:
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
    return [_least_squares(data), _quantile_points(data, 0.5).mean(axis=0), *through]


def _thinned(data: _Data) -> _Data:
    """At most SEARCHED rows, in the same coordinates."""
    n = len(data.y)
    if n <= SEARCHED:
        return data
    rows = np.random.default_rng(SEED).choice(n, SEARCHED, replace=False)
    design = replace(data.design, matrix=data.design.matrix[rows])
    return _Data(data.y[rows], data.weight[rows], design)


def _distinct(found: list[Minimum]) -> list[Minimum]:
    """The maxima of the likelihood, best first, each once; the best stop if there is none."""
    kept: list[Minimum] = []
    ranked = sorted(found, key=lambda m: m.local.value)
    for one in [m for m in ranked if _is_maximum(m)] or ranked[:1]:
        if all(np.max(np.abs(one.theta - other.theta)) > 1e-5 for other in kept):
            kept.append(one)
    return kept


def _maxima(noise: Noise, data: _Data, starts: list[Array], scale: float | None) -> list[Minimum]:
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


def _largest_exact_share(data: _Data, starts: list[Array]) -> tuple[float, Array]:
    """The largest share of rows that one of the starts fits exactly, and that start."""
    shares = [
        float(data.share @ _is_zero(data.y - data.design.matrix @ theta, data.y))
        for theta in starts
    ]
    best = int(np.argmax(shares))
    return shares[best], starts[best]


def _smooth(noise: Noise, data: _Data, scale: float | None) -> MleFit:
    """Several starts, the best maximum, the others as alternatives."""
    unit = _Units.of(data, noise, scale)
    starts = _starts(_thinned(unit.data))
    nu = _tail(noise)
    if nu is not None and scale is None:
        share, at = _largest_exact_share(unit.data, starts)
        if share * (1.0 + nu) >= nu * (1.0 - 1e-12):
            return _unbounded(
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

    data: _Data
    noise: Noise
    scale: float | None
    middle: float
    size: float

    @staticmethod
    def of(data: _Data, noise: Noise, scale: float | None) -> "_Units":
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
        data: _Data,
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
        return _result(
            noise,
            data,
            theta,
            width,
            n_iter=best.n_iter,
            converged=best.converged or (best.local.gap <= 1e-7 and noise.key not in EXACT),
            alternatives=tuple(also),
            message=message,
        )


# the tail too ---------------------------------------------------------------------------------


def _nu_slope(nu: float, u: Array, share: Array) -> float:
    """Derivative of the mean -log density of Student's t in nu, at scaled residuals u."""
    square = u * u / nu
    each = np.log1p(square) - (nu + 1.0) / nu * square / (1.0 + square)
    gammas = special.digamma(nu / 2) - special.digamma((nu + 1) / 2) + 1.0 / nu
    return 0.5 * float(gammas + share @ each)


def _student_with_nu(noise: Noise, data: _Data, scale: float | None) -> MleFit:
    """The best nu: a grid with several starts each, then the root of the slope near its best."""
    if noise.reshape is None:
        raise ValueError(f"{noise.key} has no shape to fit")
    reshape = noise.reshape
    unit = _Units.of(data, noise, scale)
    starts = _starts(_thinned(unit.data))
    share, _theta = _largest_exact_share(unit.data, starts)
    low, high = max(NU_RANGE[0], 2.0 * share / (1.0 - share)), NU_RANGE[1]
    few = _thinned(unit.data)
    grid = [float(nu) for nu in np.geomspace(low, high, 13)]
    found = [_maxima(reshape(nu=nu), few, starts[:6], unit.scale)[0] for nu in grid]
    best = int(np.argmin([m.local.value for m in found]))
    near = found[best].theta

    def at(nu: float) -> Minimum:
        return _climb(reshape(nu=nu), unit.data, near, unit.scale)

    def slope(log_nu: float) -> float:
        nu = float(np.exp(log_nu))
        here = at(nu).theta
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
        fit = _real(gaussian(), data, scale)
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
    nu = float(np.exp(optimize.brentq(slope, left, right, xtol=1e-13)))
    return unit.result(reshape(nu=nu), data, at(nu), [], scale)


# counts and coins -----------------------------------------------------------------------------


def _poisson(noise: Noise, data: _Data) -> MleFit:
    """Log rates; a direction that only lowers the rates of zero counts has no end."""
    require_in(data.y, Interval(0.0, np.inf, open_high=True), "y")
    if np.any(data.y != np.floor(data.y)):
        raise ValueError(
            f"counts must be whole numbers, got {data.y[data.y != np.floor(data.y)][0]:g}"
        )
    matrix, share, p = data.design.matrix, data.share, data.design.matrix.shape[1]
    # the rate of a zero may fall for ever, any other must stay: the labels 0 and "both"
    labels = np.where((data.y > 0)[:, None], [0.5, 0.5], [1.0, 0.0])
    nothing = not data.y.any()
    split = separation(matrix, labels, [1, p] if nothing and data.design.intercept else [p])
    left = np.ones(len(data.y), dtype=np.bool_) if split is None else split.left.all(axis=1)
    y, kept = data.y[left], matrix[left]

    def function(theta: Array) -> Local:
        z = kept @ theta
        rate = np.exp(np.minimum(z, 700.0))
        pull = share[left] * (rate - y)
        return Local(
            float(share[left] @ (rate - y * z)),
            kept.T @ pull,
            np.abs(kept.T) @ np.abs(pull),
            kept.T @ (kept * (share[left] * rate)[:, None]),
        )

    start = np.zeros(p)
    if data.design.intercept and not nothing:
        start[0] = np.log(float(share @ data.y))
    found = minimise(function, start)
    if split is None:
        return _result(
            noise, data, found.theta, 1.0, n_iter=found.n_iter, converged=found.converged
        )
    fitted = kept @ found.theta
    nll = float(data.weight[left] @ -noise.log_density(y, fitted, 1.0))
    direction = data.design.in_units(split.direction[1])
    nan = np.full(p, np.nan)
    return MleFit(
        noise=noise,
        coefficients=nan,
        scale=1.0,
        nll_sum=nll,
        nll_mean=nll / float(data.weight.sum()),
        coef_range=point_range(nan),
        converged=False,
        n_iter=found.n_iter,
        direction=direction / np.max(np.abs(direction)),
        message=_("No maximum: every count is 0, so the best log rate is minus infinity.")
        if nothing
        else _(
            "No maximum: some counts of 0 are told from all others without a miss,"
            " so their best log rate is minus infinity."
        ),
    )


def _bernoulli(noise: Noise, data: _Data, x: Array) -> MleFit:
    if not np.all((data.y == 0) | (data.y == 1)):
        bad = data.y[(data.y != 0) & (data.y != 1)][0]
        raise ValueError(f"y must be 0 or 1, got {bad:g}")
    fit = fit_logistic(x, data.y, 0.0, data.weight, data.design.intercept)
    total = float(data.weight.sum())
    return MleFit(
        noise=noise,
        coefficients=fit.coefficients,
        scale=1.0,
        nll_sum=fit.objective * total,
        nll_mean=fit.objective,
        coef_range=fit.coef_range,
        converged=fit.converged,
        n_iter=fit.n_iter,
        message=fit.message,
        direction=fit.direction,
    )


# everything together --------------------------------------------------------------------------


def _real(noise: Noise, data: _Data, scale: float | None) -> MleFit:
    """The fit of real-valued noise whose shape is given."""
    match noise.key:
        case "gaussian":
            return _gaussian(noise, data, scale)
        case "laplace" | "asymmetric_laplace":
            return _laplace(noise, data, scale)
        case _:
            return _smooth(noise, data, scale)


def fit_mle(
    noise: Noise,
    y: ArrayLike,
    X: ArrayLike | None = None,
    sample_weight: ArrayLike | None = None,
    intercept: bool = True,
    scale: float | None = None,
    fit_shape: bool = False,
) -> MleFit:
    """Maximise the likelihood of y (n,) over the location and the width of `noise`.

    With X (n, k), or one column (n,), the location (log rate, logit) is a plane, coefficients
    intercept first. `scale` fixes the width; `fit_shape` fits Student's nu, between 0.1 and 1000,
    as well. Gaussian width^2 is SSE / n, Laplace width the mean distance. Weights are frequencies.
    ValueError for empty or non-finite data, labels or counts that the noise cannot produce,
    negative weights, linearly dependent columns, a scale or shape that the noise does not have.
    """
    truth = as_float(y, "y")
    if truth.ndim != 1:
        raise ValueError(f"y must have shape (n,), got {truth.shape}")
    require_in(truth, REAL, "y", nan_ok=False)
    weight = as_weights(sample_weight, len(truth))
    if noise.support is Support.CLASSES:
        raise ValueError(f"noise must be of numbers, counts or labels, got {noise.key}")
    if X is None and not intercept:
        raise ValueError("without X there is only the intercept to fit, got intercept=False")
    if scale is not None:
        if not noise.has_scale:
            raise ValueError(f"scale must be None for {noise.key}, which has none, got {scale:g}")
        require_in(scale, POSITIVE, "scale", nan_ok=False)
    if fit_shape and noise.key != "student_t":
        raise ValueError(f"fit_shape is for student_t, got {noise.key}")
    x = np.empty((len(truth), 0)) if X is None else as_rows(X, len(truth))
    there = weight > 0
    x, truth, weight = x[there], truth[there], weight[there]
    data = _Data(truth, weight, columns(x, weight, intercept=intercept))
    require_independent(data.design, remedy="leave it out")
    if noise.support is Support.COUNTS:
        return _poisson(noise, data)
    if noise.support is Support.BINARY:
        return _bernoulli(noise, data, x)
    least = _least_squares(data)
    if scale is None and np.all(_is_zero(truth - data.design.matrix @ least, truth)):
        return _unbounded(
            noise,
            data,
            least,
            _(
                "No maximum: all residuals are 0, so the density grows without limit as the width"
                " shrinks to 0."
            ),
        )
    return _student_with_nu(noise, data, scale) if fit_shape else _real(noise, data, scale)
