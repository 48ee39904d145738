"""The exact and the clipped cost of a small probability, each library's most, and the words."""

import math
import re
import struct

import numpy as np
import pytest
from sklearn.metrics import log_loss

from lossviz.binary.clipping import BITS_PER_NAT, CLIPS, POWERS, Clipped
from lossviz.figures import clipping as figures
from lossviz.figures.live import LiveFigure
from lossviz.words import clipping as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

# What libraries charge for p = 0 of what happened, each from its own eps
MOST = {
    "sklearn64": ("36.04", 2.0**-52),
    "sklearn32": ("15.94", 2.0**-23),
    "keras": ("16.12", 1e-7),
    "torch": ("100.00", math.e**-100),
    "millionth": ("13.82", 1e-6),
}


def view(clip: str = "sklearn64", power: float = -20.0, per_nat: float = 1.0) -> Clipped:
    return Clipped(power, CLIPS[clip], per_nat)


def live(clip: str = "sklearn64", power: float = -20.0, per_nat: float = 1.0) -> LiveFigure:
    return figures.clipping(view(clip, power, per_nat), clip, "power")


@pytest.mark.parametrize("clip", CLIPS)
def test_each_number_from_its_own_eps(clip: str) -> None:
    shown, eps = MOST[clip]
    assert CLIPS[clip] == pytest.approx(eps, rel=1e-12)
    assert f"{view(clip).most:.2f}" == shown
    assert view(clip).most == pytest.approx(-math.log(eps), rel=1e-12)
    assert f"says {float(shown):.4g}" in say.clipping_sentence(view(clip), clip).replace(".0.", ".")


@pytest.mark.parametrize(("clip", "kind"), [("sklearn64", np.float64), ("sklearn32", np.float32)])
def test_scikit_learn_says_so_itself(clip: str, kind: type) -> None:
    costs = log_loss([1, 0], np.array([0.0, 0.0], dtype=kind), normalize=False)
    assert view(clip).most == pytest.approx(costs, rel=1e-6)


@pytest.mark.parametrize("clip", CLIPS)
@pytest.mark.parametrize("power", [-48.0, -43.4, -15.6, -7.0, -3.2, 0.0])
@pytest.mark.parametrize("per_nat", [1.0, BITS_PER_NAT])
def test_every_clause_of_the_sentence(clip: str, power: float, per_nat: float) -> None:
    one = view(clip, power, per_nat)
    eps, base = MOST[clip][1], math.e if per_nat == 1.0 else 2.0
    exact = -power * math.log(10, base)
    assert one.exact == pytest.approx(exact, abs=1e-12)
    said = say.clipping_sentence(one, clip)
    unit = "nats" if per_nat == 1.0 else "bits"
    assert f"costs {say.number(exact)} {unit}." in said
    assert "the cost has no end" in said
    if 10**power < eps * (1 - 1e-9):
        charged = -math.log(eps, base)
        less = re.search(r"charges (\S+): (.+) less\.", said)
        assert float(less[1]) == pytest.approx(charged, rel=6e-4)
        assert less[2] == say.number(exact - charged)
    elif power == 0.0 and struct.pack("d", 1 - eps) != struct.pack("d", 1.0):
        assert "even for being sure and right" in said
    else:
        assert f"charges the same: it clips at {say.number(eps)}." in said


def test_a_nat_in_bits_and_what_one_zero_in_a_hundred_adds() -> None:
    assert "stops the log itself at −100, as if p were 3.72 × 10⁻⁴⁴." in say.how()
    assert "1 nat = 1.4427 bits" in say.units()
    # -log(1e-6) / 100 = 0.138 and 100 / 100
    assert "among 100, adds 0.138 to 1.00 nats" in say.no_knob(view())
    assert "adds 0.199 to 1.44 bits" in say.no_knob(view(per_nat=BITS_PER_NAT))


@pytest.mark.parametrize("clip", CLIPS)
def test_the_figures_are_sound_at_every_stop(clip: str) -> None:
    for per_nat in (1.0, BITS_PER_NAT):
        one = live(clip, -20.0, per_nat)
        (motion,) = one.motions
        stops = motion.axis.stops
        at = [0, len(stops) // 2, len(stops) - 1]
        alone = [live(clip, float(stops[k]), per_nat) for k in at]
        by_stop = dict(zip(at, alone, strict=True))
        assert track_errors(one, motion, by_stop.__getitem__, at) == []
        assert message_bytes(motion.track()) < 60_000
        for figure in (one, alone[0], alone[-1]):
            assert figure_errors(figure) == []
            assert trace_errors(figure) == []
    assert (stops[0], stops[-1]) == (POWERS.low, POWERS.high)
