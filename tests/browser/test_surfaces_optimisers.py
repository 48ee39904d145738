"""Loss surfaces, the fold of optimisers, in a browser: the steps by key, the start by mouse."""

import pytest
from playwright.sync_api import Page, expect

from lossviz.figures import optimisers as figures
from lossviz.surfaces.contest import Contest
from lossviz.surfaces.optimisers import ADAM, mini_batch
from lossviz.ui.picked import SQUARED
from lossviz.ui.specs.surfaces_optimisers import HUBER, ground_of
from lossviz.words import optimisers as say
from tests.browser.hands import Live, off_by
from tests.conftest import Server

pytestmark = pytest.mark.browser

NAME = "loss-surfaces-optimisers"
LINK = "/loss-surfaces?open=optimisers&rule=batch&rival=adam&rulesteps=30"
ALMOST = 0.05  # px
KEYS = figures.Keys(
    ("rulerate", "rivalrate"), ("rulea", "ruleb"), "rulesteps", ((0.001, 1.0), (1.0, 1000.0))
)
FONTS = """() => ['Main', 'Math', 'Size2'].every((name) => [...document.fonts].some(
  (font) => font.family === `KaTeX_${name}` && font.status === 'loaded'))"""
# how far formulas reach beyond the box they are in
TOO_WIDE = """() => [...document.querySelectorAll('.katex-display')]
  .map((node) => node.scrollWidth - node.closest('[data-testid=stMarkdown]').clientWidth)"""


def view(a: float, b: float, step: int) -> Contest:
    rules = (mini_batch(4, 0), ADAM)
    return Contest(ground_of(SQUARED.key), rules, a, b, 0.1, 50.0, float(step))


def test_steps_by_key_and_the_start_by_mouse(page: Page, server: Server) -> None:
    live = Live(page, NAME).open(server + LINK)
    said = page.locator("p.lossviz-sentence")
    flat = ground_of(SQUARED.key).starts["flat"]
    expect(said.filter(has_text=say.contest_sentence(view(*flat, 30)))).to_be_visible()
    page.locator(".lossviz-grip[aria-label^='Handle: Steps']").last.press("ArrowRight")
    live.settled("rulesteps=31")
    one = view(*flat, 31)
    expect(said.filter(has_text=say.contest_sentence(one))).to_be_visible()
    first = page.locator(".lossviz-plot").count() - 3
    for number in (1, 2):
        shown = figures.contest(one, KEYS).figures[number]
        assert off_by(live, shown, first + number) < ALMOST
    # the whole path goes with its start, while the hand still holds it
    page.locator(".lossviz-plot").nth(first).scroll_into_view_if_needed()
    page.mouse.move(*live.place(*flat))
    page.mouse.down()
    page.mouse.move(*live.place(0.0, 0.0), steps=5)
    live.frames()
    there = view(*live.dot(), 31)
    expect(said.filter(has_text=say.contest_sentence(there))).to_be_visible()
    assert off_by(live, figures.contest(there, KEYS).figures[2], first + 2) < ALMOST
    page.mouse.up()
    query = live.settled("rulea=").query()
    assert abs(float(query["rulea"][0])) < 10
    expect(said.filter(has_text="31 steps")).to_be_visible()


def test_the_widest_lines_of_a_step_fit_a_phone(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    # Adam on Huber after 100 steps: each number has a power of ten
    page.goto(f"{server}/loss-surfaces?open=update&ground={HUBER.key}&rule=adam&rulesteps=100")
    expect(page.locator(".katex-display")).to_have_count(12)
    page.wait_for_function(FONTS)  # others are wider
    assert max(page.evaluate(TOO_WIDE)) <= 0
