"""Every loss once more, in mpmath and in its textbook form: the oracle of the contract tests.

Written from the definitions (papers named in the losses' references), with none of the rearranging
that float64 needs: 800 digits carry the cancellation and the overflow instead. Derivatives are
central differences of these formulas with a step of 1e-25 of the argument, so their relative error
is about 1e-50. Nothing here imports lossviz.
"""

from collections.abc import Callable, Sequence
from typing import Any

import mpmath
from mpmath import mp, mpf

mp.dps = 800

Formula = Callable[..., mpf]


def _sigmoid(z: mpf) -> mpf:
    return 1 / (1 + mp.exp(-z))


def _tukey(r: mpf, c: mpf) -> mpf:
    return c**2 / 6 * (1 - (1 - (r / c) ** 2) ** 3) if abs(r) <= c else c**2 / 6


def _huber(r: mpf, delta: mpf) -> mpf:
    return r**2 / 2 if abs(r) <= delta else delta * (abs(r) - delta / 2)


def _general(r: mpf, alpha: mpf, c: mpf) -> mpf:
    """Barron 2019, eq. (8): the three special cases and the general form."""
    x = (r / c) ** 2
    if alpha == 2:
        return x / 2
    if alpha == 0:
        return mp.log(x / 2 + 1)
    if alpha == -mpmath.inf:
        return 1 - mp.exp(-x / 2)
    b = abs(alpha - 2)
    return b / alpha * ((x / b + 1) ** (alpha / 2) - 1)


RESIDUAL: dict[str, Formula] = {
    "squared_error": lambda r: r**2,
    "absolute_error": lambda r: abs(r),
    "huber": _huber,
    "log_cosh": lambda r: mp.log(mp.cosh(r)),
    "quantile": lambda r, tau: max(tau * r, (tau - 1) * r),
    "cauchy": lambda r, c: c**2 / 2 * mp.log(1 + (r / c) ** 2),
    "student_t": lambda r, nu, c: (nu + 1) / 2 * mp.log(1 + (r / c) ** 2 / nu),
    "tukey_biweight": _tukey,
    "welsch": lambda r, c: c**2 / 2 * (1 - mp.exp(-((r / c) ** 2))),
    "general_robust": _general,
}


def _bce(y: mpf, z: mpf, pos_weight: Any = 1) -> mpf:
    p = _sigmoid(z)
    return -(mpf(pos_weight) * y * mp.log(p) + (1 - y) * mp.log(1 - p))


def _focal(y: mpf, z: mpf, gamma: mpf, alpha: Any = None) -> mpf:
    p = _sigmoid(z)
    one, zero = (mpf(1), mpf(1)) if alpha is None else (mpf(alpha), 1 - mpf(alpha))
    return -(one * y * (1 - p) ** gamma * mp.log(p) + zero * (1 - y) * p**gamma * mp.log(1 - p))


def _hinge(y: mpf, z: mpf) -> mpf:
    return y * max(mpf(0), 1 - z) + (1 - y) * max(mpf(0), 1 + z)


SCALAR: dict[str, Formula] = {
    "poisson": lambda y, z: mp.exp(z) - y * z,
    "binary_cross_entropy": _bce,
    "brier": lambda y, z: y * (1 - _sigmoid(z)) ** 2 + (1 - y) * _sigmoid(z) ** 2,
    "hinge": _hinge,
    "exponential": lambda y, z: y * mp.exp(-z) + (1 - y) * mp.exp(z),
    "focal": _focal,
}


def _softmax(z: Sequence[mpf]) -> list[mpf]:
    total = mp.fsum(mp.exp(v) for v in z)
    return [mp.exp(v) / total for v in z]


def _softmax_cross_entropy(
    t: Sequence[mpf], z: Sequence[mpf], label_smoothing: mpf, class_weight: Any = None
) -> mpf:
    w = [1.0] * len(t) if class_weight is None else class_weight
    smoothed = [(1 - label_smoothing) * v + label_smoothing / len(t) for v in t]
    terms = zip(w, smoothed, _softmax(z), strict=True)
    return -mp.fsum(mpf(float(wc)) * s * mp.log(p) for wc, s, p in terms)


def _softmax_focal(t: Sequence[mpf], z: Sequence[mpf], gamma: mpf, alpha: Any = None) -> mpf:
    scale = mpf(1) if alpha is None else mpf(alpha)
    terms = zip(t, _softmax(z), strict=True)
    return -scale * mp.fsum(tc * (1 - p) ** gamma * mp.log(p) for tc, p in terms)


CLASSES: dict[str, Formula] = {
    "softmax_cross_entropy": _softmax_cross_entropy,
    "softmax_focal": _softmax_focal,
}

FORMULAS = frozenset({*RESIDUAL, *SCALAR, *CLASSES})


def _mp(params: dict[str, Any]) -> dict[str, Any]:
    return {k: mpf(float(v)) if k != "class_weight" else v for k, v in params.items()}


def _step(x: mpf) -> mpf:
    return abs(x) * mpf(10) ** -25 if x else mpf(10) ** -25


def scalar(key: str, y: float, raw: float, order: int, params: dict[str, Any]) -> mpf:
    """Value (order 0), slope (1) or curvature (2) in `raw` of a loss of one number."""
    fixed = _mp(params)
    if key in RESIDUAL:
        # y - raw is a difference of float64 numbers, exact here because one of them is 0
        def f(x: mpf) -> mpf:
            return RESIDUAL[key](mpf(y) - x, **fixed)

        x, h = mpf(raw), _step(mpf(y) - mpf(raw))
    else:

        def f(x: mpf) -> mpf:
            return SCALAR[key](mpf(y), x, **fixed)

        x, h = mpf(raw), _step(mpf(raw))
    if order == 0:
        return f(x)
    if order == 1:
        return (f(x + h) - f(x - h)) / (2 * h)
    return (f(x + h) - 2 * f(x) + f(x - h)) / h**2


def classes(
    key: str, t: Sequence[float], z: Sequence[float], order: int, params: dict[str, Any]
) -> list[mpf]:
    """Value, slopes (K) or curvature (K K, row by row) of a loss of K logits."""
    fixed, target, logits = _mp(params), [mpf(float(v)) for v in t], [mpf(float(v)) for v in z]
    h, kinds = mpf(10) ** -25, range(len(logits))

    def f(*shifts: tuple[int, int]) -> mpf:
        moved = list(logits)
        for k, sign in shifts:
            moved[k] += sign * h
        return CLASSES[key](target, moved, **fixed)

    if order == 0:
        return [f()]
    if order == 1:
        return [(f((k, 1)) - f((k, -1))) / (2 * h) for k in kinds]
    return [
        (f((i, 1), (j, 1)) - f((i, 1), (j, -1)) - f((i, -1), (j, 1)) + f((i, -1), (j, -1)))
        / (4 * h**2)
        for i in kinds
        for j in kinds
    ]
