"""Information in a real browser: forecast bars in the hand that stay a forecast."""

import pytest
from playwright.sync_api import Page

from lossviz.data.observations import OBSERVATIONS
from lossviz.figures.strip import strip_figures
from lossviz.information.strip import Strip, forecast_of, shares_of
from lossviz.words import strip as say_strip
from tests.browser.hands import Live, Wire, off_by
from tests.conftest import Server

pytestmark = pytest.mark.browser

PATH, NAME = "/information", "information"
ALMOST = 0.02  # px
PENGUINS = OBSERVATIONS["penguins"]


def strip_at(first: float, second: float) -> Strip:
    return Strip(PENGUINS, forecast_of(first, second, shares_of(PENGUINS)))


def heights(live: Live) -> list[float]:
    """How high the three forecast bars are drawn, from plotly's own data."""
    return [max(one["y"]) for one in live.data() if one["name"].startswith("forecast of ")]


def test_a_bar_in_the_hand_and_the_others_give_way(page: Page, server: Server) -> None:
    wire = Wire().listen(page)
    live = Live(page, NAME).open(server + PATH)
    assert live.sentence().startswith("Adelie 90 %, Chinstrap 5 %, Gentoo 5 %: 1.7186 nats")
    stops = live.stops("gentoo")
    wire.count()
    live.grab("gentoo")
    for k in (len(stops) - 1, stops.index(0.4)):
        live.drag("gentoo", k)
        value = live.stop("gentoo")
        view = strip_at(*((1 - value) * part for part in (18 / 19, 1 / 19)))
        assert live.sentence() == say_strip.strip_sentence(view)
    for number, figure in enumerate(strip_figures(view)):
        assert off_by(live, figure, number) < ALMOST
    assert wire.count() == 0  # nothing is asked while the hand moves
    page.mouse.up()
    live.settled("chinstrap=0.031579")
    assert sum(heights(live)) == pytest.approx(1.0, abs=2e-6)
    # the other rings stand where their bars are now
    live.grip("forecast of Adelie").press("End")
    live.settled("adelie=1")
    assert heights(live) == [1.0, 0.0, 0.0]
    assert "the excess has no end" in live.sentence()
    page.get_by_role("button", name="Match the shares").click()
    live.settled("adelie=0.44186")
    assert "exactly the floor, excess 0." in live.sentence()
