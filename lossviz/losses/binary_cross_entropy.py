"""Binary cross-entropy: minus the log of the probability given to what happened, from the logit.

Bernoulli noise, estimates the log-odds. Fails when a label is wrong (a confident miss costs its
whole logit) and has no finite minimum when a line separates the labels.
"""

from dataclasses import replace

import numpy as np
from scipy import special

from lossviz.core import Example, Facts, Influence, Option, Origin, Reference, margin_loss
from lossviz.functionals import LOG_ODDS, weighted_log_odds
from lossviz.i18n import _
from lossviz.noise import bernoulli
from lossviz.numerics import softplus
from lossviz.recipes import LINE, InRaw, Recipe


def facts(pos_weight: float | None = None) -> Facts:
    """A weighted label 1 keeps the shape of the loss but is no longer a coin."""
    weight = 1.0 if pos_weight is None else float(pos_weight)
    if weight == 1.0:
        return Facts(
            convex=True,
            influence=Influence.BOUNDED,
            noise=bernoulli(),
            nll_scale=lambda scale: 1.0,  # noqa: ARG005
            functional=LOG_ODDS,
        )
    return Facts(
        convex=True,
        influence=Influence.BOUNDED,
        no_noise_because=_(
            "With one label weighted, exp(−loss) of the two labels no longer adds up to the same"
            " number at every logit."
        ),
        functional=weighted_log_odds(weight),
    )


LOCATION = Recipe(
    term_tex=r"-\sum_{i=1}^{N}\bigl[y_i\log p_i+(1-y_i)\log(1-p_i)\bigr]",
    in_raw=InRaw(
        tex=r"\frac{1}{N}\sum_{i=1}^{N}\bigl[\log(1+e^{z_i})-y_iz_i\bigr]",
        why=_("Through the sigmoid: log p = z - log(1 + e^z), and log(1 - p) = -log(1 + e^z)."),
        value=lambda y, z: softplus(z) - y * z,
    ),
    slope_tex=r"\frac{1}{N}\sum_{i=1}^{N}(p-y_i),\quad p=\operatorname{sigmoid}(\theta)",
    slope_why=_("The slope of log(1 + e^z) is p again, so p - y is left: minus the mean pull."),
    root_tex=r"\hat\theta=\log\frac{\bar y}{1-\bar y}",
    root_why=_("The pulls cancel where p is the share of ones: at the log-odds."),
)
BY_LINE = replace(
    LOCATION,
    key="line",
    model=LINE,
    slope_tex=r"\frac{1}{N}\sum_{i=1}^{N}(p_i-y_i)\,(1,\;x_i)",
    root_tex="",
)

LOSS = margin_loss(
    key="binary_cross_entropy",
    name=_("Binary cross-entropy"),
    hue="magenta",
    summary=_("Minus the log of the probability given to what happened: the loss of a coin."),
    aliases={
        "PyTorch": "torch.nn.BCEWithLogitsLoss",
        "Keras": "keras.losses.BinaryCrossentropy(from_logits=True)",
        "scikit-learn": "sklearn.metrics.log_loss",
        "optax": "optax.sigmoid_binary_cross_entropy",
    },
    origin=Origin.LIKELIHOOD,
    tex=r"-\bigl[y\log p+(1-y)\log(1-p)\bigr],\quad p=\operatorname{sigmoid}(z)",
    mean_tex=r"-\frac{1}{N}\sum_{i=1}^{N}\bigl[y_i\log p_i+(1-y_i)\log(1-p_i)\bigr]",
    grad_tex=r"p-y",
    phi=lambda m: softplus(-m),
    slope=lambda m: -special.expit(-m),
    curvature=lambda m: special.expit(m) * special.expit(-m),
    label_weights=lambda pos_weight=1.0: (pos_weight, 1.0),
    options=(Option("pos_weight", _("how many times a label 1 counts")),),
    facts=facts,
    examples=(
        Example(
            y_true=1.0,
            raw=0.0,
            value=np.log(2.0),
            note=_("p = 1/2, so -log(1/2) = log 2 = 0.693"),
        ),
        Example(
            y_true=0.0,
            raw=np.log(3.0),
            value=np.log(4.0),
            note=_("p = 3/4, the label 0 had 1/4: -log(1/4) = log 4 = 1.386"),
        ),
        Example(y_true=1.0, raw=-1000.0, value=1000.0, note=_("sure and wrong: the whole logit")),
    ),
    derivations=(LOCATION, BY_LINE),
    references=(
        Reference("Good, I. J.", "Rational Decisions", 1952),
        Reference("Prince, S. J. D.", "Understanding Deep Learning", 2023, "sec. 5.4"),
    ),
)
