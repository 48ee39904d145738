"""Barron's general robust loss: one shape alpha runs from squared error to Welsch.

alpha = 2 squared error, 1 smooth absolute error, 0 Cauchy, -2 Geman-McClure, -infinity Welsch.
Fails below alpha = 1 from a bad start (several minima); below 0 there is no noise behind it.
"""

from functools import lru_cache

import numpy as np
from scipy import special

from lossviz.core import (
    Example,
    Facts,
    Form,
    Influence,
    Origin,
    Param,
    Reference,
    residual_loss,
)
from lossviz.functionals import MEAN
from lossviz.i18n import _
from lossviz.noise import Noise, cauchy, from_rho, gaussian
from lossviz.numerics import Array, Interval, log1p_square
from lossviz.recipes import Recipe

ZERO = np.zeros(())
DENSITY_TEX = r"\frac{1}{cZ(\alpha)}\,e^{-\rho_{\alpha,c}(y-\hat y)}"

# With b = |alpha - 2|, t = r/(c sqrt b) and L = log(1 + t^2) the loss is (b/alpha) expm1(alpha L/2)
# and its slope (sqrt(b)/c) s exp((alpha - 1) L/2), s = t/sqrt(1 + t^2), where nothing overflows.


def _parts(alpha: Array | float, c: Array | float) -> tuple[Array, Array, Array]:
    """Alpha kept finite, b > 0 and c sqrt(b)."""
    a = np.maximum(alpha, -1e20)  # from there on it is Welsch to the last digit
    b = np.where(a == 2.0, 1.0, np.abs(a - 2.0))
    return np.asarray(a), b, c * np.sqrt(b)


def _log(r: Array, width: Array) -> Array:
    return np.minimum(log1p_square(r, width), 1e200)  # finite: 0 * inf has no value


def _sine(r: Array, width: Array) -> Array:
    t = np.clip(r / width, -1e300, 1e300)
    return np.asarray(t / np.hypot(1.0, t))


def rho(r: Array, alpha: Array | float, c: Array | float) -> Array:
    """(b/alpha) expm1(alpha L / 2); at alpha = 2 half the square, at 0 log(1 + (r/c)^2 / 2)."""
    a, b, width = _parts(alpha, c)
    log = _log(r, width)
    y = 0.5 * a * log
    with np.errstate(over="ignore"):  # infinite where the loss is
        # exprel(y) = expm1(y) / y has no hole at alpha = 0
        near = b * (0.5 * log) * special.exprel(np.minimum(y, 30.0))
        far = np.exp(y + np.log(b)) / np.where(y > 30.0, a, 1.0)  # b e^y fits where e^y does not
        general = np.where(y > 30.0, far, np.where(np.isinf(r) & (a >= 0.0), np.inf, near))
        return np.where(a == 2.0, 0.5 * (r / c) ** 2, general)


def psi(r: Array, alpha: Array | float, c: Array | float) -> Array:
    """(r/c^2) (1 + (r/c)^2 / b)^(alpha/2 - 1)."""
    a, b, width = _parts(alpha, c)
    with np.errstate(over="ignore"):
        pull = np.sqrt(b) / c * _sine(r, width) * np.exp(0.5 * (a - 1.0) * _log(r, width))
        return np.where(a == 2.0, r / c / c, pull)


def psi_slope(r: Array, alpha: Array | float, c: Array | float) -> Array:
    """(1/c^2) (1 + (r/c)^2 / b)^(alpha/2 - 2) (1 + (alpha - 1) (r/c)^2 / b)."""
    a, _b, width = _parts(alpha, c)
    log, sine = _log(r, width), _sine(r, width)
    with np.errstate(over="ignore"):
        shape = np.exp(-log) + (a - 1.0) * sine * sine
        general = shape * np.exp((0.5 * a - 1.0) * log) / c / c
        return np.where(a == 2.0, np.where(np.isnan(r), np.nan, 1.0 / c / c), general)


@lru_cache(maxsize=64)  # its area is a quadrature
def _noise(alpha: float) -> Noise:
    return from_rho(
        "general_robust",
        _("Barron's general density"),
        _("bell with heavier tails"),
        DENSITY_TEX,
        lambda u: rho(u, alpha, 1.0),
    )


def facts(alpha: float, c: float) -> Facts:
    """Everything depends on alpha: convex from 1, capped at 1, a density from 0."""
    if alpha == 2.0:
        return Facts(
            convex=True,
            influence=Influence.UNBOUNDED,
            form=Form.QUADRATIC,
            noise=gaussian(),
            nll_scale=lambda scale: (c / scale) ** 2,
            functional=MEAN,
        )
    influence = (
        Influence.UNBOUNDED
        if alpha > 1.0
        else Influence.BOUNDED
        if alpha == 1.0
        else Influence.REDESCENDING
    )
    if alpha < 0.0:
        return Facts(
            convex=False,
            influence=influence,
            no_noise_because=_(
                "Below alpha = 0 it levels off, so its exp(−loss) never falls to zero and cannot be"
                " scaled to area one."
            ),
        )
    return Facts(
        convex=alpha >= 1.0,
        influence=influence,
        noise=cauchy() if alpha == 0.0 else _noise(alpha),
        noise_scale=width(alpha, c),
        nll_scale=lambda scale: 1.0,  # noqa: ARG005
    )


def width(alpha: float, c: float) -> float:
    """The width of the noise whose surprise is the loss itself and a constant."""
    return c * np.sqrt(2.0) if alpha == 0.0 else c


def log_area(_y: Array, scale: float, alpha: float, c: float) -> Array:
    """The constant of one surprise, log(c Z(alpha)): the surprise of no miss at all."""
    noise = facts(alpha, c).noise
    assert noise is not None  # below alpha = 0 nothing is derived
    return -noise.log_density(ZERO, ZERO, scale)


LOSS = residual_loss(
    key="general_robust",
    name=_("General robust (Barron)"),
    hue="slate",
    summary=_("One shape slider from squared error to a loss that lets go."),
    aliases={
        "robust_loss_pytorch": "robust_loss_pytorch.general.lossfun",
    },
    origin=Origin.ROBUST,
    tex=r"\frac{|\alpha-2|}{\alpha}\Biggl[\biggl(\frac{(r/c)^2}{|\alpha-2|}+1\biggr)^{\alpha/2}-1"
    r"\Biggr],\quad r=y-\hat y",
    mean_tex=r"\frac{1}{N}\sum_{i=1}^{N}\rho_{\alpha,c}(y_i-\hat y_i)",
    grad_tex=r"-\frac{r}{c^2}\biggl(\frac{(r/c)^2}{|\alpha-2|}+1\biggr)^{\alpha/2-1}",
    rho=rho,
    psi=psi,
    psi_slope=psi_slope,
    params=(
        Param(
            "alpha",
            _("shape"),
            r"\alpha",
            1.0,
            -10.0,
            2.0,
            0.05,
            Interval(-np.inf, np.inf, open_high=True),
        ),
        Param("c", _("tolerance"), "c", 1.0, 0.1, 5.0, 0.05),
    ),
    facts=facts,
    examples=(
        Example(
            y_true=1.0,
            raw=0.0,
            value=np.sqrt(2.0) - 1.0,
            params={"alpha": 1.0, "c": 1.0},
            note=_("alpha = 1: sqrt(1 + 1) - 1 = 0.414"),
        ),
        Example(
            y_true=2.0,
            raw=0.0,
            value=1.0,
            params={"alpha": -2.0, "c": 1.0},
            note=_("alpha = -2: 2 x 4 / (4 + 4) = 1"),
        ),
        Example(
            y_true=1e150,
            raw=0.0,
            value=2.0,
            params={"alpha": -2.0, "c": 1.0},
            note=_("far out it levels off at 2"),
        ),
    ),
    derivations=(
        Recipe(
            density_tex=DENSITY_TEX,
            width=width,
            constant_tex=r"N\log\bigl(cZ(\alpha)\bigr)",
            constant=log_area,
            constant_why=_("Shape and tolerance are fixed here, so this does not contain theta."),
            term_tex=r"\sum_{i=1}^{N}\rho_{\alpha,c}(y_i-\hat y_i)",
            slope_tex=r"-\frac{1}{N}\sum_{i=1}^{N}\rho_{\alpha,c}'(y_i-\theta)",
            root_tex=r"\hat\theta=\frac{1}{N}\sum_{i=1}^{N}y_i",
            root_why=_("At alpha = 2 this is squared error: the pulls cancel at the mean."),
        ),
    ),
    references=(
        Reference(
            "Barron, J. T.", "A General and Adaptive Robust Loss Function", 2019, "eq. (1), (8)"
        ),
    ),
)
