"""The fitted sigmoid beyond its data: what it says there, and on what that rests."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from lossviz.binary.problems import BinaryProblem, orings
from lossviz.fits import fit_logistic
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

LAUNCH = 31.0  # °F: the forecast for the morning of the last flight
PLACES = Interval(25.0, 85.0)


@dataclass(frozen=True)
class Beyond(Swept):
    """The best sigmoid over `problem`, asked at `place`; an array (S,) makes it a sweep.

    Two checks on it: the fits that leave out one row each, and a curve with heavier tails that
    is a line too, but on the scale of the Cauchy distribution. ValueError where one of the fits
    has no best curve.
    """

    problem: BinaryProblem
    place: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("place",)
    derived: ClassVar[tuple[str, ...]] = ("logit", "refits", "heavy")
    shared: ClassVar[tuple[str, ...]] = ("line", "lines", "heavy_line", "means")

    @cached_property
    def line(self) -> Array:
        """Intercept and slope (2,) of the log-odds, by all rows."""
        return self._fit(np.ones(len(self.problem.x), dtype=np.bool_))

    @cached_property
    def lines(self) -> Array:
        """Intercept and slope (n, 2) without each row in turn."""
        keep = ~np.eye(len(self.problem.x), dtype=np.bool_)
        return np.stack([self._fit(rows) for rows in keep])

    def _fit(self, rows: NDArray[np.bool_]) -> Array:
        fit = fit_logistic(self.problem.x[rows], self.problem.y[rows])
        if not fit.converged:
            raise ValueError(fit.message)
        return fit.coefficients

    @cached_property
    def heavy_line(self) -> Array:
        """Intercept and slope (2,) on the Cauchy scale, with the lowest mean cost."""
        x, y, middle = self.problem.x, self.problem.y, float(self.problem.x.mean())

        def cost(at: Array) -> float:
            p = _heavy_chance(at[0] + at[1] * (x - middle))
            return float(-np.log(np.where(y == 1.0, p, 1.0 - p)).mean())

        start = np.array([self.line[0] + self.line[1] * middle, self.line[1]])
        found = optimize.minimize(
            cost, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13}
        )
        return np.array([found.x[0] - found.x[1] * middle, found.x[1]])

    @cached_property
    def means(self) -> tuple[float, float]:
        """Mean cost of the sigmoid on the rows, and of the curve with heavier tails."""
        y = self.problem.y
        costs = [
            float(-np.log(np.where(y == 1.0, p, 1.0 - p)).mean())
            for p in (special.expit(self.logit_at(self.problem.x)), self.heavy_at(self.problem.x))
        ]
        return costs[0], costs[1]

    def logit_at(self, x: Array) -> Array:
        """Log-odds (...,) of the sigmoid at x."""
        return np.asarray(self.line[0] + self.line[1] * x)

    def refits_at(self, x: Array) -> Array:
        """Log-odds (..., n) without each row in turn, at x (...,)."""
        there = np.asarray(x, dtype=np.float64)[..., None]
        return np.asarray(self.lines[:, 0] + self.lines[:, 1] * there)

    def heavy_at(self, x: Array) -> Array:
        """Probability (...,) by the curve with heavier tails at x."""
        return _heavy_chance(self.heavy_line[0] + self.heavy_line[1] * x)

    @cached_property
    def logit(self) -> PerStop:
        """Log-odds at `place`."""
        return self.logit_at(np.asarray(self.place, dtype=np.float64))[()]

    @cached_property
    def refits(self) -> Array:
        """Log-odds (..., n) at `place` without each row in turn."""
        return self.refits_at(np.asarray(self.place, dtype=np.float64))

    @cached_property
    def heavy(self) -> PerStop:
        """Probability at `place` by the curve with heavier tails."""
        return self.heavy_at(np.asarray(self.place, dtype=np.float64))[()]

    @property
    def seen(self) -> Interval:
        """From the smallest x to the largest."""
        return Interval(float(self.problem.x.min()), float(self.problem.x.max()))


def _heavy_chance(z: Array) -> Array:
    return np.asarray(0.5 + np.arctan(z) / np.pi)


@lru_cache(maxsize=1)
def _flights() -> Beyond:
    """All fits of the flights, which take a third of a second."""
    view = Beyond(orings(), LAUNCH)
    for name in view.shared:
        getattr(view, name)
    return view


def flights_at(place: float) -> Beyond:
    """The flights as they were, asked at `place`."""
    return _flights().through(place=np.array([place])).at(0)


def place_sweep(view: Beyond, key: str) -> Sweep[Beyond]:
    """The place through its range, by one degree."""
    stops = stops_between(PLACES.low, PLACES.high, 1.0, float(view.place))
    name, unit = view.problem.x_name, view.problem.x_unit
    return Sweep(Axis(key, name, stops, unit, 0), view.through(place=stops))
