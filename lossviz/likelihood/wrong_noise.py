"""Readings of one noise fitted with another: the location, the width, and how far they miss.

The true location is 0 and the true width 1. Every sample is the beginning of one seeded stream.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import integrate, optimize, stats

from lossviz.i18n import _
from lossviz.noise import Noise, asymmetric_laplace, cauchy, gaussian, laplace, student_t
from lossviz.numerics import Array, Interval
from lossviz.sweeps import Axis, PerStop, Sweep, Swept

TAU, NU = 0.8, 3.0
SIZE = Interval(5, 2000)
SIZES = (5, 10, 20, 50, 100, 200, 500, 1000, 2000)
"""Sizes at which the misses of `SAMPLES` samples are known."""

SAMPLES = 300
STREAM = 1  # seed of those samples
STEPS = 400  # of a fit with a heavy tail, at most
SETTLED, NEARLY = 1e-10, 1e-5  # the last step of a search, in widths

Draw = Callable[[np.random.Generator, tuple[int, ...]], Array]
Fitted = tuple[Array, Array]
"""Locations (...,) and widths (...,)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A noise to draw from and to fit; `shown` is as far as its readings are drawn, in widths."""

    key: str
    word: str
    noise: Noise
    draw: Draw
    shown: Interval


def _leaning_quantile(u: Array) -> Array:
    below = np.log(np.minimum(u, TAU) / TAU) / (1.0 - TAU)
    above = -np.log(np.minimum((1.0 - u) / (1.0 - TAU), 1.0)) / TAU
    return np.asarray(below + above)


_ALL = (
    Kind("bell", _("bell"), gaussian(), lambda g, s: g.normal(size=s), Interval(-5.0, 5.0)),
    Kind("tent", _("tent"), laplace(), lambda g, s: g.laplace(size=s), Interval(-7.0, 7.0)),
    Kind(
        "t3", _("heavy tail"), student_t(NU), lambda g, s: g.standard_t(NU, size=s),
        Interval(-8.0, 8.0),
    ),
    Kind(
        "t1", _("Cauchy"), cauchy(), lambda g, s: g.standard_cauchy(size=s), Interval(-12.0, 12.0)
    ),
    Kind(
        "leaning", _("leaning tent"), asymmetric_laplace(TAU),
        lambda g, s: _leaning_quantile(g.random(size=s)), Interval(-16.0, 6.0),
    ),
)  # fmt: skip
KINDS: Mapping[str, Kind] = MappingProxyType({kind.key: kind for kind in _ALL})
"""Bell, tent, Student with nu = 3, Student with nu = 1, and the tent that leans to 80 %."""


HEAVY: Mapping[str, float] = MappingProxyType({"t3": NU, "t1": 1.0})
"""Degrees of freedom of the noises whose fit is a search."""


# ---- fits -----------------------------------------------------------------------------------


def fitted_with(key: str, y: Array, settled: float = SETTLED) -> Fitted:
    """Most likely location and width (...,) of the noise `key` for readings y (..., n).

    `settled`: the last step of a search, in widths.
    """
    match key:
        case "bell":
            return y.mean(axis=-1), y.std(axis=-1)
        case "tent":
            at = np.asarray(np.median(y, axis=-1))
            return at, np.abs(y - at[..., None]).mean(axis=-1)
        case "leaning":
            # in the middle of two readings where all between them is as likely
            at = np.asarray(np.quantile(y, TAU, axis=-1, method="averaged_inverted_cdf"))
            r = y - at[..., None]
            return at, np.maximum(TAU * r, (TAU - 1.0) * r).mean(axis=-1)
        case _:
            rows = y.reshape(-1, y.shape[-1])
            at, width = _heavy(HEAVY[key], rows, np.ones(rows.shape), settled)
            return at.reshape(y.shape[:-1]), width.reshape(y.shape[:-1])


def _heavy(nu: float, y: Array, weight: Array, settled: float) -> Fitted:
    """The same of Student's t for rows y (m, n), readings of weight 0 left out.

    Expectation and maximisation with one parameter more (Kent, Tyler and Vardi 1994): from
    nu = 1 on the likelihood of location and width together has one maximum.
    """
    there = np.where(weight > 0, y, np.nan)
    at = np.nanmedian(there, axis=-1)
    width = np.nanmedian(np.abs(there - at[:, None]), axis=-1)
    left = np.arange(len(y))
    rows, kept = y, weight
    for _step in range(STEPS):
        u = (rows - at[left, None]) / width[left, None]
        w = kept / (nu + u * u)
        total = w.sum(axis=-1)
        new_at = (w * rows).sum(axis=-1) / total
        new_width = np.sqrt((w * (rows - new_at[:, None]) ** 2).sum(axis=-1) / total)
        moved = np.abs(new_at - at[left]) + np.abs(new_width - width[left])
        at[left], width[left] = new_at, new_width
        on = moved > settled * new_width
        if not on.all():
            left, rows, kept = left[on], rows[on], kept[on]
            if not len(left):
                break
    return at, width


def fitted_beginnings(key: str, y: Array, sizes: NDArray[np.intp]) -> Fitted:
    """The same for the first so many of the readings y (n,): (S,) for `sizes` (S,)."""
    if key in HEAVY:
        longest = int(sizes.max())
        weight = (np.arange(longest) < sizes[:, None]).astype(np.float64)
        rows = np.broadcast_to(y[:longest], weight.shape)
        return _heavy(HEAVY[key], rows, weight, SETTLED)
    each = [fitted_with(key, y[:size]) for size in sizes]
    return np.array([at for at, _width in each]), np.array([width for _at, width in each])


# ---- what a fit aims at, and how far it misses ----------------------------------------------


@lru_cache(maxsize=32)
def aim(truth: str, fitted: str) -> float:
    """The location that more and more readings of `truth` lead a fit to; NaN if there is none."""
    if truth == fitted:
        return 0.0
    if fitted == "bell":
        if truth == "t1":
            return float("nan")  # no mean
        return (1.0 - 2.0 * TAU) / (TAU * (1.0 - TAU)) if truth == "leaning" else 0.0
    if truth != "leaning" and fitted != "leaning":
        return 0.0  # both are the same to the left and to the right
    return float(fitted_with(fitted, _quantiles(truth))[0])


def _quantiles(truth: str, n: int = 40_000) -> Array:
    """A sample (n,) that is as even as it can be."""
    u = (np.arange(n) + 0.5) / n
    if truth == "leaning":
        return _leaning_quantile(u)
    if truth in HEAVY:
        return np.asarray(stats.t.ppf(u, HEAVY[truth]))
    return np.asarray(stats.norm.ppf(u) if truth == "bell" else stats.laplace.ppf(u))


@dataclass(frozen=True, slots=True)
class Misses:
    """Locations fitted to `SAMPLES` samples of each of `SIZES`.

    `typical` (9,): half of the samples miss the true location by more. `average` (9,) is that of
    the locations, `error` (9,) its standard error.
    """

    typical: Array
    average: Array
    error: Array


@lru_cache(maxsize=32)  # up to a quarter of a second, and the same for every reader
def misses(truth: str, fitted: str) -> Misses:
    """How far a fit misses with the one noise where the other is true."""
    rng = np.random.default_rng(STREAM)
    rows = [KINDS[truth].draw(rng, (SAMPLES, size)) for size in SIZES]
    at = np.array([fitted_with(fitted, y, NEARLY)[0] for y in rows])
    error = at.std(axis=-1, ddof=1) / np.sqrt(SAMPLES)
    return Misses(np.median(np.abs(at), axis=-1), at.mean(axis=-1), error)


def _mean(truth: str, of: Callable[[float], float]) -> float:
    """Expectation of an even function of a reading whose noise is even as well."""
    noise = KINDS[truth].noise

    def weighed(r: float) -> float:
        return of(r) * float(np.exp(noise.log_density(np.asarray(r), np.zeros(()), 1.0)))

    return float(2.0 * integrate.quad(weighed, 0.0, np.inf, limit=200)[0])


@lru_cache(maxsize=32)
def long_run(truth: str, fitted: str) -> float:
    """Variance of the fitted location times the number of readings, as that grows.

    Of noises that are the same to the left and to the right; infinite for the mean of a Cauchy.
    With psi the pull, E psi^2 / (E psi')^2 at the width that the fit tends to (Huber 1964).
    """
    if fitted == "bell":
        return np.inf if truth == "t1" else _mean(truth, lambda r: r * r)
    if fitted == "tent":
        peak = float(np.exp(KINDS[truth].noise.log_density(np.zeros(()), np.zeros(()), 1.0)))
        return 1.0 / (4.0 * peak * peak)
    nu = HEAVY[fitted]

    def too_narrow(width: float) -> float:
        square = nu * width * width
        return _mean(truth, lambda r: (nu + 1.0) * r * r / (square + r * r)) - 1.0

    square = nu * float(optimize.brentq(too_narrow, 0.1, 10.0)) ** 2
    pull = _mean(truth, lambda r: (r / (square + r * r)) ** 2)
    slope = _mean(truth, lambda r: (square - r * r) / (square + r * r) ** 2)
    return pull / slope**2


def times(truth: str, fitted: str) -> float:
    """How many times as many readings make up for the wrong noise, in the long run."""
    return long_run(truth, fitted) / long_run(truth, truth)


# ---- one sample, its beginnings fitted twice ------------------------------------------------

BINS = 30


@lru_cache(maxsize=64)
def sample_of(truth: str, seed: int) -> Array:
    """The stream (`SIZE.high`,) of readings that the seed stands for."""
    y = KINDS[truth].draw(np.random.default_rng(seed), (int(SIZE.high),))
    y.flags.writeable = False
    return y


@lru_cache(maxsize=64)
def tallest(truth: str, seed: int) -> float:
    """The tallest bar that any size of the stream has: share of the readings per width."""
    every = WrongNoise(truth, truth, seed, np.arange(SIZE.low, SIZE.high + 1))
    return float(every.heights.max())


@dataclass(frozen=True)
class WrongNoise(Swept):
    """The first `size` readings of noise `truth`, fitted with noise `fitted` and with the truth.

    Both are keys of `KINDS`. Sizes (S,) make a sweep.
    """

    truth: str
    fitted: str
    seed: int
    size: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("size",)
    derived: ClassVar[tuple[str, ...]] = ("wrong", "right", "heights", "beyond")

    @property
    def sample(self) -> Array:
        """The whole stream."""
        return sample_of(self.truth, self.seed)

    @property
    def same(self) -> bool:
        """Whether the assumption is the truth."""
        return self.truth == self.fitted

    def _fit(self, key: str) -> Array:
        sizes = np.atleast_1d(np.asarray(self.size, dtype=np.intp))
        found = np.stack(fitted_beginnings(key, self.sample, sizes), axis=-1)
        return found if np.ndim(self.size) else np.asarray(found[0])

    @cached_property
    def wrong(self) -> Array:
        """Location and width (..., 2) under the assumed noise."""
        return self._fit(self.fitted)

    @cached_property
    def right(self) -> Array:
        """The same under the true noise."""
        return self.wrong if self.same else self._fit(self.truth)

    @property
    def edges(self) -> Array:
        """Edges (`BINS` + 1,) of the bins, as far as readings are drawn."""
        shown = KINDS[self.truth].shown
        return np.linspace(shown.low, shown.high, BINS + 1)

    @property
    def _bin(self) -> float:
        return float(self.edges[1] - self.edges[0])

    @cached_property
    def heights(self) -> Array:
        """Share of the readings per width in each bin: (..., `BINS`)."""
        bins = np.digitize(self.sample, self.edges)  # 0 and BINS + 1 lie beyond
        inside = np.eye(len(self.edges) + 1)[bins][:, 1:-1]
        counts = np.cumsum(inside, axis=0)
        sizes = np.asarray(self.size, dtype=np.intp)
        return np.asarray(counts[sizes - 1] / (sizes[..., None] * self._bin))

    @cached_property
    def beyond(self) -> PerStop:
        """How many readings lie beyond what is drawn."""
        sizes = np.asarray(self.size, dtype=np.float64)
        return np.rint(sizes * (1.0 - self.heights.sum(axis=-1) * self._bin))[()]

    @property
    def nearest(self) -> NDArray[np.intp]:
        """Which of `SIZES` (...,) is nearest in proportion."""
        gap = np.log(np.asarray(self.size, dtype=np.float64)[..., None] / np.array(SIZES))
        return np.asarray(np.abs(gap).argmin(axis=-1))

    @property
    def typical(self) -> Array:
        """The typical miss (..., 2) at that size, with the assumed noise and with the true one."""
        both = [misses(self.truth, key).typical for key in (self.fitted, self.truth)]
        return np.stack(both, axis=-1)[self.nearest]


def size_sweep(view: WrongNoise, label: str) -> Sweep[WrongNoise]:
    """The size of the sample through its range, each stop a tenth more than the one before."""
    sizes = np.rint(np.geomspace(SIZE.low, SIZE.high, 61))
    stops = np.unique(np.concatenate([sizes, SIZES, [float(view.size)]]))
    return Sweep(Axis("size", label, stops), view.through(size=stops))
