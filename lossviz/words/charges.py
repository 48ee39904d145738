"""Three charges in words: what each costs and how hard it pulls."""

from lossviz.i18n import _
from lossviz.multiclass.charges import TOP, Charges
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.triangle import SPECIES
from lossviz.words import number, plain
from lossviz.words.classes import chance, fixed


def exact(value: float, decimals: int) -> str:
    """A value of a control with its decimals, or with as many as a link gave it."""
    return fixed(value, decimals) if round(value, decimals) == value else plain(value)


def times(weight: float) -> str:
    """How often one bird is counted."""
    return _("once") if weight == 1 else _("{weight} times").format(weight=exact(weight, 2))


def charges_sentence(view: Charges) -> str:
    """Cost and pull of each."""
    (cost, focal, weighted), (pull, weak, strong) = view.costs.tolist(), view.pulls.tolist()
    return _(
        "{true} was given {p}. Cross-entropy: cost {cost}, pull {pull}. Focal with γ = {gamma}:"
        " cost {focal}, pull {weak}. Counted {times}: cost {weighted}, pull {strong}."
    ).format(
        true=SPECIES[TRUE], p=chance(float(view.p)), cost=number(cost), pull=number(pull),
        gamma=exact(float(view.focus), 1), focal=number(focal), weak=number(weak),
        times=times(float(view.weight)), weighted=number(weighted), strong=number(strong),
    )  # fmt: skip


def what_they_do(view: Charges) -> str:
    """The factor of the focal loss here, and what a weight does instead."""
    gamma = float(view.focus)
    if gamma == 0:
        focal = _("With γ = 0 focal loss is cross-entropy.")
    else:
        focal = _(
            "Focal loss multiplies the cost by (1 − p)^γ: here by {factor}, at p = 0.9 by {sure}."
            " The surer of the true species, the less of the cost is left."
        ).format(factor=number((1.0 - float(view.p)) ** gamma), sure=number(0.1**gamma))
    return f"{focal} " + _(
        "A class weight multiplies cost and pull by the same number at every p: it says how many"
        " birds this one stands for. Costs above {top} nats are not drawn."
    ).format(top=plain(TOP))
