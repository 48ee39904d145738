"""The breakdown race: the same numbers from direct loops, and a checker that notices others."""

import numpy as np
import pytest

from lossviz import LOSSES
from lossviz.data.problems import CONTAMINATIONS, contaminated_sample
from lossviz.estimators import Estimator
from lossviz.fits import fit_linear
from lossviz.race import BROKEN, SHARES, RaceView, race, race_steps

ALL = (
    Estimator(LOSSES["squared_error"].at()),
    Estimator(LOSSES["absolute_error"].at()),
    Estimator(LOSSES["huber"].at(), "mad"),
    Estimator(LOSSES["cauchy"].at(), "mad"),
    Estimator(LOSSES["tukey_biweight"].at(), "mad"),
)
RACES = {kind: race(kind, ALL, 1) for kind in CONTAMINATIONS}


def by_loops(kind: str, estimator: Estimator, seed: int, share: float) -> float:
    errors = []
    for s in range(seed, seed + 20):
        sample = contaminated_sample(s, 40, share, kind)
        fit = fit_linear(estimator.loss_at, sample.x, sample.y, estimator.scale)
        errors.append(abs(fit.coefficients[1] - 0.5))
    return float(np.median(errors))


@pytest.mark.parametrize("kind", CONTAMINATIONS)
@pytest.mark.parametrize("e", range(len(ALL)), ids=lambda e: ALL[e].key)
def test_two_shares_are_direct_loops(kind: str, e: int) -> None:
    view = RACES[kind]
    for k in (2, 7):
        expected = by_loops(kind, ALL[e], 1, SHARES[k])
        assert view.errors[e, k] == pytest.approx(expected, abs=1e-9)


def test_the_loops_notice_another_seed() -> None:
    other = by_loops("wild", ALL[0], 2, SHARES[2])
    assert RACES["wild"].errors[0, 2] != pytest.approx(other, abs=1e-9)


def test_the_race_is_the_same_every_time_and_in_steps() -> None:
    again = race("shifted", ALL, 1)
    assert np.array_equal(again.errors, RACES["shifted"].errors)
    views = list(race_steps("shifted", ALL[:3], 1))
    assert [view.done for view in views] == list(range(1, 12))
    assert [view.complete for view in views] == [False] * 10 + [True]
    assert views[-1].errors == pytest.approx(again.errors[:3], abs=1e-9)
    assert np.isnan(views[3].errors[:, 4:]).all()
    assert not np.array_equal(race("shifted", ALL[:1], 2).errors, again.errors[:1])


def test_without_contamination_every_kind_is_the_same_sample() -> None:
    clean = [view.errors[:, 0] for view in RACES.values()]
    assert clean[1] == pytest.approx(clean[0], abs=1e-9)
    assert clean[2] == pytest.approx(clean[0], abs=1e-9)
    assert np.all(clean[0] < 0.06)


def test_who_breaks_where_in_seeds_1_to_20() -> None:
    breaks = {kind: view.breaks.tolist() for kind, view in RACES.items()}
    never = pytest.approx(np.nan, nan_ok=True)
    assert breaks["leverage"] == [0.05, 0.1, 0.1, 0.1, 0.35]
    assert breaks["wild"] == [0.1, never, never, 0.5, never]
    assert breaks["shifted"] == [0.4, 0.45, 0.4, 0.4, 0.5]


def test_a_break_is_the_first_share_above_half_the_slope() -> None:
    errors = np.array([[0.0, 0.25, 0.26, 0.1], [0.1, 0.2, 0.2, 0.25], [np.nan, 0.3, 0.1, 0.1]])
    view = RaceView("wild", ALL[:3], np.array([0.0, 0.1, 0.2, 0.3]), errors, 0, 20, 40)
    assert BROKEN == 0.25
    assert view.breaks[0] == 0.2
    assert np.isnan(view.breaks[1])
    assert view.breaks[2] == 0.1
    assert [view.spoilt(k) for k in range(4)] == [0, 4, 8, 12]


@pytest.mark.parametrize("start", [race, race_steps])
@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"kind": "random"}, "kind must be one of shifted, wild, leverage, got 'random'"),
        ({"estimators": ()}, "estimators must be one or more, got none"),
        ({"shares": [0.0, 0.6]}, r"shares must lie in \[0, 0.5\], got 0.6"),
        ({"shares": [0.2, 0.1]}, r"shares must have shape \(K,\), ascending"),
        ({"shares": []}, r"shares must have shape \(K,\), ascending"),
        ({"samples": 0}, r"samples must lie in \[1, 1000\], got 0"),
        ({"n": 2}, r"n must lie in \[3, 10000\], got 2"),
        ({"seed": -1}, r"seed must lie in \[0, inf\), got -1"),
    ],
)
def test_bad_arguments_are_named_at_once(start, bad: dict[str, object], message: str) -> None:
    good = {"kind": "wild", "estimators": ALL, "seed": 0}
    with pytest.raises(ValueError, match=message):
        start(**{**good, **bad})
