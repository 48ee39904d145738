"""How fast lines are fitted, beside other libraries: `python -m tests.benchmarks.fits`.

Every comparison is at an equal or lower objective, which is checked, not timed. The times are of
this machine; what carries over are the ratios.
"""

import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from sklearn.linear_model import HuberRegressor

from lossviz import LOSSES, LossAt
from lossviz.fits import Fit, fit_linear
from lossviz.fits.linear import Scale
from lossviz.numerics import Array

HUBER = LOSSES["huber"].at(delta=1.345)
STOPS = 61
SingleFit = Callable[[Array, Array], Array]
"""Coefficients from y and the design matrix."""


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
    row(title, *three(ours.ms, other.ms), note)


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


def dragged() -> tuple[Array, Array]:
    """One point dragged through 61 stops, n = 50."""
    x, y = sample(50)
    Y = np.tile(y, (STOPS, 1))
    Y[:, -1] = np.linspace(-20, 20, STOPS)
    return x, Y


def in_one_call(key: str) -> None:
    """A batch beside as many calls of our own, one by one."""
    loss = SWEPT[key].loss
    x, Y = dragged()
    batch = timed(lambda: fit_linear(loss, x, Y), 5)
    singles = timed(lambda: [fit_linear(loss, x, one) for one in Y], 2)
    gap = max(
        abs(a - b.objective) for a, b in zip(batch.result.objective, singles.result, strict=True)
    )
    assert gap <= 1e-9, gap
    compare(f"{key}: one by one", batch, singles, f"difference {gap:.0e}")


def fixed_scale(norm: object) -> SingleFit:
    """An M-estimate at scale 1."""
    return lambda y, D: sm.RLM(y, D, M=norm).fit(start_scale=1.0, update_scale=False).params


def mad_scale(norm: object) -> SingleFit:
    return lambda y, D: sm.RLM(y, D, M=norm).fit().params


@dataclass(frozen=True)
class Swept:
    """A loss, and how statsmodels fits it to one data set, at scale 1 and with its MAD."""

    loss: LossAt
    at_one: SingleFit
    with_mad: SingleFit


def least_squares(y: Array, D: Array) -> Array:
    return sm.OLS(y, D).fit().params


def least_absolute(y: Array, D: Array) -> Array:
    return sm.QuantReg(y, D).fit(q=0.5, max_iter=5000).params


def swept(loss: LossAt, norm: object) -> Swept:
    return Swept(loss, fixed_scale(norm), mad_scale(norm))


SWEPT = {
    "squared_error": Swept(LOSSES["squared_error"].at(), least_squares, least_squares),
    "absolute_error": Swept(LOSSES["absolute_error"].at(), least_absolute, least_absolute),
    "huber": swept(HUBER, sm.robust.norms.HuberT(1.345)),
    # Student's t with one degree of freedom is Cauchy's; its weights are twice ours
    "cauchy": swept(LOSSES["cauchy"].at(c=2.385), sm.robust.norms.StudentT(c=2.385, df=1)),
    "tukey_biweight": swept(
        LOSSES["tukey_biweight"].at(c=4.685), sm.robust.norms.TukeyBiweight(4.685)
    ),
}


def assert_lowest(loss: LossAt, D: Array, Y: Array, fit: Fit, other: list[Array]) -> int:
    """Nowhere above the others at scale 1, relative 1e-6; at how many stops clearly lower."""
    theirs = np.array([loss.value(y - D @ b, 0.0).mean() for y, b in zip(Y, other, strict=True)])
    assert np.all(fit.objective <= theirs * (1 + 1e-6)), (fit.objective / theirs).max()
    return int(np.sum(fit.objective < theirs * (1 - 1e-6)))


def assert_balanced(loss: LossAt, D: Array, Y: Array, fit: Fit) -> float:
    """Pulls at the MAD of the residuals balance to 1e-8; the largest that is left.

    Not for absolute error, whose pulls jump: there a vertex is certified instead.
    """
    assert np.all(fit.converged)
    residual = Y - fit.coefficients @ D.T
    np.testing.assert_allclose(np.median(np.abs(residual), axis=1) / 0.6744897501960817, fit.scale)
    pull = loss.psi(residual / fit.scale[:, None])
    left = np.abs(pull @ D) / (np.abs(pull) @ np.abs(D))
    if loss.loss.key == "absolute_error":
        return 0.0
    assert np.all(left < 1e-8), left.max()
    return float(left.max())


def sweep(scale: Scale, start: str | None) -> None:
    """All stops of all losses, beside statsmodels and scikit-learn, one fit after the other.

    They start at least squares, as `start` "ols" does; None follows 33 starts for each line of a
    loss that is not convex, and keeps the best.
    """
    x, Y = dragged()
    D = sm.add_constant(x)
    total_ours = total_theirs = 0.0
    for key, one in SWEPT.items():
        single = one.with_mad if scale == "mad" else one.at_one
        ours = timed(lambda one=one: fit_linear(one.loss, x, Y, scale, start), 20)
        other = timed(lambda single=single: [single(y, D) for y in Y], 2)
        if scale == "mad":
            note = f"residual {assert_balanced(one.loss, D, Y, ours.result):.0e}"
        else:
            lower = assert_lowest(one.loss, D, Y, ours.result, other.result)
            note = f"lower at {lower} stops"
        compare(f"{key}: statsmodels", ours, other, note)
        total_ours, total_theirs = total_ours + ours.ms, total_theirs + other.ms
        if key == "huber":
            model = HuberRegressor(epsilon=1.345, alpha=0.0, max_iter=1000)
            scikit = timed(lambda: [model.fit(x[:, None], y) for y in Y], 2)  # noqa: B023
            compare("huber: scikit-learn", ours, scikit, "")
            extra = scikit.ms - other.ms
    fits = STOPS * len(SWEPT)
    row(f"all {fits}: statsmodels", *three(total_ours, total_theirs), "")
    row("the same, Huber by scikit-learn", *three(total_ours, total_theirs + extra), "")


def three(ours: float, other: float) -> tuple[str, str, str]:
    return f"{ours:.2f}", f"{other:.2f}", f"{other / ours:.1f}"


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")  # where others stop at their limit of steps
    row("", "lossviz ms", "other ms", "ratio", "")
    for n, repeats in ((50, 20), (100_000, 5)):
        against_statsmodels(n, repeats)
        against_statsmodels_at_a_scale(n, repeats)
        against_scikit_learn(n, repeats)
    print(f"\n{STOPS} stops of a dragged point, n = 50, in one call")
    for key in SWEPT:
        in_one_call(key)
    for scale, name in ((1.0, "at scale 1"), ("mad", "with a MAD scale")):
        for start, begun in (("ols", "from least squares"), (None, "from 33 starts")):
            print(f"\n{STOPS} stops, {len(SWEPT)} losses, {name}, {begun}, beside one by one")
            sweep(scale, start)


if __name__ == "__main__":
    main()
