"""Planted sessions, run as pytest runs them, with and without CI."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SKIPS = {
    "mark": "import pytest\n@pytest.mark.skip(reason='planted')\ndef test_it(): pass\n",
    "call": "import pytest\ndef test_it(): pytest.skip('planted')\n",
    "fixture": (
        "import pytest\n@pytest.fixture\ndef gone(): pytest.skip('planted')\n"
        "def test_it(gone): pass\n"
    ),
    "module": "import pytest\npytest.importorskip('planted')\ndef test_it(): pass\n",
}
PASSES = {
    "pass": "def test_it(): pass\n",
    "xfail": "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False\n",
}


def session(folder: Path, source: str, ci: str, *options: str) -> subprocess.CompletedProcess[str]:
    """A pytest session of its own: the planted file, and one with a test that passes."""
    (folder / "test_planted.py").write_text(source)
    (folder / "test_other.py").write_text("def test_other(): pass\n")
    (folder / "pytest.ini").write_text("[pytest]\n")
    plugins = ["-p", "tests.strict_ci", "-p", "no:cacheprovider", *options]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-c", folder / "pytest.ini", *plugins, folder],
        cwd=ROOT,
        env={**os.environ, "CI": ci, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("workers", [(), ("-p", "xdist", "-n", "1")], ids=["alone", "xdist"])
@pytest.mark.parametrize("kind", SKIPS)
def test_a_skip_fails_in_ci_and_names_its_reason(tmp_path, kind, workers):
    run = session(tmp_path, SKIPS[kind], "1", *workers)
    assert run.returncode in (1, 2), run.stdout
    assert "is skipped, and CI is set" in run.stdout
    assert "planted" in run.stdout


@pytest.mark.parametrize("kind", SKIPS)
def test_a_skip_is_allowed_elsewhere(tmp_path, kind):
    assert session(tmp_path, SKIPS[kind], "").returncode == 0


@pytest.mark.parametrize("kind", PASSES)
def test_nothing_else_fails(tmp_path, kind):
    run = session(tmp_path, PASSES[kind], "1")
    assert run.returncode == 0, run.stdout


def test_this_session_is_strict(request):
    assert request.config.pluginmanager.has_plugin("tests.strict_ci")
