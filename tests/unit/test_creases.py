"""Creases under the dot: where the slope jumps, by one-sided differences, and what is said."""

import numpy as np
import pytest

from lossviz import LOSSES
from lossviz.surfaces.creases import creases_at
from lossviz.surfaces.more_models import OnModel
from lossviz.surfaces.typed_points import typed_case, typed_points
from lossviz.ui.specs.surfaces_models import case_of
from lossviz.words import more_models as say

# (model, data, loss, loss for labels, noise), the dot, how many creases, what is said of them.
# Hubble 1929: two velocities are 290 km/s, one is -130. Challenger: 7 of 23 flights in distress, so
# at the logit 1 of (1, 0) seven labels are right by 1. Newcomb: one of the six readings is 28.
STATES = [
    (("line", "hubble", "absolute_error", "brier", "bell"), (290.0, 0.0), 2, "through 2 points"),
    (("line", "hubble", "quantile", "brier", "bell"), (-130.0, 0.0), 1, "through a point"),
    (("line", "hubble", "absolute_error", "brier", "bell"), (373.0, 0.0), 0, ""),
    (("line", "hubble", "huber", "brier", "bell"), (290.0, 0.0), 0, ""),
    (("line", "same", "absolute_error", "brier", "bell"), (290.0, 0.0), 2, "through 2 points"),
    (("sigmoid", "hubble", "huber", "hinge", "bell"), (1.0, 0.0), 7, "side of 7 labels by exactly"),
    (("sigmoid", "hubble", "huber", "hinge", "bell"), (0.0, 2.0), 0, ""),
    (("sigmoid", "hubble", "huber", "brier", "bell"), (1.0, 0.0), 0, ""),
    (("noise", "hubble", "huber", "brier", "tent"), (28.0, 20.0), 1, "exactly at a reading"),
    (("noise", "hubble", "huber", "brier", "tent"), (27.0, 20.0), 0, ""),
    (("noise", "hubble", "huber", "brier", "bell"), (28.0, 20.0), 0, ""),
    (("hidden", "hubble", "huber", "brier", "bell"), (0.0, 0.0), 0, ""),
]  # fmt: skip


@pytest.mark.parametrize(("chosen", "place", "count", "part"), STATES)
def test_a_crease_is_where_the_slope_jumps(chosen, place, count, part) -> None:
    view = OnModel(case_of(*chosen, 1.0), *place)
    assert int(view.creases) == count
    said = say.dot_sentence(view)
    assert ("the dot is on a crease: the slope jumps there" in said) == (count > 0)
    assert part in said
    assert ("Eigenvalues" in said or "eigenvalues" in said) == (count == 0)
    assert (count == 0) or not view.downhill.any()
    # independent: the slopes on both sides of the dot, along the first parameter
    mean, (a, b), h = view.case.seen.surface.mean, place, 1e-5
    right, left = (float(mean(a + s * h, b) - mean(a, b)) / (s * h) for s in (1, -1))
    assert (abs(right - left) > 1e-3) == (count > 0)


def test_each_dot_of_a_sweep_counts_its_own() -> None:
    surface = case_of("line", "hubble", "absolute_error", "brier", "bell", 1.0).seen.surface
    found = creases_at(surface, np.array([290.0, 291.0, -130.0]), 0.0)
    assert found.tolist() == [2, 0, 1]


def test_three_points_on_the_line_of_the_dot() -> None:
    case = typed_case(LOSSES["absolute_error"].at(), *typed_points("0, 1; 1, 1; 2, 1"))
    said = say.dot_sentence(OnModel(case, *case.start))
    assert said == (
        "The line 1.00 + 0 x: mean loss 0. The line goes exactly through 3 points, so the dot is on"
        " a crease: the slope jumps there, and there is no gradient and no Hessian."
    )
