"""The problems for a line: they are the data sets' numbers, and a sample is what it says."""

import numpy as np
import pytest
from scipy import stats

from lossviz.data import NAMES, load
from lossviz.data.problems import LINE_PROBLEMS, LineProblem, collapse, seeded_sample

KEYS = tuple(LINE_PROBLEMS)


def test_keys_in_display_order() -> None:
    assert KEYS == (
        "hubble",
        "anscombe_1",
        "anscombe_2",
        "anscombe_3",
        "anscombe_4",
        "forbes",
        "galton",
        "galton_pairs",
        "duncan",
        "phones",
        "stars",
        "faithful",
    )


@pytest.mark.parametrize("key", KEYS)
def test_a_problem_is_complete(key: str) -> None:
    problem = LINE_PROBLEMS[key]
    assert problem.key == key
    assert problem.dataset in NAMES
    assert problem.x.shape == problem.y.shape == (len(problem),)
    assert len(problem.labels) == len(set(problem.labels)) == len(problem)
    assert np.isfinite(problem.x).all()
    assert np.isfinite(problem.y).all()
    assert all((problem.title, problem.x_name, problem.y_name, problem.note))
    # a bare x and y, a calendar year and a logarithm have no unit
    assert bool(problem.x_unit) is not (key.startswith(("anscombe", "stars")) or key == "phones")
    assert bool(problem.y_unit) is not key.startswith(("anscombe", "stars", "forbes"))
    assert problem.n == (928 if key.startswith("galton") else len(problem))


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("column", ["x", "y"])
def test_points_cannot_be_written_to(key: str, column: str) -> None:
    with pytest.raises(ValueError, match="read-only"):
        getattr(LINE_PROBLEMS[key], column)[0] = 0.0


# Least-squares lines. Phones as printed in the documentation of LinRegOutliers.jl (-260.059 and
# 5.041 with year - 1900, so -9838.87 in raw years); Anscombe 1973, Forbes (Weisberg 2014) and
# stars (Rousseeuw & Leroy 1987) as commonly quoted; all recomputed with statsmodels OLS.
@pytest.mark.parametrize(
    ("key", "intercept", "slope", "decimals"),
    [
        ("hubble", -40.8, 454.2, 1),
        ("anscombe_1", 3.00, 0.50, 2),
        ("anscombe_2", 3.00, 0.50, 2),
        ("anscombe_3", 3.00, 0.50, 2),
        ("anscombe_4", 3.00, 0.50, 2),
        ("forbes", -42.138, 0.895, 3),
        ("galton", 23.942, 0.646, 3),
        ("duncan", 2.457, 1.080, 3),
        ("phones", -9838.87, 5.04, 2),
        ("stars", 6.793, -0.413, 3),
        ("faithful", 33.474, 10.730, 3),
    ],
)
def test_least_squares_line(key: str, intercept: float, slope: float, decimals: int) -> None:
    problem = LINE_PROBLEMS[key]
    fit = stats.linregress(problem.x, problem.y)
    assert round(fit.slope, decimals) == slope
    assert round(fit.intercept, decimals) == intercept


def test_hubble_starts_flat_at_373_with_rmse_363_and_best_223() -> None:
    problem = LINE_PROBLEMS["hubble"]
    assert round(problem.y.mean()) == 373
    assert round(problem.y.std()) == 363
    residual = problem.y - np.polyval(np.polyfit(problem.x, problem.y, 1), problem.x)
    assert round(float(np.sqrt(np.mean(residual**2)))) == 223


def test_galton_pairs_are_the_928_children_counted() -> None:
    every, pairs = LINE_PROBLEMS["galton"], LINE_PROBLEMS["galton_pairs"]
    assert pairs.weight is not None
    assert (len(every), len(pairs), pairs.weight.sum()) == (928, 102, 928)
    assert every.weight is None
    again = np.column_stack(
        [np.repeat(pairs.x, pairs.weight.astype(int)), np.repeat(pairs.y, pairs.weight.astype(int))]
    )
    given = np.column_stack([every.x, every.y])
    assert np.array_equal(again, given[np.lexsort((given[:, 1], given[:, 0]))])


def test_collapsing_twice_keeps_the_counts() -> None:
    pairs = LINE_PROBLEMS["galton_pairs"]
    again = collapse(pairs, "again", "again")
    assert np.array_equal(again.weight, pairs.weight)


def test_labels_name_the_points() -> None:
    assert LINE_PROBLEMS["hubble"].labels[0] == "S.Mag"
    assert "minister" in LINE_PROBLEMS["duncan"].labels
    assert LINE_PROBLEMS["phones"].labels[-1] == "1973"
    stars = LINE_PROBLEMS["stars"]
    giants = load("stars_cyg_ob1")["giant"] == 1
    assert [stars.labels[i] for i in np.flatnonzero(giants)] == ["11", "20", "30", "34"]


def test_forbes_measurement_12_is_the_one_that_is_off() -> None:
    problem = LINE_PROBLEMS["forbes"]
    residual = problem.y - np.polyval(np.polyfit(problem.x, problem.y, 1), problem.x)
    assert problem.labels[int(np.argmax(np.abs(residual)))] == "12"


NOISES = {
    "gaussian": stats.norm(),
    "laplace": stats.laplace(),
    "student_t": stats.t(3),
}


def sample(noise: str, n: int = 5000, seed: int = 7) -> LineProblem:
    return seeded_sample(seed, n, intercept=1.0, slope=-2.0, width=0.5, noise=noise)


@pytest.mark.parametrize("drawn", NOISES)
@pytest.mark.parametrize("claimed", NOISES)
def test_a_sample_has_the_noise_it_claims_and_no_other(drawn: str, claimed: str) -> None:
    problems = [sample(drawn, n=10_000, seed=seed) for seed in range(4)]
    noise = np.concatenate([(p.y - (1.0 - 2.0 * p.x)) / 0.5 for p in problems])
    p_value = stats.kstest(noise, NOISES[claimed].cdf).pvalue
    assert (p_value > 0.01) if drawn == claimed else (p_value < 1e-4)


@pytest.mark.parametrize("noise", NOISES)
def test_the_seed_decides_the_sample(noise: str) -> None:
    assert np.array_equal(sample(noise).y, sample(noise).y)
    assert not np.array_equal(sample(noise).y, sample(noise, seed=8).y)


def test_width_zero_gives_the_line_itself() -> None:
    problem = seeded_sample(0, 3, intercept=1.0, slope=2.0, width=0.0, noise="gaussian")
    assert problem.y.tolist() == [1.0, 11.0, 21.0]
    assert problem.note == "Here the true line is known: 1 + 2 x."
    assert problem.dataset is None


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"seed": -1}, r"seed must lie in \[0, inf\), got -1"),
        ({"n": 1}, r"n must lie in \[2, 10000\], got 1"),
        ({"n": 10**9}, r"n must lie in \[2, 10000\], got 1e\+09"),
        ({"width": -0.1}, r"width must lie in \[0, inf\), got -0.1"),
        ({"slope": float("nan")}, r"slope must lie in \(-inf, inf\), got nan"),
        ({"intercept": float("inf")}, r"intercept must lie in \(-inf, inf\), got inf"),
        ({"noise": "pink"}, "noise must be one of gaussian, laplace, student_t, got 'pink'"),
    ],
)
def test_bad_arguments_say_name_range_and_value(bad: dict[str, object], message: str) -> None:
    good = {"seed": 0, "n": 5, "intercept": 0.0, "slope": 1.0, "width": 1.0, "noise": "laplace"}
    with pytest.raises(ValueError, match=message):
        seeded_sample(**{**good, **bad})  # type: ignore[arg-type]
