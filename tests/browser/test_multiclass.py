"""Multi-class cross-entropy in a real browser: the dot in the triangle."""

import re

import pytest
from playwright.sync_api import Page

from lossviz.figures import triangle as figures
from lossviz.multiclass.triangle import HEIGHT, Forecast, place_of
from lossviz.words import triangle as say
from tests.browser.hands import Live, Wire, off_by
from tests.conftest import Server

pytestmark = pytest.mark.browser

PATH, NAME = "/multi-class-cross-entropy", "multi-class-cross-entropy"
ALMOST = 0.02  # px
SAID = """([name, text]) =>
  window.lossvizFigures.get(name).sentence.textContent.includes(text)"""


def said(live: Live, text: str) -> None:
    live.page.wait_for_function(SAID, arg=[live.name, text])


def test_the_cost_follows_the_dot_and_the_dot_stays_within(page: Page, server: Server) -> None:
    wire = Wire().listen(page)
    live = Live(page, NAME).open(server + PATH)
    wire.count()
    page.mouse.move(*live.place(0.5, HEIGHT / 3))
    page.mouse.down()
    for shares in ([0.2, 0.5, 0.3], [0.6, 0.1, 0.3]):
        place = place_of(shares)
        page.mouse.move(*live.place(*place), steps=5)
        live.frames()
        view = Forecast(1, *live.dot())
        assert view.shares == pytest.approx(shares, abs=0.0101)
        live.says(say.charge_sentence(view))
        bars = figures.charged(view, x_key="right", y_key="up").figures[1]
        assert off_by(live, bars, 1) < ALMOST
    # far outside, to the upper right: the nearest place is on that side
    page.mouse.move(*live.place(0.95, 0.6), steps=5)
    live.frames()
    x, y = live.dot()
    assert y == pytest.approx((1 - x) * 2 * HEIGHT, abs=1e-9)
    assert (x - 0.95) * 0.5 - (y - 0.6) * HEIGHT == pytest.approx(0, abs=0.01)
    page.mouse.move(*live.place(0.4, -0.3), steps=3)
    said(live, "Chinstrap was called impossible")
    assert live.dot()[1] == 0
    assert wire.count() == 0
    assert "up=" not in page.url
    assert page.evaluate("window.lossvizTrips.length") >= 3
    page.mouse.up()
    page.wait_for_url(re.compile("right=0.4&up=0$"))


def test_the_arrow_keys_move_the_dot_to_the_side_and_no_further(page: Page, server: Server) -> None:
    live = Live(page, NAME).open(f"{server}{PATH}?scene=2&right=0.5&up=0.857365")
    grip = live.grip("The forecast")
    for _press in range(3):
        grip.press("ArrowUp")
    page.wait_for_url(re.compile("up=0.866025"))
    live.ready()
    assert live.dot() == pytest.approx([0.5, HEIGHT], abs=1e-5)
    assert "the cost is without end" in live.sentence()
    grip.press("PageDown")
    page.wait_for_url(re.compile("up=0.779"))
    said(live, "+ excess")
