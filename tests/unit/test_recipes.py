"""Every step of every derivation holds on real and extreme samples, and notices when broken."""

import itertools
import math
import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from lossviz import LOSSES, data
from lossviz.core import Task
from lossviz.data.observations import OBSERVATIONS
from lossviz.derivation import Follows
from lossviz.fits import fit_mle
from lossviz.recipes import indexed

NEWCOMB = np.array([28.0, 26.0, 33.0, 24.0, 34.0, -44.0])  # Stigler 1977, ns above 24 800
FLIGHTS = data.load("challenger_orings")
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
OF_LINES = {
    Task.REGRESSION: LINES,
    Task.COUNT: {
        "made": (np.column_stack([np.arange(12.0), rng.poisson(3.0, 12)]), [0.5, 0.1]),
        # x far from 0, as the years of the horse kicks are
        "years": (np.column_stack([np.arange(1875.0, 1895.0), rng.poisson(9.0, 20)]), [-17, 0.01]),
    },
    Task.BINARY: {
        "o-rings": (np.column_stack([FLIGHTS["temp_f"], FLIGHTS["any_distress"]]), [15.0, -0.23]),
        "soft": (np.array([[-1.0, 0.2], [0.5, 0.4], [3.0, 0.9]]), [0.1, 0.7]),
    },
}
WIDTHS = {  # (location, width)
    "newcomb": (NEWCOMB, [27.3, 10.66]),
    "on a reading": (NEWCOMB, [26.0, 3.0]),
    "ties": (np.repeat(NEWCOMB, 3), [16.8, 40.0]),
    "two": (np.array([1.0, 2.0]), [1.2, 0.4]),
    "narrow": (np.array([24.0, 26.0, 28.0, 33.0, 34.0]), [26.2, 0.05]),
    "small": (1e-3 * rng.normal(size=40), [2e-4, 1e-3]),
    "many": (rng.normal(3.0, 2.0, 2000), [2.5, 1.5]),
}


def samples_of(loss, key):
    """The samples, each with a theta, for the derivation `key` of a loss."""
    if key == "width":
        return WIDTHS
    return CONSTANTS[loss.task] if key == "location" else OF_LINES[loss.task]


MORE = {
    "general_robust": [
        {"alpha": alpha, "c": c} for alpha in (0.0, 0.05, 0.5, 1.5, 2.0) for c in (0.3, 2.0)
    ],
    "student_t": [{"nu": nu, "c": 3.0} for nu in (1.0, 3.0)],
}


def settings(loss):
    """The default, and each parameter at its two ends."""
    yield {}
    for param in loss.params:
        yield {param.key: param.low}
        yield {param.key: param.high}
    yield from MORE.get(loss.key, [])


def cases():
    for key, loss in LOSSES.items():
        for recipe in loss.derivations:
            samples = samples_of(loss, recipe.key)
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
            samples = samples_of(loss, derivation.key)
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
    wrong = replace(derivation, steps=steps)
    assert derivation.gaps(theta, sample).max() < 1e-9
    assert not wrong.gaps(theta, sample).max() < 1e-6


DERIVED = [(key, k) for key, loss in LOSSES.items() for k in range(len(loss.derivations))]


@pytest.mark.parametrize(("key", "k"), DERIVED)
def test_the_loss_step_is_the_loss(key, k):
    loss = LOSSES[key]
    derivation = loss.at().derivations()[k]
    (step,) = (s for s in derivation.steps if s.is_loss)
    sample, theta = next(iter(samples_of(loss, derivation.key).values()))
    if derivation.key == "width":  # the mean loss is a part of it
        assert step.tex.endswith(rf"\cdot {loss.mean_tex}")
        mean, width = loss.mean(sample, np.full(len(sample), theta[0])), theta[1]
        factor = {"squared_error": 0.5 / width**2, "absolute_error": 1 / width}[key]
        expected = len(sample) * (np.log(width) + factor * mean)
    else:
        assert step.tex == loss.mean_tex
    if derivation.key == "location":
        expected = loss.mean(sample, np.broadcast_to(theta, sample.shape))
    elif derivation.key == "line":
        x, y = sample.T
        expected = loss.mean(y, theta[0] + theta[1] * x)
    assert step.value(np.atleast_1d(theta), sample) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(("key", "k"), DERIVED)
def test_the_steps_tell_the_story_in_order(key, k):
    derivation = LOSSES[key].at().derivations()[k]
    kinds = [s.follows.name for s in derivation.steps]
    assert kinds[:3] == ["START", "EQUAL", "NEG_LOG"]
    assert kinds[3:] in [
        ["DROP_CONST", "RESCALE", "DERIVATIVE", "ROOT"],
        ["DROP_CONST", "RESCALE", "DERIVATIVE"],
        ["RESCALE", "EQUAL", "DERIVATIVE", "ROOT"],  # through the link
        ["RESCALE", "EQUAL", "DERIVATIVE"],
        ["DROP_CONST", "EQUAL", "DERIVATIVE", "ROOT"],  # with a free width nothing is rescaled
    ]
    assert ("width" in derivation.key) == (kinds[3:5] == ["DROP_CONST", "EQUAL"])
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
    for params in settings(LOSSES[key]):
        at = LOSSES[key].at(**params)
        if at.derivations() and at.derivations()[k].key == "location":
            has_root = at.derivations()[k].steps[-1].follows is Follows.ROOT
            assert has_root == (at.facts.functional is not None)


def test_without_a_root_the_last_line_is_an_equation():
    ends = set()
    for key, k in DERIVED:
        at = LOSSES[key].at()
        last = at.derivations()[k].steps[-1]
        if last.follows is not Follows.ROOT:
            ends.add((key, at.derivations()[k].key))
            assert last.follows is Follows.DERIVATIVE
            assert last.tex.endswith("=0")
            assert "No formula" in last.why
            assert ("one of its solutions" in last.why) == (not at.facts.convex)
    assert ends == {
        ("huber", "location"), ("log_cosh", "location"), ("student_t", "location"),
        ("cauchy", "location"), ("general_robust", "location"), ("poisson", "line"),
        ("binary_cross_entropy", "line"),
    }  # fmt: skip


def test_every_assumption_is_named():
    for key, k in DERIVED:
        at = LOSSES[key].at()
        steps = at.derivations()[k].steps
        assert at.facts.noise.name_in_text in steps[1].why
        for step in steps:
            if step.follows is Follows.DROP_CONST:
                assert re.search("fixed|width is 1|does not contain|width is free", step.why)


WITH_NOISE = {key for key, loss in LOSSES.items() if loss.at().facts.noise is not None}


def test_every_loss_with_a_density_is_derived():
    assert {key for key, _ in DERIVED} == WITH_NOISE


def is_another(at, noise):
    """Whether the derived loss of this noise has the same slopes, but for a factor."""
    sample, theta = next(iter(CONSTANTS[at.loss.task].values()))
    raw = np.broadcast_to(theta, sample.shape) + 0.1 * np.arange(sample.size).reshape(sample.shape)
    (twin,) = {key for key in WITH_NOISE if LOSSES[key].at().facts.noise.key == noise.key}
    ratio = at.grad(sample, raw) / LOSSES[twin].grad(sample, raw)
    return ratio.min() > 0 and np.ptp(ratio) < 1e-9 * ratio.max()


def test_every_loss_is_derived_or_says_why_not():
    """Focal loss without its focus is cross-entropy, whose derivation stands there."""
    spoiled = {
        "binary_cross_entropy": {"pos_weight": 3.0},
        "softmax_cross_entropy": {"class_weight": [1.0, 2.0, 3.0]},
    }
    without, another = set(), set()
    for key, loss in LOSSES.items():
        for params in [*settings(loss), *([spoiled[key]] if key in spoiled else [])]:
            at = loss.at(**params)
            keys = [derivation.key for derivation in at.derivations()]
            reason = at.facts.no_noise_because
            if keys:
                assert keys[0] == "location"
                assert reason == ""
            elif reason:
                assert reason.endswith(".")
                without.add(key)
            else:
                assert is_another(at, at.facts.noise)
                another.add((key, at.params["gamma"]))
    assert another == {("focal", 0.0), ("softmax_focal", 0.0)}
    weighted = LOSSES["focal"].at(gamma=0.0, alpha=0.3)
    assert not is_another(weighted, LOSSES["focal"].at(gamma=0.0).facts.noise)
    assert {"hinge", "tukey_biweight", "welsch", "general_robust", *spoiled} <= without


def test_equal_class_weights_leave_the_derivation_true():
    at = LOSSES["softmax_cross_entropy"].at(class_weight=[2.0, 2.0, 2.0])
    for sample, theta in list(CONSTANTS[Task.MULTICLASS].values())[:2]:
        assert at.derivations()[0].gaps(theta, sample).max() < 1e-9


def test_the_variance_of_the_width_is_biased_as_it_says():
    """All 3^n equally likely samples of n from three values, in whole numbers."""
    population = [Fraction(0), Fraction(3), Fraction(9)]
    for n in (2, 3, 4):
        drawn = list(itertools.product(population, repeat=n))
        variances = [sum((v - sum(s) / n) ** 2 for v in s) / n for s in drawn]
        true = sum((v - 4) ** 2 for v in population) / 3  # their mean is 4
        assert sum(variances) / len(drawn) == Fraction(n - 1, n) * true
        derivation = width_of_the_bell()
        got = derivation.steps[-1].value(None, np.array(drawn[1], dtype=float))[1]
        assert got**2 == pytest.approx(float(variances[1]))
    assert "(N-1)/N of the true one" in derivation.steps[-1].why


def width_of_the_bell():
    (derivation,) = (d for d in LOSSES["squared_error"].at().derivations() if d.key == "width")
    return derivation


@pytest.mark.parametrize("key", ["squared_error", "absolute_error"])
def test_the_width_is_that_of_the_maximum_likelihood_fit(key):
    at = LOSSES[key].at()
    fit = fit_mle(at.facts.noise, NEWCOMB[:5])
    (derivation,) = (d for d in at.derivations() if d.key == "width")
    root = derivation.steps[-1].value(None, NEWCOMB[:5])
    assert root == pytest.approx([fit.coefficients[0], fit.scale])


def test_no_width_where_there_is_none():
    derivation = width_of_the_bell()
    with pytest.raises(ValueError, match="all values are equal"):
        derivation.gaps([3.0, 1.0], [3.0, 3.0])
    for width in (0.0, -1.0):
        with pytest.raises(ValueError, match="a width in theta must"):
            derivation.gaps([3.0, width], NEWCOMB)


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


@pytest.mark.parametrize(
    ("key", "sample"), [("binary_cross_entropy", np.ones(4)), ("poisson", np.zeros(4))]
)
def test_a_root_at_infinity_is_not_said_to_hold(key, sample):
    """Four heads of four, no kick at all: no finite theta is the best."""
    gaps = LOSSES[key].at().derivations()[0].gaps(0.3, sample)
    assert np.isnan(gaps[-1])
    assert gaps[:-1].max() < 1e-9


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


def test_what_is_counted_or_labelled_has_a_probability_and_no_density():
    for key, k in DERIVED:
        at = LOSSES[key].at()
        why = at.derivations()[k].steps[1].why
        assert ("probability" in why) == (at.loss.task is not Task.REGRESSION)
        assert not ("probability" in why and "density" in why)


@pytest.mark.parametrize("tau", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("name", ["newcomb_66", "kicks", "orings"])  # all with ties at the answer
def test_at_most_a_share_tau_lies_below_the_quantile(name, tau):
    y = OBSERVATIONS[name].y
    (derivation,) = LOSSES["quantile"].at(tau=tau).derivations(1.0)
    (answer,) = derivation.steps[-1].value(None, y)
    assert (y < answer).mean() <= tau + 1e-12
    assert (y > answer).mean() <= 1 - tau + 1e-12
    why = derivation.steps[-1].why
    assert why.startswith(
        "At most a share tau of the data lies below the tau-quantile, at most 1 -"
    )
    (median,) = LOSSES["absolute_error"].at().derivations(1.0)[0].steps[-1].value(None, y)
    assert (y < median).mean() <= 0.5 >= (y > median).mean()
