"""The cross-entropy of one forecast as formulas: the sum over classes, and the numbers in it."""

import math
from collections.abc import Callable

from lossviz.i18n import _
from lossviz.multiclass.triangle import SPECIES, Forecast
from lossviz.words import tex_number
from lossviz.words import triangle as say
from lossviz.words.coin_formula import in_lines

FORMULA = r"H(y, p) = -\sum_{c=1}^{K} y_c \log p_c"


def sum_tex(view: Forecast, faint: str) -> str:
    """The sum written out with the numbers; what vanishes is struck out, in the colour `faint`."""
    lines = []
    for k, (y, p) in enumerate(zip(view.target.tolist(), view.shares.tolist(), strict=True)):
        term = rf"{_tex(y)}\cdot\log {_tex(p) if y < 1 or p == 0 else say.with_its_cost(p)}"
        if y == 0:
            term = rf"\textcolor{{{faint}}}{{\cancel{{{term}}}}}"
        lines.append((r"H(y, p) = -\bigl(\,&" if k == 0 else "&+ ") + term)
    lines[-1] += r"\,\bigr)"
    cost = float(view.cost)
    sign = "=" if view.smoothing == 0 else r"\approx"  # a sum of rounded terms
    end = _tex(cost, say.nats) if math.isfinite(cost) else rf"\text{{{say.nats(cost)}}}"
    return in_lines(*lines, rf"&{sign} {end}")


def _tex(value: float, write: Callable[[float], str] = say.share) -> str:
    """As everywhere on the page, to three decimals; what is almost 0 in powers of ten."""
    return tex_number(value, 1) if value < say.NEAR else write(value)


def terms_sentence(view: Forecast) -> str:
    """Which terms of the sum, in the order of the species, are left."""
    order = ", ".join(SPECIES)
    if view.smoothing == 0:
        return _(
            "In the order {order}. A term with y = 0 vanishes, whatever its p is (0 · log 0 counts"
            " as 0): what is left is −log of the probability of {name}."
        ).format(order=order, name=SPECIES[view.species])
    return _(
        "In the order {order}. With a smoothed target no term vanishes: every species is charged"
        " for its share."
    ).format(order=order)
