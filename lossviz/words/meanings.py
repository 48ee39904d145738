"""What the words of maximum likelihood mean and do not mean, shown with computed numbers."""

from dataclasses import dataclass

import numpy as np
from scipy import integrate

from lossviz.core import LossAt
from lossviz.fits.mle import fit_mle
from lossviz.i18n import _
from lossviz.likelihood.bridge import Bridge
from lossviz.noise import gaussian
from lossviz.numerics import Array
from lossviz.words import number, plain
from lossviz.words.likelihood import product

RATE, STEPS = 0.1, 50
"""Of the gradient descent that is compared with the formula."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A statement in bold, and the numbers that show it."""

    title: str
    text: str


def likelihood_is_no_probability(bell: LossAt, y: Array, width: float) -> Meaning:
    """A product of densities, in ns and in µs."""
    log_likelihood = -float(Bridge(bell, y, width).nll(np.asarray(y.mean())))
    in_micro = log_likelihood + len(y) * np.log(1000.0)
    return Meaning(
        _("A likelihood is no probability."),
        _(
            "The likelihood of {best} is {ns} if time is counted in ns and {micro} in µs. No"
            " probability depends on the unit, and none exceeds 1."
        ).format(best=plain(y.mean()), ns=product(log_likelihood), micro=product(in_micro)),
    )


def curve_is_no_density(bell: LossAt, y: Array, width: float) -> Meaning:
    """The area under the likelihood over all candidates."""
    bridge = Bridge(bell, y, width)

    def height(theta: float) -> float:
        return float(np.exp(-bridge.nll(np.asarray(theta))))

    far = 12 * width
    area = integrate.quad(height, y.mean() - far, y.mean() + far, points=[y.mean()])[0]
    return Meaning(
        _("The curve over theta is not a density."),
        _(
            "Its area over all candidates is {area}, not 1. The hill over the readings has area 1,"
            " wherever it stands."
        ).format(area=product(np.log(area))),
    )


def nll_may_be_negative(y: Array) -> Meaning:
    """Location and width fitted, in ns and in µs."""
    ns, micro = fit_mle(gaussian(), y), fit_mle(gaussian(), y / 1000.0)
    return Meaning(
        _("A negative log-likelihood may be negative."),
        _(
            "{n} readings, place and width fitted: {ns} nats in ns, {micro} in µs. The densities"
            " have only become larger than 1. Differences on the same data mean something; the"
            " answer is {answer} ns either way."
        ).format(
            n=len(y), ns=number(ns.nll_sum, 4), micro=number(micro.nll_sum, 4),
            answer=number(ns.coefficients[0], 4),
        ),
    )  # fmt: skip


def width_is_biased(y: Array) -> Meaning:
    """SSE / n against SSE / (n - 1)."""
    n, sse = len(y), float(((y - y.mean()) ** 2).sum())
    return Meaning(
        _("The most likely width is too small on average."),
        _(
            "All {n} readings: √(SSE / n) = {mle} ns, √(SSE / (n − 1)) = {unbiased}. The mean was"
            " fitted to the same readings and sits closer to them than the truth does: SSE / n is"
            " on average (n − 1) / n = {share} of the true variance."
        ).format(
            n=n, mle=number(np.sqrt(sse / n), 4), unbiased=number(np.sqrt(sse / (n - 1)), 4),
            share=number((n - 1) / n),
        ),
    )  # fmt: skip


def criterion_is_no_search(bell: LossAt, y: Array, start: float) -> Meaning:
    """Gradient descent on the mean loss, against the formula for its minimum."""
    theta = start
    for _step in range(STEPS):
        theta -= RATE * bell.grad(y, np.full(len(y), theta)).mean()
    return Meaning(
        _("Maximum likelihood says what is best; gradient descent is one way to get there."),
        _(
            "From {start}, {steps} steps of rate {rate} reach {reached}; the formula, the mean,"
            " gives {mean} at once. They are not rivals: one is the goal, the other a walk."
        ).format(
            start=plain(start), steps=STEPS, rate=plain(RATE), reached=number(theta, 4),
            mean=number(y.mean(), 4),
        ),
    )  # fmt: skip


def meanings(
    bell: LossAt, five: Array, six: Array, everything: Array, width: float, start: float
) -> tuple[Meaning, ...]:
    """All of them, over the first five readings, the first six, and all; `width` is the hill's."""
    return (
        likelihood_is_no_probability(bell, five, width),
        curve_is_no_density(bell, five, width),
        nll_may_be_negative(six),
        width_is_biased(everything),
        criterion_is_no_search(bell, five, start),
    )
