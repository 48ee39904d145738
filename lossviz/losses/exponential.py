"""Exponential: the loss of AdaBoost, e to the minus margin.

Estimates half the log-odds. Fails on wrong labels: the pull on a confident miss explodes.
"""

import numpy as np

from lossviz.core import Example, Facts, Influence, Origin, Reference, margin_loss
from lossviz.functionals import HALF_LOG_ODDS
from lossviz.i18n import _
from lossviz.numerics import exp

FACTS = Facts(
    convex=True,
    influence=Influence.UNBOUNDED,
    no_noise_because=_(
        "exp(−loss) of the two labels does not add up to the same number at every score, so it is"
        " nobody's probability."
    ),
    functional=HALF_LOG_ODDS,
)

LOSS = margin_loss(
    key="exponential",
    name=_("Exponential"),
    hue="brown",
    summary=_("Doubles again and again with every step in the wrong direction."),
    aliases={"scikit-learn": 'sklearn.ensemble.GradientBoostingClassifier(loss="exponential")'},
    origin=Origin.SURROGATE,
    tex=r"e^{-m},\quad m=(2y-1)\,z",
    mean_tex=r"\frac{1}{N}\sum_{i=1}^{N}e^{-m_i}",
    grad_tex=r"-(2y-1)\,e^{-m}",
    phi=lambda m: exp(-m),
    slope=lambda m: -exp(-m),
    curvature=lambda m: exp(-m),
    facts=lambda: FACTS,
    examples=(
        Example(y_true=1.0, raw=0.0, value=1.0, note=_("margin 0: e^0 = 1")),
        Example(y_true=0.0, raw=np.log(3.0), value=3.0, note=_("margin -log 3: e^(log 3) = 3")),
        Example(
            y_true=1.0, raw=-1000.0, value=np.inf, note=_("e^1000 is too large for any computer")
        ),
    ),
    references=(
        Reference(
            "Friedman, J., Hastie, T. and Tibshirani, R.",
            "Additive Logistic Regression: A Statistical View of Boosting",
            2000,
            "sec. 4.1",
        ),
    ),
)
