"""Squared error: its controls, its three scenes, and the data they stand for."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from lossviz.data.problems import LINE_PROBLEMS, SAMPLE_NOISES, LineProblem, seeded_sample
from lossviz.i18n import _
from lossviz.lines import Frame, frame_of
from lossviz.numerics import Interval, weighted_mean
from lossviz.ui.controls import Choice, Flag, Number, PageSpec, Scene

SAMPLE = "sample"
SAMPLE_LINE = (2.0, 0.5)  # the intercept and slope a sample is drawn around
DATA = (
    "hubble", "anscombe_1", "anscombe_2", "anscombe_3", "anscombe_4", "forbes",
    "galton_pairs", "duncan", "phones", "stars", "faithful", SAMPLE,
)  # fmt: skip


@lru_cache(maxsize=32)
def _sample(seed: int, n: int, width: float, noise: str) -> LineProblem:
    return seeded_sample(seed, n, *SAMPLE_LINE, width, noise)


def problem_of(values: Mapping[str, Any]) -> LineProblem:
    """The data a state asks for."""
    if values["data"] == SAMPLE:
        return _sample(values["seed"], values["n"], values["width"], values["noise"])
    return LINE_PROBLEMS[values["data"]]


def frame(values: Mapping[str, Any]) -> Frame:
    """Where those data are drawn."""
    return frame_of(problem_of(values))


def _flat(values: Mapping[str, Any]) -> float:
    problem = problem_of(values)
    return weighted_mean(problem.y, problem.weight)


def _heights(values: Mapping[str, Any]) -> Interval:
    drawn = frame(values)
    return Interval(drawn.y_low, drawn.y_high)


PAGE = PageSpec(
    key="squared-error",
    title=_("Squared error"),
    number=2,
    controls=(
        Choice("data", "hubble", DATA),
        Number("seed", 1, Interval(0, 9999), whole=True),
        Number("n", 30, Interval(3, 200), whole=True),
        Number("width", 1.0, Interval(0.0, 5.0)),
        Choice("noise", SAMPLE_NOISES[0], SAMPLE_NOISES),
        Number("left", _flat, _heights),
        Number("right", _flat, _heights),
        Flag("best"),
        Number("drop", 0, lambda values: Interval(0, len(problem_of(values))), whole=True),
        Number("point", 0, lambda values: Interval(0, len(problem_of(values))), whole=True),
    ),
    resets={
        name: ("left", "right", "best", "drop", "point")
        for name in ("data", "seed", "n", "width", "noise")
    },
    scenes=(
        Scene(
            "1",
            _("Squares"),
            _("How wrong is a line?"),
            _("How small can the mean square get? Move both ends, then look."),
            ("data", "left", "right", "best", "step"),
        ),
        Scene(
            "2",
            _("Pulls"),
            _("When does a line come to rest?"),
            _("Every point pulls the line by its miss. Here they cancel. Is that enough?"),
            ("data", "left", "right", "best", "step"),
        ),
        Scene(
            "3",
            _("Drop one"),
            _("Who steers the line?"),
            _("Take one point away. Which one turns the line most?"),
            ("data", "drop", "most"),
        ),
    ),
    folds=("formula", "numbers", "derivation", "code", "data", "references"),
)
