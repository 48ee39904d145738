"""Student t: heavy-tailed noise of width c with nu degrees of freedom.

Between Cauchy (nu = 1) and squared error (nu large). Fails when nu and c are both left free on
little data, and its minimum need not be the only one.
"""

import numpy as np
from scipy import special

from lossviz.core import Example, Facts, Influence, Origin, Param, Reference, residual_loss
from lossviz.i18n import _
from lossviz.noise import student_t
from lossviz.numerics import log1p_square, log1p_square_curvature, log1p_square_slope
from lossviz.recipes import Recipe


def facts(nu: float, c: float) -> Facts:
    """The loss is the surprise itself, at width c."""
    return Facts(
        convex=False,
        influence=Influence.REDESCENDING,
        noise=student_t(nu),
        noise_scale=c,
        nll_scale=lambda scale: 1.0,  # noqa: ARG005
    )


LOSS = residual_loss(
    key="student_t",
    name=_("Student t"),
    hue="purple",
    proper_name=True,
    summary=_("The loss of noise whose tail is as heavy as you choose."),
    aliases={"statsmodels": "statsmodels.robust.norms.StudentT"},
    origin=Origin.LIKELIHOOD,
    tex=r"\tfrac{\nu+1}{2}\log\Bigl(1+\tfrac{1}{\nu}\bigl(\tfrac{y-\hat y}{c}\bigr)^2\Bigr)",
    mean_tex=r"\frac{1}{N}\sum_{i=1}^{N}\tfrac{\nu+1}{2}"
    r"\log\Bigl(1+\tfrac{1}{\nu}\bigl(\tfrac{y_i-\hat y_i}{c}\bigr)^2\Bigr)",
    grad_tex=r"-\frac{(\nu+1)\,r}{\nu c^2+r^2},\quad r=y-\hat y",
    rho=lambda r, nu, c: 0.5 * (nu + 1.0) * log1p_square(r, c * np.sqrt(nu)),
    psi=lambda r, nu, c: 0.5 * (nu + 1.0) * log1p_square_slope(r, c * np.sqrt(nu)),
    psi_slope=lambda r, nu, c: 0.5 * (nu + 1.0) * log1p_square_curvature(r, c * np.sqrt(nu)),
    params=(
        Param("nu", _("degrees of freedom"), r"\nu", 4.0, 1.0, 30.0, 0.5),
        Param("c", _("width"), "c", 1.0, 0.1, 5.0, 0.05),
    ),
    facts=facts,
    examples=(
        Example(
            y_true=3.0,
            raw=0.0,
            value=2.772588722239781,
            params={"nu": 3.0, "c": 1.0},
            note=_("2 log(1 + 9/3) = 2 log 4 = 2.773"),
        ),
        Example(
            y_true=1e150,
            raw=0.0,
            value=690.7755278982137,
            params={"nu": 1.0, "c": 1.0},
            note=_("a miss of 1e150 costs log(1e300) = 690.8"),
        ),
    ),
    derivations=(
        Recipe(
            constant_tex=r"N\log\frac{\Gamma(\frac{\nu}{2})\sqrt{\nu\pi}\,c}"
            r"{\Gamma(\frac{\nu+1}{2})}",
            constant=lambda _y, _scale, nu, c: (
                (special.gammaln(nu / 2) - special.gammaln((nu + 1) / 2) + np.log(nu * np.pi) / 2)
                + np.log(c)
            ),
            term_tex=r"\frac{\nu+1}{2}\sum_{i=1}^{N}\log\Bigl(1+\tfrac{(y_i-\hat y_i)^2}"
            r"{\nu c^2}\Bigr)",
            slope_tex=r"-\frac{1}{N}\sum_{i=1}^{N}\frac{(\nu+1)(y_i-\theta)}"
            r"{\nu c^2+(y_i-\theta)^2}",
        ),
    ),
    references=(
        Reference(
            "Lange, K. L., Little, R. J. A. and Taylor, J. M. G.",
            "Robust Statistical Modeling Using the t Distribution",
            1989,
        ),
    ),
)
