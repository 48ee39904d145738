"""The losses that pages are about, told by what they are and not by their names."""

from lossviz import LOSSES
from lossviz.core import Loss, Origin, Task
from lossviz.noise import Noise, bernoulli, categorical, gaussian, laplace, poisson


def loss_of(noise: Noise) -> Loss:
    """The one loss whose density is that noise at its defaults; ValueError if it is not one."""
    (found,) = [
        loss
        for loss in LOSSES.values()
        if (own := loss.at().facts.noise) is not None and own.key == noise.key
    ]
    return found


SQUARED, ABSOLUTE = loss_of(gaussian()), loss_of(laplace())
COIN_LOSS, DIE_LOSS, COUNT_LOSS = loss_of(bernoulli()), loss_of(categorical()), loss_of(poisson())
REGRESSION = tuple(loss for loss in LOSSES.values() if loss.task is Task.REGRESSION)
BINARY = tuple(loss for loss in LOSSES.values() if loss.task is Task.BINARY)
(SQUARED_CHANCE,) = (loss for loss in BINARY if loss.origin is Origin.DECISION)
"""Squared error of the probability: the Brier score."""
