"""Controls: the address and back, hostile addresses, and what every old link relies on."""

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossviz.numerics import Interval
from lossviz.ui.controls import (
    Choice,
    Flag,
    Number,
    PageSpec,
    Scene,
    Several,
    parse,
    query_of,
    settle,
)
from lossviz.ui.specs import (
    outliers,
    squared_error,
    start,
)
from lossviz.ui.specs.walk import WALK
from tests.unit.public_addresses import PUBLIC

PAGES = {page.key: page for page, _script in WALK}
ALL = [(page, control.key) for page in PAGES.values() for control in page.all_controls]
HOSTILE = (
    "abc", "nan", "inf", "-inf", "1e309", "", " ", "\x00", "1" * 10_000,
    "<script>alert(1)</script>",
    "**bold**", "../../etc/passwd", "0x10", "1,2", "٣٤٥٦٧٨٩", "-99999999", "99999999", "{}", "$x$",
)  # fmt: skip


def arrival(page: PageSpec) -> dict[str, object]:
    return parse(page, {})[0]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_bare_address_is_the_arrival_and_says_nothing(page: PageSpec) -> None:
    values, notices = parse(page, {})
    assert notices == []
    assert query_of(page, values) == {}


@pytest.mark.parametrize(("page", "key"), ALL, ids=[f"{p.key}-{k}" for p, k in ALL])
def test_garbage_falls_back_to_the_default_with_a_notice(page: PageSpec, key: str) -> None:
    first = arrival(page)
    for text in HOSTILE:
        values, notices = parse(page, {key: (text,)})
        assert values == first, text
        assert len(notices) == 1, text
        assert f"“{key}”" in notices[0]
        assert len(notices[0]) < 300
        # what stood in the address is never repeated
        assert len(text) < 4 or text not in notices[0]


@pytest.mark.parametrize(("page", "key"), ALL, ids=[f"{p.key}-{k}" for p, k in ALL])
def test_a_repeated_parameter_falls_back(page: PageSpec, key: str) -> None:
    values, notices = parse(page, {key: ("1", "1")})
    assert values == arrival(page)
    assert "more than once" in notices[0]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_pairs_of_bad_parameters_are_two_notices(page: PageSpec) -> None:
    first = arrival(page)
    for a, b in combinations(page.all_controls, 2):
        values, notices = parse(page, {a.key: ("1e309",), b.key: ("1", "2")})
        assert len(notices) == 2, (a.key, b.key)
        assert values == first, (a.key, b.key)


def test_two_bad_parameters_are_two_notices() -> None:
    page = squared_error.PAGE
    values, notices = parse(page, {"left": ("x",), "data": ("mars",)})
    assert len(notices) == 2
    assert values == arrival(page)


def test_unknown_parameters_are_ignored() -> None:
    assert parse(start.PAGE, {"utm_source": ("x",)}) == (arrival(start.PAGE), [])


@given(st.floats(-550, 1450), st.floats(-550, 1450), st.booleans(), st.integers(0, 24))
def test_an_address_reproduces_the_values_exactly(
    left: float, right: float, best: bool, drop: int
) -> None:
    page = squared_error.PAGE
    values = settle(
        page, {**arrival(page), "left": left, "right": right, "best": best, "drop": drop}
    )
    again, notices = parse(page, {k: (v,) for k, v in query_of(page, values).items()})
    assert again == values
    assert notices == []


@given(
    st.sampled_from(squared_error.DATA), st.integers(0, 9999), st.integers(3, 200),
    st.floats(0, 5), st.sampled_from(["1", "2", "3"]),
)  # fmt: skip
def test_an_address_reproduces_any_data(
    data: str, seed: int, n: int, width: float, scene: str
) -> None:
    page = squared_error.PAGE
    values = arrival(page)
    for key, value in (
        ("scene", scene),
        ("data", data),
        ("seed", seed),
        ("n", n),
        ("width", width),
    ):
        values = settle(page, {**values, key: value}, key)
    again, notices = parse(page, {k: (v,) for k, v in query_of(page, values).items()})
    assert again == values
    assert notices == []


def test_new_data_take_the_line_back_to_their_own_mean() -> None:
    page = squared_error.PAGE
    values = settle(page, {**arrival(page), "left": 1000.0, "best": True, "drop": 20})
    values = settle(page, {**values, "data": "anscombe_1"}, "data")
    assert values["left"] == values["right"] == 7.50091  # the mean of y, to six digits
    assert (values["best"], values["drop"]) == (False, 0)


def test_a_value_beyond_its_range_is_brought_back() -> None:
    values = settle(start.PAGE, {**arrival(start.PAGE), "sixth": -500.0})
    assert values["sixth"] == -46.0


def test_another_point_on_the_bench_starts_where_it_was_measured() -> None:
    page = outliers.PAGE
    values = settle(page, {**arrival(page), "row": 3, "py": 900.0}, "py")
    assert values["py"] == 900.0
    values = settle(page, {**values, "row": 5}, "row")
    problem = outliers.problem_of(values)
    assert (values["px"], values["py"]) == (problem.x[4], problem.y[4])
    values = settle(page, {**values, "data": "copper"}, "data")
    assert values["row"] == 24  # 28.95 ppm among values near 3
    assert values["py"] == 28.95


@pytest.mark.parametrize("data", outliers.DATA)
def test_the_bench_begins_with_a_point_that_is_there(data: str) -> None:
    values = settle(outliers.PAGE, {**arrival(outliers.PAGE), "data": data}, "data")
    problem = outliers.problem_of(values)
    row = values["row"] - 1
    assert values["px"] == pytest.approx(problem.x[row], rel=1e-5)
    assert values["py"] == pytest.approx(problem.y[row], rel=1e-5)


def test_an_empty_choice_of_losses_is_refused() -> None:
    values, notices = parse(outliers.PAGE, {"losses": ("",)})
    assert values["losses"] == ("squared_error", "absolute_error")
    assert "needs one or more of" in notices[0]


@pytest.mark.parametrize("value", [math.pi * 100, -1 / 3, 0.0])
def test_numbers_keep_six_digits(value: float) -> None:
    control = Number("x", 1.0, Interval(-1000, 1000))
    assert control.clean(value, {}) == float(f"{value:.6g}")


def test_the_fallback_checker_notices_a_lenient_control() -> None:
    class Lenient(Number):
        def parse(self, _text: str, _before) -> float:
            return float("nan")

    page = PageSpec(
        "p", "P", (Lenient("x", 1.0, Interval(0, 2)),), (Scene("1", "t", "q", "g", ("x",)),)
    )
    values, notices = parse(page, {"x": ("abc",)})
    assert notices == []
    assert values != arrival(page)


def described(page: PageSpec) -> dict[str, object]:
    values = arrival(page)
    described: dict[str, object] = {}
    for control in page.all_controls:
        match control:
            case Number():
                allowed: object = str(control.range(values))
            case Choice():
                allowed = tuple(control.allowed(values))
            case Several():
                allowed = tuple(control.options)
            case Flag():
                allowed = "0 or 1"
        described[control.key] = (values[control.key], allowed)
    return described


@pytest.mark.parametrize("key", PAGES)
def test_public_addresses_stay_as_they_are(key: str) -> None:
    assert described(PAGES[key]) == PUBLIC[key]


@pytest.mark.parametrize(("page", "key"), ALL, ids=[f"{p.key}-{k}" for p, k in ALL])
def test_scenes_show_and_set_only_what_exists(page: PageSpec, key: str) -> None:
    known = {control.key for control in page.all_controls} | {"step", "most"}
    for scene in page.scenes:
        assert set(scene.controls) <= known
        assert set(scene.state) <= known
