"""A code of zeros and ones built for one distribution and used on another: how long a word is.

Huffman's code has the least average length of all codes in which no word begins another (Cover &
Thomas, Elements of Information Theory, 2006, ch. 5).
"""

import heapq
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from lossviz.information import cross_entropy, entropy, kl_divergence
from lossviz.numerics import Array, as_float, require_distribution

SAME = 1e-9  # bits: averages this close are one


def huffman_lengths(p: ArrayLike) -> Array:
    """Bits (K,) of the word of each of K outcomes with probabilities p (K,).

    An outcome of probability 0 gets no word: inf bits. The only one that can happen gets a word of
    0 bits: nothing needs to be said. Of equal weights the outcome that stands last is joined
    first, a pair after both, so the result is always the same. ValueError unless p is one
    distribution.
    """
    chance = as_float(p, "p")
    require_distribution(chance, "p")
    if chance.ndim != 1:
        raise ValueError(f"p must have shape (K,), got {chance.shape}")
    lengths = np.where(chance > 0, 0.0, np.inf)
    heap: list[tuple[float, int, tuple[int, ...]]] = [
        (float(chance[k]), -k, (k,)) for k in np.flatnonzero(chance > 0).tolist()
    ]
    heapq.heapify(heap)
    born = 1
    while len(heap) > 1:
        one, other = heapq.heappop(heap), heapq.heappop(heap)
        both = one[2] + other[2]
        lengths[list(both)] += 1
        heapq.heappush(heap, (one[0] + other[0], born, both))
        born += 1
    return lengths


def words_of(lengths: Array) -> tuple[str | None, ...]:
    """A word of zeros and ones of each length (K,), none beginning another; None for inf bits.

    The canonical code: short words first, of one length in the order of the outcomes. ValueError
    where there are too many short words.
    """
    made: list[str | None] = [None] * len(lengths)
    code, last = 0, 0
    for k in sorted(np.flatnonzero(np.isfinite(lengths)).tolist(), key=lambda k: (lengths[k], k)):
        length = int(lengths[k])
        code <<= length - last
        if code >> length:
            raise ValueError(f"too many short words: {lengths.tolist()}")
        made[k] = f"{code:b}".zfill(length) if length else ""
        code, last = code + 1, length
    return tuple(made)


@dataclass(frozen=True, eq=False)
class Code:
    """Outcomes by their names, the truth (K,) they follow, the forecast (K,) the code is for."""

    names: tuple[str, ...]
    truth: Array
    forecast: Array

    @cached_property
    def lengths(self) -> Array:
        """Bits (K,) of each word; inf where there is none."""
        return huffman_lengths(self.forecast)

    @cached_property
    def words(self) -> tuple[str | None, ...]:
        """The words; None where the forecast says never."""
        return words_of(self.lengths)

    @cached_property
    def surprises(self) -> Array:
        """-log2 (K,) of the forecast: how long a word should be; maybe inf."""
        # each against all others together: two columns, however many outcomes there are
        this = np.stack([self.forecast, 1.0 - self.forecast], axis=-1)
        return np.asarray(cross_entropy([1.0, 0.0], this, "bits"))

    def _average(self, lengths: Array) -> float:
        seen = self.truth > 0
        return float(np.sum(self.truth[seen] * lengths[seen]))

    @cached_property
    def average(self) -> float:
        """Bits per outcome, averaged over the truth; inf if one that happens has no word."""
        return self._average(self.lengths)

    @cached_property
    def own(self) -> float:
        """The same of the code built for the truth itself: the least there is."""
        return self._average(huffman_lengths(self.truth))

    @cached_property
    def entropy(self) -> float:
        """H(y) in bits."""
        return float(entropy(self.truth, "bits"))

    @cached_property
    def cross_entropy(self) -> float:
        """H(y, p) in bits; inf if something happens that is forecast with 0."""
        return float(cross_entropy(self.truth, self.forecast, "bits"))

    @cached_property
    def excess(self) -> float:
        """KL(y || p) in bits."""
        return float(kl_divergence(self.truth, self.forecast, "bits"))

    @property
    def is_own(self) -> bool:
        """Whether the code is built for what happens."""
        return bool(np.array_equal(self.truth, self.forecast))

    @property
    def is_exact(self) -> bool:
        """Whether the words of the truth's own code are as long as they should be."""
        return abs(self.own - self.entropy) < SAME

    @property
    def wordless(self) -> tuple[str, ...]:
        """Names of the outcomes that happen and have no word."""
        never = (self.truth > 0) & ~np.isfinite(self.lengths)
        return tuple(self.names[k] for k in np.flatnonzero(never))


def bet(n: int, on_first: float = 0.9) -> Array:
    """A forecast (n,) that puts `on_first` on the first outcome and shares the rest alike."""
    rest = np.full(n, (1.0 - on_first) / (n - 1))
    rest[0] = on_first
    return rest
