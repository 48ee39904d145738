"""Rules of steps beside plain gradient descent: mini-batch, momentum, Adam and damped Newton.

A rule works on any number of walks at once; the rows it follows and the rate are its only inputs.
"""

from functools import lru_cache

import numpy as np

from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.mean_loss import MeanLoss, Surface
from lossviz.surfaces.walk import Rule, State

BETAS = (0.9, 0.999)
"""Of Adam: what a step keeps of the mean gradient, and of the mean square."""
EPSILON = 1e-8
FLAT = 1e-12
"""An eigenvalue below this part of the largest counts as none."""


def batch_rows(n_rows: int, batch: int, seed: int, number: int) -> Array:
    """The rows (m,) that step `number`, from 1 on, follows: all are shuffled anew on each pass.

    The last batch of a pass has what is left. They come in the order of the data: all of them
    are the data, to the last digit. ValueError for a batch that is not 1 to `n_rows`.
    """
    if not 1 <= batch <= n_rows:
        raise ValueError(
            _("A batch of {batch} is not possible here: it takes 1 to {n} rows.")
            .format(batch=batch, n=n_rows)
        )  # fmt: skip
    per_pass = -(-n_rows // batch)
    passes, part = divmod(number - 1, per_pass)
    order = np.random.default_rng([seed, passes]).permutation(n_rows)
    return np.sort(order[part * batch : (part + 1) * batch])


def some_rows(surface: MeanLoss, rows: Array) -> MeanLoss:
    """The mean loss of some rows only."""
    weight = None if surface.weight is None else surface.weight[rows]
    x, y = surface.x[rows], surface.y[rows]
    return MeanLoss(surface.loss_at, x, y, surface.model, weight, surface.scale)


def mini_batch(batch: int, seed: int) -> Rule:
    """Gradient descent on `batch` rows at a time, of a MeanLoss."""
    # a sweep over starts and one over rates ask for the same batches
    part = lru_cache(maxsize=256)(
        lambda surface, number: some_rows(
            surface, batch_rows(len(surface.x), batch, seed, number)
        )
    )  # fmt: skip

    def move(
        surface: Surface, theta: Array, rate: Array, number: int, _state: State
    ) -> tuple[Array, State]:
        if not isinstance(surface, MeanLoss):
            raise ValueError(_("A mini-batch needs the rows of the data."))
        seen = part(surface, number)
        return theta - rate * seen.gradient(theta[..., 0], theta[..., 1]), None

    return Rule("batch", move)


def momentum(beta: float) -> Rule:
    """The heavy ball: v = beta v + gradient, theta - rate v; at 0 plain gradient descent.

    On a bowl with largest eigenvalue l it is stable below the rate 2 (1 + beta) / l.
    """
    if not 0 <= beta < 1:
        raise ValueError(
            _("Momentum needs a beta from 0 to below 1, got {beta}.").format(beta=f"{beta:g}")
        )

    def move(
        surface: Surface, theta: Array, rate: Array, _number: int, state: State
    ) -> tuple[Array, State]:
        gradient = surface.gradient(theta[..., 0], theta[..., 1])
        speed = gradient if state is None else beta * state + gradient
        return theta - rate * speed, speed

    return Rule("momentum", move)


def _adam(
    surface: Surface, theta: Array, rate: Array, number: int, state: State
) -> tuple[Array, State]:
    gradient = surface.gradient(theta[..., 0], theta[..., 1])
    zero = np.zeros_like(gradient)
    mean, square = (zero, zero) if state is None else state
    (keep, keep_square) = BETAS
    mean = keep * mean + (1 - keep) * gradient
    square = keep_square * square + (1 - keep_square) * gradient**2
    unbiased, unbiased_square = corrected(mean, square, number)
    return theta - rate * unbiased / (np.sqrt(unbiased_square) + EPSILON), (mean, square)


def corrected(mean: Array, square: Array, number: int) -> tuple[Array, Array]:
    """Adam's two means without their bias towards the 0 they began with, after `number` steps."""
    keep, keep_square = BETAS
    return mean / (1 - keep**number), square / (1 - keep_square**number)


ADAM = Rule("adam", _adam)
"""Kingma & Ba (2015), algorithm 1, with the correction of the bias."""


def eigenvalues(hessian: Array) -> Array:
    """Eigenvalues (..., 2) of symmetric matrices (..., 2, 2), ascending; NaN where one has NaN."""
    aa, ab, bb = hessian[..., 0, 0], hessian[..., 0, 1], hessian[..., 1, 1]
    middle, half = (aa + bb) / 2, np.hypot((aa - bb) / 2, ab)
    largest = np.where(middle >= 0, middle + half, middle - half)
    with np.errstate(divide="ignore", invalid="ignore"):
        # the smaller one by the determinant: a difference of nearly equal numbers has no digits
        other = np.where(largest == 0, 0.0, (aa * bb - ab * ab) / largest)
    return np.sort(np.stack([largest, other], axis=-1), axis=-1)


def is_bowl(hessian: Array) -> Array:
    """Whether matrices (..., 2, 2) bend upwards in every direction: (...) of 0 and 1."""
    return bends_up(eigenvalues(hessian))


def bends_up(values: Array) -> Array:
    """The same from their eigenvalues (..., 2), ascending."""
    low, high = values[..., 0], values[..., 1]
    return np.asarray((low > FLAT * high) & (high > 0))


def newton_step(gradient: Array, hessian: Array) -> Array:
    """The step (..., 2) to where the quadratic model is level: -H^-1 g; NaN for a singular H."""
    aa, ab, bb = hessian[..., 0, 0], hessian[..., 0, 1], hessian[..., 1, 1]
    one, two = gradient[..., 0], gradient[..., 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        det = aa * bb - ab * ab
        det = np.where(np.abs(det) > FLAT * np.abs(aa * bb), det, np.nan)
        step = np.stack([ab * two - bb * one, ab * one - aa * two], axis=-1) / det[..., None]
    return np.asarray(step)


def _newton(
    surface: Surface, theta: Array, rate: Array, _number: int, _state: State
) -> tuple[Array, State]:
    a, b = theta[..., 0], theta[..., 1]
    gradient, hessian = surface.gradient(a, b), surface.hessian(a, b)
    values = eigenvalues(hessian)
    size = np.maximum(-values[..., :1], values[..., 1:])
    with np.errstate(divide="ignore", invalid="ignore"):
        down = np.where(size > 0, -gradient / size, 0.0)
    step = np.where(bends_up(values)[..., None], newton_step(gradient, hessian), down)
    return theta + rate * step, None


NEWTON = Rule("newton", _newton)
"""theta - rate H^-1 gradient, the rate as damping.

Where H has an eigenvalue of 0 or below, its model has no bottom: the step goes down the slope, as
far as the largest eigenvalue (in size) allows. Where H is 0, as on straight pieces, it stays.
"""
