"""Noise models: the density you believe in, as a log density that is exact in both tails.

`log_density(y, raw, scale)` broadcasts; `raw` is the prediction before the link (location, log
rate, logit, logits), `scale` the width in the units of y, ignored where the noise has none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from scipy import integrate, special, stats

from lossviz.i18n import _
from lossviz.numerics import OPEN_UNIT, POSITIVE, Array, exp, log1p_square, require_in, softplus

LogDensity = Callable[[Array, Array, float], Array]


def _of_width(log_density: LogDensity) -> LogDensity:
    """Refuse a scale that is not positive, for which scipy would return NaN."""

    def checked(y: Array, raw: Array, scale: float) -> Array:
        require_in(scale, POSITIVE, "scale")
        with np.errstate(over="ignore"):  # a square that overflows is a log density of -inf
            return log_density(y, raw, scale)

    return checked


class Support(Enum):
    """What kind of thing an observation is."""

    REAL = "real numbers"
    COUNTS = "counts 0, 1, 2, ..."
    BINARY = "labels 0 or 1"
    CLASSES = "one of K classes"


@dataclass(frozen=True, slots=True)
class Noise:
    """One noise model: `word` is what the pages call it, `tex` its density."""

    key: str
    name: str
    word: str
    support: Support
    tex: str
    log_density: LogDensity
    shape: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    reshape: "Callable[..., Noise] | None" = None  # the family with other shape values
    proper_name: bool = True  # a person's, which keeps its capital within a sentence

    @property
    def name_in_text(self) -> str:
        """The name as it stands within a sentence."""
        return self.name if self.proper_name else self.name[:1].lower() + self.name[1:]

    @property
    def has_scale(self) -> bool:
        """A width can be fitted: only real-valued noise has one."""
        return self.support is Support.REAL


def gaussian() -> Noise:
    """The bell: N(raw, scale^2)."""
    return Noise(
        key="gaussian",
        name=_("Gaussian"),
        word=_("bell"),
        support=Support.REAL,
        tex=r"\frac{1}{\sigma\sqrt{2\pi}}\,e^{-(y-\hat y)^2/(2\sigma^2)}",
        log_density=_of_width(lambda y, raw, scale: np.asarray(stats.norm.logpdf(y, raw, scale))),
    )


def laplace() -> Noise:
    """The tent: exp(-|y - raw| / scale) / (2 scale)."""
    return Noise(
        key="laplace",
        name=_("Laplace"),
        word=_("tent"),
        support=Support.REAL,
        tex=r"\frac{1}{2b}\,e^{-|y-\hat y|/b}",
        # scipy's logpdf is the log of a pdf that underflows 745 widths away
        log_density=_of_width(
            lambda y, raw, scale: np.asarray(-np.abs(y - raw) / scale - np.log(2.0 * scale))
        ),
    )


def asymmetric_laplace(tau: float) -> Noise:
    """The leaning tent: slopes tau / scale above `raw` and (1 - tau) / scale below it."""
    require_in(tau, OPEN_UNIT, "tau", nan_ok=False)

    @_of_width
    def log_density(y: Array, raw: Array, scale: float) -> Array:
        r = np.asarray(y - raw)
        return np.asarray(
            np.log(tau * (1 - tau) / scale) - np.maximum(tau * r, (tau - 1) * r) / scale
        )

    return Noise(
        key="asymmetric_laplace",
        name=_("Asymmetric Laplace"),
        proper_name=False,
        word=_("leaning tent"),
        support=Support.REAL,
        tex=r"\frac{\tau(1-\tau)}{b}\,e^{-\max(\tau r,\,(\tau-1)r)/b}",
        log_density=log_density,
        shape=MappingProxyType({"tau": tau}),
        reshape=asymmetric_laplace,
    )


def student_t(nu: float) -> Noise:
    """The heavy tail: Student's t with `nu` degrees of freedom about `raw`."""
    require_in(nu, POSITIVE, "nu", nan_ok=False)

    @_of_width
    def log_density(y: Array, raw: Array, scale: float) -> Array:
        tail = 0.5 * (nu + 1.0) * log1p_square(np.asarray(y - raw), scale * np.sqrt(nu))
        return np.asarray(stats.t.logpdf(0.0, nu) - np.log(scale) - tail)

    return Noise(
        key="student_t",
        name=_("Student t"),
        word=_("heavy tail"),
        support=Support.REAL,
        tex=r"\frac{\Gamma(\frac{\nu+1}{2})}{\Gamma(\frac{\nu}{2})\sqrt{\nu\pi}\,c}"
        r"\Bigl(1+\frac{(y-\hat y)^2}{\nu c^2}\Bigr)^{-(\nu+1)/2}",
        log_density=log_density,
        shape=MappingProxyType({"nu": nu}),
        reshape=student_t,
    )


def cauchy() -> Noise:
    """The heaviest tail in use: Student's t with one degree of freedom."""
    return Noise(
        key="cauchy",
        name=_("Cauchy"),
        word=_("heavy tail"),
        support=Support.REAL,
        tex=r"\frac{1}{\pi c\,(1+(y-\hat y)^2/c^2)}",
        log_density=_of_width(
            lambda y, raw, scale: -log1p_square(np.asarray(y - raw), scale) - np.log(np.pi * scale)
        ),
    )


def hyperbolic_secant() -> Noise:
    """sech((y - raw) / scale) / (pi scale): a bell in the middle, a tent in the tails."""

    @_of_width
    def log_density(y: Array, raw: Array, scale: float) -> Array:
        u = np.abs(y - raw) / scale
        # sech u = 2 e^-u / (1 + e^-2u): cosh itself overflows at 711
        return np.asarray(np.log(2.0) - u - softplus(-2.0 * u) - np.log(np.pi * scale))

    return Noise(
        key="hyperbolic_secant",
        name=_("Hyperbolic secant"),
        proper_name=False,
        word=_("bell with tent tails"),
        support=Support.REAL,
        tex=r"\frac{1}{\pi s}\,\operatorname{sech}\frac{y-\hat y}{s}",
        log_density=log_density,
    )


def huber_density(delta: float) -> Noise:
    """Gaussian of width `scale` out to `delta`, exponential tails beyond (Huber 1964, eq. 2.15).

    `delta` is in the units of y: the density is exp(-huber_delta(r) / scale^2) / Z.
    """
    require_in(delta, POSITIVE, "delta", nan_ok=False)

    @_of_width
    def log_density(y: Array, raw: Array, scale: float) -> Array:
        r = np.abs(y - raw)
        rho = np.where(r <= delta, 0.5 * r * np.minimum(r, delta), delta * (r - 0.5 * delta))
        core = scale * np.sqrt(2 * np.pi) * special.erf(delta / (scale * np.sqrt(2)))
        tails = 2.0 * scale**2 / delta * np.exp(-0.5 * (delta / scale) ** 2)
        return np.asarray(-rho / scale**2 - np.log(core + tails))

    return Noise(
        key="huber_density",
        name=_("Huber's least favourable density"),
        word=_("bell with tent tails"),
        support=Support.REAL,
        tex=r"\frac{1}{Z}\,e^{-\rho_\delta(y-\hat y)/\sigma^2}",
        log_density=log_density,
        shape=MappingProxyType({"delta": delta}),
        reshape=huber_density,
    )


def from_rho(key: str, name: str, word: str, tex: str, rho: Callable[[Array], Array]) -> Noise:
    """The density exp(-rho(r / scale)) / (scale Z), Z by quadrature: a loss read backwards.

    `rho` must be even and grow fast enough for the integral to exist.
    """

    @lru_cache(maxsize=1)
    def log_normaliser() -> float:
        def density(u: float) -> float:
            return float(np.exp(-rho(np.asarray(u))))

        near = integrate.quad(density, 0.0, 1.0, epsabs=0.0, epsrel=1e-13)[0]
        # the tail in v = 1/u, so that a power law is integrated to its end
        far = integrate.quad(
            lambda v: density(1.0 / v) / v**2 if v > 0 else 0.0,
            0.0, 1.0, epsabs=1e-300, epsrel=1e-12, limit=200,
        )[0]  # fmt: skip
        return float(np.log(2.0 * (near + far)))

    @_of_width
    def log_density(y: Array, raw: Array, scale: float) -> Array:
        return np.asarray(-rho(np.asarray((y - raw) / scale)) - np.log(scale) - log_normaliser())

    return Noise(
        key=key, name=name, word=word, support=Support.REAL, tex=tex, log_density=log_density
    )


def poisson() -> Noise:
    """Counts with rate exp(raw)."""

    def log_density(y: Array, raw: Array, _scale: float) -> Array:
        return np.asarray(y * raw - exp(raw) - special.gammaln(np.asarray(y) + 1.0))

    return Noise(
        key="poisson",
        name=_("Poisson"),
        word=_("count"),
        support=Support.COUNTS,
        tex=r"\frac{e^{-e^z} e^{zy}}{y!}",
        log_density=log_density,
    )


def bernoulli() -> Noise:
    """The coin: heads with probability sigmoid(raw)."""

    def log_density(y: Array, raw: Array, _scale: float) -> Array:
        # log p = -softplus(-z) and log(1 - p) = -softplus(z): exact in both tails
        return np.asarray(-(y * softplus(-np.asarray(raw)) + (1 - y) * softplus(np.asarray(raw))))

    return Noise(
        key="bernoulli",
        name=_("Bernoulli"),
        word=_("coin"),
        support=Support.BINARY,
        tex=r"p^{y}(1-p)^{1-y},\quad p=\operatorname{sigmoid}(z)",
        log_density=log_density,
    )


def categorical() -> Noise:
    """The die: class probabilities softmax(raw); y is one-hot (n, K), raw (n, K), result (n,)."""

    def log_density(y: Array, raw: Array, _scale: float) -> Array:
        return np.asarray((y * special.log_softmax(raw, axis=-1)).sum(axis=-1))

    return Noise(
        key="categorical",
        name=_("Categorical"),
        proper_name=False,
        word=_("die"),
        support=Support.CLASSES,
        tex=r"\prod_c p_c^{\,y_c},\quad p=\operatorname{softmax}(z)",
        log_density=log_density,
    )
