"""The card to take along: every cell is what the losses say, and true of their numbers."""

import numpy as np
import pytest

from lossviz import LOSSES
from lossviz.core import Task
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


def test_a_loss_without_a_density_has_no_row() -> None:
    with pytest.raises(ValueError, match="no density"):
        end_card([LOSSES["tukey_biweight"]])
