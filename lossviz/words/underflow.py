"""A product of many densities in words: what float64 has of it, and what the sum of logs has."""

import numpy as np

from lossviz import words
from lossviz.i18n import _
from lossviz.likelihood.underflow import (
    NORMAL,
    SMALLEST,
    Underflow,
    infinite_after,
    seeded_bell,
    zero_after,
)
from lossviz.noise import gaussian
from lossviz.words.likelihood import product

NS_PER_SECOND = 1e9


def true_product(view: Underflow) -> str:
    """The product of the densities of one stop as it should be."""
    return product(-float(view.surprise), 3)


ROUNDING = 1e-13
"""Part of itself by which a product of some hundred factors may be off in any case."""


def _what_is_left(miss: float) -> str:
    """How good a product below the smallest normal number is that is off by a part of itself."""
    if miss < ROUNDING:
        return _("below {normal}: from here on digits go").format(normal=product(np.log(NORMAL)))
    if miss > 0.01:
        left = _("off by {percent}").format(percent=words.percent(miss))
    else:
        left = _("right to {digits} digits only").format(digits=int(np.floor(-np.log10(miss))))
    return _("too small to keep its digits: {left}").format(left=left)


def underflow_sentence(view: Underflow) -> str:
    """The product of n densities in float64, and the sum of their surprises."""
    n, total = int(view.n), words.number(float(view.surprise), 4)
    if n == 1:
        return _("1 reading: density {product} per ns, surprise {sum} nats.").format(
            product=words.number(float(view.product)), sum=total
        )
    if view.product == 0:
        return _(
            "Product of {n} densities: 0 in float64, {true} in truth. The sum of their surprises:"
            " {sum} nats, right to 14 digits. That is why the log."
        ).format(n=n, true=true_product(view), sum=total)
    shown = product(float(np.log(view.product)), 3)
    if view.product < NORMAL:
        return _(
            "Product of {n} densities: {product}, {left}. The sum of their surprises: {sum} nats,"
            " right to 14 digits."
        ).format(n=n, product=shown, left=_what_is_left(float(view.miss)), sum=total)
    return _(
        "Product of {n} densities: {product}. The sum of their surprises: {sum} nats. So far"
        " both say the same."
    ).format(n=n, product=shown, sum=total)


def floors() -> tuple[str, str]:
    """What ends at the smallest normal number of float64, and at its smallest number."""
    return (
        _("··· digits lost below {normal}").format(normal=product(np.log(NORMAL))),
        _("— only 0 below {smallest}").format(smallest=product(np.log(SMALLEST))),
    )


def how_soon(view: Underflow) -> str:
    """That noise and unit decide when a product is lost, not whether."""
    draws = seeded_bell()
    seeded = zero_after(gaussian().log_density(draws, np.zeros(()), 1.0))
    return _(
        "Newcomb's {m} readings, read out again and again. The product of their densities is 0 from"
        " {zero} on; of {seeded} random numbers drawn from a bell of width 1"
        " (`default_rng(0).normal` of NumPy) it is 0 as well. The unit has a say too: densities per"
        " second are 10⁹ times those per ns, and their product is infinite from {infinite} readings"
        " on."
    ).format(
        m=len(view.readings), zero=view.first_zero, seeded=seeded,
        infinite=infinite_after(view.log_densities + np.log(NS_PER_SECOND)),
    )  # fmt: skip
