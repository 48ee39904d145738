"""Several losses over the same two parameters of the same data, and one cursor on all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.binary.problems import orings
from lossviz.core import LossAt
from lossviz.data.problems import LINE_PROBLEMS
from lossviz.i18n import _
from lossviz.numerics import Array, Interval
from lossviz.surfaces.creases import creases_at
from lossviz.surfaces.height_map import HeightMap, Room
from lossviz.surfaces.mean_loss import MeanLoss
from lossviz.surfaces.minimisers import Minima, minima, spans
from lossviz.surfaces.robust_width import robust_width
from lossviz.sweeps import PerStop, Swept

TWO_DISTANCES = (0.9, 2.0)
"""Mpc: four nebulae are at each."""
CAP = 8.0
"""Mean loss above the lowest beyond which a map of labels has one colour: some have no end."""
LEVEL = 1e-9  # of the largest curvature: less is rounding


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Ground:
    """Data (n,) under the maps, and the lines over them that are shown.

    The line is a + b (x - centre); misses are counted in `width`, in units of y. `labels`: y is 0
    or 1 and the line is the logit of a sigmoid; x then is in standard deviations from its mean.
    `start` is where the cursor arrives; `names` is a sentence that says what x and y are.
    """

    key: str
    title: str
    x: Array
    y: Array
    room: Room
    start: tuple[float, float]
    across: str
    across_unit: str
    up: str
    up_unit: str
    y_unit: str
    nouns: str
    width: float = 1.0
    centre: float = 0.0
    labels: bool = False
    names: str = ""


def grounds(absolute: LossAt) -> Mapping[str, Ground]:
    """All data offered; `absolute` is absolute error, by whose line misses get their width."""
    found = {}
    for key, problem_key, room, start, centre in (
        ("hubble", "hubble", Room(Interval(-500, 700), Interval(-200, 900)), (373.0, 0.0), 0.0),
        ("pairs", "hubble", Room(Interval(-900, 700), Interval(-100, 1000)), (373.0, 0.0), 0.0),
        ("phones", "phones", Room(Interval(-20, 120), Interval(-8, 20)), (80.0, 8.0), 1961.5),
        ("stars", "stars", Room(Interval(4, 6), Interval(-2, 4)), (5.0, 0.9), 4.3),
    ):
        problem = LINE_PROBLEMS[problem_key]
        kept = np.isin(problem.x, TWO_DISTANCES) if key == "pairs" else np.isfinite(problem.x)
        x, y = problem.x[kept] - centre, problem.y[kept]
        across = _("intercept") if not centre else _("height at x = {x}").format(x=f"{centre:g}")
        found[key] = Ground(
            key=key, title=_title(key, problem.title), x=x, y=y, room=room, start=start,
            across=across, across_unit=problem.y_unit, up=_("slope"), up_unit=problem.slope_unit,
            y_unit=problem.y_unit, nouns=problem.nouns, width=robust_width(absolute, x, y),
            centre=centre, names=_("x: {x}. y: {y}.").format(
                x=_named(problem.x_name, problem.x_unit), y=_named(problem.y_name, problem.y_unit)
            ),
        )  # fmt: skip
    flights = orings()
    found["orings"] = Ground(
        key="orings", title=flights.title, y=flights.y, start=(0.0, 2.0),
        x=(flights.x - flights.x.mean()) / flights.x.std(),
        room=Room(Interval(-8, 8), Interval(-8, 8)), across=_("intercept b"), across_unit="",
        up=_("slope w, per standard deviation"), up_unit="", y_unit="", nouns=flights.nouns,
        labels=True, names=_(
            "x: {x}, in standard deviations from its mean. y: 1 for a flight with {event}, else 0."
        ).format(x=flights.x_name, event=flights.happened[1]),
    )  # fmt: skip
    return found


def _named(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit else name


def _title(key: str, title: str) -> str:
    if key != "pairs":
        return title
    near, far = TWO_DISTANCES
    return _("Hubble, only the eight at {near:g} and at {far:g} Mpc").format(near=near, far=far)


@dataclass(frozen=True, eq=False)
class CappedMap(HeightMap):
    """A map whose colour ends at a height of `cap` above the lowest."""

    cap: float = np.inf

    @cached_property
    def excess(self) -> Array:
        """Heights above the lowest, never below 0 and never above the cap."""
        return np.asarray((self.heights - self.lowest).clip(0.0, self.cap))


@dataclass(frozen=True, eq=False)
class Hill:
    """What one loss builds over a ground."""

    loss_at: LossAt
    ground: Ground

    @cached_property
    def surface(self) -> MeanLoss:
        """Its height anywhere."""
        return MeanLoss(self.loss_at, self.ground.x, self.ground.y, scale=self.ground.width)

    @cached_property
    def _bare(self) -> CappedMap:
        cap = CAP if self.ground.labels else np.inf
        return CappedMap(self.surface, self.ground.room, 0.0, cap=cap)

    @cached_property
    def minima(self) -> Minima:
        """Where it is lowest, and the other basins."""
        return minima(self._bare)

    @cached_property
    def seen(self) -> HeightMap:
        """The map."""
        heights = self._bare.heights
        shown = replace(self._bare, lowest=min(self.minima.height, float(heights.min())))
        shown.__dict__["heights"] = heights
        return shown

    @property
    def edge(self) -> float:
        """The lowest height on the grid of the map; below that of the minima where it goes on."""
        return float(self.seen.heights.min())

    @cached_property
    def bent_share(self) -> float:
        """Share of the places of the map from which some direction bends downwards."""
        if self.loss_at.facts.convex:
            return 0.0
        bends = np.linalg.eigvalsh(self.surface.hessian(self.seen.a, self.seen.b[:, None]))
        return float((bends[..., 0] < -LEVEL * np.abs(bends).max()).mean())


@dataclass(frozen=True, eq=False)
class SideBySide(Swept):
    """The cursor at (a, b) on K maps of the same ground; (S,) of either make a sweep.

    ValueError for no loss.
    """

    hills: tuple[Hill, ...]
    a: PerStop
    b: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("a", "b")
    derived: ClassVar[tuple[str, ...]] = ("heights", "slopes", "creases", "downhill")

    def __post_init__(self) -> None:
        if not self.hills:
            raise ValueError(_("Choose one loss at least: without one there is no map."))

    @property
    def ground(self) -> Ground:
        """What all maps share."""
        return self.hills[0].ground

    @cached_property
    def heights(self) -> Array:
        """The mean of each loss at the cursor (..., K)."""
        return np.stack([hill.surface.mean(self.a, self.b) for hill in self.hills], axis=-1)

    @cached_property
    def slopes(self) -> Array:
        """The gradient of each at the cursor (..., K, 2)."""
        return np.stack([hill.surface.gradient(self.a, self.b) for hill in self.hills], axis=-2)

    @cached_property
    def creases(self) -> Array:
        """How many rows have their crease at the cursor (..., K): where one has, no gradient is."""
        return np.stack([creases_at(h.surface, self.a, self.b) for h in self.hills], axis=-1)

    @cached_property
    def downhill(self) -> Array:
        """Unit vectors (..., K, 2), in spans of the room, along minus the gradient; 0 without one.

        It is the way a step of gradient descent goes. On a crease there is no gradient.
        """
        way = -self.slopes / spans(self.ground.room)
        size = np.linalg.norm(way, axis=-1, keepdims=True)
        bend = 1e-12 * np.max(self.heights, axis=-1)[..., None, None]
        flat = np.linalg.norm(self.slopes * spans(self.ground.room), axis=-1, keepdims=True) <= bend
        flat = flat | (self.creases[..., None] > 0)
        return np.where(flat, 0.0, way / np.where(flat, 1.0, size))
