"""Cross-entropy over K classes: minus the log of the probability of the true class, from logits.

Categorical noise, estimates the class frequencies. Fails when a label is wrong (a confident miss
costs the whole gap between logits) and has no finite minimum for separable classes.
"""

from typing import Any

import numpy as np
from scipy import special

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
from lossviz.numerics import NON_NEGATIVE, Array, Interval, Softmax
from lossviz.recipes import InRaw, Recipe


def _weight(class_weight: Any, n_classes: int) -> Array:
    weight = np.ones(n_classes)
    if class_weight is not None:
        weight = np.asarray(class_weight, dtype=np.float64)
    if weight.shape != (n_classes,):
        raise ValueError(f"class_weight must have shape ({n_classes},), got {weight.shape}")
    return weight


def _charges(t: Array, label_smoothing: Any, class_weight: Any) -> Array:
    """What each class is charged for: the smoothed targets times the class weights, (..., K)."""
    n_classes = t.shape[-1]
    epsilon = np.asarray(label_smoothing)[..., None]  # a sweep (S, 1) over rows of K classes
    smoothed = (1.0 - epsilon) * t + epsilon / n_classes
    return np.asarray(smoothed * _weight(class_weight, n_classes))


def value(t: Array, z: Array, label_smoothing: Any, class_weight: Any = None) -> Array:
    """-sum_c w_c t_c log p_c."""
    charge = _charges(t, label_smoothing, class_weight)
    log_p = Softmax.of(z).log_p
    # 0 log 0 = 0: a class that is not charged may have probability zero
    return np.asarray((charge * np.where(charge == 0, 0.0, -log_p)).sum(axis=-1))


def grad(t: Array, z: Array, label_smoothing: Any, class_weight: Any = None) -> Array:
    """Slope p - t without class weights; (n, K)."""
    return Softmax.of(z).pull_apart(_charges(t, label_smoothing, class_weight))


def curvature(t: Array, z: Array, label_smoothing: Any, class_weight: Any = None) -> Array:
    """diag(p) - p p^T without class weights; (n, K, K)."""
    total = _charges(t, label_smoothing, class_weight).sum(axis=-1)
    return np.asarray(total[..., None, None] * Softmax.of(z).covariance)


def row_weight(t: Array, label_smoothing: Any, class_weight: Any = None) -> Array:
    """The weight of a row's class (of a soft target, the mixture); smoothing does not change it."""
    rows = t @ _weight(class_weight, t.shape[-1])
    return np.broadcast_to(rows, np.broadcast_shapes(rows.shape, np.shape(label_smoothing)))


def facts(label_smoothing: float, class_weight: Any = None) -> Facts:
    """A die only without smoothing and with equal class weights."""
    weight = np.ones(1) if class_weight is None else np.asarray(class_weight, dtype=np.float64)
    functional = class_log_frequencies(label_smoothing, class_weight)
    if label_smoothing == 0 and np.ptp(weight) == 0 and weight[0] > 0:
        return Facts(
            convex=True,
            influence=Influence.BOUNDED,
            noise=categorical(),
            nll_scale=lambda scale: float(1.0 / weight[0]),  # noqa: ARG005
            functional=functional,
        )
    return Facts(
        convex=True,
        influence=Influence.BOUNDED,
        no_noise_because=_(
            "With smoothing or unequal class weights, exp(−loss) of the classes no longer adds up"
            " to the same number at every forecast."
        ),
        functional=functional,
    )


LOSS = Loss(
    key="softmax_cross_entropy",
    name=_("Cross-entropy"),
    hue="magenta",
    summary=_("Minus the log of the probability of the true class: the loss of a die."),
    aliases={
        "PyTorch": "torch.nn.CrossEntropyLoss",
        "Keras": "keras.losses.CategoricalCrossentropy(from_logits=True)",
        "scikit-learn": "sklearn.metrics.log_loss",
        "optax": "optax.softmax_cross_entropy",
    },
    task=Task.MULTICLASS,
    origin=Origin.LIKELIHOOD,
    tex=r"-\sum_{c} y_{c}\log p_{c},\quad p=\operatorname{softmax}(z)",
    mean_tex=r"-\frac{1}{N}\sum_{i=1}^{N}\sum_{c} y_{ic}\log p_{ic}",
    grad_tex=r"p_c-y_c",
    value_fn=value,
    grad_fn=grad,
    curvature_fn=curvature,
    row_weight_fn=row_weight,
    link=Link.SOFTMAX,
    params=(
        Param(
            "label_smoothing",
            _("label smoothing"),
            r"\varepsilon",
            0.0,
            0.0,
            0.5,
            0.01,
            Interval(0.0, 1.0),
        ),
    ),
    options=(Option("class_weight", _("how many times each class counts"), NON_NEGATIVE),),
    facts=facts,
    examples=(
        Example(
            y_true=[0],
            raw=[[0.0, 0.0, 0.0]],
            value=[np.log(3.0)],
            note=_("knowing nothing about three classes costs log 3 = 1.099"),
        ),
        Example(
            y_true=[1],
            raw=[[np.log(2.0), np.log(5.0), np.log(3.0)]],
            value=[np.log(2.0)],
            note=_("p = (0.2, 0.5, 0.3), so -log 0.5 = 0.693"),
        ),
        Example(
            y_true=[1],
            raw=[[1000.0, -1000.0]],
            value=[2000.0],
            note=_("sure and wrong: the whole gap between the logits"),
        ),
    ),
    derivations=(
        Recipe(
            term_tex=r"-\sum_{i=1}^{N}\sum_{c} y_{ic}\log p_{ic}",
            in_raw=InRaw(
                tex=r"\frac{1}{N}\sum_{i=1}^{N}\Bigl[\log\sum_{c}e^{z_{ic}}"
                r"-\sum_{c}y_{ic}z_{ic}\Bigr]",
                why=_(
                    "Through the softmax: log p of a class is its z minus the log of the sum of all"
                    " e^z, and the y of one observation add up to 1."
                ),
                value=lambda y, z: special.logsumexp(z, axis=-1) - (y * z).sum(axis=-1),
            ),
            slope_tex=r"\frac{1}{N}\sum_{i=1}^{N}(p_c-y_{ic}),"
            r"\quad p=\operatorname{softmax}(\theta)",
            slope_why=_("The slope of that log is p again, so p - y is left: minus the mean pull."),
            root_tex=r"\operatorname{softmax}(\hat\theta)_c=\frac{1}{N}\sum_{i=1}^{N}y_{ic}",
            root_why=_("The pulls cancel where each class has its share as its probability."),
        ),
    ),
    references=(
        Reference("Bishop, C. M.", "Pattern Recognition and Machine Learning", 2006, "sec. 4.3.4"),
        Reference(
            "Szegedy, C. et al.",
            "Rethinking the Inception Architecture for Computer Vision",
            2016,
            "sec. 7",
        ),
    ),
)
