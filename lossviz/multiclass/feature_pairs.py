"""Softmax regression on two features: the fit, or why there is none; one table of all pairs."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from lossviz.core import LossAt
from lossviz.fits import fit_softmax
from lossviz.multiclass.measured import MEASURED, Measured
from lossviz.numerics import Array

SMALL_L2 = 0.001
"""The penalty that stands in where there is no finite minimiser without one."""
TIE = 1e-9


@dataclass(frozen=True, eq=False)
class Solved:
    """What the fits say: `floor` is the lowest mean loss without a penalty, reached or not.

    `coefficients` (K, 3) and `direction` (K, 3), if the loss falls for ever along one, are an
    intercept and two slopes per standard deviation.
    """

    coefficients: Array
    floor: float
    direction: Array | None


def _two(fitted: Array, same: bool) -> Array:
    """A single slope shared out evenly to two columns that are the same."""
    if not same:
        return fitted
    half = 0.5 * fitted[:, 1:]
    return np.concatenate([fitted[:, :1], half, half], axis=1)


@lru_cache(maxsize=64)  # 20 to 60 ms each
def _solved(key: str, across: str, upward: str, l2: float) -> Solved:
    measured = MEASURED[key]
    columns = [measured.place(across), measured.place(upward)]
    x = measured.x[:, columns]
    known = np.isfinite(x).all(axis=1)
    x, y, k = x[known], measured.y[known], len(measured.classes)
    same = across == upward
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    free = fit_softmax(z[:, :1] if same else z, y, n_classes=k)
    penalty = l2 if l2 > 0 or free.converged else SMALL_L2
    fitted = fit_softmax(z, y, l2=penalty, n_classes=k).coefficients if penalty else None
    return Solved(
        _two(free.coefficients, same) if fitted is None else fitted,
        free.objective,
        None if free.direction is None else _two(free.direction, same),
    )


@dataclass(frozen=True, eq=False)
class PairFit:
    """Softmax regression of `measured` on features `across` and `upward`.

    `l2` is the penalty wanted: half of it times the squared slopes per standard deviation is added
    to the mean loss. With `across` equal to `upward` the slope is shared evenly: any other split
    forecasts the same.
    """

    loss_at: LossAt
    measured: Measured
    across: str
    upward: str
    l2: float = 0.0

    @property
    def same(self) -> bool:
        """Whether both features are the same one."""
        return self.across == self.upward

    @cached_property
    def columns(self) -> Array:
        """The two features (n, 2) in their units, NaN where missing."""
        return self.measured.x[:, [self.measured.place(self.across), self._upward]]

    @property
    def _upward(self) -> int:
        return self.measured.place(self.upward)

    @cached_property
    def rows(self) -> NDArray[np.intp]:
        """The rows, from 0 on, in which both features were measured."""
        return np.flatnonzero(np.isfinite(self.columns).all(axis=1))

    @cached_property
    def y(self) -> NDArray[np.intp]:
        """The species of those rows."""
        return self.measured.y[self.rows]

    @cached_property
    def _solved(self) -> Solved:
        return _solved(self.measured.key, self.across, self.upward, self.l2)

    @property
    def has_minimiser(self) -> bool:
        """Whether the mean loss without a penalty has a finite minimiser."""
        return self._solved.direction is None

    @property
    def used_l2(self) -> float:
        """The penalty of the coefficients: a small one where there is no minimiser without."""
        return self.l2 if self.l2 > 0 or self.has_minimiser else SMALL_L2

    @property
    def floor(self) -> float:
        """The lowest mean loss without a penalty, in nats; only approached without a minimiser."""
        return self._solved.floor

    @cached_property
    def coefficients(self) -> Array:
        """Intercept and two slopes (K, 3) per unit of the features."""
        return self._in_units(self._solved.coefficients)

    def _in_units(self, standardised: Array) -> Array:
        x = self.columns[self.rows]
        slopes = standardised[:, 1:] / x.std(axis=0)
        return np.column_stack([standardised[:, 0] - slopes @ x.mean(axis=0), slopes])

    @cached_property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Species that a direction of ever falling loss leaves together; one group without one."""
        direction = self._solved.direction
        everyone = tuple(range(len(self.measured.classes)))
        if direction is None:
            return (everyone,)
        groups: list[list[int]] = []
        for k in everyone:
            mates = [g for g in groups if np.allclose(direction[g[0]], direction[k], atol=1e-7)]
            if mates:
                mates[0].append(k)
            else:
                groups.append([k])
        return tuple(tuple(g) for g in groups)

    def logits_at(self, across: Array, upward: Array) -> Array:
        """Logits (..., K) at values of the two features (...,), in their units."""
        a, b, c = self.coefficients.T
        there = np.asarray(a + b * across[..., None] + c * upward[..., None])
        return there

    def chances_at(self, across: Array, upward: Array) -> Array:
        """Probabilities (..., K) there."""
        return np.asarray(special.softmax(self.logits_at(across, upward), axis=-1))

    @cached_property
    def logits(self) -> Array:
        """Logits (m, K) of the measured rows."""
        return self.logits_at(*self.columns[self.rows].T)

    @cached_property
    def chances(self) -> Array:
        """Probabilities (m, K) of the measured rows."""
        return np.asarray(special.softmax(self.logits, axis=-1))

    @cached_property
    def costs(self) -> Array:
        """Cost (m,) of the measured rows, in nats."""
        return self.loss_at.value(self.y, self.logits)

    @property
    def mean_cost(self) -> float:
        """Their mean; without a penalty the floor."""
        return float(self.costs.mean())

    @cached_property
    def guesses(self) -> NDArray[np.intp]:
        """The most probable species (m,) of the measured rows."""
        return np.asarray(self.logits.argmax(axis=-1))

    @property
    def n_right(self) -> int:
        """In how many of them the most probable species is the true one."""
        return int((self.guesses == self.y).sum())

    @property
    def accuracy(self) -> float:
        """Their share."""
        return self.n_right / len(self.y)


def feature_pairs(loss_at: LossAt, measured: Measured) -> list[PairFit]:
    """The fits of all pairs of different features, without a penalty where one exists."""
    keys = [feature.key for feature in measured.features]
    return [PairFit(loss_at, measured, a, b) for a, b in combinations(keys, 2)]
