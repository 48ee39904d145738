"""Where a surface has a crease: there its slope jumps, and it has no gradient and no Hessian."""

import numpy as np

from lossviz.core import Form, Task
from lossviz.numerics import Array
from lossviz.surfaces.mean_loss import MeanLoss, Number, Surface
from lossviz.surfaces.noise_surface import NoiseSurface

NEAR = 1e-9  # of the numbers subtracted: a distance from the kink that is rounding


def creases_at(surface: Surface, a: Number, b: Number) -> Array:
    """How many rows (...) have the kink of their loss exactly at places a, b (...).

    0 for a loss whose slope does not jump, however its curvature may.
    """
    shape = np.broadcast_shapes(np.shape(a), np.shape(b))
    if not isinstance(surface, (MeanLoss, NoiseSurface)):
        return np.zeros(shape, dtype=np.intp)
    facts = surface.loss_at.facts
    if facts.form is not Form.PIECEWISE_LINEAR:
        return np.zeros(shape, dtype=np.intp)
    (kink,) = facts.kinks
    at, up = (np.asarray(one, dtype=np.float64)[..., None] for one in (a, b))
    if isinstance(surface, NoiseSurface):
        miss, size = surface.y - at, np.abs(surface.y) + np.abs(at)
    else:
        raw = surface.model.raw(at, up, surface.x)
        if surface.loss_at.loss.task is Task.BINARY:  # the kink is one of the margin
            miss, size = (2 * surface.y - 1) * raw, np.abs(raw)
        else:
            miss = (surface.y - raw) / surface.scale
            size = (np.abs(surface.y) + np.abs(raw)) / surface.scale
    count = (np.abs(miss - kink) <= NEAR * (size + abs(kink))).sum(axis=-1)
    return np.broadcast_to(count, shape)
