"""Entropy, cross-entropy and Kullback-Leibler divergence of distributions over K classes.

All sum over the last axis and broadcast over the others: (..., K) gives (...). 0 log 0 = 0; a
forecast of 0 for something that happens costs inf; NaN propagates. H(p, q) = H(p) + KL(p || q)
(Cover & Thomas, Elements of Information Theory, 2006, ch. 2).
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from lossviz.numerics import Array, as_float, require_distribution

Unit = Literal["nats", "bits"]


def _in_unit(nats: Array, unit: Unit) -> Array:
    if unit not in ("nats", "bits"):
        raise ValueError(f'unit must be "nats" or "bits", got {unit!r}')
    return np.asarray(nats if unit == "nats" else nats / np.log(2.0))


def _distribution(values: ArrayLike, name: str) -> Array:
    p = as_float(values, name)
    try:
        require_distribution(p, name)
    except ValueError as error:
        raise ValueError(
            f"{error}; a divergence or an entropy that comes out negative means that the inputs"
            " are not probabilities (of logits, take the softmax first)"
        ) from None
    return p


def _pair(p: ArrayLike, q: ArrayLike) -> tuple[Array, Array]:
    left, right = _distribution(p, "p"), _distribution(q, "q")
    if left.shape[-1] != right.shape[-1]:
        raise ValueError(f"p has {left.shape[-1]} classes and q has {right.shape[-1]}")
    return left, right


def entropy(p: ArrayLike, unit: Unit = "nats") -> Array:
    """H(p) = -sum p log p: the average surprise of somebody who knows p."""
    return _in_unit(special.entr(_distribution(p, "p")).sum(axis=-1), unit)


def cross_entropy(p: ArrayLike, q: ArrayLike, unit: Unit = "nats") -> Array:
    """H(p, q) = -sum p log q: the average surprise of somebody who forecasts q where p holds."""
    truth, forecast = _pair(p, q)
    return _in_unit(-special.xlogy(truth, forecast).sum(axis=-1) + 0.0, unit)


def kl_divergence(p: ArrayLike, q: ArrayLike, unit: Unit = "nats") -> Array:
    """KL(p || q) = sum p log(p / q): what the forecast q costs beyond H(p); never negative."""
    truth, forecast = _pair(p, q)
    # equal distributions may come out at -1e-17 by rounding
    return _in_unit(np.maximum(special.rel_entr(truth, forecast).sum(axis=-1), 0.0), unit)
