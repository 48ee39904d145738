"""Location and width of a noise together: the NLL over both, its minimum, its profile."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from lossviz import noise
from lossviz.data.observations import OBSERVATIONS, Observations
from lossviz.fits.likelihood import MleFit
from lossviz.fits.mle import fit_mle
from lossviz.lines import nice_step
from lossviz.noise import Noise
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept, stops_between

DATA = ("newcomb_6", "newcomb_66", "copper", "velocities", "calls")
"""The observations offered: real numbers."""
NOISES: Mapping[str, Noise] = MappingProxyType(
    {"bell": noise.gaussian(), "tent": noise.laplace(), "heavy tail": noise.student_t(3.0)}
)
"""The noises offered, by what they are called."""

LEVELS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""Nats above the lowest NLL at which a contour is drawn."""
GRID = 61
STEPS = 110  # of a key from one end of the picture to the other, at least about


@dataclass(frozen=True, eq=False)
class Surface:
    """The NLL of real-valued observations over location and width.

    ValueError with a sentence, where it has no minimum or the observations are no real numbers.
    """

    observations: Observations
    noise: Noise

    @property
    def y(self) -> Array:
        """The observations (n,)."""
        return self.observations.y

    def nll(self, mu: Array, sigma: Array) -> Array:
        """-log likelihood, in nats, at locations and widths that broadcast."""
        at, width = np.broadcast_arrays(mu, sigma)
        each = self.noise.log_density(self.y, at[..., None], width[..., None])  # type: ignore[arg-type]
        return np.asarray(-each.sum(axis=-1))

    @cached_property
    def fit(self) -> MleFit:
        """The most likely location and width."""
        found = fit_mle(self.noise, self.y)
        if not found.converged:
            raise ValueError(found.message)
        return found

    @property
    def location(self) -> float:
        """The most likely location: the middle of a plateau."""
        return float(self.fit.coefficients[0])

    @property
    def plateau(self) -> Interval:
        """All locations that are as likely."""
        low, high = self.fit.coef_range[0]
        return Interval(float(low), float(high))

    @property
    def width(self) -> float:
        """The most likely width."""
        return self.fit.scale

    @cached_property
    def _reach(self) -> tuple[float, float]:
        """How far the picture goes: the location to either side, and the factor of the width."""
        root = np.sqrt(len(self.y))
        plateau = self.plateau.high - self.plateau.low
        return 6.0 * self.width / root + plateau, float(min(np.exp(4.0 / root), 4.0))

    @property
    def steps(self) -> tuple[float, float]:
        """What an arrow key does to location and width."""
        side, factor = self._reach
        spans = (2 * side, self.width * (factor - 1 / factor))
        sideways, upwards = (nice_step(span / (STEPS / 20)) for span in spans)
        return sideways, upwards

    @property
    def locations(self) -> Interval:
        """The locations shown, in whole steps."""
        side, step = self._reach[0], self.steps[0]
        return _whole(self.location - side, self.location + side, step)

    @property
    def widths(self) -> Interval:
        """The widths shown, in whole steps."""
        factor, step = self._reach[1], self.steps[1]
        low, high = self.width / factor, self.width * factor
        return _whole(max(low, step), max(high, 3 * step), step)

    @property
    def start(self) -> tuple[float, float]:
        """A dot away from the answer."""
        side, factor = self._reach
        where = (self.location + 0.45 * side, self.width * factor**0.5)
        return tuple(  # type: ignore[return-value]
            float(f"{step * round(value / step):.6g}")
            for value, step in zip(where, self.steps, strict=True)
        )

    @cached_property
    def grid(self) -> tuple[Array, Array]:
        """Locations and widths (GRID,) at which the surface is known."""
        a, b = self.locations, self.widths
        return np.linspace(a.low, a.high, GRID), np.linspace(b.low, b.high, GRID)

    @cached_property
    def excess(self) -> Array:
        """Nats above the lowest, (GRID widths, GRID locations)."""
        at, widths = self.grid
        return np.asarray(self.nll(at, widths[:, None]) - self.fit.nll_sum)

    @cached_property
    def profile(self) -> tuple[Array, Array]:
        """The best location (GRID,) at each width of the grid, and nats above the lowest there."""
        widths = self.grid[1]
        if self.noise.key != NOISES["heavy tail"].key:  # bell and tent: wherever the width is
            best = np.full(GRID, self.location)
        else:
            best = self._best_locations(widths)
        return best, np.asarray(self.nll(best, widths) - self.fit.nll_sum)

    def _best_locations(self, widths: Array) -> Array:
        """The best of a fine grid over the readings at each width, closed in upon."""
        low, high = float(self.y.min()), float(self.y.max())
        step = min((high - low) / 200, 0.2 * float(widths.min()))
        at = np.tile(np.linspace(low, high, 1 + int(np.ceil((high - low) / step))), (GRID, 1))
        for _round in range(6):
            lowest = self.nll(at, widths[:, None]).argmin(axis=-1)
            best = np.take_along_axis(at, lowest[:, None], axis=-1)
            gap = at[:, 1:2] - at[:, 0:1]
            at = best + gap * np.linspace(-1.0, 1.0, 21)
        return np.asarray(best[:, 0])


def _whole(low: float, high: float, step: float) -> Interval:
    """The whole steps within."""
    a, b = np.ceil(low / step - 1e-9) * step, np.floor(high / step + 1e-9) * step
    return Interval(float(f"{a:.6g}"), float(f"{b:.6g}"))


@dataclass(frozen=True)
class JointView(Swept):
    """A dot on the surface at location `mu` and width `sigma`; (S,) of either make a sweep."""

    surface: Surface
    mu: PerStop
    sigma: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("mu", "sigma")
    derived: ClassVar[tuple[str, ...]] = ("nll",)

    @cached_property
    def nll(self) -> PerStop:
        """-log likelihood at the dot, in nats."""
        return self.surface.nll(np.asarray(self.mu), np.asarray(self.sigma))[()]

    @property
    def excess(self) -> PerStop:
        """Nats above the lowest at the dot."""
        return self.nll - self.surface.fit.nll_sum

    def cut(self, widths: Array) -> Array:
        """Nats above the lowest over `widths` (m,) at the dot's location: (m,) or (S, m)."""
        at = np.asarray(self.mu, dtype=np.float64)[..., None]
        return np.asarray(self.surface.nll(at, widths) - self.surface.fit.nll_sum)


def location_sweep(view: JointView, key: str, label: str) -> Sweep[JointView]:
    """The dot sideways."""
    axis = _axis(view, key, label, view.surface.locations, view.surface.steps[0], float(view.mu))
    return Sweep(axis, view.through(mu=axis.stops))


def width_sweep(view: JointView, key: str, label: str) -> Sweep[JointView]:
    """The dot up and down."""
    axis = _axis(view, key, label, view.surface.widths, view.surface.steps[1], float(view.sigma))
    return Sweep(axis, view.through(sigma=axis.stops))


def _axis(view: JointView, key: str, label: str, ends: Interval, step: float, value: float) -> Axis:
    stops = stops_between(ends.low, ends.high, step, value)
    decimals = max(0, -int(np.floor(np.log10(step))))
    return Axis(key, label, stops, view.surface.observations.unit, decimals)


SURFACES: Mapping[tuple[str, str], Surface] = MappingProxyType(
    {
        (data, name): Surface(OBSERVATIONS[data], one)
        for data in DATA
        for name, one in NOISES.items()
    }
)
"""Every surface that is offered, computed when it is looked at."""
