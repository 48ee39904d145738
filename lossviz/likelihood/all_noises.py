"""The noise of any loss that has one, standing at a candidate theta over any observations.

Theta is the prediction before the link: a number in the units of y, a log rate, a logit. For a die
of K classes it is the share of one class, the others keeping their proportions.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import special

from lossviz.core import Loss, LossAt, Param
from lossviz.data.observations import Observations
from lossviz.fits import fit_mle
from lossviz.likelihood.bridge import Bridge
from lossviz.likelihood.surprises import Surprises
from lossviz.lines import decimals_of, nice_step
from lossviz.noise import Noise, Support, gaussian
from lossviz.numerics import Array, Interval
from lossviz.sweeps import MOST_STOPS, Axis, PerStop, Sweep, Swept, join, stops_between

MOVED = 0
"""The class whose share moves."""
SHARES = Interval(0.01, 0.99)
LOGITS = Interval(-6.0, 6.0)
BALANCED = 1e-6
"""Nats, relative to the total, within which a theta is called the best."""
LOOK = 2001  # thetas between the readings where the slope is looked at
BESIDE = np.linspace(-6.0, 6.0, 601)  # and around each reading, in widths: it may have its own dip
HALVINGS = 60


# ---- what a noise can make ----------------------------------------------------------------------


def misfits(noise: Noise, observed: Observations) -> NDArray[np.bool_]:
    """Which observations (n,) the noise can never make.

    Counts and labels are real numbers as well, labels are counts, and two labels are two classes;
    a class of three is no number.
    """
    y, support = observed.y, noise.support
    if observed.support is Support.CLASSES or support is Support.CLASSES:
        apart = {observed.support, support} - {Support.CLASSES, Support.BINARY}
        return np.full(len(y), bool(apart) or support is not Support.CLASSES)
    if support is Support.COUNTS:
        return np.asarray((y < 0) | (y != np.floor(y)))
    if support is Support.BINARY:
        return np.asarray((y != 0) & (y != 1))
    return np.zeros(len(y), dtype=np.bool_)


def sample_of(noise: Noise, observed: Observations) -> Array:
    """The observations as the noise makes them: (n,), for a die one-hot (n, K)."""
    if noise.support is Support.CLASSES and observed.y.ndim == 1:
        return np.asarray(np.eye(2)[observed.y.astype(np.intp)])
    return observed.y


# ---- widths and other parameters in the units of y ----------------------------------------------


def width_param(loss: Loss) -> Param | None:
    """The parameter that is the width of the noise, up to a factor; None where there is none."""
    fixed = loss.at().facts.noise_scale
    if fixed is None:
        return None
    for param in loss.params:
        twice = loss.at(**{param.key: 2 * param.default}).facts.noise_scale
        if twice == 2 * fixed:
            return param
    return None


def in_units_of_y(loss: Loss, param: Param) -> bool:
    """Whether the parameter is the width of the noise or the place of a kink."""
    kinks = loss.at().facts.kinks
    if param == width_param(loss):
        return True
    if not any(kinks) or not param.domain.includes(2 * param.default):
        return False
    return loss.at(**{param.key: 2 * param.default}).facts.kinks == tuple(2 * k for k in kinks)


def fixed_width(loss_at: LossAt) -> float | None:
    """The width of the noise that the parameters of the loss say; None where they say none.

    A loss may leave its noise any width at some parameters: where a parameter is the width at
    others it is the width there as well, so that nothing jumps.
    """
    facts = loss_at.facts
    if facts.noise is None or not facts.noise.has_scale or facts.noise_scale is not None:
        return facts.noise_scale
    param, first = width_param(loss_at.loss), loss_at.loss.at().facts.noise_scale
    if param is None or first is None:
        return None
    return float(loss_at.params[param.key] * first / param.default)


def has_free_width(loss_at: LossAt) -> bool:
    """Whether the noise has a width that no parameter of the loss fixes."""
    noise = loss_at.facts.noise
    return noise is not None and noise.has_scale and fixed_width(loss_at) is None


def size_of(y: Array) -> float:
    """Standard deviation, or 1 where nothing varies."""
    return float(np.std(y)) or 1.0


def ordinary_size(y: Array) -> float:
    """The size of an ordinary miss: 1.4826 MAD, or the standard deviation where that is 0."""
    middle = np.median(y)
    mad = float(np.median(np.abs(y - middle)))
    return 1.4826 * mad if mad > 0 else size_of(y)


def fitted_width(noise: Noise, y: Array) -> float:
    """The most likely width; the standard deviation of y where the likelihood has no maximum."""
    fit = fit_mle(noise, y)
    return float(fit.scale) if fit.converged and fit.scale > 0 else size_of(y)


def widths(y: Array) -> Interval:
    """A range of widths, in one digit: up to four times the spread of y, down to a hundredth of it.

    None is so narrow that a density is drawn more than some 700 widths out, where it is below the
    smallest number of a computer.
    """
    size = size_of(y)
    low = max(size / 100, float(np.ptp(y)) / 200)
    return Interval(float(f"{low:.1g}"), float(f"{4 * size:.1g}"))


# ---- where theta may be -------------------------------------------------------------------------


def theta_range(noise: Noise, observed: Observations) -> Interval:
    """Where theta may go: a little beyond the data, or around the best log rate."""
    if noise.support is Support.CLASSES:
        return SHARES
    if noise.support is Support.BINARY:
        return LOGITS
    if noise.support is Support.COUNTS:
        middle = float(np.log(observed.y.mean())) if observed.y.any() else 0.0
        return Interval(np.floor(2 * middle - 4) / 2, np.ceil(2 * middle + 3) / 2)
    low, high = float(observed.y.min()), float(observed.y.max())
    step = nice_step(high - low)
    pad = 0.2 * (high - low) if high > low else 10 * step
    return Interval(
        float(round(np.floor((low - pad) / step) * step, 10)),
        float(round(np.ceil((high + pad) / step) * step, 10)),
    )


def first_theta(noise: Noise, observed: Observations) -> float:
    """Where theta is before the reader moves it: not yet at the best place."""
    if noise.support is Support.CLASSES:
        return 1.0 / float(sample_of(noise, observed).shape[1])
    if noise.support is Support.BINARY:
        return 0.0
    if noise.support is Support.COUNTS:
        middle = float(np.log(observed.y.mean())) if observed.y.any() else 0.0
        return round(middle + 0.5, 2)
    return float(np.quantile(observed.y, 0.8, method="higher"))


# ---- the view -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class StandingNoise(Surprises, Swept):
    """The noise of a loss at `theta` over n observations, equal ones drawn together.

    `theta` is described in the module docstring; an array (S,) makes it a sweep. `spread` is the
    width of the noise in the units of y, where the loss leaves it free. ValueError for a loss
    without a density and for observations that the noise can never make.
    """

    loss_at: LossAt
    observed: Observations
    theta: PerStop
    spread: float

    per_stop: ClassVar[tuple[str, ...]] = ("theta",)
    derived: ClassVar[tuple[str, ...]] = ("log_densities", "pulls", "nll")
    shared: ClassVar[tuple[str, ...]] = (
        "bridge", "sample", "distinct", "answers", "other_answers", "least", "room",
    )  # fmt: skip

    @cached_property
    def bridge(self) -> Bridge:
        """From likelihood to loss on these observations."""
        fixed = fixed_width(self.loss_at)
        return Bridge(self.loss_at, self.sample, self.spread if fixed is None else fixed)

    @property
    def noise(self) -> Noise:
        """The density; ValueError where the loss has none."""
        noise = self.loss_at.facts.noise
        if noise is None:
            raise ValueError(self.loss_at.facts.no_noise_because)
        return noise

    @cached_property
    def sample(self) -> Array:
        """Observations (n,), for a die (n, K)."""
        wrong = misfits(self.noise, self.observed)
        if wrong.any():
            raise ValueError(f"{self.noise.name} noise never makes {self.observed.y[wrong][0]}")
        return sample_of(self.noise, self.observed)

    @property
    def is_die(self) -> bool:
        """Whether an observation is a class."""
        return self.noise.support is Support.CLASSES

    @property
    def is_density(self) -> bool:
        """Whether the heights are densities, per unit of y; else they are probabilities."""
        return self.noise.support is Support.REAL

    @property
    def n(self) -> int:
        """Number of observations."""
        return len(self.sample)

    @property
    def width(self) -> float:
        """Width of the noise in the units of y; it means nothing where the noise has none."""
        return self.bridge.noise_width

    @cached_property
    def distinct(self) -> tuple[Array, Array]:
        """The different observations (d,) in order, and how often each was made (d,).

        A class stands for itself by its index.
        """
        y = self.sample.argmax(axis=1).astype(np.float64) if self.is_die else self.sample
        values, times = np.unique(y, return_counts=True)
        return values, times.astype(np.float64)

    @property
    def values(self) -> Array:
        """The different observations (d,)."""
        return self.distinct[0]

    @property
    def times(self) -> Array:
        """How often each was made (d,)."""
        return self.distinct[1]

    # ---- at theta

    def raw(self, theta: PerStop) -> Array:
        """The prediction before the link: theta itself, for a die log probabilities (..., K)."""
        share = np.asarray(theta, dtype=np.float64)
        if not self.is_die:
            return share
        others = self.sample.sum(axis=0)
        others[MOVED] = 0.0
        rest = (1.0 - share[..., None]) * (others / others.sum())
        rest[..., MOVED] = share
        return np.asarray(np.log(rest))

    def _log(self, y: Array, theta: PerStop) -> Array:
        """Log density (..., m) of outcomes y (m,) or (..., m) at theta (...,)."""
        raw = self.raw(theta)
        if self.is_die:
            return np.asarray(special.log_softmax(raw, axis=-1)[..., y.astype(np.intp)])
        return self.noise.log_density(y, raw[..., None], self.width)

    @cached_property
    def log_densities(self) -> Array:
        """Log density (..., d) of every different observation."""
        return self._log(self.values, self.theta)

    def pull_at(self, y: Array, theta: PerStop) -> Array:
        """Slope of log density in theta (..., m) at outcomes y (m,), in nats per unit of theta.

        Of a die: the slope in the logit of the class that moves.
        """
        raw = self.raw(theta)
        if self.is_die:
            every = np.eye(raw.shape[-1])
            slopes = self.loss_at.grad(every, raw[..., None, :])[..., MOVED][..., y.astype(np.intp)]
        else:
            slopes = self.loss_at.grad(y, raw[..., None])
        return 0.0 - self.bridge.nll_scale * slopes

    @cached_property
    def pulls(self) -> Array:
        """Pull (..., d) of one of every different observation on theta."""
        return self.pull_at(self.values, self.theta)

    @property
    def net_pull(self) -> PerStop:
        """Sum of the pulls of all n observations."""
        return (self.pulls * self.times).sum(axis=-1)[()]

    @cached_property
    def nll(self) -> PerStop:
        """Sum of the surprises of all n observations, in nats."""
        return (self.surprises * self.times).sum(axis=-1)[()]

    def nll_at(self, theta: Array) -> Array:
        """The same (m,) at each theta (m,)."""
        return np.asarray((-self._log(self.values, theta) * self.times).sum(axis=-1))

    def over_at(self, theta: Array) -> Array:
        """Factor * mean loss + offset (m,) at each theta (m,)."""
        return self.bridge.over(self.raw(theta))

    def mean_loss_at(self, theta: PerStop) -> Array:
        """Mean loss (...,) at theta (...,)."""
        return self.bridge.mean_loss(self.raw(theta))

    # ---- the best theta

    @cached_property
    def answers(self) -> Array:
        """Lowest and highest best theta (2,), equal unless the NLL is flat there."""
        functional = self.loss_at.facts.functional
        if functional is None:
            fit = fit_mle(self.noise, self.sample, scale=self.width)
            return np.asarray(fit.coef_range[0])
        low, high = functional.of(self.sample)
        if self.is_die:
            return np.asarray(special.softmax(np.stack([low, high]), axis=-1)[:, MOVED])
        return join(low, high)

    @cached_property
    def other_answers(self) -> tuple[float, ...]:
        """Further dips of the NLL, from left to right."""
        if self.loss_at.facts.convex or not self.noise.has_scale:
            return ()
        dips = self._dips()
        if len(dips):  # one of them is the best
            dips = np.delete(dips, np.abs(dips - self.answer).argmin())
        return tuple(float(dip) for dip in dips)

    def _dips(self) -> Array:
        """Where the net pull changes from up to down (m,); outside of the readings it never does.

        Looked for where a dip may be and closed in upon by halves.
        """
        y = self.values
        grid = np.linspace(y[0], y[-1], LOOK)
        grid = np.unique(np.concatenate([grid, (y[:, None] + self.width * BESIDE).ravel()]))
        up = self._net_at(grid) > 0
        turns = np.flatnonzero(up[:-1] & ~up[1:])
        left, right = grid[turns], grid[turns + 1]
        for _halving in range(HALVINGS):
            middle = 0.5 * (left + right)
            goes_up = self._net_at(middle) > 0
            left, right = np.where(goes_up, middle, left), np.where(goes_up, right, middle)
        return np.asarray(0.5 * (left + right))

    def _net_at(self, theta: Array) -> Array:
        """Sum of the pulls (m,) of all observations at each theta (m,)."""
        return np.asarray((self.pull_at(self.values, theta) * self.times).sum(axis=-1))

    @property
    def answer(self) -> float:
        """The best theta, the middle of them if there are many."""
        return float(self.answers.mean())

    @property
    def is_flat(self) -> bool:
        """Whether many thetas are best."""
        low, high = self.answers
        return bool(high - low > 1e-9 * max(abs(low), abs(high)))

    @cached_property
    def least(self) -> float:
        """The smallest NLL, in nats."""
        return float(self.nll_at(np.array([self.answer]))[0])

    @property
    def is_best(self) -> bool:
        """Whether theta is the best there is, to the digits of an address."""
        low, high = self.answers
        near = 1e-5 * max(abs(low), abs(high), 1e-3 * self.room.high)
        level = float(self.nll) - self.least <= BALANCED * (1 + abs(self.least))
        return bool(low - near <= self.theta <= high + near) or level

    # ---- what is drawn

    @cached_property
    def room(self) -> Interval:
        """Where theta may go."""
        return theta_range(self.noise, self.observed)

    def from_top(self) -> Array:
        """Distances (m,) from theta at which a density is drawn, close where it bends."""
        span = 1.6 * (self.room.high - self.room.low)
        bend = min(self.width, span)
        side = bend * np.sinh(np.linspace(0.0, 1.0, 61)[1:] * np.arcsinh(span / bend))
        kinks = [k for k in self.loss_at.facts.kinks if k > 0]
        side = np.unique(np.concatenate([side, kinks]))
        return np.concatenate([-side[::-1], [0.0], side])

    def outline(self, from_top: Array) -> Array:
        """Density (m,) at distances `from_top` (m,) from theta, whatever theta is."""
        return np.exp(self.noise.log_density(from_top, np.zeros(()), self.width))

    def outcomes(self) -> Array:
        """All outcomes that are drawn (m,) where they can be counted: counts, labels, classes."""
        if self.is_die:
            return np.arange(float(self.sample.shape[1]))
        if self.noise.support is Support.BINARY:
            return np.array([0.0, 1.0])
        return np.arange(np.floor(1.5 * float(self.values.max())) + 7.0)

    def chances(self) -> Array:
        """Probability (..., m) of each of the outcomes."""
        return np.exp(self._log(self.outcomes(), self.theta))

    def surprise_at(self, y: Array) -> Array:
        """-log density (..., m) of outcomes y (m,) at theta."""
        return 0.0 - self._log(y, self.theta)

    def prediction(self) -> PerStop:
        """What theta stands for: the rate of counts, the probability of a 1."""
        return self.loss_at.loss.link(self.raw(self.theta))[()]


def theta_step(room: Interval) -> float:
    """A round step that leaves room for the best theta and the one in the hand."""
    span = room.high - room.low
    fine = nice_step(span / 4)
    return fine if span / fine <= MOST_STOPS - 3 else nice_step(span / 2)


def theta_stops(view: StandingNoise) -> Array:
    """Thetas within the room, the one in the hand and the best one among them; at most 121."""
    room, step, theta = view.room, theta_step(view.room), float(view.theta)
    stops = stops_between(room.low, room.high, step, theta)
    best = float(np.round(view.answer, 12))
    if room.includes(best) and best != theta:
        stops = stops[(np.abs(stops - best) > 0.02 * step) | (stops == theta)]
        stops = np.sort(np.append(stops, best))
    return stops


def theta_sweep(view: StandingNoise, key: str, label: str) -> Sweep[StandingNoise]:
    """Theta through its room."""
    stops = theta_stops(view)
    decimals = decimals_of(theta_step(view.room))
    unit = view.observed.unit if view.is_density else ""
    axis = Axis(key, label, stops, unit, decimals, magnets=(float(np.round(view.answer, 12)),))
    return Sweep(axis, view.through(theta=stops))


# ---- limits -------------------------------------------------------------------------------------


def distance_from_bell(noise: Noise, width: float) -> float:
    """Largest distance between the density and a bell of the same width, over the bell's top."""
    at = width * np.sinh(np.linspace(-6.0, 6.0, 2001))
    zero = np.zeros(())
    bell = np.exp(gaussian().log_density(at, zero, width))
    return float(np.abs(np.exp(noise.log_density(at, zero, width)) - bell).max() / bell.max())


@dataclass(frozen=True, slots=True)
class Without:
    """A loss that has no density: the parameter or option and its value, and why."""

    loss: Loss
    setting: str
    value: Any
    because: str


def without_density(losses: Iterable[Loss]) -> Iterator[Without]:
    """Losses without a density at their defaults, or at an end of a slider, or at an option."""
    for loss in losses:
        reason = loss.at().facts.no_noise_because
        if reason:
            yield Without(loss, "", None, reason)
            continue
        for param in loss.params:
            for value in (param.low, param.high):
                reason = loss.at(**{param.key: value}).facts.no_noise_because
                if reason:
                    yield Without(loss, param.name, value, reason)
        for option in loss.options:
            given = _an_option(loss, option.key)
            reason = loss.at(**{option.key: given}).facts.no_noise_because
            if reason:
                yield Without(loss, option.key, given, reason)


def _an_option(loss: Loss, key: str) -> Any:
    """A value of an option that treats the classes unequally: 2, or one number per class."""
    try:
        loss.at(**{key: 2.0}).facts  # noqa: B018
    except (TypeError, ValueError, IndexError):
        return (2.0, 1.0)
    return 2.0
