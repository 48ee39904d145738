"""A small network: two inputs, eight hidden units of tanh, one logit; 33 numbers in all.

`theta` (..., 33) holds the weights of the hidden units (8 x 2, row by row), their 8 thresholds, the
8 weights of the output, and its threshold. All but the last axis are many networks at once.
"""

from math import factorial

import numpy as np

from lossviz.core import LossAt
from lossviz.numerics import Array

HIDDEN = 8
SIZE = 4 * HIDDEN + 1
"""Numbers in a network: 33."""
COPIES = factorial(HIDDEN) * 2**HIDDEN
"""Ways to order the hidden units, times the ways to flip their signs: the same function each."""
STEP = 1e-5  # of a difference of gradients


def parts(theta: Array) -> tuple[Array, Array, Array, Array]:
    """Weights (..., 8, 2) and thresholds (..., 8) of the units, weights (..., 8) and threshold."""
    w = theta[..., : 2 * HIDDEN].reshape(*theta.shape[:-1], HIDDEN, 2)
    b, v = theta[..., 2 * HIDDEN : 3 * HIDDEN], theta[..., 3 * HIDDEN : 4 * HIDDEN]
    return w, b, v, theta[..., 4 * HIDDEN]


def joined(w: Array, b: Array, v: Array, c: Array) -> Array:
    """`theta` (..., 33) of its parts."""
    flat = w.reshape(*w.shape[:-2], 2 * HIDDEN)
    return np.concatenate([flat, b, v, np.asarray(c)[..., None]], axis=-1)


def drawn(seed: int) -> Array:
    """A network (33,) to start from: all of width 1, the output's weights 1 / sqrt(8), threshold 0.

    The same seed draws the same numbers.
    """
    rng = np.random.default_rng(seed)
    w, b = rng.standard_normal((HIDDEN, 2)), rng.standard_normal(HIDDEN)
    return joined(w, b, rng.standard_normal(HIDDEN) / np.sqrt(HIDDEN), np.zeros(()))


def logits(theta: Array, x: Array) -> Array:
    """Logit (..., n) of each row of x (n, 2)."""
    w, b, v, c = parts(theta)
    hidden = np.tanh(w @ x.T + b[..., None])
    return np.asarray((v[..., None, :] @ hidden)[..., 0, :] + c[..., None])


def mean_loss(loss_at: LossAt, theta: Array, x: Array, y: Array) -> Array:
    """The mean of a loss (...) over labels y (n,)."""
    return np.asarray(loss_at.value(y, logits(theta, x)).mean(axis=-1))


def loss_and_gradient(loss_at: LossAt, theta: Array, x: Array, y: Array) -> tuple[Array, Array]:
    """The mean loss (...) and its slopes (..., 33): forward once, backward once."""
    w, b, v, c = parts(theta)
    hidden = np.tanh(w @ x.T + b[..., None])
    raw = (v[..., None, :] @ hidden)[..., 0, :] + c[..., None]
    pull = loss_at.grad(y, raw) / len(x)
    # what each hidden unit is asked to change, before its tanh
    back = v[..., None] * pull[..., None, :] * (1.0 - hidden * hidden)
    slopes = joined(
        back @ x, back.sum(axis=-1), (hidden @ pull[..., None])[..., 0], pull.sum(axis=-1)
    )
    return loss_at.value(y, raw).mean(axis=-1), slopes


def gradient(loss_at: LossAt, theta: Array, x: Array, y: Array) -> Array:
    """Slopes (..., 33) of the mean loss."""
    return loss_and_gradient(loss_at, theta, x, y)[1]


def hessian(loss_at: LossAt, theta: Array, x: Array, y: Array) -> Array:
    """Second derivatives (33, 33) of the mean loss at one theta (33,), by central differences."""
    size = STEP * np.maximum(1.0, np.abs(theta))
    steps = np.diag(size)
    around = np.concatenate([theta + steps, theta - steps])
    slopes = gradient(loss_at, around, x, y)
    rough = (slopes[:SIZE] - slopes[SIZE:]) / (2.0 * size[:, None])
    return np.asarray(0.5 * (rough + rough.T))


def swapped(theta: Array, one: int, other: int) -> Array:
    """The network with two hidden units in each other's place: the same function."""
    order = np.arange(HIDDEN)
    order[[one, other]] = order[[other, one]]
    w, b, v, c = parts(theta)
    return joined(w[..., order, :], b[..., order], v[..., order], c)


def flipped(theta: Array, unit: int) -> Array:
    """The network with the signs of all numbers of one hidden unit turned: the same function."""
    sign = np.ones(HIDDEN)
    sign[unit] = -1.0
    w, b, v, c = parts(theta)
    return joined(w * sign[:, None], b * sign, v * sign, c)
