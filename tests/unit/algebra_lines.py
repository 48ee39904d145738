"""Every line of every derivation, written by hand once more: its TeX beside its sympy expression.

For three observations y1, y2, y3 (of three classes; at x1, x2, x3 for a line). A line whose TeX
changes must be read again here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import sympy as sp
from sympy import Abs, Expr, Max, Min, Piecewise, Rational, exp, gamma, log, pi, sign, sqrt
from sympy import stats as random

N = 3
Y = sp.symbols("y1:4", real=True)
X = sp.symbols("x1:4", real=True)
COUNT = sp.symbols("k1:4", integer=True, nonnegative=True)
THETA, THETA0, THETA1, MU = sp.symbols("theta theta0 theta1 mu", real=True)
CLASS_THETA = sp.symbols("t1:4", real=True)
SIGMA, B, C, NU, DELTA, Z, ALPHA = sp.symbols("sigma b c nu delta Z alpha", positive=True)
TAU = sp.Symbol("tau", positive=True)
# a row of targets adds up to 1
ROWS = tuple(
    (u, v, 1 - u - v) for u, v in (sp.symbols(f"u{i} v{i}", positive=True) for i in range(1, 4))
)

Vector = tuple[Expr, ...]


@dataclass(frozen=True)
class Lines:
    """One derivation: TeX and expression per line; a slope and a root are one expression per theta.

    `params` and `scale` say which symbols are the parameters of the loss and the width. `corners`:
    the loss has a kink, so that its lines are compared at exact rational points, not simplified.
    """

    theta: Vector
    lines: Sequence[tuple[str, Expr | Vector]]
    params: dict[str, sp.Symbol] = field(default_factory=dict)
    scale: sp.Symbol | None = None
    y: Sequence[Expr | Vector] = Y
    x: Sequence[Expr] | None = None
    corners: bool = False


def total(terms: Sequence[Expr]) -> Expr:
    return sp.Add(*terms)


def mean(terms: Sequence[Expr]) -> Expr:
    return sp.Add(*terms) / N


def known(variable: str, y: Sequence[Expr], *parameters: Expr) -> Expr:
    """The likelihood by the densities of sympy itself."""
    model = random.density(getattr(random, variable)("Y", *parameters))
    return sp.Mul(*(model(v) for v in y))


def t_density(y: Expr) -> Expr:
    """Student's t of width C about THETA."""
    model = random.density(random.StudentT("Y", NU))
    return model((y - THETA) / C).rewrite(gamma) / C


# --- the beginning of each ---------------------------------------------------------------------

OF_THETA = r"L(\theta)=\prod_{i=1}^{N}p(y_i\mid \theta),\quad "
CONSTANT = OF_THETA + r"\hat y_i=\theta"
RAW = OF_THETA + r"z_i=\theta"
LINE = OF_THETA + r"\hat y_i=\theta_0+\theta_1x_i"
RAW_LINE = OF_THETA + r"z_i=\theta_0+\theta_1x_i"

R = tuple(y - THETA for y in Y)  # misses of a constant
ON_LINE = tuple(THETA0 + THETA1 * x for x in X)
MISS = tuple(y - f for y, f in zip(Y, ON_LINE, strict=True))


def squared(start: str, miss: Sequence[Expr], slope: str, slopes: Vector, root: str, at: Vector):
    likelihood = sp.Mul(
        *(random.density(random.Normal("Y", 0, SIGMA))(m) for m in miss), evaluate=True
    )
    density = sp.Mul(*(exp(-(m**2) / (2 * SIGMA**2)) / (SIGMA * sqrt(2 * pi)) for m in miss))
    squares = total([m**2 for m in miss])
    return [
        (start, likelihood),
        (
            r"\prod_{i=1}^{N}\frac{1}{\sigma\sqrt{2\pi}}\,e^{-(y_i-\hat y_i)^2/(2\sigma^2)}",
            density,
        ),
        (
            r"N\log(\sigma\sqrt{2\pi}) + \frac{1}{2\sigma^2}\sum_{i=1}^{N}(y_i-\hat y_i)^2",
            N * log(SIGMA * sqrt(2 * pi)) + squares / (2 * SIGMA**2),
        ),
        (r"\frac{1}{2\sigma^2}\sum_{i=1}^{N}(y_i-\hat y_i)^2", squares / (2 * SIGMA**2)),
        (r"\frac{1}{N}\sum_{i=1}^{N}(y_i-\hat y_i)^2", squares / N),
        (slope, slopes),
        (root, at),
    ]


SQUARED_ERROR = Lines(
    (THETA,),
    squared(
        CONSTANT,
        R,
        r"-\frac{2}{N}\sum_{i=1}^{N}(y_i-\theta)",
        (-Rational(2, N) * total(R),),
        r"\hat\theta=\frac{1}{N}\sum_{i=1}^{N}y_i",
        (mean(Y),),
    ),
    scale=SIGMA,
)
X_SPREAD = total([(x - mean(X)) ** 2 for x in X])
BEST_SLOPE = total([(x - mean(X)) * (y - mean(Y)) for x, y in zip(X, Y, strict=True)]) / X_SPREAD
LEAST_SQUARES = Lines(
    (THETA0, THETA1),
    squared(
        LINE,
        MISS,
        r"-\frac{2}{N}\sum_{i=1}^{N}(y_i-\hat y_i)\,(1,\;x_i)",
        (
            -Rational(2, N) * total(MISS),
            -Rational(2, N) * total([m * x for m, x in zip(MISS, X, strict=True)]),
        ),
        r"\hat\theta_1=\frac{\sum_i(x_i-\bar x)(y_i-\bar y)}{\sum_i(x_i-\bar x)^2},"
        r"\quad\hat\theta_0=\bar y-\hat\theta_1\bar x",
        (mean(Y) - BEST_SLOPE * mean(X), BEST_SLOPE),
    ),
    scale=SIGMA,
    x=X,
)

FROM_MU = tuple(y - MU for y in Y)
SQUARES = total([m**2 for m in FROM_MU])
VARIANCE = mean([(y - mean(Y)) ** 2 for y in Y])  # SSE / N
WIDTH_OF_BELL = Lines(
    (MU, SIGMA),
    [
        (
            r"L(\mu,\sigma)=\prod_{i=1}^{N}p(y_i\mid \mu,\sigma),\quad \hat y_i=\mu",
            known("Normal", Y, MU, SIGMA),
        ),
        (
            r"\prod_{i=1}^{N}\frac{1}{\sigma\sqrt{2\pi}}\,e^{-(y_i-\hat y_i)^2/(2\sigma^2)}",
            sp.Mul(*(exp(-(m**2) / (2 * SIGMA**2)) / (SIGMA * sqrt(2 * pi)) for m in FROM_MU)),
        ),
        (
            r"\frac{N}{2}\log(2\pi) + N\log \sigma"
            r" + \frac{1}{2\sigma^2}\sum_{i=1}^{N}(y_i-\hat y_i)^2",
            Rational(N, 2) * log(2 * pi) + N * log(SIGMA) + SQUARES / (2 * SIGMA**2),
        ),
        (
            r"N\log \sigma + \frac{1}{2\sigma^2}\sum_{i=1}^{N}(y_i-\hat y_i)^2",
            N * log(SIGMA) + SQUARES / (2 * SIGMA**2),
        ),
        (
            r"N\log \sigma + \frac{N}{2\sigma^2}\cdot \frac{1}{N}\sum_{i=1}^{N}(y_i-\hat y_i)^2",
            N * log(SIGMA) + N / (2 * SIGMA**2) * SQUARES / N,
        ),
        (
            r"\Bigl(-\frac{1}{\sigma^2}\sum_{i=1}^{N}(y_i-\mu),\;"
            r"\frac{N}{\sigma}-\frac{1}{\sigma^3}\sum_{i=1}^{N}(y_i-\mu)^2\Bigr)",
            (-total(FROM_MU) / SIGMA**2, N / SIGMA - SQUARES / SIGMA**3),
        ),
        (
            r"\hat\mu=\frac{1}{N}\sum_{i=1}^{N}y_i,"
            r"\quad\hat\sigma=\sqrt{\frac{1}{N}\sum_{i=1}^{N}(y_i-\hat\mu)^2}",
            (mean(Y), sqrt(VARIANCE)),
        ),
    ],
)

# --- corners -------------------------------------------------------------------------------------


def middle(y: Sequence[Expr]) -> Expr:
    """The median of three."""
    a, b, c = y
    return Max(Min(a, b), Min(Max(a, b), c))


LENGTH = total([Abs(r) for r in R])
ABSOLUTE_ERROR = Lines(
    (THETA,),
    [
        (CONSTANT, known("Laplace", Y, THETA, B)),
        (
            r"\prod_{i=1}^{N}\frac{1}{2b}\,e^{-|y_i-\hat y_i|/b}",
            sp.Mul(*(exp(-Abs(r) / B) / (2 * B) for r in R)),
        ),
        (
            r"N\log(2b) + \frac{1}{b}\sum_{i=1}^{N}|y_i-\hat y_i|",
            N * log(2 * B) + LENGTH / B,
        ),
        (r"\frac{1}{b}\sum_{i=1}^{N}|y_i-\hat y_i|", LENGTH / B),
        (r"\frac{1}{N}\sum_{i=1}^{N}|y_i-\hat y_i|", LENGTH / N),
        (
            r"-\frac{1}{N}\sum_{i=1}^{N}\operatorname{sign}(y_i-\theta)",
            (-mean([sign(r) for r in R]),),
        ),
        (r"\hat\theta=\operatorname{median}(y_1,\dots,y_N)", (middle(Y),)),
    ],
    scale=B,
    corners=True,
)
LENGTH_FROM_MU = total([Abs(m) for m in FROM_MU])
WIDTH_OF_TENT = Lines(
    (MU, B),
    [
        (
            r"L(\mu,b)=\prod_{i=1}^{N}p(y_i\mid \mu,b),\quad \hat y_i=\mu",
            known("Laplace", Y, MU, B),
        ),
        (
            r"\prod_{i=1}^{N}\frac{1}{2b}\,e^{-|y_i-\hat y_i|/b}",
            sp.Mul(*(exp(-Abs(m) / B) / (2 * B) for m in FROM_MU)),
        ),
        (
            r"N\log 2 + N\log b + \frac{1}{b}\sum_{i=1}^{N}|y_i-\hat y_i|",
            N * log(2) + N * log(B) + LENGTH_FROM_MU / B,
        ),
        (
            r"N\log b + \frac{1}{b}\sum_{i=1}^{N}|y_i-\hat y_i|",
            N * log(B) + LENGTH_FROM_MU / B,
        ),
        (
            r"N\log b + \frac{N}{b}\cdot \frac{1}{N}\sum_{i=1}^{N}|y_i-\hat y_i|",
            N * log(B) + N / B * LENGTH_FROM_MU / N,
        ),
        (
            r"\Bigl(-\frac{1}{b}\sum_{i=1}^{N}\operatorname{sign}(y_i-\mu),\;"
            r"\frac{N}{b}-\frac{1}{b^2}\sum_{i=1}^{N}|y_i-\mu|\Bigr)",
            (-total([sign(m) for m in FROM_MU]) / B, N / B - LENGTH_FROM_MU / B**2),
        ),
        (
            r"\hat\mu=\operatorname{median}(y_1,\dots,y_N),"
            r"\quad\hat b=\frac{1}{N}\sum_{i=1}^{N}|y_i-\hat\mu|",
            (middle(Y), mean([Abs(y - middle(Y)) for y in Y])),
        ),
    ],
    corners=True,
)

PINBALL = [Max(TAU * r, (TAU - 1) * r) for r in R]
ORDERED = (Min(*Y), middle(Y), Max(*Y))
QUANTILE = Lines(
    (THETA,),
    [
        (
            CONSTANT,
            # Koenker and Machado 1999, eq. (6), in the two branches
            sp.Mul(
                *(
                    TAU
                    * (1 - TAU)
                    / B
                    * Piecewise((exp(-TAU * r / B), r >= 0), (exp((1 - TAU) * r / B), True))
                    for r in R
                )
            ),
        ),
        (
            r"\prod_{i=1}^{N}\frac{\tau(1-\tau)}{b}\,e^{-\max(\tau r_i,\,(\tau-1)r_i)/b}"
            r",\quad r_i=y_i-\hat y_i",
            sp.Mul(*(TAU * (1 - TAU) / B * exp(-loss / B) for loss in PINBALL)),
        ),
        (
            r"N\log\frac{b}{\tau(1-\tau)}"
            r" + \frac{1}{b}\sum_{i=1}^{N}\max\bigl(\tau r_i,\,(\tau-1)\,r_i\bigr)",
            N * log(B / (TAU * (1 - TAU))) + total(PINBALL) / B,
        ),
        (
            r"\frac{1}{b}\sum_{i=1}^{N}\max\bigl(\tau r_i,\,(\tau-1)\,r_i\bigr)",
            total(PINBALL) / B,
        ),
        (
            r"\frac{1}{N}\sum_{i=1}^{N}\max\bigl(\tau r_i,\,(\tau-1)\,r_i\bigr),"
            r"\quad r_i=y_i-\hat y_i",
            mean(PINBALL),
        ),
        (
            r"\frac{1}{N}\bigl[(1-\tau)\,\#\{y_i<\theta\}-\tau\,\#\{y_i>\theta\}\bigr]",
            (mean([Piecewise((1 - TAU, y < THETA), (-TAU, y > THETA), (0, True)) for y in Y]),),
        ),
        (
            r"\hat\theta=q_\tau(y_1,\dots,y_N)",
            (
                Piecewise(
                    (ORDERED[0], Rational(1, 3) > TAU),
                    (ORDERED[1], Rational(2, 3) > TAU),
                    (ORDERED[2], True),
                ),
            ),
        ),
    ],
    params={"tau": TAU},
    scale=B,
    corners=True,
)

HUBER_RHO = [
    Piecewise((r**2 / 2, Abs(r) <= DELTA), (DELTA * (Abs(r) - DELTA / 2), True)) for r in R
]
HUBER_DENSITY = sp.Mul(*(exp(-rho / SIGMA**2) / Z for rho in HUBER_RHO))
HUBER = Lines(
    (THETA,),
    [
        (CONSTANT, HUBER_DENSITY),
        (r"\prod_{i=1}^{N}\frac{1}{Z}\,e^{-\rho_\delta(y_i-\hat y_i)/\sigma^2}", HUBER_DENSITY),
        (
            r"N\log Z + \frac{1}{\sigma^2}\sum_{i=1}^{N}\rho_\delta(y_i-\hat y_i)",
            N * log(Z) + total(HUBER_RHO) / SIGMA**2,
        ),
        (
            r"\frac{1}{\sigma^2}\sum_{i=1}^{N}\rho_\delta(y_i-\hat y_i)",
            total(HUBER_RHO) / SIGMA**2,
        ),
        (r"\frac{1}{N}\sum_{i=1}^{N}\rho_\delta(y_i-\hat y_i)", mean(HUBER_RHO)),
        (
            r"-\frac{1}{N}\sum_{i=1}^{N}\max(-\delta,\min(\delta,\,y_i-\theta))=0",
            (-mean([Max(-DELTA, Min(DELTA, r)) for r in R]),),
        ),
    ],
    params={"delta": DELTA},
    scale=SIGMA,
    corners=True,
)

# --- tails ---------------------------------------------------------------------------------------

T_TERMS = [log(1 + r**2 / (NU * C**2)) for r in R]
T_CONSTANT = gamma(NU / 2) * sqrt(NU * pi) * C / gamma((NU + 1) / 2)
STUDENT_T = Lines(
    (THETA,),
    [
        (CONSTANT, sp.Mul(*(t_density(y) for y in Y))),
        (
            r"\prod_{i=1}^{N}\frac{\Gamma(\frac{\nu+1}{2})}{\Gamma(\frac{\nu}{2})\sqrt{\nu\pi}\,c}"
            r"\Bigl(1+\frac{(y_i-\hat y_i)^2}{\nu c^2}\Bigr)^{-(\nu+1)/2}",
            sp.Mul(*((1 + r**2 / (NU * C**2)) ** (-(NU + 1) / 2) / T_CONSTANT for r in R)),
        ),
        (
            r"N\log\frac{\Gamma(\frac{\nu}{2})\sqrt{\nu\pi}\,c}{\Gamma(\frac{\nu+1}{2})}"
            r" + \frac{\nu+1}{2}\sum_{i=1}^{N}\log\Bigl(1+\tfrac{(y_i-\hat y_i)^2}{\nu c^2}\Bigr)",
            N * log(T_CONSTANT) + (NU + 1) / 2 * total(T_TERMS),
        ),
        (
            r"\frac{\nu+1}{2}\sum_{i=1}^{N}\log\Bigl(1+\tfrac{(y_i-\hat y_i)^2}{\nu c^2}\Bigr)",
            (NU + 1) / 2 * total(T_TERMS),
        ),
        (
            r"\frac{1}{N}\sum_{i=1}^{N}\tfrac{\nu+1}{2}"
            r"\log\Bigl(1+\tfrac{1}{\nu}\bigl(\tfrac{y_i-\hat y_i}{c}\bigr)^2\Bigr)",
            mean([(NU + 1) / 2 * log(1 + (r / C) ** 2 / NU) for r in R]),
        ),
        (
            r"-\frac{1}{N}\sum_{i=1}^{N}\frac{(\nu+1)(y_i-\theta)}{\nu c^2+(y_i-\theta)^2}=0",
            (-mean([(NU + 1) * r / (NU * C**2 + r**2) for r in R]),),
        ),
    ],
    params={"nu": NU, "c": C},
)
CAUCHY_TERMS = [log(1 + (r / C) ** 2) for r in R]
CAUCHY = Lines(
    (THETA,),
    [
        (CONSTANT, known("Cauchy", Y, THETA, C)),
        (
            r"\prod_{i=1}^{N}\frac{1}{\pi c\,(1+(y_i-\hat y_i)^2/c^2)}",
            sp.Mul(*(1 / (pi * C * (1 + r**2 / C**2)) for r in R)),
        ),
        (
            r"N\log(\pi c)"
            r" + \sum_{i=1}^{N}\log\Bigl(1+\bigl(\tfrac{y_i-\hat y_i}{c}\bigr)^2\Bigr)",
            N * log(pi * C) + total(CAUCHY_TERMS),
        ),
        (
            r"\sum_{i=1}^{N}\log\Bigl(1+\bigl(\tfrac{y_i-\hat y_i}{c}\bigr)^2\Bigr)",
            total(CAUCHY_TERMS),
        ),
        (
            r"\frac{1}{N}\sum_{i=1}^{N}\tfrac{c^2}{2}"
            r"\log\Bigl(1+\bigl(\tfrac{y_i-\hat y_i}{c}\bigr)^2\Bigr)",
            mean([C**2 / 2 * term for term in CAUCHY_TERMS]),
        ),
        (
            r"-\frac{1}{N}\sum_{i=1}^{N}\frac{y_i-\theta}{1+(y_i-\theta)^2/c^2}=0",
            (-mean([r / (1 + r**2 / C**2) for r in R]),),
        ),
    ],
    params={"c": C},
)
LOG_COSH = Lines(
    (THETA,),
    [
        # 2 / (e^r + e^-r): sech, by its definition
        (CONSTANT, sp.Mul(*(2 / (pi * (exp(r) + exp(-r))) for r in R))),
        (
            r"\prod_{i=1}^{N}\frac{1}{\pi}\operatorname{sech}(y_i-\hat y_i)",
            sp.Mul(*(1 / (pi * sp.cosh(r)) for r in R)),
        ),
        (
            r"N\log\pi + \sum_{i=1}^{N}\log\cosh(y_i-\hat y_i)",
            N * log(pi) + total([log(sp.cosh(r)) for r in R]),
        ),
        (r"\sum_{i=1}^{N}\log\cosh(y_i-\hat y_i)", total([log(sp.cosh(r)) for r in R])),
        (r"\frac{1}{N}\sum_{i=1}^{N}\log\cosh(y_i-\hat y_i)", mean([log(sp.cosh(r)) for r in R])),
        (r"-\frac{1}{N}\sum_{i=1}^{N}\tanh(y_i-\theta)=0", (-mean([sp.tanh(r) for r in R]),)),
    ],
)


def barron(r: Expr) -> Expr:
    """Barron 2019, eq. (1), for 0 < alpha < 2."""
    b = 2 - ALPHA
    return b / ALPHA * (((r / C) ** 2 / b + 1) ** (ALPHA / 2) - 1)


BARRON_DENSITY = sp.Mul(*(exp(-barron(r)) / (C * Z) for r in R))
BARRON = Lines(
    (THETA,),
    [
        (CONSTANT, BARRON_DENSITY),
        (
            r"\prod_{i=1}^{N}\frac{1}{cZ(\alpha)}\,e^{-\rho_{\alpha,c}(y_i-\hat y_i)}",
            BARRON_DENSITY,
        ),
        (
            r"N\log\bigl(cZ(\alpha)\bigr) + \sum_{i=1}^{N}\rho_{\alpha,c}(y_i-\hat y_i)",
            N * log(C * Z) + total([barron(r) for r in R]),
        ),
        (r"\sum_{i=1}^{N}\rho_{\alpha,c}(y_i-\hat y_i)", total([barron(r) for r in R])),
        (r"\frac{1}{N}\sum_{i=1}^{N}\rho_{\alpha,c}(y_i-\hat y_i)", mean([barron(r) for r in R])),
        (
            r"-\frac{1}{N}\sum_{i=1}^{N}\rho_{\alpha,c}'(y_i-\theta)=0",
            # Barron 2019, eq. (8)
            (-mean([r / C**2 * ((r / C) ** 2 / (2 - ALPHA) + 1) ** (ALPHA / 2 - 1) for r in R]),),
        ),
    ],
    params={"alpha": ALPHA, "c": C},
)

# --- labels, counts, classes -------------------------------------------------------------------


def sigmoid(z: Expr) -> Expr:
    return exp(z) / (1 + exp(z))


def coin(start: str, z: Sequence[Expr], slope: str, slopes: Vector) -> list[tuple[str, Expr]]:
    p = [sigmoid(v) for v in z]
    logs = [y * log(q) + (1 - y) * log(1 - q) for y, q in zip(Y, p, strict=True)]
    in_raw = [log(1 + exp(v)) - y * v for y, v in zip(Y, z, strict=True)]
    odds = [exp(y * v) / (1 + exp(v)) for y, v in zip(Y, z, strict=True)]  # by the odds e^z
    return [
        (start, sp.Mul(*odds)),
        (
            r"\prod_{i=1}^{N}p_i^{y_i}(1-p_i)^{1-y_i},\quad p_i=\operatorname{sigmoid}(z_i)",
            sp.Mul(*(q**y * (1 - q) ** (1 - y) for y, q in zip(Y, p, strict=True))),
        ),
        (r"-\sum_{i=1}^{N}\bigl[y_i\log p_i+(1-y_i)\log(1-p_i)\bigr]", -total(logs)),
        (r"-\frac{1}{N}\sum_{i=1}^{N}\bigl[y_i\log p_i+(1-y_i)\log(1-p_i)\bigr]", -mean(logs)),
        (r"\frac{1}{N}\sum_{i=1}^{N}\bigl[\log(1+e^{z_i})-y_iz_i\bigr]", mean(in_raw)),
        (slope, slopes),
    ]


CROSS_ENTROPY = Lines(
    (THETA,),
    [
        *coin(
            RAW,
            [THETA] * N,
            r"\frac{1}{N}\sum_{i=1}^{N}(p-y_i),\quad p=\operatorname{sigmoid}(\theta)",
            (mean([sigmoid(THETA) - y for y in Y]),),
        ),
        (r"\hat\theta=\log\frac{\bar y}{1-\bar y}", (log(mean(Y) / (1 - mean(Y))),)),
    ],
)
CROSS_ENTROPY_LINE = Lines(
    (THETA0, THETA1),
    coin(
        RAW_LINE,
        ON_LINE,
        r"\frac{1}{N}\sum_{i=1}^{N}(p_i-y_i)\,(1,\;x_i)=0",
        (
            mean([sigmoid(z) - y for z, y in zip(ON_LINE, Y, strict=True)]),
            mean([(sigmoid(z) - y) * x for z, y, x in zip(ON_LINE, Y, X, strict=True)]),
        ),
    ),
    x=X,
)


def rates(start: str, z: Sequence[Expr], slope: str, slopes: Vector) -> list[tuple[str, Expr]]:
    terms = [exp(v) - k * v for k, v in zip(COUNT, z, strict=True)]
    surprise = total([log(sp.factorial(k)) for k in COUNT])
    chances = [
        random.density(random.Poisson("K", exp(v)))(k) for k, v in zip(COUNT, z, strict=True)
    ]
    return [
        (start, sp.Mul(*chances)),
        (
            r"\prod_{i=1}^{N}\frac{e^{-e^{z_i}} e^{z_iy_i}}{y_i!}",
            sp.Mul(
                *(
                    exp(-exp(v)) * exp(v * k) / sp.factorial(k)
                    for k, v in zip(COUNT, z, strict=True)
                )
            ),
        ),
        (
            r"\sum_{i=1}^{N}\log y_i! + \sum_{i=1}^{N}\bigl(e^{z_i}-y_i z_i\bigr)",
            surprise + total(terms),
        ),
        (r"\sum_{i=1}^{N}\bigl(e^{z_i}-y_i z_i\bigr)", total(terms)),
        (r"\frac{1}{N}\sum_{i=1}^{N}\bigl(e^{z_i}-y_i z_i\bigr)", mean(terms)),
        (slope, slopes),
    ]


POISSON = Lines(
    (THETA,),
    [
        *rates(
            RAW,
            [THETA] * N,
            r"\frac{1}{N}\sum_{i=1}^{N}(e^{\theta}-y_i)",
            (mean([exp(THETA) - k for k in COUNT]),),
        ),
        (r"\hat\theta=\log\Bigl(\frac{1}{N}\sum_{i=1}^{N}y_i\Bigr)", (log(mean(COUNT)),)),
    ],
    y=COUNT,
)
POISSON_LINE = Lines(
    (THETA0, THETA1),
    rates(
        RAW_LINE,
        ON_LINE,
        r"\frac{1}{N}\sum_{i=1}^{N}(e^{z_i}-y_i)\,(1,\;x_i)=0",
        (
            mean([exp(z) - k for z, k in zip(ON_LINE, COUNT, strict=True)]),
            mean([(exp(z) - k) * x for z, k, x in zip(ON_LINE, COUNT, X, strict=True)]),
        ),
    ),
    y=COUNT,
    x=X,
)

E_SUM = total([exp(t) for t in CLASS_THETA])
P = [exp(t) / E_SUM for t in CLASS_THETA]
SHARES = [mean([row[c] for row in ROWS]) for c in range(3)]
CLASS_LOGS = [total([y * log(p) for y, p in zip(row, P, strict=True)]) for row in ROWS]
SOFTMAX = Lines(
    CLASS_THETA,
    [
        # the odds of the classes, by e^(sum of y z)
        (
            RAW,
            sp.Mul(
                *(
                    exp(total([y * t for y, t in zip(row, CLASS_THETA, strict=True)])) / E_SUM
                    for row in ROWS
                )
            ),
        ),
        (
            r"\prod_{i=1}^{N}\prod_c p_{ic}^{\,y_{ic}},\quad p_i=\operatorname{softmax}(z_i)",
            sp.Mul(*(p**y for row in ROWS for y, p in zip(row, P, strict=True))),
        ),
        (r"-\sum_{i=1}^{N}\sum_{c} y_{ic}\log p_{ic}", -total(CLASS_LOGS)),
        (r"-\frac{1}{N}\sum_{i=1}^{N}\sum_{c} y_{ic}\log p_{ic}", -mean(CLASS_LOGS)),
        (
            r"\frac{1}{N}\sum_{i=1}^{N}\Bigl[\log\sum_{c}e^{z_{ic}}-\sum_{c}y_{ic}z_{ic}\Bigr]",
            mean(
                [
                    log(E_SUM) - total([y * t for y, t in zip(row, CLASS_THETA, strict=True)])
                    for row in ROWS
                ]
            ),
        ),
        (
            r"\frac{1}{N}\sum_{i=1}^{N}(p_c-y_{ic}),\quad p=\operatorname{softmax}(\theta)",
            tuple(mean([P[c] - row[c] for row in ROWS]) for c in range(3)),
        ),
        (
            r"\operatorname{softmax}(\hat\theta)_c=\frac{1}{N}\sum_{i=1}^{N}y_{ic}",
            # any constant may be added to all: here they add up to 0
            tuple(log(share) - mean([log(other) for other in SHARES]) for share in SHARES),
        ),
    ],
    y=ROWS,
)

WRITTEN = {
    ("squared_error", "location"): SQUARED_ERROR,
    ("squared_error", "line"): LEAST_SQUARES,
    ("squared_error", "width"): WIDTH_OF_BELL,
    ("absolute_error", "location"): ABSOLUTE_ERROR,
    ("absolute_error", "width"): WIDTH_OF_TENT,
    ("quantile", "location"): QUANTILE,
    ("huber", "location"): HUBER,
    ("student_t", "location"): STUDENT_T,
    ("cauchy", "location"): CAUCHY,
    ("log_cosh", "location"): LOG_COSH,
    ("general_robust", "location"): BARRON,
    ("binary_cross_entropy", "location"): CROSS_ENTROPY,
    ("binary_cross_entropy", "line"): CROSS_ENTROPY_LINE,
    ("poisson", "location"): POISSON,
    ("poisson", "line"): POISSON_LINE,
    ("softmax_cross_entropy", "location"): SOFTMAX,
}
