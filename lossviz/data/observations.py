"""Observations without an x: numbers, counts, labels or classes, ready for any noise that fits."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from lossviz.data import load
from lossviz.i18n import _
from lossviz.noise import Support
from lossviz.numerics import Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Observations:
    """Observations `y` (n,), of classes one-hot (n, K), read-only, and what they are called.

    `noun` and `nouns` are what one and many of them are called, `classes` the names of the K
    classes or of the labels 0 and 1, `dataset` the name `lossviz.data.load` knows.
    """

    key: str
    title: str
    y: Array
    name: str
    unit: str
    noun: str
    nouns: str
    support: Support
    dataset: str
    classes: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Number of observations."""
        return len(self.y)


def _read_only(values: NDArray[np.float64]) -> Array:
    values.flags.writeable = False
    return values


def newcomb(n: int | None = None) -> Observations:
    """The first `n` of Newcomb's 66 readings in Stigler's order, or all of them."""
    data = load("newcomb_light")
    y = _read_only(np.asarray(data["deviation_ns"][:n], dtype=np.float64))
    return Observations(
        key=f"newcomb_{len(y)}",
        title=_("Newcomb 1882: {n} passage times of light").format(n=len(y)),
        y=y,
        name=_("reading"),
        unit=_("ns"),
        noun=_("reading"),
        nouns=_("readings"),
        support=Support.REAL,
        dataset=data.name,
    )


def _numbers(
    dataset: str, column: str, key: str, title: str, name: str, unit: str, noun: str, nouns: str
) -> Observations:
    return Observations(
        key=key,
        title=title,
        y=load(dataset)[column],
        name=name,
        unit=unit,
        noun=noun,
        nouns=nouns,
        support=Support.REAL,
        dataset=dataset,
    )


def _horse_kicks() -> Observations:
    data = load("horse_kicks")
    return Observations(
        key="kicks",
        title=_("Horse kicks: deaths per corps and year, Prussia 1875 to 1894"),
        y=data["deaths"],
        name=_("deaths"),
        unit="",
        noun=_("corps-year"),
        nouns=_("corps-years"),
        support=Support.COUNTS,
        dataset=data.name,
    )


def _orings() -> Observations:
    data = load("challenger_orings")
    return Observations(
        key="orings",
        title=_("O-rings: 23 flights, 7 with distress"),
        y=data["any_distress"],
        name=_("distress"),
        unit="",
        noun=_("flight"),
        nouns=_("flights"),
        support=Support.BINARY,
        dataset=data.name,
        classes=(_("none"), _("distress")),
    )


def _penguins() -> Observations:
    data = load("penguins")
    classes, index = np.unique(data["species"], return_inverse=True)
    return Observations(
        key="penguins",
        title=_("Penguins: 344 birds of three species"),
        y=_read_only(np.eye(len(classes))[index]),
        name=_("species"),
        unit="",
        noun=_("penguin"),
        nouns=_("penguins"),
        support=Support.CLASSES,
        dataset=data.name,
        classes=tuple(classes.tolist()),
    )


_ALL = (
    newcomb(5),
    newcomb(6),
    newcomb(),
    _numbers(
        "chem_copper", "copper_ppm", "copper", _("Copper in wholemeal flour, 24 analyses"),
        _("copper"), _("ppm"), _("analysis"), _("analyses"),
    ),
    _numbers(
        "hubble_1929", "velocity_km_s", "velocities", _("Hubble 1929: velocities of 24 nebulae"),
        _("velocity"), _("km/s"), _("nebula"), _("nebulae"),
    ),
    _numbers(
        "belgian_phones", "calls_millions", "calls",
        _("Belgian phone calls, a number a year, 1950 to 1973"),
        _("calls"), _("millions"), _("year"), _("years"),
    ),
    _horse_kicks(),
    _orings(),
    _penguins(),
)  # fmt: skip

OBSERVATIONS: Mapping[str, Observations] = MappingProxyType({one.key: one for one in _ALL})
"""Every set of observations the pages offer, by key."""
