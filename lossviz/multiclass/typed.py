"""Probabilities as a reader types them: read, summed up, and never silently mended."""

import math
import re
from dataclasses import dataclass

import numpy as np

from lossviz.i18n import _
from lossviz.numerics import Array

FEWEST, MOST = 2, 10
LONGEST = 200  # characters
SURE = 1e-6  # a sum this close to 1 is 1: six typed digits cannot do better


@dataclass(frozen=True, eq=False)
class Typed:
    """Numbers (K,) as typed, none negative, at least one positive."""

    values: Array

    @property
    def total(self) -> float:
        """Their sum."""
        return float(self.values.sum())

    @property
    def adds_up(self) -> bool:
        """Whether they are probabilities: their sum is 1."""
        return abs(self.total - 1.0) <= SURE

    @property
    def shares(self) -> Array:
        """Each over their sum (K,): probabilities in any case."""
        return np.asarray(self.values / self.total)


def typed_shares(text: str, k: int | None = None) -> Typed:
    """The numbers of `text`, with commas, semicolons or spaces between them; `k` of them, or 2-10.

    ValueError with a sentence: too few or too many, no number, a negative one, all zero.
    """
    if len(text) > LONGEST:
        raise ValueError(
            _("That is too long: at most {n} characters can be read.").format(n=LONGEST)
        )
    words = [word for word in re.split(r"[\s,;]+", text) if word]
    _counted(len(words), k)
    values = np.array([_number(word, place) for place, word in enumerate(words, 1)])
    if not values.any():
        raise ValueError(_("All of them are 0. Something must happen: at least one is above 0."))
    return Typed(values)


def _counted(count: int, k: int | None) -> None:
    if k is not None and count != k:
        raise ValueError(
            _(
                "That takes {k} numbers with commas between them and a point for decimals; here"
                " are {n}."
            ).format(k=k, n=count)
        )
    if not FEWEST <= count <= MOST:
        raise ValueError(
            _(
                "That takes {low} to {high} numbers with commas between them and a point for"
                " decimals; here are {n}."
            ).format(low=FEWEST, high=MOST, n=count)
        )


def _number(word: str, place: int) -> float:
    try:
        value = float(word) if "_" not in word else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(_("Number {place} cannot be read. Write it like 0.2.").format(place=place))
    if value < 0:
        raise ValueError(
            _("Number {place} is negative. A probability is 0 or more.").format(place=place)
        )
    if value > 1e6:
        raise ValueError(
            _("Number {place} is far above 1. A probability is at most 1.").format(place=place)
        )
    return value + 0.0
