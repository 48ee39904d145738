"""The surface of a mean loss is that mean, its gradient and Hessian are its slopes and bends.

Heights are compared with textbook formulas written here in numpy, never with the loss itself.
"""

import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy import special

from lossviz import LOSSES
from lossviz.core import Task
from lossviz.data import load
from lossviz.data.problems import LINE_PROBLEMS
from lossviz.fits import fit_linear, fit_logistic
from lossviz.numerics import Array
from lossviz.surfaces.mean_loss import BLOCK, MeanLoss
from lossviz.surfaces.models import HIDDEN, LINE, Model

HUBBLE, PHONES = LINE_PROBLEMS["hubble"], LINE_PROBLEMS["phones"]
WIDTH = 200.0  # km/s: so that tolerances of about 1 are met and passed
PLACES = 200


def _barron(r: Array, alpha: float, c: float) -> Array:
    b = abs(alpha - 2)
    return np.asarray(b / alpha * (((r / c) ** 2 / b + 1) ** (alpha / 2) - 1))


# residual -> loss, with the defaults as numbers: papers named in the losses' references
RESIDUAL: dict[str, Callable[..., Array]] = {
    "squared_error": lambda r: r * r,
    "absolute_error": np.abs,
    "huber": lambda r, delta: special.huber(delta, r),
    "log_cosh": lambda r: np.log(np.cosh(r)),
    "quantile": lambda r, tau: np.where(r > 0, tau * r, (tau - 1) * r),
    "cauchy": lambda r, c: c * c / 2 * np.log(1 + (r / c) ** 2),
    "student_t": lambda r, nu, c: (nu + 1) / 2 * np.log(1 + (r / c) ** 2 / nu),
    "tukey_biweight": lambda r, c: c * c / 6 * (1 - (1 - np.minimum((r / c) ** 2, 1)) ** 3),
    "welsch": lambda r, c: c * c / 2 * (1 - np.exp(-((r / c) ** 2))),
    "general_robust": _barron,
}
# margin -> loss
MARGIN: dict[str, Callable[..., Array]] = {
    "binary_cross_entropy": lambda m: np.log(1 + np.exp(-m)),
    "brier": lambda m: (1 - special.expit(m)) ** 2,
    "hinge": lambda m: np.maximum(0, 1 - m),
    "exponential": lambda m: np.exp(-m),
    "focal": lambda m, gamma: -((1 - special.expit(m)) ** gamma) * np.log(special.expit(m)),
}


def flights() -> tuple[Array, Array]:
    """Standardised temperature and distress of the 23 flights."""
    data = load("challenger_orings")
    x = data["temp_f"]
    return (x - x.mean()) / x.std(), data["any_distress"]


def surface(key: str, model: Model = LINE) -> MeanLoss:
    loss_at = LOSSES[key].at()
    if LOSSES[key].task is Task.BINARY:
        return MeanLoss(loss_at, *flights(), model=model)
    return MeanLoss(loss_at, HUBBLE.x, HUBBLE.y, model=model, scale=WIDTH)


def places(model: Model, *, line: bool) -> tuple[Array, Array]:
    """Random parameters (PLACES,), over the room of a map."""
    a, b = np.random.default_rng(8).uniform(-1, 1, (2, PLACES))
    if line:
        return 600 * a, 800 * b
    return 3 * a, 3 * b


def predicted(model: Model, a: float, b: float, x: Array) -> Array:
    return a + b * x if model.linear else b * np.tanh(a * x)


def by_hand(seen: MeanLoss, a: float, b: float) -> float:
    """The mean of the textbook loss over the rows, one place at a time."""
    key, params = seen.loss_at.loss.key, seen.loss_at.params
    raw = predicted(seen.model, a, b, seen.x)
    if key in RESIDUAL:
        return float(np.mean(RESIDUAL[key]((seen.y - raw) / seen.scale, **params)))
    own = {name: value for name, value in params.items() if name == "gamma"}
    return float(np.mean(MARGIN[key](np.where(seen.y == 1, raw, -raw), **own)))


CASES = [
    (key, model)
    for key, loss in LOSSES.items() if loss.task in (Task.REGRESSION, Task.BINARY)
    for model in ((LINE, HIDDEN) if loss.task is Task.REGRESSION else (LINE,))
]  # fmt: skip


def height_error(seen: MeanLoss, model: Model) -> float:
    """How far heights at random places are from the mean by hand, at most and relative."""
    a, b = places(model, line=model.linear and seen.loss_at.loss.key in RESIDUAL)
    found = seen.mean(a, b)
    wanted = [by_hand(seen, *place) for place in zip(a.tolist(), b.tolist(), strict=True)]
    return float(np.max(np.abs(found - wanted) / (1e-12 + np.abs(wanted))))


@pytest.mark.parametrize(("key", "model"), CASES, ids=lambda one: getattr(one, "key", one))
def test_the_surface_is_the_mean_loss_at_200_random_places(key: str, model: Model) -> None:
    assert height_error(surface(key, model), model) < 1e-9


class OneTooFew(MeanLoss):
    """Divides by n - 1."""

    def mean(self, a, b):
        return super().mean(a, b) * len(self.x) / (len(self.x) - 1)


class UpsideDown(MeanLoss):
    """Takes the residual for its opposite."""

    def mean(self, a, b):
        turned = MeanLoss(self.loss_at, self.x, -self.y, scale=self.scale)
        return turned.mean(-np.asarray(a), -np.asarray(b))


def test_a_wrong_surface_is_noticed() -> None:
    for wrong in (OneTooFew, UpsideDown):
        right = surface("quantile")  # at 1/2 it would be the same upside down
        loss_at = LOSSES["quantile"].at(tau=0.9)
        assert height_error(replace(right, loss_at=loss_at), LINE) < 1e-9
        planted = wrong(loss_at, right.x, right.y, scale=WIDTH)
        assert height_error(planted, LINE) > 1e-3


@pytest.mark.parametrize(("key", "model"), CASES, ids=lambda one: getattr(one, "key", one))
def test_gradient_and_hessian_by_central_differences(key: str, model: Model) -> None:
    seen = surface(key, model)
    line = model.linear and key in RESIDUAL
    a, b = (part[:40] for part in places(model, line=line))
    step = 1e-3 if line else 1e-5

    def slope(f: Callable[[Array, Array], Array]) -> Array:
        return np.stack(
            [(f(a + step, b) - f(a - step, b)), (f(a, b + step) - f(a, b - step))], axis=-1
        ) / (2 * step)

    gradient, hessian = seen.gradient(a, b), seen.hessian(a, b)
    # places whose difference does not straddle a kink of the loss: there it has no second slope
    reach = 4 * step * (1 + np.abs(seen.x).max()) * (1 if model.linear else 4)
    kinks = [*seen.loss_at.facts.kinks]
    raw = model.raw(a[:, None], b[:, None], seen.x)
    at = (seen.y - raw) / seen.scale if key in RESIDUAL else np.where(seen.y == 1, raw, -raw)
    reach /= seen.scale
    clear = np.ones(len(a), dtype=bool)
    for kink in kinks:
        clear &= (np.abs(at - kink) > reach).all(axis=-1)
    assert clear.sum() >= 10
    size = np.abs(gradient).max()
    assert np.abs(slope(seen.mean) - gradient)[clear].max() < 2e-6 * size
    bends = np.stack([slope(lambda a, b, k=k: seen.gradient(a, b)[:, k]) for k in (0, 1)], axis=-2)
    size = np.abs(hessian).max() or size / seen.scale
    assert np.abs(bends - hessian)[clear].max() < 1e-5 * size
    assert np.abs(hessian - np.swapaxes(hessian, -1, -2)).max() == 0


@pytest.mark.parametrize("key", [k for k in RESIDUAL if LOSSES[k].at().facts.convex])
def test_no_place_is_lower_than_the_fit_of_a_convex_loss(key: str) -> None:
    seen = surface(key)
    fit = fit_linear(seen.loss_at, HUBBLE.x, HUBBLE.y, scale=WIDTH)
    lowest = float(seen.mean(*fit.coefficients.tolist()))
    assert lowest == pytest.approx(fit.objective, rel=1e-10)
    a, b = places(LINE, line=True)
    assert (seen.mean(a, b) >= lowest).all()
    around = np.random.default_rng(1).normal(0, 1, (2, PLACES))
    near = seen.mean(fit.coefficients[0] + around[0], fit.coefficients[1] + around[1])
    assert (near >= lowest - 1e-12).all()


def test_cross_entropy_is_level_at_the_logistic_fit() -> None:
    x, y = flights()
    a, b = fit_logistic(x, y).coefficients.tolist()
    assert np.abs(surface("binary_cross_entropy").gradient(a, b)).max() < 1e-8


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("problem", [HUBBLE, PHONES], ids=lambda one: one.key)
def test_five_numbers_are_enough_for_squared_error(problem, weighted: bool) -> None:
    weight = np.arange(1.0, len(problem) + 1) if weighted else None
    seen = MeanLoss(LOSSES["squared_error"].at(), problem.x, problem.y, weight=weight)
    assert seen.moments is not None
    best = np.polyfit(problem.x, problem.y, 1, w=None if weight is None else np.sqrt(weight))[::-1]
    rng = np.random.default_rng(2)
    for spread in (1e-3, 1.0, 100.0):
        b = best[1] + spread * rng.normal(size=20)
        a = best[0] - (b - best[1]) * problem.x.mean() + spread * rng.normal(size=20)
        wanted = [np.average((problem.y - p - q * problem.x) ** 2, weights=weight)
                  for p, q in zip(a, b, strict=True)]  # fmt: skip
        assert seen.mean(a, b) == pytest.approx(wanted, rel=1e-9)


def test_weights_count_rows() -> None:
    loss_at = LOSSES["absolute_error"].at()
    weight = np.arange(24) % 3.0
    twice = np.repeat(np.arange(24), weight.astype(int))
    weighted = MeanLoss(loss_at, HUBBLE.x, HUBBLE.y, weight=weight)
    repeated = MeanLoss(loss_at, HUBBLE.x[twice], HUBBLE.y[twice])
    assert weighted.mean(10.0, 400.0) == pytest.approx(float(repeated.mean(10.0, 400.0)))


@pytest.mark.parametrize("key", ["squared_error", "huber"])
def test_memory_does_not_grow_with_the_rows(key: str) -> None:
    x = np.linspace(0, 1, 20_000)
    seen = MeanLoss(LOSSES[key].at(), x, np.sin(x))
    a, b = np.linspace(-1, 1, 30), np.linspace(-1, 1, 30)[:, None]
    tracemalloc.start()
    heights = seen.mean(a, b)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert heights.shape == (30, 30)
    whole = heights.size * len(x) * 8  # one array of places x rows: 144 MB
    assert peak < whole / 2
    assert peak < 10 * 8 * BLOCK + 8 * len(x) * 4


@pytest.mark.parametrize(
    ("x", "y", "said"),
    [
        ([], [], "one of them at least"),
        ([1.0, 2.0], [1.0], "one x for each y"),
        ([1.0, np.nan], [1.0, 2.0], "a row has none"),
        ([1.0, 2.0], [1.0, np.inf], "a row has none"),
    ],
)
def test_rows_that_make_no_surface(x: list[float], y: list[float], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        MeanLoss(LOSSES["squared_error"].at(), np.array(x), np.array(y))


def test_one_row_and_a_constant_x_are_a_valley() -> None:
    for x, y in (([2.0], [3.0]), ([2.0, 2.0], [3.0, 5.0])):
        seen = MeanLoss(LOSSES["squared_error"].at(), np.array(x), np.array(y))
        slopes = np.linspace(-5, 5, 7)
        level = seen.mean(np.mean(y) - 2.0 * slopes, slopes)
        assert np.ptp(level) < 1e-12
        assert np.linalg.eigvalsh(seen.hessian(0.0, 0.0))[0] == pytest.approx(0, abs=1e-12)
