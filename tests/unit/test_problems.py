"""The problems for a line: they are the data sets' numbers, and a sample is what it says."""

import numpy as np
import pytest
from scipy import stats

from lossviz.data import NAMES, load
from lossviz.data.problems import (
    CONTAMINATIONS,
    LINE_PROBLEMS,
    LineProblem,
    collapse,
    contaminated_sample,
    seeded_sample,
)

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
        "animals",
        "copper",
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
    # a bare x and y, a calendar year, the number of a reading and a logarithm have no unit
    bare = ("anscombe", "stars", "animals")
    assert bool(problem.x_unit) is not key.startswith((*bare, "phones", "copper"))
    assert bool(problem.y_unit) is not key.startswith((*bare, "forbes"))
    assert problem.constant is (key == "copper")
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
        ("animals", 1.110, 0.496, 3),
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


def test_the_dinosaurs_are_the_three_largest_misses_below_the_other_animals() -> None:
    problem, dinosaur = LINE_PROBLEMS["animals"], load("animals_brain_body")["dinosaur"] == 1
    others = np.polyfit(problem.x[~dinosaur], problem.y[~dinosaur], 1)
    residual = problem.y - np.polyval(others, problem.x)
    assert set(np.argsort(residual)[:3]) == set(np.flatnonzero(dinosaur))
    assert round(others[0], 2) == 0.75  # 0.496 with them
    assert problem.x[problem.labels.index("Cow")] == pytest.approx(np.log10(465.0))


def test_one_reading_of_copper_moves_the_mean_from_3_2_to_4_28() -> None:
    problem = LINE_PROBLEMS["copper"]
    wild = problem.y == 28.95
    assert (round(problem.y.mean(), 2), round(problem.y[~wild].mean(), 1)) == (4.28, 3.2)
    assert problem.x.tolist() == list(range(1, 25))


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


@pytest.mark.parametrize("kind", CONTAMINATIONS)
@pytest.mark.parametrize(("n", "share", "count"), [(40, 0.0, 0), (40, 0.35, 14), (3, 0.5, 2)])
def test_exactly_as_many_points_are_spoilt_as_asked_for(
    kind: str, n: int, share: float, count: int
) -> None:
    problem = contaminated_sample(3, n, share, kind)
    assert problem.contaminated is not None
    assert problem.contaminated.sum() == count
    marked = [label.endswith("(contaminated)") for label in problem.labels]
    assert marked == problem.contaminated.tolist()
    assert len(set(problem.labels)) == n
    assert f"2 + 0.5 x; {count} of {n}" in problem.note
    # the others are where they are without contamination
    clean, kept = contaminated_sample(3, n, 0.0, kind), ~problem.contaminated
    assert np.array_equal(problem.x[kept], clean.x[kept])
    assert np.array_equal(problem.y[kept], clean.y[kept])


def test_each_contamination_is_what_it_says() -> None:
    clean = contaminated_sample(5, 2000, 0.0, "wild")
    noise = clean.y - (2 + 0.5 * clean.x)
    assert stats.kstest(noise, "norm").pvalue > 0.01
    shifted, wild, leverage = (
        contaminated_sample(5, 2000, 0.4, kind) for kind in ("shifted", "wild", "leverage")
    )
    spoilt = shifted.contaminated
    assert spoilt is not None
    assert np.array_equal(shifted.y[spoilt], clean.y[spoilt] + 10)
    assert stats.kstest(wild.y[spoilt], stats.cauchy(0, 10).cdf).pvalue > 0.01
    assert stats.kstest(clean.y[spoilt], stats.cauchy(0, 10).cdf).pvalue < 1e-4
    assert set(leverage.x[spoilt]) == {20.0}
    assert np.allclose(leverage.y[spoilt] - 2, noise[spoilt])
    for problem in (shifted, wild):
        assert np.array_equal(problem.x, np.linspace(0, 10, 2000))


@pytest.mark.parametrize("kind", CONTAMINATIONS)
def test_a_larger_share_spoils_more_of_the_same_sample(kind: str) -> None:
    few, again, many = (contaminated_sample(9, 30, share, kind) for share in (0.1, 0.1, 0.4))
    assert np.array_equal(few.y, again.y)
    assert few.contaminated is not None
    assert many.contaminated is not None
    assert np.all(many.contaminated[few.contaminated])
    assert np.array_equal(few.y[few.contaminated], many.y[few.contaminated])
    assert not np.array_equal(few.y, contaminated_sample(10, 30, 0.1, kind).y)
    with pytest.raises(ValueError, match="read-only"):
        few.contaminated[0] = True


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"seed": -1}, r"seed must lie in \[0, inf\), got -1"),
        ({"n": 2}, r"n must lie in \[3, 10000\], got 2"),
        ({"n": 10_001}, r"n must lie in \[3, 10000\], got 10001"),
        ({"share": -0.01}, r"share must lie in \[0, 0.5\], got -0.01"),
        ({"share": 0.51}, r"share must lie in \[0, 0.5\], got 0.51"),
        ({"share": float("nan")}, r"share must lie in \[0, 0.5\], got nan"),
        ({"kind": "random"}, "kind must be one of shifted, wild, leverage, got 'random'"),
    ],
)
def test_a_bad_contamination_says_name_range_and_value(
    bad: dict[str, object], message: str
) -> None:
    good = {"seed": 0, "n": 40, "share": 0.1, "kind": "wild"}
    with pytest.raises(ValueError, match=message):
        contaminated_sample(**{**good, **bad})  # type: ignore[arg-type]
