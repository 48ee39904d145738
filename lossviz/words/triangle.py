"""A forecast over three species in words: who is charged, what the floor is, what pulls."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from lossviz.i18n import _
from lossviz.multiclass.triangle import (
    NONE,
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
from lossviz.words.sums import floor_and_excess

NEAR = 5e-4  # half of the last digit written
DECIMALS, MOST_DECIMALS = 3, 12
ALMOST = 0.9999  # of certainty


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
    """A cost to three decimals, with more of them where it is almost 0, or that it has no end.

    >>> nats(1.0986), nats(0.0), nats(0.0002), nats(math.inf)
    ('1.099', '0', '0.0002', 'without end')
    """
    if cost < NEAR:
        return number(cost, 1)
    return f"{cost:.3f}" if math.isfinite(cost) else _("without end")


def signed(pull: float) -> str:
    """A pull to three decimals with its sign; none that a place can show is written as 0 or 1.

    >>> signed(-1 / 3), signed(0.0002), signed(0.9999), signed(1e-7)
    ('−0.333', '+0.0002', '+0.9999', '0')
    """
    if abs(pull) < NONE:
        return "0"
    return ("+" if pull > 0 else MINUS) + share(abs(pull))


def listed(shares: Sequence[float] | Array) -> str:
    """Shares with commas between them."""
    return ", ".join(share(float(p)) for p in shares)


def with_its_cost(p: float, write: Callable[[float], str] = nats) -> str:
    """A probability above 0 to three decimals, or to so many that −log of them is its cost.

    `write` is how costs are written.

    >>> with_its_cost(0.5), with_its_cost(1 / 3)
    ('0.500', '0.3333')
    """
    if p == 1:
        return "1"
    written = ""
    for decimals in range(DECIMALS, MOST_DECIMALS + 1):
        written = f"{p:.{decimals}f}"
        if 0 < float(written) < 1 and write(-math.log(float(written))) == write(-math.log(p)):
            break
    return written


def bird_sentence(bird: Bird) -> str:
    """Which penguin it is."""
    return _(
        "The bird: {species}, from {island}, {year}. Bill {length} mm long and {depth} mm deep,"
        " flipper {flipper} mm, {mass} g."
    ).format(
        species=SPECIES[bird.species], island=bird.island, year=bird.year,
        length=plain(bird.bill_length), depth=plain(bird.bill_depth), flipper=plain(bird.flipper),
        mass=plain(bird.mass),
    )  # fmt: skip


def charge_sentence(view: Forecast, *, told: bool = True) -> str:
    """Scene 1: only the true species is charged. `told`: the reader has tried."""
    name, given = SPECIES[view.species], float(view.shares[view.species])
    if not told and np.ptp(view.shares) < NONE:
        return _(
            "Each species 1/3: the cost is −log 1/3 = log 3 = {cost}. Drag the dot around: which"
            " moves change the cost, and which do not?"
        ).format(cost=nats(NOTHING))
    if given == 0:
        return _(
            "{name} was called impossible, yet the bird is one: the cost is without end. The three"
            " pulls still add up to zero."
        ).format(name=name)
    if given == 1:
        return _(
            "All of it on {name}, and the bird is one: the cost is 0 and nothing pulls."
        ).format(name=name)
    if np.ptp(view.shares) < NONE:
        return _(
            "Each species 1/3: the cost is −log 1/3 = {cost}. Only the true bar is charged; knowing"
            " nothing costs log 3; and the three pulls always add up to zero."
        ).format(cost=nats(NOTHING))
    one, other = (SPECIES[k] for k in others(view.species))
    return _(
        "{name} was given {given}: the cost is −log {given} = {cost}. Only the true bar is charged:"
        " how {one} and {other} share the rest changes no cost. Knowing nothing costs log 3 ="
        " {nothing}. The three pulls always add up to zero."
    ).format(
        name=name, given=with_its_cost(given), cost=nats(float(view.cost)), one=one, other=other,
        nothing=nats(NOTHING),
    )  # fmt: skip


def smoothed_sentence(view: Forecast, *, told: bool = True) -> str:
    """Scene 2: the floor, and what the forecast costs beyond it. `told`: the reader has tried."""
    cost, floor = float(view.cost), nats(view.floor)
    at = _("Cost {cost}.").format(cost=nats(cost)) if math.isfinite(cost) else _without_end()
    if not told:
        return f"{at} " + _("Drag the dot to where the cost is smallest. Does it reach 0?")
    if view.smoothing == 0:
        return f"{at} " + _(
            "Without smoothing the floor is 0, and only the corner reaches it: a model gets there"
            " with logits without limit."
        )
    if not math.isfinite(cost):
        return f"{at} " + _("The cheapest is the target itself, at its entropy: {floor}.").format(
            floor=floor
        )
    if nats(cost) == floor:
        return _(
            "Cost {cost}: to these digits nothing is cheaper. The cheapest forecast is the target"
            " itself and costs its entropy, {floor}, not 0."
        ).format(cost=nats(cost), floor=floor)
    low, more, together = floor_and_excess(view.floor, cost - view.floor, DECIMALS)
    return _(
        "Cost {cost} = floor {floor} + excess {excess}. The cheapest forecast is the target itself"
        " and costs its entropy."
    ).format(cost=together, floor=low, excess=more)


def _without_end() -> str:
    return _("What has a share of the target was called impossible: the cost is without end.")


def smoothing_note(species: int, smoothing: float, *, told: bool = True) -> str:
    """The target, the other convention, and once the reader has tried, what certainty costs."""
    if smoothing == 0:
        return _("The target is {name}, for sure: 1 for it and 0 for the others.").format(
            name=SPECIES[species]
        )
    target = target_of(species, smoothing)
    name, order = SPECIES[species], (species, *others(species))
    note = _(
        "Label smoothing takes ε off the certain label and shares it out equally over all K ="
        " {k} species (PyTorch, Keras). Target for {names}: {target}. Some share ε among the others"
        " only, ε/(K − 1) each: {variant}."
    ).format(
        k=len(SPECIES), names=", ".join(SPECIES[k] for k in order),
        target=listed(target[list(order)]),
        variant=listed(spread_over_others(species, smoothing)[list(order)]),
    )  # fmt: skip
    if not told:
        return note
    return f"{note} {_certainty(target, species, name)}"


def _certainty(target: Array, species: int, name: str) -> str:
    almost = np.full(3, (1.0 - ALMOST) / 2)
    almost[species] = ALMOST
    corner = _("the corner costs without end.")
    if target[species] >= ALMOST:  # then less than certainty is no cheaper
        return _("Certainty no longer pays: {corner}").format(corner=corner)
    return _(
        "Certainty no longer pays: {name} at {p}, the rest shared equally, costs {almost}; {corner}"
    ).format(
        name=name, p=plain(ALMOST), almost=nats(float(charges_of(target, almost).sum())),
        corner=corner,
    )  # fmt: skip


def sum_sentence(typed: Typed) -> str:
    """That typed numbers add up to 1, or to what they do; that a dot cannot show the smallest."""
    if not typed.adds_up:
        return _(
            "These add up to {total}, not to 1: no probabilities. Divided by their sum: {shares}."
        ).format(total=f"{typed.total:.9g}", shares=listed(typed.shares))
    if ((typed.shares > 0) & (typed.shares < NONE)).any():
        return _("These add up to 1. Below {least} the dot cannot tell one from 0.").format(
            least=f"{NONE:f}"
        )
    return _("These add up to 1.")
