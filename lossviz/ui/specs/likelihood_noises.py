"""The folds on all noises, on loss over NLL and on the hill on a line: their controls."""

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np

from lossviz import LOSSES
from lossviz.core import LossAt, Param
from lossviz.data.observations import OBSERVATIONS, Observations
from lossviz.data.problems import LINE_PROBLEMS
from lossviz.likelihood.all_noises import (
    first_theta,
    fitted_width,
    has_free_width,
    in_units_of_y,
    misfits,
    ordinary_size,
    theta_range,
    width_param,
    widths,
)
from lossviz.likelihood.along_x import CLASS_PROBLEMS
from lossviz.likelihood.observed_x import x_range
from lossviz.likelihood.on_a_line import lift_range
from lossviz.noise import gaussian
from lossviz.numerics import Array, Interval
from lossviz.ui.controls import Choice, Control, Number, Values

MODELS = tuple(key for key, loss in LOSSES.items() if loss.at().facts.noise is not None)
"""Every loss that has a density at its defaults."""
BELL = next(key for key in MODELS if LOSSES[key].at().facts.noise.key == gaussian().key)  # type: ignore[union-attr]
FIRST_SAMPLE = "newcomb_6"
TASKS = ("line", "classes")
LINES = ("hubble", "phones")
HILLS = ("bell", "tent", "heavy tail")


def param_key(loss_key: str, param_key: str) -> str:
    """The name of a loss parameter among the controls."""
    return f"{loss_key}.{param_key}"


def loss_at(values: Values) -> LossAt:
    """The chosen loss at its parameters."""
    loss = LOSSES[values["model"]]
    return loss.at(**{p.key: values[param_key(loss.key, p.key)] for p in loss.params})


def observed(values: Values) -> Observations:
    """The chosen observations."""
    return OBSERVATIONS[values["sample"]]


def _numbers(sample: str) -> Array | None:
    """The observations as numbers; None where they are classes."""
    y = OBSERVATIONS[sample].y
    return y if y.ndim == 1 else None


# ---- parameters in the units of y ----------------------------------------------------------------


@lru_cache(maxsize=256)  # asked for in every run, whatever is open
def own_size(key: str, param: Param, sample: str) -> float:
    """What a parameter in the units of y is at first: the fitted width, or a tolerance to match.

    The other parameters are at their defaults. Three digits.
    """
    loss, y = LOSSES[key], _numbers(sample)
    if y is None:
        return param.default
    facts = loss.at().facts
    if param != width_param(loss) or facts.noise is None or facts.noise_scale is None:
        return float(f"{param.default * ordinary_size(y):.3g}")
    return float(f"{fitted_width(facts.noise, y) * param.default / facts.noise_scale:.3g}")


def _default(key: str, param: Param) -> float | Callable[[Values], float]:
    """The default of a parameter, from the data where it has their unit."""
    if not in_units_of_y(LOSSES[key], param):
        return param.default
    return lambda values: own_size(key, param, values["sample"])


def param_range(key: str, param: Param, sample: str) -> Interval:
    """The range of a parameter: that of its slider, wider where the data are."""
    y = _numbers(sample)
    if y is None or not in_units_of_y(LOSSES[key], param):
        return Interval(param.low, param.high)
    return Interval(param.low, max(param.high, widths(y).high))


def _bounds(key: str, param: Param) -> Callable[[Values], Interval]:
    return lambda values: param_range(key, param, values["sample"])


PARAMS = tuple(
    Number(param_key(key, param.key), _default(key, param), _bounds(key, param))
    for key in MODELS
    for param in LOSSES[key].params
)
OWN_SIZES = tuple(
    param_key(key, param.key)
    for key in MODELS
    for param in LOSSES[key].params
    if in_units_of_y(LOSSES[key], param)
)


# ---- width and theta -----------------------------------------------------------------------------


@lru_cache(maxsize=256)
def own_width(key: str, sample: str) -> float:
    """The most likely width of the noise of a loss at its first parameters; three digits.

    1 where nothing is free.
    """
    loss, y = LOSSES[key], _numbers(sample)
    sizes = {p.key: own_size(key, p, sample) for p in loss.params if in_units_of_y(loss, p)}
    at = loss.at(**sizes)
    noise = at.facts.noise
    if y is None or noise is None or not has_free_width(at):
        return 1.0
    return float(f"{fitted_width(noise, y):.3g}")


def _first_spread(values: Values) -> float:
    return own_width(values["model"], values["sample"])


def spreads(values: Values) -> Interval:
    """The range of widths."""
    y = _numbers(values["sample"])
    return Interval(0.01, 4.0) if y is None else widths(y)


def stands(values: Values) -> bool:
    """Whether the chosen noise exists and can have made the chosen observations."""
    noise = loss_at(values).facts.noise
    return noise is not None and not misfits(noise, observed(values)).any()


def _thetas(values: Values) -> Interval:
    noise = loss_at(values).facts.noise
    if noise is None or not stands(values):
        return Interval(0.0, 1.0)
    return theta_range(noise, observed(values))


def _first_theta(values: Values) -> float:
    noise = loss_at(values).facts.noise
    if noise is None or not stands(values):
        return 0.5
    return first_theta(noise, observed(values))


# ---- the hill on a line --------------------------------------------------------------------------


def _x_range(values: Values) -> Interval:
    if values["task"] == TASKS[0]:
        return x_range(LINE_PROBLEMS[values["on"]].x)
    return x_range(CLASS_PROBLEMS[values["seen"]].x)


def _first_x(values: Values) -> float:
    """The x of the observation in the middle."""
    problem = (
        LINE_PROBLEMS[values["on"]]
        if values["task"] == TASKS[0]
        else CLASS_PROBLEMS[values["seen"]]
    )
    return float(np.quantile(problem.x, 0.5, method="lower"))


def _lifts(values: Values) -> Interval:
    return lift_range(LINE_PROBLEMS[values["on"]])


CONTROLS: tuple[Control, ...] = (
    Choice("model", BELL, MODELS),
    Choice("sample", FIRST_SAMPLE, tuple(OBSERVATIONS)),
    *PARAMS,
    Number("spread", _first_spread, spreads),
    Number("spot", _first_theta, _thetas),
    Choice("task", TASKS[0], TASKS),
    Choice("on", LINES[0], LINES),
    Choice("about", HILLS[0], HILLS),
    Choice("seen", next(iter(CLASS_PROBLEMS)), tuple(CLASS_PROBLEMS)),
    Number("x", _first_x, _x_range),
    Number("lift", 0.0, _lifts),
)
RESETS: Mapping[str, tuple[str, ...]] = {
    "model": ("spread", "spot"),
    "sample": (*OWN_SIZES, "spread", "spot"),
    "task": ("x",),
    "on": ("x", "lift"),
    "seen": ("x",),
    "about": ("lift",),
}
