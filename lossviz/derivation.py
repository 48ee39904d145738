"""A derivation is data: lines of mathematics, each with a reason and a number to check it by."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from lossviz.numerics import Array


class Follows(Enum):
    """How a line follows from the one before it."""

    START = "where we start"
    EQUAL = "equal to the line before"
    NEG_LOG = "minus the logarithm of the line before"
    DROP_CONST = "without a term that does not depend on theta"
    RESCALE = "divided by a positive number that does not depend on theta"
    DERIVATIVE = "the derivative with respect to theta"
    ROOT = "zero where the derivative vanishes"
    MINIMISES = "the theta that minimises the loss"


@dataclass(frozen=True, slots=True)
class Step:
    """One line: its TeX, why it holds, and its value at `theta` (d,) on a `sample` (n,)."""

    tex: str
    why: str
    value: Callable[[Array, Array], float]
    follows: Follows
    log_value: Callable[[Array, Array], float] | None = None
    is_loss: bool = False


@dataclass(frozen=True, slots=True)
class Derivation:
    """The lines from "the observations are independent" to the loss, in order."""

    key: str
    title: str
    steps: tuple[Step, ...]
