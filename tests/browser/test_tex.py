"""Every formula of the project as the reader's browser sets it."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from lossviz.ui.controls import PageSpec
from lossviz.ui.specs.walk import WALK
from tests.browser.apps.tex import COLOUR, derived, formulas

pytestmark = pytest.mark.browser

APP = "tests/browser/apps/tex.py"
# What KaTeX could not read: it says so in red, as an error or in place of the command. A backslash
# or a dollar that the reader sees is TeX that nobody has read.
BAD = """() => [...document.querySelectorAll('.katex-error, .katex-html *')].filter((node) => {
  const red = getComputedStyle(node).color === 'rgb(204, 0, 0)';
  return red || node.matches('.katex-error') || /[\\\\$]/.test(node.textContent);
}).map((node) => node.textContent)"""
# in how many formulas something has the colour
IN_COLOUR = """(colour) => [...document.querySelectorAll('.st-key-formulas .katex-html')]
  .filter((formula) => [...formula.querySelectorAll('*')]
    .some((node) => getComputedStyle(node).color === colour)).length"""
IN_LINES = ".st-key-formulas .katex-display"
IN_CELLS = ".st-key-lossviz-card td .katex"


def test_every_formula_is_set(page: Page, serve: Callable[[str], str]) -> None:
    page.goto(serve(APP))
    expect(page.locator(IN_LINES)).to_have_count(len(formulas()))
    expect(page.locator(IN_CELLS)).to_have_count(2 * len(derived()))
    assert page.evaluate(BAD) == []
    assert "$" not in page.locator(".st-key-lossviz-card").inner_text()
    marked = sum(COLOUR in tex for tex in formulas())
    assert page.evaluate(IN_COLOUR, "rgb(194, 89, 12)") == marked > len(derived())


@pytest.mark.parametrize("wrong", [r"\undefinedmacro x", r"\frac{1}{", r"\textcolor{red}{\bad}"])
def test_a_wrong_formula_is_noticed(page: Page, serve: Callable[[str], str], wrong: str) -> None:
    page.goto(f"{serve(APP)}?planted={quote(wrong)}")
    page.wait_for_function(f"() => ({BAD})().length > 0")


@pytest.mark.parametrize("spec", [spec for spec, _ in WALK], ids=[spec.key for spec, _ in WALK])
def test_every_formula_of_a_page_is_set(page: Page, server: str, spec: PageSpec) -> None:
    path = "" if spec.number == 1 else spec.key
    page.goto(f"{server}/{path}?open={','.join(spec.folds)}")
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    assert page.locator("h1").count() == 1
    assert page.evaluate(BAD) == []
