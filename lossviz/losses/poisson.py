"""Poisson: counts whose rate is exp(raw); the surprise without the term log y!.

Estimates the log of the mean. Fails when counts vary more than a Poisson allows (overdispersion),
and has no finite minimum when every count is zero. May be negative: log y! was dropped.
"""

from dataclasses import replace

import numpy as np
from scipy import special

from lossviz.core import Example, Facts, Influence, Link, Loss, Origin, Reference, Task
from lossviz.functionals import LOG_MEAN
from lossviz.i18n import _
from lossviz.noise import poisson
from lossviz.numerics import Array, exp
from lossviz.recipes import LINE, Recipe

FACTS = Facts(
    convex=True,
    influence=Influence.UNBOUNDED,
    noise=poisson(),
    nll_scale=lambda scale: 1.0,  # noqa: ARG005
    functional=LOG_MEAN,
)


def value(y: Array, z: Array) -> Array:
    """exp(z) - y z, with 0 z = 0 and the exponential winning at infinity."""
    shape = np.broadcast_shapes(y.shape, z.shape)
    return exp(z) - np.multiply(y, np.minimum(z, 1e200), out=np.zeros(shape), where=y != 0)


def grad(y: Array, z: Array) -> Array:
    """exp(z) - y; near z = 0 as expm1(z) + (1 - y), which keeps its digits for y = 1."""
    near = np.abs(z) < 0.5
    return np.where(near, np.expm1(np.where(near, z, 0.0)) + (1.0 - y), exp(z) - y)


LOCATION = Recipe(
    constant_tex=r"\sum_{i=1}^{N}\log y_i!",
    constant=lambda y, _scale: special.gammaln(y + 1.0),
    constant_why=_("The data are what they are: log y! does not contain theta."),
    term_tex=r"\sum_{i=1}^{N}\bigl(e^{z_i}-y_i z_i\bigr)",
    slope_tex=r"\frac{1}{N}\sum_{i=1}^{N}(e^{\theta}-y_i)",
    root_tex=r"\hat\theta=\log\Bigl(\frac{1}{N}\sum_{i=1}^{N}y_i\Bigr)",
    root_why=_("The pulls cancel where the rate is the mean count."),
)
BY_LINE = replace(
    LOCATION,
    key="line",
    model=LINE,
    slope_tex=r"\frac{1}{N}\sum_{i=1}^{N}(e^{z_i}-y_i)\,(1,\;x_i)",
    root_tex="",
)

LOSS = Loss(
    key="poisson",
    name=_("Poisson"),
    hue="blue",
    proper_name=True,
    summary=_("The loss of counts: the mean decides, and the rate is never negative."),
    aliases={
        "PyTorch": "torch.nn.PoissonNLLLoss",
        "Keras": "keras.losses.Poisson",
        "scikit-learn": "sklearn.linear_model.PoissonRegressor",
    },
    task=Task.COUNT,
    origin=Origin.LIKELIHOOD,
    tex=r"e^{z}-y\,z",
    mean_tex=r"\frac{1}{N}\sum_{i=1}^{N}\bigl(e^{z_i}-y_i z_i\bigr)",
    grad_tex=r"e^{z}-y",
    value_fn=value,
    grad_fn=grad,
    curvature_fn=lambda y, z: exp(z + 0.0 * y),
    link=Link.EXP,
    facts=lambda: FACTS,
    examples=(
        Example(y_true=2.0, raw=0.0, value=1.0, note=_("rate 1: 1 - 2 x 0 = 1")),
        Example(
            y_true=3.0,
            raw=np.log(2.0),
            value=2.0 - 3.0 * np.log(2.0),
            note=_("rate 2: 2 - 3 log 2 = -0.079; it may be negative"),
        ),
        Example(y_true=5.0, raw=-1000.0, value=5000.0, note=_("rate next to 0, yet 5 came: 5000")),
    ),
    derivations=(LOCATION, BY_LINE),
    references=(
        Reference(
            "McCullagh, P. and Nelder, J. A.", "Generalized Linear Models", 1989, "chapter 6"
        ),
    ),
)
