"""A label between 0 and 1 in words."""

import math

from lossviz.binary.soft import SoftLabel
from lossviz.i18n import _
from lossviz.words import number, plain

MOST_DIGITS = 12
"""Of a cost that is to add up with another."""


def soft_sentence(view: SoftLabel) -> str:
    """What the forecast costs, as a mixture; what the cheapest one does."""
    y, p = float(view.label), float(view.guess)
    cost, floor = number(float(view.cost)), number(float(view.floor))
    said = _("Label {y}, forecast {p}: {mixture} = {cost}.").format(
        y=plain(y), p=plain(p), mixture=_mixture(y, p), cost=cost
    )
    if y in (0.0, 1.0):
        return f"{said} " + _(
            "A whole label: the nearer the forecast comes to it, the cheaper, down towards 0."
        )
    if view.is_best:
        return f"{said} " + _(
            "No other forecast costs less: it says the label itself. Yet it is not free: {floor} is"
            " the entropy of the label."
        ).format(floor=floor)
    return f"{said} " + _("Cheapest is {y} itself, and it costs {floor}, not 0.").format(
        y=plain(y), floor=floor
    )


def _mixture(y: float, p: float) -> str:
    """The shares of the two labels with what each pays, to the digits with which they add up."""
    paid = [(y, -math.log(p)), (round(1 - y, 6), -math.log1p(-p))]
    shown = [(share, cost) for share, cost in paid if share > 0]
    cost = number(math.fsum(share * cost for share, cost in shown))
    for digits in range(3 if len(shown) == 1 else 4, MOST_DIGITS):
        written = [float(f"{cost:.{digits}g}") for _share, cost in shown]
        if number(sum(s * w for (s, _c), w in zip(shown, written, strict=True))) == cost:
            break
    return " + ".join(f"{plain(share)} × {number(cost, digits)}" for share, cost in shown)


def soft_note() -> str:
    """Where such a label comes from."""
    return _(
        "A label between 0 and 1 says that not everybody saw the same: of ten inspectors seven call"
        " it a distress, so y = 0.7. The cost is then that of a mixture of both labels. Its lowest"
        " value is the entropy of the label, which no forecast can take away."
    )


def soft_alt() -> str:
    """What there is to see."""
    return _(
        "The cost of every forecast from 0 to 1 for one label: a valley whose lowest point, marked"
        " by a diamond, is at the label; dashed, what it would be for the labels 1 and 0; a dot at"
        " the forecast in the hand. Beside it the two parts of its cost end to end, and the lowest"
        " cost as a dashed line."
    )
