"""No maximum, or several: against closed forms, scipy, statsmodels and scikit-learn."""

import re
import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import optimize, stats
from sklearn.linear_model import LogisticRegression
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from lossviz import LOSSES, words
from lossviz.figures import coin_flips, steepness, theme, valleys
from lossviz.figures.live import LiveFigure
from lossviz.fits import fit_location, fit_logistic, fit_mle
from lossviz.likelihood.coin_flips import FLIPS, LOGITS, Coin, logit_sweep
from lossviz.likelihood.no_maximum import all_the_same
from lossviz.likelihood.steepness import STEEP, Steepness, iris, steep_sweep
from lossviz.likelihood.valleys import WIDTHS, Valleys, width_sweep
from lossviz.location import first_readings
from lossviz.noise import student_t
from lossviz.words import no_maximum as say
from tests.unit.figure_checks import figure_errors
from tests.unit.motion_checks import message_bytes, track_errors

SIX = first_readings(6)


def with_minus(text: str) -> str:
    return text.replace("-", words.MINUS)


# ---- a coin -------------------------------------------------------------------------------------


@pytest.mark.parametrize("heads", range(FLIPS + 1))
def test_the_stack_of_a_coin(heads: int) -> None:
    view = Coin(heads, 0.0)
    logits = np.linspace(-8, 8, 33)
    p = 1 / (1 + np.exp(-logits))
    wanted = -stats.bernoulli.logpmf(view.flips[:, None], p).sum(axis=0)
    np.testing.assert_allclose(view.stack_at(logits), wanted, rtol=1e-10)
    if 0 < heads < FLIPS:
        assert view.best == pytest.approx(np.log(heads / (FLIPS - heads)))
        assert view.fit.message == ""
    else:
        assert view.best == (np.inf if heads else -np.inf)
        assert np.all(np.diff(view.stack_at(np.linspace(-30, 30, 61))) * view.best < 0)
        assert view.stack_at(np.array(np.copysign(30, view.best))) > 0
        assert re.search(r"only label [01] occurs, so the best log-odds are \w+ inf", (
            view.fit.message
        ))  # fmt: skip


@pytest.mark.parametrize("heads", range(FLIPS + 1))
def test_laplace_by_a_search(heads: int) -> None:
    view = Coin(heads, 0.0)

    def more(z: float) -> float:
        return float(view.stack_at(np.array(z))) + np.logaddexp(0, z) + np.logaddexp(0, -z)

    found = optimize.minimize_scalar(more, bounds=(-20, 20), method="bounded", options={
        "xatol": 1e-10})  # fmt: skip
    assert view.settled == pytest.approx(found.x, abs=1e-5)
    assert 1 / (1 + np.exp(-view.settled)) == pytest.approx((heads + 1) / (FLIPS + 2))
    said = say.coin_remedy(view)
    if 0 < heads < FLIPS:  # nothing is wrong, so nothing is done about it
        assert np.isfinite(view.best)
        assert said == ""
        return
    assert said.startswith("The fit says so: “")
    assert " What is done: count one head and one tail more than fell" in said
    assert f"The best p is then {heads + 1}/{FLIPS + 2}, a logit of" in said
    assert with_minus(f"{round(found.x, 2) + 0:.2f}") in said


@pytest.mark.parametrize("logit", [-8.0, -0.37, 0.0, 3.0, 8.0])
@pytest.mark.parametrize("heads", range(FLIPS + 1))
def test_every_clause_of_the_coin(heads: int, logit: float) -> None:
    said = say.coin_sentence(Coin(heads, logit))
    p = 1 / (1 + np.exp(-logit))
    stack = -(heads * np.log(p) + (FLIPS - heads) * np.log1p(-p))
    start = "1 head" if heads == 1 else f"{heads} heads"
    assert said.startswith(with_minus(f"{start} in 10 flips, logit {logit:.2f}: p = {p:.4f}, "))
    assert f"sum of surprises {words.number(stack)} nats." in said
    if heads == FLIPS:
        assert "Every larger logit is better" in said
        assert "at p = 1 only, a logit of ∞. There is no best logit." in said
    elif heads == 0:
        assert "Every smaller logit is better" in said
        assert "at p = 0 only, a logit of −∞. There is no best logit." in said
    elif heads == 5 and logit == 0:
        assert said.endswith("This is the best logit: p is the share of heads.")
    else:
        share = heads / FLIPS
        lowest = FLIPS * stats.bernoulli.entropy(share)
        best = with_minus(f"{np.log(share / (1 - share)):.2f}")
        assert said.endswith(
            f"The best logit is {best}, with {words.number(lowest)} nats: p = {share:g}."
        )


def test_the_best_logit_is_a_stop() -> None:
    for heads in range(1, FLIPS):
        sweep = logit_sweep(Coin(heads, 1.23), "z")
        assert say.coin_sentence(sweep.at(sweep.axis.nearest(sweep.batch.best))).endswith(
            "This is the best logit: p is the share of heads."
        )
        assert 1.23 in sweep.axis.stops
        assert len(sweep) <= 121


# ---- two classes --------------------------------------------------------------------------------


def test_setosa_against_versicolor() -> None:
    view = iris(1.0, overlap=False)
    # longest setosa 1.9 cm, shortest versicolor 3.0 cm
    assert view.middle == 2.45
    assert view.wrong_side == 0
    assert view.parted
    # without end: 0.243, 0.089, 0.0064 at 1, 2 and 5 per cm
    np.testing.assert_allclose(
        view.loss_at(np.array([0.0, 1.0, 2.0, 5.0])),
        [np.log(2), 0.242533, 0.088996, 0.0063764], rtol=1e-5,
    )  # fmt: skip
    far = view.loss_at(np.linspace(0, 60, 121))
    assert np.all(np.diff(far) < 0)
    assert far[-1] < 1e-14
    assert view.fit.message.startswith("No finite minimiser: a boundary separates the labels")
    assert say.says(view.fit.message) in say.steepness_remedy(view)


def test_statsmodels_calls_it_perfect_separation() -> None:
    for overlap in (False, True):
        view = iris(1.0, overlap=overlap)
        model = sm.Logit(view.labels, sm.add_constant(view.x))
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            fitted = model.fit(disp=0, maxiter=100)
        warned = any(issubclass(w.category, PerfectSeparationWarning) for w in seen)
        assert warned != overlap
        if overlap:
            intercept, slope = fitted.params
            assert view.best == pytest.approx(slope, rel=1e-5)
            assert view.middle == pytest.approx(-intercept / slope, rel=1e-6)
            assert view.loss_at(np.array(view.best)) == pytest.approx(-fitted.llf / 100)


def test_versicolor_against_virginica() -> None:
    view = iris(1.0, overlap=True)
    assert (round(view.best, 2), round(view.middle, 2), view.wrong_side) == (9.0, 4.86, 7)
    wrong = (view.x > view.middle) != view.labels.astype(bool)
    assert wrong.sum() == 7
    assert view.loss_at(np.array(view.best)) == pytest.approx(0.16716, abs=1e-5)
    near = view.loss_at(view.best + np.array([-0.1, 0.0, 0.1]))
    assert near[1] < near[0]
    assert near[1] < near[2]
    assert say.steepness_remedy(view) == ""  # there is a best steepness


@pytest.mark.parametrize("overlap", [False, True])
def test_the_penalty_is_the_one_of_scikit_learn(overlap: bool) -> None:
    view = iris(1.0, overlap=overlap)
    learnt = LogisticRegression(tol=1e-10, max_iter=10_000).fit(view.x[:, None], view.labels)
    slope, intercept = float(learnt.coef_[0, 0]), float(learnt.intercept_[0])
    np.testing.assert_allclose(view.penalised.coefficients, [intercept, slope], rtol=1e-4)
    if overlap:
        return
    said = say.steepness_remedy(view)
    assert "What is done: a penalty on steepness, 0.01/2 × steepness² more on the mean loss" in said
    middle = -intercept / slope
    assert 1 / (1 + np.exp(-(intercept + slope * middle))) == 0.5
    assert said.endswith(
        f"the best steepness is {slope:.2f} per cm, with its 50 % at {middle:.2f} cm."
    )
    assert (f"{slope:.2f}", f"{middle:.2f}") == ("2.90", "2.72")


@pytest.mark.parametrize("steep", [0.0, 1.0, 5.0, 9.0, 12.25, 15.0])
@pytest.mark.parametrize("overlap", [False, True])
def test_every_clause_of_the_steepness(overlap: bool, steep: float) -> None:
    view = iris(steep, overlap=overlap)
    logits = steep * (view.x - view.middle)
    loss = np.mean(-stats.logistic.logcdf(np.where(view.labels == 1, logits, -logits)))
    said = say.steepness_sentence(view)
    start = f"Steepness {steep:g} per cm: mean cross-entropy {words.number(loss)} nats. "
    assert said.startswith(start)
    rest = said.removeprefix(start)
    if not overlap:
        assert rest == (
            "No flower of 100 is on the wrong side of 2.45 cm, so a steeper curve is always"
            " better: the loss falls towards 0 and there is no best steepness."
        )
    elif steep == 9.0:
        assert rest.startswith("This is the best steepness: 7 flowers of 100 are on the wrong")
    else:
        assert rest.startswith("7 flowers of 100 are on the wrong side of 4.86 cm")
        assert rest.endswith("the best steepness is 9.00, with 0.167 nats.")


def test_one_flower_moved_parts_or_joins_the_species() -> None:
    view = iris(1.0, overlap=False)
    x = view.x.copy()
    x[np.flatnonzero(view.labels == 0)[0]] = 3.5
    joined = replace(view, x=x)
    assert not joined.parted
    assert np.isfinite(joined.best)
    assert fit_logistic(x, view.labels).message == ""


# ---- two maxima ---------------------------------------------------------------------------------


def minima_by_grid(nu: float, width: float) -> np.ndarray:
    """Local minima of the stack, from a fine grid and a search between its neighbours."""

    def stack(place: float) -> float:
        return float(-stats.t.logpdf(SIX, nu, place, width).sum())

    grid = np.arange(-60, 60, 0.05)
    heights = -stats.t.logpdf(SIX[:, None], nu, grid, width).sum(axis=0)
    low = np.flatnonzero((heights[1:-1] < heights[:-2]) & (heights[1:-1] <= heights[2:])) + 1
    return np.array([
        optimize.minimize_scalar(stack, bounds=(grid[k - 1], grid[k + 1]), method="bounded",
                                 options={"xatol": 1e-9}).x
        for k in low
    ])  # fmt: skip


@pytest.mark.parametrize("width", [1.0, 1.7, 3.0, 4.0, 6.9, 8.0])
@pytest.mark.parametrize("nu", [1.0, 2.0, 3.0, 5.0])
def test_all_local_maxima_are_found(nu: float, width: float) -> None:
    view = Valleys(SIX, nu, width)
    found = view.minima[np.isfinite(view.minima)]
    np.testing.assert_allclose(found, minima_by_grid(nu, width), atol=1e-5)
    fitted = fit_mle(student_t(nu), SIX, scale=width)
    others = [a.coefficients[0] for a in fitted.alternatives]
    np.testing.assert_allclose(found, np.sort([fitted.coefficients[0], *others]), atol=1e-5)
    assert view.best == pytest.approx(fitted.coefficients[0], abs=1e-5)
    assert np.nanmin(view.depths) == pytest.approx(fitted.nll_sum, rel=1e-9)
    located = fit_location(LOSSES["student_t"].at(nu=nu, c=width), SIX)
    assert view.best == pytest.approx(float(located.coefficients[0]), abs=1e-5)


@pytest.mark.parametrize(
    ("nu", "width", "places"),
    [(1.0, 4.0, [-42.78, 27.98]), (3.0, 3.0, [-41.73, 28.32]), (3.0, 4.0, [28.50]),
     (1.0, 1.0, [-43.93, 26.44, 27.43, 33.05])],
)  # fmt: skip
def test_two_maxima_with_the_wild_reading(nu: float, width: float, places: list[float]) -> None:
    view = Valleys(SIX, nu, width)
    np.testing.assert_allclose(view.minima[: len(places)], places, atol=0.006)
    assert np.isnan(view.minima[len(places) :]).all()


def test_nu_3_and_width_4_have_one_maximum_wherever_the_sixth_reading_goes() -> None:
    for sixth in np.arange(-46.0, 50.5, 0.5):
        view = Valleys(np.append(SIX[:5], sixth), 3.0, 4.0)
        assert np.isfinite(view.minima).sum() == 1


@pytest.mark.parametrize(("nu", "width"), [(1.0, 4.0), (2.0, 2.0), (3.0, 3.0), (1.0, 1.0)])
def test_a_search_from_the_wild_reading_stops_before_the_best(nu: float, width: float) -> None:
    view = Valleys(SIX, nu, width)
    place, rate = -44.0, 0.02 * width * width
    for _step in range(100_000):  # small steps downhill, by the slope of scipy's density
        up, down = (-stats.t.logpdf(SIX, nu, place + h, width).sum() for h in (1e-5, -1e-5))
        slope = (up - down) / 2e-5
        if abs(slope) < 1e-6:
            break
        place -= rate * slope
    assert place == pytest.approx(float(view.leftmost), abs=1e-3)
    assert place < view.best - 50
    assert f"from the reading at −44 stops at {with_minus(f'{place:.1f}')} ns" in (
        say.valleys_sentence(view)
    )


@pytest.mark.parametrize("width", [1.0, 1.5, 2.0, 3.3, 4.0, 5.0, 8.0])
@pytest.mark.parametrize("nu", [1.0, 2.0, 3.0, 5.0])
def test_every_clause_of_the_maxima(nu: float, width: float) -> None:
    said = say.valleys_sentence(Valleys(SIX, nu, width))
    places = minima_by_grid(nu, width)
    heights = [float(-stats.t.logpdf(SIX, nu, p, width).sum()) for p in places]
    assert said.startswith(f"Heavy tail with ν = {nu:g}, width {width:g} ns: ")
    best = int(np.argmin(heights))
    digits = 4 if (nu, width) == (1.0, 1.0) else 3  # 26.58 and 26.60 are both 26.6
    assert len({words.number(h, digits) for h in heights}) == len(heights)
    at = with_minus(f"{places[best]:.1f} ns ({words.number(heights[best], digits)} nats)")
    if len(places) == 1:
        assert said.endswith(f"the likelihood has one maximum, at {at}.")
        return
    assert f"the likelihood has {len(places)} maxima, the best at {at}, the other" in said
    for k, (place, height) in enumerate(zip(places, heights, strict=True)):
        if k != best:
            assert with_minus(f"{place:.1f} ({words.number(height, digits)})") in said
    assert said.endswith("and never sees the best.")


def test_sums_that_differ_are_seen_to() -> None:
    said = say.valleys_sentence(Valleys(SIX, 1.0, 1.0))
    assert "the best at 26.4 ns (26.58 nats)" in said
    assert "27.4 (26.60)" in said
    for nu in (1.0, 2.0, 3.0, 5.0):
        for width in np.linspace(WIDTHS.low, WIDTHS.high, 29):
            told = say.valleys_sentence(Valleys(SIX, nu, float(width)))
            sums = re.findall(r"\(([\d.]+)(?: nats)?\)", told)
            assert len(set(sums)) == len(sums) >= 1


def test_more_readings_leave_one() -> None:
    all_of_them = first_readings(66)
    for nu, width in ((1.0, 4.0), (3.0, 3.0)):
        said = say.valleys_remedy(Valleys(SIX, nu, width), all_of_them)
        heights = -stats.t.logpdf(
            all_of_them[:, None], nu, np.arange(-60, 60, 0.05), width
        ).sum(axis=0)  # fmt: skip
        low = (heights[1:-1] < heights[:-2]) & (heights[1:-1] <= heights[2:])
        assert ("with all 66 of Newcomb's" in said) == (low.sum() == 1)
    assert say.valleys_remedy(Valleys(SIX, 3.0, 4.0), all_of_them) == (
        "With one maximum a search downhill ends there, wherever it starts."
    )
    # the slope points to the one minimum from both sides
    places = np.linspace(-52, 52, 400)
    low = float(Valleys(SIX, 3.0, 4.0).minima[0])
    slope = np.diff(-stats.t.logpdf(SIX[:, None], 3.0, places, 4.0).sum(axis=0))
    middle = (places[1:] + places[:-1]) / 2
    assert np.all(
        slope[np.abs(middle - low) > 0.3] * (middle - low)[np.abs(middle - low) > 0.3] > 0
    )


# ---- no width -----------------------------------------------------------------------------------


def test_readings_that_are_all_the_same() -> None:
    fitted = all_the_same(28.0, 6)
    assert not fitted.converged
    assert fitted.scale == 0
    same = np.full(6, 28.0)
    stacks = [-stats.norm.logpdf(same, 28.0, w).sum() for w in (1.0, 0.1, 0.01, 1e-6)]
    np.testing.assert_allclose(np.diff(stacks)[:2], -6 * np.log(10))
    said = say.same_sentence(28.0, 6)
    # it stands under every case, also under those that have a maximum
    assert said.startswith(
        "A bell has no best width where all readings are the same: take 6 that are all 28. A bell"
    )
    assert not re.search(r"\b(more way|another|either|too|also)\b", said)
    assert f"gives them {words.number(6 * np.log(10))} nats less surprise" in said
    assert "“No maximum: all residuals are 0" in said


# ---- the figures --------------------------------------------------------------------------------

Draw = Callable[[float], LiveFigure]


def coin_at(heads: int) -> Draw:
    return lambda logit: coin_flips.coin(Coin(heads, logit))


def steepness_at(overlap: bool) -> Draw:
    return lambda steep: steepness.steepness(iris(steep, overlap=overlap))


def valleys_at(nu: float) -> Draw:
    return lambda width: valleys.valleys(Valleys(SIX, nu, width))


MOVED: dict[str, tuple[Draw, list[float]]] = {
    **{f"coin {h}": (coin_at(h), [LOGITS.low, 0.0, 0.37, LOGITS.high]) for h in (0, 1, 7, 9, 10)},
    **{f"overlap {o}": (steepness_at(o), [STEEP.low, 1.0, 9.0, STEEP.high]) for o in (0, 1)},
    **{f"nu {nu}": (valleys_at(nu), [WIDTHS.low, 3.33, 4.0, WIDTHS.high]) for nu in (1, 2, 3, 5)},
}


@pytest.mark.parametrize("name", MOVED)
def test_a_figure_moves_and_is_sound(name: str) -> None:
    draw, values = MOVED[name]
    for value in values:
        live = draw(value)
        assert figure_errors(live) == []
    (motion,) = live.motions
    stops = motion.axis.stops
    some = sorted({0, 1, len(stops) // 3, len(stops) // 2, len(stops) - 1})
    assert track_errors(live, motion, lambda k: draw(stops[k]), some) == []
    assert len(stops) <= 121
    assert message_bytes(motion.track()) < 160_000


def traces(live: LiveFigure, plot: int = 0) -> dict[str, object]:
    return {t.name: t for t in live.figures[plot].data}


def test_a_best_answer_is_drawn_where_there_is_one() -> None:
    assert traces(coin_at(10)(0.0))["best"].x == ()
    assert traces(coin_at(10)(0.0))["for ever"].text == ("better for ever →",)
    assert traces(coin_at(0)(0.0))["for ever"].text == ("← better for ever",)
    assert traces(coin_at(7)(0.0))["best"].x == pytest.approx([np.log(7 / 3)])
    assert traces(steepness_at(False)(1.0), 1)["best"].x == ()
    assert traces(steepness_at(True)(1.0), 1)["best"].x == pytest.approx([9.0], abs=0.003)


def test_flowers_of_one_length_form_a_pile() -> None:
    found = traces(steepness_at(False)(1.0))["setosa"]
    places = list(zip(found.x, np.round(found.y, 6), strict=True))
    assert len(set(places)) == len(places) == 50
    assert np.all(np.array(found.y) < 0)


def test_every_maximum_has_its_ring() -> None:
    shown = traces(valleys_at(1)(1.0))
    rings = shown["local maxima of the likelihood"]
    assert np.isfinite(rings.x).sum() == 4
    assert (
        sum(text != theme.UNSEEN for text in rings.text) == 2
    )  # the best and where a search stops
    assert shown["best"].x == pytest.approx([26.44], abs=0.006)


def test_the_minima_of_a_sweep_are_those_of_each_width() -> None:
    sweep = width_sweep(Valleys(SIX, 1.0, 4.0), "w")
    for k in (0, 13, 30, len(sweep) - 1):
        alone = Valleys(SIX, 1.0, float(sweep.axis.stops[k]))
        np.testing.assert_allclose(sweep.at(k).minima, alone.minima)


def test_a_steepness_that_is_the_best_is_a_stop() -> None:
    sweep = steep_sweep(iris(1.0, overlap=True), "s")
    k = sweep.axis.nearest(sweep.batch.best)
    assert "This is the best steepness" in say.steepness_sentence(sweep.at(k))


def test_the_checks_notice_a_forgotten_maximum() -> None:
    view = Valleys(SIX, 1.0, 4.0)
    lost = replace(view)
    lost.__dict__["minima"] = np.where(view.minima < 0, np.nan, view.minima)
    assert "one maximum" in say.valleys_sentence(lost)
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(
            lost.minima[np.isfinite(lost.minima)], minima_by_grid(1.0, 4.0), atol=1e-5
        )


def test_a_point_on_the_wrong_side_is_counted() -> None:
    view = Steepness(
        np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.0, 1.0, 0.0, 1.0]), ("a", "b"), 1.0
    )
    assert view.wrong_side == 2
    assert not view.parted
