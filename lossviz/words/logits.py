"""Three logits in words: the cost, the pulls, and a shift that changes neither."""

from lossviz.i18n import _
from lossviz.multiclass.logits import Logits
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.triangle import SPECIES
from lossviz.words import gap, number
from lossviz.words.classes import chance, fixed, signed
from lossviz.words.triangle import with_its_cost


def logits_sentence(view: Logits) -> str:
    """Cost and pulls; with a shift, what it changes."""
    said = _(
        "Softmax gives {true} {p}: cost {cost} nats. Pulls y − p: {pulls}. They add up to zero."
    ).format(
        true=SPECIES[TRUE], p=chance(float(view.p[TRUE])), cost=number(float(view.cost)),
        pulls=", ".join(
            _("{species} {pull}").format(species=name, pull=signed(float(pull)))
            for name, pull in zip(SPECIES, view.pulls, strict=True)
        ),
    )  # fmt: skip
    shift = float(view.shift)
    if shift == 0:
        return said
    moved = float(view.moved)
    difference = _("none at all") if moved == 0 else gap(moved)
    return f"{said} " + _(
        "{shift} is added to all three logits; the largest change of a probability: {difference}."
    ).format(shift=fixed(shift), difference=difference)


def sign_of_the_log(view: Logits) -> str:
    """Why the cost has a minus in front of the log."""
    p = float(view.p[TRUE])
    return _(
        "The log of a probability below 1 is negative: log {p} = {log}. The minus in front makes it"
        " a cost, {cost} nats. A cost below zero would mean that the forecast was no probability."
    ).format(
        p=with_its_cost(p, number), log=number(-float(view.cost)), cost=number(float(view.cost))
    )
