"""Log-cosh: squared error for small misses, absolute error for large ones, with no corner between.

It is -log of hyperbolic secant noise of width 1. Fails when the units change: where small ends is
fixed at about 1, so scale the data first.
"""

import numpy as np

from lossviz.core import Example, Facts, Influence, Origin, Reference, residual_loss
from lossviz.i18n import _
from lossviz.noise import hyperbolic_secant
from lossviz.numerics import Array, softplus
from lossviz.recipes import Recipe

FACTS = Facts(
    convex=True,
    influence=Influence.BOUNDED,
    noise=hyperbolic_secant(),
    noise_scale=1.0,
    nll_scale=lambda scale: 1.0,  # noqa: ARG005
)


def rho(r: Array) -> Array:
    """Log of cosh r: near 0 the second form loses half its digits, far out cosh overflows."""
    a = np.abs(r)
    near = np.log1p(2.0 * np.sinh(0.5 * np.minimum(a, 1.0)) ** 2)
    return np.where(a < 1.0, near, a + softplus(-2.0 * a) - np.log(2.0))


def psi_slope(r: Array) -> Array:
    """sech^2 r, without the cosh that overflows."""
    e = np.exp(-2.0 * np.abs(r))
    return 4.0 * e / (1.0 + e) ** 2


LOSS = residual_loss(
    key="log_cosh",
    name=_("Log-cosh"),
    hue="green",
    summary=_("Half the square near zero, a straight line far out, smooth all the way."),
    aliases={"Keras": "keras.losses.LogCosh", "optax": "optax.log_cosh"},
    origin=Origin.LIKELIHOOD,
    tex=r"\log\cosh(y-\hat y)",
    mean_tex=r"\frac{1}{N}\sum_{i=1}^{N}\log\cosh(y_i-\hat y_i)",
    grad_tex=r"-\tanh(y-\hat y)",
    rho=rho,
    psi=np.tanh,
    psi_slope=psi_slope,
    facts=lambda: FACTS,
    examples=(
        Example(
            y_true=np.log(2.0),
            raw=0.0,
            value=np.log(1.25),
            note=_("cosh(log 2) = (2 + 1/2)/2 = 1.25, so log 1.25"),
        ),
        Example(
            y_true=1000.0,
            raw=0.0,
            value=1000.0 - np.log(2.0),
            note=_("far out |r| - log 2, though cosh 1000 is too large for a computer"),
        ),
    ),
    derivations=(
        Recipe(
            density_tex=r"\frac{1}{\pi}\operatorname{sech}(y-\hat y)",
            constant_tex=r"N\log\pi",
            constant=lambda _y, _scale: np.log(np.pi),
            constant_why=_("The width is 1 here, so this term does not contain theta."),
            term_tex=r"\sum_{i=1}^{N}\log\cosh(y_i-\hat y_i)",
            slope_tex=r"-\frac{1}{N}\sum_{i=1}^{N}\tanh(y_i-\theta)",
        ),
    ),
    references=(
        Reference(
            "Green, P. J.",
            "Bayesian reconstructions from emission tomography data using a modified EM algorithm",
            1990,
        ),
    ),
)
