"""The watch of the browser fixtures sees what it must, and lets pass only Streamlit's own noise."""

import pytest

from tests.conftest import Server, is_noise, watch

pytestmark = pytest.mark.browser

APP = "tests/browser/apps/live.py"


@pytest.mark.parametrize(
    ("planted", "seen"),
    [
        ("console.error('planted')", "console: planted"),
        ("setTimeout(() => { throw new Error('planted') })", "page: planted"),
        ("fetch('http://localhost.invalid/x').catch(() => {})", "request to another host"),
        ("new WebSocket('ws://localhost.invalid/x')", "request to another host: ws://"),
        ("fetch('/media/not-there.png')", "console: Failed to load resource"),
    ],
)
def test_a_planted_problem_is_seen(page, serve, problems, planted, seen):
    page.goto(serve(APP))
    page.wait_for_selector(".lossviz-plot")
    page.evaluate(f"() => {{ {planted}; }}")
    for _wait in range(50):  # a busy machine takes its time
        if any(seen in problem for problem in problems):
            break
        page.wait_for_timeout(200)
    assert any(seen in problem for problem in problems), problems
    page.wait_for_timeout(1000)  # one flaw may be noted twice
    problems.clear()


def test_a_tab_lent_again_is_as_new(tabs, serve):
    wide = {"viewport": {"width": 900, "height": 500}, "color_scheme": "dark"}
    state = """() => [innerWidth, innerHeight, matchMedia('(prefers-color-scheme: dark)').matches,
      matchMedia('(prefers-reduced-motion: reduce)').matches, matchMedia('print').matches,
      sessionStorage.length, history.scrollRestoration, window.left ?? null, scrollY,
      document.visibilityState, document.querySelectorAll(':hover').length]"""
    page, problems = tabs.lend(wide), []
    page.goto(serve(APP))
    page.wait_for_selector(".lossviz-plot")
    first = page.evaluate(state)
    end = watch(page, problems)
    page.evaluate("() => { window.left = 1; sessionStorage.setItem('left', 'behind') }")
    page.set_viewport_size({"width": 400, "height": 700})
    page.emulate_media(media="print", color_scheme="light", reduced_motion="reduce")
    page.mouse.move(200, 300)
    page.mouse.down()
    assert page.evaluate(state) != first
    end()
    tabs.take_back(page, wide)
    again = tabs.lend(wide)
    assert again is page
    again.goto(serve(APP))
    again.wait_for_selector(".lossviz-plot")
    assert again.evaluate(state) == first
    again.evaluate("() => console.error('nobody watches')")
    assert problems == []
    again.add_init_script("window.left = 2")
    tabs.take_back(again, wide)
    assert tabs.lend(wide) is not page


@pytest.mark.parametrize(
    ("path", "noise"),
    [
        ("/squared-error/_stcore/health", True),
        ("/squared-error/_stcore/host-config", True),
        ("/_stcore/health", False),
        ("/squared-error/_stcore/stream", False),
    ],
)
def test_only_the_probe_of_a_page_below_is_noise(path, noise):
    assert is_noise(f"http://127.0.0.1:8501{path}") == noise


def test_a_server_that_does_not_start_shows_its_log(tmp_path):
    with pytest.raises(RuntimeError, match="does not exist"):
        Server("tests/browser/apps/nowhere.py", tmp_path / "log").wait()
