"""How fast lines are fitted, beside other libraries: `python -m tests.benchmarks.fits`.

Every comparison is at an equal or lower objective, which is checked, not timed. The times are of
this machine; what carries over are the ratios.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from sklearn.linear_model import HuberRegressor

from lossviz import LOSSES
from lossviz.fits import fit_linear
from lossviz.numerics import Array

HUBER = LOSSES["huber"].at(delta=1.345)
STOPS = 61


@dataclass(frozen=True)
class Timed:
    """A result and the least time of several runs, in ms."""

    result: object
    ms: float


def timed(run: Callable[[], object], repeats: int) -> Timed:
    run()  # imports and caches
    times = []
    for _repeat in range(repeats):
        begin = time.perf_counter()
        result = run()
        times.append(time.perf_counter() - begin)
    return Timed(result, 1e3 * min(times))


def sample(n: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(0)
    x = rng.uniform(0, 10, n)
    return x, 1 + 0.5 * x + rng.standard_t(2, n)


def mean_loss(x: Array, y: Array, coefficients: Array, scale: float) -> float:
    return HUBER.mean((y - coefficients[0] - coefficients[1] * x) / scale, np.zeros(len(y)))


def row(*cells: str) -> None:
    print("".join(f"{cell:>{w}}" for cell, w in zip(cells, (38, 12, 12, 9, 24), strict=True)))


def compare(title: str, ours: Timed, other: Timed, note: str) -> None:
    row(title, f"{ours.ms:.2f}", f"{other.ms:.2f}", f"{other.ms / ours.ms:.1f}", note)


def against_statsmodels(n: int, repeats: int) -> None:
    """Huber with a MAD scale; the mean losses are compared at the scale of our fit."""
    x, y = sample(n)
    D = sm.add_constant(x)
    ours = timed(lambda: fit_linear(HUBER, x, y, scale="mad"), repeats)
    other = timed(lambda: sm.RLM(y, D, M=sm.robust.norms.HuberT()).fit(), repeats)

    scale = ours.result.scale
    own = ours.result.objective
    their = mean_loss(x, y, other.result.params, scale)
    assert own <= their * (1 + 1e-14), (own, their)
    compare(f"Huber, MAD, n = {n}: statsmodels", ours, other, f"excess {their - own:.0e}")


def against_statsmodels_at_a_scale(n: int, repeats: int) -> None:
    x, y = sample(n)
    D = sm.add_constant(x)
    norm = sm.robust.norms.HuberT()
    other = timed(lambda: sm.RLM(y, D, M=norm).fit(update_scale=False), repeats)
    scale = float(other.result.scale)  # the one it took; at this scale we fit too
    ours = timed(lambda: fit_linear(HUBER, x, y, scale=scale), repeats)
    own = ours.result.objective
    their = mean_loss(x, y, other.result.params, scale)
    assert own <= their * (1 + 1e-14), (own, their)
    compare(f"Huber, fixed scale, n = {n}: statsmodels", ours, other, f"excess {their - own:.0e}")


def against_scikit_learn(n: int, repeats: int) -> None:
    """scikit-learn fits its scale too; we fit at the scale it found."""
    x, y = sample(n)
    model = HuberRegressor(epsilon=1.345, alpha=0.0, max_iter=1000)
    other = timed(lambda: model.fit(x[:, None], y), repeats)
    scale = float(model.scale_)
    ours = timed(lambda: fit_linear(HUBER, x, y, scale=scale), repeats)
    own = ours.result.objective
    their = mean_loss(x, y, np.array([model.intercept_, *model.coef_]), scale)
    assert own <= their * (1 + 1e-14), (own, their)
    compare(f"Huber, n = {n}: scikit-learn", ours, other, f"excess {their - own:.0e}")


def sweep(key: str) -> None:
    """One point dragged through 61 stops, n = 50: one call, 61 calls, 61 statsmodels calls."""
    loss = LOSSES[key].at()
    x, y = sample(50)
    Y = np.tile(y, (STOPS, 1))
    Y[:, -1] = np.linspace(-20, 20, STOPS)
    batch = timed(lambda: fit_linear(loss, x, Y), 5)
    singles = timed(lambda: [fit_linear(loss, x, one) for one in Y], 2)
    gap = max(
        abs(a - b.objective) for a, b in zip(batch.result.objective, singles.result, strict=True)
    )
    assert gap <= 1e-9, gap
    compare(f"{key}: one by one", batch, singles, f"difference {gap:.0e}")
    D = sm.add_constant(x)
    fits: dict[str, Callable[[Array], object]] = {
        "squared_error": lambda one: sm.OLS(one, D).fit(),
        "absolute_error": lambda one: sm.QuantReg(one, D).fit(q=0.5, max_iter=5000),
        "huber": lambda one: sm.RLM(one, D, M=sm.robust.norms.HuberT()).fit(),
        "tukey_biweight": lambda one: sm.RLM(one, D, M=sm.robust.norms.TukeyBiweight()).fit(),
    }
    others = timed(lambda: [fits[key](one) for one in Y], 2)
    compare(f"{key}: statsmodels one by one", batch, others, "")


def main() -> None:
    """Print the table."""
    row("", "lossviz ms", "other ms", "ratio", "")
    for n, repeats in ((50, 20), (100_000, 5)):
        against_statsmodels(n, repeats)
        against_statsmodels_at_a_scale(n, repeats)
        against_scikit_learn(n, repeats)
    print(f"\n{STOPS} stops of a dragged point, n = 50, in one call")
    for key in ("squared_error", "absolute_error", "huber", "tukey_biweight"):
        sweep(key)


if __name__ == "__main__":
    main()
