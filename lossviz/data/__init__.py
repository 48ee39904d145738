"""Nineteen real data sets, shipped with the code: `load(name)` gives columns as numpy arrays.

`datasets.json` records units, licence, citation, what was compared with what, and the sha256 of
every csv file; tests recompute them. The csv files have one header line and commas.
"""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossviz.i18n import _

_FOLDER = resources.files(__name__)
_RECORDS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        record["name"]: record
        for record in json.loads((_FOLDER / "datasets.json").read_text("utf-8"))["datasets"]
    }
)
NAMES: tuple[str, ...] = tuple(_RECORDS)


@dataclass(frozen=True, slots=True)
class Column:
    """Name of a column and the unit of its values, or what they say where they have none."""

    name: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Dataset:
    """One data set; `data["distance_mpc"]` is a column, read-only, in the order of the file.

    Number columns are float64 with NaN for an empty field, text columns str with "" for one.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    licence: str
    citation: str
    source: str
    verified_against: str
    teaches: str
    values: Mapping[str, NDArray[Any]] = field(repr=False)

    def __len__(self) -> int:
        """Number of rows."""
        return len(next(iter(self.values.values())))

    def __getitem__(self, column: str) -> NDArray[Any]:
        """The values of one column (n,); KeyError lists the columns there are."""
        try:
            return self.values[column]
        except KeyError:
            raise KeyError(
                f"{self.name} has no column {column!r}; it has: {', '.join(self.values)}"
            ) from None

    def unit(self, column: str) -> str:
        """The unit of one column; KeyError lists the columns there are."""
        self[column]
        return next(c.unit for c in self.columns if c.name == column)


def names() -> tuple[str, ...]:
    """The names that `load` knows."""
    return NAMES


def _typed(fields: Sequence[str]) -> NDArray[Any]:
    """Numbers where every field that is not empty is one, else text; read-only."""
    try:
        column = np.array([float(value) if value else np.nan for value in fields])
    except ValueError:
        column = np.array(fields, dtype=np.str_)
    column.flags.writeable = False
    return column


@lru_cache(maxsize=len(NAMES))
def load(name: str) -> Dataset:
    """The data set called `name`; ValueError lists the names there are."""
    if name not in _RECORDS:
        raise ValueError(f"there is no data set {name!r}; there are: {', '.join(NAMES)}")
    record = _RECORDS[name]
    with (_FOLDER / record["file"]).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return Dataset(
        name=name,
        title=_(record["title"]),
        description=_(record["description"]),
        columns=tuple(Column(c["name"], _(c["unit"])) for c in record["columns"]),
        licence=record["licence"],
        citation=record["citation"],
        source=record["source"],
        verified_against=record["verified_against"],
        teaches=_(record["teaches"]),
        values=MappingProxyType(
            dict(zip(header, (_typed(fields) for fields in zip(*rows, strict=True)), strict=True))
        ),
    )
