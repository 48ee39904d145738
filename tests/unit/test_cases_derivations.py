"""The reference cases, `tests/cases/README.md`, through the derivations: slopes, roots, surprises.

At a published estimate the slope is zero, the root is the estimate, and -log likelihood is what
other programs print.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from lossviz import LOSSES
from lossviz.data import load
from lossviz.derivation import Derivation, Follows, Step
from lossviz.numerics import Array

CASES = {
    case["id"]: case
    for name in ("location_mle.json", "logistic.json")
    for case in json.loads((Path(__file__).parents[1] / "cases" / name).read_text("utf-8"))["cases"]
}


@dataclass(frozen=True)
class Run:
    """A derivation on the data of a case; `theta` are the names of the estimates there.

    `nll`, `mean`: the name of -log likelihood and of the mean loss.
    """

    loss: str
    theta: tuple[str, ...]
    sample: Array
    params: dict[str, str | float] = field(default_factory=dict)
    kind: str = "location"
    scale: str | float = 1.0
    nll: str = ""
    mean: str = ""


def inline(case_id: str) -> dict[str, list[float]] | list[float]:
    return CASES[case_id]["data"]["inline"]


def rows(x: Array, y: Array) -> Array:
    return np.column_stack([np.asarray(x, dtype=float), np.asarray(y, dtype=float)])


COPPER = load("chem_copper")["copper_ppm"]
LIGHT = load("newcomb_light")["deviation_ns"]
KICKS = load("horse_kicks")
FLIGHTS = load("challenger_orings")
FLOWERS = load("iris")
OTHERS = FLOWERS["species"] != "setosa"
MONTGOMERY = inline("challenger.montgomery24")
LOGISTIC = {"loss": "binary_cross_entropy", "theta": ("intercept", "slope"), "kind": "line"}
SHARE = FLIGHTS["n_distress"] / FLIGHTS["n_orings"]

RUNS = {
    "mean of copper": ("chem.location", Run("squared_error", ("mean",), COPPER)),
    "median of copper": ("chem.location", Run("absolute_error", ("median",), COPPER)),
    "huber of copper": (
        "chem.huber_k1.5_mad",
        Run("huber", ("location",), COPPER, {"delta": 1.5 * 0.526323}),
    ),
    "bell of light": (
        "mle.newcomb_gaussian",
        Run("squared_error", ("mean", "sd"), LIGHT, kind="width", nll="nll_sum"),
    ),
    "tent of light": (
        "mle.newcomb_laplace",
        Run("absolute_error", ("location", "b"), LIGHT, kind="width", nll="nll_sum"),
    ),
    "bell of light, width fixed": (
        "mle.newcomb_gaussian",
        Run("squared_error", ("mean",), LIGHT, scale="sd", nll="nll_sum"),
    ),
    "tent of light, width fixed": (
        "mle.newcomb_laplace",
        Run("absolute_error", ("location",), LIGHT, scale="b", nll="nll_sum"),
    ),
    "t1 of light": (
        "mle.newcomb_t1",
        Run("student_t", ("location",), LIGHT, {"nu": 1.0, "c": "scale"}, nll="nll_sum"),
    ),
    "cauchy of light": (
        "mle.newcomb_t1",
        Run("cauchy", ("location",), LIGHT, {"c": "scale"}, nll="nll_sum"),
    ),
    "t9": (
        "mle.fitdistr_t9",
        Run(
            "student_t", ("location",), np.array(inline("mle.fitdistr_t9")),
            {"nu": 9.0, "c": "scale"}, nll="nll_sum",
        ),
    ),
    "horse kicks": (
        "mle.horse_kicks_200",
        Run("poisson", ("lam",), KICKS["deaths"][KICKS["in_200_subset"] == 1], nll="nll_sum"),
    ),
    "flights": (
        "challenger.binary23",
        Run(
            **LOGISTIC, sample=rows(FLIGHTS["temp_f"], FLIGHTS["any_distress"]),
            nll="bernoulli_nll_sum", mean="mean_bce",
        ),
    ),
    # six rings a flight: the share of them is a soft label
    "rings": (
        "challenger.binomial_dalal",
        Run(**LOGISTIC, sample=rows(FLIGHTS["temp_f"], SHARE), mean="mean_bce"),
    ),
    "flights of a textbook": (
        "challenger.montgomery24",
        Run(
            **LOGISTIC, sample=rows(MONTGOMERY["temp_f"], MONTGOMERY["y"]),
            nll="bernoulli_nll_sum", mean="mean_bce",
        ),
    ),
    "petals": (
        "iris.petal_length_only",
        Run(
            **LOGISTIC, mean="mean_bce",
            sample=rows(
                FLOWERS["petal_length_cm"][OTHERS], FLOWERS["species"][OTHERS] == "virginica"
            ),
        ),
    ),
}  # fmt: skip
NOT_DERIVED = {
    "chem.huber_proposal2": "a scale that no density gives",
    "mle.line_phones_t1_x60": "a line under Student's noise has no derivation of its own",
    "penguins.softmax2": "a plane of logits has no derivation of its own",
}


def number(case_id: str, name: str | float) -> float:
    return float(CASES[case_id]["expected"][name]) if isinstance(name, str) else name


def derived(name: str) -> tuple[Derivation, Array, Run, str]:
    case_id, run = RUNS[name]
    at = LOSSES[run.loss].at(**{key: number(case_id, v) for key, v in run.params.items()})
    derivations = at.derivations(number(case_id, run.scale))
    (derivation,) = (d for d in derivations if d.key == run.kind)
    theta = np.array([number(case_id, key) for key in run.theta])
    return derivation, np.log(theta) if run.theta == ("lam",) else theta, run, case_id


def step(derivation: Derivation, kind: Follows) -> Step:
    return next(s for s in derivation.steps if s.follows is kind)


def rooted(name: str) -> bool:
    return derived(name)[0].steps[-1].follows is Follows.ROOT


def test_every_case_is_derived_or_listed() -> None:
    used = {case_id for case_id, _ in RUNS.values()}
    assert used | set(NOT_DERIVED) == set(CASES)
    assert not used & set(NOT_DERIVED)


@pytest.mark.parametrize("name", RUNS)
def test_every_line_holds_at_the_estimate(name: str) -> None:
    derivation, theta, run, _ = derived(name)
    assert derivation.gaps(theta, run.sample).max() < 1e-9


@pytest.mark.parametrize("name", [name for name in RUNS if rooted(name)])
def test_the_root_is_the_published_estimate(name: str) -> None:
    derivation, theta, run, _ = derived(name)
    root = step(derivation, Follows.ROOT).value(theta, run.sample)
    assert root == pytest.approx(theta, rel=1e-6)


def balanced(name: str, factor: float) -> bool:
    """Whether the slope is zero with the first estimate times a factor.

    That is, small against the slope a hundredth away.
    """
    derivation, theta, run, _ = derived(name)
    slope = step(derivation, Follows.DERIVATIVE).value
    beside = [slope(theta * (1 + 0.01 * axis), run.sample) for axis in np.eye(len(theta))]
    here = np.abs(slope(theta * np.where(np.arange(len(theta)) == 0, factor, 1.0), run.sample))
    return bool(np.all(here <= 2e-3 * np.abs(np.diag(beside))))


# the slope of absolute error jumps at its estimate
SMOOTH = [name for name, (_, run) in RUNS.items() if run.loss != "absolute_error"]


@pytest.mark.parametrize("name", SMOOTH)
def test_the_slope_vanishes_at_the_published_estimate(name: str) -> None:
    assert balanced(name, 1.0)


@pytest.mark.parametrize("name", SMOOTH)
def test_a_wrong_estimate_is_noticed(name: str) -> None:
    assert not balanced(name, 1.003)


@pytest.mark.parametrize("name", [name for name, (_, run) in RUNS.items() if run.nll])
def test_the_surprise_is_the_published_one(name: str) -> None:
    derivation, theta, run, case_id = derived(name)
    expected = number(case_id, run.nll)
    assert step(derivation, Follows.NEG_LOG).value(theta, run.sample) == pytest.approx(
        expected, rel=1e-9
    )
    assert -derivation.steps[0].log_value(theta, run.sample) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("name", [name for name, (_, run) in RUNS.items() if run.mean])
def test_the_mean_loss_is_the_published_one(name: str) -> None:
    derivation, theta, run, case_id = derived(name)
    (loss,) = (s for s in derivation.steps if s.is_loss)
    assert loss.value(theta, run.sample) == pytest.approx(number(case_id, run.mean), rel=1e-9)
