"""Nats and bits in words."""

import math

from lossviz.i18n import _
from lossviz.information.units import Chance

BITS_PER_NAT = 1 / math.log(2.0)


def chance_sentence(view: Chance) -> str:
    """The chance level of k outcomes in both units."""
    said = _("{k} outcomes, all alike: log {k} = {nats} nats = {bits} bits.").format(
        k=int(view.k), nats=f"{float(view.nats):.3f}", bits=f"{float(view.bits):.3f}"
    )
    if view.k == 2:
        return f"{said} " + _("A coin toss is one bit.")
    if float(view.bits).is_integer():
        return f"{said} " + _("As much as {n} coin tosses.").format(n=int(view.bits))
    return said


def one_nat() -> str:
    """How the units compare, and what a loss at chance level says."""
    return _(
        "1 nat = {bits} bits, 1 bit = {nats} nats: the same surprise in another unit, as meters"
        " and feet are the same length. The natural log gives nats, and is what libraries use."
        " log K is what a forecast costs that gives all K classes the same chance: a loss above"
        " it is worse than that."
    ).format(bits=f"{BITS_PER_NAT:.4f}", nats=f"{math.log(2.0):.3f}")
