"""Focal: cross-entropy turned down on the labels that are already predicted well.

(1 - p)^gamma -log p, p the probability of the label. Helps when easy examples swamp the rest. Fails
as a probability: its best constant is pulled towards 1/2 and has no closed form.
"""

import numpy as np
from scipy import special

from lossviz.core import (
    Example,
    Facts,
    Influence,
    Option,
    Origin,
    Param,
    Reference,
    margin_loss,
)
from lossviz.functionals import LOG_ODDS, weighted_log_odds
from lossviz.i18n import _
from lossviz.noise import bernoulli
from lossviz.numerics import NON_NEGATIVE, OPEN_UNIT, Array, softplus

NO_NOISE = _(
    "exp(−loss) of the two labels does not add up to the same number at every logit, so it is"
    " nobody's probability."
)


def _parts(m: Array) -> tuple[Array, Array, Array]:
    """Probability of the label, its complement, and -log p, finite since p is 0 long before."""
    near = np.clip(m, -1e3, 1e3)
    return special.expit(near), special.expit(-near), softplus(-near)


def slope(m: Array, gamma: float) -> Array:
    """-q^gamma (gamma p L + q) with q = 1 - p, L = -log p."""
    p, q, surprise = _parts(m)
    return np.asarray(-(q**gamma) * (gamma * p * surprise + q))


def curvature(m: Array, gamma: float) -> Array:
    """Bend p q^gamma (gamma L (gamma p - q) + (2 gamma + 1) q): negative for confident misses."""
    p, q, surprise = _parts(m)
    bend = gamma * surprise * (gamma * p - q) + (2.0 * gamma + 1.0) * q
    return np.asarray(p * q**gamma * bend)


def facts(gamma: float, alpha: float | None = None) -> Facts:
    """Cross-entropy at gamma = 0; neither convex nor a probability otherwise."""
    if gamma > 0:
        return Facts(convex=False, influence=Influence.BOUNDED, no_noise_because=NO_NOISE)
    if alpha is not None and alpha != 0.5:
        return Facts(
            convex=True,
            influence=Influence.BOUNDED,
            no_noise_because=NO_NOISE,
            functional=weighted_log_odds(alpha / (1.0 - alpha)),
        )
    return Facts(
        convex=True,
        influence=Influence.BOUNDED,
        noise=bernoulli(),
        nll_scale=lambda scale: 1.0 if alpha is None else 2.0,  # noqa: ARG005
        functional=LOG_ODDS,
    )


LOSS = margin_loss(
    key="focal",
    name=_("Focal"),
    hue="teal",
    summary=_("Cross-entropy that looks away from what is already right."),
    aliases={
        "PyTorch": "torchvision.ops.sigmoid_focal_loss",
        "Keras": "keras.losses.BinaryFocalCrossentropy(from_logits=True)",
        "optax": "optax.sigmoid_focal_loss",
    },
    origin=Origin.SURROGATE,
    tex=r"-(1-p_y)^{\gamma}\log p_y,\quad p_y=\begin{cases}\operatorname{sigmoid}(z) & y=1\\"
    r"\operatorname{sigmoid}(-z) & y=0\end{cases}",
    mean_tex=r"-\frac{1}{N}\sum_{i=1}^{N}\bigl[y_i(1-p_i)^{\gamma}\log p_i"
    r"+(1-y_i)\,p_i^{\gamma}\log(1-p_i)\bigr]",
    grad_tex=r"(2y-1)\,(1-p_y)^{\gamma}\bigl(\gamma\,p_y\log p_y-(1-p_y)\bigr)",
    phi=lambda m, gamma: special.expit(-m) ** gamma * softplus(-m),
    slope=slope,
    curvature=curvature,
    label_weights=lambda alpha=None: (1.0, 1.0) if alpha is None else (alpha, 1.0 - alpha),
    params=(Param("gamma", _("focus"), r"\gamma", 2.0, 0.0, 5.0, 0.1, NON_NEGATIVE),),
    options=(Option("alpha", _("share of label 1 in the cost; label 0 has the rest"), OPEN_UNIT),),
    facts=facts,
    examples=(
        Example(
            y_true=1.0,
            raw=0.0,
            value=0.25 * np.log(2.0),
            params={"gamma": 2.0},
            note=_("p = 1/2: (1/2)^2 log 2 = 0.173"),
        ),
        Example(
            y_true=1.0,
            raw=-1000.0,
            value=1000.0,
            params={"gamma": 2.0},
            note=_("sure and wrong: as cross-entropy, the whole logit"),
        ),
    ),
    references=(
        Reference(
            "Lin, T.-Y., Goyal, P., Girshick, R., He, K. and Dollár, P.",
            "Focal Loss for Dense Object Detection",
            2017,
            "sec. 3",
        ),
    ),
)
