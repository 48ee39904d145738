"""Loss surfaces, scene 2, in a real browser: the upright line of the learning rate is in the hand.

Its number of steps is a dot that is gone where no number of steps is enough, its grip is not.
"""

import pytest
from playwright.sync_api import Page

from lossviz.data.problems import LINE_PROBLEMS
from lossviz.figures.stable_rate import stable_rate
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.scaling import RAW, SCALED, prepared
from lossviz.surfaces.stable_rate import RATES, StableRate
from lossviz.ui.picked import SQUARED
from tests.browser.hands import Live
from tests.conftest import Server

pytestmark = pytest.mark.browser

NAME, HAND = "loss-surfaces", "pace"


def sentence(rate: float, how: str = RAW, *, revealed: bool = True) -> str:
    hill = LineHill(SQUARED.at(), prepared(LINE_PROBLEMS["hubble"], how))
    return stable_rate(StableRate(hill, RATES[how], rate), HAND, revealed=revealed).sentence


def the_line_is_at(live: Live, rate: float) -> None:
    """As it is drawn, and its grip is there to be taken."""
    live.frames()
    (line,) = [trace for trace in live.drawn(1) if trace["name"] == "learning rate"]
    assert [x for x, _y in line["line"]] == pytest.approx([rate, rate], abs=1e-3)
    box = live.grip("Learning rate").bounding_box()
    assert box is not None
    at, _top = live.here(HAND)
    assert box["x"] <= at <= box["x"] + box["width"]


def test_the_rate_is_dragged_over_its_limit_and_back_by_keys(server: Server, page: Page) -> None:
    live = Live(page, NAME).open(f"{server}/loss-surfaces?scene=2")
    live.says(sentence(0.1, revealed=False))
    the_line_is_at(live, 0.1)
    stops = live.stops(HAND)
    live.grab(HAND)
    live.drag(HAND, stops.index(0.505))
    # under the hand, before the server is asked
    live.says(sentence(0.505, revealed=False))
    assert "training explodes" in live.sentence()
    the_line_is_at(live, 0.505)
    page.mouse.up()
    live.settled("pace=0.505")
    assert "training explodes" in live.sentence()
    the_line_is_at(live, 0.505)
    shown = page.locator("[data-testid=stMain]").inner_text().lower().split()
    assert not {"nan", "inf", "undefined", "infinity"} & {word.strip("(),.:;") for word in shown}

    live.grip("Learning rate").focus()
    for _press in range(5):
        page.keyboard.press("ArrowLeft")
    live.says(sentence(0.48))  # 30 steps, from the lesson
    assert "30 steps until" in live.sentence()
    live.settled("pace=0.48")
    the_line_is_at(live, 0.48)

    page.get_by_role("radio", name="Centred and scaled").or_(
        page.get_by_role("button", name="Centred and scaled")
    ).click()
    live.says(sentence(0.48, SCALED))
    live.settled("prepared=scaled")
    live.grip("Learning rate").focus()
    for _press in range(2):
        page.keyboard.press("ArrowRight")
    live.settled("pace=0.5")
    live.says(sentence(0.5, SCALED))
    assert "1 step until" in live.sentence()
    the_line_is_at(live, 0.5)
