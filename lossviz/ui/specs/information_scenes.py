"""Information, its three scenes: their controls."""

from collections.abc import Mapping

from lossviz.information.geyser import CENTRES, SPREADS, START
from lossviz.information.kicks import RATES
from lossviz.information.strip import DECIMALS
from lossviz.numerics import UNIT, Interval
from lossviz.ui.controls import Choice, Control, Number, Values

UNITS = ("nats", "bits")
BARS = ("adelie", "chinstrap", "gentoo")
"""The hands of the forecast bars; the first two are controls, the third is what they leave."""

PAIRS = ("penguins", "dream", "geyser")
"""Truths of scene 3: all penguins, those of an island without a Gentoo, a geyser's two humps."""
BELL = ("centre", "spread")


def _what_is_left(before: Values) -> Interval:
    return Interval(0.0, round(1.0 - before[BARS[0]], DECIMALS))


CONTROLS: tuple[Control, ...] = (
    Number(BARS[0], 0.9, UNIT),
    Number(BARS[1], lambda before: round((1.0 - before[BARS[0]]) / 2, DECIMALS), _what_is_left),
    Choice("unit", UNITS[0], UNITS),
    Number("rate", 1.5, RATES),
    Choice("pair", PAIRS[0], PAIRS),
    Number("moved", lambda before: 0.9 if before["pair"] == PAIRS[0] else 0.2, UNIT),
    Number(BELL[0], START[0], CENTRES),
    Number(BELL[1], START[1], SPREADS),
)
RESETS: Mapping[str, tuple[str, ...]] = {"pair": ("moved",)}
FOLDS: tuple[str, ...] = ()
