"""One line of a derivation over observations: its value at every candidate, and whose it is."""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import ClassVar

import numpy as np

from lossviz.core import LossAt
from lossviz.derivation import Derivation, Follows, Step
from lossviz.likelihood.stems import Stems
from lossviz.numerics import Array
from lossviz.sweeps import PerStop

ENDLESS = 1e200
"""Beyond it a value is that of a logit at infinity: it has no end."""
MEASURED = 20.0
"""Logits beyond it are measured here: further out every float64 probability is 0 or 1."""


class Phase(Enum):
    """What the numbers of a line are."""

    PRODUCT = "a product of densities"
    NLL = "the stack of surprises, in nats"
    TERM = "what is left of the stack, in nats"
    MEAN = "the mean loss"
    SLOPE = "the slope of the mean loss"


def phase_of(steps: tuple[Step, ...]) -> Phase:
    """The phase of the last of these lines, which are the first of a derivation."""
    kinds = [step.follows for step in steps]
    if Follows.DERIVATIVE in kinds:
        return Phase.SLOPE
    if any(step.is_loss for step in steps):
        return Phase.MEAN
    if Follows.DROP_CONST in kinds:
        return Phase.TERM
    return Phase.NLL if Follows.NEG_LOG in kinds else Phase.PRODUCT


def location_derivation(loss_at: LossAt, width: float) -> Derivation:
    """From the noise to the loss of one number for all; ValueError where there is no density."""
    derivation = loss_at.derivation("location", width)
    if derivation is None:
        raise ValueError(f"{loss_at.loss.key} has no derivation of a location")
    return derivation


@dataclass(frozen=True)
class StepView(Stems):
    """Line number `line`, from 0, of the derivation of the best constant."""

    line: int

    derived: ClassVar[tuple[str, ...]] = (*Stems.derived, "value")
    shared: ClassVar[tuple[str, ...]] = (*Stems.shared, "derivation")

    @cached_property
    def derivation(self) -> Derivation:
        """All lines."""
        return location_derivation(self.loss_at, self.width)

    @property
    def step(self) -> Step:
        """The line shown."""
        return self.derivation.steps[self.line]

    @property
    def drawn(self) -> Step:
        """The line whose values are drawn: of a root the slope that vanishes there."""
        is_root = self.step.follows is Follows.ROOT
        return self.derivation.steps[self.line - 1] if is_root else self.step

    @property
    def before(self) -> Step | None:
        """The line before, where its values can be compared with those of this one."""
        comparable = self.step.follows in (Follows.DROP_CONST, Follows.RESCALE)
        return self.derivation.steps[self.line - 1] if comparable else None

    @property
    def phase(self) -> Phase:
        """What the numbers of this line are."""
        return phase_of(self.derivation.steps[: self.line + 1])

    def values(self, step: Step, places: Array) -> Array:
        """The value (m,) of a line at each of `places` (m,)."""
        found = [np.ravel(step.value(np.ravel(r), self.observed.y))[0] for r in self.raw(places)]
        numbers = np.array(found, dtype=np.float64)
        return np.where(np.abs(numbers) > ENDLESS, np.copysign(np.inf, numbers), numbers)

    @cached_property
    def value(self) -> PerStop:
        """The value of the drawn line here."""
        places = np.atleast_1d(np.asarray(self.here, dtype=np.float64))
        found = self.values(self.drawn, places)
        return found if np.ndim(self.here) else found[0]

    @property
    def amounts(self) -> Array:
        """What every observation adds to the line, or to its logarithm: (..., n).

        Surprises; their part that theta moves; losses over N; pulls over N, whose sum is minus
        the slope.
        """
        y, raw = self.observed.y, self.raw(self.here)[..., None]
        if self.phase in (Phase.PRODUCT, Phase.NLL):
            return self.surprises
        if self.phase is Phase.SLOPE:
            pulls: Array = -self.loss_at.grad(y, raw) / self.n
            return pulls
        losses = self.loss_at.value(y, raw)
        losses = np.where(losses > ENDLESS, np.inf, losses)
        share = 1.0 / self.n if self.phase is Phase.MEAN else self.bridge.nll_scale
        each: Array = losses * share
        return each

    @property
    def struck(self) -> float:
        """What this line leaves out of the one before it; 0 for a line that leaves out nothing."""
        return self.bridge.offset if self.step.follows is Follows.DROP_CONST else 0.0

    @property
    def gap(self) -> float:
        """How far the claim of this line is from true here, relative to its numbers."""
        theta = self.raw(float(self.here))
        if self.is_coin:
            theta = np.clip(theta, -MEASURED, MEASURED)
        return float(self.derivation.gaps(theta, self.observed.y)[self.line])
