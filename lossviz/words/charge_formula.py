"""The cross-entropy of one forecast as formulas: the sum over classes, and the numbers in it."""

import math

from lossviz.i18n import _
from lossviz.multiclass.triangle import SPECIES, Forecast
from lossviz.words import triangle as say

FORMULA = r"H(y, p) = -\sum_{c=1}^{K} y_c \log p_c"


def sum_tex(view: Forecast, faint: str) -> str:
    """The sum written out with the numbers; terms that vanish in the colour `faint`."""
    terms = []
    for y, p in zip(view.target.tolist(), view.shares.tolist(), strict=True):
        term = rf"{say.share(y)}\cdot\log {say.share(p)}"
        terms.append(term if y > 0 else rf"\textcolor{{{faint}}}{{{term}}}")
    cost = float(view.cost)
    end = say.nats(cost) if math.isfinite(cost) else rf"\text{{{say.nats(cost)}}}"
    return rf"H(y, p) = -\bigl({' + '.join(terms)}\bigr) = {end}"


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
