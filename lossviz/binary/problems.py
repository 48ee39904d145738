"""Labels 0 and 1 along a number: the 23 flights, and the same with some labels flipped."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from lossviz.data import load
from lossviz.i18n import _
from lossviz.numerics import Array, Interval


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BinaryProblem:
    """Labels `y` (n,) at numbers `x` (n,), each seen `weight` (n,) times, and their names.

    A sigmoid over it is held at `anchor`, a round x, and turned at `turn`, both in units of x;
    a steepness of `unit` there is a moderate one. Where `turn` is below `anchor`, a steep curve
    falls. `room` is the axis of x. `labels` names each row, `happened` the two labels.
    """

    key: str
    title: str
    x: Array
    y: Array
    weight: Array
    x_name: str
    x_unit: str
    noun: str
    nouns: str
    happened: tuple[str, str]
    dataset: str
    anchor: float
    turn: float
    unit: float
    room: Interval
    labels: tuple[str, ...] = ()
    flipped: tuple[int, ...] = ()
    note: str = ""

    @property
    def n(self) -> float:
        """How many were seen."""
        return float(self.weight.sum())

    @property
    def ones(self) -> float:
        """How many of them with label 1."""
        return float((self.weight * self.y).sum())

    @property
    def base_rate(self) -> float:
        """Share of label 1."""
        return self.ones / self.n

    @property
    def way(self) -> int:
        """The sign of the slope of a steep curve: -1 where it falls."""
        return 1 if self.turn > self.anchor else -1


def orings(flipped: Collection[str] = ()) -> BinaryProblem:
    """The 23 flights before the last one of Challenger, by date; flights `flipped` by key.

    ValueError for a flight that there is not.
    """
    data = load("challenger_orings")
    labels = tuple(str(name) for name in data["flight"])
    keys = [name.lower() for name in labels]
    for key in flipped:
        if key not in keys:
            raise ValueError(f"there is no flight {key!r}; there are: {', '.join(keys)}")
    rows = tuple(row for row, key in enumerate(keys) if key in flipped)
    y = data["any_distress"].copy()
    y[list(rows)] = 1.0 - y[list(rows)]
    return BinaryProblem(
        key="orings",
        title=_("O-rings: temperature and distress"),
        x=data["temp_f"],
        y=y,
        weight=np.ones(len(y)),
        x_name=_("temperature of the joint"),
        x_unit=_("°F"),
        noun=_("flight"),
        nouns=_("flights"),
        happened=(_("none"), _("distress")),
        dataset=data.name,
        anchor=70.0,
        turn=64.0,
        unit=1.0,
        room=Interval(51.0, 83.0),
        labels=labels,
        flipped=rows,
    )


FLIGHTS: tuple[str, ...] = tuple(name.lower() for name in orings().labels)
"""Keys of the flights, in the order they flew."""
