"""Cauchy: a miss costs the logarithm of its square, so wild points are nearly ignored.

It is -log of Cauchy noise of width c. Fails when the start is bad (several minima) and, as every
loss of y alone, when a wrong x makes a wrong point look ordinary.
"""

import numpy as np

from lossviz.core import Example, Facts, Influence, Origin, Param, Reference, residual_loss
from lossviz.i18n import _
from lossviz.noise import cauchy
from lossviz.numerics import log1p_square, log1p_square_curvature, log1p_square_slope
from lossviz.recipes import Recipe


def facts(c: float) -> Facts:
    """At width c twice the loss over c^2 is the surprise."""
    return Facts(
        convex=False,
        influence=Influence.REDESCENDING,
        noise=cauchy(),
        noise_scale=c,
        nll_scale=lambda scale: 2.0 / scale**2,
    )


LOSS = residual_loss(
    key="cauchy",
    name=_("Cauchy"),
    hue="brown",
    proper_name=True,
    summary=_("Grows like a logarithm: the loss of noise with the heaviest tail."),
    aliases={"SciPy": 'scipy.optimize.least_squares(loss="cauchy")'},
    origin=Origin.LIKELIHOOD,
    tex=r"\tfrac{c^2}{2}\log\Bigl(1+\bigl(\tfrac{y-\hat y}{c}\bigr)^2\Bigr)",
    mean_tex=r"\frac{1}{N}\sum_{i=1}^{N}\tfrac{c^2}{2}"
    r"\log\Bigl(1+\bigl(\tfrac{y_i-\hat y_i}{c}\bigr)^2\Bigr)",
    grad_tex=r"-\frac{r}{1+(r/c)^2},\quad r=y-\hat y",
    rho=lambda r, c: 0.5 * c * c * log1p_square(r, c),
    psi=lambda r, c: 0.5 * c * c * log1p_square_slope(r, c),
    psi_slope=lambda r, c: 0.5 * c * c * log1p_square_curvature(r, c),
    params=(Param("c", _("tolerance"), "c", 2.385, 0.1, 10.0, 0.005),),
    facts=facts,
    examples=(
        Example(
            y_true=2.0,
            raw=0.0,
            value=1.3862943611198906,
            params={"c": 2.0},
            note=_("r = c = 2: (4/2) log 2 = 1.386"),
        ),
        Example(
            y_true=1e150,
            raw=0.0,
            value=345.38776394910684,
            params={"c": 1.0},
            note=_("a miss of 1e150 costs 150 log 10 = 345.4"),
        ),
    ),
    derivations=(
        Recipe(
            constant_tex=r"N\log(\pi c)",
            constant=lambda _y, _scale, c: np.log(np.pi * c),
            term_tex=r"\sum_{i=1}^{N}\log\Bigl(1+\bigl(\tfrac{y_i-\hat y_i}{c}\bigr)^2\Bigr)",
            slope_tex=r"-\frac{1}{N}\sum_{i=1}^{N}\frac{y_i-\theta}{1+(y_i-\theta)^2/c^2}",
        ),
    ),
    references=(
        Reference(
            "Holland, P. W. and Welsch, R. E.",
            "Robust regression using iteratively reweighted least-squares",
            1977,
        ),
    ),
)
