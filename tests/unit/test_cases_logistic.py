"""Reference cases of logistic, softmax and maximum-likelihood fits: `tests/cases/README.md`."""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import special, stats

from lossviz import noise
from lossviz.data import load
from lossviz.fits import fit_logistic, fit_mle, fit_softmax
from lossviz.numerics import Array

CASES = Path(__file__).parents[1] / "cases"
Answers = Mapping[str, Any]


def read(name: str) -> dict[str, Any]:
    cases = json.loads((CASES / name).read_text("utf-8"))["cases"]
    return {case["id"]: case for case in cases}


ALL = read("logistic.json") | read("location_mle.json")
NOT_COVERED: dict[str, str] = json.loads((CASES / "not_covered_logistic.json").read_text("utf-8"))


# --- what lossviz answers ---------------------------------------------------------------------


def logistic_answers(x: Array, successes: Array, trials: Array) -> Answers:
    """Intercept, slope, standard errors from the Hessian, and deviance of grouped labels."""
    share = successes / trials
    fit = fit_logistic(x[:, None], share, sample_weight=trials)
    design = np.column_stack([np.ones(len(x)), x])
    curvature = trials * fit.weights
    covariance = np.linalg.inv(design.T @ (design * curvature[:, None]))
    errors = np.sqrt(np.diag(covariance))
    nll = fit.objective * trials.sum()
    perfect = float(trials @ (special.entr(share) + special.entr(1 - share)))
    return {
        "intercept": fit.coefficients[0],
        "slope": fit.coefficients[1],
        "se_intercept": errors[0],
        "se_slope": errors[1],
        "deviance": 2 * (nll - perfect),
        "bernoulli_nll_sum": nll,
        "mean_bce": fit.objective,
        "p_at_31F": special.expit(fit.coefficients @ [1.0, 31.0]),
    }


def orings(successes: str, trials: str | None) -> Answers:
    data = load("challenger_orings")
    count = np.ones(len(data)) if trials is None else data[trials]
    return logistic_answers(data["temp_f"], data[successes], count)


def montgomery() -> Answers:
    inline = ALL["challenger.montgomery24"]["data"]["inline"]
    x, y = np.array(inline["temp_f"], dtype=float), np.array(inline["y"], dtype=float)
    return logistic_answers(x, y, np.ones(len(y)))


def iris() -> Answers:
    data = load("iris")
    kept = data["species"] != "setosa"
    y = (data["species"][kept] == "virginica").astype(float)
    return logistic_answers(data["petal_length_cm"][kept], y, np.ones(len(y)))


def penguins() -> Answers:
    data = load("penguins")
    kept = ~np.isnan(data["bill_length_mm"]) & ~np.isnan(data["flipper_length_mm"])
    names, y = np.unique(data["species"][kept], return_inverse=True)
    x = np.column_stack(
        [data["bill_length_mm"][kept] - 44, (data["flipper_length_mm"][kept] - 200) / 10]
    )
    fit = fit_softmax(x, y)
    against_adelie = fit.relative_to(int(np.flatnonzero(names == "Adelie")[0]))
    features = ALL["penguins.softmax2"]["settings"]["features"]
    coefficients = {
        f"{name}.{feature}": against_adelie[row, column]
        for row, name in enumerate(names)
        for column, feature in enumerate(features)
    }
    logits = np.column_stack([np.ones(len(x)), x]) @ fit.coefficients.T
    accuracy = np.mean(logits.argmax(axis=1) == y)
    return coefficients | {"mean_ce": fit.objective, "n": len(y), "accuracy": accuracy}


def maximum_likelihood(model: noise.Noise, y: Array, x: Array | None = None) -> Answers:
    fit = fit_mle(model, y, x)
    named = {"mean": 0, "location": 0, "intercept": 0, "slope": 1}
    answers = {name: fit.coefficients[k] for name, k in named.items() if k < len(fit.coefficients)}
    return answers | {
        "sd": fit.scale,
        "b": fit.scale,
        "scale": fit.scale,
        "nll_sum": fit.nll_sum,
        "nll_mean": fit.nll_mean,
    }


def newcomb() -> Array:
    return load("newcomb_light")["deviation_ns"]


def horse_kicks() -> Answers:
    data = load("horse_kicks")
    deaths = data["deaths"][data["in_200_subset"] == 1]
    fit = fit_mle(noise.poisson(), deaths)
    rate = float(np.exp(fit.coefficients[0]))
    expected = len(deaths) * stats.poisson.pmf(np.arange(5), rate)
    return {"lam": rate, "nll_sum": fit.nll_sum, "expected_counts_0_to_4": expected}


def phones() -> Answers:
    data = load("belgian_phones")
    return maximum_likelihood(noise.student_t(1.0), data["calls_millions"], data["year"] - 1960)


ANSWERS: dict[str, Callable[[], Answers]] = {
    "challenger.binary23": lambda: orings("any_distress", None),
    "challenger.binomial_dalal": lambda: orings("n_distress", "n_orings"),
    "challenger.montgomery24": montgomery,
    "iris.petal_length_only": iris,
    "penguins.softmax2": penguins,
    "mle.newcomb_gaussian": lambda: maximum_likelihood(noise.gaussian(), newcomb()),
    "mle.newcomb_laplace": lambda: maximum_likelihood(noise.laplace(), newcomb()),
    "mle.newcomb_t1": lambda: maximum_likelihood(noise.student_t(1.0), newcomb()),
    "mle.fitdistr_t9": lambda: maximum_likelihood(
        noise.student_t(9.0), np.array(ALL["mle.fitdistr_t9"]["data"]["inline"])
    ),
    "mle.horse_kicks_200": horse_kicks,
    "mle.line_phones_t1_x60": phones,
}


@lru_cache
def answers(case_id: str) -> Answers:
    return ANSWERS[case_id]()


def matches(answer: object, expected: object, tolerance: Mapping[str, float]) -> bool:
    want = np.asarray(expected, dtype=float)
    limit = tolerance.get("abs", 0.0) + tolerance.get("rel", 0.0) * np.max(np.abs(want))
    return bool(np.all(np.abs(np.asarray(answer, dtype=float) - want) <= limit))


# --- tests ------------------------------------------------------------------------------------

NUMBERS = [(case_id, key) for case_id in ANSWERS for key in ALL[case_id]["expected"]]


@pytest.mark.parametrize(("case_id", "key"), NUMBERS)
def test_case(case_id: str, key: str) -> None:
    case = ALL[case_id]
    assert matches(answers(case_id)[key], case["expected"][key], case["tolerance"])


@pytest.mark.parametrize(("case_id", "key"), NUMBERS)
def test_a_wrong_answer_would_be_noticed(case_id: str, key: str) -> None:
    case = ALL[case_id]
    off = np.asarray(answers(case_id)[key], dtype=float) * 1.01 + 1e-3
    assert not matches(off, case["expected"][key], case["tolerance"])


PUBLISHED = [
    (case_id, key)
    for case_id in ANSWERS
    if ALL[case_id]["published"] and ALL[case_id]["published"]["read"]
    for key in ALL[case_id]["published"]["values"]
    if key in ALL[case_id]["expected"]
]


@pytest.mark.parametrize(("case_id", "key"), PUBLISHED)
def test_published_value(case_id: str, key: str) -> None:
    printed = ALL[case_id]["published"]["values"][key]
    digits = len(str(printed).partition(".")[2])
    assert answers(case_id)[key] == pytest.approx(printed, abs=1.01 * 10.0**-digits)


def test_every_case_is_tested_or_listed() -> None:
    assert set(ANSWERS) | set(NOT_COVERED) == set(ALL)
    assert not set(ANSWERS) & set(NOT_COVERED)


def test_every_case_names_where_its_numbers_come_from() -> None:
    assert [key for key, case in ALL.items() if not case["recomputed"]["R_version"]] == []
