"""The engine: each kind of step, true and broken; numbers by hand in the comments."""

from dataclasses import replace

import numpy as np
import pytest

from lossviz.derivation import Derivation, Follows, Step

Y = np.array([28.0, 26.0, 33.0, 24.0, 34.0])


def total(theta, y):
    """Sum of squares about theta."""
    return float(((y - theta[0]) ** 2).sum())


def start(value=total, **fields):
    return Step("a", "b", value, Follows.START, **fields)


def gap(follows, before, after, theta=(27.0,), sample=Y, **logs):
    """The gap of one step from `before` to `after`."""
    first = replace(start(before), log_value=logs.get("log_before"))
    second = Step("a", "b", after, follows, log_value=logs.get("log_after"))
    steps = (first, second)
    if follows is Follows.ROOT:  # it must follow a derivative
        steps = (start(), replace(first, follows=Follows.DERIVATIVE), second)
    marked = (replace(steps[0], is_loss=True), *steps[1:])
    return Derivation("k", "t", marked, lambda y: np.full(1, np.std(y))).gaps(theta, sample)[-1]


def slope(theta, y):
    return np.array([-2 * (y - theta[0]).sum()])


def bell(theta, y):
    return float(np.prod(np.exp(-0.5 * (y - theta[0]) ** 2)))


def log_bell(theta, y):
    return float((-0.5 * (y - theta[0]) ** 2).sum())


def length(theta, y):
    return float(np.abs(y - theta[0]).sum())


def nowhere(_theta, _y):
    return np.nan


TRUE = {
    "equal": (Follows.EQUAL, total, lambda t, y: (y**2).sum() - 2 * t[0] * y.sum() + 5 * t[0] ** 2),
    "drop": (Follows.DROP_CONST, total, lambda t, y: total(t, y) - (y**2).sum()),
    "rescale": (Follows.RESCALE, total, lambda t, y: total(t, y) / 7),
    "derivative": (Follows.DERIVATIVE, total, slope),
    "derivative at a kink": (
        Follows.DERIVATIVE,
        lambda t, y: length(t + 1, y),  # theta = 27 is the reading 28
        lambda t, y: -np.sign(y - t[0] - 1).sum() + 0.9,
    ),
    "root": (Follows.ROOT, slope, lambda _t, y: y.mean()),
    "root at a kink": (
        Follows.ROOT,
        lambda t, y: -np.sign(y - t[0]).sum(),
        lambda _t, y: np.median(y),
    ),
    "minimises": (Follows.MINIMISES, total, lambda _t, y: y.mean()),
}
BROKEN = {
    "equal": (Follows.EQUAL, total, lambda t, y: total(t, y) + 1e-3),
    "drop": (Follows.DROP_CONST, total, lambda t, y: total(t, y) + 1e-3 * t[0]),
    "rescale: a term": (Follows.RESCALE, total, lambda t, y: total(t, y) + 1e-3),
    "rescale: negative": (Follows.RESCALE, total, lambda t, y: -total(t, y)),
    "rescale: nothing left": (Follows.RESCALE, total, lambda _t, _y: 0.0),
    "derivative": (Follows.DERIVATIVE, total, lambda t, y: slope(t, y) * (1 + 1e-5)),
    "derivative: sign": (Follows.DERIVATIVE, length, lambda t, y: np.sign(y - t[0]).sum()),
    "derivative beyond a kink": (
        Follows.DERIVATIVE,
        lambda t, y: length(t + 1, y),
        lambda t, y: -np.sign(y - t[0] - 1).sum() + 1.1,
    ),
    "root": (Follows.ROOT, slope, lambda _t, y: y.mean() + 1e-5),
    "root beside a kink": (
        Follows.ROOT,
        lambda t, y: -np.sign(y - t[0]).sum(),
        lambda _t, y: np.median(y) + 1e-6,
    ),
    "minimises": (Follows.MINIMISES, total, lambda _t, y: y.mean() + 0.01),
    **{
        f"not a number: {kind.name}": (kind, slope if kind is Follows.ROOT else total, nowhere)
        for kind in Follows
        if kind not in {Follows.START, Follows.NEG_LOG}
    },
}


@pytest.mark.parametrize("case", TRUE.values(), ids=TRUE.keys())
def test_a_true_step_holds(case):
    assert gap(*case) < 1e-9


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_step_is_noticed(case):
    assert not gap(*case) < 1e-7


def test_neg_log_is_read_from_the_logarithm_where_the_product_underflows():
    many = np.tile(Y, 100)
    assert bell((27.0,), many) == 0.0
    logs = {"log_before": log_bell}
    assert gap(Follows.NEG_LOG, bell, lambda t, y: 0.5 * total(t, y), (27.0,), many, **logs) < 1e-12
    assert gap(Follows.NEG_LOG, bell, lambda t, y: 0.6 * total(t, y), (27.0,), many, **logs) > 0.1


def test_neg_log_checks_the_product_where_there_is_one():
    def twice(theta, y):
        return 2 * bell(theta, y)

    def nll(theta, y):
        return 0.5 * total(theta, y)

    assert gap(Follows.NEG_LOG, bell, nll, log_before=log_bell) < 1e-12
    assert gap(Follows.NEG_LOG, twice, nll, log_before=log_bell) > 1e-3


def test_a_logarithm_that_is_no_number_is_noticed():
    def nll(theta, y):
        return 0.5 * total(theta, y)

    assert not gap(Follows.NEG_LOG, bell, nowhere, log_before=log_bell) < 1e-7
    assert not gap(Follows.NEG_LOG, bell, nll, log_before=nowhere) < 1e-7
    logs = {"log_before": log_bell, "log_after": nowhere}
    assert not gap(Follows.EQUAL, bell, bell, **logs) < 1e-7
    assert not gap(Follows.EQUAL, nowhere, bell, log_before=log_bell, log_after=nowhere) < 1e-7


def test_equal_products_compare_their_logarithms_too():
    def wrong(theta, y):
        return log_bell(theta, y) * (1 + 1e-6)

    assert gap(Follows.EQUAL, bell, bell, log_before=log_bell, log_after=log_bell) == 0
    assert gap(Follows.EQUAL, bell, bell, log_before=log_bell, log_after=wrong) > 1e-7


def test_each_coordinate_of_a_slope_counts():
    sample = np.column_stack([[1.0, 2.0, 4.0], [1.0, 3.0, 2.0]])

    def misses(t, s):
        return s[:, 1] - t[0] - t[1] * s[:, 0]

    def value(t, s):
        return (misses(t, s) ** 2).sum()

    def gradient(t, s):
        return -2 * np.array([misses(t, s).sum(), (misses(t, s) * s[:, 0]).sum()])

    def half_right(t, s):
        return gradient(t, s) * [1.0, 1.0001]

    assert gap(Follows.DERIVATIVE, value, gradient, (0.5, 0.2), sample) < 1e-9
    assert gap(Follows.DERIVATIVE, value, half_right, (0.5, 0.2), sample) > 1e-6


LOSS = start(is_loss=True)
REFUSED = {
    "no start": ((replace(LOSS, follows=Follows.EQUAL),), "first step"),
    "empty": ((), "first step"),
    "two starts": ((LOSS, start()), "no other"),
    "no loss": ((start(),), "exactly one step"),
    "two losses": ((LOSS, replace(LOSS, follows=Follows.EQUAL)), "exactly one step"),
    "no log": ((LOSS, replace(start(), follows=Follows.NEG_LOG)), "log_value"),
    "root of a loss": ((LOSS, replace(start(), follows=Follows.ROOT)), "follow a DERIVATIVE"),
}


@pytest.mark.parametrize(("steps", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_lines_that_cannot_follow_are_refused(steps, sentence):
    with pytest.raises(ValueError, match=sentence):
        Derivation("k", "t", steps)


def test_what_a_step_keeps_is_said_of_every_kind():
    assert Follows.START.keeps == ""
    assert all(kind.keeps for kind in Follows if kind is not Follows.START)
    assert Follows.EQUAL.keeps == "keeps the value"
    assert {kind for kind in Follows if kind.keeps.startswith("keeps not the value but")} == {
        Follows.NEG_LOG,
        Follows.DROP_CONST,
        Follows.RESCALE,
    }


def test_what_a_step_keeps_is_kept():
    def spread(value):
        return np.diff([value(np.array([t]), Y) for t in (20.0, 25.0, 29.0, 40.0)])

    # every difference, but not the value; the shape, but no difference
    dropped, rescaled = TRUE["drop"], TRUE["rescale"]
    np.testing.assert_allclose(spread(dropped[2]), spread(dropped[1]), rtol=1e-12)
    assert dropped[2](np.array([20.0]), Y) != dropped[1](np.array([20.0]), Y)
    ratio = spread(rescaled[2]) / spread(rescaled[1])
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-12)
    assert ratio[0] != 1


def test_what_is_new_is_coloured():
    step = replace(start(), tex="a + b", marked=r"\changed{a} + \changed{\frac{b}{1}}")
    assert step.coloured("#c2590c") == (
        r"\textcolor{#c2590c}{a} + \textcolor{#c2590c}{\frac{b}{1}}"
    )
    assert replace(step, marked="").coloured("#c2590c") == "a + b"
