"""The wrong noise: fits against `fit_mle`, misses against theory, sentences clause by clause."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import optimize, stats

from lossviz import words
from lossviz.figures import theme
from lossviz.figures import wrong_noise as figures
from lossviz.fits import fit_mle
from lossviz.likelihood import wrong_noise
from lossviz.likelihood.wrong_noise import (
    KINDS,
    NU,
    SAMPLES,
    SIZE,
    SIZES,
    STREAM,
    TAU,
    WrongNoise,
    aim,
    fitted_beginnings,
    fitted_with,
    long_run,
    misses,
    sample_of,
    size_sweep,
    times,
)
from lossviz.words import wrong_noise as say
from tests.unit.figure_checks import figure_errors
from tests.unit.motion_checks import message_bytes, track_errors

PAIRS = [(truth, fitted) for truth in KINDS for fitted in KINDS]
EVEN = ("bell", "tent", "t3", "t1")


class Leaning:
    """The leaning tent from its density alone."""

    x = np.linspace(-120.0, 40.0, 320_001)

    def pdf(self, x: np.ndarray) -> np.ndarray:
        return TAU * (1 - TAU) * np.exp(-np.where(x > 0, TAU * x, (TAU - 1) * x))

    def mean(self) -> float:
        return float(np.trapezoid(self.x * self.pdf(self.x), self.x))


ORACLE = {
    "bell": stats.norm(), "tent": stats.laplace(), "t3": stats.t(3), "t1": stats.cauchy(),
    "leaning": Leaning(),
}  # fmt: skip


def with_minus(text: str) -> str:
    return text.replace("-", words.MINUS)


def two(value: float) -> str:
    if abs(value) >= 1000:
        return words.number(value)
    return with_minus(f"{round(value, 2) + 0.0:.2f}")


# ---- the readings -------------------------------------------------------------------------------


@pytest.mark.parametrize("key", KINDS)
def test_the_draws_are_of_the_noise(key: str) -> None:
    drawn = KINDS[key].draw(np.random.default_rng(4), (3000,))
    if key == "leaning":  # 80 % below 0; exponential to both sides
        assert (drawn < 0).mean() == pytest.approx(TAU, abs=0.03)
        assert stats.kstest(drawn[drawn > 0] * TAU, "expon").pvalue > 0.01
        assert stats.kstest(-drawn[drawn < 0] * (1 - TAU), "expon").pvalue > 0.01
    else:
        assert stats.kstest(drawn, ORACLE[key].cdf).pvalue > 0.01
    assert stats.kstest(drawn + 0.5, drawn).pvalue < 0.01  # the test would notice


@pytest.mark.parametrize("key", KINDS)
def test_the_noise_has_location_0_and_width_1(key: str) -> None:
    x = np.linspace(-9, 9, 181)
    density = np.exp(KINDS[key].noise.log_density(x, np.zeros(()), 1.0))
    np.testing.assert_allclose(density, ORACLE[key].pdf(x), rtol=1e-9)


def test_a_seed_is_a_stream() -> None:
    a, b = sample_of("t3", 5), sample_of("t3", 5)
    assert a is b
    np.testing.assert_array_equal(a, np.random.default_rng(5).standard_t(3, size=2000))
    assert not np.array_equal(a, sample_of("t3", 6))
    with pytest.raises(ValueError, match="read-only"):
        a[0] = 0


# ---- the fits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("truth", "fitted"), PAIRS)
def test_the_fit_is_that_of_fit_mle(truth: str, fitted: str) -> None:
    for n, seed in ((5, 0), (6, 1), (37, 2), (300, 3)):
        y = sample_of(truth, seed)[:n]
        wanted = fit_mle(KINDS[fitted].noise, y)
        at, width = fitted_with(fitted, y)
        assert at == pytest.approx(wanted.coefficients[0], abs=1e-7 * wanted.scale)
        assert width == pytest.approx(wanted.scale, rel=1e-7)


@pytest.mark.parametrize("fitted", KINDS)
def test_many_samples_at_once_are_each_alone(fitted: str) -> None:
    y = KINDS["t1"].draw(np.random.default_rng(0), (3, 4, 20))
    at, width = fitted_with(fitted, y)
    assert at.shape == width.shape == (3, 4)
    alone = fitted_with(fitted, y[2, 1])
    np.testing.assert_allclose([at[2, 1], width[2, 1]], alone, rtol=1e-8)


@pytest.mark.parametrize("fitted", KINDS)
def test_a_beginning_is_a_sample_of_its_own(fitted: str) -> None:
    y, sizes = sample_of("t3", 9), np.array([5, 17, 640, 2000])
    at, width = fitted_beginnings(fitted, y, sizes)
    for k, size in enumerate(sizes):
        np.testing.assert_allclose([at[k], width[k]], fitted_with(fitted, y[:size]), rtol=1e-7)


def test_the_heavy_fit_by_a_search_of_scipy() -> None:
    for key, nu in (("t3", 3.0), ("t1", 1.0)):
        for seed in range(4):
            y = sample_of("t1", seed)[:15]

            def nll(theta: np.ndarray, nu: float = nu, y: np.ndarray = y) -> float:
                return float(-stats.t.logpdf(y, nu, theta[0], np.exp(theta[1])).sum())

            found = optimize.minimize(nll, [np.median(y), 0.0], method="Nelder-Mead", options={
                "xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000})  # fmt: skip
            at, width = fitted_with(key, y)
            assert at == pytest.approx(found.x[0], abs=1e-5)
            assert width == pytest.approx(np.exp(found.x[1]), rel=1e-5)


# ---- what a fit aims at -------------------------------------------------------------------------


def expected_surprise(truth: str, fitted: str, at: float, width: float) -> float:
    x = np.linspace(-60.0, 60.0, 24_001)
    surprise = -KINDS[fitted].noise.log_density(x, np.asarray(at), width)
    return float(np.trapezoid(surprise * ORACLE[truth].pdf(x), x))


@pytest.mark.parametrize(
    ("truth", "fitted"),
    [("leaning", "bell"), ("leaning", "tent"), ("leaning", "t3"), ("leaning", "t1"),
     ("bell", "leaning"), ("tent", "leaning")],
)  # fmt: skip
def test_the_aim_is_where_the_expected_surprise_is_least(truth: str, fitted: str) -> None:
    def expected(theta: np.ndarray) -> float:
        return expected_surprise(truth, fitted, float(theta[0]), float(np.exp(theta[1])))

    start = [aim(truth, fitted) + 0.2, 0.5]
    found = optimize.minimize(expected, start, method="Nelder-Mead", options={
        "xatol": 1e-4, "fatol": 1e-9})  # fmt: skip
    assert aim(truth, fitted) == pytest.approx(found.x[0], abs=5e-3)


def test_aims_that_are_known() -> None:
    assert aim("leaning", "bell") == pytest.approx(-3.75)  # (1 - 2 tau) / (tau (1 - tau))
    assert aim("leaning", "tent") == pytest.approx(np.log(0.625) / 0.2, abs=1e-3)
    for truth in EVEN:  # the 80 % quantile
        assert aim(truth, "leaning") == pytest.approx(ORACLE[truth].ppf(0.8), abs=1e-3)
    assert np.isnan(aim("t1", "bell"))
    for truth in EVEN:
        for fitted in EVEN:
            assert (truth, fitted) == ("t1", "bell") or aim(truth, fitted) == 0


@pytest.mark.parametrize(("truth", "fitted"), PAIRS)
def test_many_readings_end_where_the_fit_aims(truth: str, fitted: str) -> None:
    found = misses(truth, fitted)
    there = aim(truth, fitted)
    if np.isnan(there):
        # the mean of Cauchy readings is a Cauchy reading: half miss by more than 1, always
        np.testing.assert_allclose(found.typical, 1.0, atol=0.25)
        return
    assert found.average[-1] == pytest.approx(there, abs=0.02)
    if there == 0:
        slope = np.polyfit(np.log(SIZES), np.log(found.typical), 1)[0]
        assert slope == pytest.approx(-0.5, abs=0.06)  # 1 / sqrt(n)
    else:
        assert found.typical[-1] == pytest.approx(abs(there), abs=0.03)


@pytest.mark.parametrize(("truth", "fitted"), [("tent", "t3"), ("t1", "t1"), ("leaning", "tent")])
def test_misses_sample_by_sample(truth: str, fitted: str) -> None:
    rng = np.random.default_rng(STREAM)
    rows = [KINDS[truth].draw(rng, (SAMPLES, size)) for size in SIZES]
    for k in (0, 3, 8):
        at = fitted_with(fitted, rows[k])[0]  # to the last digit
        assert misses(truth, fitted).typical[k] == pytest.approx(np.median(np.abs(at)), rel=1e-3)
        assert misses(truth, fitted).average[k] == pytest.approx(at.mean(), abs=1e-4)


# ---- precision ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("truth", "fitted", "wanted"),
    [
        ("tent", "bell", 2.0),  # variance of a tent of width 1
        ("bell", "tent", np.pi / 2),  # the median of a bell
        ("t3", "bell", 3.0 / 1.5),  # variance 3, information (nu + 1) / (nu + 3)
        ("t1", "tent", np.pi**2 / 8),  # pi^2 / 4 for the median, 2 for the best
        ("bell", "bell", 1.0), ("t3", "t3", 1.0), ("t1", "t1", 1.0), ("tent", "tent", 1.0),
    ],
)  # fmt: skip
def test_how_many_times_as_many_readings(truth: str, fitted: str, wanted: float) -> None:
    assert times(truth, fitted) == pytest.approx(wanted, rel=1e-6)


def test_the_best_is_one_over_the_information() -> None:
    known = {"bell": 1.0, "tent": 1.0, "t3": 1.5, "t1": 2.0}
    for truth in EVEN:
        assert long_run(truth, truth) == pytest.approx(known[truth], rel=1e-6)
        for fitted in EVEN:
            assert times(truth, fitted) >= 1 - 1e-9
    assert long_run("t1", "bell") == np.inf


@pytest.mark.parametrize("fitted", EVEN)
@pytest.mark.parametrize("truth", EVEN)
def test_the_long_run_is_what_samples_do(truth: str, fitted: str) -> None:
    if (truth, fitted) == ("t1", "bell"):
        return
    rng = np.random.default_rng(11)
    at = fitted_with(fitted, KINDS[truth].draw(rng, (1500, 400)), 1e-6)[0]
    # the spread of a normal distribution from its middle half; 1500 samples: 4 % (one sigma)
    spread = np.subtract(*np.percentile(at, [75, 25])) / 1.349
    assert 400 * spread**2 == pytest.approx(long_run(truth, fitted), rel=0.16)


@pytest.mark.parametrize("truth", ["bell", "tent", "t3", "leaning"])
def test_least_squares_is_right_on_average_without_a_bell(truth: str) -> None:
    found = misses(truth, "bell")
    assert np.all(np.abs(found.average - ORACLE[truth].mean()) < 4 * found.error)
    for k, size in enumerate(SIZES):
        said = say.gauss_markov(WrongNoise(truth, "tent", 0, size))
        mean = with_minus(f"{aim(truth, 'bell'):g}")
        assert f"its location is the mean, which is {mean} for a {KINDS[truth].word}" in said
        assert f"average of {SAMPLES} means of {size} readings is" in said
        assert with_minus(f"{round(found.average[k], 3) + 0.0:.3f}, with a standard error of "
                          f"{found.error[k]:.3f}.") in said  # fmt: skip
    assert ORACLE[truth].mean() == pytest.approx(aim(truth, "bell"), abs=1e-4)


def test_a_cauchy_has_no_mean_to_be_right_about() -> None:
    assert say.gauss_markov(WrongNoise("t1", "t3", 0, 5)).endswith("a Cauchy has neither.")
    assert not np.isfinite(stats.cauchy.var())


# ---- the words ----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [5, 13, 100, 1999, 2000])
@pytest.mark.parametrize(("truth", "fitted"), PAIRS)
def test_every_clause(truth: str, fitted: str, size: int) -> None:
    said = say.wrong_noise_sentence(WrongNoise(truth, fitted, 3, size))
    y = sample_of(truth, 3)[:size]
    wrong, right = (fit_mle(KINDS[key].noise, y) for key in (fitted, truth))
    a, b = KINDS[truth].word, KINDS[fitted].word
    assert said.startswith(f"{size} readings of a {a} about 0, width 1. The {b} puts the location")
    assert f"location at {two(wrong.coefficients[0])}, the width at {two(wrong.scale)}" in said
    known = min(SIZES, key=lambda n: abs(np.log(n / size)))
    k = SIZES.index(known)
    assert f"Of {SAMPLES} samples of {known}, half miss" in said
    mine = words.number(misses(truth, fitted).typical[k])
    best = words.number(misses(truth, truth).typical[k])
    if truth == fitted:
        assert said.endswith(f"by more than {mine}. The assumption is the truth.")
        return
    assert f"the {a} itself puts them at {two(right.coefficients[0])} and {two(right.scale)}." in (
        said
    )
    assert f"half miss by more than {mine} with the {b} and {best} with the {a}." in said
    if (truth, fitted) == ("t1", "bell"):
        typical = misses("t1", "bell").typical
        assert said.endswith(
            "It matters: the bell looks for the mean, and a Cauchy has none. With 5 readings half"
            f" miss by more than {words.number(typical[0])}, with 2000 by more than"
            f" {words.number(typical[-1])}."
        )
    elif "leaning" in (truth, fitted):
        assert f"and that is at {two(aim(truth, fitted))}, however many readings" in said
    else:
        more = words.number(times(truth, fitted), 2)
        hardly = "It hardly matters which of the two is assumed:"
        slowly = "Both close in on 0, the wrong noise more slowly:"
        less = float(mine) < float(best)
        assert (hardly in said) == (float(more) <= 1.2)
        assert (slowly in said) == (float(more) > 1.2 and not less)
        assert ("Both close in on 0: in" in said) == (float(more) > 1.2 and less)
        long = f"in the long run {more} times as many readings make up for it."
        chance = "Here the wrong noise misses less: a difference this small is chance with"
        assert said.endswith(f"{long} {chance} {SAMPLES} samples." if less else long)


def test_pinned_verdicts() -> None:
    assert say.verdict(WrongNoise("tent", "bell", 0, 100)) == (
        "Both close in on 0, the wrong noise more slowly: in the long run 2.0 times as many"
        " readings make up for it."
    )
    assert "1.6 times" in say.verdict(WrongNoise("bell", "tent", 0, 100))
    assert "hardly matters" in say.verdict(WrongNoise("bell", "t3", 0, 100))
    # 1.2337 and 1.1763 are both read as 1.2, and get one verdict
    for truth, fitted in (("t3", "tent"), ("t1", "tent"), ("bell", "t3"), ("t3", "t1")):
        told = say.verdict(WrongNoise(truth, fitted, 0, 100))
        assert told.startswith("It hardly matters")
        assert "in the long run 1.2 times as many" in told
    assert say.verdict(WrongNoise("tent", "t3", 0, 2000)) == (
        "Both close in on 0: in the long run 1.3 times as many readings make up for it. Here the"
        " wrong noise misses less: a difference this small is chance with 300 samples."
    )
    assert "the wrong noise more slowly" in say.verdict(WrongNoise("tent", "t3", 0, 1000))
    assert say.verdict(WrongNoise("leaning", "bell", 0, 100)) == (
        "It matters: the bell looks for the mean, and that is at −3.75, however many readings"
        " there are."
    )
    assert "the place with 80 % of the readings below it, and that is at 0.84" in (
        say.verdict(WrongNoise("bell", "leaning", 0, 100))
    )


@pytest.mark.parametrize(("truth", "fitted"), PAIRS)
def test_where_the_wrong_noise_misses_less_it_is_chance(truth: str, fitted: str) -> None:
    chance = [
        k for k, size in enumerate(SIZES)
        if "is chance" in say.verdict(WrongNoise(truth, fitted, 0, size))
    ] if truth != fitted else []  # fmt: skip
    if not chance:
        return
    rng = np.random.default_rng(STREAM)
    rows = [KINDS[truth].draw(rng, (SAMPLES, size)) for size in SIZES]
    again = np.random.default_rng(5).integers(0, SAMPLES, (500, SAMPLES))
    for k in chance:
        wrong, right = (np.abs(fitted_with(key, rows[k], 1e-5)[0]) for key in (fitted, truth))
        gap = np.median(wrong[again], axis=1) - np.median(right[again], axis=1)
        assert -1.5 * gap.std() < np.median(wrong) - np.median(right) < 0  # standard errors


# ---- the figure ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("truth", "fitted"), PAIRS)
def test_the_figure_moves_and_is_sound(truth: str, fitted: str) -> None:
    def draw(size: float):
        return figures.wrong_noise(WrongNoise(truth, fitted, 2, size))

    for size in (SIZE.low, 100, SIZE.high):
        assert figure_errors(draw(size)) == []
    live = draw(123.0)
    (motion,) = live.motions
    stops = motion.axis.stops
    assert {5, 100, 123, 2000} <= set(stops.tolist())
    assert len(stops) <= 121
    some = [0, 1, len(stops) // 2, len(stops) - 1]
    assert track_errors(live, motion, lambda k: draw(stops[k]), some) == []
    assert message_bytes(motion.track()) < 150_000


@pytest.mark.parametrize("truth", KINDS)
def test_the_bars_hold_the_readings(truth: str) -> None:
    for size in (5, 123, 2000):
        view = WrongNoise(truth, "bell", 8, size)
        y = sample_of(truth, 8)[:size]
        counts, _edges = np.histogram(y, view.edges)
        width = view.edges[1] - view.edges[0]
        np.testing.assert_allclose(view.heights, counts / (size * width))
        assert view.beyond == size - counts.sum()
    shown = {t["name"]: t for t in figures.sample_traces(view)}
    area = np.trapezoid(shown["sample"]["y"], shown["sample"]["x"])
    assert area == pytest.approx(counts.sum() / size)
    said = shown["beyond the axis"]["text"][0]
    many = size - int(counts.sum())
    assert said == (theme.UNSEEN if not many else "1 reading lies beyond" if many == 1 else (
        f"{many} readings lie beyond"))  # fmt: skip


@pytest.mark.parametrize("truth", KINDS)
def test_no_bar_leaves_the_pane(truth: str) -> None:
    for seed in range(6):  # at bell, seed 0, two of five readings are in one bin
        sweep = size_sweep(WrongNoise(truth, "bell", seed, 5), "n")
        top = figures.sample_layout(sweep.at(0))["yaxis"]["range"][1]
        for k in range(len(sweep)):
            assert np.max(sweep.at(k).heights) < top
            assert figures.sample_layout(sweep.at(k))["yaxis"]["range"][1] == top


@pytest.mark.parametrize(("truth", "fitted"), PAIRS)
def test_the_curves_are_densities(truth: str, fitted: str) -> None:
    view = WrongNoise(truth, fitted, 8, 200)
    shown = {t["name"]: t for t in figures.sample_traces(view)}
    at, width = view.wrong
    for name, key, loc, scale in (
        ("true noise", truth, 0.0, 1.0), ("fitted noise", fitted, at, width),
    ):  # fmt: skip
        x, y = (np.asarray(shown[name][v]) for v in "xy")
        np.testing.assert_allclose(y, ORACLE[key].pdf((x - loc) / scale) / scale, rtol=1e-6,
                                   atol=1e-12)  # fmt: skip
    assert shown["fitted location"]["x"] == pytest.approx([at, at])


def test_the_size_in_the_hand_marks_the_nearest_known_one() -> None:
    view = WrongNoise("tent", "bell", 0, 140)  # 100 and 200: nearer to 100 in proportion
    shown = {t["name"]: t for t in figures.misses_traces(view)}
    np.testing.assert_allclose(shown["misses now"]["x"], [2.0, 2.0])
    np.testing.assert_allclose(10 ** np.array(shown["misses now"]["y"]), view.typical)
    assert shown["this many readings"]["x"] == pytest.approx([np.log10(140)] * 2)


def test_a_sweep_is_quick_enough_for_a_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    real = wrong_noise.fitted_beginnings
    monkeypatch.setattr(
        wrong_noise, "fitted_beginnings", lambda *a: calls.append(1) or real(*a)
    )  # fmt: skip
    sweep = size_sweep(WrongNoise("t1", "t3", 0, 100.0), "n")
    for k in range(len(sweep)):
        assert np.isfinite(sweep.at(k).wrong).all()
        assert np.isfinite(sweep.at(k).right).all()
    assert len(calls) == 2  # all stops with one call for each noise


def test_the_checks_notice_a_fit_that_is_off() -> None:
    view = replace(WrongNoise("tent", "bell", 3, 100))
    view.__dict__["wrong"] = np.array([0.5, 1.0])
    wanted = fit_mle(KINDS["bell"].noise, sample_of("tent", 3)[:100])
    assert two(wanted.coefficients[0]) not in say.wrong_noise_sentence(view)
    assert NU == 3.0
