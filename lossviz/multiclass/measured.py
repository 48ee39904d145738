"""Penguins and irises as measured: species, features, and which rows have no measurement."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from lossviz.data import load
from lossviz.i18n import _
from lossviz.numerics import Array


@dataclass(frozen=True, slots=True)
class Feature:
    """One measurement: a short key, the column, its name and unit."""

    key: str
    column: str
    name: str
    unit: str


@dataclass(frozen=True, eq=False)
class Measured:
    """Rows of a data set: species `y` (n,) as whole numbers, `x` (n, f) with NaN where missing."""

    key: str
    noun: str
    nouns: str
    classes: tuple[str, ...]
    features: tuple[Feature, ...]
    x: Array
    y: NDArray[np.intp]

    def feature(self, key: str) -> Feature:
        """The feature called `key`."""
        return self.features[self.place(key)]

    def place(self, key: str) -> int:
        """Its column in `x`; ValueError lists the features there are."""
        keys = [feature.key for feature in self.features]
        if key not in keys:
            raise ValueError(
                _("There is no feature “{key}”; there are: {keys}.").format(
                    key=key, keys=", ".join(keys)
                )
            )
        return keys.index(key)

    @cached_property
    def missing(self) -> NDArray[np.intp]:
        """Rows, from 0 on, in which a measurement is missing."""
        return np.flatnonzero(np.isnan(self.x).any(axis=1))


def _measured(name: str, noun: str, nouns: str, features: tuple[Feature, ...]) -> Measured:
    data = load(name)
    classes, y = np.unique(data["species"], return_inverse=True)
    x = np.column_stack([data[feature.column] for feature in features])
    return Measured(name, noun, nouns, tuple(classes.tolist()), features, x, y)


PENGUIN_FEATURES = (
    Feature("length", "bill_length_mm", _("bill length"), _("mm")),
    Feature("depth", "bill_depth_mm", _("bill depth"), _("mm")),
    Feature("flipper", "flipper_length_mm", _("flipper length"), _("mm")),
    Feature("mass", "body_mass_g", _("body mass"), _("g")),
)
IRIS_FEATURES = tuple(
    Feature(key, column, name, _("cm"))
    for key, column, name in (
        ("sepal", "sepal_length_cm", _("sepal length")),
        ("sepal_width", "sepal_width_cm", _("sepal width")),
        ("petal", "petal_length_cm", _("petal length")),
        ("petal_width", "petal_width_cm", _("petal width")),
    )
)
MEASURED: Mapping[str, Measured] = MappingProxyType(
    {
        "penguins": _measured("penguins", _("bird"), _("birds"), PENGUIN_FEATURES),
        "iris": _measured("iris", _("flower"), _("flowers"), IRIS_FEATURES),
    }
)
"""Data sets of three species, by key."""
