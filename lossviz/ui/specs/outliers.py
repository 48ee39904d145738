"""Outliers: one point up and down, giants sideways, wrong years; and a bench for any point."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from lossviz import LOSSES
from lossviz.core import Influence, Task
from lossviz.data.problems import CONTAMINATIONS, LINE_PROBLEMS, LineProblem, contaminated_sample
from lossviz.fits import cooks_distance
from lossviz.i18n import _
from lossviz.included import GIANTS, WRONG_YEARS
from lossviz.moved_point import ANSCOMBE_POINT, OWN_LIMITS, moved_axes
from lossviz.numerics import Interval
from lossviz.outliers import COMPARED, SHOWN_FIRST
from lossviz.ui.controls import Choice, Flag, Number, PageSpec, Scene, Several

SAMPLE = "sample"
SAMPLE_SIZE = 40
DATA = (
    "hubble", "anscombe_3", "anscombe_1", "anscombe_4", "animals", "duncan", "forbes", "copper",
    "phones", "stars", SAMPLE,
)  # fmt: skip
SCALES = ("fixed", "mad")
WAYS = ("y", "x")

# the compared ones first, then whatever else there is for a line
LINE_LOSSES = COMPARED + tuple(
    key for key, loss in LOSSES.items() if loss.task is Task.REGRESSION and key not in COMPARED
)
LETTING_GO = tuple(
    key for key in COMPARED if LOSSES[key].at().facts.influence is Influence.REDESCENDING
)
SCENE_POINT = LINE_PROBLEMS["anscombe_3"]
_LOW, _HIGH, _STEP = OWN_LIMITS[SCENE_POINT.key, ANSCOMBE_POINT]


@lru_cache(maxsize=32)
def _sample(seed: int, share: float, kind: str) -> LineProblem:
    return contaminated_sample(seed, SAMPLE_SIZE, share, kind)


def problem_of(values: Mapping[str, Any]) -> LineProblem:
    """The data on the bench, as they were measured."""
    if values["data"] == SAMPLE:
        return _sample(values["seed"], values["share"] / 100, values["kind"])
    return LINE_PROBLEMS[values["data"]]


def _rows(values: Mapping[str, Any]) -> Interval:
    return Interval(1, len(problem_of(values)))


def _telling(values: Mapping[str, Any]) -> float:
    """The point with the largest Cook's distance, counted from 1; one of leverage 1 before all."""
    problem = problem_of(values)
    if problem.constant:
        return float(np.abs(problem.y - np.median(problem.y)).argmax()) + 1
    distance = cooks_distance(problem.x, problem.y)
    return float(np.where(np.isnan(distance), np.inf, distance).argmax()) + 1


def _across(values: Mapping[str, Any]) -> Interval:
    axis = moved_axes(problem_of(values), values["row"] - 1).x
    if axis is None:  # x only numbers the points
        here = float(problem_of(values).x[values["row"] - 1])
        return Interval(here, here)
    return Interval(float(axis.stops[0]), float(axis.stops[-1]))


def _up(values: Mapping[str, Any]) -> Interval:
    stops = moved_axes(problem_of(values), values["row"] - 1).y.stops
    return Interval(float(stops[0]), float(stops[-1]))


def param_key(loss_key: str, param_key: str) -> str:
    """The name of a loss parameter among the controls."""
    return f"{loss_key}.{param_key}"


PARAMS = tuple(
    Number(param_key(key, param.key), param.default, Interval(param.low, param.high))
    for key in LINE_LOSSES
    for param in LOSSES[key].params
)

PAGE = PageSpec(
    key="outliers",
    title=_("Outliers"),
    number=3,
    controls=(
        Several("losses", LINE_LOSSES, SHOWN_FIRST, least=1),
        Choice("scale", SCALES[0], SCALES),
        Number("y", float(SCENE_POINT.y[ANSCOMBE_POINT]), Interval(_LOW, _HIGH)),
        Number("giants", 0, Interval(0, len(GIANTS)), whole=True),
        Number("wrong", len(WRONG_YEARS), Interval(0, len(WRONG_YEARS)), whole=True),
        Choice("data", DATA[0], DATA),
        Number("seed", 1, Interval(0, 9999), whole=True),
        Number("share", 20, Interval(0, 50), whole=True),
        Choice("kind", CONTAMINATIONS[0], CONTAMINATIONS),
        Number("row", _telling, _rows, whole=True),
        Number("px", lambda v: float(problem_of(v).x[v["row"] - 1]), _across),
        Number("py", lambda v: float(problem_of(v).y[v["row"] - 1]), _up),
        Choice("weigh", LINE_LOSSES[0], LINE_LOSSES),
        Choice("way", WAYS[0], WAYS),
        Number("alpha", 2.0, Interval(-10.0, 2.0)),
        Number("guess", 0, Interval(0, 50), whole=True),
        Flag("race"),
        *PARAMS,
    ),
    resets={
        **{name: ("row", "px", "py") for name in ("data", "seed", "share", "kind")},
        "row": ("px", "py"),
    },
    scenes=(
        Scene(
            "1",
            _("Up and down"),
            _("Who can one bad point push around?"),
            _("The odd point goes up to 20. Where do the two lines go?"),
            ("y", "losses"),
        ),
        Scene(
            "2",
            _("Sideways"),
            _("What if x is wrong, and not y?"),
            _("Four giants come in, far to the left. Does the absolute-error line hold?"),
            ("giants", "losses"),
            {"losses": (*SHOWN_FIRST, LETTING_GO[-1]), "scale": "mad"},
        ),
        Scene(
            "3",
            _("For real"),
            _("What will Belgium phone in 1974?"),
            _("Seven years were written down wrong. What does each loss forecast?"),
            ("wrong", "losses"),
            {"losses": (*SHOWN_FIRST, COMPARED[2]), "scale": "mad"},
        ),
    ),
    folds=(
        "tuning",
        "any",
        "sensitivity",
        "weights",
        "leave",
        "cook",
        "race",
        "alpha",
        "derivation",
        "references",
    ),
)
