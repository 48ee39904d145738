"""Grounds to walk on: a surface, its room, its lowest places, and what a place predicts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import optimize, special

from lossviz.core import Form, LossAt
from lossviz.data.problems import LineProblem
from lossviz.fits import fit_linear, fit_logistic
from lossviz.i18n import _
from lossviz.lines import frame_of
from lossviz.numerics import Array, Interval
from lossviz.surfaces.height_map import HeightMap, Room, room_around
from lossviz.surfaces.mean_loss import MeanLoss
from lossviz.surfaces.models import HIDDEN

Place = tuple[float, float]
CURVE = 61
"""Points of a curve over the data."""


@dataclass(frozen=True, eq=False)
class Ground:
    """A surface to walk on: `bests` are its lowest places, `starts` names of places to begin at.

    `x_title` and `y_title` name the data with their units, `units` are those of the parameters,
    `loss_unit` that of the height; `shown` turns raw into what is drawn.
    """

    key: str
    surface: MeanLoss
    room: Room
    bests: tuple[Place, ...]
    starts: Mapping[str, Place]
    x_title: str
    y_title: str
    nouns: str
    sides: tuple[Interval, Interval]
    units: tuple[str, str] = ("", "")
    shown: Callable[[Array], Array] = np.asarray
    loss_unit: str = ""

    @cached_property
    def seen(self) -> HeightMap:
        """The map."""
        return HeightMap(self.surface, self.room, self.lowest)

    @cached_property
    def lowest(self) -> float:
        """The height of the lowest places."""
        return min(float(self.surface.mean(*place)) for place in self.bests)

    @cached_property
    def top(self) -> float:
        """The largest height above the lowest on the map."""
        return float(self.seen.excess.max())

    @cached_property
    def x(self) -> Array:
        """Where a curve over the data is computed (CURVE,)."""
        return np.linspace(self.sides[0].low, self.sides[0].high, CURVE)

    def curve(self, a: Array, b: Array) -> Array:
        """What places (...) predict (..., CURVE), no further than a screen above and below."""
        low, high = self.sides[1].low, self.sides[1].high
        with np.errstate(over="ignore", invalid="ignore"):
            raw = self.surface.model.raw(np.asarray(a)[..., None], np.asarray(b)[..., None], self.x)
            found = self.shown(raw)
        span = high - low
        return np.clip(found, low - 9 * span, high + 9 * span)


def _corner(room: Room, share: float) -> Place:
    sides = (room.a, room.b)
    a, b = (round(one.low + share * (one.high - one.low), 6) for one in sides)
    return a, b


def line_ground(loss_at: LossAt, problem: LineProblem, room: Room, scale: float = 1.0) -> Ground:
    """Lines through the points of a problem; residuals are divided by `scale` (units of y)."""
    a, b = fit_linear(loss_at, problem.x, problem.y, scale=scale).coefficients.tolist()
    frame = frame_of(problem)
    pad = 0.04 * (frame.right_x - frame.left_x)
    return Ground(
        loss_at.loss.key, MeanLoss(loss_at, problem.x, problem.y, scale=scale), room, ((a, b),),
        {"flat": (float(f"{problem.y.mean():.6g}"), 0.0), "low": _corner(room, 0.1),
         "high": _corner(room, 0.9)},
        f"{problem.x_name} ({problem.x_unit})", f"{problem.y_name} ({problem.y_unit})",
        problem.nouns,
        (Interval(frame.left_x - pad, frame.right_x + pad), Interval(frame.y_low, frame.y_high)),
        (problem.y_unit, problem.slope_unit),
        loss_unit="" if scale != 1.0 else f"({problem.y_unit})²"
        if loss_at.facts.form is Form.QUADRATIC else problem.y_unit,
    )  # fmt: skip


def line_room(loss_at: LossAt, problem: LineProblem) -> Room:
    """The lines around the flat one and the best of a loss."""
    a, b = fit_linear(loss_at, problem.x, problem.y).coefficients.tolist()
    return room_around((float(problem.y.mean()), 0.0), (a, b))


def sigmoid_ground(loss_at: LossAt, x: Array, y: Array, *, x_name: str, y_title: str,
                   nouns: str) -> Ground:  # fmt: skip
    """Logits a + b x for labels y (n,), x in standard deviations from its mean."""
    standard = (x - x.mean()) / x.std()
    a, b = fit_logistic(standard, y).coefficients.tolist()
    room = Room(Interval(-6.0, 6.0), Interval(-6.0, 6.0))
    share = float(y.mean())
    return Ground(
        "sigmoid", MeanLoss(loss_at, standard, y), room, ((a, b),),
        {"flat": (float(f"{np.log(share / (1 - share)):.6g}"), 0.0), "low": _corner(room, 0.2),
         "high": _corner(room, 0.8)},
        _("{name} (standard deviations)").format(name=x_name), y_title, nouns,
        (Interval(-3.0, 3.0), Interval(-0.08, 1.08)), shown=special.expit,
        loss_unit=_("nats"),
    )  # fmt: skip


def hidden_ground(loss_at: LossAt, problem: LineProblem) -> Ground:
    """One hidden unit v tanh(w x) for a problem, x and y in standard deviations."""
    x, y = ((one - one.mean()) / one.std() for one in (problem.x, problem.y))
    surface = MeanLoss(loss_at, x, y, model=HIDDEN)

    def height(place: Array) -> float:
        return float(surface.mean(place[0], place[1]))

    def slope(place: Array) -> Array:
        return surface.gradient(place[0], place[1])

    found = optimize.minimize(height, np.ones(2), jac=slope, tol=1e-12)
    w, v = found.x.tolist()
    room = Room(Interval(-3.0, 3.0), Interval(-3.0, 3.0))
    return Ground(
        "hidden", surface, room, ((w, v), (-w, -v)),
        {"flat": (0.4, 0.1), "low": (-2.5, 1.5), "high": (2.5, 2.5)},
        _("{name} (standard deviations)").format(name=problem.x_name),
        _("{name} (standard deviations)").format(name=problem.y_name), problem.nouns,
        (Interval(-2.2, 2.2), Interval(-2.4, 2.4)),
    )  # fmt: skip
