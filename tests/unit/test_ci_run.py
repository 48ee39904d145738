"""`.ci/run` in a folder of its own, every command it calls replaced by one that writes a log."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci" / "run"
README = """# A project
<!-- run-line -->
```sh
start-app
```
<!-- test-line -->
```sh
set-up one && set-up two && run-tests
```
<!-- test-line-windows -->
```bat
never
```
"""
LOG = '#!/bin/sh\necho "${0##*/} $* CI=$CI" >> "$LOG_FILE"\ncat\n'  # cat ends: stdin is empty


class Machine:
    """A folder with the script, a README and a PATH that holds only what is put there."""

    def __init__(self, folder: Path):
        self.folder, self.bin, self.log = folder, folder / "bin", folder / "log"
        self.bin.mkdir()
        for tool in ("bash", "awk", "env", "dirname", "cat", "sh"):
            (self.bin / tool).symlink_to(shutil.which(tool))
        for tool in ("set-up", "run-tests", "apt-get", "python3"):
            self.put(f"bin/{tool}", LOG)
        for tool in ("ruff", "mypy"):
            self.put(f".venv/bin/{tool}", LOG)
        self.put("bin/id", "#!/bin/sh\necho 0\n")
        self.put(".ci/run", SCRIPT.read_text())
        self.put("README.md", README)

    def put(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def run(self) -> tuple[int, list[str]]:
        """Exit code, and the commands called in order, each with the CI it saw."""
        never_read, never_written = os.pipe()  # a read of standard input would hang
        try:
            done = subprocess.run(
                [self.folder / ".ci" / "run"],
                env={"PATH": str(self.bin), "LOG_FILE": str(self.log)},
                stdin=never_read,
                timeout=30,
                check=False,
            )
        finally:
            os.close(never_read)
            os.close(never_written)
        return done.returncode, self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
def machine(tmp_path) -> Machine:
    return Machine(tmp_path)


ASK_PYTHON = "python3 -c import ensurepip, venv CI=1"
CHECKS_AND_TESTS = [
    "set-up one CI=1",
    "set-up two CI=1",
    "ruff check . CI=1",
    "ruff format --check . CI=1",
    "mypy  CI=1",
    "set-up one CI=1",
    "set-up two CI=1",
    "run-tests  CI=1",
]


def test_a_bare_machine_is_filled_first(machine):
    machine.put("bin/python3", "#!/bin/sh\nexit 1\n")
    code, calls = machine.run()
    assert code == 0
    assert calls[:2] == [
        "apt-get update CI=1",
        "apt-get install -y --no-install-recommends python3 python3-venv chromium CI=1",
    ]
    assert calls[2:] == CHECKS_AND_TESTS


@pytest.mark.parametrize(
    "browser", ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
)
def test_nothing_is_installed_where_nothing_is_missing(machine, browser):
    machine.put(f"bin/{browser}", LOG)
    assert machine.run() == (0, [ASK_PYTHON, *CHECKS_AND_TESTS])


def test_only_what_is_missing_is_installed(machine):
    code, calls = machine.run()
    assert code == 0
    assert "apt-get install -y --no-install-recommends chromium CI=1" in calls


def test_sudo_is_used_by_others_than_root(machine):
    machine.put("bin/id", "#!/bin/sh\necho 1000\n")
    machine.put("bin/sudo", '#!/bin/sh\necho "sudo $1" >> "$LOG_FILE"\nshift\nexec "$@"\n')
    code, calls = machine.run()
    assert code == 0
    assert calls[1:3] == ["sudo -n", "apt-get update CI=1"]
    assert calls[-1] == "run-tests  CI=1"


def test_without_root_and_sudo_it_says_what_to_install(machine, capfd):
    machine.put("bin/id", "#!/bin/sh\necho 1000\n")
    code, calls = machine.run()
    assert code == 1
    assert calls == [ASK_PYTHON]
    assert "please install as root: chromium" in capfd.readouterr().err


@pytest.mark.parametrize(
    "broken", ["bin/run-tests", "bin/set-up", ".venv/bin/ruff", ".venv/bin/mypy"]
)
def test_a_failure_anywhere_fails_the_run(machine, broken):
    machine.put(broken, "#!/bin/sh\nexit 3\n")
    assert machine.run()[0] == 3


def test_a_readme_without_the_line_fails(machine, capfd):
    machine.put("README.md", "# A project\n")
    assert machine.run()[0] == 1
    assert "no test line" in capfd.readouterr().err
