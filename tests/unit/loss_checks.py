"""The claims a loss makes, each measured: functions of a loss that return the size of the error.

The contract tests call them on every loss and on losses with planted errors, so that none of them
is trusted before it has caught something.
"""

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
from mpmath import mpf
from scipy import optimize, special

from lossviz.core import Form, Influence, LossAt, Task
from lossviz.noise import Noise, Support
from tests.unit import oracle_formulas as oracle

LARGEST, SMALLEST = np.finfo(float).max, np.finfo(float).tiny

# off every kink of the parameter grids, 1e-12 to 1e150
RESIDUALS = np.array(
    [1e-12, 3e-7, 2e-3, 0.07, 0.3, 0.8, 1.7, 4.2, 9.3, 27.0, 4e2, 1e6, 3e20, 1e100, 1e150]
)
LOGITS = np.array([1e-9, 0.1, 0.9, 2.5, 10.0, 37.0, 100.0, 300.0, 700.0, 745.0, 1e3])
CLASS_CASES = (
    ([1, 0, 0], [0.3, -0.2, 1.0]),
    ([0, 1, 0], [40.0, 0.5, -3.0]),
    ([1, 0, 0], [40.0, 0.5, -3.0]),
    ([1, 0, 0], [1000.0, -1000.0, 0.0]),
    ([0, 1, 0], [1000.0, -1000.0, 0.0]),
    ([0, 0, 1], [-300.0, 1e-9, -300.0]),
    ([0.2, 0.5, 0.3], [2.0, -1.0, 0.7]),
)


def relative_error(got: float, exact: mpf) -> float:
    """Relative to the exact number; beyond float64 infinity is right, below it about zero is."""
    if abs(exact) > LARGEST:
        return 0.0 if np.isinf(got) and (got > 0) == (exact > 0) else np.inf
    if abs(exact) < SMALLEST:
        return 0.0 if abs(got) <= 1.001 * SMALLEST else np.inf
    return float(abs(mpf(float(got)) - exact) / abs(exact)) if np.isfinite(got) else np.inf


def _points(loss_at: LossAt) -> tuple[np.ndarray, np.ndarray]:
    task = loss_at.loss.task
    if task is Task.REGRESSION:
        r = np.concatenate([-RESIDUALS, RESIDUALS])
        return r, np.zeros(r.shape)
    labels = (0.0, 1.0) if task is Task.BINARY else (0.0, 1.0, 2.0, 7.0)
    z = np.concatenate([-LOGITS, LOGITS])
    y, raw = np.meshgrid(labels, z)
    return y.ravel(), raw.ravel()


def golden_error(loss_at: LossAt, order: int) -> float:
    """Largest relative error of value, slope or curvature against 800-digit arithmetic.

    Any floating-point warning but underflow raises.
    """
    params, key = dict(loss_at.params), loss_at.loss.key
    f = (loss_at.value, loss_at.grad, loss_at.curvature)[order]
    worst = 0.0
    with np.errstate(all="raise", under="ignore"):
        if loss_at.loss.task is Task.MULTICLASS:
            for target, logits in CLASS_CASES:
                got = np.ravel(f(np.array([target], float), np.array([logits])))
                exact = oracle.classes(key, target, logits, order, params)
                # entries that nearly cancel are judged by the largest of their matrix
                size = max(abs(e) for e in exact) if order == 2 or max(target) < 1 else 0
                for g, e in zip(got, exact, strict=True):
                    error = relative_error(g, e)
                    if size > SMALLEST:
                        error = min(error, float(abs(mpf(float(g)) - e) / size))
                    worst = max(worst, error)
            return worst
        y, raw = _points(loss_at)
        got = f(y, raw)
    for g, yi, zi in zip(got, y, raw, strict=True):
        worst = max(worst, relative_error(g, oracle.scalar(key, yi, zi, order, params)))
    return worst


def _line(
    loss_at: LossAt, others: tuple[float, float]
) -> tuple[Any, Callable[[np.ndarray], np.ndarray]]:
    """The truth and the raw predictions as x runs along the loss's natural axis."""
    task = loss_at.loss.task
    if task is Task.REGRESSION:
        return 0.0, lambda x: -x  # residual x
    if task is Task.BINARY:
        return 1.0, lambda x: x  # margin x
    if task is Task.COUNT:
        return 3.0, lambda x: x
    direction = np.array([1.0, *others])
    return np.array([1.0, 0.0, 0.0]), lambda x: np.multiply.outer(x, direction)


def _along(
    loss_at: LossAt, order: int, others: tuple[float, float] = (-0.4, 0.2)
) -> Callable[[np.ndarray], np.ndarray]:
    """Value, slope or curvature along the natural axis, as functions of x (n,)."""
    y, raw = _line(loss_at, others)
    multi = loss_at.loss.task is Task.MULTICLASS
    step = raw(np.ones(1))[0] if multi else raw(np.ones(()))

    def f(x: np.ndarray) -> np.ndarray:
        y_all = np.broadcast_to(y, (len(x), *np.shape(y)))
        if order == 0:
            return loss_at.value(y_all, raw(x))
        if order == 1:
            slope = loss_at.grad(y_all, raw(x))
            return slope @ step if multi else slope * step
        bend = loss_at.curvature(y_all, raw(x))
        return step @ bend @ step if multi else bend

    return f


def slope_error(loss_at: LossAt, order: int = 1) -> float:
    """Slope against differences of the value (order 1), curvature against those of the slope (2).

    Five-point differences off the kinks, relative to the largest number seen.
    """
    kinks = np.array(loss_at.facts.kinks)
    x = np.linspace(-6.03, 6.11, 97)
    h = 3e-4
    if kinks.size:
        x = x[np.abs(x[:, None] - kinks).min(axis=1) > 3 * h]
    f, g = _along(loss_at, order - 1), _along(loss_at, order)
    numeric = (f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h)
    exact = g(x)
    return float(np.abs(numeric - exact).max() / max(1.0, np.abs(exact).max()))


def _width(loss_at: LossAt) -> float:
    return 300.0 if loss_at.loss.task is Task.REGRESSION else 30.0


def convexity_error(loss_at: LossAt) -> float:
    """By how much a chord lies below the curve; 1 if `convex` is denied and no chord does."""
    half = _width(loss_at) * np.concatenate([np.logspace(-4, 0, 60), [0.0]])
    x = np.concatenate([-half, half])
    a, b = (v.ravel() for v in np.meshgrid(x, x))
    excess = -np.inf
    for others in ((-0.4, 0.2), (-0.5, -0.5)):  # two lines through the logits of three classes
        f = _along(loss_at, 0, others)
        chord = 0.5 * (f(a) + f(b))
        excess = max(excess, ((f(0.5 * (a + b)) - chord) / (1.0 + np.abs(chord))).max())
    if loss_at.facts.convex:
        return max(0.0, excess)
    return 0.0 if excess > 1e-7 else 1.0


def influence_of(loss_at: LossAt) -> Influence:
    """Measured: how the slope far out compares with the slope twice as far (in digits or steps)."""
    task = loss_at.loss.task
    near, far = {Task.REGRESSION: (1e75, 1e150), Task.COUNT: (200.0, 400.0)}.get(
        task, (-200.0, -400.0)
    )
    slope = np.abs(_along(loss_at, 1)(np.array([near, far])))
    if slope[0] == 0 or slope[1] < 0.99 * slope[0]:
        return Influence.REDESCENDING
    return Influence.UNBOUNDED if slope[1] > 1.01 * slope[0] else Influence.BOUNDED


def influence_error(loss_at: LossAt) -> float:
    """0 if the claim is what is measured, else 1."""
    return float(influence_of(loss_at) is not loss_at.facts.influence)


def jumps(f: Callable[[np.ndarray], np.ndarray], reach: float) -> np.ndarray:
    """Where f jumps by more than a thousandth of 1 + |f| within [-reach, reach], by halving."""
    edges = np.linspace(-reach, reach * 1.0007, 4096)
    low, high = edges[:-1], edges[1:]
    for _step in range(45):
        middle = 0.5 * (low + high)
        low, high = np.concatenate([low, middle]), np.concatenate([middle, high])
        left, right = f(low), f(high)
        steep = np.abs(right - left) > 1e-3 * (1.0 + np.abs(left))
        low, high = low[steep], high[steep]
        assert low.size < 10_000, "too steep to be searched for jumps"
    return np.unique(np.round(0.5 * (low + high), 9))


def kinks_error(loss_at: LossAt) -> float:
    """Largest distance between a claimed and a found kink of slope or curvature."""
    reach = 20.0 if loss_at.loss.task is Task.REGRESSION else 6.0
    found = np.concatenate([jumps(_along(loss_at, order), reach) for order in (1, 2)])
    claimed = np.array(loss_at.facts.kinks)
    if not claimed.size or not found.size:
        return 0.0 if claimed.size == found.size else np.inf
    apart = np.abs(found[:, None] - claimed)
    return float(max(apart.min(axis=0).max(), apart.min(axis=1).max()))


def form_error(loss_at: LossAt) -> float:
    """0 if the form is the one measured: curvature constant, or zero with two slopes, or other."""
    x = np.linspace(-7.013, 7.029, 201)
    slope, bend = _along(loss_at, 1)(x), _along(loss_at, 2)(x)
    if np.ptp(bend) <= 1e-12 * np.abs(bend).max() and bend.min() > 0:
        measured = Form.QUADRATIC
    elif not bend.any() and len(np.unique(slope)) == 2:
        measured = Form.PIECEWISE_LINEAR
    else:
        measured = Form.CURVED
    return float(measured is not loss_at.facts.form)


def area_error(noise: Noise, scale: float) -> float:
    """|total probability - 1|, by Gauss-Legendre panels in t with y = 0.3 +- scale sinh t."""
    if noise.support is Support.REAL:
        nodes, weights = np.polynomial.legendre.leggauss(8)
        edges = np.linspace(0.0, 600.0, 30001)
        half = 0.5 * np.diff(edges)[:, None]
        t = (0.5 * (edges[1:] + edges[:-1])[:, None] + half * nodes).ravel()
        w = (half * weights).ravel()
        y = scale * np.sinh(t)
        log_jacobian = np.log(scale) + t + np.log1p(np.exp(-2 * t)) - np.log(2.0)
        total = sum(
            (
                w * np.exp(noise.log_density(0.3 + side * y, np.asarray(0.3), scale) + log_jacobian)
            ).sum()
            for side in (-1.0, 1.0)
        )
        return abs(float(total) - 1.0)
    if noise.support is Support.COUNTS:
        y, raw = np.arange(400.0), np.asarray(1.7)
    elif noise.support is Support.BINARY:
        y, raw = np.array([0.0, 1.0]), np.asarray(-0.8)
    else:
        y, raw = np.eye(4), np.array([0.3, -2.0, 1.0, 5.0])
    return abs(float(np.exp(noise.log_density(y, raw, scale)).sum()) - 1.0)


def surprise_error(loss_at: LossAt, scale: float) -> float:
    """Spread over `raw` of -log density - nll_scale * value, relative to the numbers."""
    facts = loss_at.facts
    assert facts.noise is not None
    assert facts.nll_scale is not None
    x = np.linspace(-8.0, 9.0, 60)
    if loss_at.loss.task is Task.MULTICLASS:
        truths: list[Any] = [*np.eye(3)]
        raw = np.multiply.outer(x, np.array([1.0, -0.4, 0.2]))
    else:
        truths = {Task.REGRESSION: [0.7], Task.BINARY: [0.0, 1.0], Task.COUNT: [0.0, 4.0]}[
            loss_at.loss.task
        ]
        raw = x
    worst = 0.0
    for y in truths:
        y_all = np.broadcast_to(y, (len(x), *np.shape(y)))
        surprise = -facts.noise.log_density(y_all, raw, scale)
        left = surprise - facts.nll_scale(scale) * loss_at.value(y_all, raw)
        worst = max(worst, float(np.ptp(left) / (1.0 + np.abs(surprise).max())))
    return worst


def no_noise_error(loss_at: LossAt) -> float:
    """0 if no power of exp(-loss) can be a density, else 1.

    Real: the loss levels off, so exp(-loss) has infinite area. Labels and classes: the total over
    the possible truths depends on `raw`.
    """
    task = loss_at.loss.task
    if task is Task.REGRESSION:
        far = loss_at.value(np.array([1e100, 1e150]), np.zeros(2))
        return float(abs(far[1] - far[0]) > 1e-9 * abs(far[0]))
    x = np.linspace(-3.0, 3.0, 13)
    if task is Task.MULTICLASS:
        z = np.multiply.outer(x, np.array([1.0, -0.4, 0.2]))
        per_truth = np.array([loss_at.value(np.full(len(x), k), z) for k in range(3)])
    else:
        per_truth = np.array([loss_at.value(np.full(len(x), y), x) for y in (0.0, 1.0)])

    def spread(log_power: float) -> float:
        return float(np.ptp(special.logsumexp(-np.exp(log_power) * per_truth, axis=0)))

    grid = np.linspace(-3.0, 3.0, 121)
    best = grid[int(np.argmin([spread(v) for v in grid]))]
    sharp = optimize.minimize_scalar(
        spread, bounds=(best - 0.1, best + 0.1), method="bounded", options={"xatol": 1e-9}
    )
    return float(min(sharp.fun, spread(best)) < 1e-5)


def functional_error(loss_at: LossAt, y: np.ndarray, weight: np.ndarray | None = None) -> float:
    """Distance between the claimed best constants and those found by minimising the mean value."""
    assert loss_at.facts.functional is not None
    low, high = loss_at.facts.functional.of(y, weight)
    w = np.ones(len(y)) if weight is None else weight
    if loss_at.loss.task is Task.MULTICLASS:

        def total(z: np.ndarray) -> float:
            return float(w @ loss_at.value(y, np.broadcast_to(z, y.shape)) / w.sum())

        found = optimize.minimize(total, np.zeros(y.shape[1]), method="BFGS", tol=1e-10).x
        return float(np.abs(found - found.mean() - low).max())

    def mean(theta: float) -> float:
        return float(w @ loss_at.value(y, np.full(y.shape, theta)) / w.sum())

    reach = np.abs(y).max() + 5.0
    grid = np.linspace(-reach, reach, 4001)
    start = grid[int(np.argmin([mean(t) for t in grid]))]
    around = (start - 2 * reach / 4000, start + 2 * reach / 4000)
    best = optimize.minimize_scalar(mean, bounds=around, method="bounded", options={"xatol": 1e-11})
    at, floor = (best.x, best.fun) if best.fun < mean(start) else (start, mean(start))
    slack = 1e-13 * (1.0 + abs(floor))

    def end(outside: float) -> float:
        inside = float(at)
        for _step in range(80):
            middle = 0.5 * (inside + outside)
            inside, outside = (
                (middle, outside) if mean(middle) <= floor + slack else (inside, middle)
            )
        return inside

    return float(max(abs(end(-3 * reach) - low), abs(end(3 * reach) - high)))


def example_error(loss_at: LossAt, y_true: Any, raw: Any, value: Any) -> float:
    """Relative error of a worked example."""
    got, want = np.atleast_1d(loss_at.value(y_true, raw)), np.atleast_1d(value)
    return max(
        relative_error(g, mpmath.mpf(float(v)) if np.isfinite(v) else mpf(10) ** 400)
        for g, v in zip(got, want, strict=True)
    )
