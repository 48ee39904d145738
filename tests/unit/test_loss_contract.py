"""What every loss promises, at the default, low and high value of each of its parameters."""

from typing import Any

import numpy as np
import pytest

from lossviz import LOSSES
from lossviz.core import Loss, LossAt, Origin, Task
from tests.unit import loss_checks as checks
from tests.unit import oracle_formulas as oracle

OPTIONS: dict[str, tuple[dict[str, Any], ...]] = {
    "binary_cross_entropy": ({"pos_weight": 3.0}, {"pos_weight": 0.2}),
    "focal": (
        {"alpha": 0.25},
        {"gamma": 0.0, "alpha": 0.25},
        {"gamma": 0.0, "alpha": 0.5},
        {"gamma": 0.5},
    ),
    "softmax_cross_entropy": (
        {"class_weight": np.array([1.0, 2.0, 4.0])},
        {"class_weight": np.array([2.0, 2.0, 2.0])},
        {"class_weight": np.array([1.0, 2.0, 4.0]), "label_smoothing": 0.1},
    ),
    "softmax_focal": ({"alpha": 0.25}, {"gamma": 0.0, "alpha": 0.25}, {"gamma": 0.5}),
    "general_robust": tuple(
        {"alpha": alpha} for alpha in (-2.0, 0.0, 0.1, 0.5, 1.5, 2.0 - 1e-9, 3.0)
    ),
}


def settings(loss: Loss) -> list[dict[str, Any]]:
    """Default; each parameter at its low and its high; then the options."""
    ends = [{p.key: end} for p in loss.params for end in (p.low, p.high) if end != p.default]
    return [{}, *ends, *OPTIONS.get(loss.key, ())]


def name(loss: Loss, params: dict[str, Any]) -> str:
    """Readable test id."""
    inside = ",".join(f"{k}={np.array(v).tolist()}" for k, v in params.items())
    return f"{loss.key}({inside})"


CASES = [
    pytest.param(loss.at(**params), id=name(loss, params))
    for loss in LOSSES.values()
    for params in settings(loss)
]
each_setting = pytest.mark.parametrize("loss_at", CASES)
each_loss = pytest.mark.parametrize("loss", LOSSES.values(), ids=list(LOSSES))


def those(keep: Any) -> pytest.MarkDecorator:
    """The settings for which `keep(loss_at)` holds."""
    return pytest.mark.parametrize("loss_at", [case for case in CASES if keep(case.values[0])])


EIGHTEEN = {
    "absolute_error", "binary_cross_entropy", "brier", "cauchy", "exponential", "focal",
    "general_robust", "hinge", "huber", "log_cosh", "poisson", "quantile",
    "softmax_cross_entropy", "softmax_focal", "squared_error", "student_t", "tukey_biweight",
    "welsch",
}  # fmt: skip


def test_no_loss_and_no_second_opinion_went_missing() -> None:
    # a loss more needs no line here; a loss less breaks links and notebooks
    assert set(LOSSES) >= EIGHTEEN
    assert set(LOSSES) >= set(oracle.FORMULAS) >= EIGHTEEN


# numbers


@those(lambda at: at.loss.key in oracle.FORMULAS)
@pytest.mark.parametrize("order", [0, 1, 2], ids=["value", "slope", "curvature"])
def test_numbers_agree_with_800_digits(loss_at: LossAt, order: int) -> None:
    assert checks.golden_error(loss_at, order) <= 1e-12


@each_setting
@pytest.mark.parametrize("order", [1, 2], ids=["slope", "curvature"])
def test_slopes_are_those_of_the_value(loss_at: LossAt, order: int) -> None:
    assert checks.slope_error(loss_at, order) <= 1e-6


@pytest.mark.parametrize(
    ("loss", "example"),
    [
        pytest.param(loss, e, id=f"{loss.key}-{i}")
        for loss in LOSSES.values()
        for i, e in enumerate(loss.examples)
    ],
)
def test_worked_examples(loss: Loss, example: Any) -> None:
    error = checks.example_error(
        loss.at(**example.params), example.y_true, example.raw, example.value
    )
    assert error <= 1e-12
    assert example.note


@those(lambda at: at.loss.task is Task.REGRESSION)
def test_infinite_residuals_give_the_limit(loss_at: LossAt) -> None:
    far, end = np.array([-1e150, 1e150]), np.array([-np.inf, np.inf])
    with np.errstate(all="raise", under="ignore"):
        value = [loss_at.value(x, np.zeros(2)) for x in (far, end)]
        slope = [loss_at.grad(x, np.zeros(2)) for x in (far, end)]
        bend = loss_at.curvature(end, np.zeros(2))
    grows = loss_at.loss.origin is Origin.LIKELIHOOD or (value[0] > 1e10).all()
    if grows or checks.no_noise_error(loss_at):
        assert np.isposinf(value[1]).all()
    else:
        np.testing.assert_allclose(value[1], value[0], rtol=1e-12)
    match loss_at.facts.influence.name:
        case "BOUNDED":
            np.testing.assert_allclose(slope[1], slope[0], rtol=1e-12)
        case "REDESCENDING":
            np.testing.assert_array_equal(np.abs(slope[1]), 0.0)
        case _:
            np.testing.assert_array_equal(slope[1], [np.inf, -np.inf])
    assert not np.isnan(bend).any()


@each_setting
@pytest.mark.parametrize("method", ["value", "grad", "curvature"])
def test_nan_stays_nan(loss_at: LossAt, method: str) -> None:
    f = getattr(loss_at, method)
    raw = np.array([np.nan, 1.0, 0.5])
    if loss_at.loss.task is Task.MULTICLASS:
        assert np.isnan(f([0], raw[None])).all()
        return
    out = f(np.array([1.0, 0.0, np.nan]), raw)
    if method == "curvature" and loss_at.loss.task is not Task.REGRESSION:
        out = out[:2]  # the curvature of a hard label may well not depend on the label
        np.testing.assert_array_equal(np.isnan(out), [True, False])
    else:
        np.testing.assert_array_equal(np.isnan(out), [True, False, True])


@each_setting
def test_empty_in_empty_out(loss_at: LossAt) -> None:
    if loss_at.loss.task is Task.MULTICLASS:
        y, raw, tail = np.zeros(0), np.zeros((0, 3)), (3,)
    else:
        y, raw, tail = np.zeros(0), np.zeros(0), ()
    assert loss_at.value(y, raw).shape == (0,)
    assert loss_at.grad(y, raw).shape == (0, *tail)
    assert loss_at.curvature(y, raw).shape == (0, *tail, *tail)
    with pytest.raises(ValueError, match="at least one observation"):
        loss_at.mean(y, raw)


def sample(task: Task) -> tuple[np.ndarray, np.ndarray]:
    """A few observations and predictions of every kind."""
    rng = np.random.default_rng(7)
    if task is Task.MULTICLASS:
        return rng.integers(0, 3, 11).astype(float), rng.normal(0, 3, (11, 3))
    raw = rng.normal(0, 3, 11)
    if task is Task.REGRESSION:
        return rng.normal(0, 3, 11), raw
    return rng.integers(0, 2 if task is Task.BINARY else 6, 11).astype(float), raw


@pytest.mark.parametrize(
    ("loss", "key"),
    [pytest.param(x, p.key, id=f"{x.key}-{p.key}") for x in LOSSES.values() for p in x.params],
)
@pytest.mark.parametrize("method", ["value", "grad", "curvature"])
def test_a_sweep_is_its_stops(loss: Loss, key: str, method: str) -> None:
    param = next(p for p in loss.params if p.key == key)
    stops = np.array([param.low, param.default, 0.5 * (param.low + param.high), param.high])
    y, raw = sample(loss.task)
    batch = getattr(loss, method)(y, raw, **{key: stops[:, None]})
    single = [getattr(loss, method)(y, raw, **{key: s}) for s in stops]
    np.testing.assert_allclose(batch, single, rtol=1e-14, atol=0)


@each_setting
def test_the_mean_is_the_weighted_average(loss_at: LossAt) -> None:
    y, raw = sample(loss_at.loss.task)
    weight = np.arange(11.0)
    own = np.ones(11)
    if "class_weight" in loss_at.params:
        own = loss_at.params["class_weight"][y.astype(int)]
    want = (weight * loss_at.value(y, raw)).sum() / (weight * own).sum()
    target = np.eye(3)[y.astype(int)] if loss_at.loss.task is Task.MULTICLASS else y
    assert loss_at.mean(target, raw, weight) == pytest.approx(want, rel=1e-13)
    repeated = np.repeat(np.arange(11), np.arange(11))
    assert loss_at.mean(target[repeated], raw[repeated]) == pytest.approx(want, rel=1e-13)


# facts


@each_setting
def test_convexity_is_as_claimed(loss_at: LossAt) -> None:
    assert checks.convexity_error(loss_at) <= 1e-13


@each_setting
def test_influence_is_as_claimed(loss_at: LossAt) -> None:
    assert checks.influence_error(loss_at) == 0


@each_setting
def test_kinks_are_as_claimed(loss_at: LossAt) -> None:
    assert checks.kinks_error(loss_at) <= 1e-8
    assert list(loss_at.facts.kinks) == sorted(loss_at.facts.kinks)


@each_setting
def test_form_is_as_claimed(loss_at: LossAt) -> None:
    assert checks.form_error(loss_at) == 0


def scales(loss_at: LossAt) -> list[float]:
    """The widths at which the noise claim is made."""
    fixed = loss_at.facts.noise_scale
    return [0.5, 1.0, 3.0] if fixed is None else [fixed]


WITH_NOISE = [
    pytest.param(case.values[0], scale, id=f"{case.id}-{scale:g}")
    for case in CASES
    if case.values[0].facts.noise is not None
    for scale in scales(case.values[0])
]


@pytest.mark.parametrize(("loss_at", "scale"), WITH_NOISE)
def test_noise_has_total_probability_one(loss_at: LossAt, scale: float) -> None:
    assert checks.area_error(loss_at.facts.noise, scale) <= 1e-9


@pytest.mark.parametrize(("loss_at", "scale"), WITH_NOISE)
def test_the_loss_is_the_surprise(loss_at: LossAt, scale: float) -> None:
    assert checks.surprise_error(loss_at, scale) <= 1e-12


@those(lambda at: at.facts.noise is None)
def test_no_noise_comes_with_a_reason_and_is_true(loss_at: LossAt) -> None:
    assert loss_at.facts.no_noise_because.endswith(".")
    assert loss_at.facts.nll_scale is None
    assert checks.no_noise_error(loss_at) == 0


@those(lambda at: at.facts.noise is not None)
def test_no_reason_where_there_is_noise(loss_at: LossAt) -> None:
    assert loss_at.facts.no_noise_because == ""


@those(lambda at: at.facts.noise is not None and at.loss.task is not Task.COUNT)
def test_the_search_for_a_density_finds_one(loss_at: LossAt) -> None:
    assert checks.no_noise_error(loss_at) == 1


def observations(task: Task, n: int) -> np.ndarray:
    """Random data; on a grid of tenths for regression, so that ties and intervals occur."""
    rng = np.random.default_rng(n)
    if task is Task.REGRESSION:
        return np.round(rng.gamma(2.0, 1.0, n), 1)
    if task is Task.COUNT:
        return rng.poisson(2.3, n).astype(float)
    if task is Task.BINARY:
        y = rng.random(n) < 0.3
        y[:2] = True, False
        return y.astype(float)
    return np.eye(3)[np.concatenate([np.arange(3), rng.integers(0, 3, n - 3)])]


@those(lambda at: at.facts.functional is not None)
@pytest.mark.parametrize("n", [10, 11, 40])
@pytest.mark.parametrize("weighted", [False, True], ids=["plain", "weighted"])
def test_the_best_constant_is_the_functional(loss_at: LossAt, n: int, weighted: bool) -> None:
    y = observations(loss_at.loss.task, n)
    weight = np.tile([2.0, 1.0, 3.0, 0.0, 1.0], n)[:n] if weighted else None
    if weight is not None and loss_at.loss.task is not Task.REGRESSION:
        weight[:3] = 1.0  # every label keeps some weight, so that the best constant is finite
    assert checks.functional_error(loss_at, y, weight) <= 1e-4


# words


@each_loss
def test_words_and_formulas_are_there(loss: Loss) -> None:
    for text in (loss.name, loss.summary, loss.tex, loss.mean_tex, loss.grad_tex):
        assert text.strip() == text != ""
    for tex in (loss.tex, loss.mean_tex, loss.grad_tex):
        assert tex.count("{") == tex.count("}")
        assert tex.count(r"\left") == tex.count(r"\right")
        assert tex.count(r"\begin") == tex.count(r"\end")
    assert loss.aliases
    assert len(loss.examples) >= 2
    assert all(r.author and r.title and 1700 < r.year < 2030 for r in loss.references)
    assert loss.references


@pytest.mark.parametrize(
    "param",
    [pytest.param(p, id=f"{x.key}-{p.key}") for x in LOSSES.values() for p in x.params],
)
def test_sliders_are_sensible(param: Any) -> None:
    assert param.low <= param.default <= param.high
    assert param.low < param.high
    stops = (np.array([param.default, param.high]) - param.low) / param.step
    np.testing.assert_allclose(stops, np.round(stops), atol=1e-6)
    assert param.domain.includes([param.low, param.default, param.high])
    assert param.name
    assert param.tex
