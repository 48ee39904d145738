"""Quantile (pinball): a miss above costs tau per unit, a miss below 1 - tau.

Estimates the tau-quantile. Fails where a quantile is poorly determined (tau near 0 or 1 with little
data), and separately fitted quantiles may cross. The slope at r = 0 is taken as 0.
"""

import numpy as np

from lossviz import functionals
from lossviz.core import Example, Facts, Form, Influence, Origin, Param, Reference, residual_loss
from lossviz.i18n import _
from lossviz.noise import asymmetric_laplace
from lossviz.numerics import OPEN_UNIT, Array
from lossviz.recipes import Recipe


def psi(r: Array, tau: float) -> Array:
    """Slope tau above zero, tau - 1 below; NaN stays NaN."""
    return np.where(r > 0, tau, np.where(r < 0, tau - 1.0, 0.0 * np.sign(r)))


def facts(tau: float) -> Facts:
    """The tau-quantile is the best constant, the leaning tent the noise."""
    return Facts(
        convex=True,
        influence=Influence.BOUNDED,
        form=Form.PIECEWISE_LINEAR,
        kinks=(0.0,),
        noise=asymmetric_laplace(tau),
        nll_scale=lambda scale: 1.0 / scale,
        functional=functionals.quantile(tau),
    )


LOSS = residual_loss(
    key="quantile",
    name=_("Quantile"),
    hue="red",
    summary=_("Too low and too high cost differently, so the best value is a quantile."),
    aliases={
        "scikit-learn": "sklearn.metrics.mean_pinball_loss",
        "statsmodels": "statsmodels.regression.quantile_regression.QuantReg",
    },
    origin=Origin.DECISION,
    tex=r"\max\bigl(\tau r,\,(\tau-1)\,r\bigr),\quad r=y-\hat y",
    mean_tex=r"\frac{1}{N}\sum_{i=1}^{N}\max\bigl(\tau r_i,\,(\tau-1)\,r_i\bigr),"
    r"\quad r_i=y_i-\hat y_i",
    grad_tex=r"\begin{cases}-\tau & y>\hat y\\ 1-\tau & y<\hat y\end{cases}",
    rho=lambda r, tau: np.maximum(tau * r, (tau - 1.0) * r),
    psi=psi,
    psi_slope=lambda r, tau: np.where(np.isnan(r), np.nan, 0.0 * tau),
    params=(Param("tau", _("quantile level"), r"\tau", 0.5, 0.05, 0.95, 0.01, OPEN_UNIT),),
    facts=facts,
    examples=(
        Example(
            y_true=5.0, raw=3.0, value=1.8, params={"tau": 0.9}, note=_("2 too low: 0.9 x 2 = 1.8")
        ),
        Example(
            y_true=3.0, raw=5.0, value=0.2, params={"tau": 0.9}, note=_("2 too high: 0.1 x 2 = 0.2")
        ),
        Example(
            y_true=-1e150,
            raw=0.0,
            value=5e149,
            params={"tau": 0.5},
            note=_("at tau = 1/2, half the absolute error"),
        ),
    ),
    derivations=(
        Recipe(
            density_tex=r"\frac{\tau(1-\tau)}{b}\,e^{-\max(\tau r,\,(\tau-1)r)/b},\quad r=y-\hat y",
            constant_tex=r"N\log\frac{b}{\tau(1-\tau)}",
            constant=lambda _y, scale, tau: np.log(scale / (tau * (1 - tau))),
            term_tex=r"\frac{1}{b}\sum_{i=1}^{N}\max\bigl(\tau r_i,\,(\tau-1)\,r_i\bigr)",
            slope_tex=r"\frac{1}{N}\bigl[(1-\tau)\,\#\{y_i<\theta\}-\tau\,\#\{y_i>\theta\}\bigr]",
            root_tex=r"\hat\theta=q_\tau(y_1,\dots,y_N)",
            root_why=_(
                "At most a share tau of the data lies below the tau-quantile, at most 1 - tau"
                " above: no step pays."
            ),
        ),
    ),
    references=(Reference("Koenker, R. and Bassett, G.", "Regression Quantiles", 1978),),
)
