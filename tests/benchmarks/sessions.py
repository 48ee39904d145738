"""How a hundred readers fit one process: answers to their hands beside those to a reader alone.

Run `python -m tests.benchmarks.sessions`. Readers are sessions without a browser: each opens a page
over the WebSocket as a browser does, and lets go of a hand at another stop about every ten seconds,
in time with nobody. Printed per page: milliseconds from the message to the end of the answer, for
one reader alone and with all of them, how many answers came later than the next move, and what a
reader weighs. Nothing passes or fails; ratios carry over to another machine.
"""

import argparse
import asyncio
import json
import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.conftest import Server

PAGES = (
    "start", "squared-error", "outliers", "maximum-likelihood", "binary-cross-entropy",
    "multi-class-cross-entropy", "information", "loss-surfaces",
)  # fmt: skip
SEED = 6


@dataclass
class Reader:
    """One session on a page, and how long it has waited for each answer."""

    page: str
    rng: random.Random
    waited: list[float] = field(default_factory=list)
    late: int = 0
    figure: dict[str, Any] = field(default_factory=dict)
    widget: str = ""
    fragment: str = ""
    script: str = ""
    query: str = ""

    async def open(self, url: str) -> "Reader":
        """Connect and load the page."""
        address = url.replace("http", "ws", 1) + "/_stcore/stream"
        self.socket = await websockets.connect(
            address, subprotocols=["streamlit"], max_size=None, open_timeout=120, ping_interval=None
        )
        message = BackMsg()
        message.rerun_script.page_name = "" if self.page == PAGES[0] else self.page
        await self._ask(message)
        return self

    async def _ask(self, message: BackMsg) -> None:
        message.rerun_script.query_string = self.query
        await self.socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await self.socket.recv())
            match answer.WhichOneof("type"):
                case "navigation":
                    self.script = answer.navigation.page_script_hash
                case "page_info_changed":
                    self.query = answer.page_info_changed.query_string
                case "delta":
                    self._take(answer)
                case "script_finished" if (
                    answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
                ):
                    return

    def _take(self, answer: ForwardMsg) -> None:
        element = answer.delta.new_element
        if element.WhichOneof("type") == "exception":
            raise RuntimeError(f"{self.page}: {element.exception.message}")
        if element.WhichOneof("type") == "bidi_component":
            said = json.loads(element.bidi_component.json)
            if said["kind"] == "figure" and said["figure"] == self.figure.get(
                "figure", said["figure"]
            ):
                self.figure, self.widget = said, element.bidi_component.id
                self.fragment = answer.delta.fragment_id

    def _there(self) -> dict[str, float]:
        """What the controls are told where a hand is let go."""
        plane = self.figure["plane"]
        if not self.figure["hands"]:
            return {
                plane[f"{side}_key"]: self.rng.uniform(*plane[f"{side}_range"]) for side in "xy"
            }
        hand = self.rng.choice(self.figure["hands"])
        k = self.rng.randrange(len(hand["stops"]))
        says = hand["says"] or {hand["key"]: hand["stops"]}
        return {key: values[k] for key, values in says.items()}

    async def move(self) -> None:
        """Let go of a hand at another stop."""
        move = {"values": self._there(), "held": False, "number": time.time_ns() // 1_000_000}
        message = BackMsg()
        run = message.rerun_script
        run.page_script_hash, run.fragment_id = self.script, self.fragment
        widget = run.widget_states.widgets.add()
        widget.id, widget.json_value = self.widget, json.dumps({"moved": move})
        began = time.perf_counter()
        await self._ask(message)
        self.waited.append(time.perf_counter() - began)

    async def go_on(self, seconds: float, period: float) -> None:
        """Move about every `period` seconds."""
        end = time.monotonic() + seconds
        due = time.monotonic() + self.rng.random() * period
        while due < end:
            await asyncio.sleep(max(due - time.monotonic(), 0))
            await self.move()
            due += period * self.rng.uniform(0.7, 1.3)
            self.late += due < time.monotonic()


def megabytes(process: int) -> float:
    """Memory that a process holds; 0 where the system does not say."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


async def measure(server: Server, readers: int, seconds: float, period: float) -> None:
    rng = random.Random(SEED)
    alone: dict[str, list[float]] = {}
    for page in PAGES:
        one = await Reader(page, rng).open(server.url)
        for _move in range(8):
            await one.move()
        alone[page] = one.waited[2:]
        await one.socket.close()
    before = megabytes(server.process.pid)
    began = time.perf_counter()
    crowd = [
        await Reader(PAGES[n % len(PAGES)], random.Random(SEED + n)).open(server.url)
        for n in range(readers)
    ]
    opened = time.perf_counter() - began
    await asyncio.gather(*(reader.go_on(seconds, period) for reader in crowd))
    weight = (megabytes(server.process.pid) - before) / readers
    waited = defaultdict(list)
    for reader in crowd:
        waited[reader.page] += reader.waited
    print(f"{'page':28}{'alone':>8}{'with all':>10}{'p95':>8}{'ratio':>8}{'moves':>8}")
    for page in PAGES:
        one, all_ = statistics.median(alone[page]), statistics.median(waited[page])
        worst = statistics.quantiles(waited[page], n=20)[-1]
        print(f"{page:28}{1e3 * one:8.0f}{1e3 * all_:10.0f}{1e3 * worst:8.0f}{all_ / one:8.2f}"
              f"{len(waited[page]):8}")  # fmt: skip
    late = sum(reader.late for reader in crowd)
    print(f"{readers} readers opened in {opened:.1f} s, {weight:.1f} MB each; {late} answers late")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--period", type=float, default=10)
    chosen = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        server = Server("app.py", Path(folder) / "log")
        server.wait()
        try:
            asyncio.run(measure(server, chosen.readers, chosen.seconds, chosen.period))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
