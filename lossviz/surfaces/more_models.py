"""Other models of two parameters: their surface, and a dot on it with all that is known there."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

import numpy as np
from scipy import special

from lossviz.binary.problems import orings
from lossviz.core import LossAt
from lossviz.data.problems import LINE_PROBLEMS
from lossviz.fits import fit_location
from lossviz.i18n import _
from lossviz.likelihood import joint
from lossviz.lines import frame_of
from lossviz.numerics import Array, Interval
from lossviz.surfaces.creases import creases_at
from lossviz.surfaces.height_map import HeightMap, Room
from lossviz.surfaces.mean_loss import MeanLoss
from lossviz.surfaces.minimisers import Minima, minima, spans
from lossviz.surfaces.models import HIDDEN
from lossviz.surfaces.noise_surface import NoiseSurface
from lossviz.surfaces.side_by_side import Ground, Hill
from lossviz.sweeps import PerStop, Swept

ALONG = 121
NONE = 1e-12  # of the larger one, parameters counted in spans of the room: such a bend is rounding
LEVEL = 1e-10  # of the height: what less than that a slope or a bend adds across the room is none
TALLEST = 2.5
"""How much higher than the best density the pane is: narrower ones leave it."""
EDGE = Interval(-3.0, 3.0)
"""Weights of the hidden unit that are shown."""

Curve = Callable[[PerStop, PerStop], Array]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Pane:
    """Where the data of a model are drawn, and what the dot predicts: `curve` (..., m) over `x`.

    `points` are x and y of what was observed.
    """

    points: tuple[Array, Array]
    x: Array
    curve: Curve
    names: tuple[str, str]
    ranges: tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Case:
    """A model on data: its map over two parameters, its minima, and the pane of its data.

    `names` are those of the parameters with their units. `saddle`: a place (a, b) that is level and
    no bottom, where one is known. `hill` is what its words come from, where it is one of a loss.
    """

    key: str
    kind: str
    seen: HeightMap
    found: Minima
    pane: Pane
    names: tuple[str, str]
    start: tuple[float, float]
    hill: Hill | None = None
    saddle: tuple[float, float] | None = None

    @property
    def bottoms(self) -> Array:
        """All places (V, 2) that are as low as the lowest, where they are no set without gaps."""
        if self.found.many:
            return np.empty((0, 2))
        others = self.found.others
        heights = self.seen.surface.mean(others[:, 0], others[:, 1])
        equal = np.isclose(heights, self.found.height, rtol=1e-9, atol=0)
        return np.vstack([self.found.lowest, others[equal]])

    @cached_property
    def bent_share(self) -> float:
        """Share of the places of the map from which some direction bends downwards."""
        seen = self.seen
        bends = seen.surface.hessian(seen.a, seen.b[:, None])
        signs = bend_signs(bends, seen.room)
        return float((signs[..., 0] < 0).mean())


def bend_signs(bends: Array, room: Room) -> Array:
    """-1, 0 or 1 for each of the two eigenvalues (..., 2) of Hessians (..., 2, 2), ascending.

    Units do not matter: a Hessian has as many eigenvalues of each sign in any of them.
    """
    span = spans(room)
    values = np.linalg.eigvalsh(bends * np.outer(span, span))
    size = np.abs(values).max(axis=-1, keepdims=True)
    return np.asarray(np.where(np.abs(values) <= NONE * size, 0.0, np.sign(values)))


@dataclass(frozen=True, eq=False)
class OnModel(Swept):
    """A dot at (a, b) on the surface of a case; (S,) of either make a sweep."""

    case: Case
    a: PerStop
    b: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("a", "b")
    derived: ClassVar[tuple[str, ...]] = (
        "height", "slopes", "creases", "eigenvalues", "signs", "downhill", "curve",
    )  # fmt: skip

    @cached_property
    def height(self) -> Array:
        """The mean loss (...)."""
        return self.case.seen.surface.mean(self.a, self.b)

    @cached_property
    def slopes(self) -> Array:
        """The gradient (..., 2); what rounding leaves of none is 0."""
        found = self.case.seen.surface.gradient(self.a, self.b)
        size = np.abs(found * spans(self.case.seen.room))
        least = LEVEL * np.abs(np.asarray(self.height))[..., None]
        return np.where(size <= least, 0.0, found)

    @cached_property
    def creases(self) -> Array:
        """How many creases (...) go through the dot: there it has no gradient and no Hessian."""
        return creases_at(self.case.seen.surface, self.a, self.b)

    @cached_property
    def _bends(self) -> Array:
        """Hessians (..., 2, 2); 0 where they would not be seen on the whole map."""
        found = self.case.seen.surface.hessian(self.a, self.b)
        span = spans(self.case.seen.room)
        size = np.abs(found * np.outer(span, span)).max(axis=(-2, -1))
        unseen = size <= LEVEL * np.abs(np.asarray(self.height))
        return np.where(unseen[..., None, None], 0.0, found)

    @cached_property
    def signs(self) -> Array:
        """The signs (..., 2) of the eigenvalues."""
        return bend_signs(self._bends, self.case.seen.room)

    @cached_property
    def eigenvalues(self) -> Array:
        """Those of the Hessian (..., 2), ascending; one that is rounding is 0."""
        values = np.linalg.eigvalsh(self._bends)
        return np.where(self.signs == 0, 0.0, values)

    @cached_property
    def downhill(self) -> Array:
        """Unit vectors (..., 2), in spans of the room, along minus the gradient; 0 without one."""
        slopes = np.where((self.creases > 0)[..., None], 0.0, self.slopes)
        way = -slopes / spans(self.case.seen.room)
        size = np.linalg.norm(way, axis=-1, keepdims=True)
        return np.where(size > 0, way / np.where(size > 0, size, 1.0), 0.0)

    @cached_property
    def curve(self) -> Array:
        """What the dot predicts (..., m) over the pane."""
        return self.case.pane.curve(self.a, self.b)


def _each(a: PerStop, b: PerStop) -> tuple[Array, Array]:
    """Parameters with an axis for what they are drawn over."""
    return np.asarray(a, dtype=np.float64)[..., None], np.asarray(b, dtype=np.float64)[..., None]


def line_curve(x: Array) -> Curve:
    """The heights (..., m) of a line at x (m,)."""

    def curve(a: PerStop, b: PerStop) -> Array:
        a, b = _each(a, b)
        return np.asarray(a + b * x)

    return curve


LINE_DATA = ("hubble", "one", "same")
"""All nebulae, the farthest and fastest one alone, and all as if they were at one distance."""


def line_case(loss_at: LossAt, ground: Ground, data: str) -> Case:
    """A line under a loss, on all points of a ground or where they cannot tell its slope."""
    problem = LINE_PROBLEMS["hubble"]
    frame = frame_of(problem)
    x = np.linspace(frame.left_x, frame.right_x, 2)
    if data == "one":
        kept = [int(problem.y.argmax())]
        ground = replace(ground, x=problem.x[kept], y=problem.y[kept])
    elif data == "same":
        ground = replace(ground, x=np.full(len(problem.x), round(float(problem.x.mean()), 3)))
    hill = Hill(loss_at, ground)
    found = hill.minima if data == "hubble" else valley(hill)
    seen = hill.seen if data == "hubble" else HeightMap(hill.surface, ground.room, found.height)
    pane = Pane(
        points=(ground.x, ground.y), x=x, curve=line_curve(x),
        names=(_("distance (Mpc)"), _("velocity (km/s)")),
        ranges=((frame.left_x - 0.08, frame.right_x + 0.08), (frame.y_low, frame.y_high)),
    )  # fmt: skip
    names = (_("intercept (km/s)"), _("slope (km/s per Mpc)"))
    return Case(f"line {data}", "line", seen, found, pane, names, ground.start, hill)


def valley(hill: Hill) -> Minima:
    """The set of lowest lines in the room where all x are one: those through the best height there.

    ValueError where x is not constant.
    """
    x, room = hill.ground.x, hill.ground.room
    if np.ptp(x) > 0:
        raise ValueError(_("There is a valley of lines only where all x are the same."))
    fit = fit_location(hill.loss_at, hill.ground.y, scale=hill.ground.width)
    low, high = fit.coef_range[0].tolist()
    slopes = np.array([room.b.low, room.b.high])
    sides = [
        np.column_stack([height - slopes * x[0], slopes])
        for height in ((low, high) if high > low else (low,))
    ]
    corners = np.vstack([sides[0], *(side[::-1] for side in sides[1:])])
    return Minima(corners, np.empty((0, 2)), float(fit.objective))


def sigmoid_case(hill: Hill) -> Case:
    """A sigmoid under a loss for labels, on the flights."""
    flights = orings()
    mean, spread = float(flights.x.mean()), float(flights.x.std())
    x = np.linspace(flights.room.low, flights.room.high, ALONG)

    def curve(a: PerStop, b: PerStop) -> Array:
        a, b = _each(a, b)
        return np.asarray(special.expit(a + b * (x - mean) / spread))

    pane = Pane(
        points=(flights.x, flights.y), x=x, curve=curve,
        names=(_("temperature of the joint (°F)"), _("chance of distress")),
        ranges=((flights.room.low, flights.room.high), (-0.08, 1.08)),
    )  # fmt: skip
    ground = hill.ground
    names = (ground.across, ground.up)
    return Case("sigmoid", "sigmoid", hill.seen, hill.minima, pane, names, ground.start, hill)


def noise_case(loss_at: LossAt, word: str) -> Case:
    """Location and width of the noise called `word` (of `joint.NOISES`), on six readings."""
    known = joint.SURFACES["newcomb_6", word]
    surface = NoiseSurface(loss_at, known.y)
    room = Room(known.locations, known.widths)
    low, high, width = known.plateau.low, known.plateau.high, known.width
    places = [[low, width], [high, width]] if high > low else [[known.location, width]]
    lowest = np.array(places)
    found = Minima(lowest, np.empty((0, 2)), float(surface.mean(*lowest[0])))
    reach = (float(known.y.min()) - 20, float(known.y.max()) + 30)
    x = np.linspace(*reach, 4 * ALONG)

    def curve(a: PerStop, b: PerStop) -> Array:
        a, b = _each(a, b)
        log = known.noise.log_density(x, a, b)
        return np.asarray(np.exp(log))

    top = TALLEST * float(curve(known.location, known.width).max())
    unit = known.observations.unit
    pane = Pane(
        points=(known.y, np.zeros(len(known.y))), x=x, curve=curve,
        names=(_("reading ({unit})").format(unit=unit), _("density per {unit}").format(unit=unit)),
        ranges=(reach, (-0.06 * top, 1.06 * top)),
    )  # fmt: skip
    names = (_("location ({unit})").format(unit=unit), _("width ({unit})").format(unit=unit))
    seen = HeightMap(surface, room, found.height)
    return Case(f"noise {word}", "noise", seen, found, pane, names, known.start)


def hidden_case(squared: LossAt) -> Case:
    """One hidden unit v tanh(w x) under squared error, on the nebulae in standard deviations."""
    problem = LINE_PROBLEMS["hubble"]
    x, y = ((one - one.mean()) / one.std() for one in (problem.x, problem.y))
    surface = MeanLoss(squared, x, y, HIDDEN)
    bare = HeightMap(surface, Room(EDGE, EDGE), 0.0)
    found = minima(bare)
    reach = np.linspace(-2.4, 2.4, ALONG)

    def curve(a: PerStop, b: PerStop) -> Array:
        a, b = _each(a, b)
        return np.asarray(b * np.tanh(a * reach))

    pane = Pane(
        points=(x, y), x=reach, curve=curve,
        names=(_("distance, in standard deviations"), _("velocity, in standard deviations")),
        ranges=((-2.4, 2.4), (-3.1, 3.1)),
    )  # fmt: skip
    return Case(
        "hidden", "hidden", replace(bare, lowest=found.height), found, pane, HIDDEN.names,
        (0.0, 0.0), saddle=(0.0, 0.0),
    )  # fmt: skip
