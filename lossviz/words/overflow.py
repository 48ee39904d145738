"""Softmax of large logits in words: what float64 makes of it."""

import math

from lossviz.i18n import _
from lossviz.multiclass.overflow import FAR, LARGEST_EXPONENT, SMALLEST_EXPONENT, Overflow
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.triangle import SPECIES
from lossviz.words import number, plain
from lossviz.words.classes import chance, fixed

LOST = 1e-6  # of a probability: digits are lost when it is off by more


def _six(p: float) -> str:
    """Digits enough to see which are lost."""
    return chance(p) if p == 1.0 else number(p, 6)


def overflow_sentence(view: Overflow) -> str:
    """What either way gives for the true species."""
    naive, careful = float(view.naive), float(view.careful)
    largest = float(view.raw.max())
    logits = ", ".join(plain(float(z)) for z in view.raw)
    lost = abs(naive - careful) > LOST  # never where there is no number
    careful_said = _("With the largest logit taken off first: {p}, cost {cost} nats.").format(
        p=_six(careful) if lost else chance(careful), cost=number(float(view.cost))
    )
    if math.isnan(naive) and largest > 0:
        said = _("exp({z}) is more than float64 holds: the quotient is no number.").format(
            z=plain(largest)
        )
    elif math.isnan(naive):
        said = _("Every exp(z) is 0 in float64, even exp({z}): 0 / 0 is no number.").format(
            z=plain(largest)
        )
    elif lost:
        said = _("As it is written, softmax gives {true} {p}: digits are lost.").format(
            true=SPECIES[TRUE], p=_six(naive)
        )
    else:
        said = _("As it is written, softmax gives {true} {p}.").format(
            true=SPECIES[TRUE], p=chance(naive)
        )
    return _("Logits {logits}. {said} {careful}").format(
        logits=logits, said=said, careful=careful_said
    )


def why(view: Overflow) -> str:
    """Where exp ends, and that a loss of logits does not."""
    return _(
        "In float64 exp(z) ends at z = {high} and is 0 below z = {low}. Taking the largest logit"
        " off all of them changes no probability and leaves exp(0) = 1 as the largest term. So the"
        " loss is best computed from logits: with {wide}, −{wide} and 0, and the −{wide} true, the"
        " cost is {cost} nats, a number like any other."
    ).format(
        high=f"{LARGEST_EXPONENT:.2f}", low=fixed(SMALLEST_EXPONENT, 2),
        wide=plain(FAR.high), cost=number(view.wrong_by_far, 4),
    )  # fmt: skip
