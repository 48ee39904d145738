"""The hill a loss builds over the lines through some points: one place is one whole line."""

from dataclasses import dataclass
from functools import cached_property

from lossviz.core import LossAt
from lossviz.data.problems import LineProblem
from lossviz.fits import Fit, fit_linear
from lossviz.lines import Frame, frame_of
from lossviz.numerics import weighted_mean
from lossviz.surfaces.height_map import HeightMap, Room, room_around
from lossviz.surfaces.mean_loss import MeanLoss

SPARE = 0.2
"""Room around the flat line and its mirror image, as a share of what lies between them."""


@dataclass(frozen=True, eq=False)
class LineHill:
    """The mean of `loss_at` over intercept (a) and slope (b) of a line through `problem`.

    `shown` are the lines on its map, so that losses can share one; else it chooses them itself.
    """

    loss_at: LossAt
    problem: LineProblem
    shown: Room | None = None

    @cached_property
    def surface(self) -> MeanLoss:
        """Its height anywhere."""
        return MeanLoss(self.loss_at, self.problem.x, self.problem.y, weight=self.problem.weight)

    @cached_property
    def fit(self) -> Fit:
        """The best line."""
        return fit_linear(
            self.loss_at, self.problem.x, self.problem.y, sample_weight=self.problem.weight
        )

    @property
    def best(self) -> tuple[float, float]:
        """Intercept and slope of the best line: of several, one in their middle."""
        a, b = self.fit.coefficients.tolist()
        return a, b

    @property
    def flat(self) -> tuple[float, float]:
        """The flat line at the mean of y: where a walk begins."""
        return weighted_mean(self.problem.y, self.problem.weight), 0.0

    @property
    def frame(self) -> Frame:
        """Where the data are drawn."""
        return frame_of(self.problem)

    @cached_property
    def room(self) -> Room:
        """The lines shown on the map: the best in the middle, the flat one well inside."""
        if self.shown is not None:
            return self.shown
        mirrored = [2 * best - flat for best, flat in zip(self.best, self.flat, strict=True)]
        return room_around(self.flat, (mirrored[0], mirrored[1]), spare=SPARE)

    @cached_property
    def seen(self) -> HeightMap:
        """The map."""
        return HeightMap(self.surface, self.room, float(self.surface.mean(*self.best)))
