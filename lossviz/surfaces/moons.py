"""Two clouds that no straight line parts: half moons drawn by the computer, and two penguins."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from lossviz.i18n import _
from lossviz.multiclass.measured import MEASURED
from lossviz.numerics import Array

EACH, WIDTH, SEED = 100, 0.15, 8
"""Points of a moon, the width of the bell that shakes them, and the seed of the draw."""
SPECIES = (0, 1)  # of the penguins: the two whose bills are alike in depth
PAD = 0.08  # of the span of the points, around them


@dataclass(frozen=True, eq=False)
class Clouds:
    """Points `shown` (n, 2) as a reader sees them, with labels `y` (n,) of 0 and 1.

    The network sees them less `centre` and divided by `spread`, (2,) each. `classes` are what the
    labels 0 and 1 are called, `axes` the names of the two numbers.
    """

    key: str
    title: str
    nouns: str
    classes: tuple[str, str]
    axes: tuple[str, str]
    shown: Array
    y: Array
    centre: Array
    spread: Array

    @property
    def x(self) -> Array:
        """What the network sees (n, 2)."""
        return self.seen(self.shown)

    def seen(self, shown: Array) -> Array:
        """Places (..., 2) as the network sees them."""
        return np.asarray((shown - self.centre) / self.spread)

    @property
    def room(self) -> tuple[Array, Array]:
        """Lowest and highest value (2,) of either axis that is drawn."""
        low, high = self.shown.min(axis=0), self.shown.max(axis=0)
        return low - PAD * (high - low), high + PAD * (high - low)


def moons(seed: int = SEED) -> Clouds:
    """Two half circles of radius 1, the lower one 1 to the right and 0.5 down, with noise.

    100 points each, evenly spaced; both numbers of each are off by a bell of width 0.15.
    """
    t = np.linspace(0.0, np.pi, EACH)
    upper = np.column_stack([np.cos(t), np.sin(t)])
    lower = np.column_stack([1.0 - np.cos(t), 0.5 - np.sin(t)])
    noise = WIDTH * np.random.default_rng(seed).standard_normal((2 * EACH, 2))
    return Clouds(
        "moons", _("Two moons"), _("points"), (_("upper moon"), _("lower moon")),
        (_("first number"), _("second number")), np.concatenate([upper, lower]) + noise,
        np.repeat([0.0, 1.0], EACH), np.zeros(2), np.ones(2),
    )  # fmt: skip


def penguins() -> Clouds:
    """Bills of Adelie and Chinstrap penguins; the network sees them centred and scaled."""
    birds = MEASURED["penguins"]
    columns = [birds.place("length"), birds.place("depth")]
    kept = np.isin(birds.y, SPECIES) & np.isfinite(birds.x[:, columns]).all(axis=1)
    bills = birds.x[kept][:, columns]
    across, up = (birds.features[k] for k in columns)
    return Clouds(
        "penguins", _("Penguins"), birds.nouns,
        (birds.classes[SPECIES[0]], birds.classes[SPECIES[1]]),
        (f"{across.name} ({across.unit})", f"{up.name} ({up.unit})"), bills,
        (birds.y[kept] == SPECIES[1]).astype(np.float64), bills.mean(axis=0), bills.std(axis=0),
    )  # fmt: skip


CLOUDS: Mapping[str, Clouds] = MappingProxyType({one.key: one for one in (moons(), penguins())})
