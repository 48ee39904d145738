"""Two bells: the excess against numerical integration, the words against it at every stop."""

import numpy as np
import pytest
from scipy import integrate, stats

from lossviz.figures import gaussians as figures
from lossviz.information.gaussians import APART, WIDTHS, TwoBells, X, bell_sweep, gaussian_kl
from lossviz.words import gaussians as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

KEYS = ("a", "b", "c")
SOME = [(1.0, 1.0, 1.0), (0.0, 1.0, 1.0), (3.0, 2.0, 0.5), (0.0, 0.5, 2.0), (1.5, 0.7, 0.75)]


def integrated(apart: float, width: float, other: float) -> float:
    """KL by quadrature of the densities of scipy."""
    y, p = stats.norm(0.0, width), stats.norm(apart, other)
    value, _error = integrate.quad(
        lambda x: y.pdf(x) * (y.logpdf(x) - p.logpdf(x)), -12 * width, 12 * width, limit=200
    )
    return float(value)


@pytest.mark.parametrize("bells", SOME)
def test_the_closed_form_is_the_integral(bells: tuple[float, float, float]) -> None:
    apart, width, other = bells
    made = TwoBells(*bells)
    assert made.excess == pytest.approx(integrated(apart, width, other), rel=1e-8, abs=1e-10)
    assert made.swapped == pytest.approx(integrated(-apart, other, width), rel=1e-8, abs=1e-10)
    # what is drawn is what is integrated
    assert float(np.trapezoid(made.area, X)) == pytest.approx(made.excess, abs=0.02, rel=0.01)
    np.testing.assert_allclose(made.truth, stats.norm(0, width).pdf(X), rtol=1e-12)
    np.testing.assert_allclose(made.forecast, stats.norm(apart, other).pdf(X), rtol=1e-12)


def test_equal_widths_are_the_same_both_ways() -> None:
    # d^2 / (2 w^2): 0.5 nats for width 1 and means one apart, whichever is the truth
    assert gaussian_kl(1.0, 1.0, 1.0) == 0.5
    made = TwoBells(1.0, 1.0, 1.0)
    assert made.excess == made.swapped
    assert "KL(y || p) = 0.500 nats; swapped, KL(p || y) = 0.500." in say.bells_sentence(made)
    unequal = TwoBells(1.0, 1.0, 2.0)
    # log 2 + 2/8 - 1/2 and log(1/2) + 5/2 - 1/2
    assert (unequal.excess, unequal.swapped) == pytest.approx((0.4431, 1.3069), abs=5e-5)


def test_a_width_must_be_positive() -> None:
    with pytest.raises(ValueError, match="width must lie in"):
        gaussian_kl(1.0, 0.0, 1.0)


def test_every_clause_at_every_pair_of_widths() -> None:
    for apart in (APART.low, 0.05, 1.0, APART.high):
        for width in np.arange(WIDTHS.low, WIDTHS.high + 0.01, 0.25).tolist():
            for other in (0.5, 0.95, 1.0, 1.05, 2.0):
                made = TwoBells(apart, width, other)
                said = say.bells_sentence(made)
                forth, back = (stats_kl(apart, *pair) for pair in ((width, other), (other, width)))
                if apart == 0 and width == other:
                    assert "one bell" in said
                elif width == other:
                    assert forth == pytest.approx(back)
                    assert "Equal widths" in said
                else:
                    assert ("As it stands the forecast is too narrow" in said) == (width > other)
                    assert ("As it stands the forecast is too wide" in said) == (width < other)
                    assert (forth > back) == (width > other)
                    assert said.endswith("too narrow costs more.")
                    assert say.nats(forth) != say.nats(back)


def stats_kl(apart: float, width: float, other: float) -> float:
    """KL as cross-entropy minus entropy, from scipy's moments."""
    y, p = stats.norm(0.0, width), stats.norm(apart, other)
    second = y.var() + apart**2
    return float(second / (2 * p.var()) + np.log(other * np.sqrt(2 * np.pi)) - y.entropy())


@pytest.mark.parametrize("bells", SOME)
def test_the_figure_moves_and_is_sound(bells: tuple[float, float, float]) -> None:
    live = figures.bells(TwoBells(*bells), KEYS)
    assert figure_errors(live) == []
    assert trace_errors(live) == []
    for number, motion in enumerate(live.motions):
        stops = motion.axis.stops

        def at(k: int, number: int = number, stops: np.ndarray = stops):  # type: ignore[type-arg]
            values = [*bells]
            values[number] = stops[k]
            return figures.bells(TwoBells(*values), KEYS)

        some = [0, len(stops) // 2, len(stops) - 1]
        assert track_errors(live, motion, at, some) == []
        assert message_bytes(motion.track()) < 600_000


def test_the_sweep_holds_the_value_and_its_ends() -> None:
    stops = bell_sweep(TwoBells(1.0, 1.23, 1.0), "width", "w", "w").axis.stops
    assert {0.5, 1.23, 2.0} <= set(stops.tolist())
