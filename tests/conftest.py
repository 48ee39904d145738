"""Fixtures for tests in a browser: the real server, a real Chromium, and a watch on both."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    WebSocket,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).parents[1]
START_SECONDS = 60
DESKTOP = {"width": 1200, "height": 900}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",  # 3D without a graphics card
]
# Streamlit looks for its own address when a page below it is opened: two answers are "not found".
PROBE = re.compile(r"(/[^/]+)+/_stcore/(health|host-config)")


expect.set_options(timeout=20_000)  # a cold start on a busy machine


# ---- the server ---------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


class Server:
    """`streamlit run script` from the root of the project, as a reader would start it."""

    def __init__(self, script: str, log: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = log
        command = [sys.executable, "-m", "streamlit", "run", script, "--server.headless", "true"]
        command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
        with log.open("w") as out:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
            )

    def wait(self) -> str:
        """The address, once the server answers; RuntimeError with its log if it does not."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            if answers(self.url):
                return self.url
            time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"the server did not start; its log:\n{self.log.read_text()}")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Address of a running server for a script, started once per script and worker."""
    running: dict[str, Server] = {}
    folder = tmp_path_factory.mktemp("servers")

    def start(script: str) -> str:
        if script not in running:
            server = Server(script, folder / f"{len(running)}.log")
            server.wait()
            running[script] = server
        return running[script].url

    yield start
    for server in running.values():
        server.stop()


@pytest.fixture(scope="session")
def server(serve: Callable[[str], str]) -> str:
    """Address of the app itself."""
    return serve("app.py")


# ---- the browser --------------------------------------------------------------------------------


def installed_browser() -> str | None:
    """Path of a Chrome or Chromium of this machine."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
    programs = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")]
    usual = [
        Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
        *(Path(p, "Google", "Chrome", "Application", "chrome.exe") for p in programs if p),
    ]
    found = [path for name in names if (path := shutil.which(name))]
    found += [str(path) for path in usual if path.exists()]
    return found[0] if found else None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium: an installed one, else Playwright's own."""
    with sync_playwright() as playwright:
        try:
            chromium = playwright.chromium.launch(executable_path=installed_browser(), args=FLAGS)
        except Error as error:
            pytest.skip(
                "no browser: install Chrome or Chromium, or run 'python -m playwright install"
                f" chromium' ({error.message.splitlines()[0]})"
            )
        yield chromium
        chromium.close()


def is_noise(url: str) -> bool:
    return bool(PROBE.fullmatch(urlsplit(url).path))


def watch(page: Page, problems: list[str]) -> Callable[[], None]:
    """Note down errors of the console and the page, and every request to another host.

    Returns what ends the watch.
    """

    def on_console(message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        if message.type == "error" and not is_noise(url):
            problems.append(f"console: {message.text} ({url})")

    def on_error(error: Error) -> None:
        problems.append(f"page: {error}")

    def on_request(request: Request | WebSocket) -> None:
        address = urlsplit(request.url)
        if address.scheme.startswith(("http", "ws")) and address.hostname != "127.0.0.1":
            problems.append(f"request to another host: {request.url}")

    listeners = {"console": on_console, "pageerror": on_error, "request": on_request}
    listeners["websocket"] = on_request  # has a url as well
    for event, listener in listeners.items():
        page.on(event, listener)

    def end() -> None:
        for event, listener in listeners.items():
            page.remove_listener(event, listener)

    return end


@pytest.fixture
def problems() -> list[str]:
    """What went wrong in the browser so far; a test that expects a problem takes it out."""
    return []


class Tabs:
    """Tabs lent to one test after another: a tab that has loaded the app loads it again at once.

    Every test has a new document and a new session, in a process that knows the scripts.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: dict[str, BrowserContext] = {}  # one per set of options, with its cache
        self.free: dict[str, list[Page]] = {}
        self.spoiled: set[Page] = set()

    def lend(self, options: dict[str, object]) -> Page:
        name = repr(sorted(options.items()))
        if name not in self.contexts:
            self.contexts[name] = self.browser.new_context(**{"viewport": DESKTOP, **options})
        free = self.free.setdefault(name, [])
        page = free.pop() if free else self.contexts[name].new_page()
        page.bring_to_front()
        plant = page.add_init_script

        def planted(*args: object, **kwargs: object) -> None:
            self.spoiled.add(page)
            plant(*args, **kwargs)

        page.add_init_script = planted
        return page

    def take_back(self, page: Page, options: dict[str, object]) -> None:
        """As it was opened, for the next test; not where a script awaits every later document."""
        if page.is_closed():
            return
        if page in self.spoiled:
            page.close()
            return
        del page.add_init_script
        page.evaluate("() => { if (location.protocol === 'http:') sessionStorage.clear() }")
        page.goto("about:blank")
        page.mouse.up()
        page.mouse.move(-9, -9)
        page.set_viewport_size(options.get("viewport", DESKTOP))
        page.emulate_media(
            media="screen",
            color_scheme=options.get("color_scheme", "light"),
            reduced_motion=options.get("reduced_motion", "no-preference"),
        )
        self.free[repr(sorted(options.items()))].append(page)


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Tabs:
    return Tabs(browser)


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture
def open_page(
    tabs: Tabs, problems: list[str], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """A watched page, e.g. open_page(color_scheme="dark").

    The test fails if a problem is left at its end.
    """
    lent: list[tuple[Page, dict[str, object], Callable[[], None]]] = []

    def new(**options: object) -> Page:
        page = tabs.lend(options)
        lent.append((page, options, watch(page, problems)))
        return page

    yield new
    for page, options, end in lent:
        if FAILED in request.node.stash:
            page.close()
        else:
            end()
            tabs.take_back(page, options)
    assert problems == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A watched page, 1200 by 900."""
    return open_page()
