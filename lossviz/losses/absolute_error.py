"""Absolute error: Laplace noise, estimates the median, and every miss pulls equally hard.

Fails when x, not y, is wrong, and its best line need not be unique. At r = 0 the slope is taken
as 0.
"""

import numpy as np

from lossviz.core import Example, Facts, Form, Influence, Origin, Reference, residual_loss
from lossviz.functionals import MEDIAN
from lossviz.i18n import _
from lossviz.noise import laplace
from lossviz.recipes import Recipe
from lossviz.recipes_width import WidthRecipe

FACTS = Facts(
    convex=True,
    influence=Influence.BOUNDED,
    form=Form.PIECEWISE_LINEAR,
    kinks=(0.0,),
    noise=laplace(),
    nll_scale=lambda scale: 1.0 / scale,
    functional=MEDIAN,
)

LOCATION = Recipe(
    constant_tex=r"N\log(2b)",
    constant=lambda _y, scale: np.log(2 * scale),
    term_tex=r"\frac{1}{b}\sum_{i=1}^{N}|y_i-\hat y_i|",
    slope_tex=r"-\frac{1}{N}\sum_{i=1}^{N}\operatorname{sign}(y_i-\theta)",
    root_tex=r"\hat\theta=\operatorname{median}(y_1,\dots,y_N)",
    root_why=_("At most half of the data lie below the median, at most half above: no step pays."),
)
WITH_WIDTH = WidthRecipe(
    width_tex="b",
    constant_tex=r"N\log 2",
    constant=np.log(2.0),
    term_tex=LOCATION.term_tex,
    factor_tex=r"\frac{N}{b}",
    factor_slope=lambda scale: -1.0 / scale**2,
    slope_tex=r"\Bigl(-\frac{1}{b}\sum_{i=1}^{N}\operatorname{sign}(y_i-\mu),\;"
    r"\frac{N}{b}-\frac{1}{b^2}\sum_{i=1}^{N}|y_i-\mu|\Bigr)",
    width=lambda mean_loss: mean_loss,
    root_tex=r"\hat\mu=\operatorname{median}(y_1,\dots,y_N),"
    r"\quad\hat b=\frac{1}{N}\sum_{i=1}^{N}|y_i-\hat\mu|",
    root_why=_("Both slopes are zero at the median and the mean distance from it."),
)

LOSS = residual_loss(
    key="absolute_error",
    name=_("Absolute error"),
    hue="magenta",
    summary=_("Twice the miss, twice the cost: the loss of Laplace noise."),
    aliases={
        "PyTorch": "torch.nn.L1Loss",
        "Keras": "keras.losses.MeanAbsoluteError",
        "scikit-learn": "sklearn.metrics.mean_absolute_error",
    },
    origin=Origin.LIKELIHOOD,
    tex=r"|y-\hat y|",
    mean_tex=r"\frac{1}{N}\sum_{i=1}^{N}|y_i-\hat y_i|",
    grad_tex=r"-\operatorname{sign}(y-\hat y)",
    rho=np.abs,
    psi=np.sign,
    psi_slope=lambda r: np.where(np.isnan(r), np.nan, 0.0),
    facts=lambda: FACTS,
    examples=(
        Example(y_true=3.0, raw=5.0, value=2.0, note=_("miss -2, so 2")),
        Example(y_true=-1e150, raw=0.0, value=1e150, note=_("far out: still a straight line")),
    ),
    derivations=(LOCATION, WITH_WIDTH),
    references=(
        Reference(
            "Laplace, P. S.", "Mémoire sur la probabilité des causes par les événements", 1774
        ),
        Reference("Koenker, R.", "Quantile Regression", 2005, "sec. 1.2"),
    ),
)
