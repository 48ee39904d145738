"""Binary cross-entropy in a real browser: both handles of the sigmoid, a flight clicked."""

import pytest
from playwright.sync_api import Page

from lossviz import LOSSES
from lossviz.binary.problems import orings
from lossviz.binary.sigmoid import Sigmoid
from lossviz.figures import sigmoid_flights as figures
from lossviz.figures.live import LiveFigure
from tests.browser.hands import Live, Wire, off_by
from tests.conftest import Server

pytestmark = pytest.mark.browser

PATH, NAME = "/binary-cross-entropy", "binary-cross-entropy"
ALMOST = 0.02  # px
LOSS = LOSSES["binary_cross_entropy"].at()
# where point k of the marks is on the page
MARK = """([name, trace, k]) => {
  const plot = window.lossvizFigures.get(name).plots[0];
  const box = plot.node.getBoundingClientRect();
  const { x, y } = plot.node._fullData.find((one) => one.name === trace);
  const [left, top] = plot.axes().at(x[k], y[k]);
  return [box.left + left, box.top + top];
}"""


def drawn(live: Live, flip: tuple[str, ...] = ()) -> LiveFigure:
    """What Python draws where both hands are."""
    view = Sigmoid(LOSS, orings(flip), live.stop("height"), live.stop("steep"))
    return figures.sigmoid(view, "height", "steep")


def same(live: Live, flip: tuple[str, ...] = ()) -> bool:
    expected = drawn(live, flip)
    apart = [off_by(live, figure, k) for k, figure in enumerate(expected.figures)]
    return live.sentence() == expected.sentence and max(apart) < ALMOST


def click(page: Page, flight: int) -> None:
    x, y = page.evaluate(MARK, [NAME, figures.MARKS, flight])
    page.mouse.click(x, y)


def test_both_handles_a_click_and_the_best_curve(page: Page, server: Server) -> None:
    wire = Wire().listen(page)
    live = Live(page, NAME).open(server + PATH)
    assert live.sentence().endswith("mean 0.6145.")
    assert same(live)
    last = len(live.stops("steep")) - 1
    wire.count()
    live.grab("steep")
    for k in (last, live.stops("steep").index(0.23)):
        live.drag("steep", k)
        assert live.stop("steep") == live.stops("steep")[k]
        assert same(live)
    assert wire.count() == 0
    page.mouse.up()
    live.settled("steep=0.23")
    live.grab("height")
    for k in (0, live.stops("height").index(0.2)):
        live.drag("height", k)
        assert same(live)
    page.mouse.up()
    live.settled("height=0.2")
    click(page, 20)
    live.settled("flip=61-a")
    assert same(live, ("61-a",))
    click(page, 20)
    page.wait_for_function("!location.search.includes('flip')")
    live.ready()
    assert same(live)
    page.get_by_role("button", name="Show best").click()
    live.settled("best=1")
    assert live.sentence().endswith("Best 0.442, and flight 61-A alone pays 24 % of it.")
