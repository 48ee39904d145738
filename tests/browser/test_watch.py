"""The watch of the browser fixtures sees what it must, and lets pass only Streamlit's own noise."""

import pytest

from tests.conftest import Server, is_noise

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
