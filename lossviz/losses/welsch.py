"""Welsch: an upside-down bell; wild misses cost a fixed price and their pull fades away.

As Tukey's biweight, but smooth everywhere and never exactly zero. Fails from a bad start: it has
many minima.
"""

import numpy as np

from lossviz.core import Example, Facts, Influence, Origin, Param, Reference, residual_loss
from lossviz.i18n import _
from lossviz.numerics import Array

FACTS = Facts(
    convex=False,
    influence=Influence.REDESCENDING,
    no_noise_because=_(
        "It levels off, so its exp(−loss) never falls to zero and cannot be scaled to area one."
    ),
)


def _ratio(r: Array, c: float) -> Array:
    return np.clip(r / c, -1e3, 1e3)  # exp(-u^2) is 0 from 28 on; no square overflows


def psi(r: Array, c: float) -> Array:
    """Pull r exp(-(r/c)^2)."""
    u = _ratio(r, c)
    return c * u * np.exp(-u * u)


def psi_slope(r: Array, c: float) -> Array:
    """(1 - 2 u^2) exp(-u^2) with u = r/c."""
    u = _ratio(r, c)
    return (1.0 - 2.0 * u * u) * np.exp(-u * u)


LOSS = residual_loss(
    key="welsch",
    name=_("Welsch"),
    hue="cyan",
    proper_name=True,
    summary=_("An upside-down bell: wild misses cost a fixed price."),
    aliases={"R": 'robustbase::lmrob.control(psi="welsh")', "MATLAB": 'robustfit(..., "welsch")'},
    origin=Origin.ROBUST,
    tex=r"\tfrac{c^2}{2}\Bigl(1-e^{-((y-\hat y)/c)^2}\Bigr)",
    mean_tex=r"\frac{1}{N}\sum_{i=1}^{N}\tfrac{c^2}{2}\Bigl(1-e^{-((y_i-\hat y_i)/c)^2}\Bigr)",
    grad_tex=r"-r\,e^{-(r/c)^2},\quad r=y-\hat y",
    rho=lambda r, c: -0.5 * c * c * np.expm1(-(_ratio(r, c) ** 2)),
    psi=psi,
    psi_slope=psi_slope,
    params=(Param("c", _("tolerance"), "c", 2.985, 0.5, 10.0, 0.005),),
    facts=lambda c: FACTS,  # noqa: ARG005
    examples=(
        Example(
            y_true=2.0,
            raw=0.0,
            value=1.2642411176571153,
            params={"c": 2.0},
            note=_("r = c = 2: (4/2)(1 - 1/e) = 1.264"),
        ),
        Example(
            y_true=1e150, raw=0.0, value=2.0, params={"c": 2.0}, note=_("far out always 4/2 = 2")
        ),
    ),
    references=(
        Reference(
            "Dennis, J. E. and Welsch, R. E.",
            "Techniques for nonlinear least squares and robust regression",
            1978,
        ),
    ),
)
