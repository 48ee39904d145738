"""Focal loss over K classes: cross-entropy turned down where the true class is predicted well.

Fails as a probability: its best constant is pulled towards equal shares and has no closed form.
"""

from typing import Any

import numpy as np

from lossviz.core import (
    Example,
    Facts,
    Influence,
    Link,
    Loss,
    Option,
    Origin,
    Param,
    Reference,
    Task,
)
from lossviz.functionals import class_log_frequencies
from lossviz.i18n import _
from lossviz.noise import categorical
from lossviz.numerics import NON_NEGATIVE, Array, Softmax


def _columns(parameter: Any) -> Array:
    return np.asarray(parameter)[..., None]  # a sweep (S, 1) over rows of K classes


def _scaled(t: Array, alpha: Any) -> Array:
    return t if alpha is None else _columns(alpha) * t


def _pull(s: Softmax, gamma: Array) -> tuple[Array, Array]:
    """L/q and -d(q^gamma L) / d(log p), with q = 1 - p and L = -log p, per class."""
    # L/q tends to 1 as q vanishes
    ratio = np.divide(-s.log_p, s.q, out=np.ones(s.q.shape), where=s.q != 0)
    return ratio, s.q**gamma * (1.0 + gamma * s.p * ratio)


def value(t: Array, z: Array, gamma: Any, alpha: Any = None) -> Array:
    """-alpha sum_c t_c (1 - p_c)^gamma log p_c."""
    s, charge = Softmax.of(z), _scaled(t, alpha)
    surprise = np.where(charge == 0, 0.0, -s.log_p)  # 0 log 0 = 0
    return np.asarray((charge * s.q ** _columns(gamma) * surprise).sum(axis=-1))


def grad(t: Array, z: Array, gamma: Any, alpha: Any = None) -> Array:
    """Shape (n, K)."""
    s = Softmax.of(z)
    return s.pull_apart(_scaled(t, alpha) * _pull(s, _columns(gamma))[1])


def curvature(t: Array, z: Array, gamma: Any, alpha: Any = None) -> Array:
    """Shape (n, K, K): the covariance of cross-entropy less what the turning down takes away."""
    s, charge, g = Softmax.of(z), _scaled(t, alpha), _columns(gamma)
    ratio, pull = _pull(s, g)
    bend = charge * g * s.p * s.q ** (g + 1.0) * (-s.log_p - 2.0 - (g - 1.0) * s.p * ratio)
    k = np.arange(s.p.shape[-1])
    # (e_c - p) / q_c, so that nothing is divided by a vanishing q
    apart = np.divide(
        -s.p[..., None, :],
        s.q[..., :, None],
        out=np.zeros((*s.p.shape, len(k))),
        where=s.q[..., :, None] != 0,
    )
    apart[..., k, k] = np.where(np.isnan(s.q), np.nan, 1.0)
    taken = np.einsum("...c,...ck,...cj->...kj", bend, apart, apart)
    total = (charge * pull).sum(axis=-1)
    return np.asarray(total[..., None, None] * s.covariance - taken)


def facts(gamma: float, alpha: float | None = None) -> Facts:
    """Cross-entropy at gamma = 0; neither convex nor a probability otherwise."""
    if gamma > 0:
        return Facts(
            convex=False,
            influence=Influence.BOUNDED,
            no_noise_because=_(
                "exp(−loss) of the classes does not add up to the same number at every forecast, so"
                " it is nobody's probability."
            ),
        )
    return Facts(
        convex=True,
        influence=Influence.BOUNDED,
        noise=categorical(),
        nll_scale=lambda scale: 1.0 if alpha is None else 1.0 / alpha,  # noqa: ARG005
        functional=class_log_frequencies(),
    )


LOSS = Loss(
    key="softmax_focal",
    name=_("Focal, K classes"),
    hue="teal",
    summary=_("Cross-entropy over classes that looks away from what is already right."),
    aliases={"Keras": "keras.losses.CategoricalFocalCrossentropy(from_logits=True)"},
    task=Task.MULTICLASS,
    origin=Origin.SURROGATE,
    tex=r"-\sum_{c} y_{c}\,(1-p_{c})^{\gamma}\log p_{c},\quad p=\operatorname{softmax}(z)",
    mean_tex=r"-\frac{1}{N}\sum_{i=1}^{N}\sum_{c} y_{ic}\,(1-p_{ic})^{\gamma}\log p_{ic}",
    grad_tex=r"\sum_{k} y_k\,g_k\,(p_c-[c=k]),\quad "
    r"g_k=(1-p_k)^{\gamma}-\gamma\,p_k(1-p_k)^{\gamma-1}\log p_k",
    value_fn=value,
    grad_fn=grad,
    curvature_fn=curvature,
    link=Link.SOFTMAX,
    params=(Param("gamma", _("focus"), r"\gamma", 2.0, 0.0, 5.0, 0.1, NON_NEGATIVE),),
    options=(Option("alpha", _("one factor for every class")),),
    facts=facts,
    examples=(
        Example(
            y_true=[0],
            raw=[[0.0, 0.0]],
            value=[0.25 * np.log(2.0)],
            params={"gamma": 2.0},
            note=_("p = 1/2: (1/2)^2 log 2 = 0.173"),
        ),
        Example(
            y_true=[1],
            raw=[[1000.0, -1000.0]],
            value=[2000.0],
            params={"gamma": 2.0},
            note=_("sure and wrong: as cross-entropy, the whole gap"),
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
