"""The card to take along: every cell is what the losses say, and true of their numbers."""

from dataclasses import replace

import numpy as np
import pytest

from lossviz import LOSSES
from lossviz.core import Task
from lossviz.derivation import Derivation, Follows
from lossviz.endcard import COLUMNS, end_card, pull_tex

KEYS = (
    "squared_error", "absolute_error", "student_t", "binary_cross_entropy",
    "softmax_cross_entropy",
)  # fmt: skip
ROWS = dict(zip(KEYS, end_card([LOSSES[key] for key in KEYS]), strict=True))


def test_the_card_in_words() -> None:
    said = {key: (row.noise, row.best_constant, row.wild_point) for key, row in ROWS.items()}
    assert said == {
        "squared_error": ("bell", "mean", "pulls harder the further it goes"),
        "absolute_error": ("tent", "median", "pulls like any other"),
        "student_t": ("heavy tail", "no formula", "far out, pulls less the further it goes"),
        "binary_cross_entropy": ("coin", "frequency", "a wrong label pulls by at most 1"),
        "softmax_cross_entropy": ("die", "frequency", "a wrong label pulls by at most 1"),
    }
    assert len(COLUMNS) == 6


def test_the_wild_point_pulls_as_it_is_said_to() -> None:
    far = np.array([10.0, 100.0, 1000.0])
    pull = {key: LOSSES[key].at().pull(far) for key in KEYS[:3]}
    assert np.all(np.diff(pull["squared_error"]) > 0)
    assert np.all(pull["absolute_error"] == LOSSES["absolute_error"].at().pull(0.1))
    assert np.all(np.diff(pull["student_t"]) < 0)
    z = np.linspace(-50, 50, 101)
    assert np.abs(LOSSES["binary_cross_entropy"].grad(np.ones(101), z)).max() <= 1
    logits = np.stack([z, -z, 0 * z], axis=1)
    assert np.abs(LOSSES["softmax_cross_entropy"].grad(np.zeros(101), logits)).max() <= 1


def test_the_best_constant_is_the_frequency() -> None:
    # 7 of 23, as logits: the link brings back the share
    y = np.repeat([1.0, 0.0], [7, 16])
    low, _high = LOSSES["binary_cross_entropy"].at().facts.functional.of(y)
    assert LOSSES["binary_cross_entropy"].link(low) == pytest.approx(7 / 23)


@pytest.mark.parametrize(
    ("key", "tex"),
    [
        ("squared_error", r"2\,(y-\hat y)"),
        ("absolute_error", r"\operatorname{sign}(y-\hat y)"),
        ("binary_cross_entropy", "y - p"),
        ("softmax_cross_entropy", "y_c - p_c"),
    ],
)
def test_the_pull_is_minus_the_slope(key: str, tex: str) -> None:
    assert pull_tex(LOSSES[key]) == tex


def test_a_slope_of_another_form_gets_a_minus() -> None:
    loss = next(loss for loss in LOSSES.values() if loss.task is Task.COUNT)
    assert loss.grad_tex not in {pull_tex(loss), ""}


# --- every cell against the derivation it is a part of ------------------------------------------


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    return np.exp(z) / np.exp(z).sum()


# what the formulas of the card say, worked out anew: of y and theta, for the losses as they stand
SURPRISES = {
    r"(y-\hat y)^2": lambda y, t: (y - t) ** 2,
    r"|y-\hat y|": lambda y, t: abs(y - t),
    r"\tfrac{\nu+1}{2}\log\Bigl(1+\tfrac{1}{\nu}\bigl(\tfrac{y-\hat y}{c}\bigr)^2\Bigr)": (
        lambda y, t: 2.5 * np.log(1 + (y - t) ** 2 / 4)  # nu = 4, c = 1
    ),
    r"-\bigl[y\log p+(1-y)\log(1-p)\bigr]": (
        lambda y, t: -(y * np.log(sigmoid(t)) + (1 - y) * np.log(1 - sigmoid(t)))
    ),
    r"-\sum_{c} y_{c}\log p_{c}": lambda y, t: -(y * np.log(softmax(t))).sum(),
}
PULLS = {
    r"2\,(y-\hat y)": lambda y, t: 2 * (y - t),
    r"\operatorname{sign}(y-\hat y)": lambda y, t: np.sign(y - t),
    r"\frac{(\nu+1)\,r}{\nu c^2+r^2}": lambda y, t: 5 * (y - t) / (4 + (y - t) ** 2),
    "y - p": lambda y, t: y - sigmoid(t),
    "y_c - p_c": lambda y, t: y - softmax(t),
}
ONE = {  # an observation and a theta each
    Task.REGRESSION: (np.array([3.0]), np.array([1.3])),
    Task.BINARY: (np.array([1.0]), np.array([0.4])),
    Task.MULTICLASS: (np.array([[0.0, 1.0, 0.0]]), np.array([0.2, -0.3, 1.0])),
}


def location(key: str) -> Derivation:
    return next(d for d in LOSSES[key].at().derivations() if d.key == "location")


@pytest.mark.parametrize("key", KEYS)
def test_the_noise_is_the_one_the_derivation_starts_from(key: str) -> None:
    noise = LOSSES[key].at().facts.noise
    assert ROWS[key].noise == noise.word
    assert f"The noise is {noise.name_in_text}" in location(key).steps[1].why


@pytest.mark.parametrize("key", KEYS)
def test_the_surprise_is_the_loss_line_of_one_observation(key: str) -> None:
    y, theta = ONE[LOSSES[key].task]
    (line,) = (step for step in location(key).steps if step.is_loss)
    assert SURPRISES[ROWS[key].surprise_tex](y, theta) == pytest.approx(line.value(theta, y))


@pytest.mark.parametrize("key", KEYS)
def test_the_pull_is_minus_the_slope_line_of_one_observation(key: str) -> None:
    y, theta = ONE[LOSSES[key].task]
    (line,) = (s for s in location(key).steps if s.follows is Follows.DERIVATIVE)
    assert np.squeeze(PULLS[ROWS[key].pull_tex](y, theta)) == pytest.approx(
        np.squeeze(-line.value(theta, y))
    )


def test_there_is_no_formula_where_the_derivation_has_no_root() -> None:
    every = {key for key, loss in LOSSES.items() if loss.at().derivations()}
    for key in every:
        (row,) = end_card([LOSSES[key]])
        has_root = any(step.follows is Follows.ROOT for step in location(key).steps)
        assert (row.best_constant == "no formula") == (not has_root)
    assert {"student_t", "cauchy", "huber"} < every


def test_a_derivation_without_its_root_is_noticed() -> None:
    loss = LOSSES["squared_error"]
    rootless = replace(loss, derivations=(replace(loss.derivations[0], root_tex=""),))
    assert end_card([rootless])[0].best_constant == "no formula"


def test_the_best_constant_is_the_root() -> None:
    y = np.array([1.0, 2.0, 4.0, 9.0, 9.5])
    for key, best in {"squared_error": np.mean(y), "absolute_error": np.median(y)}.items():
        assert location(key).steps[-1].value(None, y) == pytest.approx(best)
        assert ROWS[key].best_constant in location(key).steps[-1].why
    labels = np.array([1.0, 0.0, 0.0, 1.0, 0.0])
    root = location("binary_cross_entropy").steps[-1].value(None, labels)
    assert sigmoid(root) == pytest.approx(labels.mean())
    classes = np.eye(3)[[0, 0, 1, 2, 0]]
    root = location("softmax_cross_entropy").steps[-1].value(None, classes)
    assert softmax(root) == pytest.approx(classes.mean(axis=0))


@pytest.mark.parametrize("key", KEYS)
def test_the_wild_point_pulls_in_the_slope_line_as_it_is_said_to(key: str) -> None:
    y, theta = ONE[LOSSES[key].task]
    (line,) = (s for s in location(key).steps if s.follows is Follows.DERIVATIVE)
    far = [np.abs(line.value(theta - push * (2 * y - 1), y)).max() for push in (10, 100, 300)]
    near = np.abs(line.value(theta, y)).max()
    assert ROWS[key].wild_point in {
        "pulls harder the further it goes" if near < far[0] < far[1] < far[2] else "",
        "pulls like any other" if near == far[0] == far[1] == far[2] else "",
        "far out, pulls less the further it goes" if far[0] > far[1] > far[2] else "",
        "a wrong label pulls by at most 1" if near < far[0] <= far[1] <= far[2] <= 1 else "",
    } - {""}


def test_a_loss_without_a_density_has_no_row() -> None:
    with pytest.raises(ValueError, match="no density"):
        end_card([LOSSES["tukey_biweight"]])
