"""Outliers in a real browser: the lines on screen are those of the fits, by whatever hand."""

import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from lossviz import LOSSES
from lossviz.data.problems import LINE_PROBLEMS
from lossviz.fits import fit_linear
from tests.browser.hands import Live, Wire

pytestmark = pytest.mark.browser

FOUR = ("squared_error", "absolute_error", "huber", "tukey_biweight")
ANSCOMBE = LINE_PROBLEMS["anscombe_3"]
POINT = 2


def slopes_on_screen(live: Live, keys: tuple[str, ...]) -> dict[str, float]:
    """Rise over run of each loss's line, as plotly has it."""
    drawn = live.page.evaluate(
        "name => window.lossvizFigures.get(name).plots[0].node._fullData"
        ".map(({ name, x, y }) => ({ name, x: [...x], y: [...y] }))",
        live.name,
    )
    lines = {trace["name"]: trace for trace in drawn}
    found = {}
    for key in keys:
        x, y = (np.array(lines[LOSSES[key].name][axis], dtype=float) for axis in "xy")
        found[key] = (y[-1] - y[0]) / (x[-1] - x[0])
    return found


def fitted(key: str, y: float) -> float:
    """The slope with Anscombe's odd point at y, by a fit of its own."""
    moved = ANSCOMBE.y.copy()
    moved[POINT] = y
    return float(fit_linear(LOSSES[key].at(), ANSCOMBE.x, moved).coefficients[1])


@pytest.mark.parametrize("by", ["mouse", "arrow keys", "bar"])
def test_the_lines_are_those_of_the_fits(page: Page, server: str, by: str) -> None:
    live = Live(page, "outliers").open(f"{server}/outliers?losses={','.join(FOUR)}")
    stops = live.stops("y")
    goal = {"mouse": 20.0, "arrow keys": 11.5, "bar": -4.0}[by]
    if by == "mouse":
        live.grab("y")
        live.drag("y", stops.index(goal))
        page.mouse.up()
    elif by == "arrow keys":
        for _step in range(stops.index(12.74) - stops.index(goal)):
            live.grip("point 3, up and down").press("ArrowDown")
    else:
        live.bar("point 3, up and down").press("Home")
    live.settled(f"y={goal:g}")
    for key, slope in slopes_on_screen(live, FOUR).items():
        assert slope == pytest.approx(fitted(key, goal), abs=1e-9), key
    if by == "mouse":
        assert live.sentence().startswith(
            "Squared error's pull has no limit: at 20 its slope is 0.764 (clean: 0.345). Absolute"
            " error's was at its limit already: 0.345, unmoved."
        )


def test_giants_come_in_one_by_one(page: Page, server: str) -> None:
    live = Live(page, "outliers").open(f"{server}/outliers?scene=2")
    said = []
    for _giant in range(4):
        live.bar("giants in the fit").press("ArrowRight")
        live.frames()
        said.append(live.sentence())
    assert [re.search(r"−?[\d.]+ by absolute", text)[0].split()[0] for text in said] == [
        "1.95", "0.67", "0.67", "−0.69",
    ]  # fmt: skip
    assert "Capping the pull does not cap the lever arm." in said[-1]


def test_wrong_years_leave_one_by_one(page: Page, server: str) -> None:
    live = Live(page, "outliers").open(f"{server}/outliers?scene=3")
    assert "113 by squared error, 30 to 39 by absolute error" in live.sentence()
    live.bar("wrong years in the fit").press("Home")
    live.frames()
    assert "29 by squared error" in live.sentence()


def test_a_tap_on_a_bar_takes_that_point_in_the_hand(page: Page, server: str) -> None:
    page.goto(f"{server}/outliers?open=leave&data=phones")
    Live(page, "outliers-leave").ready()
    fold = page.get_by_test_id("stExpander").filter(has_text="Tap a bar")
    fold.locator(".barlayer .point path").last.click(force=True)
    page.wait_for_url(re.compile("row=24"))
    expect(fold.get_by_role("combobox", name="The year in the hand")).to_have_value("1973")
    page.keyboard.press("Control+z")
    page.wait_for_url(lambda url: "row=" not in url)


def test_the_bench_answers_both_ways_and_decides_on_release(page: Page, server: str) -> None:
    wire = Wire().listen(page)
    live = Live(page, "outliers-any").open(f"{server}/outliers?open=any&data=anscombe_1&row=3")
    wire.count()
    grip = page.locator(".lossviz-grip[aria-label*='point 3']").last
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    before = live.sentence()
    page.mouse.move(x - 40, y - 60, steps=8)
    page.wait_for_function(f"() => window.lossvizFigures.get('outliers-any').sentence.textContent"
                           f" !== {before!r}")  # fmt: skip
    assert "px=" not in page.url  # only asked
    assert wire.count() == 0  # and not by a message that runs the page
    page.mouse.up()
    page.wait_for_url(re.compile("px=.*py="))
    query = {key: float(value[0]) for key, value in live.query().items() if key in {"px", "py"}}
    live.settled(f"py={query['py']:g}")
    problem = LINE_PROBLEMS["anscombe_1"]
    xs, ys = problem.x.copy(), problem.y.copy()
    xs[2], ys[2] = query["px"], query["py"]
    for key, slope in slopes_on_screen(live, FOUR[:2]).items():
        expected = fit_linear(LOSSES[key].at(), xs, ys).coefficients[1]
        assert slope == pytest.approx(float(expected), abs=1e-9), key
