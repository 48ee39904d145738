"""A shared target in words: floor and excess, and the pulls towards it."""

import math

from lossviz.i18n import _
from lossviz.multiclass.soft_targets import SAME, SoftTarget
from lossviz.multiclass.triangle import SPECIES
from lossviz.words import number
from lossviz.words.classes import chance, signed
from lossviz.words.sums import floor_and_excess

DECIMALS = 3


def soft_sentence(view: SoftTarget) -> str:
    """The cost, how much of it is the floor, and the pulls."""
    floor, excess, cost = parted(view.floor, float(view.excess))
    said = _("Cost {cost} nats = floor {floor} + excess {excess}.").format(
        cost=cost, floor=floor, excess=excess
    )
    if view.excess < SAME:
        return f"{said} " + _(
            "The forecast is the target: nothing is cheaper, and no pull is left."
        )
    pulls = ", ".join(
        _("{species} {pull}").format(species=name, pull=signed(float(pull)))
        for name, pull in zip(SPECIES, view.pulls, strict=True)
    )
    return f"{said} " + _("Pulls t − p: {pulls}. They add up to zero.").format(pulls=pulls)


def nats(value: float) -> str:
    """A cost to three decimals; next to nothing, one digit.

    >>> nats(1.0986), nats(0.00012), nats(1e-9)
    ('1.099', '0.0001', '0')
    """
    if value < SAME:
        return "0"
    return f"{value:.3f}" if value >= 5e-4 else number(value, 1)


def parted(floor: float, excess: float) -> tuple[str, str, str]:
    """Floor, excess and cost as they are written: they add up, and a tiny excess has a digit.

    >>> parted(0.29114, 0.80747), parted(0.29114, 0.00011), parted(0.0, 1.0986)
    (('0.2911', '0.8075', '1.0986'), ('0.29114', '0.00011', '0.29125'), ('0', '1.099', '1.099'))
    """
    if excess < SAME:
        return nats(floor), "0", nats(floor)
    if floor < SAME:
        return "0", nats(excess), nats(excess)
    return floor_and_excess(floor, excess, max(DECIMALS, math.ceil(-math.log10(excess))))


def where_the_floor_is(view: SoftTarget) -> str:
    """Which forecast is the cheapest, and whether logits can say it."""
    target = ", ".join(
        _("{species} {share}").format(species=name, share=chance(float(share)))
        for name, share in zip(SPECIES, view.target, strict=True)
    )
    if view.within_reach:
        return _(
            "The cheapest forecast is the target itself: {target}. It costs its entropy, {floor}"
            " nats, and no training takes that away."
        ).format(target=target, floor=nats(view.floor))
    return _(
        "The cheapest forecast is the target itself: {target}. Its entropy, {floor} nats, is the"
        " floor; a share of 0 needs a logit without end, so finite logits stay above it."
    ).format(target=target, floor=nats(view.floor))
