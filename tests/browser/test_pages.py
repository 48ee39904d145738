"""The real app in a real browser: squares on screen, links, history, keyboard, phone."""

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from lossviz.ui.specs.squared_error import PAGE
from tests.conftest import DESKTOP, Server

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FOLDS = ",".join(PAGE.folds)

# What plotly has on screen: all numbers of all plots, and the part of each axis that is shown.
PICTURE = """() => [...document.querySelectorAll('.lossviz-plot')].map((plot) => ({
  data: plot._fullData.map(({ name, x, y, text }) => ({ name, x: [...x], y: [...y], text })),
  ranges: Object.entries(plot._fullLayout).filter(([key]) => /^[xy]axis/.test(key))
    .map(([key, axis]) => [key, ...axis.range]),
}))"""
# Width and height in pixels of every closed outline of the named trace, as drawn.
BOXES = """(name) => {
  const plot = document.querySelector('.lossviz-plot');
  const { uid } = plot._fullData.find((trace) => trace.name === name);
  return [...plot.querySelectorAll(`.trace${uid} .js-line`)]
    .map((path) => path.getBBox()).map(({ width, height }) => [width, height]);
}"""
SQUARES = ("three largest squares", "mean square", "smallest possible")


def is_square(width: float, height: float) -> bool:
    """To half a pixel: paths are written with two decimals."""
    return height > 1 and abs(width - height) < 0.5


def open_at(page: Page, server: str, query: str = "") -> Page:
    page.goto(f"{server}/squared-error?{query}")
    return drawn(page)


def drawn(page: Page) -> Page:
    page.wait_for_function("document.querySelector('.lossviz-plot')?._fullData?.length > 0")
    return page


def sentence(page: Page) -> Locator:
    return page.locator(".lossviz-live [role=status]")


def rested(page: Page) -> None:
    """Wait until the server has said all it has to say."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")


def bar(page: Page, name: str) -> Locator:
    """The slider under the figure, not the handle in it that is called the same."""
    return page.locator(".lossviz-range").and_(page.get_by_role("slider", name=name))


def in_hand(slider: Locator) -> float:
    """The value a slider tells its readers; its own is the number of a stop."""
    text = slider.get_attribute("aria-valuetext") or ""
    return float(text.removesuffix(" km/s").replace("\N{MINUS SIGN}", "-"))


def press(page: Page, name: str, key: str, until: str) -> None:
    bar(page, name).press(key)
    page.wait_for_url(re.compile(until))


def boxes(page: Page) -> list[list[float]]:
    return [box for name in SQUARES for box in page.evaluate(BOXES, name)]


def zoom_in(page: Page) -> None:
    area = page.locator(".lossviz-plot .nsewdrag").first.bounding_box()
    assert area
    page.mouse.move(area["x"] + 0.2 * area["width"], area["y"] + 0.2 * area["height"])
    page.mouse.down()
    page.mouse.move(area["x"] + 0.7 * area["width"], area["y"] + 0.8 * area["height"], steps=5)
    page.mouse.up()


@pytest.mark.parametrize("data", ["hubble", "phones", "anscombe_3", "forbes"])
@pytest.mark.parametrize(
    "size", [(1440, 900), (1024, 768), (390, 844)], ids=["desktop", "projector", "phone"]
)
def test_squares_are_squares_on_screen(
    open_page: Callable[..., Page], server: str, size: tuple[int, int], data: str
) -> None:
    page = open_page(viewport={"width": size[0], "height": size[1]})
    open_at(page, server, f"data={data}")
    found = boxes(page)
    assert len(found) == 5
    assert all(is_square(*box) for box in found)


def test_squares_stay_squares_after_a_zoom_and_in_a_new_window_size(
    page: Page, server: str
) -> None:
    open_at(page, server)
    before = boxes(page)
    zoom_in(page)
    page.wait_for_function("document.querySelector('.lossviz-plot')._fullLayout.xaxis.range[0] > 0")
    zoomed = boxes(page)
    assert zoomed[0][0] > 1.2 * before[0][0]
    assert all(is_square(*box) for box in zoomed)
    page.set_viewport_size({"width": 800, "height": 700})
    page.wait_for_timeout(500)
    assert all(is_square(*box) for box in boxes(page))
    page.set_viewport_size(DESKTOP)


def test_the_square_checker_notices_a_rectangle() -> None:
    assert is_square(100.0, 100.2)
    assert not is_square(100.0, 101.0)
    assert not is_square(0.0, 0.0)


def test_a_link_shows_the_same_picture_in_a_new_browser(
    page: Page, server: str, browser: Browser
) -> None:
    open_at(page, server)
    press(page, "Left end", "Home", "left=-550")
    press(page, "Right end", "End", "right=1450")
    page.get_by_text("Show the best line").click()
    page.wait_for_url(re.compile("best=1"))
    expect(sentence(page)).to_contain_text("Twice the miss")
    page.wait_for_timeout(500)
    other = browser.new_page(viewport=DESKTOP)
    other.goto(page.url)
    drawn(other)
    expect(sentence(other)).to_have_text(sentence(page).inner_text())
    assert other.evaluate(PICTURE) == page.evaluate(PICTURE)
    # focus and hover differ by the way a reader came here; the figure does not
    page.mouse.move(0, 0)
    one, two = (p.locator(".lossviz-plot").screenshot() for p in (page, other))
    other.close()
    assert one == two


def test_a_reload_loses_nothing(page: Page, server: str) -> None:
    open_at(page, server, "left=12.5&scene=2")
    before = page.evaluate(PICTURE)
    page.reload()
    assert drawn(page).evaluate(PICTURE) == before


def test_back_and_forward_bring_the_state_back(page: Page, server: str) -> None:
    open_at(page, server)
    pictures = [page.evaluate(PICTURE)]
    sentences = [sentence(page).inner_text()]
    for name, key, until in (("Left end", "Home", "left=-550"), ("Right end", "End", "right=1450")):
        press(page, name, key, until)
        expect(sentence(page)).not_to_have_text(sentences[-1])
        pictures.append(page.evaluate(PICTURE))
        sentences.append(sentence(page).inner_text())
    for k in (1, 0):
        page.go_back()
        expect(sentence(page)).to_have_text(sentences[k])
        assert page.evaluate(PICTURE) == pictures[k]
    for k in (1, 2):
        page.go_forward()
        expect(sentence(page)).to_have_text(sentences[k])
        assert page.evaluate(PICTURE) == pictures[k]


def test_the_keyboard_alone_finds_the_best_line(page: Page, server: str) -> None:
    open_at(page, server)
    step = page.get_by_role("button", name="One step")
    step.focus()
    for _ in range(16):
        before = page.url
        step.press("Enter")
        page.wait_for_function("(before) => location.href !== before", arg=before)
        rested(page)
    expect(sentence(page)).to_contain_text("3 of 24 nebulae own 46 % of the squares")


def test_a_slider_is_silent_in_the_hand_and_speaks_when_it_rests(page: Page, server: str) -> None:
    open_at(page, server)
    slider = bar(page, "Right end")
    box = slider.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.46 * box["width"], middle)
    page.mouse.down()
    for share in (0.6, 0.7, 0.8):
        page.mouse.move(box["x"] + share * box["width"], middle)
    assert in_hand(slider) > 900
    assert "right=" not in page.url
    page.mouse.up()
    page.wait_for_url(re.compile("right="))
    expect(sentence(page)).to_contain_text("Your line")
    assert f"right={in_hand(slider):g}" in page.url


def test_many_quick_presses_end_where_the_last_one_did(page: Page, server: str) -> None:
    open_at(page, server)
    slider = bar(page, "Left end")
    slider.press("Home")
    for _ in range(25):
        slider.press("ArrowRight")
    page.wait_for_url(re.compile("left=75$"))  # 25 steps of 25 km/s from -550
    expect(slider).to_have_attribute("aria-valuetext", "75 km/s")
    page.get_by_role("button", name="Undo").click()  # 26 presses were one movement
    expect(slider).to_have_attribute("aria-valuetext", "373 km/s")
    for key, until in (("Home", "left=-550"), ("End", "left=1450")):
        press(page, "Left end", key, until)
    page.get_by_role("button", name="Reset").click()
    expect(slider).to_have_attribute("aria-valuetext", "373 km/s")


def test_the_figure_keeps_its_node_and_zoom_while_the_line_moves(page: Page, server: str) -> None:
    open_at(page, server)
    page.evaluate("document.querySelector('.lossviz-plot').marked = true")
    zoom_in(page)
    page.wait_for_function("document.querySelector('.lossviz-plot')._fullLayout.xaxis.range[0] > 0")
    before = page.evaluate("document.querySelector('.lossviz-plot')._fullLayout.xaxis.range")
    press(page, "Left end", "ArrowRight", "left=")
    expect(sentence(page)).to_contain_text("Your line")
    after = page.evaluate("document.querySelector('.lossviz-plot')._fullLayout.xaxis.range")
    assert after == pytest.approx(before, rel=1e-6)
    assert page.evaluate("document.querySelector('.lossviz-plot').marked === true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("scene", ["1", "2", "3"])
def test_a_phone_shows_a_page_without_scrolling_sideways(
    open_page: Callable[..., Page], server: str, scene: str, scheme: str
) -> None:
    page = open_page(**PHONE, color_scheme=scheme)
    open_at(page, server, f"scene={scene}&open={FOLDS}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for plot in page.locator(".lossviz-plot").all():
        box = plot.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390


@pytest.mark.parametrize("link", ["loss-surfaces?scene=3", "binary-cross-entropy"])
def test_the_names_of_all_scenes_are_whole_on_a_projector(
    open_page: Callable[..., Page], server: str, link: str
) -> None:
    page = open_page(viewport={"width": 1024, "height": 768})
    page.goto(f"{server}/{link}")
    strip = page.locator("[data-testid=stButtonGroup]").first
    expect(strip.get_by_role("radio")).to_have_count(3)
    whole = "(node) => [node, ...node.children].every((one) => one.scrollWidth <= one.clientWidth)"
    assert strip.evaluate(whole)


@pytest.mark.parametrize("data", ["hubble", "galton_pairs", "sample"])
def test_formulas_render(page: Page, server: str, data: str) -> None:
    open_at(page, server, f"open={FOLDS}&data={data}")
    expect(page.locator(".katex").first).to_be_visible()
    expect(page.get_by_text("Holds to").first).to_be_visible()
    assert page.locator(".katex-error").count() == 0
    # an unknown command is no error of KaTeX's here, but red text
    assert page.locator(".katex [style*='color']").count() == 0


def test_every_control_has_a_name(page: Page, server: str) -> None:
    open_at(page, server, f"open={FOLDS}&data=sample")
    for role in ("slider", "button", "combobox", "switch", "checkbox", "spinbutton"):
        for control in page.get_by_role(role).all():
            if control.is_visible():
                snapshot = control.aria_snapshot()
                assert re.search(r'"[^"]+"', snapshot) or ":" in snapshot, snapshot


def test_the_first_minute_in_the_browser(page: Page, server: str) -> None:
    page.goto(server)
    drawn(page)
    expect(sentence(page)).to_contain_text("Five readings agree on about 29.")
    page.goto(f"{server}/?sixth=-44")
    expect(sentence(drawn(page))).to_contain_text("16.8: lower than all five readings")
    page.get_by_role("radio", name="Tent").or_(page.get_by_text("Tent", exact=True)).first.click()
    expect(sentence(page)).to_contain_text("Any value from 26 to 28")
    page.get_by_role("link", name="Next: now with a line").click()
    expect(page.get_by_role("heading", name="How wrong is a line?")).to_be_visible()


def test_the_navigation_keeps_the_state_of_a_page(page: Page, server: str) -> None:
    open_at(page, server, "left=100")
    expect(sentence(page)).to_contain_text("Your line")
    page.get_by_role("link", name="1 Start").first.click()
    expect(page.get_by_role("heading", name="Six readings")).to_be_visible()
    page.get_by_role("link", name="2 Squared error").first.click()
    expect(sentence(drawn(page))).to_contain_text("Your line")
    page.wait_for_url(re.compile("left=100"))


def test_a_link_is_the_first_thing_a_fresh_server_sees(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    fresh = Server("app.py", tmp_path / "server.log")
    try:
        page = open_page()
        open_at(page, fresh.wait(), "scene=2&left=100")
        expect(page.get_by_role("heading", name="When does a line come to rest?")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_role("link", name="1 Start").first).to_be_visible()
        page.close()  # or it would miss its server
    finally:
        fresh.stop()


def test_garbage_in_the_address_is_a_sentence(page: Page, server: str) -> None:
    open_at(page, server, "left=%3Cscript%3Ealert(1)%3C/script%3E&scene=9")
    notices = page.get_by_test_id("stAlert")
    expect(notices).to_have_count(2)
    expect(notices.first).to_contain_text("scene")
    expect(page.get_by_text("alert(1)")).to_have_count(0)
    expect(sentence(page)).to_contain_text("Flat line at 373 km/s: RMSE 363 km/s, best 223.")


def test_headings_do_not_skip_a_level(page: Page, server: str) -> None:
    open_at(page, server, f"open={FOLDS}")
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map((h) => +h.tagName[1])"
    )
    assert levels[:1] == [1]
    assert all(after <= before + 1 for before, after in pairwise(levels))
