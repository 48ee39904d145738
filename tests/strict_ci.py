"""Where CI is set, a skipped test is a failed one: nothing may be left out unseen.

Loaded by `-p tests.strict_ci` in .pytest.ini, so that no test folder can forget it.
"""

import os
from collections.abc import Generator

import pytest

Report = pytest.TestReport | pytest.CollectReport


def _failed_if_skipped(report: Report) -> Report:
    expected_failure = hasattr(report, "wasxfail")  # pytest files these under "skipped" as well
    if os.environ.get("CI") and report.skipped and not expected_failure:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} is skipped, and CI is set. {reason}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Judge a test skipped by mark, fixture or call, after every other plugin had its say."""
    report = yield
    _failed_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Judge a module that skips itself while it is imported."""
    report = yield
    _failed_if_skipped(report)
    return report
