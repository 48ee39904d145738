"""Controls: the address and back, hostile addresses, and what every old link relies on."""

import math

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
from lossviz.ui.specs import squared_error, start

PAGES = {page.key: page for page in (start.PAGE, squared_error.PAGE)}
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


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize(("page", "key"), ALL, ids=[f"{p.key}-{k}" for p, k in ALL])
def test_garbage_falls_back_to_the_default_with_a_notice(
    page: PageSpec, key: str, text: str
) -> None:
    values, notices = parse(page, {key: (text,)})
    assert values == arrival(page)
    assert len(notices) == 1
    assert f"“{key}”" in notices[0]
    assert len(notices[0]) < 300
    # what stood in the address is never repeated
    assert len(text) < 4 or text not in notices[0]


@pytest.mark.parametrize(("page", "key"), ALL, ids=[f"{p.key}-{k}" for p, k in ALL])
def test_a_repeated_parameter_falls_back(page: PageSpec, key: str) -> None:
    values, notices = parse(page, {key: ("1", "1")})
    assert values == arrival(page)
    assert "more than once" in notices[0]


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


# Every link ever shared relies on these names, defaults and ranges: changing a line here breaks
# links, so do it knowingly.
PUBLIC = {
    "start": {
        "scene": ("1", ("1",)),
        "sixth": (29.0, "[-46, 50]"),
        "open": ((), ("pulls", "all")),
        "noise": ("bell", ("bell", "tent", "heavy tail")),
        "upside": (False, "0 or 1"),
        "hide": ((), ("sixth", "noise", "upside")),
    },
    "squared-error": {
        "scene": ("1", ("1", "2", "3")),
        "open": ((), ("formula", "numbers", "derivation", "code", "data", "references")),
        "data": (
            "hubble",
            (
                "hubble", "anscombe_1", "anscombe_2", "anscombe_3", "anscombe_4", "forbes",
                "galton_pairs", "duncan", "phones", "stars", "faithful", "sample",
            ),
        ),
        "seed": (1, "[0, 9999]"),
        "n": (30, "[3, 200]"),
        "width": (1.0, "[0, 5]"),
        "noise": ("gaussian", ("gaussian", "laplace", "student_t")),
        "left": (373.125, "[-550, 1450]"),
        "right": (373.125, "[-550, 1450]"),
        "best": (False, "0 or 1"),
        "drop": (0, "[0, 24]"),
        "point": (0, "[0, 24]"),
        "hide": (
            (),
            ("data", "seed", "n", "width", "noise", "left", "right", "best", "drop", "point"),
        ),
    },
}  # fmt: skip


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
