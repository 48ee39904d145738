"""Regions of the most probable species over two features, and one bird in them with its cost."""

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from lossviz.i18n import _
from lossviz.multiclass.feature_pairs import PairFit
from lossviz.numerics import Array
from lossviz.sweeps import Axis, PerStop, Sweep, Swept

CELLS = 100
"""Cells of the grid in each direction."""
ONE_BY_ONE, LATER = 60, 6
"""The costliest are gone through one by one, the others in steps."""
# half of a name on a phone, in cells: so much per letter across, and so much upward
LETTER, LINE = 1.45, 3.9
WIDE = 0.4  # the height of a name as part of its width
SMALLER = (1.0, 0.82, 0.69)
"""Sizes of a name, the usual one first: the largest is taken that its region has room for."""


@dataclass(frozen=True)
class Regions(Swept):
    """A fit and the bird in the hand: `bird` is its row in the file, from 1 on; (S,) for a sweep.

    Rows without a measurement have no cost: see `bird_or_costliest`.
    """

    fit: PairFit
    bird: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("bird",)
    derived: ClassVar[tuple[str, ...]] = ("index", "rank", "place", "chances", "truth", "cost")
    shared: ClassVar[tuple[str, ...]] = ("order", "room", "places", "cost_order")

    @cached_property
    def places(self) -> NDArray[np.intp]:
        """Row of the file, from 0 on -> its place among the measured rows, or -1."""
        places = np.full(len(self.fit.measured.y), -1)
        places[self.fit.rows] = np.arange(len(self.fit.rows))
        return places

    @cached_property
    def index(self) -> PerStop:
        """Place of the bird among the measured rows."""
        return self.places[np.asarray(self.bird, dtype=np.intp) - 1][()]

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """Places of the measured rows, the costliest first."""
        return np.argsort(-self.fit.costs, kind="stable")

    @cached_property
    def cost_order(self) -> NDArray[np.intp]:
        """Rank (m,), from 1 on, of every measured row."""
        rank = np.empty(len(self.order), dtype=np.intp)
        rank[self.order] = np.arange(1, len(self.order) + 1)
        return rank

    @cached_property
    def rank(self) -> PerStop:
        """Rank of the bird: 1 is the costliest."""
        return self.cost_order[self.index][()]

    @cached_property
    def place(self) -> Array:
        """The two features (..., 2) of the bird."""
        return np.asarray(self.fit.columns[self.fit.rows][self.index])

    @cached_property
    def chances(self) -> Array:
        """Its three probabilities (..., K)."""
        return np.asarray(self.fit.chances[self.index])

    @cached_property
    def truth(self) -> PerStop:
        """Its species."""
        return self.fit.y[self.index][()]

    @cached_property
    def cost(self) -> PerStop:
        """Its cost in nats."""
        return self.fit.costs[self.index][()]

    @property
    def share(self) -> PerStop:
        """Its part of the cost of all."""
        return self.cost / self.fit.costs.sum()

    @cached_property
    def room(self) -> tuple[Array, Array]:
        """Centres (CELLS,) of the cells along each axis."""
        x = self.fit.columns[self.fit.rows]
        low, high = x.min(axis=0), x.max(axis=0)
        pad = 0.06 * (high - low)
        edges = np.linspace(low - pad, high + pad, CELLS + 1, axis=1)
        middles = 0.5 * (edges[:, 1:] + edges[:, :-1])
        return middles[0], middles[1]

    @property
    def bounds(self) -> tuple[Array, Array]:
        """Lowest and highest value (2,) of each axis."""
        a, b = ((m[0] - 0.5 * (m[1] - m[0]), m[-1] + 0.5 * (m[1] - m[0])) for m in self.room)
        return np.array([a[0], b[0]]), np.array([a[1], b[1]])

    @cached_property
    def grid(self) -> Array:
        """Probabilities (CELLS up, CELLS across, K) at the middle of each cell."""
        across, upward = np.meshgrid(*self.room)
        return self.fit.chances_at(across, upward)

    def border(self, i: int, j: int) -> Array:
        """Ends (2, 2) of the border between species i and j, one row each; NaN if there is none.

        On it both are equally probable, and no third species is more so.
        """
        low, high = self.bounds
        span = high - low
        # in the unit square: a + n . u = 0
        a, *n = (self.fit.coefficients[i] - self.fit.coefficients[j]).tolist()
        normal = np.array(n) * span
        size = float(np.hypot(*normal))
        nothing = np.full((2, 2), np.nan)
        if size == 0.0:
            return nothing
        foot = -(a + float(np.array(n) @ low)) * normal / size**2
        along = np.array([-normal[1], normal[0]]) / size
        # what must not be negative along the line: start and slope of each
        demands = [(foot[d], along[d]) for d in (0, 1)]
        demands += [(1 - foot[d], -along[d]) for d in (0, 1)]
        for third in set(range(len(self.fit.coefficients))) - {i, j}:
            b, *m = (self.fit.coefficients[i] - self.fit.coefficients[third]).tolist()
            m = np.array(m) * span
            start = b + float(m / span @ low) + float(m @ foot)
            demands.append((start, float(m @ along)))
        first, last = -np.inf, np.inf
        for start, slope in demands:
            if slope > 0:
                first = max(first, -start / slope)
            elif slope < 0:
                last = min(last, -start / slope)
            elif start < 0:
                return nothing
        if first >= last:
            return nothing
        return np.asarray(low + span * (foot + np.array([[first], [last]]) * along))

    @cached_property
    def without_region(self) -> tuple[int, ...]:
        """Species that are the most probable one nowhere on the grid, and for no measured row."""
        winners = {*self.grid.argmax(axis=-1).ravel().tolist(), *self.fit.guesses.tolist()}
        return tuple(k for k in range(self.grid.shape[-1]) if k not in winners)

    @property
    def half_names(self) -> Array:
        """Half the width (K,) of the name of each species on a phone, in cells."""
        return LETTER * np.array([len(name) for name in self.fit.measured.classes])

    @property
    def label_places(self) -> Array:
        """Where (K, 2) the name of each species has the most room; NaN if it has none."""
        return self._labels[0]

    @property
    def label_sizes(self) -> Array:
        """How large (K,) the name of each species is, of the usual size; 0 if it has no room."""
        return self._labels[1]

    @property
    def unnamed(self) -> tuple[int, ...]:
        """Species with a region that is too narrow for their name."""
        winners = np.unique(self.grid.argmax(axis=-1)).tolist()
        return tuple(k for k in winners if self.label_sizes[k] == 0)

    @cached_property
    def _labels(self) -> tuple[Array, Array]:
        """Places (K, 2) and sizes (K,) of names: on no border, and on no bird if that can be."""
        winner = self.grid.argmax(axis=-1)
        taken = np.zeros((CELLS, CELLS), dtype=np.bool_)
        low, high = self.bounds
        cell = ((self.fit.columns[self.fit.rows] - low) / (high - low) * CELLS).astype(np.intp)
        taken[cell[:, 1], cell[:, 0]] = True
        places, sizes = np.full((self.grid.shape[-1], 2), np.nan), np.zeros(self.grid.shape[-1])
        for k, half in enumerate(self.half_names):
            own = winner == k
            for scale, free in product(SMALLER, (own & ~taken, own)):
                box = (2 * np.ceil(scale * np.array([LINE, half])).astype(int) + 1).tolist()
                fits = ndimage.minimum_filter(free, size=box, mode="constant", cval=False)
                if fits.any():
                    far = ndimage.distance_transform_edt(np.pad(free, 1), sampling=(1.0, WIDE))
                    far = np.where(fits, far[1:-1, 1:-1], 0.0)
                    up, across = np.unravel_index(int(far.argmax()), far.shape)
                    places[k], sizes[k] = (self.room[0][across], self.room[1][up]), scale
                    break
        return places, sizes


def regions(fit: PairFit, bird: int) -> Regions:
    """The regions with a bird, the costliest for 0 or where that bird was not measured."""
    if bird < 1 or bird - 1 not in fit.rows:
        bird = int(fit.rows[int(np.argmax(fit.costs))]) + 1
    return Regions(fit, bird)


def cost_sweep(view: Regions, key: str) -> Sweep[Regions]:
    """All birds in the order of their cost, the costliest first; `key` names the ranks."""
    n = len(view.order)
    ranks = np.unique(
        np.concatenate(
            [np.arange(1, min(n, ONE_BY_ONE) + 1), np.arange(ONE_BY_ONE, n, LATER), [n, view.rank]]
        )
    )
    birds = view.fit.rows[view.order[ranks - 1]] + 1
    axis = Axis(key, _("Birds, the costliest first"), ranks.astype(np.float64))
    return Sweep(axis, view.through(bird=birds))
