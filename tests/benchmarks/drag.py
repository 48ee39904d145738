"""How often the picture follows a hand: every hand of every figure, through its whole range.

Run `python -m tests.benchmarks.drag`. A hand is moved to another stop in every frame, in a headless
Chromium that draws in software. Printed are painted updates per second (frames in which the shown
stop is another one; 60 is the ceiling), milliseconds of JavaScript per stop, and messages to the
server while the hand moves. For a handle that moves both ways: answers per second, and the round
trip of a question. Nothing passes or fails; absolute times do not carry over to another machine.
"""

import argparse
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from tests.browser.hands import Wire
from tests.conftest import DESKTOP, FLAGS, Server, installed_browser

PLACES = {
    "Start": "/?sixth=0",
    "Start, tent, upside down": "/?sixth=0&noise=tent&upside=1",
    "Start, heavy tail, upside down": "/?sixth=0&noise=heavy tail&upside=1",
    "Start, fold of pulls": "/?sixth=0&open=pulls",
    "Squared error, squares": "/squared-error?left=200",
    "Squared error, pulls": "/squared-error?left=200&scene=2",
    "Outliers, up and down": "/outliers",
    "Outliers, sideways": "/outliers?scene=2",
    "Outliers, for real": "/outliers?scene=3",
    "Outliers, fold of any point": "/outliers?open=any",
    "Maximum likelihood, hill": "/maximum-likelihood",
    "Maximum likelihood, six, heavy tail": "/maximum-likelihood?noise=heavy tail&sixth=1",
    "Maximum likelihood, coin": "/maximum-likelihood?noise=coin",
    "Maximum likelihood, a line": "/maximum-likelihood?scene=2&step=4",
    "Maximum likelihood, terms": "/maximum-likelihood?scene=3&strike=log",
    "Maximum likelihood, all noises": "/maximum-likelihood?open=noises",
    "Maximum likelihood, width": "/maximum-likelihood?open=width",
    "Maximum likelihood, wrong noise": "/maximum-likelihood?open=wrong",
    "Binary cross-entropy, sigmoid": "/binary-cross-entropy",
    "Binary cross-entropy, one label": "/binary-cross-entropy?scene=2",
    "Binary cross-entropy, three meters": "/binary-cross-entropy?scene=3",
    "Multi-class cross-entropy, triangle": "/multi-class-cross-entropy",
    "Multi-class cross-entropy, smoothed": "/multi-class-cross-entropy?scene=2",
    "Multi-class cross-entropy, penguins": "/multi-class-cross-entropy?scene=3",
    "Information, strip": "/information",
    "Information, counts": "/information?scene=2",
    "Information, swapped": "/information?scene=3",
    "Loss surfaces, walk": "/loss-surfaces",
    "Loss surfaces, rate": "/loss-surfaces?scene=2",
    "Loss surfaces, one nebula": "/loss-surfaces?scene=3",
    "Loss surfaces, in three dimensions": "/loss-surfaces?open=solid",
    "Loss surfaces, side by side": "/loss-surfaces?open=side",
    "Loss surfaces, optimisers": "/loss-surfaces?open=optimisers",
}

HANDS = """() => [...window.lossvizFigures].flatMap(([name, live]) => [
  ...[...live.hands].filter(([, hand]) => live.track(hand)).map(([key]) => [name, key]),
  ...(live.plane ? [[name, null]] : []),
])"""

READY = """() => {
  const all = [...(window.lossvizFigures?.values() ?? [])];
  return all.length && all.every((live) => live.plots.length && live.seal
    && live.plots.every((plot) => plot.node._fullData?.length)
    && [...live.hands.values()].every((hand) => live.track(hand)));
}"""

SWEEP = """([name, key, seconds]) => new Promise((done) => {
  const live = window.lossvizFigures.get(name);
  const hand = live.hands.get(key);
  const spent = [];
  const { arrive } = hand;
  hand.arrive = (k) => {
    const before = performance.now();
    arrive.call(hand, k);
    spent.push(performance.now() - before);
  };
  const { last } = hand;
  const { handle } = hand.data;
  const to = (k) => {
    const at = hand.coordinate(k);
    if (hand.grip) hand.grip.act.drag(...(handle.along === 'x' ? [at, 0] : [0, at]));
    else hand.act.drag(k);
  };
  let [k, way, frames, updates, seen] = [hand.k, 1, 0, 0, hand.k];
  hand.act.grab();
  const begin = performance.now();
  const tick = () => {
    frames += 1;
    if (hand.k !== seen) updates += 1;
    seen = hand.k;
    const elapsed = (performance.now() - begin) / 1000;
    if (elapsed > seconds) {
      delete hand.arrive;
      done({ stops: last + 1, updates: updates / elapsed, frames: frames / elapsed, spent });
      return;
    }
    if (k + way > last || k + way < 0) way = -way;
    k = Math.max(0, Math.min(last, k + way));
    to(k);
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})"""

ROAM = """([name, seconds]) => new Promise((done) => {
  const live = window.lossvizFigures.get(name);
  const { plane } = live;
  window.lossvizTrips = [];
  const { x_range: x, y_range: y } = plane.data;
  const place = ([low, high], turn) => low + (high - low) * (0.5 + 0.4 * turn);
  let [frames, updates, seen] = [0, 0, ''];
  plane.grip.act.grab();
  const begin = performance.now();
  const tick = () => {
    frames += 1;
    const now = String(plane.at);
    if (now !== seen) updates += 1;
    seen = now;
    const elapsed = (performance.now() - begin) / 1000;
    if (elapsed > seconds) {
      done({ updates: updates / elapsed, frames: frames / elapsed, trips: window.lossvizTrips });
      return;
    }
    plane.grip.act.drag(place(x, Math.cos(2 * elapsed)), place(y, Math.sin(3 * elapsed)));
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})"""

HEAD = (
    f"{'figure':<32} {'hand':<10} {'stops':>5} {'updates/s':>9} {'frames/s':>8}"
    f" {'ms/stop':>8} {'p95':>6} {'messages':>8}"
)


def row(place: str, key: str, found: dict[str, Any], messages: int) -> str:
    """One line of the table."""
    spent = np.array(found["spent"])
    return (
        f"{place:<32} {key:<10} {found['stops']:>5} {found['updates']:>9.1f}"
        f" {found['frames']:>8.1f} {np.median(spent):>8.2f} {np.percentile(spent, 95):>6.2f}"
        f" {messages:>8}"
    )


def plane_row(place: str, found: dict[str, Any], messages: int, seconds: float) -> str:
    """The line of a handle that moves both ways."""
    trips = np.array(found["trips"] or [np.nan])
    return (
        f"{place:<32} {'both ways':<10} {'-':>5} {found['updates']:>9.1f} {found['frames']:>8.1f}"
        f" {'-':>8} {'-':>6} {messages:>8}   {len(found['trips']) / seconds:.1f} answers/s, round"
        f" trip median {np.median(trips):.1f} ms, p95 {np.percentile(trips, 95):.1f} ms"
    )


def measure(page: Page, wire: Wire, place: str, url: str, seconds: float) -> None:
    """Open a page and move each of its hands; a fresh page for each, so that none is hurried."""
    page.goto(url)
    page.wait_for_function(READY, timeout=60_000)
    for name, key in page.evaluate(HANDS):
        page.goto(url)
        page.wait_for_function(READY, timeout=60_000)
        page.wait_for_timeout(1000)
        wire.count()
        if key is None:
            found = page.evaluate(ROAM, [name, seconds])
            print(plane_row(place, found, wire.count(), seconds), flush=True)
        else:
            found = page.evaluate(SWEEP, [name, key, seconds])
            print(row(place, key, found, wire.count()), flush=True)


def main() -> None:
    """Start the app and a browser, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=3.0, help="per hand")
    parser.add_argument("--only", default="", help="part of a figure's name")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server("app.py", Path(folder) / "log")
        try:
            url = server.wait()
            chromium = playwright.chromium.launch(executable_path=installed_browser(), args=FLAGS)
            page = chromium.new_page(viewport=DESKTOP)
            wire = Wire().listen(page)
            print(HEAD)
            for place, path in PLACES.items():
                if options.only in place:
                    measure(page, wire, place, url + path, options.seconds)
            chromium.close()
        finally:
            server.stop()


if __name__ == "__main__":
    main()
