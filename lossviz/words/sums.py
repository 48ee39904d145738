"""Sums with their parts as they are written: no digit wrong, and yet they add up.

Two parts rounded to four decimals miss the last digit of their rounded sum one time in four. Often
it is enough to cut one of them instead (0.04946 to 0.0494): its digits are its own. Where it is
not, digits are added.
"""

import math
from collections.abc import Callable, Sequence
from decimal import ROUND_DOWN, Decimal
from itertools import product

MORE = 8  # decimals that may be added: more are wanted once in a million sums
NOISE = 12  # decimals: beyond, a float says nothing about where to cut


def _any(_total: float) -> bool:
    """Every written sum will do."""
    return True


def addends(
    parts: Sequence[float], places: int, right: Callable[[float], bool] = _any
) -> tuple[tuple[str, ...], str]:
    """Parts, none negative, and their sum to `places` decimals, or the fewest more that will do.

    The sum is rounded; parts are, or are cut where they would not add up, the last ones first.
    `right` says whether a sum as it is written is good enough. Where no digits do, the parts that
    lose most by being cut are raised.

    >>> addends([0.29114, 0.80747], 3), addends([1.049155, 0.049457], 4)
    ((('0.2911', '0.8075'), '1.0986'), (('1.0492', '0.0494'), '1.0986'))
    """
    total = math.fsum(parts)
    for decimals in range(places, places + MORE + 1):
        whole = f"{total:.{decimals}f}"
        if not right(float(whole)):
            continue
        both = [(f"{part:.{decimals}f}", _shortened(part, decimals)) for part in parts]
        for which in sorted(
            product((0, 1), repeat=len(parts)), key=lambda flags: (sum(flags), flags)
        ):
            written = tuple(pair[k] for pair, k in zip(both, which, strict=True))
            if sum(map(Decimal, written)) == Decimal(whole):
                return written, whole
    return _cut(parts, total, places), f"{total:.{places}f}"


def _shortened(part: float, decimals: int) -> str:
    """A part cut to so many decimals."""
    known = Decimal(f"{part:.{NOISE}f}")
    return f"{known.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_DOWN):f}"


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
