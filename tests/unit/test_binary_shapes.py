"""Binary losses over the margin: costs by their formulas, pulls by differences, facts in words."""

import math
import re

import numpy as np
import pytest

from lossviz.binary.shapes import MARGINS, Shapes, zero_one
from lossviz.core import LossAt
from lossviz.figures import shapes as figures
from lossviz.figures.live import LiveFigure
from lossviz.ui.picked import BINARY
from lossviz.words import shapes as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors


def p(m: float) -> float:
    return 1 / (1 + math.exp(-m))


ORACLES = {
    "binary_cross_entropy": lambda m, _g: math.log1p(math.exp(-m)),
    "brier": lambda m, _g: (1 - p(m)) ** 2,
    "exponential": lambda m, _g: math.exp(-m),
    "focal": lambda m, g: -((1 - p(m)) ** g) * math.log(p(m)),
    "hinge": lambda m, _g: max(0.0, 1 - m),
}


def losses(gamma: float = 2.0, *only: str) -> tuple[LossAt, ...]:
    return tuple(
        loss.at(**({"gamma": gamma} if loss.params else {}))
        for loss in BINARY
        if not only or loss.key in only
    )


def live(m: float = -5.0, gamma: float = 2.0, *only: str) -> LiveFigure:
    return figures.shapes(Shapes(losses(gamma, *only), m), "m")


@pytest.mark.parametrize("gamma", [0.0, 2.0, 5.0])
def test_costs_pulls_and_what_is_said_of_them(gamma: float) -> None:
    assert {loss.key for loss in BINARY} == ORACLES.keys()
    for m in (-6.0, -5.0, -1.0, 0.0, 0.7, 4.0):
        view = Shapes(losses(gamma), m)
        said = say.shapes_sentence(view)
        side = "undecided" if m == 0 else "on the wrong side" if m < 0 else "on the right side"
        assert said.startswith(f"Margin {f'{m:g}'.replace('-', '−')}, {side}.")
        for loss, cost, pull in zip(view.losses, view.costs, view.pulls, strict=True):
            formula = ORACLES[loss.loss.key]
            assert cost == pytest.approx(formula(m, gamma), rel=1e-9)
            slope = (formula(m + 1e-5, gamma) - formula(m - 1e-5, gamma)) / 2e-5
            assert pull == pytest.approx(-slope, rel=1e-5, abs=1e-8)
            assert f"{say.name(loss)} {say.size(float(pull))}" in said


# At margin -5: p = 0.0067, so 1 - p = 0.993, 2 p (1 - p)^2 = 0.013, hinge 1, e^5 = 148
def test_the_pulls_at_margin_minus_five() -> None:
    said = say.shapes_sentence(Shapes(losses(), -5.0))
    for part in ("cross-entropy 0.993", "Brier score 0.013", "exponential 148", "hinge 1.00"):
        assert part in said


def test_what_is_said_of_each_loss_is_its_facts() -> None:
    told = {one.loss.key: say.facts(one) for one in losses()}
    convex = {key for key, text in told.items() if " Convex. " in text}
    second = {  # by the second difference of the formula
        key: min(f(m + 0.1, 2) + f(m - 0.1, 2) - 2 * f(m, 2) for m in np.linspace(-6, 4, 201))
        for key, f in ORACLES.items()
    }
    assert convex == {key for key, bend in second.items() if bend > -1e-9}
    # a likelihood: exp(-loss) of both labels adds up to the same number everywhere
    sums = {
        key: [math.exp(-f(m, 2)) + math.exp(-f(-m, 2)) for m in (0.0, 1.0, 3.0)]
        for key, f in ORACLES.items()
    }
    coins = {key for key, text in told.items() if "the noise is a coin" in text}
    assert coins == {key for key, found in sums.items() if np.ptp(found) < 1e-9}
    assert "has no formula" in told["focal"]
    # without focus it is cross-entropy, and is said to be
    (plain,) = losses(0.0, "focal")
    assert "Convex. A likelihood: the noise is a coin. Best constant: log-odds." in say.facts(plain)


def test_the_brier_score_is_said_to_be_squared_error_where_it_is_shown() -> None:
    assert "(1 − p)² for a label 1" in say.what_brier_is(Shapes(losses(), 0.0))
    assert say.what_brier_is(Shapes(losses(2.0, "hinge", "focal"), 0.0)) == ""


def test_the_margin_is_the_logit_on_the_side_of_the_label() -> None:
    assert "z for a label 1, −z for a label 0. Below 0" in say.what_a_margin_is()
    for one in losses():
        for z in (-2.0, 0.5):
            assert one.value(np.array(1.0), z) == pytest.approx(one.value(np.array(0.0), -z))
            assert (z < 0) == (p(z) < 0.5)


def test_no_ascii_minus_stands_before_a_number_or_a_loss() -> None:
    for one in losses():
        assert not re.search(r"-(\d|loss)", say.facts(one))


def test_zero_one_counts_mistakes() -> None:
    assert zero_one(np.array([-2.0, 0.0, 2.0])).tolist() == [1.0, 0.5, 0.0]


def test_no_loss_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="one loss or more"):
        Shapes((), 0.0)


@pytest.mark.parametrize("only", [(), ("hinge",), ("brier", "focal")])
def test_the_figures_are_sound_at_every_stop(only: tuple[str, ...]) -> None:
    one = live(-5.0, 2.0, *only)
    (motion,) = one.motions
    stops = motion.axis.stops
    at = [0, len(stops) // 2, len(stops) - 1]
    alone = {k: live(float(stops[k]), 2.0, *only) for k in at}
    assert track_errors(one, motion, alone.__getitem__, at) == []
    assert message_bytes(motion.track()) < 120_000
    assert (stops[0], stops[-1]) == (MARGINS.low, MARGINS.high)
    for figure in (one, *alone.values(), live(-6.0, 5.0, *only)):
        assert figure_errors(figure) == []
        assert trace_errors(figure) == []
