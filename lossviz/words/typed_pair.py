"""Two typed distributions in words: what each costs where the other holds."""

import math

from lossviz.i18n import _
from lossviz.information.typed_pair import TypedPair
from lossviz.words.strip import small

BITS = 1 / math.log(2.0)


def cost(nats: float, per_nat: float = 1.0) -> str:
    """A cost to four decimals, times `per_nat`; or that it has no end, or is next to nothing.

    >>> cost(0.5), cost(math.inf), cost(1e-7), cost(0.0)
    ('0.5000', 'without end', 'below 0.0001', '0')
    """
    return _("without end") if math.isinf(nats) else small(nats * per_nat)


def pair_sentence(view: TypedPair) -> str:
    """Entropy, cross-entropy and both divergences in nats."""
    if max(abs(view.y - view.p)) == 0:
        return _("y and p are the same: H(y, p) = H(y) = {floor} nats, no excess.").format(
            floor=cost(float(view.floors[0]))
        )
    forth, back = (_one_way(view, swapped) for swapped in (False, True))
    return f"{forth} {back}"


def _one_way(view: TypedPair, swapped: bool) -> str:
    k = int(swapped)
    floor, excess = float(view.floors[k]), float(view.excesses[k])
    y, p = ("p", "y") if swapped else ("y", "p")
    numbers = view.impossible(swapped)
    if numbers:
        return _(
            "{y} gives outcome {n} a chance, {p} calls it impossible: KL({y} || {p}) has no end."
        ).format(y=y, p=p, n=numbers[0])
    if swapped:
        return _("Swapped: KL(p || y) = {excess} nats.").format(excess=cost(excess))
    # each rounded by itself: a list, since a sum would have to add up to the last digit
    return _(
        "In nats, each rounded: H(y) = {floor}, H(y, p) = {total}, KL(y || p) = {excess}."
    ).format(total=cost(float(view.costs[k])), floor=cost(floor), excess=cost(excess))


def total_sentence(name: str, total: float) -> str:
    """What is wrong with numbers that do not sum to 1."""
    return _("{name} adds up to {total}, and probabilities add up to 1.").format(
        name=name, total=f"{total:.7g}"
    )


def divided_sentence(name: str, total: float) -> str:
    """What was done to them on demand."""
    return _("{name} added up to {total}; shown is each number divided by that.").format(
        name=name, total=f"{total:.7g}"
    )


def counts_sentence(y: int, p: int) -> str:
    """What is wrong with two distributions over different outcomes."""
    return _(
        "y has {y} numbers and p has {p}. Both are about the same outcomes: give both as many."
    ).format(y=y, p=p)
