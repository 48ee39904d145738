"""Tukey's biweight: a miss beyond c costs a fixed price and pulls no more.

Drops wild points altogether, wrong x included if the start is good. Fails from a bad start: it has
many minima, and data that all lie beyond c are not seen at all.
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


def rho(r: Array, c: float) -> Array:
    """(c^2/6)(1 - (1 - u^2)^3) with u = r/c, multiplied out so that nothing cancels near 0."""
    w = (np.minimum(np.abs(r), c) / c) ** 2
    return c * c / 6.0 * w * (3.0 - w * (3.0 - w))


def psi(r: Array, c: float) -> Array:
    """Pull r (1 - (r/c)^2)^2 within c, 0 beyond."""
    x = np.clip(r, -c, c)
    return x * (((c - x) / c) * ((c + x) / c)) ** 2


def psi_slope(r: Array, c: float) -> Array:
    """(1 - u^2)(1 - 5 u^2) within c, 0 beyond."""
    x = np.clip(r, -c, c)
    return ((c - x) / c) * ((c + x) / c) * (1.0 - 5.0 * (x / c) ** 2)


LOSS = residual_loss(
    key="tukey_biweight",
    name=_("Tukey biweight"),
    hue="teal",
    proper_name=True,
    summary=_("Squares the ordinary misses and lets go of the wild ones."),
    aliases={
        "statsmodels": "statsmodels.robust.norms.TukeyBiweight",
        "R": "MASS::psi.bisquare",
    },
    origin=Origin.ROBUST,
    tex=r"\begin{cases}\tfrac{c^2}{6}\Bigl(1-\bigl(1-(r/c)^2\bigr)^3\Bigr) & |r|\le c\\"
    r"\tfrac{c^2}{6} & |r|>c\end{cases},\quad r=y-\hat y",
    mean_tex=r"\frac{1}{N}\sum_{i=1}^{N}\rho_c(y_i-\hat y_i)",
    grad_tex=r"\begin{cases}-r\,\bigl(1-(r/c)^2\bigr)^2 & |r|\le c\\ 0 & |r|>c\end{cases}",
    rho=rho,
    psi=psi,
    psi_slope=psi_slope,
    params=(Param("c", _("tolerance"), "c", 4.685, 0.5, 10.0, 0.005),),
    facts=lambda c: FACTS,  # noqa: ARG005
    examples=(
        Example(
            y_true=1.0,
            raw=0.0,
            value=37.0 / 96.0,
            params={"c": 2.0},
            note=_("(4/6)(1 - (3/4)^3) = (4/6)(37/64) = 0.385"),
        ),
        Example(
            y_true=1e150, raw=0.0, value=6.0, params={"c": 6.0}, note=_("beyond c always 36/6 = 6")
        ),
    ),
    references=(
        Reference(
            "Beaton, A. E. and Tukey, J. W.",
            "The Fitting of Power Series, Meaning Polynomials, Illustrated on"
            " Band-Spectroscopic Data",
            1974,
        ),
        Reference(
            "Maronna, R. A., Martin, R. D. and Yohai, V. J.",
            "Robust Statistics: Theory and Methods",
            2006,
            "sec. 2.2.4",
        ),
    ),
)
