"""Squared error: Gaussian noise, estimates the mean, and lets one wild point pull without limit.

Carries no 1/2: its mean is the MSE readers know. Fails when tails are heavy.
"""

from dataclasses import replace

import numpy as np

from lossviz.core import Example, Facts, Form, Influence, Origin, Reference, residual_loss
from lossviz.functionals import MEAN
from lossviz.i18n import _
from lossviz.noise import gaussian
from lossviz.numerics import Array
from lossviz.recipes import LINE, Recipe, least_squares
from lossviz.recipes_width import WidthRecipe

FACTS = Facts(
    convex=True,
    influence=Influence.UNBOUNDED,
    form=Form.QUADRATIC,
    noise=gaussian(),
    nll_scale=lambda scale: 0.5 / scale**2,
    functional=MEAN,
)


def rho(r: Array) -> Array:
    """r^2, infinite without a warning where a float64 is too small for it."""
    with np.errstate(over="ignore"):
        return np.square(r)


LOCATION = Recipe(
    constant_tex=r"N\log(\sigma\sqrt{2\pi})",
    constant=lambda _y, scale: np.log(scale * np.sqrt(2 * np.pi)),
    term_tex=r"\frac{1}{2\sigma^2}\sum_{i=1}^{N}(y_i-\hat y_i)^2",
    slope_tex=r"-\frac{2}{N}\sum_{i=1}^{N}(y_i-\theta)",
    root_tex=r"\hat\theta=\frac{1}{N}\sum_{i=1}^{N}y_i",
    root_why=_("The pulls cancel at the mean."),
)
BY_LINE = replace(
    LOCATION,
    key="line",
    model=LINE,
    slope_tex=r"-\frac{2}{N}\sum_{i=1}^{N}(y_i-\hat y_i)\,(1,\;x_i)",
    root_tex=r"\hat\theta_1=\frac{\sum_i(x_i-\bar x)(y_i-\bar y)}{\sum_i(x_i-\bar x)^2},"
    r"\quad\hat\theta_0=\bar y-\hat\theta_1\bar x",
    root_why=_("The pulls cancel, and so do their torques: the least-squares line."),
    root=least_squares,
)
WITH_WIDTH = WidthRecipe(
    width_tex=r"\sigma",
    constant_tex=r"\frac{N}{2}\log(2\pi)",
    constant=0.5 * np.log(2 * np.pi),
    term_tex=LOCATION.term_tex,
    factor_tex=r"\frac{N}{2\sigma^2}",
    factor_slope=lambda scale: -1.0 / scale**3,
    slope_tex=r"\Bigl(-\frac{1}{\sigma^2}\sum_{i=1}^{N}(y_i-\mu),\;"
    r"\frac{N}{\sigma}-\frac{1}{\sigma^3}\sum_{i=1}^{N}(y_i-\mu)^2\Bigr)",
    width=lambda mean_loss: float(np.sqrt(mean_loss)),
    root_tex=r"\hat\mu=\frac{1}{N}\sum_{i=1}^{N}y_i,"
    r"\quad\hat\sigma=\sqrt{\frac{1}{N}\sum_{i=1}^{N}(y_i-\hat\mu)^2}",
    root_why=_(
        "Both slopes are zero at the mean and the root of the mean square about it. This variance,"
        " SSE/N, is biased: on average it is (N-1)/N of the true one, because the mean was fitted"
        " to the same data."
    ),
)

LOSS = residual_loss(
    key="squared_error",
    name=_("Squared error"),
    hue="blue",
    summary=_("Twice the miss, four times the cost: the loss of Gaussian noise."),
    aliases={
        "PyTorch": "torch.nn.MSELoss",
        "Keras": "keras.losses.MeanSquaredError",
        "scikit-learn": "sklearn.metrics.mean_squared_error",
        "optax": "optax.squared_error",
    },
    origin=Origin.LIKELIHOOD,
    tex=r"(y-\hat y)^2",
    mean_tex=r"\frac{1}{N}\sum_{i=1}^{N}(y_i-\hat y_i)^2",
    grad_tex=r"-2\,(y-\hat y)",
    rho=rho,
    psi=lambda r: 2.0 * r,
    psi_slope=lambda r: np.where(np.isnan(r), np.nan, 2.0),
    facts=lambda: FACTS,
    examples=(
        Example(y_true=3.0, raw=1.0, value=4.0, note=_("miss 2, so 2 x 2")),
        Example(y_true=-1e150, raw=0.0, value=1e300, note=_("a miss of 1e150 is still finite")),
    ),
    derivations=(LOCATION, BY_LINE, WITH_WIDTH),
    references=(
        Reference("Gauss, C. F.", "Theoria motus corporum coelestium", 1809, "book II, sec. 3"),
        Reference("Prince, S. J. D.", "Understanding Deep Learning", 2023, "sec. 5.3"),
    ),
)
