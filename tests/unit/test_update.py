"""The formulas of a step: each result recomputed from the digits that are printed."""

import re

import numpy as np
import pytest

from lossviz.surfaces.optimisers import batch_rows, mini_batch
from lossviz.surfaces.update import Update
from lossviz.ui.specs.surfaces_optimisers import GROUNDS, LINES, ground_of, rates_of, rules_on
from lossviz.words import update as say
from tests.unit.test_contest import RULES

SQUARED, ABSOLUTE, _HUBER, TUKEY = LINES
STEPS = (0, 1, 20)


def one(ground=SQUARED, rule="gradient", step=20, start="flat", rate=None) -> Update:
    here = ground_of(ground)
    rate = rates_of(ground, rule)[1] if rate is None else rate
    return Update(here, RULES[rule], *here.starts[start], rate, step, 4, 0, 0.9)


def value(text: str) -> np.ndarray | float:
    """A printed number, column or matrix, with half a unit of its last digit as its error."""
    text = text.strip().replace(r"\,", "")
    if "pmatrix" in text:
        inner = re.search(r"\{pmatrix\}(.*)\\end", text)[1]
        rows = [[value(cell) for cell in row.split("&")] for row in inner.split(r"\\")]
        return np.array(rows).squeeze()
    found = re.fullmatch(r"(-?[0-9.]+)(?:\\times 10\^\{(-?\d+)\})?", text)
    return float(found[1]) * 10.0 ** int(found[2] or 0)


COLUMN = r"\\begin\{pmatrix\}.*?\\end\{pmatrix\}"
NUMBER = r"[0-9.]+(?:\\times 10\^\{-?\d+\})?"


def computed(line: str) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Of `letter = terms = result`: what the printed terms make, the result, and what they may be
    apart: some units of the sixth digit of the largest term."""
    parts = line.replace(r"\cdot", "*").split(" = ")
    if len(parts) < 3:
        return None
    terms, names = parts[1], {}

    def name(match: re.Match) -> str:
        names[f"x{len(names)}"] = value(match[0])
        return f"x{len(names) - 1}"

    formula = re.sub(COLUMN, name, terms).replace("^2", "**2")
    formula = re.sub(r"\\tfrac\{1\}\{([0-9.]+)\}", r"1/\1", formula)
    formula = re.sub(r"\\times 10\^\{(-?\d+)\}", r"e\1", formula)
    made = eval(formula, {}, names)
    size = sum(np.abs(v) * 1 for v in names.values())
    rate = max([1.0, *(float(n) for n in re.findall(r"(?<![x0-9.])[0-9.]+(?=\*)", formula))])
    square = 1 + max(np.abs(v).max() for v in names.values()) if "**2" in formula else 1
    printed = value(parts[2])
    return made, printed, 4e-6 * (size * rate * square + np.abs(printed))


def cases():
    for ground in GROUNDS:
        for rule in rules_on({"ground": ground}):
            for step in STEPS:
                yield one(ground, rule, step, ("flat", "low", "high")[step % 3])


def test_every_result_follows_from_the_printed_digits():
    checked = 0
    for view in cases():
        for _letters, numbers in say.formulas(view):
            found = computed(numbers)
            if found is not None:
                made, printed, apart = found
                assert (np.abs(made - printed) <= apart).all(), numbers
                checked += 1
    assert checked > 150


def test_the_check_sees_a_wrong_digit():
    view = one(rule="momentum")
    line = say.formulas(view)[1][1]
    result = line.split(" = ")[2]
    wrong = line.replace(result, say.column(view.after[1] * 1.0001))
    made, printed, apart = computed(wrong)
    assert not (np.abs(made - printed) <= apart).all()


def test_what_is_printed_is_the_walk():
    for view in cases():
        last = say.formulas(view)[-1][1]
        columns = re.findall(COLUMN, last)
        path = [np.array([view.a, view.b])]
        state = None
        for number in range(1, view.step + 2):
            theta, state = view.rule.move(
                view.ground.surface, path[-1], np.array([view.rate]), number, state
            )
            path.append(theta)
        np.testing.assert_allclose(value(columns[-1]), path[-1], rtol=1e-5)
        if len(columns) > 1:
            np.testing.assert_allclose(value(columns[0]), path[-2], rtol=1e-5)


def test_gradients_are_those_of_differences():
    for ground in GROUNDS:
        view = one(ground, "gradient", 1, "high")
        a, b = view.theta
        mean, h = view.ground.surface.mean, 1e-5
        by_differences = (
            float(mean(a + h, b) - mean(a - h, b)) / (2 * h),
            float(mean(a, b + h) - mean(a, b - h)) / (2 * h),
        )
        np.testing.assert_allclose(
            value(re.findall(COLUMN, say.formulas(view)[0][1])[0]), by_differences, rtol=2e-4
        )


@pytest.mark.parametrize("ground", [SQUARED, TUKEY, "sigmoid", "hidden"])
def test_what_rounding_leaves_of_a_zero_is_0(ground):
    # where Newton has arrived the rows cancel to some 1e-19
    here = ground_of(ground)
    start = (1.0, 1.2) if ground == "hidden" else here.starts["flat"]
    view = Update(here, RULES["newton"], *start, 1.0, 20)
    raw = view.ground.surface.gradient(*view.theta)
    assert (np.abs(raw) < 1e-12).all()
    lines = say.formulas(view)
    for column in (lines[0][1], lines[-1][1]):
        assert (value(re.findall(COLUMN, column)[-1 if column == lines[0][1] else 1]) == 0).all()
    assert say.notes(view) == "g is 0 here, up to rounding."
    # a slope of a place next to it is one, with the size that the Hessian says
    a, b = view.theta
    beside = Update(view.ground, RULES["gradient"], a + 1e-9 * max(abs(a), 1), b, 1.0, 0)
    off = np.array([beside.a - a, 0.0])
    np.testing.assert_allclose(beside.gradient, view.hessian @ off, rtol=1e-4)
    assert say.notes(beside) == ""
    assert view.ground.surface.row_gradients(*beside.theta).mean(axis=0) == pytest.approx(
        beside.gradient, rel=1e-4
    )


def test_reweighting_that_has_arrived_says_so():
    view = one(TUKEY, "irls", 100, rate=1.0)
    np.testing.assert_allclose(view.theta, view.ground.bests[0], rtol=1e-6)
    assert say.notes(view).startswith("The line with these weights is the one already there")
    assert (value(re.findall(COLUMN, say.formulas(view)[-1][1])[1]) == 0).all()
    assert "already there" not in say.notes(one(TUKEY, "irls", 2, rate=1.0))


def test_adam_by_hand_at_its_first_step():
    # m = 0.1 g and v = 0.001 g^2, so m-hat = g, v-hat = g^2: the step is the rate in each
    view = one(rule="adam", step=0)
    lines = say.formulas(view)
    m_hat, v_hat = (value(re.findall(COLUMN, lines[k][1])[-1]) for k in (3, 4))
    np.testing.assert_allclose(m_hat, view.gradient, rtol=1e-5)
    np.testing.assert_allclose(v_hat, view.gradient**2, rtol=1e-5)
    np.testing.assert_allclose(view.after[0], view.theta - 50 * np.sign(view.gradient), rtol=1e-6)
    assert r"\tfrac{1}{0.100000}\cdot" in lines[3][1]


def test_no_row_on_a_phone_has_two_columns():
    for view in cases():
        for _letters, numbers in say.formulas(view):
            rows = re.split(r" \\\\ &", say.in_rows(numbers))
            assert all(len(re.findall(COLUMN, row)) <= 1 for row in rows), rows
            # nothing is lost: the rows, put together again, are the line
            joined = "".join(rows).replace(r"\begin{aligned}", "").replace(r"\end{aligned}", "")
            bare = re.sub(r"&|\\quad|\{\}| ", "", joined)
            assert bare == re.sub(r"&|\{\}| ", "", numbers)


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({"rule": "batch"}, "the rows of this step: "),
        ({"rule": "irls"}, "All rows weigh the same, 1.00: this is plain least squares."),
        ({"rule": "irls", "ground": ABSOLUTE}, "The lightest row weighs"),
        # thrown so far that every residual is beyond Tukey's limit
        ({"rule": "irls", "ground": TUKEY, "start": "low", "rate": 3.0}, "All rows are so far off"),
        ({"rule": "newton", "ground": ABSOLUTE}, "H is 0: there is no curvature to divide by"),
        ({"rule": "newton", "ground": "hidden", "step": 0}, "H has an eigenvalue of 0 or below"),
        ({"rule": "adam"}, "ε = 1 × 10⁻⁸; square, root"),
        ({"rule": "momentum"}, ""),
    ],
)
def test_the_notes(settings, part):
    assert say.notes(one(**settings)).find(part) >= 0


def test_a_line_that_nothing_pulls_stays():
    view = one(TUKEY, "irls", 20, "low", rate=3.0)
    surface, (a, b) = view.ground.surface, view.theta
    (c,) = surface.loss_at.params.values()
    limit = c * surface.scale  # beyond it the biweight is flat
    assert (np.abs(surface.y - a - b * surface.x) > limit).all()
    ((letters, numbers),) = say.formulas(view)
    assert letters == r"\theta_{21} = \theta_{20}"
    np.testing.assert_allclose(value(re.findall(COLUMN, numbers)[0]), view.theta, rtol=1e-5)


def test_rows_at_one_x_have_no_line_of_their_own():
    # a line so steep that the limit of Tukey's loss leaves only nebulae at 0.9 Mpc
    ground = ground_of(TUKEY)
    surface = ground.surface
    y = np.median(surface.y[surface.x == 0.9])
    steep = 1e5
    view = Update(ground, RULES["irls"], y - steep * 0.9, steep, 1.0, 0)
    assert set(surface.x[view.weights > 0]) == {0.9}
    np.testing.assert_array_equal(view.after[0], view.theta)
    assert say.formulas(view)[0][0] == r"\theta_{1} = \theta_{0}"
    assert say.notes(view).startswith("Only rows at one x weigh anything")


def test_a_batch_of_one_has_one_row():
    view = Update(ground_of(SQUARED), mini_batch(1, 0), 300.0, 0.0, 0.1, 0, 1, 0)
    assert say.notes(view) == (
        f"B, the row of this step: {batch_rows(24, 1, 0, 1)[0] + 1}. Rows are numbered 1 to 24."
    )


def test_an_explosion_is_a_sentence():
    assert one(rate=0.45, step=100).finite
    gone = one(rule="newton", rate=3.0, ground="hidden", start="low", step=100)
    huge = one(rate=1e9, step=60)
    assert not huge.finite
    assert "has exploded: after 60 steps its numbers are too large" in say.out_of_bounds(huge)
    for view in (one(rate=1.0, step=100), gone):
        if view.finite:
            assert not any("nan" in line or "inf" in line for _l, line in say.formulas(view))


def test_the_steps_of_adam_and_newton_follow_from_the_printed_lines():
    for view in cases():
        lines = [[value(c) for c in re.findall(COLUMN, line)] for _l, line in say.formulas(view)]
        if view.rule.key == "adam":
            m_hat, v_hat, step = lines[3][-1], lines[4][-1], lines[5][1]
            np.testing.assert_allclose(m_hat / (np.sqrt(v_hat) + 1e-8), step, rtol=2e-5)
        if view.rule.key == "newton" and view.bowl:
            gradient, hessian, step = lines[0][0], lines[1][0], lines[2][1]
            factor = re.search(r"10\^\{(-?\d+)\}\\cdot\\begin", say.formulas(view)[1][1])
            hessian = hessian * 10.0 ** int(factor[1] if factor else 0)
            np.testing.assert_allclose(
                hessian, view.hessian, rtol=1e-5, atol=1e-12 * np.abs(view.hessian).max()
            )
            size = np.linalg.cond(hessian) * 1e-5 * max(np.abs(step).max(), 1e-6)
            assert np.abs(np.linalg.solve(hessian, gradient) - step).max() <= size
