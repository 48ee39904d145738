"""The shipped data sets: their bytes, their shape, and every number their descriptions quote."""

import csv
import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import optimize

import lossviz.data
from lossviz.data import NAMES, load, names
from lossviz.numerics import Array

FOLDER = Path(lossviz.data.__file__).parent
RECORDS = {
    record["name"]: record
    for record in json.loads((FOLDER / "datasets.json").read_text("utf-8"))["datasets"]
}


def changed(folder: Path) -> list[str]:
    """Names of the data sets whose file does not have the recorded sha256."""
    return [
        name
        for name, record in RECORDS.items()
        if hashlib.sha256((folder / record["file"]).read_bytes()).hexdigest() != record["sha256"]
    ]


def test_every_file_has_its_recorded_sha256() -> None:
    assert changed(FOLDER) == []


def test_one_changed_byte_is_noticed(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "data")
    path = folder / "hubble_1929.csv"
    path.write_bytes(path.read_bytes().replace(b"0.034", b"0.035", 1))
    assert changed(folder) == ["hubble_1929"]


def test_there_are_nineteen_and_no_file_is_left_over() -> None:
    assert len(NAMES) == 19
    assert names() == NAMES
    assert {f"{name}.csv" for name in NAMES} == {path.name for path in FOLDER.glob("*.csv")}


@pytest.mark.parametrize("name", NAMES)
def test_rows_columns_and_units_are_as_recorded(name: str) -> None:
    data, record = load(name), RECORDS[name]
    with (FOLDER / record["file"]).open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert len(data) == record["n_rows"]
    assert [column.name for column in data.columns] == list(data.values) == header
    assert all(column.unit for column in data.columns)
    assert all(data[column].shape == (len(data),) for column in header)


@pytest.mark.parametrize("name", NAMES)
def test_every_data_set_says_whose_it_is(name: str) -> None:
    data = load(name)
    said = (data.title, data.description, data.licence, data.citation, data.source, data.teaches)
    assert all(said)
    assert data.verified_against
    assert not re.search(r"(installed|run|checked) here", " ".join(said) + data.verified_against)


@pytest.mark.parametrize("name", NAMES)
def test_columns_cannot_be_written_to(name: str) -> None:
    data = load(name)
    column = data.columns[0].name
    with pytest.raises(ValueError, match="read-only"):
        data[column][0] = data[column][1]


def test_loading_twice_gives_the_same_object() -> None:
    assert load("iris") is load("iris")


def test_unknown_name_lists_what_exists() -> None:
    with pytest.raises(ValueError, match=r"no data set 'hubble'; there are: .*hubble_1929"):
        load("hubble")


def test_unknown_column_lists_what_exists() -> None:
    with pytest.raises(KeyError, match=r"no column 'v'; it has: object, distance_mpc"):
        load("hubble_1929")["v"]


def test_unit_of_an_unknown_column_is_refused() -> None:
    with pytest.raises(KeyError, match="no column"):
        load("hubble_1929").unit("v")


def test_unit_of_a_column() -> None:
    assert load("hubble_1929").unit("distance_mpc") == "10^6 parsec"


def test_empty_fields_are_nan_in_numbers_and_empty_in_text() -> None:
    penguins = load("penguins")
    assert int(np.isnan(penguins["bill_length_mm"]).sum()) == 2
    assert int((penguins["sex"] == "").sum()) == 11


# --- the numbers that the descriptions quote --------------------------------------------------


def slope(x: Array, y: Array) -> float:
    return float(np.polyfit(x, y, 1)[0])


def robust_slope(x: Array, y: Array, start: Array | None = None) -> float:
    """Tukey's biweight with a MAD scale, by statsmodels."""
    model = sm.RLM(y, sm.add_constant(x), M=sm.robust.norms.TukeyBiweight())
    return float(model.fit(start_params=start).params[1])


def quantile_line(x: Array, y: Array, tau: float, n: Array | None = None) -> Array:
    """Intercept, slope and total pinball loss of a minimiser, by linear programming."""
    n = np.ones(len(x)) if n is None else n
    k = len(x)
    design = np.column_stack([np.ones(k), x - x.mean()])
    result = optimize.linprog(
        np.concatenate([[0, 0], tau * n, (1 - tau) * n]),
        A_eq=np.hstack([design, np.eye(k), -np.eye(k)]),
        b_eq=y,
        bounds=[(None, None)] * 2 + [(0, None)] * (2 * k),
    )
    return np.array([result.x[0] - result.x[1] * x.mean(), result.x[1], result.fun])


def columns(name: str, *wanted: str) -> tuple[Array, ...]:
    data = load(name)
    return tuple(data[column] for column in wanted)


def phones() -> tuple[Array, ...]:
    return columns("belgian_phones", "year", "calls_millions")


def animals() -> tuple[Array, ...]:
    return tuple(np.log(c) for c in columns("animals_brain_body", "body_kg", "brain_g"))


def galton_lad() -> float:
    pairs, n = np.unique(
        np.column_stack(columns("galton_heights", "midparent_in", "child_in")),
        axis=0,
        return_counts=True,
    )
    return float(quantile_line(pairs[:, 0], pairs[:, 1], 0.5, n.astype(float))[1])


def stars_from_a_good_start() -> float:
    x, y, giant = columns("stars_cyg_ob1", "log_te", "log_light", "giant")
    clean = np.polyfit(x[giant == 0], y[giant == 0], 1)[::-1]
    return robust_slope(x, y, clean)


def forbes_sigmas() -> tuple[float, float]:
    x, y = columns("forbes_boiling", "boiling_point_f", "lpres_100log10")
    keep = np.arange(len(x)) != 11

    def sigma(x: Array, y: Array) -> float:
        return float(np.sqrt(sm.OLS(y, sm.add_constant(x)).fit().scale))

    return sigma(x, y), sigma(x[keep], y[keep])


def forbes_case_12() -> float:
    x, y = columns("forbes_boiling", "boiling_point_f", "lpres_100log10")
    influence = sm.OLS(y, sm.add_constant(x)).fit().get_influence()
    return float(influence.resid_studentized_internal[11])


def newcomb_huber() -> float:
    y = load("newcomb_light")["deviation_ns"]
    return float(sm.RLM(y, np.ones((66, 1)), M=sm.robust.norms.HuberT()).fit().params[0])


def horse_kicks(every_corps: bool) -> float:
    deaths, chosen = columns("horse_kicks", "deaths", "in_200_subset")
    return float(np.mean(deaths if every_corps else deaths[chosen == 1]))


def boscovich() -> list[Array]:
    """The distinct quantile lines, at levels between the steps of the quantile process."""
    x, y = columns("boscovich_meridian", "sin2_latitude", "arc_toise")
    lines = {tuple(np.round(quantile_line(x, y, t)[:2], 4)) for t in np.arange(0.0105, 1.0, 0.02)}
    return [np.array(line) for line in sorted(lines)]


def boscovich_points_on_lad_line() -> int:
    x, y = columns("boscovich_meridian", "sin2_latitude", "arc_toise")
    intercept, b, _ = quantile_line(x, y, 0.5)
    return int((np.abs(y - intercept - b * x) < 1e-6).sum())


def copper(outlier: bool) -> float:
    y = load("chem_copper")["copper_ppm"]
    return float(np.mean(y if outlier else y[y < 20]))


# (data set, the number as it is printed, how it is computed)
CLAIMS: tuple[tuple[str, str, Callable[[], float]], ...] = (
    ("belgian_phones", "5.04", lambda: slope(*phones())),
    ("belgian_phones", "1.1", lambda: robust_slope(*phones())),
    ("stars_cyg_ob1", "2.26", stars_from_a_good_start),
    (
        "galton_heights",
        "0.646",
        lambda: slope(*columns("galton_heights", "midparent_in", "child_in")),
    ),
    ("galton_heights", "0.667", galton_lad),
    ("forbes_boiling", "3", lambda: forbes_sigmas()[0] / forbes_sigmas()[1]),
    ("animals_brain_body", "0.50", lambda: slope(*animals())),
    ("animals_brain_body", "0.74", lambda: quantile_line(*animals(), 0.5)[1]),
    ("animals_brain_body", "0.75", lambda: robust_slope(*animals())),
    ("horse_kicks", "0.61", lambda: horse_kicks(every_corps=False)),
    ("horse_kicks", "0.70", lambda: horse_kicks(every_corps=True)),
    ("horse_kicks", "200", lambda: load("horse_kicks")["in_200_subset"].sum()),
    ("horse_kicks", "280", lambda: len(load("horse_kicks"))),
    ("newcomb_light", "26.2", lambda: float(load("newcomb_light")["deviation_ns"].mean())),
    ("newcomb_light", "27", lambda: float(np.median(load("newcomb_light")["deviation_ns"]))),
    ("newcomb_light", "27.4", newcomb_huber),
    ("chem_copper", "3.2", lambda: copper(outlier=False)),
    ("chem_copper", "4.28", lambda: copper(outlier=True)),
    ("iris", "3", lambda: len(np.unique(load("iris")["species"]))),
)
# numbers that are history, not a result
HISTORY = {("boscovich_meridian", "1"), ("challenger_orings", "31")}
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def quoted(text: str) -> list[str]:
    return NUMBER.findall(text)


@pytest.mark.parametrize(
    ("name", "printed", "compute"), CLAIMS, ids=[f"{c[0]}-{c[1]}" for c in CLAIMS]
)
def test_quoted_number_is_what_the_data_give(
    name: str, printed: str, compute: Callable[[], float]
) -> None:
    assert printed in quoted(load(name).teaches)
    decimals = len(printed.partition(".")[2])
    assert f"{compute():.{decimals}f}" == printed


def test_every_quoted_number_is_computed_or_history() -> None:
    said = {(name, number) for name in NAMES for number in quoted(load(name).teaches)}
    assert said == {(name, printed) for name, printed, _ in CLAIMS} | HISTORY


ANSCOMBE = ("I", "II", "III", "IV")


@pytest.mark.parametrize("which", ANSCOMBE)
def test_anscombe_sets_share_their_summaries(which: str) -> None:
    x, y, label = columns("anscombe", "x", "y", "dataset")
    x, y = x[label == which], y[label == which]
    b, a = np.polyfit(x, y, 1)
    assert len(x) == 11
    assert [f"{v:.2f}" for v in (x.mean(), x.var(ddof=1), y.mean(), a, b)] == [
        "9.00", "11.00", "7.50", "3.00", "0.50",
    ]  # fmt: skip
    assert f"{np.corrcoef(x, y)[0, 1]:.2f}" == "0.82"
    assert y.var(ddof=1) == pytest.approx(4.125, abs=0.003)


def test_forbes_case_12_is_off_by_3_7_standard_errors() -> None:
    assert f"{forbes_case_12():.1f}" == "3.7"
    assert "3.7" in load("forbes_boiling").description


def test_absolute_error_line_of_the_phones_is_not_unique() -> None:
    x, y = phones()
    centred = np.column_stack([np.ones(len(x)), x - x.mean()])
    best = quantile_line(x, y, 0.5)[2]
    pairs = [(i, j) for i in range(len(x)) for j in range(i)]
    lines = [np.linalg.solve(centred[[i, j]], y[[i, j]]) for i, j in pairs]
    cost = np.array([0.5 * np.abs(y - centred @ line).sum() for line in lines])
    minimisers = {tuple(np.round(lines[k], 9)) for k in np.flatnonzero(cost < best + 1e-9)}
    assert len(minimisers) > 1


def test_four_giants_turn_every_line_of_the_stars_down() -> None:
    x, y, giant = columns("stars_cyg_ob1", "log_te", "log_light", "giant")
    huber = sm.RLM(y, sm.add_constant(x), M=sm.robust.norms.HuberT()).fit().params[1]
    lines = [slope(x, y), quantile_line(x, y, 0.5)[1], huber, robust_slope(x, y)]
    assert max(lines) < 0 < slope(x[giant == 0], y[giant == 0])
    assert giant.sum() == 4


def test_boscovich_line_goes_through_two_points_of_four_quantile_lines() -> None:
    assert boscovich_points_on_lad_line() == 2
    assert len(boscovich()) == 4


def has_separating_hyperplane(x: Array, label: Array) -> bool:
    """Whether some w has label (x w) >= 1 everywhere, label being -1 or 1."""
    rows = label[:, None] * np.column_stack([np.ones(len(x)), x])
    width = rows.shape[1]
    result = optimize.linprog(
        np.zeros(width), A_ub=-rows, b_ub=-np.ones(len(x)), bounds=[(None, None)] * width
    )
    return bool(result.status == 0)


@pytest.mark.parametrize(
    ("one", "other", "separable"),
    [("setosa", "versicolor", True), ("versicolor", "virginica", False)],
)
def test_which_iris_can_be_told_apart_by_a_plane(one: str, other: str, separable: bool) -> None:
    iris = load("iris")
    x = np.column_stack([iris[c.name] for c in iris.columns[:4]])
    chosen = np.isin(iris["species"], [one, other])
    label = np.where(iris["species"][chosen] == one, 1.0, -1.0)
    assert has_separating_hyperplane(x[chosen], label) is separable


def test_the_titanic_table_counts_2201_persons() -> None:
    data = load("titanic_table")
    assert data["count"].sum() == 2201
    assert "2201" in data.title


def test_hubble_rows_as_printed_in_1929() -> None:
    # first and last row of table 1 of the paper
    data = load("hubble_1929")
    assert (data["object"][0], data["distance_mpc"][0], data["velocity_km_s"][0]) == (
        "S.Mag",
        0.032,
        170.0,
    )
    assert (data["distance_mpc"][-1], data["velocity_km_s"][-1]) == (2.0, 1090.0)
