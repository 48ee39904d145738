"""Letters of a text: how often each is there, and what a forecast of them costs.

A text is only ever counted.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lossviz.information.codes import Code
from lossviz.numerics import Array

LONGEST = 10_000
"""Characters of a text that are counted."""

SAMPLE = (
    "Four score and seven years ago our fathers brought forth, on this continent, a new nation,"
    " conceived in Liberty, and dedicated to the proposition that all men are created equal."
    " Now we are engaged in a great civil war, testing whether that nation, or any nation so"
    " conceived and so dedicated, can long endure. We are met on a great battle-field of that war."
    " We have come to dedicate a portion of that field, as a final resting place for those who here"
    " gave their lives that that nation might live. It is altogether fitting and proper that we"
    " should do this."
)
"""English to count letters of: Lincoln at Gettysburg, 1863."""


@dataclass(frozen=True, eq=False)
class Letters:
    """How often each letter was found, how many characters were none, whether the end was cut."""

    counts: Mapping[str, int]
    others: int
    is_cut: bool

    @property
    def total(self) -> int:
        """Letters found."""
        return sum(self.counts.values())


def count_letters(text: str) -> Letters:
    """Count the letters of the first `LONGEST` characters, small and capital alike."""
    read = text[:LONGEST]
    found: Counter[str] = Counter()
    others = 0
    for character in read:
        if character.isalpha():
            found.update(letter for letter in character.casefold() if letter.isalpha())
        else:
            others += 1
    ordered = dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
    return Letters(ordered, others, len(text) > LONGEST)


@dataclass(frozen=True, eq=False)
class Texts:
    """One text as the truth and, with `second`, the forecast; without it all letters are alike.

    `add_one` counts every letter of either text once more before the forecast is made, so that
    none is forecast with 0.
    """

    first: Letters
    second: Letters | None = None
    add_one: bool = False

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All letters, the most frequent of the first text first."""
        rest = () if self.second is None else sorted(self.second.counts.keys() - self.first.counts)
        return (*self.first.counts, *rest)

    @cached_property
    def truth(self) -> Array:
        """Share (K,) of each letter in the first text."""
        return _shares(self.first, self.names, 0)

    @cached_property
    def forecast(self) -> Array:
        """Share (K,) of each letter in the second text, or the same for each."""
        if self.second is None:
            return np.full(len(self.names), 1.0 / len(self.names))
        return _shares(self.second, self.names, int(self.add_one))

    @cached_property
    def code(self) -> Code:
        """The code built for the forecast, used on the first text."""
        return Code(self.names, self.truth, self.forecast)


def _shares(letters: Letters, names: tuple[str, ...], more: int) -> Array:
    counts = np.array([letters.counts.get(name, 0) + more for name in names], dtype=np.float64)
    return np.asarray(counts / counts.sum())


def require_letters(letters: Letters, which: str) -> None:
    """Raise ValueError with a sentence if there is no letter; `which` names the text."""
    if not letters.total:
        raise ValueError(f"{which} has no letters yet: type some, such as “to be or not to be”.")
