"""Every step of every derivation holds on real and extreme samples, and notices when broken."""

import itertools
import math
import re
from dataclasses import replace

import numpy as np
import pytest

from lossviz import LOSSES, data
from lossviz.core import Task
from lossviz.derivation import Derivation, Follows
from lossviz.recipes import indexed

NEWCOMB = np.array([28.0, 26.0, 33.0, 24.0, 34.0, -44.0])  # Stigler 1977, ns above 24 800
ORINGS = np.repeat([1.0, 0.0], [7, 16])  # 23 flights, 7 with distress
rng = np.random.default_rng(20)

# per task: samples with a theta each; a theta on a datum is on the kink of absolute error
CONSTANTS = {
    Task.REGRESSION: {
        "newcomb": (NEWCOMB, 27.3),
        "on a reading": (NEWCOMB, 26.0),
        "ties": (np.repeat(NEWCOMB, 3), 16.8),
        "one": (NEWCOMB[:1], 20.0),
        "small": (1e-3 * rng.normal(size=40), 2e-4),
        "many": (rng.normal(3.0, 2.0, 2000), 2.5),
    },
    Task.COUNT: {
        "kicks": (np.repeat([0.0, 1.0, 2.0, 3.0, 4.0], [109, 65, 22, 3, 1]), -0.4),  # Bortkiewicz
        "large": (np.array([90.0, 110.0, 95.0]), 4.0),
    },
    Task.BINARY: {"o-rings": (ORINGS, 0.3), "far": (ORINGS, -8.0)},
    Task.MULTICLASS: {
        "three": (np.eye(3)[[0, 0, 1, 2, 0, 1]], [0.2, -0.1, 0.5]),
        "soft": (np.array([[0.5, 0.5, 0.0], [0.1, 0.2, 0.7]]), [0.0, 1.0, 2.0]),
        "two": (np.eye(2)[[0, 1, 1]], [3.0, -3.0]),
    },
}
LINES = {
    "made": (np.column_stack([rng.normal(size=30), rng.normal(3.0, 2.0, 30)]), [1.0, 2.0]),
    # Anscombe III, with its outlier
    "anscombe": (
        np.column_stack(
            [
                [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5],
                [7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73],
            ]
        ),
        [4.0, 0.345],
    ),
}


def settings(loss):
    """The default, and each parameter at its two ends."""
    yield {}
    for param in loss.params:
        yield {param.key: param.low}
        yield {param.key: param.high}


def cases():
    for key, loss in LOSSES.items():
        for recipe in loss.derivations:
            samples = CONSTANTS[loss.task] if recipe.key == "location" else LINES
            for params in settings(loss):
                for name, (sample, theta) in samples.items():
                    for scale in (1.0, 10.66):
                        for derivation in loss.at(**params).derivations(scale):
                            if derivation.key == recipe.key:
                                shown = ",".join(f"{k}={v:g}" for k, v in params.items())
                                yield pytest.param(
                                    loss.at(**params),
                                    derivation,
                                    sample,
                                    theta,
                                    id=f"{key}-{recipe.key}-{shown}-{name}-{scale:g}",
                                )


CASES = list(cases())


@pytest.mark.parametrize(("loss", "derivation", "sample", "theta"), CASES)
def test_every_step_holds(loss, derivation, sample, theta):
    gaps = derivation.gaps(theta, sample)
    assert len(gaps) == len(derivation.steps)
    assert gaps.max() < 1e-9, gaps


def broken(value, extra):
    """The same number, and something that moves with theta."""
    return lambda theta, sample: (
        value(theta, sample) * (1 + extra)
        + extra * np.sin(3 * np.sum(theta * np.arange(1, len(theta) + 1)))
    )


def one_per_recipe():
    for key, loss in LOSSES.items():
        for derivation in loss.at().derivations(10.66):
            samples = CONSTANTS[loss.task] if derivation.key == "location" else LINES
            sample, theta = next(iter(samples.values()))
            for k, step in enumerate(derivation.steps):
                for field in ("value", "log_value"):
                    if getattr(step, field) is not None:
                        yield pytest.param(
                            derivation,
                            k,
                            field,
                            sample,
                            theta,
                            id=f"{key}-{derivation.key}-{k}-{field}",
                        )


@pytest.mark.parametrize(("derivation", "k", "field", "sample", "theta"), list(one_per_recipe()))
def test_every_broken_step_is_noticed(derivation, k, field, sample, theta):
    step = derivation.steps[k]
    # a root may be anywhere on a flat stretch: push it off; everything else by a thousandth
    extra = 0.5 if step.follows is Follows.ROOT else 1e-3
    changed = replace(step, **{field: broken(getattr(step, field), extra)})
    steps = (*derivation.steps[:k], changed, *derivation.steps[k + 1 :])
    wrong = Derivation("k", "t", steps, derivation.reach)
    assert derivation.gaps(theta, sample).max() < 1e-9
    assert not wrong.gaps(theta, sample).max() < 1e-6


DERIVED = [(key, k) for key, loss in LOSSES.items() for k in range(len(loss.derivations))]


@pytest.mark.parametrize(("key", "k"), DERIVED)
def test_the_loss_step_is_the_loss(key, k):
    loss = LOSSES[key]
    derivation = loss.at().derivations()[k]
    (step,) = (s for s in derivation.steps if s.is_loss)
    assert step.tex == loss.mean_tex
    if derivation.key == "location":
        sample, theta = next(iter(CONSTANTS[loss.task].values()))
        expected = loss.mean(sample, np.broadcast_to(theta, sample.shape))
        assert step.value(np.atleast_1d(theta), sample) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(("key", "k"), DERIVED)
def test_the_steps_tell_the_story_in_order(key, k):
    derivation = LOSSES[key].at().derivations()[k]
    kinds = [s.follows.name for s in derivation.steps]
    assert kinds[:3] == ["START", "EQUAL", "NEG_LOG"]
    assert kinds[3:] in [
        ["DROP_CONST", "RESCALE", "DERIVATIVE", "ROOT"],
        ["DROP_CONST", "RESCALE", "DERIVATIVE"],
        ["RESCALE", "DERIVATIVE", "ROOT"],
    ]
    assert "independent" in derivation.steps[0].why
    assert all(s.why.endswith(".") and s.tex for s in derivation.steps)
    assert not any("probability of theta" in s.why for s in derivation.steps)


def inside(tex, command):
    """Each `command`{...} of the TeX: where it starts, where it ends, what is in its braces."""
    for found in re.finditer(re.escape(command) + r"\{", tex):
        depth, end = 1, found.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(tex[end], 0)
            end += 1
        yield found.start(), end, tex[found.end() : end - 1]


def unmarked(marked):
    """What is left of a marked line without its cancelled term and its marks."""
    for start, end, content in list(inside(marked, r"\changed"))[::-1]:
        if content.startswith(r"\cancel{"):
            assert next(inside(content, r"\cancel"))[:2] == (0, len(content))
            marked = marked[:start] + marked[end:].removeprefix(" + ")
        else:
            marked = marked[:start] + content + marked[end:]
    return marked


@pytest.mark.parametrize(("key", "k"), DERIVED)
def test_a_marked_line_is_the_line(key, k):
    steps = LOSSES[key].at().derivations()[k].steps
    for step in steps:
        assert r"\changed{" in step.marked
        assert unmarked(step.marked) == step.tex
        cancels = step.marked.startswith(r"\changed{\cancel{")
        assert cancels == (step.follows is Follows.DROP_CONST)
        assert r"\changed" not in step.coloured("#c2590c")


def test_a_dropped_term_is_the_one_that_stood_there():
    for key, k in DERIVED:
        steps = LOSSES[key].at().derivations()[k].steps
        for before, step in itertools.pairwise(steps):
            if step.follows is Follows.DROP_CONST:
                (cancelled,) = (content for *_, content in inside(step.marked, r"\cancel"))
                assert before.tex == f"{cancelled} + {step.tex}"


def test_a_wrong_mark_is_noticed():
    assert unmarked(r"\changed{\cancel{N\log(2b)}} + x") == "x"
    assert unmarked(r"\frac{\changed{a}}{b}") == r"\frac{a}{b}"
    assert unmarked(r"\changed{\frac{1}{N}}x") != r"\frac{1}{n}x"
    with pytest.raises(IndexError):
        unmarked(r"\changed{\frac{1}{N}")


@pytest.mark.parametrize(("key", "k"), DERIVED)
def test_a_root_is_claimed_where_the_facts_name_one(key, k):
    at = LOSSES[key].at()
    has_root = at.derivations()[k].steps[-1].follows is Follows.ROOT
    assert has_root == (at.facts.functional is not None)


WITH_NOISE = {key for key, loss in LOSSES.items() if loss.at().facts.noise is not None}


def test_every_loss_with_a_density_is_derived():
    # Barron's family changes its density with alpha: one line of TeX cannot say which
    assert {key for key, _ in DERIVED} == WITH_NOISE - {"general_robust"}


@pytest.mark.parametrize("key", ["squared_error", "absolute_error", "cauchy", "poisson"])
def test_the_product_underflows_where_its_logarithm_does_not(key):
    loss = LOSSES[key]
    sample, theta = next(iter(CONSTANTS[loss.task].values()))
    start = loss.at().derivations(10.66)[0].steps[0]
    many = np.tile(sample, 400)
    assert start.value(np.array([theta]), many) == 0.0
    log = start.log_value(np.array([theta]), many)
    assert log == pytest.approx(400 * start.log_value(np.array([theta]), sample), rel=1e-12)
    assert math.isfinite(log)
    assert loss.at().derivations(10.66)[0].gaps(theta, many).max() < 1e-9


def test_newcombs_list_underflows_at_the_197th_factor():
    """66 readings repeated, under the bell fitted to them (26.2, 10.66)."""
    y = np.tile(np.asarray(data.load("newcomb_light")["deviation_ns"], dtype=float), 3)
    start = LOSSES["squared_error"].at().derivations(10.66)[0].steps[0]
    assert start.value(np.array([26.2]), y[:196]) > 0.0
    assert start.value(np.array([26.2]), y[:197]) == 0.0


def test_a_loss_without_a_density_has_no_derivation():
    robust = LOSSES["general_robust"]
    assert robust.at(alpha=-2.0).derivations() == ()


INDEXED = {
    r"\frac{1}{2b}\,e^{-|y-\hat y|/b}": r"\frac{1}{2b}\,e^{-|y_i-\hat y_i|/b}",
    r"\frac{e^{-e^z} e^{zy}}{y!}": r"\frac{e^{-e^{z_i}} e^{z_iy_i}}{y_i!}",
    r"p^{y}(1-p)^{1-y},\quad p=\operatorname{sigmoid}(z)": (
        r"p_i^{y_i}(1-p_i)^{1-y_i},\quad p_i=\operatorname{sigmoid}(z_i)"
    ),
    r"\prod_c p_c^{\,y_c}": r"\prod_c p_{ic}^{\,y_{ic}}",
    r"e^{-\max(\tau r,\,(\tau-1)r)/b}": r"e^{-\max(\tau r_i,\,(\tau-1)r_i)/b}",
}


@pytest.mark.parametrize(("density", "expected"), INDEXED.items())
def test_a_density_gets_its_indices(density, expected):
    assert indexed(density) == expected
