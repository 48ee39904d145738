"""One bell for a geyser's two humps: the best forward, the best reverse, and what is said of it."""

import itertools
import re

import numpy as np
import pytest
from scipy import special, stats

from lossviz.data import load
from lossviz.figures import geyser as figures
from lossviz.figures.live import LiveFigure
from lossviz.information.geyser import (
    CENTRES,
    EDGES,
    GRID,
    MIDDLES,
    SPREADS,
    START,
    Hump,
    centre_sweep,
    counts,
    peak,
)
from lossviz.words import geyser as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

KEYS = ("centre", "spread")
SEEN = np.array([4, 47, 26, 15, 2, 3, 1, 6, 11, 19, 35, 38, 41, 20, 4])  # counted again below


def bell(centre: float, spread: float) -> np.ndarray:
    p = stats.norm.pdf(MIDDLES, centre, spread)
    return p / p.sum()


def live(centre: float = 2.75, spread: float = 0.5) -> LiveFigure:
    return figures.hump(Hump(centre, spread), KEYS)


def test_the_bars_hold_every_eruption_once_and_none_is_empty() -> None:
    lasted = load("old_faithful")["eruption_min"]
    by_hand = [
        int(((low <= lasted) & (lasted < high)).sum()) for low, high in itertools.pairwise(EDGES)
    ]
    assert counts().tolist() == by_hand == SEEN.tolist()
    assert counts().sum() == len(lasted) == 272


def test_both_are_those_of_scipy() -> None:
    y = SEEN / 272
    for centre in (1.75, 2.75, 5.0):
        for spread in (SPREADS.low, 0.7, SPREADS.high):
            one, p = Hump(centre, spread), bell(centre, spread)
            assert one.forecast == pytest.approx(p, rel=1e-11)
            assert float(one.forward) == pytest.approx(stats.entropy(y, p), rel=1e-11)
            assert float(one.reverse) == pytest.approx(special.rel_entr(p, y).sum(), rel=1e-11)
            forward, reverse = one.over_centres
            k = int(np.argmin(np.abs(GRID - centre)))
            assert forward[k] == pytest.approx(float(one.forward), rel=1e-12)
            assert reverse[k] == pytest.approx(float(one.reverse), rel=1e-12)


def test_forward_covers_both_humps_and_reverse_picks_one_at_every_width() -> None:
    y = SEEN / 272
    modes, everywhere = MIDDLES[[1, 12]], np.arange(CENTRES.low, CENTRES.high, 0.001)
    (_centre, widths) = live().motions
    for spread, text in zip(widths.axis.stops, widths.track().sentences, strict=True):
        best = Hump(2.75, float(spread)).best
        p = stats.norm.pdf(MIDDLES[:, None], everywhere, spread)
        p = p / p.sum(axis=0)
        found = (stats.entropy(y[:, None], p), stats.entropy(p, y[:, None]))
        for place, side in zip(best, found, strict=True):
            assert place == pytest.approx(everywhere[side.argmin()], abs=0.0061)
        bars = SEEN[np.searchsorted(EDGES, best, "right") - 1]
        assert modes[0] + 0.5 < best[0] < modes[1] - 0.5
        assert bars[0] < min(SEEN[1], SEEN[12]) / 2  # in the gap
        assert abs(best[1] - modes[1]) < 0.5
        assert bars[1] > SEEN.max() / 2  # on a hump
        if spread == START[1]:  # nobody has moved the bell yet
            assert text.endswith("which of the two wants it between the humps, and which on one"
                                 " of them?")  # fmt: skip
            continue
        assert f"least at {best[0]:.2f} min, between the humps" in text
        assert f"has {bars[0]} of 272 eruptions" in text
        assert f"least at {best[1]:.2f} min, on one hump: {bars[1]} of 272." in text


def test_the_sentence_of_the_arrival() -> None:
    y = SEEN / 272
    forward = stats.entropy(y, bell(2.75, 0.5))
    reverse = stats.entropy(bell(2.75, 0.5), y)
    assert (round(forward, 4), round(reverse, 4)) == (3.0362, 1.9375)
    assert say.hump_sentence(Hump(2.75, 0.5)) == (
        "Bell at 2.75 min, 0.5 min wide. Forward KL(y || p): 3.0362 nats. Reverse KL(p || y):"
        " 1.9375 nats. Drag the bell: which of the two wants it between the humps, and which on"
        " one of them?"
    )
    assert say.hump_sentence(Hump(3.0, 0.5)).endswith(
        " nats. Of all bells this wide, forward is least at 3.51 min, between the humps, to"
        " cover both: the bar there has 11 of 272 eruptions. Reverse is least at 4.32 min, on one"
        " hump: 38 of 272."
    )


def test_the_best_places_are_stops_and_say_so() -> None:
    (centre, _spread) = live().motions
    said = dict(zip(centre.axis.stops.tolist(), centre.track().sentences, strict=True))
    assert "least at 3.51 min (here), between" in said[3.51]
    assert "least at 4.32 min (here), on one" in said[4.32]
    assert sum("(here)" in text for text in said.values()) == 2
    for stop, text in said.items():
        (forward,) = re.findall(r"Forward KL\(y \|\| p\): ([\d.]+) nats", text)
        true = stats.entropy(SEEN / 272, bell(stop, 0.5))
        assert float(forward) == pytest.approx(true, abs=5.1e-5)
    for start in (1.75, 3.333, 3.5, 5.0):
        axis = centre_sweep(Hump(start, 0.5), "centre", "").axis
        assert len(axis.stops) <= 121
        assert axis.magnets == (3.51, 4.32)
        assert set(axis.magnets) <= set(axis.stops.tolist())  # the hand is drawn to both


def test_every_stop_of_the_hands() -> None:
    for start in ((2.75, 0.5), (3.333, 1.234)):
        one = live(*start)
        for motion, alone in zip(
            one.motions,
            (lambda c, w=start[1]: live(c, w), lambda w, c=start[0]: live(c, w)),
            strict=True,
        ):
            stops = motion.axis.stops
            at = [0, 1, len(stops) // 2, len(stops) - 1]
            wrong = track_errors(one, motion, lambda k, a=alone, s=stops: a(float(s[k])), at)
            assert wrong == []
            assert message_bytes(motion.track()) < 150_000


def test_the_ring_is_on_the_bell() -> None:
    for centre in (1.75, 3.3, 5.0):
        bell_drawn = next(t for t in live(centre).figures[0].data if t.name == "bell")
        top = float(peak(centre, 0.5))
        assert np.interp(centre, bell_drawn.x, bell_drawn.y) == pytest.approx(top, rel=3e-3)
        assert top < figures.HIGH


def test_the_figures_are_sound() -> None:
    for centre in (CENTRES.low, CENTRES.high):
        for spread in (SPREADS.low, SPREADS.high):
            assert figure_errors(live(centre, spread)) == []
            assert trace_errors(live(centre, spread)) == []
