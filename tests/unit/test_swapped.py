"""Forward and reverse excess: values, where one has no end, what is said and drawn of it."""

import re

import numpy as np
import pytest
from scipy import special, stats

from lossviz.figures import swapped as figures
from lossviz.figures.live import LiveFigure
from lossviz.information import kl_divergence
from lossviz.information.swapped import Bar, island, penguins, value_sweep
from lossviz.words import swapped as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

OF = {"all": penguins, "dream": island}
COUNTS = {"all": np.array([152, 68, 124]), "dream": np.array([56, 68, 0])}
WHICH = {"all": 0, "dream": 2}
START = {"all": 0.9, "dream": 0.2}


def expected(key: str, value: float) -> tuple[np.ndarray, np.ndarray]:
    """Truth and forecast, made here."""
    y, k = COUNTS[key] / COUNTS[key].sum(), WHICH[key]
    p = (1 - value) * y / (1 - y[k])
    p[k] = value
    return y, p


def live(key: str, value: float | None = None) -> LiveFigure:
    return figures.bars(OF[key](START[key] if value is None else value), "moved")


@pytest.mark.parametrize("key", OF)
def test_both_are_those_of_scipy(key: str) -> None:
    for value in (0.0, 0.01, 0.2, 0.5, 0.9, 1.0):
        y, p = expected(key, value)
        one = OF[key](value)
        assert one.truth == pytest.approx(y, rel=1e-15)
        assert one.forecast == pytest.approx(p, rel=1e-12)
        assert float(one.forward) == pytest.approx(special.rel_entr(y, p).sum(), rel=1e-12)
        assert float(one.reverse) == pytest.approx(special.rel_entr(p, y).sum(), rel=1e-12)
        if np.isfinite(one.forward):
            assert float(one.forward) == pytest.approx(stats.entropy(y, p), rel=1e-12)


def test_forward_has_no_end_where_reverse_has_and_the_other_way() -> None:
    for value in (0.0, 1.0):
        one = penguins(value)
        assert np.isinf(one.forward)
        assert np.isfinite(one.reverse)
    for value in (1e-6, 0.2, 0.99):
        one = island(value)
        assert np.isinf(one.reverse)
        assert float(one.forward) == pytest.approx(-np.log1p(-value), rel=1e-9)


def test_both_are_0_only_where_the_two_are_equal() -> None:
    random = np.random.default_rng(2)
    y, p = random.dirichlet(np.ones(4), 300), random.dirichlet(np.ones(4), 300)
    assert (kl_divergence(y, p) > 0).all()
    assert (kl_divergence(p, y) > 0).all()
    for one in (penguins(round(152 / 344, 6)), island(0.0)):
        assert one.is_equal
        assert float(one.forward) == float(one.reverse) == 0.0
        assert say.bar_sentence(one) == (
            "The forecast is the truth: forward and reverse are 0, here and nowhere else."
        )
    assert not penguins(0.4419).is_equal


def test_the_numbers_of_the_arrival() -> None:
    y, p = expected("all", 0.9)
    forward, reverse = stats.entropy(y, p), stats.entropy(p, y)
    assert (round(forward, 4), round(reverse, 4)) == (0.6453, 0.4683)
    assert say.bar_sentence(penguins(0.9)) == (
        "Adelie 90 %. Forward KL(y || p): 0.6453 nats. Reverse KL(p || y): 0.4683 nats. Forward"
        " says: never say never, cover everything that happens. Reverse says: put little where"
        " the truth has little."
    )


@pytest.mark.parametrize("key", OF)
def test_the_sentence_at_every_stop(key: str) -> None:
    (motion,) = live(key).motions
    seen = set()
    for value, text in zip(motion.axis.stops, motion.track().sentences, strict=True):
        y, p = expected(key, value)
        forward, reverse = special.rel_entr(y, p).sum(), special.rel_entr(p, y).sum()
        if text.startswith("The forecast is the truth"):
            assert max(forward, reverse) < 1e-9
            seen.add("equal")
            continue
        for name, true in (("Forward KL(y || p)", forward), ("Reverse KL(p || y)", reverse)):
            (said,) = re.findall(re.escape(name) + r": (without end|below 0.0001|[\d.]+)", text)
            word = name.split()[0].lower()
            if np.isinf(true):
                assert said == "without end"
                assert f"{word.capitalize()} has no end" in text
                seen.add(word)
            else:
                below = said == "below 0.0001"
                assert (0 < true < 1e-4) if below else abs(float(said) - true) <= 5.1e-5
                assert f"{word.capitalize()} has no end" not in text
        ruled = COUNTS[key][(p == 0) & (y > 0)].sum()
        assert (f"yet {ruled} of {COUNTS[key].sum()} penguins are one" in text) == (ruled > 0)
        assert ("are one of those." in text) == (((p == 0) & (y > 0)).sum() > 1)
    assert seen == {"equal", "forward"} | ({"reverse"} if key == "dream" else set())


@pytest.mark.parametrize("key", OF)
def test_every_stop_of_the_hand(key: str) -> None:
    one = live(key)
    (motion,) = one.motions
    stops = motion.axis.stops
    last = len(stops) - 1
    share = motion.axis.nearest(motion.axis.magnets[0])
    at = sorted({0, 1, last // 2, share, last - 1, last})
    assert track_errors(one, motion, lambda k: live(key, float(stops[k])), at) == []
    assert message_bytes(motion.track()) < 150_000
    assert len(value_sweep(OF[key](0.123457), "moved", "bar")) <= 121


@pytest.mark.parametrize("key", OF)
def test_the_figures_are_sound(key: str) -> None:
    for value in (0.0, 0.3, 1.0):
        assert figure_errors(live(key, value)) == []
        assert trace_errors(live(key, value)) == []


def test_what_has_no_end_leaves_the_pane() -> None:
    for key, name, ends in (("all", "forward KL(y || p)", (0, -1)),
                            ("dream", "forward KL(y || p)", (-1,))):  # fmt: skip
        drawn = {trace.name: np.asarray(trace.y) for trace in live(key).figures[1].data}[name]
        seen = drawn[np.isfinite(drawn)]
        for end in ends:
            assert np.isnan(drawn[end])
            assert seen[end] > 0.96 * figures.TOP


def test_what_is_infinite_is_cut_and_said() -> None:
    figure = live("dream").figures[1]
    drawn = {trace.name: trace for trace in figure.data}
    assert drawn["reverse KL(p || y) here"].y[0] == figures.TOP
    assert drawn["amount of reverse KL(p || y)"].text[0].endswith("no end ↑")
    assert np.isnan(np.asarray(drawn["reverse KL(p || y)"].y)[1:]).all()
    assert isinstance(island(0.2), Bar)
