"""The algebra of the derivations by sympy, and sympy's expressions against the shipped numbers.

Smooth lines are compared symbolically; lines with corners to 40 digits at rational points, where
every branch occurs. Both are first tried at the points, which tells wrong lines at once.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random

import mpmath
import numpy as np
import pytest
import sympy as sp
import sympy.stats

from lossviz import LOSSES
from lossviz.derivation import Derivation, Follows
from tests.unit.algebra_lines import (
    ALPHA,
    COUNT,
    DELTA,
    MU,
    ROWS,
    SIGMA,
    TAU,
    VARIANCE,
    WRITTEN,
    C,
    Lines,
    N,
    Vector,
    Y,
    Z,
    sigmoid,
)

TINY = sp.Float("1e-40")
EPSILON = sp.Rational(1, 10**9)
Point = dict[sp.Symbol, sp.Expr]


# --- numbers to put in ------------------------------------------------------------------------


@mpmath.workdps(30)  # other tests ask for 800 digits, and leave it at that
def area(key: str, point: Point) -> mpmath.mpf:
    """The area under exp(-loss), by quadrature: Z stands for it."""
    if key == "huber":
        delta, width = (mpmath.mpf(str(sp.N(point[s], 40))) for s in (DELTA, SIGMA))
        rho = lambda r: r**2 / 2 if r <= delta else delta * (r - delta / 2)  # noqa: E731
        half = mpmath.quad(lambda r: mpmath.exp(-rho(r) / width**2), [0, delta, mpmath.inf])
        return 2 * half
    alpha = mpmath.mpf(str(sp.N(point[ALPHA], 40)))
    b = 2 - alpha
    rho = lambda u: b / alpha * ((u**2 / b + 1) ** (alpha / 2) - 1)  # noqa: E731
    return 2 * mpmath.quad(lambda u: mpmath.exp(-rho(u)), [0, 1, 10, 100, mpmath.inf])


def points(key: str, lines: Lines, n: int = 6) -> Iterator[Point]:
    """Rational numbers for every symbol; no theta on a datum, no tau on a step of the quantile."""
    dice = Random(f"{key} {lines.theta}")
    free = set().union(*(e.free_symbols for _, line in lines.lines for e in vector(line)))
    for _ in range(n):
        point = {}
        for symbol in sorted(free, key=str):
            whole = dice.randint(1, 96)
            if symbol in COUNT:
                point[symbol] = sp.Integer(whole % 7)
            elif symbol.is_positive:
                point[symbol] = sp.Rational(whole + 20, 53)  # 0.4 to 2.2
            elif symbol in Y and key == "binary_cross_entropy":
                point[symbol] = sp.Rational(whole, 97)
            else:
                point[symbol] = sp.Rational(whole - 48, 11 if symbol in Y else 43)
        for row in ROWS:
            for target in row[:2]:
                if target in point:
                    point[target] = sp.Rational(dice.randint(1, 45), 97)
        if TAU in point:
            point[TAU] = sp.Rational(dice.randint(3, 94), 97)
        if ALPHA in point:
            point[ALPHA] = sp.Rational(dice.randint(20, 190), 97)
        yield point


def number(expression: sp.Expr, point: Point, digits: int = 50) -> sp.Expr:
    return sp.N(sp.sympify(expression).subs(point), digits)


def vector(line: sp.Expr | Vector) -> Vector:
    return line if isinstance(line, tuple) else (line,)


# --- what each kind of step claims ------------------------------------------------------------


def sums_of_logs(expression: sp.Expr) -> sp.Expr:
    """Every logarithm of a product or a fraction taken apart."""
    apart = sp.expand_log(sp.expand(expression), force=True)
    fractions = apart.replace(sp.log, lambda argument: sp.log(sp.cancel(argument)))
    return sp.expand(sp.expand_log(fractions, force=True))


# ways of writing an expression in which terms that cancel are seen to do so, the cheapest first
FORMS: tuple[Callable[[sp.Expr], sp.Expr], ...] = (
    sums_of_logs,
    lambda e: sp.expand_mul(sp.Add(*map(sp.powsimp, sp.Add.make_args(e)))),  # powers of one base
    lambda e: sp.cancel(sp.together(e.rewrite(sp.exp))),  # fractions, in exponentials
)


def vanishes(expression: sp.Expr, lines: Lines, tried: list[Point]) -> bool:
    if any(abs(number(expression, point)) > TINY for point in tried):
        return False
    return lines.corners or any(form(expression) == 0 for form in FORMS)


def logarithm(product: sp.Expr) -> sp.Expr:
    """The logarithm of a product of densities, taken apart."""
    return sp.expand_log(sp.log(product), force=True)


def shifted(expression: sp.Expr, lines: Lines) -> Iterator[sp.Expr]:
    for theta in lines.theta:
        yield expression.subs(theta, theta + sp.Rational(1, 3))


def is_root(slopes: Vector, root: Vector, lines: Lines, tried: list[Point]) -> bool:
    at = dict(zip(lines.theta, root, strict=True))
    if not lines.corners:
        return all(vanishes(slope.subs(at, simultaneous=True), lines, tried) for slope in slopes)
    for point in tried:
        best = {theta: expression.subs(point) for theta, expression in at.items()}
        for theta, slope in zip(lines.theta, slopes, strict=True):
            left, right = (
                number(slope.subs(point | best | {theta: best[theta] + side}), {})
                for side in (-EPSILON, EPSILON)
            )
            if not left <= 0 <= right:
                return False
    return True


def holds(follows: Follows, before, now, lines: Lines, tried: list[Point]) -> bool:
    """Whether the line `now` follows from `before` as it claims to."""
    if follows is Follows.NEG_LOG:
        return vanishes(-logarithm(before) - now, lines, tried)
    if follows is Follows.EQUAL:
        positive = lines.lines[0][1], lines.lines[1][1]
        if before == positive[0]:  # two products
            return vanishes(logarithm(before) - logarithm(now), lines, tried)
        return vanishes(before - now, lines, tried)
    if follows is Follows.DROP_CONST:
        dropped = before - now
        return all(vanishes(other - dropped, lines, tried) for other in shifted(dropped, lines))
    if follows is Follows.RESCALE:
        constants = {*lines.params.values(), lines.scale, Z}
        one = {symbol: value for symbol, value in tried[0].items() if symbol not in constants}
        factor = (before / now).subs(one)
        if any(number(factor, point) <= 0 for point in tried) or any(
            abs(number(before / now, point) - number(factor, point)) > TINY for point in tried
        ):
            return False
        return lines.corners or vanishes(before - sp.simplify(factor) * now, lines, tried)
    if follows is Follows.DERIVATIVE:
        return all(
            vanishes(sp.diff(before, theta) - slope, lines, tried)
            for theta, slope in zip(lines.theta, now, strict=True)
        )
    assert follows is Follows.ROOT
    return is_root(before, now, lines, tried)


# --- the tests --------------------------------------------------------------------------------


def shipped(key: str, kind: str, point: Point | None = None) -> Derivation:
    """The derivation, at the parameters of the point or at the defaults."""
    lines, at, scale = WRITTEN[key, kind], LOSSES[key].at(), 1.0
    if point is not None:
        at = LOSSES[key].at(**{name: float(point[s]) for name, s in lines.params.items()})
        scale = float(point[lines.scale]) if lines.scale in point else 1.0
    (derivation,) = (d for d in at.derivations(scale) if d.key == kind)
    return derivation


def test_every_derivation_is_written_once_more() -> None:
    assert set(WRITTEN) == {
        (key, d.key) for key, loss in LOSSES.items() for d in loss.at().derivations()
    }


@pytest.mark.parametrize(("key", "kind"), WRITTEN)
def test_the_lines_are_those_that_were_read(key: str, kind: str) -> None:
    steps = shipped(key, kind).steps
    assert [tex for tex, _ in WRITTEN[key, kind].lines] == [step.tex for step in steps]


STEPS = [(*name, k) for name, lines in WRITTEN.items() for k in range(1, len(lines.lines))]


@pytest.mark.parametrize(("key", "kind", "k"), STEPS)
def test_the_algebra_holds(key: str, kind: str, k: int) -> None:
    lines = WRITTEN[key, kind]
    (_, before), (_, now) = lines.lines[k - 1 : k + 1]
    follows = shipped(key, kind).steps[k].follows
    held = holds(follows, before, now, lines, list(points(key, lines)))
    assert held, f"{before} -> {now}"


@pytest.mark.parametrize(("key", "kind", "k"), STEPS)
def test_a_planted_error_is_noticed(key: str, kind: str, k: int) -> None:
    lines = WRITTEN[key, kind]
    (_, before), (_, now) = lines.lines[k - 1 : k + 1]
    follows = shipped(key, kind).steps[k].follows
    extra = sp.Rational(1, 100) if follows is Follows.ROOT else sum(lines.theta) / 1000
    # all logits of a root may move together: only the first does
    wrong = (now[0] + extra, *now[1:]) if isinstance(now, tuple) else now + extra
    held = holds(follows, before, wrong, lines, list(points(key, lines, 2)))
    assert not held, f"{before} -> {wrong}"


def floats(line: sp.Expr | Vector, point: Point) -> list[float]:
    # an exact power of one fraction by another would be factorised, which takes minutes
    near = {symbol: sp.N(value, 40) for symbol, value in point.items()}
    return [float(number(e, near, 30)) for e in vector(line)]


@pytest.mark.parametrize(("key", "kind"), WRITTEN)
def test_the_shipped_numbers_are_those_of_the_algebra(key: str, kind: str) -> None:
    lines = WRITTEN[key, kind]
    for point in points(key, lines, 3):
        if Z in point:
            point[Z] = sp.Float(str(area(key, point)), 20)
        sample = np.squeeze([floats(y, point) for y in lines.y])
        if lines.x is not None:
            sample = np.column_stack([[float(point[x]) for x in lines.x], sample])
        theta = np.array([float(point[t]) for t in lines.theta])
        steps = shipped(key, kind, point).steps
        for (_, line), step in zip(lines.lines, steps, strict=True):
            expected = floats(line, point)
            got = np.atleast_1d(step.value(theta, sample))
            np.testing.assert_allclose(got, expected, rtol=1e-11, atol=1e-13)
            if step.log_value is not None:
                log_got = step.log_value(theta, sample)
                assert log_got == pytest.approx(np.log(expected[0]), rel=1e-11, abs=1e-13)


# --- facts of their own -----------------------------------------------------------------------


def test_the_slope_in_the_logit_is_p_minus_y() -> None:
    y, z = sp.symbols("y z", real=True)
    p = sigmoid(z)
    loss = -(y * sp.log(p) + (1 - y) * sp.log(1 - p))
    assert sp.simplify(sp.diff(loss, z) - (p - y)) == 0
    assert sp.simplify(sp.diff(loss, z) - (y - p)) != 0


def test_the_slopes_in_the_logits_are_p_minus_y() -> None:
    z, y = sp.symbols("z1:4", real=True), ROWS[0]
    p = [sp.exp(v) / sum(map(sp.exp, z)) for v in z]
    loss = -sum(a * sp.log(b) for a, b in zip(y, p, strict=True))
    for a, b, v in zip(y, p, z, strict=True):
        assert sp.simplify(sp.diff(loss, v) - (b - a)) == 0


def test_the_best_width_of_the_bell_is_the_only_one() -> None:
    """d/d sigma of N log sigma + SSE/(2 sigma^2) is zero at one positive sigma: sqrt(SSE/N)."""
    sse = sp.Symbol("SSE", positive=True)
    n = sp.Symbol("n", positive=True)
    nll = n * sp.log(SIGMA) + sse / (2 * SIGMA**2)
    assert sp.solve(sp.diff(nll, SIGMA), SIGMA) == [sp.sqrt(sse / n)]
    bend = sp.simplify(sp.diff(nll, SIGMA, 2).subs(SIGMA, sp.sqrt(sse / n)))
    assert bend == 2 * n**2 / sse


def expectation(polynomial: sp.Expr) -> sp.Expr:
    """E of a polynomial of second order in independent y's of mean MU and variance SIGMA^2."""
    total = sp.Integer(0)
    for powers, coefficient in sp.Poly(polynomial, *Y).terms():
        moments = {0: sp.Integer(1), 1: MU, 2: MU**2 + SIGMA**2}
        total += coefficient * sp.Mul(*(moments[power] for power in powers))
    return sp.expand(total)


def test_the_variance_of_the_fit_is_too_small_on_average() -> None:
    assert expectation(VARIANCE) == sp.Rational(N - 1, N) * SIGMA**2
    about_the_true_mean = sum((y - MU) ** 2 for y in Y) / N
    assert expectation(about_the_true_mean) == SIGMA**2


def test_the_bias_for_every_n() -> None:
    """SSE/n = mean of y^2 - (mean of y)^2, and the variance of a mean is sigma^2/n."""
    n = sp.Symbol("n", positive=True)
    of_square, of_mean_square = MU**2 + SIGMA**2, MU**2 + SIGMA**2 / n
    assert sp.simplify(of_square - of_mean_square - (n - 1) / n * SIGMA**2) == 0
    assert sp.expand(sum(y**2 for y in Y) / N - (sum(Y) / N) ** 2 - VARIANCE) == 0


def test_student_t_with_one_degree_of_freedom_is_cauchy() -> None:
    r = sp.Symbol("r", real=True)
    student = sp.stats.density(sp.stats.StudentT("T", 1))(r / C).rewrite(sp.gamma) / C
    assert sp.simplify(student - sp.stats.density(sp.stats.Cauchy("X", 0, C))(r)) == 0


def test_neighbours_in_a_derivation_differ() -> None:
    """A line that repeats the one before it would pass every test of equality."""
    for name, lines in WRITTEN.items():
        for (first, _), (second, _) in pairwise(lines.lines):
            assert first != second, name
