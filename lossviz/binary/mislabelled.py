"""One confident flight with the wrong label, and the line of every binary loss before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import optimize, special

from lossviz.binary.meters import Flights, flights
from lossviz.core import Form, LossAt
from lossviz.fits import fit_logistic
from lossviz.i18n import _
from lossviz.numerics import Array

SURE = 0.9
"""A label the best fit gave at least this probability is a confident one."""
TIE = 1e-9  # of a mean loss: lines this close to the best are as good
GRADIENT = 1e-9
ON_KINK = 1e-6


@dataclass(frozen=True, slots=True)
class Line:
    """A score a + b x: intercept and slope (2,), and the mean loss there."""

    coefficients: Array
    objective: float

    @property
    def slope(self) -> float:
        """Score per unit of x; 0 for a line that went flat."""
        return float(self.coefficients[1])

    @property
    def middle(self) -> float | None:
        """The x at which the score is 0; None for a flat line."""
        a, b = self.coefficients
        return None if b == 0 else float(-a / b)

    def score(self, x: Array) -> Array:
        """The score (m,) at x (m,)."""
        return np.asarray(self.coefficients[0] + self.coefficients[1] * x)


def hinge_line(x: Array, y: Array) -> Line:
    """The minimiser of mean max(0, 1 - margin), the flattest if several tie: two linear programs.

    x and y are (n,), labels 0 and 1. Unknowns are a, b, |b| and the n shortfalls.
    """
    n, sign = len(y), 2.0 * y - 1.0
    centre, spread = float(x.mean()), float(x.std())
    s = (x - centre) / spread
    shortfall = np.concatenate([np.zeros(3), np.full(n, 1.0 / n)])
    steep = np.concatenate([[0.0, 0.0, 1.0], np.zeros(n)])
    wanted = np.column_stack([-sign, -sign * s, np.zeros(n), -np.eye(n)])
    size = np.zeros((2, n + 3))
    size[:, 1:3] = [[1.0, -1.0], [-1.0, -1.0]]
    a_ub, b_ub = np.vstack([wanted, size]), np.concatenate([-np.ones(n), np.zeros(2)])
    bounds = [(None, None)] * 2 + [(0.0, None)] * (n + 1)
    best = optimize.linprog(shortfall, a_ub, b_ub, bounds=bounds)
    if best.fun is None:
        raise RuntimeError(f"the linear program did not end: {best.message}")
    flat = optimize.linprog(
        steep, np.vstack([a_ub, shortfall]), np.append(b_ub, best.fun + TIE), bounds=bounds
    )
    if flat.x is None:
        raise RuntimeError(f"the linear program did not end: {flat.message}")
    a, b = flat.x[:2]
    b = 0.0 if abs(b) < 1e3 * TIE else b / spread
    return Line(np.array([a - b * centre, b]), float(best.fun))


def smooth_line(loss_at: LossAt, x: Array, y: Array, start: Array) -> Line:
    """A minimiser of the mean loss, the one downhill from intercept and slope `start` (2,)."""
    centre, spread = float(x.mean()), float(x.std())
    s = (x - centre) / spread

    def mean(t: Array) -> float:
        return loss_at.mean(y, t[0] + t[1] * s)

    def slope(t: Array) -> Array:
        pull = loss_at.grad(y, t[0] + t[1] * s)
        return np.array([pull.mean(), (pull * s).mean()])

    first = np.array([start[0] + start[1] * centre, start[1] * spread])
    found = optimize.minimize(mean, first, jac=slope, method="BFGS", options={"gtol": GRADIENT})
    if np.abs(slope(found.x)).max() > 1e-6:
        raise ValueError(
            _("No minimiser was found near the start: {why}").format(why=found.message)
        )
    b = found.x[1] / spread
    return Line(np.array([found.x[0] - b * centre, b]), float(found.fun))


def line_of(loss_at: LossAt, x: Array, y: Array) -> Line:
    """The line with the least mean loss; where the loss is not convex, a valley of it.

    Cross-entropy by Newton's method, the hinge by linear programs, the others downhill from the
    line of cross-entropy. ValueError where cross-entropy has no minimiser.
    """
    facts = loss_at.facts
    if facts.form is Form.PIECEWISE_LINEAR:
        return hinge_line(x, y)
    logistic = fit_logistic(x, y)
    if not logistic.converged:
        raise ValueError(logistic.message)
    if facts.noise is not None:
        return Line(logistic.coefficients, logistic.objective)
    return smooth_line(loss_at, x, y, logistic.coefficients)


@dataclass(frozen=True, slots=True)
class Moved:
    """What the wrong label did to the line of one loss."""

    loss_at: LossAt
    before: Line
    after: Line
    pull_share: float

    @property
    def kept(self) -> float:
        """The share of the slope that is left."""
        return self.after.slope / self.before.slope


@dataclass(frozen=True)
class Mislabelled:
    """The flights, the label of flight number `row` turned around, under each of `losses`."""

    losses: Sequence[LossAt]
    flights: Flights
    row: int

    @cached_property
    def wrong(self) -> Array:
        """The labels (n,) with the wrong one."""
        y = self.flights.y.copy()
        y[self.row] = 1.0 - y[self.row]
        return y

    @cached_property
    def moved(self) -> tuple[Moved, ...]:
        """Before and after, for each loss."""
        x, y = self.flights.problem.x, self.flights.y
        found = []
        for loss_at in self.losses:
            before = line_of(loss_at, x, y)
            pulls = np.abs(loss_at.grad(self.wrong, self._settled(loss_at, before.score(x))))
            share = float(pulls[self.row] / pulls.sum())
            found.append(Moved(loss_at, before, line_of(loss_at, x, self.wrong), share))
        return tuple(found)

    def _settled(self, loss_at: LossAt, score: Array) -> Array:
        """Scores (n,), those a rounding away from a kink exactly on it."""
        sign = 2.0 * self.wrong - 1.0
        for kink in loss_at.facts.kinks:
            score = np.where(np.abs(sign * score - kink) < ON_KINK, sign * kink, score)
        return score

    @property
    def told(self) -> float:
        """The probability of distress that the line of cross-entropy gave this flight."""
        fit = fit_logistic(self.flights.problem.x, self.flights.y)
        a, b = fit.coefficients
        return float(special.expit(a + b * self.flights.problem.x[self.row]))

    @property
    def step_miss(self) -> float:
        """The smallest share of wrong labels a sheer step in x can have, after the change."""
        x, y = self.flights.problem.x, self.wrong
        cuts = np.append(np.unique(x), np.inf)
        wrong = ((x < cuts[:, None]) != (y == 1)).mean(axis=1)
        return float(np.minimum(wrong, 1.0 - wrong).min())


def confident() -> tuple[int, ...]:
    """The flights whose own label the best fit gave `SURE` or more, the surest first."""
    data = flights()
    a, b = fit_logistic(data.problem.x, data.y).coefficients
    p = special.expit((2.0 * data.y - 1.0) * (a + b * data.problem.x))
    order = np.argsort(-p, kind="stable")
    return tuple(int(row) for row in order if p[row] >= SURE)
