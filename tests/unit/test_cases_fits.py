"""Reference cases of regression fits, influence and location: `tests/cases/README.md`.

Expected numbers come with their source in each case (R, other packages, publications). Cases with
"mad" were recomputed to machine precision with median(|r|) / ndtri(0.75); R's own 0.6745 differs
in the sixth digit.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lossviz import LOSSES, LossAt
from lossviz.data import load
from lossviz.fits import (
    Fit,
    cooks_distance,
    fit_linear,
    fit_location,
    leave_one_out,
    leverage,
)
from lossviz.numerics import Array

CASES = Path(__file__).parents[1] / "cases"
Case = Mapping[str, Any]


def read(name: str) -> dict[str, Case]:
    cases = json.loads((CASES / name).read_text("utf-8"))["cases"]
    assert len({case["id"] for case in cases}) == len(cases)
    return {case["id"]: case for case in cases}


FITS, INFLUENCE = read("fits.json"), read("influence.json")
LOCATION = {k: c for k, c in read("location_mle.json").items() if k.startswith("chem.")}
ALL = FITS | INFLUENCE | LOCATION
NOT_COVERED: dict[str, str] = json.loads((CASES / "not_covered_fits.json").read_text("utf-8"))

OLS = {k for k, c in ALL.items() if c["losses"] == ["mse"] and "X" in c["data"]} - {
    "influence.phones_cook",
    "influence.anscombe_IV_leverage",
}
QUANTILE = {k for k, c in FITS.items() if "tau" in c["settings"] and "." in k} - {
    "bosco.quantile_process"
}
MAD = {k for k, c in FITS.items() if "convergence" in c["settings"]}
FIXED = {k for k in FITS if k.startswith("fixed.")}
ALONE = {
    "bosco.constrained_lad",
    "bosco.quantile_process",
    "influence.phones_cook",
    "influence.anscombe_IV_leverage",
    "chem.location",
    "chem.huber_k1.5_mad",
}


def test_every_case_is_run_once_or_listed_with_a_reason() -> None:
    groups = [OLS, QUANTILE, MAD, FIXED, ALONE, set(NOT_COVERED)]
    assert set.union(*groups) == set(ALL)
    assert sum(map(len, groups)) == len(ALL)
    assert all(len(reason) > 20 for reason in NOT_COVERED.values())


# --- from the fields of a case to arrays -------------------------------------------------------


def column(name: str, text: str) -> Array:
    """A column, its logarithm, or a column minus or divided by a number."""
    data = load(name)
    if found := re.fullmatch(r"ln\((\w+)\)", text):
        return np.log(data[found[1]])
    found = re.fullmatch(r"(\w+)(?: ([-/]) ([\d.]+))?", text)
    assert found, text
    values = data[found[1]]
    if found[2] is None:
        return values
    return values - float(found[3]) if found[2] == "-" else values / float(found[3])


def rows(name: str, data: Case) -> Array:
    """Numbers of the rows that a case is about."""
    n = len(load(name))
    keep = np.ones(n, dtype=bool)
    if "drop_row_1based" in data:
        keep[data["drop_row_1based"] - 1] = False
    if "subset" in data:
        if found := re.fullmatch(r"(\w+) == (\w+)", data["subset"]):
            values = load(name)[found[1]]
            keep &= values == (float(found[2]) if values.dtype.kind == "f" else found[2])
        else:
            found = re.fullmatch(r"(\w+) not in \((.+)\)", data["subset"])
            assert found
            keep &= ~np.isin(load(name)[found[1]], found[2].split(", "))
    return np.flatnonzero(keep)


def problem(case: Case) -> tuple[Array, Array]:
    """X (n, k) and y (n,) of a case."""
    data = case["data"]
    name = data["file"].removesuffix(".csv")
    keep = rows(name, data)
    names = data["X"][1:] if "X" in data else [data["x"]]
    X = np.column_stack([column(name, text)[keep] for text in names])
    return X, column(name, data["y"])[keep]


def expected_coefficients(case: Case) -> Array:
    """Intercept first, then in the order of the columns."""
    known = case["expected"]
    names = case["data"].get("X", ["1", "x"])[1:]
    slopes = [known[key] if key in known else known["slope"] for key in names]
    return np.array([known["intercept"], *slopes])


def loss(name: str, **params: float) -> LossAt:
    return LOSSES[name].at(**params)


def agree(actual: object, expected: object, tolerance: Case) -> None:
    np.testing.assert_allclose(
        actual, expected, rtol=tolerance.get("rel", 0.0), atol=tolerance.get("abs", 1e-9)
    )


def test_the_comparison_notices_a_planted_error() -> None:
    case = FITS["phones.ols"]
    wrong = expected_coefficients(case) * (1 + 1e-7)
    with pytest.raises(AssertionError):
        agree(fit_linear(loss("squared_error"), *problem(case)).coefficients, wrong, {"rel": 1e-8})


# --- the cases ------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(OLS))
def test_squared_error(key: str) -> None:
    case = ALL[key]
    fit = fit_linear(loss("squared_error"), *problem(case))
    agree(fit.coefficients, expected_coefficients(case), case["tolerance"])
    if "mse" in case["expected"]:
        agree(fit.objective, case["expected"]["mse"], case["tolerance"])
    assert fit.converged
    assert fit.message == ""


def check_quantile(case: Case, fit: Fit, mean: float) -> None:
    agree(fit.objective, mean, case["tolerance"])
    assert fit.converged
    if case["unique_minimiser"]:
        agree(fit.coefficients, expected_coefficients(case), case["tolerance"])
        assert fit.alternatives == ()
        np.testing.assert_array_equal(fit.coef_range, np.stack([fit.coefficients] * 2, axis=-1))


@pytest.mark.parametrize("key", sorted(QUANTILE))
def test_quantile(key: str) -> None:
    case = FITS[key]
    at = loss("quantile", tau=case["settings"]["tau"])
    check_quantile(case, fit_linear(at, *problem(case)), case["expected"]["objective_mean"])


@pytest.mark.parametrize("key", sorted(k for k in QUANTILE if "mae" in FITS[k]["losses"]))
def test_absolute_error(key: str) -> None:
    case = FITS[key]
    fit = fit_linear(loss("absolute_error"), *problem(case))
    check_quantile(case, fit, case["expected"]["mae"])
    assert ("Not unique" in fit.message) == (not case["unique_minimiser"])
    if reach := case["expected"].get("coef_range_of_optimal_set"):
        expected = [reach["intercept"], reach["slope"]]
        agree(fit.coef_range, expected, case["tolerance"])
        ends = [a.coefficients for a in fit.alternatives]
        agree([np.min(ends, axis=0), np.max(ends, axis=0)], np.transpose(expected), {"rel": 1e-6})


@pytest.mark.parametrize("key", sorted(MAD))
def test_scale_estimated_with_every_step(key: str) -> None:
    case = FITS[key]
    (name,) = case["losses"]
    tuning = {"huber": "delta", "tukey_biweight": "c"}[name]
    begin: Any = case["settings"]["start"].lower()
    if begin != "ols":
        begin = [-4.9694, 2.2532]  # the high-breakdown estimate that the case names
    fit = fit_linear(
        loss(name, **{tuning: case["settings"]["tuning_constant"]}),
        *problem(case),
        scale="mad",
        start=begin,
    )
    tolerance = {**case["tolerance"], "rel": 2e-6}
    agree(fit.coefficients, expected_coefficients(case), tolerance)
    agree(fit.scale, case["expected"]["scale"], tolerance)
    assert fit.converged


@pytest.mark.parametrize("key", sorted(FIXED))
def test_fixed_constant(key: str) -> None:
    case = FITS[key]
    (name,) = case["losses"]
    c = case["settings"]["c"]
    if name == "log_cosh":
        at, scale, factor = loss(name), c, c * c
    else:
        at, scale, factor = loss(name, **{"delta" if name == "huber" else "c": c}), None, 1.0
    fit = fit_linear(at, *problem(case), scale=scale)
    assert fit.converged
    mean = case["expected"]["objective_mean"] / factor
    assert fit.objective <= mean * (1 + 1e-8)
    agree(fit.objective, mean, {"rel": case["tolerance"]["objective_rel"]})
    if case["unique_minimiser"]:
        agree(fit.coefficients, expected_coefficients(case), case["tolerance"])


def local_minima() -> list[tuple[str, float, float, float]]:
    """The objective (a sum), intercept and slope of each local minimum that a case's note names."""
    found = []
    for key in sorted(FIXED):
        if note := re.search(r"\[\[.*\]\]", FITS[key]["note"] or ""):
            found += [(key, *map(float, row)) for row in json.loads(note[0])]
    return found


@pytest.mark.parametrize(("key", "total", "intercept", "slope"), local_minima())
def test_local_minima_of_a_loss_that_lets_go(
    key: str, total: float, intercept: float, slope: float
) -> None:
    case = FITS[key]
    X, y = problem(case)
    at = loss(case["losses"][0], c=case["settings"]["c"])
    best = fit_linear(at, X, y)
    here = fit_linear(at, X, y, start=[intercept, slope])
    agree(here.coefficients, [intercept, slope], {"rel": 2e-5})
    agree(here.objective * len(y), total, {"rel": 1e-6})
    assert best.objective <= here.objective * (1 + 1e-12)


def test_constrained_absolute_error_is_the_line_through_the_centroid() -> None:
    case = FITS["bosco.constrained_lad"]
    X, y = problem(case)
    fit = fit_linear(loss("absolute_error"), X - X.mean(), y - y.mean(), intercept=False)
    intercept = y.mean() - fit.coefficients[0] * X.mean()
    known = case["expected"]
    agree([fit.coefficients[0], intercept], [known["slope"], known["intercept"]], {"rel": 1e-9})
    agree(fit.objective * len(y), known["sum_abs_residuals"], {"rel": 1e-9})


def quantile_process() -> list[tuple[float, float, float]]:
    known = FITS["bosco.quantile_process"]["expected"]
    ends = known["breakpoints_tau"]
    inner = [
        (low + share * (high - low), a, b)
        for low, high, a, b in zip(
            ends[:-1], ends[1:], known["intercepts"], known["slopes"], strict=True
        )
        for share in (0.02, 0.5, 0.98)
    ]
    return [row for row in inner if 0 < row[0] < 1]


@pytest.mark.parametrize(("tau", "intercept", "slope"), quantile_process())
def test_quantile_process(tau: float, intercept: float, slope: float) -> None:
    case = FITS["bosco.quantile_process"]
    fit = fit_linear(loss("quantile", tau=tau), *problem(case))
    agree(fit.coefficients, [intercept, slope], case["tolerance"])
    assert fit.alternatives == ()


@pytest.mark.parametrize("inner", [0.2133774, 0.4778956, 0.7320197])
def test_quantile_process_has_two_lines_at_a_breakpoint(inner: float) -> None:
    case = FITS["bosco.quantile_process"]
    X, y = problem(case)
    low, high = (
        fit_linear(loss("quantile", tau=inner + d), X, y).coefficients for d in (-1e-4, 1e-4)
    )
    assert np.abs(low - high).max() > 50


def test_cooks_distance_and_leverage() -> None:
    case = INFLUENCE["influence.phones_cook"]
    X, y = problem(case)
    agree(cooks_distance(X, y), case["expected"]["cook"], case["tolerance"])
    agree(leverage(X), case["expected"]["leverage"], case["tolerance"])
    left = leave_one_out(loss("squared_error"), X, y)
    expected = [case["expected"]["loo_intercept"], case["expected"]["loo_slope"]]
    agree(left.coefficients.T, expected, case["tolerance"])


def test_leverage_of_a_lone_point() -> None:
    case = INFLUENCE["influence.anscombe_IV_leverage"]
    X, y = problem({**case, "data": {**case["data"], "X": ["1", "x"]}})
    agree(leverage(X), case["expected"]["leverage"], case["tolerance"])
    distance = cooks_distance(X, y)
    assert np.flatnonzero(np.isnan(distance)).tolist() == [7]
    left = leave_one_out(loss("squared_error"), X, y)
    np.testing.assert_array_equal(left.coef_range[7, 1], [-np.inf, np.inf])
    agree(left.coefficients[7], [np.delete(y, 7).mean(), 0.0], {"abs": 1e-12})


def test_location() -> None:
    case = LOCATION["chem.location"]
    y = load("chem_copper")["copper_ppm"]
    agree(
        fit_location(loss("squared_error"), y).coefficients,
        [case["expected"]["mean"]],
        {"rel": 1e-12},
    )
    middle = fit_location(loss("absolute_error"), y)
    agree(middle.coefficients, [case["expected"]["median"]], {"rel": 1e-12})
    agree(middle.coef_range, [[3.37, 3.40]], {"rel": 1e-12})
    agree(
        fit_location(loss("absolute_error"), y, scale="mad").scale,
        case["expected"]["mad_normalised"],
        {"rel": 2e-6},  # R divides by a rounded constant
    )


def test_huber_location_at_a_fixed_scale() -> None:
    case = LOCATION["chem.huber_k1.5_mad"]
    y = load("chem_copper")["copper_ppm"]
    at = loss("huber", delta=case["settings"]["k"])
    fit = fit_location(at, y, scale=case["expected"]["scale"])
    agree(fit.coefficients, [case["expected"]["location"]], case["tolerance"])
