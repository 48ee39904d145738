"""Hinge: free beyond a margin of 1, one unit per unit of margin missing.

The loss of the support vector machine. Decides the side of the majority; fails when you need
probabilities, which it does not estimate. The slope at margin 1 is taken as 0.
"""

import numpy as np

from lossviz.core import Example, Facts, Form, Influence, Origin, Reference, margin_loss
from lossviz.functionals import MAJORITY
from lossviz.i18n import _
from lossviz.numerics import Array

FACTS = Facts(
    convex=True,
    influence=Influence.BOUNDED,
    form=Form.PIECEWISE_LINEAR,
    kinks=(1.0,),
    no_noise_because=_(
        "exp(−loss) of the two labels does not add up to the same number at every score, so it is"
        " nobody's probability."
    ),
    functional=MAJORITY,
)


def slope(m: Array) -> Array:
    """-1 below margin 1, else 0."""
    return np.where(np.isnan(m), np.nan, np.where(m < 1.0, -1.0, 0.0))


LOSS = margin_loss(
    key="hinge",
    name=_("Hinge"),
    hue="gold",
    summary=_("Right by a clear margin costs nothing; the rest is a straight line."),
    aliases={
        "Keras": "keras.losses.Hinge",
        "scikit-learn": "sklearn.metrics.hinge_loss",
        "optax": "optax.hinge_loss",
    },
    origin=Origin.SURROGATE,
    tex=r"\max(0,\,1-m),\quad m=(2y-1)\,z",
    mean_tex=r"\frac{1}{N}\sum_{i=1}^{N}\max(0,\,1-m_i)",
    grad_tex=r"\begin{cases}-(2y-1) & m<1\\ 0 & m>1\end{cases}",
    phi=lambda m: np.maximum(0.0, 1.0 - m),
    slope=slope,
    curvature=lambda m: np.where(np.isnan(m), np.nan, 0.0),
    facts=lambda: FACTS,
    examples=(
        Example(y_true=1.0, raw=0.25, value=0.75, note=_("margin 0.25, so 0.75 is missing")),
        Example(y_true=0.0, raw=0.5, value=1.5, note=_("margin -0.5, so 1.5 is missing")),
        Example(y_true=1.0, raw=-1000.0, value=1001.0, note=_("far on the wrong side: a line")),
    ),
    references=(
        Reference("Cortes, C. and Vapnik, V.", "Support-Vector Networks", 1995),
        Reference(
            "Bartlett, P. L., Jordan, M. I. and McAuliffe, J. D.",
            "Convexity, Classification, and Risk Bounds",
            2006,
        ),
    ),
)
