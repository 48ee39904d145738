"""Any noise over any observations: numbers, words and figures, for every pair there is."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
import pytest
from scipy import integrate, special, stats

from lossviz import LOSSES
from lossviz.data.observations import OBSERVATIONS
from lossviz.figures import all_noises, bridge, theme
from lossviz.figures.live import LiveFigure
from lossviz.fits import MleFit, fit_mle
from lossviz.likelihood import all_noises as views
from lossviz.likelihood.all_noises import (
    MOVED,
    StandingNoise,
    distance_from_bell,
    fixed_width,
    has_free_width,
    in_units_of_y,
    misfits,
    theta_stops,
    width_param,
    without_density,
)
from lossviz.noise import Noise, Support, student_t
from lossviz.sweeps import MOST_STOPS
from lossviz.ui.controls import parse, query_of, settle
from lossviz.ui.specs import likelihood_noises as spec
from lossviz.ui.specs.maximum_likelihood import PAGE
from lossviz.words import noises as words_noises
from lossviz.words import number, plain
from tests.unit.motion_checks import message_bytes, track_errors

PAIRS = [(model, sample) for model in spec.MODELS for sample in OBSERVATIONS]
FIGURES = {"noises": all_noises.all_noises, "bridge": bridge.bridge}


@pytest.fixture(autouse=True, scope="module")
def _fits_once() -> Iterator[None]:
    """A view at another theta fits again: half the time of these tests, for the same numbers."""
    known: dict[tuple[object, ...], MleFit] = {}

    def fit_once(noise: Noise, y: np.ndarray, *, scale: float) -> MleFit:
        key = (noise.key, *noise.shape.items(), y.tobytes(), scale)
        if key not in known:
            known[key] = fit_mle(noise, y, scale=scale)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(views, "fit_mle", fit_once)
        yield


def values_of(model: str, sample: str, **query: object) -> dict[str, object]:
    asked = {"model": model, "sample": sample} | query
    return dict(parsed(tuple((key, str(value)) for key, value in asked.items())))


@cache
def parsed(asked: tuple[tuple[str, str], ...]) -> dict[str, object]:
    values, notices = parse(PAGE, {key: [value] for key, value in asked})
    assert notices == []
    return values


def view_of(model: str, sample: str, **query: object) -> StandingNoise:
    return one_view(model, sample, tuple(query.items()))


@cache
def one_view(model: str, sample: str, query: tuple[tuple[str, object], ...]) -> StandingNoise:
    values = values_of(model, sample, **dict(query))
    return StandingNoise(
        spec.loss_at(values), spec.observed(values), values["spot"], values["spread"]
    )


STANDING = [(m, s) for m, s in PAIRS if spec.stands(values_of(m, s))]


# ---- every pair works or is refused -------------------------------------------------------------


@pytest.mark.parametrize("model", spec.MODELS)
def test_every_model_is_refused_or_stands_over_every_sample(model: str) -> None:
    noise = LOSSES[model].at().facts.noise
    stands = {s for m, s in STANDING if m == model}
    expected = {
        # worked out by hand: five whole readings above 0, deaths and labels are counts
        Support.COUNTS: {"newcomb_5", "kicks", "orings"},
        Support.BINARY: {"orings"},
        Support.CLASSES: {"orings", "penguins"},
        Support.REAL: set(OBSERVATIONS) - {"penguins"},
    }[noise.support]
    assert stands == expected
    for key, observed in OBSERVATIONS.items():
        refused = words_noises.refusal(noise, observed)
        assert (refused == "") == (key in stands)
        if refused:
            assert refused.startswith(
                f"{words_noises.noise_name(noise)} makes {noise.support.value}"
            )
            with pytest.raises(ValueError, match="never makes"):
                StandingNoise(LOSSES[model].at(), observed, 0.5, 1.0).nll  # noqa: B018


def test_a_bead_is_one_for_each_different_observation() -> None:
    view = view_of("squared_error", "newcomb_66")
    assert len(view.values) < len(OBSERVATIONS["newcomb_66"].y)
    said = words_noises.standing_alt(view)
    assert "a stem from each different one to its density" in said
    assert "a bead on the curve for each different one; the pull of one of each on θ" in said
    figures = all_noises.standing_figures(view)
    beads = {t.name: t for t in figures[1].data}["beads"]
    assert len(beads.x) == len(np.unique(OBSERVATIONS["newcomb_66"].y))


def test_refusals_word_for_word() -> None:
    def said(model: str, sample: str) -> str:
        return words_noises.refusal(LOSSES[model].at().facts.noise, OBSERVATIONS[sample])

    assert said("poisson", "newcomb_6") == (
        "Poisson noise makes counts 0, 1, 2, ...; one of these 6 readings is none of them: −44 ns."
    )
    copper = OBSERVATIONS["copper"]
    assert (copper.y != np.floor(copper.y)).all()
    assert said("poisson", "copper") == (
        "Poisson noise makes counts 0, 1, 2, ...; none of these 24 analyses is: the first is 2.2"
        " ppm."
    )
    assert all(y not in (0, 1) for y in OBSERVATIONS["newcomb_5"].y)
    assert said("binary_cross_entropy", "newcomb_5") == (
        "Bernoulli noise makes labels 0 or 1; none of these 5 readings is: the first is 28 ns."
    )
    many = int((OBSERVATIONS["kicks"].y > 1).sum())
    assert said("binary_cross_entropy", "kicks") == (
        f"Bernoulli noise makes labels 0 or 1; {many} of these 280 corps-years are none of them,"
        " such as 2."
    )
    assert said("squared_error", "penguins") == (
        "Gaussian noise makes real numbers; “Adelie” is a class and no number."
    )
    assert said("binary_cross_entropy", "penguins") == (
        "Bernoulli noise makes labels 0 or 1; “Adelie” is one of 3 classes."
    )
    assert said("softmax_cross_entropy", "newcomb_6") == (
        "Categorical noise makes one of K classes; these readings are numbers, such as 28 ns."
    )
    noise = LOSSES["binary_cross_entropy"].at().facts.noise
    assert words_noises.allowed(noise, OBSERVATIONS.values()) == (
        "It can have made: O-rings: 23 flights, 7 with distress."
    )


def test_a_reading_that_the_noise_never_makes_is_found() -> None:
    noise = LOSSES["poisson"].at().facts.noise
    observed = OBSERVATIONS["newcomb_5"]
    assert not misfits(noise, observed).any()
    for bad in (-1.0, 0.5):
        planted = replace(observed, y=np.append(observed.y, bad))
        assert misfits(noise, planted).tolist() == [False] * 5 + [True]


def test_remarks_where_the_kinds_differ() -> None:
    def said(model: str, sample: str) -> str:
        return words_noises.remark(LOSSES[model].at().facts.noise, OBSERVATIONS[sample])

    assert said("squared_error", "newcomb_6") == said("poisson", "kicks") == ""
    assert "These corps-years are counts 0, 1, 2, ..., and so real numbers as well." in said(
        "squared_error", "kicks"
    )
    assert "never a probability" in said("absolute_error", "orings")
    assert (
        said("softmax_cross_entropy", "orings") == "Two labels are two classes: this die is a coin."
    )
    assert said("poisson", "newcomb_5") == (
        "These readings happen to be counts 0, 1, 2, ..., so Poisson noise can have made them."
    )


# ---- numbers ------------------------------------------------------------------------------------


def by_scipy(view: StandingNoise) -> Callable[[np.ndarray], np.ndarray] | None:
    """The density of real-valued noise at theta, by scipy alone."""
    params, at, width = view.loss_at.params, float(view.theta), view.width
    return {
        "gaussian": lambda y: stats.norm.pdf(y, at, width),
        "laplace": lambda y: stats.laplace.pdf(y, at, width),
        "student_t": lambda y: stats.t.pdf(y, params.get("nu"), at, width),
        "cauchy": lambda y: stats.cauchy.pdf(y, at, width),
        "hyperbolic_secant": lambda y: stats.hypsecant.pdf(
            np.clip(y, at - 700 * width, at + 700 * width), at, width
        ),
        "asymmetric_laplace": lambda y: leaning(y - at, params["tau"], width),
        "huber_density": lambda y: (
            np.exp(-special.huber(params["delta"], y - at) / width**2)
            / integrate.quad(
                lambda r: np.exp(-special.huber(params["delta"], r) / width**2),
                -40 * width - 40 * params["delta"], 40 * width + 40 * params["delta"], limit=400,
                points=[0.0],
            )[0]
        ),
    }.get(view.noise.key)  # fmt: skip


def leaning(r: np.ndarray, tau: float, width: float) -> np.ndarray:
    kappa = math.sqrt(tau / (1 - tau))
    return stats.laplace_asymmetric.pdf(r, kappa, scale=width / math.sqrt(tau * (1 - tau)))


REAL_MODELS = [m for m in spec.MODELS if LOSSES[m].at().facts.noise.support is Support.REAL]


@pytest.mark.parametrize("sample", ["newcomb_6", "velocities", "kicks"])
@pytest.mark.parametrize("model", [m for m in REAL_MODELS if by_scipy(view_of(m, "newcomb_6"))])
def test_stems_are_the_densities_of_scipy(model: str, sample: str) -> None:
    view = view_of(model, sample)
    density = by_scipy(view)
    np.testing.assert_allclose(view.densities, density(view.values), rtol=1e-6, atol=1e-300)
    away = view.from_top()
    np.testing.assert_allclose(
        view.outline(away), density(view.theta + away), rtol=1e-6, atol=1e-300
    )


def test_scipy_has_every_density_but_one() -> None:
    # Barron's, whose area is checked below
    without = {m for m in REAL_MODELS if by_scipy(view_of(m, "newcomb_6")) is None}
    assert without == {"general_robust"}


def test_the_leaning_tent_leans_the_right_way() -> None:
    view = view_of("quantile", "newcomb_6", **{"quantile.tau": 0.9})
    np.testing.assert_allclose(view.densities, by_scipy(view)(view.values), rtol=1e-9)
    other = view_of("quantile", "newcomb_6", **{"quantile.tau": 0.1})
    assert not np.allclose(other.densities, by_scipy(view)(view.values), rtol=1e-2)


@pytest.mark.parametrize("model", REAL_MODELS)
def test_what_is_drawn_has_area_one(model: str) -> None:
    view = view_of(model, "newcomb_6")

    def area(upto: float) -> float:
        return integrate.quad(
            lambda u: float(view.outline(np.array([math.sinh(u)]))[0]) * math.cosh(u),
            -upto, upto, limit=400, points=[0.0],
        )[0]  # fmt: skip

    assert area(40.0) == pytest.approx(1.0, abs=1e-6)
    assert area(1.0) < 0.9  # the checker tells a part from the whole


def test_probabilities_that_are_drawn_are_all_there_are() -> None:
    counts = view_of("poisson", "kicks")
    np.testing.assert_allclose(
        counts.chances(), stats.poisson.pmf(counts.outcomes(), math.exp(counts.theta)), rtol=1e-12
    )
    assert counts.chances().sum() == pytest.approx(1.0, abs=1e-6)
    for model, sample in (
        ("binary_cross_entropy", "orings"),
        ("softmax_cross_entropy", "orings"),
        ("softmax_cross_entropy", "penguins"),
    ):
        view = view_of(model, sample, spot=0.3)
        assert view.chances().sum() == pytest.approx(1.0, rel=1e-14)
    coin = view_of("binary_cross_entropy", "orings", spot=0.3)
    assert coin.chances()[1] == pytest.approx(1 / (1 + math.exp(-0.3)))
    assert coin.prediction() == pytest.approx(coin.chances()[1])


def test_the_die_moves_one_share_and_keeps_the_proportions_of_the_others() -> None:
    birds = OBSERVATIONS["penguins"].y.sum(axis=0)
    for share in (0.01, 0.3, 0.99):
        view = view_of("softmax_cross_entropy", "penguins", spot=share)
        p = np.exp(view.raw(share))
        assert p[MOVED] == pytest.approx(share)
        assert p[1] / p[2] == pytest.approx(birds[1] / birds[2])
    # only the logit of the class moves, up to a number common to all
    one, two = (view.raw(s) - view.raw(s)[1] for s in (0.2, 0.6))
    np.testing.assert_allclose((one - two)[1:], 0, atol=1e-12)
    assert view.answer == pytest.approx(birds[0] / birds.sum())
    both = view_of("softmax_cross_entropy", "orings", spot=0.4)
    coin = view_of("binary_cross_entropy", "orings", spot=special.logit(0.6))
    assert both.nll == pytest.approx(coin.nll, rel=1e-5)


@pytest.mark.parametrize(("model", "sample"), STANDING)
def test_equal_observations_count_as_often_as_they_were_made(model: str, sample: str) -> None:
    view = view_of(model, sample)
    assert view.times.sum() == view.n == len(OBSERVATIONS[sample])
    raw = np.broadcast_to(view.raw(view.theta), view.sample.shape)
    one_by_one = -view.noise.log_density(view.sample, raw, view.width)
    assert view.nll == pytest.approx(one_by_one.sum(), rel=1e-12)
    assert view.nll == pytest.approx(float(view.bridge.nll(view.raw(view.theta))), rel=1e-12)


@pytest.mark.parametrize(("model", "sample"), STANDING)
def test_the_curve_is_lowest_at_the_answer(model: str, sample: str) -> None:
    view = view_of(model, sample)
    at = np.linspace(view.room.low, view.room.high, 2001)
    nll = view.nll_at(at)
    assert nll.min() >= view.least - 1e-9 * abs(view.least)
    step = at[1] - at[0]
    assert view.answers[0] - step <= at[nll.argmin()] <= view.answers[1] + step
    if view.noise.has_scale:
        fit = views.fit_mle(view.noise, view.sample, scale=view.width)
        assert view.least == pytest.approx(fit.nll_sum, rel=1e-9)
    if view.is_flat:
        np.testing.assert_allclose(view.nll_at(view.answers), view.least, rtol=1e-12)


@pytest.mark.parametrize(("model", "sample"), STANDING)
def test_the_pulls_are_minus_the_slope_of_the_nll(model: str, sample: str) -> None:
    view = view_of(model, sample)
    # off every observation, where a tent has no slope
    theta = view.room.low + 0.4137 * (view.room.high - view.room.low)
    h = 1e-6 * (view.room.high - view.room.low)
    if view.is_die:  # the pull is that on the logit
        logit = special.logit(theta)
        left, right = special.expit([logit - 1e-5, logit + 1e-5])
        slope = float(np.diff(view.nll_at(np.array([left, right])))[0]) / 2e-5
    else:
        slope = float(np.diff(view.nll_at(np.array([theta - h, theta + h])))[0]) / (2 * h)
    here = replace(view, theta=theta)
    size = float((np.abs(here.pulls) * view.times).sum())
    assert here.net_pull == pytest.approx(-slope, abs=2e-5 * size)
    assert here.net_pull != pytest.approx(slope, abs=2e-5 * size)  # the sign is seen


def test_widths_are_found_by_facts() -> None:
    widths = {key: width_param(LOSSES[key]) for key in spec.MODELS}
    assert {key: p.key for key, p in widths.items() if p} == {
        "cauchy": "c", "student_t": "c", "general_robust": "c",
    }  # fmt: skip
    own = {
        (key, p.key)
        for key in spec.MODELS
        for p in LOSSES[key].params
        if in_units_of_y(LOSSES[key], p)
    }
    assert own == {
        ("cauchy", "c"), ("student_t", "c"), ("general_robust", "c"), ("huber", "delta"),
    }  # fmt: skip


def test_widths_begin_at_the_most_likely_one() -> None:
    bell = values_of("squared_error", "newcomb_6")
    assert bell["spread"] == pytest.approx(np.std(OBSERVATIONS["newcomb_6"].y), rel=2e-3)
    tent = values_of("absolute_error", "newcomb_6")
    away = np.abs(OBSERVATIONS["newcomb_6"].y - 27)
    assert tent["spread"] == pytest.approx(away.mean(), rel=5e-3)
    heavy = values_of("student_t", "newcomb_66")
    y = OBSERVATIONS["newcomb_66"].y
    _df, _at, scale = stats.t.fit(y, fdf=4.0, loc=27, scale=4)
    assert heavy["student_t.c"] == pytest.approx(scale, rel=1e-2)


@pytest.mark.parametrize("sample", ["newcomb_6", "velocities", "kicks"])
@pytest.mark.parametrize("alpha", [0.0, 1.0, 1.95, 2.0])
def test_barrons_tolerance_is_its_width_at_every_shape(alpha: float, sample: str) -> None:
    view = view_of("general_robust", sample, **{"general_robust.alpha": alpha})
    c, y, theta = view.loss_at.params["c"], OBSERVATIONS[sample].y, float(view.theta)
    assert not has_free_width(view.loss_at)
    # at alpha 0 the density is that of a Cauchy of width c sqrt(2)
    width = c * math.sqrt(2) if alpha == 0 else c
    assert view.width == pytest.approx(width, rel=1e-12)
    assert (view.bridge.nll_scale, view.bridge.factor) == (pytest.approx(1.0), len(y))
    r = (y - theta) / c
    surprises = {
        2.0: 0.5 * r**2 + math.log(c * math.sqrt(2 * math.pi)),
        1.0: np.sqrt(1 + r**2) - 1 + math.log(c * 2 * math.e * special.k1(1.0)),
        0.0: np.log1p(0.5 * r**2) + math.log(c * math.sqrt(2) * math.pi),
    }
    if alpha in surprises:
        assert view.nll == pytest.approx(float(surprises[alpha].sum()), rel=1e-8)
    said = bridge.bridge(view, "spot").sentence
    assert words_noises.equation(view).startswith(f"NLL = {len(y)} × mean")
    assert f" = {number(float(view.nll))} nats." in said
    (lines,) = [d for d in view.loss_at.derivations(view.width) if d.key == "location"]
    nll = [s for s in lines.steps if s.value(np.float64(theta), y) == pytest.approx(view.nll)]
    assert nll  # a line of the derivation is the number that the fold says
    shown = words_noises.about_width(view.loss_at, view.observed)
    assert f"a parameter of the loss: {words_noises.neat(width)}" in shown


def test_a_width_that_no_parameter_says_is_free() -> None:
    free = {key for key in spec.MODELS if has_free_width(LOSSES[key].at())}
    assert free == {"squared_error", "absolute_error", "quantile", "huber"}
    assert fixed_width(LOSSES["squared_error"].at()) is None
    assert fixed_width(LOSSES["general_robust"].at(alpha=2.0, c=3.5)) == 3.5
    assert fixed_width(LOSSES["student_t"].at(c=3.5)) == 3.5


# ---- limits -------------------------------------------------------------------------------------


def test_the_heavy_tail_becomes_a_bell() -> None:
    away = [distance_from_bell(student_t(nu), 3.0) for nu in (1, 2, 4, 8, 16, 30, 100, 1e4, 1e6)]
    assert all(a > b for a, b in pairwise(away))
    assert away[-1] < 1e-6
    grid = np.linspace(-8, 8, 4001)
    by_hand = np.abs(stats.t.pdf(grid, 30) - stats.norm.pdf(grid)).max() / stats.norm.pdf(0)
    assert away[5] == pytest.approx(by_hand, rel=1e-3)
    assert distance_from_bell(student_t(30), 3.0) == pytest.approx(
        distance_from_bell(student_t(30), 300.0)
    )
    said = words_noises.limits(student_t(30.0), 3.0)
    assert said.startswith(
        "At ν = 30 the height of this heavy tail differs from that of a bell of the same width by"
        f" at most {100 * by_hand:.1f} % of the bell's top."
    )


def test_a_leaning_tent_says_how_it_leans() -> None:
    def said(tau: float) -> str:
        return words_noises.limits(LOSSES["quantile"].at(tau=tau).facts.noise, 1.0)

    assert said(0.9) == "At τ = 0.9 an observation above θ pulls 9 times as hard as one below."
    assert "below θ pulls 19 times as hard as one above" in said(0.05)
    assert "below θ pulls 2.33 times as hard as one above" in said(0.3)
    assert "the tent of twice the width" in said(0.5)
    half, tent = LOSSES["quantile"].at(tau=0.5).facts.noise, LOSSES["absolute_error"].at()
    y, zero = np.linspace(-9, 9, 7), np.zeros(())
    np.testing.assert_allclose(
        half.log_density(y, zero, 2.0), tent.facts.noise.log_density(y, zero, 4.0)
    )


# ---- words --------------------------------------------------------------------------------------


def clean(text: str) -> bool:
    return not re.search(r"\bnan\b|\binf\b|None|not defined|∞|\{|\}", text)


STATES = [
    ("squared_error", "newcomb_6", {}),
    ("squared_error", "newcomb_6", {"spot": 16.8333}),
    ("squared_error", "velocities", {"spot": -500}),
    ("absolute_error", "newcomb_6", {"spot": 27.3}),
    ("absolute_error", "newcomb_6", {"spot": -44}),
    ("quantile", "newcomb_66", {"quantile.tau": 0.95}),
    ("student_t", "newcomb_6", {"spot": -40, "student_t.c": 1}),
    ("cauchy", "newcomb_6", {"cauchy.c": 1, "spot": 27.3372}),
    ("cauchy", "newcomb_6", {"cauchy.c": 2.385, "spot": 27.3371}),
    ("poisson", "kicks", {}),
    ("poisson", "kicks", {"spot": -0.356675}),
    ("binary_cross_entropy", "orings", {}),
    ("softmax_cross_entropy", "penguins", {"spot": 0.1}),
    ("general_robust", "copper", {"general_robust.alpha": 0}),
]


@pytest.mark.parametrize(("model", "sample", "query"), STATES)
def test_the_sentence_clause_by_clause(model: str, sample: str, query: dict[str, object]) -> None:
    view = view_of(model, sample, **query)
    said = words_noises.standing_sentence(view)
    y, theta = OBSERVATIONS[sample].y, float(view.theta)

    def total(at: float) -> float:
        """The NLL by the formula of the noise, one observation at a time."""
        raw = np.broadcast_to(view.raw(at), view.sample.shape)
        return float(-view.noise.log_density(view.sample, raw, view.width).sum())

    here = total(theta)
    assert f"the surprises of {len(y)} {view.observed.nouns} add up to {number(here)} nats." in said
    raw = np.broadcast_to(view.raw(theta), view.sample.shape)
    each = -view.noise.log_density(view.sample, raw, view.width)
    if np.ptp(each) > 1e-9:
        assert f"{number(float(each.max()))} nats" in said
        if y.ndim == 1 and not view.observed.classes:
            worst = float(y[each.argmax()])
            assert f"Most surprising: {plain(worst)}" in said
    else:
        assert "All are equally surprising." in said
    grid = np.linspace(view.room.low, view.room.high, 20001)
    least = min(total(float(t)) for t in grid[::40])
    best = here <= least + 1e-4
    assert best == ("is as good" in said or "No other place has less" in said)
    if not best:
        assert f"The least is {number(view.least)}" in said
        h = 1e-6 * (view.room.high - view.room.low)
        slope = (total(theta + h) - total(theta - h)) / (2 * h)
        if "should go up" in said:
            assert slope < 0
            assert view.answer > theta
        elif "should go down" in said:
            assert slope > 0
            assert view.answer < theta
        else:
            assert "towards a nearer dip" in said
            assert (slope < 0) != (view.answer > theta)
    assert clean(said)


def test_the_sentence_at_other_dips_and_far_out() -> None:
    narrow = view_of("cauchy", "newcomb_6", **{"cauchy.c": 2.385, "spot": 27.3371})
    said = words_noises.standing_sentence(narrow)
    # the lowest NLL within two of -44, by a grid
    grid = np.linspace(-46, -42, 4001)
    dip = grid[narrow.nll_at(grid).argmin()]
    assert f"There is another dip, at {number(dip)}, but it is not as low." in said
    away = view_of("student_t", "newcomb_6", **{"student_t.c": 1, "spot": -40})
    assert "away from the best θ" in words_noises.standing_sentence(away)


def dips_of(nu: float, width: float, y: np.ndarray) -> np.ndarray:
    """Minima of a Student NLL on a grid 50 times as fine as the width, by the formula."""
    at = np.arange(y.min() - 1, y.max() + 1, width / 50)
    total = np.zeros_like(at)
    for one in y:
        total += 0.5 * (nu + 1) * np.log1p(((one - at) / width) ** 2 / nu)
    lower = (total[1:-1] < total[:-2]) & (total[1:-1] <= total[2:])
    return at[1:-1][lower]


NARROW = [
    # Newcomb's lone reading of -2 ns has a dip of its own: 14 in all at 0.1 ns
    ("cauchy", "newcomb_66", 1.0, 0.1, {"cauchy.c": 0.1}, 14),
    ("cauchy", "newcomb_66", 1.0, 0.15, {"cauchy.c": 0.15}, None),
    ("cauchy", "newcomb_66", 1.0, 0.2, {"cauchy.c": 0.2}, None),
    ("cauchy", "newcomb_66", 1.0, 2.0, {"cauchy.c": 2}, None),
    ("cauchy", "velocities", 1.0, 0.1, {"cauchy.c": 0.1}, None),
    ("student_t", "newcomb_66", 1.0, 0.2, {"student_t.nu": 1, "student_t.c": 0.2}, None),
    ("student_t", "newcomb_66", 3.0, 0.1, {"student_t.nu": 3, "student_t.c": 0.1}, None),
    ("student_t", "calls", 4.0, 0.5, {"student_t.nu": 4, "student_t.c": 0.5}, None),
    # Barron's loss of alpha 0 and tolerance c is that of a Cauchy of width c sqrt(2)
    ("general_robust", "newcomb_66", 1.0, 0.1 * math.sqrt(2),
     {"general_robust.alpha": 0, "general_robust.c": 0.1}, None),
]  # fmt: skip


@pytest.mark.parametrize(("model", "sample", "nu", "width", "query", "pinned"), NARROW)
def test_every_dip_is_counted(
    model: str, sample: str, nu: float, width: float, query: dict[str, float], pinned: int | None
) -> None:
    y = OBSERVATIONS[sample].y
    found = dips_of(nu, width, y)
    assert pinned in (None, len(found))
    view = view_of(model, sample, **query)
    view = replace(view, theta=view.answer)
    every = np.sort([view.answer, *view.other_answers])
    np.testing.assert_allclose(every, found, atol=0.05 * width)
    said = words_noises.standing_sentence(view)
    others = len(found) - 1
    if others > words_noises.NAMED_DIPS:
        assert f"There are {others} other dips, none as low: this noise is narrow" in said
    else:
        assert ("dip" in said) == (others > 0)


def test_a_density_of_zero_has_a_surprise_all_the_same() -> None:
    view = view_of("squared_error", "newcomb_6", spread=1, spot=28)
    said = words_noises.standing_sentence(view)
    surprise = 0.5 * 72.0**2 + math.log(math.sqrt(2 * math.pi))
    assert math.exp(-surprise) == 0.0
    assert "The density of −44 ns is too small for a computer" in said
    assert f"its logarithm is no trouble: that surprise alone is {number(surprise)} nats" in said
    assert math.exp(-words_noises.SMALLEST) > 0 == math.exp(-words_noises.SMALLEST - 1)


@pytest.mark.parametrize(
    ("model", "sample", "width", "expected"),
    [
        # 5 / (2 x 16) and 5 log(4 sqrt(2 pi)); 5 / 4 and 5 log 8; 23 flights, nothing left over
        ("squared_error", "newcomb_5", 4, "NLL = 0.156 × MSE + 11.5"),
        ("absolute_error", "newcomb_5", 4, "NLL = 1.25 × MAE + 10.4"),
        ("binary_cross_entropy", "orings", None, "NLL = 23 × mean binary cross-entropy + 0"),
    ],
)
def test_the_equation_in_numbers(model: str, sample: str, width: int, expected: str) -> None:
    view = view_of(model, sample, **({"spread": width} if width else {}))
    assert words_noises.equation(view) == expected


def test_the_equation_of_counts_and_of_a_narrow_bell() -> None:
    kicks = OBSERVATIONS["kicks"].y
    rest = sum(math.log(math.factorial(int(y))) for y in kicks)
    view = view_of("poisson", "kicks")
    assert words_noises.equation(view) == f"NLL = 280 × mean Poisson loss + {number(rest)}"
    narrow = view_of("squared_error", "newcomb_5", spread=0.1)
    rest = 5 * math.log(0.1 * math.sqrt(2 * math.pi))
    assert words_noises.equation(narrow) == f"NLL = 250 × MSE − {number(-rest)}"


@pytest.mark.parametrize(("model", "sample"), STANDING)
def test_the_loss_lies_on_the_nll(model: str, sample: str) -> None:
    view = view_of(model, sample)
    at = all_noises.thetas(view)
    nll = view.nll_at(at)
    apart = words_noises.bridge_gap(nll, view.over_at(at))
    assert apart <= 1e-11 * np.abs(nll).max()
    assert words_noises.bridge_gap(nll, view.over_at(at) + 0.5) == pytest.approx(0.5)
    live = bridge.bridge(view, "spot")
    drawn = {t.name: t for t in live.figures[0].data}
    np.testing.assert_allclose(drawn["NLL"].y, drawn["over it"].y, rtol=1e-9, atol=1e-9)
    mean = view.loss_at.mean(view.sample, np.broadcast_to(view.raw(view.theta), view.sample.shape))
    assert f" × {number(mean)} " in live.sentence
    assert words_noises.equation(view) in live.sentence
    assert f"On {len(at)} thetas" in live.sentence
    parts = words_noises.bridge_parts(view)
    plain = parts.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    found = re.match(r"(\S+) ([=≈]) (\d+) (\S+) × (\S+?)(?: × 10(-?\d+))?, the surprise", plain)
    total, sign, n, nouns, each, power = found.groups()
    assert (int(n), nouns) == (view.n, view.observed.nouns)
    # by a pocket calculator: to the last of four digits, or exactly where it says so
    product = view.n * float(each) * 10.0 ** int(power or 0)
    exactly = 1e-12 if sign == "=" else 6e-4
    assert float(total.replace(",", "")) == pytest.approx(product, rel=exactly)
    assert view.bridge.factor == pytest.approx(product, rel=exactly)
    assert ("Nothing is left over" in parts) == (abs(view.bridge.offset) < 1e-9)
    assert clean(live.sentence + parts + live.alt)


def test_losses_without_a_density_are_all_there() -> None:
    found = list(without_density(LOSSES.values()))
    assert {one.loss.key for one in found if not one.setting} == set(LOSSES) - set(spec.MODELS)
    assert {(one.loss.key, one.setting) for one in found if one.setting} == {
        ("general_robust", "shape"),
        ("binary_cross_entropy", "pos_weight"),
        ("softmax_cross_entropy", "label smoothing"),
        ("softmax_cross_entropy", "class_weight"),
    }
    for one in found:
        line = words_noises.without(one)
        assert line.startswith(one.loss.name)
        assert line.endswith(one.because)
        assert one.because
        assert clean(line)


def test_no_noise_at_these_parameters_is_said() -> None:
    for model, query in (
        ("general_robust", {"general_robust.alpha": -2}),
        ("softmax_cross_entropy", {"softmax_cross_entropy.label_smoothing": 0.1}),
    ):
        values = values_of(model, "orings", **query)
        assert not spec.stands(values)
        at = spec.loss_at(values)
        said = words_noises.no_noise(at)
        assert said.startswith("No noise stands behind ")
        assert said.endswith(at.facts.no_noise_because)
        with pytest.raises(ValueError, match=re.escape(at.facts.no_noise_because[:30])):
            StandingNoise(at, spec.observed(values), 0.5, 1.0).noise  # noqa: B018


def test_noises_by_name() -> None:
    def said(model: str) -> str:
        at = LOSSES[model].at()
        return words_noises.noise_becomes(at, at.facts.noise)

    assert said("squared_error") == "Gaussian noise becomes squared error, line by line"
    assert said("poisson") == "Poisson noise becomes Poisson loss, line by line"
    assert said("huber") == ("Huber's least favourable density becomes Huber loss, line by line")
    assert (words_noises.per(""), words_noises.per("millions")) == ("unit", "million")


def test_widths_in_words() -> None:
    observed = OBSERVATIONS["newcomb_6"]
    assert words_noises.about_width(LOSSES["squared_error"].at(), observed) == ""
    assert words_noises.about_width(LOSSES["log_cosh"].at(), observed) == (
        "Log-cosh leaves no choice: its noise has width 1 ns."
    )
    assert words_noises.about_width(LOSSES["log_cosh"].at(), OBSERVATIONS["calls"]).endswith(
        "width 1 million."
    )
    assert "parameter of the loss: 2.5 ns" in words_noises.about_width(
        LOSSES["cauchy"].at(c=2.5), observed
    )


# ---- controls -----------------------------------------------------------------------------------


def test_controls_are_unique_on_the_page() -> None:
    keys = [control.key for control in PAGE.all_controls]
    assert len(keys) == len(set(keys))


def ends(model: str, sample: str) -> list[dict[str, float]]:
    """Each control of the pair at both of its ends, the others as they are at first."""
    values = values_of(model, sample)
    keys = [k for k in values if k.startswith(f"{model}.")] + ["spread", "spot"]
    found = []
    for control in PAGE.controls:
        if control.key in keys:
            room = control.range(values)
            found += [{control.key: room.low}, {control.key: room.high}]
    return found


@pytest.mark.parametrize(("model", "sample"), STANDING)
def test_both_ends_of_every_control(model: str, sample: str) -> None:
    for query in ends(model, sample):
        values = values_of(model, sample, **query)
        if not spec.stands(values):
            assert words_noises.no_noise(spec.loss_at(values))
            continue
        view = view_of(model, sample, **query)
        for draw in FIGURES.values():
            check_words(draw(view, "spot"))


def check_words(live: LiveFigure) -> None:
    texts = [live.sentence, live.alt, *live.table.columns, *sum(live.table.rows, ())]
    for figure in live.figures:
        for trace in figure.data:
            texts += [str(t) for t in np.ravel(trace.text) if t is not None]
            for values in (trace.x, trace.y):
                array = np.asarray(values, dtype=float)
                assert not np.isinf(array).any()
                if "stems" not in trace.name and trace.name != "probability":  # gaps between
                    assert not np.isnan(array).any(), trace.name
        for axis in (figure.layout.xaxis, figure.layout.yaxis):
            assert axis.title.text
            assert np.all(np.isfinite(axis.range))
    for text in texts:
        assert clean(text), text


def test_another_model_or_sample_begins_anew() -> None:
    values = values_of("student_t", "newcomb_6", spot=-30, **{"student_t.c": 2})
    changed = settle(PAGE, {**values, "sample": "velocities"}, "sample")
    assert changed == values_of("student_t", "velocities")
    changed = settle(PAGE, {**values, "model": "squared_error"}, "model")
    expected = values_of("squared_error", "newcomb_6")
    assert (changed["spread"], changed["spot"]) == (expected["spread"], expected["spot"])
    assert query_of(PAGE, expected).keys() == {"model", "sample"} & query_of(PAGE, expected).keys()


def test_a_link_out_of_range_falls_back() -> None:
    for query in ({"spot": "1e9"}, {"spread": "-1"}, {"model": "hinge"}, {"cauchy.c": "nan"}):
        values, notices = parse(PAGE, {key: [value] for key, value in query.items()})
        assert len(notices) == 1
        assert values == parse(PAGE, {})[0]


# ---- figures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize(("model", "sample"), STANDING)
def test_figures_are_valid_and_move(model: str, sample: str, name: str) -> None:
    view = view_of(model, sample)
    draw = FIGURES[name]
    live = draw(view, "spot")
    check_words(live)
    for figure in live.figures:
        go.Figure(figure.to_dict())  # validates
        used = set(re.findall(r"#[0-9a-f]{6}|rgba\([^)]*\)", figure.to_json(validate=False)))
        assert used - {"rgba(0,0,0,0)"} <= theme.DARK.keys()
    (motion,) = live.motions
    stops = motion.axis.stops
    assert motion.axis.key == "spot"
    assert len(stops) <= MOST_STOPS
    assert float(view.theta) in stops
    end = 0 if name == "noises" else len(stops) - 1
    some = sorted({end, motion.axis.nearest(view.answer)})
    assert track_errors(
        live, motion, lambda k: draw(replace(view, theta=stops[k]), "spot"), some
    ) == []  # fmt: skip
    assert message_bytes(motion.track()) < 150_000
    assert np.all(np.isfinite(motion.handle.y))


def test_the_best_theta_is_a_stop() -> None:
    view = view_of("squared_error", "newcomb_6")
    assert np.abs(theta_stops(view) - view.answer).min() < 1e-9
    flat = view_of("absolute_error", "newcomb_6")
    assert 27.0 in theta_stops(flat)


def test_the_page_closes_a_gap_in_the_stems() -> None:
    view = view_of("squared_error", "newcomb_6")
    drawn = {t.name: t for t in all_noises.standing_figures(view)[0].data}
    tops = np.asarray(drawn["stems"].y, dtype=float).reshape(-1, 3)[:, 1]
    feet = np.asarray(drawn["stems"].x, dtype=float).reshape(-1, 3)[:, 0]
    np.testing.assert_allclose(feet, np.sort(OBSERVATIONS["newcomb_6"].y))
    np.testing.assert_allclose(tops, stats.norm.pdf(feet, 33, view.width), rtol=1e-12)
    beads = {t.name: t for t in all_noises.standing_figures(view)[1].data}["beads"]
    np.testing.assert_allclose(beads.y, -np.log(tops))


@pytest.mark.parametrize(("model", "sample"), STANDING)
def test_derivations_hold_on_the_observations(model: str, sample: str) -> None:
    view = view_of(model, sample)
    for derivation in view.loss_at.derivations(view.width):
        if derivation.key == "location":
            gaps = derivation.gaps(view.raw(float(view.theta)), view.sample)
            assert gaps.max() < 1e-4
