"""From a key press on a slider to the changed line on the screen, one table of four ways.

Run `python -m tests.benchmarks.latency`: the Squared error page against a bare component that calls
`Plotly.react`, the live figure alone, and a bare `st.plotly_chart`, all with the same figure. They
take turns, so that a busy machine is busy for all. Times are of one clock, the page's: from
`keydown` until two frames after plotly's own lines differ from those before the key. What carries
over to another machine is the ratios.
"""

import argparse
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.conftest import DESKTOP, FLAGS, Server, installed_browser

WAYS = {
    "bare Plotly.react": ("tests/benchmarks/apps/bare_react.py", "/"),
    "bare live figure": ("tests/benchmarks/apps/bare_live.py", "/"),
    "this app, Squared error": ("app.py", "/squared-error"),
    "bare st.plotly_chart": ("tests/benchmarks/apps/bare_chart.py", "/"),
}
REFERENCE = "bare Plotly.react"
WARM_UP = 3  # presses per page that do not count

PROBE = """
window.probe = { sent: 0, answered: 0, pressed: 0 };
window.WebSocket = class extends window.WebSocket {
  constructor(...args) {
    super(...args);
    this.addEventListener('message', () => { window.probe.answered = performance.now(); });
  }
  send(data) {
    window.probe.sent ||= performance.now();
    return super.send(data);
  }
};
document.addEventListener('keydown', () => {
  Object.assign(window.probe, { sent: 0, answered: 0, pressed: performance.now() });
}, true);
window.lines = () => [...document.querySelectorAll('.js-plotly-plot .js-line')]
  .map((line) => line.getAttribute('d')).join();
window.painted = (before) => new Promise((resolve, reject) => {
  const frame = (then) => requestAnimationFrame(then);
  const look = () => {
    const now = window.lines();
    if (now && now !== before) {
      frame(() => frame(() => resolve({ ...window.probe, painted: performance.now() })));
    } else if (performance.now() - window.probe.pressed > 10000) {
      reject(new Error('no line moved within 10 s'));
    } else frame(look);
  };
  look();
});
"""


@dataclass
class Times:
    """Milliseconds of every press that counts."""

    total: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)


def percentile_95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def press(page: Page, key: str) -> tuple[float, float]:
    """(key to paint, message sent to last message received), ms.

    The app paints first and sends when the keys have come to rest.
    """
    before = page.evaluate("window.lines()")
    page.keyboard.press(key)
    stamps = page.evaluate("before => window.painted(before)", before)
    page.wait_for_timeout(400)  # a reader is no machine, and late messages belong to this press
    late = page.evaluate("window.probe")
    return stamps["painted"] - stamps["pressed"], late["answered"] - late["sent"]


def opened(page: Page, url: str, probe: str = PROBE, bars: str = ".lossviz-range") -> Page:
    """A page at rest, its first slider in focus; `bars` finds those of a live figure."""
    page.add_init_script(probe)
    page.goto(url)
    page.wait_for_function("window.lines() !== ''", timeout=60_000)
    page.wait_for_timeout(1500)
    own = page.locator(bars)
    (own if own.count() else page.get_by_role("slider")).first.focus()
    return page


def measure(pages: dict[str, Page], rounds: int, presses: int) -> dict[str, Times]:
    """Presses in blocks, one page after the other, up in one round and down in the next."""
    times = {name: Times() for name in pages}
    for number in range(rounds):
        for name, page in pages.items():
            page.bring_to_front()
            key = ("ArrowRight", "ArrowLeft")[number % 2]
            for count in range(presses + WARM_UP):
                total, server = press(page, key)
                if count >= WARM_UP:
                    times[name].total.append(total)
                    times[name].server.append(server)
    return times


def table(times: dict[str, Times], reference: str = REFERENCE) -> str:
    """One line per way: median and 95th percentile, and both against the reference."""
    rule = statistics.median(times[reference].total), percentile_95(times[reference].total)
    lines = [
        "key press to paint, ms       n   median      p95    server   median/bare   p95/bare",
    ]
    for name, one in times.items():
        median, high = statistics.median(one.total), percentile_95(one.total)
        lines.append(
            f"{name:<24} {len(one.total):>5} {median:>8.1f} {high:>8.1f}"
            f" {statistics.median(one.server):>9.1f} {median / rule[0]:>13.2f}"
            f" {high / rule[1]:>10.2f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Start a server for each way and a browser, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--presses", type=int, default=15)
    parser.add_argument("--script", default=WAYS["this app, Squared error"][0])
    parser.add_argument("--path", default=WAYS["this app, Squared error"][1])
    options = parser.parse_args()
    ways = {**WAYS, "this app, Squared error": (options.script, options.path)}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        logs = Path(folder)
        servers = {
            name: Server(way[0], logs / f"{i}") for i, (name, way) in enumerate(ways.items())
        }
        try:
            chromium = playwright.chromium.launch(executable_path=installed_browser(), args=FLAGS)
            pages = {
                name: opened(chromium.new_page(viewport=DESKTOP), servers[name].wait() + path)
                for name, (_, path) in ways.items()
            }
            print(table(measure(pages, options.rounds, options.presses)))
            chromium.close()
        finally:
            for server in servers.values():
                server.stop()


if __name__ == "__main__":
    main()
