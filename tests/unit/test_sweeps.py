"""Sweeps: stops, arrays for one stop or all, and single views cut from a sweep."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossviz import LOSSES
from lossviz.data.problems import LINE_PROBLEMS
from lossviz.lines import LineView, end_sweep, frame_of, shift_sweep
from lossviz.location import HillView, first_readings, sixth_sweep
from lossviz.sweeps import MOST_STOPS, Axis, join, segments, stops_between

SQUARED = LOSSES["squared_error"].at()
HUBBLE = LINE_PROBLEMS["hubble"]


@given(st.floats(-1e4, 1e4), st.integers(1, 5000), st.sampled_from([0.01, 0.1, 0.25, 1, 25]))
def test_stops_hold_both_ends_and_the_value(low: float, count: int, step: float) -> None:
    low = round(low, 2)
    high = round(low + count * step, 10)
    value = low + 0.37 * (high - low)
    stops = stops_between(low, high, step, value)
    assert (stops[0], stops[-1]) == (low, high)
    assert value in stops
    assert np.all(np.diff(stops) > 0)
    assert len(stops) <= MOST_STOPS + 1


def test_stops_are_decimal_numbers() -> None:
    assert stops_between(0.0, 1.0, 0.1, 0.3).tolist() == [
        0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0,
    ]  # fmt: skip


@pytest.mark.parametrize("stops", [[[1.0]], [], [1.0, 1.0], [2.0, 1.0], [0.0, np.nan]])
def test_an_axis_refuses_what_is_no_way(stops: list[float]) -> None:
    with pytest.raises(ValueError, match="stops must"):
        Axis("x", "x", np.array(stops))


def test_the_nearest_stop() -> None:
    axis = Axis("x", "x", np.array([0.0, 1.0, 4.0]))
    assert [axis.nearest(v) for v in (-9, 0.4, 0.6, 2.6, 99)] == [0, 0, 1, 2, 2]


def test_join_broadcasts_one_and_many() -> None:
    assert join(1, 2).tolist() == [1, 2]
    assert join(np.array([1, 2]), 0).tolist() == [[1, 0], [2, 0]]


def test_segments_leave_a_gap() -> None:
    x, y = segments(np.array([1.0, 2.0]), np.zeros(2), np.array([[3.0, 4.0], [5.0, 6.0]]))
    np.testing.assert_array_equal(x[0], [1, 1, np.nan, 2, 2, np.nan])
    np.testing.assert_array_equal(y[1], [0, 5, np.nan, 0, 6, np.nan])


def numbers(view: LineView) -> list[np.ndarray]:
    names = ("left", "right", "slope", "intercept", "predicted", "residual", "mse", "rmse",
             "largest", "square_share", "distance_share", "pulls", "torques")  # fmt: skip
    return [np.asarray(getattr(view, name)) for name in names]


@pytest.mark.parametrize("key", LINE_PROBLEMS)
@pytest.mark.parametrize("which", ["left", "right", "shift"])
def test_a_view_of_a_sweep_is_the_view_made_alone(key: str, which: str) -> None:
    problem = LINE_PROBLEMS[key]
    start = LineView(SQUARED, problem, float(problem.y.mean()), float(problem.y.max()))
    make = shift_sweep if which == "shift" else lambda v, label: end_sweep(v, which, label)
    sweep = make(start, "it")
    for k in (0, len(sweep) // 3, len(sweep) - 1):
        cut = sweep.at(k)
        alone = LineView(SQUARED, problem, float(cut.left), float(cut.right))
        for a, b in zip(numbers(cut), numbers(alone), strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-12 * np.abs(problem.y).max())
        assert cut.best == alone.best


def test_the_whole_line_stops_where_an_end_would_leave_the_frame() -> None:
    frame = frame_of(HUBBLE)
    sweep = shift_sweep(LineView(SQUARED, HUBBLE, 0.0, 1000.0), "it")
    assert sweep.batch.left.min() == frame.y_low
    assert sweep.batch.right.max() == frame.y_high
    np.testing.assert_allclose(sweep.batch.right - sweep.batch.left, 1000.0)
    assert len(shift_sweep(LineView(SQUARED, HUBBLE, frame.y_low, frame.y_high), "it")) == 1


@pytest.mark.parametrize("key", ["squared_error", "absolute_error", "student_t"])
def test_a_hill_of_a_sweep_is_the_hill_made_alone(key: str) -> None:
    loss_at = LOSSES[key].at(**({"nu": 3.0, "c": 4.0} if key == "student_t" else {}))
    sweep = sixth_sweep(HillView(loss_at, np.append(first_readings(), -12.5)), "sixth")
    assert (sweep.axis.stops[0], sweep.axis.stops[-1]) == (-46.0, 50.0)
    assert -12.5 in sweep.axis.stops
    at = np.linspace(-50, 50, 7)
    for k in range(0, len(sweep), 12):
        cut, alone = sweep.at(k), HillView(loss_at, sweep.batch.readings[k])
        for a, b in (
            (cut.answers, alone.answers), (cut.pulls, alone.pulls),
            (cut.total_surprise, alone.total_surprise), (cut.height(at), alone.height(at)),
            (sweep.batch.valley(at)[k], alone.valley(at)),
        ):  # fmt: skip
            np.testing.assert_allclose(a, b, rtol=1e-8, atol=1e-8)


def test_a_sweep_that_forgets_its_stop_is_noticed() -> None:
    sweep = end_sweep(LineView(SQUARED, HUBBLE, 0.0, 0.0), "left", "it")
    cut, other = sweep.at(3), sweep.at(4)
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(cut.residual, other.residual)
