"""Bad input is refused with the name, the allowed range and the value; discovery refuses too."""

import dataclasses
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from lossviz import LOSSES
from lossviz.core import Loss, Task
from lossviz.registry import collect, losses_for

PARAMS = [pytest.param(x, p, id=f"{x.key}-{p.key}") for x in LOSSES.values() for p in x.params]
each_loss = pytest.mark.parametrize("loss", LOSSES.values(), ids=list(LOSSES))


@each_loss
def test_an_unknown_parameter_is_named(loss: Loss) -> None:
    with pytest.raises(TypeError, match=f"{loss.key} has no parameter 'sigma'; it has: "):
        loss.value([1.0], [0.0], sigma=1.0)


@pytest.mark.parametrize(("loss", "param"), PARAMS)
def test_nan_is_no_parameter(loss: Loss, param: Any) -> None:
    with pytest.raises(ValueError, match=f"{param.key} must lie in .*, got nan"):
        loss.at(**{param.key: np.nan})


@pytest.mark.parametrize(("loss", "param"), PARAMS)
def test_a_parameter_that_is_no_number_is_named(loss: Loss, param: Any) -> None:
    with pytest.raises(TypeError, match=f"{param.key} must be numbers, got 'much'"):
        loss.at(**{param.key: "much"})


@pytest.mark.parametrize(
    ("key", "params", "message"),
    [
        ("huber", {"delta": 0.0}, r"delta must lie in \(0, inf\), got 0"),
        ("huber", {"delta": np.inf}, r"delta must lie in \(0, inf\), got inf"),
        ("cauchy", {"c": -2.5}, r"c must lie in \(0, inf\), got -2.5"),
        ("quantile", {"tau": 1.0}, r"tau must lie in \(0, 1\), got 1"),
        ("quantile", {"tau": [0.5, -0.1]}, r"tau must lie in \(0, 1\), got -0.1"),
        ("student_t", {"nu": 0.0}, r"nu must lie in \(0, inf\), got 0"),
        ("focal", {"gamma": -1.0}, r"gamma must lie in \[0, inf\), got -1"),
        ("focal", {"alpha": 1.0}, r"alpha must lie in \(0, 1\), got 1"),
        ("binary_cross_entropy", {"pos_weight": 0.0}, r"pos_weight must lie in \(0, inf\), got 0"),
        (
            "softmax_cross_entropy",
            {"label_smoothing": 1.5},
            r"label_smoothing must lie in \[0, 1\], got 1.5",
        ),
        (
            "softmax_cross_entropy",
            {"class_weight": [1.0, -1.0]},
            r"class_weight must lie in \[0, inf\), got -1",
        ),
        ("general_robust", {"alpha": np.inf}, r"alpha must lie in .*, got inf"),
    ],
)
def test_a_parameter_out_of_range(key: str, params: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        LOSSES[key].at(**params)


@pytest.mark.parametrize("key", list(losses_for(Task.BINARY)))
@pytest.mark.parametrize(("label", "shown"), [(-1.0, "-1"), (2.0, "2"), (1.0001, "1.0001")])
def test_labels_outside_0_1(key: str, label: float, shown: str) -> None:
    with pytest.raises(ValueError, match=rf"labels must lie in \[0, 1\], got {shown}"):
        LOSSES[key].value([0.0, label], [0.0, 0.0])


@pytest.mark.parametrize(("count", "shown"), [(-1.0, "-1"), (np.inf, "inf")])
def test_counts_below_zero_or_infinite(count: float, shown: str) -> None:
    with pytest.raises(ValueError, match=rf"counts must lie in \[0, inf\), got {shown}"):
        LOSSES["poisson"].grad([count], [0.0])


@pytest.mark.parametrize("key", list(losses_for(Task.MULTICLASS)))
@pytest.mark.parametrize(
    ("target", "message"),
    [
        ([3], r"class labels must lie in \[0, 2\], got 3"),
        ([-1], r"class labels must lie in \[0, 2\], got -1"),
        ([0.5], r"class labels must be whole numbers 0..2, got 0.5"),
        ([np.nan], r"class labels must be whole numbers 0..2, got nan"),
        ([[0.5, 0.2, 0.2]], r"must sum to 1 .*, got 0.9"),
        ([[1.5, -0.5, 0.0]], r"y_true must be probabilities in \[0, 1\], got 1.5"),
        ([[0.5, 0.5]], r"y_true has 2 classes and raw has 3"),
    ],
)
def test_class_targets(key: str, target: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        LOSSES[key].value(target, np.zeros((1, 3)))


def test_class_weights_of_another_length() -> None:
    with pytest.raises(ValueError, match=r"class_weight must have shape \(3,\), got \(2,\)"):
        LOSSES["softmax_cross_entropy"].value([0], np.zeros((1, 3)), class_weight=[1.0, 2.0])


def test_class_weights_that_leave_nothing() -> None:
    with pytest.raises(ValueError, match="must not sum to zero"):
        LOSSES["softmax_cross_entropy"].mean(
            [[1.0, 0.0]], np.zeros((1, 2)), class_weight=[0.0, 1.0]
        )


@each_loss
def test_a_mean_wants_equal_shapes(loss: Loss) -> None:
    if loss.task is Task.MULTICLASS:
        y, raw = np.array([[1.0, 0.0]]), np.zeros((3, 2))
    else:
        y, raw = np.ones((4, 1)), np.zeros(4)
    with pytest.raises(ValueError, match=r"y_true has shape .* and raw has shape .* must be equal"):
        loss.mean(y, raw)


@each_loss
def test_data_that_are_no_numbers(loss: Loss) -> None:
    with pytest.raises(TypeError, match="raw must be numbers"):
        loss.value([0.0], ["high"])


def module(name: str, **contents: Any) -> ModuleType:
    """A module as discovery would find it."""
    made = ModuleType(f"lossviz.losses.{name}")
    vars(made).update(contents)
    return made


HUBER = LOSSES["huber"]


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        ([module("empty")], "lossviz.losses.empty must define LOSS"),
        ([module("text", LOSS="huber")], "lossviz.losses.text must define LOSS"),
        ([module("huber", LOSS=HUBER)] * 2, "lossviz.losses.huber: the key 'huber' is taken"),
        ([module("other", LOSS=HUBER)], "the key 'huber' must be the file's name"),
    ],
)
def test_discovery_refuses(modules: list[ModuleType], message: str) -> None:
    with pytest.raises(ImportError, match=message):
        collect(modules)


def test_discovery_takes_a_new_file() -> None:
    mine = dataclasses.replace(HUBER, key="mine")
    assert list(collect([module("huber", LOSS=HUBER), module("mine", LOSS=mine)])) == [
        "huber",
        "mine",
    ]


def test_losses_are_found_by_task() -> None:
    by_task = [set(losses_for(task)) for task in Task]
    assert set().union(*by_task) == set(LOSSES)
    assert sum(map(len, by_task)) == len(LOSSES)
