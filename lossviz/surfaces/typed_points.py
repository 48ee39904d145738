"""Points as a reader types them, and the surface of the lines over them."""

import re

import numpy as np

from lossviz.core import LossAt
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.height_map import HeightMap, Room, room_around
from lossviz.surfaces.more_models import Case, Pane, line_curve, valley
from lossviz.surfaces.side_by_side import Ground, Hill

MOST = 50
LONGEST = 1000  # characters
REACH = 1e6
"""How large a typed number may be, either way."""


def typed_points(text: str) -> tuple[Array, Array]:
    """Points x, y (n,) of a text: two numbers each, semicolons or line ends between points.

    ValueError with a sentence: nothing, too much, a point that is not two numbers.
    """
    if len(text) > LONGEST:
        raise ValueError(
            _("That is too long: at most {n} characters can be read.").format(n=LONGEST)
        )
    written = [one.strip() for one in re.split(r"[;\n]+", text) if one.strip(" ,\t")]
    if not written:
        raise ValueError(_("There is no point. Type one at least, x and then y: 1, 2."))
    if len(written) > MOST:
        raise ValueError(
            _("At most {most} points can be read; here are {n}.").format(most=MOST, n=len(written))
        )
    x, y = np.array([_point(one, place) for place, one in enumerate(written, 1)]).T
    return x, y


def _point(text: str, place: int) -> tuple[float, float]:
    words = [word for word in re.split(r"[\s,]+", text) if word]
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        numbers = []
    if len(numbers) != 2 or not all(abs(one) <= REACH for one in numbers):
        raise ValueError(
            _(
                "Point {place} cannot be read. A point is two numbers, x and then y, of size"
                " {reach} at most, like 1, 2; points stand between semicolons."
            ).format(place=place, reach=f"{REACH:,.0f}")
        )
    return numbers[0], numbers[1]


def typed_case(loss_at: LossAt, x: Array, y: Array) -> Case:
    """The line over typed points (n,) under a loss; misses are counted in units of y."""
    middle, spread = float(y.mean()), float(np.ptp(y)) or max(float(np.abs(y).max()), 1.0)
    side = float(np.ptp(x)) or max(float(np.abs(x).max()), 1.0)
    flat, corner = (middle, 0.0), (middle + spread, spread / side)
    mirror = (middle - spread, -spread / side)
    hill = Hill(loss_at, _ground(x, y, room_around(flat, corner, mirror, spare=0.2)))
    if not np.ptp(x):
        found = valley(hill)
        seen = HeightMap(hill.surface, hill.ground.room, found.height)
    else:
        best = hill.minima.lowest.tolist()
        if hill.loss_at.facts.convex:  # else they are those of this room
            hill = Hill(loss_at, _ground(x, y, room_around(flat, corner, mirror, *best, spare=0.2)))
        found, seen = hill.minima, hill.seen
    pad = 0.08 * side
    ends = np.array([float(x.min()) - pad, float(x.max()) + pad])
    pane = Pane(
        points=(x, y), x=ends, curve=line_curve(ends), names=("x", "y"),
        ranges=((float(ends[0]), float(ends[1])),
                (float(y.min()) - 0.3 * spread, float(y.max()) + 0.3 * spread)),
    )  # fmt: skip
    names = (_("intercept"), _("slope"))
    key = "typed " + " ".join(f"{one:g}" for one in (*x, *y))
    return Case(key, "typed", seen, found, pane, names, flat, hill)


def _ground(x: Array, y: Array, room: Room) -> Ground:
    return Ground(
        key="typed", title=_("Your own points"), x=x, y=y, room=room,
        start=(float(y.mean()), 0.0), across=_("intercept"), across_unit="", up=_("slope"),
        up_unit="", y_unit="", nouns=_("points"),
    )  # fmt: skip
