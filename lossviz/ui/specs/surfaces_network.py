"""Loss surfaces, the fold of a small network: their controls."""

from collections.abc import Mapping

from lossviz.numerics import Interval
from lossviz.surfaces.moons import CLOUDS
from lossviz.surfaces.network_training import MOST_STEPS
from lossviz.ui.controls import Choice, Control, Flag, Number, Scene, Values
from lossviz.ui.picked import COIN_LOSS, SQUARED_CHANCE

LOSSES = {loss.key: loss for loss in (COIN_LOSS, SQUARED_CHANCE)}
RATES = ("0.01", "0.03", "0.1", "0.3", "1", "3", "10", "30")
SLICES = ("path", "random")
SEEDS = Interval(1, 999)


def _all(before: Values) -> float:
    return float(before["netsteps"])


def _taken(before: Values) -> Interval:
    return Interval(0, before["netsteps"])


CONTROLS: tuple[Control, ...] = (
    Choice("netdata", next(iter(CLOUDS)), tuple(CLOUDS)),
    Choice("netloss", COIN_LOSS.key, tuple(LOSSES)),
    Choice("netrate", "1", RATES),
    Number("netseed", 1, SEEDS, whole=True),
    # how many steps are taken; whether somebody stopped there; which of them is looked at
    Number("netsteps", 1000, Interval(0, MOST_STEPS), whole=True),
    Flag("netstopped"),
    Number("netat", _all, _taken, whole=True),
    Choice("netslice", SLICES[0], SLICES),
    Number("netdraw", 1, SEEDS, whole=True),
)
RESETS: Mapping[str, tuple[str, ...]] = {
    key: ("netstopped", "netat") for key in ("netdata", "netloss", "netrate", "netseed", "netsteps")
}
FOLDS: tuple[str, ...] = ("network",)
SCENES: tuple[Scene, ...] = ()
