"""The code a page shows: run as it stands, and compared with what the page shows beside it."""

import pytest

from lossviz import LOSSES, snippets
from lossviz.data.problems import LINE_PROBLEMS
from lossviz.lines import LineView

SQUARED = LOSSES["squared_error"].at()
KEYS = tuple(key for key in LINE_PROBLEMS if key != "galton")  # the page shows the counted pairs


def view_of(key: str) -> LineView:
    problem = LINE_PROBLEMS[key]
    return LineView(SQUARED, problem, float(problem.y.min()), float(problem.y.max()))


@pytest.mark.parametrize("key", KEYS)
def test_numpy_code_prints_the_numbers_of_the_page(key: str) -> None:
    view, names = view_of(key), {}
    exec(snippets.numpy_code(view), names)
    intercept, slope = view.best
    assert names["mse"] == pytest.approx(view.mse, rel=1e-9)
    assert names["gradient"] == pytest.approx(view.gradient, rel=1e-9)
    assert names["slope"] == pytest.approx(slope, rel=1e-6)
    assert names["intercept"] == pytest.approx(intercept, rel=1e-6)
    assert names["best_mse"] == pytest.approx(view.best_view.mse, rel=1e-6)


@pytest.mark.parametrize("key", KEYS)
def test_sklearn_code_prints_the_numbers_of_the_page(key: str) -> None:
    view, names = view_of(key), {}
    exec(snippets.sklearn_code(view), names)
    intercept, slope = view.best
    assert names["mse"] == pytest.approx(view.mse, rel=1e-9)
    assert names["best"].coef_[0] == pytest.approx(slope, rel=1e-6)
    assert names["best"].intercept_ == pytest.approx(intercept, rel=1e-6)
    assert names["best_mse"] == pytest.approx(view.best_view.mse, rel=1e-6)
