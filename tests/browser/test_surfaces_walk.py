"""Loss surfaces, scene 1, in a real browser: the dot turns the line, the line moves the dot."""

import re

import pytest
from playwright.sync_api import Page, expect

from lossviz.figures.line_on_data import ENDS
from lossviz.figures.line_walk import line_walk
from lossviz.figures.live import LiveFigure
from lossviz.surfaces.line_walk import LineWalk
from lossviz.ui.specs.surfaces_walk import HUBBLE, STEPS
from tests.browser.hands import Live, Wire
from tests.conftest import Server

pytestmark = pytest.mark.browser

PATH, NAME = "/loss-surfaces", "loss-surfaces"
ALMOST = 0.05  # px


def figure(a: float, b: float, steps: int = 0, rate: float = 0.1) -> LiveFigure:
    walk = LineWalk(HUBBLE.surface, a, b, rate, steps, STEPS)
    return line_walk(HUBBLE, walk, (0.01, 0.6, 0.01))


def rings_are_right(live: Live) -> None:
    """The rings sit on the ends of the line and on the dot, as both are drawn."""
    a, b = live.dot()
    places = {
        "Left end": (1, 0.0, a),
        "Right end": (1, 2.0, a + 2 * b),
        "The dot": (0, a, b),
    }
    for label, (plot, x, y) in places.items():
        box = live.grip(label).bounding_box()
        assert box is not None
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        assert middle == pytest.approx(live.place(x, y, plot), abs=0.6), label


def off(live: Live, expected: LiveFigure) -> float:
    """How many pixels the path, the dot and the line are off; a contour is no line of points."""
    names = {"the path", "the dot", "your line", ENDS}
    worst = 0.0
    for number, one in enumerate(expected.figures):
        drawn = {t["name"]: t for t in live.drawn(number)}
        for trace in one.data:
            if trace.name not in names:
                continue
            found = drawn[trace.name]
            points = [(x, y) for x, y in zip(trace.x, trace.y, strict=True) if x == x]
            got = found["points"] or found["line"]
            assert len(got) == len(points), trace.name
            for (x, y), (p, q) in zip(points, got, strict=True):
                worst = max(
                    worst, abs(x - p) / found["perPixel"][0], abs(y - q) / found["perPixel"][1]
                )
    return worst


def drag(live: Live, start: tuple[float, float], end: tuple[float, float], plot: int) -> None:
    live.page.mouse.move(*live.place(*start, plot))
    live.page.mouse.down()
    live.page.mouse.move(*live.place(*end, plot), steps=5)
    live.frames()


def undone(live: Live, first: str) -> None:
    """Undo goes back to the walk of six steps, with its path and its rings."""
    live.page.get_by_role("button", name="Undo").click()
    live.page.wait_for_url(re.compile(r"\?steps=6$"))
    live.ready()
    assert live.sentence() == first
    assert off(live, figure(*HUBBLE.flat, 6)) < ALMOST
    rings_are_right(live)


def the_dot_turns_the_line(live: Live, wire: Wire, first: str) -> None:
    page = live.page
    wire.count()
    drag(live, live.dot(), (100.0, 250.0), 0)
    a, b = live.dot()
    assert (a, b) == pytest.approx((100, 250), abs=10)
    expected = figure(a, b)
    live.says(expected.sentence)
    live.frames()
    assert off(live, expected) < ALMOST  # a new walk: the path of the old one is gone
    rings_are_right(live)
    assert wire.count() == 0
    assert page.evaluate("window.lossvizTrips.length") >= 1
    page.mouse.up()
    page.wait_for_url(re.compile(r"intercept=100&slope=250$"))
    live.ready()
    assert live.stop("steps") == 0
    rings_are_right(live)
    undone(live, first)


def an_end_of_the_line_moves_the_dot(live: Live, wire: Wire, first: str) -> None:
    page, (a, b) = live.page, live.dot()
    wire.count()
    drag(live, (2.0, a + 2 * b), (2.0, 900.0), 1)
    live.frames()
    expected = figure(a, (900.0 - a) / 2)
    assert off(live, expected) < ALMOST
    assert live.sentence() == expected.sentence
    assert live.stop("steps") == 0
    rings_are_right(live)
    assert wire.count() == 0
    page.mouse.up()
    page.wait_for_url(re.compile("slope="))
    live.ready()
    rings_are_right(live)
    undone(live, first)


def keys_move_them_too(live: Live) -> None:
    page, before = live.page, live.dot()
    live.grip("Left end").press("ArrowDown")
    page.wait_for_function(
        "([name, a]) => window.lossvizFigures.get(name).data.plane.x < a", arg=[NAME, before[0]]
    )
    live.ready()
    rings_are_right(live)
    after = live.dot()
    # the right end was held
    assert after[0] + 2 * after[1] == pytest.approx(before[0] + 2 * before[1], abs=0.01)
    live.grip("The dot").press("ArrowUp")
    page.wait_for_function(
        "([name, b]) => window.lossvizFigures.get(name).data.plane.y > b + 5", arg=[NAME, after[1]]
    )
    live.ready()
    rings_are_right(live)
    page.get_by_role("button", name="Reset").click()
    page.wait_for_url(re.compile(f"{PATH}$"))
    live.ready()
    assert live.dot() == pytest.approx(HUBBLE.flat)
    rings_are_right(live)


def steps_one_by_one_and_all_of_them(live: Live) -> None:
    page = live.page
    page.emulate_media(reduced_motion="reduce")  # the play button goes to the end at once
    button = page.get_by_role("button", name="Step", exact=True)
    expect(page.get_by_role("button", name="Back")).to_be_disabled()
    button.click()
    page.wait_for_url(re.compile("steps=1$"))
    live.ready()
    assert off(live, figure(*HUBBLE.flat, 1)) < ALMOST
    rings_are_right(live)
    page.get_by_role("button", name="Play: Steps").click()
    page.wait_for_url(re.compile(f"steps={STEPS}$"))
    live.ready()
    expected = figure(*HUBBLE.flat, STEPS)
    assert off(live, expected) < ALMOST
    assert live.sentence() == expected.sentence
    expect(button).to_be_disabled()
    page.get_by_role("button", name="Back").click()
    page.wait_for_url(re.compile(f"steps={STEPS - 1}$"))
    live.ready()
    live.bar("Learning rate").press("End")  # beyond what is stable: the path leaves the map
    page.wait_for_url(re.compile("rate=0.6"))
    live.ready()
    assert "the walk explodes" in live.sentence()


def test_dot_line_and_steps_move_together(page: Page, server: Server) -> None:
    """On one page: to load it costs more than all that is done there."""
    wire = Wire().listen(page)
    live = Live(page, NAME).open(f"{server}{PATH}?steps=6")
    first = live.sentence()
    rings_are_right(live)
    the_dot_turns_the_line(live, wire, first)
    an_end_of_the_line_moves_the_dot(live, wire, first)
    keys_move_them_too(live)
    steps_one_by_one_and_all_of_them(live)
