"""Brier score: the squared distance between the predicted probability and the label.

Honest (its best constant is the log-odds), yet it gives up: a confidently wrong logit is hardly
pulled back, so it is not convex in the logit and can get stuck.
"""

import numpy as np
from scipy import special

from lossviz.core import Example, Facts, Influence, Origin, Reference, margin_loss
from lossviz.functionals import LOG_ODDS
from lossviz.i18n import _
from lossviz.numerics import Array

FACTS = Facts(
    convex=False,
    influence=Influence.REDESCENDING,
    no_noise_because=_(
        "exp(−loss) of the two labels does not add up to the same number at every logit, so it is"
        " nobody's probability."
    ),
    functional=LOG_ODDS,
)


def slope(m: Array) -> Array:
    """-2 p (1 - p)^2, p the probability of the label."""
    p, q = special.expit(m), special.expit(-m)
    return np.asarray(-2.0 * p * q * q)


def curvature(m: Array) -> Array:
    """2 p (1 - p)^2 (3 p - 1)."""
    p, q = special.expit(m), special.expit(-m)
    return np.asarray(2.0 * p * q * q * (2.0 * p - q))


LOSS = margin_loss(
    key="brier",
    name=_("Brier score"),
    hue="blue",
    proper_name=True,
    summary=_("The squared miss of a probability: honest, but it stops pulling on the worst."),
    aliases={"scikit-learn": "sklearn.metrics.brier_score_loss"},
    origin=Origin.DECISION,
    tex=r"y\,(1-p)^2+(1-y)\,p^2,\quad p=\operatorname{sigmoid}(z)",
    mean_tex=r"\frac{1}{N}\sum_{i=1}^{N}(p_i-y_i)^2",
    grad_tex=r"2\,p\,(1-p)\,(p-y)",
    phi=lambda m: special.expit(-m) ** 2,
    slope=slope,
    curvature=curvature,
    facts=lambda: FACTS,
    examples=(
        Example(y_true=1.0, raw=0.0, value=0.25, note=_("p = 1/2, so (1/2)^2 = 0.25")),
        Example(y_true=0.0, raw=np.log(3.0), value=0.5625, note=_("p = 3/4, so (3/4)^2 = 0.5625")),
        Example(y_true=1.0, raw=-1000.0, value=1.0, note=_("sure and wrong costs 1 and no more")),
    ),
    references=(
        Reference(
            "Brier, G. W.",
            "Verification of Forecasts Expressed in Terms of Probability",
            1950,
        ),
        Reference(
            "Gneiting, T. and Raftery, A. E.",
            "Strictly Proper Scoring Rules, Prediction, and Estimation",
            2007,
            "sec. 3",
        ),
    ),
)
