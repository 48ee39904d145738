"""Softmax applied twice, in words."""

from lossviz.i18n import _
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.triangle import SPECIES
from lossviz.multiclass.twice import FLOOR, Twice
from lossviz.words import number
from lossviz.words.classes import chance, fixed


def twice_sentence(view: Twice) -> str:
    """Forecast, cost and pull with one softmax and with two."""
    (once, twice), (pull, weak) = view.costs.tolist(), view.pulls.tolist()
    return _(
        "Lead of {true} {lead}. One softmax: p = {p}, cost {once}, pull {pull}. Two: p = {again},"
        " cost {twice}, pull {weak}. With two no lead ever gets the cost down to {floor}."
    ).format(
        true=SPECIES[TRUE], lead=fixed(float(view.lead)), p=chance(float(view.p[TRUE])),
        again=chance(float(view.again[TRUE])), once=number(once), twice=number(twice),
        pull=chance(pull), weak=number(weak), floor=f"{FLOOR:.3f}",
    )  # fmt: skip


def who_applies_it() -> str:
    """Where the floor comes from, and which losses apply softmax themselves."""
    return _(
        "A second softmax takes probabilities for logits, and those lie between 0 and 1. Even the"
        " surest right forecast, 1, 0, 0, becomes e / (e + 2): the cost stays above log(1 + 2/e) ="
        " {floor}. `torch.nn.CrossEntropyLoss` and Keras with `from_logits=True` apply softmax"
        " themselves: hand them logits."
    ).format(floor=f"{FLOOR:.3f}")
