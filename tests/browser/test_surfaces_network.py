"""Loss surfaces in a real browser: a long training of the small network, stopped."""

import re

import pytest
from playwright.sync_api import Page, expect

from lossviz.figures import network as figures
from lossviz.surfaces.moons import CLOUDS
from lossviz.surfaces.network_training import Training
from lossviz.surfaces.slices import PathPlane, Slice
from lossviz.ui.picked import COIN_LOSS
from lossviz.words import network as say
from tests.browser.hands import Live, off_by
from tests.conftest import Server

pytestmark = pytest.mark.browser

NAME = "loss-surfaces-network"
ALMOST = 0.05  # px
SEED = 7  # of no other test: nobody has trained it yet


def test_training_is_stopped_and_what_was_reached_is_shown(page: Page, server: Server) -> None:
    page.goto(f"{server}/loss-surfaces?open=network&netsteps=100&netseed={SEED}&slope=100")
    live = Live(page, NAME).ready()
    said = page.locator("p.lossviz-sentence")
    expect(said.filter(has_text="After 100 steps the mean loss")).to_be_visible()
    page.get_by_role("button", name="100,000 steps").click()
    bar = page.get_by_test_id("stProgress")
    expect(bar).to_contain_text("of 100,000 steps")
    page.get_by_role("button", name="Stop").click()
    told = page.get_by_text(re.compile(r"Stopped after [\d,]+ steps\."))
    expect(told).to_be_visible()
    expect(bar).to_have_count(0)
    live.settled("netstopped=1")
    query = live.query()
    assert query["slope"] == ["100"]  # the scene is where it was
    steps = int(query.get("netsteps", ["1000"])[0])  # the default is not in a link
    assert 0 < steps < 100_000
    assert f"Stopped after {steps:,} steps." in told.inner_text()
    training = Training(COIN_LOSS.at(), CLOUDS["moons"], SEED, 1.0)
    while training.done < steps:
        training.advance()
    view = training.seen(steps, steps)
    cut = Slice(view.loss_at, view.clouds, view.thetas, PathPlane.of(view.thetas))
    expected = figures.network(view, cut, "netat")
    expect(said.filter(has_text=say.network_sentence(cut, view))).to_be_visible()
    first = page.locator(".lossviz-plot").count() - 3
    assert off_by(live, expected.figures[1], first + 1) < ALMOST
    # the step in the hand, by key: the dot and the sentence go with it
    grip = page.locator(".lossviz-grip[aria-label^='Handle: Step']").last
    grip.press("ArrowLeft")
    page.wait_for_url(re.compile(r"netat=\d+"))
    step = int(live.settled("netat").query()["netat"][0])
    assert step == view.kept[-2]
    before = say.network_sentence(cut, training.seen(steps, step))
    expect(said.filter(has_text=before)).to_be_visible()


def test_two_quick_clicks_are_heard_while_training_runs(page: Page, server: Server) -> None:
    # the answer to the first came after the second, took it back on screen, and the next run of
    # the training said so before the second was heard
    page.goto(f"{server}/loss-surfaces?open=network&netseed={SEED + 1}&netsteps=100000")
    expect(page.get_by_test_id("stProgress")).to_be_visible(timeout=30_000)
    random, birds = (
        page.get_by_role("radio", name=name) for name in ("Random directions", "Penguins")
    )
    random.click()
    page.wait_for_timeout(150)
    birds.click()
    page.wait_for_url(lambda url: "netslice=random" in url and "netdata=penguins" in url)
    expect(birds).to_be_checked()
