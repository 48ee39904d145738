"""Sums with their parts as they are written: every number rounded as usual, and yet they add up.

Two parts rounded to four decimals miss the last digit of their rounded sum one time in four. With
a digit more they may not, so digits are added until they do.
"""

import math
from collections.abc import Callable, Sequence
from decimal import Decimal

MORE = 8  # decimals that may be added: with 3 parts they are too few once in 20 000 times


def _any(_total: float) -> bool:
    """Every written sum will do."""
    return True


def addends(
    parts: Sequence[float], places: int, right: Callable[[float], bool] = _any
) -> tuple[tuple[str, ...], str]:
    """Parts and their sum to `places` decimals, or to the fewest more with which they add up.

    `right` says whether a sum as it is written is good enough. All finite. Where no number of
    digits does, the parts give way: those that lose most by being cut are rounded up.

    >>> addends([1.04916, 0.66946], 4), addends([1.04913, 0.6694], 4)
    ((('1.04916', '0.66946'), '1.71862'), (('1.0491', '0.6694'), '1.7185'))
    """
    total = math.fsum(parts)
    for decimals in range(places, places + MORE + 1):
        written = [f"{part:.{decimals}f}" for part in parts]
        whole = f"{total:.{decimals}f}"
        if sum(map(Decimal, written)) == Decimal(whole) and right(float(whole)):
            return tuple(written), whole
    return _cut(parts, total, places), f"{total:.{places}f}"


def _cut(parts: Sequence[float], total: float, places: int) -> tuple[str, ...]:
    """Parts cut to `places` decimals, and as many of them raised by one as the sum needs."""
    scale = 10**places
    cut = [math.floor(part * scale) for part in parts]
    lost = sorted(range(len(parts)), key=lambda k: cut[k] - parts[k] * scale)
    for k in lost[: round(total * scale) - sum(cut)]:
        cut[k] += 1
    return tuple(f"{whole / scale:.{places}f}" for whole in cut)


def floor_and_excess(floor: float, excess: float, places: int) -> tuple[str, str, str]:
    """Floor, excess and what both are together, so that they add up."""
    (low, more), together = addends([floor, excess], places)
    return low, more, together
