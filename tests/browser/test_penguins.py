"""All penguins in a real browser: a bird that is clicked, and the way along the ranks."""

import numpy as np
import pytest
from playwright.sync_api import Page

from lossviz.figures import regions as figures
from lossviz.figures.live import LiveFigure
from lossviz.multiclass.feature_pairs import PairFit
from lossviz.multiclass.measured import MEASURED
from lossviz.multiclass.regions import regions
from lossviz.ui.picked import DIE_LOSS
from tests.browser.hands import Live, Wire, off_by
from tests.browser.test_binary import ALMOST, MARK
from tests.conftest import Server

pytestmark = pytest.mark.browser

PATH, NAME = "/multi-class-cross-entropy?scene=3", "multi-class-cross-entropy"
PENGUINS = MEASURED["penguins"]
FIT = PairFit(DIE_LOSS.at(), PENGUINS, "length", "flipper")
ALONE = int(np.flatnonzero((PENGUINS.x[:, [0, 2]] == [58.0, 181.0]).all(axis=1))[0])
"""Row, from 0 on, of a Chinstrap with no other near it."""


def same(live: Live, bird: int) -> bool:
    """Whether sentence, bars, costs and ring are those of a bird."""
    expected: LiveFigure = figures.regions_live(regions(FIT, bird))
    apart = [off_by(live, expected.figures[k], k) for k in (1, 2)]
    (ring,) = (trace for trace in live.drawn() if trace["name"] == "picked")
    off = (np.array(ring["points"]) - FIT.columns[bird - 1]) / ring["perPixel"]
    return live.sentence() == expected.sentence and max(*apart, np.abs(off).max()) < ALMOST


def test_a_bird_is_clicked_and_the_slider_goes_on_from_it(page: Page, server: Server) -> None:
    wire = Wire().listen(page)
    live = Live(page, NAME).open(server + PATH)
    assert live.sentence() == figures.regions_live(regions(FIT, 0), told=False).sentence
    page.mouse.click(*page.evaluate(MARK, [NAME, figures.BIRDS, ALONE]))
    live.settled(f"bird={ALONE + 1}")
    assert same(live, ALONE + 1)
    assert live.stop("rank") == regions(FIT, ALONE + 1).rank
    wire.count()
    live.grab("rank")
    live.drag("rank", 1)
    second = int(FIT.rows[regions(FIT, 0).order[1]]) + 1
    assert same(live, second)
    assert wire.count() == 0
    page.mouse.up()
    live.settled(f"bird={second}")
    assert same(live, second)
