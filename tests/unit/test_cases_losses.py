"""Reference cases of single losses, tables of psi, and constants: `tests/cases/README.md`."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import integrate, special, stats

from lossviz import LOSSES, LossAt, information, noise, prob
from lossviz.numerics import Array, weighted_mean

CASES = Path(__file__).parents[1] / "cases"
Case = Mapping[str, Any]


def read(name: str) -> dict[str, Case]:
    """The cases of one file by id."""
    cases = json.loads((CASES / name).read_text("utf-8"))["cases"]
    assert len({case["id"] for case in cases}) == len(cases)
    return {case["id"]: case for case in cases}


ALL = read("losses.json")
NOT_COVERED: dict[str, str] = json.loads((CASES / "not_covered.json").read_text("utf-8"))
UNIVERSAL = {key: case for key, case in ALL.items() if case["kind"] == "universal"}
COVERED = {key: case for key, case in UNIVERSAL.items() if key not in NOT_COVERED}


class NotCoveredError(Exception):
    """lossviz has no such loss or option."""


def number(values: object) -> Array:
    """Numbers, "nan" and "inf" strings too, as an array."""
    return np.array(values, dtype=np.float64)


# --- from the fields of a case to a call of lossviz ------------------------------------------


@dataclass(frozen=True)
class Call:
    """A loss at its parameters on data: what a case asks of the Loss API."""

    at: LossAt
    y: Array
    raw: Array
    is_residual: bool = False
    factor: float = 1.0
    sample_weight: Array | None = None

    def answer(self, params: Case, reduction: str) -> Array:
        if params.get("irls_weight"):
            return self.at.weight(self.y)
        if params.get("derivative") == 1:
            slope = self.at.psi(self.y) if self.is_residual else self.at.grad(self.y, self.raw)
            return self.factor * slope
        if reduction == "mean":
            return number(self.factor * self.at.mean(self.y, self.raw, self.sample_weight))
        values = self.factor * self.at.value(self.y, self.raw)
        return number(values.sum()) if reduction == "sum" else values


def loss(key: str, params: Mapping[str, float | None]) -> LossAt:
    if key not in LOSSES:
        raise NotCoveredError(key)
    return LOSSES[key].at(**{k: v for k, v in params.items() if v is not None})


def regression(key: str, *keys: str) -> Callable[[Case, Case], Call]:
    """The adapter of a loss of the residual whose parameters have the case's names."""

    def call(inputs: Case, params: Case) -> Call:
        at = loss(key, {k: params[k] for k in keys})
        factor = params.get("factor", 1.0)
        if "residual" in inputs:
            r = number(inputs["residual"])
            return Call(at, r, np.zeros_like(r), is_residual=True, factor=factor)
        y = number(inputs["y_true"])
        weight = params.get("sample_weight")
        rows = None if weight is None else np.broadcast_to(number(weight)[:, None], y.shape)
        return Call(at, y, number(inputs["y_pred"]), factor=factor, sample_weight=rows)

    return call


def pseudo_huber(inputs: Case, params: Case) -> Call:
    """Barron's alpha = 1, times delta^2."""
    delta = params["delta"]
    r = number(inputs["residual"])
    at = loss("general_robust", {"alpha": 1.0, "c": delta})
    return Call(at, r, np.zeros_like(r), is_residual=True, factor=delta**2)


def binary(key: str) -> Callable[[Case, Case], Call]:
    """The adapter of a binary loss of a logit or score; labels 0/1 or -1/+1."""

    def call(inputs: Case, params: Case) -> Call:
        if "multiclass" in params:
            raise NotCoveredError(params["multiclass"])
        raw = number(inputs["logits" if "logits" in inputs else "scores"])
        y = number(inputs["y_true"])
        if params.get("labels") == "-1/+1":
            y = (y + 1) / 2
        at = loss(key, {k: params[k] for k in ("pos_weight", "gamma", "alpha") if k in params})
        return Call(at, y, raw)

    return call


def mean_or_each(values: Array, params: Case, reduction: str) -> Array:
    if reduction not in ("mean", "batchmean"):
        return values
    weight = params.get("sample_weight")
    return number(weighted_mean(values, None if weight is None else number(weight)))


def focal(inputs: Case, params: Case) -> Call:
    if params.get("multiclass"):
        at = loss("softmax_focal", {"gamma": params["gamma"]})
        with np.errstate(divide="ignore"):  # a forecast of 0 has the logit -inf
            raw = np.log(number(inputs["y_pred"]))
        return Call(at, number(inputs["y_true"]), raw, factor=params["alpha"])
    if not params["from_logits"]:
        inputs = {"y_true": inputs["y_true"], "logits": special.logit(number(inputs["y_pred"]))}
    return binary("focal")(inputs, params)


def softmax(inputs: Case, params: Case) -> Call:
    y, raw = number(inputs["y_true"]), number(inputs["logits"])
    weight = None
    if "ignore_index" in params:
        if "weighted_mean" not in params:
            raise NotCoveredError("ignore_index")
        # in a mean: a row of weight zero is not there
        weight = (y != params["ignore_index"]) * 1.0
        y = np.where(weight > 0, y, 0)
    given = {k: params[k] for k in ("label_smoothing", "class_weight") if k in params}
    return Call(loss("softmax_cross_entropy", given), y, raw, sample_weight=weight)


def through_loss(case: Case) -> Call:
    """The call for a case of the Loss API; KeyError where it is of another kind."""
    adapters: dict[str, Callable[[Case, Case], Call]] = {
        "mse": regression("squared_error"),
        "mae": regression("absolute_error"),
        "huber": regression("huber", "delta"),
        "log_cosh": regression("log_cosh"),
        "quantile": regression("quantile", "tau"),
        "cauchy": regression("cauchy", "c"),
        "tukey_biweight": regression("tukey_biweight", "c"),
        "pseudo_huber": pseudo_huber,
        "binary_cross_entropy": binary("binary_cross_entropy"),
        "logistic_margin": binary("binary_cross_entropy"),
        "hinge": binary("hinge"),
        "squared_hinge": binary("squared_hinge"),
        "focal": focal,
        "cross_entropy": softmax,
        "label_smoothing": softmax,
    }
    return adapters[case["loss"]](case["inputs"], case["params"])


def divergence(inputs: Case) -> Array:
    if "log_p_true" in inputs:
        # logarithms printed with four digits: the softmax makes them sum to one again
        p, q = (special.softmax(number(inputs[k]), axis=-1) for k in ("log_p_true", "log_q_pred"))
        return information.kl_divergence(p, q)
    return information.kl_divergence(number(inputs["p_true"]), number(inputs["q_pred"]))


def nll(case: Case) -> Array:
    """Minus the log density of a noise model, constant included."""
    inputs = case["inputs"]
    y = number(inputs["y_true"])
    model, location, scale = {
        "gaussian_nll": lambda: (noise.gaussian(), inputs["mu"], inputs["sigma"]),
        "laplace_nll": lambda: (noise.laplace(), inputs["mu"], inputs["b"]),
        "student_t_nll": lambda: (noise.student_t(inputs["df"]), inputs["mu"], inputs["scale"]),
        "poisson_nll": lambda: (noise.poisson(), np.log(number(inputs["rate"])), 1.0),
    }[case["loss"]]()
    return -model.log_density(y, number(location), scale)


def ours(case: Case) -> Array:
    """What lossviz answers to a case."""
    name, inputs, params = case["loss"], case["inputs"], case["params"]
    reduction = case["reduction"].partition(" ")[0]
    if name == "kl_divergence":
        return mean_or_each(divergence(inputs), params, reduction)
    if name == "poisson_nll" and not params["constant"]:
        raw = inputs["log_rate"] if params["log_input"] else np.log(number(inputs["rate"]))
        call = Call(loss("poisson", {}), number(inputs["y_true"]), number(raw))
        return call.answer(params, reduction)
    if name.endswith("_nll"):
        return mean_or_each(nll(case), params, reduction)
    if name == "nll_from_log_probs":
        call = softmax({"y_true": inputs["y_true"], "logits": inputs["log_probs"]}, params)
        return call.answer(params, reduction)
    if params.get("from_logits") is False and name != "focal":
        y, p = number(inputs["y_true"]), number(inputs["y_pred"])
        by_name = {
            "binary_cross_entropy": prob.binary_cross_entropy,
            "cross_entropy": prob.cross_entropy,
        }
        return mean_or_each(by_name[name](y, p, params.get("clip")), params, reduction)
    return through_loss(case).answer(params, reduction)


# --- comparing -----------------------------------------------------------------------------


def agrees(case: Case, got: Array) -> Array:
    """Element by element, whether `got` is the expected number within the tolerance.

    An absolute tolerance is cut to a thousandth of the number: with one larger than the number
    nothing could fail.
    """
    expected = number(case["expected"])
    assert got.shape == expected.shape
    tolerance = case["tolerance"]
    size = np.where(np.isfinite(expected), np.abs(expected), 0.0)
    absolute = np.where(
        size > 0, np.minimum(tolerance.get("abs", 0.0), 1e-3 * size), tolerance.get("abs", 0.0)
    )
    with np.errstate(invalid="ignore"):  # inf - inf
        near = np.abs(got - expected) <= absolute + tolerance.get("rel", 0.0) * size
    same = (got == expected) | (np.isnan(got) & np.isnan(expected))
    return np.asarray(np.where(np.isfinite(expected), near, same))


VALUES = {key: case for key, case in COVERED.items() if case["expect"] != "error"}
ERRORS = {key: case for key, case in COVERED.items() if case["expect"] == "error"}


@pytest.mark.parametrize("key", VALUES)
def test_value_is_the_reference(key: str) -> None:
    got = ours(VALUES[key])
    assert agrees(VALUES[key], got).all(), got


@pytest.mark.parametrize("key", [k for k in VALUES if number(VALUES[k]["expected"]).size])
def test_one_percent_off_would_be_noticed_in_each_element(key: str) -> None:
    expected = number(VALUES[key]["expected"])
    wrong = np.where(
        np.isfinite(expected), np.where(expected == 0, 0.01, 1.01 * ours(VALUES[key])), 0.0
    )
    assert not agrees(VALUES[key], wrong).any()


@pytest.mark.parametrize("key", [k for k, case in VALUES.items() if "expected_precise" in case])
def test_value_has_all_its_digits_where_they_are_recorded(key: str) -> None:
    precise = number(VALUES[key]["expected_precise"])
    np.testing.assert_allclose(ours(VALUES[key]), precise, rtol=1e-12)


@pytest.mark.parametrize("key", ERRORS)
def test_impossible_input_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"class labels|must lie in"):
        ours(ERRORS[key])


# scikit-learn's and mpmath's slopes, which some cases carry in their notes
SLOPES = re.compile(r"gradient (\S+?), hessian (\S+)")
NOTED = {key: m.groups() for key, c in COVERED.items() if (m := SLOPES.match(c["note"] or ""))}
# exp(-232.8) is 7.87e-102; the slope noted, 1.43e-101, passes only under an absolute tolerance
WRONG_NOTE = "bce.sklearn.y1_raw232.8"


def test_nine_cases_note_their_slopes() -> None:
    assert len(NOTED) == 9


@pytest.mark.parametrize("key", [key for key in NOTED if key != WRONG_NOTE])
def test_slope_and_curvature_are_as_noted(key: str) -> None:
    call = through_loss(COVERED[key])
    grad, curvature = NOTED[key]
    np.testing.assert_allclose(call.at.grad(call.y, call.raw), [float(grad)], rtol=1e-12)
    if curvature != "None":
        expected = [float(curvature)]
        np.testing.assert_allclose(call.at.curvature(call.y, call.raw), expected, rtol=1e-12)


def test_slope_where_the_note_is_wrong() -> None:
    call = through_loss(COVERED[WRONG_NOTE])
    exact = float((-Decimal("232.8")).exp())
    np.testing.assert_allclose(call.at.grad(call.y, call.raw), [-exact], rtol=1e-12)
    np.testing.assert_allclose(call.at.curvature(call.y, call.raw), [exact], rtol=1e-12)
    assert exact < 0.6 * float(NOTED[WRONG_NOTE][1])


# --- what is left out ----------------------------------------------------------------------


def test_what_is_left_out_is_a_case_and_has_a_reason() -> None:
    mine = {key for key in NOT_COVERED if key in ALL}
    peers = {key for key, case in ALL.items() if case["kind"] == "peer_convention"}
    assert peers <= mine
    assert COVERED.keys() | mine == ALL.keys()
    assert all(len(reason) > 20 for reason in NOT_COVERED.values())


@pytest.mark.parametrize("key", [key for key in NOT_COVERED if key in UNIVERSAL])
def test_what_is_left_out_cannot_be_run(key: str) -> None:
    with pytest.raises(NotCoveredError):
        ours(UNIVERSAL[key])


# --- tables of psi ---------------------------------------------------------------------------

PSI_TABLES = read("psi_tables.json")
COLUMNS: dict[str, Callable[[LossAt, Array], Array]] = {
    "rho": lambda at, r: at.value(r, np.zeros_like(r)),
    "psi": lambda at, r: at.psi(r),
    "psi_deriv": lambda at, r: at.curvature(r, np.zeros_like(r)),
    "weights": lambda at, r: at.weight(r),
}


def at_tuning_constant(case: Case) -> LossAt:
    """Our loss; robustbase's Welsch is c^2 (1 - exp(-(r/c)^2 / 2)), ours has c sqrt(2) for c."""
    key, c = case["losses"][0], case["settings"]["c"]
    given = {"huber": {"delta": c}, "welsch": {"c": c * np.sqrt(2.0)}}.get(key, {"c": c})
    return LOSSES[key].at(**given)


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("key", PSI_TABLES)
def test_table_of_psi(key: str, column: str) -> None:
    case = PSI_TABLES[key]
    assert case["expected"].keys() == COLUMNS.keys()
    got = COLUMNS[column](at_tuning_constant(case), number(case["settings"]["x"]))
    np.testing.assert_allclose(
        got, number(case["expected"][column]), rtol=0, atol=case["tolerance"]["abs"]
    )


# --- constants -------------------------------------------------------------------------------

CONSTANTS = read("constants.json")


def expectation(f: Callable[[Array], Array], density: Any, kinks: tuple[float, ...] = ()) -> float:
    """E[f(X)] of an even f by quadrature, piece by piece."""
    ends = sorted({0.0, 40.0, *(abs(k) for k in kinks if 0 < abs(k) < 40)})
    pieces = [
        integrate.quad(
            lambda x: float(f(np.asarray(x)) * density.pdf(x)), a, b, epsabs=1e-13, limit=200
        )[0]
        for a, b in pairwise(ends)
    ]
    return 2.0 * sum(pieces)


def efficiency(at: LossAt) -> float:
    """E[psi']^2 / E[psi^2] at the normal: variance of the mean over that of the M-estimate."""
    kinks = at.facts.kinks
    slope = expectation(lambda x: at.curvature(x, 0.0), stats.norm, kinks)
    return slope**2 / expectation(lambda x: at.psi(x) ** 2, stats.norm, kinks)


EFFICIENCIES = [key for key, case in CONSTANTS.items() if "efficiency" in case["expected"]]


@pytest.mark.parametrize("key", EFFICIENCIES)
def test_efficiency(key: str) -> None:
    case = CONSTANTS[key]
    got = efficiency(at_tuning_constant(case))
    assert got == pytest.approx(case["expected"]["efficiency"], abs=case["tolerance"]["abs"])


def test_breakdown_of_tukeys_s_estimator() -> None:
    case = CONSTANTS["breakdown.tukey_1.54764"]
    at = at_tuning_constant(case)
    mean_rho = expectation(lambda x: at.value(x, 0.0), stats.norm, at.facts.kinks)
    got = mean_rho / float(at.value(1e150, 0.0))
    assert got == pytest.approx(case["expected"]["breakdown"], abs=case["tolerance"]["abs"])


# minus the slope of the log density: E[psi'] = E[psi score], with no derivative of a sign
SCORES: dict[str, tuple[Any, Callable[[Array], Array]]] = {
    "normal": (stats.norm, lambda x: x),
    "laplace": (stats.laplace, np.sign),
    "logistic": (stats.logistic, lambda x: np.tanh(x / 2)),
}


@pytest.mark.parametrize("density", SCORES)
def test_efficiency_of_the_median(density: str) -> None:
    case = CONSTANTS["constants.are_median"]
    at, (model, score) = LOSSES["absolute_error"].at(), SCORES[density]
    assert case["expected"].keys() == SCORES.keys()
    slope = expectation(lambda x: at.psi(x) * score(x), model)
    got = model.var() * slope**2 / expectation(lambda x: at.psi(x) ** 2, model)
    assert got == pytest.approx(case["expected"][density], abs=case["tolerance"]["abs"])


def test_constant_of_the_mad() -> None:
    expected = CONSTANTS["constants.mad_consistency"]["expected"]
    constant = float(special.ndtri(0.75))
    assert constant == pytest.approx(expected["phi_inv_075"], abs=1e-12)
    assert 1 / constant == pytest.approx(expected["one_over_phi_inv_075"], abs=1e-12)


def test_every_constant_is_tested() -> None:
    others = {"constants.are_median", "constants.mad_consistency"}
    assert CONSTANTS.keys() == {*EFFICIENCIES, *others}
    assert [key for key, case in CONSTANTS.items() if "breakdown" in case["expected"]] == [
        "breakdown.tukey_1.54764"
    ]
