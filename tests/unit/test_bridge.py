"""NLL = factor * mean loss + offset: for every loss with a density, at every theta."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import special, stats

from lossviz import LOSSES
from lossviz.core import LossAt, Task
from lossviz.data.observations import OBSERVATIONS
from lossviz.likelihood.bridge import Bridge
from lossviz.noise import Support

FIVE = OBSERVATIONS["newcomb_5"].y
KICKS, ORINGS, PENGUINS = (OBSERVATIONS[key].y for key in ("kicks", "orings", "penguins"))
BELL = Bridge(LOSSES["squared_error"].at(), FIVE, 4.0)


def with_density() -> list[LossAt]:
    """Every loss at parameters where it has a density, Barron's at several."""
    found = [loss.at() for loss in LOSSES.values() if loss.at().facts.noise is not None]
    barron = [LOSSES["general_robust"].at(alpha=a, c=2.0) for a in (0.0, 0.5, 1.0, 1.7, 2.0)]
    others = [LOSSES["quantile"].at(tau=t) for t in (0.05, 0.95)]
    return [*found, *barron, *others, LOSSES["student_t"].at(nu=30.0, c=4.0)]


def sample(loss_at: LossAt) -> np.ndarray:
    noise = loss_at.facts.noise
    return {Support.COUNTS: KICKS, Support.BINARY: ORINGS, Support.CLASSES: PENGUINS}.get(
        noise.support, FIVE
    )


def thetas(loss_at: LossAt, m: int = 50) -> np.ndarray:
    rng = np.random.default_rng(20)
    if loss_at.loss.task is Task.MULTICLASS:
        return rng.normal(size=(m, 3))
    if loss_at.loss.task is Task.REGRESSION:
        return rng.uniform(10, 50, m)
    return rng.uniform(-3, 3, m)


def named(loss_at: LossAt) -> str:
    return f"{loss_at.loss.key} {dict(loss_at.params)}"


@pytest.mark.parametrize("loss_at", with_density(), ids=named)
@pytest.mark.parametrize("width", [0.5, 4.0])
def test_the_bridge_holds_at_every_theta(loss_at: LossAt, width: float) -> None:
    y = sample(loss_at)
    bridge, at = Bridge(loss_at, y, width), thetas(loss_at)
    by_hand = []
    for theta in at:  # one at a time, by the formulas of the noise and of the loss themselves
        rows = np.broadcast_to(theta, y.shape)
        surprise = -loss_at.facts.noise.log_density(y, rows, bridge.noise_width).sum()
        by_hand.append(surprise - bridge.factor * loss_at.mean(y, rows))
    np.testing.assert_allclose(by_hand, bridge.offset, rtol=0, atol=1e-9 * bridge.nll(at).max())
    assert bridge.gap(at) < 1e-9 * (1 + bridge.nll(at).max())


def test_the_gap_notices_a_wrong_offset_and_a_wrong_factor() -> None:
    at = thetas(BELL.loss_at)
    off = replace(BELL)
    off.__dict__["offset"] = BELL.offset + 1e-6
    assert off.gap(at) == pytest.approx(1e-6, rel=1e-3)
    twice = Bridge(LOSSES["absolute_error"].at(), FIVE, 4.0)
    half = Bridge(LOSSES["quantile"].at(tau=0.5), FIVE, 4.0)
    assert twice.factor == half.factor  # yet the loss is half as large
    assert np.abs(twice.nll(at) - (half.factor * half.mean_loss(at) + twice.offset)).max() > 1


def test_the_bell_of_width_4_on_five_readings() -> None:
    # n / (2 width^2) = 5 / 32; n log(width sqrt(2 pi)) = 5 log(4 sqrt(2 pi)) = 11.53
    assert BELL.factor == pytest.approx(5 / 32)
    assert BELL.offset == pytest.approx(5 * np.log(4 * np.sqrt(2 * np.pi)))
    assert f"{BELL.factor:.3f}, {BELL.offset:.2f}" == "0.156, 11.53"


def test_the_others_by_hand() -> None:
    tent = Bridge(LOSSES["absolute_error"].at(), FIVE, 4.0)
    assert (tent.factor, tent.offset) == (pytest.approx(5 / 4), pytest.approx(5 * np.log(8)))
    # Student t of nu 3 and width 4: -log of its density at 0 for each reading
    heavy = Bridge(LOSSES["student_t"].at(nu=3.0, c=4.0), FIVE, 4.0)
    assert heavy.offset == pytest.approx(-5 * stats.t.logpdf(0, 3, scale=4))
    coin = Bridge(LOSSES["binary_cross_entropy"].at(), ORINGS, 1.0)
    assert (coin.factor, coin.offset) == (23, 0)
    counts = Bridge(LOSSES["poisson"].at(), KICKS, 1.0)
    assert counts.factor == 280
    assert counts.offset == pytest.approx(special.gammaln(KICKS + 1).sum())  # sum of log y!
    die = Bridge(LOSSES["softmax_cross_entropy"].at(), PENGUINS, 1.0)
    assert (die.factor, die.offset) == (344, pytest.approx(0, abs=1e-12))


def test_the_offset_survives_numbers_that_would_cancel() -> None:
    far = Bridge(LOSSES["squared_error"].at(), FIVE + 1e12, 4.0)
    assert far.offset == pytest.approx(BELL.offset, rel=1e-15)
    narrow = Bridge(LOSSES["squared_error"].at(), FIVE, 1e-6)
    assert narrow.offset == pytest.approx(5 * np.log(1e-6 * np.sqrt(2 * np.pi)))


def test_a_width_that_the_loss_fixes_wins() -> None:
    cauchy = LOSSES["cauchy"].at(c=2.0)
    assert Bridge(cauchy, FIVE, 7.0).noise_width == 2.0
    assert Bridge(cauchy, FIVE, 7.0).factor == Bridge(cauchy, FIVE, 1.0).factor == 5 * 2 / 4


def test_nothing_to_bridge_is_said() -> None:
    with pytest.raises(ValueError, match="no observations"):
        Bridge(LOSSES["squared_error"].at(), np.empty(0), 1.0)
    with pytest.raises(ValueError, match="never falls to zero"):
        Bridge(LOSSES["general_robust"].at(alpha=-2.0), FIVE, 1.0)
    with pytest.raises(ValueError, match="no longer adds up"):
        Bridge(LOSSES["binary_cross_entropy"].at(pos_weight=3.0), ORINGS, 1.0)
