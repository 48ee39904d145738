"""Hands on the real pages: silent while they move, one message after, every stop as Python says."""

import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import numpy as np
import plotly.graph_objects as go
import pytest
from playwright.sync_api import Page, expect

from lossviz import LOSSES, words
from lossviz.data.problems import LINE_PROBLEMS
from lossviz.figures.hill import hill_figure
from lossviz.figures.squares import balance_figure, pulls_figure, squares_figure
from lossviz.fits import fit_linear
from lossviz.lines import LineView
from lossviz.location import WIDTH, HillView, first_readings
from lossviz.ui.controls import parse
from lossviz.ui.specs.squared_error import PAGE as SQUARED_ERROR
from tests.browser.apps.plane import line_of
from tests.browser.hands import TWO_FRAMES, Live, Wire, differing, numbers, off_by, plotted
from tests.conftest import Server

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
ALMOST = 0.02  # px: paths are written with two decimals
FEW, NOISES = 12, ("bell", "tent", "heavy tail")
LOSS_OF = {
    "bell": LOSSES["squared_error"].at(),
    "tent": LOSSES["absolute_error"].at(),
    "heavy tail": LOSSES["student_t"].at(nu=3.0, c=WIDTH),
}
HUBBLE = LINE_PROBLEMS["hubble"]
SQUARES, PULLS = "/squared-error?left=200", "/squared-error?left=200&scene=2"


def hill_of(sixth: float, noise: str = "bell") -> HillView:
    return HillView(LOSS_OF[noise], np.append(first_readings(), sixth))


def line_at(**ends: float) -> LineView:
    flat = {"left": float(HUBBLE.y.mean()), "right": float(HUBBLE.y.mean())}
    return LineView(LOSSES["squared_error"].at(), HUBBLE, **{**flat, **ends})


def line_in_address(live: Live) -> LineView:
    values, notices = parse(SQUARED_ERROR, live.query())
    assert notices == []
    return line_at(left=values["left"], right=values["right"])


def same_data(live: Live, figure: go.Figure, number: int = 0) -> bool:
    """Whether plotly has the very numbers of a figure made in Python."""
    found, wanted = live.data(number), plotted(figure)
    return [one["name"] for one in found] == list(wanted) and all(
        np.allclose(numbers(one[axis]), wanted[one["name"]][place], rtol=1e-12, equal_nan=True)
        for one in found
        for place, axis in enumerate("xy")
    )


@pytest.fixture
def wire(page: Page) -> Wire:
    return Wire().listen(page)


# ---- silent, then one message --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "by", "key"),
    [
        (SQUARES, "grip", "left"),
        (SQUARES, "grip", "shift"),
        (SQUARES, "bar", "left"),
        (PULLS, "grip", "right"),
        (PULLS, "grip", "shift"),
    ],
)
def test_a_line_moves_through_its_range_without_a_word(page, server, wire, path, by, key):
    live = Live(page, "squared-error").open(server + path)
    if by == "grip":
        track = [live.spot(key, k) for k in (0, 20, 60, len(live.stops(key)) - 1, 45, 33)]
    else:
        box = live.bar("Left end").bounding_box()
        track = [
            (box["x"] + f * box["width"], box["y"] + box["height"] / 2)
            for f in (0.01, 0.3, 0.99, 0.6)
        ]
    start = live.here(key) if by == "grip" else (box["x"] + 0.375 * box["width"], track[0][1])
    before = page.url
    wire.count()
    page.mouse.move(*start)
    page.mouse.down()
    reached = set()
    for x, y in track:
        page.mouse.move(x, y, steps=8)
        live.frames()
        reached.add(live.stop(key))
    assert {min(live.stops(key)), max(live.stops(key))} <= reached
    held = live.sentence()
    assert wire.count() == 0
    assert page.url == before
    page.mouse.up()
    live.settled("left=" if key == "left" else "right=")
    page.wait_for_timeout(500)
    assert wire.count() == 1
    view = line_in_address(live)
    assert view.left != 200 or key == "right"
    if path == SQUARES:
        fit = fit_linear(view.loss_at, HUBBLE.x, HUBBLE.y).coefficients
        best = float(np.sqrt(np.mean((HUBBLE.y - fit[0] - fit[1] * HUBBLE.x) ** 2)))
        assert f"best {words.number(best)}." in held
        assert same_data(live, squares_figure(view))
        assert held == live.sentence() == words.squares_sentence(view)
    else:
        assert same_data(live, pulls_figure(view), 0)
        assert same_data(live, balance_figure(view), 1)
        assert held == live.sentence() == words.pulls_sentence(view)
    expect(page.locator(".lossviz-spoken")).to_have_text(held)


@pytest.mark.parametrize("by", ["grip", "bar"])
@pytest.mark.parametrize("upside", [0, 1])
def test_the_sixth_reading_moves_without_a_word(page, server, wire, by, upside):
    live = Live(page, "start").open(f"{server}/?sixth=0&noise=tent&upside={upside}")
    box = live.bar("Sixth reading").bounding_box()
    middle = box["y"] + box["height"] / 2
    spots = {
        "grip": [live.spot("sixth", k) for k in (46, 0, 96, 70)],
        "bar": [(box["x"] + f * box["width"], middle) for f in (0.48, 0.01, 0.99, 0.73)],
    }[by]
    wire.count()
    page.mouse.move(*spots[0])
    page.mouse.down()
    reached = []
    for x, y in spots[1:]:
        page.mouse.move(x, y, steps=20)
        live.frames()
        reached.append(live.stop("sixth"))
    assert reached[:2] == ([-44.0, 50.0] if by == "grip" else [-46.0, 50.0])  # drawn to the ring
    held = live.sentence()
    assert wire.count() == 0
    page.mouse.up()
    live.settled(f"sixth={reached[-1]:g}")
    page.wait_for_timeout(500)
    assert wire.count() == 1
    view = hill_of(reached[-1], "tent")
    assert same_data(live, hill_figure(view, upside_down=bool(upside)))
    assert held == live.sentence() == words.hill_sentence(view, upside_down=bool(upside))


# ---- every stop is what Python says --------------------------------------------------------------


@pytest.mark.parametrize("noise", NOISES)
@pytest.mark.parametrize("upside", [False, True], ids=["upright", "upside down"])
def test_ten_stops_of_the_hill_are_those_of_python(page, server, noise, upside):
    live = Live(page, "start").open(f"{server}/?sixth=0&noise={noise}&upside={upside:d}")
    live.grab("sixth")
    for k in (0, 6, 13, 30, 47, 60, 73, 81, 90, 96):
        live.drag("sixth", k)
        view = hill_of(live.stop("sixth"), noise)
        assert live.stop("sixth") == (-44.0 if k == 0 else k - 46.0)
        assert live.sentence() == words.hill_sentence(view, upside_down=upside)
        assert off_by(live, hill_figure(view, upside_down=upside)) < ALMOST
    page.mouse.up()


@pytest.mark.parametrize("key", ["left", "shift"])
def test_ten_stops_of_the_squares_are_those_of_python(page, server, key):
    live = Live(page, "squared-error").open(server + SQUARES)
    live.grab(key)
    for k in (0, 5, 11, 19, 27, 36, 44, 52, 61, 70):
        live.drag(key, k)
        value = live.stop(key)
        assert value == pytest.approx(live.stops(key)[k])
        moved = value - (200 + line_at().right) / 2
        view = (
            line_at(left=value)
            if key == "left"
            else line_at(left=200 + moved, right=line_at().right + moved)
        )
        assert live.sentence() == words.squares_sentence(view)
        assert off_by(live, squares_figure(view)) < ALMOST
    page.mouse.up()


def test_a_stop_drawn_a_tenth_of_a_pixel_off_is_noticed(page, server):
    live = Live(page, "start").open(f"{server}/?sixth=0")
    assert off_by(live, hill_figure(hill_of(0.0))) < ALMOST
    assert off_by(live, hill_figure(hill_of(0.01))) > ALMOST
    stems = live.plot().locator(".trace .js-line").nth(1)
    moved = "(n) => n.setAttribute('d', n.getAttribute('d').replace(/,[0-9.]+/, ',0'))"
    stems.evaluate(moved)
    assert off_by(live, hill_figure(hill_of(0.0))) > 10


# ---- what is on screen while the hand moves is what plotly draws ---------------------------------


def held_and_settled(live: Live, key: str, k: int, says: str) -> tuple[int, int]:
    """How far the picture under the hand is from the one after Python and plotly have answered."""
    live.grab(key)
    live.drag(key, k // 2)
    live.drag(key, k)
    with live.hidden_grips():
        held = live.picture()
        live.page.mouse.up()
        live.settled(says)
        return differing(held, live.picture())


@pytest.mark.parametrize("noise", NOISES)
@pytest.mark.parametrize("upside", [0, 1], ids=["upright", "upside down"])
def test_the_hill_under_the_hand_is_the_one_that_plotly_draws(page, server, noise, upside):
    live = Live(page, "start").open(f"{server}/?sixth=0&noise={noise}&upside={upside}")
    few, most = held_and_settled(live, "sixth", 21, "sixth=-25")
    assert few <= FEW, most
    few, most = held_and_settled(live, "sixth", 86, "sixth=40")
    assert few <= FEW, most


@pytest.mark.parametrize("key", ["left", "shift"])
@pytest.mark.parametrize("path", [SQUARES, PULLS], ids=["squares", "pulls"])
def test_the_line_under_the_hand_is_the_one_that_plotly_draws(page, server, path, key):
    live = Live(page, "squared-error").open(server + path)
    few, most = held_and_settled(live, key, 52, "left=")
    assert few <= FEW, most


@pytest.mark.parametrize(
    ("scene", "key", "stops"), [(1, "y", (3, 90)), (2, "giants", (4, 2, 0)), (3, "wrong", (0, 5))]
)
def test_points_that_come_and_go_are_those_that_plotly_draws(page, server, scene, key, stops):
    live = Live(page, "outliers").open(f"{server}/outliers?scene={scene}")
    bar = page.locator(".lossviz-range")
    with live.hidden_grips():
        for k in stops:
            box = bar.bounding_box()
            y, last = box["y"] + box["height"] / 2, len(live.stops(key)) - 1
            now = int(bar.input_value())
            for at, move in ((now, page.mouse.down), (last // 2, None), (k, None)):
                page.mouse.move(box["x"] + 11 + at / last * (box["width"] - 22), y)
                if move:
                    move()
                live.frames()
            assert live.stop(key) == live.stops(key)[k]
            held, url = live.picture(), page.url
            page.mouse.up()
            page.wait_for_function("(url) => location.href !== url", arg=url)
            live.settled("")
            few, most = differing(held, live.picture())
            assert few <= FEW, (k, few, most)


@pytest.mark.parametrize(
    ("path", "name", "trace"),
    [
        ("/?sixth=0", "start", "hill"),
        ("/?sixth=0", "start", "five readings"),
        (PULLS, "squared-error", "pulls up"),
    ],
)
def test_a_picture_two_pixels_off_is_noticed(page, server, path, name, trace):
    live = Live(page, name).open(server + path)
    with live.hidden_grips():
        before = live.picture()
        assert differing(before, live.picture()) == (0, 0)
        live.plot().evaluate(
            "(plot, name) => { const { uid } = plot._fullData.find((t) => t.name === name);"
            " plot.querySelector(`.trace${uid}`).setAttribute('transform', 'translate(2,0)') }",
            trace,
        )
        assert differing(before, live.picture())[0] > 2 * FEW


# ---- keys, fingers, typed numbers, film ----------------------------------------------------------


@pytest.mark.parametrize("on", ["grip", "bar"])
def test_quick_keys_are_one_movement(page, server, wire, on):
    live = Live(page, "squared-error").open(server + SQUARES)
    node = live.grip("Left end") if on == "grip" else live.bar("Left end")
    node.focus()
    pages = 10 if on == "grip" else 8  # the browser's own tenth of 80 steps
    for keys, value in (
        (["ArrowUp"] * 7 + ["ArrowRight"] * 2 + ["ArrowDown", "ArrowLeft"], 200 + 7 * 25),
        (["PageUp"], 375 + pages * 25),
        (["PageDown", "PageDown"], 375 - pages * 25),
        (["Home"], -550),
        (["End", "ArrowLeft"], 1425),
        (["ArrowRight"] * 5, 1450),  # the end is the end
    ):
        wire.count()
        for key in keys:
            page.keyboard.press(key)
        live.settled(f"left={value:g}")
        assert wire.count() == 1
        assert node.get_attribute("aria-valuetext") == f"{value:g} km/s".replace("-", "−")
    assert same_data(live, squares_figure(line_at(left=1450.0)))


@pytest.mark.parametrize("on", ["grip", "bar"])
def test_no_key_is_lost_to_an_answer_that_comes_between(page, server, on):
    live = Live(page, "squared-error").open(server + SQUARES)
    (live.grip("Left end") if on == "grip" else live.bar("Left end")).focus()
    for pause in (95, 105, 115, 125, 135, 150, 120, 110, 100, 130, 140, 100):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(pause)
    live.settled("left=500")


def test_keys_with_ctrl_and_tab_are_not_the_grips(page, server, wire):
    live = Live(page, "squared-error").open(server + SQUARES)
    live.grip("Left end").focus()
    wire.count()
    page.keyboard.press("Control+ArrowUp")
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    assert wire.count() == 0
    focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused.startswith("Handle: Right end")


@pytest.mark.parametrize("on", ["grip", "bar"])
def test_a_finger_moves_the_hand_and_not_the_page(open_page, server, on):
    page = open_page(**PHONE)
    wire = Wire().listen(page)
    live = Live(page, "start").open(f"{server}/?sixth=20")
    page.locator(".lossviz-slider").scroll_into_view_if_needed()
    main = "document.querySelector('[data-testid=stMain]').scrollTop"
    if on == "grip":
        x, y = live.here("sixth")
    else:
        box = live.bar("Sixth reading").bounding_box()
        x, y = box["x"] + 22 / 2 + 66 / 96 * (box["width"] - 22), box["y"] + box["height"] / 2
    scrolled = page.evaluate(main)
    touch = page.context.new_cdp_session(page)

    def send(kind: str, *points: dict[str, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    wire.count()
    send("touchStart", {"x": x, "y": y})
    for step in range(1, 21):  # to the left, and up as a thumb does
        send("touchMove", {"x": x - 4 * step, "y": y - 3 * step})
        page.wait_for_timeout(16)
    live.frames()
    moved = live.stop("sixth")
    assert moved < 15
    assert wire.count() == 0
    send("touchEnd")
    live.settled(f"sixth={moved:g}")
    assert wire.count() == 1
    assert page.evaluate(main) == scrolled


def test_a_number_can_be_typed(page, server, wire):
    live = Live(page, "squared-error").open(server + SQUARES)
    typed = page.get_by_role("textbox", name="Type a number: Left end")
    for text, value in (("123.456", 123.456), ("−12,5", -12.5), (" 1e2 ", 100.0)):
        wire.count()
        typed.fill(text)
        typed.press("Enter")
        live.settled(f"left={value:g}")
        assert wire.count() == 1
        assert same_data(live, squares_figure(line_at(left=value)))
        assert value in live.stops("left")


def test_what_is_no_number_from_the_range_is_refused_in_place(page, server, wire):
    live = Live(page, "squared-error").open(server + SQUARES)
    typed = page.get_by_role("textbox", name="Type a number: Left end")
    complaint = page.get_by_role("alert").filter(has_text="This needs a number")
    before, url = live.data(), page.url
    wire.count()
    for text in ("abc", "nan", "", "1451", "-1e9", "Infinity", "1 2"):
        typed.fill(text)
        typed.press("Enter")
        expect(complaint).to_be_visible()
        expect(complaint).to_have_text("This needs a number from −550 to 1450.")
        expect(typed).to_have_value("200")
        live.grip("Left end").press("Tab")  # no key of the hand
        assert wire.count() == 0
        assert (live.data(), page.url) == (before, url)
    live.bar("Left end").press("ArrowRight")
    expect(complaint).to_have_count(0)


def test_play_goes_through_to_the_end_and_says_so_once(page, server, wire):
    live = Live(page, "start").open(f"{server}/?sixth=20")
    page.evaluate("() => { window.lossvizShown = 0 }")
    wire.count()
    page.get_by_role("button", name="Play: Sixth reading").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    live.settled("sixth=50")
    assert wire.count() == 1
    assert page.evaluate("window.lossvizShown") > 20
    assert same_data(live, hill_figure(hill_of(50.0)))
    expect(page.get_by_role("button", name="Play: Sixth reading")).to_be_visible()


def test_a_hand_stops_the_film(page, server, wire):
    live = Live(page, "start").open(f"{server}/?sixth=-20")
    wire.count()
    page.get_by_role("button", name="Play: Sixth reading").click()
    page.wait_for_timeout(300)
    live.bar("Sixth reading").press("Home")
    live.settled("sixth=-46")
    page.wait_for_timeout(300)
    assert (live.stop("sixth"), wire.count()) == (-46.0, 1)


def test_without_motion_play_jumps_to_the_end(open_page, server):
    page = open_page(reduced_motion="reduce")
    wire = Wire().listen(page)
    live = Live(page, "start").open(f"{server}/?sixth=-20")
    page.evaluate("() => { window.lossvizShown = 0 }")
    wire.count()
    page.get_by_role("button", name="Play: Sixth reading").click()
    live.settled("sixth=50")
    assert wire.count() == 1
    assert page.evaluate("window.lossvizShown") <= 3


# ---- zoom, linked plots, several hands -----------------------------------------------------------

RANGES = """() => [...document.querySelectorAll('.lossviz-plot')].flatMap((plot) =>
  Object.entries(plot._fullLayout).filter(([key]) => /^[xy]axis/.test(key))
    .flatMap(([, axis]) => axis.range))"""


def zoom(page: Page) -> list[float]:
    area = page.locator(".lossviz-plot .nsewdrag").first.bounding_box()
    page.mouse.move(area["x"] + 0.25 * area["width"], area["y"] + 0.15 * area["height"])
    page.mouse.down()
    page.mouse.move(area["x"] + 0.7 * area["width"], area["y"] + 0.3 * area["height"], steps=5)
    page.mouse.up()
    expect(page.get_by_role("button", name="Reset the view")).to_be_visible()
    return list(page.evaluate(RANGES))


@pytest.mark.parametrize("path", [SQUARES, PULLS], ids=["squares", "pulls"])
def test_a_zoom_stays_over_ten_movements(page, server, path):
    live = Live(page, "squared-error").open(server + path)
    chosen = zoom(page)
    bar = live.bar("Right end")
    bar.focus()
    for step in range(1, 11):
        page.keyboard.press("Home" if step == 1 else "ArrowRight")
        live.settled(f"right={-575 + 25 * step}")
        assert page.evaluate(RANGES) == pytest.approx(chosen, rel=1e-9)


def test_a_zoom_under_the_hand_keeps_the_stop_on_screen(page, server):
    live = Live(page, "squared-error").open(server + PULLS)
    live.grab("left")
    live.drag("left", 40)
    view = line_at(left=live.stop("left"))
    live.plot().evaluate(
        "(p) => window.Plotly.relayout(p, {'xaxis.range': [0.1, 1.5], 'yaxis.range': [-300, 900]})"
    )
    live.frames()
    assert off_by(live, pulls_figure(view)) < ALMOST
    live.drag("left", 41)
    assert off_by(live, pulls_figure(line_at(left=live.stop("left")))) < ALMOST
    page.mouse.up()


def test_linked_plots_move_in_the_same_frame(page, server):
    live = Live(page, "squared-error").open(server + PULLS)
    live.grab("left")
    frames = page.evaluate("""(name) => new Promise((done) => {
      const live = window.lossvizFigures.get(name);
      const hand = live.hands.get('left');
      const seen = [];
      const path = (plot, trace) => {
        const { node } = live.plots[plot];
        const { uid, yaxis } = node._fullData.find((one) => one.name === trace);
        const axis = node._fullLayout[(yaxis ?? 'y').replace('y', 'yaxis')];
        const d = node.querySelector(`.trace${uid} .js-line`).getAttribute('d');
        return d.match(/,-?[0-9.]+/g).map((y) => axis.p2l(Number(y.slice(1))));
      };
      const look = () => {
        if (seen.length) {
          const [line, bar] = [path(0, 'your line'), path(1, 'up')];
          seen.at(-1).push(line[0], Math.max(...bar));
        }
        if (seen.length === 30) { done(seen); return; }
        const k = 2 * seen.length;
        hand.act.drag(k); // shown in the next frame, before `look` runs again in it
        seen.push([hand.data.stops[k]]);
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    })""", live.name)  # fmt: skip
    page.mouse.up()
    assert len(frames) == 30
    for value, line, bar in frames:
        assert line == pytest.approx(value, abs=0.1)
        assert bar == pytest.approx(line_at(left=value).pulls[0], rel=2e-3, abs=20)


def test_the_other_hands_follow(page, server):
    live = Live(page, "squared-error").open(server + SQUARES)

    def whole_line_is_on_the_line() -> bool:
        return live.page.evaluate("""() => {
          const plot = document.querySelector('.lossviz-plot');
          const { uid } = plot._fullData.find((trace) => trace.name === 'your line');
          const line = plot.querySelector(`.trace${uid} .js-line`).getAttribute('d');
          return plot.querySelector('.lossviz-grip[data-curve]').getAttribute('d') === line;
        }""")

    def ring_is_at(label: str, y: float) -> bool:
        drawn = live.plot().evaluate(
            "(p, y) => p._fullLayout.yaxis._offset + p._fullLayout.yaxis.l2p(y)", y
        )
        return abs(float(live.grip(label).get_attribute("cy")) - drawn) < ALMOST

    live.grab("left")
    live.drag("left", 70)
    left = live.stop("left")
    assert whole_line_is_on_the_line()
    assert ring_is_at("Left end", left)
    assert ring_is_at("Right end", line_at().right)
    page.mouse.up()
    live.settled(f"left={left:g}")
    assert whole_line_is_on_the_line()
    live.grab("shift")
    live.drag("shift", 10)
    moved = live.stop("shift") - (left + line_at().right) / 2
    assert whole_line_is_on_the_line()
    assert ring_is_at("Left end", left + moved)
    assert ring_is_at("Right end", line_at().right + moved)
    page.mouse.up()
    live.settled(f"left={left + moved:g}")
    view = line_in_address(live)
    assert ring_is_at("Left end", view.left)
    assert ring_is_at("Right end", view.right)
    said = f"{view.right:.0f} km/s".replace("-", "−")
    expect(live.bar("Right end")).to_have_attribute("aria-valuetext", said)


# ---- what may come between -----------------------------------------------------------------------


def test_a_switch_of_the_theme_leaves_the_stop_in_the_hand(open_page, server):
    page = open_page(color_scheme="light")
    live = Live(page, "start").open(f"{server}/?sixth=0")
    colour = "getComputedStyle(document.querySelector('.trace .js-line')).stroke"
    before = page.evaluate(colour)
    live.grab("sixth")
    live.drag("sixth", 70)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{colour} !== {json.dumps(before)}")
    live.frames()
    assert off_by(live, hill_figure(hill_of(24.0))) < ALMOST
    live.drag("sixth", 60)
    assert off_by(live, hill_figure(hill_of(14.0))) < ALMOST
    page.mouse.up()
    live.settled("sixth=14")
    page.emulate_media(color_scheme="light")


def test_an_answer_that_lands_in_the_next_drag_moves_nothing(page, server):
    live = Live(page, "squared-error").open(f"{server}/squared-error")  # both ends off the grid
    live.grab("left")
    live.drag("left", 70)
    page.mouse.up()
    live.grab("right")  # at once: the answer, and new stops, come while it is held
    live.drag("right", 20)
    right = live.stop("right")
    page.wait_for_url(re.compile("left="))
    page.wait_for_function(
        "() => { const l = window.lossvizFigures.get('squared-error');"
        " return l.data.answered === l.said && l.track(l.hands.get('right')) }"
    )
    live.frames()
    assert live.stop("right") == right
    left = float(live.query()["left"][0])
    assert off_by(live, squares_figure(line_at(left=left, right=right))) < ALMOST
    page.mouse.up()
    live.settled(f"right={right:g}")


def test_without_the_fast_way_the_figure_still_follows(page, server, wire):
    page.add_init_script("window.lossvizNoPatch = true")
    live = Live(page, "start").open(f"{server}/?sixth=0")
    wire.count()
    live.grab("sixth")
    for k in (10, 70, 30):
        live.drag("sixth", k)
        page.wait_for_timeout(200)
        assert off_by(live, hill_figure(hill_of(k - 46.0))) < 0.5
    assert wire.count() == 0
    page.mouse.up()
    live.settled("sixth=-16")
    assert off_by(live, hill_figure(hill_of(-16.0))) < ALMOST


def test_without_plotly_sliders_move_words_and_then_the_chart(page, serve):
    page.goto(f"{serve('tests/browser/apps/plain_hill.py')}/?sixth=0")
    expect(page.get_by_test_id("stPlotlyChart")).to_have_count(1)
    sentence = page.locator(".lossviz-sentence")
    slider = page.locator(".lossviz-range")
    box = slider.bounding_box()
    y = box["y"] + box["height"] / 2
    page.wait_for_function(
        "window.lossvizFigures.get('start').track([...window.lossvizFigures.get('start').hands.values()][0])"
    )
    page.mouse.move(box["x"] + 0.48 * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.7 * box["width"], y, steps=5)
    page.evaluate(TWO_FRAMES)
    at = int(slider.input_value()) - 46
    assert sentence.inner_text() == words.hill_sentence(hill_of(float(at)))
    page.mouse.up()
    page.wait_for_url(re.compile(f"sixth={at}"))
    expect(sentence).to_have_text(words.hill_sentence(hill_of(float(at))))
    page.wait_for_function(
        "(x) => document.querySelector('.js-plotly-plot')?._fullData"
        ".find((t) => t.name === 'sixth reading').x[0] === x",
        arg=at,
    )


def test_a_lost_server_is_said_and_the_hands_still_move(page, problems, tmp_path):
    server = Server("app.py", tmp_path / "log")
    try:
        live = Live(page, "start").open(f"{server.wait()}/?sixth=0")
    finally:
        server.stop()
    node = live.grip("Sixth reading")
    node.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    complaint = page.get_by_role("alert").filter(has_text="The server does not answer.")
    expect(complaint).to_have_text(
        "The server does not answer. What you see is the last picture it sent."
    )
    assert live.stop("sixth") == -5.0
    assert off_by(live, hill_figure(hill_of(-5.0))) < ALMOST
    page.get_by_role("dialog").get_by_role("button", name="Close").click()  # Streamlit's own word
    node.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    live.frames()
    assert live.sentence() == words.hill_sentence(hill_of(-8.0))
    assert off_by(live, hill_figure(hill_of(-8.0))) < ALMOST
    page.close()  # the browser and Streamlit complain in the console; nothing of ours breaks
    assert [problem for problem in problems if problem.startswith("page:")] == []
    problems.clear()


GOOD = {"values": {"sixth": 3}, "held": False, "number": 1}
GARBAGE = [
    GOOD | {"values": {"sixth": None}},
    GOOD | {"values": {"sixth": "3"}},
    GOOD | {"values": {"sixth": True}},
    GOOD | {"values": {"sixth": [3]}},
    GOOD | {"values": {"__class__": 3}},
    GOOD | {"values": {"noise": "tent"}},
    GOOD | {"values": {}},
    GOOD | {"values": [3]},
    GOOD | {"number": -1},
    GOOD | {"number": 1e300},
    GOOD | {"held": "no"},
    {"values": {"sixth": 3}},
    {},
    "sixth",
    [],
]


def test_a_hand_made_message_changes_nothing_and_is_a_sentence(page, server):
    live = Live(page, "start").open(f"{server}/?sixth=7")
    before = live.data()
    send = "([name, message]) => window.lossvizFigures.get(name).send(message)"
    for message in [*GARBAGE, GOOD | {"values": {"sixth": 1}, "planted": True}]:
        page.evaluate(send, [live.name, message])
        if isinstance(message, dict) and "planted" in message:  # the checker sees what is taken
            page.wait_for_url(re.compile("sixth=1$"))
            expect(page.get_by_test_id("stAlert")).to_have_count(0)
            break
        notice = page.get_by_test_id("stAlert")
        expect(notice).to_have_count(1)
        expect(notice).to_have_text(re.compile(r"Nothing was changed"))
        expect(page.get_by_test_id("stException")).to_have_count(0)
        assert urlsplit(page.url).query == "sixth=7"
        assert live.data() == before


def test_a_value_out_of_range_is_brought_back_into_it(page, server):
    live = Live(page, "start").open(f"{server}/?sixth=7")
    live.page.evaluate(
        "(message) => window.lossvizFigures.get('start').send(message)",
        GOOD | {"values": {"sixth": 1e9}},
    )
    page.wait_for_url(re.compile("sixth=50$"))
    expect(page.get_by_test_id("stException")).to_have_count(0)


# ---- the first minute ----------------------------------------------------------------------------


def test_the_first_minute_by_hand(page, server, wire):
    live = Live(page, "start").open(server)
    assert live.sentence().startswith(
        "Five readings agree on about 29. Newcomb wrote down the sixth"
    )
    value = lambda: next(t for t in live.drawn() if t["name"] == "most likely value")["texts"]  # noqa: E731
    assert value() == ["29.0"]
    expect(page.get_by_text("Tent", exact=True)).to_have_count(0)
    live.grab("sixth")
    live.drag("sixth", 34)  # -12
    assert value() == ["22.2"]
    x, y = live.spot("sixth", 2)
    page.mouse.move(x + 15, y + 3, steps=10)  # near the ring is in it
    live.frames()
    assert live.stop("sixth") == -44
    assert value() == ["16.8"]
    assert live.sentence().startswith("16.8: lower than all five readings that agree.")
    page.mouse.up()
    live.settled("sixth=-44")
    page.get_by_text("Tent", exact=True).click()
    live.settled("noise=tent")
    assert value() == ["27.0"]
    assert "Any value from 26 to 28" in live.sentence()
    page.get_by_text("Heavy tail", exact=True).click()
    live.settled("noise=heavy")
    assert value() == ["28.5"]
    live.grab("sixth")
    live.drag("sixth", live.stops("sixth").index(20.0))
    assert value() == ["27.4"]
    live.drag("sixth", live.stops("sixth").index(-44.0))
    page.mouse.up()
    page.get_by_text("Turn the hill upside down").click()
    live.settled("upside=1")
    assert "Choosing a loss is choosing the noise you believe in." in live.sentence()
    view = hill_of(-44.0, "heavy tail")
    assert off_by(live, hill_figure(view, upside_down=True)) < ALMOST
    page.keyboard.press("Control+z")
    page.wait_for_function("!location.search.includes('upside')")
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function("location.search === ''")
    live.ready()
    assert value() == ["29.0"]


def test_a_reader_who_waits_sees_the_sixth_stir_once(open_page, server):
    still = open_page(reduced_motion="reduce")
    Live(still, "start").open(server)
    still.evaluate("() => { window.lossvizShown = 0 }")
    page = open_page()
    wire = Wire().listen(page)
    live = Live(page, "start").open(server)
    wire.count()
    page.evaluate("""() => {
      window.lossvizShown = 0;
      window.places = [];
      const ring = document.querySelector('.lossviz-grip');
      new MutationObserver(() => window.places.push(Number(ring.getAttribute('cx'))))
        .observe(ring, { attributes: true, attributeFilter: ['cx'] });
    }""")
    page.wait_for_function("window.lossvizShown > 5", timeout=10_000)
    page.wait_for_timeout(2000)
    shown = page.evaluate("window.lossvizShown")
    places = page.evaluate("window.places")
    left, home = live.spot("sixth", 67)[0], live.spot("sixth", 75)[0]
    offset = live.plot().bounding_box()["x"]
    assert min(places) + offset == pytest.approx(left, abs=2)  # the ring goes along
    assert places[-1] + offset == pytest.approx(home, abs=0.1)
    assert off_by(live, hill_figure(hill_of(29.0), invited=True)) < ALMOST
    page.wait_for_timeout(4000)  # not again
    assert page.evaluate("window.lossvizShown") == shown
    assert wire.count() == 0
    assert still.evaluate("window.lossvizShown") == 0


def test_paper_shows_the_card_alone(page, server):
    Live(page, "start").open(f"{server}/?sixth=-44")
    card = page.locator(".st-key-lossviz-card")
    expect(card).to_be_visible()
    page.emulate_media(media="print")
    visible = """() => [...document.querySelectorAll('body *')].filter((node) =>
      node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length
      && !node.closest('.st-key-lossviz-card')
      && [...node.childNodes].some((one) => one.nodeType === 3 && one.data.trim()))
      .map((node) => node.textContent)"""
    assert page.evaluate(visible) == []
    expect(card.get_by_role("table")).to_be_visible()
    page.emulate_media(media="screen")
    assert page.evaluate(visible) != []


def test_undo_takes_one_movement_back_and_reset_all(page, server):
    live = Live(page, "squared-error").open(f"{server}/squared-error")
    for key, k in (("left", 70), ("right", 10), ("shift", 4)):
        live.grab(key)
        live.drag(key, k)
        url = page.url
        page.mouse.up()
        page.wait_for_function("(url) => location.href !== url", arg=url)
        live.ready()
    urls = [page.url]
    for _ in range(2):
        page.keyboard.press("Control+z")
        page.wait_for_function("(url) => location.href !== url", arg=urls[-1])
        live.ready()
        urls.append(page.url)
        view = line_in_address(live)
        assert off_by(live, squares_figure(view)) < ALMOST
        assert live.sentence() == words.squares_sentence(view)
    assert "right" not in live.query()
    page.get_by_role("button", name="Reset").click()
    page.wait_for_function("location.search === ''")
    live.ready()
    assert off_by(live, squares_figure(line_at())) < 0.5  # 373.125 is kept to six digits


# ---- a handle that moves both ways ---------------------------------------------------------------

PLANE_MESSAGES = """() => {
  const live = window.lossvizFigures.get('plane');
  const { send, answer } = live;
  window.said = [];
  let open = 0;
  window.mostOpen = 0;
  const update = Object.getPrototypeOf(live).update;
  live.update = function (component) {
    const result = update.call(this, component);
    this.send = wrap(this.send);
    return result;
  };
  const wrap = (next) => (message) => {
    window.said.push(message);
    if (message.held) window.mostOpen = Math.max(window.mostOpen, (open += 1));
    return next(message);
  };
  live.send = wrap(send);
  live.answer = (message) => { open = 0; return answer.call(live, message); };
}"""


@pytest.fixture
def plane(page: Page, serve: Callable[[str], str]) -> Live:
    return Live(page, "plane").open(serve("tests/browser/apps/plane.py"))


def plane_spot(live: Live, x: float, y: float) -> tuple[float, float]:
    left, top = live.page.evaluate(
        "([x, y]) => { const [plot] = window.lossvizFigures.get('plane').plots;"
        " const box = plot.node.getBoundingClientRect(); const [a, b] = plot.axes().at(x, y);"
        " return [box.left + a, box.top + b] }",
        [x, y],
    )
    return left, top


def drawn_line(live: Live) -> list[float]:
    line = next(trace for trace in live.drawn() if trace["name"] == "line")["line"]
    return [y for _x, y in line]


def test_a_point_that_moves_both_ways_asks_and_then_decides(page, plane):
    page.evaluate(PLANE_MESSAGES)
    page.mouse.move(*plane_spot(plane, 5, 5))
    page.mouse.down()
    for step in range(1, 41):
        page.mouse.move(*plane_spot(plane, 5 + 0.08 * step, 5 - 0.1 * step))
        page.wait_for_timeout(16)
    page.wait_for_timeout(400)
    said = page.evaluate("window.said")
    assert len(said) >= 4
    assert all(message["held"] for message in said)
    assert page.evaluate("window.mostOpen") == 1
    assert "px" not in page.url
    assert drawn_line(plane) == pytest.approx(line_of(8.2, 1.0), abs=0.02)
    trips = page.evaluate("window.lossvizTrips")
    assert len(trips) >= 3
    page.mouse.up()
    page.wait_for_url(re.compile("px=8.2&py=1$"))
    page.wait_for_timeout(300)
    last = page.evaluate("window.said")[len(said) :]
    assert [message["held"] for message in last] == [False]
    line = next(trace for trace in plane.data() if trace["name"] == "line")
    assert line["y"] == pytest.approx(line_of(8.2, 1.0), rel=1e-12)
    left, right = line_of(8.2, 1.0)
    assert plane.sentence() == f"The line goes from {left:.3f} to {right:.3f}."


def test_the_handle_follows_before_the_answer(page, plane):
    page.evaluate("() => { window.lossvizFigures.get('plane').send = () => {} }")  # no server
    page.mouse.move(*plane_spot(plane, 5, 5))
    page.mouse.down()
    page.mouse.move(*plane_spot(plane, 2, 9))
    plane.frames()
    box = plane.grip("the point").bounding_box()
    x, y = plane_spot(plane, 2, 9)
    assert box["x"] + box["width"] / 2 == pytest.approx(x, abs=1.5)
    assert box["y"] + box["height"] / 2 == pytest.approx(y, abs=1.5)
    page.mouse.up()


def test_a_hand_that_holds_still_is_not_told_of_a_lost_server(page, plane):
    page.mouse.move(*plane_spot(plane, 5, 5))
    page.mouse.down()
    page.mouse.move(*plane_spot(plane, 4, 4), steps=4)
    page.wait_for_timeout(4500)
    expect(page.get_by_role("alert").filter(has_text="does not answer")).to_have_count(0)
    page.mouse.up()


def test_arrow_keys_move_the_point(page, wire, plane):
    plane.grip("the point").focus()
    wire.count()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowLeft", "PageDown"):
        page.keyboard.press(key)
    page.wait_for_url(re.compile("px=4.2&py=4.1$"))
    plane.ready()
    assert wire.count() == 1
    assert drawn_line(plane) == pytest.approx(line_of(4.2, 4.1), abs=0.02)
    assert plane.grip("the point").get_attribute("aria-valuetext") == "4.2 across, 4.1 up"


# ---- what a hand needs ---------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "name"), [("/", "start"), (PULLS, "squared-error")])
def test_every_hand_is_large_enough_and_shows_the_focus(page, server, path, name):
    Live(page, name).open(server + path)
    grips = page.locator(".lossviz-grip").all()
    assert grips
    for grip in grips:
        box = grip.bounding_box()
        assert min(box["width"], box["height"]) >= 20
        assert grip.evaluate("(node) => getComputedStyle(node).touchAction") == "none"
    for node in (
        *grips,
        *page.locator(".lossviz-range").all(),
        *page.locator(".lossviz-play").all(),
    ):
        style = """(n) => {
          const { outlineStyle, outlineWidth, stroke, strokeWidth } = getComputedStyle(n);
          return [outlineStyle, outlineWidth, stroke, strokeWidth];
        }"""
        plain = node.evaluate(style)
        page.keyboard.press("Shift")  # the last thing used is the keyboard
        node.focus()
        assert node.evaluate("(n) => n.matches(':focus-visible')")
        assert node.evaluate(style) != plain
        node.evaluate("(n) => n.blur()")
    for bar in page.locator(".lossviz-range").all():
        assert bar.bounding_box()["height"] >= 20
