"""What a hand does to a live figure in a browser, and what is then on the screen."""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import numpy as np
import plotly.graph_objects as go
from PIL import Image
from playwright.sync_api import Locator, Page, WebSocket

# a figure that is drawn and whose hands know what every stop looks like
READY = """(name) => {
  const live = window.lossvizFigures?.get(name);
  if (!live?.plots.length || !live.plots.every((plot) => plot.node._fullData?.length)) return false;
  return [...live.hands.values()].every((hand) => live.track(hand));
}"""

# where on the page the hand `key` is at stop k, and how many stops there are
SPOT = """([name, key, k]) => {
  const live = window.lossvizFigures.get(name);
  const { data } = live.hands.get(key);
  const { handle, stops } = data;
  const at = (axis) => {
    const where = handle[axis];
    return Array.isArray(where) ? where[k] : where ?? stops[k];
  };
  const plot = live.plots[handle.plot];
  const box = plot.node.getBoundingClientRect();
  const [left, top] = plot.axes().at(at('x'), at('y'));
  return [box.left + left, box.top + top];
}"""

# every trace as it is drawn, read back from the nodes of the plot, in the units of its axes
DRAWN = """(plot) => plot._fullData.filter((trace) => trace.visible === true).map((trace) => {
  const full = (axis) => plot._fullLayout[axis.replace(/^([xy])/, '$1axis')];
  const [xaxis, yaxis] = [full(trace.xaxis ?? 'x'), full(trace.yaxis ?? 'y')];
  const group = plot.querySelector(`.scatterlayer .trace${trace.uid}`);
  const back = ([x, y]) => [xaxis.p2l(Number(x)), yaxis.p2l(Number(y))];
  const numbers = (text) => text.match(/-?[0-9.]+(?:e-?[0-9]+)?/g).map(Number);
  const pairs = (flat) => flat.flatMap((x, i) => (i % 2 ? [] : [back([x, flat[i + 1]])]));
  const shown = (node) => node.style.display !== 'none';
  const all = (selector) => [...(group?.querySelectorAll(selector) ?? [])].filter(shown);
  const own = (node) => [...node.querySelectorAll('tspan.line')].map((line) => line.textContent);
  return {
    name: trace.name,
    perPixel: [1 / Math.abs(xaxis._m), 1 / Math.abs(yaxis._m)],
    line: all('.js-line').flatMap((node) => pairs(numbers(node.getAttribute('d') || '0')
      .slice(node.getAttribute('d') ? 0 : 1))),
    points: all('.points .point').flatMap((node) => pairs(numbers(node.getAttribute('transform')))),
    texts: all('.textpoint text').map((node) => own(node).join('<br>') || node.textContent),
  };
})"""

# what plotly itself has in its data
DATA = """(plot) => plot._fullData.map(({ name, x, y }) => ({ name, x: [...x], y: [...y] }))"""

PLACE = """([name, number, x, y]) => {
  const plot = window.lossvizFigures.get(name).plots[number];
  const box = plot.node.getBoundingClientRect();
  const [left, top] = plot.axes().at(x, y);
  return [box.left + left, box.top + top];
}"""
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass
class Wire:
    """The messages that the page has sent to the server."""

    sent: list[object] = field(default_factory=list)

    def listen(self, page: Page) -> "Wire":
        """From now on."""

        def opened(socket: WebSocket) -> None:
            socket.on("framesent", lambda message: self.sent.append(message))

        page.on("websocket", opened)
        return self

    def count(self) -> int:
        """How many since the last time."""
        number = len(self.sent)
        self.sent.clear()
        return number


@dataclass(frozen=True)
class Live:
    """The live figure called `name` on a page."""

    page: Page
    name: str

    def open(self, url: str) -> "Live":
        """Go to an address and wait until everything can be moved."""
        self.page.goto(url)
        return self.ready()

    def ready(self) -> "Live":
        """Wait until what can be moved has its track, for the picture on screen."""
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
        self.page.wait_for_function(READY, arg=self.name)
        return self

    def settled(self, query: str) -> "Live":
        """Wait until the address says `query`, and Python and plotly have answered."""
        self.page.wait_for_function("(query) => location.search.includes(query)", arg=query)
        self.ready()
        frames = (
            "l => [...l.hands.values()].every(h => !h.held) && l.data.answered >= (l.said ?? 0)"
        )
        self.page.wait_for_function(
            f"(name) => ({frames})(window.lossvizFigures.get(name))", arg=self.name
        )
        self.frames()
        return self

    def frames(self) -> None:
        """Wait until what was asked is painted."""
        self.page.evaluate(TWO_FRAMES)

    def sentence(self) -> str:
        """The sentence that follows the hand."""
        return (
            self.page.locator(f".st-key-{self.name} .lossviz-sentence")
            .or_(self.page.locator(".lossviz-sentence"))
            .first.inner_text()
        )

    def says(self, sentence: str) -> None:
        """Wait until the sentence is this one."""
        said = "([name, text]) => window.lossvizFigures.get(name).sentence.textContent === text"
        self.page.wait_for_function(said, arg=[self.name, sentence])

    def grip(self, label: str) -> Locator:
        """The handle called `label`."""
        return self.page.locator(f".lossviz-grip[aria-label^='Handle: {label}']")

    def bar(self, label: str) -> Locator:
        """The slider called `label`."""
        return self.page.locator(".lossviz-range").and_(self.page.get_by_role("slider", name=label))

    def plot(self, number: int = 0) -> Locator:
        """One plot."""
        return self.page.locator(".lossviz-plot").nth(number)

    def stops(self, key: str) -> list[float]:
        """The stops of a hand."""
        return list(
            self.page.evaluate(
                "([name, key]) => window.lossvizFigures.get(name).hands.get(key).data.stops",
                [self.name, key],
            )
        )

    def stop(self, key: str) -> float:
        """The stop a hand is at."""
        return float(
            self.page.evaluate(
                "([name, key]) => { const hand = window.lossvizFigures.get(name).hands.get(key);"
                " return hand.data.stops[hand.k] }",
                [self.name, key],
            )
        )

    def spot(self, key: str, k: int) -> tuple[float, float]:
        """Where on the page a hand is at stop k."""
        x, y = self.page.evaluate(SPOT, [self.name, key, k])
        return x, y

    def here(self, key: str) -> tuple[float, float]:
        """Where on the page a hand is now."""
        k = self.page.evaluate(
            "([name, key]) => window.lossvizFigures.get(name).hands.get(key).k", [self.name, key]
        )
        return self.spot(key, k)

    def place(self, x: float, y: float, plot: int = 0) -> tuple[float, float]:
        """Where on the page a place of a plot is."""
        left, top = self.page.evaluate(PLACE, [self.name, plot, x, y])
        return left, top

    def dot(self) -> tuple[float, float]:
        """Where the handle is that moves both ways, in the units of its plot."""
        x, y = self.page.evaluate("(name) => window.lossvizFigures.get(name).plane.at", self.name)
        return x, y

    def grab(self, key: str) -> None:
        """Take hold of a handle by mouse."""
        self.page.mouse.move(*self.here(key))
        self.page.mouse.down()

    def drag(self, key: str, k: int) -> None:
        """Move what is held to stop k."""
        self.page.mouse.move(*self.spot(key, k))
        self.frames()

    def query(self) -> dict[str, list[str]]:
        """What the address says."""
        return parse_qs(urlsplit(self.page.url).query)

    def drawn(self, number: int = 0) -> list[dict]:
        """The traces of one plot as its nodes show them."""
        return list(self.plot(number).evaluate(DRAWN))

    def data(self, number: int = 0) -> list[dict]:
        """The traces of one plot as plotly has them."""
        return list(self.plot(number).evaluate(DATA))

    @contextmanager
    def hidden_grips(self) -> Iterator[None]:
        """Without the rings, which say where the mouse and the focus are."""
        style = self.page.add_style_tag(content=".lossviz-grips { visibility: hidden }")
        yield
        style.evaluate("(node) => node.remove()")

    def picture(self) -> np.ndarray:
        """What is on screen of all plots."""
        self.frames()
        shot = self.page.locator(".lossviz-plots").first.screenshot()
        return np.asarray(Image.open(BytesIO(shot)).convert("RGB"), dtype=np.int16)


def numbers(values: Sequence[object]) -> np.ndarray:
    """Values with gaps, whatever a gap is called."""
    return np.array([math.nan if v is None else v for v in values], dtype=np.float64)


def plotted(figure: go.Figure) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Trace -> x and y of a figure made in Python."""
    return {t.name: (numbers(t.x), numbers(t.y)) for t in figure.data}


def off_by(live: Live, figure: go.Figure, number: int = 0) -> float:
    """Largest distance in pixels between what is drawn and what Python says; inf if unlike.

    Lines, points and texts of every trace.
    """
    drawn = live.drawn(number)
    if [one["name"] for one in drawn] != [trace.name for trace in figure.data]:
        return math.inf
    worst = 0.0
    for one, trace in zip(drawn, figure.data, strict=True):
        xy = np.column_stack(plotted(go.Figure([trace], _validate=False))[trace.name])
        xy = xy[~np.isnan(xy).any(axis=1)]
        for mode, found in (("lines", one["line"]), ("markers", one["points"])):
            if mode not in trace.mode:
                continue
            got = np.array(found).reshape(-1, 2)
            if got.shape != xy.shape:
                return math.inf
            if len(xy):
                worst = max(worst, float(np.abs((got - xy) / one["perPixel"]).max()))
        if "text" in trace.mode and one["texts"] != [str(text) for text in trace.text]:
            return math.inf
    return worst


def differing(one: np.ndarray, other: np.ndarray) -> tuple[int, int]:
    """How many pixels differ by more than antialiasing does, and the most that any differs.

    Plotly draws a line with gaps as one path per piece, the hand as one path: where two pieces lie
    on each other their soft edges add up in one and not in the other.
    """
    if one.shape != other.shape:
        return one.size, 255
    apart = np.abs(one - other).max(axis=2)
    return int((apart > 100).sum()), int(apart.max())
