"""Huber: squared error for ordinary misses, absolute error for wild ones.

Estimates neither mean nor median but a blend. Fails when x, not y, is wrong: the pull is capped,
the lever arm is not. Carries the 1/2 in its core, as PyTorch, Keras, optax and scipy do.
"""

import numpy as np

from lossviz.core import Example, Facts, Influence, Origin, Param, Reference, residual_loss
from lossviz.i18n import _
from lossviz.noise import huber_density
from lossviz.numerics import Array
from lossviz.recipes import Recipe

ZERO = np.zeros(())


def rho(r: Array, delta: float) -> Array:
    """r^2/2 if |r| <= delta else delta (|r| - delta/2)."""
    inside = np.minimum(np.abs(r), delta)  # one product for both branches: no square overflows
    return inside * (np.abs(r) - 0.5 * inside)


def facts(delta: float) -> Facts:
    """The density has its kink where the loss has, whatever the width."""
    return Facts(
        convex=True,
        influence=Influence.BOUNDED,
        kinks=(-delta, delta),
        noise=huber_density(delta),
        nll_scale=lambda scale: 1.0 / scale**2,
        functional=None,
    )


LOSS = residual_loss(
    key="huber",
    name=_("Huber"),
    hue="gold",
    proper_name=True,
    summary=_("Squares the ordinary misses and counts the wild ones by their length."),
    aliases={
        "PyTorch": "torch.nn.HuberLoss",
        "Keras": "keras.losses.Huber",
        "scikit-learn": "sklearn.linear_model.HuberRegressor",
        "optax": "optax.huber_loss",
    },
    origin=Origin.ROBUST,
    tex=r"\begin{cases}\tfrac12 r^2 & |r|\le\delta\\ \delta\,(|r|-\tfrac12\delta) & |r|>\delta"
    r"\end{cases},\quad r=y-\hat y",
    mean_tex=r"\frac{1}{N}\sum_{i=1}^{N}\rho_\delta(y_i-\hat y_i)",
    grad_tex=r"-\max(-\delta,\min(\delta,\,r))",
    rho=rho,
    psi=lambda r, delta: np.clip(r, -delta, delta),
    psi_slope=lambda r, delta: np.where(np.isnan(r), np.nan, (np.abs(r) <= delta) * 1.0),
    params=(Param("delta", _("tolerance"), r"\delta", 1.345, 0.1, 5.0, 0.005),),
    facts=facts,
    examples=(
        Example(
            y_true=5.0, raw=3.0, value=1.5, params={"delta": 1.0}, note=_("1 x (2 - 1/2) = 1.5")
        ),
        Example(
            y_true=1e150, raw=0.0, value=1e150, params={"delta": 1.0}, note=_("far out: a line")
        ),
    ),
    derivations=(
        Recipe(
            constant_tex=r"N\log Z",
            constant=lambda _y, scale, delta: -huber_density(delta).log_density(ZERO, ZERO, scale),
            constant_why=_("Width and tolerance are fixed here, so Z does not contain theta."),
            term_tex=r"\frac{1}{\sigma^2}\sum_{i=1}^{N}\rho_\delta(y_i-\hat y_i)",
            slope_tex=r"-\frac{1}{N}\sum_{i=1}^{N}\max(-\delta,\min(\delta,\,y_i-\theta))",
        ),
    ),
    references=(
        Reference("Huber, P. J.", "Robust Estimation of a Location Parameter", 1964, "eq. (2.15)"),
    ),
)
