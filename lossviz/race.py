"""How much contamination a fit survives: the median error of the slope as the share grows.

The true line of every sample is known, 2 + 0.5 x, so an error is an error and not an opinion.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lossviz.data.problems import TRUE_LINE, LineProblem, contaminated_sample
from lossviz.estimators import Estimator
from lossviz.numerics import Array, Interval, require_in

SHARES: tuple[float, ...] = tuple(round(0.05 * k, 2) for k in range(11))
"""Contaminated shares 0, 5, ..., 50 %."""

SAMPLES = 20
POINTS = 40

BROKEN = TRUE_LINE[1] / 2
"""A slope off by more than this, half of the true slope, is called broken."""


@dataclass(frozen=True, slots=True, eq=False)
class RaceView:
    """Median slope errors of E estimators at K contaminated shares.

    errors : (E, K), median over the samples of |slope - 0.5|; NaN where not yet computed.
    shares : (K,), ascending. `seed` is that of the first of `samples` samples of `n` points each,
    seeds counting up; every share spoils more rows of the same samples.
    """

    kind: str
    estimators: tuple[Estimator, ...]
    shares: Array
    errors: Array
    seed: int
    samples: int
    n: int

    @property
    def done(self) -> int:
        """How many of the K shares have been computed."""
        return int(np.isfinite(self.errors).all(axis=0).sum())

    @property
    def complete(self) -> bool:
        """Whether every share has been computed."""
        return self.done == len(self.shares)

    @property
    def broken(self) -> NDArray[np.bool_]:
        """Where the median error is larger than half of the true slope (E, K)."""
        return np.asarray(self.errors > BROKEN)

    @property
    def breaks(self) -> Array:
        """First share (E,) at which each estimator is broken; NaN for never."""
        first = self.shares[self.broken.argmax(axis=1)]
        return np.where(self.broken.any(axis=1), first, np.nan)

    def spoilt(self, k: int) -> int:
        """How many points of each sample are contaminated at share number `k`."""
        return round(float(self.shares[k]) * self.n)


def race_steps(
    kind: str,
    estimators: Sequence[Estimator],
    seed: int,
    shares: Sequence[float] = SHARES,
    samples: int = SAMPLES,
    n: int = POINTS,
) -> Iterator[RaceView]:
    """The race one share at a time: K views, each with one more column of errors.

    For a page that shows how far it is; `race` is quicker. Arguments are checked at once.
    """
    start = _start(kind, estimators, seed, shares, samples, n)

    def steps() -> Iterator[RaceView]:
        errors = start.errors.copy()
        for k in range(len(start.shares)):
            errors[:, k] = _errors(start, slice(k, k + 1))[:, 0]
            yield _with(start, errors.copy())

    return steps()


def race(
    kind: str,
    estimators: Sequence[Estimator],
    seed: int,
    shares: Sequence[float] = SHARES,
    samples: int = SAMPLES,
    n: int = POINTS,
) -> RaceView:
    """The whole race, one batch of K * `samples` fits per estimator.

    `kind` is one of `lossviz.data.problems.CONTAMINATIONS`. The same arguments give the same
    numbers. ValueError for an unknown kind, no estimator, shares that are not ascending within
    [0, 0.5], and no sample.
    """
    start = _start(kind, estimators, seed, shares, samples, n)
    return _with(start, _errors(start, slice(None)))


def _start(
    kind: str,
    estimators: Sequence[Estimator],
    seed: int,
    shares: Sequence[float],
    samples: int,
    n: int,
) -> RaceView:
    if not estimators:
        raise ValueError("estimators must be one or more, got none")
    parts = np.array(shares, dtype=np.float64)
    require_in(parts, Interval(0.0, 0.5), "shares", nan_ok=False)
    if parts.ndim != 1 or not len(parts) or not np.all(np.diff(parts) > 0):
        raise ValueError("shares must have shape (K,), ascending")
    require_in(samples, Interval(1, 1000), "samples", nan_ok=False)
    contaminated_sample(seed, n, 0.0, kind)  # says what is wrong with them
    errors = np.full((len(estimators), len(parts)), np.nan)
    return RaceView(kind, tuple(estimators), parts, errors, seed, samples, n)


def _with(view: RaceView, errors: Array) -> RaceView:
    return RaceView(
        view.kind, view.estimators, view.shares, errors, view.seed, view.samples, view.n
    )


def _errors(view: RaceView, which: slice) -> Array:
    """Median slope errors (E, k) at the shares `which`."""
    shares = view.shares[which]
    problems = [
        contaminated_sample(view.seed + sample, view.n, float(share), view.kind)
        for share in shares
        for sample in range(view.samples)
    ]
    x, y = _stacked(problems)
    return np.array(
        [
            np.median(
                np.abs(e.lines(x, y).slope - TRUE_LINE[1]).reshape(len(shares), view.samples),
                axis=1,
            )
            for e in view.estimators
        ]
    )


def _stacked(problems: Sequence[LineProblem]) -> tuple[Array, Array]:
    """The x (n,) that all share, else (S, n); y (S, n)."""
    x, y = np.array([p.x for p in problems]), np.array([p.y for p in problems])
    return (x[0] if np.all(x == x[0]) else x), y
