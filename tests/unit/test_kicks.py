"""Horse kicks under a Poisson: average surprise = floor + excess, least at the mean; words."""

import re

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import optimize, special, stats

from lossviz.data.observations import OBSERVATIONS
from lossviz.figures import kicks as figures
from lossviz.figures.live import LiveFigure
from lossviz.information.kicks import RATES, CountFit, left_by_chance, rate_sweep
from lossviz.ui.picked import COUNT_LOSS
from lossviz.words import kicks as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors
from tests.unit.sum_checks import sum_errors

KICKS = OBSERVATIONS["kicks"]
COUNTS = np.array([144, 91, 32, 11, 2])  # von Bortkiewicz, 14 corps, 20 years
SHARES = COUNTS / 280


def view(rate: float = 1.5) -> CountFit:
    return CountFit(COUNT_LOSS.at(), KICKS, rate)


def live(rate: float = 1.5) -> LiveFigure:
    return figures.kicks(view(rate), "rate")


def test_forecast_and_surprise_are_those_of_scipy() -> None:
    rates = np.linspace(RATES.low, RATES.high, 59)
    sweep = view().through(rate=rates)
    pmf = stats.poisson.pmf(np.arange(5), rates[:, None])
    np.testing.assert_allclose(sweep.forecast[:, :5], pmf, rtol=1e-12)
    np.testing.assert_allclose(sweep.forecast[:, 5], stats.poisson.sf(4, rates), atol=1e-14)
    np.testing.assert_allclose(sweep.cost, -(SHARES * np.log(pmf)).sum(axis=1), rtol=1e-12)
    excess = special.rel_entr(SHARES, pmf).sum(axis=1)
    np.testing.assert_allclose(sweep.excess, excess, rtol=1e-10)
    np.testing.assert_allclose(sweep.floor + sweep.excess, sweep.cost, rtol=1e-12)


def test_least_excess_is_maximum_likelihood_is_the_mean() -> None:
    fit = sm.GLM(KICKS.y, np.ones(len(KICKS)), family=sm.families.Poisson()).fit()
    one = view(0.7)
    assert one.best == pytest.approx(float(np.exp(fit.params[0])), rel=1e-10)
    assert one.nll == pytest.approx(-fit.llf, rel=1e-12)
    found = optimize.minimize_scalar(
        lambda rate: float(view(rate).excess), bounds=(0.1, 3), method="bounded"
    )
    assert found.x == pytest.approx(one.best, abs=1e-5)
    assert one.least == pytest.approx(found.fun, abs=1e-10)


# The numbers of the lesson: smallest at lambda = 0.70, KL 0.0044 left
def test_the_numbers_of_the_lesson() -> None:
    assert view().counts[:5].tolist() == COUNTS.tolist()
    assert say.kicks_sentence(view(0.7)) == (
        "λ = 0.70, the mean of the counts: 1.1220 nats per corps-year = floor 1.1176 + excess"
        " 0.0044, the least a Poisson can leave. Least excess = least average surprise = maximum"
        " likelihood. Poisson is not perfect: 0.0044 is left."
    )


def test_what_is_left_may_be_chance() -> None:
    """Drawn again with scipy's own Poisson, from another seed."""
    simulated = left_by_chance(0.7, 280)
    random, again = np.random.default_rng(99), []
    for _sample in range(600):
        y = stats.poisson.rvs(0.7, size=280, random_state=random)
        shares = np.bincount(y) / 280
        pmf = stats.poisson.pmf(np.arange(len(shares)), y.mean())
        again.append(special.rel_entr(shares, pmf).sum())
    assert simulated.mean() == pytest.approx(np.mean(again), rel=0.08)
    left = float(view(0.7).excess)
    assert (simulated >= left).mean() == pytest.approx((np.array(again) >= left).mean(), abs=0.06)
    text = say.by_chance(view(0.7), simulated)
    assert f"leave {simulated.mean():.4f} on average" in text
    assert text.endswith("at least 0.0044. So what is left may well be chance.")
    assert say.by_chance(view(0.7), np.full(100, 1e-4)).endswith("more than chance.")


def test_the_sentence_at_every_stop() -> None:
    (motion,) = live().motions
    at_best = 0
    for rate, text in zip(motion.axis.stops, motion.track().sentences, strict=True):
        excess = float(special.rel_entr(SHARES, stats.poisson.pmf(np.arange(5), rate)).sum())
        cost, floor, over = re.search(r": (\S+) nats per corps-year = floor (\S+) \+ excess "
                                      r"(\d\.\d+)", text).groups()  # fmt: skip
        assert sum_errors([floor, over], cost, [stats.entropy(SHARES), excess]) == []
        assert text.startswith("λ = 0.70, the mean") == (abs(rate - 0.7) < 1e-9)
        at_best += text.startswith("λ = 0.70, the mean")
        nll = re.search(r"Times 280, that is a negative log-likelihood of about (\S+)\. ", text)
        if nll:
            true = -stats.poisson.logpmf(KICKS.y, rate).sum()
            assert nll[1] == f"{true:.0f}"
            assert float(nll[1]) == pytest.approx(280 * float(cost), abs=0.55)  # by calculator
    assert at_best == 1


def test_the_best_rate_draws_the_hand_wherever_it_stands() -> None:
    for rate in (0.1, 1.5, 0.123457, 3.0):
        axis = rate_sweep(view(rate), "rate", "rate").axis
        assert axis.magnets == (view().best,)
        assert np.isclose(axis.stops, 0.7, rtol=0, atol=1e-12).any()
        assert len(axis.stops) <= 121


def test_a_rate_a_hair_beside_the_best_is_not_called_the_best() -> None:
    assert "λ = 0.701:" in say.kicks_sentence(view(0.701))


def test_every_stop_of_the_hand() -> None:
    for start in (1.5, 0.123457):
        one = live(start)
        (motion,) = one.motions
        last = len(motion.axis.stops) - 1
        at = [0, 1, last // 3, 24, last - 1, last]
        assert track_errors(one, motion, lambda k, m=motion: live(float(m.axis.stops[k])), at) == []
        assert message_bytes(motion.track()) < 150_000


def test_the_figures_are_sound() -> None:
    for rate in (RATES.low, 0.7, RATES.high):
        assert figure_errors(live(rate)) == []
        assert trace_errors(live(rate)) == []
