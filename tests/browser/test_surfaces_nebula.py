"""Loss surfaces, scene 3, in a real browser: one nebula in the hand moves both maps."""

import pytest
from playwright.sync_api import Page

from lossviz.figures.nebula import nebula
from lossviz.surfaces.nebula import Nebula
from lossviz.ui.picked import ABSOLUTE, SQUARED
from lossviz.ui.specs.surfaces_nebula import HUBBLE
from tests.browser.hands import Live, Wire, off_by
from tests.conftest import Server

pytestmark = pytest.mark.browser

NAME, HAND = "loss-surfaces", "velocity"
ALMOST = 0.05  # px


def test_a_nebula_dragged_far_up_slides_the_bowl_and_moves_its_crease(
    server: Server, page: Page
) -> None:
    wire = Wire().listen(page)
    live = Live(page, NAME).open(f"{server}/loss-surfaces?scene=3")
    row = HUBBLE.labels.index("NGC 4649")

    def expected(velocity: float, *, told: bool) -> tuple:
        view = Nebula(SQUARED.at(), ABSOLUTE.at(), HUBBLE, row, velocity)
        live_figure = nebula(view, HAND, told=told)
        return live_figure.sentence, live_figure.figures

    stops = live.stops(HAND)
    wire.count()
    live.grab(HAND)
    for velocity in (-1550.0, 2400.0):
        live.drag(HAND, stops.index(velocity))
        sentence, figures = expected(velocity, told=False)
        live.says(sentence)
        live.frames()
        assert [off_by(live, one, k) < ALMOST for k, one in enumerate(figures)] == [True] * 3
    assert wire.count() == 0  # the curves of equal height are lines: the browser has them all
    page.mouse.up()
    live.settled("velocity=2400")
    sentence, figures = expected(2400.0, told=True)
    live.says(sentence)
    assert [off_by(live, one, k) < ALMOST for k, one in enumerate(figures)] == [True] * 3
