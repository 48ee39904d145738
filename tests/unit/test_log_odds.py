"""The sigmoid, its slope and the log-odds, by other formulas and differences."""

import math
import re

import pytest
from scipy import special, stats

from lossviz.binary.log_odds import LOGITS, LogOdds
from lossviz.figures import log_odds as figures
from lossviz.words import log_odds as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

PLACES = [-6.0, -1.0, 0.0, 0.5, 3.0, 6.0]


@pytest.mark.parametrize("z", PLACES)
def test_three_faces_of_one_number(z: float) -> None:
    one = LogOdds(z)
    assert one.p == pytest.approx(stats.logistic.cdf(z), rel=1e-12)
    assert one.slope == pytest.approx(stats.logistic.pdf(z), rel=1e-12)
    assert one.odds == pytest.approx(one.p / (1 - one.p), rel=1e-12)
    assert special.logit(one.p) == pytest.approx(z, abs=1e-12)
    assert one.next_p / (1 - one.next_p) == pytest.approx(math.e * one.odds, rel=1e-12)
    x, y = one.tangent(1.5)
    assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(one.slope)
    assert (y[0] + y[1]) / 2 == pytest.approx(one.p)


@pytest.mark.parametrize("z", PLACES)
def test_every_clause_of_the_sentence(z: float) -> None:
    said = say.odds_sentence(LogOdds(z))
    p = stats.logistic.cdf(z)
    times = float(re.search(r"odds of (\S+) to 1", said)[1])
    assert times == pytest.approx(max(p / (1 - p), (1 - p) / p), rel=6e-3)
    assert ("for it" in said, "against it" in said) == (z > 0, z < 0)
    shown, later, slope = re.search(
        r"p = (\S+)\. .* takes p to (\S+)\. .* climbs p \(1 − p\) = (\S+) per", said
    ).groups()
    assert float(shown) == pytest.approx(p, rel=6e-3)
    assert float(later) == pytest.approx(stats.logistic.cdf(z + 1), rel=6e-3)
    assert float(slope) == pytest.approx(stats.logistic.pdf(z), rel=6e-3)
    assert "by e = 2.72" in said
    assert stats.logistic.pdf(z) <= 0.25


def test_the_figure_is_sound_at_every_stop() -> None:
    one = figures.log_odds(LogOdds(1.0), "logit")
    (motion,) = one.motions
    stops = motion.axis.stops
    at = [0, len(stops) // 2, len(stops) - 1]
    alone = {k: figures.log_odds(LogOdds(float(stops[k])), "logit") for k in at}
    assert track_errors(one, motion, alone.__getitem__, at) == []
    assert message_bytes(motion.track()) < 100_000
    assert (stops[0], stops[-1]) == (LOGITS.low, LOGITS.high)
    for figure in (one, *alone.values()):
        assert figure_errors(figure) == []
        assert trace_errors(figure) == []
