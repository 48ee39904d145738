"""Two typed distributions: costs against scipy, words for what has no end."""

import numpy as np
import pytest
from scipy import stats

from lossviz.figures.typed_pair import typed_pair
from lossviz.information.typed_pair import TypedPair
from lossviz.words import typed_pair as say
from tests.unit.figure_checks import figure_errors, trace_errors

RNG = np.random.default_rng(3)
PAIRS = [
    ([0.2, 0.5, 0.3], [0.4, 0.4, 0.2]), ([1.0, 0.0], [0.5, 0.5]), ([0.5, 0.5], [1.0, 0.0]),
    ([1.0, 0.0], [0.0, 1.0]), ([0.3, 0.7], [0.3, 0.7]), ([1.0, 0.0], [1.0, 0.0]),
    ([0.5, 0.5], [0.501, 0.499]), ([0.999999, 0.000001], [0.999998, 0.000002]),
    tuple(RNG.dirichlet(np.ones(10), size=2).tolist()),
]  # fmt: skip


def four(cost: float) -> str:
    """Four decimals, and no 0.0000."""
    if cost == 0:
        return "0"
    return f"{cost:.4f}" if cost >= 1e-4 else "below 0.0001"


@pytest.mark.parametrize(("y", "p"), PAIRS)
def test_every_number_is_scipys_and_said(y: list[float], p: list[float]) -> None:
    view = TypedPair(np.array(y), np.array(p))
    forth, back = float(stats.entropy(y, p)), float(stats.entropy(p, y))
    floors = [float(stats.entropy(y)), float(stats.entropy(p))]
    np.testing.assert_allclose(view.excesses, [forth, back], rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(view.floors, floors, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(view.costs, np.add(floors, [forth, back]), rtol=1e-12, atol=1e-15)
    said = say.pair_sentence(view)
    if y == p:
        assert said.endswith(f"H(y, p) = H(y) = {four(floors[0])} nats, no excess.")
    else:
        assert ("KL(y || p) has no end" in said) == np.isinf(forth)
        assert ("KL(p || y) has no end" in said) == np.isinf(back)
        assert (
            np.isinf(forth)
            or f"H(y) = {four(floors[0])}, H(y, p) = {four(floors[0] + forth)}, " in said
        )
        assert np.isinf(forth) or f"KL(y || p) = {four(forth)}." in said
        assert np.isinf(back) or f"KL(p || y) = {four(back)} nats." in said
    live = typed_pair(view)
    assert figure_errors(live) == []
    assert trace_errors(live) == []
    cells = {row[0]: row[1:] for row in live.table.rows}
    if np.isfinite(forth):
        assert cells["KL(y || p)"] == (four(forth), four(forth / np.log(2)))
    else:
        assert cells["KL(y || p)"] == ("without end",) * 2


def test_the_outcome_that_is_impossible_is_named() -> None:
    view = TypedPair(np.array([0.5, 0.0, 0.5]), np.array([1.0, 0.0, 0.0]))
    assert view.impossible() == (3,)
    assert view.impossible(swapped=True) == ()
    assert "y gives outcome 3 a chance, p calls it impossible" in say.pair_sentence(view)
