"""Maximum likelihood in a real browser: the hill in the hand, the coin, the lines by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from lossviz import LOSSES
from lossviz.data.observations import OBSERVATIONS
from lossviz.figures.stems import curve_figure, hill_figure
from lossviz.likelihood.stems import Stems
from lossviz.likelihood.steps import StepView, location_derivation
from lossviz.location import WIDTH
from lossviz.numerics import UNIT
from lossviz.ui.specs.maximum_likelihood import FIVE, SIX
from lossviz.words import likelihood as say
from lossviz.words import steps as words_steps
from tests.browser.hands import Live, Wire, differing, off_by
from tests.conftest import Server

pytestmark = pytest.mark.browser

PATH, NAME = "/maximum-likelihood", "maximum-likelihood"
ALMOST, FEW = 0.02, 12  # px; pixels
LOSS_OF = {
    "bell": LOSSES["squared_error"].at(),
    "tent": LOSSES["absolute_error"].at(),
    "heavy tail": LOSSES["student_t"].at(nu=3.0, c=WIDTH),
    "coin": LOSSES["binary_cross_entropy"].at(),
}


def stems_at(noise: str, here: float, key: str = "newcomb_5") -> Stems:
    observed = OBSERVATIONS["orings" if noise == "coin" else key]
    return Stems(LOSS_OF[noise], observed, here, WIDTH)


def test_the_hill_is_the_handle_and_moves_without_a_word(page: Page, server: Server) -> None:
    wire = Wire().listen(page)
    live = Live(page, NAME).open(server + PATH)
    last = len(live.stops("at")) - 1
    wire.count()
    live.grab("at")
    for k in (0, last, live.stops("at").index(29.0)):
        live.drag("at", k)
        view = stems_at("bell", live.stop("at"))
        assert live.stop("at") == live.stops("at")[k]
        assert live.sentence() == say.stems_sentence(view)
        assert off_by(live, hill_figure(view, FIVE)) < ALMOST
        assert off_by(live, curve_figure(view, FIVE), 1) < ALMOST
    assert wire.count() == 0
    assert "at=" not in page.url
    page.mouse.up()
    live.settled("at=29")
    page.wait_for_timeout(500)
    assert wire.count() == 1
    assert live.sentence() == (
        "Short stem, long bar. Best hill = shortest stack: 29.0, stack 13.9. And the stack is"
        " exactly 0.156 × MSE + 11.5: that is why MSE."
    )


@pytest.mark.parametrize(("noise", "sixth"), [("tent", 1), ("heavy tail", 0), ("coin", 0)])
def test_stops_are_those_of_python(page: Page, server: Server, noise: str, sixth: int) -> None:
    live = Live(page, NAME).open(f"{server}{PATH}?noise={noise}&sixth={sixth}")
    key = "p" if noise == "coin" else "at"
    where = UNIT if noise == "coin" else SIX if sixth else FIVE
    last = len(live.stops(key)) - 1
    live.grab(key)
    for k in (last // 7, last // 2, 0, last, 3 * last // 4):
        live.drag(key, k)
        view = stems_at(noise, live.stop(key), "newcomb_6" if sixth else "newcomb_5")
        assert live.sentence() == say.stems_sentence(view)
        assert off_by(live, hill_figure(view, where)) < ALMOST
        assert off_by(live, curve_figure(view, where), 1) < ALMOST
    page.mouse.up()


@pytest.mark.parametrize("noise", ["bell", "coin"])
def test_what_is_under_the_hand_is_what_plotly_draws(
    page: Page, server: Server, noise: str
) -> None:
    live = Live(page, NAME).open(f"{server}{PATH}?noise={noise}")
    key = "p" if noise == "coin" else "at"
    for k in (12, 70):
        live.grab(key)
        live.drag(key, 40)
        live.drag(key, k)
        with live.hidden_grips():
            held = live.picture()
            page.mouse.up()
            live.settled(f"{key}=")
            few, most = differing(held, live.picture())
        assert few <= FEW, (k, few, most)


def test_the_coin_by_keyboard_to_both_ends(page: Page, server: Server) -> None:
    live = Live(page, NAME).open(f"{server}{PATH}?noise=coin")
    grip = live.grip("Probability of distress")
    grip.press("Home")
    live.settled("p=0")
    assert "“distress” is impossible, yet it happened" in live.sentence()
    grip.press("End")
    live.settled("p=1")
    assert "“none” is impossible, yet it happened" in live.sentence()


def line_on_screen(page: Page) -> str:
    return page.get_by_text(re.compile(r"^Line \d of \d$")).inner_text()


def test_lines_forward_and_back_by_keyboard(page: Page, server: Server) -> None:
    live = Live(page, NAME).open(f"{server}{PATH}?scene=2")
    lines = len(location_derivation(LOSS_OF["bell"], WIDTH).steps)
    page.locator("h1").click()  # the focus is on nothing
    for line in range(2, lines + 1):
        page.keyboard.press("ArrowRight")
        page.get_by_text(f"Line {line} of {lines}").wait_for()
        live.settled(f"step={line}")
        view = StepView(LOSS_OF["bell"], OBSERVATIONS["newcomb_5"], 24.0, WIDTH, line - 1)
        assert live.sentence() == words_steps.line_sentence(view)
        expect(page.get_by_text(view.step.why.split(":")[0][:40]).first).to_be_visible()
        expect(page.get_by_text("on your 5 readings.")).to_be_visible()
    expect(page.get_by_role("button", name="Forward")).to_be_disabled()
    page.keyboard.press("ArrowLeft")
    page.get_by_text(f"Line {lines - 1} of {lines}").wait_for()
    expect(page.locator(".katex-error")).to_have_count(0)


def test_arrows_on_the_hill_move_the_hill_and_not_the_lines(page: Page, server: Server) -> None:
    live = Live(page, NAME).open(f"{server}{PATH}?scene=2&step=3")
    live.grip("Where the hill stands").press("ArrowRight")
    live.settled("at=24.25")
    live.bar("Where the hill stands").press("ArrowRight")
    live.settled("at=24.5")
    assert line_on_screen(page) == "Line 3 of 7"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_changes_has_one_colour_in_formula_and_figure(
    page: Page, server: Server, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    Live(page, NAME).open(f"{server}{PATH}?scene=2&step=4")
    parts = page.locator(".katex [style*=rgb]")
    formula = parts.evaluate_all("nodes => nodes.map((n) => getComputedStyle(n).color)")
    curve = page.locator(".lossviz-plot").nth(1).locator(".js-line").nth(1)
    assert set(formula) == {curve.evaluate("n => getComputedStyle(n).stroke")}


def test_a_struck_term_lets_the_width_run(page: Page, server: Server) -> None:
    live = Live(page, NAME).open(f"{server}{PATH}?scene=3")
    page.get_by_role("button", name="n log width").click()
    live.settled("strike=log")
    live.bar("Width").press("End")
    live.settled("width=100")
    assert "the best width was 10.66 ns; now it runs to the edge" in live.sentence().lower()
    assert "0.38 at 100" in live.sentence()
    page.get_by_role("button", name="n log width").click()
    page.wait_for_url(lambda url: "strike" not in url)
    live.ready()
    assert "runs to the edge" not in live.sentence()


def test_the_dot_on_the_contours_asks_by_the_route(page: Page, server: Server) -> None:
    wire = Wire().listen(page)
    live = Live(page, f"{NAME}-width").open(f"{server}{PATH}?open=width")
    wire.count()
    grip = page.locator(".lossviz-grip[aria-label*='dot']").last
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    before = live.sentence()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y + 30, steps=6)
    page.wait_for_function(
        "([name, before]) => window.lossvizFigures.get(name).sentence.textContent !== before",
        arg=[live.name, before],
    )
    assert wire.count() == 0
    assert "mu=" not in page.url
    page.mouse.up()
    page.wait_for_url(re.compile("mu=.*sigma="))


def test_the_hill_is_to_be_had_within_its_axes_only(page: Page, server: Server) -> None:
    live = Live(page, NAME).open(server + PATH)
    taken = "([x, y]) => document.elementFromPoint(x, y).classList.contains('lossviz-grip')"
    x, y = live.here("at")
    assert page.evaluate(taken, [x, y])
    foot = page.evaluate(
        "([name]) => { const plot = window.lossvizFigures.get(name).plots[0];"
        " const box = plot.node.getBoundingClientRect(); const { corner, size } = plot.axes();"
        " return [box.left + corner[0], box.left + corner[0] + size[0],"
        " box.top + plot.axes().at(0, 0)[1]]; }",
        [NAME],
    )
    left, right, level = foot
    assert page.evaluate(taken, [left + 6, level])
    for outside in (left - 20, right + 20, right + 300):
        assert not page.evaluate(taken, [outside, level])


def test_boxes_follow_the_dot_that_moves_both_ways(page: Page, server: Server) -> None:
    live = Live(page, f"{NAME}-width").open(f"{server}{PATH}?open=width")
    grip = page.locator(".lossviz-grip[aria-label*='dot']").last
    grip.scroll_into_view_if_needed()
    before = live.bar("Location of the dot").input_value()
    box = grip.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 70, box["y"] + 30, steps=6)
    live.frames()
    assert live.bar("Location of the dot").input_value() != before
    page.mouse.up()
