"""A forecast over three species in words: who is charged, what the floor is, what pulls."""

import math
from collections.abc import Sequence

import numpy as np

from lossviz.i18n import _
from lossviz.multiclass.triangle import (
    NOTHING,
    SPECIES,
    Bird,
    Forecast,
    charges_of,
    others,
    spread_over_others,
    target_of,
)
from lossviz.multiclass.typed import Typed
from lossviz.numerics import Array
from lossviz.words import MINUS, number, plain

NEAR = 5e-4  # half of the last digit written


def share(p: float) -> str:
    """A probability to three decimals, with more of them where it is almost 0 or 1.

    >>> share(1 / 3), share(0.9999), share(0.00005), share(1.0)
    ('0.333', '0.9999', '0.00005', '1')
    """
    if p in (0.0, 1.0):
        return f"{p:g}"
    if p < NEAR:
        return number(p, 1)
    if p > 1 - NEAR:
        return plain(p) if p < 1 - 1e-6 else "1"
    return f"{p:.3f}"


def nats(cost: float) -> str:
    """A cost to three decimals, or that it has no end.

    >>> nats(1.0986), nats(0.0), nats(math.inf)
    ('1.099', '0', 'without end')
    """
    if cost == 0:
        return "0"
    return f"{cost:.3f}" if math.isfinite(cost) else _("without end")


def signed(pull: float) -> str:
    """A pull to three decimals with its sign."""
    if abs(pull) < NEAR:
        return "0"
    return f"{pull:+.3f}".replace("-", MINUS)


def listed(shares: Sequence[float] | Array) -> str:
    """Shares with commas between them."""
    return ", ".join(share(float(p)) for p in shares)


def bird_sentence(bird: Bird) -> str:
    """Which penguin it is."""
    return _(
        "The bird: a {species} from {island}, {year}. Bill {length} mm long and {depth} mm deep,"
        " flipper {flipper} mm, {mass} g."
    ).format(
        species=SPECIES[bird.species], island=bird.island, year=bird.year,
        length=plain(bird.bill_length), depth=plain(bird.bill_depth), flipper=plain(bird.flipper),
        mass=plain(bird.mass),
    )  # fmt: skip


def charge_sentence(view: Forecast) -> str:
    """Scene 1: only the true species is charged."""
    name, given = SPECIES[view.species], float(view.shares[view.species])
    cost = float(view.cost)
    if given == 0:
        return _(
            "{name} was called impossible, yet the bird is one: the cost is without end. The three"
            " pulls still add up to zero."
        ).format(name=name)
    if given == 1:
        return _(
            "All of it on {name}, and the bird is one: the cost is 0 and nothing pulls."
        ).format(name=name)
    if np.ptp(view.shares) < NEAR:
        return _(
            "Each species 1/3: the cost is −log 1/3 = {cost}. Only the true bar is charged; knowing"
            " nothing costs ln 3; and the three pulls always add up to zero."
        ).format(cost=nats(cost))
    if abs(cost - NOTHING) < NEAR:
        beside = _("as much as knowing nothing.")
    elif cost < NOTHING:
        beside = _("less than the {nothing} of knowing nothing.")
    else:
        beside = _("more than the {nothing} of knowing nothing.")
    one, other = (SPECIES[k] for k in others(view.species))
    return _(
        "{name} was given {given}: the cost is −log {given} = {cost}, {beside} Only the true bar is"
        " charged: how {one} and {other} share the other {rest} changes no cost. The three pulls"
        " add up to zero."
    ).format(
        name=name, given=share(given), cost=nats(cost), beside=beside.format(nothing=nats(NOTHING)),
        one=one, other=other, rest=share(1.0 - given),
    )  # fmt: skip


def excess_text(view: Forecast) -> str:
    """Cost minus floor, of the numbers as they are written, so that the sum is seen to hold."""
    if not math.isfinite(view.cost):
        return nats(math.inf)
    return nats(abs(round(float(view.cost), 3) - round(view.floor, 3)))


def smoothed_sentence(view: Forecast) -> str:
    """Scene 2: the floor, and what the forecast costs beyond it."""
    cost, floor = float(view.cost), nats(view.floor)
    if view.smoothing == 0:
        at = _("Cost {cost}.").format(cost=nats(cost)) if math.isfinite(cost) else _without_end()
        return f"{at} " + _(
            "Without smoothing the floor is 0, and only the corner reaches it: logits without"
            " limit."
        )
    if not math.isfinite(cost):
        return f"{_without_end()} " + _(
            "The cheapest forecast is the target itself and costs its entropy, {floor}."
        ).format(floor=floor)
    if view.excess < NEAR:
        return _(
            "Cost {cost}: nothing is cheaper. The cheapest forecast is the target itself and costs"
            " its entropy, {floor}, not 0."
        ).format(cost=nats(cost), floor=floor)
    return _(
        "Cost {cost} = floor {floor} + excess {excess}. The cheapest forecast is the target itself"
        " and costs its entropy."
    ).format(cost=nats(cost), floor=floor, excess=excess_text(view))


def _without_end() -> str:
    return _("What has a share of the target was called impossible: the cost is without end.")


def smoothing_note(species: int, smoothing: float) -> str:
    """The target, the other convention, and what certainty costs."""
    if smoothing == 0:
        return _("The target is {name}, for sure: 1 for it and 0 for the others.").format(
            name=SPECIES[species]
        )
    target = target_of(species, smoothing)
    name, order = SPECIES[species], (species, *others(species))
    almost = np.full(3, 0.00005)
    almost[species] = 0.9999
    return _(
        "Target for {names}: {target}. That is 1 − ε + ε/K for the true species and ε/K for each"
        " other (PyTorch, Keras). Some share ε among the others only, ε/(K − 1) each: {variant}."
        " Certainty no longer pays: {name} at 0.9999, the rest shared equally, costs {almost}; the"
        " corner costs without end."
    ).format(
        names=", ".join(SPECIES[k] for k in order), target=listed(target[list(order)]),
        variant=listed(spread_over_others(species, smoothing)[list(order)]), name=name,
        almost=nats(float(charges_of(target, almost).sum())),
    )  # fmt: skip


def sum_sentence(typed: Typed) -> str:
    """That typed numbers add up to 1, or to what they do."""
    if typed.adds_up:
        return _("These add up to 1.")
    return _(
        "These add up to {total}, not to 1: no probabilities. Divided by their sum: {shares}."
    ).format(total=plain(typed.total), shares=listed(typed.shares))
