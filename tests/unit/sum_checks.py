"""What every sum with its parts must hold: each number rounded or cut, and they add up."""

import math
from collections.abc import Sequence
from decimal import Decimal


def is_rounded(text: str, value: float) -> bool:
    """Whether the text is the value to as many decimals as it has."""
    decimals = len(text.partition(".")[2])
    return abs(Decimal(text) - Decimal(value)) <= Decimal(10) ** -decimals / 2 * Decimal("1.000001")


def is_cut(text: str, value: float) -> bool:
    """Whether the text is the first digits of the value."""
    decimals = len(text.partition(".")[2])
    return -1e-9 <= Decimal(value) - Decimal(text) < Decimal(10) ** -decimals


def sum_errors(parts: Sequence[str], total: str, values: Sequence[float]) -> list[str]:
    """What is wrong with written parts of a sum and their written total."""
    found = [
        f"{text} for {value}"
        for text, value in zip(parts, values, strict=True)
        if not (is_rounded(text, value) or is_cut(text, value))
    ]
    if not is_rounded(total, math.fsum(values)):
        found.append(f"{total} for {math.fsum(values)}")
    if sum(map(Decimal, parts)) != Decimal(total):
        found.append(f"{' + '.join(parts)} is not {total}")
    return found


def adds_up(floor: str, excess: str, total: str, low: float, more: float) -> bool:
    """The same for a floor and an excess without the zeros at their ends: 1.75 is 1.7500."""
    decimals = max(len(text.partition(".")[2]) for text in (floor, excess, total))
    texts = [f"{Decimal(text):.{max(decimals, 3)}f}" for text in (floor, excess, total)]
    return sum_errors(texts[:2], texts[2], [low, more]) == []
